/** The writing half of the KurrentDB store; see the drawing in `kurrentdb.ts`. */

import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { NO_STREAM as NOT_THERE } from '@kurrent/kurrentdb-client'
import type { NewEvent, StreamName } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import type { ChainEnds } from './chain-ends.ts'
import type { EncodedEvent } from './encode-event.ts'
import type { Appended, Conflict, StoredEvent } from './event-store.ts'
import type { Claims } from './kurrentdb-claims.ts'
import { envelopesOf, eventData } from './kurrentdb-events.ts'
import { conflictIn, inTime, patiently } from './kurrentdb-faults.ts'
import type { KurrentdbReader } from './kurrentdb-read.ts'
import { repeatOf } from './repeat.ts'

type Append = (stream: StreamName, expected: number, events: readonly EncodedEvent[]) => Promise<Appended | Conflict>
interface AppendPorts { readonly client: KurrentDBClient; readonly reader: KurrentdbReader; readonly claims: Claims; readonly ends: ChainEnds; readonly system: System }

export function createKurrentdbAppender({ client, reader, claims, ends, system }: AppendPorts): Append {
  /** Those of the events that stand in the stream, when all do; else undefined. */
  const standing = async (stream: StreamName, events: readonly NewEvent[], from: number): Promise<readonly StoredEvent[] | undefined> => {
    const found = await reader.findIn(stream, events.map(({ id }) => id), from)
    return repeatOf(stream, events, (id) => found.get(id))
  }

  /** Undefined for the event that is not there. */
  const hashAt = async (stream: StreamName, version: number): Promise<string | null | undefined> => {
    if (version < 0) return null
    const known = ends.hashOf(stream, version)
    if (known !== undefined) return known
    for await (const event of reader.readStream(stream, { fromVersion: version, limit: 1 })) return event.version === version ? event.hash : undefined
    return undefined
  }

  const versionNow = async (stream: StreamName): Promise<number> => {
    for await (const event of reader.readStream(stream, { direction: 'backwards', limit: 1 })) return event.version
    return -1
  }

  return async (stream, expected, encoded) => {
    const events = encoded.map(({ event }) => event)
    const claimed = await claims.claim(stream, expected + 1, events)
    const before = claimed === undefined ? undefined : await standing(stream, events, claimed)
    if (before) return { status: 'appended', events: before }
    const refused = async (actual: number): Promise<Appended | Conflict> => {
      // The same command in another process may have been first.
      const twin = await standing(stream, events, Math.min(expected, actual) + 1)
      return twin ? { status: 'appended', events: twin } : { status: 'conflict', actual }
    }
    const previous = await hashAt(stream, expected)
    if (previous === undefined) return refused(await versionNow(stream))
    const envelopes = envelopesOf(stream, expected, encoded, instantOf(system), previous)
    const answer = await sendAppend(client, stream, expected, envelopes.map(eventData), system)
    if ('actual' in answer) return refused(answer.actual)
    // A first answer tells the place of a single event; for several, and for what was perhaps recorded at an earlier time, the stream does.
    const recorded = claimed === undefined && answer.position !== undefined && envelopes.length === 1
      ? [{ ...envelopes[0]!, position: positionOf(answer.position) }]
      : await Array.fromAsync(reader.readStream(stream, { fromVersion: expected + 1, limit: envelopes.length }))
    ends.noteEvent(recorded.at(-1)!)
    return { status: 'appended', events: recorded }
  }
}

/** Sent again with the same ids and the same version until its outcome is known: KurrentDB takes it once (ES2). */
export function sendAppend(client: KurrentDBClient, stream: StreamName, expected: number, events: ReturnType<typeof eventData>[], system: System): Promise<{ readonly actual: number } | { readonly position: number | undefined }> {
  return patiently(system, async (attempt) => {
    try {
      const deadline = limits.kurrentdbAnswerMs
      const streamState = expected < 0 ? NOT_THERE : BigInt(expected)
      const { position } = await inTime(system, deadline, client.appendToStream(stream, events, { streamState, requiresLeader: true, deadline }))
      return { position: attempt === 0 && position ? Number(position.commit) : undefined }
    } catch (error) {
      const actual = conflictIn(error)
      if (actual === undefined) throw error
      return { actual }
    }
  })
}
