/**
 * The commands that mark episodes as watched, and that take marks away.
 *
 * A season, a series and all "up to here" are marked as one play for each episode, in one batch: history, hours watched, the next
 * episode and what travels to other trackers are all told by episode, one of them can be taken back alone, and the batch has one
 * undo. That needs to know the episodes; a script that does not names the season only, which is one play that counts for all of it.
 */

import type { Wish } from '../domain/take-back.ts'
import type { TitleRef } from '../domain/title.ts'
import type { Play } from './library.ts'
import type { EpisodeKey, EpisodeRef, Following } from './series-progress.ts'
import { episodeKey, refOf } from './series-progress.ts'

/** When a moment is not given, it is the moment in which the command is made. */
export interface MarkedHow { readonly watchedAt?: (episode: EpisodeRef) => string | undefined; readonly together?: readonly string[] }

export function markEpisodes(title: TitleRef, episodes: readonly EpisodeRef[], { watchedAt, together = [] }: MarkedHow = {}): readonly Wish[] {
  return episodes.map(({ season, episode }): Wish => {
    const at = watchedAt?.({ season, episode })
    return { type: 'MarkWatched', data: { title, season, episode, ...at === undefined ? {} : { watchedAt: at }, ...together.length === 0 ? {} : { together } } }
  })
}

/** Those of `wanted` that have aired and are not watched in this run. */
export function toMark({ aired, current }: Following, wanted: (episode: EpisodeRef) => boolean): readonly EpisodeRef[] {
  return aired.filter((episode) => wanted(episode) && !current.has(episodeKey(episode)))
}

/** Everything of the series that has aired, without its specials. */
export const isRegular = ({ season }: EpisodeRef): boolean => season > 0
export const isIn = (wanted: number) => ({ season }: EpisodeRef): boolean => season === wanted
/** Of a special, the specials up to it. */
export const isUpTo = (last: EpisodeRef) => ({ season, episode }: EpisodeRef): boolean =>
  season === last.season ? episode <= last.episode : last.season > 0 && season > 0 && season < last.season

/** Takes away this run's plays of these episodes. A play of a whole season gives way to one for each of the others. */
export function unmarkEpisodes(title: TitleRef, episodes: readonly EpisodeRef[], { current }: Following): readonly Wish[] {
  const going = new Set<EpisodeKey>(episodes.map(episodeKey))
  const plays = new Map<string, Play>(episodes.flatMap((episode) => current.get(episodeKey(episode)) ?? []).map((play) => [play.playId, play]))
  const gone = [...plays.keys()].map((playId): Wish => ({ type: 'UnmarkWatched', data: { title, playId } }))
  // Left with no play of their own: watched when the last of those that go was. Marked alone: in the libraries of whom it was watched with the
  // whole season is kept, and each of these would be a second time there.
  const staying = [...current].filter(([key, held]) => !going.has(key) && held.every(({ playId }) => plays.has(playId)))
  return [...gone, ...staying.flatMap(([key, held]) => {
    const { watchedAt } = held.at(-1)!
    return markEpisodes(title, [refOf(key)], { watchedAt: () => watchedAt })
  })]
}
