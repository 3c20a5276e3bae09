/** A picture of an episode, covered while it would give the story away. Where there is none, its number stands in. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/series.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { imageUrl } from './image.ts'

export class EpisodeStill extends LitElement {
  static override properties = { path: { attribute: false }, label: {}, covered: { type: Boolean }, wide: { type: Boolean }, missing: { state: true }, arrived: { state: true } }
  declare path: string | null
  /** Stands in for it, such as `S2 E4`. */
  declare label: string
  declare covered: boolean
  /** Drawn across a dialog rather than in a list. */
  declare wide: boolean
  declare missing: boolean
  declare arrived: boolean

  constructor() {
    super()
    this.path = null
    this.label = ''
    this.covered = this.wide = this.missing = this.arrived = false
  }

  static override styles = [controls, css`
    :host { position: relative; display: block; aspect-ratio: 16 / 9; overflow: hidden; border-radius: var(--round-2); background: var(--raise-2); container-type: inline-size; }
    img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; opacity: 0; transition: opacity var(--calm), filter var(--calm); }
    img.arrived { opacity: 1; }
    :host([covered]) img { filter: blur(18px) saturate(0.7); scale: 1.2; }
    .stand-in { position: absolute; inset: 0; display: grid; place-content: center; color: var(--ink-soft); font: 400 clamp(1rem, 12cqi, 2rem) / 1 var(--display); }
    .cover { position: absolute; inset: 0; display: grid; place-content: center; padding: 0; border: 0; background: none; color: oklch(0.955 0.012 70); font: 600 var(--size-1) / 1.2 var(--text); cursor: pointer; }
    .cover span { display: flex; align-items: center; gap: var(--space-2); padding: var(--space-1) var(--space-3); border-radius: var(--pill); background: oklch(0.16 0.02 335 / 0.9); }
    .cover:focus-visible { outline-offset: -4px; }
    :host::after { content: ''; position: absolute; inset: 0; border-radius: inherit; pointer-events: none; box-shadow: inset 0 0 0 1px light-dark(oklch(0 0 0 / 0.1), oklch(1 0 0 / 0.08)); }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('path')) return
    this.missing = this.path === null
    this.arrived = false
  }

  override render() {
    const { path, wide } = this
    return html`${this.arrived ? nothing : html`<span class="stand-in figures" aria-hidden="true">${this.label}</span>`}
      ${path === null || this.missing ? nothing : html`<img class=${this.arrived ? 'arrived' : ''} alt="" src=${imageUrl(wide ? 780 : 342, path)} srcset="${imageUrl(342, path)} 342w, ${imageUrl(780, path)} 780w"
        sizes=${wide ? '(width < 44rem) 100vw, 40rem' : '(width < 44rem) 40vw, 13rem'} width="342" height="192" loading=${wide ? 'eager' : 'lazy'} decoding="async"
        @load=${() => { this.arrived = true }} @error=${() => { this.missing = true }}>`}
      ${this.covered ? html`<button class="cover" aria-label=${t('series.reveal', { label: this.label })} @click=${() => this.dispatchEvent(new Event('reveal'))}><span>${icon('eye', 18)}${t('series.reveal.short')}</span></button>` : nothing}`
  }
}

customElements.define('episode-still', EpisodeStill)
declare global { interface HTMLElementTagNameMap { 'episode-still': EpisodeStill } }
