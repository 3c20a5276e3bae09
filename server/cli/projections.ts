/** `rewind projections`: how each read model is, rebuilt, verified, paused. The running service does the work; this asks and watches. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import process from 'node:process'
import type { AnyProjection } from '../../projections/index.ts'
import { projections } from '../../projections/index.ts'
import type { ProjectionInfo } from '../../projections/wire.ts'
import { createPostgresCommandOutcomes } from '../command-outcomes.ts'
import { canonicalRows } from '../db/canonical-rows.ts'
import { projectionInfos } from '../db/projection-infos.ts'
import { UNFINISHED } from '../db/rebuilds.ts'
import { createCommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import type { ProjectionAdmin } from '../projection-admin.ts'
import { createProjectionAdmin } from '../projection-admin.ts'
import { realSystem } from '../system.ts'
import type { Call, CliCommand } from './command.ts'
import { EXIT, UsageError } from './command.ts'
import type { Data } from './open-data.ts'
import { openData } from './open-data.ts'

const list: CliCommand = {
  name: 'projections list', summary: 'Every read model: its state, and how far it is', words: [], options: {},
  run: (call) => withData(call, async (data) => {
    for (const info of await infosOf(data, projections)) call.print(info, told(info))
    return EXIT.done
  }),
}

/** For the audit: who sits at the machine acts as the system. */
const ACTOR = 'system'
const rebuild = watched('rebuild', 'Fill it anew while the present one serves, and watch; 1 when it fails', (admin, projection) => admin.rebuild(projection, ACTOR))
const verify = watched('verify', 'Compare every row with a fresh fold; 1 when one differs', (admin, projection) => admin.verify(projection, ACTOR))
const pause = act('pause', 'Pause its rebuild, or the read model itself', (admin, projection) => admin.pause(projection, ACTOR))
const resume = act('resume', 'Go on with its rebuild, or with the read model; one that has failed tries again', (admin, projection) => admin.resume(projection, ACTOR))
const cancel = act('cancel', 'Give up the rebuild or verification under way', (admin, projection) => admin.cancel(projection, ACTOR))
const skip = act('skip', 'Go on after the event at which it, or its rebuild, has stopped', async (admin, projection, { words, options }) => {
  const reason = String(options.reason ?? '').trim()
  if (reason === '' || reason.length > 500) throw new UsageError('--reason must say why, in 1 to 500 characters: it is recorded')
  return await admin.skip(projection, ACTOR, { eventId: words[1]!, reason })
}, { words: ['NAME', 'EVENT'], options: { reason: { takes: 'TEXT', means: 'why; it is recorded; must be given' } } })

const dump: CliCommand = {
  name: 'projections dump', summary: 'Every row as a line of JSON, in the order of the keys',
  about: 'Then their number, the position and the SHA-256 on the error output.',
  words: ['NAME'], options: { sum: { means: 'only number, position and SHA-256' } },
  run: (call) => withData(call, ({ database }) => dumped(database, call)),
}

async function dumped(database: Data['database'], call: Call): Promise<number> {
  const projection = named(call)
  const { name, version } = projection
  const client = await database.connect()
  try {
    // Rows and position as they were at one moment.
    await client.query('begin isolation level repeatable read, read only')
    const { rows: [at] } = await client.query<{ position: number }>('select position from checkpoints where name = $1 and version = $2', [name, version])
    const hash = createHash('sha256')
    let rows = 0
    for await (const { line } of canonicalRows(client, projection)) {
      hash.update(line)
      rows++
      if (call.options.sum !== true && !process.stdout.write(line)) await Promise.race([once(process.stdout, 'drain'), once(call.signal, 'abort')])
      if (call.signal.aborted) return EXIT.failed
    }
    const sum = { name, version, position: at?.position ?? 0, rows, sha256: hash.digest('hex') }
    const words = `${name} v${version}  ${rows} rows  at ${sum.position}  ${sum.sha256}`
    if (call.options.sum === true) call.print(sum, words)
    else process.stderr.write(`${call.options.json === true ? JSON.stringify(sum) : words}\n`)
    return EXIT.done
  } finally {
    await client.end().catch(() => {})
  }
}

export const projectionCommands: readonly CliCommand[] = [list, rebuild, verify, pause, resume, cancel, skip, dump]

type Run = (admin: ProjectionAdmin, projection: AnyProjection, call: Call) => Promise<string | undefined>

function act(name: string, summary: string, run: Run, { words = ['NAME'], options = {} }: Partial<Pick<CliCommand, 'words' | 'options'>> = {}): CliCommand {
  return {
    name: `projections ${name}`, summary, words, options,
    run: (call) => withData(call, async (data) => {
      const projection = named(call)
      const refused = await run(adminOf(data), projection, call)
      if (refused !== undefined) return refuse(refused)
      const [info] = await infosOf(data, [projection])
      call.print(info, told(info!))
      return EXIT.done
    }),
  }
}

/** Asks, and watches until it is over. */
function watched(kind: 'rebuild' | 'verify', summary: string, run: Run): CliCommand {
  return {
    name: `projections ${kind}`, summary, words: ['NAME'], options: {},
    run: (call) => withData(call, async (data) => {
      const projection = named(call)
      const refused = await run(adminOf(data), projection, call)
      return refused === undefined ? await watch(call, data, projection) : refuse(refused)
    }),
  }
}

async function watch(call: Call, data: Data, projection: AnyProjection): Promise<number> {
  const askedAt = realSystem.now()
  for (;;) {
    const info = (await infosOf(data, [projection]))[0]!
    const { status, result } = info.rebuild!
    showProgress(info)
    if (!UNFINISHED.includes(status) && status !== 'paused') {
      call.print(info, told(info))
      return status === 'done' && result?.same !== false ? EXIT.done : EXIT.failed
    }
    if (status === 'requested' && realSystem.now() - askedAt > limits.rebuildTakenMs) {
      return refuse('No running Rewind has taken it yet; one will when it starts (npm start). `projections cancel` takes it back.')
    }
    await realSystem.sleep(limits.rebuildReportMs, call.signal)
    // Who asked need not watch: the service goes on.
    if (call.signal.aborted) return EXIT.done
  }
}

/** A bar, on a terminal only. */
function showProgress({ rebuild }: ProjectionInfo): void {
  if (!process.stderr.isTTY || !rebuild) return
  const share = rebuild.eventsTotal === 0 ? 0 : Math.min(1, rebuild.eventsDone / rebuild.eventsTotal)
  const rate = rebuild.eventsPerSecond === null ? '' : `  ${Math.round(rebuild.eventsPerSecond).toLocaleString('en')} events/s`
  const left = rebuild.secondsLeft === null ? '' : `  ${Math.ceil(rebuild.secondsLeft)} s left`
  const over = UNFINISHED.includes(rebuild.status) || rebuild.status === 'paused' ? '' : '\n'
  // To the end of the line, so that a shorter text leaves nothing of a longer one (ECMA-48, EL).
  process.stderr.write(`\r[${'#'.repeat(Math.floor(share * 30)).padEnd(30)}] ${Math.floor(share * 100)} %  ${rebuild.status.replace('_', ' ')}${rate}${left}\x1b[K${over}`)
}

function told({ name, version, servedVersion, status, lagEvents, lagSeconds, rows, rowsEstimated, error, rebuild }: ProjectionInfo): string {
  const lag = lagSeconds === null ? '' : ` (${lagSeconds.toFixed(1)} s)`
  const parts = [`${name} v${version}`, status === 'building' ? `building, v${servedVersion} is read` : status, `${rowsEstimated ? 'about ' : ''}${rows} rows`, `${lagEvents} events behind${lag}`]
  if (error) parts.push(`stopped at ${error.type} ${error.eventId}: ${error.message}`)
  if (rebuild) parts.push(`${rebuild.kind} ${rebuild.status}${rebuild.error === null ? '' : `: ${rebuild.error}`}`)
  if (rebuild?.result) parts.push(rebuild.result.same ? `same as a fresh fold (${rebuild.result.sha256Live})` : `differs in ${rebuild.result.differing.join(', ')}`)
  return parts.join('  ')
}

function named({ words: [name] }: Call): AnyProjection {
  const projection = projections.find((one) => one.name === name)
  if (!projection) throw new UsageError(`There is no read model "${name}": ${projections.map(({ name }) => name).join(', ')}`)
  return projection
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`)
  return EXIT.failed
}

async function infosOf(data: Data, which: readonly AnyProjection[]): Promise<readonly ProjectionInfo[]> {
  return await projectionInfos(which, { ...data, nowMs: realSystem.now() })
}

function adminOf({ database, store }: Data): ProjectionAdmin {
  return createProjectionAdmin({ database, handle: createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) }).handle, system: realSystem })
}

async function withData(call: Call, run: (data: Data) => Promise<number>): Promise<number> {
  const data = await openData(call.config)
  try {
    return await run(data)
  } finally {
    await data.close()
  }
}
