/**
 * The hash chain of a stream (ES7): every event's hash covers the hash of the event before it in its stream, so that nothing
 * of the past can be changed, taken out or put in between without every later event of the stream saying so.
 */

import { createHash } from 'node:crypto'
import type { RecordedEvent } from '../../domain/event.ts'
import type { RawEvent, StoredEvent } from './event-store.ts'

/**
 * SHA-256 in lower-case hex over UTF-8: the previous event's hash in the same form (nothing before the first), then id,
 * stream, version, type, schema, recordedAt, data and meta, with U+000A between. None of them can hold one: names have no
 * control characters, and the stores write JSON without line breaks. The position is left out, so a copy of the log in
 * another store has the same chains.
 */
export function chainHash(previous: string | null, { id, stream, version, type, schema, recordedAt, dataText, metaText }: Omit<RawEvent, 'hash' | 'position'>): string {
  return createHash('sha256')
    .update(`${previous ?? ''}\n${id}\n${stream}\n${version}\n${type}\n${schema}\n${recordedAt}\n${dataText}\n${metaText}`)
    .digest('hex')
}

/** What travels to devices: they trust the server, and hashes do not compress. */
export function withoutHash({ hash: _, ...event }: StoredEvent): RecordedEvent {
  return event
}
