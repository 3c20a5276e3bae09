/**
 * The catalogue's answers in PostgreSQL, behind those in memory.
 *
 * 1. What is to be written goes together, and is nobody's wait while it is little; what cannot be written now is written later.
 * 2. A table that cannot be reached is no table: it is said once, and looked at again after `limits.catalogueTableRestMs`.
 * 3. Only newer answers replace older ones, whichever process has them.
 * 4. What has expired leaves with what comes; beyond `limits.catalogueTableBytesMax`, what would expire first leaves too.
 * 5. What PostgreSQL can never take, such as a key longer than an index holds, is left out alone: all else would wait behind it for ever.
 */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { KeptAnswer } from './kept-answer.ts'
import { keptAnswer } from './kept-answer.ts'

/** What is to be done with an old answer: ask the upstream, take over what another process was told, or leave it to another that is asking. */
export type Claim = { readonly kind: 'ours' } | { readonly kind: 'newer'; readonly answer: KeptAnswer } | { readonly kind: 'theirs' }

export interface AnswerTable {
  find(key: string): Promise<KeptAnswer | undefined>
  claim(key: string, old: KeptAnswer): Promise<Claim>
  /** Resolves when there is room for it among what is to be written. */
  write(key: string, answer: KeptAnswer): Promise<void>
  /** Tries again what could not be written, when it is time. */
  catchUp(): void
  /** Once everything has been tried to be written. */
  settled(): Promise<void>
  readonly unwritten: number
}

export interface AnswerTablePorts {
  readonly db: Kysely<Tables>
  readonly system: Pick<System, 'now'>
  readonly log: Log
}

interface Row { readonly body: string | null; readonly status: number; readonly fetchedAt: string; readonly expiresAt: string }

/** Of a row beside its body, its key and places in the indexes included: about. */
const ROW_BYTES = 300

interface Bounds { readonly bytesMax: number; readonly sweepRows: number }
const BOUNDS: Bounds = { bytesMax: limits.catalogueTableBytesMax, sweepRows: limits.catalogueTableSweepRows }

export function answerTable({ db, system, log }: AnswerTablePorts, { bytesMax, sweepRows }: Bounds = BOUNDS): AnswerTable {
  const unwritten = new Map<string, KeptAnswer>()
  let unwrittenBytes = 0
  let writing: Promise<void> | undefined
  let restUntil = -Infinity
  let isAway = false
  let rowsSinceSweep = 0
  const instant = (ms: number) => new Date(ms).toISOString()

  /** Undefined when the table cannot be asked. */
  async function reached<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
    if (system.now() < restUntil) return undefined
    try {
      const result = await ask()
      if (isAway) log.info({}, 'the catalogue\'s table can be reached again')
      isAway = false
      return result
    } catch (error) {
      restUntil = system.now() + limits.catalogueTableRestMs
      if (!isAway) log.warn({ err: error }, 'the catalogue\'s table cannot be reached: what is in memory goes on, and is written later')
      isAway = true
      return undefined
    }
  }

  function put(key: string, answer: KeptAnswer): void {
    take(key)
    unwritten.set(key, answer)
    unwrittenBytes += sizeOf(answer)
    // Only while the table is away. What is dropped may be in memory still, and is asked again when it is not.
    for (const oldest of unwritten.keys()) {
      if (unwrittenBytes <= limits.catalogueUnwrittenBytesMax) break
      take(oldest)
    }
  }

  function take(key: string): void {
    const answer = unwritten.get(key)
    if (!answer) return
    unwritten.delete(key)
    unwrittenBytes -= sizeOf(answer)
  }

  /** As many as go well into one statement; the others are for the next. */
  function nextBatch(): Map<string, KeptAnswer> {
    const batch = new Map<string, KeptAnswer>()
    let bytes = 0
    for (const [key, answer] of unwritten) {
      if (batch.size >= limits.catalogueWriteRows || bytes >= limits.catalogueWriteBytes) break
      batch.set(key, answer)
      bytes += sizeOf(answer)
    }
    return batch
  }

  async function writeAll(): Promise<void> {
    // What comes in the same turn of the event loop goes along.
    await Promise.resolve()
    while (unwritten.size > 0) {
      const batch = nextBatch()
      if (await reached(() => insertAll(batch)) === undefined) return
      // Answered anew while it was being written, it is written again.
      for (const [key, answer] of batch) if (unwritten.get(key) === answer) take(key)
    }
  }

  async function insertAll(batch: ReadonlyMap<string, KeptAnswer>): Promise<true> {
    try {
      await insert(batch)
    } catch (error) {
      if (!isUnwritable(error)) throw error
      if (batch.size === 1) log.warn({ err: error }, 'an answer of the catalogue cannot be kept in its table')
      else for (const one of batch) await insertAll(new Map([one]))
    }
    return true
  }

  async function insert(batch: ReadonlyMap<string, KeptAnswer>): Promise<void> {
    const rows = [...batch].map(([key, { json, fetchedAtMs, keptUntilMs }]) =>
      ({ key, body: json?.toString() ?? 'null', status: json ? 200 : 404, fetchedAt: instant(fetchedAtMs), expiresAt: instant(keptUntilMs) }))
    await db.with('expired', (q) => q.deleteFrom('catalogueCache').where('key', 'in', (old) =>
      old.selectFrom('catalogueCache').select('key').where('expiresAt', '<', instant(system.now())).where('key', 'not in', rows.map(({ key }) => key)).limit(10 + rows.length).forUpdate().skipLocked()))
      .insertInto('catalogueCache').values(rows)
      .onConflict((conflict) => conflict.column('key').doUpdateSet({
        body: sql`excluded.body`, status: sql`excluded.status`, fetchedAt: sql`excluded.fetched_at`, expiresAt: sql`excluded.expires_at`, claimedUntil: '-infinity',
      }).where('catalogueCache.fetchedAt', '<=', sql<string>`excluded.fetched_at`)).execute()
    rowsSinceSweep += rows.length
    if (rowsSinceSweep >= sweepRows) {
      rowsSinceSweep = 0
      await sql`delete from catalogue_cache where key in (
        select key from (select key, sum(pg_column_size(body) + ${sql.lit(ROW_BYTES)}) over (order by expires_at desc, key) as bytes from catalogue_cache) as counted where bytes > ${bytesMax})`.execute(db)
    }
  }

  function answerFrom({ body, status, fetchedAt, expiresAt }: Row): KeptAnswer {
    return keptAnswer(status === 404 ? null : body, Date.parse(fetchedAt), Date.parse(expiresAt))
  }

  function catchUp(): void {
    if (writing || unwritten.size === 0 || system.now() < restUntil) return
    writing = writeAll().finally(() => { writing = undefined })
  }

  return {
    async find(key) {
      const row = await reached(async () => await db.selectFrom('catalogueCache').select([sql<string>`body::text`.as('body'), 'status', 'fetchedAt', 'expiresAt'])
        .where('key', '=', key).where('expiresAt', '>', instant(system.now())).executeTakeFirst())
      return row && answerFrom(row)
    },

    async claim(key, old) {
      const now = system.now()
      const found = await reached(async () => (await sql<Row & { claimed: boolean }>`
        with claimed as (
          update catalogue_cache set claimed_until = ${instant(now + limits.catalogueClaimMs)}
          where key = ${key} and claimed_until <= ${instant(now)} and fetched_at <= ${instant(old.fetchedAtMs)} returning key)
        select case when fetched_at > ${instant(old.fetchedAtMs)} then body::text end as body, status, fetched_at, expires_at, exists (select from claimed) as claimed
        from catalogue_cache where key = ${key}`.execute(db)).rows)
      const [row] = found ?? []
      // Not in the table, or no table: nobody else can be known to ask.
      if (!row || row.claimed) return { kind: 'ours' }
      return Date.parse(row.fetchedAt) > old.fetchedAtMs ? { kind: 'newer', answer: answerFrom(row) } : { kind: 'theirs' }
    },

    async write(key, answer) {
      while (writing && unwrittenBytes > limits.catalogueWriteBytes) await writing
      put(key, answer)
      catchUp()
    },

    catchUp,

    async settled() {
      while (writing) await writing
    },

    get unwritten() { return unwritten.size },
  }
}

/** SQLSTATE's classes of what the data themselves are to blame for: 22, and 54 for what is beyond PostgreSQL's bounds. */
function isUnwritable(error: unknown): boolean {
  return error instanceof Error && /^(?:22|54)[0-9A-Z]{3}$/.test(String((error as { code?: unknown }).code))
}

/** About, with what an entry takes beside its bytes. */
function sizeOf({ json }: KeptAnswer): number {
  return (json?.byteLength ?? 0) + limits.catalogueMemoryEntryBytes
}
