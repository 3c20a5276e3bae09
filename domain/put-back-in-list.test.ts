import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { after, commandId, given, issue } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import { isRefusal } from './decider.ts'
import { eventsOf } from './index.ts'
import type { ListState } from './list.ts'
import { listDecider } from './list.ts'
import { listDifferences, putBackInList } from './put-back-in-list.ts'

const listId = '11570000-0000-4000-8000-000000000001'
const title = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const
const create = () => given(t, listDecider).done('CreateList', { listId, name: 'Noir', visibility: 'private' })
const told = (then: ListState, now: ListState) => listDifferences(then.list!, now.list!).map(({ field, since }) => `${field} ${since}`)

t.test('what was changed once is undone, and so comes back as it was; what was changed again is said anew', async (t) => {
  const one = create().done('AddToList', { listId, title: title(1), note: 'at night' }).done('AddToList', { listId, title: title(2) })
  const then = one.state
  const without = one.done('RemoveFromList', { listId, title: title(1) }).done('RenameList', { listId, name: 'Gris' })
  t.same(told(then, without.state), ['name changed', 'item:movie_1 gone'])
  const removed = without.events.find(({ type }) => type === 'RemovedFromList')!
  t.same(putBackInList(listId, 'item:movie_1', then.list!, without.state), [{ type: 'UndoListChange', data: { listId, eventId: removed.id } }])
  const again = without.done('RenameList', { listId, name: 'Blanc' }).done('NoteListItem', { listId, title: title(2), note: 'x' }).done('AddToList', { listId, title: title(3) }, { at: after(1) })
  t.same(told(then, again.state), ['name changed', 'item:movie_1 gone', 'note:movie_2 changed', 'item:movie_3 added'])
  t.same(putBackInList(listId, 'name', then.list!, again.state), [{ type: 'RenameList', data: { listId, name: 'Noir' } }])
  t.same(putBackInList(listId, 'visibility', then.list!, again.state), [], 'what is as it was needs nothing')
})

t.test('an order is put back by as few moves as there can be, and what came later stays where it is', async (t) => {
  const moves = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { minLength: 1, maxLength: 6 })
  await holds(t, 'whatever was moved', 200, [moves], (moves) => {
    let story = create()
    for (let i = 1; i <= 8; i++) story = story.done('AddToList', { listId, title: title(i) })
    const then = story.state.list!
    const run = (state: ListState, wish: { readonly type: string; readonly data: object }, step: number): ListState => {
      const command = issue(wish.type as never, wish.data as never, { id: commandId(step), at: after(step) })
      const decision = listDecider.decide(command as never, state)
      if (isRefusal(decision)) throw new Error(decision.message)
      return eventsOf(command as never, decision).reduce((before, event) => listDecider.evolve(before, event as never), state)
    }
    const moved = moves.reduce((state, [from, to], i) => run(state, { type: 'MoveInList', data: { listId, title: state.list!.items[from]!.title, orderKey: `${state.list!.items[to]!.orderKey}V` } }, 100 + i), story.state)
    const later = run(moved, { type: 'AddToList', data: { listId, title: title(9), orderKey: 'a1V' } }, 200)
    const wishes = putBackInList(listId, 'order', then, later)
    const back = wishes.reduce((state, wish, i) => run(state, wish, 300 + i), later)
    deepStrictEqual(back.list!.items.map(({ name }) => name).filter((name) => name !== 'movie_9'), then.items.map(({ name }) => name))
    deepStrictEqual(told({ ...back, list: then }, back), ['item:movie_9 added'])
    if (wishes.length > moves.length) throw new Error(`${wishes.length} moves for ${moves.length}`)
  })
})
