/** The picture and its controls. Knows nothing of libraries: a source comes in, positions go out. */

import { LitElement, html, nothing } from 'lit'
import type { Arrival } from '../../projections/wire.ts'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import { icon } from '../elements/icon.ts'
import { ToastRoom } from '../elements/toast-room.ts'
import { percent } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { strokeOf } from './keys.ts'
import type { Stroke } from './keys.ts'
import { offerMediaSession } from './media-session.ts'
import { arriving, buttons, seekBar } from './player-controls.ts'
import { focusTowards } from './player-focus.ts'
import { keepInMind, remembered, SPEEDS, TEXT_SIZES } from './player-memory.ts'
import { PlayedEvent, ReachEvent } from './player-events.ts'
import { playerStyles } from './player-styles.ts'
import { Subtitles } from './subtitles.ts'
import { TouchSeek } from './touch-seek.ts'
import { WakeLock } from './wake-lock.ts'

const restMs = 2_800
const VOLUME_STEP = 0.05
/** What keeps some keys to itself. */
const CONTROLS: ReadonlySet<string> = new Set(['button', 'select', 'input', 'a'])
/** A thumb that is drawn along the bar passes many places, and wants one. */
const reachMs = 200
const NONE: MediaAnswer['subtitles'] = []

export class FilmPlayer extends LitElement {
  static override properties = {
    src: {}, stored: {}, name: {}, of: {}, poster: {}, previousName: {}, nextName: {}, startAt: { attribute: false }, from: { attribute: false }, durationSeconds: { attribute: false }, arrival: { attribute: false }, media: { attribute: false }, said: { attribute: false }, halted: { type: Boolean, reflect: true },
    playing: { state: true }, at: { state: true }, length: { state: true }, loaded: { state: true },
    resting: { state: true }, muted: { state: true }, volume: { state: true }, speed: { state: true }, waiting: { state: true }, pointed: { state: true }, whole: { state: true },
  }
  declare src: string
  /** Where all of it is, once the film that was begun while it landed is stored; else empty. */
  declare stored: string
  declare name: string
  /** What it is a part of, for lock screens; may be empty. */
  declare of: string
  declare poster: string
  /** Names of the one before and the one after; empty for none. */
  declare previousName: string
  declare nextName: string
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
  /** 0 to 1. */
  declare volume: number
  declare speed: number
  declare waiting: boolean
  /** The second that the pointer is at in the seek bar. */
  declare pointed: number | undefined
  declare whole: boolean
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #reaching: ReturnType<typeof setTimeout> | undefined
  #leaveSession = () => {}
  readonly subtitles = new Subtitles(this)
  #touch = new TouchSeek()
  #awake = new WakeLock()
  protected toastRoom = new ToastRoom(this, () => this.renderRoot.querySelector('.controls'))
  #pressed = (event: KeyboardEvent) => { this.onKey(event) }
  #fullscreenChanged = () => { this.whole = document.fullscreenElement === this }

  constructor() {
    super()
    this.src = this.stored = this.name = this.of = this.poster = this.previousName = this.nextName = this.said = ''
    this.halted = false
    this.durationSeconds = null
    this.startAt = this.from = this.at = this.length = this.loaded = 0
    this.playing = this.resting = this.muted = this.whole = false
    this.waiting = true
    const { speed, volume, textSize } = remembered()
    this.speed = speed
    this.volume = volume
    this.subtitles.size = textSize
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
    this.#awake.letSleep()
  }

  override willUpdate(): void {
    this.subtitles.offer(this.media?.subtitles ?? NONE)
  }

  override updated(changed: Map<string, unknown>): void {
    if ((changed.has('previousName') || changed.has('nextName')) && this.video && this.length > 0) this.offerSession(this.video)
    const away = this.resting && this.playing
    this.toggleAttribute('data-resting', away)
    const bar = this.renderRoot.querySelector('.seek')
    this.subtitles.raise(away || !bar ? 0 : this.getBoundingClientRect().bottom - bar.getBoundingClientRect().top)
    this.style.setProperty('--text-size', `${this.subtitles.size * 100}%`)
    this.style.setProperty('--volume', String(this.muted ? 0 : this.volume))
    this.style.setProperty('--at', String(this.length ? this.at / this.length : 0))
    this.style.setProperty('--loaded', String(this.length ? this.loaded / this.length : 0))
  }

  private begin(): void {
    const { video } = this
    if (!video) return
    // A stream whose end nobody knows is endless to a browser: no place in it can be told by its share.
    this.length = this.durationSeconds ?? (Number.isFinite(video.duration) ? video.duration : 0)
    if (this.startAt > 0 && this.startAt < this.length - 5) video.currentTime = this.startAt
    video.playbackRate = this.speed
    video.volume = this.volume
    this.offerSession(video)
    // A browser that wants a gesture first leaves the film paused; the play button is there.
    void video.play().catch((error: unknown) => { if (!(error instanceof DOMException)) throw error })
  }

  /** Anew where the neighbours are known later. */
  private offerSession(video: HTMLVideoElement): void {
    this.#leaveSession()
    const go = (does: 'next' | 'previous') => () => this.act({ does })
    this.#leaveSession = offerMediaSession(video, { title: this.name, of: this.of, artwork: this.poster }, {
      skip: (seconds) => this.skip(seconds), seek: (own) => this.seek(this.from + own), ...this.nextName === '' ? {} : { next: go('next') }, ...this.previousName === '' ? {} : { previous: go('previous') },
    })
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

  toggle(): void {
    const { video } = this
    if (!video) return
    if (video.paused) void video.play()
    else video.pause()
  }

  skip(seconds: number): void {
    this.seek(this.at + seconds)
  }

  seek(seconds: number): void {
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

  setSpeed(speed: number): void {
    const { video } = this
    if (video) video.playbackRate = speed
    this.speed = speed
    keepInMind({ speed })
  }

  setVolume(volume: number): void {
    const { video } = this
    this.volume = Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100
    keepInMind({ volume: this.volume })
    if (!video) return
    video.volume = this.volume
    video.muted = this.volume === 0
  }

  private setTextSize(size: number): void {
    this.subtitles.size = size
    keepInMind({ textSize: size })
    this.said = t('player.textSize', { size: percent(size) })
  }

  private shiftText(seconds: number): void {
    if (this.subtitles.offered.length === 0) return
    this.subtitles.shift(seconds)
    this.said = t('player.textShift', { seconds: this.subtitles.later })
  }

  async fullScreen(): Promise<void> {
    if (document.fullscreenElement) return await document.exitFullscreen()
    await this.requestFullscreen()
    // A phone turns with the picture, where it can; elsewhere there is nothing to turn.
    await (screen.orientation as ScreenOrientation & { lock?(to: 'landscape'): Promise<void> }).lock?.('landscape').catch(() => undefined)
  }

  async pictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement) await document.exitPictureInPicture()
    else await this.video?.requestPictureInPicture()
  }

  private onKey(event: KeyboardEvent): void {
    // A focused control keeps its own keys: space presses a button, arrows move the slider.
    const focused = event.composedPath()[0]
    const stroke = strokeOf(event, focused instanceof HTMLElement && CONTROLS.has(focused.localName) ? focused.localName : '')
    if (!stroke) return
    event.preventDefault()
    this.stir()
    this.act(stroke)
  }

  act(stroke: Stroke): void {
    switch (stroke.does) {
      case 'toggle': this.toggle(); return
      case 'skip': this.skip(stroke.seconds); return
      case 'jump': this.seek(this.length * stroke.share); return
      case 'full': void this.fullScreen(); return
      case 'mute': if (this.video) this.video.muted = !this.video.muted; return
      case 'captions': this.subtitles.toggle(); return
      case 'volume': this.setVolume((this.muted ? 0 : this.volume) + stroke.steps * VOLUME_STEP); return
      case 'speed': this.setSpeed(SPEEDS[SPEEDS.indexOf(this.speed as 1) + stroke.steps] ?? this.speed); return
      case 'textSize': this.setTextSize(TEXT_SIZES[TEXT_SIZES.indexOf(this.subtitles.size as 1) + stroke.steps] ?? this.subtitles.size); return
      case 'textShift': this.shiftText(stroke.seconds); return
      case 'wake': this.toggle(); this.renderRoot.querySelector<HTMLElement>('.first')?.focus(); return
      case 'move': focusTowards(this, stroke.towards); return
      case 'next': case 'previous': case 'leave': this.dispatchEvent(new Event(stroke.does))
    }
  }

  /** A mouse plays and pauses. A finger that taps twice at a side seeks; else it shows the controls, or puts them away. */
  private pressed(event: PointerEvent): void {
    if (event.pointerType !== 'touch') return this.toggle()
    const seconds = this.#touch.tapped(event, this.getBoundingClientRect())
    if (seconds !== undefined) this.skip(seconds)
    else if (this.resting) this.stir()
    else this.resting = true
  }

  override render() {
    return html`<video src=${this.src} preload="auto" playsinline poster=${this.poster || nothing} aria-label=${this.name}
        @loadedmetadata=${this.begin} @timeupdate=${this.ticked} @progress=${this.ticked} @click=${this.pressed} @dblclick=${(event: MouseEvent) => { if ((event as PointerEvent).pointerType !== 'touch') void this.fullScreen() }}
        @play=${() => { this.playing = true; this.stir(); void this.#awake.stayAwake() }} @pause=${() => { this.playing = false; this.#awake.letSleep() }} @ended=${() => this.dispatchEvent(new Event('ended'))} @playing=${() => { this.waiting = false }} @canplay=${() => { this.waiting = false }}
        @waiting=${() => { this.waiting = true }} @volumechange=${() => { this.muted = this.video?.muted === true; this.volume = this.video?.volume ?? this.volume }}
        @error=${() => this.dispatchEvent(new Event('broken'))} @pointermove=${this.stir}></video>
      <div class="top" @pointermove=${this.stir}><button class="glass" aria-label=${t('player.leave')} @click=${() => this.dispatchEvent(new Event('leave'))}>${icon('chevronStart')}</button><h1 tabindex="-1">${this.name}</h1></div>
      ${this.waiting && this.playing && !this.halted ? html`<div class="waiting" aria-hidden="true"></div>` : nothing}${arriving(this)}
      <div class="stopped"><slot></slot></div><p class="hidden-text" role="status">${this.said}</p>
      <div class="controls" dir="ltr" @pointermove=${this.stir} @focusin=${this.stir}>${seekBar(this)}<div class="row">${buttons(this)}</div></div><div class="next"><slot name="next"></slot></div>`
  }
}

function isBuffered({ buffered }: HTMLVideoElement, seconds: number): boolean {
  return Array.from({ length: buffered.length }, (_, index) => index).some((index) => buffered.start(index) <= seconds && seconds < buffered.end(index))
}

customElements.define('film-player', FilmPlayer)
declare global { interface HTMLElementTagNameMap { 'film-player': FilmPlayer } }
