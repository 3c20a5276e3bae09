/**
 * Where an archive begins that has something before it: the program that extracts it, or bytes that somebody put there. RAR looks for its
 * marker behind a program (RAR 5.0 archive format, "Self-extracting archives"), and so are the others looked for; a zip is found from its end (zip-directory.ts).
 */

import { crc32 } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import type { ArchiveVolume } from './archive-volume.ts'

export interface FoundArchive { readonly kind: 'rar4' | 'rar5' | '7z' | 'zip'; readonly at: number }

const MARKERS: readonly (readonly [FoundArchive['kind'], Uint8Array])[] = [
  ['rar4', Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00)], ['rar5', Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00)],
  ['7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)], ['zip', Uint8Array.of(0x50, 0x4b, 0x03, 0x04)],
]
/** Of a 7z: what its first checksum covers. */
const START_FROM = 12, START_TO = 32

/** The first of each kind, in the order in which they stand there: what an archive holds stands behind its own beginning. */
export async function findArchives(volume: ArchiveVolume): Promise<readonly FoundArchive[]> {
  return markersIn(await volume.read(0, Math.min(volume.sizeBytes, limits.archiveProgramBytesMax)))
}

export function markersIn(bytes: Uint8Array): readonly FoundArchive[] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return MARKERS.flatMap(([kind, marker]) => {
    let at = head.indexOf(marker)
    // The program that unpacks 7z may hold the marker too.
    while (kind === '7z' && at >= 0 && !isSound(head.subarray(at))) at = head.indexOf(marker, at + 1)
    return at < 0 ? [] : [{ kind, at }]
  }).sort((a, b) => a.at - b.at)
}

const isSound = (start: Buffer) => start.length >= START_TO && crc32(start.subarray(START_FROM, START_TO)) === start.readUInt32LE(8)
