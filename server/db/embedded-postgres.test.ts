import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import { eventually } from '../../test/support/eventually.ts'
import { asAdministrator } from '../../test/support/postgres.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { realSystem } from '../system.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

async function temporaryFolder(t: Test, name = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `rewind-test-${name}`))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const start = (dataDir: string, system = realSystem) => startEmbeddedPostgres({ dataDir, system, log: silentLog })

/** The server's own process, as its lock file names it. */
const serverPid = (dataDir: string) => Number.parseInt(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10)

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

t.test('the built-in PostgreSQL is durable, private to its user, and keeps what it was told over a restart', async (t) => {
  const dataDir = await temporaryFolder(t)
  const first = await start(dataDir)
  const setting = async (name: string) => (await asAdministrator(first.connection, `show ${name}`)).rows[0][name]
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) t.equal(await setting(name), 'on', name)
  t.equal(await setting('listen_addresses'), '', 'no port')
  t.equal(await setting('server_encoding'), 'UTF8')
  t.equal(statSync(join(dataDir, 'postgres/password')).mode & 0o777, 0o600)
  await t.rejects(asAdministrator({ ...first.connection, password: 'wrong' }, 'select 1'), { code: '28P01' })
  await asAdministrator(first.connection, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()
  const second = await start(dataDir)
  t.teardown(() => second.stop())
  t.same(second.connection, first.connection)
  t.same((await asAdministrator(second.connection, 'select answer from kept')).rows, [{ answer: 42 }])
})

t.test('a second service on the same folder is told so', async (t) => {
  const dataDir = await temporaryFolder(t)
  const first = await start(dataDir)
  t.teardown(() => first.stop())
  const startedAt = Date.now()
  const hasty = { ...realSystem, now: () => startedAt + (Date.now() - startedAt) * 20 }
  await t.rejects(start(dataDir, hasty), /Another Rewind is using .* DATA_DIR/)
  t.same((await asAdministrator(first.connection, 'select 1 as one')).rows, [{ one: 1 }], 'and the first goes on')
})

t.test('one that is stopping is waited for, however long that takes', async (t) => {
  const dataDir = await temporaryFolder(t)
  const first = await start(dataDir)
  const holding = new pg.Client(first.connection)
  holding.on('error', () => {})
  await holding.connect()
  process.kill(serverPid(dataDir), 'SIGTERM')  // it lets nobody in any more, and stops once the last has left
  const startedAt = Date.now()
  let polls = 0
  const hasty = { ...realSystem, now: () => startedAt + (Date.now() - startedAt) * 20 + ++polls * limits.postgresInUseMs / 10 }
  const second = start(dataDir, hasty)
  await eventually('many looks at the one before', () => polls > 50)
  await first.stop()
  t.same((await asAdministrator((await second).connection, 'select 1 as one')).rows, [{ one: 1 }])
  await (await second).stop()
})

t.test('when its process dies it is started again where it was', async (t) => {
  const dataDir = await temporaryFolder(t)
  const postgres = await start(dataDir)
  t.teardown(() => postgres.stop())
  await asAdministrator(postgres.connection, 'create table kept as select 42 as answer')
  const pid = serverPid(dataDir)
  process.kill(pid, 'SIGKILL')
  const { rows } = await eventually('the server to be back', () => asAdministrator(postgres.connection, 'select answer from kept'))
  t.same(rows, [{ answer: 42 }])
  t.not(serverPid(dataDir), pid)
})

t.test('it stops when the process that started it is killed, and the folder can be used at once', async (t) => {
  const dataDir = await temporaryFolder(t)
  const host = spawn(process.execPath, ['run', '-A', new URL('../../test/support/postgres-host.ts', import.meta.url).pathname, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(host.stdout, 'data')
  const pid = serverPid(dataDir)
  t.ok(runs(pid))
  host.kill('SIGKILL')
  const again = await start(dataDir)
  t.teardown(() => again.stop())
  await eventually('the old server to be gone', () => !runs(pid))
  t.same((await asAdministrator(again.connection, 'select 1 as one')).rows, [{ one: 1 }])
})

t.test('a lock file that names some other program, as a container leaves behind, is not believed', async (t) => {
  const dataDir = await temporaryFolder(t)
  await (await start(dataDir)).stop()
  const other = spawn('sleep', ['60'])
  t.teardown(() => other.kill())
  writeFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), `${other.pid}\n${join(dataDir, 'postgres/cluster')}\n1\n5432\n\n\n`)
  const again = await start(dataDir)
  await again.stop()
  t.ok(runs(other.pid!))
})

t.test('a folder whose path is too long or too odd for a socket works as well', async (t) => {
  const dataDir = join(await temporaryFolder(t, 'odd, '), 'ü'.repeat(60))
  const postgres = await start(dataDir)
  t.same((await asAdministrator(postgres.connection, 'select 1 as one')).rows, [{ one: 1 }])
  t.equal(statSync(postgres.connection.host).mode & 0o777, 0o700)
  await postgres.stop()
})
