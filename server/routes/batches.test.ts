import type { CommandId, Outcome } from '../../domain/command.ts'
import type { Command } from '../../domain/command.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import type { ProvenanceAnswer, TakeBackAnswer } from '../../projections/wire-history.ts'
import type { EntryAnswer, HistoryPage } from '../../projections/wire.ts'
import { eventually } from '../../test/support/eventually.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'

const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const

async function memberOf(app: TestApp, username: string) {
  await app.accounts.ensure({ username, password: 'a long password', role: 'member' })
  const cookie = await app.signIn(username, 'a long password')
  const undo = (batchId: string, body: object = {}) => app.ask('POST', `/api/batches/${batchId}/undo`, { cookie, body })
  return {
    cookie, undo,
    send: async (...commands: readonly Command[]) => (await app.ask('POST', '/api/commands', { cookie, body: commands })).json<{ outcomes: Outcome[] }>().outcomes,
    undone: async (batchId: string, body: object = {}) => (await undo(batchId, body)).json<TakeBackAnswer>(),
    rating: async (tmdbId: number) => (await app.ask('GET', `/api/library/movie/${tmdbId}?after=${await app.store.lastPosition()}`, { cookie })).json<EntryAnswer>().entry?.rating ?? null,
    history: async () => (await app.ask('GET', `/api/history?limit=100&after=${await app.store.lastPosition()}`, { cookie })).json<HistoryPage>().results,
  }
}

/** A batch's beginning and its commands, as a device sends them. */
function batchOf(commands: readonly Command[], more: { removes?: number; confirmed?: boolean } = {}): readonly [begin: Command, ...members: Command[]] {
  const begin = newCommand('BeginBatch', { batchId: '', kind: 'edit', name: `${commands.length} at once`, size: commands.length, removes: 0, ...more })
  return [{ ...begin, data: { ...begin.data as object, batchId: begin.id } }, ...commands.map((command) => ({ ...command, batchId: begin.id }))]
}

const rate = (tmdbId: number, rating: 'LIKE' | 'DISLIKE' = 'LIKE') => newCommand('RateMovie', { ...film(tmdbId), rating, watched: false })
const ids = Array.from({ length: 20 }, (_, i) => i + 1)

t.test('a batch is taken back by one request after a look at it, but for what was changed since; asked again, nothing is left; and it is done again as one', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  const batch = batchOf(ids.map((id) => rate(id)))
  const batchId = batch[0].id
  t.ok((await mine.send(...batch)).every(({ status }) => status === 'accepted'))
  const later = rate(3, 'DISLIKE')
  await mine.send(later)
  t.equal(await mine.rating(1), 'LIKE')

  const look = await mine.undone(batchId, { dryRun: true })
  t.match(look, { batchId: null, done: 0, name: '20 at once', removes: 19, held: 20, mustBeConfirmed: true, kept: [{ stream: /movie_3$/, code: 'SUPERSEDED', by: later.id }] })
  t.strictSame(look.taken.length, 19)
  t.match(look.taken[0], { facts: [{ type: 'RatingCleared' }] })
  t.equal(await mine.rating(1), 'LIKE', 'a look changes nothing')

  const refused = await mine.undo(batchId)
  t.strictSame([refused.statusCode, refused.json<{ code: string }>().code], [409, 'BATCH_REMOVES_MUCH'], 'so much has to be confirmed')
  const undone = await mine.undone(batchId, { confirmed: true })
  t.match([undone.done, undone.kept.length], [19, 1])
  t.strictSame([await mine.rating(1), await mine.rating(20), await mine.rating(3)], [null, null, 'DISLIKE'], 'what was changed since stays')
  t.match(await mine.undone(batchId, { confirmed: true }), { batchId: null, done: 0, taken: [] }, 'a second time finds nothing left')

  const redone = await mine.undone(undone.batchId!)
  t.match([redone.done, redone.kept.length, await mine.rating(1), await mine.rating(3)], [19, 0, 'LIKE', 'DISLIKE'])
  const begun = (await mine.history()).filter(({ type }) => type === 'BatchBegun').map(({ data }: TimelineRow) => [data.kind, data.undoes ?? null])
  t.strictSame(begun, [['redo', undone.batchId], ['undo', batchId], ['edit', null]], 'each is in the history, with what it takes back')
})

t.test('whatever can be taken back is, by its event or command, in whichever kind of stream', async (t) => {
  const app = await testApp(t)
  const [mine, other] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const undo = (who: { cookie: string }, body: object) => app.ask('POST', '/api/undo', { cookie: who.cookie, body })
  const listId = '0e0e0e0e-0000-4000-8000-00000000000e'
  const added = newCommand('AddToList', { listId, ...film(1) })
  const [, inList] = await mine.send(newCommand('CreateList', { listId, name: 'Noir', visibility: 'private' }), added)
  t.match(inList, { status: 'accepted' })
  t.equal((await undo(other, { commandId: added.id })).statusCode, 404, 'not by who does not belong to the list')
  t.match((await undo(mine, { commandId: added.id })).json(), { status: 'accepted', events: [{ type: 'RemovedFromList' }] })
  const wished = newCommand('RequestFetch', { movieId: 1, jobId: newJobId() })
  await mine.send(wished)
  t.match((await undo(mine, { commandId: wished.id })).json(), { status: 'accepted', events: [{ type: 'FetchCancelled' }] })
  const [named] = await mine.send(newCommand('NameDevice', { deviceId: listId, name: 'Tablet' }))
  t.equal((await undo(mine, { eventId: named!.status === 'accepted' ? named!.events[0]!.id : '' })).statusCode, 404, 'a name is changed, not taken back')
})

t.test('nobody takes back another person\'s batch, nor what is none', async (t) => {
  const app = await testApp(t)
  const [mine, other] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const [begin, ...members] = batchOf([rate(1)])
  await mine.send(begin, ...members)
  for (const [who, id] of [[other, begin.id], [mine, members[0]!.id], [mine, newCommand('AddFavourite', film(1)).id]] as const) t.equal((await who.undo(id)).statusCode, 404)
  t.equal((await app.ask('POST', `/api/batches/${begin.id}/undo`, { body: {} })).statusCode, 401)
})

t.test('a batch that would take much of a history away stops and asks', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  await mine.send(...ids.map((id) => rate(id)))
  await eventually('the library has them', async () => await mine.rating(20) === 'LIKE')
  const clear = ids.map((id) => newCommand('ClearRating', film(id)))
  const [begun, ...members] = await mine.send(...batchOf(clear, { removes: 20 }))
  t.match(begun, { status: 'rejected', code: 'BATCH_REMOVES_MUCH', details: { removes: 20, held: 20 } })
  t.ok(members.every((outcome) => outcome.status === 'rejected' && outcome.code === 'UNKNOWN_BATCH'), 'and nothing of it is done')
  t.equal(await mine.rating(1), 'LIKE')

  const lying = await mine.send(...batchOf(clear.slice(0, 5).map((command) => ({ ...command, id: newCommand('ClearRating', film(1)).id }))), )
  t.match(lying[0], { status: 'accepted' })
  const further = await mine.send({ ...newCommand('ClearRating', film(10)), batchId: lying[0]!.id })
  t.match(further, [{ status: 'rejected', code: 'BATCH_REMOVES_MORE' }], 'one that removes more than it said goes no further')

  const confirmed = batchOf(ids.map((id) => newCommand('ClearRating', film(id))), { removes: 20, confirmed: true })
  t.ok((await mine.send(...confirmed)).every(({ status }) => status === 'accepted'))
  t.equal(await mine.rating(20), null)
  t.match(await mine.send(...confirmed), [{ status: 'accepted', events: [{ type: 'BatchBegun' }] }], 'sent again it is the same')
})

t.test('what belongs to a batch that never began is not done', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  const stray: Command = { ...rate(1), batchId: newCommand('AddFavourite', film(1)).id as CommandId }
  t.match(await mine.send(stray), [{ status: 'rejected', code: 'UNKNOWN_BATCH' }])
  const { outcomes } = (await app.ask('POST', '/api/commands', { cookie: mine.cookie, body: { commands: [stray], atomic: true } })).json<{ outcomes: Outcome[] }>()
  t.match(outcomes, [{ status: 'rejected', code: 'UNKNOWN_BATCH' }])
})

t.test('nobody does anything in another\'s batch, also while that is under way', async (t) => {
  const app = await testApp(t)
  const [mine, other] = [await memberOf(app, 'ada'), await memberOf(app, 'bob')]
  const [begin, ...members] = batchOf([rate(1)])
  await mine.send(begin, ...members)
  t.match(await other.send({ ...rate(2), batchId: begin.id }), [{ status: 'rejected', code: 'UNKNOWN_BATCH' }])
  t.match(await other.send({ ...begin, issuedAt: new Date().toISOString() }), [{ status: 'rejected', code: 'COMMAND_ID_REUSED' }], 'nor begins it again as their own')
  t.match(await other.send({ ...rate(3), batchId: begin.id }), [{ status: 'rejected', code: 'UNKNOWN_BATCH' }])
})

t.test('history is filtered as on a device; only admins look at that of others; every fact says where it comes from', async (t) => {
  const app = await testApp(t)
  const mine = await memberOf(app, 'ada')
  await app.accounts.ensure({ username: 'root', password: 'a long password', role: 'admin' })
  const root = await app.signIn('root', 'a long password')
  const { userId } = (await app.ask('GET', '/api/session', { cookie: mine.cookie })).json<{ userId: string }>()
  const deviceId = '0d0d0d0d-0000-4000-8000-00000000000d' as Command['deviceId']
  const early = { ...rate(1), deviceId, issuedAt: '2026-02-01T12:00:00.000Z' }
  const tagged = newCommand('TagTitle', { ...film(2), tag: 'noir' })
  await mine.send(early, rate(1, 'DISLIKE'), tagged, newCommand('Undo', { ...film(2), commandId: tagged.id }))
  await mine.history()
  const found = async (query: string, cookie = mine.cookie) => (await app.ask('GET', `/api/history?${query}`, { cookie })).json<HistoryPage>().results.map(({ type, subject }) => `${type} ${subject}`)
  t.strictSame(await found('kind=tag'), ['TitleUntagged movie_2', 'TitleTagged movie_2'])
  t.strictSame(await found(`deviceId=${deviceId}`), ['TitleRated movie_1'])
  t.strictSame(await found('to=2026-02-02T00:00:00Z'), ['TitleRated movie_1'])
  t.strictSame(await found('offline=true'), ['TitleRated movie_1'])
  t.strictSame(await found('undone=true'), ['TitleTagged movie_2'])
  t.strictSame(await found('subject=movie_2&undone=false'), ['TitleUntagged movie_2'])
  t.strictSame(await found(`person=${userId}&kind=tag`, root), ['TitleUntagged movie_2', 'TitleTagged movie_2'])
  const { userId: other } = (await app.ask('GET', '/api/session', { cookie: root })).json<{ userId: string }>()
  t.equal((await app.ask('GET', `/api/history?person=${other}`, { cookie: mine.cookie })).statusCode, 403)

  const { facts } = (await app.ask('GET', '/api/provenance?mediaType=movie&tmdbId=1', { cookie: mine.cookie })).json<ProvenanceAnswer>()
  t.match(facts, [{ field: 'rating', act: { data: { rating: 'DISLIKE' } }, replaced: { commandId: early.id, deviceId }, again: null, offline: false }])
  t.equal((await app.ask('GET', '/api/provenance?mediaType=movie', { cookie: mine.cookie })).statusCode, 400)
})
