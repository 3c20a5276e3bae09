/**
 * Undo and redo for any stream whose events each set or clear one *field* (`rating`, `tag:noir`, `play:<id>`).
 *
 * A field's value is the fact that set it, or null. Nothing about undo is stored: what may be undone, what may be redone and
 * what stands in the way all follow from the stream's own log, so a device works it out offline exactly as the server does.
 *
 * Per field, changes in force form a stack. An undo takes the top off and keeps it for redo; a redo puts it back, and then
 * answers to two ids, its own and the original's; any other change empties what was kept for redo. Only the top can move: to
 * reach below it, a person first undoes what is newer.
 */

import type { CommandId } from './command.ts'
import type { Refusal } from './decider.ts'
import { refuse } from './decider.ts'
import type { EventId, EventMeta, Fact } from './event.ts'

/** What an event made of its field. */
export interface Change<F extends Fact> { readonly field: string; readonly after: F | null }

/** One event of the log. A linked list, newest first: adding one is cheap, and earlier states stay as they are. */
export interface Entry<F extends Fact> extends Change<F> {
  readonly id: EventId
  readonly type: string
  readonly commandId: CommandId
  readonly before: F | null
  readonly undoes: EventId | undefined
  readonly redoes: EventId | undefined
  readonly undoesAgain: EventId | undefined
  readonly earlier: Entry<F> | null
}

export interface History<F extends Fact> {
  /** The value of every field that has one. */
  readonly facts: Readonly<Record<string, F>>
  readonly log: Entry<F> | null
}

/** The log alone: for a decider that keeps what is so in a shape of its own. */
export type Log<F extends Fact> = Pick<History<F>, 'log'>
type Happened = { readonly id: EventId; readonly type: string; readonly meta: EventMeta }

export function record<F extends Fact>(history: History<F>, event: Happened, change: Change<F>): History<F> {
  return { facts: withChange(history.facts, change), log: logged(history.log, event, { ...change, before: history.facts[change.field] ?? null }) }
}

export function logged<F extends Fact>(earlier: Entry<F> | null, { id, type, meta }: Happened, change: Change<F> & Pick<Entry<F>, 'before'>): Entry<F> {
  const { commandId, undoes, redoes, undoesAgain } = meta
  return { id, type, commandId, ...change, undoes, redoes, undoesAgain, earlier }
}

export function withChange<F extends Fact>(facts: History<F>['facts'], { field, after }: Change<F>): History<F>['facts'] {
  if (after !== null) return { ...facts, [field]: after }
  const { [field]: _cleared, ...others } = facts
  return others
}

export function* newestFirst<F extends Fact>(history: Log<F>): Iterable<Entry<F>> {
  for (let entry = history.log; entry !== null; entry = entry.earlier) yield entry
}

/** What a stream's decider says of its fields. */
export interface Fields<F extends Fact> {
  /** The fact that gives a field a value again, or that clears it. */
  restore(field: string, value: F | null): F
  /** What a person calls the field, after "the". */
  nameOf(field: string): string
}

/** Takes back one event, or all of a command's events that are still in force. */
export function undo<F extends Fact>(history: Log<F>, target: { readonly eventId: string } | { readonly commandId: string }, fields: Fields<F>): readonly F[] | Refusal {
  const named = 'eventId' in target
    ? (entry: Entry<F>) => entry.id === target.eventId
    : (entry: Entry<F>) => entry.commandId === target.commandId
  const found = [...newestFirst(history)].filter(named)
  if (found.length === 0) return refuse('NOT_FOUND', 'That is not in this history.')
  const standing = standingOf(history)
  const inForce = found.filter((entry) => !standing.takenBackBy.has(entry.id))
  if (inForce.length === 0) {
    const by = standing.takenBackBy.get(found[0]!.id)!
    return refuse('ALREADY_UNDONE', 'That has been undone already.', { eventId: by.id, commandId: by.commandId })
  }
  return revert(history, standing, inForce, fields)
}

/** Puts back what was last undone and not overtaken since, or what the undo command named took back. */
export function redo<F extends Fact>(history: Log<F>, commandId: string | undefined, fields: Fields<F>): readonly F[] | Refusal {
  const standing = standingOf(history)
  const undoing = [...newestFirst(history)].filter((entry) => isUndo(entry) && !standing.takenBackBy.has(entry.id))
  const last = commandId ?? undoing.find((entry) => isTop(standing, entry))?.commandId
  const found = undoing.filter((entry) => entry.commandId === last)
  if (found.length === 0) return refuse('NOTHING_TO_REDO', 'There is nothing to redo.')
  return revert(history, standing, found, fields)
}

/** A change in force: its first event, and the newest one that put it (back) in force. */
interface Applied<F extends Fact> { readonly origin: Entry<F>; readonly latest: Entry<F> }
/** A change taken back, and the event that did it. */
interface TakenBack<F extends Fact> { readonly origin: Entry<F>; readonly by: Entry<F> }
interface FieldStanding<F extends Fact> { readonly applied: Applied<F>[]; readonly redoable: TakenBack<F>[] }
interface Standing<F extends Fact> {
  readonly fields: Map<string, FieldStanding<F>>
  readonly takenBackBy: Map<EventId, { readonly id: EventId; readonly commandId: CommandId }>
}

function isUndo(entry: Entry<Fact>): boolean {
  return entry.undoes !== undefined && entry.redoes === undefined
}

function standingOf<F extends Fact>(history: Log<F>): Standing<F> {
  const standing: Standing<F> = { fields: new Map(), takenBackBy: new Map() }
  for (const entry of [...newestFirst(history)].reverse()) stand(standing, entry)
  return standing
}

function stand<F extends Fact>(standing: Standing<F>, entry: Entry<F>): void {
  const field = standing.fields.get(entry.field) ?? { applied: [], redoable: [] }
  standing.fields.set(entry.field, field)
  if (entry.undoes === undefined) {
    field.applied.push({ origin: entry, latest: entry })
    field.redoable.length = 0
    return
  }
  standing.takenBackBy.set(entry.undoes, entry)
  if (entry.undoesAgain !== undefined) standing.takenBackBy.set(entry.undoesAgain, entry)
  if (entry.redoes === undefined) {
    const change = field.applied.pop()
    if (change) field.redoable.push({ origin: change.origin, by: entry })
  } else {
    standing.takenBackBy.delete(entry.redoes)
    const change = field.redoable.pop()
    if (change) field.applied.push({ origin: change.origin, latest: entry })
  }
}

/** Whether an event is the one thing of its field that can move now: the top change (by either of its ids) or the top undo. */
function isTop<F extends Fact>(standing: Standing<F>, entry: Entry<F>): boolean {
  const { applied, redoable } = standing.fields.get(entry.field)!
  if (isUndo(entry)) return redoable.at(-1)?.by === entry
  const top = applied.at(-1)
  return top !== undefined && (top.origin === entry || top.latest === entry)
}

/**
 * Reverts the entries, newest first, each on what the ones before it left. All or none. A field becomes what it was right before the
 * entry, not what it was at the origin: where other fields have a part in its value (a title's note), they may have changed since.
 */
function revert<F extends Fact>(history: Log<F>, standing: Standing<F>, entries: readonly Entry<F>[], fields: Fields<F>): readonly F[] | Refusal {
  const facts: F[] = []
  for (const entry of entries) {
    if (!isTop(standing, entry)) return superseded(history, standing, entry, fields)
    const { applied, redoable } = standing.fields.get(entry.field)!
    if (isUndo(entry)) {
      const { origin, by } = redoable.pop()!
      applied.push({ origin, latest: entry })
      facts.push({ ...fields.restore(entry.field, by.before), undoes: by.id, redoes: origin.id })
    } else {
      const { origin, latest } = applied.pop()!
      redoable.push({ origin, by: entry })
      facts.push({ ...fields.restore(entry.field, latest.before), undoes: latest.id, ...(latest === origin ? {} : { undoesAgain: origin.id }) })
    }
  }
  return facts
}

/** Names what stands in the way: a newer change in force; else a newer change that ended the redo; else a newer undo. */
function superseded<F extends Fact>(history: Log<F>, standing: Standing<F>, entry: Entry<F>, fields: Fields<F>): Refusal {
  const newer: Entry<F>[] = []
  for (const other of newestFirst(history)) {
    if (other === entry) break
    if (other.field === entry.field) newer.push(other)
  }
  const blocking = newer.find((other) => !isUndo(other) && !standing.takenBackBy.has(other.id)) ?? newer.find((other) => !isUndo(other)) ?? newer[0]!
  return refuse('SUPERSEDED', `The ${fields.nameOf(entry.field)} was changed again later. Undo that first.`, {
    eventId: blocking.id, commandId: blocking.commandId, type: blocking.type, field: entry.field,
  })
}
