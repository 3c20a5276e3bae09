/** One projection: how it stands, what is done with it, live, and what an admin can do. Says `projection-act` with what was chosen. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { PoisonedEvent, ProjectionInfo, RebuildInfo } from '../../projections/wire.ts'
import type { ProjectionAct } from '../admin.ts'
import { ago, bytes, listed, percent, timeLeft } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { midSentence } from '../strings/shell.ts'
import { t } from '../strings/t.ts'
import { controls, progressBar } from '../styles/controls.ts'
import { FocusKept } from './focus-kept.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'

export class ProjectionActEvent extends Event {
  readonly act: ProjectionAct
  readonly projection: ProjectionInfo
  /** What to skip. */
  readonly poisoned: PoisonedEvent | undefined
  constructor(act: ProjectionAct, projection: ProjectionInfo, poisoned?: PoisonedEvent) {
    super('projection-act', { bubbles: true, composed: true })
    this.act = act
    this.projection = projection
    this.poisoned = poisoned
  }
}

const underWay = (rebuild: RebuildInfo | null): rebuild is RebuildInfo => rebuild !== null && rebuild.endedAt === null

export class ProjectionCard extends LitElement {
  static override properties = { projection: { attribute: false }, busy: { type: Boolean } }
  declare projection: ProjectionInfo
  /** An answer is waited for. */
  declare busy: boolean
  protected focusKept = new FocusKept(this, 'article')

  static override styles = [controls, progressBar, css`
    article:focus { outline: none; }
    article { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); }
    .state { margin-inline-start: auto; display: flex; align-items: center; gap: var(--space-2); font: 600 var(--size-2) / 1.3 var(--text); }
    .state::before { content: ''; inline-size: 0.6rem; block-size: 0.6rem; border-radius: var(--pill); background: var(--then); }
    .state.failed { color: var(--bad); } .state.failed::before { background: var(--bad); border-radius: 0; }
    .state.paused::before { background: transparent; border: 2px solid var(--ink-soft); }
    .state.building::before { background: var(--now); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: var(--space-3) var(--space-4); }
    dt { color: var(--ink-faint); font-size: var(--size-1); }
    dd { font-size: var(--size-2); overflow-wrap: anywhere; }
    .work { display: grid; gap: var(--space-2); padding-block-start: var(--space-4); border-block-start: 1px solid var(--line); }
    .line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-4); font-size: var(--size-2); }
    b { font-weight: 600; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .sum { overflow-wrap: anywhere; }
    .notice { background: var(--ground); }
    .notice p { overflow-wrap: anywhere; }
  `]

  private button(act: ProjectionAct, shown: IconName, extra: { readonly poisoned?: PoisonedEvent; readonly tone?: string } = {}): TemplateResult {
    const { projection } = this
    return html`<button class="button ${extra.tone ?? ''}" aria-disabled=${this.busy ? 'true' : 'false'} aria-label=${t('projections.doing', { what: t(`projections.${act}`), name: projection.name })}
      @click=${() => { if (!this.busy) this.dispatchEvent(new ProjectionActEvent(act, projection, extra.poisoned)) }}>${icon(shown, 18)}${t(`projections.${act}`)}</button>`
  }

  override render() {
    const { name, version, status, rebuild } = this.projection
    const working = underWay(rebuild)
    return html`<article tabindex="-1" aria-label=${name}><header><h2>${name}</h2><span class="soft small">${t('projections.version', { version })}</span>
        <span class="state ${status}">${t(`projections.state.${status}`)}</span></header>
      ${status === 'building' ? this.building(working) : nothing}
      ${this.facts()}
      ${this.projection.error ? this.stopped(this.projection.error, true) : nothing}
      ${rebuild ? html`<div class="work">${working ? this.progress(rebuild) : this.ended(rebuild)}</div>` : nothing}
      ${working ? nothing : html`<div class="acts">${this.button('rebuild', 'sync')}${status === 'building' ? nothing : this.button('verify', 'check')}
        ${status === 'running' ? this.button('pause', 'pause') : status === 'paused' ? this.button('resume', 'play') : nothing}</div>`}</article>`
  }

  private building(working: boolean) {
    const { version, servedVersion: served } = this.projection
    return html`<div class="notice ${working ? '' : 'bad'}"><p>${t(working ? 'projections.building' : 'projections.unbuilt', { version, served })}</p></div>`
  }

  private facts() {
    const { position, lagEvents, lagSeconds, rows, rowsEstimated, bytes: size, updatedAt } = this.projection
    const facts: readonly (readonly [string, string])[] = [
      [t('projections.position'), Number(position).toLocaleString(locale)],
      [t('projections.behind'), lagEvents === 0 ? t('projections.upToDate') : t('projections.lag', { count: lagEvents, time: timeLeft(lagSeconds ?? 0) })],
      [t('projections.rows'), rowsEstimated ? t('projections.about', { count: rows }) : rows.toLocaleString(locale)],
      [t('projections.size'), bytes(size)],
      [t('projections.moved'), ago(updatedAt, Date.now())],
    ]
    return html`<dl>${facts.map(([what, value]) => html`<div><dt>${what}</dt><dd class="figures">${value}</dd></div>`)}</dl>`
  }

  private stopped(poisoned: PoisonedEvent, canResume: boolean) {
    const { type, message, eventId } = poisoned
    return html`<div class="notice bad">${icon('alert')}<p>${t('projections.stoppedAt', { type, message })}</p>
      <div class="acts"><a class="button" href="/admin/events?event=${eventId}">${t('projections.event')}</a>
        ${canResume ? this.button('resume', 'retry') : nothing}${this.button('skip', 'close', { poisoned })}</div></div>`
  }

  private progress({ kind, status, wish, eventsDone, eventsTotal, eventsPerSecond, secondsLeft }: RebuildInfo) {
    const part = eventsTotal > 0 ? Math.min(1, eventsDone / eventsTotal) : 0
    const counted = status !== 'requested' && eventsTotal > 0
    const phase = wish ? t(`projections.wish.${wish}`) : t(`projections.phase.${status}`)
    const what = t(`projections.kind.${kind}`)
    return html`<div class="line figures"><b role="status">${what}: ${phase}</b><span class="soft">${[
        counted ? `${percent(part)} · ${t('projections.events', { done: Math.min(eventsDone, eventsTotal), total: eventsTotal })}` : '',
        eventsPerSecond && status !== 'paused' ? t('projections.rate', { rate: Math.round(eventsPerSecond) }) : '',
        secondsLeft && secondsLeft >= 1 ? t('projections.left', { time: timeLeft(secondsLeft) }) : '',
      ].filter(Boolean).join(' · ')}</span></div>
      <progress max="1" value=${counted && status !== 'verifying' ? part : nothing} aria-label="${what}: ${phase}"></progress>
      <div class="acts">${status === 'paused' ? this.button('resume', 'play', { tone: 'now' }) : this.button('pause', 'pause')}${this.button('cancel', 'close')}</div>`
  }

  private ended({ kind, status, endedAt, startedAt, error, result, swapMs, poisoned }: RebuildInfo) {
    const when = ago(endedAt!, Date.now())
    const what = midSentence(t(`projections.kind.${kind}`))
    if (status === 'failed' && poisoned) return this.stopped(poisoned, false)
    if (status === 'failed') return html`<div class="notice bad">${icon('alert')}<p>${t('projections.ended.failed', { kind: what, when, message: error ?? '' })}</p></div>`
    if (status === 'cancelled') return html`<p class="soft small">${t('projections.ended.cancelled', { kind: what, when })}</p>`
    if (!result) return html`<p class="soft small figures">${t('projections.rebuilt', { when, time: timeLeft((Date.parse(endedAt!) - Date.parse(startedAt)) / 1_000), swap: Math.round(swapMs ?? 0) })}</p>`
    if (!result.same) return html`<div class="notice bad">${icon('alert')}<p>${t('projections.differs', { when, keys: listed(result.differing) })}</p></div>`
    return html`<p class="small figures">${icon('check', 16)} ${t('projections.same', { when, count: result.rows })}</p><p class="faint small sum">${t('projections.sum', { sum: result.sha256Live })}</p>`
  }
}

customElements.define('projection-card', ProjectionCard)
declare global { interface HTMLElementTagNameMap { 'projection-card': ProjectionCard } interface HTMLElementEventMap { 'projection-act': ProjectionActEvent } }
