/** The next one, offered as this one ends: it begins when the seconds are over, unless somebody says no. What is not here can be asked for. */

import { LitElement, css, html, nothing } from 'lit'
import { icon } from '../elements/icon.ts'
import { imageUrl } from '../elements/image.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import type { Nearness, Neighbour } from './next-up.ts'

/** Says `take`, `ask` or `leave-be`. */
export class NextCard extends LitElement {
  static override properties = { next: { attribute: false }, nearness: {}, seconds: { attribute: false } }
  declare next: Neighbour
  declare nearness: Nearness
  /** Until it begins by itself; undefined: it does not. */
  declare seconds: number | undefined

  static override styles = [controls, css`
    :host { display: block; inline-size: min(26rem, calc(100vw - 2 * var(--gutter))); }
    section { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: var(--space-3) var(--space-4); align-items: center; padding: var(--space-4); border: 1px solid oklch(1 0 0 / 0.16); border-radius: var(--round-3); background: oklch(0.16 0.02 335 / 0.94); color: var(--ink); color-scheme: dark; }
    img, .none { inline-size: 100%; aspect-ratio: 16 / 9; object-fit: cover; border-radius: var(--round-1); background: oklch(1 0 0 / 0.08); }
    h2 { margin: 0; color: var(--now); font: 600 var(--size-1) / 1.3 var(--text); letter-spacing: 0; }
    p { margin: 0; font-weight: 600; font-size: var(--size-2); overflow-wrap: anywhere; }
    small { display: block; margin-block-start: var(--space-1); color: var(--ink-soft); font-weight: 400; }
    .acts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: var(--space-2); }
    @media (width < 30rem) { section { grid-template-columns: minmax(0, 1fr); } img, .none { display: none; } }
  `]

  private say(what: 'take' | 'ask' | 'leave-be'): void {
    this.dispatchEvent(new Event(what, { bubbles: true }))
  }

  override render() {
    const { next, nearness, seconds } = this
    const note = nearness === 'here' ? seconds === undefined ? '' : t('player.upNext.in', { count: seconds }) : t(`player.upNext.${nearness}`)
    return html`<section aria-label=${t('player.upNext')}>
      ${next.picture ? html`<img alt="" src=${imageUrl(342, next.picture)}>` : html`<span class="none"></span>`}
      <div><h2>${t('player.upNext')}</h2><p>${next.name}<small class="figures" role="timer" aria-live="off">${note}</small></p></div>
      <div class="acts">${nearness === 'here' ? html`<button class="button now" @click=${() => this.say('take')}>${icon('play', 18)}${t('player.upNext.now')}</button>`
        : nearness === 'absent' ? html`<button class="button now" @click=${() => this.say('ask')}>${icon('ticket', 18)}${t('player.upNext.request')}</button>` : nothing}
        <button class="button" @click=${() => this.say('leave-be')}>${t(seconds === undefined ? 'act.close' : 'player.upNext.cancel')}</button></div></section>`
  }
}

customElements.define('next-card', NextCard)
declare global { interface HTMLElementTagNameMap { 'next-card': NextCard } }
