/** `rewind connections test`: what the Test buttons of the admins' screen ask, from the command line: for an operator, or a monitor. */

import { createPostgresCommandOutcomes } from '../../server/command-outcomes.ts'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import type { Call, CliCommand } from '../../server/cli/command.ts'
import { EXIT } from '../../server/cli/command.ts'
import { openData } from '../../server/cli/open-data.ts'
import type { Connections } from '../../server/connections/connections.ts'
import { connectionsIn } from '../../server/connections/connections.ts'
import { settingScopes } from '../../server/connections/setting-scopes.ts'
import { openSettings } from '../../server/connections/settings-store.ts'
import type { ConnectionTests } from '../../server/connections/test-connections.ts'
import { connectionTests } from '../../server/connections/test-connections.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { silentLog } from '../../server/log.ts'
import { objectStoreSettings, openObjectStore } from '../../server/object-store/open-object-store.ts'
import { masterKeysIn } from '../../server/personal/master-key.ts'
import { realSystem } from '../../server/system.ts'
import { upstreamsOf } from '../../server/upstreams.ts'
import { testNewsServer } from '../usenet/test-news-server.ts'

interface Tried { readonly kind: 'indexer' | 'news server' | 'object store'; readonly name: string; run(): Promise<ConnectionTest> }

const test: CliCommand = {
  name: 'connections test', summary: 'Whether the indexers, news servers and the object store work, and what to do where they do not', words: [],
  about: 'Tries those of the environment and those that admins have set up. Nothing is downloaded, nothing kept. Ends with 1 when one does not work, with 3 when there is none of that name.',
  options: { name: { takes: 'NAME', means: 'only this one, also when it is switched off; "object store" is where films are kept' } },
  run: (call) => withConnections(call, async (connections, tests) => {
    const wanted = all(connections, tests, call.options.name)
    let failed = 0
    for (const { kind, name, run } of wanted) {
      if (call.signal.aborted) break
      const told = await run()
      if (!told.ok) failed++
      call.print({ kind, name, ...told }, [`${told.ok ? 'works ' : 'FAILED'}  ${kind} ${name}: ${told.message} ${told.tookMs} ms`, ...told.advice === null ? [] : [`        ${told.advice.message}`], ...told.steps.map((step) => `        ${step.ok ? '+' : '-'} ${step.name.message}: ${step.detail.message}`)].join('\n'))
    }
    return wanted.length === 0 ? EXIT.notFound : failed > 0 ? EXIT.failed : EXIT.done
  }),
}

function all(connections: Connections, tests: ConnectionTests, only: Call['options'][string]): readonly Tried[] {
  const { indexers, newsServers } = connections.shown()
  const everything = [
    ...indexers.map((each) => ({ kind: 'indexer' as const, name: each.name, enabled: each.enabled, run: () => tests.indexer(each) })),
    ...newsServers.map((each) => ({ kind: 'news server' as const, name: each.name, enabled: each.enabled, run: () => tests.newsServer(each) })),
    { kind: 'object store' as const, name: 'object store', enabled: true, run: () => tests.objectStore() },
  ]
  return everything.filter(({ name, enabled }) => only === undefined ? enabled : name === only)
}

async function withConnections(call: Call, run: (connections: Connections, tests: ConnectionTests) => Promise<number>): Promise<number> {
  const { config } = call
  const system = realSystem
  const { database, store, close } = await openData(config)
  const parts = new AsyncDisposableStack()
  parts.defer(close)
  try {
    const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
    const settings = await openSettings({ database, scopes: settingScopes, master: await masterKeysIn(database, config, system), handle, system, log: silentLog })
    parts.defer(settings.close)
    const objects = await openObjectStore(objectStoreSettings(config), system, silentLog)
    return await run(connectionsIn({ settings, fixed: upstreamsOf(config), config, system }), connectionTests({ objects, testNewsServer, system }))
  } finally {
    await parts.disposeAsync()
  }
}

export const connectionCommands: readonly CliCommand[] = [test]
