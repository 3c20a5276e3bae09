/** What each person has set for themselves; no row for who never did. */

import type { Preferences } from '../domain/preference-values.ts'
import { NO_PREFERENCES, withPreferences } from '../domain/preference-values.ts'
import type { Projection } from './projection.ts'

export interface PreferencesRow extends Preferences {
  /** The person's id. */
  readonly key: string
}

export const preferences: Projection<PreferencesRow> = {
  name: 'preferences',
  version: 4,
  categories: ['preferences'],
  columns: { key: { type: 'text' }, country: { type: 'text', nullable: true }, language: { type: 'text', nullable: true }, notifications: { type: 'json' }, quietHours: { type: 'json' }, autoplayNext: { type: 'boolean' } },
  audience: { owner: 'key' },
  erased: { column: 'key', change: () => undefined },
  on: {
    PreferencesUpdated: {
      keys: ({ stream }) => [stream.slice('preferences-'.length)],
      fold: (row, { data }, key) => withPreferences(row ?? { key, ...NO_PREFERENCES }, data),
    },
  },
}
