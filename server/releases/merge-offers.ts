/** What several indexers offer as one list: the same release at two of them is one row that names both, and either has its NZB. Pure. */

import type { IndexerItem } from '../indexer/newznab-answer.ts'

/** A release as one indexer lists it. */
export interface Offered { readonly indexer: string; readonly item: IndexerItem }

export interface MergedOffer {
  /** In the order in which the indexers were asked: the first is asked for its NZB first. */
  readonly offers: readonly [Offered, ...Offered[]]
  readonly title: string
  readonly sizeBytes: number | null
  readonly passworded: boolean
  /** The newest: news servers keep what was posted last the longest. */
  readonly postedAt: string | null
  readonly grabs: number | null
}

/** Sizes of one release differ by how indexers count recovery data; another post of it is another chance, and another row. */
const SIZES_APART = 0.02
const POSTED_APART_MS = 3 * 86_400_000

export function releaseIdOf({ indexer, item }: Offered): string {
  return `${indexer}:${item.guid}`.slice(0, 500)
}

export function mergeOffers(offered: readonly Offered[]): readonly MergedOffer[] {
  const byTitle = new Map<string, Offered[][]>()
  const seen = new Set<string>()
  for (const each of offered) {
    if (seen.has(releaseIdOf(each))) continue
    seen.add(releaseIdOf(each))
    const title = plainTitle(each.item.title)
    const groups = byTitle.get(title) ?? []
    byTitle.set(title, groups)
    const group = groups.find((members) => members.every((member) => isSame(member, each)))
    if (group) group.push(each)
    else groups.push([each])
  }
  return [...byTitle.values()].flat().map((offers) => mergedOf(offers as [Offered, ...Offered[]]))
}

function mergedOf(offers: readonly [Offered, ...Offered[]]): MergedOffer {
  const items = offers.map(({ item }) => item)
  const dates = items.map(({ publishedAt }) => publishedAt).filter((date) => date !== null).toSorted()
  const grabs = items.map((item) => item.grabs).filter((count) => count !== null)
  return {
    offers, title: items[0]!.title, sizeBytes: items.find(({ sizeBytes }) => sizeBytes !== null)?.sizeBytes ?? null,
    passworded: items.some(({ passworded }) => passworded), postedAt: dates.at(-1) ?? null, grabs: grabs.length === 0 ? null : Math.max(...grabs),
  }
}

/** Two of one indexer are two to it, whatever they are called; so are two behind it. */
function isSame(one: Offered, other: Offered): boolean {
  if (one.indexer === other.indexer && one.item.via === other.item.via) return false
  return isNear(one.item.sizeBytes, other.item.sizeBytes, (a, b) => Math.abs(a - b) <= SIZES_APART * Math.max(a, b))
    && isNear(one.item.publishedAt, other.item.publishedAt, (a, b) => Math.abs(Date.parse(a) - Date.parse(b)) <= POSTED_APART_MS)
}

/** What is not told does not tell apart. */
function isNear<Value>(one: Value | null, other: Value | null, near: (one: Value, other: Value) => boolean): boolean {
  return one === null || other === null || near(one, other)
}

const plainTitle = (title: string) => title.normalize('NFKC').toLowerCase().replace(/\.(?:nzb|mkv|mp4)$/, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
