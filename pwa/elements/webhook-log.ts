/** The newest tries to deliver to one webhook: when, of what, and what came back. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { WebhookAttempt } from '../../projections/wire-webhooks.ts'
import { admin } from '../admin.ts'
import { dayName, momentName, timeOfDay } from '../strings/format.ts'
import { tell } from '../strings/said.ts'
import { t } from '../strings/webhooks.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { withCommas } from '../strings/with-commas.ts'

export class WebhookLog extends LitElement {
  static override properties = { hook: { attribute: false }, newest: { attribute: false } }
  /** Its id. */
  declare hook: string
  /** When the last one was, as far as the page knows: asked again when that changes. */
  declare newest: string
  private question = new Question<{ readonly attempts: readonly WebhookAttempt[] }>(this, (signal) => admin.webhookAttempts(this.hook, signal))

  static override styles = [controls, css`
    :host { padding-block-end: var(--space-3); }
    ol { display: grid; gap: var(--space-3); max-block-size: 24rem; overflow: auto; }
    li { display: grid; gap: 0.2rem; padding-inline-start: var(--space-3); border-inline-start: 3px solid var(--then); font-size: var(--size-2); overflow-wrap: anywhere; }
    li.failed { border-color: var(--bad); }
    .outcome { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); justify-content: space-between; font-weight: 600; }
    .outcome time { font-weight: 400; color: var(--ink-soft); font-size: var(--size-1); }
    code { font-size: var(--size-1); color: var(--ink-soft); white-space: pre-wrap; }
    .bone { block-size: 3rem; }
    .button { margin-block-start: var(--space-3); }
  `]

  override willUpdate(): void {
    this.question.about(`${this.hook} ${this.newest}`, true)
  }

  override render() {
    const { reply } = this.question
    const { answer } = reply
    if (!answer) return reply.state === 'failed' ? failureNotice(reply.failure, () => this.question.again(), { offline: t('webhooks.offline') }) : html`<div class="bone" role="status" aria-label=${t('webhooks.log.loading')}></div>`
    if (answer.attempts.length === 0) return html`<p class="soft small">${t('webhooks.log.none')}</p>`
    return html`<ol tabindex="0" aria-label=${t('webhooks.log')}>${repeat(answer.attempts, ({ messageId, at }) => `${messageId} ${at}`, (attempt) => attemptShown(attempt))}</ol>
      <button class="button" @click=${() => this.question.again()}>${icon('retry', 18)}${t('webhooks.log.again')}</button>`
  }
}

function attemptShown({ outcome, status, kind, about, at, tookMs, excerpt, told }: WebhookAttempt) {
  return html`<li class=${outcome === 'delivered' ? '' : 'failed'}><p class="outcome">${outcomeInWords({ outcome, status })}<time datetime=${at} title=${momentName(Date.parse(at))} class="figures">${withCommas(dayName(at, Date.now()), timeOfDay(at))} · ${t('webhooks.took', { ms: tookMs })}</time></p>
    <p>${t(`webhooks.kind.${kind}`)}${about === null ? nothing : html` · <bdi>${about}</bdi>`}</p>${told ? html`<p class="soft">${tell(told)}</p>` : excerpt === '' ? nothing : html`<code dir="auto">${excerpt}</code>`}</li>`
}

/** How a try ended. */
export function outcomeInWords({ outcome, status }: Pick<WebhookAttempt, 'outcome' | 'status'>): string {
  switch (outcome) {
    case 'delivered': case 'gone': case 'refused': return t(`webhooks.outcome.${outcome}`, { status: String(status) })
    case 'late': case 'unreachable': case 'forbidden': return t(`webhooks.outcome.${outcome}`)
  }
}

customElements.define('webhook-log', WebhookLog)
declare global { interface HTMLElementTagNameMap { 'webhook-log': WebhookLog } }
