/** People, for admins: everybody who has an account, what they did and may do; changing that, and keeping somebody out. Each change can be undone. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { GIVEN_ROLES } from '../../domain/command.ts'
import type { AccountChanged, HouseholdAccount, HouseholdAnswer } from '../../projections/wire-people.ts'
import { admin } from '../admin.ts'
import '../elements/coming-in.ts'
import { icon } from '../elements/icon.ts'
import '../elements/link-dialog.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { peopleChange } from '../elements/people-change.ts'
import '../elements/person-avatar.ts'
import { Question } from '../elements/question.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { ago, calendarDate } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/people.ts'
import { choiceStyles } from '../styles/choices.ts'
import { controls, dialogFrame, screenFrame } from '../styles/controls.ts'

const figures = new Intl.NumberFormat(locale)
const COUNTS = ['watched', 'rated', 'requested', 'lists'] as const

export class AdminPeopleScreen extends LitElement {
  static override properties = { choosing: { state: true } }
  /** Whose role is being chosen. */
  declare choosing: HouseholdAccount | undefined
  protected live = new Live(this)
  /** One change after the other, in the order they were asked for. */
  #changes: Promise<void> = Promise.resolve()
  private household = new Question<HouseholdAnswer>(this, (signal) => admin.people(signal))

  static override styles = [controls, screenFrame, dialogFrame, choiceStyles, css`
    .head { display: grid; gap: var(--space-3); }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .notice { margin-block-end: var(--space-4); }
    ul { display: grid; gap: var(--space-3); max-inline-size: 72rem; }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-3) var(--space-4); align-items: center; padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    li.bone { block-size: 7rem; }
    .who { display: grid; gap: 0.2rem; min-inline-size: 0; color: var(--ink-soft); font-size: var(--size-2); }
    h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); font: 600 var(--size-3) / 1.3 var(--text); }
    h2 a { color: var(--ink); overflow-wrap: anywhere; }
    .mark { padding: 0.1rem var(--space-2); border-radius: var(--pill); background: var(--raise-2); color: var(--ink-soft); font: 600 var(--size-1) / 1.5 var(--text); }
    .mark.admin { background: var(--now-tint); color: var(--now-strong); }
    .mark.out { background: color-mix(in oklch, var(--bad) 18%, var(--raise)); color: var(--ink); }
    .out person-avatar { filter: grayscale(1); opacity: 0.7; }
    dl { grid-column: 1 / -1; display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--space-2); }
    dl div { display: flex; flex-direction: column-reverse; }
    dt { color: var(--ink-soft); font-size: var(--size-1); overflow-wrap: anywhere; }
    dd { margin: 0; font: 600 var(--size-3) / 1.3 var(--text); font-variant-numeric: tabular-nums; }
    .acts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: var(--space-2); }
    coming-in { margin-block-start: var(--space-7); }
    @media (width >= 60rem) {
      li { grid-template-columns: auto minmax(0, 1fr) minmax(0, 22rem) 17rem; }
      dl, .acts { grid-column: auto; }
      .acts { justify-content: end; }
    }
  `]

  override willUpdate(): void {
    this.household.about('people')
  }

  /** Says what was done, with what takes it back. */
  #change(asked: () => Promise<AccountChanged>, told: (changed: HouseholdAccount) => string): void {
    const run = () => this.#ask(asked, told)
    this.#changes = this.#changes.then(run, run)
  }

  async #ask(asked: () => Promise<AccountChanged>, told: (changed: HouseholdAccount) => string): Promise<void> {
    await peopleChange(async () => {
      const { account, commandId } = await asked()
      const { answer } = this.household.reply
      if (answer) this.household.replace({ accounts: answer.accounts.map((each) => each.userId === account.userId ? account : each) })
      const undo = () => this.#change(() => admin.undoAccess(account.userId, commandId!), ({ username: name }) => t('people.did.undone', { name }))
      showToast(commandId === null ? { text: t('people.did.nothing') } : { text: told(account), action: { label: t('act.undo'), icon: 'undo', run: undo } })
    }, () => this.household.again())
  }

  private async choose(person: HouseholdAccount): Promise<void> {
    this.choosing = person
    await this.updateComplete
    this.renderRoot.querySelector('dialog')!.showModal()
  }

  private wayBack(person: HouseholdAccount): void {
    void this.renderRoot.querySelector('link-dialog')!.show({ kind: 'reset', person })
  }

  private setRole(event: SubmitEvent): void {
    const person = this.choosing!
    const role = String(new FormData(event.target as HTMLFormElement).get('role')) as (typeof GIVEN_ROLES)[number]
    if (role !== person.role) this.#change(() => admin.setRole(person.userId, role), ({ username: name, role: now }) => t('people.did.role', { name, role: t(`people.role.${now}`) }))
  }

  private setDisabled(person: HouseholdAccount): void {
    const wanted = person.disabledAt === null
    this.#change(() => wanted ? admin.disable(person.userId) : admin.enable(person.userId), ({ username: name }) => t(wanted ? 'people.did.disabled' : 'people.did.enabled', { name }))
  }

  override render() {
    const { reply } = this.household
    return html`<div class="head"><h1 tabindex="-1">${t('nav.people')}</h1><p class="lead">${t('people.lead')} <a href="/admin/events?category=user">${t('people.audit')}</a>.</p></div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.household.again(), { offline: t('people.offline') }) : nothing}
      ${reply.answer ? html`<ul>${repeat(reply.answer.accounts, ({ userId }) => userId, (person) => this.person(person))}</ul>${reply.answer.accounts.length === 1 ? intertitle(t('people.alone'), t('people.alone.lead')) : nothing}`
        : reply.state === 'waiting' ? html`<ul aria-busy="true" aria-label=${t('people.loading')}><li class="bone"></li><li class="bone"></li><li class="bone"></li></ul>` : nothing}
      ${reply.state === 'waiting' && !reply.answer ? nothing : html`<coming-in></coming-in>`}<link-dialog></link-dialog>
      ${this.dialog()}`
  }

  private person(person: HouseholdAccount) {
    const { userId, username: name, role, createdAt, lastSeenAt, disabledAt, devices } = person
    const me = library.isMe(userId)
    return html`<li class=${disabledAt === null ? '' : 'out'}><person-avatar .username=${name} .name=${name}></person-avatar>
      <div class="who"><h2><a class="tap" href=${`/people/${encodeURIComponent(name)}`}>${name}</a><span class="mark ${role}">${t(`people.role.${role}`)}</span>
          ${me ? html`<span class="mark">${t('people.you')}</span>` : nothing}${disabledAt === null ? nothing : html`<span class="mark out">${t('people.disabled')}</span>`}</h2>
        <p>${lastSeenAt === null ? t('people.neverSeen') : t('people.seen', { when: ago(lastSeenAt, Date.now()) })}${disabledAt === null ? devices === 0 ? nothing : html` · ${t('people.devices', { count: devices })}` : html` · ${t('people.disabled.since', { date: calendarDate(disabledAt) })}`}</p>
        <p class="small">${t('people.since', { date: calendarDate(createdAt) })}</p></div>
      <dl>${COUNTS.map((what) => html`<div><dt>${t(`people.${what}`)}</dt><dd>${figures.format(person[what])}</dd></div>`)}</dl>
      <div class="acts"><button class="button" aria-label=${t('people.role.change.of', { name })} @click=${() => void this.choose(person)}>${icon('lock', 18)}${t('people.role.change')}</button>
        ${me ? nothing : html`<button class="button" aria-label=${t('people.back.of', { name })} @click=${() => this.wayBack(person)}>${icon('link', 18)}${t('people.back')}</button>`}
        ${me ? nothing : disabledAt === null ? html`<button class="button" aria-label=${t('people.disable.of', { name })} @click=${() => this.setDisabled(person)}>${icon('out', 18)}${t('people.disable')}</button>`
          : html`<button class="button" aria-label=${t('people.enable.of', { name })} @click=${() => this.setDisabled(person)}>${icon('check', 18)}${t('people.enable')}</button>`}</div></li>`
  }

  private dialog() {
    const person = this.choosing
    if (!person) return nothing
    return html`<dialog aria-labelledby="choosing" @close=${() => { this.choosing = undefined }}><form method="dialog" @submit=${this.setRole}><h2 id="choosing">${t('people.role.title', { name: person.username })}</h2>
      <fieldset aria-labelledby="choosing">${GIVEN_ROLES.map((role) => html`<label class="choice"><input type="radio" name="role" value=${role} ?checked=${role === person.role} ?autofocus=${role === person.role}><b>${t(`people.role.${role}`)}</b><small>${t(`people.role.${role}.lead`)}</small></label>`)}</fieldset>
      <div class="row"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('people.cancel')}</button><button class="button now">${t('people.role.save')}</button></div></form></dialog>`
  }
}

customElements.define('admin-people-screen', AdminPeopleScreen)
declare global { interface HTMLElementTagNameMap { 'admin-people-screen': AdminPeopleScreen } }
