/** Under a film of the hero: what others think of it, and where it can be watched. One line, whose place is kept. */

import { LitElement, css, html, nothing } from 'lit'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { OthersRating, TitleDetail } from '../../projections/wire-catalogue.ts'
import { OFFER_KINDS } from '../../projections/wire-catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import './genre-names.ts'
import { imageUrl } from './image.ts'
import { Question } from './question.ts'
import { ratingMark } from './rating-mark.ts'
import { scoreOf } from '../screens/score.ts'

const ratingsMax = 3
const providersMax = 3

export class HeroFacts extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: TitleRef
  protected live = new Live(this)
  /** Where it does not come there is nothing to say: the hero itself stands without it. */
  private detail = new Question<TitleDetail>(this, (signal, early) => catalogue.title(this.film, signal, early))

  static override styles = [controls, css`
    :host { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-5); font-size: var(--size-2); }
    ul { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-4); }
    li { display: flex; align-items: center; gap: var(--space-2); min-block-size: 1.75rem; }
    li svg { inline-size: 20px; block-size: 20px; color: var(--ink-soft); }
    b { font-weight: 600; }
    img { inline-size: 1.75rem; block-size: 1.75rem; border-radius: var(--round-1); object-fit: cover; background: var(--raise-2); }
    span { color: var(--ink-soft); }
  `]

  override willUpdate(): void {
    this.detail.about(titleKey(this.film))
  }

  override render() {
    const { answer } = this.detail.reply
    return answer ? html`${this.ratings(answer.ratings)}${this.offers(answer)}` : nothing
  }

  /** TMDB's own score stands above already. */
  private ratings(all: readonly OthersRating[]) {
    const others = all.filter(({ source }) => source !== 'tmdb').slice(0, ratingsMax)
    return others.length === 0 ? nothing : html`<ul aria-label=${t('ratings.title')}>${others.map((rating) => {
      const { value, scale } = scoreOf(rating)
      return html`<li>${ratingMark(rating.source)}<span>${t(`ratings.source.${rating.source}`)}</span><b class="figures">${scale === 'percent' ? `${value} %` : value}</b></li>`
    })}</ul>`
  }

  private offers({ whereToWatch }: TitleDetail) {
    const here = whereToWatch.offers[library.country() ?? whereToWatch.country]
    const kind = OFFER_KINDS.find((each) => here && here[each].length > 0)
    if (!here || !kind) return nothing
    return html`<ul aria-label=${t('where.title')} title=${t('where.source')}><li><span>${t(`where.kind.${kind}`)}</span></li>${here[kind].slice(0, providersMax).map(({ name, logoPath }) => html`<li>
      ${logoPath ? html`<img alt="" src=${imageUrl(92, logoPath)} width="28" height="28" loading="lazy" decoding="async">` : nothing}${name}</li>`)}</ul>`
  }
}

customElements.define('hero-facts', HeroFacts)
declare global { interface HTMLElementTagNameMap { 'hero-facts': HeroFacts } }
