/** A row of Home that the catalogue fills: asked for when it comes near the screen, in a place that was kept for it. */

import { LitElement, css, html, nothing } from 'lit'
import type { TitlePage } from '../../projections/wire-catalogue.ts'
import { askKept } from '../catalogue.ts'
import { Live } from '../house.ts'
import { controls } from '../styles/controls.ts'
import { filmLink } from './film-link.ts'
import { NearScreen } from './near-screen.ts'
import { failureNotice } from './notices.ts'
import './poster-row.ts'
import { Question } from './question.ts'

export class CatalogueRow extends LitElement {
  static override properties = { label: {}, path: {}, more: {}, given: { attribute: false } }
  declare label: string
  /** What to ask; empty where the answer is given. */
  declare path: string
  /** Address of the whole list. */
  declare more: string
  declare given: TitlePage | undefined
  protected live = new Live(this)
  private near = new NearScreen(this)
  private titles = new Question<TitlePage>(this, (signal, early) => this.asks ? askKept<TitlePage>(this.path, signal, early) : undefined)

  constructor() {
    super()
    this.label = this.path = this.more = ''
    this.given = undefined
  }

  static override styles = [controls, css`
    /* As tall as posters with names of two lines, whatever is in it: what comes later moves nothing. */
    poster-row { --row: calc(clamp(7.25rem, 28vw, 10.5rem) * 1.5 + 2.6 * var(--size-2) + 1.5 * var(--size-1) + var(--space-2) * 2 + var(--space-3)); }
    section { display: grid; gap: var(--space-3); margin: var(--space-6) var(--gutter); }
  `]

  private get asks(): boolean {
    return this.path !== '' && this.near.is
  }

  override willUpdate(): void {
    this.titles.about(this.asks ? this.path : '')
  }

  override render() {
    const { reply } = this.titles
    const answer = this.given ?? reply.answer
    if (answer) return answer.results.length === 0 ? nothing : html`<poster-row label=${this.label} more=${this.more} .items=${answer.results.map(filmLink)}></poster-row>`
    if (reply.state !== 'failed') return html`<poster-row label=${this.label} more=${this.more} waiting></poster-row>`
    // Of the network Home says it once, for all rows; they come when it does.
    return reply.failure.kind === 'offline' ? nothing : html`<section aria-label=${this.label}><h2>${this.label}</h2>${failureNotice(reply.failure, () => this.titles.again())}</section>`
  }
}

customElements.define('catalogue-row', CatalogueRow)
declare global { interface HTMLElementTagNameMap { 'catalogue-row': CatalogueRow } }
