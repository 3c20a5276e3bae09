/** Asks OMDb and MDBList. Both take their key in the address's query, and count questions by the day. */

import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { fields, text } from '../catalogue/json-fields.ts'
import type { DayOfQuestions, UpstreamFigures } from '../catalogue/upstream-client.ts'
import { upstreamClient } from '../catalogue/upstream-client.ts'
import type { TitleRef } from '../../domain/title.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { RatingsSettings } from '../upstreams.ts'
import type { DailyLimit } from './daily-limit.ts'
import { readMdblistRatings } from './mdblist-ratings.ts'
import { readOmdbRatings } from './omdb-ratings.ts'
import type { AskRatings } from './others-ratings.ts'

export interface RatingsFigures extends UpstreamFigures { readonly askedToday: number }

/** `ask` answers an empty list where the upstream does not know the title. */
export interface RatingsUpstream<Id> { readonly ask: AskRatings<Id>; figures(): RatingsFigures }

export interface RatingsUpstreamDeps {
  readonly system: Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>
  readonly log: Log
  readonly day: DailyLimit
}

const rate = { perSecond: limits.ratingsRequestsPerSecond, queueMax: limits.ratingsQueueMax }
const isLimit = (said: unknown) => /\blimit\b/i.test(text(said, 200))

/** By IMDb's id. https://www.omdbapi.com */
export function omdbUpstream({ baseUrl, apiKey }: RatingsSettings, { system, log, day }: RatingsUpstreamDeps): RatingsUpstream<string> {
  const isSpent: DayOfQuestions['isSpent'] = (_answer, body) => isLimit(fields(body).Error)
  const client = upstreamClient({ name: 'OMDb', keySetting: 'OMDB_API_KEY', key: apiKey, rate, day: { ...day, isSpent } }, system, log)
  return {
    async ask(imdbId, urgency) {
      const answer = await client.get(addressOf(`${baseUrl}/`, { i: imdbId, apikey: apiKey }), urgency)
      const { Response: said, Error: error } = fields(answer)
      // It says no with 200 as well.
      if (said === 'False' && !/incorrect imdb id|not found/i.test(text(error, 200))) throw new CatalogueError('TMDB_ERROR', 'OMDb cannot tell of this title now.')
      return readOmdbRatings(answer, imdbId)
    },
    figures: () => ({ ...client.figures(), askedToday: day.asked }),
  }
}

/** By TMDB's number. https://api.mdblist.com/docs */
export function mdblistUpstream({ baseUrl, apiKey }: RatingsSettings, { system, log, day }: RatingsUpstreamDeps): RatingsUpstream<TitleRef> {
  const isSpent: DayOfQuestions['isSpent'] = ({ status, headers }, body) => status === 429 && (headers.get('x-ratelimit-remaining') === '0' || isLimit(fields(body).error))
  const client = upstreamClient({ name: 'MDBList', keySetting: 'MDBLIST_API_KEY', key: apiKey, rate, day: { ...day, isSpent } }, system, log)
  return {
    async ask(title, urgency) {
      const path = `/tmdb/${title.mediaType === 'movie' ? 'movie' : 'show'}/${title.tmdbId}`
      try {
        return readMdblistRatings(await client.get(addressOf(baseUrl + path, { apikey: apiKey, append_to_response: 'keyword' }), urgency), title)
      } catch (error) {
        if (error instanceof CatalogueError && error.code === 'NOT_FOUND') return []
        throw error
      }
    },
    figures: () => ({ ...client.figures(), askedToday: day.asked }),
  }
}

function addressOf(base: string, query: Readonly<Record<string, string>>): URL {
  return new URL(`${base}?${new URLSearchParams(query)}`)
}
