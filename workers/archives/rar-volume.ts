/** What one volume of a RAR archive says of itself and of what lies in it; the same for RAR 1.5 to 4 and RAR 5. */

import { indexOfBytes } from './archive-kind.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { HeaderWindow } from './archive-volume.ts'
import { readRar4Volume } from './rar4-volume.ts'
import { readRar5Volume } from './rar5-volume.ts'
import type { RarSecrets } from './rar-secrets.ts'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'

export interface RarEntry {
  readonly name: string
  /** Unpacked; null where the archive does not know. */
  readonly sizeBytes: number | null
  readonly packedBytes: number
  /** Where in this volume its header and its data begin. */
  readonly headerOffset: number
  readonly dataOffset: number
  readonly splitBefore: boolean
  readonly splitAfter: boolean
  readonly kind: 'file' | 'directory' | 'link'
  /** Copied into the archive as it is. */
  readonly stored: boolean
  /** Of the whole file, and only in its last part. */
  readonly crc32: number | null
  /** BLAKE2sp, in RAR5 only. */
  readonly hasOtherChecksum: boolean
  readonly encryption: RarEncryption | null
}

/** Old ciphers have no `version`: they are told apart only to be left to 7-Zip. */
export type RarEncryption =
  | { readonly version: 'rar5'; readonly salt: Uint8Array; readonly iv: Uint8Array; readonly kdfLog2: number; readonly check: Uint8Array | null; readonly keyedChecksum: boolean }
  | { readonly version: 'rar3'; readonly salt: Uint8Array | null }
  | { readonly version: 'old' }

export interface RarVolume {
  readonly format: 'rar4' | 'rar5'
  /** Part of a set. */
  readonly isVolume: boolean
  /** Zero for the first; null where this volume does not say. */
  readonly number: number | null
  readonly isFirst: boolean
  readonly headersEncrypted: boolean
  readonly entries: readonly RarEntry[]
  /** Another volume follows; null where the end of this one is not marked. */
  readonly continues: boolean | null
}

const SIGNATURE_4 = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00)
const SIGNATURE_5 = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00)

export interface RarReadOptions {
  readonly secrets: RarSecrets
  /** To the end of the volume, where RAR4 keeps its number: else no further than what goes on in the next one, which spares a read of what may not have landed. */
  readonly toEnd: boolean
}

/** Throws `ArchiveError`: DAMAGED, PASSWORD_NEEDED or WRONG_PASSWORD where even the names are encrypted, UNSUPPORTED for what is no RAR. */
export async function readRarVolume(volume: ArchiveVolume, options: RarReadOptions): Promise<RarVolume> {
  const window = new HeaderWindow(volume)
  // Before a self-extracting archive stands the program that extracts it.
  const head = await window.bytes(0, Math.min(volume.sizeBytes, limits.archiveHeaderReadBytes))
  const isProgram = (head[0] === 0x4d && head[1] === 0x5a) || (head[0] === 0x7f && head[1] === 0x45)
  const searched = isProgram ? await volume.read(0, Math.min(volume.sizeBytes, limits.archiveProgramBytesMax)) : head.subarray(0, 8)
  const at5 = indexOfBytes(searched, SIGNATURE_5)
  if (at5 >= 0) return readRar5Volume(window, at5 + SIGNATURE_5.length, options)
  const at4 = indexOfBytes(searched, SIGNATURE_4)
  if (at4 >= 0) return readRar4Volume(window, at4 + SIGNATURE_4.length, options)
  throw new ArchiveError('UNSUPPORTED', `${volume.name} is no RAR archive of this time`)
}
