/** A person's taste: how they lean towards each trait of the titles they rated. */

import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Aspect, Described, Trait } from './traits.ts'
import { traitsOf } from './traits.ts'

export interface Opinion {
  readonly of: Described
  /** DISLIKE −1, OK 0, LIKE 1, SUPER_LIKE 2; see `weightOf`. */
  readonly weight: number
  readonly at: string
}

/** Of the titles with a trait. */
export interface Leaning {
  readonly token: string
  /** Their mean weight, drawn towards 0 by doubt: from −1 to 2. */
  readonly mean: number
  /** Their mean weight as it is. */
  readonly plain: number
  readonly titles: number
}

export interface Taste {
  /** The liked ones first, of those the latest; the order in which they were given does not matter. */
  readonly opinions: readonly Opinion[]
  leaning(trait: Pick<Trait, 'aspect' | 'token'>): Leaning | undefined
  /** What the person leans towards most, the strongest first. */
  strongest(aspect: Aspect, count: number): readonly Leaning[]
}

/** What one has to have rated before a leaning is believed half: one film says more of its director than one drama says of drama. */
const DOUBT: Readonly<Record<Aspect, number>> = { genre: 4, keyword: 1.5, director: 1, cast: 1.5, decade: 6, language: 6, country: 6 }

/** Of a title that is rated or a favourite; undefined of any other. A favourite counts as much as the best rating. */
export function weightOf({ weight, favourite }: { readonly weight: number | null; readonly favourite: boolean }): number | undefined {
  if (favourite) return FAVOURITE_WEIGHT
  return weight ?? undefined
}
const FAVOURITE_WEIGHT = 2

/**
 * By a trait's mean: the weights of the titles with it, each by the trait's share of the title. Old ratings count as much as new ones: letting them
 * fade took from made-up people of steady taste about what it gave to those whose taste had changed altogether.
 */
export function tasteOf(given: readonly Opinion[]): Taste {
  const opinions = given.toSorted((a, b) => b.weight - a.weight || later(a.at, b.at) || earlier(titleKey(a.of), titleKey(b.of)))
  const leanings = new Map<Aspect, Map<string, { weighted: number; shares: number; weights: number; titles: number }>>()
  for (const { of, weight } of opinions) {
    for (const { aspect, token, share } of traitsOf(of)) {
      const sums = leanings.get(aspect) ?? new Map<string, { weighted: number; shares: number; weights: number; titles: number }>()
      leanings.set(aspect, sums)
      const sum = sums.get(token) ?? { weighted: 0, shares: 0, weights: 0, titles: 0 }
      sums.set(token, { weighted: sum.weighted + share * weight, shares: sum.shares + share, weights: sum.weights + weight, titles: sum.titles + 1 })
    }
  }
  const leaning: Taste['leaning'] = ({ aspect, token }) => {
    const sum = leanings.get(aspect)?.get(token)
    return sum && { token, mean: sum.weighted / (sum.shares + DOUBT[aspect]), plain: sum.weights / sum.titles, titles: sum.titles }
  }
  return {
    opinions,
    leaning,
    strongest: (aspect, count) => [...leanings.get(aspect)?.keys() ?? []].map((token) => leaning({ aspect, token })!).filter(({ mean }) => mean > 0)
      .sort((a, b) => b.mean - a.mean || earlier(a.token, b.token)).slice(0, count),
  }
}

const later = (a: string, b: string) => a < b ? 1 : a > b ? -1 : 0
const earlier = (a: TitleKey | string, b: TitleKey | string) => a < b ? -1 : a > b ? 1 : 0
