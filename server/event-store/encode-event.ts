/** The edge of every store: what may be recorded, and the text it is recorded as. The same for all adapters (ES5). */

import type { NewEvent, StreamName } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import { EventStoreError } from './event-store.ts'

export interface EncodedEvent { readonly event: NewEvent; readonly dataText: string; readonly metaText: string; readonly sizeBytes: number }

const STREAM = /^[a-z][a-z0-9]*-[^\p{Cc},]+$/u
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TYPE = /^[A-Za-z][A-Za-z0-9]{0,99}$/
const SCHEMA_MAX = 32_767

export function encodeAppend(stream: StreamName, events: readonly NewEvent[]): readonly EncodedEvent[] {
  if (!STREAM.test(stream) || !stream.isWellFormed() || Buffer.byteLength(stream) > limits.streamNameBytesMax) {
    throw invalid(`${JSON.stringify(stream.slice(0, 300))} cannot name a stream`)
  }
  if (events.length < 1 || events.length > limits.appendEventsMax) {
    throw invalid(`An append takes 1 to ${limits.appendEventsMax} events, not ${events.length}`)
  }
  if (new Set(events.map(({ id }) => id)).size < events.length) throw invalid(`Two of the events for ${stream} have the same id`)
  return events.map(encode)
}

function encode(event: NewEvent): EncodedEvent {
  if (!UUID.test(event.id)) throw invalid(`${JSON.stringify(event.id)} is not an event's id: a UUID in lower case`)
  if (!TYPE.test(event.type)) throw invalid(`${JSON.stringify(event.type)} cannot name an event's type`)
  if (!Number.isInteger(event.schema) || event.schema < 1 || event.schema > SCHEMA_MAX) throw invalid(`${event.type} cannot have schema ${event.schema}`)
  assertJson(event.data, event, 'data', 0)
  assertJson(event.meta, event, 'meta', 0)
  const dataText = JSON.stringify(event.data)
  const metaText = JSON.stringify(event.meta)
  const sizeBytes = Buffer.byteLength(dataText) + Buffer.byteLength(metaText)
  if (sizeBytes > limits.eventBytesMax) {
    throw new EventStoreError('PAYLOAD_TOO_LARGE', `${event.type} ${event.id} has ${sizeBytes} bytes; at most ${limits.eventBytesMax} can be recorded`)
  }
  return { event, dataText, metaText, sizeBytes }
}

/** Refuses what would come back as something else. A property that is undefined is one that is absent, as in JSON. */
function assertJson(value: unknown, event: NewEvent, path: string, depth: number): void {
  const no = (reason: string) => invalid(`${event.type} ${event.id} cannot be recorded: ${path} ${reason}`)
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') return assertText(value, no)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw no(`is ${value}, which JSON cannot hold`)
    return
  }
  if (typeof value !== 'object') throw no(`is of type ${typeof value}, which JSON cannot hold`)
  if (depth >= limits.eventDepthMax) throw no(`is nested deeper than ${limits.eventDepthMax} levels`)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) assertJson(value[i], event, `${path}[${i}]`, depth + 1)
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw no('is not a plain object')
  for (const [name, inner] of Object.entries(value)) {
    assertText(name, no)
    if (inner !== undefined) assertJson(inner, event, `${path}.${name}`, depth + 1)
  }
}

function assertText(text: string, no: (reason: string) => EventStoreError): void {
  if (text.includes('\u0000')) throw no('holds U+0000, which PostgreSQL cannot store')
  if (!text.isWellFormed()) throw no('holds a lone surrogate, which is no text')
}

function invalid(message: string): EventStoreError {
  return new EventStoreError('INVALID_EVENT', message)
}
