/**
 * What the watching benchmark downloads from, in a process of its own so that serving costs the service nothing: an indexer and a news server
 * with one film as stored RAR volumes, under as many names as there are films. Arguments: seed, bytes of the film, round trip in ms, bytes a
 * second of each connection (0: as fast as it goes).
 */

import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import process from 'node:process'
import { films } from '../demo/catalogue/index.ts'
import { makeClip } from '../demo/clip/make-clip.ts'
import { escapeXml } from '../demo/xml.ts'
import { startTmdbServer } from '../demo/tmdb-server.ts'
import { encodeYenc } from '../test/support/encode-yenc.ts'
import { writeStoredRar } from '../demo/posting/write-stored-rar.ts'
import { ARTICLE_BYTES } from './news-articles.ts'

const VOLUME_BYTES = 50_000_000
const TOKEN = 'bench'
const [, filmBytes, roundTripMs, connectionRate] = process.argv.slice(2).map(Number) as [number, number, number, number]

const clip = await makeClip({ film: films[0]!, edition: 'bench', width: 1920, height: 1080, sizeBytes: filmBytes })
const volumes = writeStoredRar([{ name: 'film.mp4', bytes: clip }], { version: 5, volumeBytes: VOLUME_BYTES })
const status = Buffer.from('222 body\r\n')
const articles = volumes.map(({ name, bytes }) => {
  const total = Math.ceil(bytes.length / ARTICLE_BYTES)
  return Array.from({ length: total }, (_, index) => {
    const begin = index * ARTICLE_BYTES
    return Buffer.concat([status, encodeYenc(bytes.subarray(begin, begin + ARTICLE_BYTES), { name, part: { number: index + 1, total, begin: begin + 1, fileSize: bytes.length } })])
  })
})

/** As on a long line: each answer a round trip after its command, and at the line's rate. */
function serveNews(socket: Socket): void {
  let rest = '', freeAt = 0
  let turn = Promise.resolve()
  socket.on('error', () => socket.destroy())
  socket.write('200 bench\r\n')
  socket.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\r\n')
    rest = lines.pop()!
    const dueAt = performance.now() + roundTripMs
    for (const line of lines) turn = turn.then(() => answer(line, dueAt))
  })
  async function answer(line: string, dueAt: number): Promise<void> {
    const [, command, volume, part] = /^(BODY|STAT) <[^/]*\/(\d+)\/(\d+)@/.exec(line) ?? []
    const body = command === undefined ? Buffer.from('500 what?\r\n') : command === 'STAT' ? Buffer.from('223 0 there\r\n') : articles[Number(volume)]![Number(part) - 1]!
    const readyAt = connectionRate > 0 ? Math.max(dueAt, freeAt) + body.length / connectionRate * 1_000 : dueAt
    freeAt = readyAt
    const waitMs = readyAt - performance.now()
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (!socket.destroyed && !socket.write(body)) await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', resolve))
  }
}

function nzbOf(imdbId: string): string {
  const files = volumes.map(({ name, bytes }, volume) => {
    const segments = articles[volume]!.map((body, index) => `<segment bytes="${body.length}" number="${index + 1}">${imdbId}/${volume}/${index + 1}@bench</segment>`)
    return `<file poster="bench" date="1700000000" subject="${escapeXml(`"${name}" yEnc (1/${segments.length}) ${bytes.length}`)}"><groups><group>alt.bench</group></groups><segments>${segments.join('')}</segments></file>`
  })
  return `<nzb xmlns="http://www.newzbin.com/DTD/2003/nzb">${files.join('')}</nzb>`
}

const indexer = createHttpServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url!, 'http://127.0.0.1')
  if (searchParams.get('t') === 'caps') return void response.end('<caps><searching><movie-search available="yes" supportedParams="q,imdbid"/></searching></caps>')
  if (pathname.startsWith('/nzb/')) return void response.end(nzbOf(pathname.slice(5)))
  const imdbId = searchParams.get('imdbid')?.replace(/^tt/, '')
  const film = films.find((each) => each.imdbId.slice(2) === imdbId)
  const name = film ? `${film.title.replaceAll(/[^A-Za-z0-9]+/g, '.')}.${film.releaseDate.slice(0, 4)}.1080p.BluRay.x264-BENCH` : ''
  response.end(`<rss><channel>${film ? `<item><title>${name}</title><guid>${imdbId}</guid><enclosure url="/nzb/${imdbId}" length="${filmBytes}"/></item>` : ''}</channel></rss>`)
})
const news = createServer({ noDelay: true }, serveNews)
const listening = (server: typeof news | typeof indexer) => new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
const tmdb = await startTmdbServer({ token: TOKEN })
console.log(JSON.stringify({
  newsPort: await listening(news), indexerUrl: `http://127.0.0.1:${await listening(indexer)}/api`, tmdbUrl: tmdb.apiBaseUrl, imageUrl: tmdb.imageBaseUrl, token: TOKEN,
  movieIds: films.map(({ tmdbId }) => tmdbId),
}))
