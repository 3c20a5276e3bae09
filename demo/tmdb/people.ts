/** Actors and directors. TMDB's numbers for them are not in the catalogue: these have their own, beyond any that TMDB gives. */

import type { Film } from '../catalogue/index.ts'
import { films, yearOf } from '../catalogue/index.ts'
import type { Serial } from '../catalogue/serial.ts'
import { serials } from '../catalogue/serials.ts'
import { backdropPath, listItem, page, popularityOf } from './movie.ts'
import { seriesItem, seriesPopularity } from './series-item.ts'

const FIRST_PERSON_ID = 1_900_000_001
const ACTING = 'Acting'
const DIRECTING = 'Directing'

export interface Person {
  readonly id: number
  readonly name: string
  readonly department: typeof ACTING | typeof DIRECTING
  readonly films: readonly Film[]
  readonly serials: readonly Serial[]
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
    known_for: [
      ...person.films.map((film) => ({ ...listItem(film), media_type: 'movie' })),
      ...person.serials.map((serial) => ({ ...seriesItem(serial), media_type: 'tv' })),
    ].slice(0, 3),
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

export const personParts: Record<string, (person: Person) => object> = {
  combined_credits: (person) => ({
    cast: [...creditsOfPerson(person).cast, ...serialCreditsOf(person).cast],
    crew: [...creditsOfPerson(person).crew, ...serialCreditsOf(person).crew],
  }),
  movie_credits: creditsOfPerson,
  tv_credits: serialCreditsOf,
  external_ids: () => ({ imdb_id: null, wikidata_id: null }),
  images: () => ({ profiles: [] }),
  tagged_images: (person) => page(person.films.map((film) => ({ file_path: backdropPath(film), image_type: 'backdrop', media_type: 'movie', media: listItem(film) })), 1),
}

/** What the starter catalogue itself shows of their work. */
function biographyOf({ name, films, serials }: Person): string {
  const works = [...films, ...serials]
  const years = [...films.map(yearOf), ...serials.map(({ firstShown }) => Number(firstShown.slice(0, 4)))]
  const first = Math.min(...years)
  const last = Math.max(...years)
  const when = first === last ? `in ${first}` : `from ${first} to ${last}`
  const directed = works.filter(({ directors }) => directors.includes(name)).length
  const acted = works.filter(({ cast }) => cast.some(([actor]) => actor === name)).length
  const did = [acted > 0 ? `plays in ${titlesIn(acted)}` : '', directed > 0 ? `directs ${titlesIn(directed)}` : ''].filter(Boolean).join(' and ')
  return `${name} ${did} of the starter catalogue, ${when}.`
}

function titlesIn(count: number): string {
  return count === 1 ? 'one title' : `${count} titles`
}

interface CreditsOf { readonly cast: readonly object[]; readonly crew: readonly object[] }

function creditsOfPerson(person: Person): CreditsOf {
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

function serialCreditsOf({ name, serials }: Person): CreditsOf {
  const episodes = ({ seasons }: Serial): number => seasons.reduce((sum, season) => sum + season.episodes.length, 0)
  return {
    cast: serials.flatMap((serial) =>
      serial.cast.filter(([actor]) => actor === name).map(([, character]) => ({
        ...seriesItem(serial),
        character,
        credit_id: `${serial.tmdbId}c`,
        episode_count: episodes(serial),
        media_type: 'tv',
      }))
    ),
    crew: serials.filter(({ directors }) => directors.includes(name)).map((serial) => ({
      ...seriesItem(serial),
      department: DIRECTING,
      job: 'Director',
      credit_id: `${serial.tmdbId}d`,
      episode_count: episodes(serial),
      media_type: 'tv',
    })),
  }
}

export function credit(name: string): Record<string, unknown> {
  const person = byName.get(name)!
  return {
    adult: false,
    gender: 0,
    id: person.id,
    known_for_department: person.department,
    name,
    original_name: name,
    popularity: Number((
      (person.films.reduce((sum, film) => sum + popularityOf(film), 0) + person.serials.reduce((sum, serial) => sum + seriesPopularity(serial), 0)) / 10
    ).toFixed(3)),
    profile_path: null,
  }
}

function collectPeople(): Person[] {
  const found = new Map<string, { films: Film[]; serials: Serial[] }>()
  const theirs = (name: string) => found.get(name) ?? found.set(name, { films: [], serials: [] }).get(name)!
  const namesIn = ({ directors, cast }: Film | Serial) => new Set([...directors, ...cast.map(([actor]) => actor)])
  for (const film of films) for (const name of namesIn(film)) theirs(name).films.push(film)
  for (const serial of serials) for (const name of namesIn(serial)) theirs(name).serials.push(serial)
  return [...found].map(([name, { films, serials }], index) => ({
    id: FIRST_PERSON_ID + index,
    name,
    department: [...films, ...serials].some(({ cast }) => cast.some(([actor]) => actor === name)) ? ACTING : DIRECTING,
    films: films.toSorted((a, b) => b.score - a.score),
    serials: serials.toSorted((a, b) => b.score - a.score),
  }))
}
