/**
 * Custom formats in the JSON of Radarr, Sonarr and the TRaSH guides: named sets of conditions on a release, worth a score. Of the
 * conditions of one kind each that is required must hold, and one of them at least; every kind must (Radarr's
 * `SpecificationMatchesGroup`). Pure; patterns are people's own, and how long they take is for `try-patterns.ts`.
 */

import { sayOfQuality as say } from '../../../projections/said-of-quality.ts'
import type { ParsedRelease } from '../parse-release.ts'
import type { App } from './languages-by-number.ts'
import { languageByNumber } from './languages-by-number.ts'
import type { Told } from './told-json.ts'
import { ProfileError, told, toldList, toldNumber, toldText } from './told-json.ts'

/** What is known of a release. */
export interface RankedRelease {
  readonly title: string
  readonly parsed: ParsedRelease
  readonly sizeBytes: number | null
  /** ISO 639-1 of the film; null where it is not known. */
  readonly originalLanguage: string | null
}

export interface CustomFormat {
  /** `trash_id` of the guides; else its name. */
  readonly id: string
  readonly name: string
  /** By score set; `default` for all others. */
  readonly scores: Readonly<Record<string, number>>
  matches(release: RankedRelease, app: App): boolean
}

type Holds = (release: RankedRelease, app: App) => boolean
interface Condition { readonly kind: string; readonly required: boolean; readonly holds: Holds }

/** Of a title that a pattern is tried on. */
export const TITLE_CHARACTERS_MAX = 600

/** Throws `ProfileError`. */
export function readCustomFormat(json: unknown): CustomFormat {
  const format = told(json, 'A custom format')
  const name = toldText(format.name, 'The name of a custom format')
  const conditions = toldList(format.specifications, `The specifications of ${name}`).map((each) => readCondition(told(each, `A specification of ${name}`), name))
  const kinds = [...new Set(conditions.map(({ kind }) => kind))].map((kind) => conditions.filter((each) => each.kind === kind))
  const scores = format.trash_scores === undefined ? {} : told(format.trash_scores, `The scores of ${name}`)
  return {
    id: typeof format.trash_id === 'string' ? format.trash_id : name, name,
    scores: Object.fromEntries(Object.entries(scores).map(([set, score]) => [set, toldNumber(score, `The score ${set} of ${name}`)])),
    matches: (release, app) => kinds.length > 0 && kinds.every((ofKind) => {
      const held = ofKind.map(({ holds }) => holds(release, app))
      return held.some(Boolean) && ofKind.every(({ required }, index) => !required || held[index])
    }),
  }
}

function readCondition(condition: Told, format: string): Condition {
  const name = `${format}: ${typeof condition.name === 'string' ? condition.name : 'a specification'}`
  const kind = toldText(condition.implementation, `The implementation of ${name}`)
  const holds = holdsOf(kind, told(fieldsOf(condition.fields), `The fields of ${name}`), name)
  return { kind, required: condition.required === true, holds: condition.negate === true ? (release, app) => !holds(release, app) : holds }
}

/** Exports of the programs themselves list fields by name; the guides have an object. */
function fieldsOf(fields: unknown): unknown {
  return Array.isArray(fields) ? Object.fromEntries(fields.map((field) => [(field as Told | null)?.name, (field as Told | null)?.value])) : fields
}

function holdsOf(kind: string, fields: Told, name: string): Holds {
  const number = () => toldNumber(fields.value, `The value of ${name}`)
  switch (kind) {
    case 'ReleaseTitleSpecification': return matching(fields, name, ({ title }) => title)
    case 'ReleaseGroupSpecification': return matching(fields, name, ({ parsed }) => parsed.group)
    case 'EditionSpecification': return matching(fields, name, ({ parsed }) => parsed.edition)
    case 'SourceSpecification': { const value = number(); return (release, app) => sourceNumber(release.parsed, app) === value }
    case 'ResolutionSpecification': { const value = number(); return ({ parsed }) => Number.parseInt(parsed.resolution ?? '0', 10) === value }
    case 'QualityModifierSpecification': { const value = number(); return ({ parsed }) => MODIFIERS.indexOf(parsed.modifier ?? 'none') === value }
    case 'LanguageSpecification': { const value = number(); return (release, app) => speaks(release, languageByNumber(app, value), fields.exceptLanguage === true) }
    case 'ReleaseTypeSpecification': { const value = number(); return ({ parsed }) => typeNumber(parsed) === value }
    case 'SizeSpecification': return between(fields, name, ({ sizeBytes }) => sizeBytes === null ? null : sizeBytes / 2 ** 30)
    case 'YearSpecification': return between(fields, name, ({ parsed }) => parsed.year)
    case 'TraitSpecification': return traitOf(toldText(fields.value, `The trait of ${name}`), name)
    // Flags are what torrent indexers say of an offer; releases on Usenet have none.
    case 'IndexerFlagSpecification': return () => false
    default: throw new ProfileError(say('PROFILE_KIND', { name, kind }))
  }
}

/** A kind of our own: what the parser tells of a release and no pattern does as well. */
function traitOf(trait: string, name: string): Holds {
  switch (trait) {
    case '3d': return ({ parsed }) => parsed.threeD !== null
    case 'burnt-in-subtitles': return ({ parsed }) => parsed.hardcodedSubs
    case 'upscaled': return ({ parsed }) => parsed.upscaled
    default: throw new ProfileError(say('PROFILE_TRAIT', { name, trait }))
  }
}

function matching(fields: Told, name: string, textOf: (release: RankedRelease) => string | null): Holds {
  const pattern = patternOf(toldText(fields.value, `The pattern of ${name}`), name)
  return (release) => pattern.test((textOf(release) ?? '').slice(0, TITLE_CHARACTERS_MAX)) && textOf(release) !== null
}

/** What .NET writes otherwise: `(?i)` is so already, a `]` that opens a class is one of its characters: `[])]`, and a group that gives nothing back is read as one that does, which finds no less. */
const DOTNET: readonly (readonly [RegExp, string])[] = [
  [/\(\?i\)/g, ''], [/(?<!\\)((?:\\\\)*)\[(\^?)\]/g, '$1[$2\\]'], [/(?<!\\)((?:\\\\)*)\\A/g, '$1^'], [/(?<!\\)((?:\\\\)*)\\[Zz]/g, '$1$$'], [/(?<!\\)((?:\\\\)*)\(\?>/g, '$1(?:'],
  [/(?<!\\)((?:\\\\)*)\(\?'(\w+)'/g, '$1(?<$2>'], [/(?<!\\)((?:\\\\)*)\\k'(\w+)'/g, '$1\\k<$2>'],
]

const NEEDLESS = /(?<!\\)((?:\\\\)*)\\([ !"#%&',\-:;<=>@_`~])/g

/** .NET's patterns, in any case. */
export function patternOf(source: string, name: string): RegExp {
  const written = DOTNET.reduce((text, [theirs, ours]) => text.replace(theirs, ours), source)
  try {
    // Categories of letters are told with that flag only, which is strict about all else: a sign that need not be escaped may not be.
    return /\\[pP]\{/.test(written) ? new RegExp(written.replace(NEEDLESS, (_, before: string, sign: string) => `${before}\\x${sign.charCodeAt(0).toString(16)}`), 'iu') : new RegExp(written, 'i')
  } catch (error) {
    throw new ProfileError(say('PROFILE_PATTERN', { name, told: (error as Error).message }), { cause: error })
  }
}

function between(fields: Told, name: string, valueOf: (release: RankedRelease) => number | null): Holds {
  const [min, max] = [toldNumber(fields.min, `The least of ${name}`, 0), toldNumber(fields.max, `The most of ${name}`, Infinity)]
  return (release) => {
    const value = valueOf(release)
    return value !== null && value > min && value <= max
  }
}

const MODIFIERS: readonly string[] = ['none', 'regional', 'screener', 'rawhd', 'brdisk', 'remux']
const RADARR_SOURCES: readonly string[] = ['unknown', 'cam', 'telesync', 'telecine', 'workprint', 'dvd', 'tv', 'webdl', 'webrip', 'bluray']

/** The numbers that the two programs give to sources. */
function sourceNumber({ source, modifier }: ParsedRelease, app: App): number {
  const plain = source === 'hddvd' ? 'bluray' : source === 'screener' ? 'dvd' : source === 'digital-master' ? 'webdl' : source === 'vhs' ? 'tv' : source
  if (app === 'radarr') return RADARR_SOURCES.indexOf(plain)
  switch (plain) {
    case 'tv': return modifier === 'rawhd' ? 2 : 1
    case 'webdl': return 3
    case 'webrip': return 4
    case 'dvd': return 5
    case 'bluray': return modifier === 'remux' || modifier === 'brdisk' ? 7 : 6
    default: return 0
  }
}

/** One episode, several, a season. */
function typeNumber({ numbering, fullSeason }: ParsedRelease): number {
  return fullSeason ? 3 : numbering.episodes.length > 1 ? 2 : numbering.episodes.length === 1 ? 1 : 0
}

/** A title that names no language is in the film's own. */
function speaks({ parsed, originalLanguage }: RankedRelease, wanted: string | undefined, except: boolean): boolean {
  const named = parsed.languages.audio.map((language) => language === 'original' ? originalLanguage ?? 'original' : language)
  const spoken = named.length > 0 ? named : [originalLanguage ?? 'original']
  const language = wanted === 'original' ? originalLanguage ?? 'original' : wanted
  if (language === 'any') return !except
  return except ? spoken.some((each) => each !== language) : language !== undefined && spoken.includes(language)
}
