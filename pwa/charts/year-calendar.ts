/** A year, each day the darker the more was watched on it. In two strips where one would be too small to touch. */

import { css, html, svg } from 'lit'
import { t } from '../strings/stats.ts'
import { monthName, weekdayName } from '../strings/calendar-words.ts'
import { controls } from '../styles/controls.ts'
import { Chart, chartStyles } from './chart.ts'
import type { CalendarStrip } from './scale.ts'
import { calendarOf, levelOf } from './scale.ts'

const narrowPx = 640
const startPx = 32
const namesPx = 20
const betweenPx = 14

/** Its marks are the days of `year`, every one, in order. */
export class YearCalendar extends Chart {
  static override properties = { ...Chart.properties, year: { type: Number } }
  declare year: number

  static override styles = [controls, chartStyles, css`
    .l0 { fill: var(--raise-2); }
    .l1 { fill: color-mix(in oklch, var(--now) 30%, var(--raise-2)); }
    .l2 { fill: color-mix(in oklch, var(--now) 55%, var(--raise-2)); }
    .l3 { fill: color-mix(in oklch, var(--now) 78%, var(--raise-2)); }
    .l4 { fill: var(--now); }
    .days { animation: appear 700ms ease-out backwards; }
    .pointed { stroke: var(--ink); stroke-width: 2; }
    .legend { display: flex; align-items: center; justify-content: end; gap: 3px; margin-block-start: var(--space-2); color: var(--ink-faint); font-size: var(--size-1); }
    .legend svg { inline-size: 12px; block-size: 12px; }
    .legend span:first-child { margin-inline-end: var(--space-1); } .legend span:last-child { margin-inline-start: var(--space-1); }
    @media (forced-colors: active) { .l0 { fill: Canvas; stroke: GrayText; } .l1, .l2, .l3, .l4 { fill: Highlight; } .l1 { fill-opacity: 0.35; } .l2 { fill-opacity: 0.6; } .pointed { stroke: CanvasText; } }
  `]

  private get strips(): readonly CalendarStrip[] {
    return calendarOf(this.year, this.width < narrowPx ? 2 : 1)
  }

  /** From one cell to the next. */
  private get pitch(): number {
    return Math.max(5, (this.width - startPx) / Math.max(...this.strips.map(({ columns }) => columns)))
  }

  private get stripPx(): number {
    return namesPx + this.pitch * 7 + betweenPx
  }

  protected override get height(): number {
    return this.width === 0 ? 150 : Math.ceil(this.stripPx * this.strips.length - betweenPx)
  }

  private place(index: number) {
    let before = 0
    for (const [strip, { cells }] of this.strips.entries()) {
      const cell = cells[index - before]
      if (cell) return { x: startPx + cell.column * this.pitch, y: strip * this.stripPx + namesPx + cell.row * this.pitch }
      before += cells.length
    }
    return { x: 0, y: 0 }
  }

  protected override placeOf(index: number) {
    const { x, y } = this.place(index)
    return { at: x + this.pitch / 2, top: y }
  }

  protected override markAt(x: number, y: number): number | undefined {
    const strip = Math.floor(y / this.stripPx)
    const column = Math.floor(((this.rtl ? this.width - x : x) - startPx) / this.pitch)
    const row = Math.floor((y - strip * this.stripPx - namesPx) / this.pitch)
    const { strips } = this
    const found = strips[strip]?.cells.findIndex((cell) => cell.column === column && cell.row === row) ?? -1
    return found === -1 ? undefined : found + strips.slice(0, strip).reduce((sum, { cells }) => sum + cells.length, 0)
  }

  protected override step(key: string, from: number): number | undefined {
    const week = this.rtl ? -7 : 7
    switch (key) {
      case 'ArrowRight': return from + week
      case 'ArrowLeft': return from - week
      case 'ArrowDown': return from + 1
      case 'ArrowUp': return from - 1
    }
    return undefined
  }

  protected override draw() {
    const { pitch, width, height, rtl, strips } = this
    const max = Math.max(1, ...this.marks.map(({ count }) => count))
    const size = pitch - Math.max(1, pitch * 0.16)
    const x = (fromStart: number, own: number) => rtl ? width - fromStart - own : fromStart
    const anchor = (fromStart: number) => rtl ? width - fromStart : fromStart
    return svg`<svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
      ${strips.map(({ months }, strip) => svg`${months.map(({ month, column }) => svg`<text x=${anchor(startPx + column * pitch)} y=${strip * this.stripPx + 13} text-anchor="start">${monthName(month)}</text>`)}
        ${[0, 2, 4].map((row) => svg`<text x=${anchor(startPx - 8)} y=${strip * this.stripPx + namesPx + (row + 0.5) * pitch + 4} text-anchor="end">${weekdayName(row, 'narrow')}</text>`)}`)}
      <g class="days">${this.marks.map(({ count }, i) => {
        const { x: at, y } = this.place(i)
        return svg`<rect class="l${levelOf(count, max)} ${i === this.active ? 'pointed' : ''}" x=${x(at, size)} y=${y} width=${size} height=${size} rx=${Math.min(3, size / 4)}></rect>`
      })}</g></svg>`
  }

  override render() {
    return html`${super.render()}<p class="legend" aria-hidden="true"><span>${t('stats.less')}</span>${[0, 1, 2, 3, 4].map((level) => html`<svg viewBox="0 0 12 12"><rect class="l${level}" width="12" height="12" rx="3"></rect></svg>`)}<span>${t('stats.more')}</span></p>`
  }
}

customElements.define('year-calendar', YearCalendar)
declare global { interface HTMLElementTagNameMap { 'year-calendar': YearCalendar } }
