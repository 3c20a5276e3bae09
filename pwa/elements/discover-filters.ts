/** The filters of Discover in a row: kind, a pill for each, order, and what clears them. The address holds what is chosen. */

import { LitElement, css, html, nothing } from 'lit'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import type { DiscoverSort, Pill, Wish } from '../screens/discover-wish.ts'
import { PILLS, PILL_NAMES, appliesTo, discoverPath, noWish, ofKind, pillsOn, settled, sortsOf, without } from '../screens/discover-wish.ts'
import { pillValue } from '../screens/discover-words.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { panelOf, panelStyles } from './discover-panels.ts'
import { DiscoverVocabulary } from './discover-vocabulary.ts'
import './filter-pill.ts'
import { icon } from './icon.ts'
import { kindSwitch, kindSwitchStyles } from './kind-switch.ts'

/** On phones these leave room for a keyboard below the field in them. */
const tall: ReadonlySet<Pill> = new Set(['language', 'country', 'people', 'providers'])

export class DiscoverFilters extends LitElement {
  static override properties = { wish: { attribute: false }, open: { state: true } }
  declare wish: Wish
  declare open: Pill | undefined
  protected live = new Live(this)
  private vocabulary = new DiscoverVocabulary(this)

  constructor() {
    super()
    this.wish = noWish
    this.open = undefined
  }

  static override styles = [controls, panelStyles, kindSwitchStyles, css`
    .all { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
    .bar, .end { display: contents; }
    .kinds { margin-inline-end: var(--space-2); }
    .end select { border-radius: var(--pill); padding-inline: var(--space-4) var(--space-3); }
    .end .button { font-weight: 500; }
    @media (width < 44rem) {
      /* One line that scrolls sideways: the titles are what the screen is for. */
      .all { display: block; }
      .end { display: flex; align-items: center; gap: var(--space-2); margin-block-start: var(--space-2); position: relative; overflow-x: auto; scrollbar-width: none; }
      .bar { display: flex; align-items: center; gap: var(--space-2); position: relative; overflow-x: auto; scrollbar-width: none; margin-inline: calc(-1 * var(--gutter)); padding: 4px var(--gutter); }
      .bar > * { flex: none; }
      .end > * { flex: none; }
    }
  `]

  override willUpdate(): void {
    this.vocabulary.about(this.wish, this.open)
  }

  private go(change: Partial<Wish>): void {
    goTo(discoverPath(settled({ ...this.wish, ...change })), 'replace')
  }

  override render() {
    const { wish } = this
    return html`<div class="all" role="search" aria-label=${t('discover.filters')}><div class="bar">
        ${kindSwitch(wish.kind, (kind) => goTo(discoverPath(ofKind(wish, kind)), 'replace'))}
        ${PILL_NAMES.filter((pill) => appliesTo(PILLS[pill][0], wish.kind)).map((pill) => html`<filter-pill ?tall=${tall.has(pill)} label=${t(`discover.${pill}`)} value=${pillValue(wish, pill, this.vocabulary.nameOf)}
          @opened=${() => { this.open = pill }} @closed=${() => { if (this.open === pill) this.open = undefined }} @clear=${() => goTo(discoverPath(without(wish, pill)), 'replace')}>
          ${this.open === pill ? panelOf(pill, { wish, vocabulary: this.vocabulary, go: (change) => this.go(change) }) : nothing}</filter-pill>`)}
      </div>
      <div class="end">
        <label><span class="hidden-text">${t('discover.sort')}</span><select @change=${(event: Event) => this.go({ sort: (event.target as HTMLSelectElement).value as DiscoverSort })}>
          ${sortsOf(wish.kind).map((sort) => html`<option value=${sort} .selected=${sort === wish.sort}>${t(`discover.sort.${sort}`)}</option>`)}</select></label>
        ${library.isGuest() ? nothing : html`<button class="button ${wish.hideRated ? 'on' : ''}" aria-pressed=${wish.hideRated ? 'true' : 'false'} @click=${() => this.go({ hideRated: !wish.hideRated })}>${icon('eye', 18)}${t('discover.hideRated')}</button>`}
        ${pillsOn(wish).length === 0 ? nothing : html`<button class="button plain" @click=${() => goTo(discoverPath({ ...noWish, kind: wish.kind, sort: wish.sort, hideRated: wish.hideRated }), 'replace')}>${t('discover.clearAll')}</button>`}
      </div></div>`
  }
}

customElements.define('discover-filters', DiscoverFilters)
declare global { interface HTMLElementTagNameMap { 'discover-filters': DiscoverFilters } }
