/**
 * Delivers what policies put into the outbox.
 *
 *   waiting ── claimed for a while (`try_at` moves on), one more try ──▶ delivered ── after a while ──▶ removed
 *      ▲                              │
 *      └── later, with full jitter ───┤
 *                                     └── refused for good, or too many tries ──▶ dead, kept with its code
 *
 * 1. No two processes deliver one message at the same time: claiming skips what another holds, and a delivery ends before its
 *    claim does. One that goes on all the same is not begun once more beside itself.
 * 2. At least once: a process that dies between delivery and noting it leaves the message to be delivered again. Whoever
 *    receives is given the message's id, which stays the same, and takes a second one for the first.
 * 3. Messages wait for each other in no order, but for one whose payload has `after`, a list of events: it waits until its policy's
 *    messages about these are settled, so that "no" is not overtaken by the "yes" before it.
 * 4. Of a lane one message is under way at a time, in the order of what they tell of as long as each is taken: one that is to be tried again is
 *    overtaken. Where the receiver has said how long to wait, the whole lane waits. Who is slow in one lane holds up no other.
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

interface Claimed extends Delivered { readonly kind: string; readonly policy: string; readonly tries: number; readonly lane: string | null }

/** Resolves after the signal, when what was under way is over. */
export async function runOutboxRelay(options: RelayOptions): Promise<void> {
  await Promise.all([runRelay('outbox relay', options), runWorker({ name: 'outbox relay: prune', step: () => prune(options) }, options)])
}

/** One more beside it, for kinds whose receivers may be slow: they hold up none of the others. */
export async function runRelay(name: string, options: RelayOptions): Promise<void> {
  await runWorker({ name, step: (signal) => relay(options, signal) }, options)
}

/** Keeps as many under way as may be. Ends after the signal, or with the first fault; either way when those that had begun are over. */
async function relay(options: RelayOptions, signal: AbortSignal): Promise<number> {
  const underWay = new Map<Claimed, Promise<void>>()
  let [ended, fault] = [new AbortController(), undefined as { readonly error: unknown } | undefined]
  const begin = (message: Claimed) => underWay.set(message, attempt(options, message, signal).catch((error: unknown) => { fault = { error } }).finally(() => {
    underWay.delete(message)
    ended.abort()
  }))
  while (!signal.aborted && !fault) {
    // One that ends from here on is not waited past: its lane may have another.
    ended = new AbortController()
    const due = underWay.size < limits.outboxAtOnce ? await claimDue(options, [...underWay.keys()]) : []
    due.forEach(begin)
    if (due.length === 0) await options.wait(limits.outboxPollMs, AbortSignal.any([signal, ended.signal]))
  }
  await Promise.all(underWay.values())
  if (fault) throw fault.error
  return 0
}

/**
 * The database's clock decides, which is the same for every process. A lane has one order, so that no two of it wait for each other: those that never failed by
 * their positions, under way or not, then those that failed by when they are due.
 */
async function claimDue({ db, deliver, leaseMs = limits.outboxLeaseMs }: RelayOptions, underWay: readonly Claimed[]): Promise<readonly Claimed[]> {
  const busy = underWay.flatMap(({ lane }) => lane ?? [])
  const begun = underWay.map(({ id }) => id)
  const { rows } = await sql<Claimed>`update outbox set tries = tries + 1, try_at = now() + ${leaseMs} * interval '1 millisecond', holds = false
    where id in (select id from outbox where state = 'waiting' and try_at <= now() and kind = any (${Object.keys(deliver)}) and id <> all (${begun}::uuid[])
      and not exists (select from json_array_elements_text(outbox.payload->'after') as event join outbox as earlier
        on earlier.policy = outbox.policy and earlier.event_id = event::uuid and earlier.state = 'waiting')
      and (lane is null or lane <> all (${busy}) and not exists (select from outbox as other where other.lane = outbox.lane and other.state = 'waiting' and (
        other.holds and other.try_at > now() or (other.code is null or other.try_at <= now())
        and (other.code is not null, case when other.code is null then '-infinity' else other.try_at end, other.position, other.id)
          < (outbox.code is not null, case when outbox.code is null then '-infinity' else outbox.try_at end, outbox.position, outbox.id))))
      order by try_at limit ${limits.outboxAtOnce - underWay.length} for update skip locked)
    returning id, policy, kind, payload, tries, lane`.execute(db)
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
      return await putOff(options, message, { code, delayMs, holds: retryAfterMs > 0 })
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
async function putOff({ db }: RelayOptions, { id, tries }: Claimed, { code, delayMs, holds }: { readonly code: string; readonly delayMs: number; readonly holds: boolean }): Promise<void> {
  await db.updateTable('outbox').set({ code, holds, tryAt: sql<string>`now() + ${delayMs} * interval '1 millisecond'` })
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
