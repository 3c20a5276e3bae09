/**
 * A film that is ready goes into the object store, with its subtitles and `media.json`, which tells the player of them. The film is put
 * there last, so that where it is, all that belongs to it is too.
 */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { StoredMedia } from '../projections/wire-media.ts'
import type { Prepared } from './job-folder.ts'
import { writeWhole } from './job-folder.ts'
import { JobFailure } from './job-failure.ts'
import type { PreparedFilm } from './prepare-film.ts'
import type { ReleaseWork } from './release-work.ts'

export async function storeFilm(work: ReleaseWork, film: PreparedFilm): Promise<Prepared> {
  const { job, folder, objects, lease, log } = work
  const { path, extension, contentType } = film.video
  const prepared: Prepared = { key: `movies/${job.key}/movie.${extension}`, contentType, ...await measured(path, lease.signal) }
  await folder.savePrepared(prepared)
  await storeBeside(work, film)
  await objects.putFile(prepared.key, path, prepared)
  log.info({ sizeBytes: prepared.sizeBytes, contentType }, 'the film is stored')
  return prepared
}

/** Files are put from copies that stay, so that a worker that is killed can do it again. */
async function storeBeside({ job, folder, objects, lease }: ReleaseWork, { subtitles, chapters, info, playability }: PreparedFilm): Promise<void> {
  const put = async (key: string, path: string, type: string) => {
    await objects.put(key, createReadStream(path, { signal: lease.signal }) as AsyncIterable<Uint8Array>, { contentType: type })
    return key
  }
  const stored: StoredMedia = {
    info, playability, chapters,
    subtitles: await Promise.all(subtitles.map(async ({ path, ...told }) => ({ ...told, key: await put(`movies/${job.key}/subtitles/${basename(path)}`, path, 'text/vtt') }))),
  }
  await writeWhole(folder.path, 'media.json', JSON.stringify(stored))
  await put(`movies/${job.key}/media.json`, join(folder.path, 'media.json'), 'application/json')
}

/** Of the file as it lies on disk: what landed correctly and was then damaged would show in the player, not here. */
async function measured(path: string, signal: AbortSignal): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const hash = createHash('sha256')
  const { size } = await stat(path)
  let sizeBytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576, signal })) {
    hash.update(chunk as Uint8Array)
    sizeBytes += (chunk as Uint8Array).length
  }
  if (sizeBytes !== size) throw new JobFailure('STORAGE_ERROR', 'The downloaded file changed while it was measured.', { retryable: true })
  return { sizeBytes, sha256: hash.digest('hex') }
}
