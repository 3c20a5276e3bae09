import type { Sender } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import type { CommandData, CommandType, DomainEvent } from '../domain/index.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { pushKeyIn } from '../server/push/push-key.ts'
import { pushSubscriptionsIn } from '../server/push/push-subscriptions.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada, bob, issue } from '../test/support/given.ts'
import { newCommand, newJobId } from '../test/support/person.ts'
import { hooksOf } from '../test/support/hooks-of.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { startHousePolicies } from './start-policies.ts'

const carol = '0c0c0c0c-0000-4000-8000-000000000003' as UserId

/** Ada watches, Bob and Carol are admins. */
async function householdOf(t: Test) {
  const { database } = await withPostgres(t)
  const ports = { system: realSystem, log: silentLog }
  const store = await createPostgresEventStore({ database, ...ports })
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  for (const [userId, role] of [[ada, 'viewer'], [bob, 'admin'], [carol, 'admin']] as const) {
    await database.kysely.insertInto('accounts').values({ userId, username: userId, passwordHash: 'none', role }).execute()
  }
  const pushKey = await pushKeyIn(t.testdir({}), 'mailto:ada@example.org', realSystem)
  const push = { erasure: { complete: async () => {} }, userAccess: { settle: async () => false }, pushKey, pushSubscriptions: pushSubscriptionsIn(database.kysely), pushServices: [], mailer: { way: 'off', send: async () => {} } as const, makeMail: async () => null, makeDigest: async () => null, smsSender: { way: 'off', send: async () => {} } as const, makeSms: async () => null, onMailAsked: () => {} }
  const hooks = await hooksOf(t, database, handle)
  const run = async () => {
    const stop = new AbortController()
    const { stopped } = await startHousePolicies({ store, db: database.kysely, models: database.pool, handle, ...push, ...hooks, ...ports, signal: stop.signal })
    return { async stop() { stop.abort(); await stopped } }
  }
  let running = await run()
  t.teardown(async () => {
    await running.stop()
    await store.close()
  })
  return {
    database,
    async send<T extends CommandType>(type: T, data: CommandData[T], by: UserId | 'worker-w1', as: Sender) {
      const outcome = await handle(issue(type, data, { id: newCommand(type, data).id, by, as, at: new Date().toISOString() }))
      if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    },
    async restart() { await running.stop(); running = await run() },
    /** Who was told what, once there is so much. */
    async told(count: number) {
      return await eventually(`${count} notifications`, async () => {
        const events: DomainEvent[] = []
        for await (const event of store.readAll(START, { categories: ['notifications'] })) events.push(event as DomainEvent)
        const rows = events.flatMap((event) => event.type === 'Notified' ? [`${event.data.userId.slice(0, 2)} ${event.data.kind} ${event.data.movieId ?? event.data.who?.slice(0, 2)}`] : [])
        return rows.length >= count && rows.sort()
      })
    },
    settled: () => eventually('everything delivered', async () => (await database.kysely.selectFrom('outbox').selectAll().execute()).every(({ state }) => state === 'delivered')),
  }
}

t.test('admins are told that somebody waits for them; who asked, what became of it', async (t) => {
  const household = await householdOf(t)
  const [job, other] = [{ movieId: 653, jobId: newJobId() }, { movieId: 19, jobId: newJobId() }]
  await household.send('RequestFetch', job, ada, 'viewer')
  await household.send('RequestFetch', other, ada, 'viewer')
  t.strictSame(await household.told(4), ['0b approvalWanted 19', '0b approvalWanted 653', '0c approvalWanted 19', '0c approvalWanted 653'])
  await household.send('CancelFetch', job, ada, 'viewer')
  await household.send('RetryFetch', job, ada, 'viewer')
  t.equal((await household.told(6)).filter((told) => told.endsWith('approvalWanted 653')).length, 4, 'wished for again')
  await household.send('ApproveFetch', job, bob, 'admin')
  await household.send('DeclineFetch', other, carol, 'admin')
  t.strictSame((await household.told(8)).filter((told) => told.startsWith('0a')), ['0a approved 653', '0a declined 19'])

  const worker = { ...job, workerId: 'w1' }
  const soon = new Date(Date.now() + 60_000).toISOString()
  await household.send('ClaimJob', { ...worker, leaseUntil: soon }, 'worker-w1', 'worker')
  await household.send('FailJob', { ...worker, code: 'USENET_ERROR', message: 'Too much is missing', retryable: true }, 'worker-w1', 'worker')
  t.strictSame((await household.told(9)).filter((told) => told.includes('failed')), ['0a failed 653'])
  await household.send('RetryFetch', job, bob, 'admin')
  await household.send('ClaimJob', { ...worker, leaseUntil: soon }, 'worker-w1', 'worker')
  await household.send('SelectRelease', { ...worker, releaseId: 'd:1', title: 'Nosferatu', indexer: 'd', sizeBytes: 1_000, reason: 'The only one' }, 'worker-w1', 'worker')
  await household.send('StartDownload', { ...worker, totalBytes: 1_000, articles: 1 }, 'worker-w1', 'worker')
  await household.send('FinishDownload', { ...worker, bytes: 1_000, missing: 0, repaired: 0 }, 'worker-w1', 'worker')
  await household.send('BeginPreparing', worker, 'worker-w1', 'worker')
  await household.send('FinishPreparing', { ...worker, key: 'movies/x', sizeBytes: 1_000, contentType: 'video/mp4', sha256: 'ab'.repeat(32) }, 'worker-w1', 'worker')
  t.strictSame((await household.told(10)).filter((told) => told.includes('ready')), ['0a ready 653'])

  const reset = { userId: ada, linkId: newCommand('OfferReset', { userId: ada, linkId: ada, until: soon, secondFactor: false }).id }
  await household.send('RegisterUser', { userId: ada, role: 'viewer' }, ada, 'worker')
  await household.send('OfferReset', { ...reset, until: soon, secondFactor: false }, bob, 'worker')
  await household.send('ResetAccount', reset, ada, 'worker')
  t.strictSame((await household.told(12)).filter((told) => told.includes('eset')), ['0a passwordReset 0a', '0b resetUsed 0a'], 'a link back in was used: whose account it is, and who made the link')
})

t.test('who asked for a film and who watched it are told that it leaves soon, at each call', async (t) => {
  const household = await householdOf(t)
  const job = { movieId: 653, jobId: newJobId() }, worker = { ...job, workerId: 'w1' }
  const soon = new Date(Date.now() + 60_000).toISOString()
  await household.send('RequestFetch', job, carol, 'admin')
  await household.send('ClaimJob', { ...worker, leaseUntil: soon }, 'worker-w1', 'worker')
  await household.send('StartDownload', { ...worker, totalBytes: 1_000, articles: 1 }, 'worker-w1', 'worker')
  await household.send('FinishDownload', { ...worker, bytes: 1_000, missing: 0, repaired: 0 }, 'worker-w1', 'worker')
  await household.send('BeginPreparing', worker, 'worker-w1', 'worker')
  await household.send('FinishPreparing', { ...worker, key: 'movies/x', sizeBytes: 1_000, contentType: 'video/mp4', sha256: 'ab'.repeat(32) }, 'worker-w1', 'worker')
  await household.send('RecordStream', job, ada, 'viewer')
  await household.send('WarnLeaving', { ...job, call: 'first', why: 'expired', leavesAt: soon, lastUsedAt: soon }, 'worker-w1', 'worker')
  t.strictSame((await household.told(3)).filter((told) => told.includes('leaving')), ['0a leavingSoon 653', '0c leavingSoon 653'])
  await household.send('WarnLeaving', { ...job, call: 'last', why: 'expired', leavesAt: soon, lastUsedAt: soon }, 'worker-w1', 'worker')
  t.equal((await household.told(5)).filter((told) => told.includes('leaving')).length, 4)
  await household.database.kysely.updateTable('accounts').set({ role: 'guest' }).where('userId', '=', ada).execute()
  await household.send('CallOffLeaving', job, 'worker-w1', 'worker')
  await household.send('WarnLeaving', { ...job, call: 'first', why: 'expired', leavesAt: soon, lastUsedAt: soon }, 'worker-w1', 'worker')
  await household.told(6)
  await household.settled()
  t.strictSame((await household.told(6)).filter((told) => told.includes('leaving')).slice(2), ['0c leavingSoon 653', '0c leavingSoon 653', '0c leavingSoon 653'], 'and a guest, whoever they were, of none')
})

t.test('nobody is told what they did themselves, nor twice when a delivery is repeated', async (t) => {
  const household = await householdOf(t)
  const job = { movieId: 653, jobId: newJobId() }
  await household.send('RequestFetch', job, ada, 'viewer')
  await household.told(2)
  await household.settled()
  // As if the process had died between delivering and noting it.
  await household.database.pool.query(`update outbox set state = 'waiting', try_at = now()`)
  await household.restart()
  await household.settled()
  await household.send('RequestFetch', { movieId: 19, jobId: newJobId() }, bob, 'admin')
  await household.send('ApproveFetch', job, bob, 'admin')
  t.strictSame(await household.told(3), ['0a approved 653', '0b approvalWanted 653', '0c approvalWanted 653'])
})

t.test('nobody is told of what they do not want to hear of in any way; one way is enough', async (t) => {
  const household = await householdOf(t)
  const job = { movieId: 653, jobId: newJobId() }
  await household.send('UpdatePreferences', { notifications: { approvalWanted: { app: false, push: false }, approved: { app: false, push: false } } }, bob, 'admin')
  await household.send('UpdatePreferences', { notifications: { approvalWanted: { app: false } } }, carol, 'admin')
  await household.send('UpdatePreferences', { notifications: { approved: { app: false, push: false } } }, ada, 'viewer')
  await household.send('RequestFetch', job, ada, 'viewer')
  await household.send('ApproveFetch', job, bob, 'admin')
  await household.send('CancelFetch', job, ada, 'viewer')
  await household.send('RequestFetch', { movieId: 19, jobId: newJobId() }, ada, 'viewer')
  t.strictSame(await household.told(2), ['0c approvalWanted 19', '0c approvalWanted 653'])
})
