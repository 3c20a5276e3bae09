/**
 * What others think of a title, from every upstream that there is a key for.
 *
 * 1. They are asked beside TMDB: MDBList by TMDB's number at once, OMDb by IMDb's as soon as TMDB's answer, which has it, is there.
 * 2. Nobody waits for them longer than `limits.ratingsWaitMs` after TMDB's answer. What comes later is kept, and there for the next reading.
 * 3. They never fail a reading. What cannot be asked shows what is kept, or nothing, and is left alone for a while.
 * 4. That they know nothing of a title is an answer as good as any, and kept as long: there are few questions a day.
 */

import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { OthersRating } from '../../projections/wire-catalogue.ts'
import type { CatalogueTitle } from '../catalogue/catalogue.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { CatalogueCache } from '../catalogue/catalogue-cache.ts'
import { FRESHNESS } from '../catalogue/freshness.ts'
import type { Urgency } from '../catalogue/pace.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import { combineRatings } from './combine-ratings.ts'
import { votesOf } from './score.ts'
import type { SourceRating, Told } from './source-rating.ts'
import { sourceRating } from './source-rating.ts'

/** Throws `CatalogueError`. */
export type AskRatings<Id> = (id: Id, urgency: Urgency) => Promise<readonly SourceRating[]>

/** What TMDB says of it, as far as it matters here. */
export type RatedTitle = Pick<CatalogueTitle, 'brief' | 'fetchedAt'>

export interface OthersRatings {
  /** `title`: TMDB's answer, under way. Rejects as it does, and for nothing else. `background`: nobody looks at it. */
  of(ref: TitleRef, title: Promise<RatedTitle>, urgency?: Urgency): Promise<readonly OthersRating[]>
}

export interface OthersRatingsDeps {
  readonly cache: Pick<CatalogueCache, 'read'>
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly log: Log
  /** Null without a key. */
  readonly mdblist: AskRatings<TitleRef> | null
  readonly omdb: AskRatings<string> | null
}

/** Part of every key: raised when the shape of what is kept changes. */
const SHAPE = 1

export function othersRatings({ cache, system, log, mdblist, omdb }: OthersRatingsDeps): OthersRatings {
  /** Until when what could not be asked, and of which nothing is kept, is not asked again. */
  const resting = new Map<string, number>()

  function rest(key: string): void {
    resting.delete(key)
    resting.set(key, system.now() + limits.ratingsRetryMs)
    for (const oldest of resting.keys()) {
      if (resting.size <= limits.ratingsRestingMax) break
      resting.delete(oldest)
    }
  }

  async function told(key: string, ask: (urgency: Urgency) => Promise<readonly SourceRating[]>): Promise<Told | null> {
    if (system.now() < (resting.get(key) ?? -Infinity)) return null
    try {
      return (await cache.read<Told>(`${SHAPE}/ratings/${key}`, FRESHNESS.ratings, async (urgency) => ({ ratings: await ask(urgency), fetchedAt: instantOf(system) }))).value
    } catch (error) {
      log.debug({ err: error, key }, 'others\' ratings could not be asked for')
      // What we refused ourselves costs nobody anything, and somebody else may have it.
      if (!(error instanceof CatalogueError && error.untried)) rest(key)
      return null
    }
  }

  /** Null for what is not there soon after TMDB's answer. */
  async function inTime(asked: Promise<Told | null> | null, title: Promise<RatedTitle>): Promise<Told | null> {
    if (!asked) return null
    const enough = new AbortController()
    try {
      return await Promise.race([asked, title.then(() => system.sleep(limits.ratingsWaitMs, enough.signal)).then(() => null)])
    } finally {
      enough.abort()
    }
  }

  return {
    async of(ref, title, most = 'person') {
      const urgencyOf = (urgency: Urgency) => most === 'background' ? most : urgency
      const byTmdb = mdblist && told(`mdblist/${titleKey(ref)}`, (urgency) => mdblist(ref, urgencyOf(urgency)))
      const byImdb = omdb && title.then(({ brief: { imdbId } }) => imdbId === null ? null : told(`omdb/${imdbId}`, (urgency) => omdb(imdbId, urgencyOf(urgency))))
      const [{ brief: { voteAverage, votes }, fetchedAt }, ofMdblist, ofOmdb] = await Promise.all([title, inTime(byTmdb, title), inTime(byImdb, title)])
      const link = `https://www.themoviedb.org/${ref.mediaType}/${ref.tmdbId}`
      const own = sourceRating('tmdb', voteAverage === null ? null : Math.round(voteAverage * 10), { votes: votesOf(votes), link })
      return combineRatings({ tmdb: { ratings: own, fetchedAt }, mdblist: ofMdblist, omdb: ofOmdb })
    },
  }
}
