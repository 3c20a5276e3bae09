import type { Log } from '../server/log.ts'
import { silentLog } from '../server/log.ts'
import { limits } from '../server/limits.ts'
import { testClock } from '../test/support/test-clock.ts'
import t from '../test/support/tap.ts'
import { runWorker } from './worker.ts'

t.test('a worker does one step after another and rests as long as it says', async (t) => {
  const system = testClock()
  let running = 0
  let steps = 0
  await runWorker({
    name: 'test',
    async step() {
      t.equal(++running, 1, 'never two at once')
      await Promise.resolve()
      running--
      return ++steps === 4 ? 'stop' : steps * 100
    },
  }, { system, log: silentLog, signal: new AbortController().signal })
  t.equal(steps, 4)
  t.same(system.slept, [100, 200, 300])
})

t.test('after faults it waits longer each time, up to a limit, says so, and is itself again after a good step', async (t) => {
  const system = testClock()
  const told: unknown[] = []
  const log: Log = { ...silentLog, error: (fields) => { told.push(fields) } }
  let steps = 0
  await runWorker({
    name: 'test',
    async step() {
      steps++
      if (steps === 11) return 0
      if (steps === 13) return 'stop'
      throw new Error('not now')
    },
  }, { system, log, signal: new AbortController().signal })
  t.equal(told.length, 11)
  t.match(told[0], { worker: 'test', faults: 1 })
  t.match(told[10], { faults: 1 }, 'counted anew')
  t.ok(system.slept.every((ms) => ms > 0 && ms <= limits.retryDelayMaxMs))
  t.ok(system.slept[9]! >= limits.retryDelayMaxMs / 2 && system.slept[0]! <= limits.retryDelayMinMs * 2)
})

t.test('it ends when the signal aborts, after the step under way', async (t) => {
  const stop = new AbortController()
  let finished = false
  await runWorker({
    name: 'test',
    async step(signal) {
      stop.abort()
      t.ok(signal.aborted)
      await Promise.resolve()
      finished = true
      return 1_000_000
    },
  }, { system: testClock(), log: silentLog, signal: stop.signal })
  t.ok(finished)
})
