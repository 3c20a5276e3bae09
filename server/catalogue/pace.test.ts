import { steppedClock } from '../../test/support/stepped-clock.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Urgency } from './pace.ts'
import { paced } from './pace.ts'

function paceOf(rate = { perSecond: 40, queueMax: 200 }) {
  const clock = steppedClock()
  const pace = paced(clock, 'TMDB', rate)
  const started: { urgency: Urgency; at: number }[] = []
  const refused: CatalogueError[] = []
  const ask = (urgency: Urgency, count: number) => {
    for (let i = 0; i < count; i++) void pace.turn(urgency).then(() => started.push({ urgency, at: clock.now() }), (error: unknown) => refused.push(error as CatalogueError))
  }
  return { clock, pace, started, refused, ask }
}

t.test('1: of any 41 starts in a row the last is a full second after the first, however they come', async (t) => {
  const { clock, started, ask } = paceOf()
  ask('person', 60)
  await clock.until(500)
  ask('background', 30)
  ask('person', 40)
  await clock.until(700)
  ask('person', 70)
  await clock.until(10_000)
  t.equal(started.length, 200)
  for (let index = 40; index < started.length; index++) t.ok(started[index]!.at - started[index - 40]!.at >= 1_000)
  t.ok(started.at(-1)!.at <= 6_000, 'and no slower than that')
})

t.test('2: people go first, and find a place at once while the background asks as much as it may', async (t) => {
  const { clock, started, ask } = paceOf()
  ask('background', 150)
  await clock.until(400)
  t.equal(started.length, 30, 'three quarters of the rate')
  ask('person', 10)
  await clock.until(401)
  t.strictSame(started.slice(30).map(({ urgency, at }) => [urgency, at]), Array.from({ length: 10 }, () => ['person', 400]))
  ask('person', 60)
  await clock.until(4_000)
  const people = started.filter(({ urgency }) => urgency === 'person')
  t.equal(people.length, 70)
  t.ok(people.at(-1)!.at <= 2_400, `the last of 70 at ${people.at(-1)!.at} ms`)
  await clock.until(20_000)
  t.equal(started.length, 220, 'and the background has its turn')
})

t.test('3: while the upstream forbids it nothing starts', async (t) => {
  const { clock, pace, started, ask } = paceOf()
  pace.hold(3_000)
  pace.hold(1_000)
  ask('person', 2)
  ask('background', 1)
  await clock.until(2_999)
  t.equal(started.length, 0)
  await clock.until(3_000)
  t.strictSame(started.map(({ urgency, at }) => [urgency, at]), [['person', 3_000], ['person', 3_000], ['background', 3_000]])
})

t.test('4: no more wait than may, and none for longer than may', async (t) => {
  const { clock, pace, started, refused, ask } = paceOf({ perSecond: 1, queueMax: 5 })
  ask('person', 1)
  await clock.until(10)
  ask('person', 6)
  ask('background', 6)
  await clock.until(20)
  t.strictSame(pace.waiting, { person: 5, background: 5 })
  t.match(refused, [{ code: 'UNAVAILABLE', message: /waiting already/ }, { code: 'UNAVAILABLE' }])
  pace.hold(limits.tmdbWaitMaxMs + 5_000)
  await clock.until(30)
  t.equal(refused.length, 12, 'those who wait are told so too')
  ask('person', 1)
  await clock.until(40)
  t.match(refused.at(-1), { code: 'UNAVAILABLE', message: 'TMDB asks us to slow down: try again in 15 s.' })
  t.equal(started.length, 1)
  await clock.until(6_000)
  ask('person', 1)
  await clock.until(20_000)
  t.equal(started.length, 2, 'what may be waited for is')
})
