/** Two JSON answers that are not Newznab's and that aggregators such as NZBHydra2 read beside it: of NZBIndex (its API 2) and of TorBox. Pure. */

import type { IndexerItem } from './newznab-answer.ts'

type Told = Readonly<Record<string, unknown>>

/** Undefined for any other answer. Entries of another shape are left out. */
export function readOtherAnswer(json: unknown): { readonly items: readonly IndexerItem[]; readonly total: number | null } | undefined {
  if (!isTold(json)) return undefined
  if (Array.isArray(json['results']) && isTold(json['stats'])) return { items: json['results'].filter(isTold).flatMap(ofNzbindex), total: whole(json['stats']['total']) }
  const data = json['data']
  if (!isTold(data) || typeof json['success'] !== 'boolean') return undefined
  const listed = [data['nzbs'], data['torrents']].filter((list) => Array.isArray(list))
  return listed.length === 0 ? undefined : { items: listed.flat().filter(isTold).flatMap(ofTorbox), total: whole(data['total_nzbs'] ?? data['total_torrents']) }
}

function ofNzbindex({ id, name, posted, password, size, poster }: Told): readonly IndexerItem[] {
  const number = whole(id)
  if (number === null || typeof name !== 'string') return []
  const at = whole(posted)
  return [{ ...NOTHING, guid: String(number), title: name, nzbUrl: `/download/${number}.nzb`, sizeBytes: whole(size), publishedAt: at === null || at > TIME_MAX ? null : new Date(at).toISOString(), passworded: password === true, poster: text(poster) }]
}

function ofTorbox({ hash, raw_title: title, size, nzb, categories, tracker, type }: Told): readonly IndexerItem[] {
  if (typeof hash !== 'string' || !/^[0-9a-f]{8,64}$/i.test(hash) || typeof title !== 'string') return []
  const numbers = Array.isArray(categories) ? categories.map(whole).filter((number) => number !== null) : []
  return [{ ...NOTHING, guid: hash, title, nzbUrl: text(nzb), sizeBytes: whole(size), categories: numbers, torrent: type !== 'usenet', via: text(tracker) }]
}

const NOTHING = { categories: [], publishedAt: null, imdbId: null, tvdbId: null, passworded: false, poster: null, grabs: null, torrent: false, via: null } as const
/** Of a Date. */
const TIME_MAX = 8.64e15

const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) => typeof value === 'string' && value !== '' ? value.slice(0, 2_000) : null

function whole(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}
