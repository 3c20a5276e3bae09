/** Adds to the watchlist; once there, opens the priorities. */

import { LitElement, css, html, nothing } from 'lit'
import type { Priority } from '../../domain/library-entry.ts'
import { PRIORITIES } from '../../domain/scales.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import type { Film } from './title-link.ts'

const highestFirst = [...PRIORITIES].reverse()

export class WatchlistButton extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: Film
  protected live = new Live(this)

  static override styles = [controls, css`
    :host { display: inline-block; }
    .button { inline-size: 100%; }
    [popover] {
      inset: auto; position-area: block-end span-inline-end; position-try-fallbacks: flip-block; margin: var(--space-2) 0;
      min-inline-size: 13rem; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow);
    }
    @supports not (position-area: block-end) { [popover] { inset: 0; margin: auto; } }
    .choice { display: flex; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding-inline: var(--space-3); border: 0; border-radius: var(--round-2); background: none; font-size: var(--size-2); text-align: start; cursor: pointer; }
    .choice:hover { background: var(--raise-2); }
    .choice span { inline-size: 20px; }
    .choice[aria-pressed='true'] { font-weight: 600; }
    hr { border: 0; border-block-start: 1px solid var(--line); }
  `]

  private choose(run: () => void): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    run()
  }

  private add(event: Event): void {
    // The press that adds does not open the menu, however soon that is there.
    event.preventDefault()
    acts.addToWatchlist(this.film)
  }

  override render() {
    const priority = library.entry(this.film)?.watchlistPriority ?? null
    const waits = priority !== null
    // One button in both states, so that it keeps the focus when pressed.
    return html`<button class="button ${waits ? 'on' : ''}" popovertarget=${waits ? 'menu' : nothing} @click=${waits ? nothing : this.add}>
        ${icon(waits ? 'check' : 'plus', 20)}${t(waits ? 'title.watchlist.on' : 'title.watchlist.add')}${waits ? icon('chevronDown', 16) : nothing}</button>
      ${waits ? this.menu(priority) : nothing}`
  }

  private menu(priority: Priority) {
    return html`<div id="menu" popover role="group" aria-label=${t('title.watchlist.on')}>
        ${highestFirst.map((each) => html`<button class="choice" aria-pressed=${each === priority ? 'true' : 'false'} @click=${() => this.choose(() => acts.setPriority(this.film, each))}>
          <span>${each === priority ? icon('check', 20) : ''}</span>${t('title.priority', { priority: t(`priority.${each}`) })}</button>`)}
        <hr><button class="choice" @click=${() => this.choose(() => acts.removeFromWatchlist(this.film))}><span>${icon('close', 20)}</span>${t('title.watchlist.remove')}</button>
      </div>`
  }
}

customElements.define('watchlist-button', WatchlistButton)
declare global { interface HTMLElementTagNameMap { 'watchlist-button': WatchlistButton } }
