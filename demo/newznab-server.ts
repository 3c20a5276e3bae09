/** A Newznab indexer (newznab.readthedocs.io/en/latest/misc/api): caps, search, movie, tvsearch and get, as XML, over the demo's releases. */

import { timingSafeEqual } from 'node:crypto'
import type { System } from '../server/system.ts'
import { realSystem } from '../server/system.ts'
import type { Film } from './catalogue/index.ts'
import { filmByImdbId, filmByTmdbId } from './catalogue/index.ts'
import type { HttpAnswer } from './http.ts'
import { serveHttp } from './http.ts'
import { GROUP, nzbFor } from './nntp/article.ts'
import { listedFiles } from './clip/posted-release.ts'
import type { Release } from './releases.ts'
import { releaseByGuid, releases, releasesOf } from './releases.ts'
import { escapeXml } from './xml.ts'

export interface NewznabServerOptions {
  apiKey: string
  /** Told when an NZB was handed out, so that its file can be made ready. */
  grabbed?: (release: Release) => void
  system?: Pick<System, 'now'>
  /** Of what there is, what it lists; all unless told. */
  lists?: (release: Release) => boolean
  /** What it allows, and tells with each answer. */
  allows?: { readonly api: number; readonly grabs: number }
  /** What is wrong with it just now. */
  fault?: () => NewznabFault | undefined
}

/** It is down; it says that it is asked too often; it answers a page for people; it never answers. */
export type NewznabFault = 'down' | 'busy' | 'page' | 'silent'


export interface NewznabServer {
  /** The indexer's address; its API is `/api` below. */
  readonly url: string
  /** Since the start; `caps` are free. */
  readonly used: { readonly api: number; readonly grabs: number }
  stop(): Promise<void>
}

const PAGE_MAX = 100
const MOVIES = 2000
const SERIES = 5000
const DAY_SECONDS = 86_400
/** About: nobody packs a release to list it. */
const FILES_PACKED = 10
const CATEGORY_NAMES: Record<number, string> = { 2030: 'SD', 2040: 'HD' }

export async function startNewznabServer(options: NewznabServerOptions): Promise<NewznabServer> {
  const system = options.system ?? realSystem
  const key = Buffer.from(options.apiKey)
  const used = { api: 0, grabs: 0 }
  const listed = (all: readonly Release[]) => options.lists ? all.filter(options.lists) : all
  let url = ''
  const server = await serveHttp((_request, { pathname, searchParams: query }) => {
    if (pathname !== '/api' && pathname !== '/api/') return { status: 404, type: 'text/plain', body: 'Not found' }
    const fault = options.fault?.()
    if (fault !== undefined) return faulty(fault)
    const wanted = query.get('t')
    if (!wanted) return problem(200, 'Missing parameter (t)')
    if (wanted === 'caps') return xml(CAPABILITIES)
    const given = Buffer.from(query.get('apikey') ?? '')
    if (given.length !== key.length || !timingSafeEqual(given, key)) return problem(100, 'Incorrect user credentials')
    const call = wanted === 'get' || wanted === 'g' ? 'grabs' : 'api'
    used[call]++
    if (options.allows && used[call] > options.allows[call]) {
      return call === 'grabs' ? problem(501, 'Download limit reached') : problem(500, 'Request limit reached')
    }
    switch (wanted) {
      case 'search':
        return search(query)
      case 'movie':
      case 'movies':
        return movie(query)
      case 'get':
      case 'g':
        return get(query)
      case 'tvsearch':
      case 'tv-search':
        return episode(query)
      default:
        return problem(202, `No such function (${wanted})`)
    }
  })
  url = server.url
  return { url, used, stop: server.stop }

  function search(query: URLSearchParams): HttpAnswer {
    return feed(matching(listed(releases), query.get('q') ?? ''), query)
  }

  function movie(query: URLSearchParams): HttpAnswer {
    const imdb = query.get('imdbid')
    const tmdb = query.get('tmdbid')
    if (imdb !== null && !/^(tt)?\d+$/.test(imdb)) return problem(201, 'Incorrect parameter (imdbid)')
    if (tmdb !== null && !/^\d+$/.test(tmdb)) return problem(201, 'Incorrect parameter (tmdbid)')
    const film: Film | undefined = imdb !== null
      ? filmByImdbId(`tt${imdb.replace('tt', '').padStart(7, '0')}`)
      : tmdb !== null
      ? filmByTmdbId(Number(tmdb))
      : undefined
    const found = imdb === null && tmdb === null ? releases.filter((release) => release.episode === null) : film ? releasesOf(film) : []
    return feed(matching(listed(found), query.get('q') ?? ''), query)
  }

  function episode(query: URLSearchParams): HttpAnswer {
    const imdb = query.get('imdbid')
    const tmdb = query.get('tmdbid')
    if (imdb !== null && !/^(tt)?\d+$/.test(imdb)) return problem(201, 'Incorrect parameter (imdbid)')
    if (tmdb !== null && !/^\d+$/.test(tmdb)) return problem(201, 'Incorrect parameter (tmdbid)')
    const wanted = (name: 'season' | 'ep') => query.get(name) === null ? null : Number(query.get(name)!.replace(/^[SE]/i, ''))
    const [season, number] = [wanted('season'), wanted('ep')]
    const found = listed(releases).filter(({ episode: of }) => of !== null && (imdb === null || of.serial.imdbId === `tt${imdb.replace('tt', '').padStart(7, '0')}`)
      && (tmdb === null || of.serial.tmdbId === Number(tmdb)) && (season === null || of.season === season) && (number === null || of.number === number))
    return feed(matching(found, query.get('q') ?? ''), query)
  }

  function get(query: URLSearchParams): HttpAnswer {
    const id = query.get('id')
    if (!id) return problem(200, 'Missing parameter (id)')
    const release = releaseByGuid(id)
    if (!release) return problem(300, 'No such item')
    options.grabbed?.(release)
    const { postedAtSeconds } = release
    const nzb = nzbFor(...listedFiles(release).map((file) => ({ ...file, postedAtSeconds })))
    return {
      status: 200,
      type: 'application/x-nzb',
      body: nzb,
      headers: { 'content-disposition': `attachment; filename="${release.name}.nzb"`, 'x-dnzb-name': release.name },
    }
  }

  function feed(found: readonly Release[], query: URLSearchParams): HttpAnswer {
    const offset = whole(query.get('offset'), 0)
    const count = Math.min(whole(query.get('limit'), PAGE_MAX), PAGE_MAX)
    const categories = (query.get('cat') ?? '').split(',').filter(Boolean).map(Number)
    const maxAgeDays = whole(query.get('maxage'), Infinity)
    const fitting = found.filter((release) =>
      (categories.length === 0 ||
        categories.some((category) => category === groupOf(release) || category === categoryOf(release))) &&
      release.postedAtSeconds >= system.now() / 1_000 - maxAgeDays * DAY_SECONDS
    )
    const items = fitting.slice(offset, offset + count).map((release) => item(release, url, options.apiKey)).join('')
    const { allows } = options
    return xml(
      `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:newznab="http://www.newznab.com/DTD/2010/feeds/attributes/">\n<channel>\n` +
        `<title>Rewind demo indexer</title>\n<description>Films in the public domain</description>\n<link>${url}/</link>\n<language>en-gb</language>\n` +
        `<newznab:response offset="${offset}" total="${fitting.length}"/>\n` +
        (allows ? `<newznab:apilimits apicurrent="${used.api}" apimax="${allows.api}" grabcurrent="${used.grabs}" grabmax="${allows.grabs}"/>\n` : '') +
        `${items}</channel>\n</rss>\n`,
    )
  }
}

const groupOf = ({ episode }: Release) => episode ? SERIES : MOVIES
const categoryOf = (release: Release) => groupOf(release) + release.quality.category - MOVIES

/** Of an episode those of its series. */
function numbersOf({ film, episode }: Release): Record<string, string | number> {
  if (!episode) return { imdb: film.imdbId.slice(2), tmdbid: film.tmdbId }
  const { serial, season, number } = episode
  return { ...serial.imdbId ? { imdb: serial.imdbId.slice(2) } : {}, tmdbid: serial.tmdbId, season: `S${String(season).padStart(2, '0')}`, episode: `E${String(number).padStart(2, '0')}` }
}

function item(release: Release, url: string, apiKey: string): string {
  const link = escapeXml(`${url}/api?t=get&id=${release.guid}&apikey=${encodeURIComponent(apiKey)}`)
  const date = new Date(release.postedAtSeconds * 1_000).toUTCString().replace('GMT', '+0000')
  const attributes: Record<string, string | number> = {
    category: groupOf(release),
    size: release.sizeBytes,
    guid: release.guid,
    files: release.packed ? FILES_PACKED : 1,
    poster: 'The projectionist',
    group: GROUP,
    grabs: release.grabs,
    usenetdate: date,
    ...numbersOf(release),
    password: 0,
  }
  const lines = Object.entries(attributes).map(([name, value]) =>
    `<newznab:attr name="${name}" value="${escapeXml(String(value))}"/>\n`
  )
  return `<item>\n<title>${
    escapeXml(release.name)
  }</title>\n<guid isPermaLink="true">${url}/details/${release.guid}</guid>\n<link>${link}</link>\n` +
    `<pubDate>${date}</pubDate>\n<category>${release.episode ? 'TV' : 'Movies'} &gt; ${
      CATEGORY_NAMES[release.quality.category]
    }</category>\n<description>${escapeXml(release.name)}</description>\n` +
    `<enclosure url="${link}" length="${release.sizeBytes}" type="application/x-nzb"/>\n` +
    `<newznab:attr name="category" value="${categoryOf(release)}"/>\n${lines.join('')}</item>\n`
}

/** Every word must be in the name. */
function matching(all: readonly Release[], words: string): readonly Release[] {
  const wanted = words.normalize('NFKD').replace(/\p{Diacritic}/gu, '').replace(/['’]/g, '').toLowerCase().split(
    /[^a-z0-9]+/,
  ).filter(Boolean)
  return all.filter((release) => {
    const name = release.name.toLowerCase().split(/[^a-z0-9]+/)
    return wanted.every((word) => name.includes(word))
  })
}

function whole(text: string | null, fallback: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : fallback
}

function xml(body: string): HttpAnswer {
  return {
    status: 200,
    type: 'application/rss+xml; charset=UTF-8',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  }
}

function faulty(fault: NewznabFault): HttpAnswer | Promise<HttpAnswer> {
  switch (fault) {
    case 'down':
      return { status: 503, type: 'text/plain', body: 'Down for maintenance' }
    case 'busy':
      return { status: 429, type: 'text/plain', body: 'Slow down', headers: { 'retry-after': '120' } }
    case 'page':
      return { status: 200, type: 'text/html', body: '<html><body>Please sign in</body></html>' }
    case 'silent':
      return new Promise(() => {})
  }
}

/** Newznab reports its errors with status 200. */
function problem(code: number, description: string): HttpAnswer {
  return xml(`<error code="${code}" description="${escapeXml(description)}"/>\n`)
}

const CAPABILITIES = `<caps>
  <server version="1.0" title="Rewind demo indexer"/>
  <limits max="${PAGE_MAX}" default="${PAGE_MAX}"/>
  <registration available="no" open="no"/>
  <searching>
    <search available="yes" supportedParams="q"/>
    <tv-search available="yes" supportedParams="q,season,ep,imdbid,tmdbid"/>
    <movie-search available="yes" supportedParams="q,imdbid,tmdbid"/>
  </searching>
  <categories>
    <category id="2000" name="Movies">
      <subcat id="2030" name="SD"/>
      <subcat id="2040" name="HD"/>
    </category>
    <category id="5000" name="TV">
      <subcat id="5030" name="SD"/>
      <subcat id="5040" name="HD"/>
    </category>
  </categories>
</caps>
`
