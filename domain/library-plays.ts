/** Viewings: watched, alone or together; taken away; and given to whose they really are. */

import type { Command, Issued } from './command.ts'
import type { Decision } from './decider.ts'
import { isRefusal, refuse } from './decider.ts'
import { millisecondsOf, secondsBetween, utc } from './instant.ts'
import type { LibraryCommand, LibraryCommandType, LibraryEvent, LibraryState } from './library-entry.ts'
import { factOf, fields, playField, playsOf } from './library-fields.ts'
import { newestFirst, undo } from './undo.ts'

type Of<Type extends LibraryCommandType> = Issued<Command & Extract<LibraryCommand, { type: Type }>>
type Decided = Decision<LibraryEvent>

const CLOCK_SKEW_SECONDS = 86_400
/** The oldest film that survives is of 1888; a date before it is a slip, and no database keeps the year -1. */
const FIRST_FILM = '1888-01-01T00:00:00.000Z'

export function offWatchlist(state: LibraryState): readonly LibraryEvent[] {
  return factOf(state, 'watchlist') ? [{ type: 'RemovedFromWatchlist', data: {} }] : []
}

export function markWatched(command: Of<'MarkWatched'>, state: LibraryState, rated: readonly LibraryEvent[]): Decided {
  const { title, season, episode, together = [] } = command.data
  if (title.mediaType === 'movie' && (season !== undefined || episode !== undefined)) return refuse('WRONG_MEDIA_TYPE', 'A film has no seasons or episodes.')
  if (season === undefined && episode !== undefined) return refuse('SEASON_MISSING', 'Say which season the episode belongs to.')
  const watchedAt = utc(command.data.watchedAt ?? command.issuedAt)
  if (secondsBetween(command.issuedAt, watchedAt) > CLOCK_SKEW_SECONDS) return refuse('IN_THE_FUTURE', 'That day has not come yet. Choose today or an earlier day.')
  if (millisecondsOf(watchedAt) < millisecondsOf(FIRST_FILM)) return refuse('TOO_LONG_AGO', 'There were no films yet. Choose a later day.')
  const place = { ...(season === undefined ? {} : { season }), ...(episode === undefined ? {} : { episode }) }
  const others = [...new Set(together)].filter((userId) => userId !== command.actor)
  return [
    { type: 'TitleWatched', data: { playId: command.id, watchedAt, ...place } },
    ...others.map((userId): LibraryEvent => ({ type: 'WatchedTogether', data: { playId: command.id, userId } })),
    ...rated, ...offWatchlist(state),
  ]
}

export function unmarkWatched({ playId, season, episode }: Of<'UnmarkWatched'>['data'], state: LibraryState): Decided {
  if ((playId === undefined) === (season === undefined) || (playId !== undefined && episode !== undefined)) return refuse('INVALID_UNMARK', 'Name either the viewing, or the season and perhaps the episode.')
  if (season !== undefined) return playsOf(state).filter((play) => play.season === season && (episode === undefined || play.episode === episode)).map((play) => ({ type: 'WatchRemoved', data: { playId: play.playId } }))
  if (state.facts[playField(playId!)]) return [{ type: 'WatchRemoved', data: { playId: playId! } }]
  return hadPlay(playId!, state) ? [] : NO_SUCH_PLAY
}

const NO_SUCH_PLAY = refuse('NOT_FOUND', 'There is no such viewing of this title.')

function hadPlay(playId: string, state: LibraryState): boolean {
  for (const entry of newestFirst(state)) if (entry.field === playField(playId)) return true
  return false
}

/** "That wasn't me": it was `to`, or nobody of the household. */
export function givePlayAway({ actor, data: { playId, to } }: Of<'GivePlayAway'>, state: LibraryState): Decided {
  if (to === actor) return refuse('SAME_PERSON', 'This viewing is yours already. Choose somebody else, or nobody.')
  if (state.facts[playField(playId)]) return [{ type: 'PlayGivenAway', data: { playId, to: to ?? null } }]
  return hadPlay(playId, state) ? [] : NO_SUCH_PLAY
}

/** The other side: somebody says that it was this person, or that they watched it with them. */
export function receivePlay({ data: { playId, watchedAt, season, episode, from } }: Of<'ReceivePlay'>, state: LibraryState): Decided {
  if (state.facts[playField(playId)]) return []
  const place = { ...(season === undefined ? {} : { season }), ...(episode === undefined ? {} : { episode }) }
  return [{ type: 'PlayReceived', data: { playId, watchedAt: utc(watchedAt), ...place, from } }, ...offWatchlist(state)]
}

/** Whoever gave it takes it back. What has been changed since stays: then only the viewing goes. */
export function returnPlay({ data: { playId, from } }: Of<'ReturnPlay'>, state: LibraryState): Decided {
  const held = state.facts[playField(playId)]
  if (held?.type !== 'PlayReceived' || held.data.from !== from) return []
  for (const entry of newestFirst(state)) {
    if (entry.field !== playField(playId) || entry.type !== 'PlayReceived') continue
    const taken = undo(state, { commandId: entry.commandId }, fields)
    return isRefusal(taken) || (factOf(state, 'rating') && taken.some(({ type }) => type === 'AddedToWatchlist')) ? [{ type: 'WatchRemoved', data: { playId } }] : taken
  }
  return []
}
