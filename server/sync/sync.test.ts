import type { Command, Outcome } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { CommandData, CommandType, DomainEvent } from '../../domain/index.ts'
import type { CardRow } from '../../projections/cards.ts'
import { cards } from '../../projections/cards.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import { library } from '../../projections/library.ts'
import { listItems } from '../../projections/list-items.ts'
import type { SyncPage } from '../../projections/wire.ts'
import { eventually } from '../../test/support/eventually.ts'
import { issue } from '../../test/support/given.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import { seededRandom } from '../../demo/seed.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import { readModelTable } from '../db/read-model.ts'
import { withoutHash } from '../event-store/hash-chain.ts'
import { BEGINNING, decodeCursor, encodeCursor } from './cursor.ts'
import { createPull } from './pull.ts'
import { readListsIn } from './read-lists.ts'
import { rowChanges, TELLING } from './row-changes.ts'

const ada = '0a0a0a0a-0000-4000-8000-00000000000a' as UserId

interface Member {
  readonly userId: UserId
  readonly cookie: string
  send(...commands: Command[]): Promise<void>
  pull(cursor?: string): Promise<SyncPage>
}

async function memberOf(app: TestApp, username: string): Promise<Member> {
  await app.accounts.ensure({ username, password: 'a long password', role: 'member' })
  const cookie = await app.signIn(username, 'a long password')
  const { userId } = (await app.ask('GET', '/api/session', { cookie })).json<{ userId: UserId }>()
  return {
    userId, cookie,
    async send(...commands) {
      const { outcomes } = (await app.ask('POST', '/api/commands', { cookie, body: commands })).json<{ outcomes: Outcome[] }>()
      for (const outcome of outcomes) if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    },
    pull: async (cursor) => (await app.ask('GET', `/api/sync${cursor ? `?cursor=${cursor}` : ''}`, { cookie })).json(),
  }
}

async function handle<T extends CommandType>(app: TestApp, type: T, data: CommandData[T]): Promise<void> {
  const outcome = await app.commands.handle(issue(type, data, { id: newCommand(type, data).id, as: 'worker', by: 'worker-w1' }))
  if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
}

async function projected(app: TestApp): Promise<void> {
  const last = Number(await app.store.lastPosition())
  await eventually('the read models have seen everything', async () =>
    (await app.database.kysely.selectFrom('checkpoints').select('position').where('name', 'in', TELLING.map(({ name }) => name)).execute()).every(({ position }) => position >= last))
}

const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const
const card = (tmdbId: number, title = `Film ${tmdbId}`) => ({ mediaType: 'movie', tmdbId, title, year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: '', outline: null }) as const

/** What a device holds after it applied pages in the order in which they came. */
function replica() {
  const events: DomainEvent[] = []
  const cards = new Map<string, CardRow>()
  const jobs = new Map<string, JobRow>()
  return {
    events, cards, jobs,
    apply(page: Pick<SyncPage, 'events' | 'cards' | 'jobs'>) {
      events.push(...page.events)
      for (const row of page.cards) cards.set(row.key, row)
      for (const row of page.jobs) jobs.set(row.key, row)
    },
    // Of a list that somebody was let into, the events before that come late.
    contents: () => ({ positions: [...new Set(events.map(({ position }) => position))].sort(), cards: [...cards].sort(byKey), jobs: [...jobs].sort(byKey) }),
  }
}
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => a < b ? -1 : 1

t.test('whatever pages it is pulled in, and whatever happens meanwhile, a device ends with the same as one that pulled all at once', async (t) => {
  const app = await testApp(t)
  const [mine, other] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const next = seededRandom(1922)
  // The last is never shared.
  const listIds = [1, 2, 3, 4].map((number) => `11570000-0000-4000-8000-00000000000${number}`)
  for (const listId of listIds) await other.send(newCommand('CreateList', { listId, name: 'Nights out', visibility: 'private' }))
  const some = (count: number) => 1 + Math.floor(next() * count)
  const random = async () => {
    const who = next() < 0.6 ? mine : other
    switch (some(7)) {
      case 1: return who.send(newCommand('AddFavourite', film(some(30))))
      case 2: return who.send(newCommand('AddToWatchlist', film(some(30))), newCommand('RemoveFavourite', film(some(30))))
      case 3: return handle(app, 'DescribeTitle', card(some(30), `Film ${some(1_000)}`))
      case 4: return who.send(newCommand('RequestFetch', { movieId: 50 + some(10), jobId: newJobId() }))
      case 5: return handle(app, 'DescribeTitle', card(50 + some(10), `Film ${some(1_000)}`))
      case 6: return other.send(newCommand('AddToList', { listId: listIds[some(4) - 1]!, ...film(70 + some(10)) }))
      case 7: return next() < 0.5 ? other.send(newCommand('ShareList', { listId: listIds[some(3) - 1]!, userId: mine.userId, role: 'viewer' })) : handle(app, 'DescribeTitle', card(70 + some(10)))
    }
  }
  const pull = createPull({ store: app.store, readLists: readListsIn(app.database.kysely), rowChanges: (userId, after, rowsMax) => rowChanges(app.database.kysely, userId, after, rowsMax), people: async () => [] })
  const devices = Array.from({ length: 6 }, () => ({ ...replica(), cursor: BEGINNING }))
  for (let step = 0; step < 150; step++) {
    await random()
    const device = devices[some(6) - 1]!
    if (next() < 0.5) continue
    const page = (await pull(mine.userId, device.cursor, { eventsMax: some(4), rowsMax: 1 + some(4) }))!
    device.apply(page.changes)
    device.cursor = page.cursor
  }
  await projected(app)
  const whole = replica()
  whole.apply((await pull(mine.userId, BEGINNING, { eventsMax: 1_000, rowsMax: 1_000 }))!.changes)
  for (const device of devices) {
    for (let more = true, pages = 0; more; pages++) {
      if (pages > 500) throw new Error('the pages have no end')
      const page = (await pull(mine.userId, device.cursor, { eventsMax: some(4), rowsMax: 1 + some(4) }))!
      device.apply(page.changes)
      ;({ cursor: device.cursor, more } = page)
    }
    t.strictSame(device.contents(), whole.contents())
    const nothing = (await pull(mine.userId, device.cursor))!
    t.strictSame({ ...nothing.changes, cursor: nothing.cursor }, { events: [], cards: [], jobs: [], people: null, forget: [], cursor: device.cursor }, 'then there is nothing more')
  }

  const log: DomainEvent[] = []
  for await (const event of app.store.readAll(START, { categories: ['library', 'list'] })) log.push(withoutHash(event) as DomainEvent)
  const shared = new Set(log.flatMap(({ type, stream }) => type === 'ListShared' ? [stream] : []))
  t.equal(shared.size, 3)
  const own = log.filter(({ stream }) => stream.startsWith(`library-${mine.userId}_`) || shared.has(stream))
  t.strictSame(whole.events.toSorted((a, b) => a.position < b.position ? -1 : 1), own, 'all of their own events and of the lists shared with them, and none of anyone else')
  const [ofCards, ofLibrary, ofJobs, ofItems] = [cards, library, jobs, listItems].map(readModelTable)
  const { rows } = await app.database.pool.query<{ key: string }>(`select key from ${ofCards} c where exists (select from ${ofLibrary} l where l.user_id = $1 and l.tmdb_id = c.tmdb_id)
    or exists (select from ${ofJobs} j where j.movie_id = c.tmdb_id) or exists (select from ${ofItems} i where i.tmdb_id = c.tmdb_id and 'list-' || i.list_id = any ($2)) order by key collate "C"`, [mine.userId, [...shared]])
  t.strictSame([...whole.cards.keys()].sort(), rows.map(({ key }) => key), 'the cards of their own titles, of those in shared lists, and of what was asked for')
  t.ok(whole.jobs.size > 0 && rows.length > 5)
})

t.test('a title that had a card before it entered the library brings it along', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  await handle(app, 'DescribeTitle', card(1))
  await projected(app)
  const { cursor, cards } = await mine.pull()
  t.strictSame(cards, [])
  await mine.send(newCommand('AddFavourite', film(1)))
  await projected(app)
  t.match((await mine.pull(cursor)).cards, [{ key: 'movie_1', title: 'Film 1' }])
})

t.test('the whole replica comes as one stream of pages, and goes on after any whole line', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  for (let batch = 0; batch < 21; batch++) await mine.send(...Array.from({ length: 100 }, (_, index) => newCommand('AddFavourite', film(1 + batch * 100 + index))))
  await projected(app)
  const stream = async (cursor = '') => {
    const answer = await app.ask('GET', `/api/sync${cursor && `?cursor=${cursor}`}`, { cookie: mine.cookie, headers: { accept: 'application/x-ndjson' } })
    t.match(answer.headers, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    return answer.body.trimEnd().split('\n').map((line) => JSON.parse(line) as SyncPage)
  }
  const pages = await stream()
  t.ok(pages.length > 1, `${pages.length} pages`)
  t.strictSame(pages.map(({ more }) => more), [...pages.slice(1).map(() => true), false])
  t.equal(new Set(pages.flatMap(({ events }) => events.map(({ id }) => id))).size, 2_100)
  t.strictSame(await stream(pages[0]!.cursor), pages.slice(1))
  const compressed = await app.ask('GET', '/api/sync', { cookie: mine.cookie, headers: { accept: 'application/x-ndjson', 'accept-encoding': 'br' } })
  t.equal(compressed.headers['content-encoding'], 'br')
  t.ok(compressed.rawPayload.length * 5 < JSON.stringify(pages).length, `${compressed.rawPayload.length} of ${JSON.stringify(pages).length} bytes`)
})

t.test('a cursor that cannot be gone on from is refused, with what to do', async (t) => {
  const app = await testApp(t)
  const [mine, other] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const foreign = (await other.pull()).cursor
  const beyond = encodeCursor(mine.userId, { ...BEGINNING, events: 10_000 })
  for (const cursor of [foreign, beyond, 'x', '1.0.0', '1.zzzzzzzzzzz.0.' + mine.userId.slice(-12), '2' + foreign.slice(1)]) {
    const answer = await app.ask('GET', `/api/sync?cursor=${cursor}`, { cookie: mine.cookie })
    t.equal(answer.statusCode, 400, cursor)
    t.match(answer.json(), { code: 'INVALID_INPUT', error: /Ask again without one/, details: [{ field: 'cursor' }] })
  }
  t.equal((await app.ask('GET', '/api/sync')).statusCode, 401)
  t.equal((await app.ask('GET', '/api/sync?since=1', { cookie: mine.cookie })).statusCode, 400)
})

t.test('a cursor says the same again', async (t) => {
  for (const cursor of [BEGINNING, { ...BEGINNING, events: 1, rows: 35 }, { events: Number.MAX_SAFE_INTEGER, rows: 36, jobs: 40, lists: 7, part: { since: 9, given: 2_000 }, people: '0123abcd' }]) t.strictSame(decodeCursor(ada, encodeCursor(ada, cursor)), cursor)
})

t.test('what has not changed is not sent again, and a pull costs what changed: by index, not by reading the log', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  await mine.send(newCommand('AddFavourite', film(1)))
  await projected(app)
  const { cursor } = await mine.pull()
  const first = await app.ask('GET', `/api/sync?cursor=${cursor}`, { cookie: mine.cookie })
  const again = await app.ask('GET', `/api/sync?cursor=${cursor}`, { cookie: mine.cookie, headers: { 'if-none-match': String(first.headers.etag) } })
  t.strictSame([first.statusCode, again.statusCode, again.body], [200, 304, ''])

  // On the few rows of a test a sequential scan would be right.
  const client = await app.database.connect()
  await client.query('set enable_seqscan = off')
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain select * from events where split_part(stream, '_', 1) = 'library-${mine.userId}' and position > 5 order by position limit 10`)
  await client.end()
  t.match(rows.map((row) => row['QUERY PLAN']).join('\n'), /events_family_position_index/)
})
