/** The four faces: one tap rates, another tap on the same face clears. Fires `rate` with the rating, or null. */

import { LitElement, css, html } from 'lit'
import type { Rating } from '../../domain/library-entry.ts'
import { RATINGS } from '../../domain/scales.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { face } from './face.ts'

export class RateEvent extends Event {
  readonly rating: Rating | null
  constructor(rating: Rating | null) {
    super('rate', { bubbles: true, composed: true })
    this.rating = rating
  }
}

export class FaceRating extends LitElement {
  static override properties = { value: { attribute: false } }
  declare value: Rating | null

  constructor() {
    super()
    this.value = null
  }

  static override styles = [controls, css`
    div { display: inline-flex; flex-wrap: wrap; gap: var(--space-1); padding: var(--space-1); border: 1px solid var(--line); border-radius: 2.1rem; background: var(--raise); }
    button { display: grid; justify-items: center; align-content: center; gap: 3px; inline-size: 4rem; min-block-size: 3.5rem; padding: 0; border: 0; border-radius: var(--pill); background: none; color: var(--ink-soft); cursor: pointer; transition: color var(--quick), background var(--quick); }
    button span { font: 500 var(--size-1) / 1 var(--text); font-stretch: 84%; }
    button svg { transition: transform var(--calm); }
    button:focus-visible { border-radius: var(--pill); outline-offset: -1px; }
    button[data-face='DISLIKE'] { --face: var(--face-DISLIKE); }
    button[data-face='OK'] { --face: var(--face-OK); }
    button[data-face='LIKE'] { --face: var(--face-LIKE); }
    button[data-face='SUPER_LIKE'] { --face: var(--face-SUPER_LIKE); }
    button:hover { color: var(--face); }
    button:hover svg { transform: scale(1.08); }
    button[aria-pressed='true'] { background: color-mix(in oklch, var(--face) 20%, var(--raise)); color: var(--face); }
    button[aria-pressed='true'] span { font-weight: 700; color: var(--ink); }
    button[aria-pressed='true'] svg { transform: scale(1.12); }
    @media (width < 26rem) { button { inline-size: 3.75rem; } }
    @media (forced-colors: active) { button[aria-pressed='true'] { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  override render() {
    return html`<div role="group" aria-label=${t('title.rating')}>${RATINGS.map((rating) => {
      const given = rating === this.value
      return html`<button type="button" data-face=${rating} aria-pressed=${given ? 'true' : 'false'} aria-label=${t('title.rate', { rating: t(`rating.${rating}`) })}
        @click=${() => this.dispatchEvent(new RateEvent(given ? null : rating))}>${face(rating, 26)}<span>${t(`rating.${rating}`)}</span></button>`
    })}</div>`
  }
}

customElements.define('face-rating', FaceRating)
declare global { interface HTMLElementTagNameMap { 'face-rating': FaceRating } }
