/** A look at whether TMDB still answers what we read from it: one question of each kind, about titles that everybody knows. */

import type { DiscoverFilters } from './discover.ts'
import type { Catalogue } from './catalogue.ts'
import { createCatalogue } from './catalogue.ts'
import type { CatalogueCache } from './catalogue-cache.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { TmdbClient } from './tmdb-client.ts'
import { readConfiguration } from './tmdb-vocabulary.ts'
import { filtersOf, topicByKey } from './topics.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'

export interface Tried {
  readonly what: string
  readonly ms: number
  /** How many of the fields looked at say something. */
  readonly found: number
  /** Those that say nothing. */
  readonly missing: readonly string[]
  /** Why there is no answer at all. */
  readonly error: string | null
}

export interface TryDeps {
  readonly tmdb: TmdbClient
  readonly imageBaseUrl: string
  readonly system: Pick<System, 'now' | 'fetch'>
}

/** Harry Potter and the Philosopher's Stone, Game of Thrones, Tom Hanks: of these TMDB knows everything that it knows of anything. */
export const FILM = 671
export const FILM_IMDB = 'tt0241527'
const SERIES = 1399
const SERIES_TVDB = '121361'
const PERSON = 31
const COLLECTION = 1241
const CHRISTMAS = 207317
const FILTERS: DiscoverFilters = {
  genres: '28,12', minVote: '6', minVotes: '500', from: '1990-01-01', to: '2020-12-31', minRuntime: '80', providers: '8|9', region: 'US',
  sort: 'best',
}

type Look = readonly [what: string, ask: (of: Catalogue) => Promise<object>]

const LOOKS: readonly Look[] = [
  ['genres', (of) => of.genres()],
  ['a keyword', (of) => of.keyword(CHRISTMAS)],
  ['languages', (of) => of.languages()],
  ['countries', (of) => of.countries()],
  ['certifications', (of) => of.certifications()],
  ['providers of films', (of) => of.providers('movie', 'US')],
  ['providers of series', (of) => of.providers('tv', 'US')],
  ['search for anything', async (of) => without(await of.search('harry potter', 'all', 1), 'people')],
  ['search for films', async (of) => without(await of.search('harry potter', 'movie', 1), 'people')],
  ['search for series', async (of) => without(await of.search('game of thrones', 'tv', 1), 'people')],
  ['search for people', async (of) => without(await of.search('tom hanks', 'person', 1), 'results')],
  ['trending', (of) => of.trending('all', 1)],
  ['popular films', (of) => of.popular('movie', 1)],
  ['popular series', (of) => of.popular('tv', 1)],
  ['best films', (of) => of.topRated('movie', 1)],
  ['best series', (of) => of.topRated('tv', 1)],
  ['films in cinemas', (of) => of.nowPlaying('movie', 1)],
  ['films to come', (of) => of.upcoming('movie', 1)],
  ['series on today', (of) => of.nowPlaying('tv', 1)],
  ['series on this week', (of) => of.upcoming('tv', 1)],
  ['discover films', (of) => of.discover('movie', FILTERS, 1)],
  ['discover films by certification', (of) => of.discover('movie', { certification: 'PG', region: 'US' }, 1)],
  ['discover series', (of) => of.discover('tv', { genres: '18', sort: 'most-voted' }, 1)],
  ['a topic', (of) => of.discover('movie', filtersOf(topicByKey('theme-christmas-movie')!), 1)],
  ['a film', async (of) => without(await fieldsOf(of, 'movie', FILM), 'series', 'tvdbId')],
  ['a series', async (of) => without(await fieldsOf(of, 'tv', SERIES), 'collection', 'budgetUsd', 'revenueUsd')],
  ['a season', (of) => of.season(SERIES, 1)],
  ['an episode', (of) => of.episode(SERIES, 1, 1)],
  ['a person', async (of) => without(await of.person(PERSON), 'deathday', 'homepage')],
  ['a person in brief', (of) => of.personBrief(PERSON)],
  ['a collection', (of) => of.collection(COLLECTION)],
  ["a film by IMDb's id", (of) => of.find(FILM_IMDB, 'imdb_id')],
  ["a series by TheTVDB's id", (of) => of.find(SERIES_TVDB, 'tvdb_id')],
]

/** Each question goes out. */
const nothingKept: CatalogueCache = {
  read: async (_key, _ages, ask) => ({ value: await ask('person'), tag: '', fetchedAt: '', stale: false }),
}

/** One after another, as they are answered. The first asks how TMDB is set up: where that fails, nothing else is tried. */
export async function* tryTmdb({ tmdb, imageBaseUrl, system }: TryDeps): AsyncGenerator<Tried> {
  const catalogue = createCatalogue({ tmdb, cache: nothingKept, colourOf: () => null })
  const setUp = await tried(system, 'configuration', async () => {
    const configuration = readConfiguration(await tmdb.get('/configuration'))
    return { imageBaseUrl: configuration.imageBaseUrl, ...configuration.sizes }
  })
  yield setUp
  if (setUp.error !== null) return
  for (const [what, ask] of LOOKS) yield await tried(system, what, () => ask(catalogue))
  yield await tried(system, 'a picture', async () => ({ picture: await pictureOf(catalogue, imageBaseUrl, system) }))
}

async function fieldsOf(of: Catalogue, mediaType: 'movie' | 'tv', tmdbId: number): Promise<object> {
  const { facts, brief: { votes }, offers } = await of.title({ mediaType, tmdbId })
  return { ...facts, votes, offers: offers.providers, logo: facts.images.logo }
}

async function pictureOf(of: Catalogue, imageBaseUrl: string, system: TryDeps['system']): Promise<string | null> {
  const { facts } = await of.title({ mediaType: 'movie', tmdbId: FILM })
  const answer = await system.fetch(`${imageBaseUrl}/w92${facts.posterPath}`, { signal: AbortSignal.timeout(limits.imageTimeoutMs) })
  await answer.body?.cancel()
  if (!answer.ok) throw new CatalogueError('TMDB_ERROR', `The picture server answered ${answer.status}.`)
  return answer.headers.get('content-type')?.startsWith('image/') ? 'there' : null
}

export async function tried(system: Pick<System, 'now'>, what: string, ask: () => Promise<object>): Promise<Tried> {
  const began = system.now()
  try {
    const fields = Object.entries(await ask()).filter(([name]) => !(name in OF_OURS))
    const missing = fields.filter(([, value]) => saysNothing(value)).map(([name]) => name)
    return { what, ms: system.now() - began, found: fields.length - missing.length, missing, error: null }
  } catch (error) {
    return { what, ms: system.now() - began, found: 0, missing: [], error: error instanceof Error ? error.message : String(error) }
  }
}

/** What TMDB does not say. */
const OF_OURS: Readonly<Record<string, true>> = { stale: true, posterColour: true }

function without(answer: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)))
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
