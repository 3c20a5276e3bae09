/** Title cards: what a poster grid needs to draw a title, online or not. */

import type { TitleCard } from '../domain/title-card.ts'
import { titleKey } from '../domain/title.ts'
import type { Projection } from './projection.ts'

export interface CardRow extends TitleCard {
  /** `<mediaType>_<tmdbId>` */
  readonly key: string
}

export const cards: Projection<CardRow> = {
  name: 'cards',
  version: 2,
  categories: ['title'],
  columns: {
    key: { type: 'text' },
    mediaType: { type: 'text' },
    tmdbId: { type: 'integer' },
    title: { type: 'text' },
    year: { type: 'integer', nullable: true },
    posterPath: { type: 'text', nullable: true },
    backdropPath: { type: 'text', nullable: true },
    runtimeMinutes: { type: 'integer', nullable: true },
    genres: { type: 'json' },
    overview: { type: 'text' },
    outline: { type: 'json', nullable: true },
  },
  audience: 'everyone',
  on: {
    TitleDescribed: {
      keys: (event) => [titleKey(event.data)],
      fold: (_row, event, key) => ({ key, ...event.data }),
    },
  },
}
