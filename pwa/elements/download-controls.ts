/**
 * Pause and speed limit of all downloads, for admins: on the screens Downloads and Connections. Asks by itself, again when the window is seen anew and once a minute
 * while it is, because the schedule moves on. Says `downloads-changed` with each answer.
 */

import { LitElement, css, html, nothing } from 'lit'
import type { DownloadSettings } from '../../domain/download-settings.ts'
import type { DownloadsAnswer } from '../../projections/wire-connections.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { library } from '../library.ts'
import { t } from '../strings/connections.ts'
import { bytes } from '../strings/format.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { showToast } from './show-toast.ts'

const askAgainMs = 60_000
/** Bytes a second. */
const limitsOffered = [1, 2, 5, 10, 20, 50, 100].map((megabytes) => megabytes * 1_000_000)

export class DownloadsChangedEvent extends Event {
  readonly answer: DownloadsAnswer
  constructor(answer: DownloadsAnswer) {
    super('downloads-changed')
    this.answer = answer
  }
}

export class DownloadControls extends LitElement {
  static override properties = { answer: { attribute: false }, failure: { state: true } }
  /** What came last, or what somebody else's act answered. */
  declare answer: DownloadsAnswer | undefined
  declare failure: CatalogueFailure | undefined
  #asking = new AbortController()
  /** One change after the other, in the order they were asked for. */
  #changes: Promise<void> = Promise.resolve()
  #again: ReturnType<typeof setInterval> | undefined

  static override styles = [controls, css`
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-4); padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .say { flex: 1 1 min(16rem, 100%); display: flex; align-items: center; gap: var(--space-3); font-size: var(--size-2); }
    .say svg { color: var(--then); }
    .paused .say svg { color: var(--now); }
    .acts { min-inline-size: 0; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
    label, select { min-inline-size: 0; }
    label { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); font-size: var(--size-2); color: var(--ink-soft); }
    .bone { block-size: 4.25rem; }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    if (!library.mayApprove()) return
    document.addEventListener('visibilitychange', this.#seen)
    addEventListener('online', this.#seen)
    this.#seen()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#seen)
    removeEventListener('online', this.#seen)
    this.#leave()
  }

  /** A window that nobody sees asks nothing. */
  #seen = (): void => {
    this.#leave()
    if (document.hidden) return
    void this.load()
    this.#again = setInterval(() => void this.load(), askAgainMs)
  }

  #leave(): void {
    clearInterval(this.#again)
    this.#asking.abort()
  }

  async load(): Promise<void> {
    this.#asking.abort()
    const { signal } = this.#asking = new AbortController()
    try {
      this.#show(await admin.downloads(signal))
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof CatalogueFailure)) throw error
      this.failure = error
    }
  }

  #show(answer: DownloadsAnswer): void {
    this.answer = answer
    this.failure = undefined
    this.dispatchEvent(new DownloadsChangedEvent(answer))
  }

  private change(change: Partial<DownloadSettings>): void {
    const save = () => this.#save(change)
    this.#changes = this.#changes.then(save, save)
  }

  async #save(change: Partial<DownloadSettings>): Promise<void> {
    if (!this.answer) return
    this.#asking.abort()
    try {
      const answer = await admin.changeDownloads(this.answer.version, { ...this.answer.settings, ...change })
      // What was asked meanwhile is older.
      this.#asking.abort()
      this.#show(answer)
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('connections.offline') : error.message, tone: 'bad' })
      this.renderRoot.querySelector('select')!.value = String(this.answer.settings.speedLimitBytes ?? '')
      // Somebody else was first, or it is not known what came of it.
      await this.load()
    }
  }

  override render() {
    const { answer, failure } = this
    if (!library.mayApprove()) return nothing
    if (!answer) return failure ? failureNotice(failure, () => void this.load(), { offline: t('connections.offline') }) : html`<div class="bone"></div>`
    const { settings: { paused, speedLimitBytes }, now } = answer
    const offered = [...new Set([...limitsOffered, ...speedLimitBytes === null ? [] : [speedLimitBytes]])].sort((a, b) => a - b)
    return html`<div class="bar ${now.paused ? 'paused' : ''}" role="group" aria-label=${t('downloads.controls')}>
      <p class="say" role="status">${icon(now.paused ? 'pause' : 'downloads')}${this.words(answer)}</p>
      <div class="acts"><label><span>${t('downloads.limit')}</span><select @change=${(event: Event) => this.change({ speedLimitBytes: Number((event.target as HTMLSelectElement).value) || null })}>
          <option value="" .selected=${speedLimitBytes === null}>${t('downloads.limit.none')}</option>
          ${offered.map((limit) => html`<option value=${limit} .selected=${limit === speedLimitBytes}>${t('downloads.limit.value', { speed: bytes(limit) })}</option>`)}</select></label>
        <button class="button ${paused ? 'now' : ''}" @click=${() => this.change({ paused: !paused })}>${icon(paused ? 'play' : 'pause', 18)}${t(paused ? 'downloads.resume' : 'downloads.pause')}</button></div></div>`
  }

  private words({ settings, now }: DownloadsAnswer): string {
    if (settings.paused) return t('downloads.paused')
    if (now.paused) return t('downloads.paused.schedule')
    if (now.speedLimitBytes === null) return t('downloads.running')
    return t(now.rule === null ? 'downloads.limited' : 'downloads.scheduled', { speed: bytes(now.speedLimitBytes) })
  }
}

customElements.define('download-controls', DownloadControls)
declare global { interface HTMLElementTagNameMap { 'download-controls': DownloadControls } interface HTMLElementEventMap { 'downloads-changed': DownloadsChangedEvent } }
