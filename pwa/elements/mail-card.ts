/** Mail, as admins see it: where it goes, how it gets on, and a test to oneself. */

import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionTest, MailAnswer } from '../../projections/wire-connections.ts'
import { admin } from '../admin.ts'
import { t } from '../strings/connections.ts'
import { controls } from '../styles/controls.ts'
import { Attempt } from './attempt.ts'
import { testResult, testStyles } from './connection-test.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'

export class MailCard extends LitElement {
  static override properties = { test: { state: true } }
  declare test: ConnectionTest | 'waiting' | undefined
  private mail = new Question<MailAnswer>(this, (signal) => admin.mail(signal))
  private attempt = new Attempt(this, ({ kind, code, message }) => kind === 'offline' ? t('connections.offline') : code === 'NO_EMAIL' ? t('connections.mail.noAddress') : message)

  static override styles = [controls, testStyles, css`
    :host { display: block; max-inline-size: 44rem; }
    .card { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-3) var(--space-5); }
    p { overflow-wrap: anywhere; }
    .bone { block-size: 6rem; }
  `]

  override willUpdate(): void {
    this.mail.about('mail')
  }

  private async try(): Promise<void> {
    if (this.test === 'waiting') return
    this.test = 'waiting'
    let result: ConnectionTest | undefined
    await this.attempt.make(async () => { result = await admin.testMail() })
    this.test = result
    this.mail.again()
  }

  override render() {
    const { reply } = this.mail
    if (reply.answer) return this.shown(reply.answer)
    return reply.state === 'failed' ? failureNotice(reply.failure, () => this.mail.again(), { offline: t('connections.offline') }) : html`<div class="bone" aria-busy="true"></div>`
  }

  private shown({ way, where, from, waiting, dead, last }: MailAnswer) {
    const ill = last !== null && last.code !== null
    return html`<div class="card"><div class="top"><div><p><b>${t(`connections.mail.${way}`)}</b></p>
        ${way === 'smtp' ? html`<p class="soft small">${t('connections.mail.from', { where, from: from ?? '' })}</p>` : html`<p class="soft small">${t(`connections.mail.${way}.lead`)}</p>`}
        ${waiting + dead === 0 ? nothing : html`<p class="soft small">${t('connections.mail.waiting', { waiting, dead })}</p>`}</div>
      ${way === 'off' ? nothing : html`<button class="button" aria-label=${t('connections.mail.test')} @click=${() => void this.try()}>${icon('check', 18)}${t('connections.mail.test')}</button>`}</div>
      ${ill && this.test === undefined ? html`<div class="notice bad">${icon('alert')}<p>${t('connections.mail.ill', { code: last.code! })}</p></div>` : nothing}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem} <a href="/settings/security">${t('connections.mail.settings')}</a></p></div>` : nothing}
      ${this.test ? testResult(this.test === 'waiting' ? undefined : this.test) : nothing}</div>`
  }
}

customElements.define('mail-card', MailCard)
declare global { interface HTMLElementTagNameMap { 'mail-card': MailCard } }
