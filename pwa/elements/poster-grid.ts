/**
 * Titles in rows of posters, without end: only what is near the screen is drawn, the next page is asked for before its end is seen, and by
 * a button where nobody scrolls. Arrow keys go from poster to poster.
 */

import { LitElement, css, html, nothing } from 'lit'
import { titleKey } from '../../domain/title.ts'
import type { TitleSummary } from '../../projections/wire-catalogue.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import { Live } from '../house.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { limits } from '../sync/limits.ts'
import { isArrow, stepTo } from './arrow-step.ts'
import type { EndlessTitles, LeftAt } from './endless-titles.ts'
import { filmLink } from './film-link.ts'
import { failureNotice, posterBones } from './notices.ts'
import { pickCell, pickStyles } from './pick-styles.ts'
import type { Picking } from './picking.ts'
import { CellSizes, posterColumns, posterLayout } from './poster-layout.ts'
import type { TitleLink } from './title-link.ts'
import { virtualItems } from './virtual-items.ts'

/** How far below the screen the end of the list may be when more of it is asked for. */
const aheadPx = 1200
const bonesCount = 18
/** Frames in which nothing moves, and after which one no longer waits for them. */
const steadyFrames = 3
const settleFramesMax = 40

const isOnScreen = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}

export class PosterGrid extends LitElement {
  static override properties = { films: { attribute: false }, source: { attribute: false }, label: {}, quiet: { type: Boolean }, picking: { attribute: false, hasChanged: () => true } }
  /** What of the list is shown. */
  declare films: readonly TitleSummary[]
  /** Where it comes from. Its host draws this element anew with every page. */
  declare source: EndlessTitles | undefined
  declare label: string
  /** No grey shapes while it waits: what is shown stands in for what comes. */
  declare quiet: boolean
  /** Where its titles may be picked, each by its `titleKey`. The host's, drawn anew with it. */
  declare picking: Picking | undefined
  protected live = new Live(this)
  protected cells = new CellSizes(this)
  #near = new IntersectionObserver((entries) => { if (entries.at(-1)!.isIntersecting) this.goOn() }, { rootMargin: `0px 0px ${aheadPx}px 0px` })
  #scrolled = () => this.remember()
  #shown: LeftAt | undefined
  #puttingBack: LeftAt | undefined
  /** Pages in a row, asked for unasked, of which nothing is shown. */
  #unseen: { readonly of: LeftAt | undefined; readonly films: number; readonly pages: number } = { of: undefined, films: 0, pages: 0 }

  constructor() {
    super()
    this.films = []
    this.source = undefined
    this.label = ''
    this.quiet = false
    this.picking = undefined
  }

  static override styles = [controls, posterColumns, pickStyles, pickCell, css`
    .bones { margin-block-start: var(--space-4); }
    .poster-bone { aspect-ratio: 2 / 3; margin-block-end: 3.5rem; }
    .foot { display: grid; justify-items: center; gap: var(--space-3); min-block-size: 6rem; padding-block: var(--space-5); color: var(--ink-faint); font-size: var(--size-2); text-align: center; }
    .notice { justify-self: stretch; color: var(--ink); text-align: start; }
  `]

  private goOn(): void {
    if (!this.source?.goesOn) return
    const { leftAt } = this.source
    const { length } = this.films
    this.#unseen = { of: leftAt, films: length, pages: this.#unseen.of === leftAt && this.#unseen.films === length ? this.#unseen.pages + 1 : 0 }
    if (this.#unseen.pages < limits.barrenPagesMax) this.source.more()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('scroll', this.#scrolled, { passive: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('scroll', this.#scrolled)
    this.#near.disconnect()
    this.#shown = this.#puttingBack = undefined
  }

  private remember(): void {
    const { source } = this
    // While a list is only just being put back, the page is not where somebody left it.
    if (!source?.isBack || this.#shown !== source.leftAt) return
    source.leftAt.top = scrollY
    source.leftAt.height = this.offsetHeight
  }

  override updated(): void {
    const { source } = this
    if (source?.isBack && this.films.length > 0 && this.#shown !== source.leftAt && this.#puttingBack !== source.leftAt) {
      this.#puttingBack = source.leftAt
      void this.putBack(source.leftAt)
    }
    // Observed anew, it tells again whether the end is near: after a page that was short or known it still is.
    const foot = this.renderRoot.querySelector('.foot')
    this.#near.disconnect()
    if (foot) this.#near.observe(foot)
  }

  /** Gives the page the height it had, and holds it where it was until what is above the list, and the list there, are drawn. */
  private async putBack(leftAt: LeftAt): Promise<void> {
    const { top, height, focused } = leftAt
    if (height > 0) {
      this.style.minHeight = `${height}px`
      const theirs = new AbortController()
      for (const input of ['wheel', 'touchstart', 'pointerdown', 'keydown']) addEventListener(input, () => theirs.abort(), { passive: true, signal: theirs.signal })
      for (let steady = 0, frames = 0; steady < steadyFrames && frames < settleFramesMax && !theirs.signal.aborted && this.isConnected; frames++) {
        if (Math.abs(scrollY - top) > 1) scrollTo({ top, behavior: 'instant' })
        else if (this.links().some((link) => isOnScreen(link))) steady++
        await new Promise(requestAnimationFrame)
      }
      this.style.minHeight = ''
      if (!theirs.signal.aborted) this.links().find((link) => titleKey(link.film) === focused)?.focus({ preventScroll: true })
      theirs.abort()
    }
    this.#shown = leftAt
  }

  private pressed(event: KeyboardEvent): void {
    if (!isArrow(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (stepTo(this.links(), event.key)) event.preventDefault()
  }

  private links(): readonly TitleLink[] {
    return [...this.renderRoot.querySelectorAll('title-link')]
  }

  private focused(event: FocusEvent): void {
    const link = this.links().find((each) => event.composedPath().includes(each))
    if (link && this.source) this.source.leftAt.focused = titleKey(link.film)
  }

  override render() {
    const { films, source } = this
    const waiting = source?.state === 'waiting'
    return html`${films.length === 0 ? nothing : html`<div class="grid" role="list" aria-label=${this.label || nothing} aria-busy=${waiting ? 'true' : 'false'} @keydown=${(event: KeyboardEvent) => this.pressed(event)} @focusin=${(event: FocusEvent) => this.focused(event)}>${virtualItems({
        items: films,
        keyFunction: titleKey,
        layout: posterLayout(),
        renderItem: (film) => html`<div role="listitem" class="cell ${this.picking?.keys.has(titleKey(film)) ? 'picked' : ''}" data-key=${this.picking ? titleKey(film) : nothing}>${this.picking?.box(titleKey(film), film.title)}${filmLink(film)}</div>`,
      })}</div>`}
      ${waiting && !this.quiet ? html`<div class="posters bones" aria-hidden="true">${posterBones(bonesCount)}</div>` : nothing}
      ${source ? html`<div class="foot">${this.foot(source)}</div>` : nothing}`
  }

  private foot(source: EndlessTitles) {
    switch (source.state) {
      case 'failed': return failureNotice(source.failure as CatalogueFailure, () => source.more())
      case 'waiting': return nothing
      case 'more': return html`<button class="button" @click=${() => source.more()}>${t('browse.more')}</button>`
      case 'ended': return this.films.length > bonesCount ? html`<p>${t('browse.end')}</p>` : nothing
    }
  }
}

customElements.define('poster-grid', PosterGrid)
declare global { interface HTMLElementTagNameMap { 'poster-grid': PosterGrid } }
