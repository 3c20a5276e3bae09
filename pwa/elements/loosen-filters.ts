/** Where no title passes all filters: which one to leave out, and how many titles there would be then. */

import { LitElement, css, html, nothing } from 'lit'
import type { TitlePage } from '../../projections/wire-catalogue.ts'
import { CatalogueFailure, ask } from '../catalogue.ts'
import { goTo } from '../routes.ts'
import type { Pill, Wish } from '../screens/discover-wish.ts'
import { discoverPath, noWish, pillsOn, queryOf, without } from '../screens/discover-wish.ts'
import { pillValue } from '../screens/discover-words.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { limits } from '../sync/limits.ts'
import { DiscoverVocabulary } from './discover-vocabulary.ts'

export class LoosenFilters extends LitElement {
  static override properties = { wish: { attribute: false }, counts: { state: true } }
  declare wish: Wish
  /** How many titles there are without each, as far as it is known. */
  declare counts: ReadonlyMap<Pill, number>
  private vocabulary = new DiscoverVocabulary(this)
  #running: AbortController | undefined

  constructor() {
    super()
    this.wish = noWish
    this.counts = new Map()
  }

  static override styles = [controls, css`
    ul { display: grid; gap: var(--space-2); justify-items: center; }
    .button { block-size: auto; min-block-size: var(--target); padding-block: var(--space-2); white-space: normal; line-height: 1.3; }
    .button span { white-space: nowrap; color: var(--ink-faint); font-weight: 500; }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    this.vocabulary.about(this.wish, undefined)
    if (changed.has('wish')) this.count()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#running?.abort()
  }

  private count(): void {
    this.#running?.abort()
    const running = this.#running = new AbortController()
    this.counts = new Map()
    for (const pill of pillsOn(this.wish).slice(0, limits.loosenedFiltersMax)) {
      ask<TitlePage>(`/api/discover?${queryOf(without(this.wish, pill))}`, running.signal).then(({ totalResults }) => {
        this.counts = new Map([...this.counts, [pill, totalResults]])
      }, (failure: unknown) => {
        // Without its number the way out is still a way out.
        if (!running.signal.aborted && !(failure instanceof CatalogueFailure)) throw failure
      })
    }
  }

  override render() {
    // In the order of the pills above, whatever the numbers: what somebody is about to press must not move.
    return html`<ul>${pillsOn(this.wish).map((pill) => html`<li><button class="button" @click=${() => goTo(discoverPath(without(this.wish, pill)), 'replace')}>
      ${t('discover.none.drop', { name: t(`discover.${pill}`), value: pillValue(this.wish, pill, this.vocabulary.nameOf) })}
      ${this.counts.has(pill) ? html`<span class="figures">${t('browse.count', { count: this.counts.get(pill)! })}</span>` : nothing}</button></li>`)}</ul>`
  }
}

customElements.define('loosen-filters', LoosenFilters)
declare global { interface HTMLElementTagNameMap { 'loosen-filters': LoosenFilters } }
