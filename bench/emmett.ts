/**
 * Emmett's PostgreSQL store as a yardstick: the released packages as they are, on the same server. They state no licence, so
 * nothing of ours depends on them: npm puts them into a folder of the temporary directory when the benchmark runs.
 */

import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { realSystem } from '../server/system.ts'
import type { SocketConnection } from './measure.ts'

const VERSIONS = ['@event-driven-io/emmett@0.42.0', '@event-driven-io/emmett-postgresql@0.42.0', '@event-driven-io/pongo@0.16.11']
const POLL_MS = 50

/** What we call of it. */
interface EmmettStore {
  appendToStream(stream: string, events: readonly { type: string; data: unknown }[], options: { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' }): Promise<unknown>
  consumer(): { reactor(options: { processorId: string; startFrom: 'BEGINNING'; eachMessage(message: { metadata: { streamName: string } }): void }): void; start(): Promise<void>; close(): Promise<void> }
  close(): Promise<void>
}
interface EmmettModule { getPostgreSQLEventStore(connectionString: string): EmmettStore }

/** The module, or undefined where npm cannot be reached. */
export async function installEmmett(): Promise<EmmettModule | undefined> {
  const folder = join(tmpdir(), 'rewind-bench-emmett-0.42.0')
  await mkdir(folder, { recursive: true })
  const installed = await promisify(execFile)('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', ...VERSIONS]).then(() => true, () => false)
  if (!installed) return undefined
  return await import(pathToFileURL(join(folder, 'node_modules/@event-driven-io/emmett-postgresql/dist/index.js')).href) as EmmettModule
}

export interface Emmett {
  /** One event to a stream that must be new. */
  append(stream: string, data: unknown): Promise<unknown>
  /** How many of the events written meanwhile its consumer has not been given once a later one has come. */
  skipped(write: () => Promise<unknown>): Promise<string>
  close(): Promise<void>
}

/** In a new database of this name. */
export async function openEmmett({ getPostgreSQLEventStore }: EmmettModule, { host, user, password, database }: SocketConnection, name: string): Promise<Emmett> {
  const owner = new pg.Client({ host, user, password, database })
  await owner.connect()
  await owner.query(`create database ${name}`)
  await owner.end()
  const counter = new pg.Client({ host, user, password, database: name })
  await counter.connect()
  const store = getPostgreSQLEventStore(`postgresql://${user}:${encodeURIComponent(password)}@/${name}?host=${encodeURIComponent(host)}`)
  const append = (stream: string, data: unknown) => store.appendToStream(stream, [{ type: 'TitleRated', data }], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' })
  await append('library-first', {})

  return {
    append,
    async skipped(write) {
      const before = await streams(counter)
      const seen = new Set<string>()
      const consumer = store.consumer()
      consumer.reactor({ processorId: 'bench', startFrom: 'BEGINNING', eachMessage: ({ metadata }) => { seen.add(metadata.streamName) } })
      const consuming = consumer.start()
      await until(() => before.every((stream) => seen.has(stream)))
      await write()
      const written = (await streams(counter)).filter((stream) => !before.includes(stream))
      await append('library-last', {})
      await until(() => seen.has('library-last'))
      await consumer.close()
      await consuming.catch(() => {})
      return `${written.filter((stream) => !seen.has(stream)).length} of ${written.length}`
    },
    async close() {
      await counter.end()
      await store.close()
    },
  }
}

async function streams(client: pg.Client): Promise<string[]> {
  return (await client.query<{ stream_id: string }>('select stream_id from emt_streams')).rows.map(({ stream_id }) => stream_id)
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await realSystem.sleep(POLL_MS)
}
