/** What the server has recorded, put into the picture: the log, the history and all that is folded from it. Loaded with the log. Pure: no clock, no storage. */

import type { StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { withoutWordsOf } from '../../domain/personal.ts'
import { isReadable, upcast } from '../../domain/upcast.ts'
import { devices } from '../../projections/devices.ts'
import { library } from '../../projections/library.ts'
import { listItems } from '../../projections/list-items.ts'
import { lists } from '../../projections/lists.ts'
import { notifications } from '../../projections/notifications.ts'
import { preferences } from '../../projections/preferences.ts'
import { profiles } from '../../projections/profiles.ts'
import type { Projection } from '../../projections/projection.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { subjectOf, timeline } from '../../projections/timeline.ts'
import type { Layer } from './layer.ts'
import { confirmEvent } from './layer.ts'
import type { Picture } from './overlay.ts'

/**
 * Puts an event of the server's into the log and the history, and into the library's rows unless they have it already. What only
 * a newer app can read stays in the log, and nothing is folded from it.
 */
export function confirm(picture: Picture, recorded: DomainEvent, { folded }: { readonly folded: boolean }): void {
  const event = upcast(recorded)
  const stream = picture.streams.get(event.stream)
  shareTexts(picture, event, stream?.[0]!.stream ?? event.stream)
  if (stream) stream.push(event)
  else {
    picture.streams.set(event.stream, [event])
    const subject = subjectOf(event.stream)
    picture.subjects.set(subject, [...picture.subjects.get(subject) ?? [], event.stream])
  }
  if (!isReadable(event)) return void picture.unreadable.add(event.id)
  for (const fold of foldsOf(event.type)) fold(picture, event)
  if (!picture.timeline.confirmed.has(event.id)) picture.untold.add(event.id)
  if (!folded) confirmEvent(picture.library, library, event)
  if (isLookedBackAt(event)) keepInOrder(picture.past, event)
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] }

/**
 * Each event comes from disk or network with texts of its own, nearly half of which are those of its stream's first one, or of another place in
 * it: in a long log they would take as much memory as all else. In place: nobody else has this event.
 */
function shareTexts({ texts }: Picture, event: DomainEvent, stream: StreamName): void {
  const once = <Text extends string | null>(text: Text): Text => {
    if (text === null) return text
    const known = texts.get(text)
    if (known === undefined) texts.set(text, text)
    return (known ?? text) as Text
  }
  const own = event as Writable<DomainEvent>
  const meta = event.meta as Writable<DomainEvent['meta']>
  const data = event.data as Record<string, unknown>
  own.stream = stream
  own.type = once(event.type)
  meta.actor = once(meta.actor)
  meta.deviceId = once(meta.deviceId)
  if (meta.correlationId === meta.commandId) meta.correlationId = meta.commandId
  if (meta.causationId === meta.commandId) meta.causationId = meta.commandId
  for (const field in data) if (data[field] === meta.issuedAt) data[field] = meta.issuedAt
}

/** What the history has of one subject, in the order in which it was recorded; guesses last. */
export function timelineOf({ subjects, streams, timeline: rows, guesses }: Picture, subject: string): readonly TimelineRow[] {
  const names = subjects.get(subject) ?? []
  const events = names.flatMap((name) => streams.get(name) ?? [])
  if (names.length > 1) events.sort((a, b) => a.position < b.position ? -1 : 1)
  const guessed = [...guesses.values()].flat().filter(({ id }) => rows.shown.get(id)?.subject === subject)
  return [...new Set([...events, ...guessed].map(({ id }) => id))].flatMap((id) => rows.shown.get(id) ?? [])
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

/** Of people whose words are in the log: what the server sent of them before their account was erased. */
export function erasuresIn(picture: Picture, events: readonly DomainEvent[]): readonly { readonly stream: StreamName; readonly userId: string }[] {
  return events.flatMap((event) => event.type === 'WordsErased' && picture.streams.get(event.stream)?.some((past) => withoutWordsOf(event.data.userId, past) !== past)
    ? [{ stream: event.stream, userId: event.data.userId }] : [])
}
