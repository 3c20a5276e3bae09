/** Reads what other systems export: a folder of files in, what they say out. Pure, and it never throws: what cannot be read is a problem with a code. */

import type { ImportProblem, LibraryExport } from './imported-row.ts'

/** By path within the export. */
export type ExportFiles = Readonly<Record<string, Uint8Array>>

export interface ReadingBounds {
  readonly rowsMax: number
  readonly problemsMax: number
}

export function readLibraryExport(files: ExportFiles, bounds: ReadingBounds): LibraryExport {
  const paths = Object.keys(files)
  const problems = paths.map((file): ImportProblem => ({ code: 'FILE_UNKNOWN', file, line: null, message: `${file} is none of the files that can be imported. Choose an export of Letterboxd, Trakt, IMDb, TMDB, Yamtrack or Rewind.` }))
  return {
    files: paths.map((file) => ({ file, system: null, holds: null, lines: 0 })), rows: [], lists: [],
    problems: problems.slice(0, bounds.problemsMax), problemsLeftOut: Math.max(0, problems.length - bounds.problemsMax),
  }
}
