/** `rewind retention` and `rewind bin`: what leaves and when, housekeeping by hand, and the way back. */

import { resolve } from 'node:path'
import process from 'node:process'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { CommandData } from '../../domain/index.ts'
import type { Playable } from '../../domain/playable.ts'
import { episodeCode, plainRef, playableOf } from '../../domain/playable.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import { defaultRetention, expiresAt } from '../../domain/retention.ts'
import { titleKey } from '../../domain/title.ts'
import { cards } from '../../projections/cards.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs, stayOf } from '../../projections/jobs.ts'
import { planRetention } from '../../projections/plan-retention.ts'
import type { Call, CliCommand } from '../../server/cli/command.ts'
import { EXIT } from '../../server/cli/command.ts'
import type { Data } from '../../server/cli/open-data.ts'
import { openData } from '../../server/cli/open-data.ts'
import { createPostgresCommandOutcomes } from '../../server/command-outcomes.ts'
import { retentionScope } from '../../server/connections/retention-scope.ts'
import { readRows } from '../../server/db/read-model.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { createLogger } from '../../server/logger.ts'
import { objectStoreSettings, openObjectStore } from '../../server/object-store/open-object-store.ts'
import { instantOf, realSystem, uuidv7 } from '../../server/system.ts'
import { databaseClock, runNow } from '../housekeeping/run-housekeeping.ts'
import { sizeInColumn } from './size-in-column.ts'

const preview: CliCommand = {
  name: 'retention preview', summary: 'What the next run of housekeeping would do, and when each film leaves', words: [], options: {},
  run: (call) => withHouse(call, async ({ rows, rules, nameOf }) => {
    const plan = planRetention(rows, rules, realSystem.now())
    const told = (act: string, job: JobRow, more: string) => call.print({ act, jobId: job.key, ...plainRef(job), title: nameOf(job), ...more === '' ? {} : { more } }, `${act.padEnd(8)}  ${nameOf(job)}${more === '' ? '' : `  (${more})`}`)
    for (const { job, call: which, leavesAt } of plan.warn) told('warn', job, `${which} call, leaves ${leavesAt}`)
    for (const job of plan.callOff) told('call off', job, '')
    for (const { job, why } of plan.bin) told('bin', job, why)
    for (const { job, why } of [...plan.evict, ...plan.remove]) told('delete', job, why)
    const stored = rows.filter(({ status }) => status === 'ready').map((job) => ({ job, leavesAt: expiresAt(stayOf(job)!, rules) }))
    for (const { job, leavesAt } of stored.sort((a, b) => (a.leavesAt ?? '~') < (b.leavesAt ?? '~') ? -1 : 1)) {
      call.print({ jobId: job.key, ...plainRef(job), title: nameOf(job), sizeBytes: job.sizeBytes, leavesAt }, `${leavesAt ?? (job.kept ? 'kept' : 'never')}  ${sizeInColumn(job.sizeBytes ?? 0)}  ${nameOf(job)}`)
    }
    return EXIT.done
  }),
}

const run: CliCommand = {
  name: 'retention run', summary: 'Do the housekeeping now: tell, bin, delete; 1 when something could not be done', words: [], options: {},
  run: (call) => withHouse(call, async (house) => {
    const report = await house.keepHouse()
    if (!report) return refuse('Another process is at it. Look again in a minute.')
    call.print(report, `told of ${report.warned}, binned ${report.binned}, deleted ${report.deleted}; ${sizeInColumn(report.usedBytes).trim()} are used${report.held === null ? '' : `; held back: ${report.held}`}${report.wantsConsent.length === 0 ? '' : `; ${report.wantsConsent.length} films are too many to leave at once without an admin's word`}`)
    for (const { jobId, code, message } of report.failures) process.stderr.write(`${jobId ?? 'the store'}  ${code}: ${message}\n`)
    return report.failures.length === 0 && report.held === null ? EXIT.done : EXIT.failed
  }),
}

const list: CliCommand = {
  name: 'bin list', summary: 'Films in the bin, and until when', words: [], options: {},
  run: (call) => withHouse(call, async ({ rows, nameOf }) => {
    for (const job of inBin(rows)) call.print({ jobId: job.key, ...plainRef(job), title: nameOf(job), sizeBytes: job.sizeBytes, ...job.bin }, `${job.key}  until ${job.bin!.until}  ${sizeInColumn(job.sizeBytes ?? 0)}  ${nameOf(job)}`)
    return EXIT.done
  }),
}

const restore: CliCommand = {
  name: 'bin restore', summary: 'Bring a film back from the bin', words: ['JOB'], options: {},
  run: (call) => withHouse(call, async ({ rows, nameOf, send }) => {
    const job = rows.find(({ key }) => key === call.words[0])
    if (!job) { refuse(`There is no stored film of the job ${call.words[0]}; \`rewind bin list\` names those in the bin.`); return EXIT.notFound }
    const outcome = await send('RestoreMovie', job)
    if (outcome.status !== 'accepted') return refuse(outcome.message)
    call.print(outcome, `${nameOf(job)} is back.`)
    return EXIT.done
  }),
}

const empty: CliCommand = {
  name: 'bin empty', summary: 'Delete what is in the bin, for good', about: 'Without --yes it only says what would go.', words: [], options: { yes: { means: 'do it' } },
  run: (call) => withHouse(call, async ({ rows, nameOf, send, keepHouse }) => {
    let failures = 0
    for (const job of inBin(rows)) {
      const outcome = call.options.yes === true ? await send('DeleteMovie', job) : undefined
      if (outcome !== undefined && outcome.status !== 'accepted') {
        failures++
        process.stderr.write(`${nameOf(job)}: ${outcome.message}\n`)
      } else call.print({ jobId: job.key, ...plainRef(job), title: nameOf(job), sizeBytes: job.sizeBytes, deleted: outcome !== undefined }, `${outcome ? 'deleted' : 'would delete'}  ${sizeInColumn(job.sizeBytes ?? 0)}  ${nameOf(job)}`)
    }
    // Files go with the next run, here or in the service.
    if (call.options.yes === true) await keepHouse()
    return failures === 0 ? EXIT.done : EXIT.failed
  }),
}

export const retentionCommands: readonly CliCommand[] = [preview, run, list, restore, empty]

interface House {
  /** Films that are stored. */
  readonly rows: readonly JobRow[]
  readonly rules: RetentionRules
  readonly nameOf: (job: JobRow) => string
  readonly send: (type: 'RestoreMovie' | 'DeleteMovie', job: JobRow) => Promise<Outcome>
  readonly keepHouse: () => ReturnType<typeof runNow>
}

async function withHouse(call: Call, act: (house: House) => Promise<number>): Promise<number> {
  const data = await openData(call.config)
  try {
    return await act(await houseOf(call, data))
  } finally {
    await data.close()
  }
}

async function houseOf(call: Call, { database, store }: Data): Promise<House> {
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const rows = await readRows(database.pool, jobs, { where: { status: ['ready', 'binned', 'deleting'] } })
  const titles = new Map((await readRows(database.pool, cards, { where: { key: [...new Set(rows.map((row) => titleKey(playableOf(row))))] } })).map(({ key, title }) => [key, title]))
  const rules = await rulesIn(database)
  // What a command answers goes to the output alone.
  const log = createLogger({ logLevel: 'error', logPretty: null }, process.stderr)
  return {
    rows, rules,
    nameOf: (row) => nameIn(titles, playableOf(row)),
    send: (type, { key: jobId, ...about }) => handle(bySystem(type, { ...plainRef(about), jobId })),
    keepHouse: async () => await runNow({
      database, objects: await openObjectStore(objectStoreSettings(call.config), realSystem, log), store, handle, rules: () => rules, otherClock: () => databaseClock(database),
      downloads: resolve(call.config.dataDir, 'downloads'), system: realSystem, log,
    }, call.signal),
  }
}

function nameIn(titles: ReadonlyMap<string, string>, playable: Playable): string {
  const title = titles.get(titleKey(playable)) ?? `${playable.mediaType === 'movie' ? 'film' : 'series'} ${playable.tmdbId}`
  return playable.mediaType === 'movie' ? title : `${title} ${episodeCode(playable)}`
}

/** Who sits at the machine acts as the system, with an admin's rights. */
function bySystem<Type extends 'RestoreMovie' | 'DeleteMovie'>(type: Type, data: CommandData[Type]): Issued<Command> {
  return { id: uuidv7(realSystem) as CommandId, type, data, issuedAt: instantOf(realSystem), deviceId: null, actor: 'system', sender: 'admin' }
}

/** As the service goes by them; they hold no secrets. */
async function rulesIn({ kysely }: Data['database']): Promise<RetentionRules> {
  const row = await kysely.selectFrom('settings').select('value').where('scope', '=', retentionScope.scope).executeTakeFirst()
  return { ...defaultRetention, ...row?.value as Partial<RetentionRules> | undefined }
}

function inBin(rows: readonly JobRow[]): readonly JobRow[] {
  return rows.filter(({ status }) => status === 'binned')
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`)
  return EXIT.failed
}
