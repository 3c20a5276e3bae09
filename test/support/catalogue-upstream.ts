/** A TMDB of any number of titles, for imports: each title, a day's export, what is discovered by date, what is trending. It remembers every title it was asked for. */

import { gzipSync } from 'node:zlib'
import type { Script, ScriptedTmdb } from './scripted-tmdb.ts'
import { byPath, bytes, json, scriptedTmdb } from './scripted-tmdb.ts'

export interface CatalogueUpstream extends ScriptedTmdb {
  /** Keys of the titles it was asked for, in order: `movie_5`. */
  titles(): readonly string[]
  /** Titles that answer 500 from now on, until called again. */
  fail(ids: readonly number[] | 'all'): void
  /** Titles that answer what is none. */
  garble(ids: readonly number[]): void
  /** Titles of greater numbers have no answer until they are let go. */
  hold(after: number): void
  letGo(): void
}

export interface CatalogueUpstreamOptions {
  /** Movies have the numbers from 1 to this; of every hundred one, the seventh, is gone. */
  readonly movies: number
  /** How many it says there are for each that is discovered. */
  readonly discoveredEach?: number
}

const DAY_MS = 86_400_000

function movieAnswer(id: number): object {
  return {
    id, title: `Film ${id}`, original_title: `Film ${id}`, overview: `What happens in ${id}.`, release_date: dayOf(id), poster_path: `/p${id}.jpg`, vote_average: 7.2, vote_count: 90, popularity: id / 10,
    runtime: 90 + id % 60, imdb_id: `tt${String(id).padStart(7, '0')}`, original_language: 'de', spoken_languages: [{ iso_639_1: 'de' }], origin_country: ['DE'],
    genres: [{ id: 27, name: 'Horror' }, { id: 18, name: 'Drama' }], belongs_to_collection: id % 5 === 0 ? { id: 9, name: 'Nine' } : null,
    credits: { cast: [{ id: 7, name: 'Max', order: 0, character: 'Orlok' }, { id: 8, name: 'Greta', order: 1 }], crew: [{ id: 2, name: 'F. W. "Murnau"', job: 'Director' }] },
    release_dates: { results: [{ iso_3166_1: 'DE', release_dates: [{ type: 3, certification: '12' }] }] },
  }
}

/** One title a day, from 1920 on. */
function dayOf(id: number): string {
  return new Date(Date.UTC(1920, 0, 1) + id * DAY_MS).toISOString().slice(0, 10)
}

export async function catalogueUpstream(t: Parameters<typeof scriptedTmdb>[0], { movies, discoveredEach = 1 }: CatalogueUpstreamOptions): Promise<CatalogueUpstream> {
  let failing: readonly number[] | 'all' = []
  let garbled: readonly number[] = []
  let heldAfter = Infinity
  let held: (() => void)[] = []
  const ids = Array.from({ length: movies }, (_, i) => i + 1)
  const title: Script = (request, response) => {
    const id = Number(/^\/3\/movie\/(\d+)/.exec(request.url!)![1])
    const answer = failing === 'all' || failing.includes(id) ? json({}, 500) : garbled.includes(id) ? json({ adult: 'x' }) : id > movies || id % 100 === 7 ? json({ success: false, status_code: 34 }, 404) : json(movieAnswer(id))
    if (id <= heldAfter) answer(request, response)
    else held.push(() => answer(request, response))
  }
  const discovered: Script = (request, response) => {
    const query = new URL(request.url!, 'http://x').searchParams
    const [from, to] = [query.get('primary_release_date.gte') ?? '', query.get('primary_release_date.lte') ?? '9999']
    const found = ids.filter((id) => dayOf(id) >= from && dayOf(id) <= to)
    const page = Number(query.get('page'))
    json({ page, total_pages: Math.ceil(found.length / 20), total_results: found.length * discoveredEach, results: found.slice((page - 1) * 20, page * 20).map(movieAnswer) })(request, response)
  }
  const listed = (some: readonly number[]) => json({ page: 1, total_pages: 1, total_results: some.length, results: some.map((id) => ({ ...movieAnswer(id), media_type: 'movie' })) })
  const upstream = await scriptedTmdb(t, byPath({
    '/3/configuration': (request, response) => json({}, failing === 'all' ? 500 : 200)(request, response),
    '/3/movie/': title, '/3/discover/movie': discovered, '/3/trending/all/week': listed([1, 2, 3]),
    '/p/exports/movie_ids_02_28_2026.json.gz': bytes(gzipSync(ids.map((id) => JSON.stringify({ adult: id % 10 === 0, id, original_title: `Film ${id}`, popularity: 1, video: false })).join('\n'))),
  }))
  return Object.assign(upstream, {
    titles: () => upstream.asked.flatMap((url) => /^\/3\/movie\/(\d+)/.exec(url)?.[1] ?? []).map((id) => `movie_${id}`),
    fail(some: readonly number[] | 'all') { failing = some },
    garble(some: readonly number[]) { garbled = some },
    hold(after: number) { heldAfter = after },
    letGo() {
      const those = held
      ;[heldAfter, held] = [Infinity, []]
      for (const answer of those) answer()
    },
  })
}
