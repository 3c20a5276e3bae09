/** SubStation Alpha, old and new: lines of fields, the last of which is text with overrides in braces. Pure. */

import type { Cue } from './cue.ts'
import { balanced, escaped, withoutEmptyLines } from './cue.ts'
import { placed, settingsOf } from './parse-srt.ts'

/** Styles that a file names, by their lower-case names: where their text stands, and whether it leans. */
export type AssStyles = ReadonlyMap<string, { readonly place: number; readonly italic: boolean; readonly bold: boolean }>

const FIELDS = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text']

export function parseAss(file: string): readonly Cue[] {
  const styles = stylesOf(file)
  const cues: Cue[] = []
  let fields: readonly string[] = FIELDS
  let section = ''
  for (const line of file.split(/\r\n|\n|\r/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.toLowerCase() ?? section
    if (section !== 'events') continue
    if (/^\s*format\s*:/i.test(line)) fields = fieldsOf(line)
    if (!/^\s*dialogue\s*:/i.test(line)) continue
    const values = split(line.slice(line.indexOf(':') + 1), fields.length)
    const value = (name: string) => values[fields.indexOf(name)] ?? ''
    const [startMs, endMs] = [msOf(value('start')), msOf(value('end'))]
    if (startMs !== null) cues.push({ startMs, endMs, ...textOfAss(value('text'), styles.get(styleName(value('style')))) })
  }
  return withoutCopies(cues)
}

/** No version has as many; they are looked through for each line. */
const FIELDS_MAX = 50
const fieldsOf = (line: string): readonly string[] => line.slice(line.indexOf(':') + 1).split(',', FIELDS_MAX).map((field) => field.trim().toLowerCase())

/** A block of Matroska (RFC 9559's companion, "SSA/ASS Subtitles"): the order it was read in, then the fields but for the times. */
export function cueOfBlock(block: string, styles: AssStyles): Pick<Cue, 'text' | 'settings'> {
  const values = split(block, 9)
  return textOfAss(values[8] ?? '', styles.get(styleName(values[2] ?? '')))
}

/** Of the part of a file that Matroska keeps beside a track. */
export function stylesOf(file: string): AssStyles {
  const styles = new Map<string, { place: number; italic: boolean; bold: boolean }>()
  let [section, fields] = ['', [] as readonly string[]]
  for (const line of file.split(/\r\n|\n|\r/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.toLowerCase() ?? section
    if (!section.endsWith('styles')) continue
    if (/^\s*format\s*:/i.test(line)) fields = fieldsOf(line)
    if (!/^\s*style\s*:/i.test(line)) continue
    const values = split(line.slice(line.indexOf(':') + 1), Math.max(1, fields.length)).map((value) => value.trim())
    const value = (name: string) => values[fields.indexOf(name)] ?? ''
    const place = Number(value('alignment')) || 2
    // The old format counts otherwise; its section is without a plus.
    styles.set(styleName(value('name')), { place: section.includes('+') ? place : oldPlace(place), italic: /^-?1$/.test(value('italic')), bold: /^-?1$/.test(value('bold')) })
  }
  return styles
}

const oldPlace = (place: number) => ({ 1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6 } as Readonly<Record<number, number>>)[place] ?? 2
const styleName = (name: string) => name.trim().replace(/^\*/, '').toLowerCase()

/** The last field has the commas that are left. */
function split(text: string, count: number): readonly string[] {
  const values: string[] = []
  let at = 0
  while (values.length < count - 1) {
    const comma = text.indexOf(',', at)
    if (comma < 0) break
    values.push(text.slice(at, comma))
    at = comma + 1
  }
  return [...values, text.slice(at)]
}

function msOf(time: string): number | null {
  const match = /^\s*(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,3}))?\s*$/.exec(time)
  return match ? ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1_000 + Number((match[4] ?? '0').padEnd(3, '0')) : null
}

function textOfAss(text: string, style: { place: number; italic: boolean; bold: boolean } | undefined): Pick<Cue, 'text' | 'settings'> {
  const parts: (string | { tag: 'i' | 'b' | 'u'; on: boolean })[] = [...style?.italic ? [{ tag: 'i' as const, on: true }] : [], ...style?.bold ? [{ tag: 'b' as const, on: true }] : []]
  let drawing = false
  let at = 0
  const say = (plain: string) => { if (!drawing) parts.push(escaped(plain.replaceAll('\\N', '\n').replaceAll('\\n', '\n').replaceAll('\\h', '\u00a0'))) }
  // Braces behind the last that closes are text; looking for the end of each would take for ever.
  for (const match of text.slice(0, text.lastIndexOf('}') + 1).matchAll(/\{([^}]*)\}/g)) {
    say(text.slice(at, match.index))
    at = match.index + match[0].length
    for (const [, name, value] of match[1]!.matchAll(/\\(i|b|u|p|r)(\d*)(?=[\\}\s(]|$)/g)) {
      if (name === 'p') drawing = Number(value) > 0
      else if (name === 'r') parts.push({ tag: 'i', on: style?.italic ?? false }, { tag: 'b', on: style?.bold ?? false }, { tag: 'u', on: false })
      // A weight of 400 is plain.
      else parts.push({ tag: name as 'i', on: name === 'b' ? value === '1' || Number(value) > 400 : value === '1' })
    }
  }
  say(text.slice(at))
  const own = /\\an?\d/.test(text) ? settingsOf(text) : style ? placed(style.place) : ''
  return { text: withoutEmptyLines(balanced(parts)), settings: own }
}

/** Shadows and outlines are drawn as copies of a line at the same time. */
function withoutCopies(cues: readonly Cue[]): readonly Cue[] {
  const seen = new Set<string>()
  return cues.filter(({ startMs, endMs, text }) => {
    const key = `${startMs} ${endMs} ${text}`
    return !seen.has(key) && seen.add(key)
  })
}
