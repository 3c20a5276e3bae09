import type { EventMeta } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { RawEvent } from './event-store.ts'
import { EventStoreError } from './event-store.ts'
import { sendAppend } from './kurrentdb-append.ts'
import { createClaims } from './kurrentdb-claims.ts'
import { connectKurrentdb, createReadingClient } from './kurrentdb-connection.ts'
import { eventData } from './kurrentdb-events.ts'
import { createKurrentdbReader } from './kurrentdb-read.ts'
import type { TakeEvents } from './take-events.ts'
import { notTaken, runsOf } from './take-events.ts'

/** One append after the other, as nothing else keeps their order. Only the claims, whose order is nobody's business, are made together. */
export function takeIntoKurrentdb({ url, system }: { url: string; system: System }): { readonly take: TakeEvents; close(): Promise<void> } {
  const client = connectKurrentdb(url)
  const claims = createClaims(client, createKurrentdbReader(createReadingClient(url, system), system).readLinks, system)
  const take: TakeEvents = async (events) => {
    const runs = runsOf(events, (a, b) => a.stream === b.stream, limits.appendEventsMax)
    for (let i = 0; i < runs.length; i += limits.takeClaimsAtOnce) {
      const part = runs.slice(i, i + limits.takeClaimsAtOnce)
      await Promise.all(part.map((run) => claims.claim(run[0]!.stream, run[0]!.version, run.map(({ id }) => ({ id })))))
      for (const run of part) {
        const [first] = run
        const answer = await sendAppend(client, first!.stream, first!.version - 1, run.map((event) => eventData(envelopeOf(event))), system)
        if ('actual' in answer) throw notTaken(first!)
      }
    }
  }
  return { take, close: client.dispose }
}

/** The client writes JSON itself: what it would write otherwise than it was is not taken. */
function envelopeOf({ dataText, metaText, hash, ...event }: RawEvent) {
  const [data, meta] = [JSON.parse(dataText) as unknown, JSON.parse(metaText) as EventMeta]
  if (JSON.stringify(data) !== dataText || JSON.stringify(meta) !== metaText) {
    throw new EventStoreError('INVALID_EVENT', `Event ${event.id} is not written as Rewind writes it: it was changed in its store (see rewind events verify)`)
  }
  return { ...event, data, meta, hash: hash ?? '' }
}
