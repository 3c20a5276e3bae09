/** Who may make an account of their own. */

import type { RegistrationRules } from '../../projections/wire-people.ts'
import { NEWCOMER_ROLES, REGISTRATIONS } from '../../projections/wire-people.ts'
import type { SettingScope } from './settings-store.ts'

export const registrationSchema = {
  type: 'object',
  properties: { who: { type: 'string', enum: REGISTRATIONS }, newcomers: { type: 'string', enum: NEWCOMER_ROLES, description: 'What one is who came without an invitation.' } },
  required: ['who', 'newcomers'],
  additionalProperties: false,
} as const

export const registrationScope: SettingScope<RegistrationRules> = { scope: 'registration', schema: registrationSchema, fallback: { who: 'closed', newcomers: 'viewer' }, secrets: [] }
