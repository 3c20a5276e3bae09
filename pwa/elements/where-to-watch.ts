/** Where a title can be watched, country by country: all countries come with the answer, so changing one asks nobody. */

import { LitElement, css, html, nothing } from 'lit'
import type { OfferKind, Provider, WhereToWatch } from '../../projections/wire-catalogue.ts'
import { OFFER_KINDS } from '../../projections/wire-catalogue.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { imageUrl } from './image.ts'

const regions = new Intl.DisplayNames(locale, { type: 'region' })
const nameOf = (country: string): string => /^[A-Z]{2}$/.test(country) ? regions.of(country) ?? country : country

export class WhereToWatchElement extends LitElement {
  static override properties = { where: { attribute: false }, name: {}, chosen: { state: true } }
  declare where: WhereToWatch
  /** The title's. */
  declare name: string
  /** Looked at just now; undefined for the person's own. */
  declare chosen: string | undefined
  protected live = new Live(this)

  static override styles = [controls, css`
    .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4); margin-block-end: var(--space-4); }
    select { max-inline-size: min(14rem, 100%); }
    dl { display: grid; gap: var(--space-4); }
    dt { font-size: var(--size-1); font-weight: 600; color: var(--ink-soft); margin-block-end: var(--space-2); }
    ul { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); }
    li { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-2); min-block-size: 2.5rem; }
    li img { inline-size: 2.5rem; block-size: 2.5rem; border-radius: var(--round-2); background: var(--raise-2); object-fit: cover; }
    .letter { display: grid; place-content: center; inline-size: 2.5rem; block-size: 2.5rem; border-radius: var(--round-2); background: var(--then-tint); color: var(--then-strong); font-weight: 600; }
    .foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); margin-block-start: var(--space-4); }
    .foot a { display: inline-flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); }
  `]

  private get country(): string {
    return this.chosen ?? this.own
  }

  /** Where this person watches: as they said, or as the server takes it. */
  private get own(): string {
    return library.country() ?? this.where.country
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('where') && changed.get('where') === undefined) this.chosen = undefined
  }

  override render() {
    const { offers } = this.where
    const { country, own } = this
    const here = offers[country]
    const kinds = OFFER_KINDS.filter((kind) => here && here[kind].length > 0)
    return html`<section aria-labelledby="where"><div class="head"><h2 id="where">${t('where.title')}</h2>
        <select aria-label=${t('where.country')} @change=${this.choose}>${this.countries().map((each) => html`<option value=${each} ?selected=${each === country}>${nameOf(each)}</option>`)}</select></div>
      <div role="status">${kinds.length === 0 ? html`<p class="soft">${t(here ? 'where.none' : 'where.unknown', { country: nameOf(country) })}</p>`
        : html`<dl>${kinds.map((kind) => this.kind(kind, here![kind]))}</dl>`}</div>
      <div class="foot">${here?.link ? html`<a href=${here.link} target="_blank" rel="noreferrer">${icon('out', 18)}${t('where.offers', { name: this.name })}</a>` : nothing}
        ${country === own ? nothing : html`<button class="button" @click=${() => { void acts.keepCountry(country) }}>${icon('globe', 18)}${t('where.keep', { country: nameOf(country) })}</button>`}</div>
      <p class="faint small">${t('where.source')}</p></section>`
  }

  private countries(): readonly string[] {
    return [...new Set([this.own, this.country, ...Object.keys(this.where.offers)])].sort((a, b) => nameOf(a).localeCompare(nameOf(b), locale))
  }

  private kind(kind: OfferKind, providers: readonly Provider[]) {
    return html`<div><dt>${t(`where.kind.${kind}`)}</dt><dd><ul>${providers.map(({ name, logoPath }) => html`<li>
      ${logoPath ? html`<img alt="" src=${imageUrl(92, logoPath)} width="40" height="40" loading="lazy" decoding="async">` : html`<span class="letter" aria-hidden="true">${[...name][0]}</span>`}<span>${name}</span></li>`)}</ul></dd></div>`
  }

  private choose(event: Event): void {
    this.chosen = (event.target as HTMLSelectElement).value
  }
}

customElements.define('where-to-watch', WhereToWatchElement)
declare global { interface HTMLElementTagNameMap { 'where-to-watch': WhereToWatchElement } }
