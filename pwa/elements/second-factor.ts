/** The second factor: an authenticator app, set up and turned off, codes that are sent, and the recovery codes of both. Says `security-changed` when that happened. */

import { LitElement, css, html, nothing } from 'lit'
import type { SecondFactorBegun, SecondFactorInfo, SentCodesInfo } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import { saveFile } from '../save-file.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { qrCode, qrStyles } from './qr-code.ts'
import { SecurityAttempt } from './security-attempt.ts'
import type { RecoveryCodesEvent } from './sent-codes.ts'
import './sent-codes.ts'
import { showToast } from './show-toast.ts'

/** What the password is asked for. */
type Wish = 'begin' | 'renew' | 'end'

export class SecondFactorPanel extends LitElement {
  static override properties = { info: { attribute: false }, sent: { attribute: false }, wish: { state: true }, begun: { state: true }, codes: { state: true } }
  declare info: SecondFactorInfo
  declare sent: readonly SentCodesInfo[]
  declare wish: Wish | undefined
  /** Waits for the first code. */
  declare begun: SecondFactorBegun | undefined
  /** Recovery codes, shown this once. */
  declare codes: readonly string[] | undefined

  private attempt = new SecurityAttempt(this, 'settings.security.offline', () => this.wish !== undefined)

  static override styles = [controls, sectionStyles, qrStyles, css`
    form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    form .field { flex: 1 1 12rem; }
    .set-up { display: grid; gap: var(--space-4); }
    h4 { font: 600 var(--size-2) / 1.3 var(--text); }
    code { font: 600 var(--size-2) / 1.6 ui-monospace, monospace; overflow-wrap: anywhere; }
    .codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: var(--space-1) var(--space-4); padding: var(--space-4); border-radius: var(--round-2); background: var(--ground); }
    @media (width >= 44rem) { .set-up { grid-template-columns: auto minmax(0, 1fr); } }
  `]

  private proved(event: SubmitEvent): void {
    event.preventDefault()
    const password = String(new FormData(event.target as HTMLFormElement).get('password'))
    const { wish } = this
    void this.attempt.make(async () => {
      if (wish === 'begin') this.begun = await account.beginSecondFactor(password)
      else if (wish === 'renew') this.codes = (await account.renewRecoveryCodes(password)).recoveryCodes
      else await account.endSecondFactor(password)
      this.wish = undefined
      if (wish === 'end') showToast({ text: t('settings.second.ended') })
      if (wish !== 'begin') this.dispatchEvent(new Event('security-changed'))
    })
  }

  private confirm(event: SubmitEvent): void {
    event.preventDefault()
    const code = String(new FormData(event.target as HTMLFormElement).get('code'))
    void this.attempt.make(async () => {
      const { recoveryCodes } = await account.confirmSecondFactor(code)
      if (recoveryCodes.length > 0) this.codes = recoveryCodes
      this.begun = undefined
      showToast({ text: t('settings.second.done') })
      this.dispatchEvent(new Event('security-changed'))
    })
  }

  override render() {
    return html`<section class="part" aria-labelledby="second"><div><h3 id="second">${t('settings.second')}</h3><p class="lead">${t('settings.second.lead')}</p></div>
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      ${this.codes ? this.recoveryCodes(this.codes) : this.begun ? this.setUp(this.begun) : this.wish ? this.prove(this.wish) : this.state()}
      ${this.sent.map((info) => html`<sent-codes .info=${info} @recovery-codes=${this.changed}></sent-codes>`)}</section>`
  }

  private changed({ codes }: RecoveryCodesEvent): void {
    if (codes.length > 0) this.codes = codes
    this.dispatchEvent(new Event('security-changed'))
  }

  private state() {
    const { since, codesLeft } = this.info
    const isOn = since !== null || this.sent.some((each) => each.since !== null)
    return html`${isOn ? html`<div class="row"><p class=${codesLeft < 3 ? '' : 'soft'}>${t('settings.second.left', { count: codesLeft })}</p><button class="button" @click=${() => { this.wish = 'renew' }}>${icon('retry', 18)}${t('settings.second.renew')}</button></div>` : nothing}
      <h4>${t('settings.second.app')}</h4>${since === null ? nothing : html`<p>${t('settings.second.since', { date: calendarDate(since) })}</p>`}
      <div class="row">${since === null ? html`<button class="button" @click=${() => { this.wish = 'begin' }}>${icon('lock', 18)}${t('settings.second.begin')}</button>`
        : html`<button class="button" @click=${() => { this.wish = 'end' }}>${icon('close', 18)}${t('settings.second.end')}</button>`}</div>`
  }

  private prove(wish: Wish) {
    return html`<form @submit=${this.proved}><label class="field"><span>${t('settings.password.now')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
      <button class="button now" ?disabled=${this.attempt.busy}>${t(`settings.second.${wish}`)}</button><button type="button" class="button" @click=${() => { this.wish = undefined; this.attempt.problem = '' }}>${t('settings.cancel')}</button></form>`
  }

  private setUp({ secret, uri }: SecondFactorBegun) {
    return html`<div class="set-up">${qrCode(uri, t('settings.second.qr'))}
      <div><p>${t('settings.second.scan')}</p><p class="soft small">${t('settings.second.type')}</p><code>${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></div></div>
      <form @submit=${this.confirm}><label class="field"><span>${t('settings.second.code')}</span><input class="input" name="code" required inputmode="numeric" pattern="[0-9\u0660-\u0669\u06f0-\u06f9 ]{6,7}" autocomplete="one-time-code" maxlength="7"></label>
        <button class="button now" ?disabled=${this.attempt.busy}>${t('settings.second.confirm')}</button><button type="button" class="button" @click=${() => { this.begun = undefined; this.attempt.problem = '' }}>${t('settings.cancel')}</button></form>`
  }

  private recoveryCodes(codes: readonly string[]) {
    const save = () => saveFile('rewind-recovery-codes.txt', new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }))
    return html`<div class="notice" role="status">${icon('lock')}<p>${t('settings.second.codes')}</p></div>
      <ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
      <div class="row"><button class="button" @click=${save}>${icon('downloads', 18)}${t('settings.second.save')}</button><button class="button now" @click=${() => { this.codes = undefined }}>${t('settings.second.kept')}</button></div>`
  }
}

customElements.define('second-factor', SecondFactorPanel)
declare global { interface HTMLElementTagNameMap { 'second-factor': SecondFactorPanel } }
