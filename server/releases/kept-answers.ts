/** What indexers answered, kept for a while: the same question is asked once, however many want it at once or after another. */

import type { SingleFlight } from '../catalogue/single-flight.ts'
import { singleFlight } from '../catalogue/single-flight.ts'
import { lru } from '../catalogue/lru.ts'
import { IndexerError } from '../indexer/fetch-limited.ts'
import type { Indexer, SearchAnswer, SearchQuery } from '../indexer/indexer.ts'
import { failureOf } from '../indexer/newznab.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { IndexerSettings } from '../upstreams.ts'

export type Answer = SearchAnswer | IndexerError

export interface AskHow {
  /** Ask again what was asked a moment ago. */
  readonly fresh?: boolean
  /** RFC 3339. Who has waited since then is served by what was answered later, old as it may be by now: to ask when it began to wait would have told no more. */
  readonly since?: string
}

export interface KeptAnswers {
  /** Goes on when whoever asked has gone: the next one finds it there. */
  ask(settings: IndexerSettings, query: SearchQuery, how?: AskHow): Promise<Answer>
  /** Without a question. */
  kept(settings: IndexerSettings, query: SearchQuery, how?: Pick<AskHow, 'since'>): SearchAnswer | undefined
  /** Of which something was chosen, however long that took: for as long as who waited is served. */
  last(settings: IndexerSettings, query: SearchQuery): SearchAnswer | undefined
}

interface Kept { readonly answer: SearchAnswer; readonly atMs: number }

export const slow = (name: string) => new IndexerError('UNREACHABLE', `${name} takes long to answer; what it has is here when you look again`)

export function keptAnswers(clientOf: (settings: IndexerSettings) => Pick<Indexer, 'search'>, system: Pick<System, 'now'>): KeptAnswers {
  const answers = lru<Kept>(limits.indexerAnswersBytes)
  const once: SingleFlight<Answer> = singleFlight()
  const keyOf = (settings: IndexerSettings, query: SearchQuery) => JSON.stringify([settings, query])

  function keptOf(key: string, since: string | undefined): SearchAnswer | undefined {
    const found = answers.get(key)
    return found && system.now() - found.atMs < ageOf(found, since) ? found.answer : undefined
  }

  function lastOf(key: string): Kept | undefined {
    const found = answers.get(key)
    return found && system.now() - found.atMs < limits.indexerWaitedAgeMs ? found : undefined
  }

  return {
    kept: (settings, query, { since } = {}) => keptOf(keyOf(settings, query), since),
    last: (settings, query) => lastOf(keyOf(settings, query))?.answer,
    ask(settings, query, { fresh = false, since } = {}) {
      const key = keyOf(settings, query)
      const found = fresh ? undefined : keptOf(key, since)
      if (found) return Promise.resolve(found)
      return once(key, async () => {
        const signal = AbortSignal.timeout(limits.indexerSearchMs)
        try {
          const answer = await clientOf(settings).search(query, signal)
          answers.set(key, { answer, atMs: system.now() }, 2 * JSON.stringify(answer).length)
          return answer
        } catch (error) {
          if (!(error instanceof IndexerError) && !signal.aborted) throw error
          const failure = error instanceof IndexerError ? error : slow(settings.name)
          // Such as one whose day ended among the pages of a season: who waited has what came before.
          const last = lastOf(key)
          return last && isFor(last, since) ? { items: last.answer.items, failures: [failureOf(settings.name, failure)] } : failure
        }
      })
    },
  }
}

/** What lacks a part is asked for again sooner, though not each time somebody looks. */
function ageOf(found: Kept, since: string | undefined): number {
  if (found.answer.failures.length > 0) return limits.indexerPartialAgeMs
  return isFor(found, since) ? limits.indexerWaitedAgeMs : limits.indexerAnswerAgeMs
}

/** Answered when it had begun to wait. */
const isFor = ({ atMs }: Kept, since: string | undefined) => since !== undefined && atMs >= Date.parse(since)
