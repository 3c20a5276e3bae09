/** What admins set of quality: which profile each wish is served by, and what they have imported of Radarr's, Sonarr's and the guides' JSON. */

import type { Quality } from '../../domain/acquisition.ts'
import { QUALITIES } from '../../domain/acquisition.ts'
import type { SettingScope } from '../connections/settings-store.ts'
import { limits } from '../limits.ts'
import { readCustomFormat } from './ranking/custom-format.ts'
import { presets } from './ranking/presets.ts'
import type { QualityProfile, SizeRules } from './ranking/quality-profile.ts'
import { readQualityProfile, readSizeRules } from './ranking/quality-profile.ts'

/** As it was imported; `id` is a profile's name, a format's `trash_id` or name. */
export interface Imported { readonly id: string; readonly json: string }

export interface QualitySettings {
  /** Names of profiles. */
  readonly serves: Readonly<Record<Quality, string>>
  readonly profiles: readonly Imported[]
  readonly formats: readonly Imported[]
  readonly sizes: string | null
}

export const presetQualities: QualitySettings = { serves: { '720p': '720p', '1080p': '1080p', '4K': '4K' }, profiles: [], formats: [], sizes: null }

const name = { type: 'string', minLength: 1, maxLength: 200 } as const
const json = { type: 'string', maxLength: limits.profileBytesMax } as const
const imported = (maxItems: number) => ({
  type: 'array', maxItems, items: { type: 'object', properties: { id: name, json }, required: ['id', 'json'], additionalProperties: false },
})
const schema = {
  type: 'object',
  properties: {
    serves: { type: 'object', properties: { '720p': name, '1080p': name, '4K': name }, required: QUALITIES, additionalProperties: false },
    profiles: imported(limits.qualityProfilesMax), formats: imported(limits.customFormatsMax), sizes: { ...json, nullable: true },
  },
  required: ['serves', 'profiles', 'formats', 'sizes'],
  additionalProperties: false,
}

export const qualityScope: SettingScope<QualitySettings> = { scope: 'quality', schema, fallback: presetQualities, secrets: [] }

/** Read: what releases are judged by. */
export interface Qualities {
  /** Those of Rewind first, then those imported. */
  readonly profiles: readonly QualityProfile[]
  readonly sizes: SizeRules
  serving(quality: Quality): QualityProfile
}

const read = new WeakMap<QualitySettings, Qualities>()

/** Throws `ProfileError` for what cannot be read; what is in force has been read before. */
export function qualitiesOf(settings: QualitySettings): Qualities {
  const known = read.get(settings)
  if (known) return known
  const formats = settings.formats.map((each) => readCustomFormat(JSON.parse(each.json)))
  const profiles = [...presets, ...settings.profiles.map((each) => readQualityProfile(JSON.parse(each.json), formats))]
  const named = new Map(profiles.map((profile) => [profile.name, profile]))
  const found: Qualities = {
    profiles, sizes: settings.sizes === null ? new Map() : readSizeRules(JSON.parse(settings.sizes)),
    // One that is there no more is replaced by the one of ours.
    serving: (quality) => named.get(settings.serves[quality]) ?? named.get(quality)!,
  }
  read.set(settings, found)
  return found
}
