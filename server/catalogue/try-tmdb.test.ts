import { PNG } from '../../test/support/pictures.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { byPath, bytes, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import { realSystem } from '../system.ts'
import { tmdbClient } from './tmdb-client.ts'
import type { Tried } from './try-tmdb.ts'
import { tryTmdb } from './try-tmdb.ts'

const film = {
  id: 671,
  title: "Harry Potter and the Philosopher's Stone",
  release_date: '2001-11-16',
  genres: [{ id: 12, name: 'Adventure' }],
  poster_path: '/a.jpg',
  vote_average: 7.9,
  vote_count: 22_108,
}
const sizes = ['w92', 'original']
const configuration = {
  images: {
    secure_base_url: 'https://image.tmdb.org/t/p/',
    poster_sizes: sizes,
    backdrop_sizes: sizes,
    profile_sizes: sizes,
    still_sizes: sizes,
    logo_sizes: sizes,
  },
}

async function triedWith(t: Parameters<typeof scriptedTmdb>[0], scripts: Readonly<Record<string, Script>>): Promise<readonly Tried[]> {
  const upstream = await scriptedTmdb(t, byPath(scripts))
  const clock = testClock()
  const rows: Tried[] = []
  const tmdb = tmdbClient({ baseUrl: `${upstream.url}/3`, token: 'x' }, clock)
  for await (const row of tryTmdb({ tmdb, imageBaseUrl: `${upstream.url}/t/p`, system: { now: clock.now, fetch: realSystem.fetch } })) {
    rows.push(row)
  }
  return rows
}

t.test('one row for each kind of question: what was found, what is missing, what was not answered', async (t) => {
  const rows = new Map((await triedWith(t, {
    '/3/configuration': json(configuration),
    '/3/genre/movie/list': json({ genres: [{ id: 12, name: 'Adventure' }] }),
    '/3/genre/tv/list': json({ genres: [] }),
    '/3/movie/671': json(film),
    '/3/person/31': json({ id: 31, name: 'Tom Hanks', profile_path: '/b.jpg' }),
    '/3/search/movie': json({ page: 1, total_pages: 1, total_results: 1, results: [film] }),
    '/t/p/w92/a.jpg': bytes(PNG, 200, { 'content-type': 'image/png' }),
  })).map((row) => [row.what, row]))
  t.equal(rows.size, 35)
  t.match(rows.get('configuration'), { found: 6, missing: [], error: null })
  t.match(rows.get('genres'), { found: 1, missing: ['tv'], error: null })
  t.match(rows.get('search for films'), { found: 4, missing: [], error: null })
  t.match(rows.get('a person in brief'), { found: 3, missing: [], error: null })
  t.match(rows.get('a picture'), { found: 1, missing: [], error: null })
  const { found, missing } = rows.get('a film')!
  t.ok(['title', 'year', 'posterPath', 'votes'].every((name) => !missing.includes(name)) && found > 8, `${found} fields`)
  t.ok(
    ['overview', 'directors', 'cast', 'imdbId', 'keywords', 'offers', 'collection'].every((name) => missing.includes(name)),
    missing.join(),
  )
  t.match(rows.get('a series'), { found: 0, missing: [], error: /does not know/ })
})

t.test('where TMDB does not even say how it is set up, nothing more is asked', async (t) => {
  t.match(await triedWith(t, { '/3/configuration': json({ success: false, status_code: 7 }, 401) }), [{
    what: 'configuration',
    found: 0,
    error: /TMDB_API_KEY/,
  }])
})
