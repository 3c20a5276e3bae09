/** Posters and backdrops: fetched once from the catalogue's picture server, then ours. */

import { limits } from '../limits.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { System } from '../system.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { readBody } from '../read-body.ts'
import { singleFlight } from '../catalogue/single-flight.ts'
import { atMost } from './at-most.ts'
import { imageType } from './image-type.ts'

/** TMDB's sizes; nobody can make us keep any other. */
export const IMAGE_WIDTHS = ['92', '154', '185', '342', '500', '780', '1280', 'original'] as const
export type ImageWidth = (typeof IMAGE_WIDTHS)[number]

const NAME = /^[A-Za-z0-9_-]{1,100}\.(?:jpg|jpeg|png|webp|avif)$/

export interface Images {
  /** Undefined when there is no such picture. Throws `CatalogueError` when it cannot be fetched, `ObjectStoreError` when it cannot be kept. */
  get(width: string, name: string): ReturnType<ObjectStore['get']>
}

export interface ImagesDeps {
  readonly objects: ObjectStore
  readonly system: Pick<System, 'now' | 'fetch'>
  /** Without a slash at the end: `https://image.tmdb.org/t/p`. */
  readonly baseUrl: string
}

export function createImages({ objects, system, baseUrl }: ImagesDeps): Images {
  const flights = singleFlight<boolean>()
  const upstream = atMost(limits.imageFetchesAtOnce, limits.imageFetchQueueMax)
  /** Until when a picture is known not to exist. */
  const missing = new Map<string, number>()

  async function fetchAndKeep(key: string, url: string): Promise<boolean> {
    const picture = await (upstream.run(() => fetchImage(system, url)) ?? tooMany())
    if (!picture) {
      missing.set(key, system.now() + limits.imageNotFoundMs)
      for (const oldest of missing.keys()) {
        if (missing.size <= limits.imageNotFoundMax) break
        missing.delete(oldest)
      }
      return false
    }
    await objects.put(key, (async function* () { yield picture.bytes })(), { contentType: picture.contentType })
    return true
  }

  return {
    async get(width, name) {
      if (!IMAGE_WIDTHS.includes(width as ImageWidth) || !NAME.test(name)) return undefined
      const key = `images/${width}/${name}`
      const kept = await objects.get(key)
      if (kept) return kept
      if ((missing.get(key) ?? 0) > system.now()) return undefined
      missing.delete(key)
      const exists = await flights(key, () => fetchAndKeep(key, `${baseUrl}/${width === 'original' ? width : `w${width}`}/${name}`))
      return exists ? await objects.get(key) : undefined
    },
  }
}

/** Undefined when the picture server has none of that name. */
async function fetchImage(system: Pick<System, 'fetch'>, url: string): Promise<{ bytes: Uint8Array; contentType: string } | undefined> {
  let answer: Response
  let bytes: Uint8Array | undefined
  try {
    // A redirect could point into the local network.
    answer = await system.fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(limits.imageTimeoutMs) })
    bytes = await readBody(answer, limits.imageBytesMax)
  } catch (error) {
    throw new CatalogueError('TMDB_ERROR', 'The picture could not be fetched.', { cause: error })
  }
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw new CatalogueError('TMDB_ERROR', `The picture server answered ${answer.status}.`)
  if (bytes === undefined) throw new CatalogueError('TMDB_ERROR', `The picture is larger than ${limits.imageBytesMax} bytes.`)
  const contentType = imageType(bytes)
  if (contentType === undefined) throw new CatalogueError('TMDB_ERROR', 'What the picture server sent is no picture.')
  return { bytes, contentType }
}

function tooMany(): never {
  throw new CatalogueError('UNAVAILABLE', 'Too many pictures are being fetched already: try again in a moment.')
}
