/**
 * People with known tastes over a made-up catalogue. What somebody thinks of a title comes from the archetypes they love and cannot
 * stand (one to three of the one, up to two of the other), people and keywords they fell for, a genre they avoid, an age of film, a language, a share
 * that nothing visible explains, the title's quality, and the mood of the day. They watch what is popular and what they expect to like, and
 * rate what they watch: nothing here knows how recommendations are made.
 */

import type { Rating } from '../../domain/library-entry.ts'
import type { Chance, SyntheticTitle } from './synthetic-titles.ts'
import { ARCHETYPES, chanceOf, LATENT } from './synthetic-titles.ts'

export interface Rated { readonly title: SyntheticTitle; readonly rating: Rating }
export interface SyntheticPerson {
  /** In the order in which they rated. */
  readonly rated: readonly Rated[]
  /** What they would say of a title on an ordinary day. */
  wouldSay(title: SyntheticTitle): Rating
}

export function syntheticPeople(count: number, titles: readonly SyntheticTitle[], { seed, ratings }: { readonly seed: number; readonly ratings: readonly [least: number, most: number] }): readonly SyntheticPerson[] {
  const chance = chanceOf(seed)
  return Array.from({ length: count }, () => {
    const feels = tasteOf(chance, titles)
    const feelings = titles.map(feels)
    const wanted = ratings[0] + chance.below(ratings[1] - ratings[0] + 1)
    // Gumbel's trick: the greatest of these are a draw without putting back, each title by its weight.
    const watched = titles.map((title, at) => ({ at, order: 0.75 * Math.log(title.popularity) + 1.5 * (feelings[at]! + 0.5 * chance.normal()) - Math.log(-Math.log(1 - chance())) }))
      .sort((a, b) => b.order - a.order).slice(0, wanted)
    const shuffled = watched.map(({ at }) => ({ at, turn: chance() })).sort((a, b) => a.turn - b.turn)
    return { rated: shuffled.map(({ at }) => ({ title: titles[at]!, rating: said(feelings[at]! + 0.5 * chance.normal()) })), wouldSay: (title) => said(feels(title)) }
  })
}

function said(feeling: number): Rating {
  return feeling > 1.9 ? 'SUPER_LIKE' : feeling > 0.8 ? 'LIKE' : feeling > 0 ? 'OK' : 'DISLIKE'
}

function tasteOf(chance: Chance, titles: readonly SyntheticTitle[]): (title: SyntheticTitle) => number {
  const kinds = new Map<number, number>()
  for (let i = chance.below(3); i >= 0; i--) kinds.set(chance.below(ARCHETYPES), 0.6 + 0.5 * chance())
  for (let i = chance.below(3); i > 0; i--) kinds.set(chance.below(ARCHETYPES), -0.5 - 0.5 * chance())
  const seen = Array.from({ length: 12 }, () => titles[chance.below(titles.length)]!)
  const people = new Map(seen.slice(0, 8).flatMap(({ directors, cast }) => [[directors[0]!.personId, 0.5], [cast[0]!.personId, 0.4]] as const))
  const keywords = new Map(seen.flatMap((title) => title.keywords.slice(0, 1).map(({ id }) => [id, 0.25] as const)))
  const avoided = seen[0]!.genres[0]
  const age = 1930 + chance.below(90)
  const abroad = chance() < 0.3 ? seen[1]!.language : null
  const latent = Array.from({ length: LATENT }, () => chance.normal())
  return ({ hidden, directors, cast, keywords: about, genres, year, language }) => {
    const ofKind = hidden.archetypes.reduce((sum, kind) => sum + (kinds.get(kind) ?? 0), 0) / Math.sqrt(hidden.archetypes.length)
    const ofPeople = Math.min(1, [...directors, ...cast].reduce((sum, { personId }) => sum + (people.get(personId) ?? 0), 0))
    const ofWords = Math.min(0.5, about.reduce((sum, { id }) => sum + (keywords.get(id) ?? 0), 0))
    const unexplained = 0.17 * hidden.latent.reduce((sum, value, axis) => sum + value * latent[axis]!, 0)
    return ofKind + ofPeople + ofWords + unexplained + 0.35 * hidden.quality + (Math.abs(year - age) < 12 ? 0.25 : 0) + (language === abroad ? 0.3 : 0) - (genres.includes(avoided!) ? 0.5 : 0)
  }
}
