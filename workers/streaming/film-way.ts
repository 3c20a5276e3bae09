/** How a browser gets at a film that lands: as it is, by ranges, or made into what browsers play while it is read. */

import { playabilityOf, traitsOf } from '../../projections/playability.ts'
import { inOwnWords, sayOfJob as say } from '../../projections/said-of-jobs.ts'
import type { NotPlayable } from '../../server/media/landing-films.ts'
import type { ByteSource } from '../media/byte-source.ts'
import { contentTypeOf } from '../media/container-of.ts'
import { MediaError } from '../media/media-error.ts'
import { openLiveFilm, remuxLive } from '../media/remux-live.ts'

export type FilmWay =
  | { readonly way: 'ranges'; readonly contentType: string; readonly durationSeconds: number | null }
  | {
    readonly way: 'remuxed'; readonly contentType: string; readonly durationSeconds: number | null
    remux(source: ByteSource, options: { readonly fromSeconds: number; readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
  }

/**
 * What browsers do not read, or would play without sound, is made playable while it is read. A film whose description stands behind its
 * pictures, or cannot be read, is played at once as it is: to look into it, its end would have to land first. Throws what `source` does.
 */
export async function filmWay(source: ByteSource, container: string, signal: AbortSignal): Promise<FilmWay | NotPlayable> {
  const asItIs: FilmWay = { way: 'ranges', contentType: contentTypeOf(container), durationSeconds: null }
  const read = container === 'mp4' || container === 'webm'
  const described = read ? await whereDescribed(source) : undefined
  if (described === 'nowhere') return { state: 'unpacked', said: say('LANDING_PIECE') }
  if (described === 'behind') return asItIs
  try {
    const film = await openLiveFilm(oneAfterTheOther(source), signal)
    const { durationSeconds } = film.info
    const { playable, told } = playabilityOf(traitsOf(film.info))
    if (playable === 'no') return { state: 'never', said: told }
    if (read && playable !== 'after-preparing') return { ...asItIs, durationSeconds }
    return { way: 'remuxed', contentType: film.contentType, durationSeconds, remux: (reading, options) => remuxLive(oneAfterTheOther(reading), options) }
  } catch (error) {
    if (!(error instanceof MediaError)) throw error
    if (read && error.code !== 'UNSUPPORTED') return asItIs
    return { state: error.code === 'UNSUPPORTED' ? 'never' : 'unpacked', said: inOwnWords(say(`MEDIA_${error.code}`), error.message) }
  }
}

const HEAD_BYTES = 4_096
const BOX_BYTES = 8

/**
 * Of an MP4 file, by the first of its boxes (ISO/IEC 14496-12, 4.2): `moov` before `mdat`; a fragment before both is a piece of a stream.
 */
async function whereDescribed({ sizeBytes, read }: ByteSource): Promise<'in front' | 'behind' | 'nowhere'> {
  const head = await read(0, Math.min(sizeBytes, HEAD_BYTES))
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  for (let at = 0; at + BOX_BYTES <= head.length;) {
    const size = view.getUint32(at)
    const type = String.fromCharCode(...head.subarray(at + 4, at + BOX_BYTES))
    if (type === 'moov') return 'in front'
    if (type === 'moof') return 'nowhere'
    if (type === 'mdat' || size < BOX_BYTES) break
    at += size
  }
  return 'behind'
}

/** A reader has one place in the film, and the library reads at two. */
function oneAfterTheOther({ sizeBytes, read }: ByteSource): ByteSource {
  let before: Promise<unknown> = Promise.resolve()
  return {
    sizeBytes,
    read(from, to) {
      const next = before.then(() => read(from, to))
      before = next.catch(() => {})
      return next
    },
  }
}
