/**
 * Answers a player's questions for a saved film from this device, as a server would (SV6): in the service worker. What is not here yet, or is here no more,
 * comes from the server within the same answer, as long as there is a network; else the answer is cut short, and the player says so.
 */

import type { CopySource } from '../../projections/wire-media.ts'
import { PERSON } from '../sync/api.ts'
import { openDevice } from '../sync/device.ts'
import { limits } from '../sync/limits.ts'
import type { Piece } from './plan-answer.ts'
import { parseSavedAddress, planAnswer } from './plan-answer.ts'
import type { SavedFilm, Source } from './saved-film.ts'
import { compare, failed, sourceOf, withoutPart } from './saved-film.ts'
import type { Directory, SavedFolder } from './saved-folder.ts'
import { openSavedFolder, partName } from './saved-folder.ts'
import type { SavedRecords } from './saved-records.ts'
import { openSavedRecords } from './saved-records.ts'

export interface AnswerPorts {
  readonly indexedDB: IDBFactory
  readonly root: () => Promise<Directory>
  readonly fetch: typeof fetch
  readonly now: () => number
}

export async function answerSaved(request: Request, ports: AnswerPorts): Promise<Response> {
  const address = parseSavedAddress(new URL(request.url).pathname)
  const userId = address && await whoIsHere(ports.indexedDB)
  if (!address || !userId) return new Response(null, { status: 404 })
  const records = await openSavedRecords(ports.indexedDB, userId)
  try {
    const film = await records.film(address.jobId)
    const folder = openSavedFolder(ports.root, userId)
    if (address.file !== 'film') return await answerBeside(folder, address.jobId, address.file)
    if (!film?.source) return new Response(null, { status: 404 })
    const { status, headers, pieces } = planAnswer(film, { method: request.method, range: request.headers.get('range'), ifRange: request.headers.get('if-range') })
    const body = pieces.length === 0 ? null : bodyOf(pieces, film, { ...ports, folder, userId, signal: request.signal, lost: (part) => lose(ports.indexedDB, userId, film.jobId, part) })
    return new Response(body, { status, headers })
  } finally {
    records.close()
  }
}

/** Whoever used the app last: their films alone are answered with. */
async function whoIsHere(factory: IDBFactory): Promise<string | undefined> {
  const device = await openDevice(factory)
  try {
    return (await device.session())?.userId
  } finally {
    device.close()
  }
}

async function answerBeside(folder: SavedFolder, jobId: string, file: string): Promise<Response> {
  const bytes = await folder.read(jobId, file)
  return bytes ? new Response(bytes, { headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'no-store' } }) : new Response(null, { status: 404 })
}

/** The browser, or somebody, took it away: the person is told, and offered to save it again (SV8). */
async function lose(factory: IDBFactory, userId: string, jobId: string, part: number): Promise<void> {
  const records: SavedRecords = await openSavedRecords(factory, userId)
  await records.change(jobId, (film) => film.state === 'saved' ? failed(withoutPart(film, part), 'lost') : withoutPart(film, part))
  records.close()
}

interface Reading extends Omit<AnswerPorts, 'indexedDB' | 'root'> {
  readonly folder: SavedFolder
  readonly userId: string
  readonly signal: AbortSignal
  readonly lost: (part: number) => Promise<void>
}

/** One piece after the other, each when the player comes to it. */
function bodyOf(pieces: readonly Piece[], film: SavedFilm, reading: Reading): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = chunksOf(pieces, film, reading)
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  }, { highWaterMark: 0 })
}

async function* chunksOf(pieces: readonly Piece[], film: SavedFilm, reading: Reading): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  let source: Source | undefined
  for (const piece of pieces) {
    let wanted = piece
    if (piece.from === 'part') {
      const file = await reading.folder.read(film.jobId, partName(piece.part))
      if (file && file.size >= piece.end) {
        yield* read(file.slice(piece.start, piece.end).stream())
        continue
      }
      await reading.lost(piece.part)
      const first = piece.part * film.partBytes
      wanted = { from: 'server', start: first + piece.start, end: first + piece.end }
    }
    source ??= await linkFor(film, reading)
    yield* fromServer(source, wanted, reading)
  }
  return undefined
}

/** The link it was copied by, or another one to the same bytes. */
async function linkFor(film: SavedFilm, { fetch, now, userId, signal }: Reading): Promise<Source> {
  const { source } = film
  if (source && Date.parse(source.expiresAt) - now() > limits.savedLinkLeastMs) return source
  const answer = await fetch(`/api/jobs/${film.jobId}/copy`, { headers: { accept: 'application/json', [PERSON]: userId }, signal })
  const next = answer.ok ? sourceOf(await answer.json() as CopySource) : undefined
  if (!next || compare(film, next) !== 'same') throw new Error('The server has this film no more')
  return next
}

async function* fromServer({ url, etag }: Source, { start, end }: Piece, { fetch, signal }: Reading): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url, { headers: { range: `bytes=${start}-${end - 1}`, 'if-range': etag }, signal })
  if (answer.status !== 206 || !answer.body) throw new Error(`The server answered ${answer.status}`)
  yield* read(answer.body as ReadableStream<Uint8Array<ArrayBuffer>>)
}

async function* read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
