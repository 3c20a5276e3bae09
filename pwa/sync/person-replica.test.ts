import { newJobId } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import { ada, bob, commandId, NOON } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import { live, person, recorded, settled, world } from '../../test/support/sync-person.ts'
import { signedIn } from '../../test/support/sync-world.ts'
import { eventIdOf } from '../../domain/event.ts'
import { libraryStream } from '../../domain/title.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { pushInBackground } from './background-push.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const other = { mediaType: 'movie', tmdbId: 234 } as const
const key = `${ada}_movie_653`

t.test('[SY10] nothing of one person is sent as another, who has a database of their own', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  here.setOnline(false)
  await replica.send('AddFavourite', { title })
  here.wire.online = true
  await tab.signIn({ username: 'bob', password: 'secret' })
  here.setOnline(true)
  await eventually('signed out', () => replica.connection.name === 'signed-out')
  t.strictSame(server.received, [])
  const bobs = (await tab.open())!
  await bobs.loaded
  t.same([bobs.library.size, bobs.outbox.length], [0, 0])
  await live(bobs)
  t.strictSame(server.received, [])
  await tab.signIn({ username: 'ada', password: 'secret' })
  const again = (await tab.open())!
  await again.loaded
  await settled(again)
  t.match(server.received, [{ actor: ada }])
})

t.test('[SY10] not even when somebody else signs in between two requests of one connection', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica } = await person(t, here)
  await live(replica)
  here.cookies.userId = bob
  await replica.send('AddFavourite', { title })
  await eventually('signed out', () => replica.connection.name === 'signed-out')
  t.strictSame(server.received, [])
  t.match(replica, { link: { unsent: 1 }, outbox: [{ state: 'waiting' }] })
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
  await tab.signIn({ username: 'ada', password: 'secret' })
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
  await eventually('a message was lost', () => phone.wire.lostMessages > 0)
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
  t.strictSame(here.filesRemovedOf, [ada])
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
  t.match(again.link, { manual: true, online: false }, 'before anything can be asked')
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

t.test('[SY19] what a newer app recorded is kept, and stands in the way of nothing', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await replica.send('AddFavourite', { title })
  await settled(replica)
  const [known] = await recorded(server)
  const blessed = { ...known!, id: known!.id.replace(/.$/, (last) => last === '0' ? '1' : '0') as never, type: 'TitleBlessed' }
  await server.store.append(known!.stream, 0, [blessed])
  await tab.close()
  const again = await person(t, here)
  await live(again.replica)
  here.setOnline(false)
  t.match(await again.replica.send('RemoveFavourite', { title }), { status: 'taken', changed: true })
  t.equal(again.replica.library.get(key)?.favouriteAt, null)
})

t.test('[SY19] a log kept in shapes of former versions opens in today\'s', async (t) => {
  const { server, browser } = world()
  const here = browser()
  await signedIn(here, 'ada').then(({ tab }) => tab.close())
  const meta = { commandId: commandId(1), correlationId: commandId(1), causationId: commandId(1), actor: ada, deviceId: null, issuedAt: NOON }
  await server.store.append(libraryStream(ada, title), NO_STREAM, [{ id: eventIdOf(commandId(1), 0), type: 'AddedToWatchlist', schema: 1, data: { priority: 'LOW', addedAt: NOON }, meta }])
  const first = await person(t, here)
  await live(first.replica)
  await first.tab.close()
  here.setOnline(false)
  const { replica } = await person(t, here)
  await eventually('the log to be read', () => replica.ready)
  t.match(replica.library.get(key), { watchlistPriority: 'LOW', watchlistNote: null })
  t.match([...replica.timeline.values()], [{ data: { priority: 'LOW', note: null } }])
  t.match(await replica.send('AddToWatchlist', { title, note: '' }), { status: 'taken', changed: false }, 'and is decided on')
})

t.test('[SY24] of an erased account nothing stays in a browser, however late it comes back', async (t) => {
  const { server, browser } = world()
  const [away, here] = [browser(), browser()]
  const databases = async () => (await here.environment.indexedDB.databases()).map(({ name }) => name)
  const first = await signedIn(here, 'ada')
  await live(first.replica)
  here.setOnline(false)
  await first.replica.send('AddFavourite', { title })
  const elsewhere = await signedIn(away, 'bob')
  t.teardown(() => elsewhere.tab.close())
  server.erase(ada)
  t.ok((await databases()).includes(`rewind-${ada}`))
  here.setOnline(true)
  await eventually('it is removed', async () => !(await databases()).includes(`rewind-${ada}`))
  t.equal(await first.tab.open(), undefined, 'nobody is here')
  t.strictSame(server.received, [], 'and nothing of theirs is sent')
  t.match(await first.tab.signIn({ username: 'ada', password: 'secret' }), 'wrong')
  await live(elsewhere.replica)
  t.pass('others go on')
})

t.test('[SY28] a device that is to keep nothing removes all it has, told at once or when it comes back', async (t) => {
  for (const told of ['at once', 'when it comes back'] as const) {
    const { server, browser } = world()
    const here = browser()
    const databases = async () => (await here.environment.indexedDB.databases()).map(({ name }) => name)
    const { tab, replica } = await signedIn(here, 'ada')
    await live(replica)
    if (told === 'when it comes back') {
      here.setOnline(false)
      await replica.send('AddFavourite', { title })
    }
    await server.remove(here.cookies, replica.deviceId)
    here.setOnline(true)
    await eventually('it is removed', async () => !(await databases()).includes(`rewind-${ada}`))
    t.equal(await tab.open(), undefined, 'nobody is here')
    t.strictSame(server.received, [], 'and nothing of theirs is sent')
    t.equal(await tab.signIn({ username: 'ada', password: 'secret' }), 'signed-in', 'the device may be used again')
    const again = (await tab.open())!
    t.teardown(() => tab.close())
    await live(again)
  }
})

t.test('[SY28] a session that was ended elsewhere without that wish keeps what is unsent', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  await server.remove(here.cookies, '0d0d0d0d-0000-4000-8000-00000000000d')
  await eventually('signed out', () => replica.connection.name === 'signed-out')
  await replica.send('AddFavourite', { title })
  t.match(replica, { link: { unsent: 1 } })
  await tab.signIn({ username: 'ada', password: 'secret' })
  await settled(replica)
  t.equal(server.received.length, 1)
})
