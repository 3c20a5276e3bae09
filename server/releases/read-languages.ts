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
const SUBTITLE_FILES = ['srt', 'sub', 'ass', 'ssa', 'idx']
const MULTI_AUDIO = wordPattern('multi(?:~?(?:audio|lang(?:uage)?s?|vf[2fq]?))?|(?:german|italian|french).{0,12}(?<!web[ ._-]?)~dl|(?:german|french).{0,12}~ml|(?:tri(?:ple)?|quad)~audio')
const MULTI_SUBS = wordPattern('(?:multi(?:ple)?|m)~?sub(?:s|bed|titles?)?')
const DUAL_AUDIO = wordPattern('(?:dual|2)~?audio|dual|双语')

export function readLanguages(tags: string, whole: string, file: string, container: string | null): Languages {
  const all = findAll(tags, LANGUAGE_WORDS)
  const ofFile = container !== null && SUBTITLE_FILES.includes(container) ? /[._ ([-](\p{L}{2,12})(?:-han[st])?(?:[._](?:sdh|forced|cc|hi))?(?:[)\]]|\(\d\))?$/iu.exec(file)?.[1] : undefined
  const found = [...all.filter((each) => counts(tags, each, all))]
  const spoken: string[] = []
  const subtitled: string[] = []
  if (ofFile !== undefined) subtitled.push(...findAll(ofFile, [...LANGUAGE_WORDS, ...SUBTITLE_CODES]).map(({ value }) => value))
  for (const each of found) (isSubtitle(tags, each, found) ? subtitled : spoken).push(each.value)
  if (/(?<!\p{L})nordic(?!\p{L})/iu.test(tags)) subtitled.push('da', 'fi', 'no', 'sv')
  if (/(?<!\p{L})german(?!\p{L})(?:[ .\w]{0,24})[ .]DL(?!\p{L})/iu.test(tags)) spoken.push('original')
  if (spoken.length === 0 && /字幕[组組社]|双语|雙語/u.test(whole)) spoken.push('zh')
  const scripts = [...SCRIPTS, ...OWN_WORDS].filter(([, script]) => script.test(whole)).map(([language]) => language)
  const named = [...spoken, ...subtitled].filter((language) => language !== 'original').map((language) => language === 'pt-BR' ? 'pt' : language)
  const mentioned = unique([...named, ...scripts.filter((language) => language !== 'zh' || !scripts.includes('ja') || named.includes('zh'))])
  return { audio: unique(spoken), subtitles: unique(subtitled), mentioned: mentioned.sort(), tags: languageTags(tags) }
}

/** A short code in small letters, standing alone, is more likely a word ("it", "no", "de", "may") than a language. */
function counts(text: string, { start, end }: Found<string>, all: readonly Found<string>[]): boolean {
  const word = text.slice(start, end)
  if (!isShort(word) || /^(?:chs|cht)$/i.test(word)) return true
  const joined = all.some((each) => each.end === start - 1)
  // The last word behind a dash, or alone in the last brackets, is who made it.
  if (!joined && /^[\])} ]*$/.test(text.slice(end)) && /[-\[]$/.test(text.slice(0, start))) return false
  if (SUBTITLE_BEHIND.test(text.slice(end, end + 6)) || joined && all.some((each) => each.start === end + 1)) return true
  // "DTS-ES" is a kind of sound.
  if (/^es$/i.test(word) && /dts[- ]$/i.test(text.slice(Math.max(0, start - 4), start))) return false
  if (word.length === 2) return NEVER_WORDS.test(word) || isInList(text, start, end, all) || word === word.toUpperCase() && !/^(?:IT|NO|DE|ES|AR|ET|HE|HI|MS)$/.test(word) || isListed(text, start, end) || word === word.toUpperCase() && all.some((each) => each.start !== start && isBeside(each, start, end))
  return true
}

/** Two letters that are no word of any language titles are written in. */
const NEVER_WORDS = /^(?:ru|fr|cz|jp|kr|hu|dk)$/i

/** "En.Fr.Sp.Pt", "{Fr-Eng}": of three in a row, or of two between brackets, each is one. */
function isInList(text: string, start: number, end: number, all: readonly Found<string>[]): boolean {
  const row = all.filter((each) => each.start >= start - 9 && each.end <= end + 9)
  return row.length > 2 && row.every((each, index) => index === 0 || each.start === row[index - 1]!.end + 1) || row.length === 2 && row[0]!.end + 1 === row[1]!.start && /[{(]/.test(text[row[0]!.start - 1] ?? '')
}

const isBeside = (each: Found<string>, start: number, end: number) => each.end === start - 1 || each.start === end + 1

/** Beside another word by one of the signs that lists of languages are made with. */
function isListed(text: string, start: number, end: number): boolean {
  return /[+/&,\[(]\s?$/.test(text.slice(Math.max(0, start - 2), start)) || /^\s?[+/&,\])]/.test(text.slice(end, end + 2)) || /[A-Z]{2}[ -]$/.test(text.slice(Math.max(0, start - 3), start))
}

/** "PLSUB", "sub ITA", "Eng Subs": the word itself says so, or the word before or behind it does. */
function isSubtitle(text: string, each: Found<string>, all: readonly Found<string>[]): boolean {
  if (SUBTITLED_TOKEN.test(text.slice(each.start, each.end))) return true
  const behind = /^[ ._\-\])]{0,2}(?:custom[ .])?([\p{L}]+)/iu.exec(text.slice(each.end, each.end + 20))
  if (behind && SUBTITLE_WORD.test(behind[1]!) && !/^[\])]/.test(text.slice(each.end))) return true
  const before = /([\p{L}]+)[ ._:\-\[({]{1,3}$/u.exec(text.slice(Math.max(0, each.start - 16), each.start))
  if (before && SUBTITLE_WORD.test(before[1]!)) return true
  const previous = all[all.indexOf(each) - 1]
  // "Ger.Eng.Sub": before the word all of the row are, unless those of another row follow it.
  const next = all[all.indexOf(each) + 1]
  const short = isShort(text.slice(each.start, each.end))
  if (short && next !== undefined && isBeside(next, each.start, each.end) && isSubtitle(text, next, all) && !followsSubtitleWord(text, next.start) && !SUBTITLED_TOKEN.test(text.slice(next.start, next.end)) && !all.some((other) => other.start > next.end + 1 && other.start < next.end + 8)) return true
  return previous !== undefined && each.start - previous.end <= 3 && /^[ ,+/&.-]+$/.test(text.slice(previous.end, each.start)) && followsSubtitleWord(text, previous.start)
}

function followsSubtitleWord(text: string, start: number): boolean {
  const before = /([\p{L}]+)[ ._:\-\[({]{1,3}$/u.exec(text.slice(Math.max(0, start - 16), start))
  return before !== null && SUBTITLE_WORD.test(before[1]!)
}

function languageTags(text: string): string[] {
  const tags: string[] = []
  if (text.search(MULTI_SUBS) >= 0) tags.push('multi subs')
  if (text.replaceAll(MULTI_SUBS, ' ').search(MULTI_AUDIO) >= 0) tags.push('multi audio')
  if (text.search(DUAL_AUDIO) >= 0) tags.push('dual audio')
  return tags
}
