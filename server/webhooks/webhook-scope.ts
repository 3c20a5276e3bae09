/** The webhooks that admins have set up. */

import type { WebhookFields } from '../../projections/wire-webhooks.ts'
import { WEBHOOK_KINDS, WEBHOOK_TEMPLATES } from '../../projections/wire-webhooks.ts'
import type { SettingScope } from '../connections/settings-store.ts'
import { limits } from '../limits.ts'

export interface HookHeader { readonly name: string; readonly value: string }
/** `id`: UUID, for as long as it is set up. */
export interface StoredHook extends WebhookFields {
  readonly id: string
  readonly origin: string
  /** Whole. With most receivers whoever has it may write there. */
  readonly url: string
  /** `whsec_…`; none where messages are not signed. */
  readonly secret?: string
  readonly headers: readonly HookHeader[]
  /** It has answered 410. */
  readonly gone: boolean
}
export interface HookSettings { readonly hooks: readonly StoredHook[] }

const boolean = { type: 'boolean' } as const
export const hookProperties = {
  name: { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' },
  template: { type: 'string', enum: WEBHOOK_TEMPLATES, description: '`rewind` is our own JSON; see server/webhooks/SPEC.md.' },
  kinds: { type: 'array', items: { type: 'string', enum: WEBHOOK_KINDS }, minItems: 1, maxItems: WEBHOOK_KINDS.length, uniqueItems: true },
  enabled: boolean,
  ownNetwork: { ...boolean, description: 'It may be at an address of this machine or of a private network.' },
} as const
export const urlProperty = { type: 'string', minLength: 8, maxLength: 2_000, pattern: '^https?://', writeOnly: true } as const
/** 24 to 64 bytes, as Standard Webhooks has it. */
export const secretProperty = { type: 'string', pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$', writeOnly: true } as const
const headerName = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9-]+$' } as const
const headerValue = { type: 'string', minLength: 1, maxLength: 2_000, pattern: '^[\\u0020-\\u007e]+$', writeOnly: true } as const
const headersOf = (required: readonly string[]) => ({ type: 'array', maxItems: limits.webhookHeadersMax, items: { type: 'object', properties: { name: headerName, value: headerValue }, required, additionalProperties: false } })
export const headersProperty = headersOf(['name'])

const stored = { ...hookProperties, id: { type: 'string', format: 'uuid' }, origin: { type: 'string' }, url: urlProperty, headers: headersOf(['name', 'value']), gone: boolean }

export const webhookScope: SettingScope<HookSettings> = {
  scope: 'webhooks',
  schema: {
    type: 'object',
    properties: { hooks: { type: 'array', maxItems: limits.webhooksMax, items: { type: 'object', properties: { ...stored, secret: secretProperty }, required: Object.keys(stored), additionalProperties: false } } },
    required: ['hooks'],
    additionalProperties: false,
  },
  fallback: { hooks: [] },
  secrets: ['hooks/*/url', 'hooks/*/secret', 'hooks/*/headers/*/value'],
}
