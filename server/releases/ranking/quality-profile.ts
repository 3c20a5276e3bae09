/**
 * Quality profiles and size tables in the JSON of Radarr, Sonarr and the TRaSH guides. Qualities stand in a profile from the best to
 * the least wanted; several in one group are as good as each other. Pure.
 */

import { sayOfQuality as say } from '../../../projections/said-of-quality.ts'
import type { CustomFormat } from './custom-format.ts'
import { patternOf } from './custom-format.ts'
import type { App } from './languages-by-number.ts'
import { languageByName } from './languages-by-number.ts'
import type { QualityName } from './quality.ts'
import { canonicalQuality } from './quality.ts'
import { ProfileError, told, toldList, toldNumber, toldText } from './told-json.ts'

export interface QualityTier { readonly name: string; readonly allowed: boolean; readonly qualities: readonly QualityName[] }
export interface ScoredFormat { readonly format: CustomFormat; readonly score: number }

export interface QualityProfile {
  readonly name: string
  /** By which program's numbers its formats speak. */
  readonly app: App
  /** The best first. */
  readonly tiers: readonly QualityTier[]
  /** Name of the tier that is good enough. */
  readonly cutoff: string | null
  readonly formats: readonly ScoredFormat[]
  readonly minFormatScore: number
  /** `original`, `any` or a code. */
  readonly language: string
  readonly required: readonly RegExp[]
  readonly forbidden: readonly RegExp[]
  /** Formats it names that were not brought along. */
  readonly missingFormats: readonly string[]
}

/** In megabytes (10^6 bytes) a minute of running time. */
export interface SizeRule { readonly min: number; readonly preferred: number; readonly max: number }
export type SizeRules = ReadonlyMap<QualityName, SizeRule>

/** Throws `ProfileError`. `formats`: all that may be named. */
export function readQualityProfile(json: unknown, formats: readonly CustomFormat[]): QualityProfile {
  const profile = told(json, 'A quality profile')
  const name = toldText(profile.name, 'The name of a quality profile')
  const items = toldList(profile.items, `The qualities of ${name}`)
  const tiers = items.map((item) => readTier(item, name))
  if (!tiers.some(({ allowed }) => allowed)) throw new ProfileError(say('PROFILE_NO_QUALITY', { name }))
  const set = typeof profile.trash_score_set === 'string' ? profile.trash_score_set : 'default'
  const language = profile.language === undefined ? 'any' : languageByName(languageNameOf(profile.language, name))
  if (language === undefined) throw new ProfileError(say('PROFILE_LANGUAGE', { name }))
  const wanted = scoresWanted(profile.formatItems, name)
  return {
    name, tiers, language, cutoff: typeof profile.cutoff === 'string' ? profile.cutoff : null,
    app: items.some((item) => JSON.stringify(item).includes(' Remux"')) ? 'sonarr' : 'radarr',
    minFormatScore: toldNumber(profile.minFormatScore, `The least score of ${name}`, 0),
    formats: wanted.flatMap(({ id, formatName, score }) => {
      const format = formats.find((each) => each.id === id) ?? formats.find((each) => each.name === formatName)
      return format ? [{ format, score: score ?? format.scores[set] ?? format.scores.default ?? 0 }] : []
    }),
    missingFormats: wanted.filter(({ id, formatName }) => !formats.some((each) => each.id === id || each.name === formatName)).map(({ formatName }) => formatName),
    required: words(profile.required, `What ${name} requires`), forbidden: words(profile.forbidden, `What ${name} forbids`),
  }
}

function readTier(item: unknown, profile: string): QualityTier {
  const { name, quality, allowed, items } = told(item, `A quality of ${profile}`)
  const own = toldText(name ?? (quality as { name?: unknown } | undefined)?.name, `The name of a quality of ${profile}`)
  const within = Array.isArray(items) && items.length > 0 ? items.map((each) => typeof each === 'string' ? each : readTier(each, profile).name) : [own]
  return { name: own, allowed: allowed === true, qualities: within.map(canonicalQuality) }
}

/** The guides: name → trash_id. The programs' own exports: a list of name and score. */
function scoresWanted(items: unknown, profile: string): readonly { readonly id: string | null; readonly formatName: string; readonly score: number | null }[] {
  if (items === undefined) return []
  if (Array.isArray(items)) {
    return items.map((item) => {
      const { name, score } = told(item, `A format of ${profile}`)
      return { id: null, formatName: toldText(name, `The name of a format of ${profile}`), score: toldNumber(score, `The score of a format of ${profile}`) }
    })
  }
  return Object.entries(told(items, `The formats of ${profile}`)).map(([formatName, id]) => ({ id: toldText(id, `The trash_id of ${formatName}`), formatName, score: null }))
}

function languageNameOf(language: unknown, profile: string): string {
  return toldText(typeof language === 'object' && language !== null ? (language as { name?: unknown }).name : language, `The language of ${profile}`)
}

function words(list: unknown, what: string): readonly RegExp[] {
  return list === undefined ? [] : toldList(list, what).map((word) => {
    const text = toldText(word, what)
    // As in the programs: between slashes a pattern, else the word itself.
    const pattern = /^\/(.*)\/i?$/.exec(text)?.[1]
    return patternOf(pattern ?? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), what)
  })
}

/** Throws `ProfileError`. */
export function readSizeRules(json: unknown): SizeRules {
  const rules = toldList(told(json, 'A size table').qualities, 'The qualities of a size table').map((each) => {
    const { quality, min, preferred, max } = told(each, 'A line of a size table')
    const name = toldText(quality, 'The quality of a line of a size table')
    const most = toldNumber(max, `The most of ${name}`)
    return [canonicalQuality(name), { min: toldNumber(min, `The least of ${name}`), preferred: toldNumber(preferred, `The preferred size of ${name}`, most), max: most }] as const
  })
  return new Map(rules)
}
