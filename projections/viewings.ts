/** Every viewing of a library as one list, with its length and its place in the person's calendar. */

import type { MediaType } from '../domain/title.ts'
import { titleKey } from '../domain/title.ts'
import type { CardRow } from './cards.ts'
import type { LibraryRow, Play } from './library.ts'
import type { LocalTime } from './local-clock.ts'
import { numbersIn } from './series-progress.ts'

export interface Viewing {
  /** The title's. */
  readonly key: string
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly watchedAt: string
  readonly time: LocalTime
  /** 0 for a film, and for a series as a whole. */
  readonly episodes: number
  /** Null where nobody knows. */
  readonly minutes: number | null
  /** Not the first of this film or episode. */
  readonly again: boolean
  readonly genres: readonly string[]
  /** The title's own. */
  readonly year: number | null
  /** Ids of who was there too, or says that this person was. */
  readonly with: readonly string[]
}

/** Oldest first. */
export function viewingsOf(rows: Iterable<LibraryRow>, cards: ReadonlyMap<string, CardRow>, clock: (instant: string) => LocalTime): readonly Viewing[] {
  const viewings = [...rows].flatMap((row) => viewingsOfTitle(row, cards.get(titleKey(row)), clock))
  return viewings.sort((a, b) => a.watchedAt < b.watchedAt ? -1 : a.watchedAt > b.watchedAt ? 1 : a.key < b.key ? -1 : 1)
}

function viewingsOfTitle(row: LibraryRow, card: CardRow | undefined, clock: (instant: string) => LocalTime): readonly Viewing[] {
  const { mediaType, tmdbId } = row
  const seen = new Set<string>()
  return row.plays.map((play) => {
    const part = `${play.season ?? ''}x${play.episode ?? ''}`
    const again = seen.has(part)
    seen.add(part)
    const episodes = episodesOf(play, card)
    return {
      key: titleKey(row), mediaType, tmdbId, watchedAt: play.watchedAt, time: clock(play.watchedAt), episodes, minutes: minutesOf(row, card, episodes), again,
      genres: card?.genres ?? [], year: card?.year ?? null, with: [...play.together ?? [], ...play.from === undefined ? [] : [play.from]],
    }
  })
}

function episodesOf({ season, episode }: Play, card: CardRow | undefined): number {
  if (season === undefined) return 0
  return episode !== undefined || !card?.outline ? 1 : Math.max(1, numbersIn(card.outline, season).length)
}

function minutesOf({ mediaType, durationSeconds }: LibraryRow, card: CardRow | undefined, episodes: number): number | null {
  const runtime = card?.runtimeMinutes ?? null
  if (mediaType === 'tv') return runtime === null || episodes === 0 ? null : runtime * episodes
  return runtime ?? (durationSeconds === null ? null : Math.round(durationSeconds / 60))
}
