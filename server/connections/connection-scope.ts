/** Indexers and news servers that admins have set up, besides those of the environment. */

import type { IndexerFields, NewsServerFields } from '../../projections/wire-connections.ts'
import { limits } from '../limits.ts'
import type { SettingScope } from './settings-store.ts'

/** `id`: UUID, for as long as it is set up. */
export interface StoredIndexer extends IndexerFields { readonly id: string; readonly apiKey: string }
export interface StoredNewsServer extends NewsServerFields { readonly id: string; readonly password?: string }
/** Each in the order of the admins. */
export interface ConnectionSettings { readonly indexers: readonly StoredIndexer[]; readonly newsServers: readonly StoredNewsServer[] }

const boolean = { type: 'boolean' } as const
const name = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' } as const
const perDay = { type: 'integer', minimum: 1, maximum: 1_000_000, nullable: true } as const
/** Goes into a line of NNTP, or into an address. */
const secret = { type: 'string', minLength: 1, maxLength: 500, pattern: '^[^\\u0000-\\u001f\\u007f]+$', writeOnly: true } as const
const id = { type: 'string', format: 'uuid' } as const

export const indexerProperties = {
  name,
  kind: { type: 'string', enum: ['newznab', 'prowlarr', 'nzbhydra2'], description: 'Prowlarr and NZBHydra2 speak for the indexers behind them.' },
  url: { type: 'string', minLength: 8, maxLength: 2_000, pattern: '^https?://' },
  apiPerDay: { ...perDay, description: 'Questions that it may be asked in a day; null where it sets no limit.' },
  grabsPerDay: { ...perDay, description: 'NZBs that it may be asked for in a day; null where it sets no limit.' },
  categories: { type: 'array', items: { type: 'integer', minimum: 1_000, maximum: 999_999 }, minItems: 1, maxItems: 100, uniqueItems: true, description: 'Newznab\'s numbers: films from 2000, series from 5000.' },
  enabled: boolean,
  ownNetwork: { ...boolean, description: 'It may be at an address of this machine or of a private network.' },
} as const
export const newsServerProperties = {
  name,
  host: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[\\w.:-]+$' },
  port: { type: 'integer', minimum: 1, maximum: 65_535 },
  tls: boolean,
  username: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]+$', nullable: true },
  connections: { type: 'integer', minimum: 1, maximum: limits.nntpConnectionsMax },
  priority: { type: 'integer', minimum: 0, maximum: 99, description: '0 is asked first; servers of one number share the work.' },
  retentionDays: { type: 'integer', minimum: 1, maximum: 100_000, nullable: true, description: 'It is not asked for what is older; null where it does not say.' },
  enabled: boolean,
  ownNetwork: indexerProperties.ownNetwork,
} as const
export const apiKeyProperty = { ...secret, description: 'Left out where it stays as it is.' } as const
export const passwordProperty = apiKeyProperty

const entry = (properties: object, needed: object, more: object) => ({ type: 'object', properties: { ...properties, ...more }, required: Object.keys({ ...properties, ...needed }), additionalProperties: false })

export const connectionScope: SettingScope<ConnectionSettings> = {
  scope: 'connections',
  schema: {
    type: 'object',
    properties: {
      indexers: { type: 'array', maxItems: limits.indexersSetUpMax, items: entry(indexerProperties, { id, apiKey: secret }, { id, apiKey: secret }) },
      newsServers: { type: 'array', maxItems: limits.newsServersSetUpMax, items: entry(newsServerProperties, { id }, { id, password: secret }) },
    },
    required: ['indexers', 'newsServers'],
    additionalProperties: false,
  },
  fallback: { indexers: [], newsServers: [] },
  secrets: ['indexers/*/apiKey', 'newsServers/*/password'],
}
