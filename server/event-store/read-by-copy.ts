/** Reading much by COPY: in order, in constant memory, going on where a lost connection left off. */

import pg from 'pg'
import type { RecordedEvent, StreamName } from '../../domain/event.ts'
import type { Database } from '../db/database.ts'
import { isPassingFault, withRetries } from '../db/faults.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { Decode } from './copy-events.ts'
import { copyEvents, copyQuery } from './copy-events.ts'
import { EventStoreError } from './event-store.ts'

type Placed = Pick<RecordedEvent, 'position' | 'version'>

export interface CopyReader {
  /** After a position, up to the last event there is when it begins; `where` goes on from a condition with `and`, since COPY takes no parameters. */
  inOrder<Event extends Placed>(from: { after: number; where: string }, decode: Decode<Event>): AsyncGenerator<readonly Event[]>
  stream<Event extends Placed>(from: { stream: StreamName; fromVersion?: number; toVersion?: number }, decode: Decode<Event>): AsyncGenerator<readonly Event[]>
}

export function createCopyReader({ database, system, head }: { readonly database: Database; readonly system: System; readonly head: () => Promise<number> }): CopyReader {
  /** By one COPY after another, so that none holds a snapshot for long. */
  async function* inOrder<Event extends Placed>({ after, where }: { after: number; where: string }, decode: Decode<Event>): AsyncGenerator<readonly Event[]> {
    const end = await head()
    for (let from = after; from < end; from += limits.copyPositions) {
      const upTo = Math.min(end, from + limits.copyPositions)
      yield* copyResuming((last) => `where position > ${last ? Number(last.position) : from} and position <= ${upTo} ${where} order by position`, decode)
    }
  }

  function ofStream<Event extends Placed>({ stream, fromVersion = 0, toVersion }: { stream: StreamName; fromVersion?: number; toVersion?: number }, decode: Decode<Event>): AsyncGenerator<readonly Event[]> {
    const to = toVersion === undefined ? '' : `and version <= ${toVersion}`
    return copyResuming((last) => `where stream = ${pg.escapeLiteral(stream)} and version >= ${last ? last.version + 1 : fromVersion} ${to} order by version`, decode)
  }

  /** One COPY; when its connection is lost on the way, another goes on after the last event that came. */
  async function* copyResuming<Event>(from: (last: Event | undefined) => string, decode: Decode<Event>): AsyncGenerator<readonly Event[]> {
    let last: Event | undefined
    for (let attempts = 0; ; attempts++) {
      const client = await withRetries(system, () => database.pool.connect()).catch((error: unknown) => { throw unavailable(error) })
      let whole = false
      try {
        for await (const events of copyEvents(client, copyQuery(from(last)), decode)) {
          last = events.at(-1)
          attempts = 0
          yield events
        }
        whole = true
        return
      } catch (error) {
        if (!isPassingFault(error) || attempts >= COPY_ATTEMPTS_MAX) throw unavailable(error)
      } finally {
        // A reader that stopped early leaves the rest of the answer in the connection.
        client.release(!whole)
      }
    }
  }

  return { inOrder, stream: ofStream }
}

const COPY_ATTEMPTS_MAX = 3

export function unavailable(error: unknown): unknown {
  return isPassingFault(error) ? new EventStoreError('UNAVAILABLE', 'The event store cannot be reached', { cause: error }) : error
}
