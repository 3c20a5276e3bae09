/**
 * How much recovery data an NZB lists, and how much of it the articles that are missing will need at least. Pure.
 *
 * Before the set's own index is read, the size of its blocks is what the volumes' names and sizes give away: bytes by blocks. Where
 * blocks lie in a file follows from it. So the count of damaged blocks is an estimate, and on the low side: who stops at it stops
 * for a release that cannot be repaired, never for one that can.
 */

import { limits } from '../../server/limits.ts'
import { BLOCKS_MAX } from '../par2/gf16.ts'
import type { PlannedArticle, PlannedFile } from './plan-download.ts'

export interface Recovery {
  /** That the names of the volumes promise; 0 when there are none. */
  readonly blocks: number
  /** Estimated; 0 when there are no blocks, or the NZB does not say how large anything is. */
  readonly blockBytes: number
}

type Files = readonly Pick<PlannedFile, 'name' | 'kind' | 'recoveryBlocks' | 'sizeBytes' | 'firstArticle' | 'articles' | 'unlisted'>[]

/** What yEnc makes of bytes: one in 64 is escaped, and each line of 128 has an end. */
const ENCODED = 1.032
/** Of a packet that carries one block (PAR2 2.0, packet header and exponent). */
const PACKET_BYTES = 68
/** As much recovery data as is posted with a release at most. */
const HIDDEN_SHARE = 0.15

export function recoveryIn(files: Files): Recovery {
  let blocks = 0, blockBytes = 0, most = 0, unnamed = 0
  for (const { kind, recoveryBlocks = 0, sizeBytes, articles } of files) {
    if (kind !== 'par2-volume') continue
    blocks += recoveryBlocks
    if (recoveryBlocks === 0) unnamed += articles
    // Every volume repeats the index; in the one with most blocks that weighs least.
    if (recoveryBlocks <= most) continue
    most = recoveryBlocks
    blockBytes = Math.max(0, sizeBytes / ENCODED / recoveryBlocks - PACKET_BYTES)
  }
  // No set has more blocks than that, so they are no smaller, whatever a name promises.
  const contentBytes = files.reduce((sum, { kind, sizeBytes }) => kind === 'content' ? sum + sizeBytes : sum, 0)
  if (blocks > 0) return { blocks, blockBytes: blockBytes > 0 ? Math.max(blockBytes, contentBytes / ENCODED / BLOCKS_MAX) : 0 }
  // Volumes without blocks in their names repair as much as they are; where nothing has a name that tells, some may be volumes.
  return { blocks: unnamed > 0 ? unnamed : mayHideVolumes(files) ? Math.floor(HIDDEN_SHARE * files.reduce((sum, { articles }) => sum + articles, 0)) : 0, blockBytes: 0 }
}

function mayHideVolumes(files: Files): boolean {
  const content = files.filter(({ kind }) => kind === 'content')
  return files.every(({ kind }) => kind !== 'par2-index') && content.filter(({ name }) => name === null || !/\.[a-z][a-z0-9]{1,3}$|\.\d{3}$/i.test(name)).length > 1
}

/** Blocks of the content that cannot be whole, `missing` articles and unlisted ones together. Without recovery data each article is a block. */
export function damagedBlocks({ files, articles }: { readonly files: Files; readonly articles: readonly PlannedArticle[] }, { blockBytes }: Recovery, missing: Iterable<number>): number {
  const places = new Map<number, number[]>()
  for (const article of missing) {
    const { file, place } = articles[article]!
    if (files[file]!.kind !== 'content') continue
    const known = places.get(file)
    if (known) known.push(place)
    else places.set(file, [place])
  }
  let damaged = 0
  for (const [index, file] of files.entries()) {
    if (file.kind !== 'content') continue
    const gone = [...places.get(index) ?? [], ...unlistedPlaces(file, articles)]
    damaged += gone.length === 0 ? 0 : blockBytes === 0 ? gone.length : blocksIn(gone, file.sizeBytes / ENCODED / file.articles, blockBytes)
  }
  return damaged
}

function unlistedPlaces({ firstArticle, articles: count, unlisted }: Files[number], articles: readonly PlannedArticle[]): number[] {
  if (unlisted === 0) return []
  const listed = new Set(articles.slice(firstArticle, firstArticle + count).map(({ place }) => place))
  return Array.from({ length: count + unlisted }, (_, place) => place).filter((place) => !listed.has(place))
}

/** Whole blocks within the articles, and for an article smaller than a block the one that its middle lies in. */
function blocksIn(places: readonly number[], articleBytes: number, blockBytes: number): number {
  const blocks = new Set<number>()
  for (const place of places) {
    const first = Math.ceil(place * articleBytes / blockBytes), end = Math.floor((place + 1) * articleBytes / blockBytes)
    for (let block = first; block < end; block++) blocks.add(block)
    if (first >= end) blocks.add(Math.floor((place + 0.5) * articleBytes / blockBytes))
  }
  return blocks.size
}

export function contentArticles({ files }: { readonly files: Files }): number {
  return files.reduce((sum, { kind, articles }) => kind === 'content' ? sum + articles : sum, 0)
}

/** How many articles may be missing at most: a block repairs as many as it has bytes for. */
export function repairableArticles(plan: { readonly files: Files }, { blocks, blockBytes }: Recovery): number {
  const bytes = plan.files.reduce((sum, { kind, sizeBytes }) => kind === 'content' ? sum + sizeBytes : sum, 0)
  return blocks * Math.max(1, blockBytes * ENCODED * contentArticles(plan) / Math.max(1, bytes))
}

/** Articles of the content that are looked for before all others: first and last of the files, and some between, evenly. Ascending. */
export function sampleArticles(plan: { readonly files: Files; readonly articles: readonly unknown[] }, has: (article: number) => boolean): number[] {
  const content = plan.files.filter(({ kind }) => kind === 'content')
  const lacking = content.flatMap(({ firstArticle, articles }) => Array.from({ length: articles }, (_, index) => firstArticle + index)).filter((article) => !has(article))
  if (lacking.length < limits.sampledArticlesMin) return []
  const ends = content.flatMap(({ firstArticle, articles }) => [firstArticle, firstArticle + articles - 1]).filter((article) => !has(article))
  const evenly = (from: readonly number[], count: number) => Array.from({ length: Math.min(count, from.length) }, (_, index) => from[Math.floor(index * from.length / Math.min(count, from.length))]!)
  return [...new Set([...evenly(ends, limits.sampledArticlesMax / 2), ...evenly(lacking, limits.sampledArticlesMax / 2)])].sort((a, b) => a - b)
}

/**
 * Whether so many missing of a sample mean that more than `repairable` of all are: then the lower bound of what is missing
 * (Wilson's score interval, 99.9 %) is above it.
 */
export function sampleIsBeyondRepair({ sampled, missing, articles, repairable }: { readonly sampled: number; readonly missing: number; readonly articles: number; readonly repairable: number }): boolean {
  if (missing === 0) return false
  const z = 3.09, share = missing / sampled, z2 = z * z / sampled
  const lower = (share + z2 / 2 - z * Math.sqrt(share * (1 - share) / sampled + z2 / sampled / 4)) / (1 + z2)
  return lower * articles > repairable
}
