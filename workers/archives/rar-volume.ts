/** What one volume of a RAR archive says of itself and of what lies in it; the same for RAR 1.5 to 4 and RAR 5. */

import { archiveKindOf } from './archive-kind.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { HeaderWindow } from './archive-volume.ts'
import { findArchives, markersIn } from './find-archive.ts'
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

const MARKER_BYTES = { rar4: 7, rar5: 8 } as const

export interface RarReadOptions {
  readonly secrets: RarSecrets
  /** To the end of the volume, where RAR4 keeps its number: else no further than what goes on in the next one, which spares a read of what may not have landed. */
  readonly toEnd: boolean
}

/** Throws `ArchiveError`: DAMAGED, PASSWORD_NEEDED or WRONG_PASSWORD where even the names are encrypted, UNSUPPORTED for what is no RAR. */
export async function readRarVolume(volume: ArchiveVolume, options: RarReadOptions): Promise<RarVolume> {
  const window = new HeaderWindow(volume)
  const head = await window.bytes(0, Math.min(volume.sizeBytes, limits.archiveHeaderReadBytes))
  // Of one that begins like one a marker further on is another archive's.
  const found = (archiveKindOf(head) === 'rar' ? markersIn(head.subarray(0, MARKER_BYTES.rar5)) : await findArchives(volume)).find(({ kind }) => kind === 'rar4' || kind === 'rar5')
  if (found?.kind === 'rar5') return readRar5Volume(window, found.at + MARKER_BYTES.rar5, options)
  if (found?.kind === 'rar4') return readRar4Volume(window, found.at + MARKER_BYTES.rar4, options)
  throw new ArchiveError('UNSUPPORTED', `${volume.name} is no RAR archive of this time`)
}
