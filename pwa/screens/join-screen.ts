/** An account of one's own: by the link of an invitation, or without where anybody may come. Then a welcome, and a passkey for who wants one. */

import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { InvitationOffer, Registered } from '../../projections/wire-people.ts'
import { CatalogueFailure, ask } from '../catalogue.ts'
import { deviceNameOf } from '../device-name.ts'
import { doorFrame } from '../elements/door-frame.ts'
import { doorNotice } from '../elements/door-notice.ts'
import { icon } from '../elements/icon.ts'
import { LinkQuestion, forgetLink, linkToken } from '../elements/link-question.ts'
import { failureNotice } from '../elements/notices.ts'
import { Live, instance, signIn } from '../house.ts'
import { library } from '../library.ts'
import { makePasskey, passkeysWorkHere } from '../passkeys.ts'
import { sent } from '../sent.ts'
import type { DoorKey } from '../strings/door.ts'
import { t } from '../strings/door.ts'
import { calendarDate } from '../strings/format.ts'
import { controls } from '../styles/controls.ts'
import { doorStyles } from './door-styles.ts'

const REFUSED = ['NOT_FOUND', 'INVITATION_OVER', 'INVITATION_USED', 'INVITATION_REVOKED', 'REGISTRATION_CLOSED', 'INVITATION_WANTED', 'NAME_TAKEN', 'HOUSE_FULL', 'INVALID_INPUT', 'RATE_LIMITED'] as const
/** Whoever made an account here, a moment ago. */
interface Newcomer extends Registered { readonly password: string; readonly address: string }

export class JoinScreen extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true }, joined: { state: true }, passkey: { state: true } }
  declare problem: string
  declare busy: boolean
  declare joined: Newcomer | undefined
  declare passkey: 'offered' | 'made' | 'not'
  protected live = new Live(this)
  private invitation = new LinkQuestion<InvitationOffer>(this, '/api/auth/invitation')

  constructor() {
    super()
    this.problem = ''
    this.busy = false
    this.passkey = 'offered'
  }

  static override styles = [controls, doorStyles, css`
    .bone { block-size: 18rem; }
    .offer { display: grid; gap: var(--space-3); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .row { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    .offer h2 { margin-block-end: var(--space-2); }
  `]

  override willUpdate(): void {
    this.invitation.about(linkToken())
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const fields = new FormData(event.target as HTMLFormElement)
    const [username, password, token, email] = [String(fields.get('username')).trim(), String(fields.get('password')), linkToken(), String(fields.get('email') ?? '').trim()]
    this.busy = true
    this.problem = ''
    try {
      const made = await ask<Registered>('/api/auth/register', undefined, sent('POST', { username, password, ...token === '' ? {} : { token }, ...email === '' ? {} : { email } }))
      forgetLink()
      this.joined = { ...made, password, address: email }
      if (await signIn({ username, password }) !== 'signed-in') this.problem = t('join.made')
      await this.updateComplete
      this.renderRoot.querySelector('h1')?.focus()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = wordsOf(error)
    }
    this.busy = false
  }

  private async makePasskey({ password }: Newcomer): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      this.passkey = typeof await makePasskey(password, deviceNameOf(navigator.userAgent)) === 'string' ? 'not' : 'made'
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.passkey = 'not'
    }
    this.busy = false
  }

  override render() {
    return doorFrame(this.inside(), this.joined !== undefined)
  }

  private inside(): TemplateResult {
    const { reply } = this.invitation
    if (this.joined) return this.welcome(this.joined)
    if (library.isOpen()) return doorNotice(t('join.here.title'), t('join.here', { name: library.username() }), html`<a class="button now" href="/">${t('join.home')}</a>`)
    if (linkToken() === '') {
      const here = instance()
      if (!here) return this.looking()
      if (here.registration === 'open') return this.form(t('join.open.title'), t('join.open.lead'))
      return doorNotice(t('join.wanted.title'), t(here.registration === 'closed' ? 'join.refused.REGISTRATION_CLOSED' : 'join.wanted.lead'), toSignIn())
    }
    if (reply.answer) return this.form(t('join.title'), t(`join.lead.${reply.answer.role}`, { name: reply.answer.madeBy }), t('join.until', { date: calendarDate(reply.answer.until) }))
    if (reply.state !== 'failed') return this.looking()
    const refused = REFUSED.find((code) => code === reply.failure.code)
    return refused ? doorNotice(t('join.refused.title'), t(`join.refused.${refused}`), toSignIn()) : failureNotice(reply.failure, () => this.invitation.again(), { offline: t('join.unreachable') })
  }

  private looking() {
    return html`<div class="bone" role="status" aria-busy="true" aria-label=${t('join.loading')}></div>`
  }

  private form(title: string, lead: string, small = '') {
    return html`<div><h1 tabindex="-1">${title}</h1><p class="soft">${lead}</p>${small === '' ? nothing : html`<p class="soft small">${small}</p>`}</div>
      <form @submit=${this.submit}>
        <label class="field"><span>${t('join.username')}</span><input class="input" name="username" required minlength="2" maxlength="50" pattern="[^\\s]+" autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="name-help"><small id="name-help">${t('join.username.help')}</small></label>
        <label class="field"><span>${t('join.password')}</span><input class="input" name="password" type="password" required minlength="10" maxlength="200" autocomplete="new-password" aria-describedby="help"><small id="help">${t('join.password.help')}</small></label>
        ${instance()?.mail ? html`<label class="field"><span>${t('join.email')}</span><input class="input" name="email" type="email" dir="ltr" maxlength="254" autocomplete="email" aria-describedby="email-help"><small id="email-help">${t('join.email.help')}</small></label>` : nothing}
        ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
        <button class="button now" ?disabled=${this.busy}>${t('join.submit')}</button></form>
      ${toSignIn()}`
  }

  private welcome(newcomer: Newcomer) {
    const { username, role, email, address } = newcomer
    return html`<div><h1 tabindex="-1">${t('join.welcome', { name: username })}</h1><p class="soft">${t(role === 'guest' ? 'join.welcome.guest' : 'join.welcome.lead')}</p></div>
      ${email === null ? nothing : html`<div class="notice" role="status">${icon(email === 'sent' ? 'check' : 'alert')}<p>${t(`join.email.${email}`, { address: address })}</p></div>`}
      ${this.problem ? html`<div class="notice" role="status"><p>${this.problem}</p></div>` : passkeysWorkHere() ? this.offer(newcomer) : nothing}
      <a class="button ${this.passkey === 'offered' && !this.problem && passkeysWorkHere() ? '' : 'now'}" href="/">${t('join.home')}</a>`
  }

  private offer(newcomer: Newcomer) {
    if (this.passkey !== 'offered') return html`<div class="notice" role="status">${icon(this.passkey === 'made' ? 'check' : 'alert')}<p>${t(`join.passkey.${this.passkey}`)}</p></div>`
    return html`<section class="offer" aria-labelledby="passkey"><div><h2 id="passkey">${t('join.passkey')}</h2><p class="soft small">${t('join.passkey.lead')}</p></div>
      <div class="row"><button class="button now" ?disabled=${this.busy} @click=${() => void this.makePasskey(newcomer)}>${icon('person', 18)}${t('join.passkey.make')}</button></div></section>`
  }
}

function toSignIn() {
  return html`<a class="button" href="/">${t('join.signIn')}</a>`
}

function wordsOf({ kind, code, message }: CatalogueFailure): string {
  if (kind === 'offline') return t('join.unreachable')
  const refused = REFUSED.find((each) => each === code)
  return refused ? t(`join.refused.${refused}` satisfies DoorKey) : message
}

customElements.define('join-screen', JoinScreen)
declare global { interface HTMLElementTagNameMap { 'join-screen': JoinScreen } }
