/**
 * The device's own picture: the confirmed log and rows; what the outbox's commands make of them is laid on top by `deciding.ts`.
 * Pure: no clock, no storage.
 */

import type { CommandId, Role } from '../../domain/command.ts'
import type { EventId, StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { withoutWordsOf } from '../../domain/personal.ts'
import { isReadable, upcast } from '../../domain/upcast.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { DeviceRow } from '../../projections/devices.ts'
import { devices } from '../../projections/devices.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { wholeJob } from '../../projections/jobs.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import { listItems } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import { lists } from '../../projections/lists.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import { notifications } from '../../projections/notifications.ts'
import type { PreferencesRow } from '../../projections/preferences.ts'
import { preferences } from '../../projections/preferences.ts'
import type { ProfileRow } from '../../projections/profiles.ts'
import { profiles } from '../../projections/profiles.ts'
import type { Projection } from '../../projections/projection.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { timeline } from '../../projections/timeline.ts'
import type { Person as HouseholdMember } from '../../projections/wire.ts'
import type { Layer } from './layer.ts'
import { clearLayer, confirmEvent, confirmRow, createLayer, guessRow } from './layer.ts'

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
  readonly preferences: Layer<PreferencesRow>
  readonly profiles: Layer<ProfileRow>
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
    library: createLayer(), timeline: createLayer(), jobs: createLayer(), cards: createLayer(), notifications: createLayer(), lists: createLayer(), listItems: createLayer(), devices: createLayer(), preferences: createLayer(), profiles: createLayer(),
    people: new Map(), streams: new Map(), past: [], unreadable: new Set(), untold: new Set(), states: new Map(), guesses: new Map(),
  }
}

export function layersOf({ library, timeline, jobs, cards, notifications, lists, listItems, devices, preferences, profiles }: Picture): readonly Layer<unknown>[] {
  return [library, timeline, jobs, cards, notifications, lists, listItems, devices, preferences, profiles] as Layer<unknown>[]
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
  for (const fold of foldsOf(event.type)) fold(picture, event)
  if (!picture.timeline.confirmed.has(event.id)) picture.untold.add(event.id)
  if (!folded) confirmEvent(picture.library, library, event)
  if (isLookedBackAt(event)) keepInOrder(picture.past, event)
}

type Fold = (picture: Picture, event: DomainEvent) => void

function foldInto<Row extends { readonly key: string }>(projection: Projection<Row>, layerOf: (picture: Picture) => Layer<Row>): readonly [Projection<Row>, Fold] {
  return [projection, (picture, event) => confirmEvent(layerOf(picture), projection, event)]
}

/** All but the library, whose rows may have the event already. */
const folds = [
  foldInto(timeline, (picture) => picture.timeline), foldInto(notifications, (picture) => picture.notifications), foldInto(lists, (picture) => picture.lists),
  foldInto(listItems, (picture) => picture.listItems), foldInto(devices, (picture) => picture.devices), foldInto(preferences, (picture) => picture.preferences),
  foldInto(profiles, (picture) => picture.profiles),
]
const foldsByType = new Map<string, readonly Fold[]>()

/** Of a log of many thousand events most types concern one or two of them. */
function foldsOf(type: DomainEvent['type']): readonly Fold[] {
  const known = foldsByType.get(type)
  if (known) return known
  const found = folds.flatMap(([{ on }, fold]) => Object.hasOwn(on, type) ? [fold] : [])
  foldsByType.set(type, found)
  return found
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

/** All that the server has confirmed of the streams held here, oldest first. */
export function confirmedIn({ streams }: Picture): readonly DomainEvent[] {
  return [...streams.values()].flat().sort((a, b) => a.position < b.position ? -1 : 1)
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

/** Kept only until the server's own card comes. */
export function guessCard({ cards }: Picture, card: CardRow): void {
  if (!cards.confirmed.has(card.key)) guessRow(cards, card.key, card)
}

/** The person may not see downloads any more. What is guessed of them is drawn anew by whoever says so. */
export function forgetJobs({ jobs }: Picture): void {
  for (const key of [...jobs.confirmed.keys()]) confirmRow(jobs, key, undefined)
}

/** What the server sends as it is now. `people`: all of them, or null where nothing changed. */
export interface Rows { readonly cards: readonly CardRow[]; readonly jobs: readonly JobRow[]; readonly people: readonly HouseholdMember[] | null }

export function confirmRows(picture: Picture, { cards, jobs, people }: Rows): void {
  for (const row of cards) confirmRow(picture.cards, row.key, row)
  for (const row of jobs) confirmRow(picture.jobs, row.key, wholeJob(row))
  if (!people) return
  picture.people.clear()
  for (const person of people) picture.people.set(person.userId, person)
}

/** Of people whose words are in the log: what the server sent of them before their account was erased. */
export function erasuresIn(picture: Picture, events: readonly DomainEvent[]): readonly { readonly stream: StreamName; readonly userId: string }[] {
  return events.flatMap((event) => event.type === 'WordsErased' && picture.streams.get(event.stream)?.some((past) => withoutWordsOf(event.data.userId, past) !== past)
    ? [{ stream: event.stream, userId: event.data.userId }] : [])
}
