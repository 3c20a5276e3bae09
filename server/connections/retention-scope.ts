/** How long films stay, and how much room they have. */

import type { RetentionRules } from '../../domain/retention.ts'
import { defaultRetention, SAVINGS } from '../../domain/retention.ts'
import type { SettingScope } from './settings-store.ts'

const days = { type: 'integer', minimum: 1, maximum: 3_650, nullable: true } as const

export const retentionRulesSchema = {
  type: 'object',
  properties: {
    unwatchedDays: { ...days, description: 'After it was ready, a film that nobody has watched; null: never.' },
    watchedDays: { ...days, description: 'After it was watched last; null: never.' },
    maxHoursAfterReady: { type: 'integer', minimum: 1, maximum: 87_600, nullable: true, description: 'Caps both.' },
    binDays: { type: 'integer', minimum: 0, maximum: 365, description: '0: films are deleted without a stay in the bin.' },
    saving: { type: 'string', enum: SAVINGS, description: '`free`: copies on devices are their persons\'; `whileHere`: they go when the film has left; `off`: nobody saves films, and the copies there are go.' },
    leaseDays: { type: 'integer', minimum: 0, maximum: 365, description: 'How long a device that saved a film holds it, from when it was heard of last.' },
    quotaBytes: { type: 'integer', minimum: 1_000_000, maximum: Number.MAX_SAFE_INTEGER, nullable: true, description: 'Of all films together; beyond it those watched longest ago go first.' },
  },
  required: ['unwatchedDays', 'watchedDays', 'maxHoursAfterReady', 'binDays', 'quotaBytes'],
  additionalProperties: false,
} as const

export const retentionScope: SettingScope<RetentionRules> = { scope: 'retention', schema: retentionRulesSchema, fallback: defaultRetention, secrets: [] }
