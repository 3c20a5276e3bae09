/**
 * Recommendations as routes ask for them: made once per state of the tastes they rest on, kept, and made in the background where the
 * catalogue has to be asked for much. Whoever waits too long is given what there is: of the titles' lists alone, or of the state before.
 */

import type { UserId } from '../../domain/event.ts'
import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { singleFlight } from '../catalogue/single-flight.ts'
import { atMost } from '../images/at-most.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { CandidateSource, Gathered } from './gather-candidates.ts'
import { gatherCandidates, inFull } from './gather-candidates.ts'
import type { Kept, KeptRecommendations, Recommendations } from './kept-recommendations.ts'
import { keyOf } from './kept-recommendations.ts'
import type { Viewer } from './rank.ts'
import { explained, ranked } from './rank.ts'
import type { Candidate, Lead } from './score.ts'
import { tasteOf } from './taste-profile.ts'
import type { KnownTaste, Tastes } from './tastes.ts'

/** `kept`: as they were made for this state; `made` now; `partial`, `before`: the catalogue was too slow for all of them, or for any of this state. */
export type RecommendedHow = 'kept' | 'made' | 'partial' | 'before'

export interface RecommendDeps {
  readonly source: CandidateSource
  readonly tastes: Tastes
  readonly kept: KeptRecommendations
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly log: Log
  readonly counted: (how: RecommendedHow, seconds: number) => void
}

/** For the first of the people, who may watch with others. Throws `CatalogueError` where there is nothing at all to answer with. */
export type Recommend = (people: readonly [UserId, ...UserId[]]) => Promise<Recommendations>

export function createRecommend({ source, tastes, kept, system, log, counted }: RecommendDeps): Recommend {
  const flights = singleFlight<void>()
  // Whoever stops waiting leaves the work behind, and there are as many lists as there are companies.
  const makings = atMost(limits.recommendationsMadeAtOnce, limits.recommendationsQueueMax)

  /** Twice: of what the lists tell, and then of the best of them in full. */
  async function make(key: string, mark: string, people: readonly UserId[]): Promise<void> {
    const startedAtMs = system.now()
    const keep = kept.keeping(key)
    const known = await Promise.all(people.map((person) => tastes.of(person)))
    const { viewers, candidates, stale } = await gathered(source, known)
    const parts = { mark, madeAtMs: startedAtMs, basedOn: viewers[0].taste.opinions.length, personal: viewers.every(({ taste }) => taste.opinions.length >= limits.recommendationOpinionsMin) }
    const first = ranked(candidates, viewers)
    // The state before is better than the beginnings of this one, but not of another time.
    if (kept.get(key)?.complete !== true) keep({ ...parts, titles: explained({ ...first, titles: first.titles.slice(0, limits.recommendationsMax) }, viewers[0], people.length), complete: false, stale })
    const best = first.titles.slice(0, limits.recommendationsMax)
    const full = await inFull(source, best)
    const titles = explained(ranked(full.candidates, viewers), viewers[0], people.length)
    keep({ ...parts, titles, complete: true, stale: stale || full.stale })
    log.info({ people: people.length, basedOn: parts.basedOn, candidates: candidates.length, ms: system.now() - startedAtMs }, 'recommendations made')
  }

  return async (people) => {
    const startedAtMs = system.now()
    const key = keyOf(people)
    const mark = await tastes.mark(people)
    const now = kept.get(key)
    if (now?.complete && now.mark === mark && system.now() - now.madeAtMs <= (now.stale ? limits.recommendationStaleMs : limits.recommendationFreshMs)) {
      counted('kept', (system.now() - startedAtMs) / 1_000)
      return now
    }
    const work = flights(`${key} ${mark}`, async () => await (makings.run(() => make(key, mark, people)) ?? tooMany()))
    const failure = await Promise.race([work.then(() => undefined, (error: unknown) => ({ error })), system.sleep(limits.recommendationWaitMs).then(() => undefined)])
    const there = kept.get(key)
    const answer = there && (there.mark === mark ? there : await stillOpen(there, people))
    if (!answer && failure) throw failure.error
    counted(there && there.mark !== mark ? 'before' : there?.complete ? 'made' : 'partial', (system.now() - startedAtMs) / 1_000)
    if (!answer) return { titles: [], basedOn: 0, personal: false, complete: false, stale: false }
    if (!failure) return answer
    log.warn({ err: failure.error }, 'recommendations could not be made anew: those before are shown')
    return { ...answer, complete: true, stale: true }
  }

  /** Of a state that has passed: without what has been closed since. */
  async function stillOpen(before: Kept, people: readonly UserId[]): Promise<Kept> {
    const closed = closedTo(await Promise.all(people.map((person) => tastes.of(person))))
    return { ...before, titles: before.titles.filter((title) => !closed.has(titleKey(title))), complete: false }
  }
}

function tooMany(): never {
  throw new CatalogueError('UNAVAILABLE', 'Too many recommendations are being made already: try again in a moment.')
}

/** What somebody of them has rated, watched or dismissed, and what the first has on the watchlist; others may want to see theirs. */
function closedTo(known: readonly KnownTaste[]): ReadonlySet<TitleKey> {
  return new Set([...known.flatMap(({ closed }) => [...closed]), ...known[0]?.watchlist ?? []])
}

async function gathered(source: CandidateSource, known: readonly KnownTaste[]): Promise<Gathered & { readonly viewers: readonly [Viewer, ...Viewer[]] }> {
  const closed = closedTo(known)
  const each = await Promise.all(known.map(async ({ opinions }) => {
    const taste = tasteOf(opinions)
    return { taste, ...await gatherCandidates(source, taste, closed, known.length) }
  }))
  const candidates = new Map<TitleKey, Candidate>()
  for (const candidate of each.flatMap(({ candidates }) => candidates)) candidates.set(titleKey(candidate.summary), candidate)
  const viewers = each.map(({ taste, candidates }): Viewer =>
    ({ taste, leads: new Map(candidates.map(({ summary, leads }) => [titleKey(summary), leads] as const satisfies readonly [TitleKey, readonly Lead[]])) }))
  return { viewers: viewers as [Viewer, ...Viewer[]], candidates: [...candidates.values()], stale: each.some(({ stale }) => stale) }
}
