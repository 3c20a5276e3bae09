/**
 * One's own data in the forms that others read. Pure: days are those of `zone`.
 *
 * Letterboxd: https://letterboxd.com/about/importing-data/ (films alone; each viewing a row; files of less than 1 MB).
 * Trakt: the files of its own export. IMDb: the columns of its own lists of ratings.
 */

import type { DomainEvent } from '../../domain/index.ts'
import type { Rating } from '../../domain/library-entry.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import { csvFiles } from './csv.ts'

/** `imdbId`: where this device knows it. */
export interface Entry { readonly row: LibraryRow; readonly card: CardRow | undefined; readonly imdbId: string | null }
export interface Exported {
  readonly entries: readonly Entry[]
  readonly lists: readonly { readonly list: ListRow; readonly items: readonly { readonly item: ListItemRow; readonly card: CardRow | undefined; readonly imdbId: string | null }[] }[]
  readonly log: readonly DomainEvent[]
  /** IANA. */
  readonly zone: string
}
/** By name; text alone. */
export type Files = Readonly<Record<string, string>>

const LETTERBOXD_BYTES_MAX = 1_000_000
/** Of ten: the middle of what each of our four takes in. */
const OF_TEN: Readonly<Record<Rating, number>> = { DISLIKE: 3, OK: 6, LIKE: 8, SUPER_LIKE: 10 }
const ratingOf = ({ rating }: LibraryRow): number | null => rating === null ? null : OF_TEN[rating]
const titleOf = ({ row, card }: Pick<Entry, 'row' | 'card'>): string => card?.title ?? `${row.mediaType} ${row.tmdbId}`

function dayIn(zone: string): (instant: string | null) => string | null {
  // The only locale whose dates are written as ISO 8601 writes them.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })
  return (instant) => instant === null ? null : format.format(new Date(instant))
}

export function letterboxd({ entries, zone }: Exported): Files {
  const day = dayIn(zone)
  const films = entries.filter(({ row }) => row.mediaType === 'movie')
  const base = ({ row, card, imdbId }: Entry) => [row.tmdbId, imdbId, titleOf({ row, card }), card?.year ?? null]
  const seen = films.filter(({ row }) => row.plays.length > 0 || row.rating !== null || row.review !== null).flatMap((entry) => {
    const { row } = entry
    const review = row.review && !row.review.spoiler ? row.review.text : row.review && `<spoiler>${row.review.text}</spoiler>`
    // What was said of it belongs to the newest viewing, or to none.
    const said = [ratingOf(row), row.tags.join(', '), review]
    const plays = row.plays.length > 0 ? row.plays : [null]
    return plays.map((play, index) => {
      const [rating, tags, text] = index === plays.length - 1 ? said : [null, null, null]
      return [...base(entry), rating!, play && day(play.watchedAt), play && index > 0 ? 'Yes' : null, tags!, text!]
    })
  })
  const diary = csvFiles(['tmdbID', 'imdbID', 'Title', 'Year', 'Rating10', 'WatchedDate', 'Rewatch', 'Tags', 'Review'], seen, LETTERBOXD_BYTES_MAX)
  const watchlist = csvFiles(['tmdbID', 'imdbID', 'Title', 'Year'], films.filter(({ row }) => row.watchlistAddedAt !== null).map(base), LETTERBOXD_BYTES_MAX)
  return { ...numbered('letterboxd', diary), ...numbered('letterboxd-watchlist', watchlist) }
}

function numbered(name: string, files: readonly string[]): Files {
  return Object.fromEntries(files.map((text, index) => [files.length === 1 ? `${name}.csv` : `${name}-${index + 1}.csv`, text]))
}

const IMDB = ['Const', 'Your Rating', 'Date Rated', 'Title', 'URL', 'Title Type', 'Runtime (mins)', 'Year', 'Genres'] as const

export function imdb({ entries, zone }: Exported): Files {
  const day = dayIn(zone)
  const rows = (wanted: (row: LibraryRow) => boolean) => entries.filter(({ row }) => wanted(row)).map(({ row, card, imdbId }) => [
    imdbId, ratingOf(row), day(row.ratedAt), titleOf({ row, card }), imdbId && `https://www.imdb.com/title/${imdbId}/`, row.mediaType === 'movie' ? 'Movie' : 'TV Series', card?.runtimeMinutes ?? null, card?.year ?? null, card?.genres.join(', ') ?? null,
  ])
  return { 'ratings.csv': csvFiles(IMDB, rows(({ rating }) => rating !== null))[0]!, 'watchlist.csv': csvFiles(IMDB, rows(({ watchlistAddedAt }) => watchlistAddedAt !== null))[0]! }
}

export function trakt({ entries, lists }: Exported): Files {
  const kindOf = ({ mediaType }: { readonly mediaType: string }) => mediaType === 'movie' ? 'movie' : 'show'
  const about = ({ row, card, imdbId }: { readonly row: Pick<LibraryRow, 'mediaType' | 'tmdbId'>; readonly card: CardRow | undefined; readonly imdbId: string | null }) => {
    const ids = { tmdb: row.tmdbId, ...imdbId ? { imdb: imdbId } : {} }
    return { type: kindOf(row), [kindOf(row)]: { title: card?.title ?? null, year: card?.year ?? null, ids } }
  }
  const history = entries.flatMap((entry) => entry.row.plays.map(({ watchedAt, season, episode }) => ({
    watched_at: watchedAt, action: 'watch', ...about(entry), ...season === undefined || episode === undefined ? {} : { type: 'episode', episode: { season, number: episode } },
  }))).sort((a, b) => a.watched_at < b.watched_at ? 1 : -1)
  const rated = (mediaType: string) => entries.filter(({ row }) => row.rating !== null && row.mediaType === mediaType).map((entry) => ({ rated_at: entry.row.ratedAt, rating: ratingOf(entry.row), ...about(entry) }))
  const watchlist = entries.filter(({ row }) => row.watchlistAddedAt !== null).map((entry, index) => ({ rank: index + 1, listed_at: entry.row.watchlistAddedAt, notes: entry.row.watchlistNote, ...about(entry) }))
  const own = lists.map(({ list, items }) => [`lists-list-${list.key}.json`, {
    name: list.name, description: list.description, items: items.map(({ item, card, imdbId }, index) => ({ rank: index + 1, listed_at: item.addedAt, notes: item.note, ...about({ row: item, card, imdbId }) })),
  }] as const)
  const files = { 'watched-history.json': history, 'ratings-movies.json': rated('movie'), 'ratings-shows.json': rated('tv'), 'lists-watchlist.json': watchlist, ...Object.fromEntries(own) }
  return Object.fromEntries(Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value, null, 2)}\n`]))
}

/** Everything: the log as it is, the state it led to, and a table to read. */
export function everything({ entries, lists, log, zone }: Exported): Files {
  const day = dayIn(zone)
  const table = csvFiles(
    ['kind', 'tmdb_id', 'imdb_id', 'title', 'year', 'rating', 'rated', 'watchlist', 'watchlist_added', 'note', 'favourite_since', 'times_watched', 'last_watched', 'score', 'review', 'review_visibility', 'tags'],
    entries.map(({ row, card, imdbId }) => [
      row.mediaType, row.tmdbId, imdbId, titleOf({ row, card }), card?.year ?? null, row.rating, day(row.ratedAt), row.watchlistPriority, day(row.watchlistAddedAt), row.watchlistNote,
      day(row.favouriteAt), row.plays.length, day(row.lastWatchedAt), row.review?.score ?? null, row.review?.text ?? null, row.review?.visibility ?? null, row.tags.join(', '),
    ]))[0]!
  const state = { library: entries.map(({ row, card }) => ({ ...row, title: card?.title ?? null, year: card?.year ?? null })), lists: lists.map(({ list, items }) => ({ ...list, items: items.map(({ item, card }) => ({ ...item, title: card?.title ?? null })) })) }
  return { 'events.ndjson': log.map((event) => `${JSON.stringify(event)}\n`).join(''), 'state.json': `${JSON.stringify(state, null, 2)}\n`, 'library.csv': table }
}
