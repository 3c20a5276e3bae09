/** KurrentDB's client, as the store needs it. */

import type { KurrentDBClient } from '@kurrent/kurrentdb-client'
import { KurrentDBClient as Client } from '@kurrent/kurrentdb-client'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { EventStoreError } from './event-store.ts'
import { kurrentdbAddress } from './kurrentdb-address.ts'

export function connectKurrentdb(url: string): KurrentDBClient {
  const { connectionString, credentials } = kurrentdbAddress(url)
  let client: KurrentDBClient
  try {
    client = Client.connectionString(connectionString)
  } catch (error) {
    const certificate = /certificate|tlsCAFile|No such file/i.test(String(error))
    throw new EventStoreError('UNAVAILABLE', `KurrentDB's client cannot use EVENT_STORE_URL${certificate ? ': a certificate or key file that it names cannot be read' : ''}`, { cause: error })
  }
  if (credentials) client.setCredentialsProvider(async () => credentials)
  // Appends of one call each. The client's other way, one long call for all of them, ends the process by a rejection that nobody can
  // catch when its connection is lost under load (1.3.1), and never settles when the server stays silent.
  return Object.assign(client, { supports: async () => false })
}

/** For reads, which go through the client's native half. */
export interface ReadingClient {
  now(): KurrentDBClient
  /** This one has failed more than once. */
  failed(client: KurrentDBClient): void
}

/**
 * Sent on to a leader once, the native half never looks for another when that one is gone (bridge 0.2.2): a new client does. Not more
 * often than an answer may take, as one that is let go of is freed some time later.
 */
export function createReadingClient(url: string, system: Pick<System, 'now'>): ReadingClient {
  let client = connectKurrentdb(url)
  let since = system.now()
  return {
    now: () => client,
    failed(failing) {
      if (failing !== client || system.now() - since < limits.kurrentdbAnswerMs) return
      client = connectKurrentdb(url)
      since = system.now()
    },
  }
}
