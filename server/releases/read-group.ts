/** Who made the release: behind the last dash, in the first brackets (anime), or last in the closing ones. */

import type { Span } from './find-tags.ts'
import { wordPattern } from './find-tags.ts'
import { isLanguage } from './languages.ts'

const NOT_A_GROUP = wordPattern('\\d{3,4}[pix]|(?:web|bd|br|dvd|hd|uhd|sd)?~?(?:rip|dl|tv|ray)|[xh]~?26\\d|blu~?ray|hevc|avc|xvid|divx|hdtv|webdl|web|remux|dts|hd|ma|es|ac3|aac\\d?|flac|dd\\+?|ddp|dv|hdr(?:10)?\\+?|\\d+~?bits?|atmos|truehd|\\d[. ]\\d(?:ch)?|subs?|dual~?audio|multi(?:subs?)?|uncut|v\\d|yenc|english|dubbed|eng|fin|end|mkv|mp4|avi|complete|proper|repack|4k|part|dvd|bd|ntsc|pal|s\\d{1,2}e\\d{1,3}|htdv|\\d{3,4}p|sdtv|season|sub|esubs?|\\d+fps|\\d{4}-\\d{2}-\\d{2}')
const SOFT_SUBS = /\[(?:soft|hard)?subs? \(([^()]{1,30})\)\]$/iu
const AFTER_BRACKET = /[)\]][ .]?-?[ ]?\[?([A-Za-z0-9][\w.]{1,19})\]?$/u
const DASHED_BRACKET = /-\[([^\]]{2,30})\]$/u
const MISLEADING = /^(?:rip|dl|hd|ray|ma|hdma|es|x|\d{1,4}|bit audio.*|[a-z]?\d{3,4}p|audio|bit|10bit|sub|subs|jpn|eng|ita|fra|hdr|raws?)$/i
const BEHIND_DASH = /-[ ]?([\p{L}\p{N}@!'][\p{L}\p{N}@!'._&$+ -]{0,40})\]?[ ]*$/u
const FIRST_BRACKETS = /^[\[【]([^\]】]{1,60})[\]】]|^\(([^)]{2,30})\)(?=[ ]?[A-Z])/u
const LAST_BRACKETS = /[\[(]([^\]()[\]]{1,120})[\])][ ]*(?:v\d)?[ ]*$/u
const HASH = /[\[(]?\b([0-9A-F]{8})\b[\])]?/giu

export const hashOf = (text: string): string | null => [...text.matchAll(HASH)].map((match) => match[1]!).find((each) => /[a-f]/i.test(each) && /\d/.test(each) || /^\d{8}$/.test(each) && text.includes(`[${each}]`))?.toUpperCase() ?? null

export function leadingGroup(text: string): (Span & { readonly value: string }) | null {
  const match = FIRST_BRACKETS.exec(text)
  const value = match?.[1] ?? match?.[2]
  if (!match || value === undefined || isTag(value) || /^\d+([.x]\d+)?$/i.test(value) || match[0].length >= text.length - 2) return null
  return { value: value.trim(), start: 0, end: match[0].length }
}

export function readGroup(text: string, afterName: number, lastTagEnd: number, leading: string | null): string | null {
  const tail = text.replace(/[\[(]([^\[\]()]{4,30})[\])]$/, (bracket, inner: string) => isLanguage(inner) ? '' : bracket).replace(/(?<=-\w+)\.$/, '').replace(/[ ]*[\[(][0-9A-F]{8}[\])][ ]*$/i, '').replace(/[ ]-[ ]\[\d{4}-\d\d-\d\d\]$/, '').replace(/[-.](?:sample|eng?|english|trailer)$/i, '').replace(/(?<=-\w+)-$/, '').trimEnd()
  const signed = SOFT_SUBS.exec(tail) ?? DASHED_BRACKET.exec(tail)
  if (signed && leading === null) return signed[1]!
  const behindBracket = /\]-([A-Za-z\d]{2,20})$/.exec(tail)?.[1]
  if (leading !== null && behindBracket !== undefined && isName(behindBracket)) return behindBracket
  const credited = / by ([A-Za-z\d]+(?: [A-Za-z\d]+)?)$/i.exec(tail)?.[1]
  if (credited !== undefined && leading === null && isName(credited)) return credited
  // "(1080p.BD.x265-Name[Team])": within the brackets of the tags the team stands behind.
  const team = /-\w{2,20}\[(\w{2,20})\]\)$/.exec(tail)?.[1]
  if (team !== undefined && leading === null && isName(team)) return team
  const rest = tail.slice(lastTagEnd)
  const direct = /^[ ._]*-[ ._]*([\p{L}\p{N}@!']+(?:-[\p{L}\p{N}]+)?)(?:[ ]*[\[(].*)?$/u.exec(rest)
  if (lastTagEnd > afterName && direct && isName(direct[1]!) && leading === null) return direct[1]!
  const remarked = /^-([\p{L}\p{N}]+)[ .]+-[ .]+[\p{L}]/u.exec(rest)
  if (lastTagEnd > afterName && remarked && isName(remarked[1]!) && leading === null) return remarked[1]!
  const double = /^[ ._]([A-Za-z0-9]+-[A-Za-z0-9]+)$/.exec(rest)?.[1]
  if (lastTagEnd > afterName && leading === null && double !== undefined && double.split('-').every(isName)) return /fix$|^internal$|^[A-Z]{2}$/i.test(double.split('-')[0]!) || isLanguage(double.split('-')[0]!) ? double.split('-')[1]! : double
  const bracketed = LAST_BRACKETS.exec(tail)
  if (bracketed && bracketed.index >= afterName) {
    const inner = bracketed[1]!.trim()
    const lastWord = inner.split(/[ ,-]+/).at(-1)!
    if (leading === null && !/[ ]/.test(inner) && isName(inner)) return inner
    if (leading === null && /[ ]/.test(inner) && /\d{3,4}p|[xh]26/i.test(inner) && isName(lastWord)) return inner.includes('- ') ? inner.split('- ').at(-1)!.trim() : lastWord
  }
  const unbracketed = tail.replace(/[ ]*[\[(][^\])]{0,80}[\])]$/u, '')
  for (const candidate of [tail, unbracketed]) {
    const dash = candidate.slice(0).lastIndexOf('-')
    // "[ENG][POR-BR]": behind one told before the name, brackets hold tags.
    if (dash < afterName || leading !== null && candidate.endsWith(']') || lastTagEnd > afterName && dash + 1 < lastTagEnd) continue
    const match = BEHIND_DASH.exec(candidate.slice(dash))
    const spaced = candidate[dash - 1] === ' ' && candidate[dash + 1] === ' '
    if (match && isName(match[1]!.trim()) && !joins(candidate, dash) && (!spaced || lastTagEnd > afterName && lastTagEnd <= dash + 1)) return match[1]!.trim().split(/\s+(?=mkv$|mp4$)/)[0]!
  }
  if (leading !== null || lastTagEnd <= afterName) return leading
  const behind = AFTER_BRACKET.exec(tail)
  if (behind && isName(behind[1]!)) return behind[1]!
  const word = /^[ ._]+(?:[\w.+]{1,20}[ .])?([A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)$/.exec(rest)?.[1]
  // In capitals behind a space it may be any tag: "EXTRAS DVDRip XviD RUNNER".
  const loud = word !== undefined && word === word.toUpperCase() && /\p{L}/u.test(word) && tail.at(-word.length - 1) === ' '
  return word !== undefined && !loud && isName(word) && !/^\d+(?:[.]?\d+)?(?:[mg]b)?$/i.test(word) ? word : null
}

/** "DTS-HD", "WEB-DL", "Blu-ray": the dash belongs to the word. */
const joins = (text: string, dash: number) => /(?:web|dts|blu|hd|e|ac|vc|mpeg|true|multi|dual|[xh]|10|8)$/i.test(text.slice(Math.max(0, dash - 5), dash)) && MISLEADING.test(text.slice(dash + 1).trim())
const isName = (value: string) => value.length <= 40 && /[\p{L}\p{N}]/u.test(value) && !isTag(value) && !(value.length > 3 && isLanguage(value)) && !MISLEADING.test(value)
export function isTag(value: string): boolean {
  const rest = value.replace(NOT_A_GROUP, '')
  return !/[\p{L}\p{N}]/u.test(rest) || /^[0-9A-F]{8}$/i.test(value)
}
