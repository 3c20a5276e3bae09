/** TMDB's API and image server over the starter catalogue: one base for both, as `…/3/…` and `…/t/p/{size}/{path}`. */

import { timingSafeEqual } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { System } from '../server/system.ts'
import { realSystem } from '../server/system.ts'
import { drawBackdrop, drawPoster, drawStill } from './art/draw.ts'
import { filmByTmdbId, films } from './catalogue/index.ts'
import { serialByTmdbId, serials } from './catalogue/serials.ts'
import type { HttpAnswer } from './http.ts'
import { serveHttp } from './http.ts'
import { BACKDROP_SIZES, NOT_FOUND, POSTER_SIZES, STILL_SIZES, tmdbAnswer, UNAUTHORIZED } from './tmdb/routes.ts'

export interface TmdbServerOptions {
  /** The bearer token that every call of the API must carry; pictures need none. */
  token: string
  system?: Pick<System, 'now'>
}

export interface TmdbServer {
  readonly apiBaseUrl: string
  readonly imageBaseUrl: string
  stop(): Promise<void>
}

const PICTURES_KEPT_MAX = 300
const YEAR_SECONDS = 31_536_000

export async function startTmdbServer(options: TmdbServerOptions): Promise<TmdbServer> {
  const system = options.system ?? realSystem
  const expected = Buffer.from(`Bearer ${options.token}`)
  const kept = new Map<string, Promise<Uint8Array>>()
  let imageBaseUrl = ''

  const server = await serveHttp(async (request, url) => {
    const picture = PICTURE.exec(url.pathname)
    if (picture) return await pictureAnswer(kept, picture.groups as unknown as Asked)
    const exported = EXPORT.exec(url.pathname)
    if (exported) return { status: 200, type: 'application/gzip', body: dailyExport(exported[1]!) }
    const given = Buffer.from(request.headers.authorization ?? '')
    const known = given.length === expected.length && timingSafeEqual(given, expected)
    const path = /^\/3(\/.*)$/.exec(url.pathname)?.[1]
    const { status, body } = !path
      ? NOT_FOUND
      : !known
      ? UNAUTHORIZED
      : tmdbAnswer(path, url.searchParams, system.now(), imageBaseUrl)
    return { status, type: 'application/json;charset=utf-8', body: JSON.stringify(body) }
  })
  imageBaseUrl = `${server.url}/t/p`
  return { apiBaseUrl: `${server.url}/3`, imageBaseUrl, stop: server.stop }
}

/** TMDB's daily lists of ids, on a host of their own there; every day's is the same here. */
const EXPORT = /^\/p\/exports\/(movie_ids|tv_series_ids)_\d\d_\d\d_\d{4}\.json\.gz$/

function dailyExport(name: string): Uint8Array {
  const titles = name === 'movie_ids'
    ? films.map(({ tmdbId, title }) => ({ adult: false, id: tmdbId, original_title: title, popularity: 1, video: false }))
    : serials.map(({ tmdbId, title }) => ({ id: tmdbId, original_name: title, popularity: 1 }))
  return gzipSync(titles.map((title) => `${JSON.stringify(title)}\n`).join(''))
}

/** `season` and `episode` of serials only. */
const PICTURE = /^\/t\/p\/(?<size>w\d+|original)\/(?<kind>poster|backdrop|season|still)(?<id>\d+)(?:-(?<season>\d+))?(?:-(?<episode>\d+))?\.png$/
interface Asked {
  readonly size: string
  readonly kind: keyof typeof PICTURES
  readonly id: string
  readonly season?: string
  readonly episode?: string
}

const poster = { sizes: POSTER_SIZES, originalWidth: 1000 }
const PICTURES = {
  poster, season: poster, backdrop: { sizes: BACKDROP_SIZES, originalWidth: 1920 }, still: { sizes: STILL_SIZES, originalWidth: 1280 },
} as const

async function pictureAnswer(kept: Map<string, Promise<Uint8Array>>, asked: Asked): Promise<HttpAnswer> {
  const { size, kind, id } = asked
  const { sizes, originalWidth } = PICTURES[kind]
  const width = size === 'original' ? originalWidth : Number(size.slice(1))
  const key = `${kind} ${id} ${asked.season} ${asked.episode} ${width}`
  const drawn = sizes.includes(size) ? kept.get(key) ?? draw(asked, width) : undefined
  if (!drawn) return { status: 404, type: 'text/plain', body: 'File not found' }
  kept.set(key, drawn)
  if (kept.size > PICTURES_KEPT_MAX) kept.delete(kept.keys().next().value!)
  return {
    status: 200,
    type: 'image/png',
    body: await drawn,
    headers: { 'cache-control': `public, max-age=${YEAR_SECONDS}` },
  }
}

/** Undefined for what there is no picture of. */
function draw({ kind, id, season, episode }: Asked, width: number): Promise<Uint8Array> | undefined {
  const serial = serialByTmdbId(Number(id))
  const found = serial?.seasons.find(({ number }) => number === Number(season))
  const subject = serial && { ...serial, imdbId: serial.imdbId ?? id, releaseDate: serial.firstShown }
  const whole = season === undefined ? subject ?? filmByTmdbId(Number(id)) : undefined
  switch (kind) {
    case 'poster':
      return whole && drawPoster(whole, width)
    case 'backdrop':
      return whole && drawBackdrop(whole, width)
    case 'season':
      return found && drawPoster({ ...subject!, imdbId: `${id} ${season}`, title: found.name, season: found.number, releaseDate: found.year ? `${found.year}-01-01` : serial!.firstShown }, width)
    case 'still': {
      const before = serial?.seasons.slice(0, serial.seasons.indexOf(found!)).reduce((sum, { episodes }) => sum + episodes.length, 0) ?? 0
      return found?.episodes[Number(episode) - 1] && drawStill(serial!, before + Number(episode) - 1, width)
    }
  }
}
