/**
 * Where a film's bytes are in the posted files: one span of one file for a film posted as it is, one of each volume for a stored
 * archive. Volumes of one set are alike, so where those lie that have not landed is predicted from the ones that have; it serves until
 * their own headers confirm or correct it. Pure.
 */

import type { Span } from './spans.ts'

export interface Extent {
  /** Index among the files it was made from. */
  readonly volume: number
  /** Within the volume. */
  readonly offset: number
  readonly length: number
  /** Within the film. */
  readonly innerOffset: number
}

export interface FilmMap {
  readonly sizeBytes: number
  /** In the film's order, without gaps. */
  readonly extents: readonly Extent[]
}

/** A part of the film that lies in one piece. */
export interface Piece { readonly volume: number; readonly span: Span; readonly innerOffset: number }

export function plainFilm(sizeBytes: number): FilmMap {
  return { sizeBytes, extents: [{ volume: 0, offset: 0, length: sizeBytes, innerOffset: 0 }] }
}

/** Whether the extents are the film, all of it, once each. */
export function isWhole({ sizeBytes, extents }: FilmMap): boolean {
  let at = 0
  for (const { innerOffset, length, offset } of extents) {
    if (innerOffset !== at || length < 0 || offset < 0) return false
    at += length
  }
  return at === sizeBytes
}

export function piecesOf({ extents, sizeBytes }: FilmMap, { from, to }: Span): Piece[] {
  const pieces: Piece[] = []
  const end = Math.min(to, sizeBytes)
  for (let index = extentAt(extents, from), at = from; at < end && index < extents.length; index++) {
    const { volume, offset, length, innerOffset } = extents[index]!
    const until = Math.min(end, innerOffset + length)
    if (until > at) pieces.push({ volume, span: { from: offset + at - innerOffset, to: offset + until - innerOffset }, innerOffset: at })
    at = Math.max(at, until)
  }
  return pieces
}

/** What of the film a span of a volume is. */
export function innerSpansOf({ extents }: FilmMap, volume: number, { from, to }: Span): Span[] {
  return extents.filter((extent) => extent.volume === volume).flatMap(({ offset, length, innerOffset }) => {
    const [start, end] = [Math.max(from, offset), Math.min(to, offset + length)]
    return end > start ? [{ from: innerOffset + start - offset, to: innerOffset + end - offset }] : []
  })
}

function extentAt(extents: readonly Extent[], innerOffset: number): number {
  let low = 0, high = extents.length
  while (low < high) {
    const middle = (low + high) >> 1
    const { innerOffset: start, length } = extents[middle]!
    if (start + length <= innerOffset) low = middle + 1
    else high = middle
  }
  return low
}
