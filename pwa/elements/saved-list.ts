/** The films on this device: what they are, how far, how much room they take of how much, and what can be done with each. */

import { LitElement, css, html, nothing } from 'lit'
import { playableOf } from '../../domain/playable.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { playablePath, playPath } from '../paths.ts'
import { isGone } from '../saved/leases.ts'
import type { SavedNow } from '../saved/saved-films.ts'
import { canSave, savedFilms, SavedLive } from '../saved/saved-films.ts'
import { ago, bytes } from '../strings/format.ts'
import { t } from '../strings/saved.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './poster.ts'
import './save-offline.ts'

interface Network { readonly type?: string }

export class SavedList extends LitElement {
  static override properties = { space: { state: true }, persisted: { state: true }, wifiOnly: { state: true } }
  declare space: StorageEstimate | undefined
  declare persisted: boolean | undefined
  declare wifiOnly: boolean
  protected live = new Live(this)
  protected saved = new SavedLive(this)
  #measuredAt = -Infinity

  static override styles = [controls, css`
    :host { display: grid; gap: var(--space-5); }
    ul { display: grid; }
    li { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); gap: var(--space-2) var(--space-4); align-items: center; padding-block: var(--space-4); border-block-end: 1px solid var(--line); }
    li:first-child { border-block-start: 1px solid var(--line); }
    .words { display: grid; gap: var(--space-1); min-inline-size: 0; }
    .words h3 { font: 400 var(--size-4) / 1.2 var(--display); }
    .words a { text-decoration: none; }
    .words h3 a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
    .acts { grid-column: 2; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
    .going save-offline { flex: 1 1 14rem; }
    .only { color: var(--then); font-weight: 600; }
    .empty { display: grid; gap: var(--space-2); padding: var(--space-5); border: 1px dashed var(--edge); border-radius: var(--round-3); }
    figure { display: grid; gap: var(--space-2); }
    figcaption { font: 600 var(--size-2) / 1.3 var(--text); }
    .bar { display: flex; gap: 2px; block-size: 0.75rem; border-radius: var(--pill); background: var(--raise-2); overflow: hidden; }
    .bar span { min-inline-size: 2px; }
    .films { background: var(--then); }
    .other { background: var(--ink-faint); }
    .key { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); color: var(--ink-soft); font-size: var(--size-1); }
    .key span { display: inline-flex; align-items: center; gap: var(--space-2); background: none; }
    .key span::before { content: ''; inline-size: 0.75rem; block-size: 0.75rem; border-radius: var(--round-1); background: var(--raise-2); border: 1px solid var(--edge); }
    .key .films::before { background: var(--then); } .key .other::before { background: var(--ink-faint); }
    .wifi { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); }
    .wifi input { inline-size: 1.25rem; block-size: 1.25rem; accent-color: var(--then); }
    .going rewind-poster { grid-row: span 2; align-self: start; }
    .going .words { align-self: end; }
    @media (width >= 44rem) { li:not(.going) { grid-template-columns: 3.5rem minmax(0, 1fr) auto; } li:not(.going) .acts { grid-column: 3; } }
    @media (forced-colors: active) { .bar, .bar span, .key span::before { forced-color-adjust: none; } }
  `]

  constructor() {
    super()
    this.wifiOnly = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void savedFilms.wifiOnly().then((wanted) => { this.wifiOnly = wanted })
  }

  override updated(): void {
    const nowMs = Date.now()
    if (nowMs - this.#measuredAt < measureMs || !canSave()) return
    this.#measuredAt = nowMs
    void navigator.storage.estimate().then((space) => { this.space = space })
    void navigator.storage.persisted?.().then((persisted) => { this.persisted = persisted })
  }

  override render() {
    if (!canSave()) return html`<p class="soft">${t('saved.cannot')}</p>`
    const films = savedFilms.all()
    return html`${films.length === 0
      ? html`<div class="empty"><b>${t('saved.none')}</b><p class="soft">${t('saved.none.lead')}</p></div>`
      : html`<ul>${films.map((now) => this.row(now))}</ul>`}${this.room(films)}${this.wifi()}`
  }

  private row({ film, heldBytes }: SavedNow) {
    const playable = playableOf(film)
    const path = playablePath(playable)
    const gone = isGone(library.jobById(film.jobId))
    return html`<li class=${film.state === 'saved' ? '' : 'going'}><rewind-poster .path=${film.posterPath} .name=${film.name} sizes="3.5rem" aria-hidden="true"></rewind-poster>
      <div class="words"><h3><a href=${path}>${film.name}</a></h3>
        ${film.state === 'saved' ? html`<p class="soft small figures">${bytes(heldBytes)} · ${t('saved.when', { when: ago(new Date(film.savedAt ?? film.addedAt).toISOString(), Date.now()) })}</p>` : nothing}
        ${gone && film.state === 'saved' ? html`<p class="only small">${t('saved.gone')}</p>` : nothing}</div>
      <div class="acts">${film.state === 'saved' ? html`<a class="button now" href=${playPath(playable)} aria-label=${t('save.doing', { what: t('saved.play'), title: film.name })}>${icon('play', 18)}${t('saved.play')}</a>` : nothing}
        <save-offline listed .jobId=${film.jobId} .title=${film.name}></save-offline></div></li>`
  }

  private room(films: readonly SavedNow[]) {
    const { space } = this
    if (!space) return nothing
    const { usage = 0, quota = 0 } = space
    if (quota === 0) return html`<p class="soft small">${t('saved.space.unknown')}</p>`
    const ofFilms = films.reduce((sum, { heldBytes }) => sum + heldBytes, 0)
    const other = Math.max(0, usage - ofFilms)
    const share = (part: number) => `inline-size: ${100 * part / quota}%`
    return html`<figure aria-label=${t('saved.space')}><figcaption>${t('saved.space')}</figcaption>
      <div class="bar" aria-hidden="true">${ofFilms > 0 ? html`<span class="films" .style=${share(ofFilms)}></span>` : nothing}${other > 0 ? html`<span class="other" .style=${share(other)}></span>` : nothing}</div>
      <p class="key figures"><span class="films">${t('saved.space.films', { size: bytes(ofFilms) })}</span><span class="other">${t('saved.space.other', { size: bytes(other) })}</span><span>${t('saved.space.free', { size: bytes(Math.max(0, quota - usage)) })}</span></p>
      ${films.length > 0 && this.persisted !== undefined ? html`<p class="soft small">${t(this.persisted ? 'saved.persisted' : 'saved.notPersisted')}</p>` : nothing}</figure>`
  }

  /** Only where the browser says what its network is: elsewhere it would be a promise nobody keeps. */
  private wifi() {
    if ((navigator as { readonly connection?: Network }).connection?.type === undefined) return nothing
    return html`<label class="wifi"><input type="checkbox" .checked=${this.wifiOnly} @change=${(event: Event) => {
      this.wifiOnly = (event.target as HTMLInputElement).checked
      void savedFilms.setWifiOnly(this.wifiOnly)
    }}><span>${t('saved.wifiOnly')}<br><span class="soft small">${t('saved.wifiOnly.lead')}</span></span></label>`
  }
}

const measureMs = 2_000

customElements.define('saved-list', SavedList)
declare global { interface HTMLElementTagNameMap { 'saved-list': SavedList } }
