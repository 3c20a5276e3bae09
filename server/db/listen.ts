/** LISTEN on a connection of its own that comes back by itself. A notification only says "look": whoever listens must also look after `onConnect`. */

import type pg from 'pg'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { Database } from './database.ts'
import { backoffMs, chanceOf } from './faults.ts'

export interface ListenOptions {
  readonly database: Pick<Database, 'connect'>
  readonly channel: string
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
  onNotification(payload: string): void
  /** After every (re)connection, and every `pollMs` after that: the net under lost notifications. Its failure counts as the connection's. */
  poll(client: pg.Client): Promise<void>
  readonly pollMs: number
}

/** Resolves when the signal has aborted and the connection is closed. */
export async function listen(options: ListenOptions): Promise<void> {
  const { system, log, signal, channel } = options
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await listenOnce(options, () => { attempt = 0 })
    } catch (error) {
      if (signal.aborted) return
      log.warn({ err: error, channel }, 'listening to the database was interrupted')
      await system.sleep(backoffMs(attempt, chanceOf(system)), signal)
    }
  }
}

async function listenOnce({ database, channel, system, signal, onNotification, poll, pollMs }: ListenOptions, connected: () => void): Promise<void> {
  const client = await database.connect()
  const lost = new Promise<never>((_, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('Connection terminated')))
  })
  lost.catch(() => {})  // also when nobody is waiting just now
  try {
    client.on('notification', ({ payload }) => onNotification(payload ?? ''))
    await client.query(`listen ${channel}`)
    while (!signal.aborted) {
      await Promise.race([poll(client), lost])
      connected()
      await Promise.race([system.sleep(pollMs, signal), lost])
    }
  } finally {
    await client.end().catch(() => {})
  }
}
