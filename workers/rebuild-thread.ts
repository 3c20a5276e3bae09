/**
 * Rebuilds in a thread of their own, for as long as there are some: folding takes a core, which the API must not feel, and memory, which goes with the
 * thread. It has its own connections. What throws here ends the thread; the parent starts another, which goes on where it was.
 */

import { projections } from '../projections/index.ts'
import type { Config } from '../server/config.ts'
import type { Connection } from '../server/db/database.ts'
import { openDatabase } from '../server/db/database.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createDomainStore } from '../server/event-store/domain-store.ts'
import { openEventStore } from '../server/event-store/open-event-store.ts'
import { createCommandHandler } from '../server/handle.ts'
import { personalKeysIn } from '../server/personal/personal-keys.ts'
import { createPersonalTexts } from '../server/personal/personal-texts.ts'
import { realSystem as system } from '../server/system.ts'
import { recordRebuildsWith, runRebuilds } from './rebuild.ts'
import type { OfThread } from './run-thread.ts'
import { threadLog } from './thread-log.ts'

export interface RebuildThreadConfig extends Pick<Config, 'masterKey' | 'masterKeyBefore' | 'dataDir'> {
  readonly database: Connection
  /** Where the events are, when that is not the database. */
  readonly eventStoreUrl: string | null
}
export type ToRebuildThread = { readonly type: 'start'; readonly config: RebuildThreadConfig } | { readonly type: 'stop' }

const stop = new AbortController()
const tell = (message: OfThread) => self.postMessage(message)
const log = threadLog(tell)

self.onmessage = ({ data }: MessageEvent<ToRebuildThread>) => {
  if (data.type === 'stop') stop.abort()
  // Not caught: a rejection nobody handles is what the parent hears of.
  else void run(data.config).then(() => tell({ type: 'stopped' }))
}

async function run(config: RebuildThreadConfig): Promise<void> {
  const parts = new AsyncDisposableStack()
  try {
    const database = await openDatabase({ connection: config.database, log })
    parts.defer(database.close)
    const recorded = await openEventStore({ url: config.eventStoreUrl, database, system, log })
    parts.defer(recorded.close)
    const store = createDomainStore({ recorded, texts: createPersonalTexts({ keys: await personalKeysIn(database, config, system), system }) })
    const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
    await runRebuilds({ store, database, projections, record: recordRebuildsWith(handle, system), untilIdle: true, system, log, signal: stop.signal })
  } finally {
    await parts.disposeAsync()
  }
}
