/** How far somebody came: in a film, or in an episode of a series. From nine tenths on it is a viewing. */

import type { Command, Issued } from './command.ts'
import type { Decision } from './decider.ts'
import { refuse } from './decider.ts'
import type { Fact } from './event.ts'
import { secondsBetween, utc } from './instant.ts'
import type { LibraryCommand, LibraryEvent, LibraryState, Place } from './library-entry.ts'
import { playsOf, positionOf, progressField } from './library-fields.ts'
import { offWatchlist } from './library-plays.ts'
import type { TitleRef } from './title.ts'

type Decided = Decision<LibraryEvent>

const PROGRESS_STEP_SECONDS = 15
const WATCHED_SHARE = 0.9
const NEW_RUN_SHARE = 0.1

/** A position is kept every 15 s of film; one that arrives late, from another device, does not overwrite a newer one. */
export function recordProgress(command: Issued<Command & Extract<LibraryCommand, { type: 'RecordProgress' }>>, state: LibraryState): Decided {
  const { title, positionSeconds, durationSeconds, season, episode } = command.data
  const wrong = wrongPlace(title, season, episode)
  if (wrong) return wrong
  const place = season === undefined || episode === undefined ? {} : { season, episode }
  const field = progressField(place)
  const at = utc(command.issuedAt)
  const last = positionOf(state, field)
  const late = last !== null && at < last.at
  const moved = last === null || durationSeconds !== last.durationSeconds || Math.abs(positionSeconds - last.positionSeconds) >= PROGRESS_STEP_SECONDS
  const watched = positionSeconds >= durationSeconds * WATCHED_SHARE && !countedAlready(state, place, at, late, durationSeconds)
  return [
    ...(moved || watched) && !late ? [{ type: 'ProgressRecorded', data: { positionSeconds, durationSeconds, at, ...place } } as const] : [],
    ...watched ? [{ type: 'TitleWatched', data: { playId: command.id, watchedAt: at, ...place } } as const, ...offWatchlist(state)] : [],
  ]
}

/** A position in a series is one in an episode of it. */
function wrongPlace({ mediaType }: TitleRef, season: number | undefined, episode: number | undefined): Decided | undefined {
  if (mediaType === 'movie') return season === undefined && episode === undefined ? undefined : refuse('WRONG_MEDIA_TYPE', 'A film has no seasons or episodes.')
  return (season === undefined) === (episode === undefined) ? undefined : refuse('EPISODE_MISSING', 'Say which episode it is: its season and its number.')
}

/** Whether the viewing that a position belongs to is among the plays; of a late report only the times can tell. */
function countedAlready({ runs, ...state }: LibraryState, place: Place, at: string, late: boolean, durationSeconds: number): boolean {
  const plays = playsOf(state).filter((play) => isOf(play, place))
  if (late) return plays.some((play) => Math.abs(secondsBetween(play.watchedAt, at)) <= durationSeconds)
  const run = runs[progressField(place)]
  return run !== undefined && (run.counted || plays.some((play) => play.watchedAt >= run.startedAt))
}

/** A viewing of the whole season is one of each of its episodes. */
function isOf(play: Place, { season, episode }: Place): boolean {
  return season === undefined || play.season === season && (play.episode === undefined || play.episode === episode)
}

export function runsAfter(runs: LibraryState['runs'], event: Fact): LibraryState['runs'] {
  const { type, data } = event as LibraryEvent
  if (type !== 'ProgressRecorded') return runs
  const field = progressField(data)
  const run = runs[field]
  const share = data.positionSeconds / data.durationSeconds
  if (run === undefined || share < NEW_RUN_SHARE) return { ...runs, [field]: { startedAt: data.at, counted: share >= WATCHED_SHARE } }
  return run.counted || share < WATCHED_SHARE ? runs : { ...runs, [field]: { ...run, counted: true } }
}
