import { limits } from '../../server/limits.ts'
import { steppedClock } from '../../test/support/stepped-clock.ts'
import t from '../../test/support/tap.ts'
import { createSpeedLimit } from './speed-limit.ts'

/** Connections that read as fast as they are let; tells how much each second brought. */
function readers(clock: ReturnType<typeof steppedClock>, speed: ReturnType<typeof createSpeedLimit>, count: number) {
  const perSecond: number[] = []
  const stop = new AbortController()
  for (let i = 0; i < count; i++) {
    void (async () => {
      while (!stop.signal.aborted) {
        const second = Math.floor(clock.now() / 1_000)
        perSecond[second] = (perSecond[second] ?? 0) + 10_000
        await (speed.spent(10_000, true) ?? clock.sleep(10))
      }
    })()
  }
  return { perSecond, stop: () => stop.abort() }
}

t.test('all connections together get what is allowed, second by second, and a change counts at once', async (t) => {
  const clock = steppedClock()
  const speed = createSpeedLimit(clock)
  speed.set(1_000_000)
  const { perSecond, stop } = readers(clock, speed, 7)
  await clock.until(4_999)
  for (const bytes of perSecond.slice(1)) t.ok(Math.abs(bytes - 1_000_000) <= 70_000, `${bytes} bytes`)
  speed.set(100_000)
  await clock.until(9_999)
  for (const bytes of perSecond.slice(6)) t.ok(Math.abs(bytes - 100_000) <= 20_000, `${bytes} bytes`)
  t.equal(speed.bytesPerSecond, 100_000)
  stop()
  speed.set(null)
  await clock.until(11_000)
})

t.test('without a limit nobody waits, and what is watched never does: the others wait for it', async (t) => {
  const clock = steppedClock()
  const speed = createSpeedLimit(clock)
  t.equal(speed.spent(1_000_000, true), undefined)
  speed.set(1_000)
  t.equal(speed.spent(5_000, false), undefined)
  let done = false
  void speed.spent(1_000, true)!.then(() => { done = true })
  await clock.until(5_900)
  t.notOk(done, 'five seconds for what was watched and one for its own')
  await clock.until(6_001)
  t.ok(done)
})

t.test('who waits can be let go on, and the next time they wait for that too', async (t) => {
  const clock = steppedClock()
  const speed = createSpeedLimit(clock)
  speed.set(1_000)
  const waiting = speed.spent(60_000, true)!
  speed.hurry()
  await waiting
  t.equal(clock.now(), 0)
  let done = false
  void speed.spent(1_000, true)!.then(() => { done = true })
  await clock.until(60_900)
  t.notOk(done)
  await clock.until(61_001)
  t.ok(done)
})

t.test('however much is watched, the others do not stand still for longer than is allowed', async (t) => {
  const clock = steppedClock()
  const speed = createSpeedLimit(clock)
  speed.set(1_000)
  for (let reads = 0; reads < 100; reads++) speed.spent(10_000, false)
  let done = false
  void speed.spent(1_000, true)!.then(() => { done = true })
  await clock.until(limits.speedLimitDebtMs + 1_001)
  t.ok(done)
})

t.test('who waits under a limit goes on when it is lifted', async (t) => {
  const clock = steppedClock()
  const speed = createSpeedLimit(clock)
  speed.set(1)
  const waiting = speed.spent(1_000_000, true)!
  speed.set(null)
  await waiting
  t.equal(clock.now(), 0)
})
