/** What a row of the library says of one field, in words. Pure. */

import type { LibraryRow, Play } from '../../projections/library.ts'
import { calendarDate } from './format.ts'
import { midSentence } from './shell.ts'
import { t } from './t.ts'

export type MaybeRow = LibraryRow | undefined

/** Fields are named as in projections/library-differences.ts. `other` is a row that knows the viewing that this one does not have. */
export function tellField(field: string, row: MaybeRow, other?: MaybeRow): string {
  if (field === 'rating') return row?.rating ? t('fact.rating', { rating: t(`rating.${row.rating}`) }) : t('fact.rating.none')
  if (field === 'watchlist') return row?.watchlistPriority ? listed(row.watchlistPriority, row.watchlistNote) : t('fact.watchlist.none')
  if (field === 'favourite') return t(row?.favouriteAt ? 'fact.favourite' : 'fact.favourite.none')
  if (field === 'dismissal') return t(row?.dismissedAt ? 'fact.dismissal' : 'fact.dismissal.none')
  if (field === 'review') return row?.review ? t('fact.review', row.review) : t('fact.review.none')
  if (field.startsWith('play:')) return viewed(playOf(field, row), playOf(field, other))
  const tag = field.slice('tag:'.length)
  return t(row?.tags.includes(tag) ? 'fact.tag' : 'fact.tag.none', { tag })
}

function listed(priority: NonNullable<LibraryRow['watchlistPriority']>, note: string | null): string {
  const words = { priority: midSentence(t(`priority.${priority}`)) }
  return note ? t('fact.watchlist.note', { ...words, note }) : t('fact.watchlist', words)
}

function playOf(field: string, row: MaybeRow): Play | undefined {
  return row?.plays.find(({ playId }) => `play:${playId}` === field)
}

function viewed(play: Play | undefined, other: Play | undefined): string {
  if (!play) return t('fact.play.none', { when: other ? calendarDate(other.watchedAt) : '' })
  const { season, episode } = play
  const when = calendarDate(play.watchedAt)
  if (season === undefined) return t('fact.play', { when })
  return episode === undefined ? t('fact.play.season', { season, when }) : t('fact.play.episode', { season, episode, when })
}
