/**
 * One list of what upstreams tell, each source once. TMDB speaks for itself. What two others tell of one source is MDBList's: with the score it has the
 * votes, the page and the certification, all of one moment, where OMDb has the score alone; OMDb fills in what MDBList has not. Pure.
 */

import type { OthersRating } from '../../projections/wire-catalogue.ts'
import { RATING_SOURCES } from '../../projections/wire-catalogue.ts'
import type { Told } from './source-rating.ts'

/** In the order of `RATING_SOURCES`; null for who said nothing. */
export function combineRatings({ tmdb, mdblist, omdb }: { readonly tmdb: Told | null; readonly mdblist: Told | null; readonly omdb: Told | null }): readonly OthersRating[] {
  const told = [tmdb, mdblist, omdb].flatMap((one) => one?.ratings.map((rating) => ({ ...rating, fetchedAt: one.fetchedAt })) ?? [])
  return RATING_SOURCES.flatMap((source) => told.find((rating) => rating.source === source) ?? [])
}
