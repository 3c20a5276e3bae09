/** Lists over HTTP and to devices, on a real database. */

import type { Outcome } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import type { SyncPage } from '../../projections/wire.ts'
import { issue } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'

const listId = '11570000-0000-4000-8000-000000000001'
const nobodys = '11570000-0000-4000-8000-000000000009'
const film = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const

async function memberOf(app: TestApp, username: string) {
  await app.accounts.ensure({ username, password: 'a long password', role: 'member' })
  const cookie = await app.signIn(username, 'a long password')
  const get = async (url: string) => {
    const { statusCode, body } = await app.ask('GET', url, { cookie })
    return { status: statusCode, body: JSON.parse(body) as Record<string, never> }
  }
  const ask = async (method: 'POST' | 'PUT' | 'DELETE', url: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await app.ask(method, url, { cookie, body, headers })
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, never> }
  }
  const { userId } = (await get('/api/session')).body as unknown as { userId: string }
  return {
    userId, get, ask,
    pull: async (cursor?: string) => (await get(`/api/sync${cursor ? `?cursor=${cursor}` : ''}`)).body as unknown as SyncPage,
    async send<T extends CommandType>(type: T, data: CommandData[T]) {
      const [outcome] = ((await app.ask('POST', '/api/commands', { cookie, body: newCommand(type, data) })).json<{ outcomes: Outcome[] }>()).outcomes
      if (outcome!.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    },
  }
}

async function describe(app: TestApp, tmdbId: number): Promise<void> {
  const data = { ...film(tmdbId), title: `Film ${tmdbId}`, year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: [], overview: '', outline: null }
  await app.commands.handle(issue('DescribeTitle', data, { id: newCommand('DescribeTitle', data).id, as: 'worker', by: 'worker-w1' }))
}

async function projected(app: TestApp): Promise<void> {
  const last = Number(await app.store.lastPosition())
  await eventually('the read models have seen everything', async () => (await app.database.kysely.selectFrom('checkpoints').select('position').where('name', 'in', ['lists', 'list_items', 'list_members', 'cards', 'library', 'jobs']).execute()).every(({ position }) => position >= last))
}

t.test('lists are read by who belongs to them, as they are now', async (t) => {
  const app = await testApp(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  t.strictSame(((await bob.get('/api/people')).body.people as unknown as unknown[]).slice(-2), [{ userId: ada.userId, username: 'ada', role: 'member' }, { userId: bob.userId, username: 'bob', role: 'member' }])
  t.equal((await app.ask('GET', '/api/people')).statusCode, 401)
  await ada.send('CreateList', { listId, name: 'Nights out', visibility: 'private' })
  for (const tmdbId of [1, 2, 3]) await ada.send('AddToList', { listId, title: film(tmdbId), orderKey: `a${9 - tmdbId}` })
  t.match((await ada.get(`/api/lists/${listId}`)), { status: 200, body: { list: { key: listId, name: 'Nights out', itemCount: 3, ownerId: ada.userId }, myRole: 'owner' } }, 'whether or not a read model has seen it')
  t.match((await ada.get(`/api/lists/${listId}/items?limit=2`)).body, { totalResults: 3, totalPages: 2, results: [{ tmdbId: 3 }, { tmdbId: 2 }] })
  t.match((await ada.get(`/api/lists/${listId}/items?limit=2&page=2`)).body, { results: [{ tmdbId: 1 }] })
  const missing = [await bob.get(`/api/lists/${listId}`), await bob.get(`/api/lists/${listId}/items`), await bob.get(`/api/lists/${nobodys}`)]
  t.match(missing, [{ status: 404 }, { status: 404 }, { status: 404 }])
  t.match((await bob.get('/api/lists')).body, { totalResults: 0, results: [] })
  await ada.send('ShareList', { listId, userId: bob.userId, role: 'viewer' })
  t.match((await bob.get(`/api/lists/${listId}`)).body, { myRole: 'viewer' })
  const after = await app.store.lastPosition()
  t.match((await bob.get(`/api/lists?after=${after}`)).body, { totalResults: 1, results: [{ key: listId, members: [{ userId: bob.userId, role: 'viewer' }] }] })
  await ada.send('UnshareList', { listId, userId: bob.userId })
  t.equal((await bob.get(`/api/lists/${listId}`)).status, 404)
  await ada.send('DeleteList', { listId })
  t.equal((await ada.get(`/api/lists/${listId}`)).status, 404)
})

t.test('every change of a list has an address', async (t) => {
  const app = await testApp(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const made = await ada.ask('POST', '/api/lists', { name: 'Nights out', visibility: 'private' })
  const id = /^list-(.{36})$/.exec((made.body as unknown as { events: { stream: string }[] }).events[0]!.stream)![1]!
  const of = (path: string) => `/api/lists/${id}${path}`
  const key = { 'idempotency-key': newCommand('AddFavourite', { title: film(1) }).id }
  const [once, twice] = [await ada.ask('POST', '/api/lists', { name: 'Once', visibility: 'private' }, key), await ada.ask('POST', '/api/lists', { name: 'Once', visibility: 'private' }, key)]
  t.strictSame(once.body, twice.body, 'sent again it is the same list')
  const steps: readonly (readonly ['POST' | 'PUT' | 'DELETE', string, object?])[] = [
    ['PUT', '/name', { name: 'Nights in' }], ['PUT', '/description', { description: 'For us' }], ['PUT', '/visibility', { visibility: 'unlisted' }],
    ['PUT', '/items/movie/1'], ['PUT', '/items/tv/2', { note: 'Both', orderKey: 'Zz' }], ['PUT', '/items/movie/1/note', { note: 'First' }],
    ['PUT', '/items/movie/1/note', { note: null }], ['PUT', '/items/movie/1/place', { orderKey: 'Zy' }], ['PUT', `/members/${bob.userId}`, { role: 'viewer' }],
  ]
  for (const [method, path, body] of steps) t.match(await ada.ask(method, of(path), body), { status: 200, body: { status: 'accepted' } }, path)
  t.match((await bob.get(of(''))).body, { list: { name: 'Nights in', description: 'For us', visibility: 'unlisted', itemCount: 2 }, myRole: 'viewer' })
  t.match((await bob.get(of('/items'))).body, { results: [{ tmdbId: 1, note: null, orderKey: 'Zy' }, { tmdbId: 2, note: 'Both' }] })
  t.match(await bob.ask('DELETE', of('/items/movie/1')), { status: 409, body: { code: 'VIEW_ONLY' } })
  const removed = await ada.ask('DELETE', of('/items/movie/1'))
  t.match(await ada.ask('POST', of('/undo'), { commandId: removed.body.id }), { status: 200 })
  t.match(await ada.ask('POST', of('/redo')), { status: 200 })
  t.match(await bob.ask('POST', '/api/undo', { commandId: removed.body.id }), { status: 409, body: { code: 'VIEW_ONLY' } })
  t.match(await ada.ask('DELETE', of(`/members/${bob.userId}`)), { status: 200 })
  t.match(await bob.ask('POST', '/api/undo', { commandId: removed.body.id }), { status: 404, body: { code: 'NOT_FOUND' } })
  const gone = await ada.ask('DELETE', of(''))
  t.match(await ada.ask('POST', '/api/undo', { commandId: gone.body.id }), { status: 200 })
  t.match((await ada.get(of('/items'))).body, { totalResults: 1 })
  t.match(await ada.ask('PUT', of('/items/movie/1/place'), { orderKey: '!' }), { status: 400, body: { code: 'INVALID_INPUT' } })
  t.match(await ada.ask('PUT', of('/name')), { status: 400 })
})

t.test('a list that is not private is shown to anyone who has its address, and nothing tells a private one from none', async (t) => {
  const app = await testApp(t)
  const ada = await memberOf(app, 'ada')
  await describe(app, 1)
  await projected(app)
  await ada.send('CreateList', { listId, name: 'Nights out', description: 'For the winter', visibility: 'unlisted' })
  await ada.send('AddToList', { listId, title: film(1), note: 'First' })
  await ada.send('AddToList', { listId, title: film(2) })
  const ask = (id: string) => app.ask('GET', `/api/public/lists/${id}`)
  const shown = await ask(listId)
  t.strictSame(shown.json(), {
    list: { listId, name: 'Nights out', description: 'For the winter', visibility: 'unlisted', ownerName: 'ada', itemCount: 2, changedAt: shown.json<{ list: { changedAt: string } }>().list.changedAt },
    items: [{ ...film(1), note: 'First', card: { key: 'movie_1', ...film(1), title: 'Film 1', year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: [], overview: '', outline: null } }, { ...film(2), note: null, card: null }],
  })
  t.match(shown.headers, { 'cache-control': 'public, no-cache', 'x-robots-tag': 'noindex', etag: /^W/ })
  t.equal((await app.ask('GET', `/api/public/lists/${listId}`, { headers: { 'if-none-match': String(shown.headers.etag) } })).statusCode, 304)
  await ada.send('ChangeListVisibility', { listId, visibility: 'public' })
  t.equal((await ask(listId)).headers['x-robots-tag'], undefined)
  const none = await ask(nobodys)
  t.match([none.statusCode, none.json()], [404, { code: 'NOT_FOUND' }])
  const same = (answer: typeof none) => t.strictSame([answer.statusCode, { ...answer.json<object>(), requestId: '' }, answer.headers['cache-control']], [404, { ...none.json<object>(), requestId: '' }, none.headers['cache-control']])
  await ada.send('ChangeListVisibility', { listId, visibility: 'private' })
  same(await ask(listId))
  await ada.send('ChangeListVisibility', { listId, visibility: 'public' })
  await ada.send('DeleteList', { listId })
  same(await ask(listId))
  t.equal((await ask('x')).statusCode, 400)
  const codes = new Set<number>()
  for (let i = 0; i < 130; i++) codes.add((await ask(nobodys)).statusCode)
  t.ok(codes.has(429), 'who tries many is slowed down')
})

t.test('[SY20] cards of what is in a list come to whom it is shared with, also those it had before', async (t) => {
  const app = await testApp(t)
  const [ada, bob] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  for (const tmdbId of [1, 2, 3]) await describe(app, tmdbId)
  await ada.send('CreateList', { listId, name: 'Nights out', visibility: 'private' })
  await ada.send('AddToList', { listId, title: film(1) })
  await projected(app)
  const cardsOf = async (member: typeof bob, cursor?: string) => {
    const { cards, cursor: next, events } = await member.pull(cursor)
    return { cards: cards.map(({ tmdbId }) => tmdbId).sort(), next, events: events.map(({ type }) => type) }
  }
  t.strictSame((await cardsOf(ada)).cards, [1])
  const nothing = await cardsOf(bob)
  t.strictSame([nothing.cards, nothing.events], [[], []])
  await ada.send('ShareList', { listId, userId: bob.userId, role: 'editor' })
  await projected(app)
  const shared = await cardsOf(bob, nothing.next)
  t.strictSame([shared.cards, shared.events], [[1], ['ListCreated', 'AddedToList', 'ListShared']])
  await ada.send('AddToList', { listId, title: film(2) })
  await projected(app)
  const added = await cardsOf(bob, shared.next)
  t.strictSame([added.cards, added.events], [[2], ['AddedToList']])
  await describe(app, 4)
  await bob.send('AddToList', { listId, title: film(5) })
  await describe(app, 5)
  await projected(app)
  const described = await cardsOf(ada)
  t.strictSame(described.cards, [1, 2, 5], 'and none of what is in no list of theirs')
  await ada.send('UnshareList', { listId, userId: bob.userId })
  await describe(app, 6)
  await ada.send('AddToList', { listId, title: film(6) })
  await projected(app)
  const lost = await bob.pull(added.next)
  t.strictSame([lost.forget, lost.cards, lost.events], [[`list-${listId}`], [], []])
  t.strictSame((await bob.pull(lost.cursor)).forget, [], 'once')
})
