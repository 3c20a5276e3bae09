/** A title that TMDB has taken away, as it was recorded when somebody here kept it: what is in a library can be opened for as long as it is there. */

import type { CardRow } from '../../projections/cards.ts'
import type { CatalogueTitle } from './catalogue.ts'
import { CatalogueError } from './catalogue-error.ts'
import { tagOf } from './kept-answer.ts'
import { readTitle } from './tmdb-title.ts'

/** What the card does not say is absent, as in an answer of TMDB's that does not say it. */
function titleOnRecord({ key: _, outline: __, ...card }: CardRow): CatalogueTitle {
  const { votes, offers, similar: _similar, recommended: _recommended, ...blank } = readTitle({ id: card.tmdbId, title: card.title, name: card.title }, card.mediaType)
  const { imdbId, voteAverage } = blank
  return {
    tag: `recorded ${tagOf(JSON.stringify(card))}`,
    facts: { ...blank, ...card, posterColour: null, similar: [], recommended: [], stale: false },
    brief: { imdbId, voteAverage, votes },
    offers,
    // Nothing in it was asked of anybody.
    fetchedAt: new Date(0).toISOString(),
  }
}

/** `card`: what is recorded, if anything is. Other failures stay what they are. */
export async function orOnRecord(asked: Promise<CatalogueTitle>, card: () => Promise<CardRow | undefined>): Promise<CatalogueTitle> {
  try {
    return await asked
  } catch (error) {
    const recorded = error instanceof CatalogueError && error.code === 'NOT_FOUND' ? await card() : undefined
    if (!recorded) throw error
    return titleOnRecord(recorded)
  }
}
