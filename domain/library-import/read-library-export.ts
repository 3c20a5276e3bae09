/** Reads what other systems export: files in, what they say out. Pure, and it never throws: what cannot be read is a problem with a code. */

import { decodeText } from './decode-text.ts'
import type { ExportFile, FileGathering, Gathered, ReadingBounds } from './gathering.ts'
import { emptyGathering, gatheringOf } from './gathering.ts'
import { imdbHolds, readImdb } from './imdb.ts'
import type { ExportSystem, FileRead, LibraryExport } from './imported-row.ts'
import type { LetterboxdExport } from './letterboxd.ts'
import { letterboxdExport, letterboxdHolds, letterboxdOrder, readLetterboxd } from './letterboxd.ts'
import { movaryHolds, readMovary } from './movary.ts'
import { isRewindLog, isRewindState, isRewindTable, readRewindState, readRewindTable } from './rewind-export.ts'
import { settleRows } from './settle-rows.ts'
import { isSimkl, readSimkl } from './simkl.ts'
import { readTmdb, tmdbHolds } from './tmdb.ts'
import type { TraktExport } from './trakt.ts'
import { readTrakt, traktExport, traktHolds, traktOrder } from './trakt.ts'
import { isWatcharr, readWatcharr } from './watcharr.ts'
import { readYamtrack, yamtrackHolds } from './yamtrack.ts'

/** By path within the export. */
export type ExportFiles = Readonly<Record<string, Uint8Array>>

interface Reading {
  readonly files: FileRead[]
  readonly into: Gathered
  readonly bounds: ReadingBounds
  readonly letterboxd: LetterboxdExport
  readonly trakt: TraktExport
}

/** `system` null with no `holds`: none of ours. What holds nothing of a library has nothing to read. */
interface Recognised { readonly system: ExportSystem | null; readonly holds: string | null; readonly order: number; read?(reading: Reading, into: FileGathering): number }

export function readLibraryExport(files: ExportFiles, bounds: ReadingBounds): LibraryExport {
  const reading: Reading = { files: [], into: emptyGathering(), bounds, letterboxd: letterboxdExport(), trakt: traktExport() }
  const tables: { readonly file: ExportFile; readonly known: Recognised }[] = []
  const texts: ExportFile[] = []
  for (const [given, bytes] of Object.entries(files)) {
    const path = given.replaceAll('\\', '/').replaceAll('\0', '')
    const text = decodeText(bytes)
    if (text === undefined) unreadable(path, reading, `${path} is no text. Choose the file that the other system made, unchanged.`)
    else if (/^\s*[[{]/.test(text) || isRewindLog({ path, name: nameOf(path), text })) texts.push({ path, name: nameOf(path), text })
    else {
      const file = { path, name: nameOf(path), text }
      tables.push({ file, known: recogniseTable(file) })
    }
  }
  tables.sort((a, b) => a.known.order - b.known.order)
  texts.sort((a, b) => traktOrder(a.name) - traktOrder(b.name))
  // A page of JSON is parsed, read and forgotten before the next.
  const ownState = texts.map((file) => readJson(file, reading)).includes('state')
  for (const { file, known } of tables) tell(file.path, ownState && known.system === 'rewind' ? { system: 'rewind', holds: null, order: 0 } : known, reading)
  const systems = new Map(reading.files.map(({ file, system }) => [file, system]))
  const { rows, lists, problems, problemsLeftOut } = reading.into
  return { files: reading.files, rows: settleRows(rows, (file) => systems.get(file) ?? null), lists, problems, problemsLeftOut }
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '').toLowerCase()
}

function recogniseTable(file: ExportFile): Recognised {
  // The columns of these two are also some of those that Letterboxd imports.
  if (isRewindTable(file)) return { system: 'rewind', holds: 'library', order: 0, read: (_reading, into) => readRewindTable(file, into) }
  const movary = movaryHolds(file)
  if (movary) return { system: 'movary', holds: movary, order: 0, read: (_reading, into) => readMovary(file, movary, into) }
  const letterboxd = letterboxdHolds(file)
  if (letterboxd === null) return { system: 'letterboxd', holds: null, order: 0 }
  if (letterboxd !== undefined) {
    const read: Recognised['read'] = (reading, into) => readLetterboxd(file, letterboxd, reading.letterboxd, into)
    return { system: 'letterboxd', holds: letterboxd, order: letterboxdOrder(letterboxd), read }
  }
  const imdb = imdbHolds(file)
  if (imdb) return { system: 'imdb', holds: imdb, order: 0, read: (_reading, into) => readImdb(file, imdb, into) }
  const tmdb = tmdbHolds(file)
  if (tmdb) return { system: 'tmdb', holds: tmdb, order: 0, read: (_reading, into) => readTmdb(file, tmdb, into) }
  const yamtrack = yamtrackHolds(file)
  if (yamtrack) return { system: 'yamtrack', holds: yamtrack, order: 0, read: (_reading, into) => readYamtrack(file, into) }
  return { system: null, holds: null, order: 0 }
}

/** What it was, if it was our own. */
function readJson(file: ExportFile, reading: Reading): 'state' | undefined {
  if (isRewindLog(file)) {
    tell(file.path, { system: 'rewind', holds: null, order: 0 }, reading)
    return undefined
  }
  const json = parsed(file.text)
  if (json === undefined) {
    unreadable(file.path, reading, `${file.path} breaks off or is damaged: it is no JSON. Export your library again, and choose the new file.`)
    return undefined
  }
  const known = recogniseJson(file, json)
  tell(file.path, known, reading)
  return known.holds === 'state' ? 'state' : undefined
}

function recogniseJson({ path, name }: ExportFile, json: unknown): Recognised {
  if (isRewindState(json)) return { system: 'rewind', holds: 'state', order: 0, read: (_reading, into) => readRewindState(json, path, into) }
  if (isSimkl(json)) return { system: 'simkl', holds: 'backup', order: 0, read: (_reading, into) => readSimkl(json, path, into) }
  if (isWatcharr(json)) return { system: 'watcharr', holds: 'watched', order: 0, read: (_reading, into) => readWatcharr(json, path, into) }
  const trakt = traktHolds({ path, name, json })
  if (!trakt) return { system: trakt === null ? 'trakt' : null, holds: null, order: 0 }
  return { system: 'trakt', holds: trakt, order: 0, read: (reading, into) => readTrakt({ path, name, json }, reading.trakt, into) }
}

/** What JSON may write, and nobody can keep: zeros and halves of letters. */
const NO_TEXT = /\\u(?:0000|d[89a-f])/i

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, NO_TEXT.test(text) ? (_key, value: unknown) => typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value : undefined)
  } catch {
    return undefined
  }
}

const SYSTEMS = 'Letterboxd, Trakt, IMDb, TMDB, Simkl, Yamtrack, Movary, Watcharr or Rewind'

function tell(file: string, { system, holds, read }: Recognised, reading: Reading): void {
  const into = gatheringOf(file, reading.into, reading.bounds)
  if (system === null) into.problem('FILE_UNKNOWN', null, `${file} is none of the files that can be imported. Choose an export of ${SYSTEMS}, with the names its files had.`)
  reading.files.push({ file, system, holds, lines: read ? read(reading, into) : 0 })
}

function unreadable(file: string, reading: Reading, message: string): void {
  gatheringOf(file, reading.into, reading.bounds).problem('FILE_UNREADABLE', null, message)
  reading.files.push({ file, system: null, holds: null, lines: 0 })
}
