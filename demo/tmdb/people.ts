/** Actors and directors. TMDB's numbers for them are not in the catalogue: these have their own, beyond any that TMDB gives. */

import type { Film } from '../catalogue/index.ts'
import { films, yearOf } from '../catalogue/index.ts'
import { backdropPath, listItem, page, popularityOf } from './movie.ts'

const FIRST_PERSON_ID = 1_900_000_001
const ACTING = 'Acting'
const DIRECTING = 'Directing'

export interface Person {
  readonly id: number
  readonly name: string
  readonly department: typeof ACTING | typeof DIRECTING
  readonly films: readonly Film[]
}

export const people: readonly Person[] = collectPeople()
const byName = new Map(people.map((person) => [person.name, person]))
const byId = new Map(people.map((person) => [person.id, person]))

export function personById(id: number): Person | undefined {
  return byId.get(id)
}

export function creditsOf(film: Film): Record<string, unknown> {
  return {
    cast: film.cast.map(([name, character], order) => ({
      ...credit(name),
      cast_id: order,
      character,
      credit_id: `${film.imdbId}c${order}`,
      order,
    })),
    crew: film.directors.map((name, order) => ({
      ...credit(name),
      credit_id: `${film.imdbId}d${order}`,
      department: DIRECTING,
      job: 'Director',
    })),
  }
}

/** As in search results. */
export function personItem(person: Person): Record<string, unknown> {
  return {
    ...credit(person.name),
    known_for: person.films.slice(0, 3).map((film) => ({ ...listItem(film), media_type: 'movie' })),
  }
}

export function personDetails(person: Person): Record<string, unknown> {
  return {
    ...credit(person.name),
    also_known_as: [],
    biography: biographyOf(person),
    birthday: null,
    deathday: null,
    homepage: null,
    imdb_id: null,
    place_of_birth: null,
  }
}

export const personParts: Record<string, (person: Person) => Record<string, unknown>> = {
  combined_credits: creditsOfPerson,
  movie_credits: creditsOfPerson,
  external_ids: () => ({ imdb_id: null, wikidata_id: null }),
  images: () => ({ profiles: [] }),
  tagged_images: (person) => page(person.films.map((film) => ({ file_path: backdropPath(film), image_type: 'backdrop', media_type: 'movie', media: listItem(film) })), 1),
}

/** What the starter catalogue itself shows of their work. */
function biographyOf({ name, films }: Person): string {
  const years = films.map(yearOf)
  const first = Math.min(...years)
  const last = Math.max(...years)
  const when = first === last ? `in ${first}` : `from ${first} to ${last}`
  const directed = films.filter((film) => film.directors.includes(name)).length
  const acted = films.filter((film) => film.cast.some(([actor]) => actor === name)).length
  const did = [acted > 0 ? `plays in ${filmsIn(acted)}` : '', directed > 0 ? `directs ${filmsIn(directed)}` : ''].filter(Boolean).join(' and ')
  return `${name} ${did} of the starter catalogue, ${when}.`
}

function filmsIn(count: number): string {
  return count === 1 ? 'one film' : `${count} films`
}

function creditsOfPerson(person: Person): Record<string, unknown> {
  return {
    cast: person.films.flatMap((film) =>
      film.cast.filter(([name]) => name === person.name)
        .map(([, character]) => ({
          ...listItem(film),
          character,
          credit_id: `${film.imdbId}c`,
          order: 0,
          media_type: 'movie',
        }))
    ),
    crew: person.films.filter((film) => film.directors.includes(person.name))
      .map((film) => ({
        ...listItem(film),
        department: DIRECTING,
        job: 'Director',
        credit_id: `${film.imdbId}d`,
        media_type: 'movie',
      })),
  }
}

function credit(name: string): Record<string, unknown> {
  const person = byName.get(name)!
  return {
    adult: false,
    gender: 0,
    id: person.id,
    known_for_department: person.department,
    name,
    original_name: name,
    popularity: Number((person.films.reduce((sum, film) => sum + popularityOf(film), 0) / 10).toFixed(3)),
    profile_path: null,
  }
}

function collectPeople(): Person[] {
  const found = new Map<string, Film[]>()
  for (const film of films) {
    for (const name of new Set([...film.directors, ...film.cast.map(([actor]) => actor)])) {
      found.set(name, [...found.get(name) ?? [], film])
    }
  }
  return [...found].map(([name, theirs], index) => ({
    id: FIRST_PERSON_ID + index,
    name,
    department: theirs.some((film) => film.cast.some(([actor]) => actor === name)) ? ACTING : DIRECTING,
    films: theirs.toSorted((a, b) => b.score - a.score),
  }))
}
