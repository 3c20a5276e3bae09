/** A Newznab indexer: what it has of a film, and the NZB of what was chosen. */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { fetchLimited, IndexerError, isAtHome } from './fetch-limited.ts'
import type { Caps, IndexerItem } from './newznab-answer.ts'
import { parseCaps, parseFeed } from './newznab-answer.ts'

export interface IndexerConfig {
  readonly name: string
  /** Its API's address, for example `https://api.nzbgeek.info/api`; `/api` is added to a bare host. */
  readonly url: string
  readonly apiKey: string
}

export interface MovieQuery {
  /** `tt0013442`; null where the catalogue knows none. */
  readonly imdbId: string | null
  readonly title: string
  readonly year: number | null
}

export interface Indexer {
  readonly name: string
  caps(signal: AbortSignal): Promise<Caps>
  /** Releases of a film, as the indexer orders them; none is an empty list. */
  searchMovie(query: MovieQuery, signal: AbortSignal): Promise<readonly IndexerItem[]>
  fetchNzb(item: IndexerItem, signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }>
}

const MOVIES = '2000'
const CAPS_AGE_MS = 3_600_000

export function createIndexer(config: IndexerConfig, system: Pick<System, 'fetch' | 'sleep' | 'now'>): Indexer {
  const home = homeOf(config)
  let known: { readonly caps: Caps; readonly at: number } | undefined

  function urlOf(parameters: Readonly<Record<string, string>>): URL {
    const url = new URL(home)
    for (const [name, value] of Object.entries({ ...parameters, apikey: config.apiKey })) url.searchParams.set(name, value)
    return url
  }

  async function ask<T>(url: URL, bytesMax: number, signal: AbortSignal, read: (answer: { bytes: Uint8Array; fileName: string }) => T): Promise<T> {
    try {
      return read(await fetchLimited(url, home, config.name, bytesMax, system, signal))
    } catch (error) {
      throw error instanceof IndexerError ? redacted(error, config.apiKey) : error
    }
  }

  async function caps(signal: AbortSignal): Promise<Caps> {
    if (known && system.now() - known.at < CAPS_AGE_MS) return known.caps
    const found = await ask(urlOf({ t: 'caps' }), limits.indexerAnswerBytesMax, signal, ({ bytes }) => parseCaps(bytes, config.name))
    known = { caps: found, at: system.now() }
    return found
  }

  return {
    name: config.name,
    caps,
    async searchMovie({ imdbId, title, year }, signal) {
      const movie = (await caps(signal)).searches.get('movie-search')
      const byId = imdbId !== null && movie?.available && (movie.parameters.length === 0 || movie.parameters.includes('imdbid'))
      const search = byId ? { t: 'movie', imdbid: imdbId.replace(/^tt/, '') } : { t: 'search', q: [title, year].filter((word) => word !== null).join(' ') }
      return ask(urlOf({ ...search, cat: MOVIES, extended: '1' }), limits.indexerAnswerBytesMax, signal, ({ bytes }) => {
        // What was found by the film's id is the film, also where the answer does not repeat the id.
        return parseFeed(bytes, config.name).items.map((item) => byId && item.imdbId === null ? { ...item, imdbId } : item)
      })
    },
    fetchNzb(item, signal) {
      const link = item.nzbUrl === null ? null : URL.parse(item.nzbUrl, home)
      // What lies elsewhere is asked for by its id, at the address the admin has set up.
      const url = link && isAtHome(link, home) ? link : urlOf({ t: 'get', id: item.guid })
      return ask(url, limits.nzbBytesMax, signal, ({ bytes, fileName }) => ({ bytes, fileName }))
    },
  }
}

function homeOf({ name, url }: IndexerConfig): URL {
  const home = URL.parse(url)
  if (!home || (home.protocol !== 'http:' && home.protocol !== 'https:')) throw new IndexerError('REFUSED', `${name}: its address is no http or https URL`)
  if (home.pathname === '/') home.pathname = '/api'
  return home
}

/** Indexers have been seen to quote the key in their errors. */
function redacted(error: IndexerError, apiKey: string): IndexerError {
  if (apiKey === '') return error
  const message = error.message.replaceAll(apiKey, '[key]').replaceAll(encodeURIComponent(apiKey), '[key]')
  return message === error.message ? error : new IndexerError(error.code, message, { retryable: error.retryable, retryAfterMs: error.retryAfterMs })
}
