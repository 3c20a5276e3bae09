/** The servers of others that it speaks to, as the settings name them. */

import type { IndexerKind } from '../projections/wire-connections.ts'
import type { TmdbSettings } from './catalogue/tmdb-client.ts'
import type { Config } from './config.ts'

export interface IndexerSettings {
  /** No two indexers share one. */
  readonly name: string
  readonly kind: IndexerKind
  readonly url: string
  readonly apiKey: string
  /** Questions it may be asked in 24 hours, and NZBs it may be asked for; null where it sets no limit. */
  readonly apiPerDay: number | null
  readonly grabsPerDay: number | null
  /** Newznab's numbers; films are from 2000 on, series from 5000 on. */
  readonly categories: readonly number[]
  readonly enabled: boolean
  /** Whether it may be at an address of this machine or of a private network. */
  readonly ownNetwork: boolean
}
export interface NewsServerSettings {
  /** No two news servers share one. */
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username?: string
  readonly password?: string
  readonly connections: number
  /** Requests under way on one connection. */
  readonly pipelineDepth: number
  /** 0 is asked first, then 1, and so on; servers of one number share the work. */
  readonly priority: number
  /** Articles older than this it need not be asked for; null where it does not say. */
  readonly retentionDays: number | null
  readonly enabled: boolean
  /** Whether it may be at an address of this machine or of a private network. */
  readonly ownNetwork: boolean
  /** PEM, trusted besides the system's own. */
  readonly caCertificates?: readonly string[]
}
/** Without a slash at the end. */
export interface RatingsSettings { readonly baseUrl: string; readonly apiKey: string }
export interface CatalogueSettings extends TmdbSettings { readonly imageBaseUrl: string }

export interface Upstreams {
  /** Null where no key is set. */
  readonly tmdb: CatalogueSettings | null
  /** Of TMDB's daily lists of ids, without a slash at the end. */
  readonly exportBaseUrl: string
  readonly indexers: readonly IndexerSettings[]
  /** In order of priority. */
  readonly newsServers: readonly NewsServerSettings[]
}

const PIPELINE_DEPTH = 4

/** What the environment has no settings for. What it names may be anywhere: whoever writes it runs the program. */
export const indexerDefaults = { kind: 'newznab', apiPerDay: null, grabsPerDay: null, categories: [2000, 5000], enabled: true, ownNetwork: true } as const satisfies Partial<IndexerSettings>
export const newsServerDefaults = { pipelineDepth: PIPELINE_DEPTH, priority: 0, retentionDays: null, enabled: true, ownNetwork: true } as const satisfies Partial<NewsServerSettings>

export function upstreamsOf(config: Config): Upstreams {
  const { tmdbApiKey, tmdbBaseUrl, tmdbImageBaseUrl, indexerUrl, indexerApiKey, indexerName, usenetHost, usenetUsername, usenetPassword } = config
  return {
    tmdb: tmdbApiKey === null ? null : { baseUrl: tmdbBaseUrl, imageBaseUrl: tmdbImageBaseUrl, token: tmdbApiKey },
    exportBaseUrl: config.tmdbExportBaseUrl,
    indexers: indexerUrl === null || indexerApiKey === null ? [] : [{ ...indexerDefaults, name: indexerName, url: indexerUrl, apiKey: indexerApiKey }],
    newsServers: usenetHost === null ? [] : [{
      ...newsServerDefaults, name: usenetHost, host: usenetHost, port: config.usenetPort, tls: config.usenetTls, connections: config.usenetConnections,
      ...usenetUsername === null || usenetPassword === null ? {} : { username: usenetUsername, password: usenetPassword },
    }],
  }
}

/** The demo stands in for what is not set; what is set stays. */
export function withDemo(set: Upstreams, demo: Upstreams): Upstreams {
  return {
    tmdb: set.tmdb ?? demo.tmdb,
    exportBaseUrl: set.tmdb ? set.exportBaseUrl : demo.exportBaseUrl,
    indexers: set.indexers.length > 0 ? set.indexers : demo.indexers,
    newsServers: set.newsServers.length > 0 ? set.newsServers : demo.newsServers,
  }
}
