/** How downloads go on: pause, speed limit, schedule. */

import type { DownloadSettings } from '../../domain/download-settings.ts'
import { unlimitedDownloads } from '../../domain/download-settings.ts'
import { limits } from '../limits.ts'
import type { SettingScope } from './settings-store.ts'

const timeOfDay = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } as const
/** Less would never end, and no connection could keep to it. */
const bytesPerSecond = { type: 'integer', minimum: limits.speedLimitBytesMin, maximum: limits.speedLimitBytesMax } as const

const rule = {
  type: 'object',
  properties: {
    days: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 7 }, minItems: 1, maxItems: 7, uniqueItems: true, description: 'Of the week, on which it begins; 1 is Monday.' },
    from: timeOfDay,
    to: timeOfDay,
    speedLimitBytes: { anyOf: [bytesPerSecond, { type: 'string', enum: ['pause'] }], description: 'Bytes a second, or that nothing is downloaded.' },
  },
  required: ['days', 'from', 'to', 'speedLimitBytes'],
  additionalProperties: false,
} as const

export const downloadSchema = {
  type: 'object',
  properties: {
    paused: { type: 'boolean' },
    speedLimitBytes: { ...bytesPerSecond, nullable: true },
    schedule: { type: 'array', items: rule, maxItems: limits.scheduleRulesMax },
    streamsFirst: { type: 'boolean', enum: [true] },
  },
  required: ['paused', 'speedLimitBytes', 'schedule', 'streamsFirst'],
  additionalProperties: false,
} as const

export const downloadScope: SettingScope<DownloadSettings> = { scope: 'downloads', schema: downloadSchema, fallback: unlimitedDownloads, secrets: [] }
