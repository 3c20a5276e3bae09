/** What an admin says is to be imported, checked and made into what is recorded of it. */

import type { SyncSource } from '../../domain/catalogue-sync.ts'
import type { MediaType } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import { DISCOVER_SORTS } from '../../projections/wire-catalogue.ts'
import type { DiscoverFilters } from '../catalogue/discover.ts'
import { FILTER_PATTERNS, unfit } from '../catalogue/discover.ts'
import { limits } from '../limits.ts'
import { invalid } from '../request-error.ts'
import type { SyncWish } from './sync-admin.ts'

/** As a source of an import, but for ids, which come as text: numbers parted by anything else. */
export type SyncOrder = Omit<SyncSource, 'count'> & { readonly ids?: string }

/** Throws `RequestError` for what is not to be imported. */
export function wishOf({ ids, ...source }: SyncOrder, way: SyncWish['way']): SyncWish {
  switch (source.kind) {
    case 'ids': {
      const { mediaType } = source
      if (mediaType === undefined) throw invalid('mediaType', 'must say of which kind the titles are: movie or tv')
      const numbers = idsIn(ids ?? '')
      return { source: { kind: 'ids', mediaType, count: numbers.length }, way, titles: { mediaType, ids: numbers } }
    }
    case 'discover': return { source: { kind: 'discover', query: discoverOf(source.query ?? '') }, way }
    case 'export':
      if (source.date !== undefined && !isDay(source.date)) throw invalid('date', 'must be a day that there is, as YYYY-MM-DD')
      return { source, way }
    case 'title': case 'library': case 'refresh': return { source, way }
  }
}

/** Of a day that there is not, `Date` makes another one, or none. */
function isDay(date: string): boolean {
  const ms = Date.parse(date)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

function idsIn(text: string): readonly number[] {
  const ids = [...new Set((text.match(/\d+/g) ?? []).map(Number))]
  if (ids.length === 0) throw invalid('ids', 'must hold numbers of titles at TMDB')
  if (ids.length > limits.syncIdsMax) throw invalid('ids', `must hold ${limits.syncIdsMax} numbers at most: make several imports of it`)
  const wrong = ids.find((id) => id < 1 || id >= 2 ** 31)
  if (wrong !== undefined) throw invalid('ids', `must hold numbers of titles at TMDB, which ${wrong} is not`)
  return ids
}

/** In an order of their own, so that the same filters are the same text. */
function discoverOf(query: string): string {
  const given = new URLSearchParams(query)
  given.delete('page')
  const kind = given.get('kind') ?? 'movie'
  if (!(MEDIA_TYPES as readonly string[]).includes(kind)) throw invalid('kind', 'must be movie or tv')
  for (const [name, value] of given) {
    if (name === 'kind' || name === 'sort' && (DISCOVER_SORTS as readonly string[]).includes(value)) continue
    const pattern = name in FILTER_PATTERNS ? FILTER_PATTERNS[name as keyof typeof FILTER_PATTERNS] : undefined
    if (pattern === undefined || !new RegExp(pattern).test(value)) throw invalid('query', `has "${name}", which is no filter of Discover or has a value it cannot have`)
  }
  const wrong = unfit(kind as MediaType, Object.fromEntries(given) as DiscoverFilters)
  if (wrong) throw invalid(wrong.field, wrong.message)
  given.set('kind', kind)
  given.sort()
  return given.toString()
}
