/**
 * Does people's imports, a piece of each in turn, so that a large one holds up no other. Which process does is settled by an advisory lock that goes
 * with its connection; how far each is stands in the database.
 */

import type { CommandId } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { limits } from '../../server/limits.ts'
import { instantOf } from '../../server/system.ts'
import { runWorker } from '../worker.ts'
import type { ImportPorts } from './import-steps.ts'
import { giveUpMatching, matchSome, planAll, readUpload } from './import-steps.ts'
import { begin, recordSome } from './record-import.ts'

export interface RunImportsOptions extends ImportPorts { readonly signal: AbortSignal }

const LOCK = `hashtext('library-import'), 0`
const OPEN = ['reading', 'matching', 'planning', 'running'] as const

/** Resolves after the signal, when what was under way is over. */
export async function runImports(options: RunImportsOptions): Promise<void> {
  await runWorker({ name: 'library imports', step: (signal) => next(options, signal) }, options)
}

/** Of imports whose catalogue does not answer: how often in a row, and until when it is left alone. */
type Resting = Map<string, { readonly tries: number; readonly untilMs: number }>

async function next(options: RunImportsOptions, signal: AbortSignal): Promise<number> {
  if ((await turns(options)).length === 0) {
    await forgetOld(options)
    return limits.libraryImportPollMs
  }
  const client = await options.database.connect()
  const session = new AbortController()
  client.on('end', () => session.abort())
  const stop = AbortSignal.any([signal, session.signal])
  const resting: Resting = new Map()
  const begun = new Set<string>()
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`)
    if (!rows[0]!.mine) return limits.libraryImportPollMs
    while (!stop.aborted) {
      const open = await turns(options)
      if (open.length === 0) return 0
      const turn = open.find(({ importId }) => (resting.get(importId)?.untilMs ?? 0) <= options.system.now())
      if (turn) await work(options, turn, { resting, begun, stop })
      else await options.system.sleep(limits.libraryImportPollMs, stop)
    }
    return 0
  } finally {
    await client.end().catch(() => {})
  }
}

type Turn = Awaited<ReturnType<typeof turns>>[number]

/** Who waits longest comes first. */
async function turns({ database: { kysely } }: RunImportsOptions) {
  return await kysely.selectFrom('libraryImports').select(['importId', 'userId', 'phase', 'take', 'name', 'fileName', 'createdAt', 'startedAt']).where('phase', 'in', OPEN).orderBy('workedAt').execute()
}

interface Session { readonly resting: Resting; readonly begun: Set<string>; readonly stop: AbortSignal }

async function work(options: RunImportsOptions, { importId: id, userId, phase, take, name, fileName, createdAt, startedAt }: Turn, { resting, begun, stop }: Session): Promise<void> {
  const { database: { kysely }, system } = options
  const importId = id as CommandId
  await kysely.updateTable('libraryImports').set({ workedAt: instantOf(system) }).where('importId', '=', importId).execute()
  if (phase === 'reading') return await readUpload(options, importId, stop)
  if (phase === 'matching') return await match(options, importId, resting)
  const role = await options.roleOf(userId as UserId)
  if (role === undefined) {
    // Disabled for now: it goes on when they may come in again.
    resting.set(importId, { tries: 0, untilMs: system.now() + limits.syncRestMaxMs })
    return
  }
  const underway = { importId, userId: userId as UserId, role, take, createdAt }
  if (phase === 'planning') return await planAll(options, underway)
  const started = { ...underway, name: name ?? fileName, startedAt: startedAt ?? createdAt }
  if (!begun.has(importId)) await begin(options, started)
  begun.add(importId)
  await recordSome(options, started)
}

async function match(options: RunImportsOptions, importId: string, resting: Resting): Promise<void> {
  if (await matchSome(options, importId)) {
    resting.delete(importId)
    return
  }
  const tries = (resting.get(importId)?.tries ?? 0) + 1
  if (tries >= limits.libraryImportTriesMax) return await giveUpMatching(options, importId)
  resting.set(importId, { tries, untilMs: options.system.now() + limits.libraryImportRestMs * 2 ** tries })
}

async function forgetOld({ database: { kysely }, system }: RunImportsOptions): Promise<void> {
  await kysely.deleteFrom('libraryImports').where('phase', '=', 'ready').where('workedAt', '<', new Date(system.now() - limits.libraryImportKeptMs).toISOString()).execute()
}
