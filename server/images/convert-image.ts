/**
 * Pictures in the form that browsers take best, made by sharp (libvips). What comes in may be made to harm: it is told by its
 * first bytes, read by three loaders alone, refused beyond a number of pixels before any is decoded, and given up after a time.
 * What goes out is encoded anew: nothing of the file that came passes through but what it shows.
 */

import sharp from 'sharp'
import { limits } from '../limits.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { imageType } from './image-type.ts'

/** `plain`: JPEG, or PNG where the picture can be seen through. */
export const IMAGE_FORMATS = ['avif', 'webp', 'plain'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

export interface ConvertedImage {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** `#rrggbb`, the one it has most of. */
  readonly colour: string
}

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] })
// One thread a picture, and none of it kept: how many are made at once is decided in one place, and so is what is kept.
sharp.concurrency(1)
sharp.cache(false)

/** Effort 2 of 9: of a poster it makes a fifth of its JPEG in a fiftieth of a second; effort 4 gains a tenth for ten times the time. */
const AVIF = { quality: 55, effort: 2 } as const
const WEBP = { quality: 80, effort: 2 } as const
const JPEG = { quality: 82, mozjpeg: true } as const
const COLOUR_SAMPLE = 24

/** At most `width` pixels wide, never enlarged. Throws `CatalogueError` for what is no picture, too large, or too long in the making. */
export async function convertImage(bytes: Uint8Array, width: number, format: ImageFormat): Promise<ConvertedImage> {
  if (imageType(bytes) === undefined) throw new CatalogueError('TMDB_ERROR', 'What the picture server sent is no picture.')
  const source = () => sharp(bytes, { limitInputPixels: limits.imagePixelsMax, failOn: 'error' }).timeout({ seconds: limits.imageConversionSeconds })
  try {
    const resized = source().autoOrient().resize({ width, withoutEnlargement: true })
    const seenThrough = format === 'plain' && (await source().metadata()).hasAlpha
    const encoded = format === 'avif' ? resized.avif(AVIF) : format === 'webp' ? resized.webp(WEBP) : seenThrough ? resized.png() : resized.jpeg(JPEG)
    const made = await encoded.toBuffer()
    const { dominant } = await sharp(await source().resize(COLOUR_SAMPLE, COLOUR_SAMPLE, { fit: 'fill' }).flatten().png().toBuffer()).stats()
    return { bytes: made, contentType: format === 'plain' ? (seenThrough ? 'image/png' : 'image/jpeg') : `image/${format}`, colour: hex(dominant) }
  } catch (error) {
    throw new CatalogueError('TMDB_ERROR', 'The picture is damaged, too large or not what it says it is.', { cause: error })
  }
}

function hex({ r, g, b }: { readonly r: number; readonly g: number; readonly b: number }): string {
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
