import { healthStream } from '../domain/health.ts'
import { createMemoryCommandOutcomes } from '../server/command-outcomes.ts'
import { createMemoryEventStore } from '../server/event-store/memory.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import t from '../test/support/tap.ts'
import { watchHealth } from './watch-health.ts'

t.test('what is wrong in two looks is recorded once, in all processes and after a start, and so is its end', async (t) => {
  const store = createMemoryEventStore({ system: realSystem })
  const { handle } = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  /** One process that looks as often as there are looks. */
  async function watch(looks: readonly boolean[]): Promise<readonly string[]> {
    const stop = new AbortController()
    const left = [...looks]
    const reportHealth = async () => {
      const well = left.shift()!
      if (left.length === 0) stop.abort()
      return [{ part: 'object-store', well, message: well ? 'It does its work again.' : 'cannot be reached' }, { part: 'database', well: true, message: '' }]
    }
    await watchHealth({ reportHealth, store, handle, system: { ...realSystem, sleep: async () => {} }, log: silentLog, signal: stop.signal })
    return (await Array.fromAsync(store.readStream(healthStream('object-store')))).map(({ type }) => type)
  }
  t.same(await watch([true, false, true]), [], 'a moment is nobody\'s news')
  t.same(await watch([true, false, false, false]), ['HealthFailed'])
  t.same(await watch([false, false]), ['HealthFailed'], 'still the same')
  t.same(await watch([false, true, true]), ['HealthFailed', 'HealthRestored'])
  await Promise.all([watch([false, false, false]), watch([false, false, false])])
  t.equal((await Array.fromAsync(store.readStream(healthStream('object-store')))).length, 3, 'by one of two')
  t.same(await Array.fromAsync(store.readStream(healthStream('database'))), [])
})
