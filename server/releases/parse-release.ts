/** Reads a release title: what it calls the film or series and what it says about the recording. Pure, total, linear in the title's length. */

import { readBareNumbers } from './bare-numbers.ts'
import { chooseNames, SPECIAL } from './choose-names.ts'
import { audioOf, bitDepthOf, channelsOf, findAudioCodecs, findVideoCodecs, hdrOf, threeDOf } from './codecs.ts'
import { editionTags, editionText, revisionOf } from './editions.ts'
import type { Revision } from './editions.ts'
import type { Extras } from './extras.ts'
import { readExtras } from './extras.ts'
import { wordPattern } from './find-tags.ts'
import { withFolders } from './from-folders.ts'
import { networkOf } from './networks.ts'
import type { Numbering } from './read-episodes.ts'
import { readNumbering, readParts } from './read-episodes.ts'
import { hashOf, leadingGroup, readGroup } from './read-group.ts'
import { readLanguages } from './read-languages.ts'
import type { Languages } from './read-languages.ts'
import { findResolution } from './resolution.ts'
import type { Modifier, Source, SourceWord } from './sources.ts'
import { findSources, findWeakSources, modifierOf } from './sources.ts'
import type { Framed } from './strip-frame.ts'
import { isObfuscated, stripFrame } from './strip-frame.ts'
import type { TitleParts } from './title-parts.ts'
import { afterTags, endOfName } from './title-parts.ts'

export type Kind = 'movie' | 'tv' | 'any'

export interface ParsedRelease {
  /** False for names made by machines and for what, as the kind asked for, cannot be told. */
  readonly parsed: boolean
  readonly name: string
  readonly alternativeNames: readonly string[]
  readonly year: number | null
  readonly resolution: string | null
  readonly source: Source
  readonly sourceTag: string | null
  readonly modifier: Modifier | null
  readonly videoCodec: string | null
  readonly bitDepth: number | null
  readonly hdr: readonly string[]
  readonly audio: readonly string[]
  readonly channels: readonly string[]
  readonly languages: Languages
  readonly edition: string | null
  readonly editionTags: readonly string[]
  readonly revision: Revision
  readonly threeD: string | null
  readonly hardcodedSubs: boolean
  readonly dubbed: boolean
  readonly subbed: boolean
  readonly complete: boolean
  readonly sample: boolean
  readonly upscaled: boolean
  readonly group: string | null
  readonly episodeTitle: string | null
  readonly network: string | null
  readonly site: string | null
  readonly hash: string | null
  readonly container: string | null
  readonly size: string | null
  readonly numbering: Numbering
  readonly fullSeason: boolean
  readonly extras: Extras
  readonly multiSeason: boolean
}

export interface ParseOptions { readonly kind?: Kind; readonly input?: 'title' | 'path' }

const YEAR = /(?<![\d\p{L}/])(1[89]\d\d|20[0-4]\d)(?![\dpix]|\/(?!S\d)|(?!v\d)\p{L}(?<!г))/gu
const COMPLETE = wordPattern('complete|full~(?:series|season|\\d+~seasons)|(?:tri|quadri|tetra|penta|hexa|duo|antho)logy|all~\\d+~seasons|integrale?|collection(?![ ]-[ ]\\d+[ ]?[[(v])|complet[ao]|int[eé]grale?|(?:19|20)\\d\\d-(?:19|20)\\d\\d|filmography|box~?set|seasons?~\\d+(?!\\d|~(?:ep|of|-|\\d))')
const HARDCODED = wordPattern('hc|(?:korean?|kor)~?subs?|hard~?(?:coded|sub)s?(?:~subs)?')
const DUBBED = wordPattern('dub(?:s|bed|lado)?|[a-z]{2,5}dub|dublado|(?:multi|dual|triple)(?:~?audio|~?lang(?:uage)?s?)?|mvo|dvo|funi?dub|dubpl')
const SUBBED = wordPattern('[a-z]{0,7}sub(?:s|bed)?|subtitles?|legendado|vostfr|napisy\\w{0,3}|subfrench|e~?subs?')
const SAMPLE = wordPattern('sample')
const UPSCALED = wordPattern('(?:ai~?)?upscaled?|ai~enhanced?')
/** "Series.E02": what counts episodes and no seasons has one season. */
function inFirstSeason(parsed: ParsedRelease, text: string): ParsedRelease {
  const { span, seasons, episodes } = parsed.numbering
  if (span === null || seasons.length > 0 || episodes.length === 0 || leadingGroup(text) !== null) return parsed
  return /^[ ._(-]*(?:ep?\d|\d{1,3}[ ._]?of)/i.test(text.slice(span.start, span.end)) ? { ...parsed, numbering: { ...parsed.numbering, seasons: [1] } } : parsed
}

/** The last year that can be one: a film's own name may hold years too ("2012 2009 1080p"). */
function findYear(text: string, start: number, limit: number): { readonly value: number; readonly start: number } | null {
  const all = [...text.matchAll(YEAR)].map((match) => ({ value: Number(match[1]), start: match.index })).filter((each) => each.start >= start && !/\d{4}[-–]$/.test(text.slice(Math.max(0, each.start - 5), each.start)))
  const bracketed = all.find((each) => /[(\[]/.test(text[each.start - 1] ?? '') && each.start > start + 1)
  if (bracketed) return bracketed
  const before = all.filter((each) => each.start > start + 1 && each.start <= limit)
  return before.at(-1) ?? all.find((each) => each.start > start + 1) ?? (all.length === 1 && start === all[0]!.start && / /.test(text) && limit >= text.length ? all[0]! : null)
}

export function parseRelease(title: string, options: ParseOptions = {}): ParsedRelease {
  const kind = options.kind ?? 'any'
  const framed = stripFrame(title, options.input === 'path')
  const own = parseTitle(framed, kind)
  const whole = framed.folders.length === 0 ? own : withFolders(own, framed.text, framed.folders, (folder) => parseTitle(stripFrame(folder, false), kind))
  return kind === 'tv' ? inFirstSeason(whole, framed.text) : whole
}

function parseTitle({ text, file, container, site, folders }: Framed, kind: Kind): ParsedRelease {
  const leading = leadingGroup(text)
  const start = afterTags(text, leading?.end ?? 0)
  const resolution = findResolution(text)
  const tagsFrom = leading?.end ?? 0
  const sources = findSources(text).filter((each) => each.start > start + 1 || each.start === start || each.start < start && each.start >= tagsFrom)
  const exact = readNumbering(text.slice(start))
  // Of a film one tells the year; what has none may count episodes by numbers alone.
  const mayCount = kind === 'tv' || leading !== null || kind === 'any' && findYear(text, start, text.length) === null
  const bare = exact.span === null && mayCount ? readBareNumbers(text.slice(start), leading !== null) : exact
  const told = bare.span === null && kind === 'tv' ? readParts(text.slice(start)) : bare
  const numbering = told.span ? { ...told, span: { start: told.span.start + start, end: told.span.end + start } } : told
  const signs = [...sources, ...findVideoCodecs(text), ...findAudioCodecs(text).filter((each) => each.end - each.start > 2)].map((each) => each.start)
  if (resolution) signs.push(resolution.start)
  const numbered = numbering.span?.start ?? text.length
  const year = findYear(text, start, Math.min(...signs.filter((sign) => sign > start + 1), numbered, text.length))
  if (year) signs.push(year.start)
  if (numbering.span) signs.push(numbering.span.start)
  // "2009.Film.dvd5": where no other year is told, and more than one word follows, it is the film's; so are "2009 - Film" and "(2009) Film".
  const leadingYear = kind !== 'tv' && year === null && numbering.span === null ? /^\(?(1[89]\d\d|20[0-4]\d)(?:\)[ ]|[ ]-[ ]|[ .](?=\p{L}+[ .]\p{L}+[ .]\p{L}))/u.exec(text.slice(start)) : null
  // A title that begins with its numbers names no series.
  const nameless = numbering.span !== null && numbering.span.start <= start + 1 && /^[[(]?(?:s?\d+[ex]|s\d|e\d|season)/i.test(text.slice(start).trimStart())
  const first = start + (leadingYear?.[0].length ?? 0)
  const end = nameless ? start : endOfName(text, first, signs, [year?.start, numbering.span?.start])
  return describe({ text, tags: text.slice(end), file, start: first, end, kind, alone: folders.length === 0, container, site, leading: leading?.value ?? null, resolution: resolution?.value ?? null, sources, numbering, year: year?.value ?? (leadingYear ? Number(leadingYear[1]) : yearOf(numbering)), signs, signed: signs.some((sign) => sign > start + 1) })
}

/** "S2014E18": who counts seasons by years tells the year. */
const yearOf = ({ seasons }: Numbering): number | null => seasons.length === 1 && seasons[0]! >= 1930 && seasons[0]! < 2050 ? seasons[0]! : null

function describe(parts: TitleParts): ParsedRelease {
  const { text, tags, start, end, numbering } = parts
  const source = chooseSource(parts)
  const { names, episodeTitle } = chooseNames(parts)
  const modifier = source ? modifierOf(text, source.source, end) : /(?<!\p{L})remux(?!\p{L})/iu.test(tags) ? 'remux' : null
  const wholeSeason = numbering.seasons.length > 0 && numbering.episodes.length === 0
  const extras = readExtras(text, tags, parts.year, wholeSeason)
  const has = (pattern: RegExp) => tags.search(pattern) >= 0
  return {
    parsed: isParsed(parts), name: names.name, alternativeNames: names.alternatives, year: parts.year, resolution: parts.resolution,
    source: source?.source ?? (modifier === 'remux' || parts.container === 'm2ts' ? 'bluray' : 'unknown'), sourceTag: tagOf(source, modifier), modifier,
    videoCodec: findVideoCodecs(text)[0]?.value ?? null, bitDepth: bitDepthOf(text), hdr: hdrOf(tags), audio: audioOf(tags), channels: channelsOf(tags),
    languages: readLanguages(parts.signed ? tags : text, text, parts.file, parts.container), edition: editionText(text.slice(start + 1)), editionTags: editionTags(text.slice(start + 1)), revision: revisionOf(tags), threeD: threeDOf(tags),
    hardcodedSubs: has(HARDCODED), dubbed: has(DUBBED), subbed: has(SUBBED), complete: text.search(COMPLETE) >= 0, sample: has(SAMPLE),
    upscaled: has(UPSCALED), group: readGroup(text, end, lastTagEnd(text, end), parts.leading), episodeTitle, network: networkOf(tags), site: parts.site, hash: hashOf(text),
    container: parts.container, size: /(?<!\d)(?:\d{1,3}\.\d{1,2}|(?<!\d\.)\d+)[ ]?[MGT]i?B(?!\p{L}|ps|\/s)/iu.exec(tags)?.[0] ?? null, numbering,
    fullSeason: wholeSeason && !extras.partialSeason, extras, multiSeason: numbering.seasons.length > 1,
  }
}

/** Where the last word about picture, sound or source ends; the maker's name comes behind it. */
function lastTagEnd(text: string, end: number): number {
  const resolution = findResolution(text)
  return Math.max(end, ...[...findSources(text), ...findVideoCodecs(text), ...findAudioCodecs(text), ...(resolution ? [resolution] : [])].filter((each) => each.start >= end).map((each) => each.end))
}

/** Filmed off a screen outweighs what else is said; a bare WEB or TS counts behind the name only. */
function chooseSource({ text, end, sources }: TitleParts): SourceWord | null {
  const weak = findWeakSources(text.slice(end)).map(({ value }) => value)
  const strong = sources.map(({ value }) => value)
  const poor = [...strong, ...weak].find(({ source }) => ['cam', 'telesync', 'telecine', 'workprint', 'screener'].includes(source))
  return poor ?? strong.find(({ source }) => source !== 'unknown') ?? weak[0] ?? strong[0] ?? null
}

function tagOf(source: SourceWord | null, modifier: Modifier | null): string | null {
  if (modifier === 'remux' && (source === null || source.tag === 'BluRay' || source.tag === 'BluRay REMUX')) return source === null ? 'REMUX' : 'BluRay REMUX'
  return source?.tag ?? null
}

function isParsed({ text, kind, leading, numbering, year, sources, resolution }: TitleParts): boolean {
  if (text === '' || isObfuscated(text)) return false
  if (kind !== 'tv') return /[ ._-]/.test(text) || year !== null || sources.length > 0 || resolution !== null || text.length < 16
  return !numbering.ambiguousDate && (numbering.seasons.length > 0 || numbering.episodes.length > 0 || numbering.airDate !== null || leading !== null && SPECIAL.test(text))
}

/** The engine compiles a pattern when it is first used, once for Latin and once for other text, and again faster after that: for the start, so that the first release does not wait. */
export function compilePatterns(): void {
  for (const text of ['[G] Film.2020.1080p.WEB.x264.DTS-G[rartv].mkv', '[G] Show.S01E01.影.1080p.WEB.x264.DTS-G.mkv', 'Film', '影 Film', 'Show - 05 [720p]', '影 - 05 [720p]']) {
    for (const kind of ['movie', 'tv', 'movie', 'tv'] as const) parseRelease(text, { kind, input: 'path' })
  }
}
