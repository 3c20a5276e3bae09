/** What could not be delivered to webhooks: sent again or dropped, one or all. Nothing is shown where there is none. Says `letters-changed`. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { WebhookLetter, WebhookLettersAnswer } from '../../projections/wire-webhooks.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { ago } from '../strings/format.ts'
import { tell } from '../strings/said.ts'
import { t } from '../strings/webhooks.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { showToast } from './show-toast.ts'
import { outcomeInWords } from './webhook-log.ts'

type Act = 'retry' | 'drop'

export class WebhookLetters extends LitElement {
  static override properties = { dead: { attribute: false }, busy: { state: true }, dropping: { state: true } }
  /** How many there are, as far as the page knows: asked again when that changes. */
  declare dead: number
  declare busy: boolean
  /** What is to be dropped, while that is asked about: one, or all. */
  declare dropping: WebhookLetter | 'all' | undefined
  private question = new Question<WebhookLettersAnswer>(this, (signal) => admin.webhookLetters(signal))

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, dialogFrame, css`
    section { display: grid; gap: var(--space-4); margin-block-start: var(--space-6); }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); font-size: var(--size-2); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    ul { display: grid; gap: var(--space-3); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-3) var(--space-5); align-items: center; padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); font-size: var(--size-2); overflow-wrap: anywhere; }
    @media (width < 44rem) { li { grid-template-columns: minmax(0, 1fr); } }
    h3 { font: 600 var(--size-3) / 1.3 var(--text); }
    code { display: block; max-block-size: 6rem; overflow: auto; color: var(--ink-soft); font-size: var(--size-1); white-space: pre-wrap; }
    dialog p { margin-block-end: var(--space-4); }
  `]

  override willUpdate(): void {
    this.question.about(String(this.dead), true)
  }

  async #act(act: Act, ids: readonly string[] | null): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      this.question.replace(await admin.webhookLettersAct(act, ids))
      showToast({ text: t(act === 'retry' ? 'webhooks.letters.retried' : 'webhooks.letters.dropped') })
      this.dispatchEvent(new Event('letters-changed'))
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('webhooks.offline') : error.message, tone: 'bad' })
    } finally {
      this.busy = false
    }
  }

  private drop(what: WebhookLetter | 'all'): void {
    this.dropping = what
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  override render() {
    const { reply } = this.question
    const { answer } = reply
    if (reply.state === 'failed' && !answer) return failureNotice(reply.failure, () => this.question.again(), { offline: t('webhooks.offline') })
    if (!answer || answer.total === 0) return nothing
    const { total, letters } = answer
    return html`<section aria-labelledby="letters"><h2 id="letters">${t('webhooks.letters')}</h2><p class="lead">${t('webhooks.letters.lead', { count: total })}${total > letters.length ? ` ${t('webhooks.letters.shown', { count: letters.length })}` : ''}</p>
      <div class="acts">${this.button(t('webhooks.letters.retry.all'), 'retry', () => void this.#act('retry', null))}${this.button(t('webhooks.letters.drop.all'), 'bin', () => this.drop('all'))}</div>
      <ul>${repeat(letters, ({ messageId }) => messageId, (letter) => this.letter(letter))}</ul>${this.dialog()}</section>`
  }

  private letter(letter: WebhookLetter) {
    const { messageId, hookName, kind, happenedAt, tries, code, last } = letter
    const about = last?.about ?? ''
    const what = `${t(`webhooks.kind.${kind}`)}${about === '' ? '' : ` · ${about}`}`
    return html`<li><div><h3>${what}</h3><p class="soft">${hookName ?? t('webhooks.letters.removed')} · ${ago(happenedAt, Date.now())} · ${t('webhooks.letters.tries', { count: tries })}</p>
        <p>${code === 'HOOK_OFF' ? t('webhooks.letters.off') : last === null ? code : outcomeInWords(last)}</p>${code === 'HOOK_OFF' || !last ? nothing : last.told ? html`<p class="soft">${tell(last.told)}</p>` : last.excerpt === '' ? nothing : html`<code dir="auto" tabindex="0">${last.excerpt}</code>`}</div>
      <div class="acts">${this.button(t('webhooks.letters.retry'), 'retry', () => void this.#act('retry', [messageId]), what)}${this.button(t('webhooks.letters.drop'), 'bin', () => this.drop(letter), what)}</div></li>`
  }

  private button(label: string, shown: 'retry' | 'bin', run: () => void, what?: string) {
    return html`<button class="button" aria-disabled=${this.busy ? 'true' : 'false'} aria-label=${what === undefined ? nothing : t('webhooks.doing', { what: label, name: what })} @click=${() => { if (!this.busy) run() }}>${icon(shown, 18)}${label}</button>`
  }

  private dialog() {
    const { dropping } = this
    if (!dropping) return nothing
    const all = dropping === 'all'
    return html`<dialog aria-labelledby="dropping" @close=${() => { this.dropping = undefined }}><form method="dialog" @submit=${() => void this.#act('drop', all ? null : [dropping.messageId])}><h2 id="dropping">${t('webhooks.letters.drop.title')}</h2><p>${t('webhooks.letters.drop.lead')}</p>
      <div class="row"><button type="button" class="button" autofocus @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('webhooks.cancel')}</button><button class="button now">${t(all ? 'webhooks.letters.drop.all' : 'webhooks.letters.drop')}</button></div></form></dialog>`
  }
}

customElements.define('webhook-letters', WebhookLetters)
declare global { interface HTMLElementTagNameMap { 'webhook-letters': WebhookLetters } }
