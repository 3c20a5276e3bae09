/**
 * What the catalogue answered, in memory and behind it in PostgreSQL: one question per key however many ask, old answers
 * shown while new ones are fetched, and kept for when there are none. That something does not exist is an answer too.
 */

import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Ages } from './freshness.ts'
import { NOT_FOUND_MS } from './freshness.ts'
import { lru } from './lru.ts'
import { singleFlight } from './single-flight.ts'

export interface Cached<T> {
  readonly value: T
  /** When the upstream said so. */
  readonly fetchedAt: string
  /** Older than it should be, because the upstream could not be asked. */
  readonly stale: boolean
}

export interface CatalogueCache {
  /** The answer of `ask` that is kept under `key`, or a new one. Throws what `ask` throws when nothing is kept. */
  read<T extends object>(key: string, ages: Ages, ask: () => Promise<T>): Promise<Cached<T>>
}

interface Entry {
  /** Null: the upstream does not know it. */
  readonly value: object | null
  readonly fetchedAtMs: number
  /** The last try to replace it failed. */
  readonly overdue: boolean
}

export interface CatalogueCacheDeps {
  readonly db: Kysely<Tables>
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly log: Log
}

export function catalogueCache({ db, system, log }: CatalogueCacheDeps): CatalogueCache {
  const memory = lru<Entry>(limits.catalogueMemoryBytes)
  const loads = singleFlight<Entry | undefined>()
  const questions = singleFlight<Entry>()

  async function kept(key: string): Promise<Entry | undefined> {
    return memory.get(key) ?? await loads(key, async () => {
      const row = await db.selectFrom('catalogueCache').select(['body', 'status', 'fetchedAt']).where('key', '=', key)
        .where('expiresAt', '>', new Date(system.now()).toISOString()).executeTakeFirst()
      if (!row) return undefined
      const entry = { value: row.status === 404 ? null : row.body as object, fetchedAtMs: Date.parse(row.fetchedAt), overdue: false }
      remember(key, entry)
      return entry
    })
  }

  function remember(key: string, entry: Entry): void {
    // Strings take two bytes a character in memory at worst; the rest of an object is about as much as its punctuation.
    memory.set(key, entry, 2 * (key.length + JSON.stringify(entry.value).length))
  }

  async function keep(key: string, entry: Entry, keptMs: number): Promise<void> {
    remember(key, entry)
    const now = new Date(entry.fetchedAtMs).toISOString()
    const row = { body: JSON.stringify(entry.value), status: entry.value === null ? 404 : 200, fetchedAt: now, expiresAt: new Date(entry.fetchedAtMs + keptMs).toISOString() }
    // Every write takes a few that have expired with it: the table needs no sweeper.
    await db.with('expired', (q) => q.deleteFrom('catalogueCache').where('key', 'in', (old) =>
      old.selectFrom('catalogueCache').select('key').where('expiresAt', '<', now).where('key', '<>', key).limit(10).forUpdate().skipLocked()))
      .insertInto('catalogueCache').values({ key, ...row }).onConflict((conflict) => conflict.column('key').doUpdateSet(row)).execute()
  }

  function ask(key: string, ages: Ages, upstream: () => Promise<object>): Promise<Entry> {
    return questions(key, async () => {
      try {
        const entry = { value: await upstream(), fetchedAtMs: system.now(), overdue: false }
        await keep(key, entry, ages.keptMs)
        return entry
      } catch (error) {
        if (error instanceof CatalogueError && error.code === 'NOT_FOUND') {
          const entry = { value: null, fetchedAtMs: system.now(), overdue: false }
          await keep(key, entry, NOT_FOUND_MS)
          return entry
        }
        const old = memory.get(key)
        if (old) remember(key, { ...old, overdue: true })
        throw error
      }
    })
  }

  return {
    async read<T extends object>(key: string, ages: Ages, upstream: () => Promise<T>) {
      const old = await kept(key)
      const ageMs = old ? system.now() - old.fetchedAtMs : Infinity
      if (old?.value === null && ageMs <= NOT_FOUND_MS) return answer<T>(old, false)
      if (!old || old.value === null || ageMs > ages.keptMs) return answer<T>(await ask(key, ages, upstream), false)
      if (ageMs <= ages.freshMs) return answer<T>(old, false)
      const question = ask(key, ages, upstream)
      if (ageMs <= ages.shownMs) {
        question.catch((error: unknown) => log.warn({ err: error, key }, 'the catalogue could not be asked again'))
        return answer<T>(old, old.overdue)
      }
      // Too old to show unasked, but better than nothing, and better than waiting for long.
      const waited = await Promise.race([question.catch(() => undefined), system.sleep(limits.catalogueStaleWaitMs)])
      return waited ? answer<T>(waited, false) : answer<T>(old, true)
    },
  }
}

function answer<T>(entry: Entry, stale: boolean): Cached<T> {
  if (entry.value === null) throw new CatalogueError('NOT_FOUND', 'The catalogue does not know this title.')
  return { value: entry.value as T, fetchedAt: new Date(entry.fetchedAtMs).toISOString(), stale }
}
