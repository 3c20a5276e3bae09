import type { DomainEvent } from '../../domain/index.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Device, Rows } from '../../test/support/listening.ts'
import { connect, film, listening, memberOf, pull } from '../../test/support/listening.ts'
import { newJobId } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'

const titlesIn = (events: readonly DomainEvent[]) => events.map(({ type }) => type)

t.test('what one device does, another is told at once, and nobody else', async (t) => {
  const { app, url } = await listening(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const { cursor } = await pull(app, ada)
  const [mine, other] = [connect(t, url, ada), connect(t, url, bob)]
  mine.say({ type: 'hello', cursor })
  other.say({ type: 'hello', cursor: (await pull(app, bob)).cursor })
  t.match(await mine.next('welcome'), { cursor })
  await other.next('welcome')

  const delays: number[] = []
  for (let tmdbId = 1; tmdbId <= 20; tmdbId++) {
    const begun = performance.now()
    await ada.send('AddFavourite', film(tmdbId))
    await mine.next('rows', ({ events }) => events.some(({ stream }) => stream.endsWith(`_movie_${tmdbId}`)))
    delays.push(performance.now() - begun)
  }
  delays.sort((a, b) => a - b)
  t.comment(`from sending a command to hearing of it: median ${delays[10]!.toFixed(1)} ms, longest ${delays.at(-1)!.toFixed(1)} ms`)
  const heard = () => mine.messages.filter((message): message is Rows => message.type === 'rows')
  const now = await eventually('a device that was told has the cursor of one that pulls', async () => {
    const page = await pull(app, ada)
    return heard().at(-1)!.cursor === page.cursor ? page : undefined
  })
  const rows = heard()
  for (const [index, { since }] of rows.entries()) t.equal(since, index === 0 ? cursor : rows[index - 1]!.cursor, 'each message stands on the one before')
  t.strictSame(rows.flatMap(({ events }) => events), now.events.slice(-20))
  t.notOk(other.messages.some(({ type }) => type === 'rows'), "another person's library stays theirs")
})

t.test('a job is told to everyone, with the card of the film when there is one', async (t) => {
  const { app, url } = await listening(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const other = connect(t, url, bob)
  other.say({ type: 'hello', cursor: (await pull(app, bob)).cursor })
  await other.next('welcome')
  await ada.send('RequestFetch', { movieId: 653, jobId: newJobId() })
  const { since, cursor, jobs } = await other.next('rows', ({ jobs }) => jobs.length > 0)
  t.match(jobs, [{ movieId: 653, status: 'queued' }])
  t.not(since, cursor)
  await eventually('a pull from there has nothing', async () => {
    const page = await pull(app, bob, cursor)
    return page.cursor === cursor && page.jobs.length === 0
  })
})

t.test('a device that missed something is told on hello, with a cursor that is too old it is told to pull', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  const { cursor } = await pull(app, ada)
  await ada.send('AddFavourite', film(1))
  const device = connect(t, url, ada)
  device.say({ type: 'hello', cursor })
  t.strictSame(titlesIn((await device.next('rows', ({ since }) => since === cursor)).events), ['FavouriteAdded'])

  const fresh = connect(t, url, ada)
  fresh.say({ type: 'hello', cursor: null })
  await fresh.next('welcome')
  await fresh.next('resync')
  const foreign = connect(t, url, ada)
  foreign.say({ type: 'hello', cursor: '1.0.0.abcdefabcdef' })
  await foreign.next('resync')
})

t.test('commands in a storm, on both sides of hello: the chain of messages is the whole log, once', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  const start = await pull(app, ada)
  let sent = 0
  const storm = (async () => { for (; sent < 120; sent++) await ada.send(sent % 2 ? 'RemoveFavourite' : 'AddFavourite', film(1 + (sent >> 1))) })()
  const devices: Device[] = []
  for (let count = 0; count < 5; count++) {
    const device = connect(t, url, ada)
    device.say({ type: 'hello', cursor: start.cursor })
    devices.push(device)
    await device.next('welcome')
  }
  await storm
  const whole = (await pull(app, ada)).events
  t.equal(whole.length, 120)
  for (const device of devices) {
    const heard = () => device.messages.filter((message): message is Rows => message.type === 'rows').flatMap(({ events }) => events)
    await eventually('everything', () => heard().length >= whole.length)
    t.strictSame(heard().map(({ position }) => position), whole.map(({ position }) => position))
  }
})

t.test('signing out is told to the windows of that session, and to no other', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  const elsewhere = { cookie: await app.signIn('ada', 'a long password') }
  const [here, there] = [connect(t, url, ada), connect(t, url, elsewhere)]
  for (const device of [here, there]) {
    device.say({ type: 'hello', cursor: null })
    await device.next('welcome')
  }
  t.equal((await app.ask('DELETE', '/api/session', { cookie: ada.cookie })).statusCode, 204)
  await here.next('signedOut')
  t.match(await here.closed, { code: 1008 })
  there.say({ type: 'hello', cursor: null })
  await eventually('the other still answers', () => there.messages.filter(({ type }) => type === 'welcome').length === 2)
})

t.test('a session that ends in any other way ends its sockets with the next beat', async (t) => {
  const { app, url } = await listening(t, { system: { ...realSystem, sleep: (ms, signal) => realSystem.sleep(Math.min(ms, 50), signal) } })
  const ada = await memberOf(app, 'ada')
  const device = connect(t, url, ada)
  device.say({ type: 'hello', cursor: null })
  await device.next('ping')
  await app.database.kysely.updateTable('sessions').set({ expiresAt: new Date(0).toISOString() }).execute()
  await device.next('signedOut')
  t.match(await device.closed, { code: 1008 })
})

t.test('nobody gets in without a session, from another site, or too often', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  const status = async (headers: Record<string, string>) => (await app.app.inject({ url: '/api/live', headers: { host: url, connection: 'upgrade', upgrade: 'websocket', ...headers } })).statusCode
  t.equal(await status({}), 401)
  t.equal(await status({ cookie: ada.cookie, origin: 'https://evil.example' }), 403)
  t.not((await connect(t, url, ada, 'https://evil.example').closed).code, 1000, 'it never opened')
  const windows = Array.from({ length: limits.socketsPerPersonMax }, () => connect(t, url, ada))
  for (const device of windows) device.say({ type: 'hello', cursor: null })
  await Promise.all(windows.map((device) => device.next('welcome')))
  t.equal(await status({ cookie: ada.cookie }), 429)
})

t.test('what is not a message, too large or too often ends the socket', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  for (const [text, code] of [['{', 1007], ['null', 1007], ['{"type":"hello","cursor":3}', 1007]] as const) {
    const device = connect(t, url, ada)
    device.say(text)
    t.match(await device.closed, { code }, text.slice(0, 30))
  }
  const large = connect(t, url, ada)
  large.say(' '.repeat(limits.socketMessageBytesMax + 1))
  t.not((await large.closed).code, 1000)
  const flood = connect(t, url, ada)
  for (let count = 0; count <= limits.liveMessagesPerMinute; count++) flood.say({ type: 'pong' })
  t.match(await flood.closed, { code: 1008 })
  const newer = connect(t, url, ada)
  newer.say('{"type":"of a newer app"}')
  newer.say({ type: 'hello', cursor: null })
  await newer.next('welcome')
})

t.test('[SY20] [SY21] [SY23] a shared list is told to its members at once; who is let in pulls it whole, who is shut out forgets it', async (t) => {
  const { app, url } = await listening(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const { userId } = (await app.ask('GET', '/api/session', { cookie: bob.cookie })).json<{ userId: string }>()
  const listId = '11570000-0000-4000-8000-000000000001'
  const ofList = (type: string) => ({ events, forget }: Rows) => events.some((event) => event.type === type) || forget.length > 0 && type === 'forget'
  const [mine, other] = [connect(t, url, ada), connect(t, url, bob)]
  mine.say({ type: 'hello', cursor: (await pull(app, ada)).cursor })
  other.say({ type: 'hello', cursor: (await pull(app, bob)).cursor })
  await mine.next('welcome')
  await other.next('welcome')
  await ada.send('CreateList', { listId, name: 'Nights out', visibility: 'private' })
  await ada.send('AddToList', { listId, ...film(1) })
  await mine.next('rows', ofList('AddedToList'))
  await ada.send('ShareList', { listId, userId, role: 'editor' })
  await other.next('resync')
  await ada.send('AddToList', { listId, ...film(2) })
  await mine.next('rows', ({ events }) => events.some((event) => event.type === 'AddedToList' && event.data.title.tmdbId === 2))
  t.strictSame(other.messages.filter(({ type }) => type === 'rows'), [], 'without its beginning there is nothing to tell')
  const page = await pull(app, bob)
  t.strictSame(titlesIn(page.events), ['ListCreated', 'AddedToList', 'ListShared', 'AddedToList'])
  other.say({ type: 'hello', cursor: page.cursor })
  await ada.send('RemoveFromList', { listId, ...film(1) })
  const told = await other.next('rows', ofList('RemovedFromList'))
  t.strictSame([told.since, titlesIn(told.events)], [page.cursor, ['RemovedFromList']])
  await bob.send('NoteListItem', { listId, ...film(2), note: 'Mine' })
  await mine.next('rows', ofList('ListItemNoted'))
  await ada.send('UnshareList', { listId, userId })
  const lost = await other.next('rows', ofList('forget'))
  t.strictSame([lost.forget, lost.events], [[`list-${listId}`], []])
  await ada.send('AddToList', { listId, ...film(3) })
  await bob.send('AddFavourite', film(9))
  await other.next('rows', ofList('FavouriteAdded'))
  t.strictSame(other.messages.flatMap((message) => message.type === 'rows' ? titlesIn(message.events) : []).filter((type) => type.includes('List')), ['RemovedFromList', 'ListItemNoted'])
})

t.test('[SY22] who is connected is told to pull when somebody comes to the household', async (t) => {
  const { app, url } = await listening(t)
  const ada = await memberOf(app, 'ada')
  const mine = connect(t, url, ada)
  const before = await pull(app, ada)
  mine.say({ type: 'hello', cursor: before.cursor })
  await mine.next('welcome')
  await memberOf(app, 'bob')
  await mine.next('resync')
  const { people } = await pull(app, ada, before.cursor)
  t.ok(people?.some(({ username }) => username === 'bob'))
  t.equal((await pull(app, ada, (await pull(app, ada, before.cursor)).cursor)).people, null, 'and nothing when nothing changed')
})

t.test('[SY24] whose account is erased is told so at once, and everybody else to pull, since somebody is gone', async (t) => {
  const { app, url } = await listening(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const [mine, other] = [connect(t, url, ada), connect(t, url, bob)]
  for (const [device, member] of [[mine, ada], [other, bob]] as const) {
    device.say({ type: 'hello', cursor: (await pull(app, member)).cursor })
    await device.next('welcome')
  }
  const { userId } = (await app.accounts.find('ada'))!
  await app.erasure.erase(userId, userId)
  await mine.next('erased')
  t.match(await mine.closed, { code: 1008, reason: 'erased' })
  await other.next('resync')
  t.notOk((await pull(app, bob)).people?.some((person) => person.userId === userId))
})
