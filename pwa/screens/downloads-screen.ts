/** Downloads: what waits, is on its way, has arrived, leaves and left; each with its story and what may be done with it. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { playableOf } from '../../domain/playable.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { brokenBound, quotaState } from '../../projections/request-quota.ts'
import type { RetentionAnswer } from '../../projections/wire-storage.ts'
import { askKept } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import type { JobBulkEvent } from '../elements/job-bulk-bar.ts'
import '../elements/job-card.ts'
import { intertitle } from '../elements/notices.ts'
import { pickStyles } from '../elements/pick-styles.ts'
import { Picking } from '../elements/picking.ts'
import { Question } from '../elements/question.ts'
import '../elements/storage-bar.ts'
import { Live, replica } from '../house.ts'
import { doToJobs } from '../job-acts.ts'
import { library } from '../library.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/downloads.ts'
import { bytes } from '../strings/format.ts'
import { until } from '../strings/until.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Group, JobAct } from './downloads-groups.ts'
import { actsFor, GROUPS, groupsOf } from './downloads-groups.ts'

/** Of each part of the list, until somebody wants more. */
const shownAtFirst = 20
/** Longer than an answer takes that is kept here, or comes from a server nearby. */
const waitMs = 250

export class DownloadsScreen extends LitElement {
  static override properties = { show: {}, more: { state: true }, late: { state: true } }
  /** The part that is shown, as the address has it; all where it names none. */
  declare show: string | null
  declare more: ReadonlySet<Group>
  /** What may be asked for is still unknown, and the list waits for it no longer: its lines stand above it. */
  declare late: boolean
  #late: ReturnType<typeof setTimeout> | undefined
  protected live = new Live(this)
  private readonly opened = new Set<string>()
  private retention = new Question<RetentionAnswer>(this, (signal, early) => askKept<RetentionAnswer>('/api/retention', signal, early))
  private picking = new Picking(this, () => this.parts().flatMap(({ jobs }) => jobs.map(({ key }) => key)))

  constructor() {
    super()
    this.show = null
    this.more = new Set()
    this.late = false
  }

  static override styles = [controls, screenFrame, pickStyles, css`
    .top { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4) var(--space-6); max-inline-size: 72rem; margin-block-end: var(--space-5); }
    .mine { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); align-content: start; font-size: var(--size-2); color: var(--ink-soft); }
    .mine b { color: var(--bad); font-weight: 600; }
    download-controls { display: block; max-inline-size: 72rem; min-block-size: 4.25rem; margin-block-end: var(--space-5); }
    .pills { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-end: var(--space-5); }
    .pills .button { gap: var(--space-2); }
    .pills a[aria-current] { border-color: var(--now); background: var(--now-tint); }
    section { margin-block-end: var(--space-6); max-inline-size: 72rem; }
    section h2 { display: flex; align-items: baseline; gap: var(--space-3); margin-block-end: var(--space-4); }
    ul { display: grid; gap: var(--space-3); }
    li { display: grid; grid-template-columns: minmax(0, 1fr); align-items: center; gap: var(--space-2); }
    li.picking { grid-template-columns: auto minmax(0, 1fr); }
    .bone { block-size: 8rem; }
    .notice { max-inline-size: 72rem; margin-block-end: var(--space-4); }
    /* What comes after the first picture has its room: in one line, in two, in three, and where those break. */
    @media (width < 58rem) { download-controls { min-block-size: 6.6rem; } }
    @media (width < 33rem) { download-controls { min-block-size: 10rem; } }
    @media (width < 20.9rem) { download-controls { min-block-size: 13.4rem; } }
    @media (width >= 60rem) { .top:has(.mine) { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); align-items: start; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#late = setTimeout(() => { this.late = true }, waitMs)
    // Only admins see it.
    if (library.mayApprove()) void import('../elements/download-controls.ts')
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#late)
  }

  override willUpdate(): void {
    this.retention.about('retention', true)
    if (this.show !== null && !(GROUPS as readonly string[]).includes(this.show)) this.show = null
    this.picking.settle()
    if (this.picking.active) void import('../elements/job-bulk-bar.ts')
  }

  private parts(): readonly { readonly group: Group; readonly jobs: readonly JobRow[]; readonly all: number }[] {
    return [...groupsOf(library.jobs())].flatMap(([group, all]) => this.show !== null && this.show !== group ? [] : [{ group, jobs: this.more.has(group) ? all : all.slice(0, shownAtFirst), all: all.length }])
  }

  private actsOf(job: JobRow, group: Group): readonly JobAct[] {
    const session = replica()?.session
    return session ? actsFor(job, session, group === 'ended' && library.jobOf(playableOf(job))?.key !== job.key) : []
  }

  private bulk({ act, jobs }: JobBulkEvent): void {
    void doToJobs(act, jobs).then((done) => { if (done) this.picking.leave() })
  }

  override render() {
    const jobs = library.jobs()
    const { answer, state } = this.retention.reply
    const waits = answer === undefined && state === 'waiting' && !this.late
    if (!this.live.ready || (jobs.length === 0 ? !this.live.whole : waits)) return html`<div class="head"><h1 tabindex="-1">${t('nav.downloads')}</h1></div><ul aria-busy="true">${[0, 1, 2].map(() => html`<li class="bone"></li>`)}</ul>`
    // Until it is known, as most often: what comes later would push the list down.
    const reachable = library.link().online || library.link().syncing
    return html`<div class="head"><h1 tabindex="-1">${t('nav.downloads')}</h1>${jobs.length > 1 ? html`<button class="button ${this.picking.active ? 'on' : ''}" aria-pressed=${this.picking.active ? 'true' : 'false'} @click=${this.picking.turn}>${icon('check', 18)}${t('downloads.select')}</button>` : nothing}</div>
      ${reachable ? nothing : html`<div class="notice">${icon('offline')}<p>${t('downloads.offline')}</p></div>`}
      ${library.mayApprove() && reachable ? html`<download-controls></download-controls>` : nothing}
      ${jobs.length === 0 ? intertitle(t('downloads.empty'), t('downloads.empty.lead'), html`<a class="button now" href="/search">${t('home.empty.search')}</a>`) : this.list(jobs)}`
  }

  private list(jobs: readonly JobRow[]) {
    const { answer } = this.retention.reply
    const parts = this.parts()
    const picked = parts.flatMap(({ group, jobs: shown }) => shown.filter(({ key }) => this.picking.keys.has(key)).map((job) => ({ job, acts: this.actsOf(job, group) })))
    return html`<div class="top"><storage-bar .jobs=${jobs} .quota=${answer?.rules.quotaBytes ?? null}></storage-bar>${answer ? this.mine(jobs, answer) : nothing}</div>
      ${this.pills(jobs)}
      ${parts.length === 0 ? intertitle(t('downloads.none'), t('downloads.none.lead'), html`<a class="button" href="/downloads">${t('downloads.all')}</a>`) : nothing}
      ${repeat(parts, ({ group }) => group, ({ group, jobs: shown, all }) => html`<section aria-labelledby=${group}><h2 id=${group}>${t(`downloads.${group}`)} <span class="soft small figures">${all}</span></h2>
        <ul>${repeat(shown, ({ key }) => key, (job) => this.row(job, group))}</ul>
        ${shown.length < all ? html`<p><button class="button" @click=${() => { this.more = new Set([...this.more, group]) }}>${t('downloads.more', { count: all - shown.length })}</button></p>` : nothing}</section>`)}
      ${this.picking.active ? html`<job-bulk-bar .picked=${picked} @job-bulk=${this.bulk} @clear=${this.picking.leave}></job-bulk-bar>` : nothing}`
  }

  private row(job: JobRow, group: Group) {
    const name = library.called(playableOf(job))
    return html`<li class=${this.picking.active ? 'picking' : ''} data-key=${job.key}>${this.picking.box(job.key, name)}<job-card .job=${job} .opened=${this.opened} .acts=${this.actsOf(job, group)} .rules=${this.retention.reply.answer?.rules}></job-card></li>`
  }

  private pills(jobs: readonly JobRow[]) {
    const groups = groupsOf(jobs)
    const there = GROUPS.filter((group) => groups.has(group) || group === this.show)
    if (there.length < 2 && this.show === null) return nothing
    const pill = (group: Group | null, label: string, count: number) => html`<a class="button" href=${group === null ? '/downloads' : `/downloads?show=${group}`} aria-current=${this.show === group ? 'page' : nothing}
      @click=${(event: MouseEvent) => this.choose(event, group)}>${label} <span class="soft figures">${count}</span></a>`
    return html`<nav class="pills" aria-label=${t('downloads.show')}>${pill(null, t('downloads.all'), jobs.length)}${there.map((group) => pill(group, t(`downloads.${group}`), groups.get(group)?.length ?? 0))}</nav>`
  }

  /** Filters do not fill the way back. */
  private choose(event: MouseEvent, group: Group | null): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo(group === null ? '/downloads' : `/downloads?show=${group}`, 'replace')
  }

  /** What is left of what this person may ask for. */
  private mine(jobs: readonly JobRow[], { quota }: RetentionAnswer) {
    const state = quotaState(jobs, library.userId(), quota, Date.now())
    const { requestsPerWeek: week, bytes: room, unwatched } = state
    const lines = [
      week.max === null ? '' : t('quota.week', { used: week.used, count: week.max }), unwatched.max === null ? '' : t('quota.unwatched', { used: unwatched.used, count: unwatched.max }),
      room.max === null ? '' : t('quota.bytes', { used: bytes(room.used), max: bytes(room.max) }),
    ].filter(Boolean)
    if (lines.length === 0) return nothing
    const broken = brokenBound(state)
    const full = broken === null ? nothing : html`<b>${broken === 'requestsPerWeek' ? t('quota.full.requestsPerWeek', { when: until(state.nextRequestAt ?? '', Date.now()) }) : t(`quota.full.${broken}`)}</b>`
    return html`<p class="mine figures">${lines.map((line) => html`<span>${line}</span>`)}${full}</p>`
  }
}

customElements.define('downloads-screen', DownloadsScreen)
declare global { interface HTMLElementTagNameMap { 'downloads-screen': DownloadsScreen } }
