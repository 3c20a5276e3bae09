/** Where the bytes of a stored file lie: pieces of volumes, one after another. */

import { ArchiveError } from './archive-error.ts'
import type { ArchiveVolume } from './archive-volume.ts'

export interface StoredExtent {
  /** Index into the volumes that were given. */
  readonly volume: number
  readonly offset: number
  readonly length: number
  /** Where in the file, or in its encrypted bytes, this piece begins. */
  readonly innerOffset: number
}

/** Adds pieces one after another; one that goes on where the last ended becomes part of it. */
export class ExtentList {
  readonly extents: StoredExtent[] = []
  length = 0

  add({ volume, offset, length }: Omit<StoredExtent, 'innerOffset'>): void {
    if (length === 0) return
    const last = this.extents.at(-1)
    if (last && last.volume === volume && last.offset + last.length === offset) this.extents[this.extents.length - 1] = { ...last, length: last.length + length }
    else this.extents.push({ volume, offset, length, innerOffset: this.length })
    this.length += length
  }
}

/** Index of the extent with the byte at `position`; the last one's for what lies past the end. */
function extentAt(extents: readonly StoredExtent[], position: number): number {
  let low = 0, high = extents.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (extents[middle]!.innerOffset <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** The same bytes as pieces of what the outer extents lie in. Throws where they reach past these. */
export function withinExtents(outer: readonly StoredExtent[], start: number, length: number, into: ExtentList): void {
  let at = start, left = length
  for (let index = extentAt(outer, start); left > 0; index++) {
    const extent = outer[index]
    const skip = extent ? at - extent.innerOffset : 0
    if (!extent || skip >= extent.length) throw new ArchiveError('DAMAGED', 'A file in the archive reaches past its end')
    const piece = Math.min(left, extent.length - skip)
    into.add({ volume: extent.volume, offset: extent.offset + skip, length: piece })
    at += piece
    left -= piece
  }
}

/** Reads through extents as if their bytes were a file. */
export async function readExtents(volumes: readonly ArchiveVolume[], extents: readonly StoredExtent[], start: number, end: number): Promise<Uint8Array> {
  const pieces = new ExtentList()
  withinExtents(extents, start, end - start, pieces)
  const parts = await Promise.all(pieces.extents.map(({ volume, offset, length }) => volumes[volume]!.read(offset, offset + length)))
  if (parts.length === 1) return parts[0]!
  const bytes = new Uint8Array(end - start)
  for (const [index, part] of parts.entries()) bytes.set(part, pieces.extents[index]!.innerOffset)
  return bytes
}
