/** What Discover shows as a pure function of its address: filters by the API's names, nonsense dropped. */

import type { MediaType } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import type { DiscoverQuery } from '../../projections/wire-catalogue.ts'
import { DISCOVER_SORTS } from '../../projections/wire-catalogue.ts'

export type DiscoverSort = (typeof DISCOVER_SORTS)[number]
/** Filters in the order of their pills; what has no value is an empty text. */
export type Filter = Exclude<keyof DiscoverQuery, 'kind' | 'sort' | 'page'>
export interface Wish extends Readonly<Record<Filter, string>> {
  readonly kind: MediaType
  readonly sort: DiscoverSort
  /** Leaves out what this person has rated. The app's own; the server is not asked. */
  readonly hideRated: boolean
}

/** Ids that must all be there, or of which any will do. */
export interface Picked { readonly ids: readonly number[]; readonly any: boolean }

const valuesMax = 20
const idMax = 2 ** 31 - 1
const runtimeMax = 600
const votesMax = 1_000_000

const READERS: Readonly<Record<Filter, (text: string) => string>> = {
  genres: ids, withoutGenres: ids, from: day, to: day, minVote: vote, maxVote: vote, minVotes: whole(votesMax),
  language: codes(/^[a-z]{2}$/), country: codes(/^[A-Z]{2}$/), people: ids, providers: ids, region: like(/^[A-Z]{2}$/),
  minRuntime: whole(runtimeMax), maxRuntime: whole(runtimeMax), certification: like(/^[\p{L}\p{N}][\p{L}\p{N} .+/-]{0,15}$/u),
  keywords: ids, withoutKeywords: ids,
}
export const FILTERS = Object.keys(READERS) as readonly Filter[]

/** TMDB finds no series by people, and has no revenue to sort them by. */
export const appliesTo = (filter: Filter, kind: MediaType): boolean => kind === 'movie' || filter !== 'people'
export const sortsOf = (kind: MediaType): readonly DiscoverSort[] => DISCOVER_SORTS.filter((sort) => kind === 'movie' || sort !== 'revenue')

export const noWish: Wish = {
  ...Object.fromEntries(FILTERS.map((filter) => [filter, ''])) as Record<Filter, string>, kind: 'movie', sort: 'popular', hideRated: false,
}

export function wishOf(query: URLSearchParams): Wish {
  const kind = MEDIA_TYPES.find((each) => each === query.get('kind')) ?? 'movie'
  const read = Object.fromEntries(FILTERS.map((filter) => [filter, READERS[filter](query.get(filter)?.trim() ?? '')])) as Record<Filter, string>
  return settled({ ...read, kind, sort: DISCOVER_SORTS.find((each) => each === query.get('sort')) ?? 'popular', hideRated: query.get('hide') === 'rated' })
}

/** Without what contradicts itself or does not go with the kind. */
export function settled(wish: Wish): Wish {
  const left: Record<Filter, string> = { ...wish }
  for (const filter of FILTERS) if (!appliesTo(filter, wish.kind)) left[filter] = ''
  for (const [least, most] of [['minVote', 'maxVote'], ['minRuntime', 'maxRuntime']] as const) if (left[least] && left[most] && Number(left[least]) > Number(left[most])) left[most] = ''
  if (left.from && left.to && left.from > left.to) left.to = ''
  // These mean something in their country only.
  if (!left.region) left.certification = left.providers = ''
  const sort = sortsOf(wish.kind).includes(wish.sort) ? wish.sort : 'popular'
  return { ...wish, ...left, sort }
}

/** Another kind has other genres; what else does not go with it falls away too. */
export function ofKind(wish: Wish, kind: MediaType): Wish {
  return kind === wish.kind ? wish : settled({ ...wish, kind, genres: '', withoutGenres: '' })
}

/** What the server is asked: its own names, and nothing that goes without saying. */
export function queryOf(wish: Wish): URLSearchParams {
  const query = new URLSearchParams()
  if (wish.kind !== 'movie') query.set('kind', wish.kind)
  if (wish.sort !== 'popular') query.set('sort', wish.sort)
  for (const filter of FILTERS) if (wish[filter]) query.set(filter, wish[filter])
  return query
}

export function discoverPath(wish: Wish): string {
  const query = queryOf(wish)
  if (wish.hideRated) query.set('hide', 'rated')
  return query.size === 0 ? '/discover' : `/discover?${query}`
}

/** Discover with what a topic stands for. */
export const pathOfTopic = (topic: { readonly mediaType: MediaType; readonly query: Readonly<Record<string, string>> }): string =>
  discoverPath(wishOf(new URLSearchParams({ kind: topic.mediaType, ...topic.query })))

/** Filters that belong to one pill: they are set, named and cleared together. */
export const PILLS = {
  genres: ['genres', 'withoutGenres'], years: ['from', 'to'], vote: ['minVote', 'maxVote', 'minVotes'], language: ['language'], country: ['country'], people: ['people'],
  providers: ['providers', 'region'], runtime: ['minRuntime', 'maxRuntime'], certification: ['certification'], keywords: ['keywords', 'withoutKeywords'],
} as const satisfies Readonly<Record<string, readonly Filter[]>>
export type Pill = keyof typeof PILLS
export const PILL_NAMES = Object.keys(PILLS) as readonly Pill[]

/** A region alone filters nothing. */
export const isOn = (wish: Wish, pill: Pill): boolean => PILLS[pill].some((filter) => wish[filter] !== '' && filter !== 'region')
export const pillsOn = (wish: Wish): readonly Pill[] => PILL_NAMES.filter((pill) => isOn(wish, pill))

export function without(wish: Wish, pill: Pill): Wish {
  // A certification needs the region as well.
  const kept: ReadonlySet<Filter> = new Set(pill === 'providers' && wish.certification ? ['region'] : [])
  const gone = Object.fromEntries(PILLS[pill].filter((filter) => !kept.has(filter)).map((filter) => [filter, '']))
  return settled({ ...wish, ...gone })
}

export function pickedOf(text: string): Picked {
  return { ids: text === '' ? [] : text.split(/[,|]/).map(Number), any: text.includes('|') }
}

export function pickedText({ ids, any }: Picked): string {
  return ids.join(any ? '|' : ',')
}

/** Adds ids that belong together, or takes them away where all of them are there. */
export function toggled(text: string, wanted: number | readonly number[], any = pickedOf(text).any): string {
  const { ids } = pickedOf(text)
  const together = typeof wanted === 'number' ? [wanted] : wanted
  const others = ids.filter((each) => !together.includes(each))
  return pickedText({ ids: together.every((id) => ids.includes(id)) ? others : [...others, ...together].slice(-valuesMax), any: any || together.length > 1 })
}

/** The same for codes, of which any will do. */
export function toggledCode(text: string, code: string): string {
  const codes = codesOf(text)
  return (codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code].slice(-valuesMax)).join('|')
}

export const codesOf = (text: string): readonly string[] => text === '' ? [] : text.split('|')

/** Of the first day of a year, or the last. */
export const yearOf = (day: string): string => day.slice(0, 4)
export const firstDay = (year: string): string => READERS.from(year === '' ? '' : `${year.padStart(4, '0')}-01-01`)
export const lastDay = (year: string): string => READERS.to(year === '' ? '' : `${year.padStart(4, '0')}-12-31`)

function ids(text: string): string {
  const parts = text.split(/[,|]/)
  const known = [...new Set(parts.filter((part) => /^[1-9]\d{0,9}$/.test(part) && Number(part) <= idMax))]
  return known.slice(0, valuesMax).join(text.includes('|') ? '|' : ',')
}

function codes(shape: RegExp): (text: string) => string {
  return (text) => [...new Set(text.split('|').filter((code) => shape.test(code)))].slice(0, valuesMax).join('|')
}

function day(text: string): string {
  if (!/^(18[7-9]\d|19\d\d|20\d\d)-\d\d-\d\d$/.test(text)) return ''
  const time = Date.parse(`${text}T00:00:00Z`)
  // What `Date` rolls over, such as the 31st of February, is no day.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? '' : text
}

function vote(text: string): string {
  return /^\d{1,2}(\.\d)?$/.test(text) && Number(text) > 0 && Number(text) <= 10 ? String(Number(text)) : ''
}

function whole(most: number): (text: string) => string {
  return (text) => /^\d{1,7}$/.test(text) && Number(text) > 0 && Number(text) <= most ? String(Number(text)) : ''
}

function like(shape: RegExp): (text: string) => string {
  return (text) => shape.test(text) ? text : ''
}
