/** `rewind projections`: how each read model is, rebuilt, verified, paused. The running service does the work; this asks and watches. */

import process from 'node:process'
import type { CommandId } from '../../domain/command.ts'
import type { CommandData } from '../../domain/index.ts'
import type { AnyProjection } from '../../projections/index.ts'
import { projections } from '../../projections/index.ts'
import type { ProjectionInfo } from '../../projections/wire.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import { createPostgresCommandOutcomes } from '../command-outcomes.ts'
import { pauseProjection, projectionInfos, requestRebuild, resumeProjection, UNFINISHED, wishOfRebuild } from '../db/rebuilds.ts'
import { createCommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { instantOf, realSystem, uuidv7 } from '../system.ts'
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

const rebuild = watched('rebuild', 'Fill it anew while the present one serves', async (data, projection) => await record(data, 'RequestRebuild', { name: projection.name, version: projection.version }))
const verify = watched('verify', 'Compare every row with a fresh fold; 1 when one differs')

const pause = act('pause', 'Pause its rebuild, or the read model itself', async (data, projection) => {
  if (await wishOfRebuild(data.database.kysely, projection.name, 'pause')) return true
  await pauseProjection(data.database.kysely, projection)
  await record(data, 'PauseProjection', { name: projection.name })
  return true
})
const resume = act('resume', 'Go on with its rebuild, or with the read model; one that has failed tries again', async (data, projection) => {
  if (await wishOfRebuild(data.database.kysely, projection.name, 'resume')) return true
  await resumeProjection(data.database.kysely, projection)
  await record(data, 'ResumeProjection', { name: projection.name })
  return true
})
const cancel = act('cancel', 'Give up the rebuild or verification under way', ({ database }, { name }) => wishOfRebuild(database.kysely, name, 'cancel'))

export const projectionCommands: readonly CliCommand[] = [list, rebuild, verify, pause, resume, cancel]

function act(name: string, summary: string, run: (data: Data, projection: AnyProjection) => Promise<boolean>): CliCommand {
  return {
    name: `projections ${name}`, summary, words: ['NAME'], options: {},
    run: (call) => withData(call, async (data) => {
      const projection = named(call)
      if (!await run(data, projection)) return refuse(`Nothing is under way for ${projection.name}.`)
      const [info] = await infosOf(data, [projection])
      call.print(info, told(info!))
      return EXIT.done
    }),
  }
}

/** Asks, and watches until it is over. */
function watched(kind: 'rebuild' | 'verify', summary: string, asked: (data: Data, projection: AnyProjection) => Promise<void> = async () => {}): CliCommand {
  return {
    name: `projections ${kind}`, summary, words: ['NAME'], options: {},
    run: (call) => withData(call, async (data) => {
      const projection = named(call)
      if (!await requestRebuild(data.database.kysely, projection.name, kind, 'system')) return refuse(`A rebuild or verification of ${projection.name} is under way. Cancel it, or wait until it is done.`)
      await asked(data, projection)
      return await watch(call, data, projection)
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
  const left = rebuild.secondsLeft === null ? '' : `, ${rebuild.secondsLeft} s left`
  process.stderr.write(`\r[${'#'.repeat(Math.round(share * 30)).padEnd(30)}] ${Math.round(share * 100)} %  ${rebuild.status}${left}   ${UNFINISHED.includes(rebuild.status) ? '' : '\n'}`)
}

function told({ name, version, status, lagEvents, rows, error, rebuild }: ProjectionInfo): string {
  const parts = [`${name} v${version}`, status, `${rows} rows`, `${lagEvents} events behind`]
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

async function infosOf({ database, store }: Data, which: readonly AnyProjection[]): Promise<readonly ProjectionInfo[]> {
  return await projectionInfos({ database, projections: which, last: await store.lastPosition(), nowMs: realSystem.now() })
}

/** For the audit: who sits at the machine acts as the system. */
async function record<Type extends 'RequestRebuild' | 'PauseProjection' | 'ResumeProjection'>({ database, store }: Data, type: Type, data: CommandData[Type]): Promise<void> {
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  acceptedOrThrow(await handle({ id: uuidv7(realSystem) as CommandId, type, data, issuedAt: instantOf(realSystem), deviceId: null, actor: 'system', sender: 'worker' }))
}

async function withData(call: Call, run: (data: Data) => Promise<number>): Promise<number> {
  const data = await openData(call.config)
  try {
    return await run(data)
  } finally {
    await data.close()
  }
}
