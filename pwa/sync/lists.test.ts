import type { ListItemRow } from '../../projections/list-items.ts'
import { orderKeyBetween } from '../../domain/order-key.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ada, bob, commandId, issue } from '../../test/support/given.ts'
import { live, person, recorded, settled, world } from '../../test/support/sync-person.ts'
import t from '../../test/support/tap.ts'
import { idOf, signedIn } from '../../test/support/sync-world.ts'
import { openPersonDatabase, readLog } from './database.ts'
import type { PersonReplica } from './person-replica.ts'

const listId = '11570000-0000-4000-8000-000000000001'
const other = '11570000-0000-4000-8000-000000000002'
const film = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const

const placed = (replica: PersonReplica, id = listId): readonly ListItemRow[] => [...replica.listItems.values()].filter((row) => row.listId === id).sort((a, b) => a.orderKey < b.orderKey ? -1 : 1)
const order = (replica: PersonReplica, id = listId) => placed(replica, id).map(({ tmdbId }) => tmdbId)
const create = (replica: PersonReplica, id = listId, name = 'Nights out') => replica.send('CreateList', { listId: id, name, visibility: 'private' })

async function filled(replica: PersonReplica, id = listId): Promise<void> {
  await create(replica, id)
  for (const tmdbId of [1, 2, 3]) await replica.send('AddToList', { listId: id, title: film(tmdbId) })
}

t.test('[SY20] a list that is shared comes whole to who it is shared with, however far their devices are', async (t) => {
  const { server, browser } = world()
  const mine = await person(t, browser())
  const hers = await person(t, browser(), 'bob')
  await filled(mine.replica)
  await hers.replica.send('AddFavourite', { title: film(9) })
  await settled(mine.replica, hers.replica)
  t.equal(hers.replica.lists.size, 0, 'what is not shared is not sent')
  await mine.replica.send('ShareList', { listId, userId: bob, role: 'editor' })
  await eventually('it has come', () => order(hers.replica).length === 3)
  t.match(hers.replica.lists.get(listId), { name: 'Nights out', ownerId: ada, members: [{ userId: bob, role: 'editor' }], itemCount: 3 })
  t.strictSame(hers.replica.lists.get(listId), mine.replica.lists.get(listId))
  await hers.replica.send('AddToList', { listId, title: film(4), note: 'Mine' })
  await eventually('and back', () => order(mine.replica).length === 4)
  t.match(placed(mine.replica)[3], { addedBy: bob, note: 'Mine' })
  t.equal((await recorded(server)).filter(({ stream }) => stream === `list-${listId}`).length, 6)
})

t.test('[SY21] who is shut out of a list loses it, and nothing else; what they had still to send is refused and told', async (t) => {
  const { browser } = world()
  const mine = await person(t, browser())
  const away = browser()
  const hers = await person(t, away, 'bob')
  for (const id of [listId, other]) {
    await filled(mine.replica, id)
    await mine.replica.send('ShareList', { listId: id, userId: bob, role: 'editor' })
  }
  await hers.replica.send('AddFavourite', { title: film(9) })
  await eventually('both have come', () => order(hers.replica).length === 3 && order(hers.replica, other).length === 3)
  await settled(mine.replica, hers.replica)
  away.setOnline(false)
  const { commandId } = await hers.replica.send('AddToList', { listId, title: film(4) }) as { commandId: string }
  t.strictSame(order(hers.replica), [1, 2, 3, 4])
  await mine.replica.send('UnshareList', { listId, userId: bob })
  await mine.replica.send('AddToList', { listId, title: film(5) })
  await settled(mine.replica)
  away.setOnline(true)
  await eventually('it is refused', () => hers.replica.outbox.some(({ state }) => state === 'refused'))
  t.match(hers.replica.outbox, [{ id: commandId, state: 'refused', code: 'NOT_FOUND', message: /not shared with you any more/ }])
  t.strictSame([...hers.replica.lists.keys()], [other])
  t.strictSame([order(hers.replica), order(hers.replica, other), hers.replica.library.size], [[], [1, 2, 3], 1])
  await hers.tab.close()
  const again = await person(t, away, 'bob')
  t.strictSame([[...again.replica.lists.keys()], order(again.replica, other), again.replica.library.size], [[other], [1, 2, 3], 1], 'not in its storage either')
  await mine.replica.send('ShareList', { listId, userId: bob, role: 'viewer' })
  await eventually('all of it comes again', () => order(again.replica).length === 4)
  t.strictSame(order(again.replica), [1, 2, 3, 5])
})

t.test('[SY21] the other tabs of a browser forget it too', async (t) => {
  const { browser } = world()
  const mine = await person(t, browser())
  const shared = browser()
  const [one, two] = [await person(t, shared, 'bob'), await person(t, shared, 'bob')]
  await filled(mine.replica)
  await mine.replica.send('ShareList', { listId, userId: bob, role: 'viewer' })
  await eventually('it has come to both tabs', () => [one, two].every(({ replica }) => order(replica).length === 3))
  await mine.replica.send('UnshareList', { listId, userId: bob })
  await eventually('it has gone from both tabs', () => [one, two].every(({ replica }) => replica.lists.size === 0 && replica.listItems.size === 0))
  t.pass('gone')
})

t.test('[SY1] a list is created, filled and shared without a network, survives the tab, and comes whole to the other', async (t) => {
  const { browser } = world()
  const away = browser()
  const first = await signedIn(away, 'ada')
  await live(first.replica)
  away.setOnline(false)
  await filled(first.replica)
  await first.replica.send('ShareList', { listId, userId: bob, role: 'viewer' })
  await first.replica.send('MoveInList', { listId, title: film(3), orderKey: orderKeyBetween(null, placed(first.replica)[0]!.orderKey) })
  await first.tab.close()
  const mine = await person(t, away)
  t.strictSame(order(mine.replica), [3, 1, 2], 'after a restart')
  away.setOnline(true)
  const hers = await person(t, browser(), 'bob')
  await eventually('it has come', () => order(hers.replica).length === 3)
  t.strictSame(order(hers.replica), [3, 1, 2])
  t.match(await hers.replica.send('AddToList', { listId, title: film(4) }), { status: 'refused', code: 'VIEW_ONLY' })
})

t.test('[SY5] two devices that put titles at the same place offline keep both, in one order', async (t) => {
  const { browser } = world()
  const [here, there] = [browser(), browser()]
  const [one, two] = [await person(t, here), await person(t, there)]
  await filled(one.replica)
  await settled(one.replica)
  await eventually('both have it', () => order(two.replica).length === 3)
  here.setOnline(false)
  there.setOnline(false)
  const between = (replica: PersonReplica) => orderKeyBetween(placed(replica)[0]!.orderKey, placed(replica)[1]!.orderKey)
  await one.replica.send('AddToList', { listId, title: film(7), orderKey: between(one.replica) })
  await two.replica.send('AddToList', { listId, title: film(8), orderKey: between(two.replica) })
  await two.replica.send('MoveInList', { listId, title: film(3), orderKey: between(two.replica) })
  t.strictSame([order(one.replica), order(two.replica)], [[1, 7, 2, 3], [1, 3, 8, 2]])
  here.setOnline(true)
  await settled(one.replica)
  there.setOnline(true)
  await settled(two.replica)
  await eventually('both agree', () => order(one.replica).join() === order(two.replica).join())
  t.strictSame([...order(one.replica)].sort(), [1, 2, 3, 7, 8])
  t.equal(order(one.replica)[0], 1)
  t.strictSame(order(one.replica).slice(-1), [2], 'all between the first and the second, as each of them wanted')
})

t.test('[SY8] what somebody else did to a shared list can be undone; what is superseded says so', async (t) => {
  const { browser } = world()
  const mine = await person(t, browser())
  const hers = await person(t, browser(), 'bob')
  await filled(mine.replica)
  await mine.replica.send('ShareList', { listId, userId: bob, role: 'editor' })
  await eventually('it has come', () => order(hers.replica).length === 3)
  const noted = idOf(await hers.replica.send('NoteListItem', { listId, title: film(1), note: 'First' }))
  await eventually('and back', () => placed(mine.replica)[0]!.note === 'First')
  const again = idOf(await mine.replica.send('NoteListItem', { listId, title: film(1), note: 'Second' }))
  t.match(await mine.replica.send('UndoListChange', { listId, commandId: noted }), { status: 'refused', code: 'SUPERSEDED', details: { commandId: again, type: 'ListItemNoted' } })
  await mine.replica.send('UndoListChange', { listId, commandId: again })
  await mine.replica.send('UndoListChange', { listId, commandId: noted })
  await eventually('both are without', () => [mine, hers].every(({ replica }) => placed(replica)[0]!.note === null))
  t.pass('gone')
})

t.test('[SY22] everybody\'s name is known without a network', async (t) => {
  const { browser } = world()
  const away = browser()
  const first = await signedIn(away, 'ada')
  await live(first.replica)
  await first.tab.close()
  away.setOnline(false)
  const { replica } = await person(t, away)
  t.strictSame([...replica.people.values()].map(({ username }) => username), ['ada', 'bob'])
})

t.test('[SY25] what somebody wrote whose account is erased reads so, also in what a device has kept', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const mine = await person(t, here)
  const hers = await person(t, browser(), 'bob')
  await create(mine.replica)
  await mine.replica.send('AddToList', { listId, title: film(1), note: 'Ada\'s' })
  await mine.replica.send('ShareList', { listId, userId: bob, role: 'editor' })
  await eventually('it has come', () => order(hers.replica).length === 1)
  await hers.replica.send('AddToList', { listId, title: film(2), note: 'Bob\'s secret' })
  await hers.replica.send('AddToList', { listId, title: film(3) })
  await settled(hers.replica)
  await eventually('and back', () => order(mine.replica).length === 3)
  const [before] = mine.replica.timeline.values()
  await server.handle.handle(issue('EraseMember', { listId, userId: bob }, { by: 'system', as: 'worker', id: commandId(900) }))
  await mine.replica.send('AddFavourite', { title: film(1) })
  await eventually('it is gone', () => placed(mine.replica).map(({ note }) => note).join() === 'Ada\'s,[erased],')
  t.strictSame(mine.replica.lists.get(listId)?.members, [], 'who is no more belongs to nothing')
  t.strictSame(mine.replica.timeline.get(before!.key), before, 'and nothing else is')
  await mine.tab.close()
  const kept = await Array.fromAsync(readLog(await openPersonDatabase(here.environment.indexedDB, ada), 0))
  t.notOk(JSON.stringify(kept).includes('secret'), 'it is not on the device any more')
  here.setOnline(false)
  const again = await person(t, here)
  await eventually('the log to be read', () => again.replica.ready)
  t.strictSame(placed(again.replica).map(({ note }) => note), ['Ada\'s', '[erased]', null])
})
