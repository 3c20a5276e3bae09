/**
 * `npm run bench:commands [-- --quick] [--seed=n]`: a command over HTTP, end to end (session, validation, load, decide, append,
 * answer), against appending the same events alone from as many clients, on one PostgreSQL. Who sends the requests is a process apart.
 */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import type { CommandId } from '../domain/command.ts'
import type { StreamName, UserId } from '../domain/event.ts'
import { eventIdOf } from '../domain/event.ts'
import { projections } from '../projections/index.ts'
import { sessionsIn } from '../server/auth/sessions.ts'
import type { Server } from '../server/compose.ts'
import { composeServer } from '../server/compose.ts'
import { loadConfig } from '../server/config.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { silentLog } from '../server/log.ts'
import { createLogger } from '../server/logger.ts'
import { openFolderStore } from '../server/object-store/folder.ts'
import { SESSION_COOKIE } from '../server/plugins/identity.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { testNewsServer } from '../workers/usenet/test-news-server.ts'
import { startProjector } from '../workers/projector.ts'
import { landingFilmsRelay } from '../workers/streaming/landing-films-relay.ts'
import type { Contestant, Instance, Sample } from './measure.ts'
import { benchOptions, closedLoop, compare, withInstance } from './measure.ts'

const PEOPLE = 32
const options = benchOptions()
const { ms } = options
let commands = 0

async function peopleOf({ accounts }: Server, { database }: Instance): Promise<string[]> {
  const sessions = sessionsIn(database, realSystem)
  for (let i = 0; i < PEOPLE; i++) await accounts.ensure({ username: `person${i}`, password: 'a long enough password', role: 'member' })
  const people = await database.kysely.selectFrom('accounts').select('userId').execute()
  return await Promise.all(people.map(async ({ userId }) => `${SESSION_COOKIE}=${(await sessions.create(userId as UserId, { deviceId: null, userAgent: null, address: null, country: null })).token}`))
}

function overHttp(port: number, cookies: readonly string[], clients: number): Contestant {
  return async () => {
    const work = JSON.stringify({ port, clients, ms, cookies, firstId: 1 + commands })
    const { stdout } = await promisify(execFile)(process.execPath, ['run', '-A', join(import.meta.dirname, 'http-load.ts'), work], { maxBuffer: 64 * 2 ** 20 })
    const { sent, ...sample } = JSON.parse(stdout) as Sample & { sent: number }
    commands += sent
    return sample
  }
}

function alone(store: EventStore, clients: number): Contestant {
  return () => closedLoop({ clients, ms }, async () => {
    const commandId = uuidv7(realSystem) as CommandId
    const meta = { commandId, correlationId: commandId, causationId: commandId, actor: 'system' as const, deviceId: null, issuedAt: new Date().toISOString() }
    await store.append(`library-${commandId}_movie_1` as StreamName, NO_STREAM, [{ id: eventIdOf(commandId, 0), type: 'FavouriteAdded', schema: 1, data: {}, meta }])
  })
}

await withInstance('commands', options, async (instance) => {
  const { database, dataDir, serverPid } = instance
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', LOG_PRETTY: 'no' }, join(dataDir, '.env'))
  const recorded = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const server = await composeServer({
    config, version: '0.0.0', appFolder: join(dataDir, 'no-app'), database, recorded, landingFilms: landingFilmsRelay(), objects: await openFolderStore(join(dataDir, 'objects')), tmdb: null, acquisition: { indexers: [], newsServers: [] }, testNewsServer,
    log: createLogger(config, process.stderr), system: realSystem,
  })
  // It makes the read models' tables; what it does with the events is another figure.
  const stop = new AbortController()
  const { stopped } = await startProjector({ store: server.store, database, projections, system: realSystem, log: silentLog, signal: stop.signal })
  stop.abort()
  await stopped
  const cookies = await peopleOf(server, instance)
  const port = Number(new URL(await server.app.listen({ port: 0, host: '127.0.0.1' })).port)
  for (const clients of [1, 8, 32]) {
    await compare({ what: `command over HTTP, ${clients} clients`, ours: overHttp(port, cookies, clients), yardstick: alone(recorded, clients), goal: '60 %' }, { rounds: options.rounds, serverPid })
  }
  await server.close()
  await recorded.close()
})
