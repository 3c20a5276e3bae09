/**
 * Frames of the film for the seek bar, made by the browser that shows it: a second player, without sound or place on the page, jumps to
 * where the pointer is. It plays what the first one plays, so there is nothing to install and nothing to prepare; while the film lands it
 * takes what has landed and asks for nothing else (`look`). A frame is kept once it was caught; the newest wish is served first, those it
 * overtook not at all.
 */

import { limits } from '../sync/limits.ts'

const WIDTH = 240

/** Where frames come from: a file to jump about in, or a stream that begins where it is told to. */
export interface FrameSource { readonly url: string; readonly way: 'ranges' | 'remuxed' }

/** The second whose frame stands for this one. */
export function frameOf(seconds: number, length: number): number {
  const step = Math.max(5, Math.ceil(length / 100))
  return Math.max(0, Math.min(length - 1, Math.floor(seconds / step) * step))
}

export class FrameCatcher {
  readonly source: FrameSource
  #video: HTMLVideoElement | undefined
  #frames = new Map<number, ImageBitmap>()
  /** Where there was none to be had, and when. */
  #missed = new Map<number, number>()
  #wish: { at: number; done: (frame: ImageBitmap | undefined) => void } | undefined
  #busy = false

  constructor(source: FrameSource) {
    this.source = source
  }

  kept(at: number): ImageBitmap | undefined {
    return this.#frames.get(at)
  }

  /** Undefined where another wish came in between, or the film has no picture there, or none yet. */
  frame(at: number): Promise<ImageBitmap | undefined> {
    const kept = this.#frames.get(at)
    if (kept || performance.now() - (this.#missed.get(at) ?? -Infinity) < limits.seekFrameAgainMs) return Promise.resolve(kept)
    return new Promise((done) => {
      this.#wish?.done(undefined)
      this.#wish = { at, done }
      void this.#work()
    })
  }

  async #work(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    while (this.#wish) {
      const { at, done } = this.#wish
      this.#wish = undefined
      const frame = await this.#caught(at).catch(() => undefined)
      if (frame) this.#keep(at, frame)
      else this.#miss(at)
      done(frame)
    }
    this.#busy = false
  }

  async #caught(at: number): Promise<ImageBitmap | undefined> {
    const signal = AbortSignal.timeout(limits.seekFrameMs)
    const video = this.source.way === 'ranges' ? await this.#jumped(at, signal) : await this.#begun(at, signal)
    if (video.videoWidth === 0) return undefined
    return await createImageBitmap(video, { resizeWidth: WIDTH, resizeHeight: Math.max(1, Math.round(WIDTH * video.videoHeight / video.videoWidth)) })
  }

  async #jumped(at: number, signal: AbortSignal): Promise<HTMLVideoElement> {
    const video = this.#video ??= loading(this.source.url, 'metadata')
    if (video.readyState < HTMLMediaElement.HAVE_METADATA) await happens(video, 'loadedmetadata', signal)
    const seen = happens(video, 'seeked', signal)
    // The nearest key frame is near enough, and at once there.
    if ('fastSeek' in video) video.fastSeek(at)
    else (video as HTMLVideoElement).currentTime = at
    await seen
    return video
  }

  async #begun(at: number, signal: AbortSignal): Promise<HTMLVideoElement> {
    this.rest()
    const video = this.#video = loading(`${this.source.url}&from=${at.toFixed(1)}`, 'auto')
    await happens(video, 'loadeddata', signal)
    return video
  }

  #keep(at: number, frame: ImageBitmap): void {
    this.#missed.delete(at)
    this.#frames.set(at, frame)
    const [oldest] = this.#frames.keys()
    if (this.#frames.size > limits.seekFramesMax && oldest !== undefined) {
      this.#frames.get(oldest)!.close()
      this.#frames.delete(oldest)
    }
  }

  /** A browser gives up a source that failed once, and one that waits holds a connection. */
  #miss(at: number): void {
    this.#missed.set(at, performance.now())
    this.rest()
  }

  /** Nobody looks: what it has fetched is let go of, its frames are kept. */
  rest(): void {
    if (!this.#video) return
    this.#video.removeAttribute('src')
    this.#video.load()
    this.#video = undefined
  }

  close(): void {
    this.#wish?.done(undefined)
    this.#wish = undefined
    for (const frame of this.#frames.values()) frame.close()
    this.#frames.clear()
    this.rest()
  }
}

function loading(url: string, preload: 'metadata' | 'auto'): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.preload = preload
  video.src = url
  return video
}

function happens(video: HTMLVideoElement, name: 'loadedmetadata' | 'loadeddata' | 'seeked', until: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController()
    const { signal } = ended
    const fail = (why: string) => () => { ended.abort(); reject(new Error(why)) }
    video.addEventListener(name, () => { ended.abort(); resolve() }, { signal })
    for (const failure of ['error', 'emptied']) video.addEventListener(failure, fail(failure), { signal })
    until.addEventListener('abort', fail('late'), { signal })
  })
}
