/** What belongs to a film beyond its details. */

import type { Film } from '../catalogue/index.ts'
import { films, yearOf } from '../catalogue/index.ts'
import { releaseDatesOf } from './certifications.ts'
import { keywordsOf } from './keywords.ts'
import { backdropPath, listItem, page, posterPath } from './movie.ts'
import { offersOf } from './offers.ts'
import { creditsOf } from './people.ts'

/** What `/movie/{id}/{part}` answers and `append_to_response` adds, without the id. */
export const movieParts: Record<string, (film: Film) => Record<string, unknown>> = {
  credits: creditsOf,
  external_ids: (film) => ({
    imdb_id: film.imdbId,
    wikidata_id: null,
    facebook_id: null,
    instagram_id: null,
    twitter_id: null,
  }),
  similar: (film) => page(similarTo(film).map(listItem), 1),
  recommendations: (film) => page(similarTo(film).map((other) => ({ ...listItem(other), media_type: 'movie' })), 1),
  images: (film) => ({
    backdrops: [image(backdropPath(film), 1920, 1080)],
    logos: [],
    posters: [image(posterPath(film), 1000, 1500)],
  }),
  videos: () => ({ results: [] }),
  keywords: (film) => ({ keywords: keywordsOf(film) }),
  release_dates: releaseDatesOf,
  'watch/providers': offersOf,
  alternative_titles: (film) => ({
    titles: film.originalTitle ? [{ iso_3166_1: film.countries[0], title: film.originalTitle, type: '' }] : [],
  }),
  translations: () => ({ translations: [] }),
  reviews: () => page([], 1),
}

function image(path: string, width: number, height: number): Record<string, unknown> {
  return {
    aspect_ratio: Number((width / height).toFixed(3)),
    height,
    iso_639_1: null,
    file_path: path,
    vote_average: 0,
    vote_count: 0,
    width,
  }
}

/** Nearest first: a shared director counts most, then genres, then the years between. */
function similarTo(film: Film): Film[] {
  const likeness = (other: Film): number =>
    other.directors.filter((name) => film.directors.includes(name)).length * 3 +
    other.genres.filter((genre) => film.genres.includes(genre)).length -
    Math.abs(yearOf(other) - yearOf(film)) / 10
  return films.filter((other) => other !== film).sort((a, b) => likeness(b) - likeness(a) || b.score - a.score)
}
