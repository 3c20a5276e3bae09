/** A title's page: what TMDB knows of it, with what others think, what the household thinks, and where to watch it. */

import type { HouseholdRating, OthersRating, TitleDetail } from '../../projections/wire-catalogue.ts'
import type { CatalogueTitle } from './catalogue.ts'
import { whereToWatch } from './where-to-watch.ts'

export interface SeenBy {
  /** What others think. */
  readonly ratings: readonly OthersRating[]
  readonly household: HouseholdRating
  /** Where whoever looks at it watches. */
  readonly country: string
}

export function titleDetail({ facts, offers }: CatalogueTitle, { ratings, household, country }: SeenBy): Omit<TitleDetail, 'entry' | 'jobStatus'> {
  return {
    ...facts,
    ratings,
    household,
    whereToWatch: whereToWatch(offers, country),
  }
}
