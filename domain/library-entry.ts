/** One title in one person's library: stream `library-<userId>_<mediaType>_<tmdbId>`. */

import type { EventId, Fact } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, httpsLink, instant, integer, number, object, oneOf, optional, text, uuid } from './schema.ts'
import { titleRef } from './title.ts'

export const RATINGS = ['DISLIKE', 'OK', 'LIKE', 'SUPER_LIKE'] as const
export type Rating = (typeof RATINGS)[number]
export const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH'] as const
export type Priority = (typeof PRIORITIES)[number]
export const VISIBILITIES = ['private', 'friends', 'public'] as const
export type Visibility = (typeof VISIBILITIES)[number]

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type LibraryEvent =
  | Fact<'TitleRated', { readonly rating: Rating; readonly ratedAt: string }>
  | Fact<'RatingCleared', Record<string, never>>
  | Fact<'AddedToWatchlist', { readonly priority: Priority; readonly note?: string; readonly addedAt: string }>
  | Fact<'WatchlistPriorityChanged', { readonly priority: Priority }>
  | Fact<'RemovedFromWatchlist', Record<string, never>>
  | Fact<'TitleWatched', { readonly playId: string; readonly watchedAt: string; readonly season?: number; readonly episode?: number }>
  | Fact<'WatchRemoved', { readonly playId: string }>
  | Fact<'FavouriteAdded', { readonly addedAt: string }>
  | Fact<'FavouriteRemoved', Record<string, never>>
  | Fact<'ReviewWritten', { readonly score: number; readonly text: string; readonly visibility: Visibility; readonly spoiler: boolean; readonly writtenAt: string }>
  | Fact<'ReviewDeleted', Record<string, never>>
  | Fact<'ProgressRecorded', { readonly positionSeconds: number; readonly durationSeconds: number; readonly at: string }>
  | Fact<'ProgressCleared', Record<string, never>>
  | Fact<'WatchingContinuedElsewhere', { readonly watchLink: string; readonly providerName: string; readonly at: string }>
  | Fact<'WatchingElsewhereForgotten', Record<string, never>>
  | Fact<'TitleViewed', { readonly at: string }>
  | Fact<'ViewForgotten', Record<string, never>>
  | Fact<'TitleTagged', { readonly tag: string }>
  | Fact<'TitleUntagged', { readonly tag: string }>

// Commands: payload schemas. Each names its title; the stream follows from it and from who sends it.
export const libraryCommands = {
  RateMovie: object({ title: titleRef, rating: oneOf(RATINGS), watched: optional(boolean) }),
  RateSeries: object({ title: titleRef, rating: oneOf(RATINGS), watched: optional(boolean) }),
  ClearRating: object({ title: titleRef }),
  AddToWatchlist: object({ title: titleRef, priority: optional(oneOf(PRIORITIES)), note: optional(text(2_000)) }),
  SetWatchlistPriority: object({ title: titleRef, priority: oneOf(PRIORITIES) }),
  RemoveFromWatchlist: object({ title: titleRef }),
  MarkWatched: object({
    title: titleRef,
    watchedAt: optional(instant),
    season: optional(integer({ minimum: 0, maximum: 9_999 })),
    episode: optional(integer({ minimum: 0, maximum: 99_999 })),
    rating: optional(oneOf(RATINGS)),
  }),
  UnmarkWatched: object({ title: titleRef, playId: uuid }),
  AddFavourite: object({ title: titleRef }),
  RemoveFavourite: object({ title: titleRef }),
  WriteReview: object({
    title: titleRef,
    score: number({ minimum: 0, maximum: 10, multipleOf: 0.5 }),
    text: text(20_000),
    visibility: oneOf(VISIBILITIES),
    spoiler: optional(boolean),
  }),
  DeleteReview: object({ title: titleRef }),
  RecordProgress: object({
    title: titleRef,
    positionSeconds: number({ minimum: 0, maximum: 360_000 }),
    durationSeconds: number({ minimum: 1, maximum: 360_000 }),
  }),
  ContinueOn: object({ title: titleRef, watchLink: httpsLink, providerName: text(200, 1) }),
  ViewTitle: object({ title: titleRef }),
  TagTitle: object({ title: titleRef, tag: text(100, 1) }),
  UntagTitle: object({ title: titleRef, tag: text(100, 1) }),
  /** Takes back one event, or with `commandId` every event of that command in this stream. Exactly one of the two. */
  Undo: object({ title: titleRef, eventId: optional(uuid), commandId: optional(uuid) }),
  /** Puts back what was last undone in this stream, or what the undo command `commandId` took back. */
  Redo: object({ title: titleRef, commandId: optional(uuid) }),
} as const satisfies Record<string, Schema>

export type LibraryCommandType = keyof typeof libraryCommands
export type LibraryCommandData = { [T in LibraryCommandType]: Infer<(typeof libraryCommands)[T]> }
export type LibraryCommand = { [T in LibraryCommandType]: { type: T; data: LibraryCommandData[T] } }[LibraryCommandType]
