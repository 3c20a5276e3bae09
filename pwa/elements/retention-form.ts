/** The rules by which films leave, with what they would do before they are saved. Says `retention-save` with what was chosen. */

import { LitElement, css, html, nothing } from 'lit'
import { playableOf } from '../../domain/playable.ts'
import type { RetentionRules, Saving } from '../../domain/retention.ts'
import { SAVINGS } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { Ends } from '../../projections/plan-retention.ts'
import { endsUnder } from '../../projections/plan-retention.ts'
import type { PastUnderRules } from '../../projections/wire-storage.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { playablePath } from '../paths.ts'
import { t } from '../strings/downloads.ts'
import { bytes } from '../strings/format.ts'
import { until } from '../strings/until.ts'
import { controls } from '../styles/controls.ts'
import { showToast } from './show-toast.ts'

export class RetentionSaveEvent extends Event {
  readonly rules: RetentionRules
  constructor(rules: RetentionRules) {
    super('retention-save')
    this.rules = rules
  }
}

const GIGABYTE = 1e9
const FIELDS = [['unwatchedDays', 1, 3_650], ['watchedDays', 1, 3_650], ['maxHoursAfterReady', 1, 87_600], ['binDays', 0, 365]] as const
const lookAheadMs = 14 * 86_400_000
const rowsShown = 12

export class RetentionForm extends LitElement {
  static override properties = { rules: { attribute: false }, busy: { type: Boolean }, chosen: { state: true }, past: { state: true } }
  /** Those in force. */
  declare rules: RetentionRules
  declare busy: boolean
  /** As the fields say; undefined while they say what is in force. */
  declare chosen: RetentionRules | undefined
  declare past: PastUnderRules | undefined
  protected live = new Live(this)

  static override styles = [controls, css`
    :host { display: grid; gap: var(--space-5); }
    form { display: grid; gap: var(--space-3); }
    .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: 0 var(--space-4); }
    .field { grid-row: span 3; grid-template-rows: subgrid; align-items: end; gap: var(--space-2); padding-block-end: var(--space-3); }
    .if { display: grid; gap: var(--space-2); padding: var(--space-4); border-radius: var(--round-2); background: var(--ground); font-size: var(--size-2); }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
    .wrap { overflow-x: auto; }
    table { inline-size: 100%; border-collapse: collapse; font-size: var(--size-2); }
    caption { text-align: start; font-weight: 600; padding-block-end: var(--space-2); }
    th { text-align: start; font-weight: 500; color: var(--ink-faint); font-size: var(--size-1); }
    td a { display: inline-flex; align-items: center; min-block-size: var(--target); }
    th, td { padding-block: var(--space-2); padding-inline-end: var(--space-3); border-block-end: 1px solid var(--line); }
    .end { text-align: end; }
    .changed { color: var(--then); font-weight: 600; }
  `]

  private changed = () => {
    const form = new FormData(this.renderRoot.querySelector('form')!)
    const number = (name: string) => { const text = String(form.get(name) ?? '').trim(); return text === '' || Number.isNaN(Number(text)) ? null : Number(text) }
    const gigabytes = number('quotaGigabytes')
    this.chosen = {
      unwatchedDays: number('unwatchedDays'), watchedDays: number('watchedDays'), maxHoursAfterReady: number('maxHoursAfterReady'), binDays: number('binDays') ?? this.rules.binDays,
      saving: form.get('saving') as Saving, leaseDays: number('leaseDays') ?? this.rules.leaseDays, quotaBytes: gigabytes === null ? null : Math.round(gigabytes * GIGABYTE),
    }
    this.past = undefined
  }

  private save(event: SubmitEvent): void {
    event.preventDefault()
    if (this.chosen && !this.busy) this.dispatchEvent(new RetentionSaveEvent(this.chosen))
  }

  override willUpdate(changed: Map<string, unknown>): void {
    // The same again, asked for because something else was saved, leaves what is being typed.
    if (changed.has('rules') && JSON.stringify(changed.get('rules')) !== JSON.stringify(this.rules)) this.chosen = undefined
  }

  private async lookBack(): Promise<void> {
    try {
      this.past = await admin.pastUnder(this.chosen ?? this.rules)
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('admin.storage.offline') : error.message, tone: 'bad' })
    }
  }

  override render() {
    const { rules, chosen } = this
    const stored = library.jobs().filter(({ status }) => status === 'ready')
    const nowMs = Date.now()
    const [then, now] = [chosen ?? rules, rules].map((each) => endsUnder(library.jobs(), each, nowMs)) as [Ends, Ends]
    return html`<form @submit=${this.save} @input=${this.changed}><div class="fields">
        ${FIELDS.map(([name, min, max]) => html`<label class="field"><span>${t(`rules.${name}`)}</span><input class="input figures" type="number" inputmode="numeric" name=${name} min=${min} max=${max} step="1" ?required=${name === 'binDays'} placeholder=${name === 'binDays' ? '' : t('rules.unbounded')} .value=${String(rules[name] ?? '')}></label>`)}
        <label class="field"><span>${t('rules.quotaGigabytes')}</span><input class="input figures" type="number" inputmode="decimal" name="quotaGigabytes" min="0.001" step="any" placeholder=${t('rules.unbounded')} .value=${rules.quotaBytes === null ? '' : String(rules.quotaBytes / GIGABYTE)}><small>${t('rules.quota.lead')}</small></label>
        <label class="field"><span>${t('rules.saving')}</span><select class="input" name="saving">${SAVINGS.map((saving) => html`<option value=${saving} .selected=${saving === rules.saving}>${t(`rules.saving.${saving}`)}</option>`)}</select></label>
        <label class="field"><span>${t('rules.leaseDays')}</span><input class="input figures" type="number" inputmode="numeric" name="leaseDays" min="1" max="365" step="1" required .value=${String(rules.leaseDays)}></label></div>
      ${this.whatIf(stored, then, now)}
      <div class="row"><button class="button now" aria-disabled=${chosen && !this.busy ? 'false' : 'true'}>${t('admin.storage.save')}</button>${chosen ? html`<span class="soft small" role="status">${t('admin.storage.unsaved')}</span>` : nothing}</div></form>
      ${stored.length === 0 ? nothing : this.table(stored, then, now, nowMs)}`
  }

  private whatIf(stored: readonly JobRow[], ...ends: readonly [Ends, Ends]) {
    const limit = new Date(Date.now() + lookAheadMs).toISOString()
    const [then, now] = ends.map((end) => stored.filter((job) => (end(job) ?? '~') <= limit)) as [JobRow[], JobRow[]]
    const more = then.length - now.length
    return html`<section class="if figures" aria-live="polite"><h3>${t('rules.if')}</h3>
      <p>${then.length === 0 ? t('rules.if.none') : t('rules.if.leaves', { count: then.length, size: bytes(then.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)) })}
        ${more === 0 ? nothing : more > 0 ? t('rules.if.more', { count: more }) : t('rules.if.fewer', { count: -more })}</p>
      ${this.past ? html`<p>${this.past.films === 0 ? t('rules.past.none') : t('rules.past.some', { count: this.past.films, later: this.past.watchedLater })}</p>` : html`<p><button type="button" class="button" @click=${() => void this.lookBack()}>${t('rules.past')}</button></p>`}</section>`
  }

  private table(stored: readonly JobRow[], then: Ends, before: Ends, now: number) {
    const rows = stored.map((job) => ({ job, end: then(job), changed: then(job) !== before(job) })).sort((a, b) => (a.end ?? '~') < (b.end ?? '~') ? -1 : 1)
    return html`<div class="wrap"><table><caption>${t('rules.table')}</caption><thead><tr><th scope="col">${t('rules.table.film')}</th><th scope="col" class="end">${t('rules.table.size')}</th><th scope="col" class="end">${t('rules.table.leaves')}</th></tr></thead>
      <tbody>${rows.slice(0, rowsShown).map(({ job, end, changed }) => {
        const playable = playableOf(job)
        const held = job.copies.filter((copy) => Date.parse(copy.until) > now).length
        return html`<tr><td><a href=${playablePath(playable)}>${library.called(playable)}</a>${held === 0 ? nothing : html`<br><small class="soft figures">${t('rules.table.copies', { count: held })}</small>`}</td><td class="end figures">${bytes(job.sizeBytes ?? 0)}</td>
          <td class="end ${changed ? 'changed' : ''}">${job.kept ? t('downloads.kept') : end === null ? t('downloads.stays') : Date.parse(end) <= now ? t('rules.table.now') : until(end, now)}</td></tr>`
      })}</tbody></table></div>`
  }
}

customElements.define('retention-form', RetentionForm)
declare global { interface HTMLElementTagNameMap { 'retention-form': RetentionForm } interface HTMLElementEventMap { 'retention-save': RetentionSaveEvent } }
