/** One-time codes by mail or by SMS, turned on by the first that comes, and off. Says `recovery-codes` when either happened, with those that came with it. */

import { LitElement, css, html, nothing } from 'lit'
import type { CodeSent, SentCodesInfo } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import { library } from '../library.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { Attempt } from './attempt.ts'
import { icon } from './icon.ts'
import { showToast } from './show-toast.ts'

export class RecoveryCodesEvent extends Event {
  readonly codes: readonly string[]
  constructor(codes: readonly string[]) {
    super('recovery-codes')
    this.codes = codes
  }
}

export class SentCodesPart extends LitElement {
  static override properties = { info: { attribute: false }, wish: { state: true }, begun: { state: true } }
  declare info: SentCodesInfo
  /** What the password is asked for. */
  declare wish: 'begin' | 'end' | undefined
  /** A code is on its way, and is waited for. */
  declare begun: CodeSent | undefined
  private attempt = new Attempt(this, (failure) => this.#wordsOf(failure))

  static override styles = [controls, sectionStyles, css`
    :host { display: grid; gap: var(--space-3); padding-block-start: var(--space-4); border-block-start: 1px solid var(--line); }
    h4 { font: 600 var(--size-2) / 1.3 var(--text); }
    form { display: grid; gap: var(--space-4); max-inline-size: 26rem; }
  `]

  #wordsOf({ kind, code, message }: CatalogueFailure): string {
    if (kind === 'offline') return t('settings.security.offline')
    if (code === 'FORBIDDEN') return t(this.wish ? 'settings.password.wrong' : 'settings.sent.wrong')
    return code === 'INVALID_INPUT' && this.wish === 'begin' ? t('settings.sent.number.wrong') : message
  }

  private async open(wish: 'begin' | 'end'): Promise<void> {
    this.wish = wish
    this.attempt.problem = ''
    await this.#focusField()
  }

  private close(): void {
    this.wish = this.begun = undefined
    this.attempt.problem = ''
  }

  async #focusField(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLInputElement>('form .input')?.focus()
  }

  private proved(event: SubmitEvent): void {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    const { wish, info: { way, to } } = this
    const password = String(fields.get('password'))
    void this.attempt.make(async () => {
      if (wish === 'begin') this.begun = await account.beginSentCodes({ way, password, ...way === 'sms' ? { number: String(fields.get('number')) } : {} })
      else await account.endSentCodes({ way, password })
      this.wish = undefined
      if (wish === 'begin') return await this.#focusField()
      showToast({ text: t('settings.sent.ended', { to: to ?? '' }) })
      this.dispatchEvent(new RecoveryCodesEvent([]))
    })
  }

  private again(): void {
    void this.attempt.make(async () => {
      this.begun = await account.sendCodeAgain(this.info.way)
      await this.#focusField()
    })
  }

  private confirm(event: SubmitEvent, { to }: CodeSent): void {
    event.preventDefault()
    const code = String(new FormData(event.target as HTMLFormElement).get('code'))
    void this.attempt.make(async () => {
      const { recoveryCodes } = await account.confirmSentCodes({ way: this.info.way, code })
      this.begun = undefined
      showToast({ text: t('settings.sent.done', { to: to }) })
      this.dispatchEvent(new RecoveryCodesEvent(recoveryCodes))
    })
  }

  override render() {
    const { way } = this.info
    return html`<div><h4>${t(`settings.sent.${way}`)}</h4><p class="lead">${t(`settings.sent.${way}.lead`)}</p></div>
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      ${this.begun ? this.waiting(this.begun) : this.wish ? this.prove(this.wish) : this.state()}`
  }

  private state() {
    const { way, since, to, sends } = this.info
    if (since !== null) return html`<p>${t('settings.sent.since', { date: calendarDate(since), to: to ?? '' })}</p><div class="row"><button class="button" @click=${() => void this.open('end')}>${icon('close', 18)}${t(`settings.sent.${way}.end`)}</button></div>`
    if (!sends) return html`<p class="soft small">${t(`settings.sent.${way}.off`)}</p>`
    if (way === 'email' && to === null) return html`<p class="soft small">${t('settings.sent.email.none')}</p>`
    return html`<div class="row"><button class="button" @click=${() => void this.open('begin')}>${icon('lock', 18)}${t(`settings.sent.${way}.begin`)}</button></div>`
  }

  private prove(wish: 'begin' | 'end') {
    const { way } = this.info
    return html`<form @submit=${this.proved}><input type="text" name="username" autocomplete="username" .value=${library.username()} hidden>
      ${wish === 'begin' && way === 'sms' ? html`<label class="field"><span>${t('settings.sent.number')}</span><input class="input" name="number" type="tel" dir="ltr" required maxlength="40" autocomplete="tel" aria-describedby="number-help"><small id="number-help">${t('settings.sent.number.help')}</small></label>` : nothing}
      <label class="field"><span>${t('settings.password.now')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
      <div class="row"><button class="button now" ?disabled=${this.attempt.busy}>${t(wish === 'begin' ? 'settings.sent.go' : `settings.sent.${way}.end`)}</button>${this.cancel()}</div></form>`
  }

  private waiting(begun: CodeSent) {
    return html`<p role="status">${t('settings.sent.sent', { to: begun.to })}</p>
      <form @submit=${(event: SubmitEvent) => this.confirm(event, begun)}><label class="field"><span>${t('settings.sent.code')}</span><input class="input" name="code" required inputmode="numeric" pattern="[0-9\u0660-\u0669\u06f0-\u06f9 ]{6,7}" autocomplete="one-time-code" maxlength="7"></label>
        <div class="row"><button class="button now" ?disabled=${this.attempt.busy}>${t('settings.second.confirm')}</button><button type="button" class="button" ?disabled=${this.attempt.busy} @click=${this.again}>${icon('sync', 18)}${t('settings.sent.again')}</button>${this.cancel()}</div></form>`
  }

  private cancel() {
    return html`<button type="button" class="button" @click=${() => this.close()}>${t('settings.cancel')}</button>`
  }
}

customElements.define('sent-codes', SentCodesPart)
declare global { interface HTMLElementTagNameMap { 'sent-codes': SentCodesPart } }
