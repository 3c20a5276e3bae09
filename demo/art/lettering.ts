/** Titles set to measure: broken into lines of like length, each line as large as the column lets it be. */

import type { Face } from './render.ts'
import { textElement, textWidthEm } from './render.ts'

export interface Column {
  readonly x: number
  readonly anchor: 'start' | 'middle'
  readonly width: number
  /** No line is taller than this. */
  readonly sizeMax: number
  readonly face: Face
  readonly fill: string
  readonly letterSpacingEm?: number
  /** Baseline to baseline, in sizes. */
  readonly leading: number
  readonly linesMax: number
  /** The block is no taller than this: the picture needs its share. */
  readonly heightMax: number
}

export interface Lettering {
  readonly height: number
  /** With the top of its first capitals at `y`. */
  at(y: number): string
}

const CAPITAL_HEIGHT: Record<Face, number> = {
  Limelight: 0.72,
  'League Gothic': 0.72,
  'Josefin Sans': 0.7,
  'Poiret One': 0.7,
}

export async function setLines(text: string, column: Column): Promise<Lettering> {
  const spacing = column.letterSpacingEm ?? 0
  let best: { lines: string[]; size: number; area: number } | undefined
  for (let count = 1; count <= column.linesMax; count++) {
    const lines = balanced(text, count)
    if (lines.length !== count) break
    const widest = Math.max(...await Promise.all(lines.map((words) => textWidthEm(words, column.face, spacing))))
    const heightInSizes = CAPITAL_HEIGHT[column.face] + (count - 1) * column.leading
    const size = Math.min(column.sizeMax, column.width / widest, column.heightMax / heightInSizes)
    const area = size * (1 - 0.09 * (count - 1))
    if (!best || area > best.area) best = { lines, size, area }
  }
  const { lines, size } = best!
  const capital = CAPITAL_HEIGHT[column.face] * size
  return {
    height: capital + (lines.length - 1) * size * column.leading,
    at: (y) =>
      lines.map((words, index) =>
        textElement({
          text: words,
          face: column.face,
          x: column.x,
          y: y + capital + index * size * column.leading,
          size,
          fill: column.fill,
          anchor: column.anchor,
          letterSpacingEm: spacing,
        })
      ).join(''),
  }
}

/** The words in `count` lines whose longest is as short as can be; fewer lines when there is no such way. */
function balanced(text: string, count: number): string[] {
  const words = text.split(' ')
  const wrapped = (measure: number): string[] =>
    words.reduce<string[]>((lines, word) => {
      const last = lines.at(-1)
      return last !== undefined && last.length + 1 + word.length <= measure
        ? [...lines.slice(0, -1), `${last} ${word}`]
        : [...lines, word]
    }, [])
  let measure = Math.max(Math.ceil(text.length / count), ...words.map((word) => word.length))
  while (wrapped(measure).length > count) measure++
  return wrapped(measure)
}
