/**
 * Does the imports of the catalogue that are wished for, one after another. Which process does is settled by an advisory lock that goes with its connection;
 * what is wished of a run is in its stream, how far it is in the database.
 */

import type pg from 'pg'
import type { SyncCommandData, SyncState } from '../../domain/catalogue-sync.ts'
import { syncStream } from '../../domain/catalogue-sync.ts'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { SyncRun } from '../../server/catalogue-import/sync-runs.ts'
import { endRun, openRuns, reopenRun, syncStateOf } from '../../server/catalogue-import/sync-runs.ts'
import type { Database } from '../../server/db/database.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'
import { limits } from '../../server/limits.ts'
import { instantOf, uuidv7 } from '../../server/system.ts'
import { runWorker } from '../worker.ts'
import type { SyncPorts } from './run-sync.ts'
import { removeFiles, runSync } from './run-sync.ts'
import { SyncFault } from './sync-fault.ts'
import { transaction } from '../../server/db/transaction.ts'

export interface RunSyncsOptions extends SyncPorts {
  readonly database: Database
  readonly store: Pick<EventStore, 'readStream' | 'subscribe' | 'lastPosition'>
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly signal: AbortSignal
}

const LOCK = `hashtext('catalogue-sync'), 0`
/** Opened and never started: whoever asked died in between. */
const UNSTARTED_MS = 3_600_000

/** Resolves after the signal, when what was under way is over. */
export async function runSyncs(options: RunSyncsOptions): Promise<void> {
  await runWorker({ name: 'catalogue imports', step: (signal) => next(options, signal) }, options)
}

async function next(options: RunSyncsOptions, signal: AbortSignal): Promise<number> {
  const { database, store } = options
  for (const run of await openRuns(database.kysely)) {
    if (isIdle(await syncStateOf(store, run.runId), run, options)) continue
    return await locked(options, signal, run)
  }
  return limits.syncPollMs
}

function isIdle({ status }: SyncState, { startedAt }: SyncRun, { system }: RunSyncsOptions): boolean {
  return status === 'paused' || status === 'failed' || status === null && system.now() - Date.parse(startedAt) < UNSTARTED_MS
}

/** How long to rest then. */
async function locked(options: RunSyncsOptions, signal: AbortSignal, run: SyncRun): Promise<number> {
  const client = await options.database.connect()
  const session = new AbortController()
  client.on('end', () => session.abort())
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`)
    if (!rows[0]!.mine) return limits.syncPollMs
    await workAt(client, run, options, AbortSignal.any([signal, session.signal]))
    return 0
  } finally {
    await client.end().catch(() => {})
  }
}

async function workAt(client: pg.Client, { runId }: SyncRun, options: RunSyncsOptions, stop: AbortSignal): Promise<void> {
  const { store, database, log, system } = options
  const watched = await watch(options, runId)
  try {
    // After the watch has begun: what is wished from now on is heard.
    const state = await syncStateOf(store, runId)
    switch (state.status) {
      case null:
        await client.query('delete from catalogue_syncs where run_id = $1', [runId])
        return
      case 'paused': case 'failed': return
      case 'completed': case 'cancelled':
        await removeFiles(options, runId)
        await transaction(client, () => endRun(client, runId))
        // Somebody may have wished, just then, that what failed be tried again.
        if ((await syncStateOf(store, runId)).status === 'running') await reopenRun(database.kysely, runId)
        return
      case 'running':
    }
    log.info({ runId, source: state.source, way: state.way }, 'an import goes on')
    let reported = { phase: '', atMs: 0 }
    const report = async ({ phase, ...run }: SyncRun) => {
      if (phase === reported.phase && system.now() - reported.atMs < limits.syncReportMs) return
      reported = { phase, atMs: system.now() }
      await send(options, 'ReportSync', { runId, phase, ...countsOf(run) })
    }
    if (!await runSync({ client, runId, state, ports: options, report, pause: watched.signal, stop })) return
    const counts = countsOf(await database.kysely.selectFrom('catalogueSyncs').selectAll().where('runId', '=', runId).executeTakeFirstOrThrow())
    await send(options, 'CompleteSync', { runId, ...counts })
    log.info({ runId, ...counts }, 'an import is done')
  } catch (error) {
    if (!(error instanceof SyncFault)) throw error
    log.warn({ err: error, runId, code: error.code }, 'an import cannot go on')
    await send(options, 'FailSync', { runId, code: error.code, message: error.message })
  } finally {
    watched.end()
  }
}

function countsOf({ total, done, gone, failed }: Pick<SyncRun, 'total' | 'done' | 'gone' | 'failed'>) {
  return { ...total === null ? {} : { total }, done, gone, failed }
}

/** Refused is what somebody's wish has overtaken: the next look at the stream says it. */
async function send<Type extends 'ReportSync' | 'CompleteSync' | 'FailSync'>({ handle, system }: RunSyncsOptions, type: Type, data: SyncCommandData[Type]): Promise<void> {
  const outcome = await handle({ id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor: 'worker-catalogue', sender: 'worker' })
  if (outcome.status === 'failed') throw new Error(`${outcome.code}: ${outcome.message}`)
}

/** Aborts when somebody wishes something of the run. */
async function watch({ store, log }: RunSyncsOptions, runId: string): Promise<{ readonly signal: AbortSignal; end(): void }> {
  const [wished, ended] = [new AbortController(), new AbortController()]
  const from = await store.lastPosition()
  const stream = syncStream(runId)
  const listen = async () => {
    for await (const { events } of store.subscribe(from, { categories: ['sync'], types: ['SyncPaused', 'SyncCancelled', 'SyncFailuresRetried'], signal: ended.signal })) {
      if (events.some((event) => event.stream === stream)) wished.abort()
    }
  }
  listen().catch((error: unknown) => {
    // Without it nothing would be heard: what is wished is looked up anew.
    if (!ended.signal.aborted) log.warn({ err: error, runId }, 'the wishes for an import could not be followed')
    wished.abort()
  })
  return { signal: wished.signal, end: () => ended.abort() }
}
