/** A look at whether OMDb and MDBList still answer what we read from them: one question to each there is a key of, about a film that everybody knows. */

import type { Tried } from '../catalogue/try-tmdb.ts'
import { FILM, FILM_IMDB, tried } from '../catalogue/try-tmdb.ts'
import type { Config } from '../config.ts'
import { silentLog } from '../log.ts'
import type { RatingSource } from '../../projections/wire-catalogue.ts'
import type { System } from '../system.ts'
import type { DailyLimit } from './daily-limit.ts'
import { mdblistUpstream, omdbUpstream } from './ratings-upstreams.ts'
import type { SourceRating } from './source-rating.ts'

export interface TryRatingsDeps {
  readonly config: Pick<Config, 'omdbApiKey' | 'omdbBaseUrl' | 'mdblistApiKey' | 'mdblistBaseUrl'>
  readonly system: Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>
}

/** One question, without the database that counts them. */
const uncounted: DailyLimit = { take: async () => {}, spent() {}, asked: 0 }

export async function* tryRatings({ config: { omdbApiKey, omdbBaseUrl, mdblistApiKey, mdblistBaseUrl }, system }: TryRatingsDeps): AsyncGenerator<Tried> {
  const deps = { system, log: silentLog, day: uncounted }
  if (omdbApiKey !== null) {
    const { ask } = omdbUpstream({ baseUrl: omdbBaseUrl, apiKey: omdbApiKey }, deps)
    yield await tried(system, 'ratings of OMDb', async () => scoresOf(await ask(FILM_IMDB, 'person'), ['imdb', 'rottenTomatoes', 'metacritic']))
  }
  if (mdblistApiKey !== null) {
    const { ask } = mdblistUpstream({ baseUrl: mdblistBaseUrl, apiKey: mdblistApiKey }, deps)
    yield await tried(system, 'ratings of MDBList', async () => scoresOf(await ask({ mediaType: 'movie', tmdbId: FILM }, 'person'),
      ['imdb', 'rottenTomatoes', 'rottenTomatoesAudience', 'metacritic', 'letterboxd', 'trakt']))
  }
}

function scoresOf(ratings: readonly SourceRating[], sources: readonly RatingSource[]): Readonly<Record<string, number | null>> {
  return Object.fromEntries(sources.map((source) => [source, ratings.find((rating) => rating.source === source)?.score ?? null]))
}
