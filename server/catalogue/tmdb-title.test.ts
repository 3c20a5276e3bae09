import t from '../../test/support/tap.ts'
import { tmdbAnswers } from '../../test/support/tmdb-answers.ts'
import type { Offers } from '../../projections/wire-catalogue.ts'
import { OFFER_KINDS } from '../../projections/wire-catalogue.ts'
import { CatalogueError } from './catalogue-error.ts'
import { readTitlePage } from './tmdb-list.ts'
import type { KeptOffers } from './tmdb-offers.ts'
import { readOffers } from './tmdb-offers.ts'
import { readTitle } from './tmdb-title.ts'
import { readGenres } from './tmdb-vocabulary.ts'
import { whereToWatch } from './where-to-watch.ts'

const answers = tmdbAnswers()
const load = (name: string): unknown => answers!.load(name)

function offersIn(offers: KeptOffers, country: string): Offers | undefined {
  return whereToWatch(offers, country).offers[country]
}

function codeOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof CatalogueError) return error.code
    throw error
  }
}

t.test("TMDB's own answers are read exactly", async (t) => {
  if (!answers) return t.pass('not run: the real answers of TMDB are not here')

  t.test('a search for films', async (t) => {
    const page = readTitlePage(load('search__movie'), 'movie')
    t.strictSame(page.results[0], {
      mediaType: 'movie', tmdbId: 550, title: 'Fight Club', year: 1999,
      overview: 'A ticking-time-bomb insomniac and a slippery soap salesman channel primal male aggression into a shocking new form of therapy. Their concept catches on, with underground "fight clubs" forming in every town, until an eccentric gets in the way and ignites an out-of-control spiral toward oblivion.',
      posterPath: '/pB8BM7pdSp6B6Ih7QZ4DrQ3PmJK.jpg', backdropPath: '/hZkgoQYus5vegHoetLkCJzb17zJ.jpg', genreIds: [18, 53, 35], voteAverage: 8.4,
    })
  })

  t.test('a search for series', async (t) => {
    const { results, ...page } = readTitlePage(load('search__tv'), 'tv')
    t.strictSame(page, { page: 1, totalPages: 1, totalResults: 1 })
    t.match(results, [{ mediaType: 'tv', tmdbId: 1396, title: 'Breaking Bad', year: 2008, voteAverage: 8.9 }])
  })

  t.test('what trends, and a search for anything, without the people and collections in it', async (t) => {
    for (const name of ['trending__all', 'search__multi', 'unit__trending-all']) {
      const raw = load(name) as { results: { media_type: string; id: number }[] }
      const titles = raw.results.filter(({ media_type }) => media_type === 'movie' || media_type === 'tv')
      t.strictSame(readTitlePage(raw, null).results.map(({ mediaType, tmdbId }) => ({ mediaType, tmdbId })),
        titles.map(({ media_type, id }) => ({ mediaType: media_type, tmdbId: id })), name)
    }
  })

  t.test('every list of films or series: all items, in order, with the totals capped at the last page TMDB serves', async (t) => {
    const lists = [['movie_lists__popular', 'movie'], ['movies__similar', 'movie'], ['trending__tv', 'tv'], ['tv_series__similar', 'tv'],
      ['tv_series_lists__airing_today', 'tv'], ['tv_series_lists__popular', 'tv'], ['tv_series_lists__top_rated', 'tv'], ['unit__movie-pageable-list', 'movie']] as const
    for (const [name, kind] of lists) {
      const raw = load(name) as { page: number; total_pages: number; total_results: number; results: { id: number }[] }
      const page = readTitlePage(raw, kind)
      t.strictSame(page.results.map(({ tmdbId }) => tmdbId), [...new Set(raw.results.map(({ id }) => id))], name)
      t.match(page, { page: raw.page, totalPages: Math.min(500, raw.total_pages), totalResults: raw.total_results }, name)
    }
    t.match(readTitlePage(load('movie_lists__popular'), 'movie').results[0], { tmdbId: 640146, title: 'Ant-Man and the Wasp: Quantumania', year: 2023, voteAverage: 6.5, genreIds: [28, 12, 878] })
  })

  t.test('a film in full', async (t) => {
    t.match(readTitle(load('mt__movieDetailsResponse'), 'movie'), {
      mediaType: 'movie', tmdbId: 671, title: "Harry Potter and the Philosopher's Stone", originalTitle: "Harry Potter and the Philosopher's Stone",
      year: 2001, releaseDate: '2001-11-16', runtimeMinutes: 152, tagline: 'Let the Magic Begin.', genres: ['Adventure', 'Fantasy'],
      countries: ['GB', 'US'], imdbId: 'tt0241527', tvdbId: null, originalLanguage: 'en', voteAverage: 7.9, posterPath: '/wuMc08IPKEatf9rnMNXvIDxqP4W.jpg',
      directors: [], cast: [], similar: [],
    })
    t.match(readTitle(load('movies__latest'), 'movie'), { tmdbId: 550, imdbId: 'tt0137523', runtimeMinutes: 139, genres: ['Drama', 'Thriller', 'Comedy'], countries: ['US'] })
  })

  t.test('a film with what belongs to it', async (t) => {
    const parts = { release_dates: load('movies__release_dates'), videos: load('movies__videos'), 'watch/providers': load('movies__watch_providers'), credits: load('unit__show-credits'), images: load('movies__images') }
    const film = readTitle({ ...load('mt__movieDetailsResponse') as object, ...parts }, 'movie')
    t.match(film, {
      status: 'released', budgetUsd: 125_000_000, revenueUsd: 976_475_550, studios: ['Warner Bros. Pictures', 'Heyday Films', '1492 Pictures'], spokenLanguages: ['en'],
      homepage: 'https://www.warnerbros.com/movies/harry-potter-and-sorcerers-stone/',
      collection: { collectionId: 1241, name: 'Harry Potter Collection', posterPath: '/eVPs2Y0LyvTLZn6AP5Z6O2rtiGB.jpg', backdropPath: '/wfnMt6LGqYHcNyOfsuusw5lX3bL.jpg' },
      cast: [{ personId: 819, name: 'Edward Norton', role: 'The Narrator' }, { personId: 287, name: 'Brad Pitt', role: 'Tyler Durden' }, { role: "Robert 'Bob' Paulson" }],
      crew: [{ personId: 7469, name: 'Jim Uhls', role: 'Screenplay' }],
      certifications: { US: 'R', DE: '18', GB: '18', CH: '18' },
      series: null,
    })
    const raw = parts.images as { backdrops: { file_path: string }[]; posters: { file_path: string }[] }
    t.strictSame([film.images.backdrops, film.images.posters], [raw.backdrops, raw.posters].map((images) => images.slice(0, 20).map(({ file_path }) => file_path)))
    const rated = (parts.release_dates as { results: { iso_3166_1: string; release_dates: { certification: string }[] }[] }).results.filter(({ release_dates }) => release_dates.some(({ certification }) => certification))
    t.strictSame(Object.keys(film.certifications).sort(), rated.map(({ iso_3166_1 }) => iso_3166_1).sort())
    t.match(film.videos, [{ key: 'BdJKm16Co6M', site: 'YouTube', kind: 'trailer' }, { key: 'O-b2VfmmbyA', kind: 'trailer', publishedAt: '2016-03-05' }])
    t.strictSame(offersIn(film.offers, 'US'), {
      link: 'https://www.themoviedb.org/movie/550-fight-club/watch?locale=US',
      flatrate: [{ providerId: 291, name: 'MZ Choice Amazon Channel', logoPath: '/hTAIgvUnmu1Yv0wFVJRu9KKAPtJ.jpg' }], free: [{ providerId: 538, name: 'Plex', logoPath: '/vLZKlXUNDcZR7ilvfY9Wr9k80FZ.jpg' }],
      ads: [{ providerId: 73, name: 'Tubi TV', logoPath: '/zLYr7OPvpskMA4S79E3vlCi71iC.jpg' }], rent: [{ providerId: 2, name: 'Apple TV Store', logoPath: '/SPnB1qiCkYfirS2it3hZORwGVn.jpg' }],
      buy: [{ providerId: 10, name: 'Amazon Video', logoPath: '/qR6FKvnPBx2O37FDg8PNM7efwF3.jpg' }],
    })
    t.equal(offersIn(film.offers, 'DE'), undefined)
  })

  t.test('offers of many countries are kept in a fraction of their size', async (t) => {
    const raw = answers.example('/movie/{movie_id}/watch/providers') as { results: Record<string, Record<string, { provider_id: number }[]>> }
    const offers = readOffers(raw)
    t.ok(JSON.stringify(offers).length * 7 < JSON.stringify(raw).length)
    for (const [code, there] of Object.entries(raw.results)) {
      t.equal(offersIn(offers, code)!.link, there['link'] as unknown as string, code)
      for (const kind of OFFER_KINDS) t.strictSame(offersIn(offers, code)![kind].map(({ providerId }) => providerId).sort(), (there[kind] ?? []).map(({ provider_id }) => provider_id).sort(), `${code} ${kind}`)
    }
    const links = { US: 'https://a.example/US', DE: 'https://b.example/DE', FR: 'https://a.example/FR', SE: '' }
    const offered = readOffers({ results: Object.fromEntries(Object.entries(links).map(([code, link]) => [code, { link, flatrate: [{ provider_id: 8, provider_name: 'N' }] }])) })
    for (const [code, link] of Object.entries(links)) t.equal(offersIn(offered, code)!.link, link || null, 'links of different kinds stay what they are')
    for (const name of ['unit__show-watch-provider-empty-link', 'unit__show-watch-provider-null-link']) t.match(offersIn(readOffers({ results: { US: load(name) } }), 'US'), { link: null, flatrate: [{ name: 'Netflix' }] }, name)
  })

  t.test('a series with its cast and crew of all seasons', async (t) => {
    const { cast, crew, certifications, keywords, tvdbId, series, directors } = readTitle({
      ...answers.example('/tv/{series_id}') as object, aggregate_credits: load('tv_series__aggregate_credits'), content_ratings: load('tv_series__content_ratings'), keywords: load('tv_series__keywords'),
      external_ids: load('unit__tv-series-external-ids'),
    }, 'tv')
    t.match(cast.slice(0, 2), [{ name: 'Peter Dinklage', role: 'Tyrion Lannister' }, { name: 'Sean Bean', role: 'Ned Stark' }])
    t.equal(cast.length, 20)
    t.match(crew, [{ name: 'David Benioff', role: 'Writer, Story' }])
    t.ok(['Ramin Djawadi', 'Jonathan Freeman'].every((name) => crew.some((one) => one.name === name)) && crew.some(({ role }) => role === 'Editor'), 'of every job somebody')
    t.match(certifications, { DE: '16', US: 'TV-MA', AU: 'R18+' })
    t.strictSame(keywords, (load('tv_series__keywords') as { results: unknown }).results)
    t.strictSame([tvdbId, series!.episodeCount, series!.seasons.map(({ seasonNumber }) => seasonNumber), directors.map(({ name }) => name)], [361_594, 73, [0, 1, 2, 3, 4, 5, 6, 7, 8], ['David Benioff', 'D.B. Weiss']])
  })

  t.test('a series in full, with what was appended', async (t) => {
    const { overview: _, ...series } = readTitle(load('unit__tv-series-details-append-response'), 'tv')
    t.strictSame(series, {
      mediaType: 'tv', tmdbId: 1399, title: 'Game of Thrones', originalTitle: 'Game of Thrones', tagline: '', year: 2011, releaseDate: '2011-04-17', runtimeMinutes: 60,
      posterPath: '/gwPSoYUHAKmdyVywgLpKKA4BjRr.jpg', backdropPath: '/gX8SYlnL9ZznfZwEH4KJUePBFUM.jpg', voteAverage: 8.2, genres: ['Sci-Fi & Fantasy', 'Drama'],
      originalLanguage: 'en', countries: ['US'], imdbId: 'tt0944947', tvdbId: null,
      directors: [{ personId: 9813, name: 'David Benioff', profilePath: '/xvNN5huL0X8yJ7h3IZfGG4O2zBD.jpg' }],
      crew: [{ personId: 9813, name: 'David Benioff', profilePath: '/xvNN5huL0X8yJ7h3IZfGG4O2zBD.jpg', role: 'Writer' }],
      cast: [{ personId: 22970, name: 'Peter Dinklage', role: 'Tyrion Lannister', profilePath: '/9CAd7wr8QZyIN0E7nm8v1B6WkGn.jpg' }],
      status: 'returning', spokenLanguages: ['en'], studios: ['HBO'], homepage: 'http://www.hbo.com/game-of-thrones', budgetUsd: null, revenueUsd: null, collection: null,
      videos: [{ key: 'KPLWWIOCOOQ', site: 'YouTube', kind: 'trailer', name: 'Official Trailer', publishedAt: '2011-03-01' }],
      images: { backdrops: ['/gX8SYlnL9ZznfZwEH4KJUePBFUM.jpg'], posters: ['/gwPSoYUHAKmdyVywgLpKKA4BjRr.jpg'], logo: null },
      keywords: [{ id: 6091, name: 'war' }],
      certifications: { US: 'TV-MA' },
      similar: [{ mediaType: 'tv', tmdbId: 66732, title: 'Stranger Things', year: 2016, overview: 'Strange things happen.', posterPath: null, backdropPath: null, genreIds: [18, 10765], voteAverage: 8.6 }],
      recommended: [{ mediaType: 'tv', tmdbId: 1396, title: 'Breaking Bad', year: 2008, overview: 'A teacher turns to crime.', posterPath: null, backdropPath: null, genreIds: [18, 80], voteAverage: 8.9 }],
      series: {
        seasons: [{ seasonNumber: 1, name: 'Season 1', overview: 'Trouble is brewing in the Seven Kingdoms of Westeros.', posterPath: '/zwaj4egrhnXOBIit1tyb4Sbt3KP.jpg', airDate: '2011-04-17', episodeCount: 10 }],
        episodeCount: 67, nextEpisode: null, lastAirDate: '2017-08-27', networks: ['HBO'],
        lastEpisode: {
          seasonNumber: 7, episodeNumber: 7, name: 'The Dragon and the Wolf', overview: "A meeting is held in King's Landing.", stillPath: '/jLe9VcbGRDUJeuM8IwB7VX4GDRg.jpg',
          airDate: '2017-08-27', runtimeMinutes: null, voteAverage: 9.1,
        },
      },
      votes: 4682,
      offers: {
        providers: [{ providerId: 384, name: 'HBO Max', logoPath: '/Ajqyt5aNxNGjmF6uR6Lswlg2HaQ.jpg' }],
        page: 'https://www.themoviedb.org/tv/1399/watch?locale=',
        countries: { US: { flatrate: [384] } },
      },
    })
  })

  t.test('blank dates, absent genres and absent pictures are absent', async (t) => {
    t.match(readTitle(load('unit__movie-blank-homepage-release-date'), 'movie'), { tmdbId: 9443, releaseDate: null, year: null, runtimeMinutes: 124 })
    const series = load('unit__tv-series-blank-homepage-first-air-date') as { last_episode_to_air: { runtime: number } }
    t.match(readTitle(series, 'tv'), { tmdbId: 114472, releaseDate: null, year: null, runtimeMinutes: series.last_episode_to_air.runtime })
    t.match(readTitlePage({ results: [load('unit__tv-series-list-item-no-genre-ids')] }, 'tv').results, [{ tmdbId: 11366, genreIds: [], posterPath: null, year: null, voteAverage: null }])
  })

  t.test('the names of genres', async (t) => {
    const raw = load('genres__tv_list') as { genres: { id: number; name: string }[] }
    t.strictSame(readGenres(raw), raw.genres)
  })

  t.test('TMDB telling of an error is one', async (t) => {
    for (const name of ['unit__error-status-400', 'unit__error-status-401']) t.equal(codeOf(() => readTitle(load(name), 'movie')), 'TMDB_ERROR', name)
    t.throws(() => readTitle(load('unit__error-status-401'), 'movie'), { message: 'TMDB says: Invalid API key: You must be granted a valid key.' })
  })
})

t.test('a title TMDB does not know is told apart from a failure', async (t) => {
  t.equal(codeOf(() => readTitle({ success: false, status_code: 34, status_message: 'The resource you requested could not be found.' }, 'movie')), 'NOT_FOUND')
})

t.test('broken items are left out and the rest is kept', async (t) => {
  const good = { id: 653, title: 'Nosferatu' }
  const broken = [null, 7, 'x', [], {}, { id: 0, title: 'a' }, { id: -1, title: 'a' }, { id: 1.5, title: 'a' }, { id: '9', title: 'a' }, { id: 2 ** 31, title: 'a' },
    { id: 8 }, { id: 8, title: '' }, { id: 8, title: {} }, { id: 8, name: 'of a series' }, { ...good, media_type: 'person' }, good]
  t.strictSame(readTitlePage({ results: [good, ...broken] }, 'movie').results.map(({ tmdbId }) => tmdbId), [653])
})

t.test('fields of the wrong type are absent', async (t) => {
  const wrong = { id: 653, title: 'Nosferatu', release_date: '1922', vote_average: '7.6', vote_count: null, overview: 3, poster_path: '/../../etc/passwd', backdrop_path: 'https://elsewhere/x.jpg',
    genres: 'horror', runtime: '94', production_countries: {}, credits: [], similar: 4, external_ids: 'x', imdb_id: 'nm0000001', origin_country: [1, null, 'DE'] }
  t.match(readTitle(wrong, 'movie'), { year: null, releaseDate: null, voteAverage: null, overview: '', posterPath: null, backdropPath: null, genres: [], runtimeMinutes: null,
    countries: ['DE'], directors: [], cast: [], similar: [], imdbId: null, tvdbId: null })
})

t.test('text that no event may hold is made whole', async (t) => {
  const { title, overview } = readTitle({ id: 1, title: ' a\0b\ud800 ', overview: 'x'.repeat(20_000) }, 'movie')
  t.strictSame([title, overview.length], ['ab\ufffd', 2_000])
})

t.test('an average over no votes is no score', async (t) => {
  const votes = [{ vote_average: 0, vote_count: 0 }, { vote_average: 0 }, { vote_average: 11, vote_count: 3 }, { vote_average: 7.25, vote_count: 3 }]
  t.strictSame(readTitlePage({ results: votes.map((vote, index) => ({ id: index + 1, title: 'a', ...vote })) }, 'movie').results.map(({ voteAverage }) => voteAverage), [null, null, null, 7.3])
})

t.test('the cast stands in the order of billing, the directors once each', async (t) => {
  const credits = {
    cast: [{ id: 2, name: 'Second', order: 1, character: 'B' }, { id: 9, name: 'Unbilled' }, { id: 1, name: 'First', order: 0, character: 'A', profile_path: '/a.jpg' }, { id: 3 }],
    crew: [{ id: 4, name: 'F. W. Murnau', job: 'Director' }, { id: 4, name: 'F. W. Murnau', job: 'Director' }, { id: 5, name: 'Henrik Galeen', job: 'Screenplay' }],
  }
  const title = readTitle({ id: 653, title: 'Nosferatu', credits }, 'movie')
  t.strictSame(title.directors, [{ personId: 4, name: 'F. W. Murnau', profilePath: null }])
  t.strictSame(title.cast.map(({ name }) => name), ['First', 'Second', 'Unbilled'])
  t.strictSame(title.cast[0], { personId: 1, name: 'First', role: 'A', profilePath: '/a.jpg' })
})
