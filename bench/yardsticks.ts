/** Raw PostgreSQL, as fast as it is without us: one prepared INSERT and commit per append; one text COPY of the same columns. */

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import pg from 'pg'
import { EVENT_COLUMNS } from '../server/event-store/event-rows.ts'
import type { Contestant, SocketConnection } from './measure.ts'
import { closedLoop } from './measure.ts'

const run = promisify(execFile)
/** More do not make it faster, and the embedded server has 60. */
const CONNECTIONS_MAX = 45
export interface Payload { readonly data: string; readonly meta: string }

/** A table with the columns (but for our hashes) and the unique indexes of `events`. */
export async function createRawTable(connection: SocketConnection): Promise<void> {
  const owner = new pg.Client(connection)
  await owner.connect()
  await owner.query(`
    create sequence raw_position;
    create table raw_events (
      position bigint primary key, version integer not null, recorded_at timestamptz not null, id uuid not null unique, stream text collate "C" not null,
      type text collate "C" not null, schema smallint not null, data json not null, meta json not null, unique (stream, version)
    )`)
  await owner.end()
}

const insert = (data: string, meta: string, rows: number) => `insert into raw_events (position, version, recorded_at, id, stream, type, schema, data, meta)
  values ${Array.from({ length: rows }, (_, i) => `(nextval('raw_position'), ${i}, now(), uuidv7(), 'library-' || nextval('raw_position') - ${i}, 'TitleRated', 1, ${data}, ${meta})`).join(', ')}`

export function rawInserts(connection: SocketConnection, { clients, rows, ms, payload }: { clients: number; rows: number; ms: number; payload: Payload }): Contestant {
  return async () => {
    const open = await Promise.all(Array.from({ length: Math.min(CONNECTIONS_MAX, clients) }, async () => {
      const client = new pg.Client(connection)
      await client.connect()
      return client
    }))
    const sample = await closedLoop({ clients: open.length, ms }, (client) => open[client]!.query({ name: 'insert', text: insert('$1', '$2', rows), values: [payload.data, payload.meta] }))
    await Promise.all(open.map((client) => client.end()))
    return sample
  }
}

export async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(() => true, () => false)
}

export function pgbenchInserts(connection: SocketConnection, { clients, rows, ms, payload }: { clients: number; rows: number; ms: number; payload: Payload }): Contestant {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rewind-bench-'))
    const script = join(folder, 'insert.sql')
    await writeFile(script, insert(':data', ':meta', rows).replaceAll('\n', ' ') + ';\n')
    const { stdout } = await run('pgbench', [
      '-n', '-M', 'prepared', '-h', connection.host, '-U', connection.user, '-c', String(Math.min(CONNECTIONS_MAX, clients)), '-j', String(Math.min(2, clients)),
      '-T', String(Math.max(1, Math.round(ms / 1_000))), '-D', `data=${payload.data}`, '-D', `meta=${payload.meta}`, '-f', script, connection.database,
    ], { env: { PATH: process.env['PATH'], PGPASSWORD: connection.password } })
    await rm(folder, { recursive: true })
    const [, tps] = /tps = ([\d.]+)/.exec(stdout) ?? []
    if (tps === undefined) throw new Error(`pgbench measured nothing; the machine may be too busy to connect in time:\n${stdout}`)
    return { perSecond: Number(tps), latenciesMs: [] }
  }
}

/** Counts the bytes and looks at none of them. */
class CopyBytes implements pg.Submittable {
  bytes = 0
  readonly done: Promise<void>
  readonly #query: string
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(query: string) {
    this.#query = query
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#query)
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.bytes += chunk.length
  }

  handleReadyForQuery(): void {
    this.#resolve()
  }

  handleError(error: Error): void {
    this.#reject(error)
  }

  handleCommandComplete(): void {}
}

export function textCopy(client: pg.ClientBase, events: number): Contestant {
  return async () => {
    const from = performance.now()
    const copy = client.query(new CopyBytes(`copy (select ${EVENT_COLUMNS} from events where position <= ${events} order by position) to stdout`))
    await copy.done
    if (copy.bytes === 0) throw new Error('COPY sent nothing')
    return { perSecond: events / ((performance.now() - from) / 1_000), latenciesMs: [] }
  }
}
