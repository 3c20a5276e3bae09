/**
 * Copies one film, part by part, from wherever it was left. Each part is asked for as a range of the very bytes that are here already (`If-Range`): were they
 * others, the server answers with the whole, and the copy begins anew (SV2).
 */

import type { ApiError } from '../../projections/wire.ts'
import type { CopySource, MediaAnswer } from '../../projections/wire-media.ts'
import { PERSON } from '../sync/api.ts'
import type { Environment } from '../sync/environment.ts'
import { limits } from '../sync/limits.ts'
import { lackingBytes } from './plan-queue.ts'
import type { Beside, SavedFilm, Source, Span, Why } from './saved-film.ts'
import { begun, bytesOfPart, compare, failed, heldBytes, isComplete, isToCopy, nextPart, partCount, sourceOf, withPart, withoutPart } from './saved-film.ts'
import type { SavedFolder } from './saved-folder.ts'
import { missingParts, NoRoomError, partName } from './saved-folder.ts'
import type { SavedRecords } from './saved-records.ts'

export interface CopyPorts {
  readonly userId: string
  readonly records: SavedRecords
  readonly folder: SavedFolder
  readonly environment: Pick<Environment, 'now' | 'fetch' | 'after'>
  readonly estimate: () => Promise<{ readonly usage?: number; readonly quota?: number }>
  /** SHA-256, bit by bit. */
  readonly startDigest: () => { update(bytes: Uint8Array): unknown; digest(): Uint8Array }
  /** Poster and backdrop, where they are not here yet; never fails, and ends with the signal. */
  readonly keepPictures: (film: SavedFilm, signal: AbortSignal) => Promise<void>
  /** A record has changed. */
  readonly changed: () => void
  readonly progressed: (jobId: string, bytes: number) => void
  /** Hands what is left to the browser, if it takes it. */
  readonly handOver?: (jobId: string) => Promise<boolean>
}

/** `rests`: it goes on later by itself. `stopped`: the person paused or removed it. `handed`: the browser copies it. */
export type Copied = { readonly status: 'saved' | 'stopped' | 'handed' } | { readonly status: 'rests' | 'failed'; readonly why: Why; readonly lackingBytes?: number }
type Step = Copied | { readonly status: 'go-on' }

const STOPPED: Copied = { status: 'stopped' }
const GO_ON: Step = { status: 'go-on' }
const rests = (why: Why): Copied => ({ status: 'rests', why })
/** Beginnings anew for which nobody has an explanation. */
const TURNS_MAX = 20

/** What it came to is in the record too, but for resting, which is the caller's. */
export async function copyFilm(jobId: string, ports: CopyPorts, signal: AbortSignal): Promise<Copied> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const step = await oneTurn(jobId, ports, signal)
    if (signal.aborted) return STOPPED
    if (step.status === 'go-on') continue
    if (step.status === 'failed') await change(jobId, ports, (film) => failed(film, step.why, step.lackingBytes))
    return step
  }
  return rests('server')
}

async function oneTurn(jobId: string, ports: CopyPorts, signal: AbortSignal): Promise<Step> {
  const film = await change(jobId, ports, (known) => ({ ...known, state: 'copying', why: null }))
  if (!film) return STOPPED
  const asked = await ask<CopySource>(`/api/jobs/${jobId}/copy`, ports, signal)
  if (asked.status !== 'ok') return asked
  const source = sourceOf(asked.value)
  if (!source) return rests('landing')
  const ready = await meet(film, source, ports, signal)
  if ('status' in ready) return ready
  if (source.whole && ready.beside === null) {
    const beside = await fetchBeside(ready, ports, signal)
    if (beside.status !== 'ok') return beside
    if (!await change(jobId, ports, (known) => ({ ...known, beside: beside.value }))) return STOPPED
  }
  const copied = await copyParts(jobId, asked.value.landed, ports, signal)
  return copied.status === 'complete' ? await finish(jobId, ports, signal) : copied
}

/** Only of a film that is still to be copied. */
async function change(jobId: string, { records, changed }: Pick<CopyPorts, 'records' | 'changed'>, to: (film: SavedFilm) => SavedFilm): Promise<SavedFilm | undefined> {
  let meant = false
  const film = await records.change(jobId, (known) => {
    meant = isToCopy(known)
    return meant ? to(known) : known
  })
  if (meant) changed()
  return meant ? film : undefined
}

/** Brings together what is here and what the server has now; it must fit, too. */
async function meet(film: SavedFilm, source: Source, ports: CopyPorts, signal: AbortSignal): Promise<SavedFilm | Copied> {
  const { folder, estimate } = ports
  const sameness = compare(film, source)
  const same = sameness === 'same' || sameness === 'perhaps' && await isStill(film, ports, signal)
  if (!same && sameness !== 'first') await folder.remove(film.jobId)
  const next = same ? { ...film, source } : begun(film, source)
  const lacking = lackingBytes(source.sizeBytes - heldBytes(next), await estimate())
  if (lacking > 0) return { status: 'failed', why: 'room', lackingBytes: lacking }
  return await change(film.jobId, ports, (known) => ({ ...known, source, partBytes: next.partBytes, parts: next.parts, beside: same ? known.beside : null })) ?? STOPPED
}

/** The bytes of a film that was landing are those of the stored one as long as its link of before serves them. */
async function isStill({ source }: SavedFilm, ports: CopyPorts, signal: AbortSignal): Promise<boolean> {
  const answer = await inTime(ports, signal, (signal) => ports.environment.fetch(source!.url, { method: 'HEAD', signal }))
  return answer?.ok === true && answer.headers.get('etag') === source!.etag
}

async function copyParts(jobId: string, landed: readonly Span[], ports: CopyPorts, signal: AbortSignal): Promise<Step | { readonly status: 'complete' }> {
  const { records, folder, environment } = ports
  const beganAt = environment.now()
  let heldAtFirst: number | undefined
  let offered = ports.handOver === undefined
  for (;;) {
    const film = await records.film(jobId)
    if (!film?.source || !isToCopy(film) || signal.aborted) return STOPPED
    const part = nextPart(film, landed)
    if (part === undefined) return isComplete(film) && film.source.whole ? { status: 'complete' } : rests('landing')
    heldAtFirst ??= heldBytes(film)
    if (!offered && takesLong(film, heldBytes(film) - heldAtFirst, environment.now() - beganAt)) {
      offered = true
      if (await ports.handOver!(jobId)) return { status: 'handed' }
      continue
    }
    if (Date.parse(film.source.expiresAt) - environment.now() < limits.savedLinkLeastMs) return GO_ON
    const fetched = await fetchPart(film, film.source, part, ports, signal)
    if (fetched.status !== 'ok') return fetched
    try {
      await folder.write(jobId, partName(part), fetched.value)
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
      return { status: 'failed', why: 'room', lackingBytes: film.source.sizeBytes - heldBytes(film) }
    }
    const { etag } = film.source
    if (!await change(jobId, ports, (known) => known.source?.etag === etag ? withPart(known, part) : known)) return STOPPED
  }
}

/** At the rate so far. */
function takesLong(film: SavedFilm, copiedBytes: number, elapsedMs: number): boolean {
  return elapsedMs >= limits.savedBrowserAfterMs && (film.source!.sizeBytes - heldBytes(film)) * elapsedMs >= limits.savedBrowserLeftMs * copiedBytes
}

type Fetched<Value> = { readonly status: 'ok'; readonly value: Value } | Step

async function fetchPart(film: SavedFilm, { url, etag }: Source, part: number, ports: CopyPorts, signal: AbortSignal): Promise<Fetched<Uint8Array<ArrayBuffer>>> {
  const [from, to] = bytesOfPart(film, part)
  const heldBefore = heldBytes(film)
  const headers = { range: `bytes=${from}-${to - 1}`, 'if-range': etag }
  const answer = await inTime(ports, signal, (signal) => ports.environment.fetch(url, { headers, signal, cache: 'no-store' }))
  if (!answer) return rests('offline')
  if (answer.status === 206 && answer.headers.get('content-range')?.startsWith(`bytes ${from}-${to - 1}/`) === true) {
    const value = await readAll(answer, to - from, ports, signal, (received) => ports.progressed(film.jobId, heldBefore + received))
    return value ? { status: 'ok', value } : rests('offline')
  }
  await answer.body?.cancel()
  // The whole: it is another film by now. A link that has ended, or leads nowhere: the next question tells.
  return [200, 206, 403, 404, 416].includes(answer.status) ? GO_ON : rests('server')
}

/** Undefined where it was cut short, or nothing came for long. */
async function readAll(answer: Response, sizeBytes: number, { environment }: CopyPorts, signal: AbortSignal, progressed: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(sizeBytes)
  const reader = answer.body!.getReader()
  let received = 0
  let toldAt = 0
  let late = false
  try {
    for (;;) {
      const calm = environment.after(limits.savedSilenceMaxMs, () => { late = true; void reader.cancel().catch(() => undefined) })
      const { done, value } = await reader.read().finally(calm)
      if (done) break
      if (received + value.length > sizeBytes) return undefined
      bytes.set(value, received)
      received += value.length
      if (environment.now() - toldAt >= limits.savedProgressMs) progressed(received)
      if (environment.now() - toldAt >= limits.savedProgressMs) toldAt = environment.now()
    }
  } catch (error) {
    if (signal.aborted || error instanceof TypeError || (error as Error).name === 'AbortError') return undefined
    throw error
  }
  return late || received < sizeBytes ? undefined : bytes
}

/** All is here: is it what it should be? What is not is fetched again, once. */
async function finish(jobId: string, ports: CopyPorts, signal: AbortSignal): Promise<Step> {
  const film = await change(jobId, ports, (known) => ({ ...known, state: 'checking' }))
  if (!film?.source) return STOPPED
  const missing = missingParts(film, await ports.folder.sizes(jobId))
  if (missing.length > 0) return await change(jobId, ports, (known) => missing.reduce(withoutPart, known)) ? GO_ON : STOPPED
  const { sha256 } = film.source
  if (sha256 !== null && await digestOf(film, ports, signal) !== sha256) {
    if (signal.aborted) return STOPPED
    await ports.folder.remove(jobId)
    if (!await change(jobId, ports, (known) => ({ ...begun(known, known.source!), beside: null, again: true }))) return STOPPED
    return film.again ? { status: 'failed', why: 'damaged' } : GO_ON
  }
  await ports.keepPictures(film, signal)
  return await change(jobId, ports, (known) => ({ ...known, state: 'saved', why: null, again: false, savedAt: ports.environment.now() })) ? { status: 'saved' } : STOPPED
}

async function digestOf(film: SavedFilm, { folder, startDigest }: CopyPorts, signal: AbortSignal): Promise<string | undefined> {
  const digest = startDigest()
  for (let part = 0; part < partCount(film); part++) {
    const bytes = await folder.read(film.jobId, partName(part))
    if (signal.aborted || !bytes) return undefined
    digest.update(new Uint8Array(await bytes.arrayBuffer()))
  }
  return hexOf(digest.digest())
}

/** Subtitles as files of their own; what else is known of the film as it was told. */
async function fetchBeside({ jobId }: SavedFilm, ports: CopyPorts, signal: AbortSignal): Promise<Fetched<Beside>> {
  const asked = await ask<MediaAnswer>(`/api/stream/${jobId}/media`, ports, signal)
  if (asked.status !== 'ok') return asked
  const subtitles: Beside['subtitles'][number][] = []
  for (const [index, subtitle] of asked.value.subtitles.entries()) {
    const answer = await inTime(ports, signal, async (signal) => {
      const told = await ports.environment.fetch(subtitle.url, { signal })
      return { status: told.status, bytes: told.ok ? await told.arrayBuffer() : undefined }
    })
    if (!answer) return rests('offline')
    const { status, bytes } = answer
    if (status >= 500) return rests('server')
    // One that is not there is none.
    if (!bytes || bytes.byteLength > limits.savedSubtitleBytesMax) continue
    const file = `subtitles-${index}.vtt`
    try {
      await ports.folder.write(jobId, file, new Uint8Array(bytes))
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
      return { status: 'failed', why: 'room', lackingBytes: bytes.byteLength }
    }
    subtitles.push({ ...subtitle, file })
  }
  return { status: 'ok', value: { ...asked.value, subtitles } }
}

async function ask<Answer>(path: string, ports: CopyPorts, signal: AbortSignal): Promise<Fetched<Answer>> {
  const answer = await inTime(ports, signal, async (signal) => {
    const told = await ports.environment.fetch(path, { headers: { accept: 'application/json', [PERSON]: ports.userId }, signal })
    return told.ok ? { value: await told.json() as Answer } : { status: told.status, ...await told.json().catch(() => ({ code: '' })) as Pick<ApiError, 'code'> }
  })
  if (!answer) return rests('offline')
  if ('value' in answer) return { status: 'ok', value: answer.value }
  const { code } = answer
  if (code === 'SAVING_OFF') return { status: 'failed', why: 'forbidden' }
  if (answer.status === 401 || code === 'WRONG_PERSON') return rests('signedOut')
  return answer.status === 404 ? { status: 'failed', why: 'gone' } : rests('server')
}

/** Undefined where there was no network, it was called off, or it took too long: a network that is lost silently would hold up all that waits. */
async function inTime<Value>({ environment }: CopyPorts, signal: AbortSignal, asked: (signal: AbortSignal) => Promise<Value>): Promise<Value | undefined> {
  const late = new AbortController()
  const calm = environment.after(limits.savedSilenceMaxMs, () => late.abort())
  return await asked(AbortSignal.any([signal, late.signal])).catch(() => undefined).finally(calm)
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
