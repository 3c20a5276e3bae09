/**
 * Pictures of people: what comes in is told by its first bytes, cut to a square and encoded anew, small, so that nothing of the file that was sent
 * is kept but what it shows; where it was taken, for one, is gone. A picture's id is made of what it is.
 */

import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { limits } from '../limits.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { invalid, RequestError } from '../request-error.ts'
import { atMost } from './at-most.ts'
import './convert-image.ts'
import { imageType } from './image-type.ts'

export interface Avatars {
  /** The id of the picture that was made of it. Throws INVALID_INPUT for what is no picture, RATE_LIMITED when too many are being made. */
  keep(userId: string, bytes: Uint8Array): Promise<string>
  get(userId: string, avatar: string): ReturnType<ObjectStore['get']>
  /** With the account. */
  forget(userId: string): Promise<void>
}

export const AVATAR_TYPE = 'image/webp'

export function avatarsIn(objects: Pick<ObjectStore, 'put' | 'get' | 'list' | 'delete'>): Avatars {
  const making = atMost(1, limits.avatarsWaitingMax)
  const folder = (userId: string) => `avatars/${userId}/`

  /** Of former ones some stay, for an undo. */
  async function prune(userId: string): Promise<void> {
    const kept = (await Array.fromAsync(objects.list(folder(userId)))).sort((a, b) => a.modifiedAt < b.modifiedAt ? 1 : -1)
    for (const { key } of kept.slice(limits.avatarsKeptMax)) await objects.delete(key)
  }

  return {
    async keep(userId, bytes) {
      const made = await (making.run(() => squareOf(bytes)) ?? tooMany())
      const avatar = createHash('sha256').update(made).digest('hex').slice(0, 32)
      await objects.put(`${folder(userId)}${avatar}`, once(made), { contentType: AVATAR_TYPE })
      await prune(userId)
      return avatar
    },
    get: (userId, avatar) => objects.get(`${folder(userId)}${avatar}`),
    async forget(userId) {
      for await (const { key } of objects.list(folder(userId))) await objects.delete(key)
    },
  }
}

async function squareOf(bytes: Uint8Array): Promise<Uint8Array> {
  if (imageType(bytes) === undefined) throw invalid('picture', 'must be a JPEG, PNG or WebP picture')
  try {
    return await sharp(bytes, { limitInputPixels: limits.imagePixelsMax, failOn: 'error' }).timeout({ seconds: limits.imageConversionSeconds })
      .autoOrient().resize(limits.avatarPx, limits.avatarPx, { fit: 'cover' }).webp({ quality: 82 }).toBuffer()
  } catch (error) {
    throw new RequestError('INVALID_INPUT', 'This picture is damaged or too large. Choose another one.', { cause: error, details: [{ field: 'picture', message: 'could not be read' }] })
  }
}

function tooMany(): never {
  throw new RequestError('RATE_LIMITED', 'Too many pictures are being made already. Try again in a moment.')
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
