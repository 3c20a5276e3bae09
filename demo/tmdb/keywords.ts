/** What the films are about, by TMDB's own numbers of keywords, so that topics find them. */

import type { Film } from '../catalogue/index.ts'
import { filmByTmdbId, yearOf } from '../catalogue/index.ts'

export interface Keyword {
  readonly id: number
  readonly name: string
}

/** The last silent year; what came later can be heard. */
const LAST_SILENT_YEAR = 1929
/** These two have numbers of our own, beyond any that TMDB gives. */
const PUBLIC_DOMAIN: Keyword = { id: 900_000_001, name: 'public domain' }
const SILENT_FILM: Keyword = { id: 900_000_002, name: 'silent film' }

const SUBJECTS: readonly (Keyword & { readonly films: readonly number[] })[] = [
  { id: 207317, name: 'christmas', films: [32574, 43795, 962] },
  { id: 10051, name: 'heist', films: [5698, 22733] },
  { id: 470, name: 'spy', films: [4808, 20246] },
  { id: 9951, name: 'alien', films: [775, 10513] },
  { id: 14544, name: 'robot', films: [19] },
  { id: 3133, name: 'vampire', films: [653] },
  { id: 162846, name: 'ghost', films: [58129, 16093] },
  { id: 12377, name: 'zombie', films: [26860, 10331] },
  { id: 1299, name: 'monster', films: [2972, 653, 964, 18987] },
  { id: 3205, name: 'fairy tale', films: [28963, 31506, 29267] },
  { id: 3149, name: 'gangster', films: [22342, 22688, 22657] },
  { id: 9807, name: 'film noir', films: [20367, 20246, 31556, 41462, 22342, 18398] },
  { id: 12570, name: 'whodunit', films: [50001, 4808, 2760] },
  { id: 9672, name: 'based on true story', films: [780, 961, 643, 697, 41462, 669] },
  { id: 4344, name: 'musical', films: [40206] },
  { id: 7312, name: 'road trip', films: [20367, 41462] },
  { id: 12988, name: 'pirate', films: [50075] },
  {
    id: 9253,
    name: 'slapstick comedy',
    films: [22596, 992, 32318, 961, 25768, 42359, 32600, 33015, 701, 32628, 962, 10098, 28978, 36208, 31411],
  },
  { id: 10123, name: 'dark comedy', films: [22642, 22733] },
  { id: 8201, name: 'satire', films: [32574, 3085, 42814, 13562] },
]

for (const { name, films } of SUBJECTS) {
  const unknown = films.filter((id) => !filmByTmdbId(id))
  if (unknown.length > 0) throw new Error(`The starter catalogue has no film ${unknown.join(', ')} for the keyword ${name}.`)
}

export function keywordsOf(film: Film): readonly Keyword[] {
  return [
    PUBLIC_DOMAIN,
    ...yearOf(film) <= LAST_SILENT_YEAR ? [SILENT_FILM] : [],
    ...SUBJECTS.filter(({ films }) => films.includes(film.tmdbId)).map(({ id, name }) => ({ id, name })),
  ]
}

const ALL: readonly Keyword[] = [PUBLIC_DOMAIN, SILENT_FILM, ...SUBJECTS].map(({ id, name }) => ({ id, name }))

export function keywordsNamed(words: string): readonly Keyword[] {
  return ALL.filter(({ name }) => name.includes(words.trim().toLowerCase()))
}

export function keywordById(id: number): Keyword | undefined {
  return ALL.find((one) => one.id === id)
}
