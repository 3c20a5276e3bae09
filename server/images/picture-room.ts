/**
 * Pictures can be had again, so the room they take is bounded: when they have too much, those made longest ago go. What is shown
 * meanwhile is read to its end (OS5 of the object store).
 */

import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { ObjectStore } from '../object-store/object-store.ts'

export interface PictureRoom {
  /** Told of every picture that is kept. Never throws; nobody waits. */
  added(sizeBytes: number): void
  /** Once nothing is being removed. */
  settled(): Promise<void>
}

/** Of so much new they are counted anew, and so much is left when some had to go. */
const LOOK_SHARE = 0.1
const LEFT_SHARE = 0.9

export function pictureRoom({ objects, log }: { readonly objects: ObjectStore; readonly log: Log }, bytesMax: number = limits.imageStoreBytesMax): PictureRoom {
  // What was kept before the start has not been counted.
  let sinceLook = Infinity
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const pictures = await Array.fromAsync(objects.list('images/'))
    const total = pictures.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    if (total <= bytesMax) return
    let left = total
    let removed = 0
    for (const { key, sizeBytes } of pictures.sort((a, b) => a.modifiedAt < b.modifiedAt ? -1 : 1)) {
      if (left <= bytesMax * LEFT_SHARE) break
      await objects.delete(key)
      left -= sizeBytes
      removed++
    }
    log.info({ removed, bytesBefore: total, bytesAfter: left }, 'the oldest pictures were removed: they had more room than they may')
  }

  return {
    added(sizeBytes) {
      sinceLook += sizeBytes
      if (looking || sinceLook < bytesMax * LOOK_SHARE) return
      sinceLook = 0
      looking = look().catch((error: unknown) => log.warn({ err: error }, 'the pictures could not be counted')).finally(() => { looking = undefined })
    },
    async settled() { await looking },
  }
}
