/** A topic as a tile: its name over two dyes of its own, and over a picture where one is at hand. */

import { LitElement, css, html, nothing } from 'lit'
import type { Topic } from '../../projections/wire-catalogue.ts'
import { topicPath } from '../routes.ts'
import { t } from '../strings/browse.ts'
import { topicName } from '../strings/topic-name.ts'
import { controls } from '../styles/controls.ts'
import { imageUrl } from './image.ts'

const firstHue = 32
const goldenAngle = 137.5

export class TopicTile extends LitElement {
  static override properties = { topic: { attribute: false }, art: { attribute: false }, place: { attribute: false }, aside: { type: Boolean } }
  declare topic: Topic
  declare art: string | undefined
  /** Which one it is among its neighbours: colours differ most from one to the next. */
  declare place: number
  /** Reached by arrow keys from its neighbours, not by Tab. */
  declare aside: boolean

  constructor() {
    super()
    this.art = undefined
    this.place = 0
    this.aside = false
  }

  static override styles = [controls, css`
    a { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); align-content: end; aspect-ratio: 16 / 10; padding: var(--space-3) var(--space-4); border-radius: var(--round-3); overflow: clip; isolation: isolate; text-decoration: none; color: oklch(0.97 0.015 70);
      background: radial-gradient(120% 140% at 100% 0%, oklch(0.56 0.13 var(--hue)) 0%, transparent 62%), linear-gradient(160deg, oklch(0.4 0.1 calc(var(--hue) + 150)), oklch(0.2 0.04 335)); }
    img { position: absolute; inset: 0; z-index: -1; inline-size: 100%; block-size: 100%; object-fit: cover; mix-blend-mode: luminosity; opacity: 0.62; transition: scale var(--calm); }
    a::after { content: ''; position: absolute; inset: 0; z-index: -1; border-radius: inherit; background: linear-gradient(to top, oklch(0.16 0.03 335 / 0.86), oklch(0.16 0.03 335 / 0.25) 62%, transparent); box-shadow: inset 0 0 0 1px oklch(1 0 0 / 0.1); }
    @media (hover: hover) { a:hover img { scale: 1.05; } a:hover .name { text-decoration: underline; text-decoration-thickness: 1px; } }
    a:focus-visible { outline-offset: 3px; border-radius: var(--round-3); }
    .name { font: 400 clamp(1.05rem, 0.9rem + 0.5vw, 1.3rem) / 1.15 var(--display); text-wrap: balance; overflow-wrap: break-word; hyphens: auto; }
    small { font: 500 var(--size-1) / 1.3 var(--text); color: oklch(0.88 0.02 60); }
    @media (forced-colors: active) { a { border: 1px solid LinkText; } }
  `]

  override focus(): void {
    this.renderRoot.querySelector('a')?.focus()
  }

  override updated(): void {
    // CSSOM, since the CSP allows no style attributes.
    this.style.setProperty('--hue', String(Math.round(firstHue + this.place * goldenAngle) % 360))
  }

  override render() {
    const { key, mediaType } = this.topic
    return html`<a href=${topicPath(key)} tabindex=${this.aside ? -1 : nothing}>${this.art ? html`<img alt="" src=${imageUrl(780, this.art)} loading="lazy" decoding="async">` : nothing}
      <span class="name">${topicName(this.topic)}</span>${mediaType === 'tv' ? html`<small>${t('browse.kind.tv')}</small>` : nothing}</a>`
  }
}

customElements.define('topic-tile', TopicTile)
declare global { interface HTMLElementTagNameMap { 'topic-tile': TopicTile } }
