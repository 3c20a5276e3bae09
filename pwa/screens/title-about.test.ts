import t from '../../test/support/tap.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { wholeDate } from '../strings/format.ts'
import { certificationIn, factsOf } from './title-about.ts'

const film: TitleDetail = {
  mediaType: 'movie', tmdbId: 653, title: 'Nosferatu', year: 1922, overview: '', posterPath: null, posterColour: null, backdropPath: null, genres: [], voteAverage: null,
  originalTitle: 'Nosferatu', tagline: '', releaseDate: null, runtimeMinutes: null, status: 'unknown', originalLanguage: 'xx', spokenLanguages: ['xx'], countries: [], studios: [],
  homepage: null, imdbId: null, tvdbId: null, budgetUsd: null, revenueUsd: null, directors: [], crew: [], cast: [], videos: [], images: { backdrops: [], posters: [], logo: null },
  keywords: [], collection: null, certifications: {}, recommended: [], similar: [], series: null, stale: false,
  ratings: [], household: { counts: { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 0 }, mean: null }, whereToWatch: { country: 'DE', offers: {} }, entry: null, jobStatus: null,
}
const told = (fields: Partial<TitleDetail>) => Object.fromEntries(factsOf({ ...film, ...fields }).map(({ name, value, links }) => [name, value || links!.map(({ name, href }) => `${name} ${href}`)]))

t.test('facts that are not known are not told, and a film without speech has no language', async (t) => {
  t.same(told({}), { Elsewhere: ['TMDB https://www.themoviedb.org/movie/653'] })
})

t.test('facts are told in words and in the units people use', async (t) => {
  t.same(told({ originalTitle: 'Eine Symphonie des Grauens', status: 'released', releaseDate: '1922-02-16', originalLanguage: 'de', spokenLanguages: ['de', 'en'], countries: ['DE', 'SU'], studios: ['Prana-Film']}), {
    'Original title': 'Eine Symphonie des Grauens', 'Status': 'Released', 'Released': wholeDate('1922-02-16'), 'Studios': 'Prana-Film', 'Language': 'German', 'Spoken': 'German, English',
    'Countries': 'Germany, Soviet Union', 'Elsewhere': ['TMDB https://www.themoviedb.org/movie/653'],
  })
  t.match(told({ budgetUsd: 1_250_000, revenueUsd: 0 }).Budget, /\$.?1,?250,?000/)
  t.match(told({ mediaType: 'tv', releaseDate: '2024-10-01', runtimeMinutes: 24, series: { seasons: [], episodeCount: 12, lastEpisode: null, nextEpisode: null, lastAirDate: '2026-11-20', networks: ['Nordfunk', 'Arte'] } }), {
    'First aired': wholeDate('2024-10-01'), 'Last aired': wholeDate('2026-11-20'), 'Episodes': '12 × 24 min', 'On': 'Nordfunk, Arte',
  })
})

t.test('only an address of the web becomes a link', async (t) => {
  t.same(told({ homepage: 'javascript:alert(1)', imdbId: 'tt0013442' }).Elsewhere, ['TMDB https://www.themoviedb.org/movie/653', 'IMDb https://www.imdb.com/title/tt0013442/'])
  t.same(told({ homepage: 'https://nosferatu.example.org/' }).Elsewhere!.slice(0, 1), ['Official page https://nosferatu.example.org/'])
})

t.test('the age rating is that of the person\'s country, else the one of the United States', async (t) => {
  const certifications = { DE: '12', US: 'PG' }
  t.same([certificationIn({ certifications }, 'DE'), certificationIn({ certifications }, 'FR'), certificationIn({ certifications: {} }, 'DE')], [{ name: '12', country: 'Germany' }, { name: 'PG', country: 'United States' }, undefined])
})
