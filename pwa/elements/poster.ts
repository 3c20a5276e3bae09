/**
 * A poster. Where there is none, or it did not arrive, an intertitle card with the film's name stands in: it is always
 * clear which film this is.
 */

import { LitElement, css, html, nothing } from 'lit'
import { controls } from '../styles/controls.ts'
import { imageUrl, posterSet } from './image.ts'

export class RewindPoster extends LitElement {
  static override properties = {
    path: { attribute: false },
    from: {},
    colour: {},
    name: {},
    year: { type: Number },
    sizes: {},
    eager: { type: Boolean },
    missing: { state: true },
    arrived: { state: true },
  }
  declare path: string | null
  /** Where its pictures are, if not with all others. */
  declare from: string | undefined
  /** `#rrggbb` of the picture, for its place until it is there. */
  declare colour: string | null | undefined
  declare name: string
  declare year: number | null
  /** As in `<img sizes>`: how wide it will be drawn. */
  declare sizes: string
  declare eager: boolean
  declare missing: boolean
  declare arrived: boolean

  constructor() {
    super()
    this.path = null
    this.name = ''
    this.year = null
    this.sizes = '(width < 44rem) 30vw, 11rem'
    this.eager = false
    this.missing = false
    this.arrived = false
  }

  static override styles = [controls, css`
    :host { position: relative; aspect-ratio: 2 / 3; overflow: hidden; border-radius: var(--round-2); background: oklch(from var(--colour, hsl(var(--hue, 330) 22% 24%)) min(l, 0.42) c h); container-type: inline-size; }
    img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; opacity: 0; transition: opacity var(--calm); }
    img.arrived { opacity: 1; }
    .card { position: absolute; inset: 0; display: grid; place-content: center; gap: 0.5em; padding: 12%; color: oklch(0.95 0.02 70); text-align: center; font: 400 11cqi / 1.15 var(--display); overflow-wrap: anywhere; }
    .card::before { content: ''; position: absolute; inset: 5%; border: 1px solid oklch(0.95 0.02 70 / 0.4); border-radius: var(--round-1); outline: 1px solid oklch(0.95 0.02 70 / 0.22); outline-offset: -5px; }
    .card small { font: 500 8cqi / 1 var(--text); opacity: 0.85; }
    :host::after { content: ''; position: absolute; inset: 0; border-radius: inherit; box-shadow: inset 0 0 0 1px light-dark(oklch(0 0 0 / 0.1), oklch(1 0 0 / 0.08)); }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('path')) return
    this.missing = this.path === null
    this.arrived = false
  }

  override updated(): void {
    // A hue of the film's own, so that a wall of cards is not a wall of one colour. CSSOM, since the CSP allows no style attributes.
    this.style.setProperty('--hue', String(hueOf(this.name)))
    if (this.colour) this.style.setProperty('--colour', this.colour)
    else this.style.removeProperty('--colour')
  }

  override render() {
    return html`
      ${this.arrived ? nothing : html`<div class="card" aria-hidden="true">${this.name}${this.year ? html`<small>${this.year}</small>` : nothing}</div>`}
      ${this.path === null || this.missing ? nothing : html`<img class=${this.arrived ? 'arrived' : ''} alt=""
        src=${imageUrl(342, this.path, this.from)} srcset=${posterSet(this.path, this.from)} sizes=${this.sizes} width="342" height="513"
        loading=${this.eager ? 'eager' : 'lazy'} decoding="async" fetchpriority=${this.eager ? 'high' : 'auto'}
        @load=${() => { this.arrived = true }} @error=${() => { this.missing = true }}>`}`
  }
}

function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 360
  return sum
}

customElements.define('rewind-poster', RewindPoster)
declare global { interface HTMLElementTagNameMap { 'rewind-poster': RewindPoster } }
