/** What others think of titles, from whom there is a key of in the settings. */

import type { Kysely } from 'kysely'
import type { CatalogueCache } from '../catalogue/catalogue-cache.ts'
import type { Config } from '../config.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { FetchTitlePorts } from '../catalogue-import/fetch-title.ts'
import { dailyLimit } from './daily-limit.ts'
import type { OthersRatings } from './others-ratings.ts'
import { othersRatings } from './others-ratings.ts'
import type { RatingsFigures } from './ratings-upstreams.ts'
import { mdblistUpstream, omdbUpstream } from './ratings-upstreams.ts'

export interface RatingsDeps {
  readonly config: Pick<Config, 'omdbApiKey' | 'omdbBaseUrl' | 'mdblistApiKey' | 'mdblistBaseUrl'>
  readonly db: Kysely<Tables>
  readonly cache: CatalogueCache
  readonly system: System
  readonly log: Log
}

export interface OpenRatings extends OthersRatings {
  /** Of a title that an import has read; absent where nobody else is asked. */
  readonly ofImported: FetchTitlePorts['ratings']
  /** By upstream, of those there is a key of. */
  figures(): Readonly<Record<string, RatingsFigures>>
}

export function openRatings({ config: { omdbApiKey, omdbBaseUrl, mdblistApiKey, mdblistBaseUrl }, db, cache, system, log }: RatingsDeps): OpenRatings {
  const deps = (upstream: string, most: number) => ({ system, log, day: dailyLimit({ db, system, upstream, most }) })
  const omdb = omdbApiKey === null ? null : omdbUpstream({ baseUrl: omdbBaseUrl, apiKey: omdbApiKey }, deps('OMDb', limits.omdbQuestionsPerDay))
  const mdblist = mdblistApiKey === null ? null : mdblistUpstream({ baseUrl: mdblistBaseUrl, apiKey: mdblistApiKey }, deps('MDBList', limits.mdblistQuestionsPerDay))
  const ratings = othersRatings({ cache, system, log, omdb: omdb?.ask ?? null, mdblist: mdblist?.ask ?? null })
  return {
    ...ratings,
    ofImported: omdb || mdblist ? ({ mediaType, tmdbId, answer, fetchedAt }) => ratings.of({ mediaType, tmdbId }, Promise.resolve({ brief: answer, fetchedAt }), 'background') : undefined,
    figures: () => ({ ...omdb ? { OMDb: omdb.figures() } : {}, ...mdblist ? { MDBList: mdblist.figures() } : {} }),
  }
}
