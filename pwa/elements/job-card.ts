/** One download: what it is, how far, what becomes of it, and what may be done with it. On a card in focus, plus and minus move it in the queue. */

import { LitElement, css, html, nothing } from 'lit'
import { playableOf } from '../../domain/playable.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import { expiresAt } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { stayOf } from '../../projections/jobs.ts'
import { doToJobs } from '../job-acts.ts'
import { isUnderWay, library } from '../library.ts'
import { playablePath, playPath } from '../paths.ts'
import type { JobAct } from '../screens/downloads-groups.ts'
import { t } from '../strings/downloads.ts'
import { ago, bytes } from '../strings/format.ts'
import { tellFailure } from '../strings/job-failure.ts'
import { until } from '../strings/until.ts'
import { controls } from '../styles/controls.ts'
import { FocusKept } from './focus-kept.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import './job-progress.ts'
import './poster.ts'

const ICONS: Readonly<Record<JobAct, IconName>> = {
  approve: 'check', decline: 'close', cancel: 'close', retry: 'retry', choose: 'search', sooner: 'plus', later: 'minus', keep: 'lock', letGo: 'out', bin: 'bin', restore: 'undo', delete: 'bin', bringBack: 'downloads',
}
const WEEK_MS = 7 * 86_400_000
/** In sight beside what plays it. */
const shownActs = 2
/** What is done most is a button in colour. */
const FIRST: ReadonlySet<JobAct> = new Set(['approve', 'retry', 'restore'])

export class JobCard extends LitElement {
  static override properties = { job: { attribute: false }, acts: { attribute: false }, rules: { attribute: false }, opened: { attribute: false }, choosing: { state: true } }
  declare job: JobRow
  declare acts: readonly JobAct[]
  /** Undefined until they are known. */
  declare rules: RetentionRules | undefined
  /** Keys of those whose story is open; the screen's, because a job moves from one part of it to another. */
  declare opened: Set<string>
  declare choosing: boolean
  protected focusKept = new FocusKept(this, 'article')

  constructor() {
    super()
    this.opened = new Set()
    this.choosing = false
  }

  static override styles = [controls, css`
    article { position: relative; display: grid; grid-template-columns: min(4.5rem, 22.5vw) minmax(0, 1fr); gap: var(--space-3) var(--space-4); padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    article:focus { outline: none; }
    .main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-2) var(--space-4); align-content: center; min-inline-size: 0; }
    h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-3); font: 400 var(--size-4) / 1.2 var(--display); }
    h3 a { text-decoration: none; overflow-wrap: anywhere; }
    h3 a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
    .about { display: flex; flex-wrap: wrap; column-gap: 1.25em; overflow-x: clip; color: var(--ink-soft); font-size: var(--size-2); }
    /* Before each, so that no line begins with one: the first's lies outside. */
    .about > * { position: relative; min-inline-size: 0; }
    .about > *::before { content: '·'; position: absolute; inset-inline-end: 100%; inset-block-start: 0; inline-size: 1.25em; text-align: center; color: var(--ink-faint); font-weight: 400; }
    save-offline:not(:defined) { display: inline-block; inline-size: 11.5rem; min-block-size: var(--target); }
    .room { visibility: hidden; }
    .mark { color: var(--then); font-weight: 600; }
    .error { color: var(--bad); font-size: var(--size-2); overflow-wrap: anywhere; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    details { grid-column: 2 / -1; }
    summary { min-block-size: var(--target); display: inline-flex; align-items: center; gap: var(--space-2); color: var(--ink-soft); font-size: var(--size-2); cursor: pointer; }
    summary::-webkit-details-marker { display: none; }
    summary svg { transition: transform var(--quick); }
    details[open] summary svg { transform: rotate(180deg); }
    job-story { margin-block-start: var(--space-3); }
    @media (width < 44rem) {
      /* Words beside the poster, buttons below it. */
      .main { display: contents; }
      .main > * { grid-column: 2; }
      .main > .acts, details { grid-column: 1 / -1; }
      rewind-poster { grid-row: span 3; align-self: start; }
    }
    @media (width >= 44rem) { rewind-poster { grid-row: span 2; align-self: start; } }
    @media (width >= 60rem) { .main { grid-template-columns: minmax(0, 1fr) auto; align-items: center; } .main > * { grid-column: 1; } .main .acts { grid-column: 2; grid-row: 1 / span 4; max-inline-size: 34rem; justify-content: end; } }
    [popover] { inset: auto; position-area: block-end span-inline-start; position-try-fallbacks: flip-block; margin: var(--space-1) 0; min-inline-size: 13rem; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow); }
    @supports not (position-area: block-end) { [popover] { inset: 0; margin: auto; } }
    .choice { display: flex; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding-inline: var(--space-3); border: 0; border-radius: var(--round-2); background: none; font-size: var(--size-2); text-align: start; text-decoration: none; cursor: pointer; }
    .choice:hover { background: var(--raise-2); }
  `]

  private pressed(event: KeyboardEvent): void {
    const act = event.key === '+' ? 'sooner' : event.key === '-' ? 'later' : undefined
    if (act === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.acts.includes(act)) return
    event.preventDefault()
    void doToJobs(act, [this.job])
  }

  private toggled(event: Event): void {
    if ((event.target as HTMLDetailsElement).open) this.opened.add(this.job.key)
    else this.opened.delete(this.job.key)
    this.requestUpdate()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void import('./save-offline.ts')
  }

  override render() {
    const { job } = this
    const playable = playableOf(job)
    const film = library.film(playable)
    const name = library.called(playable)
    return html`<article tabindex="-1" aria-label=${name} @keydown=${this.pressed}>
      <rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="4.5rem"></rewind-poster>
      <div class="main"><h3><a class="tap" href=${playablePath(playable)}>${name}</a></h3>
        ${isUnderWay(job) ? html`<job-progress .job=${job} name=${name}></job-progress>` : nothing}
        ${this.trouble()}
        <p class="about small figures">${this.facts().map(({ text, mark }) => html`<span class=${mark ? 'mark' : ''}>${text}</span>`)}${this.isOpenWhenItLeaves() ? html`<span class="room" aria-hidden="true">${t('downloads.leaves', { when: until(new Date(Date.now() + WEEK_MS).toISOString(), Date.now()) })}</span>` : nothing}</p>
        <div class="acts">${this.play()}${this.buttons(name)}${job.status === 'ready' || job.watchable === 'now' ? html`<save-offline .jobId=${job.key} .title=${name}></save-offline>` : nothing}</div></div>
      <details .open=${this.opened.has(job.key)} @toggle=${this.toggled}><summary>${icon('chevronDown', 16)}${t('job.story')}</summary>${this.opened.has(job.key) ? this.story() : nothing}</details></article>
      ${this.choosing ? html`<title-releases .film=${film} .playable=${playable}></title-releases>` : nothing}`
  }

  private story() {
    void import('./job-story.ts')
    return html`<job-story .job=${this.job} ?may=${this.acts.includes('choose')}></job-story>`
  }

  private play() {
    const { status, watchable } = this.job
    if (status !== 'ready' && !(watchable === 'now' && (status === 'downloading' || status === 'preparing'))) return nothing
    return html`<a class="button now" href=${playPath(playableOf(this.job))}>${icon('play', 18)}${t(status === 'ready' ? 'title.play' : 'title.watchNow')}</a>`
  }

  /** The likeliest in sight, the rest in a menu. */
  private buttons(title: string) {
    const room = this.play() === nothing ? shownActs + 1 : shownActs
    const shown = this.acts.length <= room ? this.acts : this.acts.slice(0, shownActs)
    const rest = this.acts.slice(shown.length)
    const label = t('downloads.doing', { what: t('downloads.moreActs'), title })
    return html`${shown.map((act) => this.button(act, title, `button ${FIRST.has(act) ? 'now' : ''}`))}
      ${rest.length === 0 ? nothing : html`<button class="button round" popovertarget="more" aria-label=${label} title=${t('downloads.moreActs')}>${icon('more', 18)}</button>
        <div id="more" popover role="group" aria-label=${label}>${rest.map((act) => this.button(act, title, 'choice'))}</div>`}`
  }

  private do(act: JobAct): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]:popover-open')?.hidePopover()
    void (act === 'choose' ? this.choose() : doToJobs(act, [this.job]))
  }

  private async choose(): Promise<void> {
    await import('../screens/title-releases.ts')
    this.choosing = true
    await this.updateComplete
    this.renderRoot.querySelector('title-releases')?.show()
  }

  private button(act: JobAct, title: string, style: string) {
    const what = t(`downloads.act.${act}`)
    const inside = html`${icon(ICONS[act], 18)}${what}`
    return html`<button class=${style} aria-label=${t('downloads.doing', { what, title })} @click=${() => this.do(act)}>${inside}</button>`
  }

  private trouble() {
    const { status, errorMessage, approval } = this.job
    if (status === 'error') return html`<p class="error">${t('job.failed', { message: tellFailure(this.job) })}</p>`
    if (status === 'cancelled' && approval === 'declined') return html`<p class="error">${errorMessage ? t('downloads.declined', { reason: errorMessage }) : t('downloads.declined.plain')}</p>`
    return nothing
  }

  private facts(): readonly { readonly text: string; readonly mark?: boolean }[] {
    const { job } = this
    const now = Date.now()
    const says = (text: string | false, mark = false) => text === false ? [] : [{ text, mark }]
    return [
      ...says(job.requestedBy !== '' && (library.isMe(job.requestedBy) ? t('downloads.for.you') : t('downloads.for', { name: library.personName(job.requestedBy) }))),
      ...says(job.status === 'ready' && job.readyAt !== null && t('job.stored', { when: ago(job.readyAt, now), size: bytes(job.sizeBytes ?? 0) })),
      ...says(isUnderWay(job) && job.priority !== 'NORMAL' && t(job.priority === 'HIGH' ? 'downloads.urgent' : 'downloads.patient'), true),
      ...says(job.tried.length > 0 && t('downloads.tried', { count: job.tried.length })),
      ...says(this.end(now), job.leaving !== null || job.status === 'binned'),
      ...says((job.status === 'cancelled' || job.status === 'deleted' || job.status === 'deleting') && `${t(`job.${job.status}`)} ${ago(job.changedAt, now)}`),
    ]
  }

  /** It will be told once the rules are here: until then it has its room. */
  private isOpenWhenItLeaves(): boolean {
    return this.job.status === 'ready' && !this.job.kept && !this.job.leaving && !this.rules
  }

  /** When it leaves, or left. */
  private end(now: number): string | false {
    const { status, bin, kept, leaving } = this.job
    if (status === 'binned' && bin) return t(bin.why === 'asked' ? 'downloads.binned' : `downloads.binned.${bin.why}`, { when: until(bin.until, now) })
    if (status !== 'ready') return false
    if (kept) return t('downloads.kept')
    const stay = stayOf(this.job)
    const end = this.rules && stay ? expiresAt(stay, this.rules) : leaving?.leavesAt ?? null
    if (end === null) return this.rules ? t('downloads.stays') : false
    return t(leaving?.why === 'room' ? 'downloads.leaves.room' : 'downloads.leaves', { when: until(end, now) })
  }
}

customElements.define('job-card', JobCard)
declare global { interface HTMLElementTagNameMap { 'job-card': JobCard } }
