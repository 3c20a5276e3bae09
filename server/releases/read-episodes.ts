/** Seasons, episodes and dates of a broadcast, in the notations releases use for them. */

import type { Span } from './find-tags.ts'
import { range, unique } from './find-tags.ts'
import type { DateFound } from './read-dates.ts'
import { readCrossDate, readDate, readShortDate } from './read-dates.ts'

export interface Numbering {
  readonly seasons: readonly number[]
  readonly episodes: readonly number[]
  readonly absolute: readonly number[]
  /** What lies between two: 7.5. */
  readonly between: readonly number[]
  readonly airDate: string | null
  /** Day and month cannot be told apart: 05-06-2024. */
  readonly ambiguousDate: boolean
  readonly span: Span | null
}

export const NO_NUMBERING: Numbering = { seasons: [], episodes: [], absolute: [], between: [], airDate: null, ambiguousDate: false, span: null }

type Reader = (text: string) => Numbering | null

const PARTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const FRENCH_PARTS = ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']
const A = '(?<![\\p{L}\\p{N}])'
const Z = '(?![\\p{L}\\p{N}])'
const EPISODE = '(?:episodes?|episodio|epis[oó]dio|capitulo|capítulo|cap|ep|eps|odc|odcinek|folge|серии|серия|эпизод|e(?![ .]))'
const SEASON = '(?:seasons?|series(?!:|[^]{0,60}?[ ._\\[(]s\\d|[ ._-]\\d{1,2}[-. ]\\d{1,2}[-. ](?:19|20)\\d\\d)|saisons?|sezon|staffel|temporadas?|tem|temp|stagion[ei]|s[aä]song|сезоны?|sn|livre|season)'

const SEASON_EPISODES = new RegExp(`(?<![\\p{L}\\p{N}])(?:s|se|t(?=\\d)|season[ ._-]?)[ ._-]?(\\d{1,4})[ ._\\]\\[,/+-]{0,3}x?(?:ep?|(?<=[ ._-])x(?=\\d\\d)|episode|eps|folge|capitulo|cap)[ ._-]?(\\(?\\d{1,5})((?:[ ._]?(?:[-~&+]|[ ]-|and|to|à|ao)?[ ._]?(?:s\\d{1,4}[. ]?)?(?:ep?|x)\\d{1,5}(?!\\d)|(?:[-~&+]|(?<=\\(\\d{1,4}) - )\\d{1,4}(?![\\dpix])(?![ ._]?(?:bit|ch|mb|gb|tv)))*)`, 'iu')
const CROSS = new RegExp(`(?<![\\d\\p{L}])(?<!(?<!\\d)\\d\\.(?!(?:19|20)\\d\\dx))\\[?(\\d{1,2}|(?:19|20)\\d\\d(?=x\\d{2}(?!\\d)))x(\\d{1,4})(?!\\d|[ip](?!\\p{L}))((?:[ ._]?[-_~&+.]?[ ._]?(?:\\d{1,4})?x\\d{1,4}(?![\\dpi])|[ ]\\d{2}(?=[ ]-)|[-_~&+]\\d{1,3}(?![\\dpix]|\\.\\d(?!\\d\\d)))*)`, 'iu')
const WORDED = new RegExp(`${A}${SEASON}[ ._:-]{0,3}(\\d{1,3})[ ._,/()\\[\\]-]{1,5}${EPISODE}[ ._:#№-]{0,3}(\\d{1,4})(?:[ ._]?[-~][ ._]?(\\d{1,4}))?`, 'iu')
const SEASON_DASH = new RegExp(`${A}s(?:eason[ ._]?)?(\\d{1,2})(?:[ ._]{1,3}(?:-[ ])?part[ ._]\\d)?[ ._]{1,3}-[ ._]{1,3}(?:ep?)?(\\d{2,4})(?:[ ]?[~][ ]?(\\d{2,4}))?(?:v\\d)?${Z}`, 'iu')
const SEASON_BRACKET = new RegExp(`${A}s(\\d{1,2})\\]?[ ._]*[\\[(](?!480|720)(\\d{1,3})(?:[ ._]?[-~][ ._]?(\\d{1,3}))?(?:v\\d)?(?:[ ._]?(?:end|fin))?[\\])]`, 'iu')
/** "S21 1000": of what runs for years. */
const SEASON_RUN = new RegExp(`${A}s(\\d{2})[ ](?!480|720|1080|2160|19\\d\\d|20\\d\\d)(\\d{3,4})${Z}`, 'iu')
/** "2nd Season - 05" */
const ORDINAL_DASH = new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)[ ._]season[ ._]{1,3}-[ ._]{1,3}(\\d{2,4})(?:[ ]?[~-][ ]?(\\d{2,4}))?(?:v\\d)?${Z}`, 'iu')
const SPANISH = /\[?cap\.?[ ]?(\d{1,2})(\d{2})(?:[_ ](\d{1,2})(\d{2}))?(?:\.final)?\]?/iu
const SEASONS_RANGE = new RegExp(`${A}(?:s|${SEASON}[ ._:]{0,3})(\\d{1,2})(?:[ ._]?(?:-|~|to|à|a|ao|thru|through)[ ._]?(?:s|season[ ._])?|-|[ .]s)(\\d{1,2})(?![\\d]|[ ._]*(?:bit|of))${Z}`, 'iu')
const SEASONS_LIST = new RegExp(`${A}(?:s|${SEASON}[ ._:]{0,3})(\\d{1,2})((?:[ ]?(?:,|\\+|&|and|-s|\\.s|[ ]|(?<=s\\d\\d)(?=s\\d\\d))[ ,&+]{0,3}s?\\d{1,2}(?![\\dpx])){1,20})`, 'iu')
const SEASON_ONLY = new RegExp(`${A}(?:s[ ]?(?=\\d\\d)|s|${SEASON}[ ._:№-]{0,3})(\\d{1,2}|(?<=s)\\d{3,4})(?!\\d|[px]${Z})(?=${Z}|xe|d\\d|extras|[ ]?of|of)`, 'iu')
const SEASON_BEFORE = new RegExp(`(?<![\\d])(\\d{1,2})(?:(?:st|nd|rd|th|[ªº°a]|Âº|-?й)?[ ._-]{0,3}(?!series)|(?:st|nd|rd|th)[ ._-]{1,3})${SEASON}(?![\\p{L}]|[ ._]\\d{1,3}(?!\\d|[pi]))`, 'iu')
const EPISODE_ONLY = new RegExp(`${A}\\(?(?:${EPISODE})[ ._:#-]{0,2}[(№]?(\\d{1,5})(?:v\\d)?(?:[ ._]?(?:-|~|to|à|ao)[ ._]?(?:ep?)?(\\d{1,4}))?(?![\\dp]|[ ._]?bits?(?!\\p{L}))${Z}`, 'iu')
const WORDS_BEHIND = new RegExp(`(?<!\\d)(\\d{1,2})(?:-?й|[ªº°])?[ ._]${SEASON}[ ._,:]{1,3}(\\d{1,4})(?:-(\\d{1,4}))?(?:-?я)?[ ._](?:сери[яи]|b[oö]l[uü]m|odcinek|episodio)`, 'iu')
const SEASON_IN_WORDS = new RegExp(`${A}(?:season|saison)[ ._-](${PARTS.join('|')}|${FRENCH_PARTS.join('|')})${Z}`, 'iu')
const COMPACT = new RegExp(`${A}s(\\d{2})(?<!19|20)(\\d{2})${Z}`, 'iu')
const BEFORE_YEAR = new RegExp(`${A}s(\\d{2})\\.(\\d{2})(?=\\.(?:19|20)\\d\\d\\.)`, 'iu')
/** Written in one with a name in small letters, as on scene files: "grp-shows01e02-720p". */
const JOINED = /(?<=^[a-z\d]{2,8}-[a-z]{2,20})s(\d{2})e(\d{2})((?:e\d{2})*)(?=-)/u
const CJK_EPISODES = /第(\d{1,4})(?:-(\d{1,4}))?[集話话]/u
const PART_NUMBER = new RegExp(`${A}(?:part|pt)[ ._-]?(\\d{1,2}|${PARTS.join('|')})(?!\\d|[ ._]?of)${Z}`, 'iu')
const LOOSE = new RegExp(`${A}s(\\d{2})[ ](\\d{2})(?=\\.|$|[ ]?[\\[(])`, 'iu')
const ORDINAL_RANGE = /(?<!\d)(\d{1,2})[ªº°]?[ ]?a[ ](\d{1,2})[ªº°][ ]?temporada/iu
const RANGE_BEHIND = /[ ](\d{2,4})[ ](?:-|ao|à)[ ](\d{2,4})(?![\dp])/u
const BRACKETED_PAIR = /(?<!(?:19|20)\d\d-(?:19|20)\d\d[ ]?)[[(]s(\d{1,2})-(\d{2})[\])]/iu
const EPISODE_BEHIND = /(?<!\d)(\d{1,4})(?:[ .-]?(?:я )?(?:сери[яи]|сер\.|serya)|\.?[ ]?(?:blm|b[oö]l[uü]m)(?!\p{L}))/iu
const N_OF_M = new RegExp(`${A}(\\d{1,3})[ ._]?of[ ._]?(\\d{1,3})${Z}`, 'iu')
const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length })

/** "E02E03", "-05", "x07": what stands behind the first number. A dash makes it a range. */
function listed(first: number, rest: string): number[] {
  // "E04E05E09": each is named, and there is no dash.
  if (/^(?:[ ._]?e\d{1,5})+$/i.test(rest)) return unique([first, ...[...rest.matchAll(/\d+/g)].map((match) => Number(match[0]))])
  const numbers = [...rest.matchAll(/(?:s\d{1,2}[. ]?e|[^\d])(?:\d{1,2}x)?(\d{1,5})(?!\d|[ex]\d)/giu)].map((match) => Number(match[1]))
  if (numbers.length === 0) return [first]
  const last = numbers.at(-1)!
  return last > first && last - first < 400 ? range(first, last) : unique([first, ...numbers.filter((each) => each > first)])
}

const numbered = (match: RegExpExecArray, seasons: number[], episodes: number[], absolute: number[] = []): Numbering =>
  ({ ...NO_NUMBERING, seasons, episodes, absolute, span: spanOf(match) })

function pair(pattern: RegExp): Reader {
  return (text) => {
    const match = pattern.exec(text)
    if (!match) return null
    const episode = Number(match[2]!.replace('(', ''))
    return numbered(match, [Number(match[1])], /^\d+$/.test(match[3] ?? '') ? range(episode, Number(match[3])) : listed(episode, match[3] ?? ''))
  }
}

const seasonAndAbsolute = (pattern: RegExp): Reader => (text) => {
  const match = pattern.exec(text)
  if (!match) return null
  const episodes = range(Number(match[2]), Number(match[3] ?? match[2]))
  return numbered(match, [Number(match[1])], episodes, episodes)
}

const spanish: Reader = (text) => {
  const match = SPANISH.exec(text)
  if (!match) return null
  const season = SEASON_ONLY.exec(text) ?? SEASON_BEFORE.exec(text)
  const found = numbered(match, [Number(match[1])], range(Number(match[2]), Number(match[4] ?? match[2])))
  return season && season.index < match.index ? { ...found, span: { start: season.index, end: found.span!.end } } : found
}

const dated: Reader = (text) => broadcastOn(readDate(text))
const datedWithCross: Reader = (text) => broadcastOn(readCrossDate(text))
const datedShort: Reader = (text) => broadcastOn(readShortDate(text))

const broadcastOn = (date: DateFound | null): Numbering | null =>
  date === null ? null : { ...NO_NUMBERING, airDate: date.value, ambiguousDate: date.ambiguous, span: { start: date.start, end: date.end } }

const seasonList: Reader = (text) => {
  const match = SEASONS_LIST.exec(text)
  if (!match) return null
  const rest = [...match[2]!.matchAll(/\d+/g)].map((each) => Number(each[0]))
  const stated = [Number(match[1]), ...rest]
  const seasons = stated.slice(0, growing(stated))
  // "Season 1 2 3 + 4 films": what is counted on is seasons; of two numbers both must be.
  return seasons.length === stated.length || seasons.length > 2 ? numbered(match, seasons, []) : null
}

/** How many from the first on are each one more than the one before. */
function growing(numbers: readonly number[]): number {
  const end = numbers.findIndex((each, index) => index > 0 && each !== numbers[index - 1]! + 1)
  return end < 0 ? numbers.length : end
}

const seasonRange: Reader = (text) => {
  const match = ORDINAL_RANGE.exec(text) ?? SEASONS_RANGE.exec(text)
  return match && Number(match[2]) > Number(match[1]) ? numbered(match, range(Number(match[1]), Number(match[2])), []) : null
}

const seasonOnly = (pattern: RegExp): Reader => (text) => {
  const match = pattern.exec(text)
  if (!match) return null
  // "DD5.1-S56" names a group.
  if (text[match.index - 1] === '-' && /^(?:$|[\])])/.test(text.slice(match.index + match[0].length))) return null
  const season = numbered(match, [Number(match[1])], [])
  const episode = EPISODE_ONLY.exec(text) ?? EPISODE_BEHIND.exec(text) ?? RANGE_BEHIND.exec(text) ?? CJK_EPISODES.exec(text) ?? N_OF_M.exec(text.slice(0, match.index).replace(/./gsu, ' ') + text.slice(match.index))
  return episode && (episode.index > match.index || episode[0].startsWith('第')) ? { ...season, episodes: range(Number(episode[1]), Number(episode[0].includes('of') ? episode[1] : episode[2] ?? episode[1])) } : season
}

/** "Season Two", "Saison sept" */
const seasonInWords: Reader = (text) => {
  const match = SEASON_IN_WORDS.exec(text)
  return match ? numbered(match, [(PARTS.indexOf(match[1]!.toLowerCase()) + 1) || (FRENCH_PARTS.indexOf(match[1]!.toLowerCase()) + 1)], []) : null
}

const episodeOnly: Reader = (text) => {
  const match = EPISODE_ONLY.exec(text) ?? EPISODE_BEHIND.exec(text)
  if (!match) return null
  const date = readDate(text)
  // "E76 2024 08 08": what is on every day is looked for by its day.
  if (date !== null && !date.ambiguous && date.start === match.index + match[0].length + 1) return broadcastOn({ ...date, start: match.index })
  const episodes = range(Number(match[1]), Number(match[2] ?? match[1]))
  return numbered(match, [], episodes, episodes)
}

/** A mini-series counts in parts. */
const miniSeries: Reader = (text) => {
  const match = PART_NUMBER.exec(text)
  if (!match) return null
  const number = PARTS.indexOf(match[1]!.toLowerCase()) + 1 || Number(match[1])
  return numbered(match, [1], [number])
}

const cjk: Reader = (text) => {
  const match = CJK_EPISODES.exec(text)
  if (!match) return null
  const episodes = range(Number(match[1]), Number(match[2] ?? match[1]))
  return numbered(match, [], episodes, episodes)
}

const part: Reader = (text) => {
  const match = N_OF_M.exec(text)
  return match && Number(match[1]) <= Number(match[2]) ? numbered(match, [], [Number(match[1])]) : null
}

/** The first notation that fits; the exact ones before the loose. */
const READERS: readonly Reader[] = [
  datedWithCross, pair(SEASON_EPISODES), pair(WORDED), pair(WORDS_BEHIND), pair(CROSS), pair(BRACKETED_PAIR), pair(BEFORE_YEAR), pair(JOINED), pair(COMPACT), pair(LOOSE), spanish, seasonAndAbsolute(SEASON_BRACKET), seasonAndAbsolute(ORDINAL_DASH), seasonAndAbsolute(SEASON_RUN), seasonList, seasonAndAbsolute(SEASON_DASH), seasonRange,
  seasonOnly(SEASON_ONLY), seasonOnly(SEASON_BEFORE), seasonInWords, episodeOnly, cjk, dated, part, datedShort,
]

/** Numbers through all seasons, told behind those of the season: "16x03-05 313-315". */
const ABSOLUTE_BEHIND = /^[ ._]*(?:-[ ._]*)?(\d{2,4})(?:[-~](?:\d{2,4}[-~])*(\d{2,4}))?(?![\dpi]|[ ._-]\d)/u
const ABSOLUTE_BEFORE = /(?<=[^ ])[ ]-[ ](\d{2,3}(?:\.5)?)[ ]?[-(]?[ ]?$/u

export function readNumbering(text: string): Numbering {
  for (const read of READERS) {
    const found = read(text)
    if (found) return withDate(found.absolute.length > 0 ? found : withAbsolute(withAbsoluteBefore(found, text), text), text)
  }
  return NO_NUMBERING
}

/** "Show - 05 - S01E05", "Show - 07.5 (S00E01)" */
function withAbsoluteBefore(found: Numbering, text: string): Numbering {
  if (found.span === null || found.seasons.length !== 1 || found.episodes.length !== 1) return found
  const before = ABSOLUTE_BEFORE.exec(text.slice(0, found.span.start))
  if (before === null) return found
  const number = Number(before[1])
  return { ...found, ...Number.isInteger(number) ? { absolute: [number] } : { between: [number] }, span: { start: before.index, end: found.span.end } }
}

/** A date told beside season and episode: "S01E05 ... 16-Feb-2017". */
function withDate(found: Numbering, text: string): Numbering {
  if (found.airDate !== null || found.seasons.length === 0 || found.episodes.length === 0) return found
  const date = readDate(text)
  return date === null || date.ambiguous ? found : { ...found, airDate: date.value }
}

/** A series told in parts alone; only where nothing else was found. */
export const readParts = (text: string): Numbering => miniSeries(text) ?? NO_NUMBERING

function withAbsolute(found: Numbering, text: string): Numbering {
  if (found.span === null || found.episodes.length === 0 || found.seasons.length === 0) return found
  const behind = ABSOLUTE_BEHIND.exec(text.slice(found.span.end))
  const absolute = behind ? range(Number(behind[1]), Number(behind[2] ?? behind[1])) : []
  const dashed = behind !== null && /^ - \d/.test(behind[0]) && /^ ?(?:-|\[|\()/.test(text.slice(found.span.end + behind[0].length))
  const fits = behind !== null && absolute.length === found.episodes.length && (absolute.length > 1 || dashed || found.seasons[0]! > 1 && behind[1]!.length === 3)
  return fits ? { ...found, absolute, span: { start: found.span.start, end: found.span.end + behind[0].length } } : found
}
