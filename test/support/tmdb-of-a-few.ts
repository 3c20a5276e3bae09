/** A TMDB that knows one or two of each kind. */

import type { Script } from './scripted-tmdb.ts'
import { json } from './scripted-tmdb.ts'

const film = { id: 653, title: 'Nosferatu', release_date: '1922-02-16', genre_ids: [27], vote_average: 7.66, vote_count: 2_000 }
const serial = { id: 1396, name: 'Breaking Bad', first_air_date: '2008-01-20', genre_ids: [80], backdrop_path: '/b.jpg' }
const page = (...results: object[]) => json({ page: 1, total_pages: 3, total_results: results.length, results })
const certified = (certification: string) => ({
  release_dates: { results: [{ iso_3166_1: 'US', release_dates: [{ certification, type: 3 }] }] },
})
const episode = {
  season_number: 1,
  episode_number: 2,
  name: "Cat's in the Bag…",
  air_date: '2008-01-27',
  runtime: 49,
  still_path: '/s.jpg',
  overview: 'Acid.',
  vote_average: 8.2,
  vote_count: 20,
}
export const tmdbOfAFew: Readonly<Record<string, Script>> = {
  '/3/genre/movie/list': json({ genres: [{ id: 27, name: 'Horror' }] }),
  '/3/genre/tv/list': json({ genres: [{ id: 80, name: 'Crime' }] }),
  '/3/discover/movie': page(film, { ...film, id: 19, title: 'Metropolis' }, { ...film, id: 20, title: 'Unread' }),
  '/3/discover/tv': page(serial),
  '/3/movie/653': json({ ...film, ...certified('PG') }),
  '/3/movie/19': json({ ...film, id: 19, title: 'Metropolis', ...certified('R') }),
  '/3/movie/now_playing': page(film),
  '/3/movie/upcoming': page(film),
  '/3/tv/airing_today': page(serial),
  '/3/tv/on_the_air': page(serial),
  '/3/tv/1396': json(serial),
  '/3/tv/1396/season/1': json({
    season_number: 1,
    name: 'Season 1',
    episodes: [episode],
    credits: { cast: [{ id: 17419, name: 'Bryan Cranston', character: 'Walter White' }] },
  }),
  '/3/tv/1396/season/1/episode/2': json({
    ...episode,
    external_ids: { imdb_id: 'tt1054724', tvdb_id: 349_235 },
    credits: {
      crew: [{ id: 1, name: 'Adam Bernstein', job: 'Director' }],
      guest_stars: [{ id: 2, name: 'Max Arciniega', character: 'Krazy-8' }],
    },
  }),
  '/3/person/2': json({
    id: 2,
    name: 'F. W. Murnau',
    known_for_department: 'Directing',
    combined_credits: { crew: [{ ...film, media_type: 'movie', job: 'Director', department: 'Directing' }] },
  }),
  '/3/collection/10': json({ id: 10, name: 'Star Wars Collection', parts: [{ ...film, id: 2, release_date: '' }, { ...film, id: 1 }] }),
  '/3/find/tt0013442': json({ movie_results: [film], tv_results: [] }),
  '/3/find/81189': json({ movie_results: [], tv_results: [serial] }),
  '/3/find/tt9999999': json({ movie_results: [], tv_results: [] }),
  '/3/search/person': page({ id: 2, name: 'F. W. Murnau', known_for_department: 'Directing', known_for: [film] }),
  '/3/keyword/3133': json({ id: 3133, name: 'vampire' }),
  '/3/search/keyword': json({ page: 1, results: [{ id: 3133, name: 'vampire' }], total_pages: 1, total_results: 1 }),
  '/3/configuration/languages': json([{ iso_639_1: 'xx', english_name: 'No Language' }, { iso_639_1: 'fr', english_name: 'French' }, {
    iso_639_1: 'da',
    english_name: 'Danish',
  }]),
  '/3/watch/providers/regions': json({ results: [{ iso_3166_1: 'DE', english_name: 'Germany' }] }),
  '/3/certification/movie/list': json({
    certifications: { US: [{ certification: 'R', meaning: 'b', order: 4 }, { certification: 'G', meaning: 'a', order: 1 }] },
  }),
  '/3/certification/tv/list': json({ certifications: {} }),
  '/3/watch/providers/movie': json({
    results: [{ provider_id: 8, provider_name: 'Netflix', display_priorities: { DE: 9 } }, {
      provider_id: 9,
      provider_name: 'Prime',
      display_priorities: { DE: 1 },
    }],
  }),
  '/3/configuration': json({ images: { secure_base_url: 'https://image.tmdb.org/t/p/', poster_sizes: ['w92', 'original'] } }),
}
