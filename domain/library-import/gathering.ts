/** Where the readers put what they find, within bounds. */

import type { ImportedFact, ImportedList, ImportedRow, ImportedTime, ImportProblem, ImportProblemCode } from './imported-row.ts'
import type { TableProblems } from './csv-records.ts'
import { decimalOf, isEmpty, ratingOfTen, timeOf, wholeOf, yearOf } from './read-values.ts'

export interface ExportFile {
  /** Within the export, with slashes. */
  readonly path: string
  /** The last part of it, small letters. */
  readonly name: string
  readonly text: string
}

/** What a reader has of one file while it reads it. */
export interface FileGathering {
  /** A row with no facts is none; one that says not what it is about is a problem. */
  row(row: Omit<ImportedRow, 'file'>): void
  list(list: ImportedList): void
  problem(code: ImportProblemCode, line: number | null, message: string): void
}

export interface Gathered {
  readonly rows: ImportedRow[]
  readonly lists: ImportedList[]
  readonly problems: ImportProblem[]
  problemsLeftOut: number
}

export interface ReadingBounds {
  readonly rowsMax: number
  readonly problemsMax: number
}

export function emptyGathering(): Gathered {
  return { rows: [], lists: [], problems: [], problemsLeftOut: 0 }
}

export function gatheringOf(file: string, into: Gathered, { rowsMax, problemsMax }: ReadingBounds): FileGathering {
  let full = false
  const problem: FileGathering['problem'] = (code, line, message) => {
    if (into.problems.length >= problemsMax) into.problemsLeftOut++
    else into.problems.push({ code, file, line, message })
  }
  return {
    problem,
    list: (list) => { into.lists.push(list) },
    row(row) {
      if (row.facts.length === 0) return
      if (row.title === null && isEmpty(row.ids) && (row.episodeIds === null || isEmpty(row.episodeIds))) {
        problem('LINE_INCOMPLETE', row.line, `Line ${row.line} of ${file} names no title and no id: nobody can tell what it is about.`)
      } else if (into.rows.length < rowsMax) {
        into.rows.push({ file, ...row })
      } else if (!full) {
        full = true
        problem('TOO_MANY_ROWS', row.line, `An import takes ${rowsMax.toLocaleString('en')} lines: from line ${row.line} of ${file} on, nothing was read. Import the rest on its own.`)
      }
    },
  }
}

/** Of the export's own table: what its lines that cannot be read are told as. */
export function tableProblems(file: string, { problem }: FileGathering): TableProblems {
  return { unreadable: (line, why) => { problem('LINE_UNREADABLE', line, `Line ${line} of ${file} cannot be read: ${why}.`) } }
}

/** The values of one line, each that means nothing told as a problem and read as none. */
export interface LineReading {
  time(text: string): ImportedTime | null
  /** Of so many points; `[]` for none. */
  rating(text: string, points: 5 | 10, when: ImportedTime | null): readonly Extract<ImportedFact, { kind: 'rating' }>[]
  number(text: string, what: string): number | null
  year(text: string): number | null
}

export function lineReading(file: string, line: number, { problem }: FileGathering): LineReading {
  const meaningless = (text: string, what: string, meant: string) => {
    problem('VALUE_UNREADABLE', line, `"${text.slice(0, SHOWN_MAX)}" in line ${line} of ${file} is no ${what}: ${meant} was expected. The rest of the line was read.`)
  }
  return {
    time(text) {
      const time = timeOf(text)
      if (time === undefined) meaningless(text, 'date', 'a date as 2026-01-31')
      return time ?? null
    },
    rating(text, points, when) {
      const given = decimalOf(text)
      if (given === null) return []
      const ofTen = given === undefined ? undefined : given * 10 / points
      if (ofTen !== undefined && ofTen > 0 && ofTen <= 10) return [{ kind: 'rating', rating: ratingOfTen(ofTen), ofTen, original: `${text}/${points}`, when }]
      meaningless(text, 'rating', `a number up to ${points}`)
      return []
    },
    number(text, what) {
      const number = wholeOf(text)
      if (number === undefined) meaningless(text, what, 'a whole number')
      return number ?? null
    },
    year(text) {
      const year = yearOf(text)
      if (year === null && text !== '') meaningless(text, 'year', 'a year as 1999')
      return year
    },
  }
}

const SHOWN_MAX = 80
