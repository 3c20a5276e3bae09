import { createHmac } from 'node:crypto'
import type { CommandData, CommandType } from '../domain/index.ts'
import type { Sender } from '../domain/command.ts'
import { projections } from '../projections/index.ts'
import type { WebhookWish } from '../projections/wire-webhooks.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createReadModels } from '../server/db/read-model-tables.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { WEBHOOK } from '../server/webhooks/attempts.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada, bob, issue } from '../test/support/given.ts'
import { hookReceiver } from '../test/support/hook-receiver.ts'
import { hooksOf } from '../test/support/hooks-of.ts'
import { newCommand, newJobId } from '../test/support/person.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { createBell } from './bell.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { runRelay } from './outbox-relay.ts'
import { startPolicies } from './policy.ts'
import { tellWebhooks } from './tell-webhooks.ts'

const SECRET = 'whsec_' + Buffer.alloc(24, 1).toString('base64')
const wish = (url: string, more: Partial<WebhookWish> = {}): WebhookWish =>
  ({ name: 'House', template: 'rewind', kinds: ['request.pending', 'request.approved', 'request.declined', 'grab', 'request.failed'], enabled: true, ownNetwork: true, url: `${url}/in/t0ken-of-mine?key=also-mine`, secret: SECRET, ...more })

/** Ada asks for films, Bob is an admin; the policy and the relay run, and time of waiting does not pass by chance. */
async function householdOf(t: Test) {
  const { database } = await withPostgres(t)
  await createReadModels(database.pool, projections)
  for (const [userId, username] of [[ada, 'ada'], [bob, 'bob']] as const) await database.kysely.insertInto('accounts').values({ userId, username, passwordHash: 'none', role: 'member' }).execute()
  const system = { ...realSystem, randomBytes: (count: number) => new Uint8Array(count) }
  const lines: string[] = []
  const note = (fields: object, message: string) => lines.push(JSON.stringify({ ...fields, message }) + String((fields as { err?: unknown }).err ?? ''))
  const log: Log = { ...silentLog, info: note, warn: note, error: note, debug: note }
  const store = await createPostgresEventStore({ database, system: realSystem, log })
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const hooks = await hooksOf(t, database, handle)
  const bell = createBell(realSystem)
  const run = async (timeoutMs = 5_000) => {
    const stop = new AbortController()
    const ports = { db: database.kysely, system, log, signal: stop.signal }
    const { stopped } = await startPolicies({ ...ports, store, policies: [tellWebhooks({ store, webhooks: hooks.webhooks }) as never], ring: bell.ring })
    const relaying = runRelay('webhooks', { ...ports, deliver: { [WEBHOOK]: deliverWebhook({ ...hooks, system, log, timeoutMs }) }, wait: (ms, signal) => bell.wait(Math.min(ms, 20), signal) })
    return { async stop() { stop.abort(); await Promise.all([stopped, relaying]) } }
  }
  t.teardown(() => store.close())
  const send = async <T extends CommandType>(type: T, data: CommandData[T], as: Sender = 'viewer') => {
    const outcome = await handle(issue(type, data, { id: newCommand(type, data).id, by: as === 'admin' ? bob : as === 'worker' ? 'worker-w1' : ada, as, at: new Date().toISOString() }))
    if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
  }
  return {
    database, hooks, run, send, store, lines,
    version: () => hooks.webhooks.set().version,
    setUp: async (made: WebhookWish) => {
      await hooks.webhooks.save(null, made, { from: hooks.webhooks.set().version, actor: bob })
      return hooks.webhooks.set().value.hooks.at(-1)!
    },
    /** Somebody asks for so many films, one after the other. */
    async ask(count: number, first = 100) {
      for (let i = 0; i < count; i++) await send('RequestFetch', { movieId: first + i, jobId: newJobId() })
    },
    outbox: () => database.kysely.selectFrom('outbox').selectAll().where('kind', '=', WEBHOOK).orderBy('position').execute(),
    async rushed() { await database.pool.query(`update outbox set try_at = now() where state = 'waiting' and not holds`) },
  }
}

t.test('what happens is told once, in order, signed, with the id it keeps; secrets are nowhere else', async (t) => {
  const receiver = await hookReceiver(t)
  const house = await householdOf(t)
  const hook = await house.setUp(wish(receiver.url, { headers: [{ name: 'authorization', value: 'Bearer a-token-of-mine' }] }))
  const running = await house.run()
  const jobId = newJobId()
  const worker = { movieId: 653, jobId, workerId: 'w1' }
  await house.send('RequestFetch', { movieId: 653, jobId })
  await house.send('ApproveFetch', { movieId: 653, jobId }, 'admin')
  await house.send('ClaimJob', { ...worker, leaseUntil: new Date(Date.now() + 60_000).toISOString() }, 'worker')
  await house.send('SelectRelease', { ...worker, releaseId: 'demo:1', title: 'Nosferatu.1922', indexer: 'demo', sizeBytes: 5_000, reason: 'The best' }, 'worker')
  await house.send('FailJob', { ...worker, code: 'ARTICLES_MISSING', message: 'Too much is missing', retryable: true }, 'worker')
  await eventually('all are told', () => receiver.taken.length === 4)
  await running.stop()
  t.same(receiver.kinds(), ['request.pending', 'request.approved', 'grab', 'request.failed'])
  const bodies = receiver.taken.map(({ body }) => JSON.parse(body))
  t.match(bodies[0], { type: 'request.pending', timestamp: /Z$/, data: { position: /^\d{20}$/, about: 'TMDB movie 653', link: 'https://films.example.org/movie/653', title: { movieId: 653 }, requestedBy: { userId: ada, username: 'ada' }, jobId } })
  t.match(bodies[3], { data: { release: { title: 'Nosferatu.1922' }, failure: { code: 'ARTICLES_MISSING', retryable: true } } })
  t.same(bodies.map(({ data }) => data.position).sort(), bodies.map(({ data }) => data.position), 'positions tell the order')
  const rows = await house.outbox()
  for (const [i, { headers, body }] of receiver.taken.entries()) {
    t.equal(headers['webhook-id'], `msg_${rows[i]!.id}`)
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    t.equal(headers['webhook-signature'], `v1,${createHmac('sha256', Buffer.alloc(24, 1)).update(signed).digest('base64')}`)
    t.match(headers, { authorization: 'Bearer a-token-of-mine', 'content-type': /json/ })
  }
  t.match(await house.hooks.attempts.of(hook.id), [{ kind: 'request.failed', outcome: 'delivered', status: 204, about: 'TMDB movie 653' }, {}, {}, {}])
  const again = await house.run()
  await house.database.kysely.updateTable('checkpoints').set({ position: 0 }).where('name', '=', 'tell-webhooks').execute()
  await house.ask(1)
  await eventually('the new one', () => receiver.taken.length === 5)
  await again.stop()
  t.equal(receiver.taken.length, 5, 'nothing is told again when the log is read again')
  const events = JSON.stringify(await Array.fromAsync(house.store.readStream('settings-webhooks' as never)))
  const tables = JSON.stringify([await house.outbox(), await house.database.kysely.selectFrom('settings').selectAll().execute(), await house.database.kysely.selectFrom('webhookAttempts').selectAll().execute()])
  for (const [where, text] of Object.entries({ events, tables, log: house.lines.join('\n') })) for (const secret of [SECRET, 't0ken-of-mine', 'also-mine', 'a-token-of-mine']) t.notOk(text.includes(secret), `${where}: ${secret}`)
})

t.test('one that fails is tried again with the same id and overtaken; after its tries it is kept as a letter, and goes out when an admin says so', async (t) => {
  const receiver = await hookReceiver(t, (response, { body }) => response.writeHead(body.includes('"movieId":100') ? 500 : 200).end('no room for key also-mine today'))
  const house = await householdOf(t)
  const hook = await house.setUp(wish(receiver.url))
  const running = await house.run()
  await house.ask(3)
  await eventually('the others are told', async () => (await house.outbox()).filter(({ state }) => state === 'delivered').length === 2)
  await eventually('the first is dead', async () => { await house.rushed(); return (await house.outbox())[0]!.state === 'dead' })
  const [first] = await house.outbox()
  const tries = receiver.taken.filter(({ headers }) => headers['webhook-id'] === `msg_${first!.id}`)
  t.equal(tries.length, limits.outboxTriesMax)
  t.match(await house.hooks.attempts.letters([hook]), { total: 1, letters: [{ messageId: first!.id, hookName: 'House', kind: 'request.pending', tries: limits.outboxTriesMax, code: 'HOOK_REFUSED', last: { status: 500, excerpt: 'no room for key [secret] today' } }] })
  t.match((await house.hooks.attempts.standings()).get(hook.id), { waiting: 0, dead: 1 })
  receiver.answerWith((response) => response.writeHead(200).end())
  t.equal(await house.hooks.attempts.retry([first!.id]), 1)
  await eventually('it is taken', async () => (await house.outbox())[0]!.state === 'delivered')
  t.equal(receiver.taken.at(-1)!.headers['webhook-id'], `msg_${first!.id}`)

  await house.hooks.webhooks.save(hook.id, { ...wish(receiver.url), enabled: false }, { from: house.version(), actor: bob })
  await house.ask(1, 200)
  await running.stop()
  t.equal((await house.outbox()).length, 3, 'nothing is put by for who is switched off')
  await house.database.pool.query(`update outbox set state = 'dead', settled_at = now()`)
  t.equal(await house.hooks.attempts.drop([first!.id]), 1)
  t.equal(await house.hooks.attempts.drop(null), 2, 'all the rest')
  t.match(await house.hooks.attempts.letters([hook]), { total: 0, letters: [] })
})

t.test('410 switches it off, a wish to wait holds back all that is for it, and who may not be spoken to hears nothing', async (t) => {
  const [gone, busy, canary] = [await hookReceiver(t, (response) => response.writeHead(410).end()), await hookReceiver(t, (response) => response.writeHead(429, { 'retry-after': '3600' }).end()), await hookReceiver(t)]
  const away = await hookReceiver(t, (response) => response.writeHead(307, { location: canary.url }).end())
  const house = await householdOf(t)
  const [one, two, three, four] = [await house.setUp(wish(gone.url, { name: 'Gone' })), await house.setUp(wish(busy.url, { name: 'Busy' })), await house.setUp(wish(canary.url, { name: 'Private', ownNetwork: false })), await house.setUp(wish(away.url, { name: 'Away' }))]
  const running = await house.run()
  await house.ask(2)
  const of = async (hook: { readonly id: string }) => (await house.outbox()).filter(({ lane }) => lane === hook.id)
  await eventually('all were tried', async () => [one, two, three, four].every((hook) => hook) && (await of(three)).every(({ state }) => state === 'dead') && (await of(two)).some(({ code }) => code !== null) && away.taken.length >= 2 && (await of(one)).every(({ state }) => state === 'dead'))
  await house.rushed()
  await realSystem.sleep(100)
  await running.stop()
  t.same((await of(one)).map(({ code }) => code), ['HOOK_GONE', 'HOOK_OFF'])
  t.match(house.hooks.webhooks.find(one.id), { enabled: false, gone: true })
  t.equal(gone.taken.length, 1)
  t.equal(busy.taken.length, 1, 'the second waits as well')
  t.match(await of(two), [{ state: 'waiting', holds: true, code: 'HOOK_REFUSED' }, { state: 'waiting', tries: 0 }])
  t.ok(Date.parse((await of(two))[0]!.tryAt) > Date.now() + 3_500_000)
  t.same((await of(three)).map(({ code, tries }) => `${code} ${tries}`), ['HOOK_FORBIDDEN 1', 'HOOK_FORBIDDEN 1'])
  t.equal(canary.taken.length, 0, 'neither at a private address nor where somebody leads')
  t.match(await house.hooks.attempts.of(four.id), [{ outcome: 'refused', status: 307 }])
})

t.test('who hangs, drips or talks without end holds up nobody else and fills no memory', async (t) => {
  const [hanging, endless, quick] = [await hookReceiver(t, () => undefined), await hookReceiver(t, (response) => {
    response.writeHead(200)
    const more = () => { while (!response.destroyed && response.write('x'.repeat(65_536))) { /* until it is full */ } }
    response.on('drain', more)
    more()
  }), await hookReceiver(t)]
  const house = await householdOf(t)
  const [hung, talker] = [await house.setUp(wish(hanging.url, { name: 'Hung', headers: [{ name: 'x-holds', value: 'values message seconds' }] })), await house.setUp(wish(endless.url, { name: 'Talker' }))]
  await house.setUp(wish(quick.url, { name: 'Quick' }))
  const running = await house.run(60_000)
  await house.ask(12)
  await eventually('the quick one has all', () => quick.taken.length === 12)
  t.equal(hanging.taken.length, 1, 'while the first is still under way elsewhere')
  t.same(quick.taken.map(({ body }) => JSON.parse(body).data.title.movieId), Array.from({ length: 12 }, (_, i) => 100 + i), 'in order')
  await eventually('the talker has all', async () => (await house.outbox()).filter(({ lane, state }) => lane === talker.id && state === 'delivered').length === 12)
  const [said] = await house.hooks.attempts.of(talker.id)
  t.ok(said!.excerpt.length <= limits.webhookAnswerBytesMax)
  await running.stop()
  const impatient = await house.run(200)
  await eventually('it was too late', async () => (await house.hooks.attempts.of(hung.id)).some(({ outcome }) => outcome === 'late'))
  t.match((await house.hooks.attempts.of(hung.id)).find(({ outcome }) => outcome === 'late'), { told: { code: 'HOOK_LATE', values: { seconds: 0 }, message: /no answer within/ }, excerpt: /no answer within/ }, 'with a code, so that it is said in any language, whatever words are secrets')
  await impatient.stop()
})

t.test('what a receiver repeats of a requester goes with their account, and is not kept of who has none any more', async (t) => {
  const receiver = await hookReceiver(t, (response) => response.end('noted: ada wants a film'))
  const house = await householdOf(t)
  const hook = await house.setUp(wish(receiver.url))
  const running = await house.run()
  await house.ask(1)
  await eventually('it is told', async () => (await house.hooks.attempts.of(hook.id)).length === 1)
  t.match(await house.hooks.attempts.of(hook.id), [{ outcome: 'delivered', excerpt: 'noted: ada wants a film' }])
  await house.database.kysely.deleteFrom('accounts').where('userId', '=', ada).execute()
  t.same(await house.hooks.attempts.of(hook.id), [])
  await house.ask(1, 200)
  await eventually('it is told as well', async () => (await house.hooks.attempts.of(hook.id)).length === 1)
  t.match(await house.hooks.attempts.of(hook.id), [{ outcome: 'delivered', excerpt: '' }])
  await running.stop()
})

t.test('one that died with its process goes out again with the same id, in its turn', async (t) => {
  const receiver = await hookReceiver(t, (response, _taken, nth) => nth === 0 ? undefined : response.writeHead(200).end())
  const house = await householdOf(t)
  await house.setUp(wish(receiver.url))
  const first = await house.run()
  await house.ask(2)
  await eventually('it was sent', () => receiver.taken.length === 1)
  // What a kill leaves: a claim that ran out, and no word of how it ended; who had it has no say any more.
  await house.database.pool.query(`update outbox set tries = tries + 1, try_at = now() where tries = 1`)
  await first.stop()
  const second = await house.run()
  await eventually('both are taken', async () => (await house.outbox()).every(({ state }) => state === 'delivered'))
  await second.stop()
  const ids = receiver.taken.map(({ headers }) => headers['webhook-id'])
  const [a, b] = (await house.outbox()).map(({ id }) => `msg_${id}`)
  t.same(ids, [a, a, b])
})
