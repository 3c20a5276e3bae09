/** One event in full: what it says, who caused it, and the chain it is part of as a tree. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { RecordedEvent } from '../../domain/event.ts'
import type { EventAnswer } from '../../projections/wire.ts'
import { admin } from '../admin.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import './chain-verdict.ts'
import { failureNotice } from './notices.ts'

export class EventPanel extends LitElement {
  static override properties = { eventId: { attribute: false }, hrefOf: { attribute: false }, answer: { state: true }, failure: { state: true } }
  declare eventId: string
  /** Where a related event is shown. */
  declare hrefOf: (id: string) => string
  declare answer: EventAnswer | undefined
  declare failure: CatalogueFailure | undefined
  #asking = new AbortController()

  static override styles = [controls, css`
    .bone { block-size: 16rem; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--space-1) var(--space-4); margin-block: var(--space-4); font-size: var(--size-2); }
    dt { color: var(--ink-soft); }
    @media (width < 44rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-block-end: var(--space-2); } }
    dd, a, h2 { overflow-wrap: anywhere; }
    h3 { margin-block: var(--space-4) var(--space-2); }
    pre { margin: 0; max-block-size: 20rem; overflow: auto; padding: var(--space-3); border-radius: var(--round-2); background: var(--ground); font-size: var(--size-1); white-space: pre-wrap; overflow-wrap: anywhere; }
    ul ul { margin-inline-start: var(--space-2); padding-inline-start: var(--space-4); border-inline-start: 2px solid var(--then); }
    li { padding-block: var(--space-1); font-size: var(--size-2); }
    [aria-current] { font-weight: 600; text-decoration: none; }
  `]

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#asking.abort()
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('eventId')) void this.#load()
  }

  async #load(): Promise<void> {
    this.#asking.abort()
    const asking = this.#asking = new AbortController()
    this.answer = this.failure = undefined
    try {
      const answer = await admin.event(this.eventId, asking.signal)
      if (!asking.signal.aborted) this.answer = answer
    } catch (error) {
      if (!asking.signal.aborted) this.failure = error as CatalogueFailure
    }
  }

  override render() {
    if (this.failure) return failureNotice(this.failure, () => void this.#load(), { notFound: t('events.gone') })
    if (!this.answer) return html`<div class="bone" role="status" aria-label=${t('events.loading')}></div>`
    const { event, stored, undoes, undoneBy, complete } = this.answer
    const facts: readonly (readonly [string, string | number | null])[] = [
      [t('events.stream'), event.stream], [t('events.version'), String(event.version)], [t('events.position'), String(Number(event.position))],
      [t('events.recorded'), event.recordedAt], [t('events.issued'), event.meta.issuedAt], [t('events.actor'), event.meta.actor], [t('events.deviceId'), event.meta.deviceId],
      [t('events.commandId'), event.meta.commandId], [t('events.correlationId'), event.meta.correlationId], [t('events.causationId'), event.meta.causationId], [t('events.id'), event.id],
    ]
    return html`<h2>${event.type}</h2>
      <dl>${facts.map(([name, value]) => value === null ? nothing : html`<dt>${name}</dt><dd class="figures">${value}</dd>`)}</dl>
      <chain-verdict .stream=${event.stream}></chain-verdict>
      <h3>${t('events.data')}</h3><pre tabindex="0" aria-label=${t('events.data')}>${JSON.stringify(event.data, null, 2)}</pre>
      ${stored ? html`<h3>${t('events.stored', { schema: stored.schema })}</h3><pre tabindex="0" aria-label=${t('events.stored', { schema: stored.schema })}>${JSON.stringify(stored.data, null, 2)}</pre>` : nothing}
      ${undoes ? html`<h3>${t('events.undoes')}</h3><ul><li>${this.link(undoes)}</li></ul>` : nothing}
      ${undoneBy.length > 0 ? html`<h3>${t('events.undoneBy')}</h3><ul>${undoneBy.map((later) => html`<li>${this.link(later)}</li>`)}</ul>` : nothing}
      <h3>${t('events.chain')}</h3>${this.tree()}
      ${complete ? nothing : html`<p class="soft small">${t('events.chain.more')}</p>`}`
  }

  /** A cause stands before its effects, so no event can be its own ancestor. */
  private tree(): TemplateResult {
    const { correlated } = this.answer!
    const parentOf = ({ position, meta }: RecordedEvent) => correlated.find((cause) => cause.id === meta.causationId && cause.position < position)
    const children = Map.groupBy(correlated, (event) => parentOf(event)?.id)
    const branch = (id: string | undefined): TemplateResult => html`<ul>${(children.get(id as RecordedEvent['id'] | undefined) ?? []).map((event) =>
      html`<li>${this.link(event)}${children.has(event.id) ? branch(event.id) : nothing}</li>`)}</ul>`
    return branch(undefined)
  }

  private link(event: RecordedEvent): TemplateResult {
    return html`<a href=${this.hrefOf(event.id)} aria-current=${event.id === this.eventId ? 'true' : nothing}>${event.type}</a> <span class="soft">${event.stream}</span>`
  }
}

customElements.define('event-panel', EventPanel)
declare global { interface HTMLElementTagNameMap { 'event-panel': EventPanel } }
