/** Saves a film on this device, shows how far that is, and takes it away again. One button at first, then what can be done with what is there. */

import type { TemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import { plainRef, playableOf } from '../../domain/playable.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import type { SavedFilm } from '../saved/saved-film.ts'
import type { SavedNow } from '../saved/saved-films.ts'
import { canSave, savedFilms, SavedLive } from '../saved/saved-films.ts'
import { bytes, percent, timeLeft } from '../strings/format.ts'
import { t } from '../strings/saved.ts'
import { sayNoRoom } from '../storage-told.ts'
import { controls, progressBar } from '../styles/controls.ts'
import { storageTrouble } from '../sync/storage-trouble.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import { askRemoval } from './saved-dialog.ts'
import { showToast } from './show-toast.ts'
import type { Sample } from './transfer-rate.ts'
import { rateOf, sampled } from './transfer-rate.ts'

export class SaveOffline extends LitElement {
  static override properties = { jobId: { attribute: false }, title: {}, listed: { type: Boolean } }
  declare jobId: string
  /** Of the film. Given to an element that has not been loaded yet, it arrives as the attribute. */
  declare title: string
  /** In a list of saved films, which says the rest. */
  declare listed: boolean
  protected live = new Live(this)
  protected saved = new SavedLive(this)
  #samples: readonly Sample[] = []
  #focus = false

  static override styles = [controls, progressBar, css`
    :host { display: inline-block; min-inline-size: 0; }
    :host([hidden]) { display: none; }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
    .going { display: grid; gap: var(--space-2); inline-size: 100%; min-inline-size: min(100%, 15rem); }
    .state { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-4); font-size: var(--size-2); }
    .state b { font-weight: 600; }
    .button .soft { white-space: nowrap; }
    .why { flex: 1 1 100%; font-size: var(--size-2); }
    .bad { color: var(--bad); }
    .here { display: inline-flex; align-items: center; gap: var(--space-2); color: var(--then); font-weight: 600; font-size: var(--size-2); }
  `]

  constructor() {
    super()
    this.jobId = this.title = ''
    this.listed = false
  }

  override willUpdate(): void {
    const now = savedFilms.of(this.jobId)
    if (!now || now.film.state !== 'copying') this.#samples = []
    else this.#samples = sampled(this.#samples, { bytes: now.heldBytes, atMs: now.atMs })
  }

  override updated(): void {
    this.hidden = this.renderRoot.firstElementChild === null
    if (!this.#focus) return
    this.#focus = false
    // The button that was pressed has given way to others.
    this.renderRoot.querySelector('button')?.focus()
  }

  override render() {
    if (!canSave()) return nothing
    const now = savedFilms.of(this.jobId)
    return now ? this.present(now) : this.absent()
  }

  private absent() {
    const job = library.jobById(this.jobId)
    if (!job || !(job.status === 'ready' || job.watchable === 'now' && (job.status === 'downloading' || job.status === 'preparing'))) return nothing
    return html`<button class="button figures" aria-label=${t('save.offline.title', { title: this.title })} @click=${this.save}>${icon('downloads', 20)}${t('save.offline')}${job.sizeBytes ? html` <span class="soft">${bytes(job.sizeBytes)}</span>` : nothing}</button>`
  }

  private present({ film, heldBytes }: SavedNow): TemplateResult {
    switch (film.state) {
      case 'saved': return html`<div class="row">${this.listed ? nothing : html`<span class="here">${icon('check', 18)}${t('save.saved')}</span>`}${this.button('save.remove', 'bin', () => this.ask(film))}</div>`
      case 'failed': return html`<div class="row"><p class="why bad" role="alert">${t(`save.why.${film.why ?? 'damaged'}`, { size: bytes(film.lackingBytes) })}</p>
        ${film.why === 'gone' || film.why === 'forbidden' ? nothing : this.button(film.why === 'lost' ? 'save.again' : 'save.retry', 'retry', () => savedFilms.resume(film.jobId))}${this.button('save.remove', 'bin', () => this.ask(film))}</div>`
      case 'paused': return html`<div class="row">${this.progress(film, heldBytes, t('save.paused'))}${this.button('save.resume', 'play', () => savedFilms.resume(film.jobId))}${this.button('save.cancel', 'close', () => this.cancel(film))}</div>`
      case 'waiting': case 'copying': case 'checking':
        return html`<div class="row">${this.progress(film, heldBytes, this.stateOf(film, heldBytes))}${this.button('save.pause', 'pause', () => savedFilms.pause(film.jobId))}${this.button('save.cancel', 'close', () => this.cancel(film))}</div>`
    }
  }

  private stateOf({ state, why, source }: SavedFilm, held: number): string {
    if (state === 'checking') return t('save.checking')
    return state === 'copying' && source && why === null ? t('save.copying', { percent: percent(held / source.sizeBytes) }) : t('save.waiting')
  }

  private progress({ source, state, why, lots }: SavedFilm, held: number, said: string) {
    const rate = state === 'copying' ? rateOf(this.#samples) : undefined
    const share = source ? Math.min(1, held / source.sizeBytes) : undefined
    return html`<div class="going"><div class="state figures"><b>${said}</b><span class="soft">${[
      source ? t('save.of', { done: bytes(held), total: bytes(source.sizeBytes) }) : '',
      rate ? t('save.rate', { rate: bytes(rate) }) : '',
      rate && source ? t('save.left', { time: timeLeft((source.sizeBytes - held) / rate) }) : '',
    ].filter(Boolean).join(' · ')}</span></div>
      <progress aria-label=${t('save.progress', { title: this.title, percent: percent(share ?? 0) })} max="1" value=${share ?? nothing}></progress>
      ${state === 'copying' && lots.length > 0 ? html`<p class="why soft">${t('save.browser')}</p>` : nothing}
      ${why === null || state === 'copying' ? nothing : html`<p class="why soft">${t(`save.why.${why}`, { size: '' })}</p>`}</div>`
  }

  private button(what: 'save.remove' | 'save.again' | 'save.retry' | 'save.resume' | 'save.pause' | 'save.cancel', picture: IconName, run: () => unknown) {
    return html`<button class="button" aria-label=${t('save.doing', { what: t(what), title: this.title })} @click=${() => { this.#focus = true; void run() }}>${icon(picture, 18)}${t(what)}</button>`
  }

  private save = async () => {
    const job = library.jobById(this.jobId)
    if (!job) return
    const { maySave, tellNow } = await import('../saved/keep-saved.ts')
    if (!await maySave()) return showToast({ text: t('save.why.forbidden'), tone: 'bad' })
    this.#focus = true
    const { posterPath, backdropPath } = library.card(playableOf(job)) ?? { posterPath: null, backdropPath: null }
    const taken = await savedFilms.save({ jobId: this.jobId, ...plainRef(job), name: this.title, posterPath, backdropPath }).catch((error: unknown) => {
      if (storageTrouble(error) === undefined) throw error
    })
    // Not even that it is wanted can be kept.
    if (taken === undefined) return await sayNoRoom()
    if (taken !== 'taken') return showToast({ text: t(taken === 'full' ? 'save.full' : 'saved.cannot'), tone: 'bad' })
    showToast({ text: t('save.begun', { title: this.title }), action: { label: t('save.cancel'), icon: 'undo', run: () => void savedFilms.remove(this.jobId) } })
    // So that the server holds the film from now on.
    await tellNow()
  }

  /** What is here of it is little lost: no question. */
  private async cancel({ jobId }: SavedFilm): Promise<void> {
    await savedFilms.remove(jobId)
  }

  private async ask(film: SavedFilm): Promise<void> {
    if (await askRemoval(film)) await savedFilms.remove(film.jobId)
  }
}

customElements.define('save-offline', SaveOffline)
declare global { interface HTMLElementTagNameMap { 'save-offline': SaveOffline } }
