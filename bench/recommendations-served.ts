/** How long a list of recommendations takes, asked of the whole server over its own database, with a TMDB that answers at once. */

import type { RecommendationsAnswer } from '../projections/wire-catalogue.ts'
import { eventually } from '../test/support/eventually.ts'
import type { Household } from '../test/support/measure-recommendations.ts'
import { newCommand, setUp, signIn } from '../test/support/person.ts'
import { scriptedTmdb } from '../test/support/scripted-tmdb.ts'
import { startService } from '../test/support/service.ts'
import type { Rated } from '../test/support/synthetic-people.ts'
import type { SyntheticTitle } from '../test/support/synthetic-titles.ts'
import { median, quantile } from './measure.ts'

/** Milliseconds. */
export interface Served {
  readonly ratings: number
  /** Nothing of the catalogue is known but the titles that were rated. */
  readonly cold: number
  readonly coldComplete: boolean
  /** After one more rating. */
  readonly rated: readonly number[]
  /** Nothing has changed. */
  readonly kept: readonly number[]
}

export async function serveRecommendations(household: Household, { rounds }: { readonly rounds: number }): Promise<Served> {
  const endings: (() => unknown)[] = []
  const host = { teardown: (run: () => unknown) => { endings.push(run) } }
  try {
    const upstream = await scriptedTmdb(host, tmdbOf(household))
    const service = await startService(host, { env: { TMDB_API_KEY: 'x', TMDB_BASE_URL: `${upstream.url}/3`, TMDB_IMAGE_BASE_URL: upstream.url, LOG_LEVEL: 'warn', LOG_PRETTY: 'no' } })
    const credentials = { username: 'ada', password: 'a long password' }
    await setUp(service, credentials)
    const person = await signIn(service.url, credentials)
    const known = household.members.map((member) => member.known.filter(({ title }) => title.mediaType === 'movie')).toSorted((a, b) => b.length - a.length)[0]!
    const rate = ({ title: { tmdbId }, rating }: Rated) => newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId }, rating })
    const ask = async (query = '') => {
      const from = performance.now()
      const answer = await person.get<RecommendationsAnswer>(`/api/recommendations${query}`)
      return { ms: performance.now() - from, answer }
    }
    const [later, first] = [known.slice(0, rounds), known.slice(rounds)]
    for (let at = 0; at < first.length; at += 100) await person.send(...first.slice(at, at + 100).map(rate))
    await eventually('what was rated is described', async () => (await person.replica()).cards.size >= first.length, 120_000, 250)
    const { ms: cold, answer: early } = await ask()
    await eventually('the list is whole', async () => (await ask()).answer.complete, 60_000, 250)
    const kept: number[] = []
    for (let asked = 0; asked < 20 * rounds; asked++) kept.push((await ask()).ms)
    const rated: number[] = []
    for (const each of later) {
      const [outcome] = await person.send(rate(each))
      if (outcome?.status !== 'accepted') throw new Error(`A rating was not accepted: ${JSON.stringify(outcome)}`)
      rated.push((await ask(`?after=${outcome.position}`)).ms)
    }
    await service.stop()
    return { ratings: first.length, cold, coldComplete: early.complete, rated, kept }
  } finally {
    for (const end of endings.reverse()) await end()
  }
}

export function toldServed({ ratings, cold, coldComplete, rated, kept }: Served): string {
  return `over HTTP, with ${ratings} ratings: first list ${cold.toFixed(0)} ms${coldComplete ? '' : ' (the lists alone; the rest in the background)'}; after one more rating p50 ${median(rated).toFixed(0)} ms, p95 ${quantile(rated, 0.95).toFixed(0)} ms; unchanged p50 ${median(kept).toFixed(1)} ms, p95 ${quantile(kept, 0.95).toFixed(1)} ms`
}

/** The made-up catalogue, as TMDB tells it. */
function tmdbOf({ titles, source }: Household): Parameters<typeof scriptedTmdb>[1] & {} {
  const genres = [...new Set(titles.flatMap((title) => title.genres))].sort().map((name, at) => ({ id: at + 1, name }))
  const listed = ({ tmdbId, mediaType, title, year, genres: names, voteAverage, votes }: Pick<SyntheticTitle, 'tmdbId' | 'mediaType' | 'title' | 'year' | 'genres' | 'voteAverage' | 'votes'>) => ({
    id: tmdbId, media_type: mediaType, [mediaType === 'movie' ? 'title' : 'name']: title, [mediaType === 'movie' ? 'release_date' : 'first_air_date']: `${year}-06-01`,
    genre_ids: names.map((name) => genres.find((genre) => genre.name === name)!.id), vote_average: voteAverage, vote_count: votes, overview: '',
  })
  const page = (found: readonly { readonly tmdbId: number }[]) => ({ page: 1, total_pages: 1, total_results: found.length, results: found.map(({ tmdbId }) => listed(titles[tmdbId - 1]!)) })
  const full = async (title: SyntheticTitle) => {
    const { facts } = await source.title(title)
    return {
      ...listed(title), media_type: undefined, genres: genres.filter(({ name }) => title.genres.includes(name)), original_language: title.language, origin_country: [title.country],
      keywords: { [title.mediaType === 'movie' ? 'keywords' : 'results']: title.keywords }, recommendations: page(facts.recommended), similar: page(facts.similar),
      credits: { cast: title.cast.map(({ personId, name }, order) => ({ id: personId, name, order })), crew: title.directors.map(({ personId, name }) => ({ id: personId, name, job: 'Director' })) },
    }
  }
  return (request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
      const [, , kind, what] = pathname.split('/') as ['', '3', 'movie' | 'tv' | 'genre' | 'discover', string]
      const answer = kind === 'genre' ? { genres }
        : kind === 'discover' ? page((await source.discover(what as 'movie' | 'tv', Object.fromEntries(['genres', 'keywords', 'people'].flatMap((name) => searchParams.has(`with_${name}`) ? [[name, searchParams.get(`with_${name}`)!]] : [])), 1)).results)
        : what === 'popular' || what === 'top_rated' ? page((await (what === 'popular' ? source.popular : source.topRated)(kind, 1)).results)
        : await full(titles[Number(what) - 1]!)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })()
  }
}
