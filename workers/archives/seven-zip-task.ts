/** What is asked of 7-Zip in its sandbox, as one line of JSON, and what it answers, a line at a time. */

import type { ArchiveErrorCode } from './archive-error.ts'
import type { ArchiveSet } from './archive-sets.ts'

export interface SevenZipTask {
  /** In order. */
  readonly volumes: readonly string[]
  /** How they are shown to 7-Zip, under names that it knows: as volumes, or as one file of which they are slices. */
  readonly shownAs: 'rar-volumes' | 'zip-volumes' | 'one-file'
  /** Tried in this order. */
  readonly passwords: readonly string[]
  /** Undefined to list only. Must exist. */
  readonly into: string | null
  readonly limits: SevenZipLimits
}

export interface SevenZipLimits {
  readonly entriesMax: number
  /** Of all files together. */
  readonly bytesMax: number
  /** Unpacked to packed; asked only above `ratioFromBytes`. */
  readonly ratioMax: number
  readonly ratioFromBytes: number
}

export interface SevenZipEntry {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link'
  readonly sizeBytes: number | null
  readonly isEncrypted: boolean
}

export interface SevenZipFile {
  /** As the archive has it: not to be used as a path. */
  readonly name: string
  /** In the folder that was named, given by us. */
  readonly storedAs: string
  readonly sizeBytes: number
}

export interface SevenZipProblem {
  readonly code: ArchiveErrorCode
  readonly message: string
  /** What of the archive it is about; null for all of it. */
  readonly file: string | null
}

export type SevenZipAnswer =
  | { readonly answer: 'progress'; readonly bytes: number }
  /** The disk, or what holds the volumes: no word about the archive. */
  | { readonly answer: 'fault'; readonly code: string }
  | { readonly answer: 'done'; readonly entries: readonly SevenZipEntry[]; readonly files: readonly SevenZipFile[]; readonly problems: readonly SevenZipProblem[] }

/** A zip is in volumes that count from their own beginnings (.z01, .zip), or merely cut (.zip.001). */
export function shownAs({ kind, name, isSliced, volumes }: ArchiveSet): SevenZipTask['shownAs'] {
  if (volumes.length === 1 || (isSliced && (kind !== 'zip' || !/\.z(?:ip|\d+)$/i.test(name)))) return 'one-file'
  return kind === 'zip' ? 'zip-volumes' : 'rar-volumes'
}
