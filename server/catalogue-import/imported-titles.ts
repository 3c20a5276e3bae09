/**
 * The imported catalogue: read when TMDB cannot be asked, written by imports and admins. Nothing in anyone's library points here, so a title may go and
 * come again.
 */

import type pg from 'pg'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { SearchPage } from '../../projections/wire-catalogue.ts'
import { SHAPE } from '../catalogue/catalogue-source.ts'
import type { ReadTitle } from '../catalogue/tmdb-title.ts'
import type { CopyColumn } from '../db/copy-in.ts'
import { copyIn } from '../db/copy-in.ts'
import type { Database } from '../db/database.ts'
import { columnOf } from '../db/read-model.ts'
import { limits } from '../limits.ts'
import type { ImportedRow } from './imported-row.ts'

export interface ImportedTitles {
  /** What is known of a title, and since when; undefined for one that is not here, or was imported by a program that kept something else. */
  find(title: TitleRef): Promise<{ readonly answer: ReadTitle; readonly fetchedAt: string } | undefined>
  /** Titles in which every word begins a word of their name, most popular first. */
  search(words: string, kind: MediaType | null, page: number): Promise<Omit<SearchPage, 'stale' | 'people'>>
  /** False where there was none. */
  remove(title: TitleRef): Promise<boolean>
  /** `bytes` of the table with its indexes. */
  size(): Promise<{ readonly titles: number; readonly titlesEstimated: boolean; readonly bytes: number }>
}

const PAGE_TITLES = 20

export function importedTitlesIn({ pool }: Pick<Database, 'pool'>): ImportedTitles {
  return {
    async find({ mediaType, tmdbId }) {
      const { rows } = await pool.query<{ answer: ReadTitle; fetchedAt: string }>(
        'select answer, fetched_at as "fetchedAt" from catalogue_titles where media_type = $1 and tmdb_id = $2 and shape = $3', [mediaType, tmdbId, SHAPE])
      return rows[0]
    },
    async search(words, kind, page) {
      const wanted = queryOf(words)
      if (wanted === '') return { page, totalPages: 1, totalResults: 0, results: [] }
      const matching = `from catalogue_titles where to_tsvector('simple', title || ' ' || original_title) @@ to_tsquery('simple', $1) and ($2::text is null or media_type = $2) and shape = ${SHAPE}`
      const [{ rows: [counted] }, { rows }] = await Promise.all([
        pool.query<{ count: number }>(`select count(*) as count ${matching}`, [wanted, kind]),
        pool.query<{ answer: ReadTitle }>(`select answer ${matching} order by popularity desc, tmdb_id limit ${PAGE_TITLES} offset $3`, [wanted, kind, (page - 1) * PAGE_TITLES]),
      ])
      const results = rows.map(({ answer: { mediaType, tmdbId, title, year, overview, posterPath, backdropPath, genres, voteAverage } }) =>
        ({ mediaType, tmdbId, title, year, overview, posterPath, posterColour: null, backdropPath, genres, voteAverage }))
      return { page, totalPages: Math.max(1, Math.ceil(counted!.count / PAGE_TITLES)), totalResults: counted!.count, results }
    },
    async remove({ mediaType, tmdbId }) {
      return (await pool.query('delete from catalogue_titles where media_type = $1 and tmdb_id = $2', [mediaType, tmdbId])).rowCount === 1
    },
    async size() {
      // Counting a large table takes long: PostgreSQL's own estimate does.
      const { rows: [size] } = await pool.query<{ estimate: number; bytes: number }>(
        `select reltuples::bigint as estimate, pg_total_relation_size(oid) as bytes from pg_class where oid = 'catalogue_titles'::regclass`)
      if (size!.estimate > limits.countedRowsMax) return { titles: size!.estimate, titlesEstimated: true, bytes: size!.bytes }
      const { rows: [counted] } = await pool.query<{ count: number }>('select count(*) as count from catalogue_titles')
      return { titles: counted!.count, titlesEstimated: false, bytes: size!.bytes }
    },
  }
}

/** As `to_tsquery` reads it (PostgreSQL's documentation, "Parsing Queries"): each word the beginning of one. */
function queryOf(words: string): string {
  return (words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, limits.importedSearchWordsMax).map((word) => `${word}:*`).join(' & ')
}

/** Arrays travel as PostgreSQL's text of them. */
const COLUMNS: Readonly<Record<keyof ImportedRow, CopyColumn['type'] | 'array'>> = {
  mediaType: 'text', tmdbId: 'integer', imdbId: 'text', tvdbId: 'integer', title: 'text', originalTitle: 'text', releaseDate: 'text', posterPath: 'text',
  backdropPath: 'text', genreIds: 'array', castIds: 'array', crewIds: 'array', directors: 'array', runtimeMinutes: 'integer', collectionId: 'integer',
  certifications: 'json', originalLanguage: 'text', languages: 'array', countries: 'array', popularity: 'double', ratingTmdb: 'double', ratingImdb: 'double',
  ratingLetterboxd: 'double', ratingMetacritic: 'double', ratingRottenTomatoes: 'double', shape: 'integer', answer: 'json', fetchedAt: 'timestamptz',
}
const properties = Object.keys(COLUMNS) as (keyof ImportedRow)[]
const copied = Object.entries(COLUMNS).map(([property, type]): CopyColumn => ({ name: columnOf(property), type: type === 'array' ? 'text' : type }))

/** Within the caller's transaction. Of a title that comes twice the last one counts. */
export async function writeTitles(client: pg.ClientBase, rows: readonly ImportedRow[]): Promise<void> {
  if (rows.length === 0) return
  const each = [...new Map(rows.map((row) => [titleKey(row), row])).values()]
  // One writer at a time: between making room for the titles and putting them there nobody else may put one.
  await client.query(`select pg_advisory_xact_lock(hashtext('catalogue_titles'), 0)`)
  await client.query('delete from catalogue_titles where (media_type, tmdb_id) in (select * from unnest($1::text[], $2::int[]))', [each.map(({ mediaType }) => mediaType), each.map(({ tmdbId }) => tmdbId)])
  await copyTitles(client, each, 'catalogue_titles')
}

/** By COPY, into a table in which none of the titles is. */
export async function copyTitles(client: pg.ClientBase, rows: Iterable<ImportedRow>, table: string): Promise<void> {
  const cells = function* () {
    for (const row of rows) yield properties.map((property) => COLUMNS[property] === 'array' ? arrayText(row[property] as readonly (string | number)[]) : row[property])
  }
  await copyIn(client, table, copied, cells())
}

function arrayText(items: readonly (string | number)[]): string {
  return `{${items.map((item) => typeof item === 'number' ? item : `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`
}
