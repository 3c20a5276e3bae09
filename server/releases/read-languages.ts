/** The languages a release is spoken in and subtitled in, read from the part of its title behind the name. */

import type { Found } from './find-tags.ts'
import { findAll, unique, wordPattern } from './find-tags.ts'
import { isShort, LANGUAGE_WORDS, OWN_WORDS, SCRIPTS, SUBTITLE_CODES } from './languages.ts'

export interface Languages {
  readonly audio: readonly string[]
  readonly subtitles: readonly string[]
  readonly mentioned: readonly string[]
  readonly tags: readonly string[]
}

const SUBTITLE_WORD = /\b(?:(?:fan|soft|hard|hc)?subs?(?:bed|titles?|titulado)?|legendas?|legendado|napisy|undertekst|ondertiteld|subforced|st|e?subs?)\b/iu
const SUBTITLED_TOKEN = /sub|napisy|vost|legend|内嵌|外挂|字幕/iu
const SUBTITLE_BEHIND = /^[ .-]?subs?(?!\p{L})/iu
/** Two letters that are no word of any language titles are written in. */
const NEVER_WORDS = /^(?:ru|fr|cz|jp|kr|hu|dk)$/i
/** Brackets and spaces behind the last word. */
const MOST_CLOSING = 10
const SUBTITLE_FILES = ['srt', 'sub', 'ass', 'ssa', 'idx']
const MULTI_AUDIO = wordPattern('multi(?:~?(?:audio|lang(?:uage)?s?|vf[2fq]?))?|(?:german|italian|french).{0,12}(?<!web[ ._-]?)~dl|(?<!web[ ._-])dl~german|(?:german|french).{0,12}~ml|(?:tri(?:ple)?|quad)~audio')
const MULTI_SUBS = wordPattern('(?:multi(?:ple)?|m)~?sub(?:s|bed|titles?)?')
const DUAL_AUDIO = wordPattern('(?:dual|2)~?audio|dual|双语')

export function readLanguages(tags: string, whole: string, file: string, container: string | null): Languages {
  const all = findAll(tags, LANGUAGE_WORDS)
  const ofFile = container !== null && SUBTITLE_FILES.includes(container) ? /[._ ([-](\p{L}{2,12})(?:-han[st])?(?:[._](?:sdh|forced|foreign|default|cc|hi)){0,3}(?:[)\]]|\(\d\))?$/iu.exec(file)?.[1] : undefined
  const found = rowsOf(tags, all).flatMap((row) => row.filter((each) => counts(tags, each, row)))
  const rows = rowsOf(tags, found)
  const spoken: string[] = []
  const subtitled: string[] = []
  if (ofFile !== undefined) subtitled.push(...findAll(ofFile, [...LANGUAGE_WORDS, ...SUBTITLE_CODES]).map(({ value }) => value))
  if (ofFile !== undefined && found.length === 0) spoken.push(...subtitled)
  for (const [index, row] of rows.entries()) for (const each of row) (isSubtitle(tags, each, row, rows[index + 1]) ? subtitled : spoken).push(each.value)
  if (/(?<!\p{L})nordic(?!\p{L})/iu.test(tags)) subtitled.push('da', 'fi', 'no', 'sv')
  if (/(?<!\p{L})german(?!\p{L})(?:[ .\w]{0,24})(?<!web)[ .]DL(?!\p{L})|(?<!web[ ._-]|\p{L})DL[ .]german(?!\p{L})/iu.test(tags)) spoken.push('original')
  if (spoken.length === 0 && /字幕[组組社]|双语|雙語/u.test(whole)) spoken.push('zh')
  const scripts = [...SCRIPTS, ...OWN_WORDS].filter(([, script]) => script.test(whole)).map(([language]) => language)
  const named = [...spoken, ...subtitled].filter((language) => language !== 'original').map((language) => language === 'pt-BR' ? 'pt' : language)
  const mentioned = unique([...named, ...scripts.filter((language) => language !== 'zh' || !scripts.includes('ja') || named.includes('zh'))])
  return { audio: unique(spoken), subtitles: unique(subtitled), mentioned: mentioned.sort(), tags: languageTags(tags) }
}

/** A short code in small letters, standing alone, is more likely a word ("it", "no", "de", "may") than a language. */
function counts(text: string, { start, end }: Found<string>, row: Row): boolean {
  const word = text.slice(start, end)
  if (!isShort(word) || /^(?:chs|cht)$/i.test(word)) return true
  const joined = row.some((each) => each.end === start - 1)
  // The last word behind a dash, or alone in the last brackets, is who made it.
  if (!joined && /^[\])} ]*$/.test(text.slice(end, end + MOST_CLOSING)) && text.length - end < MOST_CLOSING && /[-\[]/.test(text[start - 1] ?? '')) return false
  if (SUBTITLE_BEHIND.test(text.slice(end, end + 6)) || joined && row.some((each) => each.start === end + 1)) return true
  // "DTS-ES" is a kind of sound.
  if (/^es$/i.test(word) && /dts[- ]$/i.test(text.slice(Math.max(0, start - 4), start))) return false
  if (word.length > 2 || NEVER_WORDS.test(word) || isList(text, row) || isListed(text, start, end)) return true
  return word === word.toUpperCase() && (!/^(?:IT|NO|DE|ES|AR|ET|HE|HI|MS)$/.test(word) || row.some((each) => each.end === start - 1 || each.start === end + 1))
}

/** "En.Fr.Sp.Pt", "{Fr-Eng}": of three in a row, or of two between brackets, each is one. */
function isList(text: string, row: Row): boolean {
  const direct = row.every((each, index) => index === 0 || each.start === row[index - 1]!.end + 1)
  return direct && (row.length > 2 || row.length === 2 && /[{(]/.test(text[row[0]!.start - 1] ?? ''))
}

/** Beside another word by one of the signs that lists of languages are made with. */
function isListed(text: string, start: number, end: number): boolean {
  return /[+/&,\[(]\s?$/.test(text.slice(Math.max(0, start - 2), start)) || /^\s?[+/&,\])]/.test(text.slice(end, end + 2)) || /[A-Z]{2}[ -]$/.test(text.slice(Math.max(0, start - 3), start))
}

/** "PLSUB", "Eng Subs", "sub ITA-ENG": the word itself says so, the one behind it, or the one before its row. */
function isSubtitle(text: string, each: Found<string>, row: Row, next: Row | undefined): boolean {
  if (SUBTITLED_TOKEN.test(text.slice(each.start, each.end)) || hasSubtitleWordBehind(text, each.end)) return true
  const before = /([\p{L}]+)[ ._:\-\[({]{1,3}$/u.exec(text.slice(Math.max(0, row[0]!.start - 16), row[0]!.start))
  if (before && SUBTITLE_WORD.test(before[1]!)) return true
  // "Ger.Eng.Sub": before the word all of the row are, unless it tells of a row behind it.
  const last = row.at(-1)!
  const alike = row.every(({ start, end }) => isShort(text.slice(start, end)))
  return alike && hasSubtitleWordBehind(text, last.end) && !(next !== undefined && next[0]!.start < last.end + 8)
}

function hasSubtitleWordBehind(text: string, end: number): boolean {
  const behind = /^[ ._-]{0,2}(?:custom[ .])?([\p{L}]+)/iu.exec(text.slice(end, end + 20))
  return behind !== null && SUBTITLE_WORD.test(behind[1]!)
}

/** Languages with nothing but signs of a list between them. */
type Row = readonly Found<string>[]

function rowsOf(text: string, found: readonly Found<string>[]): Row[] {
  const rows: Found<string>[][] = []
  for (const each of found) {
    const end = rows.at(-1)?.at(-1)?.end
    if (end !== undefined && each.start - end <= 3 && /^[ ,+/&.-]+$/.test(text.slice(end, each.start))) rows.at(-1)!.push(each)
    else rows.push([each])
  }
  return rows
}

function languageTags(text: string): string[] {
  const tags: string[] = []
  if (text.search(MULTI_SUBS) >= 0) tags.push('multi subs')
  if (text.replaceAll(MULTI_SUBS, ' ').search(MULTI_AUDIO) >= 0) tags.push('multi audio')
  if (text.search(DUAL_AUDIO) >= 0) tags.push('dual audio')
  return tags
}
