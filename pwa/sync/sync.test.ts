import t from '../../test/support/tap.ts'
import type { Test } from '../../test/support/tap.ts'
import { ada, bob } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Browser, TestServer } from '../../test/support/sync-world.ts'
import { createBrowser, createTestServer, idOf, signedIn } from '../../test/support/sync-world.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { CommandType } from '../../domain/index.ts'
import type { Household } from './household.ts'
import type { PersonReplica } from './person-replica.ts'
import { pushInBackground } from './background-push.ts'
import { newJobId } from './ids.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const other = { mediaType: 'movie', tmdbId: 234 } as const
const key = `${ada}_movie_653`

function world() {
  let nowMs = Date.UTC(2026, 2, 1, 12)
  // Each look at the clock is a moment later, so that acts have an order in time.
  const now = () => nowMs++
  const server = createTestServer([{ userId: ada, username: 'ada', role: 'member' }, { userId: bob, username: 'bob', role: 'viewer' }], now)
  let seed = 0
  return { server, now, browser: () => createBrowser(server, { now, seed: ++seed }), pass: (ms: number) => { nowMs += ms } }
}

async function person(t: Test, browser: Browser, username = 'ada'): Promise<{ tab: Household; replica: PersonReplica }> {
  const here = await signedIn(browser, username)
  t.teardown(() => here.tab.close())
  return here
}

const live = (replica: PersonReplica) => eventually('live', () => replica.connection.name === 'live')
const settled = (...replicas: PersonReplica[]) => eventually('nothing left to send', () => replicas.every(({ link, outbox }) => link.unsent === 0 && outbox.length === 0))

async function recorded(server: TestServer): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of server.store.readAll(START)) events.push(event)
  return events
}

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
  await first.replica.send('AddToWatchlist', { title, priority: 'HIGH' }, { ...title, title: 'Nosferatu', year: 1922, posterPath: '/a.jpg', backdropPath: null, runtimeMinutes: 95, genres: [], overview: '' })
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

t.test('[SY10] nothing of one person is sent as another, who has a database of their own', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  here.setOnline(false)
  await replica.send('AddFavourite', { title })
  here.wire.online = true
  await tab.signIn('bob', 'secret')
  here.setOnline(true)
  await eventually('signed out', () => replica.connection.name === 'signed-out')
  t.strictSame(server.received, [])
  const bobs = (await tab.open())!
  await bobs.loaded
  t.same([bobs.library.size, bobs.outbox.length], [0, 0])
  await live(bobs)
  t.strictSame(server.received, [])
  await tab.signIn('ada', 'secret')
  const again = (await tab.open())!
  await again.loaded
  await settled(again)
  t.match(server.received, [{ actor: ada }])
})

t.test('[SY11] a session that ended stops the sending, keeps the outbox, and goes on after signing in again', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  delete here.cookies.userId
  await replica.send('AddFavourite', { title })
  await eventually('signed out', () => replica.connection.name === 'signed-out')
  t.match(replica, { link: { unsent: 1 }, outbox: [{ state: 'waiting' }] })
  await tab.signIn('ada', 'secret')
  await settled(replica)
  t.equal(server.received.length, 1)
})

t.test('[SY12] messages that were missed are pulled', async (t) => {
  const { browser, server } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk)]
  await Promise.all([live(a.replica), live(b.replica)])
  phone.wire.deafSocket = true
  await b.replica.send('AddFavourite', { title })
  await settled(b.replica)
  phone.wire.deafSocket = false
  await b.replica.send('AddFavourite', { title: other })
  await eventually('both are here', () => a.replica.library.size === 2)
  t.equal(a.replica.timeline.size, (await recorded(server)).length)
})

t.test('[SY13] one tab talks to the server for all; the others follow it, and one takes over when it dies', async (t) => {
  const { browser, server } = world()
  const here = browser()
  const first = await signedIn(here, 'ada')
  await live(first.replica)
  const second = await person(t, here)
  t.equal(second.replica.connection.name, 'offline', 'a follower has no connection of its own')
  await eventually('the follower knows of the link', () => second.replica.link.online)
  await second.replica.send('RateMovie', { title, rating: 'LIKE' })
  await eventually('sent by the owner', () => server.received.length === 1)
  await eventually('both show it', () => [first, second].every(({ replica }) => replica.library.get(key)?.rating === 'LIKE' && replica.link.unsent === 0))
  await first.tab.close()
  await live(second.replica)
  await second.replica.send('AddFavourite', { title })
  await settled(second.replica)
  t.equal(server.received.length, 2)
})

t.test('[SY14] a request for a film is decided from the household\'s jobs, and undone by cancelling', async (t) => {
  const { browser } = world()
  const [phone, desk] = [browser(), browser()]
  const [a, b] = [await person(t, phone), await person(t, desk, 'bob')]
  await Promise.all([live(a.replica), live(b.replica)])
  const jobId = newJobId()
  await a.replica.send('RequestFetch', { movieId: 653, jobId })
  t.match(a.replica.jobs.get(jobId), { status: 'queued' })
  await eventually('the other sees the job', () => b.replica.jobs.has(jobId))
  t.match(await b.replica.send('RequestFetch', { movieId: 653, jobId: newJobId() }), { status: 'taken', changed: false })
  t.match(await b.replica.send('CancelFetch', { movieId: 653, jobId }), { status: 'refused', code: 'FORBIDDEN' })
  await a.replica.send('CancelFetch', { movieId: 653, jobId })
  await eventually('cancelled for all', () => b.replica.jobs.get(jobId)?.status === 'cancelled')
  await settled(a.replica)
  t.equal(a.replica.jobs.get(jobId)?.status, 'cancelled')
  t.strictSame([...a.replica.timeline.values()].map(({ type }) => type), ['FetchRequested', 'FetchCancelled'], 'and it is in the history')
})

t.test('[SY15] a cursor of a server that was restored begins anew; nothing unsent is lost', async (t) => {
  const { browser, server } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  await replica.send('AddFavourite', { title })
  await settled(replica)
  here.setOnline(false)
  await replica.send('AddFavourite', { title: other })
  server.forgetEverything()
  here.setOnline(true)
  await settled(replica)
  await eventually('only what the server has', () => replica.library.size === 1 && replica.library.has(`${ada}_movie_234`))
  t.equal(replica.timeline.size, 1)
})

t.test('[SY16] signing out without a network removes the person, and the server is told when it can be', async (t) => {
  const { browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  await replica.send('AddFavourite', { title })
  await settled(replica)
  here.setOnline(false)
  await tab.signOut()
  t.equal(await tab.open(), undefined)
  t.strictSame((await here.environment.indexedDB.databases()).map(({ name }) => name), ['rewind'])
  t.equal(here.cookies.userId, ada)
  here.setOnline(true)
  t.equal(await tab.open(), undefined)
  t.equal(here.cookies.userId, undefined)
})

t.test('[SY17] the person can choose to work offline, and the choice is kept', async (t) => {
  const { browser, server } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  replica.workOffline(true)
  await replica.send('AddFavourite', { title })
  t.match(replica.link, { manual: true, online: false, unsent: 1 })
  await tab.close()
  const next = here.openTab()
  t.teardown(() => next.close())
  const again = (await next.open())!
  await eventually('remembered', () => again.link.manual)
  t.strictSame(server.received, [])
  again.workOffline(false)
  await settled(again)
})

t.test('[SY18] the service worker sends what a closed page left, as that person, and only when no page owns the replica', async (t) => {
  const { browser, server } = world()
  const here = browser()
  const first = await signedIn(here, 'ada')
  await live(first.replica)
  here.setOnline(false)
  await first.replica.send('AddFavourite', { title })
  here.wire.online = true
  await pushInBackground(here.environment)
  t.strictSame(server.received, [], 'a page is there')
  await first.tab.close()
  await pushInBackground(here.environment)
  t.equal(server.received.length, 1)
  here.wire.online = false
  await t.resolves(pushInBackground({ ...here.environment }).catch((error: Error) => t.match(error.message, /Not sent yet/)))
  here.wire.online = true
  const { replica } = await person(t, here)
  await settled(replica)
  t.equal(server.received.length, 1)
})

t.test('commands made in one breath are decided one on the other', async (t) => {
  const { browser } = world()
  const { replica } = await person(t, browser())
  const answers = await Promise.all((['AddFavourite', 'AddFavourite', 'RemoveFavourite'] satisfies CommandType[]).map((type) => replica.send(type, { title })))
  t.match(answers, [{ changed: true }, { changed: false }, { changed: true }])
})
