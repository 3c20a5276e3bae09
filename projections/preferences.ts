/** What each person has set for themselves; no row for who never did. */

import type { Projection } from './projection.ts'

export interface PreferencesRow {
  /** The person's id. */
  readonly key: string
  /** ISO 3166-1 alpha-2; null for wherever they are. */
  readonly country: string | null
  /** ISO 639-1; null for what each browser says. */
  readonly language: string | null
}

export const preferences: Projection<PreferencesRow> = {
  name: 'preferences',
  version: 2,
  categories: ['preferences'],
  columns: { key: { type: 'text' }, country: { type: 'text', nullable: true }, language: { type: 'text', nullable: true } },
  audience: { owner: 'key' },
  erased: { column: 'key', change: () => undefined },
  on: {
    PreferencesUpdated: {
      keys: ({ stream }) => [stream.slice('preferences-'.length)],
      fold: (row, { data }, key) => ({ ...row ?? { key, country: null, language: null }, ...data }),
    },
  },
}
