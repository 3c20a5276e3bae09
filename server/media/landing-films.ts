/**
 * Films that are still landing, as the server plays them. Rules, tried by `workers/streaming/landing-film.test.ts`, `workers/streaming/look.test.ts` and
 * `server/routes/landing-stream.test.ts`:
 *
 * LF1 `open` tells of a film of this process as soon as it is known how its bytes lie; before that, and of what can only be
 *     played when unpacked, it says why not; of a job that has no film here it answers undefined.
 * LF2 What `read` gives is what the finished film has there, or it rejects with a `LandingFilmError`. It never ends early.
 * LF3 A `tag` names the film's bytes: what was begun with one tag never goes on with other bytes.
 * LF4 Nobody waits longer than `limits.landingWaitMs` for a byte: then it rejects with `LATE`, and asking again may help.
 * LF5 Bytes that no server has reject with `MISSING`; once they are repaired, reading them works.
 * LF6 Who goes away holds nothing: neither a file nor a place in the queue.
 * LF7 Who only looks takes what has landed, and changes nothing of what lands next: what has not is waited for like any other part of the film.
 */

import type { Said } from '../../projections/said.ts'

/** From, and up to but not including. */
export type LandingSpan = readonly [from: number, to: number]

/** How a browser gets at the film: any bytes of it, or made anew from a second on, one way only. */
export type LandingWay = 'ranges' | 'remuxed'

/** Of a reader: somebody watches, or wants to see a small picture of another place. */
export type LandingAim = 'watch' | 'look'

export interface LandingFilm {
  readonly state: 'playable'
  /** Of letters and digits: part of its address. */
  readonly tag: string
  readonly way: LandingWay
  readonly sizeBytes: number
  readonly contentType: string
  /** Null while it is not known. */
  readonly durationSeconds: number | null
  readonly landed: readonly LandingSpan[]
  /** On no server; may be repaired later. */
  readonly missing: readonly LandingSpan[]
}
export interface NotPlayable {
  /** `mapping`: soon, perhaps. `unpacked`: when it is all here. `never`: in no browser. */
  readonly state: 'mapping' | 'unpacked' | 'never'
  /** Why, one sentence. */
  readonly said: Said
}
/** The film has been stored: what was read from it goes on under `key`, with the same bytes where `same`. */
export interface MovedFilm { readonly state: 'stored'; readonly tag: string; readonly key: string; readonly same: boolean }

export interface LandingFilms {
  open(jobId: string): Promise<LandingFilm | NotPlayable | undefined>
  /** Where a film went that is not landing any more; undefined for one that never was, or too long ago. */
  moved(jobId: string, tag: string): MovedFilm | undefined
  /** Bytes from `from` up to, not including, `to`. */
  read(jobId: string, tag: string, from: number, to: number, aim?: LandingAim): ReadableStream<Uint8Array>
  /** Of a film whose way is `remuxed`: a fragmented MP4 that begins at the last key frame before this second. */
  remuxed(jobId: string, tag: string, fromSeconds: number, aim?: LandingAim): ReadableStream<Uint8Array>
}

export type LandingFault = 'MISSING' | 'LATE' | 'GONE' | 'BUSY'

export class LandingFilmError extends Error {
  override readonly name = 'LandingFilmError'
  /** MISSING: on no server. LATE: has not landed in time. GONE: the film, or this release of it, is not here any more. BUSY: too many readers. */
  readonly code: LandingFault
  constructor(code: LandingFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
