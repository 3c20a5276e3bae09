/**
 * The JSON of Radarr, Sonarr and the TRaSH guides made part of the settings: custom formats, quality profiles, size tables, one to a file or a
 * list of them, as the guides publish and as the programs export. What cannot be read is told by its file; the rest is taken. Pure.
 */

import type { QualityChange } from '../../projections/wire-quality.ts'
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
  readonly problems: readonly { readonly file: string; readonly message: string }[]
}

interface Part { readonly file: string; readonly kind: QualityChange['kind']; readonly json: unknown }
type Problems = { file: string; message: string }[]

const DETAILS_MAX = 12

export function importQuality(files: readonly BroughtFile[], before: QualitySettings): QualityImport {
  const problems: Problems = []
  const parts = files.flatMap((file) => orTold(file.name, problems, () => partsOf(file)) ?? [])
  // Formats first: a profile may name those that come with it.
  const formats = mergeFormats(parts, before.formats, problems)
  const profiles = mergeProfiles(parts, before.profiles, formats, problems)
  const sizes = mergeSizes(parts, before.sizes, problems)
  const settings = { ...before, formats: formats.kept, profiles: profiles.kept, sizes: sizes.kept }
  if (formats.kept.length > limits.customFormatsMax) problems.push({ file: '', message: `There would be ${formats.kept.length} custom formats; at most ${limits.customFormatsMax} are kept.` })
  if (profiles.kept.length > limits.qualityProfilesMax) problems.push({ file: '', message: `There would be ${profiles.kept.length} profiles; at most ${limits.qualityProfilesMax} are kept.` })
  return { settings, changes: [...profiles.changes, ...sizes.changes, ...formats.changes], problems }
}

function orTold<Value>(file: string, problems: Problems, read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error
    problems.push({ file, message: `${error.message}.` })
    return undefined
  }
}

function partsOf({ name, text }: BroughtFile): readonly Part[] {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ProfileError(`It is no JSON (${(error as Error).message})`, { cause: error })
  }
  const list = Array.isArray(json) ? json : [json]
  if (list.length === 0) throw new ProfileError('It is an empty list')
  if (list.every(isDefinition)) return [{ file: name, kind: 'sizes', json: { qualities: list.map(sizeOfDefinition) } }]
  return list.map((each) => ({ file: name, kind: kindOf(each), json: each }))
}

function kindOf(json: unknown): Part['kind'] {
  const has = (field: string) => typeof json === 'object' && json !== null && Object.hasOwn(json, field)
  if (has('specifications')) return 'format'
  if (has('items')) return 'profile'
  if (has('qualities')) return 'sizes'
  if (has('custom_formats')) throw new ProfileError('It is a group of the guides, which only names formats: bring the formats themselves')
  throw new ProfileError('It is neither a custom format (with specifications), nor a quality profile (with items), nor a table of sizes (with qualities)')
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
    changes.push({ kind: 'format', name: format.name, change: former === undefined ? 'new' : former === text ? 'same' : 'changed', details: former === undefined || former === text ? [] : ['its conditions or scores differ'] })
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
  if (presets.some(({ name }) => name === profile.name)) throw new ProfileError(`${profile.name} is the name of a profile that Rewind brings along: give it another one`)
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

function described(profile: QualityProfile): readonly string[] {
  const scored = profile.formats.filter(({ score }) => score !== 0).length
  return [`takes ${takenBy(profile).join(', ')}`, ...profile.cutoff === null ? [] : [`${profile.cutoff} is good enough`], scored === 1 ? '1 custom format counts' : `${scored} custom formats count`, ...profile.language === 'any' ? [] : [`wants the language ${profile.language}`]]
}

function differencesBetween(one: QualityProfile, other: QualityProfile): readonly string[] {
  const [takes, took] = [takenBy(other), takenBy(one)]
  const [scores, former] = [scoresOf(other), scoresOf(one)]
  const named = [...new Set([...former.keys(), ...scores.keys()])].filter((name) => former.get(name) !== scores.get(name))
  return shortened([
    ...takes.filter((name) => !took.includes(name)).map((name) => `takes ${name} now`), ...took.filter((name) => !takes.includes(name)).map((name) => `takes ${name} no more`),
    ...takes.length === took.length && takes.every((name) => took.includes(name)) && takes.join() !== took.join() ? [`prefers ${takes.join(', ')} in this order`] : [],
    ...one.cutoff === other.cutoff ? [] : [`${other.cutoff ?? 'nothing'} is good enough, not ${one.cutoff ?? 'nothing'}`],
    ...one.minFormatScore === other.minFormatScore ? [] : [`needs a score of ${other.minFormatScore}, not ${one.minFormatScore}`],
    ...one.language === other.language ? [] : [`wants the language ${other.language}, not ${one.language}`],
    ...named.map((name) => scores.has(name) ? former.has(name) ? `${name} scores ${scores.get(name)}, not ${former.get(name)}` : `${name} scores ${scores.get(name)}` : `${name} counts no more`),
  ])
}

function sizesDiffer(one: SizeRules, other: SizeRules): readonly string[] {
  return shortened([...other].filter(([quality, rule]) => JSON.stringify(one.get(quality)) !== JSON.stringify(rule)).map(([quality, { min, preferred, max }]) => `${quality}: ${min} to ${shownMost(max)} MB a minute${preferred >= max ? '' : `, best ${preferred}`}`))
}

const shownMost = (max: number) => max === Number.MAX_SAFE_INTEGER ? 'any number of' : String(max)

function missing({ missingFormats: names }: QualityProfile): readonly string[] {
  if (names.length === 0) return []
  const which = names.length === 1 ? 'a custom format that is not here and counts' : `${names.length} custom formats that are not here and count`
  return [`names ${which} nothing: ${shortened(names).join(', ')}`]
}

function shortened(details: readonly string[]): readonly string[] {
  return details.length <= DETAILS_MAX ? details : [...details.slice(0, DETAILS_MAX), `${details.length - DETAILS_MAX} more`]
}
