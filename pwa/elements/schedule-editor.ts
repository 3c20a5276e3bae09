/** When downloads rest or go slower: rules by day and time of the server's clock. Says `downloads-changed` once they are saved. */

import { LitElement, css, html, nothing } from 'lit'
import type { ScheduleRule, Weekday } from '../../domain/download-settings.ts'
import type { DownloadsAnswer } from '../../projections/wire-connections.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/connections.ts'
import { bytes } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { controls } from '../styles/controls.ts'
import { DownloadsChangedEvent } from './download-controls.ts'
import { FocusKept } from './focus-kept.ts'
import { icon } from './icon.ts'
import { showToast } from './show-toast.ts'

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
/** Bytes a second; 0 stands for a pause. */
const choices = [0, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000]
const rulesMax = 50
const newRule: ScheduleRule = { days: [1, 2, 3, 4, 5], from: '18:00', to: '23:00', speedLimitBytes: 2_000_000 }

/** In the person's language; 1 January 2024 was a Monday. */
const dayWord = (day: Weekday, weekday: 'short' | 'long') => new Date(2024, 0, day).toLocaleDateString(locale, { weekday })

export class ScheduleEditor extends LitElement {
  static override properties = { answer: { attribute: false }, rules: { state: true }, busy: { state: true }, problem: { state: true } }
  declare answer: DownloadsAnswer
  /** As they are edited; undefined while nothing was changed. */
  declare rules: readonly ScheduleRule[] | undefined
  declare busy: boolean
  declare problem: string | undefined
  protected focusKept = new FocusKept(this, '.add')

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, css`
    .all { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); }
    .rules { display: grid; gap: var(--space-3); }
    fieldset { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3) var(--space-4); margin: 0; padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    legend { float: inline-start; inline-size: 100%; padding-inline-end: var(--target); padding-block: 0; font-size: var(--size-2); font-weight: 600; }
    legend em { font-style: normal; color: var(--then); }
    .days { display: flex; flex-wrap: wrap; gap: var(--space-1); }
    .day { position: relative; display: grid; place-items: center; min-inline-size: var(--target); min-block-size: var(--target); padding: 0 var(--space-2); border: 1px solid var(--edge); border-radius: var(--round-2); font-size: var(--size-2); cursor: pointer; }
    .day input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
    .day:has(:checked) { border-color: var(--now); background: var(--now-tint); font-weight: 600; }
    .day:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 1px; }
    .time { inline-size: auto; }
    fieldset { position: relative; }
    .remove { position: absolute; inset-block-start: var(--space-1); inset-inline-end: var(--space-1); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    @media (forced-colors: active) { .day:has(:checked) { outline: 2px solid Highlight; } }
  `]

  private get shown(): readonly ScheduleRule[] {
    return this.rules ?? this.answer.settings.schedule
  }

  private change(place: number, change: Partial<ScheduleRule>): void {
    this.rules = this.shown.map((rule, i) => i === place ? { ...rule, ...change } : rule)
  }

  private day(place: number, day: Weekday, on: boolean): void {
    const { days } = this.shown[place]!
    this.change(place, { days: weekdays.filter((each) => each === day ? on : days.includes(each)) })
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    if (this.shown.some(({ days }) => days.length === 0)) { this.problem = t('downloads.schedule.days'); return }
    this.busy = true
    this.problem = undefined
    try {
      const answer = await admin.changeDownloads(this.answer.version, { ...this.answer.settings, schedule: this.shown })
      this.rules = undefined
      this.dispatchEvent(new DownloadsChangedEvent(answer))
      showToast({ text: t('downloads.schedule.saved') })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = error.kind === 'offline' ? t('connections.offline') : error.message
    } finally {
      this.busy = false
    }
  }

  override render() {
    const { shown, rules, answer } = this
    return html`<form class="all" @submit=${this.save}><p class="soft small">${t('downloads.schedule.lead', { zone: answer.timeZone })}</p>
      ${shown.length === 0 ? html`<p class="soft">${t('downloads.schedule.none')}</p>` : html`<div class="rules">${shown.map((rule, i) => this.rule(rule, i))}</div>`}
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
      <div class="acts"><button type="button" class="button add" aria-disabled=${shown.length < rulesMax ? 'false' : 'true'} @click=${() => { if (shown.length < rulesMax) this.rules = [...shown, newRule] }}>${icon('plus', 18)}${t('downloads.rule.add')}</button>
        ${rules ? html`<button class="button now" aria-disabled=${this.busy ? 'true' : 'false'}>${icon('check', 18)}${t('downloads.rule.save')}</button>
          <button type="button" class="button" @click=${() => { this.rules = this.problem = undefined }}>${icon('undo', 18)}${t('downloads.rule.undo')}</button>` : nothing}</div></form>`
  }

  private rule({ days, from, to, speedLimitBytes }: ScheduleRule, place: number) {
    const number = place + 1
    const chosen = speedLimitBytes === 'pause' ? 0 : speedLimitBytes
    const holds = this.rules === undefined && this.answer.now.rule === place
    const options = [...new Set([...choices, chosen])].sort((a, b) => a - b)
    return html`<fieldset><legend>${t('downloads.rule', { number })}${holds ? html` <em>· ${t('downloads.rule.now')}</em>` : nothing}</legend>
      <div class="days" role="group" aria-label=${t('downloads.rule.days')}>${weekdays.map((day) => html`<label class="day"><input type="checkbox" .checked=${days.includes(day)} aria-label=${dayWord(day, 'long')}
        @change=${(event: Event) => this.day(place, day, (event.target as HTMLInputElement).checked)}><span aria-hidden="true">${dayWord(day, 'short')}</span></label>`)}</div>
      <label class="field"><span>${t('downloads.rule.from')}</span><input class="input time" type="time" required .value=${from} @change=${(event: Event) => this.change(place, { from: timeIn(event) })}></label>
      <label class="field"><span>${t('downloads.rule.to')}</span><input class="input time" type="time" required .value=${to} @change=${(event: Event) => this.change(place, { to: timeIn(event) })}></label>
      <label class="field"><span>${t('downloads.rule.then')}</span><select @change=${(event: Event) => this.change(place, { speedLimitBytes: Number((event.target as HTMLSelectElement).value) || 'pause' })}>
        ${options.map((limit) => html`<option value=${limit} .selected=${limit === chosen}>${limit === 0 ? t('downloads.rule.pause') : t('downloads.rule.limit', { speed: bytes(limit) })}</option>`)}</select></label>
      <button type="button" class="button round plain remove" aria-label=${t('downloads.rule.remove', { number })} @click=${() => { this.rules = this.shown.filter((_, i) => i !== place) }}>${icon('bin', 20)}</button></fieldset>`
  }
}

/** Browsers say seconds too where a step asks for them. */
const timeIn = (event: Event) => (event.target as HTMLInputElement).value.slice(0, 5)

customElements.define('schedule-editor', ScheduleEditor)
declare global { interface HTMLElementTagNameMap { 'schedule-editor': ScheduleEditor } }
