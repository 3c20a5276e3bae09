/** Discover: the whole catalogue by filters, which the address holds, as far down as somebody likes to scroll. */

import { LitElement, css, html, nothing } from 'lit'
import { browseTabs, browseTabsStyles } from '../elements/browse-tabs.ts'
import '../elements/discover-filters.ts'
import { EndlessTitles } from '../elements/endless-titles.ts'
import '../elements/loosen-filters.ts'
import { failureNotice, intertitle, staleNotice } from '../elements/notices.ts'
import '../elements/poster-grid.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/browse.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Wish } from './discover-wish.ts'
import { discoverPath, noWish, pillsOn, queryOf, wishOf } from './discover-wish.ts'

export class DiscoverScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: URLSearchParams
  protected live = new Live(this)
  private titles = new EndlessTitles(this, (page) => `/api/discover?${new URLSearchParams([...queryOf(this.wish), ['page', String(page)]])}`, { keeps: true })

  constructor() {
    super()
    this.query = new URLSearchParams()
  }

  static override styles = [controls, screenFrame, browseTabsStyles, css`
    :host { min-block-size: 100dvh; }
    .count { min-block-size: 1.5em; margin-block: var(--space-4) var(--space-3); color: var(--ink-faint); font-size: var(--size-2); }
    .notice { margin-block-end: var(--space-4); }
    @media (width >= 44rem) { .tabs { padding-inline-end: 13rem; } }
  `]

  private get wish(): Wish {
    return wishOf(this.query)
  }

  override willUpdate(): void {
    this.titles.about(`discover ${queryOf(this.wish)}`)
  }

  override render() {
    const { wish } = this
    const { list } = this.titles
    return html`${browseTabs('discover')}
      <discover-filters .wish=${wish}></discover-filters>
      <p class="count figures" role="status">${list ? t('browse.count', { count: list.totalResults }) : nothing}</p>
      ${list?.stale ? staleNotice() : nothing}${this.results(wish)}`
  }

  private results(wish: Wish) {
    const { list, state, failure } = this.titles
    if (!list && failure) return failure.kind === 'offline' ? this.offline() : failureNotice(failure, () => this.titles.more())
    if (list && list.films.length === 0 && state === 'ended') return this.none(wish)
    const films = list?.films.filter((film) => !wish.hideRated || library.entry(film)?.rating == null) ?? []
    if (list && films.length === 0 && state === 'ended') return this.allHidden(wish)
    return html`<poster-grid label=${t('nav.discover')} .films=${films} .source=${this.titles}></poster-grid>`
  }

  private offline() {
    return intertitle(t('link.offline'), t('discover.lead.offline'), html`<a class="button now" href="/library">${t('discover.library')}</a>
      <button class="button" @click=${() => this.titles.more()}>${t('act.retry')}</button>`)
  }

  private none(wish: Wish) {
    return pillsOn(wish).length === 0
      ? intertitle(t('topics.none'), t('search.none.else'))
      : intertitle(t('discover.none'), t('discover.none.lead'), html`<loosen-filters .wish=${wish}></loosen-filters>
        <a class="button plain" href=${discoverPath({ ...noWish, kind: wish.kind })}>${t('discover.clearAll')}</a>`)
  }

  private allHidden(wish: Wish) {
    return intertitle(t('discover.none.hidden'), t('discover.none.hidden.lead'),
      html`<button class="button now" @click=${() => goTo(discoverPath({ ...wish, hideRated: false }), 'replace')}>${t('discover.none.show')}</button>`)
  }
}

customElements.define('discover-screen', DiscoverScreen)
declare global { interface HTMLElementTagNameMap { 'discover-screen': DiscoverScreen } }
