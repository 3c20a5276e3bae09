/** Asks TMDB's v3 API. */

import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { Urgency } from './pace.ts'
import type { UpstreamFigures } from './upstream-client.ts'
import { upstreamClient } from './upstream-client.ts'

export interface TmdbSettings {
  /** With the version, without a slash at the end: `https://api.themoviedb.org/3`. */
  readonly baseUrl: string
  /** TMDB's v4 read access token, sent as bearer token. */
  readonly token: string
}

export interface TmdbClient {
  /** Throws `CatalogueError`. Nobody waits for what is asked in the background. */
  get(path: string, query?: Readonly<Record<string, string | number>>, urgency?: Urgency): Promise<unknown>
}

export interface WatchedTmdbClient extends TmdbClient { figures(): UpstreamFigures }

export function tmdbClient({ baseUrl, token }: TmdbSettings, system: Pick<System, 'now' | 'sleep' | 'fetch' | 'randomBytes'>, log?: Log): WatchedTmdbClient {
  const { get, figures } = upstreamClient({
    name: 'TMDB', keySetting: 'TMDB_API_KEY', key: token, headers: { authorization: `Bearer ${token}` },
    rate: { perSecond: limits.tmdbRequestsPerSecond, queueMax: limits.tmdbQueueMax },
  }, system, log)
  return {
    get(path, query = {}, urgency) {
      const url = new URL(baseUrl + path)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
      return get(url, urgency)
    },
    figures,
  }
}
