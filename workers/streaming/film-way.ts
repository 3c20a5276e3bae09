/** How a browser gets at a film that lands: as it is, by ranges, or made into what browsers play while it is read. */

import { playabilityOf, traitsOf } from '../../projections/playability.ts'
import type { NotPlayable } from '../../server/media/landing-films.ts'
import type { ByteSource } from '../media/byte-source.ts'
import { MediaError } from '../media/media-error.ts'
import { openLiveFilm, remuxLive } from '../media/remux-live.ts'
import type { Media } from '../media-type.ts'

export type FilmWay =
  | { readonly way: 'ranges'; readonly contentType: string; readonly durationSeconds: number | null }
  | {
    readonly way: 'remuxed'; readonly contentType: string; readonly durationSeconds: number | null
    remux(source: ByteSource, options: { readonly fromSeconds: number; readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
  }

/**
 * A container that browsers read is played at once, before anybody has looked into it: a description behind the pictures would have to
 * land first. What they do not read is made playable while it is read. Throws what `source` does.
 */
export async function filmWay(source: ByteSource, { contentType, extension }: Media, signal: AbortSignal): Promise<FilmWay | NotPlayable> {
  if (extension === 'mp4' || extension === 'webm') return { way: 'ranges', contentType, durationSeconds: null }
  try {
    const { info, contentType: remuxed } = await openLiveFilm(oneAfterTheOther(source), signal)
    const { playable, why } = playabilityOf(traitsOf(info))
    if (playable === 'no') return { state: 'never', why }
    return { way: 'remuxed', contentType: remuxed, durationSeconds: info.durationSeconds, remux: (reading, options) => remuxLive(oneAfterTheOther(reading), options) }
  } catch (error) {
    if (!(error instanceof MediaError)) throw error
    return { state: error.code === 'UNSUPPORTED' ? 'never' : 'unpacked', why: error.message }
  }
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
