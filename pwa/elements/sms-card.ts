/** SMS, as admins see them: who sends them, how they get on, and a test. */

import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionTest, SmsAnswer } from '../../projections/wire-connections.ts'
import { admin } from '../admin.ts'
import { t } from '../strings/connections.ts'
import { controls } from '../styles/controls.ts'
import { Attempt } from './attempt.ts'
import { testResult, testStyles } from './connection-test.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'

export class SmsCard extends LitElement {
  static override properties = { test: { state: true } }
  declare test: ConnectionTest | 'waiting' | undefined
  private sms = new Question<SmsAnswer>(this, (signal) => admin.sms(signal))
  private attempt = new Attempt(this, ({ kind, code, message }) => kind === 'offline' ? t('connections.offline') : code === 'INVALID_INPUT' ? t('connections.sms.number.wrong') : message)

  static override styles = [controls, testStyles, css`
    :host { display: block; max-inline-size: 44rem; }
    .card { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    p { overflow-wrap: anywhere; }
    form { display: grid; gap: var(--space-3); }
    .field .input { max-inline-size: 20rem; }
    .bone { block-size: 6rem; }
  `]

  override willUpdate(): void {
    this.sms.about('sms')
  }

  private async try(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.test === 'waiting') return
    const number = String(new FormData(event.target as HTMLFormElement).get('number'))
    this.test = 'waiting'
    let result: ConnectionTest | undefined
    await this.attempt.make(async () => { result = await admin.testSms(number) })
    this.test = result
    this.sms.again()
  }

  override render() {
    const { reply } = this.sms
    if (reply.answer) return this.shown(reply.answer)
    return reply.state === 'failed' ? failureNotice(reply.failure, () => this.sms.again(), { offline: t('connections.offline') }) : html`<div class="bone" aria-busy="true"></div>`
  }

  private shown({ way, where, from, waiting, dead, last }: SmsAnswer) {
    const ill = last !== null && last.code !== null
    return html`<div class="card"><div><p><b>${t(`connections.sms.${way}`)}</b></p>
        <p class="soft small">${way === 'http' ? t('connections.sms.from', { where, from }) : t(`connections.sms.${way}.lead`)}</p>
        ${waiting + dead === 0 ? nothing : html`<p class="soft small">${t('connections.mail.waiting', { waiting, dead })}</p>`}</div>
      ${way === 'off' ? nothing : html`<form @submit=${(event: SubmitEvent) => void this.try(event)}>
        <label class="field"><span>${t('connections.sms.number')}</span><input class="input" name="number" type="tel" dir="ltr" required maxlength="40" autocomplete="tel" aria-describedby="number-help"><small id="number-help">${t('connections.sms.number.help')}</small></label>
        <div><button class="button">${icon('check', 18)}${t('connections.sms.test')}</button></div></form>`}
      ${ill && this.test === undefined ? html`<div class="notice bad">${icon('alert')}<p>${t('connections.sms.ill', { code: last.code! })}</p></div>` : nothing}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      ${this.test ? testResult(this.test === 'waiting' ? undefined : this.test) : nothing}</div>`
  }
}

customElements.define('sms-card', SmsCard)
declare global { interface HTMLElementTagNameMap { 'sms-card': SmsCard } }
