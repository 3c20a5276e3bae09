/** A Newznab indexer (https://newznab.readthedocs.io/en/latest/misc/api.html); NZBHydra2 is one that names in each item who has it. */

import { limits } from '../limits.ts'
import type { AskingPorts } from './asking.ts'
import { askingOf, homeOf } from './asking.ts'
import { IndexerError, isAtHome } from './fetch-limited.ts'
import type { Abilities, EpisodeQuery, Indexer, IndexerConfig, IndexerFailure, MovieQuery, SearchQuery } from './indexer.ts'
import type { Caps, Feed, IndexerItem, IndexerLimits } from './newznab-answer.ts'
import { parseCaps, parseFeed } from './newznab-answer.ts'

type Parameters = Readonly<Record<string, string>>
/** A way to ask; `is` where whatever is found by it is that film or of that series. */
interface Way { readonly parameters: Parameters; readonly is: Partial<Pick<IndexerItem, 'imdbId' | 'tvdbId'>> }

/** Some indexers tell nothing of themselves: then what all of them know is tried. */
const UNTOLD: Caps = {
  title: null, pageSizeMax: null, pageSizeDefault: null, categories: [],
  searches: new Map([['search', ['q']], ['movie-search', ['q', 'imdbid']], ['tv-search', ['q', 'season', 'ep']]].map(([kind, parameters]) => [kind as string, { available: true, parameters: parameters as string[] }])),
}

export function createNewznab(config: IndexerConfig, ports: AskingPorts): Indexer {
  const { name, apiKey } = config
  const { system } = ports
  const home = homeOf(config)
  const asking = askingOf({ name, apiKey, home }, ports)
  let known: { readonly caps: Caps; readonly at: number } | undefined
  let told: IndexerLimits | null = null

  function urlOf(parameters: Parameters): URL {
    const url = new URL(home)
    for (const [parameter, value] of Object.entries({ ...parameters, apikey: apiKey })) url.searchParams.set(parameter, value)
    return url
  }

  async function caps(signal: AbortSignal): Promise<Caps> {
    if (known && system.now() - known.at < limits.indexerCapsAgeMs) return known.caps
    const found = await asking.ask(urlOf({ t: 'caps' }), { call: 'caps' }, signal, ({ bytes }) => parseCaps(bytes, name))
    known = { caps: found, at: system.now() }
    return found
  }

  async function page(parameters: Parameters, signal: AbortSignal): Promise<Feed> {
    const feed = await asking.ask(urlOf(parameters), { call: 'search' }, signal, ({ bytes }) => parseFeed(bytes, name))
    if (feed.limits) heedLimits(feed.limits)
    return feed
  }

  function heedLimits(now: IndexerLimits): void {
    told = now
    if (now.apiLeft === 0) asking.rest('search', now.apiFreeAtMs ?? system.now() + limits.indexerRestMs)
    if (now.grabsLeft === 0) asking.rest('grab', now.grabsFreeAtMs ?? system.now() + limits.indexerRestMs)
  }

  async function pages(parameters: Parameters, { pageSize, pagesMax }: { readonly pageSize: number; readonly pagesMax: number }, signal: AbortSignal): Promise<{ items: readonly IndexerItem[]; failures: readonly IndexerFailure[] }> {
    const items = new Map<string, IndexerItem>()
    for (let asked = 0, offset = 0; asked < pagesMax; asked++) {
      let feed: Feed
      try {
        feed = await page({ ...parameters, limit: String(pageSize), offset: String(offset) }, signal)
      } catch (error) {
        if (asked === 0 || !(error instanceof IndexerError)) throw error
        return { items: usable(items), failures: [failureOf(name, error)] }
      }
      const before = items.size
      for (const item of feed.items) items.set(item.guid, item)
      offset += feed.read
      // One that knows no pages sends the first again.
      if (items.size === before || (feed.total === null ? feed.read < pageSize : offset >= feed.total)) break
    }
    return { items: usable(items), failures: [] }
  }

  return {
    name,
    async abilities(signal) { return abilitiesOf(await caps(signal)) },
    limitsTold: () => told,
    async search(query, signal) {
      const able = await caps(signal).catch((error: unknown) => {
        if (error instanceof IndexerError && (error.code === 'BAD_ANSWER' || error.code === 'NOT_FOUND')) return UNTOLD
        throw error
      })
      const paging = { pageSize: pageSizeOf(able), pagesMax: 'episode' in query && query.episode.episode === null ? limits.indexerSeasonPagesMax : limits.indexerPagesMax }
      const cat = config.categories.filter((category) => Math.floor(category / 1_000) === ('movie' in query ? 2 : 5)).join(',')
      let answered = false
      let refusal: IndexerError | undefined
      for (const { parameters, is } of waysOf(query, able)) {
        try {
          const found = await pages({ ...parameters, ...cat === '' ? {} : { cat }, extended: '1' }, paging, signal)
          // What was found by an id is what it is the id of, also where the answer does not repeat it.
          if (found.items.length > 0) return { ...found, items: found.items.map((item) => ({ ...item, imdbId: item.imdbId ?? is.imdbId ?? null, tvdbId: item.tvdbId ?? is.tvdbId ?? null })) }
          answered = true
        } catch (error) {
          // It knows this way less well than it says: the next one.
          if (!(error instanceof IndexerError) || error.retryable || error.code !== 'REFUSED' && error.code !== 'NOT_FOUND') throw error
          refusal = error
        }
      }
      if (refusal && !answered) throw refusal
      return { items: [], failures: [] }
    },
    fetchNzb({ guid, nzbUrl }, signal) {
      const link = nzbUrl === null ? null : URL.parse(nzbUrl, home)
      // What lies elsewhere is asked for by its id, at the address the admin has set up.
      const url = link && isAtHome(link, home) ? link : urlOf({ t: 'get', id: guid })
      return asking.ask(url, { call: 'grab', bytesMax: limits.nzbBytesMax }, signal, ({ bytes, fileName }) => {
        if (looksLikeError(bytes)) parseFeed(bytes, name)
        return { bytes, fileName }
      })
    },
  }
}

function usable(items: ReadonlyMap<string, IndexerItem>): readonly IndexerItem[] {
  return [...items.values()].filter(({ title, torrent }) => title !== '' && !torrent)
}

export function failureOf(indexer: string, { code, message, plain, retryAfterMs }: IndexerError): IndexerFailure {
  return { indexer, code, message, plain, retryAfterMs: retryAfterMs ?? null }
}

/** By a number first, where it knows one; then by words. */
function waysOf(query: SearchQuery, caps: Caps): readonly Way[] {
  return 'movie' in query ? movieWays(query.movie, caps) : episodeWays(query.episode, caps)
}

function movieWays({ imdbId, tmdbId, title, year }: MovieQuery, caps: Caps): readonly Way[] {
  const search = caps.searches.get('movie-search')
  const knows = (parameter: string) => search?.available === true && (search.parameters.length === 0 ? parameter === 'imdbid' : search.parameters.includes(parameter))
  const words = wordsOf([title, year])
  return [
    ...imdbId !== null && knows('imdbid') ? [{ parameters: { t: 'movie', imdbid: imdbId.replace(/^tt/, '') }, is: { imdbId } }]
      : tmdbId !== undefined && knows('tmdbid') ? [{ parameters: { t: 'movie', tmdbid: String(tmdbId) }, is: { imdbId } }] : [],
    ...caps.searches.get('search')?.available === false && knows('q') ? [{ parameters: { t: 'movie', q: words }, is: {} }] : [{ parameters: { t: 'search', q: words }, is: {} }],
  ]
}

function episodeWays({ tvdbId, imdbId, tmdbId, title, season, episode }: EpisodeQuery, caps: Caps): readonly Way[] {
  const search = caps.searches.get('tv-search')
  const knows = (parameter: string) => search?.available === true && search.parameters.includes(parameter)
  const place = { season: String(season), ...episode === null ? {} : { ep: String(episode) } }
  const is = { tvdbId, imdbId }
  const code = `S${String(season).padStart(2, '0')}${episode === null ? '' : `E${String(episode).padStart(2, '0')}`}`
  return [
    ...knows('season') && tvdbId !== null && knows('tvdbid') ? [{ parameters: { t: 'tvsearch', tvdbid: String(tvdbId), ...place }, is }]
      : knows('season') && imdbId !== null && knows('imdbid') ? [{ parameters: { t: 'tvsearch', imdbid: imdbId.replace(/^tt/, ''), ...place }, is }]
      : knows('season') && tmdbId !== undefined && knows('tmdbid') ? [{ parameters: { t: 'tvsearch', tmdbid: String(tmdbId), ...place }, is }] : [],
    knows('q') && knows('season') ? { parameters: { t: 'tvsearch', q: wordsOf([title]), ...place }, is: {} } : { parameters: { t: 'search', q: wordsOf([title, code]) }, is: {} },
  ]
}

/** As releases are named: no apostrophes, every other sign between words. */
function wordsOf(parts: readonly (string | number | null)[]): string {
  return parts.filter((part) => part !== null).join(' ').replace(/['’`]/g, '').replaceAll('&', ' and ').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
}

function pageSizeOf({ pageSizeMax, pageSizeDefault }: Caps): number {
  return Math.max(1, Math.min(pageSizeMax || pageSizeDefault || limits.indexerPageItems, limits.indexerPageItems))
}

function abilitiesOf(caps: Caps): Abilities {
  const by = (kind: string) => {
    const search = caps.searches.get(kind)
    return search?.available ? search.parameters : []
  }
  return { software: caps.title, movieBy: by('movie-search'), episodeBy: by('tv-search'), pageSize: pageSizeOf(caps), categories: caps.categories.length, behind: [] }
}

/** Its errors come with status 200, in place of the NZB too. */
function looksLikeError(bytes: Uint8Array): boolean {
  return /^\W*(?:<\?xml[^>]*>\s*)?<error\s|^\W*\{\s*"error"/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 512)))
}
