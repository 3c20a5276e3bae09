/**
 * Answers of the catalogue that this device keeps to be read again without a network, in a database of the person's own that
 * may be lost: nothing rests on it, so it shares neither a version nor a transaction with the log and the outbox. Bounded by count and bytes; what
 * was looked at longest ago goes first. Where nothing can be kept (a private window, a full disk) there is only nothing to read.
 *
 * - `answers`: JSON, packed with gzip, by the path that was asked. `marks`: when each was kept and last looked at, and its size.
 *   `totals`: how many and how much, changed in the same transaction, so that tabs agree.
 */

import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb'
import { keptDatabaseName, openDatabase } from './database.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'

interface Mark {
  /** Milliseconds since the Unix epoch, by this device's clock. */
  readonly keptAt: number
  readonly usedAt: number
  readonly bytes: number
}
export interface Totals { readonly count: number; readonly bytes: number }
interface KeptSchema extends DBSchema {
  answers: { key: string; value: ArrayBuffer }
  marks: { key: string; value: Mark; indexes: { usedAt: number } }
  totals: { key: 'all'; value: Totals }
}
type Writing = IDBPTransaction<KeptSchema, ('answers' | 'marks' | 'totals')[], 'readwrite'>

/** An answer as it was kept. */
export interface Kept<Answer> { readonly answer: Answer; readonly keptAtMs: number }

/** No promise of it rejects. */
export interface KeptAnswers {
  read<Answer>(path: string): Promise<Kept<Answer> | undefined>
  /** False where it could not be kept. */
  keep(path: string, answer: unknown): Promise<boolean>
  /** When each was kept, by its path. */
  ages(): Promise<ReadonlyMap<string, number>>
  totals(): Promise<Totals>
  /** There is room for what nobody has asked for yet, without anything having to go. */
  hasRoom(): Promise<boolean>
  close(): Promise<void>
}

export interface Bounds { readonly countMax: number; readonly bytesMax: number }

const NOTHING: Totals = { count: 0, bytes: 0 }
/** So much is left after making room, so that it is not made for every single answer. */
const shareAfterTrim = 0.9
/** What is fetched unasked leaves the rest for what a person looks at. */
const shareAhead = 0.8

export function openKeptAnswers(environment: Pick<Environment, 'indexedDB' | 'now'>, userId: string, { countMax, bytesMax }: Bounds = { countMax: limits.keptAnswersMax, bytesMax: limits.keptBytesMax }): KeptAnswers {
  const opening = open(environment.indexedDB, userId)
  begun(opening)
  const { now } = environment

  async function attempt<Value>(work: (database: IDBPDatabase<KeptSchema>) => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await work(await opening)
    } catch {
      // No storage, no room in it, or the person has just signed out: reading offline is all that is lost.
      return otherwise
    }
  }

  async function makeRoom(writing: Writing, grown: Totals): Promise<Totals> {
    let { count, bytes } = grown
    if (count <= countMax && bytes <= bytesMax) return grown
    for (let oldest = await writing.objectStore('marks').index('usedAt').openCursor(); oldest; oldest = await oldest.continue()) {
      if (count <= countMax * shareAfterTrim && bytes <= bytesMax * shareAfterTrim) break
      count--
      bytes -= oldest.value.bytes
      begun(writing.objectStore('answers').delete(oldest.primaryKey))
      begun(oldest.delete())
    }
    return { count, bytes }
  }

  return {
    read: <Answer>(path: string) => attempt<Kept<Answer> | undefined>(async (database) => {
      const reading = database.transaction(['answers', 'marks'])
      const [packed, mark] = await Promise.all([reading.objectStore('answers').get(path), reading.objectStore('marks').get(path)])
      if (!packed || !mark) return undefined
      const answer = await unpack(packed) as Answer
      if (now() - mark.usedAt > limits.keptUseMs) void attempt(() => database.put('marks', { ...mark, usedAt: now() }, path), '')
      return { answer, keptAtMs: mark.keptAt }
    }, undefined),

    keep: (path, answer) => attempt(async (database) => {
      const packed = await pack(answer)
      if (packed.byteLength > bytesMax * shareAhead) return false
      const writing = database.transaction(['answers', 'marks', 'totals'], 'readwrite', { durability: 'relaxed' })
      begun(writing.done)
      const marks = writing.objectStore('marks')
      const [former, before = NOTHING] = await Promise.all([marks.get(path), writing.objectStore('totals').get('all')])
      const at = now()
      begun(marks.put({ keptAt: at, usedAt: at, bytes: packed.byteLength }, path))
      begun(writing.objectStore('answers').put(packed, path))
      const grown = { count: before.count + (former ? 0 : 1), bytes: before.bytes + packed.byteLength - (former?.bytes ?? 0) }
      begun(writing.objectStore('totals').put(await makeRoom(writing, grown), 'all'))
      await writing.done
      return true
    }, false),

    ages: () => attempt(async (database) => {
      const { store } = database.transaction('marks')
      const [paths, marks] = await Promise.all([store.getAllKeys(), store.getAll()])
      return new Map(paths.map((path, i) => [path, marks[i]!.keptAt] as const))
    }, new Map()),

    totals: () => attempt(totals, NOTHING),

    hasRoom: () => attempt(async (database) => {
      const { count, bytes } = await totals(database)
      return count < countMax * shareAhead && bytes < bytesMax * shareAhead
    }, false),

    close: () => attempt(async (database) => database.close(), undefined),
  }
}

async function open(factory: IDBFactory, userId: string): Promise<IDBPDatabase<KeptSchema>> {
  return await openDatabase(factory, keptDatabaseName(userId), (made) => {
    for (const store of ['answers', 'totals']) made.createObjectStore(store)
    made.createObjectStore('marks').createIndex('usedAt', 'usedAt')
  }) as IDBPDatabase<KeptSchema>
}

async function totals(database: IDBPDatabase<KeptSchema>): Promise<Totals> {
  return await database.get('totals', 'all') ?? NOTHING
}

/** A request of a transaction whose end says how it went. */
function begun(request: Promise<unknown>): void {
  request.catch(() => undefined)
}

/** Five to eight times smaller, as JSON goes: what fits is counted in thousands of titles. */
async function pack(answer: unknown): Promise<ArrayBuffer> {
  return await new Response(new Response(JSON.stringify(answer)).body!.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
}

async function unpack(packed: ArrayBuffer): Promise<unknown> {
  return await new Response(new Response(packed).body!.pipeThrough(new DecompressionStream('gzip'))).json()
}
