/**
 * How far a person is with a series, from their plays and what is known of its episodes: the same on the server and on a device
 * with no network.
 *
 * - A play names an episode, or a season: then it counts for all of the season that has aired. One that names neither, as a rating
 *   leaves it, says that somebody has seen the series, not which episodes: it counts for none.
 * - Specials (season 0) and what has not aired may be watched, and count for nothing.
 * - A *run* is one way through the series. It is complete once every episode that has aired by now was watched in it; what is
 *   watched later belongs to the next. A single episode seen again is somebody's favourite, no new run: that begins with the
 *   first episode, or with a second one.
 * - Next is the first episode not watched in this run after the one watched last; where none is left after it, the first left out.
 */

import type { Airing, SeriesOutline } from '../domain/title-card.ts'
import type { Play } from './library.ts'
import type { EpisodeSummary } from './wire-catalogue.ts'

export interface EpisodeRef { readonly season: number; readonly episode: number }
/** `2x4` */
export type EpisodeKey = `${number}x${number}`
/** Lists of seasons that were seen, by season. */
export type KnownSeasons = ReadonlyMap<number, readonly Pick<EpisodeSummary, 'episodeNumber' | 'airDate'>[]>

export interface SeasonProgress { readonly season: number; readonly episodes: number; readonly aired: number; readonly watched: number }

export interface SeriesProgress {
  /** Which way through the series it is: 1 for the first. */
  readonly run: number
  /** In this run, of those that have aired. */
  readonly watched: number
  readonly aired: number
  /** `caughtUp`: all that has aired, and there will be more. */
  readonly state: 'unwatched' | 'watching' | 'caughtUp' | 'finished'
  /** To watch now; null where there is none. */
  readonly next: EpisodeRef | null
  /** The first that has not aired yet. */
  readonly upcoming: Airing | null
  readonly lastWatchedAt: string | null
  readonly seasons: readonly SeasonProgress[]
}

export interface Following {
  readonly progress: SeriesProgress
  /** The plays of this run by episode; of specials and what has not aired, all. */
  readonly current: ReadonlyMap<EpisodeKey, readonly Play[]>
  /** All plays by episode. */
  readonly ever: ReadonlyMap<EpisodeKey, readonly Play[]>
  /** What has aired, in order, specials last. */
  readonly aired: readonly EpisodeRef[]
}

export const episodeKey = ({ season, episode }: EpisodeRef): EpisodeKey => `${season}x${episode}`

/** `today`: `YYYY-MM-DD`, the person's. `plays`: by their time, as the library's rows have them. */
export function followSeries(plays: readonly Play[], outline: SeriesOutline, today: string, known: KnownSeasons = new Map()): Following {
  const seasons = outline.seasons.map(({ season, episodes }) => {
    const listed = known.get(season)
    const numbered = listed?.map(({ episodeNumber, airDate }) => ({ season, episode: episodeNumber, date: airDate })) ?? numbersIn(outline, season).map((episode) => ({ season, episode, date: null }))
    return { season, episodes: Math.max(episodes, numbered.length), aired: numbered.filter((airing) => hasAired(airing, outline, today)), coming: numbered.filter((airing) => !hasAired(airing, outline, today)) }
  })
  const regular = seasons.filter(({ season }) => season > 0)
  const order = regular.flatMap(({ aired }) => aired.map(episodeKey))
  const { runs, run, complete, ever } = walk(plays, order, new Map(seasons.map(({ season, aired }) => [season, aired.map(episodeKey)])))
  const again = runs > 0 && (run.size > 1 || run.has(order[0]!))
  const watched = runs === 0 || again ? run : joined(complete, run)
  const counts = (season: readonly EpisodeRef[]) => season.filter((ref) => watched.has(episodeKey(ref))).length
  const counted = new Set<EpisodeKey>(order)
  const next = nextOf(order, watched)
  return {
    progress: {
      run: again ? runs + 1 : Math.max(runs, 1),
      watched: watched.size, aired: order.length,
      state: watched.size === 0 ? 'unwatched' : watched.size < order.length ? 'watching' : outline.ended ? 'finished' : 'caughtUp',
      next: next === undefined ? null : refOf(next),
      upcoming: upcomingOf(outline, regular.flatMap(({ coming }) => coming), today),
      lastWatchedAt: plays.at(-1)?.watchedAt ?? null,
      seasons: seasons.map(({ season, episodes, aired }) => ({ season, episodes, aired: aired.length, watched: season > 0 ? counts(aired) : aired.filter((ref) => ever.has(episodeKey(ref))).length })),
    },
    current: joined(watched, new Map([...ever].filter(([key]) => !counted.has(key)))),
    ever,
    aired: [...regular, ...seasons.filter(({ season }) => season === 0)].flatMap(({ aired }) => aired.map(({ season, episode }) => ({ season, episode }))),
  }
}

/**
 * The episodes of a season whose list was not seen. They are numbered from 1, but for series whose numbers go on from season to season, as the
 * long animated ones' do: there the newest has a number greater than its season has episodes.
 */
export function numbersIn({ seasons, aired, next }: SeriesOutline, season: number): readonly number[] {
  const count = (wanted: number) => seasons.find((each) => each.season === wanted)?.episodes ?? 0
  const goesOn = season > 0 && [aired, next].some((airing) => airing !== null && airing.season > 0 && airing.episode > count(airing.season))
  const before = goesOn ? seasons.reduce((sum, each) => each.season > 0 && each.season < season ? sum + each.episodes : sum, 0) : 0
  return Array.from({ length: count(season) }, (_, i) => before + i + 1)
}

const SOON_DAYS = 14
const DAY_MS = 86_400_000

/** Whether the next episode's day is known and near. */
export function isSoon({ upcoming }: SeriesProgress, today: string): boolean {
  return upcoming?.date != null && Date.parse(upcoming.date) - Date.parse(today) <= SOON_DAYS * DAY_MS
}

/** By its own day where that is known; else by what the catalogue said of the newest and the next one. */
export function hasAired({ season, episode, date }: Airing, { aired, next, ended }: Pick<SeriesOutline, 'aired' | 'next' | 'ended'>, today: string): boolean {
  if (date !== null) return date <= today
  const upTo = (last: Airing) => season < last.season || (season === last.season && episode <= last.episode)
  return ended || (aired !== null && upTo(aired)) || (next !== null && next.date !== null && next.date <= today && upTo(next))
}

function upcomingOf({ next }: SeriesOutline, coming: readonly Airing[], today: string): Airing | null {
  const listed = coming.find(({ date }) => date !== null)
  if (next && (next.date === null || next.date > today)) return listed && episodeKey(listed) === episodeKey(next) ? listed : next
  return listed ?? null
}

type Watched = Map<EpisodeKey, readonly Play[]>

/** `complete`: what was watched in the last run that was completed; `run`: since. */
function walk(plays: readonly Play[], order: readonly EpisodeKey[], inSeason: ReadonlyMap<number, readonly EpisodeKey[]>): { readonly runs: number; readonly run: Watched; readonly complete: Watched; readonly ever: Watched } {
  const counted = new Set(order)
  const ever: Watched = new Map()
  let [runs, run, complete]: [number, Watched, Watched] = [0, new Map(), new Map()]
  for (const play of plays) {
    if (play.season === undefined) continue
    const keys = play.episode === undefined ? inSeason.get(play.season) ?? [] : [episodeKey({ season: play.season, episode: play.episode })]
    for (const key of keys) {
      add(ever, key, play)
      if (counted.has(key)) add(run, key, play)
    }
    if (run.size < counted.size || counted.size === 0) continue
    complete = run
    run = new Map()
    runs++
  }
  return { runs, run, complete, ever }
}

function add(watched: Watched, key: EpisodeKey, play: Play): void {
  watched.set(key, [...watched.get(key) ?? [], play])
}

function joined(a: Watched, b: Watched): Watched {
  const both: Watched = new Map(a)
  for (const [key, plays] of b) both.set(key, [...both.get(key) ?? [], ...plays])
  return both
}

/** Whole seasons are marked in one moment: of those watched at the same time the furthest is the last. */
function nextOf(order: readonly EpisodeKey[], watched: Watched): EpisodeKey | undefined {
  let last = -1
  let lastAt = ''
  for (const [i, key] of order.entries()) {
    const at = watched.get(key)?.at(-1)?.watchedAt
    if (at !== undefined && at >= lastAt) [last, lastAt] = [i, at]
  }
  const isLeft = (key: EpisodeKey) => !watched.has(key)
  return order.slice(last + 1).find(isLeft) ?? order.find(isLeft)
}

export function refOf(key: EpisodeKey): EpisodeRef {
  const [season, episode] = key.split('x').map(Number)
  return { season: season!, episode: episode! }
}
