/**
 * What the outbox's commands become on top of the picture, decided and folded by the very code that the server decides and folds
 * with. Loaded while the log is read: the first picture needs none of it. Pure: no clock, no storage.
 */

import type { AcquisitionState } from '../../domain/acquisition.ts'
import type { Command, CommandId, Issued } from '../../domain/command.ts'
import { maySend } from '../../domain/command.ts'
import type { Refusal } from '../../domain/decider.ts'
import { isRefusal, refuse } from '../../domain/decider.ts'
import type { RecordedEvent, StreamName, UserId } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { commands as definitions, deciderOf, eventsOf } from '../../domain/index.ts'
import { utc } from '../../domain/instant.ts'
import { planTakingBack } from '../../domain/plan-taking-back.ts'
import type { Deed, TakingBack } from '../../domain/take-back.ts'
import { acquisitionStream } from '../../domain/playable.ts'
import { isReadable } from '../../domain/upcast.ts'
import { devices } from '../../projections/devices.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import { library } from '../../projections/library.ts'
import { listItems } from '../../projections/list-items.ts'
import { lists } from '../../projections/lists.ts'
import { notifications } from '../../projections/notifications.ts'
import { preferences } from '../../projections/preferences.ts'
import { profiles } from '../../projections/profiles.ts'
import { timeline } from '../../projections/timeline.ts'
import { dropGuesses, guessEvent } from './layer.ts'
import { NOT_YET } from './not-yet.ts'
import type { Person, Picture } from './overlay.ts'
import { guessCard, layersOf } from './overlay.ts'
import type { Parcel } from './parcel.ts'
import { stateOfRow } from './state-of-row.ts'

/** States that the commands of one batch lead to, one after the other. */
type States = Map<StreamName, unknown>

/** What each command would become now, on what the ones before it lead to. */
export function decideAll(picture: Picture, person: Person, commands: readonly Command[]): readonly (readonly DomainEvent[] | Refusal)[] {
  const states: States = new Map()
  return commands.map((command) => {
    const decided = decide(picture, person, command, states)
    if (!isRefusal(decided)) {
      for (const event of decided) {
        // What is asked of a household's acquisitions is decided from rows, one at a time.
        if (categoryOf(event.stream) === 'acquisition') continue
        states.set(event.stream, deciderOf(event.stream).evolve(states.get(event.stream) ?? stateOf(picture, event.stream), event as never))
      }
    }
    return decided
  })
}

/** The events that a command would become, or the domain's no; nothing for a command this app does not know. */
function decide(picture: Picture, person: Person, command: Command, states?: States): readonly DomainEvent[] | Refusal {
  if (!Object.hasOwn(definitions, command.type)) return []
  const { decider, least, stream: nameOf } = definitions[command.type]!
  if (!maySend(person.role, least)) return refuse('FORBIDDEN', 'You may not do that here. An admin can.')
  const issued: Issued<Command> = { ...command, actor: person.userId as UserId, sender: person.role }
  const stream = nameOf(command.data as never, issued.actor)
  const decided = decider.decide(issued as never, states?.get(stream) ?? stateOf(picture, stream))
  if (isRefusal(decided)) return decided
  const versions = picture.streams.get(stream)?.length ?? 0
  return eventsOf(issued, decided).map((event, i) => ({
    ...event, stream, version: versions + i, position: NOT_YET, recordedAt: utc(command.issuedAt),
  } as RecordedEvent as DomainEvent))
}

function stateOf(picture: Picture, stream: StreamName): unknown {
  if (categoryOf(stream) === 'acquisition') return acquisitionStateOf(picture.jobs.shown.values(), stream)
  if (!picture.whole && categoryOf(stream) === 'library') return stateOfRow(picture.library.shown.get(stream.slice('library-'.length)))
  const known = picture.states.get(stream)
  if (known !== undefined) return known
  const decider = deciderOf(stream)
  const state = (picture.streams.get(stream) ?? []).filter(isReadable).reduce((before, event) => decider.evolve(before, event as never), decider.initial)
  picture.states.set(stream, state)
  return state
}

/** A household's acquisitions come to a device as rows, not as a log: enough of the state to decide what a person may ask. */
function acquisitionStateOf(rows: Iterable<JobRow>, stream: StreamName): AcquisitionState {
  const own = [...rows].filter((row) => acquisitionStream(row) === stream).sort((a, b) => a.requestedAt < b.requestedAt ? -1 : 1)
  const row = own.at(-1)
  return {
    jobIds: own.map(({ key }) => key),
    blocked: row?.tried ?? [],
    job: row === undefined ? null : {
      jobId: row.key, status: row.status, requestedBy: row.requestedBy, approval: row.approval, priority: row.priority, lease: null, releaseId: row.releaseId, tried: row.tried, watchable: row.watchable, download: null,
      kept: row.kept, streamedAt: {}, readyAt: row.readyAt, restoredAt: row.restoredAt, leaving: row.leaving, binUntil: row.bin?.until ?? null, copies: row.copies, deletedWhy: null,
    },
  }
}

export function guess(picture: Picture, commandId: CommandId, events: readonly DomainEvent[]): void {
  picture.guesses.set(commandId, events)
  for (const event of events) {
    guessEvent(picture.timeline, timeline, event)
    guessEvent(picture.library, library, event)
    guessEvent(picture.jobs, jobs, event)
    guessEvent(picture.notifications, notifications, event)
    guessEvent(picture.lists, lists, event)
    guessEvent(picture.listItems, listItems, event)
    guessEvent(picture.devices, devices, event)
    guessEvent(picture.preferences, preferences, event)
    guessEvent(picture.profiles, profiles, event)
    if (categoryOf(event.stream) === 'acquisition' || !picture.whole) continue
    picture.states.set(event.stream, deciderOf(event.stream).evolve(stateOf(picture, event.stream), event as never))
  }
}

/** What taking these deeds back would do now; nothing is kept of it. `blank` makes one command after another to be filled in. */
export function foreseeTakingBack(picture: Picture, person: Person, deeds: readonly Deed[], blank: () => Omit<Command, 'type' | 'data'>): TakingBack {
  return planTakingBack(deeds, (stream) => stateOf(picture, stream), (wish) => ({ ...blank(), ...wish, actor: person.userId as UserId, sender: person.role }))
}

/** Decides the outbox anew on what is confirmed now. One that is refused meanwhile leaves the screen; the server has the last word. */
export function rebase(picture: Picture, person: Person, parcels: readonly Parcel[]): void {
  for (const layer of layersOf(picture)) dropGuesses(layer)
  picture.states.clear()
  picture.guesses.clear()
  for (const { command, card, state } of parcels) {
    if (state.name === 'refused' || state.name === 'parked') continue
    const decided = decide(picture, person, command)
    if (!isRefusal(decided)) guess(picture, command.id, decided)
    if (card) guessCard(picture, card)
  }
}
