/** What a player that asks for a saved film is answered with: which bytes, from which parts, from here or from the server. Pure (RFC 9110, 14). */

import { ifRangeHolds, rangeOf } from '../../projections/byte-range.ts'
import type { SavedFilm } from './saved-film.ts'
import { bytesOfPart, hasPart } from './saved-film.ts'

/** Where the service worker answers with it. */
export function savedAddress(jobId: string, file = 'film'): string {
  return `/saved/${jobId}/${file}`
}

const ADDRESS = /^\/saved\/(?<jobId>job_[a-z2-7]{26})\/(?<file>film|subtitles-\d{1,3}\.vtt)$/

export function parseSavedAddress(pathname: string): { readonly jobId: string; readonly file: string } | undefined {
  const { jobId, file } = ADDRESS.exec(pathname)?.groups ?? {}
  return jobId && file ? { jobId, file } : undefined
}

/** Bytes from `start` up to but not including `end`: of a part that is here, counted within it; or of the film, to be asked of the server. */
export type Piece = { readonly from: 'part'; readonly part: number; readonly start: number; readonly end: number } | { readonly from: 'server'; readonly start: number; readonly end: number }

export interface AnswerPlan {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  readonly pieces: readonly Piece[]
}

export interface Question { readonly method: string; readonly range: string | null; readonly ifRange: string | null }

/** Of a film whose source is known. */
export function planAnswer(film: SavedFilm, { method, range: header, ifRange }: Question): AnswerPlan {
  const { sizeBytes, contentType, etag } = film.source!
  const headers = { 'accept-ranges': 'bytes', 'content-type': contentType, etag, 'cache-control': 'no-store' }
  // Ranges are of GET only.
  const range = method === 'GET' && ifRangeHolds(ifRange ?? undefined, { etag, modifiedAt: '' }) ? rangeOf(header ?? undefined, sizeBytes) : 'whole'
  if (range === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${sizeBytes}`, 'content-length': '0' }, pieces: [] }
  const [start, end] = range === 'whole' ? [0, sizeBytes] : [range.start, range.end + 1]
  const length = { 'content-length': String(end - start) }
  const pieces = method === 'HEAD' ? [] : piecesOf(film, start, end)
  if (range === 'whole') return { status: 200, headers: { ...headers, ...length }, pieces }
  return { status: 206, headers: { ...headers, ...length, 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` }, pieces }
}

/** One piece of the server's for each stretch that is not here. */
function piecesOf(film: SavedFilm, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = start; at < end;) {
    const part = Math.floor(at / film.partBytes)
    const [from, to] = bytesOfPart(film, part)
    const until = Math.min(end, to)
    const last = pieces.at(-1)
    if (hasPart(film, part)) pieces.push({ from: 'part', part, start: at - from, end: until - from })
    else if (last?.from === 'server') pieces[pieces.length - 1] = { ...last, end: until }
    else pieces.push({ from: 'server', start: at, end: until })
    at = until
  }
  return pieces
}
