import { after, ada, commandId } from '../../test/support/given.ts'
import { newEvent } from '../../test/support/new-events.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import type { RecordedEvent, StreamName } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { LiveMessage } from '../../projections/wire.ts'
import { limits } from '../limits.ts'
import type { Cursor } from '../sync/cursor.ts'
import { BEGINNING, encodeCursor } from '../sync/cursor.ts'
import type { Pull } from '../sync/pull.ts'
import { deltaOf } from './delta.ts'
import { createLiveSocket } from './live-socket.ts'

function event(position: number): DomainEvent {
  const stream = `library-${ada}_movie_1` as StreamName
  return { ...newEvent({}, commandId(position)), stream, version: position, position: positionOf(position), recordedAt: after(position) } satisfies RecordedEvent as unknown as DomainEvent
}

const deltaUpTo = (...positions: number[]) => deltaOf({ events: positions.map(event) }, { events: positions.at(-1)! })
const rowsUpTo = (rows: number) => deltaOf({}, { rows })
const cursor = (events: number, rows = 0) => encodeCursor(ada, { ...BEGINNING, events, rows })
const nothing: Pull = async (_userId, after) => ({ changes: { events: [], cards: [], jobs: [], people: null, forget: [] }, cursor: after, more: false })

/** A socket whose other end is this test. */
function socketOf(pull: Pull = nothing, position: () => Cursor = () => ({ ...BEGINNING, events: 5, rows: 5 })) {
  const clock = testClock()
  const said: LiveMessage[] = []
  const end = { code: 0, terminated: false, buffered: 0 }
  const socket = createLiveSocket({
    userId: ada, sessionId: 's1', pull, position, now: clock.now,
    wire: {
      get bufferedAmount() { return end.buffered },
      send: (text) => said.push(JSON.parse(text)),
      close: (code) => { end.code = code },
      terminate: () => { end.terminated = true },
    },
  })
  return { socket, said, end, clock, hello: (cursor: string | null) => socket.receive(JSON.stringify({ type: 'hello', cursor })), told: () => said.flatMap((message) => message.type === 'rows' ? [[message.since, message.cursor, ...message.events.map(({ position }) => Number(position))]] : []) }
}

t.test('what came while it caught up is told after it, and nothing twice', async (t) => {
  let answer = (_pulled: Awaited<ReturnType<Pull>>): void => {}
  const { socket, hello, told } = socketOf(() => new Promise((resolve) => { answer = resolve }))
  socket.deliver(deltaUpTo(1))
  const greeting = hello(cursor(2))
  socket.deliver(deltaUpTo(3, 4))
  socket.deliver(rowsUpTo(4))
  socket.deliver(deltaUpTo(4, 5))
  socket.deliver(rowsUpTo(6))
  answer({ changes: { events: [event(3), event(4)], cards: [], jobs: [], people: null, forget: [] }, cursor: { ...BEGINNING, events: 4, rows: 4 }, more: false })
  await greeting
  socket.deliver(deltaUpTo(6))
  t.strictSame(told(), [[cursor(2), cursor(4, 4), 3, 4], [cursor(4, 4), cursor(5, 4), 5], [cursor(5, 4), cursor(5, 6)], [cursor(5, 6), cursor(6, 6), 6]])
})

t.test('more than a page is pulled, not pushed', async (t) => {
  const { said, hello } = socketOf(async () => ({ changes: { events: [event(1)], cards: [], jobs: [], people: null, forget: [] }, cursor: { ...BEGINNING, events: 1 }, more: true }))
  await hello(cursor(0))
  t.strictSame(said, [{ type: 'welcome', userId: ada, cursor: cursor(0) }, { type: 'resync' }])
})

t.test('a device that pulled by itself says hello again, and the chain goes on from there', async (t) => {
  const { socket, hello, told } = socketOf()
  await hello(null)
  await hello(cursor(9, 9))
  socket.deliver(deltaUpTo(8, 10))
  t.strictSame(told(), [[cursor(9, 9), cursor(10, 9), 10]])
})

t.test('a device that reads too slowly is sent to pull', async (t) => {
  const { socket, hello, said, end } = socketOf()
  await hello(cursor(5))
  end.buffered = limits.socketBufferedBytesMax + 1
  socket.deliver(deltaUpTo(6))
  t.match(said.at(-1), { type: 'resync' })
  t.equal(end.code, 1013)
})

t.test('so much that comes while it catches up ends the socket', async (t) => {
  const { socket, hello, end } = socketOf(() => new Promise(() => {}))
  void hello(cursor(0))
  for (let position = 1; position <= limits.liveWaitingMax; position++) socket.deliver(deltaUpTo(position))
  t.equal(end.code, 0)
  socket.deliver(deltaUpTo(limits.liveWaitingMax + 1))
  t.equal(end.code, 1013)
})

t.test('silence ends it, and so does never saying hello', async (t) => {
  const alive = socketOf()
  await alive.hello(null)
  alive.clock.advance(limits.liveSilenceMaxMs)
  alive.socket.beat()
  t.match(alive.said.at(-1), { type: 'ping' })
  await alive.socket.receive('{"type":"pong"}')
  alive.clock.advance(limits.liveSilenceMaxMs)
  alive.socket.beat()
  t.equal(alive.end.terminated, false)
  alive.clock.advance(1)
  alive.socket.beat()
  t.equal(alive.end.terminated, true)

  const shy = socketOf()
  shy.clock.advance(limits.liveHelloTimeoutMs + 1)
  shy.socket.beat()
  t.equal(shy.end.code, 1008)
})

t.test('[SY33] downloads for who may see them stand on no device that holds none, nor the other way round: it pulls', async (t) => {
  const job = (jobs: number) => deltaOf({}, { jobs }, { seesJobs: true })
  const without = encodeCursor(ada, { ...BEGINNING, events: 5, rows: 5 })
  const withJobs = encodeCursor(ada, { ...BEGINNING, events: 5, rows: 5, jobs: 5 })
  const raised = socketOf()
  await raised.hello(without)
  raised.socket.deliver(job(6))
  raised.socket.deliver(deltaUpTo(7))
  t.match(raised.said.slice(1), [{ type: 'resync' }])
  t.equal(raised.said.length, 2, 'and nothing more until it says hello again')
  const lowered = socketOf()
  await lowered.hello(withJobs)
  lowered.socket.deliver(job(6))
  t.strictSame(lowered.told(), [[withJobs, encodeCursor(ada, { ...BEGINNING, events: 5, rows: 5, jobs: 6 })]])
  lowered.socket.deliver(deltaOf({}, { rows: 7 }, { seesJobs: false }))
  t.match(lowered.said.at(-1), { type: 'resync' })
})
