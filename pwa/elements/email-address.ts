/** One's address for mail: entered with the password, proved by a link, removed. What it is shown by comes with it. */

import { LitElement, css, html, nothing } from 'lit'
import type { EmailAnswer } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import { library } from '../library.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { t } from '../strings/settings.ts'
import { momentOf } from '../strings/moment-of.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { SecurityAttempt } from './security-attempt.ts'
import { showToast } from './show-toast.ts'

export class EmailAddress extends LitElement {
  static override properties = { open: { state: true } }
  declare open: 'entering' | 'removing' | undefined
  private email = new Question<EmailAnswer>(this, (signal) => account.email(signal))
  private attempt = new SecurityAttempt(this, 'settings.security.offline', () => this.open !== undefined)

  static override styles = [controls, sectionStyles, css`
    .bone { block-size: 7rem; }
    .address { font-weight: 600; overflow-wrap: anywhere; }
    form { display: grid; gap: var(--space-4); max-inline-size: 26rem; }
  `]

  override willUpdate(): void {
    this.email.about('email')
  }

  private async begin(open: 'entering' | 'removing'): Promise<void> {
    this.open = open
    this.attempt.problem = ''
    await this.updateComplete
    this.renderRoot.querySelector<HTMLInputElement>('form .input:not([hidden])')?.focus()
  }

  private enter(event: SubmitEvent): void {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    void this.attempt.make(async () => {
      const answer = await account.enterEmail({ address: String(fields.get('address')).trim(), password: String(fields.get('password')) })
      this.open = undefined
      this.email.replace(answer)
      showToast({ text: t('settings.email.sent', { address: answer.pending?.address ?? '' }) })
    })
  }

  private drop(event: SubmitEvent): void {
    event.preventDefault()
    const password = String(new FormData(event.target as HTMLFormElement).get('password'))
    void this.attempt.make(async () => {
      await account.removeEmail(password)
      this.open = undefined
      this.email.again()
      showToast({ text: t('settings.email.removed') })
    })
  }

  private again(address: string): void {
    void this.attempt.make(async () => {
      await account.proveEmailAgain()
      showToast({ text: t('settings.email.sent', { address }) })
    })
  }

  override render() {
    const { reply } = this.email
    return html`<section class="part" aria-labelledby="email"><div><h3 id="email">${t('settings.email')}</h3><p class="lead">${t('settings.email.lead')}</p></div>
      ${reply.answer ? this.shown(reply.answer) : reply.state !== 'failed' ? html`<div class="bone" aria-busy="true"></div>`
        : reply.failure.kind === 'offline' ? html`<div class="notice" role="status">${icon('offline')}<p>${t('settings.security.offline')}</p></div>` : failureNotice(reply.failure, () => this.email.again())}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}</section>`
  }

  private shown({ mail, address, pending }: EmailAnswer) {
    return html`${address === null ? nothing : html`<p class="address" dir="auto">${address}</p>`}
      ${pending === null ? nothing : html`<div class="notice" role="status">${icon('speech')}<p>${t('settings.email.pending', { address: pending.address, date: momentOf(pending.until) })}</p></div>`}
      ${mail ? nothing : html`<div class="notice">${icon('alert')}<p>${t(library.mayApprove() ? 'settings.email.off.admin' : 'settings.email.off')}</p></div>`}
      ${this.open === 'entering' ? this.form() : this.open === 'removing' ? this.sure() : html`<div class="row">
        ${mail ? html`<button class="button" @click=${() => void this.begin('entering')}>${icon(address === null ? 'plus' : 'pen', 18)}${t(address === null ? 'settings.email.add' : 'settings.email.change')}</button>` : nothing}
        ${mail && pending !== null ? html`<button class="button" ?disabled=${this.attempt.busy} @click=${() => this.again(pending.address)}>${icon('sync', 18)}${t('settings.email.again')}</button>` : nothing}
        ${address === null && pending === null ? nothing : html`<button class="button plain" @click=${() => void this.begin('removing')}>${icon('bin', 18)}${t('settings.email.remove')}</button>`}</div>`}`
  }

  private form() {
    return html`<form @submit=${this.enter}><input type="text" name="username" autocomplete="username" .value=${library.username()} hidden>
      <label class="field"><span>${t('settings.email.address')}</span><input class="input" name="address" type="email" dir="ltr" required maxlength="254" autocomplete="email"></label>
      ${this.password()}<div class="row"><button class="button now" ?disabled=${this.attempt.busy}>${t('settings.email.go')}</button>${this.cancel()}</div></form>`
  }

  private sure() {
    return html`<form @submit=${this.drop}><p class="small">${t('settings.email.remove.sure')}</p><input type="text" name="username" autocomplete="username" .value=${library.username()} hidden>
      ${this.password()}<div class="row"><button class="button now" ?disabled=${this.attempt.busy}>${t('settings.email.remove')}</button>${this.cancel()}</div></form>`
  }

  private password() {
    return html`<label class="field"><span>${t('settings.password.now')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>`
  }

  private cancel() {
    return html`<button type="button" class="button" @click=${() => { this.open = undefined }}>${t('settings.cancel')}</button>`
  }
}

customElements.define('email-address', EmailAddress)
declare global { interface HTMLElementTagNameMap { 'email-address': EmailAddress } }
