/** The library's shelves as a pure function: what the address asks for, and which titles that is, in which order. */

import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { RATINGS } from '../../domain/scales.ts'
import { PRIORITIES } from '../../domain/scales.ts'
import { locale } from '../strings/language.ts'

export const SHELVES = ['watchlist', 'rated', 'watched', 'favourites', 'reviews'] as const
export type Shelf = (typeof SHELVES)[number]
export const SORTS = ['added', 'title', 'year', 'rating', 'priority', 'runtime'] as const
export type Sort = (typeof SORTS)[number]
export const VIEWS = ['grid', 'table'] as const
export type View = (typeof VIEWS)[number]
export const KINDS = ['all', 'movie', 'tv'] as const
export type Kind = (typeof KINDS)[number]

/** Of a moment: all that was there, or what of it is not so any more. */
const SINCE = ['', 'gone', 'changed', 'added'] as const
export type Since = (typeof SINCE)[number]

export interface Wish {
  readonly shelf: Shelf; readonly sort: Sort; readonly view: View; readonly kind: Kind; readonly genre: string; readonly text: string
  /** Only what is saved on this device. */
  readonly here: boolean
  /** The moment to show, RFC 3339; empty for now. */
  readonly at: string
  readonly since: Since
}

/** A title of the library with what the catalogue said of it, as far as this device knows. */
export interface Shelved { readonly entry: LibraryRow; readonly card: CardRow | undefined }

export function wishOf(query: URLSearchParams): Wish {
  const shelf = oneOf(SHELVES, query.get('shelf'))
  return {
    shelf,
    sort: query.has('sort') ? oneOf(SORTS, query.get('sort')) : naturalSort(shelf),
    view: oneOf(VIEWS, query.get('view')),
    kind: oneOf(KINDS, query.get('kind')),
    genre: query.get('genre') ?? '',
    text: query.get('q') ?? '',
    here: query.has('here'),
    at: query.get('at') ?? '',
    since: oneOf(SINCE, query.get('since')),
  }
}

/** The address of a wish, without what goes without saying. */
export function libraryPath(wish: Partial<Wish>): string {
  const shelf = wish.shelf ?? SHELVES[0]
  const query = new URLSearchParams()
  if (shelf !== SHELVES[0]) query.set('shelf', shelf)
  if (wish.sort && wish.sort !== naturalSort(shelf)) query.set('sort', wish.sort)
  if (wish.view && wish.view !== VIEWS[0]) query.set('view', wish.view)
  if (wish.kind && wish.kind !== KINDS[0]) query.set('kind', wish.kind)
  if (wish.genre) query.set('genre', wish.genre)
  if (wish.text) query.set('q', wish.text)
  if (wish.here) query.set('here', '1')
  if (wish.at) query.set('at', wish.at)
  if (wish.at && wish.since) query.set('since', wish.since)
  return query.size === 0 ? '/library' : `/library?${query}`
}

export function sortsOf(shelf: Shelf): readonly Sort[] {
  return SORTS.filter((sort) => sort !== 'priority' || shelf === 'watchlist').filter((sort) => sort !== 'rating' || shelf !== 'watchlist')
}

export function isOnShelf(entry: LibraryRow, shelf: Shelf): boolean {
  switch (shelf) {
    case 'watchlist': return entry.watchlistAddedAt !== null
    case 'rated': return entry.rating !== null
    case 'watched': return entry.plays.length > 0
    case 'favourites': return entry.favouriteAt !== null
    case 'reviews': return entry.review !== null
  }
}

/** When a title came onto the shelf. */
export function since(entry: LibraryRow, shelf: Shelf): string {
  switch (shelf) {
    case 'watchlist': return entry.watchlistAddedAt ?? ''
    case 'rated': return entry.ratedAt ?? ''
    case 'watched': return entry.lastWatchedAt ?? ''
    case 'favourites': return entry.favouriteAt ?? ''
    case 'reviews': return entry.review?.writtenAt ?? ''
  }
}

/** `isHere`: whether a title is saved on this device. */
export function shelve<Found extends Shelved>(all: readonly Found[], wish: Wish, isHere: (entry: LibraryRow) => boolean = () => false): readonly Found[] {
  return all.filter(fitting(wish, isHere)).sort(comparing(wish))
}

/** The first `count` of them, without putting all others in order too. */
export function firstOf<Found extends Shelved>(all: readonly Found[], wish: Wish, count: number): readonly Found[] {
  const [fits, order] = [fitting(wish), comparing(wish)]
  const best: Found[] = []
  let last: Found | undefined
  for (const each of all) {
    if (!fits(each) || (last && order(each, last) > 0)) continue
    if (best.push(each) < count * 2) continue
    best.sort(order).length = count
    last = best.at(-1)
  }
  return best.sort(order).slice(0, count)
}

/** Whether a title is among what is wished for. */
export function fitting(wish: Wish, isHere: (entry: LibraryRow) => boolean = () => false): (each: Shelved) => boolean {
  const text = folded(wish.text)
  return ({ entry, card }) => isOnShelf(entry, wish.shelf)
    && (wish.kind === 'all' || entry.mediaType === wish.kind)
    && (!wish.here || isHere(entry))
    && (wish.genre === '' || card?.genres.includes(wish.genre) === true)
    && (text === '' || folded(card?.title ?? '').includes(text))
}

/** Never 0 of two titles. */
export function comparing({ shelf, sort }: Pick<Wish, 'shelf' | 'sort'>): (a: Shelved, b: Shelved) => number {
  const first = order(sort)
  return (a, b) => first(a, b) || compare(since(b.entry, shelf), since(a.entry, shelf)) || compare(a.entry.key, b.entry.key)
}

/** Without case and accents, so that "amelie" finds "Amélie". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase().trim()
}

const collator = new Intl.Collator(locale, { sensitivity: 'base', numeric: true })

function order(sort: Sort): (a: Shelved, b: Shelved) => number {
  switch (sort) {
    case 'added': return () => 0
    case 'title': return (a, b) => collator.compare(a.card?.title ?? '\uffff', b.card?.title ?? '\uffff')
    case 'year': return (a, b) => (b.card?.year ?? 0) - (a.card?.year ?? 0)
    case 'runtime': return (a, b) => (a.card?.runtimeMinutes ?? Infinity) - (b.card?.runtimeMinutes ?? Infinity) || 0
    case 'rating': return (a, b) => rank(RATINGS, b.entry.rating) - rank(RATINGS, a.entry.rating)
    case 'priority': return (a, b) => rank(PRIORITIES, b.entry.watchlistPriority) - rank(PRIORITIES, a.entry.watchlistPriority)
  }
}

function rank<Value extends string>(values: readonly Value[], value: Value | null): number {
  return value === null ? -1 : values.indexOf(value)
}

function naturalSort(shelf: Shelf): Sort {
  return shelf === 'watchlist' ? 'priority' : 'added'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function oneOf<const Value extends string>(values: readonly [Value, ...Value[]], wished: string | null): Value {
  return values.find((value) => value === wished) ?? values[0]
}
