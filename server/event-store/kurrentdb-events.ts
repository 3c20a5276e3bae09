/**
 * How an event lies in KurrentDB: its data as JSON, and as metadata what else belongs to the envelope, under names of its own
 * beside the two that KurrentDB's own projections and screens know (`$correlationId`, `$causationId`). The time it was recorded
 * is kept there too, so that it stays the same when a log is copied into another store.
 */

import type { AllStreamResolvedEvent, EventData, JSONType, ResolvedEvent } from '@kurrent/kurrentdb-client'
import { jsonEvent } from '@kurrent/kurrentdb-client'
import type { EventId, EventMeta, StreamName } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { EncodedEvent } from './encode-event.ts'
import type { RawEvent, StoredEvent } from './event-store.ts'
import { chainHash } from './hash-chain.ts'

interface Metadata {
  readonly $correlationId: string
  readonly $causationId: string
  readonly meta: EventMeta
  readonly schema: number
  readonly recordedAt: string
  readonly hash: string
}

type Envelope = Omit<StoredEvent, 'position'>

/** What will lie in the store when it takes the append, without the positions, which it gives. */
export function envelopesOf(stream: StreamName, expected: number, events: readonly EncodedEvent[], recordedAt: string, previous: string | null): readonly Envelope[] {
  let hash = previous
  return events.map(({ event, dataText, metaText }, i) => {
    const version = expected + 1 + i
    const { id, type, schema } = event
    hash = chainHash(hash, { id, type, schema, stream, version, recordedAt, dataText, metaText })
    return { id, type, schema, data: JSON.parse(dataText) as unknown, meta: JSON.parse(metaText) as EventMeta, stream, version, recordedAt, hash }
  })
}

export function eventData({ id, type, data, meta, schema, recordedAt, hash }: Envelope): EventData {
  const metadata: Metadata = { $correlationId: meta.correlationId, $causationId: meta.causationId, meta, schema, recordedAt, hash }
  return jsonEvent({ id, type, data: data as JSONType, metadata: metadata as unknown as JSONType })
}

/** Undefined for what another program has written, for system events and for links. */
export function storedEvent(resolved: ResolvedEvent | AllStreamResolvedEvent): StoredEvent | undefined {
  const { event } = resolved
  const metadata = event?.metadata as Partial<Metadata> | undefined
  if (!event?.isJson || typeof metadata?.meta?.commandId !== 'string' || typeof metadata.schema !== 'number' || typeof metadata.recordedAt !== 'string') return undefined
  return {
    id: event.id as EventId,
    type: event.type,
    schema: metadata.schema,
    data: event.data,
    meta: metadata.meta,
    stream: event.streamId as StreamName,
    version: Number(event.revision),
    position: positionOf(logPosition(resolved)),
    recordedAt: metadata.recordedAt,
    hash: metadata.hash ?? '',
  }
}

/**
 * The place in the log: one number, as the commit position and the prepare position are the same for everything but transactions of a
 * protocol that the server has given up. A log would have to grow to 8 PiB before a double cannot hold it.
 */
export function logPosition({ event, commitPosition }: ResolvedEvent | AllStreamResolvedEvent): number {
  const position = Number(commitPosition ?? event?.position?.commit ?? -1)
  if (!Number.isSafeInteger(position) || position < 0) throw new Error('KurrentDB does not say where in its log an event is: version 23.10 or a newer one is needed')
  return position
}

/** JSON written anew is the text as it was: nothing but `JSON.stringify` has made it. */
export function rawEvent({ data, meta, hash, ...envelope }: StoredEvent): RawEvent {
  return { ...envelope, dataText: JSON.stringify(data), metaText: JSON.stringify(meta), hash: hash || null }
}

/** About, for bounds in bytes. */
export function bytesOf(event: StoredEvent): number {
  return JSON.stringify(event.data).length + ENVELOPE_BYTES
}

const ENVELOPE_BYTES = 1_000
