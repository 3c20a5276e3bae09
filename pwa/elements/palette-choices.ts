/** What the command palette offers: screens, titles of the library, actions. */

import { acts } from '../acts.ts'
import { findTitles } from '../find-titles.ts'
import { filmOf, library } from '../library.ts'
import { timeMachinePath } from '../past.ts'
import { goTo, listPath, placeOf, titlePath } from '../routes.ts'
import { recentSearches } from '../screens/recent-searches.ts'
import { sections } from '../screens/settings-sections.ts'
import { SHELVES, folded, libraryPath } from '../screens/shelf.ts'
import { t as settingsText } from '../strings/settings.ts'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import { titleActs } from '../title-acts.ts'
import type { Choice } from './command-palette.ts'
import type { IconName } from './icon.ts'
import { command, listedShortcuts } from './shortcut-list.ts'
import { THEMES, chooseTheme } from './theme.ts'
import type { Film } from './title-link.ts'
import { nameOf } from './title-link.ts'

const titlesMax = 8
const recentMax = 5
const searchedMax = 3
const listsMax = 5

/** What matches a text, best first. `film`: the title at hand, `addToList`: opens the lists for it. */
export function choicesFor(text: string, film: Film | undefined, addToList: (film: Film) => void): readonly Choice[] {
  const wanted = folded(text)
  const matches = (choice: Choice) => folded(choice.label).includes(wanted)
  if (wanted === '') return [...atHand(film, addToList), ...recent(), ...searched(), ...screens(), ...actions()]
  return [...titles(text), ...atHand(film, addToList).filter(matches), ...screens().filter(matches), ...ownLists().filter(matches).slice(0, listsMax), ...actions().filter(matches), ...searches(text.trim())]
}

function atHand(film: Film | undefined, addToList: (film: Film) => void): readonly Choice[] {
  return film ? titleActs(film, addToList).map(({ id, label, icon, run }) => ({ group: 'atHand', label, hint: film.title, icon, ...strokesOf(id), run })) : []
}

const listed = listedShortcuts(command)

function strokesOf(does: string): Pick<Choice, 'strokes'> {
  const strokes = listed.find((each) => each.does === does)?.strokes
  return strokes ? { strokes } : {}
}

/** Looked at last. */
function recent(): readonly Choice[] {
  const seen = library.shelved().filter(({ entry }) => entry.viewedAt !== null).sort((a, b) => b.entry.viewedAt! < a.entry.viewedAt! ? -1 : 1)
  return seen.slice(0, recentMax).map(({ entry, card }) => ({ group: 'recent', label: nameOf(filmOf(entry, card)), icon: 'clock', run: () => goTo(titlePath(entry)) }))
}

const searchPath = (text: string) => `/search?${new URLSearchParams({ q: text })}`

/** Looked for last. */
function searched(): readonly Choice[] {
  return recentSearches().slice(0, searchedMax).map((text) => ({ group: 'searched', label: text, icon: 'search', run: () => goTo(searchPath(text)) }))
}

/** What is not in the library is in the catalogue. */
function searches(text: string): readonly Choice[] {
  return [
    { group: 'search', label: t('palette.findTitle', { text }), icon: 'search', run: () => goTo(searchPath(text)) },
    { group: 'search', label: t('palette.findPerson', { text }), icon: 'person', run: () => goTo(`/search?${new URLSearchParams({ q: text, kind: 'person' })}`) },
  ]
}

function screens(): readonly Choice[] {
  const places: readonly (readonly [PlainKey & `nav.${string}`, IconName, string])[] = [
    ['nav.home', 'home', '/'], ['nav.discover', 'compass', '/discover'], ['nav.topics', 'grid', '/topics'], ['nav.recommendations', 'heart', '/recommendations'], ['nav.search', 'search', '/search'], ['nav.library', 'library', '/library'], ['nav.lists', 'lists', '/lists'], ['nav.downloads', 'downloads', '/downloads'],
    ['nav.history', 'history', '/history'], ['nav.stats', 'chart', '/stats'], ['nav.notifications', 'bell', '/notifications'], ['nav.offline', 'offline', '/offline'], ['nav.settings', 'settings', '/settings'],
    ...library.mayApprove() ? [['nav.people', 'people', '/admin/people'], ['nav.events', 'table', '/admin/events'], ['nav.projections', 'sync', '/admin/projections'], ['nav.catalogue', 'downloads', '/admin/catalogue'], ['nav.quality', 'check', '/admin/quality'], ['nav.connections', 'link', '/admin/connections'], ['nav.webhooks', 'speech', '/admin/webhooks'], ['nav.storage', 'bin', '/admin/storage'], ['nav.health', 'heart', '/admin/health']] as const : [],
  ]
  return [
    ...places.filter(([, , path]) => library.mayOpen(placeOf(new URL(path, location.href))!.route.name)).map(([name, shown, path]): Choice => ({ group: 'screens', label: t(name), icon: shown, run: () => goTo(path) })),
    ...SHELVES.map((shelf): Choice => ({ group: 'screens', label: `${t('nav.library')}: ${t(`library.${shelf}`)}`, icon: 'library', run: () => goTo(libraryPath({ shelf })) })),
    ...sections().map(({ id, title, icon }): Choice => ({ group: 'screens', label: `${t('nav.settings')}: ${settingsText(title)}`, icon, run: () => goTo(`/settings/${id}`) })),
  ]
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
    ...library.isGuest() ? [] : ofWhoChanges(),
    { group: 'actions', label: t('then.open'), icon: 'clock', ...strokesOf('then'), run: () => goTo(timeMachinePath(placeOf(new URL(location.href)))) },
    { group: 'actions', label: manual ? t('palette.online') : t('offline.switch'), icon: manual ? 'online' : 'offline', run: () => acts.workOffline(!manual) },
    ...THEMES.map((theme): Choice => ({ group: 'actions', label: `${t('account.theme')}: ${t(`account.theme.${theme}`)}`, icon: 'eye', run: () => chooseTheme(theme) })),
  ]
}

function ofWhoChanges(): readonly Choice[] {
  return [
    { group: 'actions', label: t('act.undo'), icon: 'undo', ...strokesOf('undo'), run: () => acts.undo() },
    { group: 'actions', label: t('act.redo'), icon: 'redo', ...strokesOf('redo'), run: () => acts.redo() },
    { group: 'actions', label: t('lists.new'), icon: 'plus', run: () => goTo('/lists?new') },
  ]
}
