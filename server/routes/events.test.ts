/** The event browser over HTTP, on a real database. */

import type { EventAnswer, EventPage, Verification } from '../../projections/wire.ts'
import type { RecordedEvent, StreamName, UserId } from '../../domain/event.ts'
import { libraryStream } from '../../domain/title.ts'
import { appended, newEvent, newEvents, newStream } from '../../test/support/new-events.ts'
import { newCommand } from '../../test/support/person.ts'
import { asAdministrator } from '../../test/support/postgres.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'
import { NO_STREAM } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'

const PASSWORD = 'a long enough password'
const nosferatu = { mediaType: 'movie', tmdbId: 653 } as const

async function adminOf(app: TestApp) {
  await app.accounts.ensure({ username: 'anna', password: PASSWORD, role: 'admin' })
  const cookie = await app.signIn('anna', PASSWORD)
  const get = async (url: string) => await app.ask('GET', url, { cookie })
  const page = async (filter: Record<string, string | number> = {}) =>
    (await get(`/api/admin/events?${new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))}`)).json() as EventPage
  const send = async (body: unknown) => await app.ask('POST', '/api/commands', { cookie, body })
  return { get, page, send }
}

const versions = (events: readonly RecordedEvent[]) => events.map(({ version }) => version)

t.test('events are paged newest first, and by every filter', async (t) => {
  const app = await testApp(t)
  const { page, send } = await adminOf(app)
  const rate = newCommand('RateMovie', { title: nosferatu, rating: 'LIKE' })
  await send(rate)
  const stream = newStream('library')
  await appended(app.store.append(stream, NO_STREAM, newEvents(120)))

  const first = await page({ stream, limit: 50 })
  t.same(versions(first.events), Array.from({ length: 50 }, (_, i) => 119 - i))
  const second = await page({ stream, limit: 50, before: first.before! })
  const third = await page({ stream, limit: 50, before: second.before! })
  t.same(versions([...second.events, ...third.events]), Array.from({ length: 70 }, (_, i) => 69 - i))
  t.equal(third.before, null, 'the beginning of history')

  const all = await page({ limit: 100 })
  t.same(versions(all.events), Array.from({ length: 100 }, (_, i) => 119 - i))
  const rated = (await page({ commandId: rate.id })).events
  t.same(rated.map(({ type }) => type), ['TitleWatched', 'TitleRated'])
  const [{ meta, recordedAt }] = rated as [RecordedEvent]
  for (const filter of [{ type: 'TitleRated', category: 'library', actor: meta.actor }, { type: 'TitleRated', correlationId: meta.correlationId }, { stream: rated[0]!.stream, type: 'TitleRated' }]) {
    t.same((await page(filter)).events.map(({ id }) => id), [rated[1]!.id], Object.keys(filter).join(', '))
  }
  t.same((await page({ category: 'library', actor: 'nobody' })).events, [])
  t.same((await page({ actor: meta.actor, to: recordedAt, type: 'TitleRated' })).events, [], 'before it was recorded')
  t.equal((await page({ actor: meta.actor, from: recordedAt, type: 'TitleRated' })).events.length, 1, 'from the moment it was recorded')
})

t.test('one answer looks at a bounded number of events and says where to look on', async (t) => {
  const app = await testApp(t)
  const { page } = await adminOf(app)
  const stream = newStream('library')
  await appended(app.store.append(stream, NO_STREAM, [newEvent({}, undefined, 0, 'RatingCleared')]))
  for (let version = 0; version < limits.browseLookedAtMax; version += 1_000) await appended(app.store.append(stream, version, newEvents(1_000)))
  const nothing = await page({ type: 'RatingCleared' })
  t.same(nothing.events, [])
  t.ok(nothing.before, 'there is more to look at')
  t.equal((await page({ type: 'RatingCleared', before: nothing.before! })).events.length, 1)
  t.same(await page({ type: 'RatingCleared', from: '2999-01-01T00:00:00Z' }), { events: [], before: null }, 'before a time there is nothing to look on for')
})

t.test('an event is told with its chain, what it takes back and what took it back', async (t) => {
  const app = await testApp(t)
  const { get, send } = await adminOf(app)
  const list = newCommand('AddToWatchlist', { title: nosferatu, note: 'with Bob' })
  const added = (await send(list)).json().outcomes[0].events[0].id as string
  t.equal((await send(newCommand('Undo', { title: nosferatu, eventId: added as RecordedEvent['id'] }))).json().outcomes[0].status, 'accepted')
  const one = async (id: string) => (await get(`/api/admin/events/${id}`)).json() as EventAnswer
  const { event, stored, undoneBy, correlated, complete } = await one(added)
  t.match(event, { schema: 2, data: { note: 'with Bob' } })
  t.match(stored, { schema: 2, data: { note: { sealed: String } } }, 'beside it what lies in the store, where that is something else')
  t.equal(event.id, added)
  t.same([undoneBy.length, complete], [1, true])
  t.same(correlated.map(({ id }) => id), [added], 'the undo is a chain of its own')
  t.match(await one(undoneBy[0]!.id), { undoes: { id: added }, stored: null })

  const cause = newEvent({ step: 1 })
  const effect = newEvent({ step: 2 })
  const chained = { ...effect, meta: { ...effect.meta, correlationId: cause.meta.correlationId, causationId: cause.id } }
  await appended(app.store.append(newStream('title'), NO_STREAM, [cause]))
  await appended(app.store.append(newStream('title'), NO_STREAM, [chained]))
  for (const id of [cause.id, chained.id]) t.same((await one(id)).correlated.map(({ id }) => id), [cause.id, chained.id], 'from either end')
  t.equal((await get('/api/admin/events/01930000-0000-8000-8000-000000000000')).statusCode, 404)
})

t.test('what a newer version recorded is shown as it is, and whoever has to understand it is told to wait for an update', async (t) => {
  const app = await testApp(t)
  const { get } = await adminOf(app)
  const { userId } = (await get('/api/session')).json() as { userId: UserId }
  const stream = libraryStream(userId, nosferatu)
  const newer = { ...newEvent({ importance: 3 }, undefined, 0, 'AddedToWatchlist'), schema: 9 }
  const { position } = (await appended(app.store.append(stream, NO_STREAM, [newer])))[0]!
  t.match((await get(`/api/admin/events/${newer.id}`)).json(), { event: { schema: 9, data: { importance: 3 } }, stored: null })
  const then = await get(`/api/library/movie/653?asOf=${position}`)
  t.match([then.statusCode, then.json()], [503, { code: 'UNAVAILABLE', error: /has shape 9, which only a newer Rewind can read: update this one/ }])
})

t.test('an export is every event that passes, oldest first, a line each', async (t) => {
  const app = await testApp(t)
  const { get } = await adminOf(app)
  const stream = newStream('library')
  await appended(app.store.append(stream, NO_STREAM, newEvents(600)))
  const answer = await get(`/api/admin/events/export?category=library&stream=${stream}`)
  t.match(answer.headers['content-type'], /ndjson/)
  const events = answer.body.trimEnd().split('\n').map((line) => JSON.parse(line) as RecordedEvent)
  t.same(events, await Array.fromAsync(app.store.readStream(stream as StreamName)))
})

t.test('[ES7] an admin sees whether history is as it was recorded, and where not', async (t) => {
  const app = await testApp(t)
  const { get } = await adminOf(app)
  const stream = newStream('library')
  await appended(app.store.append(stream, NO_STREAM, newEvents(3)))
  const verify = async (address = '') => (await get(`/api/admin/events/verification${address}`)).json() as Verification
  t.same(await verify(`?stream=${stream}`), { checked: 3, findings: [], next: null })
  const whole = await verify()
  t.same(whole, { checked: Number(await app.store.lastPosition()), findings: [], next: null })
  await asAdministrator(app.connection, `set session_replication_role = replica; update events set data = '{}' where stream = '${stream}' and version = 1`)
  t.match(await verify(`?stream=${stream}`), { checked: 3, findings: [{ code: 'CHANGED', stream, version: 1, message: /Version 1 of .* is not what was recorded/ }], next: null })
  t.match((await verify()).findings, [{ code: 'CHANGED', stream, version: 1 }])
})

t.test('only an admin may look, and a filter that makes no sense is refused by its field', async (t) => {
  const app = await testApp(t)
  const { get } = await adminOf(app)
  await app.accounts.ensure({ username: 'ben', password: PASSWORD, role: 'member' })
  const cookie = await app.signIn('ben', PASSWORD)
  for (const path of ['', '/export', '/verification', '/01930000-0000-8000-8000-000000000000']) t.equal((await app.ask('GET', `/api/admin/events${path}`, { cookie })).statusCode, 403, path)
  for (const [name, value] of [['commandId', 'x'], ['from', 'yesterday'], ['before', '7'], ['limit', '0'], ['color', 'red']]) {
    t.match((await get(`/api/admin/events?${name}=${value}`)).json(), { code: 'INVALID_INPUT', details: [{ field: name }] }, name!)
  }
})
