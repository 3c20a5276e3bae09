/** Bars beside each other, each in one piece or stacked of several; printed in two dyes, a little out of register. */

import { css, svg } from 'lit'
import { controls } from '../styles/controls.ts'
import type { Mark } from './chart.ts'
import { Chart, chartStyles } from './chart.ts'
import { everyOf, ticksOf } from './scale.ts'

/** `parts` from the bottom, each with the class that colours it: a face, or `film` and `series`. */
export interface BarMark extends Mark { readonly parts?: readonly { readonly kind: string; readonly count: number }[] }

const pads = { top: 30, bottom: 26, start: 36, end: 4 } as const
const barPxMax = 44
/** How far the second dye is off. */
const registerPx = 3

export class BarChart extends Chart {
  static override properties = { ...Chart.properties, size: { type: Number }, axis: { attribute: false } }
  /** In CSS pixels. */
  declare size: number
  /** A number on the axis, in words. */
  declare axis: (value: number) => string
  declare marks: readonly BarMark[]

  constructor() {
    super()
    this.size = 230
    this.axis = String
  }

  static override styles = [controls, chartStyles, css`
    .bar { transform-box: fill-box; transform-origin: bottom; animation: rise 620ms cubic-bezier(0.2, 0.8, 0.2, 1) backwards; }
    .under { fill: var(--then); opacity: 0.85; }
    .bar:nth-of-type(even) { animation-delay: 40ms; }
    .bar:nth-of-type(3n) { animation-delay: 80ms; }
    .bar:nth-of-type(5n) { animation-delay: 120ms; }
    .part { fill: var(--now); transition: opacity var(--quick); }
    .part.DISLIKE { fill: var(--face-DISLIKE); } .part.OK { fill: var(--face-OK); } .part.LIKE { fill: var(--face-LIKE); } .part.SUPER_LIKE { fill: var(--face-SUPER_LIKE); }
    .pointed .part { fill: var(--now-strong); }
    .pointed .part.DISLIKE, .pointed .part.OK, .pointed .part.LIKE, .pointed .part.SUPER_LIKE { fill: revert-layer; opacity: 0.8; }
    .name.on { fill: var(--ink); font-weight: 700; }
    .top { fill: var(--ink); font: 400 min(0.9375rem, 6vw) var(--display); animation: appear 900ms ease-out backwards; }
    @media (forced-colors: active) { .part { fill: CanvasText; stroke: Canvas; } .pointed .part { fill: Highlight; } .under { display: none; } }
  `]

  protected override get height(): number {
    return this.size
  }

  private get step0(): number {
    return (this.width - pads.start - pads.end) / Math.max(1, this.marks.length)
  }

  private get scale(): { readonly ticks: readonly number[]; readonly y: (count: number) => number } {
    const ticks = ticksOf(Math.max(0, ...this.marks.map(({ count }) => count)))
    const room = this.height - pads.top - pads.bottom
    return { ticks, y: (count) => this.height - pads.bottom - count / ticks.at(-1)! * room }
  }

  protected override placeOf(index: number) {
    return { at: pads.start + (index + 0.5) * this.step0, top: this.scale.y(this.marks[index]!.count) }
  }

  protected override markAt(x: number): number | undefined {
    const index = Math.floor(((this.rtl ? this.width - x : x) - pads.start) / this.step0)
    return index >= 0 && index < this.marks.length ? index : undefined
  }

  protected override step(key: string, from: number): number | undefined {
    if (key === 'ArrowRight') return from + (this.rtl ? -1 : 1)
    return key === 'ArrowLeft' ? from + (this.rtl ? 1 : -1) : undefined
  }

  protected override draw() {
    const { ticks, y } = this.scale
    const { width, height, step0, rtl } = this
    const x = (fromStart: number) => rtl ? width - fromStart : fromStart
    const bar = Math.max(2, Math.min(barPxMax, step0 * 0.64))
    const every = everyOf(this.marks.length, step0, 8 + 7 * Math.max(...this.marks.map(({ name }) => name.length)))
    const best = this.marks.reduce((top, { count }, i) => count > this.marks[top]!.count ? i : top, 0)
    // Over the first and the last it would stick out at the side.
    const [along, anchor] = best < this.marks.length / 3 ? [0, 'start'] : best + 1 > this.marks.length * 2 / 3 ? [1, 'end'] : [0.5, 'middle']
    return svg`<svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
      ${ticks.map((tick) => svg`<line class="rule ${tick === 0 ? 'zero' : ''}" x1=${x(pads.start)} x2=${x(width)} y1=${y(tick)} y2=${y(tick)}></line>
        <text x=${x(pads.start - 8)} y=${y(tick) + 4} text-anchor="end">${this.axis(tick)}</text>`)}
      ${this.marks.map((mark, i) => svg`<g class=${i === this.active ? 'pointed' : ''}>${this.bar(mark, x(pads.start + (i + 0.5) * step0) - bar / 2, bar, y)}</g>
        ${i % every === 0 ? svg`<text class="name ${i === this.active ? 'on' : ''}" x=${x(pads.start + (i + 0.5) * step0)} y=${height - 7} text-anchor="middle">${mark.name}</text>` : ''}`)}
      ${this.active === undefined && this.marks[best]!.count > 0 ? svg`<text class="top" x=${x(pads.start + (best + along) * step0)} y=${y(this.marks[best]!.count) - 9} text-anchor=${anchor}>${this.marks[best]!.value}</text>` : ''}</svg>`
  }

  private bar({ count, parts = [{ kind: '', count }] }: BarMark, left: number, width: number, y: (count: number) => number) {
    if (count === 0) return ''
    let below = 0
    const drawn = parts.filter((part) => part.count > 0).map((part) => {
      const [from, to] = [below, below += part.count]
      return svg`<rect class="part ${part.kind}" x=${left} y=${y(to)} width=${width} height=${Math.max(1, y(from) - y(to) - (from > 0 ? 1 : 0))} rx="2"></rect>`
    })
    return svg`<g class="bar"><rect class="under" x=${left - registerPx} y=${y(count) + registerPx} width=${width} height=${Math.max(0, y(0) - y(count) - registerPx)} rx="2"></rect>${drawn}</g>`
  }
}

customElements.define('bar-chart', BarChart)
declare global { interface HTMLElementTagNameMap { 'bar-chart': BarChart } }
