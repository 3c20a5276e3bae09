/** The picture and its controls. Knows nothing of libraries: a source comes in, positions go out. */

import { LitElement, html, nothing } from 'lit'
import type { Arrival } from '../../projections/wire.ts'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import { icon } from '../elements/icon.ts'
import { timecode } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { secondsAhead } from './arrival.ts'
import './arrival-bar.ts'
import { chapterAt } from './chapters.ts'
import './chapters.ts'
import { strokeOf } from './keys.ts'
import type { Stroke } from './keys.ts'
import { offerMediaSession } from './media-session.ts'
import { playerStyles } from './player-styles.ts'
import './seek-preview.ts'
import { OFF } from './subtitle-choice.ts'
import { Subtitles } from './subtitles.ts'

export class PlayedEvent extends Event {
  readonly positionSeconds: number
  readonly durationSeconds: number
  constructor(positionSeconds: number, durationSeconds: number) {
    super('played', { bubbles: true, composed: true })
    this.positionSeconds = positionSeconds
    this.durationSeconds = durationSeconds
  }
}

/** A place that the present source does not have: the source is to begin there. */
export class ReachEvent extends Event {
  readonly seconds: number
  constructor(seconds: number) {
    super('reach')
    this.seconds = seconds
  }
}

const restMs = 2_800
/** A thumb that is drawn along the bar passes many places, and wants one. */
const reachMs = 200
const NONE: MediaAnswer['subtitles'] = []
const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const

export class FilmPlayer extends LitElement {
  static override properties = {
    src: {}, name: {}, poster: {}, startAt: { attribute: false }, from: { attribute: false }, durationSeconds: { attribute: false }, arrival: { attribute: false }, media: { attribute: false }, said: { attribute: false }, halted: { type: Boolean, reflect: true },
    playing: { state: true }, at: { state: true }, length: { state: true }, loaded: { state: true },
    resting: { state: true, }, muted: { state: true }, speed: { state: true }, waiting: { state: true }, pointed: { state: true }, whole: { state: true },
  }
  declare src: string
  declare name: string
  declare poster: string
  /** Where to start, in seconds. */
  declare startAt: number
  /** The second of the film that the source begins at, which it calls 0: it has no ranges, so other places are reached by another source. */
  declare from: number
  /** Of the film, where the source does not tell. */
  declare durationSeconds: number | null
  /** What has arrived, while it is still landing. */
  declare arrival: Arrival | undefined
  /** Subtitles and chapters, once they are known. */
  declare media: Pick<MediaAnswer, 'subtitles' | 'chapters'> | undefined
  /** What happened last, for those who only hear it. */
  declare said: string
  /** It stands still, and what is between the tags says why. */
  declare halted: boolean
  declare playing: boolean
  declare at: number
  declare length: number
  /** Seconds that have arrived, from the start of the part being played. */
  declare loaded: number
  declare resting: boolean
  declare muted: boolean
  declare speed: number
  declare waiting: boolean
  /** The second that the pointer is at in the seek bar. */
  declare pointed: number | undefined
  declare whole: boolean
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #reaching: ReturnType<typeof setTimeout> | undefined
  #leaveSession = () => {}
  #subtitles = new Subtitles(this)
  #pressed = (event: KeyboardEvent) => { this.onKey(event) }
  #fullscreenChanged = () => { this.whole = document.fullscreenElement === this }

  constructor() {
    super()
    this.src = this.name = this.poster = ''
    this.said = ''
    this.halted = false
    this.durationSeconds = null
    this.startAt = this.from = this.at = this.length = this.loaded = 0
    this.playing = this.resting = this.muted = this.whole = false
    this.speed = 1
    this.waiting = true
  }

  static override styles = [controls, playerStyles]

  get video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video')
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#pressed)
    document.addEventListener('fullscreenchange', this.#fullscreenChanged)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#pressed)
    document.removeEventListener('fullscreenchange', this.#fullscreenChanged)
    clearTimeout(this.#restTimer)
    clearTimeout(this.#reaching)
    this.#leaveSession()
  }

  override willUpdate(): void {
    this.#subtitles.offer(this.media?.subtitles ?? NONE)
  }

  override updated(): void {
    const away = this.resting && this.playing
    this.toggleAttribute('data-resting', away)
    const bar = this.renderRoot.querySelector('.seek')
    this.#subtitles.raise(away || !bar ? 0 : this.getBoundingClientRect().bottom - bar.getBoundingClientRect().top)
    this.style.setProperty('--at', String(this.length ? this.at / this.length : 0))
    this.style.setProperty('--loaded', String(this.length ? this.loaded / this.length : 0))
  }

  private begin(): void {
    const { video } = this
    if (!video) return
    // A stream whose end nobody knows is endless to a browser: no place in it can be told by its share.
    this.length = this.durationSeconds ?? (Number.isFinite(video.duration) ? video.duration : 0)
    if (this.startAt > 0 && this.startAt < this.length - 5) video.currentTime = this.startAt
    this.#leaveSession()
    this.#leaveSession = offerMediaSession(video, this.name, this.poster, (seconds) => this.skip(seconds), (own) => this.seek(this.from + own))
    // A browser that wants a gesture first leaves the film paused; the play button is there.
    void video.play().catch((error: unknown) => { if (!(error instanceof DOMException)) throw error })
  }

  private ticked(): void {
    const { video } = this
    if (!video || this.#reaching !== undefined) return
    const { buffered, currentTime } = video
    this.at = this.from + currentTime
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= currentTime + 0.5 && buffered.end(i) >= currentTime) this.loaded = this.from + buffered.end(i)
    this.dispatchEvent(new PlayedEvent(this.at, this.length))
  }

  private stir(): void {
    this.resting = false
    clearTimeout(this.#restTimer)
    this.#restTimer = setTimeout(() => { this.resting = !this.renderRoot.querySelector(':focus-visible') }, restMs)
  }

  private toggle(): void {
    const { video } = this
    if (!video) return
    if (video.paused) void video.play()
    else video.pause()
  }

  private skip(seconds: number): void {
    this.seek(this.at + seconds)
  }

  private seek(seconds: number): void {
    const { video } = this
    if (!video || !this.length) return
    this.at = Math.min(this.length, Math.max(0, seconds))
    const own = this.at - this.from
    clearTimeout(this.#reaching)
    this.#reaching = undefined
    if (this.durationSeconds === null || isBuffered(video, own)) video.currentTime = own
    else this.#reaching = setTimeout(() => { this.#reaching = undefined; this.dispatchEvent(new ReachEvent(this.at)) }, reachMs)
    this.dispatchEvent(new PlayedEvent(this.at, this.length))
  }

  /** Also where the source is the same: a browser gives up a source that failed once. */
  playAgainFrom(seconds: number): void {
    this.startAt = this.durationSeconds === null ? seconds : 0
    this.waiting = true
    this.video?.load()
  }

  private changeSpeed(steps: number): void {
    const { video } = this
    const next = speeds[speeds.indexOf(this.speed as 1) + steps]
    if (video && next) video.playbackRate = this.speed = next
  }

  private async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen()
    else await this.requestFullscreen()
  }

  private async pictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement) await document.exitPictureInPicture()
    else await this.video?.requestPictureInPicture()
  }

  private onKey(event: KeyboardEvent): void {
    // A focused control keeps its own keys: space presses a button, arrows move the slider.
    const focused = event.composedPath()[0]
    const stroke = strokeOf(event, focused instanceof HTMLElement ? focused.localName : '')
    if (!stroke) return
    event.preventDefault()
    this.stir()
    this.act(stroke)
  }

  private act(stroke: Stroke): void {
    switch (stroke.does) {
      case 'toggle': this.toggle(); return
      case 'skip': this.skip(stroke.seconds); return
      case 'jump': this.seek(this.length * stroke.share); return
      case 'full': void this.fullScreen(); return
      case 'mute': if (this.video) this.video.muted = !this.video.muted; return
      case 'captions': this.#subtitles.toggle(); return
      case 'speed': this.changeSpeed(stroke.steps)
    }
  }

  override render() {
    return html`<video src=${this.src} preload="auto" playsinline poster=${this.poster || nothing} aria-label=${this.name}
        @loadedmetadata=${this.begin} @timeupdate=${this.ticked} @progress=${this.ticked} @click=${this.toggle} @dblclick=${this.fullScreen}
        @play=${() => { this.playing = true; this.stir() }} @pause=${() => { this.playing = false }} @playing=${() => { this.waiting = false }} @canplay=${() => { this.waiting = false }}
        @waiting=${() => { this.waiting = true }} @volumechange=${() => { this.muted = this.video?.muted === true }}
        @error=${() => this.dispatchEvent(new Event('broken'))} @pointermove=${this.stir}></video>
      <div class="top" @pointermove=${this.stir}><button class="glass" aria-label=${t('player.leave')} @click=${() => this.dispatchEvent(new Event('leave'))}>${icon('chevronStart')}</button><h1 tabindex="-1">${this.name}</h1></div>
      ${this.waiting && this.playing && !this.halted ? html`<div class="waiting" aria-hidden="true"></div>` : nothing}${this.arriving()}
      <div class="stopped"><slot></slot></div><p class="hidden-text" role="status">${this.said}</p>
      <div class="controls" @pointermove=${this.stir} @focusin=${this.stir}>${this.seekBar()}<div class="row">${this.buttons()}</div></div>`
  }

  /** While it waits for what is still landing. */
  private arriving() {
    if (!this.waiting || !this.playing || this.halted || !this.arrival) return nothing
    const seconds = Math.floor(secondsAhead(this.arrival, this.at, this.length))
    return html`<p class="arriving figures">${seconds > 0 ? t('player.arriving', { seconds }) : t('player.arriving.here')}</p>`
  }

  private seekBar() {
    const chapters = this.media?.chapters ?? []
    const chapter = chapterAt(chapters, this.at)?.name
    const at = { at: timecode(this.at), total: timecode(this.length) }
    return html`<div class="seek" @pointermove=${this.point} @pointerleave=${() => { this.pointed = undefined }}>
      ${this.arrival?.sizeBytes ? html`<arrival-bar .arrival=${this.arrival}></arrival-bar>` : nothing}<i class="loaded"></i><i class="played"></i>
      ${chapters.length > 1 ? html`<chapter-marks .chapters=${chapters} .length=${this.length}></chapter-marks>` : nothing}
      <seek-preview .src=${this.arrival || this.durationSeconds !== null ? '' : this.src} .at=${this.pointed} .length=${this.length} .chapters=${chapters}></seek-preview>
      <input type="range" min="0" max=${this.length || 1} step="1" .value=${String(this.at)} aria-label=${t('player.seek')}
        aria-valuetext=${chapter ? t('player.time.chapter', { ...at, chapter }) : t('player.time', at)} @input=${(event: InputEvent) => this.seek(Number((event.target as HTMLInputElement).value))}></div>`
  }

  private point(event: PointerEvent): void {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width))
    this.pointed = this.length * (getComputedStyle(this).direction === 'rtl' ? 1 - share : share)
  }

  private subtitleMenu() {
    const { offered, chosen } = this.#subtitles
    if (offered.length === 0) return nothing
    return html`<label class="glass menu ${chosen === OFF ? '' : 'on'}" title=${t('player.captions')}>${icon('captions')}
      <select aria-label=${t('player.captions')} @change=${(event: Event) => this.#subtitles.choose(Number((event.target as HTMLSelectElement).value))}>
        <option value=${OFF} .selected=${chosen === OFF}>${t('player.captions.off')}</option>
        ${offered.map(({ label }, index) => html`<option value=${index} .selected=${chosen === index}>${label}</option>`)}</select></label>`
  }

  private buttons() {
    const button = (name: string, picture: Parameters<typeof icon>[0], run: () => unknown, size = 24, className = '') =>
      html`<button class="glass ${className}" aria-label=${name} title=${name} @click=${run}>${icon(picture, size)}</button>`
    return html`${button(t(this.playing ? 'player.pause' : 'player.play'), this.playing ? 'pause' : 'play', this.toggle, 28)}
      ${button(t('player.back'), 'undo', () => this.skip(-10))}${button(t('player.forward'), 'redo', () => this.skip(10))}
      <span class="time figures">${timecode(this.at)} <span>/ ${timecode(this.length)}</span></span>
      ${button(t(this.muted ? 'player.unmute' : 'player.mute'), this.muted ? 'mute' : 'volume', () => this.act({ does: 'mute' }), 24, 'roomy')}
      ${this.subtitleMenu()}
      <label class="glass speed"><span class="hidden-text">${t('player.speed')}</span><select @change=${(event: Event) => this.changeSpeed(speeds.indexOf(Number((event.target as HTMLSelectElement).value) as 1) - speeds.indexOf(this.speed as 1))}>
        ${speeds.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>${speed}×</option>`)}</select></label>
      ${document.pictureInPictureEnabled ? button(t('player.pip'), 'pip', this.pictureInPicture, 24, 'roomy') : nothing}
      ${document.fullscreenEnabled ? button(t(this.whole ? 'player.window' : 'player.full'), this.whole ? 'window' : 'full', this.fullScreen) : nothing}`
  }
}

function isBuffered({ buffered }: HTMLVideoElement, seconds: number): boolean {
  return Array.from({ length: buffered.length }, (_, index) => index).some((index) => buffered.start(index) <= seconds && seconds < buffered.end(index))
}

customElements.define('film-player', FilmPlayer)
declare global { interface HTMLElementTagNameMap { 'film-player': FilmPlayer } }
