/** What the link in a mail is for: an address is proved, or mails are stopped; by a tap, which no program that looks links over makes. */

import { LitElement, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ask } from '../catalogue.ts'
import { Attempt } from '../elements/attempt.ts'
import { doorFrame } from '../elements/door-frame.ts'
import { doorNotice } from '../elements/door-notice.ts'
import { icon } from '../elements/icon.ts'
import { forgetLink, linkToken } from '../elements/link-question.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { sent } from '../sent.ts'
import type { DoorKey } from '../strings/door.ts'
import { t } from '../strings/door.ts'
import { controls } from '../styles/controls.ts'
import { doorStyles } from './door-styles.ts'

export class EmailScreen extends LitElement {
  static override properties = { proved: { state: true }, stopped: { state: true } }
  /** Whose address it is now. */
  declare proved: string | undefined
  declare stopped: boolean
  protected live = new Live(this)
  private attempt = new Attempt(this, ({ kind, code, message }) => {
    if (kind === 'offline') return t('join.unreachable')
    if (code === 'RATE_LIMITED') return t('join.refused.RATE_LIMITED')
    return code === 'LINK_OVER' || code === 'EMAIL_TAKEN' || code === 'NOT_FOUND' ? t(`email.refused.${code}`) : message
  })

  constructor() {
    super()
    this.stopped = false
  }

  static override styles = [controls, doorStyles]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.anew)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.anew)
  }

  /** Another link, of another mail. */
  private anew = () => {
    this.proved = undefined
    this.stopped = false
    this.attempt.problem = ''
  }

  private async prove(): Promise<void> {
    await this.attempt.make(async () => {
      const { username } = await ask<{ readonly username: string }>('/api/auth/email', undefined, sent('POST', { token: linkToken() }))
      this.proved = username
      forgetLink()
    })
  }

  private async stop(): Promise<void> {
    await this.attempt.make(async () => {
      await ask<undefined>('/api/auth/email/off', undefined, sent('POST', { token: linkToken() }))
      this.stopped = true
      forgetLink()
    })
  }

  override render() {
    return doorFrame(this.inside())
  }

  private inside(): TemplateResult {
    const home = html`<a class="button now" href="/">${t(library.isOpen() ? 'join.home' : 'signIn.submit')}</a>`
    if (this.proved !== undefined) return doorNotice(t('email.done.title'), t('email.done', { name: this.proved }), home)
    if (this.stopped) return doorNotice(t('email.off.done.title'), t('email.off.done'), home)
    if (linkToken() === '') return doorNotice(t('reset.refused.title'), t('email.refused.LINK_OVER'), home)
    // Whose mails are to stop stands before the dot: what proves an address has none.
    if (linkToken().includes('.')) return this.form('email.off.title', 'email.off.lead', 'email.off.submit', () => this.stop())
    return this.form('email.title', 'email.lead', 'email.submit', () => this.prove())
  }

  private form(title: DoorKey, lead: DoorKey, submit: DoorKey, act: () => Promise<void>) {
    return html`<div><h1 tabindex="-1">${t(title)}</h1><p class="soft">${t(lead)}</p></div>
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      <button class="button now" ?disabled=${this.attempt.busy} @click=${() => void act()}>${t(submit)}</button>`
  }
}

customElements.define('email-screen', EmailScreen)
declare global { interface HTMLElementTagNameMap { 'email-screen': EmailScreen } }
