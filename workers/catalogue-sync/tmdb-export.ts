/**
 * TMDB's daily list of ids (https://developer.themoviedb.org/docs/daily-id-exports): gzipped NDJSON, a title a line, such as
 * `{"adult":false,"id":3924,"original_title":"Blondie","popularity":3.1,"video":false}`. Read as it comes, never held as a whole.
 */

import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { MediaType } from '../../domain/title.ts'
import { fields, positive } from '../../server/catalogue/json-fields.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import { SyncFault } from './sync-fault.ts'

export interface ExportSource {
  readonly mediaType: MediaType
  /** `YYYY-MM-DD`, of TMDB's export, or the name of a file in the folder of imports. */
  readonly from: { readonly date: string } | { readonly file: string }
  readonly adult: boolean
}

export interface ExportPorts {
  /** Without a slash at the end. */
  readonly exportBaseUrl: string
  readonly importFolder: string
  readonly system: Pick<System, 'fetch' | 'files'>
}

const NAMES: Readonly<Record<MediaType, string>> = { movie: 'movie_ids', tv: 'tv_series_ids' }

/** Numbers of titles, up to `limits.syncListTitles` at a time. Throws `SyncFault`. */
export async function* exportedIds({ mediaType, from, adult }: ExportSource, ports: ExportPorts, signal: AbortSignal): AsyncGenerator<readonly number[]> {
  let ids: number[] = []
  let [read, found] = [0, 0]
  for await (const line of linesOf(await opened(mediaType, from, ports, signal), signal)) {
    if (line.trim() === '') continue
    read++
    const title = parsed(line)
    const id = positive(title.id)
    if (id === null) continue
    if (++found > limits.syncExportTitlesMax) throw new SyncFault('EXPORT_UNREADABLE', `The export has more than ${limits.syncExportTitlesMax} titles.`)
    // Of a list without the field nothing is known to be for adults only.
    if (title.adult !== true || adult) ids.push(id)
    if (ids.length < limits.syncListTitles) continue
    yield ids
    ids = []
  }
  if (found === 0 || found < read / 2) throw new SyncFault('EXPORT_UNREADABLE', 'That is not a list of titles as TMDB exports it: gzipped, a line of JSON with an "id" for each title.')
  if (ids.length > 0) yield ids
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(line))
  } catch {
    return {}
  }
}

async function opened(mediaType: MediaType, from: ExportSource['from'], { exportBaseUrl, importFolder, system }: ExportPorts, signal: AbortSignal): Promise<Readable> {
  if ('file' in from) {
    const path = join(importFolder, from.file)
    const handle = await system.files.promises.open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new SyncFault('EXPORT_NOT_FOUND', `There is no file ${from.file} in the folder "imports" of DATA_DIR: put it there.`, { cause: error })
        : new SyncFault('EXPORT_UNREADABLE', `The file ${from.file} in the folder "imports" of DATA_DIR cannot be read: let Rewind read it, and resume.`, { cause: error })
    })
    return handle.createReadStream({ signal })
  }
  const [year, month, day] = from.date.split('-')
  const url = `${exportBaseUrl}/${NAMES[mediaType]}_${month}_${day}_${year}.json.gz`
  const answer = await system.fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(limits.syncExportTimeoutMs)]), redirect: 'error' }).catch((error: unknown) => {
    throw signal.aborted ? error : new SyncFault('EXPORT_NOT_FOUND', 'TMDB\'s export could not be reached: resume to try again.', { cause: error })
  })
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel()
    throw new SyncFault('EXPORT_NOT_FOUND', answer.status === 403 || answer.status === 404 ? `TMDB has no export of ${from.date}: they are there from about 8:00 UTC, for three months.` : `TMDB's export answered ${answer.status}: resume to try again.`)
  }
  return Readable.fromWeb(answer.body as never)
}

/** Unpacked where it is packed; a browser or a proxy may have unpacked it on the way. */
async function* linesOf(source: Readable, signal: AbortSignal): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let bytes = 0
  try {
    for await (const chunk of await unpacked(source)) {
      bytes += chunk.length
      if (bytes > limits.syncExportBytesMax) throw new SyncFault('EXPORT_UNREADABLE', `The export is larger than ${limits.syncExportBytesMax} bytes.`)
      const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = text.lastIndexOf('\n')
      if (end !== -1) yield* text.toString('utf8', 0, end).split('\n')
      rest = text.subarray(end + 1)
      if (rest.length > limits.syncExportLineBytesMax) throw new SyncFault('EXPORT_UNREADABLE', 'The export has a line that is too long to be a title.')
    }
  } catch (error) {
    if (error instanceof SyncFault || signal.aborted) throw error
    throw new SyncFault('EXPORT_UNREADABLE', 'The export came too slowly, is cut short, or is no gzip file: resume to try again, or give another one.', { cause: error })
  } finally {
    source.destroy()
  }
  // A list that ends without a newline is whole; gzip's own checksum says so.
  if (rest.length > 0) yield rest.toString('utf8')
}

async function unpacked(source: Readable): Promise<AsyncIterable<Buffer>> {
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await iterator.next()
  if (first.done) return Readable.from([])
  const whole = Readable.from((async function* () {
    yield Buffer.from(first.value)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield Buffer.from(next.value)
  })())
  // The magic number (RFC 1952, 2.3.1).
  return first.value[0] === 0x1f && first.value[1] === 0x8b ? piped(whole, createGunzip()) : whole
}

function piped(from: Readable, to: Transform): Transform {
  from.on('error', (error) => to.destroy(error))
  return from.pipe(to)
}
