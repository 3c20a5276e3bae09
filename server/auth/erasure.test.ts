/** Erasing an account, over HTTP and a real database: nothing of what the person wrote is left that can be read. */

import type { CommandId } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import { projections } from '../../projections/index.ts'
import { timeline } from '../../projections/timeline.ts'
import { eventually } from '../../test/support/eventually.ts'
import { issue } from '../../test/support/given.ts'
import { newCommand } from '../../test/support/person.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import { runRebuilds } from '../../workers/rebuild.ts'
import { projectionStatuses } from '../db/projection-progress.ts'
import { readModelTable } from '../db/read-model.ts'
import { requestRebuild } from '../db/rebuilds.ts'
import { verifyEvents } from '../events/verify-events.ts'
import { realSystem, uuidv7 } from '../system.ts'
import { erasedAccountsIn } from './erased-accounts.ts'

const PASSWORD = 'a long enough password'
const film = { mediaType: 'movie', tmdbId: 653 } as const
const other = { mediaType: 'movie', tmdbId: 19 } as const
const NAME = 'canary-adelheid'

async function personOf(app: TestApp, username: string, role: 'member' | 'admin' = 'member') {
  await app.accounts.ensure({ username, password: PASSWORD, role })
  const { userId } = (await app.accounts.find(username))!
  const cookie = await app.signIn(username, PASSWORD)
  const ask = async (method: 'GET' | 'POST', url: string, body?: unknown) => await app.ask(method, url, { cookie, body, headers: { 'x-rewind-person': userId } })
  return { userId, cookie, ask, send: async (...commands: readonly object[]) => (await ask('POST', '/api/commands', commands)).json().outcomes as { status: string; message?: string }[] }
}
type Person = Awaited<ReturnType<typeof personOf>>

async function caughtUp({ database, store }: TestApp): Promise<void> {
  const last = await store.lastPosition()
  await eventually('the read models to be there', async () => (await projectionStatuses(database, projections)).every(({ position }) => position >= last))
}

/** Every row of every table there is, as text. */
async function everything({ database: { pool } }: TestApp): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`)
  const texts = await Promise.all(tables.map(async ({ name }) => (await pool.query<{ row: string }>(`select ${name}::text as row from ${name}`)).rows.map(({ row }) => row).join('\n')))
  return texts.join('\n')
}

const canariesIn = (text: string) => [...new Set(text.match(/canary-[a-z]+/g))].sort()

/** Ada writes wherever one can, alone and with Bob. Answers the id of Bob's list. */
async function write(ada: Person, bob: Person): Promise<{ readonly listId: string; readonly own: string }> {
  const [listId, own] = [uuidv7(realSystem), uuidv7(realSystem)]
  await bob.send(newCommand('CreateList', { listId, name: 'Bob\'s own', visibility: 'private' }), newCommand('AddToList', { listId, title: other, note: 'said Bob' }), newCommand('ShareList', { listId, userId: ada.userId, role: 'editor' }))
  const tagged = newCommand('TagTitle', { title: film, tag: 'canary-tag' })
  const outcomes = await ada.send(
    newCommand('AddToWatchlist', { title: film, note: 'canary-note' }),
    newCommand('WriteReview', { title: film, score: 9, text: 'canary-review "Süß"', visibility: 'private' }),
    tagged, newCommand('UntagTitle', { title: film, tag: 'canary-tag' }), newCommand('Undo', { title: film, commandId: tagged.id }),
    newCommand('UpdateProfile', { name: 'canary-fullname', bio: 'canary-bio', visibility: 'public' }),
    newCommand('ContinueOn', { title: film, watchLink: 'https://tv.example/?token=canary-link', providerName: 'TV' }),
    newCommand('CreateList', { listId: own, name: 'canary-list', description: 'canary-description', visibility: 'private' }),
    newCommand('ShareList', { listId: own, userId: bob.userId, role: 'viewer' }), newCommand('AddToList', { listId: own, title: film, note: 'canary-own' }),
    newCommand('AddToList', { listId, title: film, note: 'canary-shared' }), newCommand('NoteListItem', { listId, title: other, note: 'canary-noted' }),
  )
  if (outcomes.filter(({ status }) => status === 'rejected').length !== 1) throw new Error(JSON.stringify(outcomes))
  return { listId, own }
}

async function household(t: Test) {
  const app = await testApp(t)
  const bob = await personOf(app, 'bob', 'admin')
  const ada = await personOf(app, NAME)
  const lists = await write(ada, bob)
  const skip = issue('SkipEvent', { name: 'cards', eventId: uuidv7(realSystem), reason: 'canary-reason' }, { id: uuidv7(realSystem) as CommandId, by: ada.userId, as: 'worker' })
  t.match(await app.commands.handle(skip), { status: 'accepted' })
  await caughtUp(app)
  return { app, ada, bob, ...lists }
}

t.test('what a person wrote is nowhere to be read once their account is erased, and everything else goes on', async (t) => {
  const { app, ada, bob, listId, own } = await household(t)
  // As an update leaves it, until the next start.
  await app.database.pool.query(`create table timeline_v1 as select * from ${readModelTable(timeline)}`)
  await app.database.pool.query(`insert into checkpoints (name, version) values ('timeline', 1)`)
  t.strictSame(canariesIn(await everything(app)), ['canary-adelheid', 'canary-bio', 'canary-description', 'canary-fullname', 'canary-link', 'canary-list', 'canary-noted', 'canary-note', 'canary-own', 'canary-review', 'canary-shared', 'canary-tag'].sort(), 'before, it is in read models, answers and accounts')
  t.strictSame(canariesIn((await Array.fromAsync(app.store.readRaw({ after: START }), ({ dataText, metaText }) => dataText + metaText)).join()), [], 'but never in an event as it is stored')
  const before = await Array.fromAsync(app.store.readRaw({ after: START }))

  t.match((await ada.ask('POST', '/api/me/erase', { password: 'something else' })).json(), { code: 'FORBIDDEN', error: 'The password is not right.' })
  t.equal((await ada.ask('POST', '/api/me/erase', { password: PASSWORD })).statusCode, 204)
  await caughtUp(app)

  t.strictSame(canariesIn(await everything(app)), [], 'in no row of any table')
  t.strictSame(canariesIn(app.log()), [], 'and in no line of the log')
  t.match((await app.ask('POST', '/api/session', { body: { username: NAME, password: PASSWORD } })).json(), { code: 'UNAUTHENTICATED' })
  t.match((await ada.ask('GET', '/api/library')).json(), { code: 'ACCOUNT_ERASED' }, 'their app is told why')
  t.match((await app.ask('GET', '/api/library', { cookie: ada.cookie })).json(), { code: 'UNAUTHENTICATED' }, 'nobody else is')

  const pulled = (await bob.ask('GET', '/api/sync')).json()
  const notes = pulled.events.filter(({ stream }: { stream: string }) => stream === `list-${listId}`).map(({ data }: { data: { note?: string } }) => data.note).filter(Boolean)
  t.strictSame(notes, ['said Bob', '[erased]', '[erased]'], 'others read [erased] where it was, and their own words')
  t.notOk(pulled.events.some(({ stream }: { stream: string }) => stream === `list-${own}`), 'a list of the person\'s own is there for nobody')
  t.ok(pulled.forget.includes(`list-${own}`))
  t.notOk(pulled.people.some(({ userId }: { userId: string }) => userId === ada.userId))
  t.match((await bob.ask('GET', `/api/admin/events?stream=library-${ada.userId}_movie_653`)).json().events.find(({ type }: { type: string }) => type === 'ReviewWritten'), { data: { score: 9, text: '[erased]' } })

  const after = await Array.fromAsync(app.store.readRaw({ after: START }))
  t.strictSame(after.slice(0, before.length), before, 'no event has changed')
  t.strictSame((await Array.fromAsync(verifyEvents(app.store))).flatMap(({ findings }) => findings), [], 'and the chains hold')
  t.strictSame((await Array.fromAsync(app.store.readStream(`user-${ada.userId}` as never))).map(({ type, meta }) => [type, meta.actor]).slice(-2), [['AccountErased', ada.userId], ['ErasureCompleted', 'system']])

  await app.accounts.ensure({ username: NAME, password: PASSWORD, role: 'member' })
  t.not((await app.accounts.find(NAME))!.userId, ada.userId, 'the name is free, for somebody else')
})

t.test('read models rebuilt afterwards are as those that lived through it', async (t) => {
  const { app, ada } = await household(t)
  await app.erasure.erase(ada.userId, ada.userId)
  await caughtUp(app)
  const stop = new AbortController()
  const rebuilding = runRebuilds({ store: app.store, database: app.database, projections, record: async () => {}, system: realSystem, log: app.app.log, signal: stop.signal } as never)
  for (const kind of ['verify', 'rebuild'] as const) {
    for (const projection of projections) await requestRebuild(app.database.kysely, projection as never, kind, 'system')
    const rebuilds = () => app.database.kysely.selectFrom('rebuilds').selectAll().execute()
    await eventually(kind, async () => (await rebuilds()).every((row) => row.kind === kind && row.status === 'done'), 60_000)
    if (kind === 'verify') t.strictSame((await rebuilds()).filter(({ result }) => !result!.same).map(({ name, result }) => [name, result!.differing]), [])
  }
  stop.abort()
  await rebuilding
  t.strictSame(canariesIn(await everything(app)), [])
})

t.test('the last admin is kept, also when the last two go at once; an admin may erase others', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const [bob, carol] = [await personOf(app, 'bob', 'admin'), await personOf(app, 'carol', 'admin')]
  const ada = await personOf(app, 'ada')
  const path = (userId: UserId) => `/api/admin/users/${userId}/erase`
  t.match((await ada.ask('POST', path(bob.userId), { password: PASSWORD })).json(), { code: 'FORBIDDEN' })
  t.match((await bob.ask('POST', path(ada.userId), { password: 'ada\'s password' })).json(), { code: 'FORBIDDEN' }, 'with the admin\'s own password')
  t.equal((await bob.ask('POST', path(ada.userId), { password: PASSWORD })).statusCode, 204)
  t.match((await bob.ask('POST', path(ada.userId), { password: PASSWORD })).json(), { code: 'NOT_FOUND' })
  const both = await Promise.all([bob.ask('POST', path(carol.userId), { password: PASSWORD }), carol.ask('POST', path(bob.userId), { password: PASSWORD })])
  t.equal(both.filter(({ statusCode }) => statusCode === 204).length, 1, 'of two admins who erase each other one does')
  const [left] = await app.database.kysely.selectFrom('accounts').select(['username', 'role']).execute()
  t.equal(left!.role, 'admin')
  const last = left!.username === 'bob' ? bob : carol
  t.match((await last.ask('POST', '/api/me/erase', { password: PASSWORD })).json(), { code: 'LAST_ADMIN', error: /Make somebody else one first/ })
  t.equal((await last.ask('GET', '/api/session')).statusCode, 200)
})

t.test('what a restored backup brings back of an erased account is erased again before anybody is served', async (t) => {
  const { app, ada, bob } = await household(t)
  const stranger = uuidv7(realSystem) as UserId
  const noted = erasedAccountsIn(app.dataDir)
  for (const userId of [ada.userId, stranger, ada.userId]) await noted.note(userId)
  await app.erasure.repeat()
  await caughtUp(app)
  t.strictSame(canariesIn(await everything(app)), [])
  t.match((await ada.ask('GET', '/api/library')).json(), { code: 'ACCOUNT_ERASED' })
  t.equal(await app.erasure.isErased(stranger), true, 'also from before there was such a person: no key can be made for them')
  t.equal((await bob.ask('GET', '/api/session')).statusCode, 200)
  const before = await app.store.lastPosition()
  await app.erasure.repeat()
  t.equal(await app.store.lastPosition(), before, 'and once')
  t.strictSame([...await noted.all()], [ada.userId, stranger])
})
