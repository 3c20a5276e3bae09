/** Webhooks on a database of a test's own, with what delivers them. */

import { settingScopes } from '../../server/connections/setting-scopes.ts'
import { openSettings } from '../../server/connections/settings-store.ts'
import type { Database } from '../../server/db/database.ts'
import type { CommandHandler } from '../../server/handle.ts'
import { silentLog } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import { masterKeyFrom } from '../../server/personal/master-key.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'
import { openHooks } from '../../server/webhooks/open-hooks.ts'

export async function hooksOf(t: { teardown(run: () => unknown): void }, database: Database, handle: CommandHandler['handle'], system: System = realSystem) {
  const master = { present: masterKeyFrom(Buffer.alloc(32, 7).toString('base64')), former: null }
  const settings = await openSettings({ database, scopes: settingScopes, master, handle, system, log: silentLog })
  t.teardown(() => settings.close())
  const nothing = async (): Promise<never> => { throw new Error('There is no catalogue here') }
  const hooks = openHooks({ settings, db: database.kysely, catalogue: { title: nothing }, publicUrl: 'https://films.example.org', imageBaseUrl: 'https://image.example.org/t/p', system })
  return { ...hooks, metrics: createMetrics() }
}
