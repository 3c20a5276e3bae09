/** Subtitles of the film that plays, shown by the browser itself: in its own full screen and its picture in picture, and as its person set them up there. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { MediaAnswer } from '../../projections/wire-media.ts'
import { chosenAtFirst, OFF, remember } from './subtitle-choice.ts'
import type { TimedText } from './web-vtt.ts'
import { readWebVtt } from './web-vtt.ts'

type Offered = MediaAnswer['subtitles']

interface Host extends ReactiveControllerHost {
  readonly video: HTMLVideoElement | null
  /** The second of the film at which the source begins. */
  readonly from: number
}

/** How high a line is, in parts of the picture's shorter side: browsers agree. */
const LINE_SHARE = 0.065

export class Subtitles implements ReactiveController {
  /** An index into what is offered, or OFF. */
  chosen = OFF
  /** Of the browser's own size. */
  size = 1
  /** Seconds that they come later than they say; of this film alone. */
  later = 0
  #host: Host
  #offered: Offered = []
  /** The one that `c` brings back. */
  #last = 0
  #track: TextTrack | undefined
  #texts = new Map<string, readonly TimedText[]>()
  #shownFor: string | undefined
  #covered = 0

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  get offered(): Offered {
    return this.#offered
  }

  offer(offered: Offered): void {
    if (this.#offered === offered) return
    this.#offered = offered
    this.later = 0
    this.chosen = chosenAtFirst(offered)
    this.#last = Math.max(0, this.chosen)
  }

  choose(index: number): void {
    this.chosen = index
    if (index !== OFF) this.#last = index
    remember(this.#offered[index])
    this.#host.requestUpdate()
  }

  /** `c`: off, or the one that was shown last. */
  toggle(): void {
    if (this.#offered.length > 0) this.choose(this.chosen === OFF ? this.#last : OFF)
  }

  shift(seconds: number): void {
    this.later = Math.round((this.later + seconds) * 10) / 10
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    const { video, from } = this.#host
    if (!video) return
    const chosen = this.#offered[this.chosen]
    const begins = from - this.later
    const wanted = chosen ? `${begins} ${chosen.url}` : ''
    if (wanted === (this.#shownFor ?? '')) return
    this.#shownFor = wanted
    if (!chosen) this.#clear()
    else void this.#show(video, chosen, begins, wanted)
  }

  /** Out of the controls' way, where a subtitle stands at its usual place. They cover so many pixels at the bottom. */
  raise(coveredPixels: number): void {
    this.#covered = coveredPixels
    for (const cue of this.#track?.activeCues ?? []) this.#place(cue as VTTCue)
  }

  async #show(video: HTMLVideoElement, { url, label, language }: Offered[number], begins: number, wanted: string): Promise<void> {
    let texts = this.#texts.get(url)
    if (!texts) {
      const answer = await fetch(url).catch(() => undefined)
      // Without a network there are none; choosing again asks again.
      if (!answer?.ok) {
        if (this.#shownFor === wanted) this.#shownFor = undefined
        return
      }
      this.#texts.set(url, texts = readWebVtt(await answer.text()))
    }
    if (this.#shownFor !== wanted) return
    this.#clear()
    // Tracks cannot be taken away again: one is enough for all.
    const track = this.#track ??= this.#begin(video.addTextTrack('subtitles', label, language ?? ''))
    for (const { startSeconds, endSeconds, text, settings } of texts) {
      if (endSeconds <= begins) continue
      const cue = new VTTCue(Math.max(0, startSeconds - begins), endSeconds - begins, text)
      if (settings['line']?.endsWith('%')) [cue.snapToLines, cue.line] = [false, Number.parseFloat(settings['line'])]
      if (settings['position']) cue.position = Number.parseFloat(settings['position'])
      if (settings['align'] === 'start' || settings['align'] === 'end') cue.align = settings['align']
      this.#place(cue)
      track.addCue(cue)
    }
    track.mode = 'showing'
  }

  #begin(track: TextTrack): TextTrack {
    track.oncuechange = () => this.raise(this.#covered)
    return track
  }

  #place(cue: VTTCue): void {
    if (!cue.snapToLines) return
    const { clientWidth = 0, clientHeight = 0 } = this.#host.video ?? {}
    const lineHeight = Math.min(clientWidth, clientHeight) * LINE_SHARE * this.size
    // Counted from below: the last line is -1.
    const line = this.#covered > 0 && lineHeight > 0 ? -1 - Math.ceil(this.#covered / lineHeight) : 'auto'
    if (cue.line !== line) cue.line = line
  }

  #clear(): void {
    if (!this.#track) return
    for (const cue of [...this.#track.cues ?? []]) this.#track.removeCue(cue)
    this.#track.mode = 'disabled'
  }

  #resized = () => this.#host.requestUpdate()

  hostConnected(): void {
    addEventListener('resize', this.#resized)
  }

  hostDisconnected(): void {
    removeEventListener('resize', this.#resized)
    this.#track = this.#shownFor = undefined
  }
}
