/**
 * Frames of the film for the seek bar, made by the browser that shows it: a second player, without sound or place on the page, jumps to
 * where the pointer is. It plays what the first one plays, so there is nothing to install and nothing to prepare. A frame is kept once it
 * was caught; the newest wish is served first, those it overtook not at all.
 */

import { limits } from '../sync/limits.ts'

const WIDTH = 240

/** The second whose frame stands for this one. */
export function frameOf(seconds: number, length: number): number {
  const step = Math.max(5, Math.ceil(length / 100))
  return Math.max(0, Math.min(length - 1, Math.floor(seconds / step) * step))
}

export class FrameCatcher {
  readonly src: string
  #video: HTMLVideoElement | undefined
  #frames = new Map<number, ImageBitmap>()
  #wish: { at: number; done: (frame: ImageBitmap | undefined) => void } | undefined
  #busy = false

  constructor(src: string) {
    this.src = src
  }

  kept(at: number): ImageBitmap | undefined {
    return this.#frames.get(at)
  }

  /** Undefined where another wish came in between, or the film has no picture there. */
  frame(at: number): Promise<ImageBitmap | undefined> {
    const kept = this.#frames.get(at)
    if (kept) return Promise.resolve(kept)
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
      done(frame)
    }
    this.#busy = false
  }

  async #caught(at: number): Promise<ImageBitmap | undefined> {
    const video = this.#video ??= this.#begin()
    if (video.readyState < HTMLMediaElement.HAVE_METADATA) await happens(video, 'loadedmetadata')
    const seen = happens(video, 'seeked')
    // The nearest key frame is near enough, and at once there.
    if ('fastSeek' in video) video.fastSeek(at)
    else (video as HTMLVideoElement).currentTime = at
    await seen
    if (video.videoWidth === 0) return undefined
    return await createImageBitmap(video, { resizeWidth: WIDTH, resizeHeight: Math.max(1, Math.round(WIDTH * video.videoHeight / video.videoWidth)) })
  }

  #begin(): HTMLVideoElement {
    const video = document.createElement('video')
    video.muted = true
    video.playsInline = true
    video.preload = 'metadata'
    video.src = this.src
    return video
  }

  #keep(at: number, frame: ImageBitmap): void {
    this.#frames.set(at, frame)
    const [oldest] = this.#frames.keys()
    if (this.#frames.size > limits.seekFramesMax && oldest !== undefined) {
      this.#frames.get(oldest)!.close()
      this.#frames.delete(oldest)
    }
  }

  close(): void {
    this.#wish?.done(undefined)
    this.#wish = undefined
    for (const frame of this.#frames.values()) frame.close()
    this.#frames.clear()
    if (!this.#video) return
    // The way to let go of what it has fetched.
    this.#video.removeAttribute('src')
    this.#video.load()
    this.#video = undefined
  }
}

function happens(video: HTMLVideoElement, name: 'loadedmetadata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController()
    const { signal } = ended
    video.addEventListener(name, () => { ended.abort(); resolve() }, { signal })
    for (const failure of ['error', 'emptied']) video.addEventListener(failure, () => { ended.abort(); reject(new Error(failure)) }, { signal })
  })
}
