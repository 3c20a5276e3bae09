/**
 * Copies one event store into another, of the same engine or the other one: the same events with the same ids, versions, times and
 * hashes, in the same order. Only positions are the store's own.
 *
 *   comparing (what the target holds must be a beginning of the source) ──► copying ──► comparing all of it ──► done
 *        └──► anything else there: refused                                    └─ killed: the next run goes on behind it
 */

import { createHash } from 'node:crypto'
import { START } from '../../domain/event.ts'
import type { EventStore, RawEvent } from '../event-store/event-store.ts'
import type { TakeEvents } from '../event-store/take-events.ts'
import { limits } from '../limits.ts'
import { verifyEvents } from './verify-events.ts'

export interface CopyProgress {
  readonly phase: 'comparing' | 'copying' | 'verifying'
  readonly done: number
  /** About. */
  readonly total: number
}

export interface Copied {
  readonly events: number
  readonly streams: number
  /** Of these, taken by this run. */
  readonly taken: number
  /** SHA-256 over the hash of every event, in order: two stores with the same one hold the same. */
  readonly sha256: string
  /** Events whose hash does not follow from what they say, in both alike. */
  readonly findings: number
}

/** What the target holds is no beginning of the source. */
export class ForeignTargetError extends Error {
  override readonly name = 'ForeignTargetError'
  readonly code = 'FOREIGN_TARGET'
}

interface CopyOptions {
  readonly source: Pick<EventStore, 'readRaw' | 'lastPosition' | 'distance'>
  readonly target: Pick<EventStore, 'readRaw' | 'contradictions'>
  readonly take: TakeEvents
  readonly signal: AbortSignal
  onProgress(progress: CopyProgress): void
}

/** Undefined when the signal has aborted: what is there by then stays, and another run goes on behind it. */
export async function copyStore(options: CopyOptions): Promise<Copied | undefined> {
  const { source, signal } = options
  const events = source.readRaw({ after: START })[Symbol.asyncIterator]()
  let copied: Copying
  try {
    copied = await copyRest(events, options)
  } finally {
    // It may have a connection of its own, and be in the midst of an answer.
    await events.return?.()
  }
  return signal.aborted ? undefined : await compare(options, copied)
}

/** What the target held already, and what it was given. */
interface Copying { readonly held: number; readonly taken: number }

/** Passes over what the target holds already, and takes the rest. */
async function copyRest(events: AsyncIterator<RawEvent>, { source, target, take, signal, onProgress }: CopyOptions): Promise<Copying> {
  const total = await source.distance(START, await source.lastPosition())
  let held = 0
  for await (const there of target.readRaw({ after: START })) {
    const here = await events.next()
    if (here.done || !same(here.value, there)) {
      throw new ForeignTargetError(`The target holds ${there.type} ${there.id} as its event ${held + 1}, and the source does not: it is no copy of it. Name an empty store.`)
    }
    held++
    if (signal.aborted) return { held, taken: 0 }
    if (held % limits.verifyPartEvents === 0) onProgress({ phase: 'comparing', done: held, total })
  }
  let taken = 0
  for (let batch = await nextBatch(events); batch.length > 0 && !signal.aborted; batch = await nextBatch(events)) {
    await take(batch)
    taken += batch.length
    onProgress({ phase: 'copying', done: held + taken, total: Math.max(total, held + taken) })
  }
  return { held, taken }
}

async function nextBatch(events: AsyncIterator<RawEvent>): Promise<readonly RawEvent[]> {
  const batch: RawEvent[] = []
  for (let bytes = 0; batch.length < limits.takeEvents && bytes < limits.pageBytesMax;) {
    const next = await events.next()
    if (next.done) break
    batch.push(next.value)
    bytes += next.value.dataText.length + next.value.metaText.length
  }
  return batch
}

/** Both from their beginning, side by side, and the target's own chains. */
async function compare({ source, target, signal, onProgress }: CopyOptions, { held, taken }: Copying): Promise<Copied | undefined> {
  const digest = createHash('sha256')
  const streams = new Set<string>()
  const originals = source.readRaw({ after: START })[Symbol.asyncIterator]()
  let count = 0
  try {
    for await (const copy of target.readRaw({ after: START })) {
      const event = await originals.next()
      if (event.done || !same(event.value, copy)) {
        throw new ForeignTargetError(`Event ${count + 1} of the target is ${copy.type} ${copy.id}, and that of the source is not: something else has written there meanwhile.`)
      }
      digest.update(copy.hash ?? '')
      streams.add(copy.stream)
      if (signal.aborted) return undefined
      if (++count % limits.verifyPartEvents === 0) onProgress({ phase: 'verifying', done: count, total: count })
    }
  } finally {
    // What was recorded in the source since is left there.
    await originals.return?.()
  }
  if (count !== held + taken) throw new Error(`${held + taken} events were copied, and the target holds ${count} of them: run it again, and look at the target's own log.`)
  let findings = 0
  for await (const part of verifyEvents(target)) findings += part.findings.length
  return { events: count, streams: streams.size, taken, sha256: digest.digest('hex'), findings }
}

function same({ position: _, ...one }: RawEvent, { position: __, ...other }: RawEvent): boolean {
  return (Object.keys(one) as (keyof typeof one)[]).every((key) => one[key] === other[key])
}
