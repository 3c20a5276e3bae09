/** What a title is like, as marks that can be counted: the same for what a person rated and for what may be recommended. */

import type { TitleFeatures } from '../../domain/title-features.ts'

/** Without what is not known: a list tells less of a title than the title in full. */
export interface Described extends TitleFeatures {
  readonly title: string
  readonly year: number | null
  readonly genres: readonly string[]
}

export const ASPECTS = ['genre', 'keyword', 'director', 'cast', 'decade', 'language', 'country'] as const
export type Aspect = (typeof ASPECTS)[number]

export interface Trait {
  readonly aspect: Aspect
  /** The name of the genre, the id of the keyword or person, the first year of the decade, the code of the language or country. */
  readonly token: string
  /** How much of the title it is; 1 for its only genre or its director. */
  readonly share: number
}

export function traitsOf({ genres, keywords, people, year, language, countries }: Described): readonly Trait[] {
  const directors = people.filter((person) => person.as === 'director')
  const cast = people.filter((person) => person.as === 'cast')
  return [
    ...genres.map((genre) => trait('genre', genre, 1 / Math.sqrt(genres.length))),
    ...keywords.map(({ id }) => trait('keyword', id, 1)),
    ...directors.map(({ personId }) => trait('director', personId, 1 / Math.sqrt(directors.length))),
    // Whoever is billed first makes more of a film.
    ...cast.map(({ personId }, place) => trait('cast', personId, 1 / Math.sqrt(1 + place))),
    ...year === null ? [] : [trait('decade', decadeOf(year), 1)],
    ...language === null ? [] : [trait('language', language, 1)],
    ...countries.map((country) => trait('country', country, 1 / Math.sqrt(countries.length))),
  ]
}

export function decadeOf(year: number): number {
  return Math.floor(year / 10) * 10
}

function trait(aspect: Aspect, name: string | number, share: number): Trait {
  return { aspect, token: String(name), share }
}

/** How telling a trait is: what every second title has says little. Like inverse document frequency (Spärck Jones 1972), smoothed. */
export type Rarity = (trait: Pick<Trait, 'aspect' | 'token'>) => number

export function rarityAmong(titles: Iterable<readonly Trait[]>): Rarity {
  const counts = new Map<string, number>()
  let total = 0
  for (const traits of titles) {
    total++
    for (const trait of traits) counts.set(nameOf(trait), (counts.get(nameOf(trait)) ?? 0) + 1)
  }
  return (trait) => Math.log((total + 1) / ((counts.get(nameOf(trait)) ?? 0) + 0.5))
}

export function nameOf({ aspect, token }: Pick<Trait, 'aspect' | 'token'>): string {
  return `${aspect}:${token}`
}
