/** The past on a device: what it shows of a moment, and what it puts back, with and without a network. */

import { ada } from '../../test/support/given.ts'
import { confirmed, live, person, settled, world } from '../../test/support/sync-person.ts'
import t from '../../test/support/tap.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const key = `${ada}_movie_653`
const listId = '11570000-0000-4000-8000-000000000001'

t.test('[SY27] a device looks back over what it has done, sent or not, and puts one thing back', async (t) => {
  const { browser, pass } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  const past = () => replica.past!
  const now = () => past().log.at(-1)!.recordedAt
  t.same(past().log, [])
  await replica.send('AddToWatchlist', { title, priority: 'HIGH', note: 'x' })
  await confirmed(replica)
  const listed = now()
  here.setOnline(false)
  pass(60_000)
  await replica.send('AddFavourite', { title })
  const loved = now()
  pass(60_000)
  await replica.send('RemoveFromWatchlist', { title })
  t.match([listed, loved, now()].map((at) => past().library(at).get(key)), [
    { watchlistPriority: 'HIGH', favouriteAt: null }, { watchlistPriority: 'HIGH', favouriteAt: String }, { watchlistPriority: null, favouriteAt: String },
  ])
  t.equal(past().library('2000-01-01T00:00:00.000Z').size, 0)
  const wish = past().putBack(title, 'watchlist', listed)!
  t.equal(wish.type, 'Undo')
  pass(60_000)
  await replica.send(wish.type, wish.data)
  t.match(replica.library.get(key), { watchlistPriority: 'HIGH', watchlistNote: 'x', favouriteAt: String }, 'with its note, and nothing else moved')
  t.equal(past().putBack(title, 'watchlist', listed), undefined)
  here.setOnline(true)
  await settled(replica)
  t.match(past().library(listed).get(key), { watchlistPriority: 'HIGH', favouriteAt: null })
})

t.test('[SY27] a list is looked back at, and what was taken off it put back', async (t) => {
  const { browser, pass } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  t.equal(replica.past!.list(listId, '2999-01-01T00:00:00.000Z'), undefined)
  await replica.send('CreateList', { listId, name: 'Noir', visibility: 'private' })
  await replica.send('AddToList', { listId, title, note: 'x' })
  const at = replica.past!.log.at(-1)!.recordedAt
  pass(60_000)
  await replica.send('RemoveFromList', { listId, title })
  t.match(replica.past!.list(listId, at), { name: 'Noir', items: [{ title, note: 'x' }] })
  const [wish] = replica.past!.putBackInList(listId, 'item:movie_653', at)
  await replica.send(wish!.type, wish!.data)
  t.match(replica.listItems.get(`${listId}_movie_653`), { note: 'x' })
})
