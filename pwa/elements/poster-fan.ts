/** The first posters of a list, one behind the other, like cards in a hand. Decoration only: what it stands for carries the name. */

import { LitElement, css, html } from 'lit'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './poster.ts'
import type { Film } from './title-link.ts'

const postersMax = 4

export class PosterFan extends LitElement {
  static override properties = { films: { attribute: false } }
  declare films: readonly Film[]

  constructor() {
    super()
    this.films = []
  }

  static override styles = [controls, css`
    :host { container-type: inline-size; }
    .fan { position: relative; isolation: isolate; display: flex; justify-content: center; align-items: center; aspect-ratio: 16 / 10; padding: 5cqi; overflow: hidden; border: 1px solid var(--line); border-radius: var(--round-3); background: linear-gradient(160deg, var(--raise-2), var(--raise)); }
    rewind-poster { flex: none; inline-size: 34cqi; box-shadow: 0 2px 14px oklch(0 0 0 / 0.35); }
    rewind-poster + rewind-poster { margin-inline-start: -15cqi; }
    rewind-poster:nth-child(1) { z-index: 4; } rewind-poster:nth-child(2) { z-index: 3; scale: 0.92; } rewind-poster:nth-child(3) { z-index: 2; scale: 0.84; } rewind-poster:nth-child(4) { z-index: 1; scale: 0.76; }
    .frame { display: grid; place-content: center; inline-size: 34cqi; aspect-ratio: 2 / 3; border: 1px dashed var(--edge); border-radius: var(--round-2); color: var(--ink-faint); }
  `]

  override render() {
    const films = this.films.slice(0, postersMax)
    return html`<div class="fan" aria-hidden="true">${films.length === 0 ? html`<span class="frame">${icon('listAdd', 28)}</span>`
      : films.map((film) => html`<rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="(width < 44rem) 28vw, 7rem"></rewind-poster>`)}</div>`
  }
}

customElements.define('poster-fan', PosterFan)
declare global { interface HTMLElementTagNameMap { 'poster-fan': PosterFan } }
