/**
 * Records when a part of Rewind stops doing its work, and when it does it again. What is so in one look alone is not recorded: a server that restarts is nobody's news. While the
 * database is away nothing can be recorded; that it was away is told by nobody but the log.
 */

import type { Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import { healthDecider, healthStream } from '../domain/health.ts'
import type { HealthEvent } from '../domain/health.ts'
import type { Recorded } from '../domain/event.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { PartReport } from '../server/routes/health.ts'
import type { System } from '../server/system.ts'
import { instantOf, uuidv7 } from '../server/system.ts'
import { runWorker } from './worker.ts'

export interface WatchHealthOptions {
  readonly reportHealth: () => Promise<readonly PartReport[]>
  readonly store: Pick<EventStore, 'readStream'>
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** Resolves after the signal, when what was under way is over. */
export async function watchHealth(options: WatchHealthOptions): Promise<void> {
  const known = new Map<string, Known>()
  await runWorker({
    name: 'watch health',
    async step() {
      for (const report of await options.reportHealth()) known.set(report.part, await seen(options, report, known.get(report.part)))
      return limits.healthWatchMs
    },
  }, options)
}

/** `recorded`: what the stream says; `looked`: what the look before this one showed. */
interface Known { readonly recorded: boolean; readonly looked: boolean }

async function seen(options: WatchHealthOptions, { part, well, message }: PartReport, before: Known | undefined): Promise<Known> {
  const recorded = before?.recorded ?? await recordedOf(options, part)
  if (well === recorded || well !== before?.looked) return { recorded, looked: well }
  const { handle, system, log } = options
  const outcome = await handle({ id: uuidv7(system) as CommandId, type: 'ReportHealth', data: { part, well, message: message.slice(0, 500) }, issuedAt: instantOf(system), deviceId: null, actor: 'system', sender: 'worker' })
  if (outcome.status !== 'accepted') throw new Error(`What is wrong with ${part} could not be recorded: ${outcome.message}`)
  log[well ? 'info' : 'warn']({ part, message }, well ? 'a part does its work again' : 'a part does not do its work')
  return { recorded: well, looked: well }
}

async function recordedOf({ store }: WatchHealthOptions, part: string): Promise<boolean> {
  let state = healthDecider.initial
  for await (const event of store.readStream(healthStream(part)) as AsyncIterable<Recorded<HealthEvent>>) state = healthDecider.evolve(state, event)
  return state.well
}
