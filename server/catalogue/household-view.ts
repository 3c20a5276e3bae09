/** What the household brings to a title that is looked at: what they think of it, and where its viewer watches. */

import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { Rating } from '../../domain/library-entry.ts'
import { RATING_WEIGHTS, RATINGS } from '../../domain/scales.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import { library } from '../../projections/library.ts'
import { preferences } from '../../projections/preferences.ts'
import type { HouseholdRating } from '../../projections/wire-catalogue.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'

export interface HouseholdView {
  readonly household: HouseholdRating
  /** What the viewer has chosen. */
  readonly country: string | null
}

/** `viewer` looks at `title`. */
export type ReadHouseholdView = (viewer: UserId, title: TitleRef) => Promise<HouseholdView>

/**
 * In one question. Everybody's row of a title is found by its key, made from the accounts: no index of titles has to be kept up with every rating,
 * and who has no account any more does not count.
 */
export function householdViewIn({ kysely }: Pick<Database, 'kysely'>): ReadHouseholdView {
  return async (viewer, title) => {
    const { rows: [row] } = await sql<{ ratings: readonly Rating[] | null; country: string | null }>`select
      (select json_agg(rating) from ${sql.table(readModelTable(library))} where rating is not null
        and key = any (array(select user_id::text || ${`_${titleKey(title)}`} from accounts))) as ratings,
      (select country from ${sql.table(readModelTable(preferences))} where key = ${viewer}) as country`.execute(kysely)
    return { household: householdRating(row?.ratings ?? []), country: row?.country ?? null }
  }
}

function householdRating(ratings: readonly Rating[]): HouseholdRating {
  const counts = Object.fromEntries(RATINGS.map((rating) => [rating, ratings.filter((one) => one === rating).length])) as Record<Rating, number>
  const sum = RATINGS.reduce((total, rating) => total + counts[rating] * RATING_WEIGHTS[rating], 0)
  return { counts, mean: ratings.length === 0 ? null : sum / ratings.length }
}
