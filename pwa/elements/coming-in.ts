/** Who may come in, for admins: the rules, and invitations. Each change can be undone. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { InvitationInfo, InvitationsAnswer, RegistrationRules } from '../../projections/wire-people.ts'
import { NEWCOMER_ROLES, REGISTRATIONS } from '../../projections/wire-people.ts'
import { admin } from '../admin.ts'
import { ago, calendarDate, listed } from '../strings/format.ts'
import { t } from '../strings/people.ts'
import { choiceStyles } from '../styles/choices.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './link-dialog.ts'
import { failureNotice } from './notices.ts'
import { peopleChange } from './people-change.ts'
import { Question } from './question.ts'
import { showToast } from './show-toast.ts'

export class ComingIn extends LitElement {
  /** One change after the other, in the order they were asked for. */
  #changes: Promise<unknown> = Promise.resolve()
  private question = new Question<InvitationsAnswer>(this, (signal) => admin.invitations(signal))

  static override styles = [controls, choiceStyles, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); max-inline-size: 72rem; }
    .top { display: flex; flex-wrap: wrap; overflow-wrap: anywhere; align-items: end; justify-content: space-between; gap: var(--space-3); }
    .who { grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
    .newcomers { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); font-size: var(--size-2); }
    ul { display: grid; gap: var(--space-2); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-2); background: var(--raise); }
    .what { display: grid; gap: 0.2rem; min-inline-size: 0; color: var(--ink-soft); font-size: var(--size-2); }
    h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); color: var(--ink); overflow-wrap: anywhere; }
    .mark { padding: 0.1rem var(--space-2); border-radius: var(--pill); background: var(--raise-2); color: var(--ink-soft); font: 600 var(--size-1) / 1.5 var(--text); }
    .mark.open { background: var(--now-tint); color: var(--now-strong); }
    .bone { block-size: 11rem; }
    @media (width < 44rem) { li .button { grid-column: 1 / -1; justify-self: start; } }
  `]

  override willUpdate(): void {
    this.question.about('coming')
  }

  #change(act: () => Promise<void>): void {
    const run = () => peopleChange(act, () => this.question.again())
    this.#changes = this.#changes.then(run, run)
  }

  private setRules(change: Partial<RegistrationRules>): void {
    this.#change(async () => {
      const before = this.question.reply.answer!
      const value = { ...before.rules, ...change }
      const changed = await admin.setRegistration({ from: before.version, value })
      this.question.replace(changed)
      // From what it led to: what another admin has set since is not taken back with it.
      const undo = () => this.#change(async () => {
        this.question.replace(await admin.setRegistration({ from: changed.version, value: before.rules }))
        showToast({ text: t('coming.did.undone') })
      })
      showToast({ text: change.who ? t(`coming.did.${change.who}`) : t('coming.did.newcomers', { role: t(`people.role.${value.newcomers}`) }), action: { label: t('act.undo'), icon: 'undo', run: undo } })
    })
  }

  private revoke({ id }: InvitationInfo): void {
    this.#change(async () => {
      const { commandId, answer } = await admin.revokeInvitation(id)
      this.question.replace(answer)
      const undo = () => this.#change(async () => {
        this.question.replace((await admin.undoInvitation(id, commandId!)).answer)
        showToast({ text: t('invite.did.restored') })
      })
      showToast(commandId === null ? { text: t('people.did.nothing') } : { text: t('invite.did.revoked'), action: { label: t('act.undo'), icon: 'undo', run: undo } })
    })
  }

  private invite(answer: InvitationsAnswer): void {
    void this.renderRoot.querySelector('link-dialog')!.show({ kind: 'invitation', answer })
  }

  override render() {
    const { reply } = this.question
    const { answer } = reply
    return html`<div class="top"><div><h2>${t('coming.title')}</h2><p class="soft">${t('coming.lead')}</p></div>
        ${answer ? html`<button class="button now" @click=${() => this.invite(answer)}>${icon('plus', 18)}${t('invite.new')}</button>` : nothing}</div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.question.again(), { offline: t('people.offline') }) : nothing}
      ${answer ? html`${this.rules(answer.rules)}${this.invitations(answer.invitations)}` : reply.state === 'waiting' ? html`<div class="bone" role="status" aria-busy="true" aria-label=${t('coming.loading')}></div>` : nothing}
      <link-dialog @links-changed=${() => this.question.again()}></link-dialog>`
  }

  private rules({ who, newcomers }: RegistrationRules) {
    return html`<fieldset class="who" aria-label=${t('coming.lead')}>${REGISTRATIONS.map((each) => html`<label class="choice"><input type="radio" name="who" value=${each} .checked=${each === who} @change=${() => this.setRules({ who: each })}><b>${t(`coming.who.${each}`)}</b><small>${t(`coming.who.${each}.lead`)}</small></label>`)}</fieldset>
      ${who === 'open' ? html`<label class="newcomers"><span>${t('coming.newcomers')}</span><select @change=${(event: Event) => this.setRules({ newcomers: (event.target as HTMLSelectElement).value as (typeof NEWCOMER_ROLES)[number] })}>${NEWCOMER_ROLES.map((role) => html`<option value=${role} ?selected=${role === newcomers}>${t(`people.role.${role}`)}</option>`)}</select>
        <small class="soft">${t(`people.role.${newcomers}.lead`)}</small></label>` : nothing}`
  }

  private invitations(invitations: readonly InvitationInfo[]) {
    if (invitations.length === 0) return html`<p class="soft small">${t('invite.none')}</p>`
    return html`<ul aria-label=${t('invite.list')}>${repeat(invitations, ({ id }) => id, (invitation) => this.invitation(invitation))}</ul>`
  }

  private invitation(invitation: InvitationInfo) {
    const { note, role, uses, usesMax: max, usedBy, until, madeBy, madeAt, state } = invitation
    const name = note ?? t('invite.unnamed')
    const used = usedBy.length > 0 ? t('invite.used.by', { uses, max, names: listed(usedBy) }) : t('invite.used', { uses, max })
    return html`<li><div class="what"><h3>${name}<span class="mark ${state}">${t(`invite.state.${state}`)}</span><span class="mark">${t(`people.role.${role}`)}</span></h3>
        <p>${used}${state === 'open' ? html` · ${t('invite.until', { date: calendarDate(until) })}` : nothing}</p>
        <p class="small">${t('invite.by', { name: madeBy, when: ago(madeAt, Date.now()) })}</p></div>
      ${state === 'open' ? html`<button class="button" aria-label=${t('invite.revoke.of', { name })} @click=${() => this.revoke(invitation)}>${icon('close', 18)}${t('invite.revoke')}</button>` : nothing}</li>`
  }
}

customElements.define('coming-in', ComingIn)
declare global { interface HTMLElementTagNameMap { 'coming-in': ComingIn } }
