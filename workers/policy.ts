/**
 * Policies: whenever this happened, that is wished for.
 *
 *   events ── lookup, then a pure function ──▶ messages + checkpoint, one transaction ──▶ outbox ── relay ──▶ the world
 *
 * 1. Once per event: messages and checkpoint are one transaction, which moves the checkpoint from the very position it was read
 *    at. A process that is killed, or a second one, writes all of a batch or nothing.
 * 2. Never again: a message is known by policy, event and part, whatever the policy's version. A rebuilt projection has no
 *    bearing on it, and a raised version goes on where the former one stood.
 * 3. No past: a policy's first start puts its checkpoint at the head of the log. What happened before it is not its business.
 */

import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { EventId, RecordedEvent } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import { assertReadable } from '../domain/upcast.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { runWorker } from './worker.ts'

export interface OutboxMessage {
  /** Names who delivers it. */
  readonly kind: string
  /** Plain JSON. */
  readonly payload: unknown
  /** Tells it from the event's other messages; its place among them where absent. */
  readonly part?: string
  /** Messages of one lane are delivered one at a time, see the relay. */
  readonly lane?: string
  /** How long it waits first, so that others may go along. */
  readonly waitMs?: number
}

export interface Policy<Found = unknown> {
  /** Identity: it never changes. */
  readonly name: string
  readonly version: number
  readonly categories: readonly string[]
  readonly types: readonly string[]
  /** The little it must know besides the event. Reads only. */
  readonly lookup: (event: RecordedEvent) => Promise<Found>
  /** Pure. */
  readonly messages: (event: RecordedEvent, found: Found) => readonly OutboxMessage[]
}

export interface PoliciesOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'lastPosition'>
  readonly db: Kysely<Tables>
  readonly policies: readonly Policy[]
  /** There is something new in the outbox. */
  readonly ring: () => void
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** Their beginnings are on record when this resolves: from here on they miss nothing. `stopped` resolves after the signal. */
export async function startPolicies(options: PoliciesOptions): Promise<{ readonly stopped: Promise<void> }> {
  for (const policy of options.policies) await begin(policy, options)
  const running = options.policies.map((policy) => runWorker({ name: `policy ${policy.name}`, step: (signal) => follow(policy, { ...options, signal }) }, options))
  return { stopped: Promise.all(running).then(() => {}) }
}

async function begin({ name, version }: Policy, { db, store }: PoliciesOptions): Promise<void> {
  const head = Number(await store.lastPosition())
  await sql`insert into checkpoints (name, version, position)
    select ${name}, ${version}, coalesce(max(position), ${head}) from checkpoints where name = ${name} on conflict do nothing`.execute(db)
}

async function follow(policy: Policy, { store, db, ring, log, signal }: PoliciesOptions): Promise<number> {
  const { name, version, categories, types } = policy
  const { position } = await db.selectFrom('checkpoints').select('position').where('name', '=', name).where('version', '=', version).executeTakeFirstOrThrow()
  let from = position
  for await (const { events, upTo } of store.subscribe(positionOf(from), { categories, types, signal })) {
    const rows = (await Promise.all(events.map((event) => rowsOf(policy, event)))).flat()
    // Another process has been here first: go on from where it is.
    if (!await advance(policy, db, rows, { from, upTo: Number(upTo) })) return 0
    from = Number(upTo)
    if (rows.length === 0) continue
    log.debug({ policy: name, messages: rows.length, position: upTo }, 'a policy has put messages into the outbox')
    ring()
  }
  return 0
}

interface Row { readonly id: string; readonly policy: string; readonly eventId: string; readonly part: string; readonly kind: string; readonly payload: string; readonly lane: string | null; readonly position: number; readonly tryAt: RawBuilder<string> }

async function rowsOf(policy: Policy, event: RecordedEvent): Promise<readonly Row[]> {
  assertReadable(event)
  const messages = policy.messages(event, await policy.lookup(event))
  return messages.map(({ kind, payload, part, lane = null, waitMs = 0 }, index) => {
    const key = { policy: policy.name, eventId: event.id, part: part ?? String(index) }
    return { id: messageIdOf(key), ...key, kind, payload: JSON.stringify(payload), lane, position: Number(event.position), tryAt: sql<string>`now() + ${waitMs} * interval '1 millisecond'` }
  })
}

interface Step { readonly from: number; readonly upTo: number }

async function advance(policy: Policy, db: Kysely<Tables>, rows: readonly Row[], step: Step): Promise<boolean> {
  if (rows.length === 0) return await passOver(policy, db, step)
  const { name, version } = policy
  const { from, upTo } = step
  return await db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('checkpoints').set({ position: upTo, updatedAt: sql<string>`now()` })
      .where('name', '=', name).where('version', '=', version).where('position', '=', from).executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await transaction.insertInto('outbox').values([...rows]).onConflict((known) => known.doNothing()).execute()
    return true
  })
}

/** Without a transaction around it, and without waiting for the disk: what a power cut takes back is looked at again. */
async function passOver({ name, version }: Policy, db: Kysely<Tables>, { from, upTo }: Step): Promise<boolean> {
  const { numAffectedRows } = await sql`with unwaited as (select set_config('synchronous_commit', 'off', true))
    update checkpoints set position = ${upTo}, updated_at = now() from unwaited where name = ${name} and version = ${version} and position = ${from}`.execute(db)
  return numAffectedRows === 1n
}

/** In the shape of a UUIDv7 with the event's time, so that it can also be the id of a command that the message becomes. */
export function messageIdOf({ policy, eventId, part }: { readonly policy: string; readonly eventId: EventId; readonly part: string }): string {
  const hash = createHash('sha256').update(JSON.stringify([policy, eventId, part])).digest('hex')
  return `${eventId.slice(0, 13)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
