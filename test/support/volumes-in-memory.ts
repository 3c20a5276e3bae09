/** Volumes of archives whose bytes are there; counts what is read of them. */

import type { ArchiveVolume } from '../../workers/archives/archive-volume.ts'
import type { StoredExtent } from '../../workers/archives/stored-extents.ts'

export interface CountedVolume extends ArchiveVolume { readonly reads: readonly { readonly start: number; readonly end: number }[] }

export function volumesInMemory(files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly predicted?: boolean }[]): readonly CountedVolume[] {
  return files.map(({ name, bytes, predicted = false }) => {
    const reads: { start: number; end: number }[] = []
    return {
      name, sizeBytes: bytes.length, predicted, reads,
      async read(start, end) {
        if (predicted || !(start >= 0 && start <= end && end <= bytes.length)) throw new RangeError(`${name}: ${start} to ${end} of ${bytes.length} cannot be read`)
        reads.push({ start, end })
        return bytes.subarray(start, end)
      },
    }
  })
}

export function bytesAt(files: readonly { readonly bytes: Uint8Array }[], extents: readonly StoredExtent[]): Uint8Array {
  return new Uint8Array(Buffer.concat(extents.map(({ volume, offset, length }) => files[volume]!.bytes.subarray(offset, offset + length))))
}
