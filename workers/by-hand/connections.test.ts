import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { startNntpServer } from '../../demo/nntp-server.ts'
import { freshDatabase } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { loadConfig } from '../../server/config.ts'
import { connectionCommands } from './connections.ts'

t.test('connections test tries what is set up, says what to do, and ends with a code', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rewind-connections-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  const { host, user, password, database } = await freshDatabase() as { host: string; user: string; password: string; database: string }
  const nntp = await startNntpServer({ account: { username: 'ann', password: 's3cret' } })
  t.teardown(() => nntp.stop())
  const newznab = await startNewznabServer({ apiKey: 'k3y' })
  t.teardown(() => newznab.stop())
  const environment = {
    DATA_DIR: dataDir, DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`, INDEXER_URL: newznab.url, INDEXER_API_KEY: 'k3y', INDEXER_NAME: 'Geek',
    USENET_HOST: '127.0.0.1', USENET_PORT: String(nntp.port), USENET_TLS: 'no', USENET_USERNAME: 'ann', USENET_PASSWORD: 's3cret', USENET_CONNECTIONS: '2',
  }
  const run = async (options: Record<string, string> = {}, more: Record<string, string> = {}) => {
    const printed: { value: unknown; words: string }[] = []
    const code = await connectionCommands[0]!.run({
      config: loadConfig({ ...environment, ...more }, ''), words: [], options, input: Readable.from([]), signal: new AbortController().signal, print: (value, words) => { printed.push({ value, words }) },
    })
    return { code, values: printed.map(({ value }) => value), words: printed.map(({ words }) => words).join('\n') }
  }
  const works = await run()
  t.match([works.code, works.values], [0, [{ kind: 'indexer', name: 'Geek', ok: true }, { kind: 'news server', ok: true }, { kind: 'object store', ok: true }]])
  t.match(works.words, /works {3}news server 127\.0\.0\.1: It works.*\n[^]*\+ Open all connections: 2 of 2 at once\./)
  const fails = await run({ name: '127.0.0.1' }, { USENET_PASSWORD: 'wr0ng' })
  t.match([fails.code, fails.values.length], [1, 1])
  t.match(fails.words, /FAILED {2}news server[^]*user name and password/)
  t.notMatch(fails.words, /wr0ng/)
  t.equal((await run({ name: 'nobody' })).code, 3)
})
