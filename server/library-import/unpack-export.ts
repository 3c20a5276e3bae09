/** The files of an upload: those of a zip, or the one file it is. A zip is what somebody else made: nothing of it is believed, and each of its sizes has a bound. */

import { unzipSync } from 'fflate'
import type { Refusal } from '../../domain/decider.ts'
import { refuse } from '../../domain/decider.ts'
import type { ExportFiles } from '../../domain/library-import/read-library-export.ts'

export interface UnpackBounds {
  readonly entriesMax: number
  /** Of all files that are read, together. */
  readonly bytesMax: number
  /** Unpacked to packed, of one file. What people write shrinks to a tenth, JSON that repeats itself to a fortieth; the most that deflate can is 1,032. */
  readonly ratioMax: number
  /** Smaller files may shrink as they like. */
  readonly ratioFromBytes: number
}

/** What no system exports a library as is not unpacked: pictures, pages, what macOS and Windows add. */
const WANTED = /\.(?:csv|tsv|json|ndjson|txt)$/i
const NOT_MEANT = /(?:^|[/\\])(?:__MACOSX[/\\]|\.)/

/** `name`: of the upload, where it is one file. */
export function unpackExport(name: string, bytes: Uint8Array, { entriesMax, bytesMax, ratioMax, ratioFromBytes }: UnpackBounds): { readonly files: ExportFiles } | Refusal {
  if (bytes.length === 0) return refuse('FILE_EMPTY', `${name} is empty. Export your library again, and choose the new file.`)
  if (!isZip(bytes)) return bytes.length > bytesMax ? tooLarge(name, bytesMax) : { files: { [name]: bytes } }
  let entries = 0
  let total = 0
  let refusal: Refusal | undefined
  try {
    const files = unzipSync(bytes, {
      // The declared size is the most that comes out of a file: what is beyond it is dropped.
      filter(file) {
        entries++
        if (refusal || !WANTED.test(file.name) || NOT_MEANT.test(file.name)) return false
        total += file.originalSize
        if (entries > entriesMax) refusal = refuse('ZIP_TOO_MANY_FILES', `${name} holds more than ${entriesMax.toLocaleString('en')} files. Choose the zip that the other system made, unchanged.`)
        else if (total > bytesMax) refusal = tooLarge(name, bytesMax)
        else if (file.originalSize > ratioFromBytes && file.originalSize > file.size * ratioMax) refusal = refuse('ZIP_EXPANDS_TOO_MUCH', `${file.name} in ${name} unpacks to more than ${ratioMax} times its size, as no export does. Choose the zip that the other system made, unchanged.`)
        return refusal === undefined
      },
    })
    return refusal ?? (Object.keys(files).length > 0 ? { files } : refuse('ZIP_EMPTY', `${name} holds no tables and no JSON. Choose the zip that the other system made, unchanged.`))
  } catch {
    return refusal ?? refuse('ZIP_BROKEN', `${name} is damaged, or protected by a password, and cannot be unpacked. Export your library again, and choose the new file.`)
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 && bytes[3] === 4 || bytes[2] === 5 && bytes[3] === 6)
}

function tooLarge(name: string, bytesMax: number): Refusal {
  return refuse('EXPORT_TOO_LARGE', `${name} holds more than ${Math.floor(bytesMax / 1_048_576)} MB. Import its files a few at a time.`)
}
