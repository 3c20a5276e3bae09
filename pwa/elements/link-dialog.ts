/** The dialogs that make a link to hand over: an invitation, or a way back in. What is asked for first, then the link. */

import { LitElement, css, html, nothing } from 'lit'
import type { Role } from '../../domain/command.ts'
import { ROLES } from '../../domain/command.ts'
import { INVITATION_USES_MAX } from '../../domain/invitation.ts'
import type { HouseholdAccount, InvitationsAnswer } from '../../projections/wire-people.ts'
import { admin } from '../admin.ts'
import { t } from '../strings/people.ts'
import { choiceStyles } from '../styles/choices.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import './handed-link.ts'
import { peopleChange } from './people-change.ts'
import type { Toast } from './show-toast.ts'
import { showToast } from './show-toast.ts'

const HOURS = [24, 168, 720] as const
/** `answer`: as it is known, with who may come in. */
type Wish = { readonly kind: 'invitation'; readonly answer: InvitationsAnswer } | { readonly kind: 'reset'; readonly person: HouseholdAccount }

/** A link was made, or is of no use any more. */
export class LinksChangedEvent extends Event {
  constructor() {
    super('links-changed', { bubbles: true, composed: true })
  }
}

export class LinkDialog extends LitElement {
  static override properties = { wish: { state: true }, link: { state: true }, busy: { state: true } }
  declare wish: Wish | undefined
  /** Shown this once: it goes when the dialog is closed. */
  declare link: string
  declare busy: boolean
  /** Said once the dialog is closed: while it is open nothing behind it can be pressed. */
  #done: Toast | undefined

  constructor() {
    super()
    this.link = ''
    this.busy = false
  }

  static override styles = [controls, dialogFrame, choiceStyles, css`
    form { display: grid; gap: var(--space-4); }
    form h2, form .row { margin-block: 0; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: var(--space-4); align-items: end; }
    .pair select { inline-size: 100%; }
    legend { padding: 0; margin-block-end: var(--space-2); font-size: var(--size-2); font-weight: 600; }
    .notice { background: var(--ground); }
  `]

  async show(wish: Wish): Promise<void> {
    this.wish = wish
    this.link = ''
    await this.updateComplete
    this.renderRoot.querySelector('dialog')!.showModal()
  }

  private async make(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { wish } = this
    if (!wish || this.busy) return
    const fields = new FormData(event.target as HTMLFormElement)
    this.busy = true
    const done = await peopleChange(async () => {
      this.link = new URL(wish.kind === 'invitation' ? await this.#invite(wish.answer, fields) : await this.#wayBack(wish.person, fields.has('second')), location.origin).href
    }, () => this.dispatchEvent(new LinksChangedEvent()))
    this.busy = false
    if (done) this.dispatchEvent(new LinksChangedEvent())
  }

  async #invite({ rules, version }: InvitationsAnswer, fields: FormData): Promise<string> {
    const opened = rules.who === 'closed' ? await admin.setRegistration({ from: version, value: { ...rules, who: 'invitation' } }) : undefined
    const note = String(fields.get('note')).trim()
    const { token, invitation } = await admin.invite({ role: String(fields.get('role')) as Role, usesMax: Number(fields.get('uses')), hours: Number(fields.get('hours')), note: note === '' ? null : note })
    const revoke = () => void this.#takeBack(async () => {
      await admin.revokeInvitation(invitation.id)
      if (opened) await admin.setRegistration({ from: opened.version, value: rules })
    }, t('invite.did.revoked'))
    this.#done = { text: t('invite.did.made'), action: { label: t('act.undo'), icon: 'undo', run: revoke } }
    return `/join#${token}`
  }

  async #wayBack({ userId, username: name }: HouseholdAccount, secondFactor: boolean): Promise<string> {
    const { linkId, token } = await admin.resetLink(userId, secondFactor)
    const withdraw = () => void this.#takeBack(() => admin.withdrawReset(userId, linkId), t('people.did.withdrawn', { name }))
    this.#done = { text: t('people.did.back', { name }), action: { label: t('act.undo'), icon: 'undo', run: withdraw } }
    return `/reset#${token}`
  }

  async #takeBack(act: () => Promise<unknown>, text: string): Promise<void> {
    await peopleChange(async () => {
      await act()
      showToast({ text })
    }, () => undefined)
    this.dispatchEvent(new LinksChangedEvent())
  }

  private closed(): void {
    this.wish = undefined
    this.link = ''
    if (this.#done) showToast(this.#done)
    this.#done = undefined
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close()
  }

  override render() {
    const { wish } = this
    if (!wish) return nothing
    const title = wish.kind === 'reset' ? t('people.back.title', { name: wish.person.username }) : t(this.link === '' ? 'invite.new' : 'invite.ready.title')
    return html`<dialog aria-labelledby="title" @close=${this.closed}>${this.link === '' ? html`<form @submit=${this.make}><h2 id="title">${title}</h2>
        ${wish.kind === 'invitation' ? this.invitation(wish.answer) : this.wayBack()}
        <div class="row"><button type="button" class="button" @click=${this.close}>${t('people.cancel')}</button><button class="button now" ?disabled=${this.busy}>${t('invite.make')}</button></div></form>`
      : html`<form method="dialog"><h2 id="title">${title}</h2><p class="soft">${wish.kind === 'invitation' ? t('invite.ready') : t('people.back.ready', { name: wish.person.username })}</p>
        <handed-link .link=${this.link}></handed-link><div class="row"><button class="button">${t('handed.done')}</button></div></form>`}</dialog>`
  }

  private invitation({ rules }: InvitationsAnswer) {
    return html`${rules.who === 'closed' ? html`<div class="notice" role="status"><p>${t('invite.closed')}</p></div>` : nothing}
      <label class="field"><span>${t('invite.note')}</span><input class="input" name="note" maxlength="60" autocomplete="off" autofocus aria-describedby="note-help"><small id="note-help">${t('invite.note.help')}</small></label>
      <div class="pair"><label class="field"><span>${t('invite.uses')}</span><input class="input figures" type="number" inputmode="numeric" name="uses" min="1" max=${INVITATION_USES_MAX} required value="1"></label>
        <label class="field"><span>${t('invite.time')}</span><select name="hours">${HOURS.map((hours) => html`<option value=${hours} ?selected=${hours === 168}>${t(`invite.time.${hours}`)}</option>`)}</select></label></div>
      <fieldset><legend>${t('invite.role')}</legend>${[...ROLES].reverse().map((role) => html`<label class="choice"><input type="radio" name="role" value=${role} ?checked=${role === 'member'}><b>${t(`people.role.${role}`)}</b><small>${t(`people.role.${role}.lead`)}</small></label>`)}</fieldset>`
  }

  private wayBack() {
    return html`<p class="soft">${t('people.back.lead')}</p>
      <label class="choice"><input type="checkbox" name="second"><b>${t('people.back.second')}</b><small>${t('people.back.second.lead')}</small></label>`
  }
}

customElements.define('link-dialog', LinkDialog)
declare global { interface HTMLElementTagNameMap { 'link-dialog': LinkDialog } interface HTMLElementEventMap { 'links-changed': LinksChangedEvent } }
