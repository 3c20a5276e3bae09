import t from '../test/support/tap.ts'
import { newJobId } from '../test/support/acquisition-lab.ts'
import { eventually } from '../test/support/eventually.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Command } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import { projections } from '../projections/index.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { instantOf, realSystem, uuidv7 } from '../server/system.ts'
import { claimableJobs } from './claimable-jobs.ts'
import { startProjector } from './projector.ts'

t.test('queued jobs, own jobs and those with a lease that ran out are to be had, others are not', async (t) => {
  const { database } = await withPostgres(t)
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const handler = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const stop = new AbortController()
  const projector = await startProjector({ store, database, projections, system: realSystem, log: silentLog, signal: stop.signal })
  t.teardown(async () => {
    stop.abort()
    await projector.stopped
    await store.close()
  })
  const send = (type: string, data: object, sender: 'viewer' | 'member' | 'worker') => {
    const command: Command = { id: uuidv7(realSystem) as Command['id'], type, data, issuedAt: instantOf(realSystem), deviceId: null }
    return handler.handle({ ...command, actor: '0a0a0a0a-0000-4000-8000-000000000001' as UserId, sender })
  }
  const jobs = [1, 2, 3, 4, 5].map((movieId) => ({ jobId: newJobId(), movieId }))
  const [queued, own, expired, held, waiting] = jobs
  for (const job of jobs) await send('RequestFetch', job, job === waiting ? 'viewer' : 'member')
  const claim = (job: object, workerId: string, leaseMs: number) => send('ClaimJob', { ...job, workerId, leaseUntil: new Date(realSystem.now() + leaseMs).toISOString() }, 'worker')
  await claim(own!, 'me', 60_000)
  await claim(expired!, 'other', -1)
  await claim(held!, 'other', 60_000)
  const counts = async () => JSON.stringify(await Promise.all(['me', 'nobody'].map(async (worker) => (await claimableJobs(database, worker, realSystem)).length)))
  await eventually('the read model has them, and the claims', async () => await counts() === '[3,2]')
  t.same(await claimableJobs(database, 'me', realSystem), [queued, own, expired], 'the oldest request first')
  await send('PrioritizeFetch', { ...expired!, priority: 'HIGH' }, 'member')
  await send('PrioritizeFetch', { ...queued!, priority: 'LOW' }, 'member')
  await eventually('what is more urgent comes first', async () => JSON.stringify(await claimableJobs(database, 'me', realSystem)) === JSON.stringify([expired, own, queued]))
})
