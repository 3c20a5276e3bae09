/** Whether a release is of the series wanted, and holds the episode wanted and nothing else. */

import type { Said } from '../../projections/said.ts'
import { sayOfRelease as say } from '../../projections/said-of-releases.ts'
import { wordsOf } from './names-film.ts'
import type { WantedFilm } from './names-film.ts'
import type { ParsedRelease } from './parse-release.ts'
import { parseRelease } from './parse-release.ts'
import type { Wanted } from './judge-releases.ts'

/** A series may be told apart by the year it began in, or by its country: "Ghosts 2019", "Ghosts US". */
const COUNTRIES: ReadonlyMap<string, string> = new Map([['us', 'US'], ['uk', 'GB'], ['au', 'AU'], ['nz', 'NZ'], ['ca', 'CA']])

interface WantedSeries extends WantedFilm { readonly countries: readonly string[] }

export function namesSeries(title: string, parsed: ParsedRelease, series: WantedSeries): boolean {
  const wanted = wordsOf(series.title)
  if (wanted.length === 0) return false
  const fromThere = (word: string) => COUNTRIES.has(word) && (series.countries.length === 0 || series.countries.includes(COUNTRIES.get(word)!))
  const year = series.year === null ? [] : [String(series.year)]
  // The year before the number is the series'; one behind it is the episode's own, and says nothing.
  const told = /\b((?:19|20)\d\d)\W+(?:s\d|\d{1,2}x\d)/i.exec(title)?.[1]
  if (told !== undefined && series.year !== null && Math.abs(Number(told) - series.year) > 1) return false
  return [parsed.name, ...parsed.alternativeNames].some((name) => {
    const words = wordsOf(name)
    const rest = words.slice(wanted.length)
    return wanted.every((word, i) => words[i] === word) && rest.length <= 1 && rest.every((word) => fromThere(word) || year.includes(word))
  })
}

const ANOTHER = say('RELEASE_OTHER_EPISODE')

/** All of its season, and nothing else: the episode is a part of it. */
export function isWholeSeason({ fullSeason, numbering: { seasons, episodes }, extras: { seasonPart, seasonExtra, special } }: ParsedRelease, wanted: Pick<NonNullable<Wanted['episode']>, 'season'>): boolean {
  return fullSeason && episodes.length === 0 && seasons.length === 1 && seasons[0] === wanted.season && seasonPart === null && !seasonExtra && !special
}

/** What is wrong with its number; null where it is the episode, alone or in its whole season. */
export function otherEpisode(parsed: ParsedRelease, wanted: NonNullable<Wanted['episode']>): Said | null {
  if (isWholeSeason(parsed, wanted)) return null
  const { seasons, episodes, airDate } = parsed.numbering
  if (episodes.length === 0) {
    if (airDate !== null) return airDate === wanted.airDate ? null : ANOTHER
    if (seasons.length === 0) return say('RELEASE_EPISODE_UNTOLD')
    return seasons.includes(wanted.season) ? say('RELEASE_SEASONS') : ANOTHER
  }
  // A series of one season is often numbered without it.
  const inSeason = seasons.length === 0 ? wanted.season === 1 : seasons.includes(wanted.season)
  if (!inSeason || !episodes.includes(wanted.episode)) return ANOTHER
  return episodes.length > 1 || seasons.length > 1 ? say('RELEASE_EPISODES') : null
}

/** What a search of a season brought is asked about for each of its episodes. */
const parsedItems = new WeakMap<Titled, ParsedRelease>()
interface Titled { readonly title: string }

/** False only where its title says that it is of other episodes: of those a search of the season brings many. */
export function mayHoldEpisode(item: Titled, wanted: NonNullable<Wanted['episode']>): boolean {
  const parsed = parsedItems.get(item) ?? parseRelease(item.title, { kind: 'tv' })
  parsedItems.set(item, parsed)
  return otherEpisode(parsed, wanted) !== ANOTHER
}
