/**
 * What the catalogue answered, in memory and behind it in PostgreSQL.
 *
 * 1. One question per key, however many ask.
 * 2. A fresh answer is shown; an older one too, while it is asked for anew behind it; one too old for that is waited for, not for long.
 * 3. While the upstream cannot be asked, or says what cannot be read, what is kept goes on being shown, and says that it is stale.
 * 4. What could not be asked anew is left alone for a while, longer with each failure: reading it is not asking for it.
 * 5. That something does not exist is an answer too. Where something was kept, it must be said twice, and so must an answer that
 *    has lost more than half of what it said: upstreams say both in their bad moments.
 * 6. Of several processes one asks anew for what they hold. What none holds each asks for itself: a person waits for it.
 * 7. Memory is bounded in bytes. Without PostgreSQL it goes on alone.
 */

import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { answerTable } from './answer-table.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Ages } from './freshness.ts'
import { NOT_FOUND_MS } from './freshness.ts'
import type { KeptAnswer } from './kept-answer.ts'
import { keptAnswer } from './kept-answer.ts'
import { lru } from './lru.ts'
import type { Urgency } from './pace.ts'
import { singleFlight } from './single-flight.ts'

export interface Cached<T> {
  readonly value: T
  /** Tells this value from others under its key. */
  readonly tag: string
  /** When the upstream said so. */
  readonly fetchedAt: string
  /** Older than it should be, because the upstream could not be asked. */
  readonly stale: boolean
}

/** How a reading was answered: from memory or the table, fresh; old, and asked anew behind it; stale; by asking; not known; not at all. */
export const READ_OUTCOMES = ['memory', 'table', 'old', 'stale', 'asked', 'unknown', 'failed'] as const
export type ReadOutcome = (typeof READ_OUTCOMES)[number]

export interface CacheFigures {
  /** Since the start. */
  readonly reads: Readonly<Record<ReadOutcome, number>>
  readonly memoryBytes: number
  readonly memoryAnswers: number
  /** Answers that are not in the table yet. */
  readonly unwritten: number
}

export interface CatalogueCache {
  /** The answer of `ask` that is kept under `key`, or a new one. Throws what `ask` throws when nothing is kept. */
  read<T extends object>(key: string, ages: Ages, ask: (urgency: Urgency) => Promise<T>): Promise<Cached<T>>
}

export interface WatchedCatalogueCache extends CatalogueCache {
  figures(): CacheFigures
  /** Once the table has what was answered, or cannot be reached. */
  settled(): Promise<void>
}

/** An answer and what has gone wrong since with asking for it anew. */
interface Entry {
  readonly answer: KeptAnswer
  readonly failures: number
  readonly isStale: boolean
  /** What the upstream said last is doubted. */
  readonly isDoubted: boolean
  readonly askAgainAtMs: number
}

export interface CatalogueCacheDeps {
  readonly db: Kysely<Tables>
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly log: Log
}

export function catalogueCache({ db, system, log }: CatalogueCacheDeps): WatchedCatalogueCache {
  const memory = lru<Entry>(limits.catalogueMemoryBytes)
  const table = answerTable({ db, system, log })
  const loads = singleFlight<Entry | undefined>()
  const questions = singleFlight<Entry>()
  const reads = Object.fromEntries(READ_OUTCOMES.map((outcome) => [outcome, 0])) as Record<ReadOutcome, number>

  function remember(key: string, entry: Entry): Entry {
    memory.set(key, entry, entry.answer.json?.byteLength ?? 0)
    return entry
  }

  function load(key: string): Promise<Entry | undefined> {
    return loads(key, async () => {
      const answer = await table.find(key)
      return memory.get(key) ?? (answer && remember(key, as(answer)))
    })
  }

  async function keep(key: string, answer: KeptAnswer): Promise<Entry> {
    const entry = remember(key, as(answer))
    await table.write(key, answer)
    return entry
  }

  function askedInVain(key: string, old: Entry): void {
    const failures = old.failures + 1
    const restMs = Math.min(limits.catalogueRetryMaxMs, limits.catalogueRetryMs * 2 ** (failures - 1))
    remember(key, { ...old, failures, isStale: true, askAgainAtMs: system.now() + restMs })
  }

  /** Asks for what is not kept, or for what is kept anew. Throws what `upstream` throws. */
  function ask(key: string, old: Entry | undefined, keptMs: number, upstream: () => Promise<object>): Promise<Entry> {
    return questions(key, async () => {
      const claim = old ? await table.claim(key, old.answer) : undefined
      if (claim?.kind === 'newer') return remember(key, as(claim.answer))
      if (claim?.kind === 'theirs') return remember(key, { ...old!, askAgainAtMs: system.now() + limits.catalogueClaimLookMs })
      try {
        const answer = await answered(upstream, keptMs)
        if (!old || old.isDoubted || !isPoorer(answer, old.answer)) return await keep(key, answer)
        log.info({ about: aboutOf(key), bytes: answer.json?.byteLength ?? 0, before: old.answer.json?.byteLength }, 'the catalogue says much less than before: it is asked once more')
        return remember(key, { ...old, isDoubted: true, askAgainAtMs: system.now() + limits.catalogueDoubtMs })
      } catch (error) {
        if (old) askedInVain(key, old)
        throw error
      }
    })
  }

  async function answered(upstream: () => Promise<object>, keptMs: number): Promise<KeptAnswer> {
    try {
      const text = JSON.stringify(await upstream())
      return keptAnswer(text, system.now(), system.now() + keptMs)
    } catch (error) {
      if (error instanceof CatalogueError && error.code === 'NOT_FOUND') return keptAnswer(null, system.now(), system.now() + NOT_FOUND_MS)
      throw error
    }
  }

  /** Undefined when it failed or takes too long. */
  async function waitedFor(question: Promise<Entry>): Promise<Entry | undefined> {
    const enough = new AbortController()
    const waited = await Promise.race([question.catch(() => undefined), system.sleep(limits.catalogueStaleWaitMs, enough.signal)])
    enough.abort()
    return waited || undefined
  }

  /** What is answered, and how it came. */
  async function find<T>(key: string, ages: Ages, upstream: (urgency: Urgency) => Promise<object>): Promise<[ReadOutcome, Cached<T>]> {
    const remembered = memory.get(key)
    const old = remembered ?? await load(key)
    const now = system.now()
    if (!old || old.answer.keptUntilMs <= now) return ['asked', shown(await ask(key, undefined, ages.keptMs, () => upstream('person')))]
    const ageMs = now - old.answer.fetchedAtMs
    if (old.answer.json === null || ageMs <= ages.freshMs) return [remembered ? 'memory' : 'table', shown(old)]
    const isShown = ageMs <= ages.shownMs
    if (now < old.askAgainAtMs) return [old.isStale || !isShown ? 'stale' : 'old', shown(old, !isShown)]
    const question = ask(key, old, ages.keptMs, () => upstream(isShown ? 'background' : 'person'))
    if (isShown) {
      question.catch((error: unknown) => log.debug({ err: error, about: aboutOf(key) }, 'the catalogue could not be asked again'))
      return [old.isStale ? 'stale' : 'old', shown(old)]
    }
    // Too old to show unasked, but better than nothing, and better than waiting for long.
    const waited = await waitedFor(question)
    return waited && waited.answer !== old.answer ? ['asked', shown(waited)] : ['stale', shown(old, true)]
  }

  return {
    async read<T extends object>(key: string, ages: Ages, upstream: (urgency: Urgency) => Promise<T>) {
      table.catchUp()
      try {
        const [outcome, cached] = await find<T>(key, ages, upstream)
        reads[outcome]++
        return cached
      } catch (error) {
        reads[error instanceof CatalogueError && error.code === 'NOT_FOUND' ? 'unknown' : 'failed']++
        throw error
      }
    },
    figures: () => ({ reads: { ...reads }, memoryBytes: memory.sizeBytes, memoryAnswers: memory.count, unwritten: table.unwritten }),
    settled: table.settled,
  }
}

function as(answer: KeptAnswer): Entry {
  return { answer, failures: 0, isStale: false, isDoubted: false, askAgainAtMs: -Infinity }
}

/** What the log may tell of a key: not the words somebody looked for. */
function aboutOf(key: string): string {
  return key.split('?', 1)[0]!
}

/** Nothing at all, or less than half as much. */
function isPoorer(answer: KeptAnswer, before: KeptAnswer): boolean {
  return answer.json === null || 2 * answer.json.byteLength < before.json!.byteLength
}

function shown<T>({ answer: { json, tag, fetchedAtMs }, isStale }: Entry, isTooOld = false): Cached<T> {
  if (json === null) throw new CatalogueError('NOT_FOUND', 'The catalogue knows nothing by this number.')
  let value: T | undefined
  return {
    // Many readings need no more than the tag.
    get value() { return value ??= JSON.parse(json.toString()) as T },
    tag, fetchedAt: new Date(fetchedAtMs).toISOString(), stale: isStale || isTooOld,
  }
}
