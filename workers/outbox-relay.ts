/**
 * Delivers what policies put into the outbox.
 *
 *   waiting ── claimed for a while (`try_at` moves on), one more try ──▶ delivered ── after a while ──▶ removed
 *      ▲                              │
 *      └── later, with full jitter ───┤
 *                                     └── refused for good, or too many tries ──▶ dead, kept with its code
 *
 * 1. No two processes deliver one message at the same time: claiming skips what another holds, and a delivery ends before its
 *    claim does.
 * 2. At least once: a process that dies between delivery and noting it leaves the message to be delivered again. Whoever
 *    receives is given the message's id, which stays the same, and takes a second one for the first.
 * 3. Messages wait for each other in no order, but for one whose payload has `after`, a list of events: it waits until its policy's
 *    messages about these are settled, so that "no" is not overtaken by the "yes" before it.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { chanceOf } from '../server/db/faults.ts'
import type { Tables } from '../server/db/tables.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { runWorker } from './worker.ts'

/** Why a delivery failed. The code is kept with the message; what else is known goes to the log. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly code: string
  /** False: to try again would change nothing. */
  readonly passing: boolean
  readonly retryAfterMs: number
  constructor(code: string, message: string, { passing, retryAfterMs = 0 }: { readonly passing: boolean; readonly retryAfterMs?: number }) {
    super(message)
    this.code = code
    this.passing = passing
    this.retryAfterMs = retryAfterMs
  }
}

export interface Delivered { readonly id: string; readonly payload: unknown }
/** Rejects when it was not delivered. `id` is the key by which a repetition is known. */
export type Deliver = (message: Delivered, signal: AbortSignal) => Promise<void>

export interface RelayOptions {
  readonly db: Kysely<Tables>
  /** By kind. What nobody here delivers is left to a process that does. */
  readonly deliver: Readonly<Record<string, Deliver>>
  /** How long a claim holds; half of it is the time for a delivery. */
  readonly leaseMs?: number
  /** Until there may be something new. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

interface Claimed extends Delivered { readonly kind: string; readonly policy: string; readonly tries: number }

/** Resolves after the signal, when what was under way is over. */
export async function runOutboxRelay(options: RelayOptions): Promise<void> {
  await Promise.all([
    runWorker({ name: 'outbox relay', step: (signal) => relay(options, signal) }, options),
    runWorker({ name: 'outbox relay: prune', step: () => prune(options) }, options),
  ])
}

async function relay(options: RelayOptions, signal: AbortSignal): Promise<number> {
  const due = await claimDue(options)
  await Promise.all(due.map((message) => attempt(options, message, signal)))
  if (due.length === 0) await options.wait(limits.outboxPollMs, signal)
  return 0
}

/** The database's clock decides, which is the same for every process. */
async function claimDue({ db, deliver, leaseMs = limits.outboxLeaseMs }: RelayOptions): Promise<readonly Claimed[]> {
  const { rows } = await sql<Claimed>`update outbox set tries = tries + 1, try_at = now() + ${leaseMs} * interval '1 millisecond'
    where id in (select id from outbox where state = 'waiting' and try_at <= now() and kind = any (${Object.keys(deliver)})
      and not exists (select from json_array_elements_text(outbox.payload->'after') as event join outbox as earlier
        on earlier.policy = outbox.policy and earlier.event_id = event::uuid and earlier.state = 'waiting')
      order by try_at limit ${limits.outboxAtOnce} for update skip locked)
    returning id, policy, kind, payload, tries`.execute(db)
  return rows
}

async function attempt(options: RelayOptions, message: Claimed, signal: AbortSignal): Promise<void> {
  const { log, deliver, leaseMs = limits.outboxLeaseMs } = options
  const { id, policy, kind, tries } = message
  try {
    if (tries > limits.outboxTriesMax) throw new DeliveryError('GIVEN_UP', 'every try ended with its process', { passing: false })
    await deliver[kind]!(message, AbortSignal.any([signal, AbortSignal.timeout(leaseMs / 2)]))
  } catch (error) {
    const { code, passing, retryAfterMs } = error instanceof DeliveryError ? error : { code: 'FAULT', passing: true, retryAfterMs: 0 }
    if (passing && tries < limits.outboxTriesMax) {
      const delayMs = retryDelayMs(options.system, tries, retryAfterMs)
      log.warn({ err: error, id, policy, kind, code, tries, delayMs }, 'a message could not be delivered and will be later')
      return await putOff(options, message, code, delayMs)
    }
    log.error({ err: error, id, policy, kind, code, tries }, 'a message cannot be delivered and is kept as a dead letter')
    return await settle(options, message, { state: 'dead', code })
  }
  log.debug({ id, policy, kind, tries }, 'a message was delivered')
  await settle(options, message, { state: 'delivered', code: null })
}

/** Full jitter, and not before the receiver wants it. */
function retryDelayMs(system: System, tries: number, retryAfterMs: number): number {
  const ceiling = Math.min(limits.outboxRetryDelayMaxMs, limits.outboxRetryDelayMs * 2 ** tries)
  return Math.round(Math.max(Math.min(retryAfterMs, limits.outboxRetryDelayMaxMs), ceiling * chanceOf(system)))
}

/** The number of tries tells the claim: after it has run out, whoever claimed next has the say. */
async function putOff({ db }: RelayOptions, { id, tries }: Claimed, code: string, delayMs: number): Promise<void> {
  await db.updateTable('outbox').set({ code, tryAt: sql<string>`now() + ${delayMs} * interval '1 millisecond'` })
    .where('id', '=', id).where('tries', '=', tries).where('state', '=', 'waiting').execute()
}

async function settle({ db }: RelayOptions, { id, tries }: Claimed, how: { readonly state: 'delivered' | 'dead'; readonly code: string | null }): Promise<void> {
  await db.updateTable('outbox').set({ ...how, settledAt: sql<string>`now()` }).where('id', '=', id).where('tries', '=', tries).where('state', '=', 'waiting').execute()
}

async function prune({ db }: RelayOptions): Promise<number> {
  const { numAffectedRows = 0n } = await sql`delete from outbox where id in (select id from outbox where
      (state = 'delivered' and settled_at < now() - ${limits.outboxDeliveredKeptMs} * interval '1 millisecond')
      or (state = 'dead' and settled_at < now() - ${limits.outboxDeadKeptMs} * interval '1 millisecond') limit ${limits.outboxPruneRows})`.execute(db)
  return numAffectedRows < BigInt(limits.outboxPruneRows) ? limits.outboxPruneMs : 0
}
