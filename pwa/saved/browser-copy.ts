/**
 * What is given to the browser to copy by itself (Background Fetch), so that it goes on while no page of the app is open, and how what it brings is known
 * again. It takes whole answers only, so a film is given as its parts, in lots. Pure.
 */

import { limits } from '../sync/limits.ts'
import { lackingBytes } from './plan-queue.ts'
import type { Lot, SavedFilm, Source } from './saved-film.ts'
import { bytesOfPart, hasPart, partCount } from './saved-film.ts'

const PREFIX = 'saved'

/** The name that the browser knows a lot by: of one person, one film, one try. */
export function lotId({ userId, jobId, nowMs, lot }: { readonly userId: string; readonly jobId: string; readonly nowMs: number; readonly lot: number }): string {
  return [PREFIX, userId, jobId, nowMs, lot].join(' ')
}

export function parseLotId(id: string): { readonly userId: string; readonly jobId: string; readonly sinceMs: number } | undefined {
  const [prefix, userId, jobId, since] = id.split(' ')
  return prefix === PREFIX && userId && jobId && since ? { userId, jobId, sinceMs: Number(since) } : undefined
}

/**
 * All that is not here, or nothing: of what lands still it would get half answers. What the browser has brought lies twice on the device until it is taken in, of two lots at most: where there is no room
 * for that, the app copies by itself, which takes none besides.
 */
export function lotsToHand(film: SavedFilm, { userId, nowMs, space }: { readonly userId: string; readonly nowMs: number; readonly space: Parameters<typeof lackingBytes>[1] }): readonly Lot[] {
  if (film.source?.whole !== true) return []
  const missing = Array.from({ length: partCount(film) }, (_, part) => part).filter((part) => !hasPart(film, part))
  const bytes = bytesOfParts(film, missing)
  if (lackingBytes(bytes + Math.min(bytes, 2 * limits.savedBrowserLotBytesMax), space) > 0) return []
  const ofLot = Math.max(1, Math.floor(limits.savedBrowserLotBytesMax / film.partBytes))
  const count = Math.ceil(missing.length / ofLot)
  return count > limits.savedBrowserLotsMax ? [] : Array.from({ length: count }, (_, lot) => ({ id: lotId({ userId, jobId: film.jobId, nowMs, lot }), parts: missing.slice(lot * ofLot, (lot + 1) * ofLot) }))
}

export function bytesOfParts(film: SavedFilm, parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + bytesOfPart(film, part)[1] - bytesOfPart(film, part)[0], 0)
}

/** An address of its own for each: browsers take no two questions alike. The server heeds the range. */
export function questionFor(film: SavedFilm & { readonly source: Source }, part: number): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const { url, etag } = film.source
  const [from, to] = bytesOfPart(film, part)
  return { url: `${url}&part=${part}`, headers: { range: `bytes=${from}-${to - 1}`, 'if-range': etag } }
}

/** Which part of the film an answer is, by what it says itself; undefined where it is none, or one of another film. */
export function partOf(film: SavedFilm, { status, headers }: Pick<Response, 'status' | 'headers'>): number | undefined {
  const { from, to, size } = /^bytes (?<from>\d+)-(?<to>\d+)\/(?<size>\d+)$/.exec(headers.get('content-range') ?? '')?.groups ?? {}
  if (status !== 206 || film.source === null || headers.get('etag') !== film.source.etag || Number(size) !== film.source.sizeBytes) return undefined
  const part = Number(from) / film.partBytes
  return Number.isInteger(part) && Number(to) === bytesOfPart(film, part)[1] - 1 ? part : undefined
}
