import { everything } from '../../test/support/everything-tmdb-says.ts'
import t from '../../test/support/tap.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import type { Catalogue } from './catalogue.ts'
import { createCatalogue } from './catalogue.ts'
import type { CatalogueCache } from './catalogue-cache.ts'
import type { Ages } from './freshness.ts'

const MINUTES = 60_000
const HOURS = 60 * MINUTES
const DAYS = 24 * HOURS

const forgetful: CatalogueCache = {
  read: async (_key, _ages, ask) => ({ value: await ask('person'), tag: '', fetchedAt: '', stale: false }),
}

/** What was asked of TMDB, and of the cache in the order of the questions. */
function asking() {
  const read: { readonly key: string; readonly ages: Ages }[] = []
  const asked: { readonly path: string; readonly query: Readonly<Record<string, unknown>> }[] = []
  const cache: CatalogueCache = {
    async read(key, ages, ask) {
      read.push({ key, ages })
      return { value: await ask('person'), tag: '', fetchedAt: '', stale: false }
    },
  }
  const answers: Readonly<Record<string, unknown>> = {
    '/configuration': { images: { secure_base_url: 'https://image.tmdb.org/t/p/' } },
    '/configuration/languages': [{ iso_639_1: 'de', english_name: 'German' }],
  }
  const get = async (path: string, query: Readonly<Record<string, unknown>> = {}) => {
    asked.push({ path, query })
    return answers[path] ?? everything
  }
  return { catalogue: createCatalogue({ tmdb: { get }, cache, colourOf: () => null }), read, asked }
}

const QUESTIONS: readonly (readonly [path: string, freshMs: number, ask: (of: Catalogue) => Promise<unknown>])[] = [
  ['/search/multi', 5 * MINUTES, (of) => of.search('x', 'all', 1)],
  ['/search/person', 5 * MINUTES, (of) => of.search('x', 'person', 1)],
  ['/trending/all/week', 15 * MINUTES, (of) => of.trending('all', 1)],
  ['/movie/popular', HOURS, (of) => of.popular('movie', 1)],
  ['/tv/top_rated', HOURS, (of) => of.topRated('tv', 1)],
  ['/movie/now_playing', HOURS, (of) => of.nowPlaying('movie', 1)],
  ['/tv/airing_today', HOURS, (of) => of.nowPlaying('tv', 1)],
  ['/movie/upcoming', HOURS, (of) => of.upcoming('movie', 1)],
  ['/tv/on_the_air', HOURS, (of) => of.upcoming('tv', 1)],
  ['/movie/1/similar', HOURS, (of) => of.similar({ mediaType: 'movie', tmdbId: 1 }, 1)],
  ['/discover/movie', 30 * MINUTES, (of) => of.discover('movie', { genres: '27' }, 1)],
  ['/discover/tv', 30 * MINUTES, (of) => of.discover('tv', {}, 1)],
  ['/movie/1', 24 * HOURS, (of) => of.title({ mediaType: 'movie', tmdbId: 1 })],
  ['/tv/1', 24 * HOURS, (of) => of.title({ mediaType: 'tv', tmdbId: 1 })],
  ['/tv/1/season/2', 24 * HOURS, (of) => of.season(1, 2)],
  ['/tv/1/season/2/episode/3', 24 * HOURS, (of) => of.episode(1, 2, 3)],
  ['/person/1', 7 * DAYS, (of) => of.person(1)],
  ['/person/1', 24 * HOURS, (of) => of.personBrief(1)],
  ['/collection/1', 24 * HOURS, (of) => of.collection(1)],
  ['/find/tt0013442', 24 * HOURS, (of) => of.find('tt0013442', 'imdb_id')],
  ['/genre/movie/list', 7 * DAYS, (of) => of.genres()],
  ['/keyword/1', 7 * DAYS, (of) => of.keyword(1)],
  ['/configuration/languages', 7 * DAYS, (of) => of.languages()],
  ['/watch/providers/regions', 7 * DAYS, (of) => of.countries()],
  ['/certification/movie/list', 7 * DAYS, (of) => of.certifications()],
  ['/watch/providers/tv', 7 * DAYS, (of) => of.providers('tv', 'DE')],
  ['/configuration', 7 * DAYS, (of) => of.configuration()],
]

t.test('each kind of answer is fresh for as long as it may be, and what is kept of titles is kept for thirty days', async (t) => {
  const keys = new Set<string>()
  for (const [path, freshMs, ask] of QUESTIONS) {
    const { catalogue, read, asked } = asking()
    await ask(catalogue)
    const index = asked.findIndex((one) => one.path === path)
    const { key, ages } = read[index]!
    t.equal(ages.freshMs, freshMs, path)
    t.ok(
      ages.freshMs <= ages.shownMs && ages.shownMs <= ages.keptMs && ages.keptMs >= (freshMs < 24 * HOURS ? DAYS : 30 * DAYS),
      `${path} is kept`,
    )
    t.notOk(keys.has(key), `${key} is its own`)
    keys.add(key)
  }
})

t.test('all of a title, a season, an episode or a person comes in one answer', async (t) => {
  const parts = async (path: string, ask: (of: Catalogue) => Promise<unknown>) => {
    const { catalogue, asked } = asking()
    await ask(catalogue)
    return String(asked.find((one) => one.path === path)!.query.append_to_response).split(',').sort()
  }
  const shared = ['external_ids', 'images', 'keywords', 'recommendations', 'similar', 'videos', 'watch/providers']
  t.strictSame(await parts('/movie/1', (of) => of.title({ mediaType: 'movie', tmdbId: 1 })), ['credits', 'release_dates', ...shared].sort())
  t.strictSame(
    await parts('/tv/1', (of) => of.title({ mediaType: 'tv', tmdbId: 1 })),
    ['aggregate_credits', 'content_ratings', 'credits', ...shared].sort(),
  )
  t.strictSame(await parts('/tv/1/season/2', (of) => of.season(1, 2)), ['credits'])
  t.strictSame(await parts('/tv/1/season/2/episode/3', (of) => of.episode(1, 2, 3)), ['credits', 'external_ids', 'images', 'videos'])
  t.strictSame(await parts('/person/1', (of) => of.person(1)), ['combined_credits', 'external_ids', 'images', 'tagged_images'])
})

t.test("the examples in TMDB's own description of its API are read, none is empty", async (t) => {
  const answers = tmdbAnswers()
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')
  const titles = async (page: Promise<{ readonly results: readonly unknown[] }>) => (await page).results.length
  const examples: readonly (readonly [path: string, ask: (of: Catalogue) => Promise<number>])[] = [
    ['/search/multi', async (of) => (await of.search('x', 'all', 1)).results.length],
    ['/search/movie', (of) => titles(of.search('x', 'movie', 1))],
    ['/search/tv', (of) => titles(of.search('x', 'tv', 1))],
    ['/search/person', async (of) => (await of.search('x', 'person', 1)).people.length],
    ['/trending/all/{time_window}', (of) => titles(of.trending('all', 1))],
    ['/trending/tv/{time_window}', (of) => titles(of.trending('tv', 1))],
    ['/movie/popular', (of) => titles(of.popular('movie', 1))],
    ['/tv/popular', (of) => titles(of.popular('tv', 1))],
    ['/movie/top_rated', (of) => titles(of.topRated('movie', 1))],
    ['/tv/top_rated', (of) => titles(of.topRated('tv', 1))],
    ['/movie/now_playing', (of) => titles(of.nowPlaying('movie', 1))],
    ['/tv/airing_today', (of) => titles(of.nowPlaying('tv', 1))],
    ['/movie/upcoming', (of) => titles(of.upcoming('movie', 1))],
    ['/tv/on_the_air', (of) => titles(of.upcoming('tv', 1))],
    ['/discover/movie', (of) => titles(of.discover('movie', {}, 1))],
    ['/discover/tv', (of) => titles(of.discover('tv', {}, 1))],
    ['/find/{external_id}', (of) => titles(of.find('tt0013442', 'imdb_id'))],
    ['/movie/{movie_id}', async (of) => (await of.title({ mediaType: 'movie', tmdbId: 1 })).facts.genres.length],
    ['/tv/{series_id}', async (of) => (await of.title({ mediaType: 'tv', tmdbId: 1 })).facts.series!.seasons.length],
    ['/collection/{collection_id}', async (of) => (await of.collection(1)).parts.length],
    ['/person/{person_id}', async (of) => (await of.person(1)).biography.length],
    ['/genre/movie/list', async (of) => (await of.genres()).movie.length],
    ['/configuration/languages', async (of) => (await of.languages()).languages.length],
    ['/watch/providers/regions', async (of) => (await of.countries()).countries.length],
    ['/certification/movie/list', async (of) => Object.keys((await of.certifications()).movie).length],
    ['/watch/providers/movie', async (of) => (await of.providers('movie', 'US')).providers.length],
    ['/configuration', async (of) => (await of.configuration()).tmdbSizes.poster.length],
  ]
  for (const [path, ask] of examples) {
    const example = answers.example(path)
    const catalogue = createCatalogue({ tmdb: { get: async () => example }, cache: forgetful, colourOf: () => null })
    t.ok(await ask(catalogue) > 0, path)
  }
  const series = answers.example('/tv/{series_id}')
  const season = answers.example('/tv/{series_id}/season/{season_number}')
  const episode = answers.example('/tv/{series_id}/season/{season_number}/episode/{episode_number}')
  const catalogue = createCatalogue({
    tmdb: { get: async (path) => path.includes('/episode/') ? episode : path.includes('/season/') ? season : series },
    cache: forgetful,
    colourOf: () => null,
  })
  t.match(await catalogue.season(1399, 1), { seriesTitle: 'Game of Thrones', episodes: [{ episodeNumber: 1, name: 'Winter Is Coming' }] })
  t.match(await catalogue.episode(1399, 1, 1), { seriesTitle: 'Game of Thrones', name: 'Winter Is Coming', airDate: '2011-04-17' })
})
