/** Title cards: what a poster grid needs to draw a title, online or not. */

import type { TitleCard } from '../domain/title-card.ts'

export interface CardRow extends TitleCard {
  /** `<mediaType>_<tmdbId>` */
  readonly key: string
}
