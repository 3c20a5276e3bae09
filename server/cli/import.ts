/** `rewind import`: what an export of another system says, before anybody imports it. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportedFact, ImportedRow } from '../../domain/library-import/imported-row.ts'
import { readLibraryExport } from '../../domain/library-import/read-library-export.ts'
import { unpackExport } from '../library-import/unpack-export.ts'
import { limits } from '../limits.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'

const read: CliCommand = {
  name: 'import read', summary: 'What the export of another system says, line by line, and what of it cannot be read', words: ['FILE'], options: {},
  about: 'FILE is a zip as Letterboxd, Trakt or Rewind make it, or one of its files; a CSV of IMDb, TMDB, Yamtrack or Movary, JSON of Simkl or Watcharr. Nothing is imported. Ends with 1 when nothing of it can be read.',
  async run({ words, print }) {
    const path = words[0]!
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (!bytes) {
      print({ error: 'There is no such file.', code: 'NOT_FOUND' }, `There is no file ${path}.`)
      return EXIT.notFound
    }
    const unpacked = unpackExport(basename(path), bytes, limits.libraryExportUnpacking)
    if ('refused' in unpacked) {
      print({ error: unpacked.message, code: unpacked.code }, unpacked.message)
      return EXIT.failed
    }
    const { rows, lists, problems, problemsLeftOut, files: found } = readLibraryExport(unpacked.files, { rowsMax: limits.libraryImportRowsMax, problemsMax: limits.libraryImportProblemsMax })
    for (const file of found) print({ read: file }, `${file.file}: ${file.holds === null ? 'nothing of a library' : `${file.system} ${file.holds}, ${file.lines} lines`}`)
    for (const list of lists) print({ list }, `list ${list.name}`)
    for (const row of rows) print({ row }, said(row))
    for (const problem of problems) print({ problem }, `${problem.code}  ${problem.message}`)
    if (problemsLeftOut > 0) print({ problemsLeftOut }, `and ${problemsLeftOut} more such lines`)
    return rows.length > 0 ? EXIT.done : EXIT.failed
  },
}

function said({ file, line, title, year, season, episode, ids, facts }: ImportedRow): string {
  const place = season === null ? '' : ` ${season}x${episode ?? '*'}`
  return `${file}:${line}  ${title ?? JSON.stringify(ids)}${year === null ? '' : ` (${year})`}${place}  ${facts.map(factSaid).join(', ')}`
}

function factSaid(fact: ImportedFact): string {
  const when = 'when' in fact && fact.when !== null ? ` ${fact.when.precision === 'by' ? 'by ' : ''}${fact.when.at}` : ''
  switch (fact.kind) {
    case 'rating': return `${fact.rating} (${fact.original})${when}`
    case 'tag': return `#${fact.tag}`
    case 'listed': return `in ${fact.list}, ${fact.position}`
    case 'review': return `review of ${fact.text.length} letters${when}`
    case 'play': case 'watchlist': case 'favourite': case 'dismissed': case 'progress': case 'elsewhere': return `${fact.kind}${when}`
  }
}

export const importCommands: readonly CliCommand[] = [read]
