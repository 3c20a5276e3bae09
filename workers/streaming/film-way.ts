/** How a browser gets at a film that lands: as it is, by ranges, or made into what browsers play while it is read. */

import type { NotPlayable } from '../../server/media/landing-films.ts'
import type { Media } from '../media-type.ts'

export interface ByteSource {
  readonly sizeBytes: number
  /** Bytes from `from` up to, not including, `to`; waits for those that are still to land. */
  read(from: number, to: number): Promise<Uint8Array>
}

export type FilmWay =
  | { readonly way: 'ranges'; readonly contentType: string; readonly durationSeconds: number | null }
  | {
    readonly way: 'remuxed'; readonly contentType: string; readonly durationSeconds: number | null
    remux(source: ByteSource, options: { readonly fromSeconds: number; readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
  }

export async function filmWay(_source: ByteSource, { contentType, extension }: Media): Promise<FilmWay | NotPlayable> {
  if (extension === 'mp4' || extension === 'webm') return { way: 'ranges', contentType, durationSeconds: null }
  return { state: 'unpacked', why: 'It can be watched when it has been prepared for browsers.' }
}
