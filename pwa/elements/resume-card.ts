/** A film somebody was in the middle of: a frame of it as wide as a screen, how much is left, and on with it by one tap. */

import { LitElement, css, html, nothing } from 'lit'
import { titlePath } from '../routes.ts'
import { t } from '../strings/shell.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { imageUrl } from './image.ts'
import type { Film } from './title-link.ts'
import { nameOf } from './title-link.ts'

export class ResumeCard extends LitElement {
  static override properties = { film: { attribute: false }, backdrop: { attribute: false }, progress: { type: Number }, note: {}, href: {}, unsent: { type: Boolean }, aside: { type: Boolean }, lost: { state: true }, arrived: { state: true } }
  declare film: Film
  declare backdrop: string | null
  /** 0 to 1. */
  declare progress: number
  declare note: string
  /** Where it plays; empty while it cannot be played: then it leads to the film's page. */
  declare href: string
  declare unsent: boolean
  /** Reached by arrow keys from its neighbours, not by Tab. */
  declare aside: boolean
  /** How many of its pictures could not be had. */
  declare lost: number
  declare arrived: boolean

  constructor() {
    super()
    this.backdrop = null
    this.progress = this.lost = 0
    this.note = this.href = ''
    this.unsent = this.aside = this.arrived = false
  }

  static override styles = [controls, css`
    a { position: relative; display: grid; align-content: end; aspect-ratio: 16 / 9; overflow: hidden; border-radius: var(--round-3); background: oklch(0.262 0.028 335); color: oklch(0.955 0.012 70); color-scheme: dark; text-decoration: none; isolation: isolate; transition: transform var(--calm), box-shadow var(--calm); }
    a:focus-visible { border-radius: var(--round-3); outline-offset: 4px; }
    img { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 25%; opacity: 0; transition: opacity var(--calm), scale 600ms cubic-bezier(0.2, 0, 0, 1); }
    img.arrived { opacity: 1; }
    a::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, oklch(0.13 0.02 335 / 0.94), oklch(0.13 0.02 335 / 0.55) 38%, transparent 72%); }
    a::after { content: ''; position: absolute; inset: 0; border-radius: inherit; box-shadow: inset 0 0 0 1px oklch(1 0 0 / 0.09); }
    .words { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 0 var(--space-3); padding: var(--space-4) var(--space-4) calc(var(--space-4) + 4px); }
    .disc { grid-row: 1 / span 2; display: grid; place-content: center; inline-size: 2.5rem; block-size: 2.5rem; border-radius: 50%; background: oklch(0.955 0.012 70 / 0.16); backdrop-filter: blur(6px); transition: background var(--quick), color var(--quick); }
    .disc svg { translate: 1px 0; }
    .name { font: 400 var(--size-3) / 1.2 var(--display); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    small { grid-column: 2; color: oklch(0.84 0.018 20); font-size: var(--size-1); }
    .unsent { grid-column: 3; grid-row: 1 / span 2; display: grid; color: oklch(0.815 0.083 198); }
    .bar { position: absolute; inset: auto 0 0; block-size: 4px; background: oklch(0.955 0.012 70 / 0.22); }
    .bar i { display: block; block-size: 100%; background: oklch(0.765 0.138 37); transform-origin: left; transform: scaleX(var(--done, 0)); }
    .bar:dir(rtl) i { transform-origin: right; }
    @media (hover: hover) { a:hover { transform: translateY(-3px); box-shadow: var(--shadow); } a:hover img { scale: 1.04; } a:hover .disc { background: oklch(0.765 0.138 37); color: oklch(0.19 0.04 335); } }
    @media (forced-colors: active) { a { border: 1px solid; } .bar i { forced-color-adjust: none; background: Highlight; } }
  `]

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('a')?.focus(options)
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('backdrop')) this.lost = 0
    if (changed.has('backdrop') || changed.has('lost')) this.arrived = false
  }

  override updated(): void {
    this.style.setProperty('--done', String(this.progress))
  }

  /** The frame, or, with no network, the poster that is always kept. */
  private get picture() {
    const { posterPath } = this.film
    return [this.backdrop && imageUrl(780, this.backdrop), posterPath && imageUrl(500, posterPath)].filter(Boolean)[this.lost]
  }

  override render() {
    const { film, picture } = this
    const label = withCommas(nameOf(film), this.note, this.unsent && t('unsent.mark'))
    return html`<a href=${this.href || titlePath(film)} aria-label=${label} tabindex=${this.aside ? -1 : nothing}>
      ${picture ? html`<img class=${this.arrived ? 'arrived' : ''} alt="" src=${picture} width="780" height="439" decoding="async" @load=${() => { this.arrived = true }} @error=${() => { this.lost++ }}>` : nothing}
      <div class="words">${this.href ? html`<span class="disc">${icon('play', 18)}</span>` : nothing}<span class="name">${film.title}</span><small class="figures">${this.note}</small>
        ${this.unsent ? html`<span class="unsent">${icon('sync', 18)}</span>` : nothing}</div>
      <span class="bar"><i></i></span></a>`
  }
}

customElements.define('resume-card', ResumeCard)
declare global { interface HTMLElementTagNameMap { 'resume-card': ResumeCard } }
