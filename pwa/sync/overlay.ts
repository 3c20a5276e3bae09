/**
 * The device's own picture: the confirmed log, which `confirming.ts` reads in, and rows; what the outbox's commands make of them is laid on top by
 * `deciding.ts`.
 * Pure: no clock, no storage.
 */

import type { CommandId, Role } from '../../domain/command.ts'
import type { EventId, StreamName } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { isReadable, upcast } from '../../domain/upcast.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { DeviceRow } from '../../projections/devices.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { wholeJob } from '../../projections/jobs.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import type { PreferencesRow } from '../../projections/preferences.ts'
import type { ProfileRow } from '../../projections/profiles.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
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
  /** The log has been read; until then a title's state is what its row tells. */
  whole: boolean
  /** The confirmed log, by stream. */
  readonly streams: Map<StreamName, DomainEvent[]>
  /** Which streams are about a subject of the history. */
  readonly subjects: Map<string, readonly StreamName[]>
  /** What of it can be looked back at, in the global order. */
  readonly past: DomainEvent[]
  /** Events of the log that only a newer app can read. */
  readonly unreadable: Set<EventId>
  /** Events of the log that are no part of the history. */
  readonly untold: Set<EventId>
  /** Texts that stand in many events. */
  readonly texts: Map<string, string>
  /** Deciders' states with the guesses in them; emptied when what they stand on changes. */
  readonly states: Map<StreamName, unknown>
  /** What each command of the outbox is expected to become. */
  readonly guesses: Map<CommandId, readonly DomainEvent[]>
}

export function createPicture(): Picture {
  return {
    library: createLayer(), timeline: createLayer(), jobs: createLayer(), cards: createLayer(), notifications: createLayer(), lists: createLayer(), listItems: createLayer(), devices: createLayer(), preferences: createLayer(), profiles: createLayer(),
    whole: false, people: new Map(), streams: new Map(), subjects: new Map(), past: [], unreadable: new Set(), untold: new Set(), texts: new Map(), states: new Map(), guesses: new Map(),
  }
}

export function layersOf({ library, timeline, jobs, cards, notifications, lists, listItems, devices, preferences, profiles }: Picture): readonly Layer<unknown>[] {
  return [library, timeline, jobs, cards, notifications, lists, listItems, devices, preferences, profiles] as Layer<unknown>[]
}

export function clearPicture(picture: Picture): void {
  const { people, streams, subjects, unreadable, untold, texts, states, guesses } = picture
  picture.past.length = 0
  for (const layer of layersOf(picture)) clearLayer(layer)
  for (const kept of [people, streams, subjects, unreadable, untold, texts, states, guesses]) kept.clear()
}

export interface Person { readonly userId: string; readonly role: Role }

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
