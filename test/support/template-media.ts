/** What nearly every start of the demo would draw, convert and encode anew, made once, for the template. */

import { join } from 'node:path'
import { filmByTmdbId, films } from '../../demo/catalogue/index.ts'
import { serials } from '../../demo/catalogue/serials.ts'
import { createClipStore } from '../../demo/clip/clip-store.ts'
import { releasesOf } from '../../demo/releases.ts'
import { startTmdbServer } from '../../demo/tmdb-server.ts'
import type { Database } from '../../server/db/database.ts'
import type { ImageWidth } from '../../server/images/images.ts'
import { createImages } from '../../server/images/images.ts'
import { pictureColoursIn } from '../../server/images/picture-colours.ts'
import { silentLog } from '../../server/log.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { realSystem } from '../../server/system.ts'

/** Those whose pages are opened: they show larger ones. */
const OPENED = [653, 961, 19, 234, 775, 780, 992]

/** Those that are downloaded, in the quality that is chosen by itself. */
const DOWNLOADED = [653, 961, 19, 234]
const CHOSEN = /1080p\.BluRay/

const wanted: readonly (readonly [ImageWidth, name: string])[] = [
  ...[...films, ...serials].map(({ tmdbId }) => ['185', `poster${tmdbId}.png`] as const),
  ...OPENED.flatMap((tmdbId) => [['342', `poster${tmdbId}.png`], ['780', `backdrop${tmdbId}.png`], ['1280', `backdrop${tmdbId}.png`]] as const),
]

/** The pictures as browsers ask for them, into the object store and the database of a demo that does not run. */
export async function keepPictures(dataDir: string, database: Database): Promise<void> {
  const upstream = await startTmdbServer({ token: '' })
  const images = createImages({
    objects: await openFolderStore(join(dataDir, 'objects')), colours: pictureColoursIn(database, silentLog), room: { added() {} },
    system: realSystem, log: silentLog, baseUrl: upstream.imageBaseUrl, counted() {},
  })
  try {
    await Promise.all(wanted.map(async ([width, name]) => await (await images.get(width, name, 'avif'))?.body.cancel()))
  } finally {
    await upstream.stop()
  }
}

export async function makeClips(folder: string): Promise<void> {
  const clips = createClipStore(folder)
  for (const tmdbId of DOWNLOADED) await clips.prepare(releasesOf(filmByTmdbId(tmdbId)!).find(({ fileName }) => CHOSEN.test(fileName))!)
}
