import t from '../../test/support/tap.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import { readEpisode, readSeason } from './tmdb-season.ts'

const answers = tmdbAnswers()
const load = (name: string): unknown => answers!.load(name)

interface RawEpisode {
  readonly episode_number: number
  readonly name: string
  readonly overview: string
  readonly still_path: string
  readonly air_date: string
  readonly runtime: number
  readonly vote_average: number
}

t.test("TMDB's own seasons and episodes are read exactly", async (t) => {
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')

  t.test('a season with its episodes', async (t) => {
    const raw = load('tv_seasons__details_with_append_to_response') as {
      episodes: RawEpisode[]
      credits: { cast: { id: number; character: string; order: number }[] }
    }
    const { episodes, cast, ...season } = readSeason(raw)
    t.strictSame(season, {
      seasonNumber: 1,
      name: 'Season 1',
      overview: 'overview',
      posterPath: '/nJUHX3XL1jMkk8honUZnUmudFb9.jpg',
      airDate: '2022-03-24',
      episodeCount: 9,
      voteAverage: 6.8,
    })
    t.strictSame(
      episodes,
      raw.episodes.map((episode) => ({
        seasonNumber: 1,
        episodeNumber: episode.episode_number,
        name: episode.name,
        overview: episode.overview.trim(),
        stillPath: episode.still_path,
        airDate: episode.air_date,
        runtimeMinutes: episode.runtime,
        voteAverage: Math.round(episode.vote_average * 10) / 10,
      })),
    )
    t.strictSame(
      cast.map(({ personId, role }) => [personId, role]),
      raw.credits.cast.toSorted((a, b) => a.order - b.order).map(({ id, character }) => [id, character]),
    )
    t.ok(JSON.stringify(readSeason(raw)).length * 10 < JSON.stringify(raw).length, 'what is kept is small')
  })

  t.test('a season with its own cast', async (t) => {
    t.match(readSeason(load('unit__tv-season-details-append-response')), {
      name: 'Season 1', episodeCount: 1, episodes: [{ name: 'Winter Is Coming', runtimeMinutes: null, voteAverage: 7.1 }], cast: [{ name: 'Emilia Clarke' }],
    })
    const credits = load('tv_seasons__credits') as { cast: { id: number }[] }
    t.strictSame(readSeason({ season_number: 1, credits }).cast.map(({ personId }) => personId), credits.cast.map(({ id }) => id).slice(0, 20))
  })

  t.test('an episode in full', async (t) => {
    const raw = load('tv_episodes__details') as { crew: { id: number }[]; guest_stars: { id: number }[] }
    const episode = readEpisode({
      ...raw,
      external_ids: load('tv_episodes__external_ids'),
      videos: load('tv_episodes__videos'),
      images: load('unit__tv-episode-image-collection'),
    })
    t.match(episode, {
      seasonNumber: 1,
      episodeNumber: 1,
      name: 'Winter Is Coming',
      airDate: '2011-04-17',
      runtimeMinutes: 62,
      voteAverage: 7.8,
      stillPath: '/9hGF3WUkBf7cSjMg0cdMDHJkByd.jpg',
      imdbId: 'tt1480055',
      tvdbId: 3_254_641,
      crew: [
        { name: 'Timothy Van Patten', role: 'Director' },
        { role: 'Writer' },
        { role: 'Writer' },
        { role: 'Director of Photography' },
        { role: 'Editor' },
      ],
      stills: ['/rLSUjr725ez1cK7SKVxC9udO03Y.jpg'],
      cast: [],
    })
    t.strictSame(episode.guests.map(({ personId }) => personId).sort(), raw.guest_stars.map(({ id }) => id).slice(0, 20).sort())
    t.ok(episode.videos.length > 5 && episode.videos[0]!.kind === 'trailer')
    const credits = load('tv_episodes__credits') as { cast: unknown[]; guest_stars: unknown[] }
    const credited = readEpisode({ ...raw, credits })
    t.strictSame([credited.cast.length, credited.guests.length], [
      Math.min(20, credits.cast.length),
      Math.min(20, credits.guest_stars.length),
    ])
    t.match(readEpisode(load('unit__tv-episode-details-append-response')), {
      imdbId: 'tt1480055',
      cast: [{ name: 'Peter Dinklage' }],
      guests: [{ name: 'Jason Momoa' }],
      stills: ['/c05nayHjwQR2uPwkQwNy4UVVQlt.jpg'],
      videos: [{ kind: 'teaser' }],
    })
  })
})

t.test('episodes without a number are left out, the rest is in order and once each', async (t) => {
  const { episodes, episodeCount } = readSeason({
    season_number: 0,
    episodes: [{ episode_number: 2 }, { episode_number: 1, name: ' ' }, { name: 'x' }, null, 7, { episode_number: 2, name: 'again' }, {
      episode_number: -1,
    }],
  })
  t.strictSame([episodeCount, episodes.map(({ seasonNumber, episodeNumber, name }) => [seasonNumber, episodeNumber, name])], [2, [[
    0,
    1,
    'Episode 1',
  ], [0, 2, 'again']]])
})
