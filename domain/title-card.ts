/**
 * What the catalogue said of a title, kept so that a library never forgets its posters: stream `title-<mediaType>_<tmdbId>`.
 * Recorded when a title enters anyone's library and when the catalogue's answer changed.
 */

import type { Decider } from './decider.ts'
import type { Fact } from './event.ts'
import type { DescribeFeatures, TitleFeatures, TitleFeaturesEvent } from './title-features.ts'
import { sameFeatures } from './title-features.ts'
import type { MediaType } from './title.ts'

export interface TitleCard {
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly title: string
  /** Null when the catalogue knows no date. */
  readonly year: number | null
  /** TMDB's path (`/abc.jpg`), served by us under `/images/<width><path>`. */
  readonly posterPath: string | null
  readonly backdropPath: string | null
  readonly runtimeMinutes: number | null
  readonly genres: readonly string[]
  readonly overview: string
  /** Null for films, and for a series whose episodes are not known. */
  readonly outline: SeriesOutline | null
}

/** What a device needs of a series to know, with no network, what has aired and what comes next. A few hundred bytes for a long one. */
export interface SeriesOutline {
  /** By their numbers; season 0 holds the specials. */
  readonly seasons: readonly { readonly season: number; readonly episodes: number }[]
  /** The newest episode that had aired when the catalogue was asked; null when it named none. */
  readonly aired: Airing | null
  /** The episode that was to come next, and its day. */
  readonly next: Airing | null
  /** There will be no more. */
  readonly ended: boolean
}

/** `date`: `YYYY-MM-DD`, null where the catalogue gives none. */
export interface Airing { readonly season: number; readonly episode: number; readonly date: string | null }

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type TitleCardEvent = Fact<'TitleDescribed', TitleCard> | TitleFeaturesEvent
export interface TitleCardState { readonly card: TitleCard | null; readonly features: TitleFeatures | null }

// Commands. Only the server's own policy sends it, with what the catalogue answered.
export interface DescribeTitle { readonly type: 'DescribeTitle'; readonly data: TitleCard }

export const titleCardDecider: Decider<TitleCardState, DescribeTitle | DescribeFeatures, TitleCardEvent> = {
  category: 'title',
  initial: { card: null, features: null },
  decide(command, state) {
    switch (command.type) {
      case 'DescribeTitle': return sameCard(state.card, command.data) ? [] : [{ type: 'TitleDescribed', data: command.data }]
      case 'DescribeFeatures': return sameFeatures(state.features, command.data) ? [] : [{ type: 'FeaturesDescribed', data: command.data }]
    }
  },
  evolve(state, event) {
    return event.type === 'TitleDescribed' ? { ...state, card: event.data } : { ...state, features: event.data }
  },
}

function sameCard(a: TitleCard | null, b: TitleCard): boolean {
  return a !== null
    && a.title === b.title && a.year === b.year && a.posterPath === b.posterPath && a.backdropPath === b.backdropPath
    && a.runtimeMinutes === b.runtimeMinutes && a.overview === b.overview && a.genres.join() === b.genres.join()
    && told(a.outline) === told(b.outline)
}

function told(outline: SeriesOutline | null): string {
  if (outline === null) return ''
  const { seasons, aired, next, ended } = outline
  return [seasons.map(({ season, episodes }) => `${season}:${episodes}`), ...[aired, next].map((airing) => airing && `${airing.season}x${airing.episode} ${airing.date}`), ended].join('|')
}
