/** What people may ask for. */

import type { RequestRules } from '../../domain/request-rules.ts'
import { defaultRequests } from '../../domain/request-rules.ts'
import type { SettingScope } from './settings-store.ts'

const quota = {
  type: 'object',
  properties: {
    requestsPerWeek: { type: 'integer', minimum: 0, maximum: 10_000, nullable: true, description: 'In any seven days.' },
    bytes: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, nullable: true, description: 'Of films that are stored or on their way.' },
    unwatched: { type: 'integer', minimum: 0, maximum: 10_000, nullable: true, description: 'Films that nobody has watched yet.' },
  },
  required: ['requestsPerWeek', 'bytes', 'unwatched'],
  additionalProperties: false,
} as const

export const requestRulesSchema = {
  type: 'object',
  properties: {
    membersNeedApproval: { type: 'boolean' },
    quotas: { type: 'object', properties: { viewer: quota, member: quota }, required: ['viewer', 'member'], additionalProperties: false },
  },
  required: ['membersNeedApproval', 'quotas'],
  additionalProperties: false,
} as const

export const requestsScope: SettingScope<RequestRules> = { scope: 'requests', schema: requestRulesSchema, fallback: defaultRequests, secrets: [] }
