/** Where in a title its name ends and what is said about the recording begins. */

import { findEditions } from './editions.ts'
import type { Span } from './find-tags.ts'
import { findAll, wordPattern } from './find-tags.ts'
import { isShort, LANGUAGE_WORDS } from './languages.ts'
import type { Kind } from './parse-release.ts'
import type { Numbering } from './read-episodes.ts'
import { isTag } from './read-group.ts'
import type { SourceWord } from './sources.ts'
import { findWeakSources } from './sources.ts'

/** A title with what was found in it so far. */
export interface TitleParts {
  readonly text: string; readonly file: string; readonly tags: string; readonly start: number; readonly end: number; readonly kind: Kind
  /** In no folder that could tell more. */
  readonly alone: boolean
  readonly container: string | null; readonly site: string | null; readonly leading: string | null; readonly resolution: string | null
  readonly sources: readonly { readonly value: SourceWord }[]; readonly numbering: Numbering; readonly year: number | null
  readonly signs: readonly number[]; readonly signed: boolean
}

const MARKERS = wordPattern('pre~?air|real(?=~\\d{3,4}p)|4k|hdr(?:10)?|doku|extras|vfr|r[1-9]j?|v\\d|subs?(?=~[a-z]{2,3}~(?:hdtv|\\d{3}))|(?:[a-z]{2,3})-subs?|internal|proper|repack|rerip|real(?=~(?:proper|repack|rerip|real|hdtv))|(?<=(?:proper|repack|rerip|real)[. ])real|limited|dubbed|subbed|(?:the~)?complete|multi|pal|ntsc|dublado|legendado|vo(?=\\+)|dual~?audio|dual|cd\\d|ws|stv|nfofix|readnfo|read~nfo|custom|dl|hc|ppv|documentary|integrale|vostfr|subfrench|truefrench|md|ld|hybrid|uncensored|hq|amzn|dsnp|pmtp|hmax|atvp|nf')

/** Where the description begins: the earliest sure sign, then any tags that stand directly before it. */
export function endOfName(text: string, start: number, signs: readonly number[], exact: readonly (number | undefined)[]): number {
  const behind = signs.filter((sign) => sign > start + 1)
  let end = behind.length > 0 ? Math.min(...behind) : text.length
  const weak: Span[] = [...text.matchAll(MARKERS)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  weak.push(...findEditions(text).filter(({ value }) => value !== 'Festival'))
  const languages = findAll(text, LANGUAGE_WORDS)
  // Directly before a year or a season these are words of the name: The Cam (1999), Body Cam S01.
  if (!exact.includes(end)) weak.push(...findWeakSources(text), ...languages.filter((each) => !isShort(text.slice(each.start, each.end)) || text.slice(each.start, each.end) === text.slice(each.start, each.end).toUpperCase() || languages.some((other) => other.start === each.end + 1 || other.end === each.start - 1)))
  // "Der.Film.GERMAN.2019": louder than the name, it is none of its words.
  else if (/[a-z]/.test(text.slice(start, end))) weak.push(...languages.filter((each) => isLoud(text.slice(each.start, each.end))))
  weak.sort((a, b) => b.start - a.start)
  for (const each of weak) {
    if (each.start > start + 1 && each.start < end && each.end <= end && /^[ .\-_+,&()[\]]*$/.test(text.slice(each.end, end)) && end < text.length) end = each.start
  }
  return end
}

/** In capitals but for an i, as scene groups write. */
const isLoud = (word: string) => word.length > 4 && /^[A-Zi]+$/.test(word)

/** Brackets full of tags before the name: "[h265 - HEVC] Film", "[Group] [BD][1080p] Series". */
export function afterTags(text: string, start: number): number {
  const match = /^[ ._]*((?:\[[^\]]{2,60}\][ ._-]*)+)(?=[\p{L}\d])/u.exec(text.slice(start))
  if (!match) return start
  const brackets = [...match[1]!.matchAll(/\[([^\]]+)\]/g)].map((each) => each[1]!)
  return brackets.every(isTag) ? start + match[0].length : start
}
