/** Watch, the watchlist, and the lists: what to do with a film from anywhere. */

import { LitElement, css, html, nothing } from 'lit'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { AddToListEvent } from './add-to-list-event.ts'
import { icon } from './icon.ts'
import type { Film } from './title-link.ts'
import { watchButton } from './watch-button.ts'
import './watchlist-button.ts'

export class QuickActions extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: Film
  protected live = new Live(this)

  static override styles = [controls, css`
    :host { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    /* Under the thumb: what to do first, as wide as the hand is. */
    @media (width < 44rem) { :host { gap: var(--space-2); } :host > *, ::slotted(.button) { flex: 1 1 auto; } :host > .now, :host > .on { flex-basis: 100%; } }
  `]

  override render() {
    if (library.isGuest()) return html`<slot name="more"></slot>`
    // What was rated does not wait to be watched: it would be refused.
    const isRated = (library.entry(this.film)?.rating ?? null) !== null
    return html`${watchButton(this.film)}${isRated ? nothing : html`<watchlist-button .film=${this.film}></watchlist-button>`}
      <button class="button" @click=${() => this.dispatchEvent(new AddToListEvent(this.film))}>${icon('listAdd', 20)}${t('addToList.open')}</button><slot name="more"></slot>`
  }
}

customElements.define('quick-actions', QuickActions)
declare global { interface HTMLElementTagNameMap { 'quick-actions': QuickActions } }
