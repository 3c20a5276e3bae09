/** What the household brings to a title that is looked at: what they think of it, and where its viewer watches. */

import type { UserId } from '../../domain/event.ts'
import type { Rating } from '../../domain/library-entry.ts'
import { RATING_WEIGHTS, RATINGS } from '../../domain/scales.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { preferences } from '../../projections/preferences.ts'
import type { HouseholdRating } from '../../projections/wire-catalogue.ts'
import { askedTogether } from '../db/asked-together.ts'
import type { Database } from '../db/database.ts'
import { readModelTable, readRows } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import { COUNTING } from '../media/movie-jobs.ts'

/** The job of a movie that counts now. */
export type CurrentJob = Pick<JobRow, 'key' | 'status' | 'bytes' | 'totalBytes' | 'errorMessage'>

export interface HouseholdView {
  readonly household: HouseholdRating
  /** What the viewer has chosen. */
  readonly country: string | null
  /** The viewer's own. */
  readonly entry: LibraryRow | null
  readonly job: CurrentJob | null
}

/** `viewer` looks at `title`. */
export type ReadHouseholdView = (viewer: UserId, title: TitleRef) => Promise<HouseholdView>

interface Look { readonly viewer: UserId; readonly title: TitleRef }
interface Seen { readonly title: string | null; readonly viewer: string | null; readonly ratings: readonly Rating[] | null; readonly job: CurrentJob | null; readonly country: string | null }

/**
 * Asked together with what others look at in the same moment. Everybody's row of a title is found by its key, made from the accounts: no
 * index of titles has to be kept up with every rating, and who has no account any more does not count.
 */
export function householdViewIn({ pool }: Pick<Database, 'pool'>): ReadHouseholdView {
  const text = `select asked.title, null as viewer,
      (select json_agg(rating) from ${readModelTable(library)} where rating is not null and key = any (array(select user_id::text || '_' || asked.title from accounts))) as ratings,
      (select json_build_object('key', key, 'status', status, 'bytes', bytes, 'totalBytes', total_bytes, 'errorMessage', error_message) from ${readModelTable(jobs)}
        where movie_id = asked.movie_id and status = any ($3::text[]) order by requested_at desc nulls last limit 1) as job,
      null as country
    from unnest($1::text[], $2::integer[]) as asked (title, movie_id)
    union all select null, key, null, null, country from ${readModelTable(preferences)} where key = any ($4::text[])`
  const look = askedTogether<Look, Omit<HouseholdView, 'entry'>>(limits.askedTogetherMax, async (looks) => {
    // Often many look at one title.
    const titles = [...new Map(looks.map(({ title }) => [titleKey(title), title]))]
    const { rows } = await pool.query<Seen>({
      name: 'household-views', text,
      values: [titles.map(([key]) => key), titles.map(([, { mediaType, tmdbId }]) => mediaType === 'movie' ? tmdbId : null), COUNTING, [...new Set(looks.map(({ viewer }) => viewer))]],
    })
    const ofTitle = new Map(rows.map((row) => [row.title, { household: householdRating(row.ratings ?? []), job: row.job }]))
    const countries = new Map(rows.map(({ viewer, country }) => [viewer, country]))
    return looks.map(({ viewer, title }) => ({ ...ofTitle.get(titleKey(title))!, country: countries.get(viewer) ?? null }))
  })
  const entryOf = askedTogether<string, LibraryRow | null>(limits.askedTogetherMax, async (keys) => {
    const rows = new Map((await readRows(pool, library, { where: { key: keys } })).map((row) => [row.key, row]))
    return keys.map((key) => rows.get(key) ?? null)
  })
  return async (viewer, title) => {
    const [seen, entry] = await Promise.all([look({ viewer, title }), entryOf(`${viewer}_${titleKey(title)}`)])
    return { ...seen, entry }
  }
}

function householdRating(ratings: readonly Rating[]): HouseholdRating {
  const counts = Object.fromEntries(RATINGS.map((rating) => [rating, ratings.filter((one) => one === rating).length])) as Record<Rating, number>
  const sum = RATINGS.reduce((total, rating) => total + counts[rating] * RATING_WEIGHTS[rating], 0)
  return { counts, mean: ratings.length === 0 ? null : sum / ratings.length }
}
