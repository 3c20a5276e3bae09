/** What can be done to the title at hand, by a key or by the palette. */

import type { SVGTemplateResult } from 'lit'
import { RATINGS } from '../domain/scales.ts'
import { acts } from './acts.ts'
import { face } from './elements/face.ts'
import type { IconName } from './elements/icon.ts'
import type { Film } from './elements/title-link.ts'
import { library } from './library.ts'
import { playPath } from './paths.ts'
import { goTo } from './routes.ts'
import type { TitleShortcut } from './shortcuts.ts'
import { t } from './strings/t.ts'

interface TitleAct { readonly id: TitleShortcut | 'favourite' | 'dismiss' | 'play' | 'request'; readonly label: string; readonly icon: IconName | SVGTemplateResult; run(): void }

/** `addToList`: opens the lists. What makes no sense of this title now is not there. */
export function titleActs(film: Film, addToList: (film: Film) => void): readonly TitleAct[] {
  if (library.isGuest()) return []
  const entry = library.entry(film)
  const listed = entry?.watchlistPriority != null
  const [favourite, dismissed] = [entry?.favouriteAt != null, entry?.dismissedAt != null]
  return [
    ...onScreen(film),
    ...RATINGS.map((rating, index): TitleAct => ({
      id: `rate-${index + 1 as 1 | 2 | 3 | 4}`, label: entry?.rating === rating ? t('palette.unrate') : t(`rating.${rating}`), icon: face(rating, 20), run: () => acts.rate(film, entry?.rating === rating ? null : rating),
    })),
    { id: 'watchlist', label: t(listed ? 'title.watchlist.remove' : 'title.watchlist.add'), icon: listed ? 'minus' : 'plus', run: () => listed ? acts.removeFromWatchlist(film) : acts.addToWatchlist(film) },
    { id: 'watched', label: t('title.watched.mark'), icon: 'eye', run: () => acts.markWatched(film, undefined, []) },
    { id: 'add-to-list', label: t('addToList.open'), icon: 'listAdd', run: () => addToList(film) },
    { id: 'favourite', label: t(favourite ? 'title.favourite.remove' : 'title.favourite.add'), icon: favourite ? 'heartFull' : 'heart', run: () => acts.setFavourite(film, !favourite) },
    ...dismissed ? [] : [{ id: 'dismiss', label: t('title.dismiss'), icon: 'close', run: () => acts.setDismissed(film, true) } as const],
  ]
}

function onScreen(film: Film): readonly TitleAct[] {
  const { mediaType, tmdbId } = film
  if (mediaType !== 'movie') return []
  const playable = { mediaType, tmdbId }
  if (library.isPlayable(playable)) return [{ id: 'play', label: t(library.isUnfinished(playable) ? 'title.resume' : 'title.play'), icon: 'play', run: () => goTo(playPath(playable)) }]
  return library.jobOf(playable) ? [] : [{ id: 'request', label: t('title.request'), icon: 'ticket', run: () => acts.request(film) }]
}

export function doToTitle(shortcut: TitleShortcut, film: Film, addToList: (film: Film) => void): void {
  titleActs(film, addToList).find(({ id }) => id === shortcut)?.run()
}
