/** A title's page: what TMDB knows of it, with what others think, what the household thinks, and where to watch it. */

import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import type { CatalogueTitle } from './catalogue.ts'
import { offersIn } from './tmdb-offers.ts'

/** Where nothing else says which country's offers are wanted. */
const DEFAULT_COUNTRY = 'US'

export function titleDetail({ facts, votes, offers, fetchedAt }: CatalogueTitle, jobStatus: TitleDetail['jobStatus']): TitleDetail {
  const here = offersIn(offers, DEFAULT_COUNTRY)
  return {
    ...facts,
    ratings: facts.voteAverage === null ? [] : [{
      source: 'tmdb', score: Math.round(facts.voteAverage * 10), votes, link: `https://www.themoviedb.org/${facts.mediaType}/${facts.tmdbId}`, fetchedAt,
    }],
    household: { counts: { DISLIKE: 0, OK: 0, LIKE: 0, SUPER_LIKE: 0 }, mean: null },
    whereToWatch: { country: DEFAULT_COUNTRY, offers: here ? { [DEFAULT_COUNTRY]: here } : {} },
    jobStatus,
  }
}
