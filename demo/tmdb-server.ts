/** TMDB's API and image server over the starter catalogue: one base for both, as `…/3/…` and `…/t/p/{size}/{path}`. */

import { timingSafeEqual } from 'node:crypto'
import type { System } from '../server/system.ts'
import { realSystem } from '../server/system.ts'
import { drawBackdrop, drawPoster } from './art/draw.ts'
import { filmByTmdbId } from './catalogue/index.ts'
import type { HttpAnswer } from './http.ts'
import { serveHttp } from './http.ts'
import { BACKDROP_SIZES, NOT_FOUND, POSTER_SIZES, tmdbAnswer, UNAUTHORIZED } from './tmdb/routes.ts'

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
const ORIGINAL_POSTER_WIDTH = 1000
const ORIGINAL_BACKDROP_WIDTH = 1920
const YEAR_SECONDS = 31_536_000

export async function startTmdbServer(options: TmdbServerOptions): Promise<TmdbServer> {
  const system = options.system ?? realSystem
  const expected = Buffer.from(`Bearer ${options.token}`)
  const kept = new Map<string, Promise<Uint8Array>>()
  let imageBaseUrl = ''

  const server = await serveHttp(async (request, url) => {
    const picture = /^\/t\/p\/(w\d+|original)\/(poster|backdrop)(\d+)\.png$/.exec(url.pathname)
    if (picture) return await pictureAnswer(kept, picture[1]!, picture[2] as 'poster' | 'backdrop', Number(picture[3]))
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

async function pictureAnswer(
  kept: Map<string, Promise<Uint8Array>>,
  size: string,
  kind: 'poster' | 'backdrop',
  id: number,
): Promise<HttpAnswer> {
  const film = filmByTmdbId(id)
  if (!film || !(kind === 'poster' ? POSTER_SIZES : BACKDROP_SIZES).includes(size)) {
    return { status: 404, type: 'text/plain', body: 'File not found' }
  }
  const width = size === 'original'
    ? kind === 'poster' ? ORIGINAL_POSTER_WIDTH : ORIGINAL_BACKDROP_WIDTH
    : Number(size.slice(1))
  const key = `${kind} ${id} ${width}`
  const drawn = kept.get(key) ?? (kind === 'poster' ? drawPoster(film, width) : drawBackdrop(film, width))
  kept.set(key, drawn)
  if (kept.size > PICTURES_KEPT_MAX) kept.delete(kept.keys().next().value!)
  return {
    status: 200,
    type: 'image/png',
    body: await drawn,
    headers: { 'cache-control': `public, max-age=${YEAR_SECONDS}` },
  }
}
