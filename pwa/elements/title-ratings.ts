/** What others think of a title, each by their own scale, and what this household thinks. */

import { LitElement, css, html, nothing } from 'lit'
import { RATINGS } from '../../domain/scales.ts'
import type { HouseholdRating, OthersRating } from '../../projections/wire-catalogue.ts'
import { scoreOf, verdictOf } from '../screens/score.ts'
import { listed } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { face } from './face.ts'
import { ratingMark } from './rating-mark.ts'

const few = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
const digit = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const share = new Intl.NumberFormat(locale, { style: 'percent' })

export class TitleRatings extends LitElement {
  static override properties = { ratings: { attribute: false }, household: { attribute: false } }
  declare ratings: readonly OthersRating[]
  declare household: HouseholdRating

  static override styles = [controls, css`
    h2 { margin-block-end: var(--space-4); }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: var(--space-3); }
    .tile { display: grid; grid-template-columns: auto minmax(0, 1fr); align-content: center; align-items: center; gap: 0 var(--space-3); min-block-size: 4rem; block-size: 100%; padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); text-decoration: none; transition: border-color var(--quick); }
    a.tile:hover { border-color: var(--ink); }
    a.tile:focus-visible { border-radius: var(--round-3); }
    svg { grid-row: 1 / 3; color: var(--then); }
    .POSITIVE svg { color: var(--face-LIKE); } .NEGATIVE svg { color: var(--face-DISLIKE); }
    b { font: 600 var(--size-4) / 1.2 var(--text); }
    b small { font-weight: 500; font-size: var(--size-1); color: var(--ink-faint); }
    .by { color: var(--ink-soft); font-size: var(--size-1); line-height: 1.3; overflow-wrap: anywhere; }
    .house { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-5); margin-block-start: var(--space-4); padding-block-start: var(--space-4); border-block-start: 1px solid var(--line); }
    .house p { flex: 1 1 14rem; }
    .faces { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); }
    .faces li { display: flex; align-items: center; gap: var(--space-2); font-weight: 600; }
    .faces svg { color: var(--face); }
    .DISLIKE { --face: var(--face-DISLIKE); } .OK { --face: var(--face-OK); } .LIKE { --face: var(--face-LIKE); } .SUPER_LIKE { --face: var(--face-SUPER_LIKE); }
    .none { --face: var(--ink-faint); color: var(--ink-faint); }
  `]

  override render() {
    return html`<section><h2>${t('ratings.title')}</h2>
      ${this.ratings.length === 0 ? html`<p class="soft">${t('ratings.none')}</p>` : html`<ul>${this.ratings.map((rating) => html`<li>${this.tile(rating)}</li>`)}</ul>`}
      ${this.house()}</section>`
  }

  private tile(rating: OthersRating) {
    const { source, votes, link, certified, sentiment } = rating
    const { value, scale } = scoreOf(rating)
    const name = t(`ratings.source.${source}`)
    const score = scale === 'percent' ? share.format(value / 100) : scale === 100 ? String(value) : digit.format(value)
    const about = [votes ? t('ratings.votes', { count: votes }) : '', certified ? t('ratings.certified') : ''].filter(Boolean)
    const spoken = listed([scale === 'percent' ? score : t('ratings.of', { score, scale }), ...about])
    const drawn = html`${ratingMark(source)}<b class="figures" aria-hidden="true">${score}${scale === 'percent' ? nothing : html`<small> / ${scale}</small>`}</b>
      <span class="by figures" aria-hidden="true">${name}${votes ? ` · ${few.format(votes)}` : ''}</span><span class="hidden-text">${name}: ${spoken}</span>`
    const title = listed(about) || nothing
    return link ? html`<a class="tile ${sentiment ?? ''}" href=${link} target="_blank" rel="noreferrer" title=${title}>${drawn}</a>` : html`<div class="tile ${sentiment ?? ''}" title=${title}>${drawn}</div>`
  }

  private house() {
    const { counts } = this.household
    const verdict = verdictOf(this.household)
    const total = RATINGS.reduce((sum, rating) => sum + counts[rating], 0)
    return html`<div class="house"><p>${verdict ? html`<b>${t(`ratings.house.${verdict}`)}</b> <span class="faint small">${t('ratings.house.count', { count: total })}</span>` : html`<span class="soft">${t('ratings.house.none')}</span>`}</p>
      ${verdict ? html`<ul class="faces" aria-label=${t('ratings.house')}>${RATINGS.map((rating) => html`<li class="figures ${rating} ${counts[rating] === 0 ? 'none' : ''}">${face(rating, 24)}<span aria-hidden="true">${counts[rating]}</span>
        <span class="hidden-text">${t('ratings.house.face', { rating: t(`rating.${rating}`), count: counts[rating] })}</span></li>`)}</ul>` : nothing}</div>`
  }
}

customElements.define('title-ratings', TitleRatings)
declare global { interface HTMLElementTagNameMap { 'title-ratings': TitleRatings } }
