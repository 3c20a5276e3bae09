/**
 * One subscription of KurrentDB's to `$all`, as batches in the order of the log. It ends with its connection; whoever wants more
 * starts another from where it was.
 */

import type { Readable } from 'node:stream'
import type { AllStreamResolvedEvent, KurrentDBClient } from '@kurrent/kurrentdb-client'
import { START as FIRST } from '@kurrent/kurrentdb-client'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { Filter, StoredEvent } from './event-store.ts'
import { bytesOf, logPosition, storedEvent } from './kurrentdb-events.ts'
import { inTime } from './kurrentdb-faults.ts'
import { serverFilter } from './kurrentdb-filter.ts'

export interface LogBatch {
  readonly events: readonly StoredEvent[]
  /** Everything up to here has been seen, but for what the server's filter holds back. */
  readonly upTo: number
  /** It has now been sent all that there was when it began. */
  readonly caughtUp: boolean
}

type Mark = { readonly checkpoint: number } | { readonly caughtUp: number | undefined }
type Item = AllStreamResolvedEvent | Mark

/**
 * Ends when the signal aborts, throws when the connection is lost. The client reads on only while its buffer has room, and that is
 * counted in events; what a batch may hold is counted in bytes too.
 */
export async function* subscribeToLog(client: KurrentDBClient, after: number, filter: Filter, signal: AbortSignal, system: System): AsyncGenerator<LogBatch> {
  const push = (mark: Mark) => { stream.push(mark) }
  const fromPosition = after === 0 ? FIRST : { commit: BigInt(after), prepare: BigInt(after) }
  const subscription = client.subscribeToAll({
    fromPosition, requiresLeader: true, filter: serverFilter(filter, (_, { commit }) => push({ checkpoint: Number(commit) })),
  }, { highWaterMark: limits.kurrentdbBufferEvents })
  // Marks go through the same buffer, so that they stay behind the events they come after.
  const stream = subscription as unknown as Readable
  subscription.on('caughtUp', (told) => push({ caughtUp: told?.position && Number(told.position.commit) }))
  let failure: unknown
  let wake = () => {}
  let over = () => {}
  const confirmed = new Promise<void>((resolve, reject) => {
    over = resolve
    subscription.on('confirmation', resolve)
    stream.on('error', (error) => {
      failure = error
      reject(error as Error)
      wake()
    })
  })
  confirmed.catch(() => {})
  const onWake = () => wake()
  const onAbort = () => {
    over()
    wake()
  }
  for (const name of ['readable', 'end', 'close']) stream.on(name, onWake)
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  let upTo = after
  try {
    await inTime(system, limits.kurrentdbAnswerMs, confirmed)
    while (!signal.aborted) {
      const batch = await take(stream, upTo)
      if (batch) {
        upTo = batch.upTo
        yield batch
        continue
      }
      if (failure !== undefined) throw failure
      if (stream.readableEnded || stream.destroyed) throw Object.assign(new Error('The subscription has ended'), { type: 'cancelled' })
      await new Promise<void>((resolve) => {
        wake = resolve
        if (stream.readableLength > 0 || failure !== undefined || signal.aborted) resolve()
      })
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Its promise waits for a connection that may never come.
    void subscription.unsubscribe().catch(() => {})
    stream.destroy()
  }
}

/** What is there, and what comes while that is looked at: larger batches are cheaper for those who take them. */
async function take(stream: Readable, from: number): Promise<LogBatch | undefined> {
  const events: StoredEvent[] = []
  let [upTo, bytes, caughtUp, seen] = [from, 0, false, false]
  for (let pauses = 0; events.length < limits.subscriptionBatchEvents && bytes < limits.pageBytesMax;) {
    const item = stream.read() as Item | null
    if (item === null) {
      if (!seen || pauses++ >= PAUSES_MAX) break
      await new Promise(setImmediate)
      continue
    }
    seen = true
    if ('checkpoint' in item) {
      upTo = Math.max(upTo, item.checkpoint)
    } else if ('caughtUp' in item) {
      caughtUp = true
      upTo = Math.max(upTo, item.caughtUp ?? 0)
    } else {
      upTo = Math.max(upTo, logPosition(item))
      const event = storedEvent(item)
      if (!event) continue
      events.push(event)
      bytes += bytesOf(event)
    }
  }
  return seen ? { events, upTo, caughtUp } : undefined
}

const PAUSES_MAX = 2
