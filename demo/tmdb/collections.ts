/** Films of the starter catalogue that go on with one another. */

import type { Film } from '../catalogue/index.ts'
import { filmByTmdbId } from '../catalogue/index.ts'
import { backdropPath, listItem, posterPath } from './movie.ts'

interface Collection {
  readonly id: number
  readonly name: string
  readonly overview: string
  readonly films: readonly number[]
}

/** Numbers beyond any that TMDB gives. */
const COLLECTIONS: readonly Collection[] = [
  {
    id: 1_900_000_001,
    name: 'The Sheik Collection',
    overview: 'A desert romance, and what became of its son five years later.',
    films: [36841, 85689],
  },
  {
    id: 1_900_000_002,
    name: 'The Little Tramp Collection',
    overview: 'A bowler hat, a cane and no money: the tramp finds a dog, a child, gold, and a circus.',
    films: [36208, 10098, 962, 28978],
  },
]

/** As in a film's `belongs_to_collection`. */
export function collectionOf(film: Film): Record<string, unknown> | null {
  const collection = COLLECTIONS.find(({ films }) => films.includes(film.tmdbId))
  return collection ? brief(collection) : null
}

export function collectionDetails(id: number): Record<string, unknown> | undefined {
  const collection = COLLECTIONS.find((one) => one.id === id)
  return collection && {
    ...brief(collection),
    overview: collection.overview,
    original_language: 'en',
    original_name: collection.name,
    parts: filmsOf(collection).map((film) => ({ ...listItem(film), media_type: 'movie' })),
  }
}

function filmsOf({ films }: Collection): readonly Film[] {
  return films.map((id) => filmByTmdbId(id)!)
}

function brief(collection: Collection): Record<string, unknown> {
  const [first] = filmsOf(collection)
  return { id: collection.id, name: collection.name, poster_path: posterPath(first!), backdrop_path: backdropPath(first!) }
}
