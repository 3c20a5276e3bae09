/** The demo's TMDB as the catalogue sees it: all that can be asked of it has an answer. */

import { createCatalogue } from '../server/catalogue/catalogue.ts'
import { tmdbClient } from '../server/catalogue/tmdb-client.ts'
import { filtersOf, TOPICS } from '../server/catalogue/topics.ts'
import { tryTmdb } from '../server/catalogue/try-tmdb.ts'
import t from '../test/support/tap.ts'
import { testClock } from '../test/support/test-clock.ts'
import { films } from './catalogue/index.ts'
import { startTmdbServer } from './tmdb-server.ts'

const server = await startTmdbServer({ token: 'right', system: { now: () => Date.UTC(2026, 0, 5) } })
t.teardown(() => server.stop())
const clock = testClock()
const tmdb = tmdbClient({ baseUrl: server.apiBaseUrl, token: 'right' }, clock)
const catalogue = createCatalogue({
  tmdb,
  cache: { read: async (_key, _ages, ask) => ({ value: await ask('person'), tag: '', fetchedAt: '', stale: false }) },
  colourOf: () => null,
})

t.test('every topic has an answer, and most of those that films of its age can have are not empty', async (t) => {
  const found = await Promise.all(
    TOPICS.map(async (topic) => [topic, (await catalogue.discover(topic.mediaType, filtersOf(topic), 1)).totalResults] as const),
  )
  const filled = found.filter(([, count]) => count > 0).map(([{ key }]) => key)
  t.ok(filled.length > 45, `${filled.length} of ${TOPICS.length}`)
  for (
    const key of [
      'genre-horror-movie',
      'genre-mystery-tv',
      'theme-vampire-movie',
      'theme-christmas-movie',
      'mood-slapstick-movie',
      'decade-1920s-movie',
      'language-de-movie',
    ]
  ) t.ok(filled.includes(key), key)
})

t.test('a film has all that is known of it, down to the people', async (t) => {
  const { facts, offers, brief: { votes } } = await catalogue.title({ mediaType: 'movie', tmdbId: 653 })
  t.match(facts, {
    imdbId: 'tt0013442',
    status: 'released',
    certifications: { DE: '12' },
    keywords: [{ name: 'public domain' }, {}, { id: 3133, name: 'vampire' }, {}],
    images: { posters: ['/poster653.png'] },
  })
  t.ok(votes > 1_000 && Object.keys(offers.countries).length > 10)
  const [director] = facts.directors
  t.match(await catalogue.person(director!.personId), {
    name: 'F. W. Murnau',
    department: 'Directing',
    biography: /directs 2 /,
    knownFor: [{ title: 'Sunrise: A Song of Two Humans' }, { title: 'Nosferatu' }],
    tagged: ['/backdrop631.png', '/backdrop653.png'],
  })
  const sequel = await catalogue.title({ mediaType: 'movie', tmdbId: 85689 })
  t.match(await catalogue.collection(sequel.facts.collection!.collectionId), { parts: [{ tmdbId: 36841 }, { tmdbId: 85689 }] })
  t.match(await catalogue.find('tt0013442', 'imdb_id'), { results: [{ tmdbId: 653 }] })
})

t.test('certifications are kept to, and each page has what it says', async (t) => {
  const { results } = await catalogue.discover('movie', { certification: '0', region: 'DE', sort: 'title' }, 1)
  t.ok(results.length > 5)
  const all = await Promise.all([1, 2, 3, 4, 5].map((page) => catalogue.discover('movie', { sort: 'title' }, page)))
  t.equal(new Set(all.flatMap((page) => page.results.map(({ tmdbId }) => tmdbId))).size, films.length)
})

t.test('of what can be tried, only what the starter catalogue does not hold is missing', async (t) => {
  const failed: string[] = []
  for await (const { what, error } of tryTmdb({ tmdb, imageBaseUrl: server.imageBaseUrl, system: { now: clock.now, fetch } })) {
    if (error !== null) failed.push(what)
  }
  t.strictSame(failed, ['a film', 'a series', 'a season', 'an episode', 'a person', 'a person in brief', 'a collection', 'a picture'])
})
