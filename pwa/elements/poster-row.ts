/** A row of posters that scrolls sideways: by wheel, finger or arrow keys. Tab stops once in it, where the focus was last. */

import { LitElement, css, html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { posterBones } from './notices.ts'

const bonesCount = 8

/** Whoever needs a row whose items are styled by itself makes it of these. */
export const rowStyles = css`
  :host { margin-block: var(--space-6); }
  .head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-4); padding-inline: var(--gutter); margin-block-end: var(--space-3); }
  .head a { color: var(--ink-soft); font-size: var(--size-2); min-block-size: var(--target); align-content: center; white-space: nowrap; }
  ul { display: flex; gap: var(--space-4); overflow-x: auto; overscroll-behavior-x: contain; scroll-snap-type: x proximity; scroll-padding-inline: var(--gutter); padding: var(--space-2) var(--gutter) var(--space-3); scrollbar-width: none; }
  li { flex: 0 0 var(--item, clamp(7.25rem, 28vw, 10.5rem)); scroll-snap-align: start; }
  @media (width < 44rem) { :host { margin-block: var(--space-5); } ul { gap: var(--space-3); } }
`

export class PosterRow extends LitElement {
  static override properties = { label: {}, more: {}, items: { attribute: false }, still: { type: Boolean }, waiting: { type: Boolean }, at: { state: true }, moreBefore: { state: true }, moreAfter: { state: true } }
  declare label: string
  /** Address of the whole list; empty for none. */
  declare more: string
  declare items: readonly TemplateResult[]
  /** Nothing in it can be focused, so the row itself must be, to be scrolled by keys. */
  declare still: boolean
  /** Grey shapes stand where posters will be. */
  declare waiting: boolean
  /** Index of the item that Tab stops at. */
  declare at: number
  /** There is more of it to either side. */
  declare moreBefore: boolean
  declare moreAfter: boolean

  constructor() {
    super()
    this.label = ''
    this.more = ''
    this.items = []
    this.still = this.waiting = this.moreBefore = this.moreAfter = false
    this.at = 0
  }

  static override styles = [controls, rowStyles, css`
    ul { min-block-size: var(--row, auto); }
    .poster-bone { aspect-ratio: var(--bone, 2 / 3); }
    .strip { position: relative; }
    /* For a mouse, which has no way sideways; fingers and keys have theirs. */
    .turn { display: none; position: absolute; inset-block: var(--space-2) var(--space-3); inline-size: calc(var(--gutter) + var(--space-4)); padding: 0; border: 0; background: linear-gradient(to var(--to), transparent, color-mix(in oklch, var(--ground) 88%, transparent) 60%); color: var(--ink); opacity: 0; cursor: pointer; transition: opacity var(--quick); }
    .turn.before { inset-inline-start: 0; --to: left; }
    .turn.after { inset-inline-end: 0; --to: right; }
    @media (hover: hover) and (pointer: fine) { .turn { display: grid; place-content: center; } .strip:hover .turn:not([hidden]) { opacity: 1; } .turn:hover svg { scale: 1.25; } }
  `]

  override updated(): void {
    const { elements } = this
    // Rows grow shorter: one of what is left must be within reach.
    const at = Math.min(this.at, elements.length - 1)
    for (const [index, item] of elements.entries()) if (item) (item as { aside?: boolean }).aside = index !== at
  }

  private get elements(): readonly (HTMLElement | null)[] {
    return [...this.renderRoot.querySelectorAll('li')].map((item) => item.firstElementChild as HTMLElement | null)
  }

  private indexOf(event: Event): number {
    return this.elements.findIndex((element) => element !== null && event.composedPath().includes(element))
  }

  private pressed(event: KeyboardEvent): void {
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const at = this.indexOf(event)
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
    const next = this.elements[at + (event.key === forward ? 1 : -1)]
    if (!next) return
    event.preventDefault()
    // What is no element of ours has its link inside.
    const link = next?.querySelector<HTMLElement>('a') ?? next
    link?.focus()
  }

  /** How far it can still go, to each side: in right-to-left pages its place counts down from 0. */
  private look(): void {
    const strip = this.renderRoot.querySelector('ul')!
    this.moreBefore = Math.abs(strip.scrollLeft) > 1
    this.moreAfter = Math.abs(strip.scrollLeft) < strip.scrollWidth - strip.clientWidth - 1
  }

  private turn(pages: number): void {
    const strip = this.renderRoot.querySelector('ul')!
    const way = getComputedStyle(this).direction === 'rtl' ? -1 : 1
    strip.scrollBy({ left: pages * way * strip.clientWidth * 0.85, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' })
  }

  override render() {
    return html`<section aria-label=${this.label}>
      <div class="head"><h2>${this.label}</h2>${this.more ? html`<a href=${this.more} aria-label="${t('home.seeAll')}: ${this.label}">${t('home.seeAll')}</a>` : nothing}</div>
      <div class="strip" @pointerenter=${this.look}><ul tabindex=${this.still ? 0 : nothing} aria-label=${this.still ? this.label : nothing} aria-hidden=${this.waiting ? 'true' : nothing} @keydown=${(event: KeyboardEvent) => this.pressed(event)} @scroll=${this.look} @focusin=${(event: FocusEvent) => { this.at = Math.max(0, this.indexOf(event)) }}>
        ${this.waiting ? posterBones(bonesCount).map((bone) => html`<li>${bone}</li>`) : this.items.map((item) => html`<li>${item}</li>`)}</ul>
        <button class="turn before" tabindex="-1" aria-hidden="true" ?hidden=${!this.moreBefore} @click=${() => this.turn(-1)}>${icon('chevronStart', 30)}</button>
        <button class="turn after" tabindex="-1" aria-hidden="true" ?hidden=${!this.moreAfter} @click=${() => this.turn(1)}>${icon('chevronEnd', 30)}</button></div>
    </section>`
  }
}

customElements.define('poster-row', PosterRow)
declare global { interface HTMLElementTagNameMap { 'poster-row': PosterRow } }
