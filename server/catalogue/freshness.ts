/** How old an answer of the catalogue may be. */

export interface Ages {
  /** Up to here it is as good as new. */
  readonly freshMs: number
  /** Up to here it is shown at once, and asked for again behind it. */
  readonly shownMs: number
  /** Up to here it is shown when TMDB does not answer. */
  readonly keptMs: number
}

const minutes = 60_000
const hours = 60 * minutes
const days = 24 * hours

export const FRESHNESS = {
  // Of every word that anybody types there is one.
  search: { freshMs: 5 * minutes, shownMs: 1 * hours, keptMs: 7 * days },
  trending: { freshMs: 15 * minutes, shownMs: 6 * hours, keptMs: 30 * days },
  lists: { freshMs: 1 * hours, shownMs: 24 * hours, keptMs: 30 * days },
  discover: { freshMs: 30 * minutes, shownMs: 12 * hours, keptMs: 30 * days },
  title: { freshMs: 24 * hours, shownMs: 30 * days, keptMs: 30 * days },
  person: { freshMs: 7 * days, shownMs: 30 * days, keptMs: 60 * days },
  brief: { freshMs: 24 * hours, shownMs: 30 * days, keptMs: 30 * days },
  words: { freshMs: 7 * days, shownMs: 365 * days, keptMs: 365 * days },
  ratings: { freshMs: 24 * hours, shownMs: 30 * days, keptMs: 30 * days },
} as const satisfies Record<string, Ages>

/** That TMDB does not know something. */
export const NOT_FOUND_MS = 10 * minutes
