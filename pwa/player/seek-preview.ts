/** Above the seek bar, where the pointer or the thumb is: the time, the chapter, and a frame of the film. */

import { LitElement, css, html, nothing } from 'lit'
import type { Arrival } from '../../projections/wire.ts'
import type { Chapter } from '../../projections/wire-media.ts'
import { timecode } from '../strings/format.ts'
import { secondsAhead } from './arrival.ts'
import { chapterAt } from './chapters.ts'
import type { FrameSource } from './frame-catcher.ts'
import { FrameCatcher, frameOf } from './frame-catcher.ts'

/** From a place on, so that the pictures between it and the key frame before it are likely there too: bytes tell seconds only roughly. */
const LANDED_SECONDS = 5

export class SeekPreview extends LitElement {
  static override properties = { source: { attribute: false, hasChanged: (now?: FrameSource, before?: FrameSource) => now?.url !== before?.url }, arrival: { attribute: false }, busy: { type: Boolean }, at: { attribute: false }, length: { attribute: false }, chapters: { attribute: false }, drawn: { state: true } }
  /** Undefined where there are none to be had. */
  declare source: FrameSource | undefined
  /** What has landed, while it lands. */
  declare arrival: Arrival | undefined
  /** The film itself waits for bytes: it goes first. */
  declare busy: boolean
  /** Undefined hides it. */
  declare at: number | undefined
  declare length: number
  declare chapters: readonly Chapter[]
  /** The second whose frame is shown. */
  declare drawn: number | undefined
  #catcher: FrameCatcher | undefined

  static override styles = css`
    :host { position: absolute; inset-block-end: calc(100% + 0.25rem); inset-inline-start: clamp(7.5rem, calc(var(--share) * 100%), calc(100% - 7.5rem)); translate: -50% 0; pointer-events: none; }
    div { display: grid; justify-items: center; gap: var(--space-1); max-inline-size: 15rem; padding: var(--space-1); border-radius: var(--round-2); background: oklch(0.16 0.02 335 / 0.94); box-shadow: 0 6px 24px oklch(0 0 0 / 0.5); font-size: var(--size-2); text-align: center; }
    canvas { inline-size: 100%; min-inline-size: 14.5rem; border-radius: var(--round-1); background: #000; }
    canvas[hidden] { display: none; }
    p { margin: 0; padding-inline: var(--space-2); line-height: 1.3; }
    .chapter { overflow: hidden; max-inline-size: 100%; text-overflow: ellipsis; white-space: nowrap; color: var(--ink-soft); }
    @media (forced-colors: active) { div { border: 1px solid CanvasText; } }
  `

  constructor() {
    super()
    this.busy = false
    this.length = 0
    this.chapters = []
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#catcher?.close()
    this.#catcher = undefined
  }

  override updated(): void {
    if (this.at === undefined) return this.#catcher?.rest()
    this.style.setProperty('--share', String(this.length ? this.at / this.length : 0))
    if (this.#catcher && this.#catcher.source.url !== this.source?.url) {
      this.#catcher.close()
      this.#catcher = this.drawn = undefined
    }
    if (!this.source || savesData()) return
    const wanted = frameOf(this.at, this.length)
    if (wanted === this.drawn) return
    this.#catcher ??= new FrameCatcher(this.source)
    if (!this.#catcher.kept(wanted) && !this.isThere(wanted)) {
      this.drawn = undefined
      return
    }
    if (this.busy) return
    void this.#catcher.frame(wanted).then((frame) => { if (frame) this.draw(frame, wanted) })
  }

  private isThere(at: number): boolean {
    return !this.arrival || secondsAhead(this.arrival, at, this.length) >= Math.min(LANDED_SECONDS, this.length - at)
  }

  private draw(frame: ImageBitmap, at: number): void {
    const canvas = this.renderRoot.querySelector('canvas')
    if (!canvas) return
    canvas.width = frame.width
    canvas.height = frame.height
    canvas.getContext('2d')?.drawImage(frame, 0, 0)
    this.drawn = at
  }

  override render() {
    if (this.at === undefined) return nothing
    const chapter = chapterAt(this.chapters, this.at)?.name
    // Said by the bar itself: this is for eyes.
    return html`<div aria-hidden="true"><canvas ?hidden=${this.drawn === undefined && !this.source}></canvas>${chapter ? html`<p class="chapter">${chapter}</p>` : nothing}<p class="figures">${timecode(this.at)}</p></div>`
  }
}

const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

customElements.define('seek-preview', SeekPreview)
declare global { interface HTMLElementTagNameMap { 'seek-preview': SeekPreview } }
