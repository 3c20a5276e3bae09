/**
 * One film on this device: what is known of it, and what becomes of that. Pure.
 *
 *            ┌── pause ──▶ paused ── resume ──┐
 *   waiting ─┴─▶ copying ─▶ checking ─▶ saved │
 *      ▲            │          │          │   │
 *      ├────────────┴── again ─┴── failed ◀───┘ (parts are lost)
 *      └──────────────────────────────────────┘
 *
 * Its bytes lie in parts of one size (the last may be shorter), each written once and whole: what is here is the list of parts, a copy goes on
 * at the first that is not, and reading one never meets the writing of another.
 */

import type { PlainRef, PlayableRef } from '../../domain/playable.ts'
import type { CopySource, MediaAnswer } from '../../projections/wire-media.ts'
import { limits } from '../sync/limits.ts'

/** From, up to but not including. */
export type Span = readonly [number, number]

export type SavedState = 'waiting' | 'copying' | 'checking' | 'saved' | 'paused' | 'failed'
/**
 * Why it waits (the film lands still, there is no network, no Wi-Fi, the server has other worries, the person has to sign in), or why it
 * failed (no room, not allowed, no longer at the server, other bytes than they should be, parts went missing here).
 */
export type Why = 'landing' | 'offline' | 'wifi' | 'server' | 'signedOut' | 'room' | 'forbidden' | 'gone' | 'damaged' | 'lost'

/** Where its bytes come from, and how they are known again. */
export interface Source {
  readonly url: string
  readonly expiresAt: string
  readonly contentType: string
  readonly sizeBytes: number
  readonly etag: string
  /** Of the whole; null while it is not known. */
  readonly sha256: string | null
  /** The stored film, not one that is landing. */
  readonly whole: boolean
}

/** Subtitles by the names of their files here, and the rest as the server told it. */
export type Beside = Omit<MediaAnswer, 'subtitles'> & { readonly subtitles: readonly (MediaAnswer['subtitles'][number] & { readonly file: string })[] }

/** Parts that the browser copies by itself, under the name that it knows the task by; see browser-copy.ts. */
export interface Lot { readonly id: string; readonly parts: readonly number[] }

/** A film, or an episode: what it is of is said as commands say it. */
export interface SavedFilm extends PlayableRef {
  readonly jobId: string
  readonly name: string
  readonly posterPath: string | null
  readonly backdropPath: string | null
  readonly state: SavedState
  readonly why: Why | null
  /** For want of room: so many bytes. */
  readonly lackingBytes: number
  /** Null until the server was asked. */
  readonly source: Source | null
  readonly partBytes: number
  /** Spans of the numbers of the parts that are here. */
  readonly parts: readonly Span[]
  readonly beside: Beside | null
  /** What the browser has in hand; it is copied by nobody else then. */
  readonly lots: readonly Lot[]
  /** The browser did not bring all that it was given: it gets nothing of this film again. */
  readonly inVain: boolean
  /** The digest was wrong once already. */
  readonly again: boolean
  /** Milliseconds since the Unix epoch, as all times here. */
  readonly addedAt: number
  readonly savedAt: number | null
  /** When the server was told last that it is here. */
  readonly toldAt: number | null
}

export type Wanted = PlainRef & Pick<SavedFilm, 'jobId' | 'name' | 'posterPath' | 'backdropPath'>

export function newFilm({ jobId, name, posterPath, backdropPath, ...about }: Wanted, addedAt: number): SavedFilm {
  return {
    jobId, ...about, name, posterPath, backdropPath, state: 'waiting', why: null, lackingBytes: 0, source: null, partBytes: 0, parts: [], beside: null,
    lots: [], inVain: false, again: false, addedAt, savedAt: null, toldAt: null,
  }
}

/** Undefined while nothing of it can be had. */
export function sourceOf({ state, url, expiresAt, contentType, sizeBytes, etag, sha256 }: CopySource): Source | undefined {
  if (state === 'later' || url === null || expiresAt === null || contentType === null || sizeBytes === null || etag === null) return undefined
  return { url, expiresAt, contentType, sizeBytes, etag, sha256, whole: state === 'whole' }
}

/**
 * What is here beside what the server has now. `perhaps`: it was landing, and its stored form has as many bytes: whether they are the same is for
 * the server to say, by the link of before.
 */
export function compare(film: SavedFilm, now: Source): 'first' | 'same' | 'perhaps' | 'other' {
  const { source } = film
  if (source === null || film.parts.length === 0) return 'first'
  if (source.etag === now.etag && source.sizeBytes === now.sizeBytes) return 'same'
  return !source.whole && now.whole && source.sizeBytes === now.sizeBytes ? 'perhaps' : 'other'
}

/** From the beginning. */
export function begun(film: SavedFilm, source: Source): SavedFilm {
  return { ...film, source, partBytes: partBytesOf(source.sizeBytes), parts: [], lots: [], savedAt: null }
}

/** A hundred parts or so; large ones for large films, so that there are not too many. */
function partBytesOf(sizeBytes: number): number {
  return Math.min(limits.savedPartBytesMax, Math.max(limits.savedPartBytesMin, Math.ceil(sizeBytes / 100)))
}

export function partCount({ source, partBytes }: SavedFilm): number {
  return source === null || partBytes === 0 ? 0 : Math.ceil(source.sizeBytes / partBytes)
}

/** Its bytes. */
export function bytesOfPart({ source, partBytes }: SavedFilm, part: number): Span {
  return [part * partBytes, Math.min(source?.sizeBytes ?? 0, (part + 1) * partBytes)]
}

export function hasPart({ parts }: SavedFilm, part: number): boolean {
  return parts.some(([from, to]) => from <= part && part < to)
}

export function withPart(film: SavedFilm, part: number): SavedFilm {
  if (hasPart(film, part)) return film
  const spans = [...film.parts, [part, part + 1] as const].sort((a, b) => a[0] - b[0])
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && last[1] === span[0]) joined[joined.length - 1] = [last[0], span[1]]
    else joined.push(span)
  }
  return { ...film, parts: joined }
}

export function withoutPart(film: SavedFilm, part: number): SavedFilm {
  return { ...film, parts: film.parts.flatMap(([from, to]) => part < from || part >= to ? [[from, to] as const] : [[from, part] as const, [part + 1, to] as const].filter(([a, b]) => a < b)) }
}

export function heldBytes(film: SavedFilm): number {
  return film.parts.reduce((sum, [from, to]) => sum + bytesOfPart(film, to - 1)[1] - bytesOfPart(film, from)[0], 0)
}

export function isComplete(film: SavedFilm): boolean {
  const count = partCount(film)
  return count > 0 && film.parts.length === 1 && film.parts[0]![0] === 0 && film.parts[0]![1] === count
}

/** The first part that is not here and can be had: of a film that lands, all of it must have landed. Undefined where there is none. */
export function nextPart(film: SavedFilm, landed: readonly Span[]): number | undefined {
  for (let part = 0; part < partCount(film); part++) {
    const [from, to] = bytesOfPart(film, part)
    if (!hasPart(film, part) && (film.source?.whole === true || landed.some(([start, end]) => start <= from && to <= end))) return part
  }
  return undefined
}

/** The person's own words, whatever it is doing. */
export function paused(film: SavedFilm): SavedFilm {
  return film.state === 'waiting' || film.state === 'copying' || film.state === 'checking' ? { ...film, state: 'paused', why: null } : film
}

export function resumed(film: SavedFilm): SavedFilm {
  return film.state === 'paused' || film.state === 'failed' ? { ...film, state: 'waiting', why: null, lackingBytes: 0, lots: [], inVain: false, again: false } : film
}

export function failed(film: SavedFilm, why: Why, lackingBytes = 0): SavedFilm {
  return { ...film, state: 'failed', why, lackingBytes, lots: [] }
}

/** Somebody should go on with it. */
export function isUnderWay({ state }: SavedFilm): boolean {
  return state === 'waiting' || state === 'copying' || state === 'checking'
}

/** By the app itself: the browser has nothing of it in hand. */
export function isToCopy(film: SavedFilm): boolean {
  return isUnderWay(film) && film.lots.length === 0
}

export function isWithBrowser({ state, lots }: SavedFilm): boolean {
  return state === 'copying' && lots.length > 0
}

export function hasLot({ lots }: SavedFilm, id: string): boolean {
  return lots.some((lot) => lot.id === id)
}

/** The browser is done with it, or it is taken from it; what of it is not here then is for the app to copy. */
export function withoutLot(film: SavedFilm, id: string): SavedFilm {
  const lot = film.lots.find((each) => each.id === id)
  return lot ? { ...film, lots: film.lots.filter((each) => each !== lot), inVain: film.inVain || lot.parts.some((part) => !hasPart(film, part)) } : film
}

/** Something of it can be played from here. */
export function isPlayable(film: SavedFilm): boolean {
  return film.source?.whole === true && film.parts.length > 0
}
