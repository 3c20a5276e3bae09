/**
 * One import, gone on with from wherever it is:
 *
 *   list what there is ──▶ fetch each title ──▶ (way of files: load the files) ──▶ done
 *                              │    ▲
 *                              └────┘ those without an answer once more, later each time
 *
 * Everything is done on the connection that holds the lock: who has lost it can write nothing. A title leaves the list in the transaction that keeps it, so
 * none is skipped and none is kept twice; killed, what was asked for and not kept yet, `limits.syncUnsettledMax` titles at most, is asked for again.
 */

import { join } from 'node:path'
import type pg from 'pg'
import type { SyncState } from '../../domain/catalogue-sync.ts'
import type { TitleRef } from '../../domain/title.ts'
import { CatalogueError } from '../../server/catalogue/catalogue-error.ts'
import type { Fetched } from '../../server/catalogue-import/fetch-title.ts'
import type { ImportPorts } from '../../server/catalogue-import/import-ports.ts'
import type { SyncRun } from '../../server/catalogue-import/sync-runs.ts'
import { beginStretch, grantRetries, waitingTitles } from '../../server/catalogue-import/sync-runs.ts'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import { inBatches } from './in-batches.ts'
import type { Keeper } from './keep-titles.ts'
import { inDatabase, inFiles, loadFiles, recoverFiles } from './keep-titles.ts'
import type { ListPorts } from './list-source.ts'
import { listSource } from './list-source.ts'
import { SyncFault } from './sync-fault.ts'
import { titleFilesIn } from './title-files.ts'
import { transaction } from '../../server/db/transaction.ts'

export interface SyncPorts extends ListPorts, ImportPorts {
  readonly system: System
  readonly log: Log
}

export interface SyncStretch {
  readonly client: pg.Client
  readonly runId: string
  readonly state: SyncState
  readonly ports: SyncPorts
  /** Told how far it is, after each batch. */
  readonly report: (run: SyncRun) => Promise<void>
  /** It is paused, cancelled, or to be looked at again: what is under way is still kept. */
  readonly pause: AbortSignal
  /** The process ends: nothing is waited for. */
  readonly stop: AbortSignal
}

/** True when all of it is done, false after a signal. Throws `SyncFault`. */
export async function runSync(stretch: SyncStretch): Promise<boolean> {
  const { client, runId, state } = stretch
  const over = AbortSignal.any([stretch.pause, stretch.stop])
  let run = await runOf(stretch)
  if (run.retries < state.retries) await transaction(client, () => grantRetries(client, runId, state.retries))
  await listAll(stretch, over)
  await beginStretch(client, runId)
  run = await runOf(stretch)
  await stretch.report(run)
  const place = { part: run.part, bytes: run.partBytes }
  const files = titleFilesIn(join(stretch.ports.importFolder, runId), place, stretch.ports.system)
  if (state.way === 'files') {
    const found = await recoverFiles(client, runId, files, place)
    if (found > 0) stretch.ports.log.info({ runId, titles: found }, 'titles were found in the files of an import')
  }
  if (!await fetchAll(stretch, state.way === 'files' ? inFiles(client, runId, files) : inDatabase(client, runId), over)) return false
  if (state.way === 'files') {
    await client.query(`update catalogue_syncs set phase = 'loading' where run_id = $1`, [runId])
    await beginStretch(client, runId)
    run = await runOf(stretch)
    await stretch.report(run)
    await loadFiles(client, runId, files, { from: { part: run.loadedPart, bytes: run.loadedBytes }, upTo: { part: run.part, bytes: run.partBytes } }, over)
    if (over.aborted) return false
    // Of a part that is gone, or ends too early, no line is there to be damaged.
    run = await runOf(stretch)
    if (run.done !== run.fetched) throw new SyncFault('FILES_DAMAGED', `Of ${run.fetched} titles ${run.done} are in the files: cancel this import, and start it again.`)
  }
  return !over.aborted
}

/** What an import leaves on the disk, once it is over. */
export async function removeFiles({ importFolder, system }: Pick<SyncPorts, 'importFolder' | 'system'>, runId: string): Promise<void> {
  await system.files.promises.rm(join(importFolder, runId), { recursive: true, force: true })
}

async function runOf({ client, runId }: Pick<SyncStretch, 'client' | 'runId'>): Promise<SyncRun> {
  const { rows } = await client.query<SyncRun>(`select run_id as "runId", phase, listed_page as "listedPage", note, retries, total, fetched, done, gone, failed, part,
    part_bytes as "partBytes", loaded_part as "loadedPart", loaded_bytes as "loadedBytes", stretch_from as "stretchFrom", stretch_at as "stretchAt",
    started_at as "startedAt", ended_at as "endedAt" from catalogue_syncs where run_id = $1`, [runId])
  return rows[0]!
}

async function listAll(stretch: SyncStretch, over: AbortSignal): Promise<void> {
  const { client, state, ports } = stretch
  for (let restMs: number = limits.syncRestMs; !over.aborted; restMs = Math.min(restMs * 2, limits.syncRestMaxMs)) {
    const run = await runOf(stretch)
    if (run.phase !== 'listing') return
    try {
      await listSource(state.source!, { client, run, ports, signal: over })
      continue
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error
      await rest(stretch, error.message, restMs, over)
    }
  }
}

/** True when none waits any more. */
async function fetchAll(stretch: SyncStretch, keeper: Keeper, over: AbortSignal): Promise<boolean> {
  let restMs: number = limits.syncRestMs
  while (!over.aborted) {
    const { failed, kept, away } = await fetchOnce(stretch, keeper, over)
    if (kept > 0) restMs = limits.syncRestMs
    if (away !== undefined) await untilThere(stretch, away, over)
    if (over.aborted) return false
    // The catalogue answers: what these lacked may be their own.
    await keeper.keep(failed)
    if (failed.length > 0) stretch.ports.counted('failed', failed.length)
    if ((await waitingTitles(stretch.client, stretch.runId, 0)).length === 0) return true
    if (failed.length === 0) continue
    await rest(stretch, 'Some titles had no answer: they are asked for again.', restMs, over)
    restMs = Math.min(restMs * 2, limits.syncRestMaxMs)
  }
  return false
}

interface Pass {
  /** Asked for, without an answer, and not kept as such yet. */
  readonly failed: readonly Fetched[]
  readonly kept: number
  /** Why the catalogue seems to be away; the others were not asked for. */
  readonly away: string | undefined
}

/** All that wait, once. */
async function fetchOnce(stretch: SyncStretch, keeper: Keeper, over: AbortSignal): Promise<Pass> {
  const { state: { source }, ports, stop, report } = stretch
  const keptByPeople = source?.kind === 'library' || source?.kind === 'refresh'
  const away = new AbortController()
  let [reason, kept]: [string | undefined, number] = [undefined, 0]
  /** Since the last one that had an answer. */
  let failed: Fetched[] = []
  const goAway = (why: string) => {
    reason ??= why
    away.abort()
  }
  const stopped = Promise.withResolvers<undefined>()
  const onStop = () => stopped.resolve(undefined)
  stop.addEventListener('abort', onStop, { once: true })
  const bounds = { atOnce: limits.syncTitlesAtOnce, unsettledMax: limits.syncUnsettledMax, batchMax: limits.syncBatchTitles, batchMs: limits.syncBatchMs }
  const enough = AbortSignal.any([over, away.signal])
  try {
    const work = (title: TitleRef) => Promise.race([ports.fetchTitle(title, keptByPeople), stopped.promise])
    for await (const batch of inBatches(waiting(stretch, enough), work, bounds, ports.system, enough)) {
      const settled: Fetched[] = []
      for (const one of batch) {
        if (one === undefined) continue
        if (one.outcome === 'unasked') goAway(one.message)
        else if (one.outcome === 'failed' && one.failure.retryable) {
          failed.push(one)
          if (failed.length >= limits.syncFailuresInARowMax) goAway(one.failure.message)
        } else {
          settled.push(...away.signal.aborted ? [] : failed.splice(0), one)
        }
      }
      if (stop.aborted || settled.length === 0) continue
      await keeper.keep(settled)
      kept += settled.length
      for (const [outcome, those] of Map.groupBy(settled, (one) => one.outcome)) ports.counted(outcome, those.length)
      await report(await runOf(stretch))
    }
  } finally {
    stop.removeEventListener('abort', onStop)
  }
  return { failed, kept, away: reason }
}

/** A question that always has an answer tells whether the catalogue is there again. */
async function untilThere(stretch: SyncStretch, why: string, over: AbortSignal): Promise<void> {
  for (let restMs: number = limits.syncRestMs; !over.aborted; restMs = Math.min(restMs * 2, limits.syncRestMaxMs)) {
    await rest(stretch, why, restMs, over)
    if (await stretch.ports.tmdb.get('/configuration').then(() => true, unlessBug)) return
  }
}

function unlessBug(error: unknown): false {
  if (error instanceof CatalogueError) return false
  throw error
}

async function* waiting({ client, runId }: SyncStretch, signal: AbortSignal): AsyncGenerator<TitleRef> {
  let place = 0
  while (!signal.aborted) {
    const titles = await waitingTitles(client, runId, place)
    if (titles.length === 0) return
    for (const { mediaType, tmdbId, place: at } of titles) {
      if (signal.aborted) return
      yield { mediaType, tmdbId }
      place = at
    }
  }
}

/** The admin is told what is waited for. */
async function rest({ client, runId, ports: { system, log } }: SyncStretch, why: string, ms: number, over: AbortSignal): Promise<void> {
  log.warn({ runId, why, ms }, 'an import rests')
  await client.query('update catalogue_syncs set note = $2 where run_id = $1', [runId, why])
  await system.sleep(ms, over)
}
