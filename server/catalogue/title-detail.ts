/** A title's page: what TMDB knows of it, with what others think, what the household thinks, and where to watch it. */

import type { HouseholdRating, TitleDetail } from '../../projections/wire-catalogue.ts'
import type { CatalogueTitle } from './catalogue.ts'
import { whereToWatch } from './where-to-watch.ts'

export interface SeenBy {
  readonly household: HouseholdRating
  /** Where whoever looks at it watches. */
  readonly country: string
}

export function titleDetail({ facts, votes, offers, fetchedAt }: CatalogueTitle, { household, country }: SeenBy): Omit<TitleDetail, 'jobStatus'> {
  return {
    ...facts,
    ratings: facts.voteAverage === null ? [] : [{
      source: 'tmdb', score: Math.round(facts.voteAverage * 10), votes, link: `https://www.themoviedb.org/${facts.mediaType}/${facts.tmdbId}`, fetchedAt,
    }],
    household,
    whereToWatch: whereToWatch(offers, country),
  }
}
