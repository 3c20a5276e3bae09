/** What holds of any history of a list that several people change, and that its read models say the same as its state. */

import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { foldInto } from '../projections/projection.ts'
import { listItems } from '../projections/list-items.ts'
import { listMembers } from '../projections/list-members.ts'
import { lists } from '../projections/lists.ts'
import { ada, after, bob, commandId, issue, recorded, streamOf } from '../test/support/given.ts'
import { arbitraryOf, holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { Command, Issued } from './command.ts'
import { isRefusal } from './decider.ts'
import type { RecordedEvent, UserId } from './event.ts'
import { eventsOf } from './index.ts'
import type { ListState } from './list.ts'
import { listCommands, listDecider } from './list.ts'
import { roleIn } from './list-stream.ts'
import { byOrder } from './by-order.ts'
import { listDifferences, putBackInList } from './put-back-in-list.ts'
import { titleKey } from './title.ts'

const listId = '11570000-0000-4000-8000-000000000001'
const cleo = '0c0c0c0c-0000-4000-8000-000000000003' as UserId
const people = [ada, bob, cleo]
const titles = [1, 2].map((tmdbId) => ({ mediaType: 'movie', tmdbId }) as const)

/** A command, or something taken back or put back by its place in what has happened. */
interface Step { readonly type: string; readonly by: UserId; readonly data?: object; readonly place?: number; readonly last?: boolean }

const title = fc.constantFrom(...titles)
const { CreateList: _create, UndoListChange: _undo, RedoListChange: _redo, ...plain } = listCommands
const anyData = (type: keyof typeof plain) => fc.tuple(arbitraryOf(plain[type]), title, fc.constantFrom(...people)).map(([data, title, userId]) =>
  ({ ...data as object, listId, ...'title' in (data as object) && { title }, ...'userId' in (data as object) && { userId } }))
const key = fc.constantFrom('a0', 'a1', 'a1V', 'Zz')
const few = fc.oneof(
  fc.record({ type: fc.constant('AddToList'), data: fc.record({ listId: fc.constant(listId), title, note: fc.constantFrom('', 'x'), orderKey: key }, { requiredKeys: ['listId', 'title'] }) }),
  fc.record({ type: fc.constant('RemoveFromList'), data: fc.record({ listId: fc.constant(listId), title }) }),
  fc.record({ type: fc.constant('MoveInList'), data: fc.record({ listId: fc.constant(listId), title, orderKey: key }) }),
  fc.record({ type: fc.constant('NoteListItem'), data: fc.record({ listId: fc.constant(listId), title, note: fc.constantFrom(null, 'y', 'z') }) }),
  fc.record({ type: fc.constant('ShareList'), data: fc.record({ listId: fc.constant(listId), userId: fc.constantFrom(bob, cleo), role: fc.constantFrom('viewer', 'editor') }) }),
)
const back = fc.record({ type: fc.constantFrom('UndoListChange', 'RedoListChange'), place: fc.nat(9), last: fc.boolean() })
const by = fc.oneof({ weight: 3, arbitrary: fc.constant(ada) }, { weight: 1, arbitrary: fc.constantFrom(bob, cleo) })
const anyCommand = fc.constantFrom(...Object.keys(plain) as (keyof typeof plain)[]).chain((type) => anyData(type).map((data) => ({ type, data })))
const step: fc.Arbitrary<Step> = fc.tuple(fc.oneof({ weight: 1, arbitrary: anyCommand }, { weight: 4, arbitrary: few }, { weight: 3, arbitrary: back }), by).map(([act, by]) => ({ ...act, by }))
const steps = fc.array(step, { minLength: 15, maxLength: 30 })

interface Told { readonly command: Issued<Command>; readonly before: ListState; readonly after: ListState; readonly past: readonly RecordedEvent[] }

/** Yields every step that was accepted with events, and how the state was before and after it. */
function* tell(story: readonly Step[]): Generator<Told> {
  const create = issue('CreateList', { listId, name: 'A', visibility: 'private' }, { id: commandId(1) })
  const past = [...record(create, listDecider.initial, 0)]
  let state = fold(listDecider.initial, past)
  for (const [i, step] of story.entries()) {
    const command = issue(step.type as never, (step.data ?? aim(step, past)) as never, { id: commandId(i + 2), at: after(i * 40), by: step.by }) as Issued<Command>
    const events = record(command, state, past.length)
    if (events.length === 0) continue
    const before = state
    state = fold(state, events)
    past.push(...events)
    yield { command, before, after: state, past }
  }
}

function record(command: Issued<Command>, state: ListState, version: number): readonly RecordedEvent[] {
  const decision = listDecider.decide(command as never, state)
  return isRefusal(decision) ? [] : recorded(eventsOf(command, decision), streamOf(command), { version })
}

function aim({ type, place = 0, last = false }: Step, past: readonly RecordedEvent[]): object {
  const event = past.at(-1 - place % past.length)!
  if (type === 'RedoListChange') return last ? { listId } : { listId, commandId: event.meta.commandId }
  return last ? { listId, eventId: event.id } : { listId, commandId: event.meta.commandId }
}

function fold(state: ListState, events: readonly object[]): ListState {
  return events.reduce<ListState>((state, event) => listDecider.evolve(state, event as never), state)
}

/** One more command of the owner's, and the state after it. */
function send(state: ListState, type: 'UndoListChange' | 'RedoListChange', commandId_: string, step: number): ListState {
  const command = issue(type, { listId, commandId: commandId_ }, { id: commandId(step), at: after(9_999) })
  const decision = listDecider.decide(command, state)
  if (isRefusal(decision)) throw new Error(`${type} was refused: ${decision.code}: ${decision.message}`)
  return fold(state, eventsOf(command, decision))
}

t.test('in every history of a list', async (t) => {
  await holds(t, 'its read models say the same as its state', 300, [steps], (story) => {
    for (const { after: { list }, past } of tell(story)) {
      const [row, items, members] = [lists, listItems, listMembers].map((projection) => {
        const rows = new Map<string, never>()
        for (const event of past) foldInto(projection as never, rows, event)
        return [...rows.values()] as Record<string, unknown>[]
      })
      deepStrictEqual(items!.toSorted((a, b) => byOrder({ name: titleKey(a as never), orderKey: a.orderKey as string }, { name: titleKey(b as never), orderKey: b.orderKey as string })).map(({ mediaType, tmdbId, note, orderKey, addedBy, addedAt }) => ({ mediaType, tmdbId, note, orderKey, addedBy, addedAt })),
        list!.items.map(({ title, note, orderKey, addedBy, addedAt }) => ({ ...title, note, orderKey, addedBy, addedAt })))
      const { name, description, visibility, members: shared, itemCount, deletedAt } = row![0]!
      deepStrictEqual({ name, description, visibility, itemCount, deleted: deletedAt !== null, members: Object.fromEntries((shared as { userId: string; role: string }[]).map(({ userId, role }) => [userId, role])) },
        { name: list!.name, description: list!.description, visibility: list!.visibility, itemCount: list!.items.length, deleted: list!.deleted, members: list!.members })
      deepStrictEqual(Object.fromEntries(members!.filter(({ role }) => role !== null).map(({ userId, role }) => [userId, role])), { [ada]: 'owner', ...list!.members })
    }
  })
  await holds(t, 'no two titles have one place, and they are in the order of their keys', 300, [steps], (story) => {
    for (const { after } of tell(story)) {
      const { items } = after.list!
      ok(new Set(items.map(({ orderKey }) => orderKey)).size === items.length)
      deepStrictEqual(items.toSorted(byOrder), items)
    }
  })
  await holds(t, 'what was just done can be undone by the owner, which leaves everything as it was, and be redone', 300, [steps], (story) => {
    for (const { command, before, after } of tell(story)) {
      const undone = send(after, 'UndoListChange', command.id, 999)
      deepStrictEqual(undone.list, before.list)
      // Undoing an undo is a redo, which only an undo takes back.
      if (!command.type.endsWith('Change')) deepStrictEqual(send(undone, 'RedoListChange', commandId(999), 1_000).list, after.list)
    }
  })
  await holds(t, 'one thing of any earlier moment can be put back by the owner, and nothing else moves', 300, [steps, fc.nat(), fc.nat()], (story, moment, choice) => {
    const states = [...tell(story)].map(({ after }) => after).filter(({ list }) => !list!.deleted)
    const [then, now] = [states[moment % states.length]?.list, states.at(-1)]
    if (!then || !now?.list) return
    const differences = listDifferences(then, now.list).map(({ field }) => field)
    const field = differences[choice % Math.max(differences.length, 1)]
    if (field === undefined) return
    const wishes = putBackInList(listId, field, then, now)
    ok(wishes.length > 0)
    const state = wishes.reduce<ListState | undefined>((state, { type, data }, i) => {
      const command = issue(type, data as never, { id: commandId(900 + i), at: after(9_999) })
      const decision = state && listDecider.decide(command as never, state)
      return decision && !isRefusal(decision) ? fold(state, eventsOf(command as never, decision)) : undefined
    }, now)
    // A list whose newest change took it away is out of reach; a title that came back may take its place in the order with it.
    ok(state?.list, 'it is not refused')
    const left = listDifferences(then, state.list).map(({ field }) => field)
    ok(!left.includes(field), `${field} is as it was`)
    if (field.startsWith('item:')) return
    deepStrictEqual(left, differences.filter((other) => other !== field))
  })
  await holds(t, 'nobody changes what they may not, not by undo either', 300, [steps], (story) => {
    for (const { command, before, after } of tell(story)) {
      const role = roleIn(before.list!, command.actor)
      if (role === 'owner') continue
      const left = role !== undefined && command.type === 'UnshareList' && roleIn(after.list!, command.actor) === undefined
      ok(role === 'editor' || left)
      if (!left) deepStrictEqual({ ...after.list, items: [] }, { ...before.list, items: [] })
    }
  })
  await holds(t, 'a command that comes again decides nothing', 100, [steps], (story) => {
    for (const { command, after } of tell(story)) deepStrictEqual(listDecider.decide(command as never, after), [])
  })
})
