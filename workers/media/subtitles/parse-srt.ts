/** SubRip: a number, a line of times, lines of text. Nobody wrote it down; this reads what players read. Pure, linear. */

import type { Cue } from './cue.ts'
import { balanced, escaped, withoutEmptyLines } from './cue.ts'

const TIME = String.raw`(?:(\d{1,3})[ ]?:[ ]?)?(\d{1,2})[ ]?:[ ]?(\d{1,2})(?:[ ]?[,.:][ ]?(\d{1,3}))?`
const TIMES = new RegExp(String.raw`^[ \t]*${TIME}[ \t]*-{1,2}>[ \t]*${TIME}`)

export function parseSrt(text: string): readonly Cue[] {
  const lines = text.split(/\r\n|\n|\r/)
  const cues: Cue[] = []
  let upcoming: { startMs: number; endMs: number; lines: string[] } | undefined
  const finish = () => {
    if (!upcoming) return
    const { startMs, endMs } = upcoming
    cues.push({ startMs, endMs, ...textOfSrt(upcoming.lines.join('\n')) })
    upcoming = undefined
  }
  for (const line of lines) {
    const match = line.includes('>') ? TIMES.exec(line) : null
    if (match) {
      // The number above the times belongs to them; a number that is spoken has its own times above it.
      if (upcoming && /^\s*\d+\s*$/.test(upcoming.lines.at(-1) ?? '')) upcoming.lines.pop()
      finish()
      upcoming = { startMs: msOf(match, 1), endMs: msOf(match, 5), lines: [] }
    } else upcoming?.lines.push(line)
  }
  finish()
  return cues
}

function msOf(match: RegExpExecArray, at: number): number {
  const [hours, minutes, seconds, part = '0'] = match.slice(at, at + 4)
  return ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(part.padEnd(3, '0'))
}

/** The text of one subtitle. HTML's `i`, `b`, `u` stay; its fonts and colours, and what SubStation's fans write into it, go. */
export function textOfSrt(text: string): Pick<Cue, 'text' | 'settings'> {
  const settings = settingsOf(text)
  // Line breaks that a writer put as SubStation's or HTML's.
  // Only up to the last brace that closes: looking for the end of each that does not would take for ever.
  const closed = text.lastIndexOf('}') + 1
  const plain = `${text.slice(0, closed).replace(/\{\\[^}]*\}/g, '')}${text.slice(closed)}`.replaceAll('\\N', '\n').replace(/<br\s*\/?>/gi, '\n').replaceAll('\u200b', '').trim()
  const parts: (string | { tag: 'i' | 'b' | 'u'; on: boolean })[] = []
  let at = 0
  for (const match of plain.matchAll(/<(\/?)(i|b|u|em|strong|font|span|c|s|ruby|rt)\b[^<>]{0,300}>/gi)) {
    parts.push(escaped(entities(plain.slice(at, match.index))))
    const tag = ({ i: 'i', em: 'i', b: 'b', strong: 'b', u: 'u' } as const)[match[2]!.toLowerCase() as 'i']
    if (tag) parts.push({ tag, on: match[1] === '' })
    at = match.index + match[0].length
  }
  parts.push(escaped(entities(plain.slice(at))))
  return { text: withoutEmptyLines(balanced(parts)), settings }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }
const entities = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos|nbsp|lrm|rlm);/g, (_, name: string) => ENTITIES[name]!)

/** `{\an8}` is at the top: places go by a numeric keypad; the older `{\a6}` by numbers of its own. */
export function settingsOf(text: string): string {
  const pad = /\\an([1-9])/.exec(text)
  const old = /\\a(\d{1,2})(?!\d)/.exec(text)
  const place = pad ? Number(pad[1]) : old ? ({ 1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6 } as Readonly<Record<number, number>>)[Number(old[1])] ?? 2 : 2
  return placed(place)
}

export function placed(place: number): string {
  const line = place >= 7 ? 'line:5%' : place >= 4 ? 'line:45%' : ''
  const align = place % 3 === 1 ? 'position:5% align:start' : place % 3 === 0 ? 'position:95% align:end' : ''
  return [line, align].filter((each) => each !== '').join(' ')
}
