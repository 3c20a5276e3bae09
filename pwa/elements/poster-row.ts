/** A row of posters that scrolls sideways: by wheel, finger, keyboard focus, or the two arrows that show on hover. */

import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'

/** Whoever needs a row whose items are styled by itself makes it of these. */
export const rowStyles = css`
  :host { margin-block: var(--space-6); }
  .head { display: flex; align-items: baseline; justify-content: space-between; gap: var(--space-4); padding-inline: var(--gutter); margin-block-end: var(--space-3); }
  .head a { color: var(--ink-soft); font-size: var(--size-2); padding-block: var(--space-2); white-space: nowrap; }
  ul { display: flex; gap: var(--space-4); overflow-x: auto; overscroll-behavior-x: contain; scroll-snap-type: x proximity; scroll-padding-inline: var(--gutter); padding: var(--space-2) var(--gutter) var(--space-3); scrollbar-width: none; }
  li { flex: 0 0 var(--item, clamp(7.25rem, 28vw, 10.5rem)); scroll-snap-align: start; }
  @media (width < 44rem) { :host { margin-block: var(--space-5); } ul { gap: var(--space-3); } }
`

export class PosterRow extends LitElement {
  static override properties = { label: {}, more: {}, items: { attribute: false }, still: { type: Boolean } }
  declare label: string
  /** Address of the whole list; empty for none. */
  declare more: string
  declare items: readonly TemplateResult[]
  /** Nothing in it can be focused, so the row itself must be, to be scrolled by keys. */
  declare still: boolean

  constructor() {
    super()
    this.label = ''
    this.more = ''
    this.items = []
    this.still = false
  }

  static override styles = [controls, rowStyles]

  override render() {
    return html`<section aria-label=${this.label}>
      <div class="head"><h2>${this.label}</h2>${this.more ? html`<a href=${this.more} aria-label="${t('home.seeAll')}: ${this.label}">${t('home.seeAll')}</a>` : nothing}</div>
      <ul tabindex=${this.still ? 0 : nothing} aria-label=${this.still ? this.label : nothing}>${this.items.map((item) => html`<li>${item}</li>`)}</ul>
    </section>`
  }
}

customElements.define('poster-row', PosterRow)
declare global { interface HTMLElementTagNameMap { 'poster-row': PosterRow } }
