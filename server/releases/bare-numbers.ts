/** Episodes told by a number alone: "[Group] Show - 05 [720p]", "Show.110.hdtv", "004 - Title". Only looked for where nothing exact was found. */

import type { Numbering } from './read-episodes.ts'
import { NO_NUMBERING } from './read-episodes.ts'
import { range } from './find-tags.ts'

const NUMBER = '(\\d{1,4})(?:\\.5(?:\\.\\d)?)?(?:v\\d)?(?:(?:-\\d{2,3}){0,5}[ ]?(?:-|~|ao|to)[ ]?(\\d{2,4})(?:v\\d)?)?'
const END = '(?=[ ._]*(?:\\(|\\[|-|$|end\\b|fin\\b|raw\\b|v\\d)|[ ._])'
/** Of two numbers behind dashes the one that ends the name: "Show - 100 Years Quest - 01 (1080p)". */
const DASHED_LAST = new RegExp(`[ ._]-[ ._]{1,3}${NUMBER}(?!\\d|-\\d)(?=(?:[ ._](?:batch|end|fin))?[ ._]*(?:\\(|\\[|-|$))`, 'giu')
const DASHED = new RegExp(`[ ._]-[ ._]{1,3}${NUMBER}(?!\\d)${END}`, 'giu')
const BRACKETED = new RegExp(`[\\[(【]\\.?${NUMBER}(?:[ ._]?(?:end|fin|tv|完))?\\.?[\\])】]`, 'giu')
const LEADING = /^(\d{2,3})[ ._]{0,1}[ ]?-[ ]|^(\d{3})\. /gu
const POINTED = /(?:^|[ ]-[ ])(\d{1,2})\.(\d{2})[ ]-[ ]/u
const DOTTED_SEASON = /\[?(?<![\d.])(\d{1,2})\.(\d{2,3})\]/u
const BEFORE_BRACKET = /[ ._](\d{1,4}(?=-)|\d{2,4})(?:-(\d{2,4}))?(?:v\d)?[ ._]?(?=[\[(]|VOSTFR)/gu
/** "493-498.&.500-507.(" */
const TWO_RANGES = /[ ._](\d{1,4})-(\d{1,4})[ .]&[ .](\d{1,4})-(\d{1,4})[ ._]?(?=[\[(]|$)/u
const LAST = /[ ._](\d{1,4}(?=-)|\d{2,4})(?:-(\d{2,4}))?(?:v\d)?$/gu
/** "Show #957 (" */
const HASHED = /[ ]#(\d{1,4})(?!\d)/gu
const BEFORE_VOSTFR = /[ ._](\d{2,3})[ ._](?=VOSTFR)/gu
/** "Show 01 Title [" */
const WITHIN = /[ ](0\d{1,2})[ ](?=\p{Lu})/gu
const FIRST = /^[ ]?(\d{2,3})[ ](?=\p{L})/gu
const BEFORE_DASH = /[ ](\d{2,4})[ ]-[ ]/gu
const DOTTED = /(?<=\p{L}{2})\.(\d{2})\.(?=\p{L}{3})/gu
const JOINED = /(?<=\p{L})[. ](\d)(?!00)(\d{2})(?:[. ]\d(\d{2}))?(?=[. ]|$)(?![. ](?:of|and)[. ]|.{0,60}[. ]vs[. ])/u
const AFTER_YEAR = /(?<=(?:19|20)\d\d[. ])(\d)(\d{2})(?=[. ]\p{L})/u
const BROADCAST = /[. _](?!(?:19|20)\d\d[. ]\d{3,4}[. ])(\d{1,2})(\d{2})(?:[. ]\d{1,2}(\d{2}))?(?=[. _](?:hdtv|pdtv|dsr|720p|1080p|dvdrip|webrip))/giu

/** "Show 13-16", "Show 1-13 (English Dub)". */
const RANGE_LAST = /(?<=\p{L})[ ](\d{1,3})-(\d{2,3})[ ]?(?=$|[([])/gu

/** "office 03 19": both numbers at the end. */
const TWO_AT_END = /(?<=\p{L}[. -]|(?:19|20)\d\d-)(?!(?<=\p{L}-)\d\d-)(\d{2})[-. ](\d{2})(?=$|[.-]F$)/u

export function readBareNumbers(text: string, anime: boolean): Numbering {
  const season = DOTTED_SEASON.exec(text) ?? POINTED.exec(text) ?? TWO_AT_END.exec(text)
  if (season && !anime) return { ...NO_NUMBERING, seasons: [Number(season[1])], episodes: [Number(season[2])], span: { start: season.index, end: season.index + season[0].length } }
  const two = anime ? TWO_RANGES.exec(text) : null
  if (two) {
    const episodes = [...range(Number(two[1]), Number(two[2])), ...range(Number(two[3]), Number(two[4]))]
    return { ...NO_NUMBERING, episodes, absolute: episodes, span: { start: two.index, end: two.index + two[0].length } }
  }
  const patterns = anime ? [HASHED, DASHED_LAST, DASHED, BRACKETED, BEFORE_BRACKET, BEFORE_DASH, LAST, FIRST, WITHIN] : [HASHED, BEFORE_VOSTFR, DASHED_LAST, DASHED, LEADING, BRACKETED, DOTTED, RANGE_LAST]
  for (const pattern of patterns) {
    const match = [...text.matchAll(pattern)].find((each) => !looksLikeYear(Number(each[1] ?? each[2])) && !looksLikeLines(each[1] ?? each[2] ?? ''))
    const first = match?.[1] ?? match?.[2]
    if (!match || first === undefined) continue
    const episodes = range(Number(first), match[1] === undefined ? Number(first) : Number(match[2] ?? first))
    const between = /\d\.5/.test(match[0]) ? [Number(first) + 0.5] : []
    return { ...NO_NUMBERING, episodes, absolute: episodes, between, span: { start: match.index, end: match.index + match[0].length } }
  }
  const aired = [...text.matchAll(BROADCAST)].find((each) => !looksLikeYear(Number(`${each[1]}${each[2]}`))) ?? (anime ? null : AFTER_YEAR.exec(text) ?? JOINED.exec(text))
  if (aired && !looksLikeYear(Number(`${aired[1]}${aired[2]}`))) return { ...NO_NUMBERING, seasons: [Number(aired[1])], episodes: range(Number(aired[2]), Number(aired[3] ?? aired[2])), span: { start: aired.index, end: aired.index + aired[0].length } }
  return NO_NUMBERING
}

const looksLikeYear = (value: number) => value >= 1900 && value <= 2099
const looksLikeLines = (digits: string) => ['480', '720', '1080', '2160'].includes(digits)
