/**
 * The JSON of Radarr, Sonarr and the TRaSH guides made part of the settings: custom formats, quality profiles, size tables, one to a file or a
 * list of them, as the guides publish and as the programs export. What cannot be read is told by its file; the rest is taken. Pure.
 */

import type { Said } from '../../projections/said.ts'
import { sayOfQuality as say } from '../../projections/said-of-quality.ts'
import type { QualityChange, QualityProblem } from '../../projections/wire-quality.ts'
import { limits } from '../limits.ts'
import type { Imported, QualitySettings } from './quality-settings.ts'
import { readCustomFormat } from './ranking/custom-format.ts'
import type { CustomFormat } from './ranking/custom-format.ts'
import { presets } from './ranking/presets.ts'
import type { QualityProfile, SizeRules } from './ranking/quality-profile.ts'
import { readQualityProfile, readSizeRules } from './ranking/quality-profile.ts'
import { ProfileError } from './ranking/told-json.ts'
import { formatTrials } from './ranking/try-patterns.ts'

export interface BroughtFile { readonly name: string; readonly text: string }

export interface QualityImport {
  readonly settings: QualitySettings
  readonly changes: readonly QualityChange[]
  readonly problems: readonly QualityProblem[]
}

interface Part { readonly file: string; readonly kind: QualityChange['kind']; readonly json: unknown }
type Problems = QualityProblem[]

const DETAILS_MAX = 12

export function importQuality(files: readonly BroughtFile[], before: QualitySettings): QualityImport {
  const problems: Problems = []
  const parts = files.flatMap((file) => orTold(file.name, problems, () => partsOf(file)) ?? [])
  // Formats first: a profile may name those that come with it.
  const formats = mergeFormats(parts, before.formats, problems)
  const profiles = mergeProfiles(parts, before.profiles, formats, problems)
  const sizes = mergeSizes(parts, before.sizes, problems)
  const settings = { ...before, formats: formats.kept, profiles: profiles.kept, sizes: sizes.kept }
  if (formats.kept.length > limits.customFormatsMax) problems.push(problem('', say('PROFILE_FORMATS_MAX', { count: formats.kept.length, most: limits.customFormatsMax })))
  if (profiles.kept.length > limits.qualityProfilesMax) problems.push(problem('', say('PROFILE_PROFILES_MAX', { count: profiles.kept.length, most: limits.qualityProfilesMax })))
  return { settings, changes: [...profiles.changes, ...sizes.changes, ...formats.changes], problems }
}

const problem = (file: string, { code, values, message }: Said): QualityProblem => ({ file, code, values, message: `${message}.` })

function orTold<Value>(file: string, problems: Problems, read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error
    problems.push(problem(file, error.said))
    return undefined
  }
}

function partsOf({ name, text }: BroughtFile): readonly Part[] {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ProfileError(say('PROFILE_NO_JSON', { told: (error as Error).message }), { cause: error })
  }
  const list = Array.isArray(json) ? json : [json]
  if (list.length === 0) throw new ProfileError(say('PROFILE_EMPTY'))
  if (list.every(isDefinition)) return [{ file: name, kind: 'sizes', json: { qualities: list.map(sizeOfDefinition) } }]
  return list.map((each) => ({ file: name, kind: kindOf(each), json: each }))
}

function kindOf(json: unknown): Part['kind'] {
  const has = (field: string) => typeof json === 'object' && json !== null && Object.hasOwn(json, field)
  if (has('specifications')) return 'format'
  if (has('items')) return 'profile'
  if (has('qualities')) return 'sizes'
  if (has('custom_formats')) throw new ProfileError(say('PROFILE_GROUP'))
  throw new ProfileError(say('PROFILE_NEITHER'))
}

/** The programs' own list of qualities with their sizes. */
const isDefinition = (json: unknown): json is Record<string, unknown> & { quality: { name: unknown } } =>
  typeof json === 'object' && json !== null && 'minSize' in json && 'quality' in json && typeof json.quality === 'object' && json.quality !== null

/** Without an end there is none. */
function sizeOfDefinition({ quality, minSize, preferredSize, maxSize }: Record<string, unknown> & { readonly quality: { readonly name: unknown } }): object {
  const max = maxSize ?? Number.MAX_SAFE_INTEGER
  return { quality: quality.name, min: minSize ?? 0, preferred: preferredSize ?? max, max }
}

interface Merged { readonly kept: readonly Imported[]; readonly changes: readonly QualityChange[] }

function mergeFormats(parts: readonly Part[], before: readonly Imported[], problems: Problems): Merged & { readonly formats: readonly CustomFormat[] } {
  const kept = new Map(before.map((each) => [each.id, each.json]))
  const changes: QualityChange[] = []
  const attempt = formatTrials()
  for (const { file, json } of parts.filter(({ kind }) => kind === 'format')) {
    const format = orTold(file, problems, () => {
      const read = readCustomFormat(json)
      attempt(read)
      return read
    })
    if (!format) continue
    const text = JSON.stringify(json)
    const former = kept.get(format.id)
    changes.push({ kind: 'format', name: format.name, change: former === undefined ? 'new' : former === text ? 'same' : 'changed', details: former === undefined || former === text ? [] : [say('QUALITY_CONDITIONS')] })
    kept.set(format.id, text)
  }
  const all = [...kept].map(([id, json]) => ({ id, json }))
  return { kept: all, changes, formats: all.map((each) => readCustomFormat(JSON.parse(each.json))) }
}

function mergeProfiles(parts: readonly Part[], before: readonly Imported[], { formats }: { readonly formats: readonly CustomFormat[] }, problems: Problems): Merged {
  const kept = new Map(before.map((each) => [each.id, each.json]))
  const changes: QualityChange[] = []
  for (const { file, json } of parts.filter(({ kind }) => kind === 'profile')) {
    const profile = orTold(file, problems, () => ofItsOwnName(readQualityProfile(json, formats)))
    if (!profile) continue
    const text = JSON.stringify(json)
    const former = kept.get(profile.name)
    const differences = former === undefined ? described(profile) : differencesBetween(readQualityProfile(JSON.parse(former), formats), profile)
    changes.push({ kind: 'profile', name: profile.name, change: former === undefined ? 'new' : former === text ? 'same' : 'changed', details: [...former === text ? [] : differences, ...missing(profile)] })
    kept.set(profile.name, text)
  }
  return { kept: [...kept].map(([id, json]) => ({ id, json })), changes }
}

function ofItsOwnName(profile: QualityProfile): QualityProfile {
  if (presets.some(({ name }) => name === profile.name)) throw new ProfileError(say('PROFILE_OWN_NAME', { name: profile.name }))
  return profile
}

function mergeSizes(parts: readonly Part[], before: string | null, problems: Problems): { readonly kept: string | null; readonly changes: readonly QualityChange[] } {
  let kept = before
  const changes: QualityChange[] = []
  for (const { file, json } of parts.filter(({ kind }) => kind === 'sizes')) {
    const rules = orTold(file, problems, () => readSizeRules(json))
    if (!rules) continue
    const text = JSON.stringify(json)
    changes.push({ kind: 'sizes', name: 'sizes', change: kept === null ? 'new' : kept === text ? 'same' : 'changed', details: kept === text ? [] : sizesDiffer(kept === null ? new Map() : readSizeRules(JSON.parse(kept)), rules) })
    kept = text
  }
  return { kept, changes }
}

const takenBy = ({ tiers }: QualityProfile) => tiers.filter(({ allowed }) => allowed).map(({ name }) => name)
const scoresOf = ({ formats }: QualityProfile) => new Map(formats.map(({ format, score }) => [format.name, score]))

function languageOf({ language }: QualityProfile): string | Said {
  return language === 'original' ? say('QUALITY_LANGUAGE_OWN') : language === 'any' ? say('QUALITY_LANGUAGE_ANY') : language
}

function described(profile: QualityProfile): readonly Said[] {
  const scored = profile.formats.filter(({ score }) => score !== 0).length
  return [
    say('QUALITY_TAKES', { names: takenBy(profile) }), ...profile.cutoff === null ? [] : [say('QUALITY_ENOUGH', { name: profile.cutoff })],
    scored === 1 ? say('QUALITY_FORMAT_COUNTS') : say('QUALITY_FORMATS_COUNT', { count: scored }), ...profile.language === 'any' ? [] : [say('QUALITY_LANGUAGE', { language: languageOf(profile) })],
  ]
}

function differencesBetween(one: QualityProfile, other: QualityProfile): readonly Said[] {
  const [takes, took] = [takenBy(other), takenBy(one)]
  const [scores, former] = [scoresOf(other), scoresOf(one)]
  const named = [...new Set([...former.keys(), ...scores.keys()])].filter((name) => former.get(name) !== scores.get(name))
  return shortened([
    ...takes.filter((name) => !took.includes(name)).map((name) => say('QUALITY_TAKES_NOW', { name })), ...took.filter((name) => !takes.includes(name)).map((name) => say('QUALITY_TAKES_NO_MORE', { name })),
    ...takes.length === took.length && takes.every((name) => took.includes(name)) && takes.join() !== took.join() ? [say('QUALITY_PREFERS', { names: takes })] : [],
    ...one.cutoff === other.cutoff ? [] : [say('QUALITY_ENOUGH_NOW', { now: other.cutoff ?? say('QUALITY_NOTHING'), before: one.cutoff ?? say('QUALITY_NOTHING') })],
    ...one.minFormatScore === other.minFormatScore ? [] : [say('QUALITY_NEEDS_SCORE', { now: other.minFormatScore, before: one.minFormatScore })],
    ...one.language === other.language ? [] : [say('QUALITY_LANGUAGE_NOW', { language: languageOf(other), former: languageOf(one) })],
    ...named.map((name) => scoreChanged(name, former.get(name), scores.get(name))),
  ])
}

function scoreChanged(name: string, before: number | undefined, now: number | undefined): Said {
  if (now === undefined) return say('QUALITY_COUNTS_NO_MORE', { name })
  return before === undefined ? say('QUALITY_SCORES', { name, now }) : say('QUALITY_SCORES_NOW', { name, now, before })
}

function sizesDiffer(one: SizeRules, other: SizeRules): readonly Said[] {
  return shortened([...other].filter(([quality, rule]) => JSON.stringify(one.get(quality)) !== JSON.stringify(rule)).map(([quality, { min: least, preferred: best, max: most }]) => {
    if (most === Number.MAX_SAFE_INTEGER) return best >= most ? say('QUALITY_SIZE_OPEN', { quality, least }) : say('QUALITY_SIZE_OPEN_BEST', { quality, least, best })
    return best >= most ? say('QUALITY_SIZE', { quality, least, most }) : say('QUALITY_SIZE_BEST', { quality, least, most, best })
  }))
}

function missing({ missingFormats }: QualityProfile): readonly Said[] {
  const { length: count } = missingFormats
  if (count === 0) return []
  const names = shortened(missingFormats)
  return [count === 1 ? say('QUALITY_MISSING_ONE', { names }) : say('QUALITY_MISSING', { count, names })]
}

function shortened<Detail extends string | Said>(details: readonly Detail[]): readonly (Detail | Said)[] {
  return details.length <= DETAILS_MAX ? details : [...details.slice(0, DETAILS_MAX), say('QUALITY_MORE', { count: details.length - DETAILS_MAX })]
}
