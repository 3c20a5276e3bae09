/** What the read models know of people's tastes. */

import type { Kysely, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { FeatureRow } from '../../projections/features.ts'
import { features } from '../../projections/features.ts'
import type { TasteRow } from '../../projections/taste.ts'
import { taste } from '../../projections/taste.ts'
import { readModelTable } from '../db/read-model.ts'
import type { Tables } from '../db/tables.ts'
import type { Opinion } from './taste-profile.ts'
import { weightOf } from './taste-profile.ts'

export interface KnownTaste {
  readonly opinions: readonly Opinion[]
  /** Rated, watched or dismissed: not to be recommended. */
  readonly closed: ReadonlySet<TitleKey>
  readonly watchlist: ReadonlySet<TitleKey>
}

export interface Tastes {
  /** The same as long as nothing changed in what these people rated, watched, listed and dismissed, and in what those titles are like. */
  mark(people: readonly UserId[]): Promise<string>
  of(person: UserId): Promise<KnownTaste>
}

type Row = TasteRow & Pick<FeatureRow, 'title' | 'year' | 'genres' | 'keywords' | 'people' | 'language' | 'countries' | 'collectionId'>

export function tastesIn(db: Kysely<Tables>): Tastes {
  const joined = (): RawBuilder<unknown> => sql`${sql.table(readModelTable(taste))} t left join ${sql.table(readModelTable(features))} f on f.key = t.media_type || '_' || t.tmdb_id`
  return {
    async mark(people) {
      const { rows } = await sql<{ userId: string; rows: number; taste: number | null; features: number | null }>`
        select t.user_id, count(*) as rows, max(t.position) as taste, max(f.position) as features from ${joined()} where t.user_id = any (${people}::text[]) group by t.user_id order by t.user_id`.execute(db)
      return JSON.stringify(rows.map(({ userId, rows, taste, features }) => [userId, rows, taste, features]))
    },
    async of(person) {
      const { rows } = await sql<Row>`
        select t.*, f.title, f.year, f.genres, f.keywords, f.people, f.language, f.countries, f.collection_id from ${joined()} where t.user_id = ${person}`.execute(db)
      return {
        opinions: rows.flatMap((row): Opinion[] => {
          const weight = weightOf(row)
          // Not described yet: it is not known what about it they liked.
          return weight === undefined || row.title === null ? [] : [{ of: row, weight, at: row.changedAt }]
        }),
        closed: new Set(rows.filter(({ weight, plays, dismissed }) => weight !== null || plays.length > 0 || dismissed).map(titleKey)),
        watchlist: new Set(rows.filter(({ watchlisted }) => watchlisted).map(titleKey)),
      }
    },
  }
}
