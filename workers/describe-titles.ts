/**
 * Policy: a title that enters anyone's library or a list, or is asked for, is described from the catalogue, so that a library never
 * forgets its posters.
 *
 *   events ── gather, with a checkpoint ──▶ titles_to_describe ── describe, each on its own ──▶ TitleDescribed, row removed
 *                                                ▲        │
 *                                                └────────┘ later, when the catalogue does not answer
 *
 * Gathering and its checkpoint are one transaction, so nothing is gathered twice on a replay or lost in a kill. Describing
 * twice changes nothing: the decider knows the card.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Command, Issued, Outcome } from '../domain/command.ts'
import { positionOf } from '../domain/event.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { TitleKey, TitleRef } from '../domain/title.ts'
import type { PlayableRef } from '../domain/playable.ts'
import { playableOf } from '../domain/playable.ts'
import { parseLibraryStream, parseTitleKey, titleKey } from '../domain/title.ts'
import { features } from '../projections/features.ts'
import type { Catalogue } from '../server/catalogue/catalogue.ts'
import { CatalogueError } from '../server/catalogue/catalogue-error.ts'
import { describeTitle } from '../server/catalogue/describe-title.ts'
import { readModelTable } from '../server/db/read-model.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { createBell } from './bell.ts'
import { runWorker } from './worker.ts'

export interface DescribeTitlesOptions {
  readonly store: Pick<EventStore, 'subscribe'>
  readonly db: Kysely<Tables>
  readonly catalogue: Pick<Catalogue, 'title'>
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

const NAME = 'describe-titles'
/** 2: titles that were described before their features were recorded are described once more. */
const VERSION = 2

/** Resolves after the signal, when what was under way is over. Wants the read models' tables. */
export async function runDescribeTitles(options: DescribeTitlesOptions): Promise<void> {
  await sql`insert into checkpoints (name, version) values (${NAME}, ${VERSION}) on conflict do nothing`.execute(options.db)
  const bell = createBell(options.system)
  await Promise.all([
    runWorker({ name: `${NAME}: gather`, step: (signal) => gather(options, signal, bell.ring) }, options),
    runWorker({ name: `${NAME}: describe`, step: (signal) => describeDue(options, signal, bell.wait) }, options),
  ])
}

async function gather({ store, db }: DescribeTitlesOptions, signal: AbortSignal, ring: () => void): Promise<number> {
  const { position } = await db.selectFrom('checkpoints').select('position').where('name', '=', NAME).where('version', '=', VERSION).executeTakeFirstOrThrow()
  let from = position
  for await (const { events, upTo } of store.subscribe(positionOf(from), { categories: ['library', 'list', 'acquisition'], signal })) {
    const keys = [...new Set(events.flatMap((event) => titleOf(event) ?? []))]
    if (!await gatherBatch(db, keys, from, Number(upTo))) return 0
    from = Number(upTo)
    if (keys.length > 0) ring()
  }
  return 0
}

/** False when another process has been here first: it has gathered these. */
function gatherBatch(db: Kysely<Tables>, keys: readonly TitleKey[], from: number, upTo: number): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('checkpoints').set({ position: upTo, updatedAt: sql<string>`now()` })
      .where('name', '=', NAME).where('version', '=', VERSION).where('position', '=', from).executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    if (keys.length > 0) {
      await sql`insert into titles_to_describe (title_key) select key from unnest(${keys}::text[]) as gathered(key)
        where not exists (select from ${sql.table(readModelTable(features))} f where f.key = gathered.key and f.complete) on conflict do nothing`.execute(transaction)
    }
    return true
  })
}

function titleOf({ stream, type, data }: RecordedEvent): TitleKey | undefined {
  const entry = parseLibraryStream(stream)
  if (entry) return titleKey(entry.title)
  if (type === 'AddedToList') return titleKey((data as { title: TitleRef }).title)
  return type === 'FetchRequested' ? titleKey(playableOf(data as PlayableRef)) : undefined
}

async function describeDue(options: DescribeTitlesOptions, signal: AbortSignal, wait: (ms: number, signal: AbortSignal) => Promise<void>): Promise<number> {
  const due = await claimDue(options)
  await Promise.all(due.map((title) => describe(options, title)))
  if (due.length === 0) await wait(limits.describePollMs, signal)
  return 0
}

type Due = { readonly titleKey: string; readonly tries: number }

/** Those whose time has come, put off for as long as describing them may take: a process that dies meanwhile delays them, no more. */
function claimDue({ db, system }: DescribeTitlesOptions): Promise<readonly Due[]> {
  const now = new Date(system.now()).toISOString()
  return db.updateTable('titlesToDescribe').set({ tryAt: new Date(system.now() + limits.describeLeaseMs).toISOString() })
    .where('titleKey', 'in', (due) => due.selectFrom('titlesToDescribe').select('titleKey').where('tryAt', '<=', now)
      .orderBy('tryAt').limit(limits.describeTitlesAtOnce).forUpdate().skipLocked())
    .returning(['titleKey', 'tries']).execute()
}

async function describe({ db, catalogue, handle, system, log }: DescribeTitlesOptions, { titleKey, tries }: Due): Promise<void> {
  try {
    await record({ catalogue, handle, system }, titleKey)
    await db.deleteFrom('titlesToDescribe').where('titleKey', '=', titleKey).execute()
  } catch (error) {
    const delayMs = Math.min(limits.describeRetryDelayMs * 2 ** tries, limits.describeRetryDelayMaxMs)
    log.warn({ err: error, title: titleKey, tries, delayMs }, 'a title could not be described and will be later')
    await db.updateTable('titlesToDescribe').set({ tries: tries + 1, tryAt: new Date(system.now() + delayMs).toISOString(), error: error instanceof Error ? error.message : String(error) })
      .where('titleKey', '=', titleKey).execute()
  }
}

async function record({ catalogue, handle, system }: Pick<DescribeTitlesOptions, 'catalogue' | 'handle' | 'system'>, key: string): Promise<void> {
  const title = parseTitleKey(key)
  if (!title) return
  let described
  try {
    described = (await catalogue.title(title)).facts
  } catch (error) {
    // There is nothing to describe, today; whoever touches the title again asks again.
    if (error instanceof CatalogueError && error.code === 'NOT_FOUND') return
    throw error
  }
  const outcome = await describeTitle(described, { handle, system })
  if (outcome.status !== 'accepted') throw new Error(`${outcome.code}: ${outcome.message}`)
}
