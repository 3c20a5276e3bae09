/**
 * What all charts share: drawn at the width there is, so that letters stay letters; a value for whatever is pointed at, touched or reached
 * by arrow keys; and a table of the same for those who do not see it. One stop for Tab. Arrow keys that lead out of a chart are left to
 * whoever else wants them.
 */

import { LitElement, css, html, nothing } from 'lit'
import type { PropertyValues, TemplateResult } from 'lit'
import { t } from '../strings/stats.ts'

/** `name` beside the axis, `told` in full where there is room; `value` as it is said, such as "12 viewings". */
export interface Mark { readonly name: string; readonly told: string; readonly count: number; readonly value: string }

export abstract class Chart extends LitElement {
  static override properties = { label: {}, marks: { attribute: false }, width: { state: true }, active: { state: true }, told: { state: true } }
  /** What it shows: its name. */
  declare label: string
  declare marks: readonly Mark[]
  declare width: number
  /** Index of the mark whose value is shown. */
  declare active: number | undefined
  /** By keys: said aloud. */
  declare told: string
  #sized = new ResizeObserver(([entry]) => { this.width = Math.floor(entry!.contentRect.width) })

  constructor() {
    super()
    this.label = this.told = ''
    this.marks = []
    this.width = 0
    this.active = undefined
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#sized.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sized.disconnect()
  }

  protected get rtl(): boolean {
    return this.matches(':dir(rtl)')
  }

  /** How high it is drawn, in CSS pixels. */
  protected abstract get height(): number
  protected abstract draw(): TemplateResult
  /** The middle of a mark's top, from the inline start and the block start. */
  protected abstract placeOf(index: number): { readonly at: number; readonly top: number }
  /** Which mark is at a point, from the left and the top. */
  protected abstract markAt(x: number, y: number): number | undefined
  /** Where a key leads; undefined: nowhere in here. */
  protected abstract step(key: string, from: number): number | undefined

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('marks') && this.active !== undefined && this.active >= this.marks.length) this.active = undefined
  }

  override updated(): void {
    this.style.setProperty('--height', `${this.height}px`)
    if (this.active === undefined || this.width === 0) return
    const { at, top } = this.placeOf(this.active)
    const half = tipPx / 2
    this.style.setProperty('--at', `${Math.round(Math.min(Math.max(at, half), Math.max(this.width - half, half)) - half)}px`)
    this.style.setProperty('--above', `${Math.round(this.height - top + 8)}px`)
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const from = this.active ?? 0
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? this.marks.length - 1 : this.step(event.key, from)
    if (next === undefined || next < 0 || next >= this.marks.length) return
    event.preventDefault()
    this.active = next
    this.told = this.wordsOf(this.marks[next]!)
  }

  private wordsOf({ told, value }: Mark): string {
    return `${told}: ${value}`
  }

  private point(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    this.active = this.markAt(event.clientX - box.left, event.clientY - box.top)
  }

  /** The mark that is worth seeing first. */
  private get first(): number {
    return this.marks.reduce((best, { count }, i) => count > this.marks[best]!.count ? i : best, 0)
  }

  override render() {
    const shown = this.active === undefined ? undefined : this.marks[this.active]
    return html`<div class="plot" tabindex="0" role="group" aria-label=${`${this.label}. ${t('stats.chart.keys')}`} @keydown=${this.pressed}
        @pointermove=${this.point} @pointerdown=${this.point} @pointerleave=${(event: PointerEvent) => { if (event.pointerType === 'mouse') this.active = undefined }}
        @focus=${() => { this.active ??= this.first }} @blur=${() => { this.active = undefined; this.told = '' }}>
        ${this.width === 0 || this.marks.length === 0 ? nothing : this.draw()}
        ${shown ? html`<div class="tip" aria-hidden="true"><b>${shown.value}</b><span>${shown.told}</span></div>` : nothing}</div>
      <p class="hidden-text" role="status">${this.told}</p>
      <div class="hidden-text"><table><caption>${this.label}</caption><tbody>${this.marks.filter(({ count }) => count > 0).map(({ told, value }) => html`<tr><th scope="row">${told}</th><td>${value}</td></tr>`)}</tbody></table></div>`
  }
}

const tipPx = 176

export const chartStyles = css`
  .plot { position: relative; block-size: var(--height, 14rem); touch-action: pan-y; border-radius: var(--round-1); cursor: default; }
  svg { display: block; inline-size: 100%; block-size: 100%; overflow: visible; }
  text { fill: var(--ink-faint); font: 500 0.75rem var(--text); font-variant-numeric: tabular-nums; }
  .rule { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
  .rule.zero { stroke: var(--edge); }
  .tip { position: absolute; z-index: 1; inset-block-end: var(--above, 0); inset-inline-start: var(--at, 0); display: grid; justify-items: center; inline-size: 11rem; pointer-events: none; text-align: center; line-height: 1.25; }
  .tip b, .tip span { max-inline-size: 100%; padding-inline: 0.6rem; background: var(--ink); color: var(--ground); }
  .tip b { padding-block: 0.3rem 0; border-radius: var(--round-1) var(--round-1) 0 0; font: 400 var(--size-3) / 1.2 var(--display); }
  .tip span { padding-block: 0 0.35rem; border-radius: var(--round-1); font-size: var(--size-1); }
  .tip b + span { margin-block-start: -1px; }
  @keyframes rise { from { transform: scaleY(0); } }
  @keyframes appear { from { opacity: 0; } }
  table td, table th { font-weight: 400; }
  @media (forced-colors: active) { text { fill: CanvasText; } .rule { stroke: GrayText; } .tip b, .tip span { forced-color-adjust: none; background: CanvasText; color: Canvas; } }
`
