/** Posters and backdrops: fetched once from the catalogue's picture server, then ours, in the form each browser takes best. */

import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import type { System } from '../system.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { readBody } from '../read-body.ts'
import { singleFlight } from '../catalogue/single-flight.ts'
import { atMost } from './at-most.ts'
import type { ImageFormat } from './convert-image.ts'
import { convertImage } from './convert-image.ts'
import { imageType } from './image-type.ts'
import type { PictureColours } from './picture-colours.ts'
import type { PictureRoom } from './picture-room.ts'

/** Widths in pixels; nobody can make us keep any other. TMDB has them too, of most kinds of picture. */
export const IMAGE_WIDTHS = ['92', '154', '185', '342', '500', '780', '1280'] as const
export type ImageWidth = (typeof IMAGE_WIDTHS)[number]

const NAME = /^[A-Za-z0-9_-]{1,100}\.(?:jpg|jpeg|png|webp|avif)$/

/** How a question ended: from the store, made now, not there, or not to be had. */
export type ImageOutcome = 'kept' | 'made' | 'missing' | 'failed'

export interface Images {
  /** Undefined when there is no such picture. Throws `CatalogueError` when it cannot be fetched or read, `ObjectStoreError` when it cannot be kept. */
  get(width: string, name: string, format: ImageFormat): ReturnType<ObjectStore['get']>
}

export interface ImagesDeps {
  readonly objects: ObjectStore
  readonly colours: Pick<PictureColours, 'note'>
  readonly room: Pick<PictureRoom, 'added'>
  readonly system: Pick<System, 'now' | 'fetch'>
  readonly log: Log
  /** Without a slash at the end: `https://image.tmdb.org/t/p`. */
  readonly baseUrl: string
  counted(outcome: ImageOutcome): void
}

export function createImages({ objects, colours, room, system, log, baseUrl, counted }: ImagesDeps): Images {
  const fetches = singleFlight<Uint8Array | undefined>()
  const makings = singleFlight<boolean>()
  // Of those that wait for their turn nothing is in memory yet: one that has been fetched holds its place until it is made.
  const works = atMost(limits.imagesMadeAtOnce, limits.imageQueueMax)
  const conversions = atMost(limits.imageConversionsAtOnce, limits.imagesMadeAtOnce)
  /** Until when it is not asked for again, and why: it does not exist (null), or cannot be read. */
  const useless = new Map<string, { readonly untilMs: number; readonly error: CatalogueError | null }>()

  function remember(key: string, error: CatalogueError | null): void {
    useless.set(key, { untilMs: system.now() + limits.imageNotFoundMs, error })
    for (const oldest of useless.keys()) {
      if (useless.size <= limits.imageNotFoundMax) break
      useless.delete(oldest)
    }
  }

  /** As the picture server has it; undefined when it has none of that name. */
  function source(key: string, width: ImageWidth, name: string): Promise<Uint8Array | undefined> {
    return fetches(key, async () => {
      const kept = await objects.get(key)
      if (kept) return new Uint8Array(await new Response(kept.body).arrayBuffer())
      // Not every kind of picture is there in every width; from the original we make it ourselves.
      return await fetchImage(system, `${baseUrl}/w${width}/${name}`) ?? await fetchImage(system, `${baseUrl}/original/${name}`)
    })
  }

  async function make(key: string, madeKey: string, width: ImageWidth, name: string, format: ImageFormat): Promise<boolean> {
    const bytes = await source(key, width, name)
    if (!bytes) {
      remember(key, null)
      return false
    }
    const made = await (conversions.run(() => convertImage(bytes, Number(width), format)) ?? tooMany()).catch((error: unknown) => {
      if (error instanceof CatalogueError && error.code === 'TMDB_ERROR') {
        remember(key, error)
        log.warn({ err: error, width, name }, 'a picture was refused')
      }
      throw error
    })
    // The source is kept for the other formats, but never one that could not be read.
    if (!await objects.head(key)) room.added((await objects.put(key, once(bytes), { contentType: imageType(bytes)! })).sizeBytes)
    room.added((await objects.put(madeKey, once(made.bytes), { contentType: made.contentType })).sizeBytes)
    await colours.note(`/${name}`, made.colour)
    return true
  }

  async function find(width: ImageWidth, name: string, format: ImageFormat) {
    const key = `images/${width}/${name}`
    const madeKey = `${key}.${format}`
    const kept = await objects.get(madeKey)
    if (kept) return { picture: kept, outcome: 'kept' as const }
    const known = useless.get(key)
    if (known && known.untilMs > system.now()) {
      if (known.error) throw known.error
      return { picture: undefined, outcome: 'missing' as const }
    }
    useless.delete(key)
    const exists = await makings(madeKey, async () => await (works.run(() => make(key, madeKey, width, name, format)) ?? tooMany()))
    return exists ? { picture: await objects.get(madeKey), outcome: 'made' as const } : { picture: undefined, outcome: 'missing' as const }
  }

  return {
    async get(width, name, format) {
      if (!IMAGE_WIDTHS.includes(width as ImageWidth) || !NAME.test(name)) return undefined
      try {
        const { picture, outcome } = await find(width as ImageWidth, name, format)
        counted(outcome)
        return picture
      } catch (error) {
        counted('failed')
        throw error
      }
    },
  }
}

/** Undefined when the picture server has none of that name. */
async function fetchImage(system: Pick<System, 'fetch'>, url: string): Promise<Uint8Array | undefined> {
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
  return bytes
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

function tooMany(): never {
  throw new CatalogueError('UNAVAILABLE', 'Too many pictures are being made already: try again in a moment.')
}
