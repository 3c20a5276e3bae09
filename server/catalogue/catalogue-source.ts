/** TMDB's answers through the cache, in our own words: what all parts of the catalogue read from. */

import type { MediaType } from '../../domain/title.ts'
import type { Genre, TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'
import type { Cached, CatalogueCache } from './catalogue-cache.ts'
import type { Ages } from './freshness.ts'
import { FRESHNESS } from './freshness.ts'
import type { TmdbClient } from './tmdb-client.ts'
import type { ListedPage, ListedTitle } from './tmdb-list.ts'
import { readTitlePage } from './tmdb-list.ts'
import { readGenres } from './tmdb-vocabulary.ts'

export type Query = Readonly<Record<string, string | number>>
/** `#rrggbb` by TMDB's path of a picture. */
export type ColourOf = (path: string | null) => string | null
/** Titles as they are shown; `tag` tells the names of genres from others. */
export interface Show {
  <Title extends ListedTitle>(titles: readonly Title[]): readonly (Omit<Title, 'genreIds'> & TitleSummary)[]
  readonly tag: string
}

/** Everything throws `CatalogueError`. */
export interface CatalogueSource {
  /** TMDB's answer to this path and query, kept as `read` makes it of TMDB's JSON. */
  read<T extends object>(path: string, query: Query, ages: Ages, read: (json: unknown) => T): Promise<Cached<T>>
  genres(kind: MediaType): Promise<readonly Genre[]>
  show(): Promise<Show>
  /** Of a poster, if it is known. */
  readonly colourOf: ColourOf
  /** A page of titles, which are of `kind` unless they say themselves what they are. */
  page(path: string, kind: MediaType | null, query: Query, ages: Ages): Promise<TitlePage>
}

/** Words as they are looked for: one key for all ways of writing them. */
export const asSearched = (words: string): string => words.trim().replace(/\s+/g, ' ').toLowerCase()

/** Part of every key: raised when the shape of what is kept changes, so that old entries are not misread. */
export const SHAPE = 2

export function catalogueSource(tmdb: TmdbClient, cache: CatalogueCache, colourOf: ColourOf): CatalogueSource {
  function read<T extends object>(path: string, query: Query, ages: Ages, reader: (json: unknown) => T): Promise<Cached<T>> {
    // What comes along with an answer is the same for all of its kind: with its name, keys would be ten times as long.
    const { append_to_response: parts, include_image_language: _, ...asked } = query
    const key = `${SHAPE}${path}${parts === undefined ? '' : '+'}?${new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]))}`
    return cache.read(key, ages, async (urgency) => reader(await tmdb.get(path, query, urgency)))
  }

  function genreList(kind: MediaType): Promise<Cached<readonly Genre[]>> {
    return read(`/genre/${kind}/list`, {}, FRESHNESS.words, readGenres)
  }

  async function genres(kind: MediaType): Promise<readonly Genre[]> {
    return (await genreList(kind)).value
  }

  /** Every answer needs them, and they change once in years: worked out anew only when a list has changed. */
  let known: { readonly tags: string; readonly names: ReadonlyMap<number, string> } | undefined

  /** Titles are worth showing without the names of their genres, so a failure here is none. */
  async function genreNames(): Promise<{ readonly tags: string; readonly names: ReadonlyMap<number, string> }> {
    const lists = (await Promise.allSettled([genreList('movie'), genreList('tv')])).flatMap((list) => list.status === 'fulfilled' ? list.value : [])
    const tags = lists.map(({ tag }) => tag).join(' ')
    if (known?.tags !== tags) known = { tags, names: new Map(lists.flatMap(({ value }) => value.map(({ id, name }) => [id, name] as const))) }
    return known
  }

  async function show(): Promise<Show> {
    const { tags, names } = await genreNames()
    const titles = <Title extends ListedTitle>(listed: readonly Title[]) => listed.map(({ genreIds, ...title }) => ({ ...title, posterColour: colourOf(title.posterPath), genres: genreIds.flatMap((id) => names.get(id) ?? []) }))
    return Object.assign(titles, { tag: tags })
  }

  async function page(path: string, kind: MediaType | null, query: Query, ages: Ages): Promise<TitlePage> {
    const [{ value, stale }, shown] = await Promise.all([read<ListedPage>(path, query, ages, (json) => readTitlePage(json, kind)), show()])
    return { ...value, results: shown(value.results), stale }
  }

  return { read, genres, show, colourOf, page }
}
