/**
 * A film that is ready goes into the object store, with its subtitles and `media.json`, which tells the player of them. The film is put
 * there last, so that where it is, all that belongs to it is too.
 */

import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import type { StoredMedia } from '../projections/wire-media.ts'
import type { Prepared } from './job-folder.ts'
import { writeWhole } from './job-folder.ts'
import type { PreparedFilm } from './prepare-film.ts'
import type { ReleaseWork } from './release-work.ts'

export async function storeFilm(work: ReleaseWork, film: PreparedFilm): Promise<Prepared> {
  const { job, folder, objects, lease, log } = work
  const { path, extension, contentType } = film.video
  const key = `movies/${job.key}/movie.${extension}`
  await storeBeside(work, film)
  const { signal } = lease
  // Before the film is there: who is killed then finds out what it is.
  const measured = await objects.putFile(key, path, { contentType, signal, onMeasured: (its) => folder.savePrepared({ key, contentType, ...its }) })
  log.info({ sizeBytes: measured.sizeBytes, contentType }, 'the film is stored')
  return { key, contentType, ...measured }
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
