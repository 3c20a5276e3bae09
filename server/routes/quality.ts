/** By which quality profiles releases are chosen, for admins: which serves which wish, and those brought along from Radarr, Sonarr and the guides. */

import type { FastifyInstance } from 'fastify'
import type { Quality } from '../../domain/acquisition.ts'
import type { QualityAnswer, QualityImportAnswer } from '../../projections/wire-quality.ts'
import type { Setting, Settings } from '../connections/settings-store.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import type { BroughtFile } from '../releases/import-quality.ts'
import { importQuality } from '../releases/import-quality.ts'
import type { QualitySettings } from '../releases/quality-settings.ts'
import { presetQualities, qualitiesOf, qualityScope } from '../releases/quality-settings.ts'
import { presets } from '../releases/ranking/presets.ts'
import { invalid, notFound } from '../request-error.ts'
import { personOf } from './issue.ts'
import { answer, bodyOf, idParams, listOf, nullable, saidProperties } from './schemas.ts'

export interface QualityPorts { readonly settings: Pick<Settings, 'read' | 'change'> }

const tags = ['Administration']
const config = { least: 'admin', cacheControl: NO_STORE } as const
const [string, number, integer] = [{ type: 'string' }, { type: 'number' }, { type: 'integer' }] as const
const profile = answer({
  name: string, builtIn: { type: 'boolean' }, takes: listOf(string), cutoff: nullable(string), formats: listOf(answer({ name: string, score: number })), minFormatScore: number, language: string, missingFormats: listOf(string),
})
const servesShown = answer({ '720p': string, '1080p': string, '4K': string })
const quality = { title: 'quality settings', ...answer({ version: integer, serves: servesShown, profiles: listOf(profile), sizes: listOf(answer({ quality: string, min: number, preferred: number, max: number })) }) }
const imported = answer({
  changes: listOf(answer({ kind: string, name: string, change: string, details: listOf(answer(saidProperties)) })), problems: listOf(answer({ file: string, ...saidProperties })), applied: { type: 'boolean' }, quality,
})
const version = { type: 'integer', minimum: 0, description: 'Of the settings that the change was made from.' } as const
const named = { type: 'string', minLength: 1, maxLength: 200 } as const
const wishes = bodyOf({ '720p': named, '1080p': named, '4K': named }, ['720p', '1080p', '4K'])
const file = bodyOf({ name: { type: 'string', maxLength: 300 }, text: { type: 'string', maxLength: limits.profileBytesMax } }, ['name', 'text'])
const importBody = {
  type: 'object', properties: { version, dryRun: { type: 'boolean' }, files: { type: 'array', minItems: 1, maxItems: limits.customFormatsMax, items: file } }, required: ['version', 'files'], additionalProperties: false,
} as const

export function qualityRoutes(app: FastifyInstance, { settings }: QualityPorts): void {
  app.get('/api/admin/quality', { config, schema: { summary: 'Quality profiles, and which wish each serves', tags, response: { 200: quality } } }, async () => shown(settings.read(qualityScope)))

  app.put<{ Body: { version: number; serves: QualitySettings['serves'] } }>('/api/admin/quality/serves', {
    config,
    schema: { summary: 'Which profile serves which wish', tags, body: bodyOf({ version, serves: wishes }, ['version', 'serves']), response: { 200: quality } },
  }, async (request): Promise<QualityAnswer> => {
    const { version: from, serves: wanted } = request.body
    const { value } = settings.read(qualityScope)
    const known = new Set(qualitiesOf(value).profiles.map(({ name }) => name))
    for (const [wish, name] of Object.entries(wanted)) if (!known.has(name)) throw invalid(`serves.${wish}`, 'must name a profile that is there')
    return shown(await settings.change(qualityScope, { from, value: (before) => ({ ...before, serves: wanted }) }, personOf(request).userId))
  })

  app.post<{ Body: { version: number; files: readonly BroughtFile[]; dryRun?: boolean } }>('/api/admin/quality/import', {
    config, bodyLimit: limits.qualityImportBytesMax,
    schema: {
      summary: 'Bring along profiles, custom formats and sizes', description: 'The JSON of Radarr, Sonarr and the TRaSH guides. With `dryRun` it says what would change and changes nothing; a file that cannot be read is told and keeps none of the others away.', tags,
      body: importBody,
      response: { 200: imported },
    },
  }, async (request): Promise<QualityImportAnswer> => {
    const { version: from, files, dryRun = false } = request.body
    const before = settings.read(qualityScope)
    const made = importQuality(files, before.value)
    const isChange = made.changes.some(({ change }) => change !== 'same')
    if (dryRun || !isChange) return { changes: made.changes, problems: made.problems, applied: false, quality: shown(before) }
    return { changes: made.changes, problems: made.problems, applied: true, quality: shown(await settings.change(qualityScope, { from, value: (newest) => importQuality(files, newest).settings }, personOf(request).userId)) }
  })

  app.delete<{ Params: { name: string } }>('/api/admin/quality/profiles/:name', {
    config, schema: { summary: 'Remove a profile that was brought along; what it served goes back to Rewind\'s own', tags, params: idParams('name', named), response: { 200: quality } },
  }, async (request): Promise<QualityAnswer> => {
    const { name } = request.params
    const { value, version: from } = settings.read(qualityScope)
    const profiles = value.profiles.filter(({ id }) => id !== name)
    if (profiles.length === value.profiles.length) throw notFound('profile')
    const kept = Object.fromEntries(Object.entries(value.serves).map(([wish, served]) => [wish, served === name ? presetQualities.serves[wish as Quality] : served])) as QualitySettings['serves']
    // Formats that no profile names any more would only take room.
    const formats = profiles.length === 0 ? [] : value.formats
    return shown(await settings.change(qualityScope, { from, value: { ...value, serves: kept, profiles, formats } }, personOf(request).userId))
  })

  app.delete('/api/admin/quality/sizes', {
    config, schema: { summary: 'Go by no table of sizes', tags, response: { 200: quality } },
  }, async (request): Promise<QualityAnswer> => {
    const { value, version: from } = settings.read(qualityScope)
    return shown(await settings.change(qualityScope, { from, value: { ...value, sizes: null } }, personOf(request).userId))
  })
}

function shown({ version: number, value }: Setting<QualitySettings>): QualityAnswer {
  const { profiles, sizes } = qualitiesOf(value)
  return {
    version: number, serves: value.serves,
    profiles: profiles.map(({ name, tiers, cutoff, formats, minFormatScore, language, missingFormats }) => ({
      name, builtIn: presets.some((preset) => preset.name === name), takes: tiers.filter(({ allowed }) => allowed).map((tier) => tier.name), cutoff,
      formats: formats.filter(({ score }) => score !== 0).map(({ format, score }) => ({ name: format.name, score })), minFormatScore, language, missingFormats,
    })),
    sizes: [...sizes].map(([of, rule]) => ({ quality: of, ...rule })),
  }
}
