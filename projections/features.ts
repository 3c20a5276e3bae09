/** What each described title is like: what tastes are read from, the same for everyone. */

import type { TitleFeatures } from '../domain/title-features.ts'
import { titleKey } from '../domain/title.ts'
import type { Projection } from './projection.ts'

/** A title may have its card without its features, where an older version described it. */
export interface FeatureRow extends TitleFeatures {
  /** `<mediaType>_<tmdbId>` */
  readonly key: string
  readonly title: string
  readonly year: number | null
  readonly genres: readonly string[]
  /** Its features are recorded, not its card alone. */
  readonly complete: boolean
}

export const features: Projection<FeatureRow> = {
  name: 'features',
  version: 1,
  categories: ['title'],
  columns: {
    key: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    title: { type: 'text' },
    year: { type: 'integer', nullable: true },
    genres: { type: 'json' },
    keywords: { type: 'json' },
    people: { type: 'json' },
    language: { type: 'text', nullable: true },
    countries: { type: 'json' },
    collectionId: { type: 'integer', nullable: true },
    complete: { type: 'boolean' },
  },
  audience: 'everyone',
  on: {
    TitleDescribed: {
      keys: (event) => [titleKey(event.data)],
      fold: (row, { data: { mediaType, tmdbId, title, year, genres } }, key) => ({ ...row ?? blank({ key, mediaType, tmdbId }), title, year, genres }),
    },
    FeaturesDescribed: {
      keys: (event) => [titleKey(event.data)],
      fold: (row, { data }, key) => ({ ...row ?? blank({ key, ...data }), ...data, complete: true }),
    },
  },
}

function blank({ key, mediaType, tmdbId }: Pick<FeatureRow, 'key' | 'mediaType' | 'tmdbId'>): FeatureRow {
  return { key, mediaType, tmdbId, title: '', year: null, genres: [], keywords: [], people: [], language: null, countries: [], collectionId: null, complete: false }
}
