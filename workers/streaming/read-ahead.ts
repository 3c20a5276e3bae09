/**
 * What is fetched before the rest of a film, and for whom: what a reader waits for is urgent, what it will read in the next
 * seconds comes ahead, all else in bulk. Pure.
 *
 * Nothing starves: a reader's window ends, so once it has landed the bulk goes on until the reader has moved.
 */

import type { Lane } from '../usenet/article-queue.ts'
import { limits } from '../../server/limits.ts'

export interface Reading {
  /** The next byte of the film it will ask for. */
  readonly at: number
  /** It waits for bytes from `at` on. */
  readonly waiting: boolean
  /** How often it had to wait although its window was asked for. */
  readonly starved: number
}

/** Bytes behind a reader that are fetched before the bulk: so many seconds of film, but some articles at least; wider for one that starved. */
export function windowBytes({ bytesPerSecond, articleBytes, starved }: { readonly bytesPerSecond: number; readonly articleBytes: number; readonly starved: number }): number {
  const usual = Math.max(limits.landingAheadArticles * articleBytes, limits.landingAheadSeconds * bytesPerSecond)
  return Math.min(limits.landingAheadBytesMax, usual * 2 ** Math.min(starved, limits.landingAheadDoublingsMax))
}

export interface Aim { readonly urgent: readonly number[]; readonly ahead: readonly number[] }

interface AimOptions {
  readonly readings: readonly Reading[]
  readonly bytesPerSecond: number
  readonly articleBytes: number
  /** Bytes that a waiting reader gets at once. */
  readonly chunkBytes: number
  /** Articles over bytes of the film that have not landed, in order. */
  lacking(from: number, to: number): readonly number[]
}

export function aimOf({ readings, bytesPerSecond, articleBytes, chunkBytes, lacking }: AimOptions): Aim {
  const urgent = new Set(readings.filter(({ waiting }) => waiting).flatMap(({ at }) => lacking(at, at + chunkBytes).slice(0, limits.landingUrgentArticles)))
  const windows = readings.map(({ at, starved }) => lacking(at, at + windowBytes({ bytesPerSecond, articleBytes, starved })))
  const ahead = new Set(inTurns(windows).filter((article) => !urgent.has(article)))
  return { urgent: [...urgent], ahead: [...ahead] }
}

/** What is to be told to the download: each article whose lane has changed, those nobody wants any more back to the bulk. */
export function changesOf(before: Aim, now: Aim): Readonly<Record<Exclude<Lane, 'early'>, readonly number[]>> {
  const wanted = new Set([...now.urgent, ...now.ahead])
  const [urgent, ahead] = [new Set(before.urgent), new Set(before.ahead)]
  return {
    urgent: now.urgent.filter((article) => !urgent.has(article)),
    ahead: now.ahead.filter((article) => !ahead.has(article)),
    bulk: [...urgent, ...ahead].filter((article) => !wanted.has(article)),
  }
}

/** One of each in turn, so that no reader's window waits for another's. */
function inTurns(lists: readonly (readonly number[])[]): number[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat()
}
