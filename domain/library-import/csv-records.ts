/** Tables of text (RFC 4180, by the package `papaparse`) as people get them: any usual delimiter, quoted line breaks, a quote too many. */

import Papa from 'papaparse'

/** Its cells are without the white space around them. `line`: of the text, where it begins, from 1. */
export type EachRecord = (cells: readonly string[], line: number) => void

/** After a quote that is not closed on its line, and takes in what follows it, reading begins again on the next: so often at most. */
const BROKEN_MAX = 1_000
/** When it was looked for to the end of the text. */
const UNCLOSED_MAX = 10

/** Empty lines are left out. Answers with the lines that cannot be told apart into cells, since a quote in them is not closed. */
export function forEachRecord(text: string, each: EachRecord): readonly number[] {
  const delimiter = delimiterOf(text)
  const broken: number[] = []
  let unclosed = 0
  let rest = text
  let line = 1
  while (rest !== '') {
    const stop = readUntilBroken(rest, delimiter, line, each)
    if (stop === undefined) break
    broken.push(stop.line)
    if (stop.toTheEnd) unclosed++
    const next = rest.indexOf('\n', stop.at)
    if (next === -1 || unclosed > UNCLOSED_MAX || broken.length > BROKEN_MAX) break
    rest = rest.slice(next + 1)
    line = stop.line + 1
  }
  return broken
}

interface Broken { readonly at: number; readonly line: number; readonly toTheEnd: boolean }

function readUntilBroken(text: string, delimiter: string, firstLine: number, each: EachRecord): Broken | undefined {
  let line = firstLine
  let at = 0
  let broken: Broken | undefined
  Papa.parse<string[]>(text, {
    delimiter, newline: '\n',
    step({ data, errors, meta }, parser) {
      const toTheEnd = errors.some(({ code }) => code === 'MissingQuotes')
      // A quote within quotes is a slip; where a line ends before it, it closes what was never to be open.
      if (toTheEnd || errors.length > 0 && data.some((cell) => cell.includes('\n'))) {
        broken = { at, line, toTheEnd }
        parser.abort()
        return
      }
      const cells = data.map((cell) => cell.trim())
      if (cells.some((cell) => cell !== '')) each(cells, line)
      for (const cell of data) if (cell.includes('\n')) line += cell.split('\n').length - 1
      line++
      at = meta.cursor
    },
  })
  return broken
}

const DELIMITERS = [',', ';', '\t'] as const

/** Spreadsheets write semicolons where a comma is in numbers. The first line that has any of the three says which. */
function delimiterOf(text: string): string {
  const first = /^.*[,;\t].*$/m.exec(text)?.[0] ?? ''
  const count = (delimiter: string) => first.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => count(delimiter) > count(best) ? delimiter : best)
}

/** One line of a table whose first line names its columns. */
export interface TableLine {
  readonly line: number
  /** What is in the first of these columns that the table has; names as `columnName` makes them. Empty where it has none. */
  cell(...names: readonly string[]): string
}

/** Spelled alike whatever their case and punctuation: "Your Rating", `your_rating`. */
export function columnName(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** The names of the columns, of the first line that is not empty. */
export function columnsOf(text: string): readonly string[] {
  let first: readonly string[] | undefined
  forEachRecord(text.slice(0, HEADER_CHARACTERS_MAX), (cells) => { first ??= cells.map(columnName) })
  return first ?? []
}

const HEADER_CHARACTERS_MAX = 4_096

export interface TableProblems { unreadable(line: number, why: string): void }

/** Its lines after the first. Answers with how many there are, those that cannot be read included. */
export function forEachLine(text: string, each: (line: TableLine) => void, problems: TableProblems): number {
  let columns: ReadonlyMap<string, number> | undefined
  let width = 0
  let lines = 0
  const unclosed = forEachRecord(text, (cells, line) => {
    if (columns === undefined) {
      columns = new Map(cells.map((name, index) => [columnName(name), index] as const).reverse())
      width = cells.length
      return
    }
    lines++
    if (cells.slice(width).some((cell) => cell !== '')) problems.unreadable(line, `it has ${cells.length} columns, and the first line names ${width}`)
    else each(lineOf(cells, line, columns))
  })
  for (const line of unclosed) problems.unreadable(line, 'a quotation mark in it is not closed')
  return lines + unclosed.length
}

function lineOf(cells: readonly string[], line: number, columns: ReadonlyMap<string, number>): TableLine {
  return {
    line,
    cell(...names) {
      for (const name of names) {
        const index = columns.get(name)
        if (index !== undefined) return cells[index] ?? ''
      }
      return ''
    },
  }
}
