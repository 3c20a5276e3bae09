/**
 * Tells the other processes on a store how far it has come: soon, but no more often than they need to hear it, and not while
 * somebody waits for an append. NOTIFY in the append itself would wake everybody for every flush. What is lost with a process
 * that dies, the others' polls make good.
 */

import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'

export const EVENTS_CHANNEL = 'events'

export interface Announcer {
  announce(position: number): void
  /** Resolves when the last position is told. */
  close(): Promise<void>
}

export function createAnnouncer({ database, system, log }: { readonly database: Database; readonly system: System; readonly log: Log }): Announcer {
  const closing = new AbortController()
  let latest = 0
  let told = 0
  let telling: Promise<void> | undefined

  const run = async () => {
    while (told < latest) {
      await system.sleep(limits.announceAfterMs, closing.signal)
      const position = latest
      await database.pool.query({ name: 'announce', text: 'select pg_notify($1, $2)', values: [EVENTS_CHANNEL, String(position)] })
        .catch((error: unknown) => log.debug({ err: error }, 'new events could not be announced'))
      told = position
    }
    telling = undefined
  }

  return {
    announce(position) {
      latest = Math.max(latest, position)
      telling ??= run()
    },
    async close() {
      closing.abort()
      await telling
    },
  }
}
