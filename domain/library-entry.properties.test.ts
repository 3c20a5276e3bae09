/** What holds of any history of a library entry, whatever was done in whatever order. */

import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from '../test/support/tap.ts'
import { after, commandId, issue, recorded, streamOf } from '../test/support/given.ts'
import { arbitraryOf, holds } from '../test/support/property.ts'
import type { Command, Issued } from './command.ts'
import { isRefusal } from './decider.ts'
import type { RecordedEvent } from './event.ts'
import { eventsOf } from './index.ts'
import type { LibraryState } from './library-entry.ts'
import { libraryCommands, libraryDecider } from './library-entry.ts'
import { putBackField } from './put-back.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const

/** A step of a story: a command, or something taken back or put back by its place in what has happened. */
type Step = { readonly type: string; readonly data: object } | { readonly type: 'Undo' | 'Redo'; readonly by: 'event' | 'command' | 'last'; readonly place: number }

const { Undo: _undo, Redo: _redo, ...plain } = libraryCommands
const anyCommand: fc.Arbitrary<Step> = fc.oneof(...Object.entries(plain).map(([type, schema]) => arbitraryOf(schema).map((data) => ({ type, data: { ...data as object, title } }))))
const few: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('RateMovie'), data: fc.record({ title: fc.constant(title), rating: fc.constantFrom('OK', 'LIKE'), watched: fc.boolean() }) }),
  fc.constantFrom(
    { type: 'AddToWatchlist', data: { title } }, { type: 'AddToWatchlist', data: { title, note: 'x', priority: 'HIGH' } }, { type: 'RemoveFromWatchlist', data: { title } },
    { type: 'ClearRating', data: { title } }, { type: 'AddFavourite', data: { title } }, { type: 'RemoveFavourite', data: { title } },
    { type: 'TagTitle', data: { title, tag: 'noir' } }, { type: 'UntagTitle', data: { title, tag: 'noir' } }, { type: 'MarkWatched', data: { title } },
    { type: 'RecordProgress', data: { title, positionSeconds: 95, durationSeconds: 100 } }, { type: 'RecordProgress', data: { title, positionSeconds: 5, durationSeconds: 100 } },
  ),
)
const back: fc.Arbitrary<Step> = fc.record({ type: fc.constantFrom('Undo' as const, 'Redo' as const), by: fc.constantFrom('event' as const, 'command' as const, 'last' as const), place: fc.nat(9) })
const steps = fc.array(fc.oneof({ weight: 1, arbitrary: anyCommand }, { weight: 4, arbitrary: few }, { weight: 4, arbitrary: back }), { minLength: 1, maxLength: 30 })

interface Told { readonly command: Issued<Command>; readonly before: LibraryState; readonly after: LibraryState; readonly events: readonly RecordedEvent[] }

/** Tells a story and yields every step that was accepted with events, and how the state was before and after it. */
function* tell(story: readonly Step[]): Generator<Told> {
  let state = libraryDecider.initial
  const past: RecordedEvent[] = []
  for (const [i, step] of story.entries()) {
    const data = 'data' in step ? step.data : aim(step, past)
    const command = issue(step.type as never, data as never, { id: commandId(i + 1), at: after(i * 40) }) as Issued<Command>
    const decision = libraryDecider.decide(command as never, state)
    if (isRefusal(decision)) continue
    const guessed = eventsOf(command, decision)
    const events = recorded(guessed, streamOf(command), { version: past.length })
    const before = state
    state = fold(state, events)
    deepStrictEqual(fold(before, guessed), state, 'guesses and records lead to the same state')
    past.push(...events)
    if (events.length > 0) yield { command, before, after: state, events }
  }
}

function aim({ type, by, place }: Extract<Step, { by: string }>, past: readonly RecordedEvent[]): object {
  const event = past.at(-1 - place % Math.max(past.length, 1))
  if (by === 'last' && type === 'Redo' || !event) return { title }
  if (by === 'event' && type === 'Undo') return { title, eventId: event.id }
  return { title, commandId: event.meta.commandId }
}

function fold(state: LibraryState, events: readonly object[]): LibraryState {
  return events.reduce<LibraryState>((state, event) => libraryDecider.evolve(state, event as never), state)
}

/** Sends one more command and gives back the state after it. */
function send(state: LibraryState, type: 'Undo' | 'Redo', data: object): LibraryState {
  const command = issue(type, { title, ...data }, { id: commandId(999), at: after(9_999) })
  const decision = libraryDecider.decide(command, state)
  if (isRefusal(decision)) throw new Error(`${type} was refused: ${decision.code}: ${decision.message}`)
  return fold(state, eventsOf(command, decision))
}

t.test('in every history', async (t) => {
  await holds(t, 'a title is never both rated and on the watchlist', 300, [steps], (story) => {
    for (const { after } of tell(story)) ok(!(after.facts.rating && after.facts.watchlist))
  })
  await holds(t, 'what was just done can be undone, which leaves everything as it was before', 300, [steps], (story) => {
    for (const { command, before, after } of tell(story)) deepStrictEqual(send(after, 'Undo', { commandId: command.id }).facts, before.facts)
  })
  await holds(t, 'what was just undone can be redone, which leaves everything as it was before the undo', 300, [steps], (story) => {
    for (const { command, after } of tell(story)) {
      const undone = send(after, 'Undo', { commandId: command.id })
      const redo = issue('Redo', { title, commandId: commandId(999) }, { id: commandId(1_000), at: '2026-03-02T12:00:00Z' })
      const decision = libraryDecider.decide(redo, undone)
      // Undoing an undo is a redo, which only an undo takes back.
      if (command.type === 'Undo' || command.type === 'Redo') continue
      ok(!isRefusal(decision))
      deepStrictEqual(fold(undone, eventsOf(redo, decision)).facts, after.facts)
    }
  })
  await holds(t, 'an undo or redo changes only the fields of what it names', 300, [steps], (story) => {
    for (const { command, before, after, events } of tell(story)) {
      if (command.type !== 'Undo' && command.type !== 'Redo') continue
      ok(events.every(({ meta }) => meta.undoes !== undefined))
      const named = new Set(events.flatMap(({ meta }) => [meta.undoes, meta.redoes]))
      const fields = new Set([...entriesOf(before)].filter((entry) => named.has(entry.id)).map((entry) => entry.field))
      for (const field of new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])) if (!fields.has(field)) deepStrictEqual(after.facts[field], before.facts[field])
    }
  })
  await holds(t, 'a command that comes again decides nothing', 100, [steps], (story) => {
    for (const { command, after } of tell(story)) deepStrictEqual(libraryDecider.decide(command as never, after), [])
  })
  await holds(t, 'a wish for a state, sent anew as another command, decides nothing', 100, [steps], (story) => {
    for (const { command, after } of tell(story)) {
      if (ACTS.has(command.type)) continue
      deepStrictEqual(libraryDecider.decide({ ...command, id: commandId(999) } as never, after), [])
    }
  })
  await holds(t, 'one field of any earlier moment can be put back, and nothing else moves', 300, [steps, fc.nat(), fc.nat()], (story, moment, choice) => {
    const states = [libraryDecider.initial, ...[...tell(story)].map(({ after }) => after)]
    const [then, now] = [states[moment % states.length]!, states.at(-1)!]
    const decisions = [...new Set([...Object.keys(then.facts), ...Object.keys(now.facts)])].filter((field) => !NO_DECISIONS.has(field))
    const field = decisions[choice % Math.max(decisions.length, 1)]
    if (field === undefined) return
    const wish = putBackField(title, field, then, now)
    if (wish === undefined) return deepStrictEqual(timeless(now.facts[field]), timeless(then.facts[field]))
    const command = issue(wish.type, wish.data as never, { id: commandId(999), at: after(9_999) })
    const decision = libraryDecider.decide(command as never, now)
    if (isRefusal(decision)) return ok(['ALREADY_RATED', 'ON_WATCHLIST'].includes(decision.code), decision.code)
    const { facts } = fold(now, eventsOf(command, decision))
    deepStrictEqual(timeless(facts[field]), timeless(then.facts[field]))
    // A rating that is said anew takes the title off the watchlist, as every rating does.
    const others = { ...now.facts, [field]: undefined, ...wish.type === 'RateMovie' ? { watchlist: undefined } : {} }
    for (const [other, fact] of Object.entries(others)) if (other !== field) deepStrictEqual(facts[other], fact)
  })
  await holds(t, 'every fact is one of the registered types', 100, [steps], (story) => {
    for (const { events } of tell(story)) for (const { schema } of events) ok(Number.isInteger(schema) && schema > 0)
  })
})

/** Each names something that happens, not a state: twice is two of them, or the second is told why not. */
const ACTS = new Set(['MarkWatched', 'UnmarkWatched', 'Undo', 'Redo'])

const NO_DECISIONS: ReadonlySet<string> = new Set(['progress', 'elsewhere', 'view'])

/** What is put back may be dated anew. */
function timeless(fact: LibraryState['facts'][string] | undefined): unknown {
  return fact && { ...fact, data: { ...fact.data, ratedAt: '', addedAt: '', writtenAt: '' } }
}

function* entriesOf(state: LibraryState): Generator<NonNullable<LibraryState['log']>> {
  for (let entry = state.log; entry; entry = entry.earlier) yield entry
}
