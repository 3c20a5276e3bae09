/** One import of the catalogue: what, how far, and what can be done with it; its failures when they are asked for. Says `import-act` with what was chosen. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { SyncDetail, SyncInfo } from '../../projections/wire-syncs.ts'
import type { ImportAct } from '../admin.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { titlePath } from '../routes.ts'
import { ago, calendarDate, percent, tenths, timeLeft } from '../strings/format.ts'
import { t } from '../strings/imports.ts'
import { locale } from '../strings/language.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { controls, progressBar } from '../styles/controls.ts'
import { FocusKept } from './focus-kept.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { withCommas } from '../strings/with-commas.ts'

export class ImportActEvent extends Event {
  readonly act: ImportAct
  readonly run: SyncInfo
  constructor(act: ImportAct, run: SyncInfo) {
    super('import-act', { bubbles: true, composed: true })
    this.act = act
    this.run = run
  }
}

export class ImportCard extends LitElement {
  static override properties = { run: { attribute: false }, busy: { type: Boolean }, detail: { state: true }, failure: { state: true } }
  declare run: SyncInfo
  /** An answer is waited for. */
  declare busy: boolean
  /** With what failed, once somebody wanted to see it. */
  declare detail: SyncDetail | undefined
  declare failure: CatalogueFailure | undefined
  protected focusKept = new FocusKept(this, 'article')
  #asked = ''

  static override styles = [controls, progressBar, css`
    .bone { block-size: 3rem; }
    article:focus { outline: none; }
    article { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); }
    h2 { overflow-wrap: anywhere; }
    .state { margin-inline-start: auto; display: flex; align-items: center; gap: var(--space-2); font: 600 var(--size-2) / 1.3 var(--text); }
    .state::before { content: ''; inline-size: 0.6rem; block-size: 0.6rem; border-radius: var(--pill); background: var(--then); }
    .state.running::before { background: var(--now); }
    .state.failed { color: var(--bad); } .state.failed::before { background: var(--bad); border-radius: 0; }
    .state.paused::before, .state.cancelled::before { background: transparent; border: 2px solid var(--ink-soft); }
    .when { inline-size: 100%; }
    .work { display: grid; gap: var(--space-2); }
    .line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-4); font-size: var(--size-2); }
    b { font-weight: 600; }
    dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: var(--space-3) var(--space-4); }
    dt { color: var(--ink-faint); font-size: var(--size-1); }
    dd { font: 600 var(--size-3) / 1.3 var(--text); }
    dd.bad { color: var(--bad); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .notice { background: var(--ground); }
    .notice p { overflow-wrap: anywhere; }
    summary { min-block-size: var(--target); display: flex; align-items: center; gap: var(--space-2); cursor: pointer; font-size: var(--size-2); font-weight: 600; }
    summary svg { transition: transform var(--quick); }
    details[open] summary svg { transform: rotate(180deg); }
    .failures { display: grid; gap: var(--space-1); max-block-size: 18rem; overflow-y: auto; font-size: var(--size-2); }
    .failures li { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: var(--space-1) var(--space-3); padding-block: var(--space-2); border-block-start: 1px solid var(--line); overflow-wrap: anywhere; }
    .failures a { align-self: start; padding-block: 0.2rem; }
  `]

  override willUpdate(): void {
    // What is shown of the failures is asked for anew when there are others.
    const { runId, failed, gone } = this.run
    const stand = `${runId} ${failed} ${gone}`
    if (this.detail && this.#asked !== stand) void this.#ask()
  }

  async #ask(): Promise<void> {
    const { runId, failed, gone } = this.run
    this.#asked = `${runId} ${failed} ${gone}`
    try {
      this.detail = await admin.import(runId)
      this.failure = undefined
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.failure = error
    }
  }

  private button(act: ImportAct, shown: IconName, tone = ''): TemplateResult {
    const { run } = this
    return html`<button class="button ${tone}" aria-disabled=${this.busy ? 'true' : 'false'} aria-label=${t('imports.doing', { what: t(`imports.${act}`), name: nameOf(run) })}
      @click=${() => { if (!this.busy) this.dispatchEvent(new ImportActEvent(act, run)) }}>${icon(shown, 18)}${t(`imports.${act}`)}</button>`
  }

  override render() {
    const { status, way, startedAt, endedAt, failed, gone, errorCode, errorMessage } = this.run
    const name = nameOf(this.run)
    return html`<article tabindex="-1" aria-label=${name}><header><h2>${name}</h2><span class="state ${status}">${t(`imports.state.${status}`)}</span>
        <span class="soft small when">${t(endedAt ? 'imports.ended' : 'imports.begun', { when: ago(endedAt ?? startedAt, Date.now()), way: t(`imports.way.${way}`) })}</span></header>
      ${status === 'completed' || status === 'cancelled' ? nothing : this.progress()}
      ${status === 'failed' ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${tellRefusal(errorCode ?? '', errorMessage ?? '')}</p></div>` : nothing}
      ${this.counts()}
      ${failed + gone > 0 ? this.failures() : nothing}
      ${status === 'completed' && failed === 0 || status === 'cancelled' ? nothing : html`<div class="acts">
        ${status === 'running' ? this.button('pause', 'pause') : nothing}${status === 'paused' || status === 'failed' ? this.button('resume', 'play', 'now') : nothing}
        ${status === 'completed' ? nothing : this.button('cancel', 'close')}${failed > 0 && status !== 'failed' ? this.button('retry', 'retry') : nothing}</div>`}</article>`
  }

  private progress() {
    const { status, phase, moved, total, titlesPerSecond, secondsLeft, note } = this.run
    const counted = phase !== 'listing' && total !== null && total > 0
    const part = counted ? Math.min(1, moved / total) : 0
    const what = t(`imports.phase.${phase}`)
    return html`<div class="work"><div class="line figures"><b>${what}</b><span class="soft">${[
        counted ? `${percent(part)} · ${t('imports.moved', { moved, total })}` : '',
        titlesPerSecond === null ? '' : t('imports.rate', { rate: titlesPerSecond < 10 ? tenths(titlesPerSecond) : Math.round(titlesPerSecond) }),
        secondsLeft !== null && secondsLeft >= 1 ? t('imports.left', { time: timeLeft(secondsLeft) }) : '',
      ].filter(Boolean).join(' · ')}</span></div>
      ${status === 'running' || counted ? html`<progress max="1" value=${counted ? part : nothing} aria-label="${nameOf(this.run)}: ${what}"></progress>` : nothing}
      ${note ? html`<p class="soft small" role="status">${icon('clock', 16)} ${note}</p>` : nothing}</div>`
  }

  private counts() {
    const { done, gone, failed, fetched, way, phase, status } = this.run
    const inFiles = way === 'files' && status !== 'completed' && (phase === 'fetching' || phase === 'loading')
    const counts = [...inFiles ? [[t('imports.fetched'), fetched] as const] : [], [t('imports.done'), done], [t('imports.gone'), gone], [t('imports.failed'), failed]] as const
    return html`<dl>${counts.map(([what, count], i) => html`<div><dt>${what}</dt><dd class="figures ${i === counts.length - 1 && count > 0 ? 'bad' : ''}">${count.toLocaleString(locale)}</dd></div>`)}</dl>`
  }

  private failures() {
    const { detail } = this
    const shown = detail && [
      ...detail.failures.map(({ code, tries, ...title }) => {
        const message = tellRefusal(code, title.message)
        return { ...title, why: tries > 1 ? t('imports.why', { message, count: tries }) : message }
      }),
      ...detail.goneTitles.map((title) => ({ ...title, why: t('imports.why.gone') })),
    ]
    return html`<details @toggle=${(event: ToggleEvent) => { if (event.newState === 'open' && !detail) void this.#ask() }}><summary>${icon('chevronDown', 18)}${t('imports.failures')}</summary>
      ${this.failure ? failureNotice(this.failure, () => void this.#ask(), { offline: t('imports.offline') }) : nothing}
      ${shown ? html`<ul class="failures" tabindex="0" aria-label=${t('imports.failures')}>${shown.map(({ mediaType, tmdbId, why }) =>
        html`<li><a href=${titlePath({ mediaType, tmdbId })}>${t(`imports.title.${mediaType}`, { id: tmdbId })}</a><span class="soft">${why}</span></li>`)}</ul>`
      : this.failure ? nothing : html`<div class="bone" role="status" aria-label=${t('imports.loading')}></div>`}</details>`
  }
}

/** What is imported, in words. */
export function nameOf({ source: { kind, mediaType = 'movie', tmdbId, count, date, file, query } }: Pick<SyncInfo, 'source'>): string {
  switch (kind) {
    case 'title': return t(`imports.title.${mediaType}`, { id: tmdbId! })
    case 'ids': return t(`imports.source.ids.${mediaType}`, { count: count! })
    case 'export': return t(`imports.source.export.${mediaType}`, { from: date === undefined ? file! : calendarDate(`${date}T12:00:00Z`) })
    case 'discover': return t('imports.source.discover', { filters: [...new URLSearchParams(query)].filter(([name]) => name !== 'kind').map((pair) => pair.join(' ')).reduce((all, each) => withCommas(all, each), '') || t('imports.source.discover.all') })
    case 'library': case 'refresh': return t(`imports.source.${kind}`)
  }
}

customElements.define('import-card', ImportCard)
declare global { interface HTMLElementTagNameMap { 'import-card': ImportCard } interface HTMLElementEventMap { 'import-act': ImportActEvent } }
