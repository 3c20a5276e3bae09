/**
 * The device's own picture: the confirmed log and rows, with the outbox's commands decided and folded on top by the very code
 * that the server decides and folds with. Pure: no clock, no storage.
 */

import type { AcquisitionState } from '../../domain/acquisition.ts'
import type { Command, CommandId, Issued, Role } from '../../domain/command.ts'
import { maySend } from '../../domain/command.ts'
import type { Refusal } from '../../domain/decider.ts'
import { isRefusal, refuse } from '../../domain/decider.ts'
import type { EventId, Position, RecordedEvent, StreamName, UserId } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { commands as definitions, deciderOf, eventsOf } from '../../domain/index.ts'
import { utc } from '../../domain/instant.ts'
import type { Deed, TakingBack } from '../../domain/take-back.ts'
import { planTakingBack } from '../../domain/take-back.ts'
import { parseTitleKey } from '../../domain/title.ts'
import { isReadable, upcast } from '../../domain/upcast.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { DeviceRow } from '../../projections/devices.ts'
import { devices } from '../../projections/devices.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import { listItems } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import { lists } from '../../projections/lists.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import { notifications } from '../../projections/notifications.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { timeline } from '../../projections/timeline.ts'
import type { Person as HouseholdMember } from '../../projections/wire.ts'
import type { Layer } from './layer.ts'
import { clearLayer, confirmEvent, confirmRow, createLayer, dropGuesses, guessEvent, guessRow } from './layer.ts'
import type { Parcel } from './parcel.ts'

/** After everything that is recorded. */
const NOT_YET = '9'.repeat(20) as Position

export interface Picture {
  readonly library: Layer<LibraryRow>
  readonly timeline: Layer<TimelineRow>
  readonly jobs: Layer<JobRow>
  readonly cards: Layer<CardRow>
  readonly notifications: Layer<NotificationRow>
  readonly lists: Layer<ListRow>
  readonly listItems: Layer<ListItemRow>
  /** Everybody of the household, by their ids. */
  readonly people: Map<string, HouseholdMember>
  readonly devices: Layer<DeviceRow>
  /** The confirmed log, by stream. */
  readonly streams: Map<StreamName, DomainEvent[]>
  /** What of it can be looked back at, in the global order. */
  readonly past: DomainEvent[]
  /** Events of the log that only a newer app can read. */
  readonly unreadable: Set<EventId>
  /** Events of the log that are no part of the history. */
  readonly untold: Set<EventId>
  /** Deciders' states with the guesses in them; emptied when what they stand on changes. */
  readonly states: Map<StreamName, unknown>
  /** What each command of the outbox is expected to become. */
  readonly guesses: Map<CommandId, readonly DomainEvent[]>
}

export function createPicture(): Picture {
  return {
    library: createLayer(), timeline: createLayer(), jobs: createLayer(), cards: createLayer(), notifications: createLayer(), lists: createLayer(), listItems: createLayer(), devices: createLayer(),
    people: new Map(), streams: new Map(), past: [], unreadable: new Set(), untold: new Set(), states: new Map(), guesses: new Map(),
  }
}

function layersOf({ library, timeline, jobs, cards, notifications, lists, listItems, devices }: Picture): readonly Layer<unknown>[] {
  return [library, timeline, jobs, cards, notifications, lists, listItems, devices] as Layer<unknown>[]
}

export function clearPicture(picture: Picture): void {
  const { people, streams, unreadable, untold, states, guesses } = picture
  picture.past.length = 0
  for (const layer of layersOf(picture)) clearLayer(layer)
  for (const kept of [people, streams, unreadable, untold, states, guesses]) kept.clear()
}

export interface Person { readonly userId: string; readonly role: Role }

/**
 * Puts an event of the server's into the log and the history, and into the library's rows unless they have it already. What only
 * a newer app can read stays in the log, and nothing is folded from it.
 */
export function confirm(picture: Picture, recorded: DomainEvent, { folded }: { readonly folded: boolean }): void {
  const event = upcast(recorded)
  const stream = picture.streams.get(event.stream)
  if (stream) stream.push(event)
  else picture.streams.set(event.stream, [event])
  if (!isReadable(event)) return void picture.unreadable.add(event.id)
  confirmEvent(picture.timeline, timeline, event)
  confirmEvent(picture.notifications, notifications, event)
  confirmEvent(picture.lists, lists, event)
  confirmEvent(picture.listItems, listItems, event)
  confirmEvent(picture.devices, devices, event)
  if (!picture.timeline.confirmed.has(event.id)) picture.untold.add(event.id)
  if (!folded) confirmEvent(picture.library, library, event)
  if (isLookedBackAt(event)) keepInOrder(picture.past, event)
}

function isLookedBackAt({ stream }: DomainEvent): boolean {
  return categoryOf(stream) === 'library' || categoryOf(stream) === 'list'
}

/** Nearly always at the end: only what comes late, such as a list that was shared, is sorted in. */
function keepInOrder(past: DomainEvent[], event: DomainEvent): void {
  let place = past.length
  while (place > 0 && past[place - 1]!.position > event.position) place--
  if (place === past.length) past.push(event)
  else past.splice(place, 0, event)
}

/** The log to look back at, with what this device has done and not sent yet at its end. */
export function logOf({ past, guesses }: Picture): readonly DomainEvent[] {
  return [...past, ...[...guesses.values()].flat().filter(isLookedBackAt)]
}

/** The library's rows alone, which a snapshot has brought so far. */
export function confirmEntry({ library: rows }: Picture, recorded: DomainEvent): void {
  const event = upcast(recorded)
  if (isReadable(event)) confirmEvent(rows, library, event)
}

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
  const known = picture.states.get(stream)
  if (known !== undefined) return known
  const decider = deciderOf(stream)
  const state = (picture.streams.get(stream) ?? []).filter(isReadable).reduce((before, event) => decider.evolve(before, event as never), decider.initial)
  picture.states.set(stream, state)
  return state
}

/** A household's acquisitions come to a device as rows, not as a log: enough of the state to decide what a person may ask. */
function acquisitionStateOf(rows: Iterable<JobRow>, stream: StreamName): AcquisitionState {
  const movieId = parseTitleKey(stream.slice('acquisition-'.length))?.tmdbId
  const own = [...rows].filter((row) => row.movieId === movieId).sort((a, b) => a.requestedAt < b.requestedAt ? -1 : 1)
  const row = own.at(-1)
  return {
    jobIds: own.map(({ key }) => key),
    job: row === undefined ? null : {
      jobId: row.key, status: row.status, requestedBy: row.requestedBy, lease: null, releaseId: row.releaseId, download: null, kept: row.kept, streamedAt: {},
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
    if (categoryOf(event.stream) === 'acquisition') continue
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

/** Kept only until the server's own card comes. */
export function guessCard({ cards }: Picture, card: CardRow): void {
  if (!cards.confirmed.has(card.key)) guessRow(cards, card.key, card)
}

/** What the server sends as it is now. `people`: all of them, or null where nothing changed. */
export interface Rows { readonly cards: readonly CardRow[]; readonly jobs: readonly JobRow[]; readonly people: readonly HouseholdMember[] | null }

export function confirmRows(picture: Picture, { cards, jobs, people }: Rows): void {
  for (const row of cards) confirmRow(picture.cards, row.key, row)
  for (const row of jobs) confirmRow(picture.jobs, row.key, row)
  if (!people) return
  picture.people.clear()
  for (const person of people) picture.people.set(person.userId, person)
}
