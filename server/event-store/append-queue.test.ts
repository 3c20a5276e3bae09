import type { CommandId } from '../../domain/command.ts'
import type { NewEvent, StreamName } from '../../domain/event.ts'
import { eventIdOf, positionOf } from '../../domain/event.ts'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { uuidv7 } from '../system.ts'
import type { Append, Flush } from './append-queue.ts'
import { createAppendQueue } from './append-queue.ts'
import { encodeAppend } from './encode-event.ts'
import type { StoredEvent } from './event-store.ts'

const system = testClock()
let streams = 0

function append(text = '', stream = `library-${++streams}` as StreamName): Append {
  const commandId = uuidv7(system) as CommandId
  const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: '2026-01-01T00:00:00.000Z' }
  const event: NewEvent = { id: eventIdOf(commandId, 0), type: 'TitleRated', schema: 1, data: { text }, meta }
  return { stream, expected: -1, events: encodeAppend(stream, [event]) }
}

const recorded = ({ stream, events }: Append): StoredEvent => ({ ...events[0]!.event, stream, version: 0, position: positionOf(1), recordedAt: '2026-01-01T00:00:00.000Z', hash: '' })
const acceptAll: Flush = async (appends) => appends.map((append) => ({ status: 'appended', events: [recorded(append)] }))
const findNone = async () => new Map()
const fault = () => Object.assign(new Error('terminating connection'), { code: '57P01' })

t.test('what comes while a flush runs goes together into the next, at most one per stream, streams taking turns', async (t) => {
  const flushes: string[][] = []
  const queue = createAppendQueue({
    async flush(appends) {
      flushes.push(appends.map(({ stream, events }) => `${stream}:${(events[0]!.event.data as { text: string }).text}`))
      await new Promise((resolve) => setTimeout(resolve, 5))
      return acceptAll(appends)
    },
    find: findNone, system,
  })
  const [a, b, c] = ['a-1', 'b-1', 'c-1'] as StreamName[]
  await Promise.all([append('1', a), append('2', a), append('3', a), append('1', b), append('1', c), append('2', c)].map((each) => queue.push(each)))
  t.same(flushes, [['a-1:1', 'b-1:1', 'c-1:1'], ['a-1:2', 'c-1:2'], ['a-1:3']])
})

t.test('a flush is bounded in appends and in bytes', async (t) => {
  const sizes: number[] = []
  const queue = createAppendQueue({
    flush: (appends) => {
      sizes.push(appends.length)
      return acceptAll(appends)
    },
    find: findNone, system,
  })
  await Promise.all(Array.from({ length: 2 * limits.flushCommandsMax + 20 }, () => queue.push(append())))
  t.same(sizes, [limits.flushCommandsMax, limits.flushCommandsMax, 20], 'a second flush beside the first')
  sizes.length = 0
  await Promise.all(Array.from({ length: 20 }, () => queue.push(append('x'.repeat(limits.eventBytesMax - 400)))))
  t.same(sizes, [16, 4])
})

t.test('while one flush is under way a second takes much that waits, of other streams, and little waits for the first', async (t) => {
  const under: string[][] = []
  const ends: (() => void)[] = []
  const queue = createAppendQueue({
    async flush(appends) {
      under.push(appends.map(({ stream }) => stream))
      await new Promise<void>((resolve) => { ends.push(resolve) })
      return acceptAll(appends)
    },
    find: findNone, system,
  })
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1))
  const [first] = [append()]
  const all = [queue.push(first!)]
  await turn()
  for (let i = 0; i < limits.flushBesideEvents - 1; i++) all.push(queue.push(append()))
  await turn()
  t.equal(under.length, 1, 'too little to be worth a flush')
  all.push(queue.push(append('', first!.stream)))
  await turn()
  t.equal(under.length, 2)
  t.notOk(under[1]!.includes(first!.stream), 'what goes to a stream of the first waits for it')
  ends.shift()!()
  await turn()
  t.equal(under.length, 2, 'still too little')
  ends.shift()!()
  await turn()
  t.same(under[2], [first!.stream])
  ends.shift()!()
  t.equal((await Promise.all(all)).length, limits.flushBesideEvents + 1)
})

t.test('more than the queue may hold is refused at once', async (t) => {
  const queue = createAppendQueue({ flush: acceptAll, find: findNone, system })
  const one = append()
  const pushed = Array.from({ length: limits.appendQueueMax }, () => queue.push({ ...one, stream: `library-${++streams}` as StreamName }))
  await t.rejects(queue.push(append()), { code: 'UNAVAILABLE' })
  await Promise.all(pushed)
  t.equal((await queue.push(append())).status, 'appended', 'and taken again when there is room')
})

t.test('an append that fails by itself fails alone', async (t) => {
  let flushes = 0
  const queue = createAppendQueue({
    async flush(appends) {
      flushes++
      if (appends.some(({ events }) => events[0]!.dataText.includes('poison'))) throw Object.assign(new Error('unsupported'), { code: '22P05' })
      return acceptAll(appends)
    },
    find: findNone, system,
  })
  const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, i) => queue.push(append(i === 40 ? 'poison' : 'fine'))))
  t.same(outcomes.flatMap(({ status }, i) => status === 'rejected' ? [i] : []), [40])
  t.match((outcomes[40] as PromiseRejectedResult).reason, { code: 'INVALID_EVENT' })
  t.ok(flushes <= 2 * Math.log2(64) + 1, `${flushes} flushes, not one per append`)
})

t.test('[ES2] a flush whose answer was lost is sent again, and its own events are no conflict', async (t) => {
  const written = new Map<string, StoredEvent>()
  let lost = true
  const queue = createAppendQueue({
    async flush(appends) {
      if (!lost) return appends.map(() => ({ status: 'conflict', actual: 0 }))
      lost = false
      for (const each of appends) written.set(each.events[0]!.event.id, recorded(each))
      throw fault()
    },
    find: async (ids) => new Map(ids.flatMap((id) => written.has(id) ? [[id, written.get(id)!]] : [])),
    system,
  })
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => queue.push(append())))
  t.ok(outcomes.every(({ status }) => status === 'appended'))
})

t.test('a fault that does not pass in time is told as UNAVAILABLE, and bugs as what they are', async (t) => {
  const before = system.now()
  const down = createAppendQueue({ flush: () => Promise.reject(fault()), find: findNone, system })
  await t.rejects(down.push(append()), { name: 'EventStoreError', code: 'UNAVAILABLE' })
  t.ok(system.now() - before >= limits.appendTimeoutMs && system.now() - before < limits.appendTimeoutMs + 2 * limits.retryDelayMaxMs)
  const bug = createAppendQueue({ flush: () => Promise.reject(new TypeError('x is not a function')), find: findNone, system })
  await t.rejects(bug.push(append()), TypeError)
})

t.test('closing waits for what is under way and refuses the rest', async (t) => {
  let release = () => {}
  const queue = createAppendQueue({ flush: (appends) => new Promise((resolve) => { release = () => resolve(acceptAll(appends)) }), find: findNone, system })
  const under = queue.push(append())
  await new Promise(setImmediate)
  const closed = queue.close()
  await t.rejects(queue.push(append()), { code: 'UNAVAILABLE' })
  release()
  t.equal((await under).status, 'appended')
  await closed
})
