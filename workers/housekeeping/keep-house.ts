/**
 * One run of housekeeping. Every step is decided again by the film's own stream, so what a read model was behind of, or a person did
 * meanwhile, is heeded. A run that dies anywhere is made good by the next:
 *
 *   DeletionStarted ──▶ files deleted ──▶ MovieDeleted
 *
 * 1. Nothing is binned or deleted by a clock that the database's disagrees with, nor in the first run after a long pause: a clock that
 *    jumped looks like that, and by it nobody is watching anything. What is due is told of, and goes an hour later.
 * 2. More films than `housekeepingAtOnceMax` do not leave at once without a person's word: then none does, and admins are asked. Room
 *    that is needed is made nevertheless, because there is no waiting for it, unless so many had to go for it as only a mistyped quota asks.
 */

import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import type { PlayableRef } from '../../domain/playable.ts'
import { plainRef } from '../../domain/playable.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import { lastUsedAt } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs, stayOf } from '../../projections/jobs.ts'
import type { Departure, RetentionPlan, Warning } from '../../projections/plan-retention.ts'
import { basisOf, planRetention } from '../../projections/plan-retention.ts'
import type { HousekeepingReport } from '../../projections/wire-storage.ts'
import type { Database } from '../../server/db/database.ts'
import { readRows } from '../../server/db/read-model.ts'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { ObjectStore } from '../../server/object-store/object-store.ts'
import { ObjectStoreError } from '../../server/object-store/object-store.ts'
import { deleteFilesOf, findOrphans } from '../../server/storage/orphans.ts'
import type { System } from '../../server/system.ts'
import { instantOf, uuidv7 } from '../../server/system.ts'
import type { ReadStream } from '../notification-wishes.ts'
import { whoWants } from '../notification-wishes.ts'
import { removeLeftoverFolders } from './leftover-folders.ts'

export interface HousePorts {
  readonly database: Pick<Database, 'kysely' | 'pool'>
  readonly objects: Pick<ObjectStore, 'list' | 'delete'>
  /** Of what people want to be told. */
  readonly store: ReadStream
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly rules: () => RetentionRules
  /** Another clock than ours (ms): the database's. */
  readonly otherClock: () => Promise<number>
  /** Of downloads on this machine; null where there is none. */
  readonly downloads: string | null
  readonly system: System
  readonly log: Log
}

export interface Before { readonly ranAt: string | null; readonly report: HousekeepingReport | null }

async function planNow({ database, rules, system }: Pick<HousePorts, 'database' | 'rules' | 'system'>): Promise<RetentionPlan> {
  return planRetention(await readRows(database.pool, jobs, { where: { status: ['ready', 'binned', 'deleting'] } }), rules(), system.now())
}

export async function keepHouse(ports: HousePorts, before: Before, signal: AbortSignal): Promise<HousekeepingReport> {
  const { system, log, rules } = ports
  const startedMs = system.now()
  const held = await whyHeld(ports, before)
  const plan = await planNow(ports)
  const run = startRun(ports, signal)
  const byTime = [...plan.bin, ...plan.remove.filter(({ job, why }) => job.status === 'binned' && why === 'expired')]
  const tooMany = [byTime, plan.evict].filter((all) => all.length > limits.housekeepingAtOnceMax)
  const wantsConsent = tooMany.flat().map(({ job }) => job.key)
  const stays = held !== null || tooMany.includes(byTime)
  // A deletion that has begun is finished whatever the clock says.
  const done = {
    warned: await run.count(firstToLeave(plan.warn), ({ job, call, why, leavesAt }) => run.send('WarnLeaving', job, { call, why, leavesAt, lastUsedAt: lastUsedAt(stayOf(job)!) })),
    calledOff: await run.count(plan.callOff, (job) => run.send('CallOffLeaving', job, {})),
    binned: await run.count(stays ? [] : plan.bin, ({ job, why, ...basedOn }) => run.send('BinMovie', job, { days: rules().binDays, why, ...basisOf(basedOn) })),
    deleted: await run.count(held !== null || tooMany.includes(plan.evict) ? [] : plan.evict, (departure) => evict(run, departure))
      + await run.count(plan.remove.filter(({ job, why }) => job.status === 'deleting' || (why === 'room' ? held === null : !stays)), (departure) => run.remove(departure)),
  }
  const orphans = await run.ofStore(null, () => findOrphans({ ...ports, database: ports.database.pool }))
  const foldersRemoved = ports.downloads === null ? 0 : await removeLeftoverFolders(ports.downloads, ports)
  // Last: a run that died after it would ask again.
  if (wantsConsent.length > 0 && (before.report?.wantsConsent ?? []).length === 0) await askAdmins(ports, tooMany[0]![0]!.job)
  const report: HousekeepingReport = {
    at: instantOf(system), tookMs: system.now() - startedMs, usedBytes: plan.usedBytes, ...done, foldersRemoved,
    orphans: orphans ? { folders: orphans.folders.length, sizeBytes: orphans.sizeBytes } : before.report?.orphans ?? { folders: 0, sizeBytes: 0 }, wantsConsent, held, failures: run.failures,
  }
  const { failures, wantsConsent: waiting, ...figures } = report
  log[failures.length > 0 || held !== null ? 'warn' : 'info']({ ...figures, wantsConsent: waiting.length, failures: failures.length }, 'housekeeping is done')
  return report
}

/** The rest is told of in the next runs; none leaves before it was. */
function firstToLeave(warnings: readonly Warning[]): readonly Warning[] {
  return [...warnings].sort((a, b) => a.leavesAt < b.leavesAt ? -1 : 1).slice(0, limits.housekeepingWarningsMax)
}

async function evict(run: Run, { job, ...departure }: Departure): Promise<boolean> {
  return await run.send('BinMovie', job, { days: 0, why: 'room', ...basisOf(departure) }) && await run.remove({ ...departure, job: { ...job, status: 'binned' } })
}

/** Once, until all that waited is settled. */
async function askAdmins({ database, store, handle, system }: HousePorts, about: JobRow): Promise<void> {
  const admins = await database.kysely.selectFrom('accounts').select('userId').where('role', '=', 'admin').execute()
  for (const userId of await whoWants(store, 'consentWanted', admins.map(({ userId }) => userId as UserId))) {
    await handle({ id: uuidv7(system) as CommandId, type: 'Notify', data: { userId, kind: 'consentWanted', ...plainRef(about) } satisfies CommandData['Notify'], issuedAt: instantOf(system), deviceId: null, actor: 'system', sender: 'worker' })
  }
}

async function whyHeld({ otherClock, system }: HousePorts, { ranAt }: Before): Promise<HousekeepingReport['held']> {
  if (Math.abs(await otherClock() - system.now()) > limits.housekeepingClocksApartMs) return 'clock'
  return ranAt !== null && system.now() - Date.parse(ranAt) > limits.housekeepingPauseMs ? 'pause' : null
}

type Run = ReturnType<typeof startRun>

function startRun({ handle, objects, system }: HousePorts, signal: AbortSignal) {
  const failures: { jobId: string | null; code: string; message: string }[] = []
  const fail = (jobId: string | null, code: string, message: string) => {
    if (failures.length < limits.housekeepingFailuresMax) failures.push({ jobId, code, message })
    return false
  }

  /** False when it was refused, because somebody was there before, or could not be decided. */
  async function send<Type extends CommandType>(type: Type, { key: jobId, ...about }: JobRow, data: Omit<CommandData[Type], 'jobId' | keyof PlayableRef>): Promise<boolean> {
    signal.throwIfAborted()
    const outcome = await handle({ id: uuidv7(system) as CommandId, type, data: { ...plainRef(about), jobId, ...data }, issuedAt: instantOf(system), deviceId: null, actor: 'system', sender: 'worker' })
    if (outcome.status === 'failed' || outcome.status === 'unknown') return fail(jobId, outcome.code, outcome.message)
    return outcome.status === 'accepted'
  }

  /** Undefined when the store could not do it, which is told. */
  async function ofStore<Result>(jobId: string | null, ask: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ObjectStoreError)) throw error
      fail(jobId, error.code, error.message)
      return undefined
    }
  }

  return {
    failures, send, ofStore,
    async count<Each>(all: readonly Each[], act: (each: Each) => Promise<boolean>): Promise<number> {
      let done = 0
      for (const each of all) if (await act(each)) done++
      return done
    },
    async remove({ job, why }: Departure): Promise<boolean> {
      if (job.status === 'binned' && !await send('DeleteMovie', job, { why })) return false
      if (!await ofStore(job.key, async () => { await deleteFilesOf(job.key, objects); return true })) return false
      return await send('FinishDeletion', job, {})
    },
  }
}
