/** Reads one upload, and ends: a hundred thousand lines take a core for seconds, which nobody's request must feel. */

import type { LibraryExport } from '../../domain/library-import/imported-row.ts'
import { readLibraryExport } from '../../domain/library-import/read-library-export.ts'
import { limits } from '../../server/limits.ts'
import { unpackExport } from '../../server/library-import/unpack-export.ts'
import type { OfThread } from '../run-thread.ts'

export type ToReadThread = { readonly type: 'start'; readonly name: string; readonly bytes: Uint8Array } | { readonly type: 'stop' }
export type FromReadThread = OfThread | { readonly type: 'read'; readonly read: LibraryExport } | { readonly type: 'refused'; readonly code: string; readonly message: string }

const tell = (message: FromReadThread) => self.postMessage(message)

self.onmessage = ({ data }: MessageEvent<ToReadThread>) => {
  if (data.type === 'start') {
    const unpacked = unpackExport(data.name, data.bytes, limits.libraryExportUnpacking)
    tell('refused' in unpacked ? { type: 'refused', code: unpacked.code, message: unpacked.message }
      : { type: 'read', read: readLibraryExport(unpacked.files, { rowsMax: limits.libraryImportRowsMax, problemsMax: limits.libraryImportProblemsMax }) })
  }
  tell({ type: 'stopped' })
}
