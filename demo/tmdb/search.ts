/** Finding films and people by words, without regard to case, accents or punctuation. */

import type { Film } from '../catalogue/index.ts'
import { films, yearOf } from '../catalogue/index.ts'
import type { Serial } from '../catalogue/serial.ts'
import { serials } from '../catalogue/serials.ts'
import { popularityOf } from './movie.ts'
import type { Person } from './people.ts'
import { people } from './people.ts'
import { seriesPopularity } from './series-item.ts'

export function searchFilms(query: string, year?: number): Film[] {
  return ranked(
    films.filter((film) => year === undefined || yearOf(film) === year),
    query,
    (film) => [film.title, film.originalTitle ?? ''],
    popularityOf,
  )
}

export function searchSeries(query: string, year?: number): Serial[] {
  return ranked(
    serials.filter(({ firstShown }) => year === undefined || Number(firstShown.slice(0, 4)) === year),
    query,
    (serial) => [serial.title, serial.originalTitle ?? ''],
    seriesPopularity,
  )
}

export function searchPeople(query: string): Person[] {
  return ranked(people, query, (person) => [person.name], (person) => person.films.length + person.serials.length)
}

/** Every word must begin a word of one of the names; a name that is the query comes first, then one that begins with it. */
function ranked<T>(
  all: readonly T[],
  query: string,
  namesOf: (one: T) => readonly string[],
  weight: (one: T) => number,
): T[] {
  const wanted = folded(query)
  if (wanted === '') return []
  const words = wanted.split(' ')
  const rank = (one: T): number =>
    Math.max(
      ...namesOf(one).map((name) => {
        const text = folded(name)
        const has = text.split(' ')
        if (!words.every((word) => has.some((other) => other.startsWith(word)))) return 0
        return text === wanted ? 3 : text.startsWith(wanted) ? 2 : 1
      }),
    )
  return all.map((one) => ({ one, rank: rank(one) })).filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank || weight(b.one) - weight(a.one)).map((found) => found.one)
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{Diacritic}/gu, '').replace(/['’]/g, '').toLowerCase().replace(
    /[^\p{Letter}\p{Number}]+/gu,
    ' ',
  ).trim()
}
