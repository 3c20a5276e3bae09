/** A recommended title: its poster, why it is recommended, and a way to say that it does not interest. */

import { LitElement, css, html } from 'lit'
import type { Recommendation } from '../../projections/wire-catalogue.ts'
import { acts } from '../acts.ts'
import { isFar } from '../remote/layout.ts'
import { t } from '../strings/recommendations.ts'
import { tellReason } from '../strings/reason.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './title-link.ts'
import { nameOf } from './title-link.ts'

export class RecommendationCard extends LitElement {
  static override properties = { film: { attribute: false }, aside: { type: Boolean } }
  declare film: Recommendation
  /** Reached by arrow keys from its neighbours, not by Tab. */
  declare aside: boolean

  constructor() {
    super()
    this.aside = false
  }

  static override styles = [controls, css`
    :host { position: relative; display: grid; align-content: start; }
    .why { color: var(--ink-soft); font-size: var(--size-1); line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
    .dismiss { position: absolute; inset-block-start: 0; inset-inline-end: 0; display: grid; place-content: center; inline-size: var(--target); block-size: var(--target); padding: 0; border: 0; background: none; color: oklch(0.955 0.012 70); cursor: pointer; }
    .dismiss span { display: grid; place-content: center; inline-size: 2rem; block-size: 2rem; border-radius: 50%; background: oklch(0.16 0.02 335 / 0.82); transition: background var(--quick); }
    .dismiss:hover span { background: oklch(0.34 0.05 335); }
    .dismiss:focus-visible { outline: none; }
    .dismiss:focus-visible span { outline: 3px solid var(--then); outline-offset: 1px; }
    /* From a sofa what lies on a poster is not reached: it stands under it. */
    .dismiss.far { position: static; }
    @media (hover: hover) { .dismiss:not(.far) { opacity: 0; transition: opacity var(--quick); } :host(:hover) .dismiss, :host(:focus-within) .dismiss { opacity: 1; } }
  `]

  override focus(): void {
    this.renderRoot.querySelector('title-link')?.focus()
  }

  private dismiss(): void {
    acts.setDismissed(this.film, true)
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== 'Delete' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    this.dismiss()
  }

  override render() {
    const { film, aside } = this
    return html`<title-link .film=${film} ?aside=${aside} @keydown=${(event: KeyboardEvent) => this.pressed(event)}></title-link>
      <p class="why" title=${tellReason(film.reason)}>${tellReason(film.reason)}</p>
      <button class="dismiss ${isFar() ? 'far' : ''}" tabindex=${aside ? -1 : 0} title=${t('recommend.dismiss')} aria-label=${t('recommend.dismissNamed', { title: nameOf(film) })} aria-keyshortcuts="Delete" @click=${() => this.dismiss()}><span>${icon('close', 16)}</span></button>`
  }
}

customElements.define('recommendation-card', RecommendationCard)
declare global { interface HTMLElementTagNameMap { 'recommendation-card': RecommendationCard } }
