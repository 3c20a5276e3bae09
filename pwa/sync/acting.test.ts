import t from '../../test/support/tap.ts'
import { ada } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import { live, person, recorded, settled, world } from '../../test/support/sync-person.ts'
import { idOf, signedIn } from '../../test/support/sync-world.ts'
import { deedsOf } from '../../domain/take-back.ts'
import type { CommandType } from '../../domain/index.ts'
import type { PersonReplica } from './person-replica.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const other = { mediaType: 'movie', tmdbId: 234 } as const
const key = `${ada}_movie_653`

t.test('[SY1] an act shows at once, offline, and reaches the server once there is a network', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  here.setOnline(false)
  const taken = await replica.send('RateMovie', { title, rating: 'LIKE' })
  t.match(taken, { status: 'taken', changed: true })
  t.equal(replica.library.get(key)?.rating, 'LIKE')
  t.match(replica.link, { online: false, unsent: 1 })
  t.strictSame((await recorded(server)), [])
  here.setOnline(true)
  await settled(replica)
  await eventually('the events are here', () => replica.timeline.size === 2 && [...replica.timeline.values()].every(({ recordedAt }) => recordedAt !== ''))
  t.strictSame((await recorded(server)).map(({ type }) => type), ['TitleRated', 'TitleWatched'])
  t.equal(replica.library.get(key)?.rating, 'LIKE')
})

t.test('[SY2] a refusal comes back at once, with its code and a sentence, and is not kept', async (t) => {
  const { browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  here.setOnline(false)
  await replica.send('RateMovie', { title, rating: 'OK' })
  t.match(await replica.send('AddToWatchlist', { title }), { status: 'refused', code: 'ALREADY_RATED', message: /rated this already/ })
  t.equal(replica.outbox.length, 1)
})

t.test('[SY3] the outbox, its guesses and the person survive a restart with no network', async (t) => {
  const { browser } = world()
  const here = browser()
  const first = await signedIn(here, 'ada')
  await live(first.replica)
  here.setOnline(false)
  await first.replica.send('AddToWatchlist', { title, priority: 'HIGH' }, { ...title, title: 'Nosferatu', year: 1922, posterPath: '/a.jpg', backdropPath: null, runtimeMinutes: 95, genres: [], overview: '', outline: null })
  await first.tab.close()
  const tab = here.openTab()
  t.teardown(() => tab.close())
  const replica = (await tab.open())!
  await replica.loaded
  t.equal(replica.session.username, 'ada')
  t.equal(replica.library.get(key)?.watchlistPriority, 'HIGH')
  t.equal(replica.cards.get('movie_653')?.title, 'Nosferatu')
  here.setOnline(true)
  await settled(replica)
  t.equal(replica.library.get(key)?.watchlistPriority, 'HIGH')
  t.equal(replica.cards.get('movie_653')?.title, 'Nosferatu', 'its name stays until the server sends its card')
})

t.test('[SY4] a command whose answer is lost is sent again and takes effect once', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  here.wire.loseAnswers = true
  await replica.send('AddFavourite', { title })
  await eventually('sent twice', () => server.received.length >= 1)
  here.wire.loseAnswers = false
  await settled(replica)
  t.strictSame((await recorded(server)).map(({ type }) => type), ['FavouriteAdded'])
  t.equal(replica.timeline.size, 1)
})

t.test('[SY5] two devices that rate one film while apart agree, and both acts are in both histories', async (t) => {
  const { browser } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk)]
  await Promise.all([live(a.replica), live(b.replica)])
  phone.setOnline(false)
  desk.setOnline(false)
  await a.replica.send('RateMovie', { title, rating: 'LIKE', watched: false })
  await b.replica.send('RateMovie', { title, rating: 'DISLIKE', watched: false })
  t.same([a.replica.library.get(key)?.rating, b.replica.library.get(key)?.rating], ['LIKE', 'DISLIKE'])
  phone.setOnline(true)
  await settled(a.replica)
  desk.setOnline(true)
  await settled(b.replica)
  const history = (replica: PersonReplica) => [...replica.timeline.values()].map(({ key, data, undoneBy }) => ({ key, data, undoneBy })).sort((one, two) => one.key < two.key ? -1 : 1)
  await eventually('both have both', () => a.replica.timeline.size === 2 && b.replica.timeline.size === 2)
  t.strictSame(history(a.replica), history(b.replica))
  t.same([a.replica.library.get(key), b.replica.library.get(key)?.rating], [b.replica.library.get(key), 'DISLIKE'])
})

t.test('[SY5] a country chosen with no network is there at once, and on the other devices once there is one', async (t) => {
  const { browser } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk)]
  await Promise.all([live(a.replica), live(b.replica)])
  phone.setOnline(false)
  t.match(await a.replica.send('UpdatePreferences', { country: 'DE' }), { status: 'taken', changed: true })
  t.equal(a.replica.preferences.get(ada)?.country, 'DE')
  t.match(await a.replica.send('UpdatePreferences', { country: 'DE' }), { status: 'taken', changed: false })
  phone.setOnline(true)
  await settled(a.replica)
  await eventually('it is on the other device', () => b.replica.preferences.get(ada)?.country === 'DE')
})

t.test('[SY5] a profile is changed and taken back with no network, and is the same on the other devices once there is one', async (t) => {
  const { browser } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk)]
  await Promise.all([live(a.replica), live(b.replica)])
  phone.setOnline(false)
  await a.replica.send('UpdateProfile', { name: 'Ada', visibility: 'public' })
  const written = await a.replica.send('UpdateProfile', { bio: 'A slip' })
  t.match(a.replica.profiles.get(ada), { name: 'Ada', bio: 'A slip', visibility: 'public' })
  await a.replica.send('UndoProfileChange', { commandId: written.status === 'taken' ? written.commandId : '' })
  t.match(a.replica.profiles.get(ada), { name: 'Ada', bio: '', visibility: 'public' })
  phone.setOnline(true)
  await settled(a.replica)
  await eventually('it is on the other device', () => b.replica.profiles.get(ada)?.name === 'Ada')
  t.strictSame(b.replica.profiles.get(ada), a.replica.profiles.get(ada))
})

t.test('[SY6] a command that the server refuses leaves the screen and is told until it has been read', async (t) => {
  const { browser } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk)]
  await Promise.all([live(a.replica), live(b.replica)])
  phone.setOnline(false)
  await a.replica.send('AddToWatchlist', { title })
  await b.replica.send('RateMovie', { title, rating: 'OK' })
  await settled(b.replica)
  phone.setOnline(true)
  await eventually('refused', () => a.replica.outbox.some(({ state }) => state === 'refused'))
  await live(a.replica)
  t.match(a.replica.outbox, [{ type: 'AddToWatchlist', state: 'refused', code: 'ALREADY_RATED', message: /Clear the rating/ }])
  t.match(a.replica.library.get(key), { rating: 'OK', watchlistAddedAt: null })
  await a.replica.discard(a.replica.outbox[0]!.id)
  t.strictSame(a.replica.outbox, [])
})

t.test('[SY7] an act that was only guessed can be undone offline, and both arrive', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  here.setOnline(false)
  const rated = await replica.send('RateMovie', { title, rating: 'LIKE', watched: false })
  t.match(await replica.send('Undo', { title, commandId: idOf(rated) }), { status: 'taken', changed: true })
  t.equal(replica.library.get(key)?.rating, null)
  here.setOnline(true)
  await settled(replica)
  t.strictSame((await recorded(server)).map(({ type }) => type), ['TitleRated', 'RatingCleared'])
})

t.test('[SY8] undo and redo cross devices; what is superseded names what stands in the way', async (t) => {
  const { browser } = world()
  const [a, b] = [await person(t, browser()), await person(t, browser())]
  await Promise.all([live(a.replica), live(b.replica)])
  const rated = await a.replica.send('RateMovie', { title, rating: 'LIKE', watched: false })
  await eventually('b sees it', () => b.replica.library.get(key)?.rating === 'LIKE')
  const undone = await b.replica.send('Undo', { title, commandId: idOf(rated) })
  await eventually('a sees the undo', () => a.replica.library.get(key)?.rating === null)
  await a.replica.send('Redo', { title, commandId: idOf(undone) })
  await eventually('b sees the redo', () => b.replica.library.get(key)?.rating === 'LIKE')
  const again = await b.replica.send('RateMovie', { title, rating: 'OK', watched: false })
  t.match(await b.replica.send('Undo', { title, commandId: idOf(rated) }), { status: 'refused', code: 'SUPERSEDED', details: { commandId: idOf(again) } })
})

t.test('[SY9] a command the server does not know is parked, stops no other, and is sent again to a newer one', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  server.unknownTypes.add('TagTitle')
  await replica.send('TagTitle', { title, tag: 'noir' })
  await replica.send('AddFavourite', { title: other })
  await eventually('parked', () => replica.outbox.some(({ state }) => state === 'parked') && replica.outbox.length === 1)
  t.equal(replica.link.unsent, 1)
  server.unknownTypes.clear()
  here.setOnline(false)
  here.setOnline(true)
  await settled(replica)
  t.strictSame((await recorded(server)).map(({ type }) => type).sort(), ['FavouriteAdded', 'TitleTagged'])
})

t.test('commands made in one breath are decided one on the other', async (t) => {
  const { browser } = world()
  const { replica } = await person(t, browser())
  const answers = await Promise.all((['AddFavourite', 'AddFavourite', 'RemoveFavourite'] satisfies CommandType[]).map((type) => replica.send(type, { title })))
  t.match(answers, [{ changed: true }, { changed: false }, { changed: true }])
})

t.test('[SY26] a batch is kept whole, shown at once and sent in order with its beginning first; taken back and done again as one', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  here.setOnline(false)
  const titles = [1, 2, 3, 4].map((tmdbId) => ({ mediaType: 'movie', tmdbId }) as const)
  const { batchId, taken } = await replica.sendBatch({ kind: 'edit', name: 'Three favourites', removes: 0 }, titles.map((title) => ({ wish: { type: 'AddFavourite', data: { title } } as const })))
  t.ok(taken.every((each) => each.status === 'taken' && each.changed))
  const favourites = () => [...replica.library.values()].filter(({ favouriteAt }) => favouriteAt !== null).length
  t.same([favourites(), replica.outbox.length], [4, 5], 'with no network')
  await replica.send('RemoveFavourite', { title: titles[3]! })
  here.setOnline(true)
  await settled(replica)
  const events = await recorded(server)
  t.strictSame(events.map(({ type, meta }) => [type, meta.batchId ?? null]), [['BatchBegun', null], ...titles.map(() => ['FavouriteAdded', batchId]), ['FavouriteRemoved', null]])

  const deeds = (id: string) => deedsOf(events.concat().filter(({ meta }) => meta.batchId === id))
  const plan = replica.foreseeTakingBack(deeds(batchId))
  t.same([plan.taken.length, plan.removes, plan.kept.map(({ refusal }) => refusal.code)], [3, 3, ['SUPERSEDED']])
  t.equal(favourites(), 3, 'a look changes nothing')
  await replica.sendBatch({ kind: 'undo', name: 'Three favourites', removes: 3, undoes: batchId }, plan.taken.map(({ wish }) => ({ wish })))
  t.equal(favourites(), 0)
  await settled(replica)
  t.equal((await recorded(server)).length, 10)
})

t.test('several acts on one list are taken back together', async (t) => {
  const { server, browser } = world()
  const { replica } = await person(t, browser())
  await live(replica)
  const listId = '0a0a0a0a-0000-4000-8000-0000000000aa'
  await replica.send('CreateList', { listId, name: 'Rainy Sundays', visibility: 'private' })
  const { batchId } = await replica.sendBatch({ kind: 'edit', name: 'Two at once', removes: 0 }, [title, other].map((each) => ({ wish: { type: 'AddToList', data: { listId, title: each } } as const })))
  await settled(replica)
  const plan = replica.foreseeTakingBack(deedsOf((await recorded(server)).filter(({ meta }) => meta.batchId === batchId)))
  t.same([plan.taken.length, plan.kept], [2, []])
  await replica.sendBatch({ kind: 'undo', name: 'Two at once', removes: 0, undoes: batchId }, plan.taken.map(({ wish }) => ({ wish })))
  await settled(replica)
  t.equal(replica.listItems.size, 0)
})
