/**
 * A PostgreSQL of our own, for people who have none: made in a folder, reached through a Unix socket only, fully durable,
 * and never outliving the process that started it.
 *
 *   <dataDir>/postgres/cluster    PostgreSQL's files
 *   <dataDir>/postgres/password   random, for this cluster only, mode 0600
 *
 * When the server dies by itself it is started again at the same place; pools reconnect by themselves.
 */

import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { Connection } from './database.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { ProgramError, childEnvironment, runProgram } from './run-program.ts'
import type { Launch } from './unprivileged.ts'
import { unprivilegedLaunch } from './unprivileged.ts'

/** Wants Deno 2.9.6 or newer: before, the descriptor of a Unix socket was closed twice, the second time often somebody else's. */
type SocketConnection = Extract<Connection, { host: string }>

export interface EmbeddedPostgres {
  readonly connection: SocketConnection
  /** Fast shutdown: open transactions end, everything committed is on disk. Resolves when the process is gone. */
  stop(): Promise<void>
}

interface Cluster { readonly folder: string; readonly socketFolder: string; readonly postgres: string; readonly launch: Launch; readonly connection: SocketConnection }
interface Running { readonly child: ChildProcess; readonly exited: Promise<string> }

export async function startEmbeddedPostgres({ dataDir, system, log }: { dataDir: string; system: System; log: Log }): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(resolve(dataDir, 'postgres'), system, log)
  let running = await start(cluster, system, log)
  let stopping = false

  const supervise = async () => {
    while (!stopping) {
      const lastWords = await running.exited
      if (stopping) return
      log.error({ lastWords }, 'the built-in PostgreSQL died; starting it again')
      await system.sleep(limits.postgresRestartDelayMs)
      if (!stopping) running = await start(cluster, system, log)
    }
  }
  const supervision = supervise().catch((error: unknown) => log.error({ err: error }, 'the built-in PostgreSQL cannot be started again'))

  let stopped: Promise<void> | undefined
  const stop = async () => {
    stopping = true
    await end(running)
    await supervision
    // It may have been replaced just now.
    await end(running)
  }
  return { connection: cluster.connection, stop: () => stopped ??= stop() }
}

async function end({ child, exited }: Running): Promise<void> {
  child.stdin?.end()
  await exited
}

async function prepareCluster(home: string, system: System, log: Log): Promise<Cluster> {
  const { initdb, postgres } = await findPostgresBinaries()
  await mkdir(dirname(home), { recursive: true })
  await mkdir(home, { recursive: true, mode: 0o700 })
  const launch = await unprivilegedLaunch(system, { home, program: postgres })
  const folder = join(home, 'cluster')
  const passwordFile = join(home, 'password')
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    await writeFile(passwordFile, Buffer.from(system.randomBytes(32)).toString('base64url'), { mode: 0o600 })
    await launch.own(home)
    await initialise(system, { initdb, folder, passwordFile, launch })
    log.info({ folder }, 'made a new PostgreSQL cluster')
  }
  const password = await readFile(passwordFile, 'utf8')
  const socketFolder = await privateSocketFolder(home, launch)
  return { folder, socketFolder, postgres, launch, connection: { host: socketFolder, user: 'postgres', password, database: 'postgres' } }
}

/** Made beside its place and renamed into it: a cluster that was killed while being made is not taken for a whole one. */
async function initialise(system: System, { initdb, folder, passwordFile, launch }: { initdb: string; folder: string; passwordFile: string; launch: Launch }): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const [program, ...args] = [...launch.prefix, initdb, '-D', unfinished, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`,
    // Many rounds slow down who guesses a password; this one is 256 random bits, and each connection would pay for them.
    '--set', 'scram_iterations=1', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await runProgram(system, [program!, ...args], launch.ids)
  } catch (error) {
    throw new Error(`The built-in PostgreSQL could not make its files in ${folder}: ${error instanceof ProgramError ? error.reason : String(error)}`, { cause: error })
  }
  await rename(unfinished, folder)
}

/** A socket's path may have about 100 bytes and, in PostgreSQL's setting, no comma or quote: else a private folder under the temporary one. */
export function socketFolderOf(home: string): string {
  if (Buffer.byteLength(home) <= 80 && /^[\w./-]+$/.test(home)) return home
  return join(tmpdir(), `rewind-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
}

async function privateSocketFolder(home: string, launch: Launch): Promise<string> {
  const folder = socketFolderOf(home)
  if (folder === home) return home
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const { mode, uid } = await lstat(folder)
  const owner = launch.ids.uid ?? process.getuid?.()
  if ((mode & 0o170_777) !== 0o040_700 || (uid !== owner && uid !== process.getuid?.())) {
    throw new Error(`${folder} is not a private folder of ours: remove it, or set DATA_DIR to a shorter path`)
  }
  await launch.own(folder)
  return folder
}

/** What a server says that finds the folder held: by the lock file of another one, or by processes that outlive theirs. */
const HELD = /postmaster\.pid|shared memory block .* still in use/

/** After kill -9 the old server needs a moment to notice, and as long to stop as a slow disk takes for all it has in memory; until then it holds the folder. */
async function start(cluster: Cluster, system: System, log: Log): Promise<Running> {
  let giveUpAt = system.now() + limits.postgresInUseMs
  for (;;) {
    await removeForeignLock(system, cluster.folder, log)
    const name = Buffer.from(system.randomBytes(16)).toString('hex')
    const running = launchServer(system, cluster, name, log)
    const failure = await Promise.race([running.exited, untilItAnswers(cluster.connection, name, running.child, system)])
    if (failure === undefined) return running
    await end(running)
    if (!HELD.test(await running.exited)) throw new Error(`The built-in PostgreSQL did not start: ${failure}`)
    if (await isStopping(cluster.connection)) giveUpAt = system.now() + limits.postgresInUseMs
    if (system.now() > giveUpAt) throw new Error(`Another Rewind is using ${cluster.folder}. Stop it, or set another DATA_DIR.`)
    await system.sleep(limits.postgresStartPollMs * 5)
  }
}

/** In a container every start counts process ids from 1, so the id in a lock that was left behind may be some other program's by now. */
async function removeForeignLock(system: System, folder: string, log: Log): Promise<void> {
  const lock = join(folder, 'postmaster.pid')
  const pid = await readFile(lock, 'utf8').then((text) => Number.parseInt(text, 10), () => undefined)
  if (pid === undefined) return
  // Deno lets no program look into /proc itself. Empty where there is no such process, or no /proc.
  const command = await runProgram(system, ['/bin/cat', `/proc/${pid}/cmdline`]).catch(() => '')
  if (command === '' || command.includes('postgres')) return
  log.warn({ pid }, 'removed a lock file of PostgreSQL that names another program')
  await rm(lock, { force: true })
}

/**
 * The shell between us and PostgreSQL waits for its input to end, which the operating system sees to however we die, and
 * then asks for a fast shutdown. PostgreSQL's own end ends the shell. Its own session keeps a terminal's Ctrl-C from
 * stopping the database before the service has finished with it.
 */
const LIFELINE = `exec 3<&0 </dev/null
"$@" 3<&- & server=$!
{ cat <&3 >/dev/null; kill -INT "$server"; } 2>/dev/null & exec 3<&-
wait "$server"`

function launchServer(system: System, { folder, socketFolder, postgres, launch }: Cluster, name: string, log: Log): Running {
  const settings = {
    cluster_name: name, listen_addresses: '', unix_socket_directories: socketFolder, unix_socket_permissions: '0700',
    fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on',
    max_connections: String(limits.postgresConnections), shared_buffers: '128MB', max_wal_size: '2GB', jit: 'off',
    lc_messages: 'C', log_timezone: 'UTC', timezone: 'UTC', log_checkpoints: 'off',
  }
  const server = [...launch.prefix, postgres, '-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = system.spawn('/bin/sh', ['-c', LIFELINE, 'sh', ...server], { ...launch.ids, cwd: '/', detached: true, env: childEnvironment(), stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.on('error', () => {})  // it is gone already: `exit` tells
  let tail = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2_000)
    for (const line of text.split('\n')) if (line.trim()) log.debug({ postgres: line.trim() }, 'the built-in PostgreSQL says')
  })
  const exited = new Promise<string>((done) => {
    child.on('error', (error) => done(String(error)))
    child.on('close', (code, signal) => {
      child.stdin.end()
      done(tail.trim() || `exit ${code ?? signal}`)
    })
  })
  return { child, exited }
}

/** How a server answers while it starts or stops (`cannot_connect_now`). */
const STARTS_OR_STOPS = '57P03'

async function isStopping(connection: SocketConnection): Promise<boolean> {
  return await clusterNameAt(connection).then(() => false, ({ code }: { code?: string }) => code === STARTS_OR_STOPS)
}

/**
 * Undefined once the server of this name lets us in: at the same socket another one may be running still. A server that
 * says it is starting up may take its time: after a crash it reads its log.
 */
async function untilItAnswers(connection: SocketConnection, name: string, child: ChildProcess, system: System): Promise<undefined | string> {
  let giveUpAt = system.now() + limits.postgresStartTimeoutMs
  while (system.now() < giveUpAt && child.exitCode === null && child.signalCode === null) {
    try {
      if (await clusterNameAt(connection) === name) return undefined
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === '28P01') return 'the password in its folder is not the one it was made with'
      if (code === STARTS_OR_STOPS) giveUpAt = system.now() + limits.postgresStartTimeoutMs
    }
    await system.sleep(limits.postgresStartPollMs)
  }
  return `no answer within ${limits.postgresStartTimeoutMs / 1_000} s`
}

async function clusterNameAt(connection: SocketConnection): Promise<string | undefined> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: limits.databaseConnectTimeoutMs })
  client.on('error', () => {})  // also rejects what is under way
  try {
    await client.connect()
    return (await client.query<{ cluster_name: string }>('show cluster_name')).rows[0]?.cluster_name
  } finally {
    await client.end().catch(() => {})
  }
}
