/**
 * A film as fragments of MP4 while it is read: for what cannot be kept rewritten yet, as it is still on its way.
 *
 * Its time begins at the second asked for, to the frame: the pictures from the key frame before are in it, and an edit list hides them. It is read
 * only as fast as it is taken.
 */

import { AppendOnlyStreamTarget, Mp4OutputFormat, Output } from 'mediabunny'
import type { MediaInfo } from '../../projections/wire-media.ts'
import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import { openInput } from './open-input.ts'
import type { TrackPlan } from './plan-tracks.ts'
import { planTracks } from './plan-tracks.ts'
import { probe } from './probe.ts'
import { remux } from './remux.ts'

export interface LiveFilm {
  readonly info: MediaInfo
  /** With its codecs, as a browser's `MediaSource` wants to be told them. */
  readonly contentType: string
  /** Each call begins anew. The stream fails with `MediaError`, and ends the reading when it is cancelled. */
  stream(options: { readonly fromSeconds: number; readonly signal: AbortSignal }): ReadableStream<Uint8Array>
}

/** Throws `MediaError`: `UNSUPPORTED` for a picture that no browser plays. */
export async function openLiveFilm(source: ByteSource, signal: AbortSignal): Promise<LiveFilm> {
  const { run, ...film } = await planLive(source, signal)
  return { ...film, stream: ({ fromSeconds, signal: until }) => written(until, (target, stopped) => run(target, { fromSeconds, signal: stopped })) }
}

/** Of a film that nothing is known of yet. */
export function remuxLive(source: ByteSource, options: { readonly fromSeconds: number; readonly signal: AbortSignal }): ReadableStream<Uint8Array> {
  return written(options.signal, async (target, signal) => {
    const { run } = await planLive(source, signal)
    await run(target, { ...options, signal })
  })
}

interface LivePlan extends Pick<LiveFilm, 'info' | 'contentType'> {
  run(target: WritableStream<Uint8Array>, options: { readonly fromSeconds: number; readonly signal: AbortSignal }): Promise<void>
}

async function planLive(source: ByteSource, signal: AbortSignal): Promise<LivePlan> {
  const info = await probe(source, signal)
  const plan = planTracks(info)
  if (!plan) throw new MediaError('UNSUPPORTED', 'No browser plays the picture of this film.')
  // One sound: a browser takes the first, and decoding more than that could fall behind.
  const heard: TrackPlan = { ...plan, audio: plan.audio.slice(0, 1) }
  const codecs = [plan.video.codecString, ...heard.audio.map(({ track, how }) => how === 'made-aac' ? 'mp4a.40.2' : track.codecString)].filter((codec) => codec !== null)
  return {
    info, contentType: `video/mp4; codecs="${codecs.join(', ')}"`,
    async run(target, options) {
      const input = openInput(source)
      const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: limits.mediaLiveFragmentSeconds }), target: new AppendOnlyStreamTarget(target) })
      try {
        await remux({ input, output, plan: heard, ...options })
      } finally {
        input.dispose()
      }
    },
  }
}

/** What `write` writes, as fast as it is taken. It is told to stop when nobody reads any more, and what it throws fails the stream. */
function written(signal: AbortSignal, write: (target: WritableStream<Uint8Array>, signal: AbortSignal) => Promise<void>): ReadableStream<Uint8Array> {
  const cancelled = new AbortController()
  let taken = () => {}
  let begun = false
  return new ReadableStream({
    pull(controller) {
      taken()
      if (begun) return
      begun = true
      const target = new WritableStream<Uint8Array>({
        write(chunk) {
          controller.enqueue(chunk)
          if ((controller.desiredSize ?? 0) <= 0) return new Promise<void>((resolve) => { taken = resolve })
        },
      })
      void write(target, AbortSignal.any([signal, cancelled.signal])).then(() => { if (!cancelled.signal.aborted) controller.close() }, (error: unknown) => { if (!cancelled.signal.aborted) controller.error(error) })
    },
    cancel(reason) {
      cancelled.abort(reason)
      taken()
    },
  }, { highWaterMark: limits.mediaLiveAheadBytes, size: (chunk) => chunk.length })
}
