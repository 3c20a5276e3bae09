import { realSystem } from '../server/system.ts'
import { silentLog } from '../server/log.ts'
import { eventually } from '../test/support/eventually.ts'
import { withPostgres } from '../test/support/postgres.ts'
import t from '../test/support/tap.ts'
import { createBell } from './bell.ts'
import { runRelay } from './outbox-relay.ts'

t.test('[1] what takes longer than its claim, and does not hear that its time is over, is not begun beside itself; the others go on', async (t) => {
  const { database: { kysely } } = await withPostgres(t)
  const put = async (number: number, kind: string) => {
    const id = `0e0e0e0e-0000-4000-8000-00000000000${number}`
    await kysely.insertInto('outbox').values({ id, policy: 'test', eventId: id, part: '0', kind, payload: '{}', lane: null, position: number }).execute()
  }
  const began: string[] = []
  const stop = new AbortController()
  const slow = Promise.withResolvers<void>()
  const bell = createBell(realSystem)
  const relaying = runRelay('relay', {
    db: kysely, leaseMs: 1, system: realSystem, log: silentLog, signal: stop.signal, wait: (_ms, signal) => bell.wait(5, signal),
    deliver: {
      deaf: async () => { began.push('deaf'); await slow.promise },
      quick: async () => { began.push('quick') },
    },
  })
  await put(1, 'deaf')
  await eventually('it has begun', () => began.length > 0)
  await eventually('its claim has run out', async () => (await kysely.selectFrom('outbox').select('id').where('tryAt', '<', new Date().toISOString()).execute()).length === 1)
  await put(2, 'quick')
  await eventually('the other one was delivered', async () => (await kysely.selectFrom('outbox').select('state').where('kind', '=', 'quick').executeTakeFirstOrThrow()).state === 'delivered')
  slow.resolve()
  await eventually('it is over', async () => (await kysely.selectFrom('outbox').select('id').where('state', '=', 'waiting').execute()).length === 0)
  stop.abort()
  await relaying
  t.same(began, ['deaf', 'quick'])
})
