/** One title in one person's library: stream `library-<userId>_<mediaType>_<tmdbId>`. */

import { PRIORITIES, RATINGS, VISIBILITIES } from './scales.ts'
import type { Command, Issued } from './command.ts'
import type { Decider, Decision } from './decider.ts'
import { isRefusal, refuse } from './decider.ts'
import type { Fact } from './event.ts'
import { secondsBetween, utc } from './instant.ts'
import { changeOf, factOf, fields, playsOf, tagField } from './library-fields.ts'
import { recordProgress, runsAfter } from './library-progress.ts'
import { givePlayAway, markWatched, offWatchlist, receivePlay, returnPlay, unmarkWatched } from './library-plays.ts'
import { placeInSeries } from './playable-fields.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, httpsLink, instant, listOf, number, object, oneOf, optional, text, uuid } from './schema.ts'
import { titleRef } from './title.ts'
import type { History } from './undo.ts'
import { newestFirst, record, redo, undo, withChange } from './undo.ts'

export type Rating = (typeof RATINGS)[number]
export type Priority = (typeof PRIORITIES)[number]
export type Visibility = (typeof VISIBILITIES)[number]

/** An episode; nothing of it for a film. */
export interface Place { readonly season?: number; readonly episode?: number }

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster (event-shapes.ts).
export type LibraryEvent =
  | Fact<'TitleRated', { readonly rating: Rating; readonly ratedAt: string }>
  | Fact<'RatingCleared', Record<string, never>>
  | Fact<'AddedToWatchlist', { readonly priority: Priority; readonly note: string | null; readonly addedAt: string }>
  | Fact<'WatchlistPriorityChanged', { readonly priority: Priority }>
  | Fact<'RemovedFromWatchlist', Record<string, never>>
  | Fact<'TitleWatched', { readonly playId: string; readonly watchedAt: string; readonly season?: number; readonly episode?: number }>
  | Fact<'WatchRemoved', { readonly playId: string }>
  /** It was somebody else of the household, or with null nobody of it. */
  | Fact<'PlayGivenAway', { readonly playId: string; readonly to: string | null }>
  | Fact<'PlayReceived', { readonly playId: string; readonly watchedAt: string; readonly season?: number; readonly episode?: number; readonly from: string }>
  | Fact<'WatchedTogether', { readonly playId: string; readonly userId: string }>
  | Fact<'WatchedApart', { readonly playId: string; readonly userId: string }>
  | Fact<'FavouriteAdded', { readonly addedAt: string }>
  | Fact<'FavouriteRemoved', Record<string, never>>
  | Fact<'ReviewWritten', { readonly score: number; readonly text: string; readonly visibility: Visibility; readonly spoiler: boolean; readonly writtenAt: string }>
  | Fact<'ReviewDeleted', Record<string, never>>
  /** Of a film, or of the episode it names. */
  | Fact<'ProgressRecorded', { readonly positionSeconds: number; readonly durationSeconds: number; readonly at: string } & Place>
  | Fact<'ProgressCleared', Place>
  | Fact<'WatchingContinuedElsewhere', { readonly watchLink: string; readonly providerName: string; readonly at: string }>
  | Fact<'WatchingElsewhereForgotten', Record<string, never>>
  | Fact<'TitleViewed', { readonly at: string }>
  | Fact<'ViewForgotten', Record<string, never>>
  | Fact<'TitleTagged', { readonly tag: string }>
  | Fact<'TitleUntagged', { readonly tag: string }>
  /** Not to be recommended to this person again. */
  | Fact<'NotInterested', { readonly dismissedAt: string }>
  | Fact<'InterestRestored', Record<string, never>>

// State: a value per field, each with its history; see undo.ts.
export interface LibraryState extends History<LibraryEvent> {
  /** By what is watched: an episode as `progressField` names it, else the title. */
  readonly runs: Readonly<Record<string, RunThrough>>
}

/** One sitting through a film or an episode, from its first tenth on: it counts as one viewing, however often the player reports 90 %. */
export interface RunThrough { readonly startedAt: string; readonly counted: boolean }

const place = { season: optional(placeInSeries.season), episode: optional(placeInSeries.episode) }
const play = { userId: uuid, title: titleRef, playId: uuid, from: uuid, ...place }

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
    ...place,
    rating: optional(oneOf(RATINGS)),
    /** Who else of the household was there: it is recorded for each. */
    together: optional(listOf(uuid, 20)),
  }),
  /** One viewing, or all of a season or of an episode of it. */
  UnmarkWatched: object({ title: titleRef, playId: optional(uuid), ...place }),
  /** Without `to`: to nobody. */
  GivePlayAway: object({ title: titleRef, playId: uuid, to: optional(uuid) }),
  /** In the library of `userId`, once `from` gave it to them or watched it with them. Only policies send these two. */
  ReceivePlay: object({ ...play, watchedAt: instant }),
  ReturnPlay: object({ userId: uuid, title: titleRef, playId: uuid, from: uuid }),
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
    ...place,
  }),
  ContinueOn: object({ title: titleRef, watchLink: httpsLink, providerName: text(200, 1) }),
  ViewTitle: object({ title: titleRef }),
  TagTitle: object({ title: titleRef, tag: text(100, 1) }),
  UntagTitle: object({ title: titleRef, tag: text(100, 1) }),
  DismissTitle: object({ title: titleRef }),
  RestoreInterest: object({ title: titleRef }),
  /** Takes back one event, or with `commandId` every event of that command in this stream. Exactly one of the two. */
  Undo: object({ title: titleRef, eventId: optional(uuid), commandId: optional(uuid) }),
  /** The same for an admin, in another person's library. */
  UndoFor: object({ userId: uuid, title: titleRef, commandId: uuid }),
  /** Puts back what was last undone in this stream, or what the undo command `commandId` took back. */
  Redo: object({ title: titleRef, commandId: optional(uuid) }),
} as const satisfies Record<string, Schema>

export type LibraryCommandType = keyof typeof libraryCommands
export type LibraryCommandData = { [T in LibraryCommandType]: Infer<(typeof libraryCommands)[T]> }
export type LibraryCommand = { [T in LibraryCommandType]: { type: T; data: LibraryCommandData[T] } }[LibraryCommandType]

// Decide.
type Of<Type extends LibraryCommandType> = Issued<Command & Extract<LibraryCommand, { type: Type }>>
type Decided = Decision<LibraryEvent>

const VIEW_INTERVAL_SECONDS = 3_600

export const libraryDecider: Decider<LibraryState, LibraryCommand, LibraryEvent> = {
  category: 'library',
  initial: { facts: {}, log: null, runs: {} },
  evolve(state, event) {
    const taken = event.meta.undoes !== undefined
    return { ...record(state, event, changeOf(event, state.facts)), runs: taken ? state.runs : runsAfter(state.runs, event) }
  },
  decide(command, state) {
    for (const entry of newestFirst(state)) if (entry.commandId === command.id) return []
    switch (command.type) {
      case 'RateMovie': case 'RateSeries': return rate(command, state)
      case 'ClearRating': return factOf(state, 'rating') ? [{ type: 'RatingCleared', data: {} }] : []
      case 'AddToWatchlist': return addToWatchlist(command, state)
      case 'SetWatchlistPriority': return setPriority(command.data.priority, state)
      case 'RemoveFromWatchlist': return offWatchlist(state)
      case 'MarkWatched': return markWatched(command, state, ratingFact(state, command.data.rating, utc(command.issuedAt)))
      case 'UnmarkWatched': return unmarkWatched(command.data, state)
      case 'GivePlayAway': return givePlayAway(command, state)
      case 'ReceivePlay': return receivePlay(command, state)
      case 'ReturnPlay': return returnPlay(command, state)
      case 'AddFavourite': return factOf(state, 'favourite') ? [] : [{ type: 'FavouriteAdded', data: { addedAt: utc(command.issuedAt) } }]
      case 'RemoveFavourite': return factOf(state, 'favourite') ? [{ type: 'FavouriteRemoved', data: {} }] : []
      case 'WriteReview': return writeReview(command, state)
      case 'DeleteReview': return factOf(state, 'review') ? [{ type: 'ReviewDeleted', data: {} }] : []
      case 'RecordProgress': return recordProgress(command, state)
      case 'ContinueOn': return continueOn(command, state)
      case 'ViewTitle': return isDue(factOf(state, 'view')?.at, command.issuedAt) ? [{ type: 'TitleViewed', data: { at: utc(command.issuedAt) } }] : []
      case 'TagTitle': return tagTitle(command.data.tag, state)
      case 'UntagTitle': return untagTitle(command.data.tag, state)
      case 'DismissTitle': return factOf(state, 'dismissal') ? [] : [{ type: 'NotInterested', data: { dismissedAt: utc(command.issuedAt) } }]
      case 'RestoreInterest': return factOf(state, 'dismissal') ? [{ type: 'InterestRestored', data: {} }] : []
      case 'Undo': return consistent(state, undoOf(command, state))
      case 'UndoFor': return consistent(state, undo(state, { commandId: command.data.commandId.toLowerCase() }, fields))
      case 'Redo': return consistent(state, redo(state, command.data.commandId, fields))
    }
  },
}

function rate(command: Of<'RateMovie' | 'RateSeries'>, state: LibraryState): Decided {
  const { title, rating, watched } = command.data
  if ((command.type === 'RateMovie') !== (title.mediaType === 'movie')) {
    return refuse('WRONG_MEDIA_TYPE', command.type === 'RateMovie' ? 'This is a series: rate it as a series.' : 'This is a film: rate it as a film.')
  }
  const at = utc(command.issuedAt)
  const rated = ratingFact(state, rating, at)
  // Saying the same again changes nothing, unless it now says "and I have watched it".
  const counts = watched ?? rated.length > 0
  const viewing: LibraryEvent[] = counts && playsOf(state).length === 0 ? [{ type: 'TitleWatched', data: { playId: command.id, watchedAt: at } }] : []
  return [...rated, ...viewing, ...offWatchlist(state)]
}

function ratingFact(state: LibraryState, rating: Rating | undefined, ratedAt: string): readonly LibraryEvent[] {
  return rating === undefined || factOf(state, 'rating')?.rating === rating ? [] : [{ type: 'TitleRated', data: { rating, ratedAt } }]
}

function addToWatchlist(command: Of<'AddToWatchlist'>, state: LibraryState): Decided {
  const { priority, note } = command.data
  if (factOf(state, 'rating')) return refuse('ALREADY_RATED', 'You have rated this already. Clear the rating first to put it on your watchlist.')
  const listed = factOf(state, 'watchlist')
  if (!listed) return [{ type: 'AddedToWatchlist', data: { priority: priority ?? 'MEDIUM', note: note || null, addedAt: utc(command.issuedAt) } }]
  // What is not said stays as it is; an empty note takes the note away.
  if (note === undefined || note === (listed.note ?? '')) return priority === undefined ? [] : setPriority(priority, state)
  return [{ type: 'AddedToWatchlist', data: { priority: priority ?? listed.priority, note: note || null, addedAt: listed.addedAt } }]
}

function setPriority(priority: Priority, state: LibraryState): Decided {
  const listed = factOf(state, 'watchlist')
  if (!listed) return refuse('NOT_ON_WATCHLIST', 'This is not on your watchlist. Add it first.')
  return listed.priority === priority ? [] : [{ type: 'WatchlistPriorityChanged', data: { priority } }]
}

function writeReview(command: Of<'WriteReview'>, state: LibraryState): Decided {
  const { score, text, visibility, spoiler = false } = command.data
  const review = factOf(state, 'review')
  const same = review && review.score === score && review.text === text && review.visibility === visibility && review.spoiler === spoiler
  return same ? [] : [{ type: 'ReviewWritten', data: { score, text, visibility, spoiler, writtenAt: utc(command.issuedAt) } }]
}

function continueOn(command: Of<'ContinueOn'>, state: LibraryState): Decided {
  const { watchLink, providerName } = command.data
  const last = factOf(state, 'elsewhere')
  if (last && last.watchLink === watchLink && last.providerName === providerName && !isDue(last.at, command.issuedAt)) return []
  return [{ type: 'WatchingContinuedElsewhere', data: { watchLink, providerName, at: utc(command.issuedAt) } }]
}

function isDue(last: string | undefined, now: string): boolean {
  return last === undefined || secondsBetween(last, now) >= VIEW_INTERVAL_SECONDS
}

function tagTitle(text: string, state: LibraryState): Decided {
  const tag = tagOf(text)
  if (tag === '') return refuse('EMPTY_TAG', 'A tag needs at least one letter.')
  return state.facts[tagField(tag)] ? [] : [{ type: 'TitleTagged', data: { tag } }]
}

function untagTitle(text: string, state: LibraryState): Decided {
  const tag = tagOf(text)
  return state.facts[tagField(tag)] ? [{ type: 'TitleUntagged', data: { tag } }] : []
}

function tagOf(text: string): string {
  return text.trim().normalize('NFC')
}

function undoOf({ data: { eventId, commandId } }: Of<'Undo'>, state: LibraryState): Decided {
  if (eventId !== undefined && commandId === undefined) return undo(state, { eventId: eventId.toLowerCase() }, fields)
  if (commandId !== undefined && eventId === undefined) return undo(state, { commandId: commandId.toLowerCase() }, fields)
  return refuse('INVALID_UNDO', 'Name either the event or the command to undo, not both.')
}

/** Undo and redo may not lead where no command leads: a title both rated and on the watchlist. */
function consistent(state: LibraryState, decided: Decided): Decided {
  if (isRefusal(decided)) return decided
  const facts = decided.reduce((facts, fact) => withChange(facts, changeOf(fact, facts)), state.facts)
  if (!facts.rating || !facts.watchlist) return decided
  const newer = newestOf(state, state.facts.rating ? 'rating' : 'watchlist')
  return state.facts.rating
    ? refuse('ALREADY_RATED', 'You have rated this since. Undo or clear the rating first to put it back on your watchlist.', newer)
    : refuse('ON_WATCHLIST', 'This is on your watchlist now. Take it off first to put the rating back.', newer)
}

function newestOf(state: LibraryState, field: string): Readonly<Record<string, unknown>> {
  for (const { id, commandId, type, ...entry } of newestFirst(state)) if (entry.field === field) return { eventId: id, commandId, type, field }
  return { field }
}
