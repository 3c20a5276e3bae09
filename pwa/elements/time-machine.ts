/**
 * The handle of the time machine: says which moment is shown, and leads to others by a slider with the busiest days marked, by a
 * field, by keys, from change to change. What is in the moment is the screen's to draw.
 */

import { LitElement, css, html, nothing, svg } from 'lit'
import type { Notable, Span } from '../moments.ts'
import { clamped, fieldOf, momentOfField, steppedBy } from '../moments.ts'
import { calendarDate, momentName } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

/** Another moment was chosen; null: now. Not `final` while the handle is still held. */
export class MomentEvent extends Event {
  readonly ms: number | null
  readonly final: boolean
  constructor(ms: number | null, final: boolean) {
    super('moment')
    this.ms = ms
    this.final = final
  }
}

export class TimeMachine extends LitElement {
  static override properties = { ms: { type: Number }, span: { attribute: false }, notable: { attribute: false }, neighbours: { attribute: false }, refused: { state: true } }
  declare ms: number
  declare span: Span
  declare notable: readonly Notable[]
  /** The moments of the change before and the change after. */
  declare neighbours: { readonly earlier: number | undefined; readonly later: number | undefined }
  declare refused: boolean

  constructor() {
    super()
    this.refused = false
    this.notable = []
  }

  static override styles = [controls, css`
    :host { padding: var(--space-4) var(--space-4) var(--space-3); border-radius: var(--round-3); background: var(--then-tint); border: 1px solid color-mix(in oklch, var(--then) 45%, transparent); }
    .words { display: flex; gap: var(--space-3); align-items: start; }
    .words svg { color: var(--then); margin-block-start: 0.2rem; }
    .words p { font: 400 var(--size-4) / 1.25 var(--display); }
    .words ::slotted(*) { color: var(--ink-soft); font-size: var(--size-2); }
    .track { position: relative; margin-block: var(--space-3) 0; }
    input[type='range'] { inline-size: 100%; block-size: var(--target); margin: 0; accent-color: var(--then); cursor: ew-resize; }
    input[type='range']:focus-visible { outline-offset: -9px; border-radius: var(--pill); }
    .marks { position: absolute; inset-inline: 8px; inset-block-start: 0; inline-size: calc(100% - 16px); block-size: 0.7rem; overflow: visible; pointer-events: none; }
    .marks:dir(rtl) { transform: scaleX(-1); }
    .marks rect { fill: var(--then); }
    .ends { display: flex; justify-content: space-between; color: var(--ink-soft); font-size: var(--size-1); margin-block: -0.35rem var(--space-3); }
    .row { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; }
    .row .input { inline-size: auto; min-inline-size: 0; }
    .steps { display: flex; gap: var(--space-1); }
    .row .back { margin-inline-start: auto; }
    .bad { color: var(--bad); font-size: var(--size-2); margin-block-start: var(--space-2); }
    @media (width < 44rem) {
      :host { padding: var(--space-3) var(--space-3) var(--space-2); }
      .words p { font-size: var(--size-3); }
      .track { margin-block-start: var(--space-1); }
      .row .input, .row select { flex: 1 1 8rem; min-inline-size: 0; padding-inline: var(--space-2) 0; font-size: var(--size-2); }
      .row .back { flex: 1 1 8rem; }
    }
  `]

  /** Whoever opens it wants to move it. */
  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input')?.focus({ preventScroll: true })
  }

  private choose(ms: number | null, final = true): void {
    this.refused = false
    this.dispatchEvent(new MomentEvent(ms, final))
  }

  private pressed(event: KeyboardEvent): void {
    const ms = steppedBy(event, this.ms, this.span, { rtl: this.matches(':dir(rtl)') })
    if (ms === undefined) return
    event.preventDefault()
    this.choose(ms)
  }

  private dragged(event: Event, final: boolean): void {
    this.choose(clamped(Number((event.target as HTMLInputElement).value), this.span), final)
  }

  private typed(event: Event): void {
    const field = event.target as HTMLInputElement
    const ms = momentOfField(field.value)
    if (Number.isNaN(ms)) return
    if (ms > this.span.nowMs) {
      this.refused = true
      field.value = fieldOf(this.ms)
      return
    }
    this.choose(ms)
  }

  private jumped(event: Event): void {
    const select = event.target as HTMLSelectElement
    const ms = Number(select.value)
    select.value = ''
    if (ms > 0) this.choose(clamped(ms, this.span))
  }

  private step(direction: 'earlier' | 'later') {
    const ms = this.neighbours[direction]
    const name = t(`then.${direction}`)
    return html`<button class="button round" aria-label=${name} title=${name} ?disabled=${ms === undefined} @click=${() => this.choose(ms!)}>${icon(direction === 'earlier' ? 'chevronStart' : 'chevronEnd', 20)}</button>`
  }

  override render() {
    const { ms, span, notable } = this
    const length = Math.max(1, span.nowMs - span.firstMs)
    return html`<section aria-label=${t('then.title')}>
      <div class="words">${icon('clock', 26)}<div><p>${t('then.looking', { when: momentName(ms) })}</p><slot></slot></div></div>
      <div class="track">
        <svg class="marks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${notable.map((each) =>
          svg`<rect x=${Math.round((each.ms - span.firstMs) / length * 1000) - 2} y="0" width="4" height="10"></rect>`)}</svg>
        <input type="range" .min=${String(span.firstMs)} .max=${String(span.nowMs)} step="1" .value=${String(ms)} aria-label=${t('then.handle')} aria-valuetext=${momentName(ms)}
          @keydown=${this.pressed} @input=${(event: Event) => this.dragged(event, false)} @change=${(event: Event) => this.dragged(event, true)}>
      </div>
      <p class="ends figures" aria-hidden="true"><span>${calendarDate(new Date(span.firstMs).toISOString())}</span><span>${t('then.now')}</span></p>
      <div class="row">
        <div class="steps">${this.step('earlier')}${this.step('later')}</div>
        <input class="input figures" type="datetime-local" step="60" aria-label=${t('then.field')} .max=${fieldOf(span.nowMs)} .value=${fieldOf(ms)} @change=${this.typed}>
        ${notable.length === 0 ? nothing : html`<select aria-label=${t('then.notable')} @change=${this.jumped}><option value="">${t('then.notable')}</option>
          ${notable.map((each) => html`<option value=${each.ms}>${t('then.notable.day', { count: each.count, day: calendarDate(new Date(each.dayMs).toISOString()) })}</option>`)}</select>`}
        <slot name="acts"></slot>
        <button class="button then back" @click=${() => this.choose(null)}>${icon('retry', 18)}${t('then.back')}</button>
      </div>
      <p class="bad" role="alert">${this.refused ? t('then.future') : nothing}</p></section>`
  }
}

customElements.define('time-machine', TimeMachine)
declare global { interface HTMLElementTagNameMap { 'time-machine': TimeMachine } }
