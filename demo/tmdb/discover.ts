/** `/discover/movie`: the filters and orders that the catalogue can answer. */

import type { Film } from '../catalogue/index.ts'
import { films, GENRE_IDS, yearOf } from '../catalogue/index.ts'
import { certificationIn } from './certifications.ts'
import { keywordsOf } from './keywords.ts'
import { popularityOf, voteCountOf } from './movie.ts'
import { offeredBy } from './offers.ts'
import { personById } from './people.ts'

const KEYS: Record<string, (film: Film) => number> = {
  popularity: popularityOf,
  vote_average: (film) => film.score,
  vote_count: voteCountOf,
  revenue: voteCountOf,
  primary_release_date: (film) => Date.parse(film.releaseDate),
  release_date: (film) => Date.parse(film.releaseDate),
}

export function discover(query: URLSearchParams): Film[] {
  const tests: ((film: Film) => boolean)[] = []
  const when = (name: string, test: (value: string) => (film: Film) => boolean): void => {
    const value = query.get(name)
    if (value) tests.push(test(value))
  }
  when('with_genres', (value) => anyOf(value, (id) => (film) => film.genres.some((genre) => GENRE_IDS[genre] === id)))
  when(
    'without_genres',
    (value) => (film) => !numbers(value).some((id) => film.genres.some((genre) => GENRE_IDS[genre] === id)),
  )
  when('with_keywords', (value) => anyOf(value, (id) => (film) => keywordsOf(film).some((keyword) => keyword.id === id)))
  when('without_keywords', (value) => (film) => !numbers(value).some((id) => keywordsOf(film).some((keyword) => keyword.id === id)))
  when('with_people', (value) => anyOf(value, (id) => (film) => personById(id)?.films.includes(film) ?? false))
  when('primary_release_year', (value) => (film) => yearOf(film) === Number(value))
  when('with_original_language', (value) => (film) => value.split('|').includes(film.language))
  when('with_origin_country', (value) => (film) => value.split('|').some((code) => film.countries.includes(code)))
  when('vote_average.gte', (value) => (film) => film.score >= Number(value))
  when('vote_average.lte', (value) => (film) => film.score <= Number(value))
  when('vote_count.gte', (value) => (film) => voteCountOf(film) >= Number(value))
  when('with_runtime.gte', (value) => (film) => film.runtimeMinutes >= Number(value))
  when('with_runtime.lte', (value) => (film) => film.runtimeMinutes <= Number(value))
  for (const name of ['primary_release_date', 'release_date']) {
    when(`${name}.gte`, (value) => (film) => film.releaseDate >= value)
    when(`${name}.lte`, (value) => (film) => film.releaseDate <= value)
  }
  const region = query.get('watch_region') ?? ''
  when('with_watch_providers', (value) => anyOf(value, (id) => (film) => offeredBy(film, region).some((provider) => provider.id === id)))
  const country = query.get('certification_country') ?? ''
  when('certification', (value) => (film) => value.split('|').includes(certificationIn(film, country) ?? ''))
  const [field = '', direction] = (query.get('sort_by') ?? 'popularity.desc').split('.')
  const key = KEYS[field] ?? popularityOf
  const sign = direction === 'asc' ? 1 : -1
  const found = films.filter((film) => tests.every((test) => test(film)))
  if (field === 'title') return found.sort((a, b) => sign * a.title.localeCompare(b.title, 'en'))
  return found.sort((a, b) => sign * (key(a) - key(b)))
}

/** TMDB's lists of ids: a comma means all of them, a bar means any. */
function anyOf(value: string, has: (id: number) => (film: Film) => boolean): (film: Film) => boolean {
  const ids = numbers(value)
  return value.includes('|') ? (film) => ids.some((id) => has(id)(film)) : (film) => ids.every((id) => has(id)(film))
}

function numbers(value: string): number[] {
  return value.split(/[,|]/).map(Number)
}
