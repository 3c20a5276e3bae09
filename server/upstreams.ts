/** The servers of others that it speaks to, as the settings name them. */

import type { TmdbSettings } from './catalogue/tmdb-client.ts'
import type { Config } from './config.ts'

export interface IndexerSettings { readonly name: string; readonly url: string; readonly apiKey: string }
export interface NewsServerSettings {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username?: string
  readonly password?: string
  readonly connections: number
  /** Requests under way on one connection. */
  readonly pipelineDepth: number
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

export const PIPELINE_DEPTH = 4

export function upstreamsOf(config: Config): Upstreams {
  const { tmdbApiKey, tmdbBaseUrl, tmdbImageBaseUrl, indexerUrl, indexerApiKey, indexerName, usenetHost, usenetUsername, usenetPassword } = config
  return {
    tmdb: tmdbApiKey === null ? null : { baseUrl: tmdbBaseUrl, imageBaseUrl: tmdbImageBaseUrl, token: tmdbApiKey },
    exportBaseUrl: config.tmdbExportBaseUrl,
    indexers: indexerUrl === null || indexerApiKey === null ? [] : [{ name: indexerName, url: indexerUrl, apiKey: indexerApiKey }],
    newsServers: usenetHost === null ? [] : [{
      name: usenetHost, host: usenetHost, port: config.usenetPort, tls: config.usenetTls, connections: config.usenetConnections, pipelineDepth: PIPELINE_DEPTH,
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
