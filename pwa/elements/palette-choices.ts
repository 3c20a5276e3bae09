/** What the command palette offers: screens, titles of the library, actions. */

import { acts } from '../acts.ts'
import { findTitles } from '../find-titles.ts'
import { library } from '../library.ts'
import { timeMachinePath } from '../past.ts'
import { goTo, listPath, placeOf, titlePath } from '../routes.ts'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import type { Choice } from './command-palette.ts'
import type { IconName } from './icon.ts'
import { THEMES, chooseTheme } from './theme.ts'
import { nameOf } from './title-link.ts'

const titlesMax = 8
const listsMax = 5

export function choicesFor(text: string): readonly Choice[] {
  const wanted = text.trim().toLocaleLowerCase()
  const matches = (choice: Choice) => choice.label.toLocaleLowerCase().includes(wanted)
  return [...screens().filter(matches), ...wanted === '' ? [] : [...ownLists().filter(matches).slice(0, listsMax), ...titles(text)], ...actions().filter(matches)]
}

function screens(): readonly Choice[] {
  const places: readonly (readonly [PlainKey & `nav.${string}`, IconName, string])[] = [
    ['nav.home', 'home', '/'], ['nav.discover', 'compass', '/discover'], ['nav.topics', 'grid', '/topics'], ['nav.recommendations', 'heart', '/recommendations'], ['nav.search', 'search', '/search'], ['nav.library', 'library', '/library'], ['nav.lists', 'lists', '/lists'], ['nav.downloads', 'downloads', '/downloads'],
    ['nav.history', 'history', '/history'], ['nav.stats', 'chart', '/stats'], ['nav.notifications', 'bell', '/notifications'], ['nav.offline', 'offline', '/offline'], ['nav.settings', 'settings', '/settings'],
    ...library.mayApprove() ? [['nav.events', 'table', '/admin/events'], ['nav.projections', 'sync', '/admin/projections'], ['nav.catalogue', 'downloads', '/admin/catalogue'], ['nav.quality', 'check', '/admin/quality'], ['nav.connections', 'link', '/admin/connections'], ['nav.storage', 'bin', '/admin/storage']] as const : [],
  ]
  return places.map(([name, shown, path]) => ({ group: 'screens', label: t(name), icon: shown, run: () => goTo(path) }))
}

function ownLists(): readonly Choice[] {
  return library.lists().map(({ key, name }) => ({ group: 'lists', label: name, icon: 'lists', run: () => goTo(listPath(key)) }))
}

function titles(text: string): readonly Choice[] {
  return findTitles(text, titlesMax).map((film) => ({ group: 'titles', label: nameOf(film), icon: 'play', run: () => goTo(titlePath(film)) }))
}

function actions(): readonly Choice[] {
  const { manual } = library.link()
  return [
    { group: 'actions', label: t('act.undo'), icon: 'undo', run: () => acts.undo() },
    { group: 'actions', label: t('then.open'), icon: 'clock', run: () => goTo(timeMachinePath(placeOf(new URL(location.href)))) },
    { group: 'actions', label: t('act.redo'), icon: 'redo', run: () => acts.redo() },
    { group: 'actions', label: t('lists.new'), icon: 'plus', run: () => goTo('/lists?new') },
    { group: 'actions', label: manual ? t('palette.online') : t('offline.switch'), icon: manual ? 'online' : 'offline', run: () => acts.workOffline(!manual) },
    ...THEMES.map((theme): Choice => ({ group: 'actions', label: `${t('account.theme')}: ${t(`account.theme.${theme}`)}`, icon: 'eye', run: () => chooseTheme(theme) })),
  ]
}
