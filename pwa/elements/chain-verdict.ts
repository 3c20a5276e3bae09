/** Asks whether events are as they were recorded, those of one stream or all, and says what is not. */

import { LitElement, css, html, nothing } from 'lit'
import type { ChainFinding } from '../../projections/wire.ts'
import { admin } from '../admin.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import { tellFinding } from '../strings/said.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { failureNotice } from './notices.ts'

export class ChainVerdict extends LitElement {
  static override properties = { stream: { attribute: false }, checked: { state: true }, findings: { state: true }, state: { state: true }, failure: { state: true } }
  /** All of them when there is none. */
  declare stream: string | undefined
  declare checked: number
  declare findings: readonly ChainFinding[]
  declare state: 'unasked' | 'asking' | 'asked'
  declare failure: CatalogueFailure | undefined
  #asking = new AbortController()

  constructor() {
    super()
    this.#reset()
  }

  static override styles = [controls, css`
    :host { display: block; margin-block-start: var(--space-2); }
    p, li { font-size: var(--size-2); overflow-wrap: anywhere; }
    p { margin-block: var(--space-2) 0; }
    ul { margin-block-start: var(--space-2); padding-inline-start: var(--space-4); border-inline-start: 3px solid var(--now); }
    li { padding-block: var(--space-1); }
  `]

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#asking.abort()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('stream')) this.#reset()
  }

  #reset(): void {
    this.#asking.abort()
    this.checked = 0
    this.findings = []
    this.state = 'unasked'
    this.failure = undefined
  }

  async #verify(): Promise<void> {
    this.#reset()
    const { signal } = this.#asking = new AbortController()
    this.state = 'asking'
    try {
      for (let after: string | null = null;;) {
        const answer = await admin.verify(this.stream, after, signal)
        if (signal.aborted) return
        this.checked += answer.checked
        this.findings = [...this.findings, ...answer.findings]
        after = answer.next
        if (after === null) break
      }
      this.state = 'asked'
    } catch (error) {
      if (signal.aborted) return
      this.state = 'unasked'
      this.failure = error as CatalogueFailure
    }
  }

  override render() {
    return html`<button class="button" aria-disabled=${this.state === 'asking' ? 'true' : 'false'} @click=${() => { if (this.state !== 'asking') void this.#verify() }}>${t(this.stream === undefined ? 'events.verify' : 'events.verify.stream')}</button>
      <div role="status">${this.state === 'unasked' ? nothing : html`<p>${this.verdict()}</p>`}</div>
      ${this.findings.length > 0 ? html`<ul>${this.findings.map((finding) => html`<li>${tellFinding(finding)}</li>`)}</ul>` : nothing}
      ${this.failure ? failureNotice(this.failure, () => void this.#verify(), { offline: t('events.offline') }) : nothing}`
  }

  private verdict(): string {
    const count = this.checked
    if (this.state === 'asking') return t('events.verify.checked', { count })
    return this.findings.length === 0 ? t('events.verify.holds', { count }) : t('events.verify.broken', { count })
  }
}

customElements.define('chain-verdict', ChainVerdict)
declare global { interface HTMLElementTagNameMap { 'chain-verdict': ChainVerdict } }
