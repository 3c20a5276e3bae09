/** Addresses and screens. A screen is its own chunk, loaded when first shown; a new one is one line here and one file in screens/. */

import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { MediaType } from '../domain/title.ts'
import type { PlainKey } from './strings/shell.ts'

export interface Place { readonly route: Route; readonly params: Readonly<Record<string, string>>; readonly query: URLSearchParams; readonly path: string }
export interface Route {
  readonly name: string
  readonly pattern: URLPattern
  readonly title: PlainKey
  /** Alone on the screen: no rail, no bar. */
  readonly bare?: true
  /** For whoever comes by, signed in or not. */
  readonly open?: true
  load(): Promise<unknown>
  render(place: Place): TemplateResult
}

const at = (pathname: string) => new URLPattern({ pathname })
const idOf = (place: Place) => Number(place.params.id)

export const routes: readonly Route[] = [
  {
    name: 'home', pattern: at('/'), title: 'nav.home',
    load: () => import('./screens/home-screen.ts'),
    render: () => html`<home-screen></home-screen>`,
  },
  {
    name: 'search', pattern: at('/search'), title: 'nav.search',
    load: () => import('./screens/search-screen.ts'),
    render: ({ query }) => html`<search-screen .query=${query.get('q') ?? ''} .kind=${query.get('kind')}></search-screen>`,
  },
  {
    name: 'discover', pattern: at('/discover'), title: 'nav.discover',
    load: () => import('./screens/discover-screen.ts'),
    render: ({ query }) => html`<discover-screen .query=${query}></discover-screen>`,
  },
  {
    name: 'topics', pattern: at('/topics'), title: 'nav.topics',
    load: () => import('./screens/topics-screen.ts'),
    render: ({ query }) => html`<topics-screen .query=${query}></topics-screen>`,
  },
  {
    name: 'topic', pattern: at('/topics/:key'), title: 'nav.topics',
    load: () => import('./screens/topic-screen.ts'),
    render: ({ params }) => html`<topic-screen .key=${params.key!}></topic-screen>`,
  },
  {
    name: 'title', pattern: at('/:mediaType(movie|tv)/:id([1-9]\\d*)'), title: 'media.movie',
    load: () => import('./screens/title-screen.ts'),
    render: (place) =>
      html`<title-screen .mediaType=${place.params.mediaType as MediaType} .tmdbId=${idOf(place)} .at=${place.query.get('at')}></title-screen>`,
  },
  {
    name: 'person', pattern: at('/person/:id([1-9]\\d*)'), title: 'nav.person',
    load: () => import('./screens/person-screen.ts'),
    render: (place) => html`<person-screen .personId=${idOf(place)} .show=${place.query.get('kind')}></person-screen>`,
  },
  {
    name: 'collection', pattern: at('/collection/:id([1-9]\\d*)'), title: 'nav.collection',
    load: () => import('./screens/collection-screen.ts'),
    render: (place) => html`<collection-screen .collectionId=${idOf(place)}></collection-screen>`,
  },
  {
    name: 'season', pattern: at('/tv/:id([1-9]\\d*)/season/:season(\\d+){/episode/:episode(\\d+)}?'), title: 'media.tv',
    load: () => import('./screens/season-screen.ts'),
    render: ({ params: { id, season, episode } }) => html`<season-screen .seriesId=${Number(id)} .season=${Number(season)} .episode=${episode && Number(episode)}></season-screen>`,
  },
  {
    name: 'recommendations', pattern: at('/recommendations'), title: 'nav.recommendations',
    load: () => import('./screens/recommendations-screen.ts'),
    render: ({ query }) => html`<recommendations-screen .query=${query}></recommendations-screen>`,
  },
  {
    name: 'library', pattern: at('/library'), title: 'nav.library',
    load: () => import('./screens/library-screen.ts'),
    render: ({ query }) => html`<library-screen .query=${query}></library-screen>`,
  },
  {
    name: 'lists', pattern: at('/lists'), title: 'nav.lists',
    load: () => import('./screens/lists-screen.ts'),
    render: ({ query }) => html`<lists-screen .query=${query}></lists-screen>`,
  },
  {
    name: 'list', pattern: at('/lists/:listId'), title: 'nav.list',
    load: () => import('./screens/list-screen.ts'),
    render: ({ params, query }) => html`<list-screen .listId=${params.listId!} .at=${query.get('at')}></list-screen>`,
  },
  {
    name: 'public-list', pattern: at('/l/:listId'), title: 'nav.list', bare: true, open: true,
    load: () => import('./screens/public-list-screen.ts'),
    render: ({ params }) => html`<public-list-screen .listId=${params.listId!}></public-list-screen>`,
  },
  {
    name: 'downloads', pattern: at('/downloads'), title: 'nav.downloads',
    load: () => import('./screens/downloads-screen.ts'),
    render: ({ query }) => html`<downloads-screen .show=${query.get('show')}></downloads-screen>`,
  },
  {
    name: 'history', pattern: at('/history'), title: 'nav.history',
    load: () => import('./screens/history-screen.ts'),
    render: ({ query }) => html`<history-screen .query=${query}></history-screen>`,
  },
  {
    name: 'notifications', pattern: at('/notifications'), title: 'nav.notifications',
    load: () => import('./screens/notifications-screen.ts'),
    render: ({ query }) => html`<notifications-screen .show=${query.get('show')}></notifications-screen>`,
  },
  {
    name: 'settings', pattern: at('/settings{/:section}?'), title: 'nav.settings',
    load: () => import('./screens/settings-screen.ts'),
    render: ({ params }) => html`<settings-screen .section=${params.section}></settings-screen>`,
  },
  {
    name: 'offline', pattern: at('/offline'), title: 'nav.offline',
    load: () => import('./screens/offline-screen.ts'),
    render: () => html`<offline-screen></offline-screen>`,
  },
  {
    name: 'admin-people', pattern: at('/admin/people'), title: 'nav.people',
    load: () => import('./screens/admin-people-screen.ts'),
    render: () => html`<admin-people-screen></admin-people-screen>`,
  },
  {
    name: 'admin-events', pattern: at('/admin/events'), title: 'nav.events',
    load: () => import('./screens/admin-events-screen.ts'),
    render: ({ query }) => html`<admin-events-screen .query=${query}></admin-events-screen>`,
  },
  {
    name: 'admin-projections', pattern: at('/admin/projections'), title: 'nav.projections',
    load: () => import('./screens/admin-projections-screen.ts'),
    render: () => html`<admin-projections-screen></admin-projections-screen>`,
  },
  {
    name: 'admin-catalogue', pattern: at('/admin/catalogue'), title: 'nav.catalogue',
    load: () => import('./screens/admin-catalogue-screen.ts'),
    render: () => html`<admin-catalogue-screen></admin-catalogue-screen>`,
  },
  {
    name: 'admin-quality', pattern: at('/admin/quality'), title: 'nav.quality',
    load: () => import('./screens/admin-quality-screen.ts'),
    render: () => html`<admin-quality-screen></admin-quality-screen>`,
  },
  {
    name: 'admin-connections', pattern: at('/admin/connections'), title: 'nav.connections',
    load: () => import('./screens/admin-connections-screen.ts'),
    render: () => html`<admin-connections-screen></admin-connections-screen>`,
  },
  {
    name: 'admin-webhooks', pattern: at('/admin/webhooks'), title: 'nav.webhooks',
    load: () => import('./screens/admin-webhooks-screen.ts'),
    render: () => html`<admin-webhooks-screen></admin-webhooks-screen>`,
  },
  {
    name: 'admin-storage', pattern: at('/admin/storage'), title: 'nav.storage',
    load: () => import('./screens/admin-storage-screen.ts'),
    render: () => html`<admin-storage-screen></admin-storage-screen>`,
  },
  {
    name: 'stats', pattern: at('/stats'), title: 'nav.stats',
    load: () => import('./screens/stats-screen.ts'),
    render: ({ query }) => html`<stats-screen .query=${query}></stats-screen>`,
  },
  {
    name: 'profile', pattern: at('/people/:username'), title: 'nav.profile',
    load: () => import('./screens/profile-screen.ts'),
    render: ({ params }) => html`<profile-screen .username=${decodeURIComponent(params.username!)}></profile-screen>`,
  },
  {
    name: 'public-profile', pattern: at('/p/:username'), title: 'nav.profile', open: true,
    load: () => import('./screens/profile-screen.ts'),
    render: ({ params }) => html`<profile-screen open .username=${decodeURIComponent(params.username!)}></profile-screen>`,
  },
  {
    name: 'year', pattern: at('/year/:year(\\d{4})'), title: 'nav.year', bare: true,
    load: () => import('./screens/year-screen.ts'),
    render: ({ params }) => html`<year-screen .year=${Number(params.year)}></year-screen>`,
  },
  {
    name: 'admin-health', pattern: at('/admin/health'), title: 'nav.health',
    load: () => import('./screens/admin-health-screen.ts'),
    render: () => html`<admin-health-screen></admin-health-screen>`,
  },
  {
    name: 'player', pattern: at('/play/:id([1-9]\\d*)'), title: 'nav.player', bare: true,
    load: () => import('./player/player-screen.ts'),
    render: (place) => html`<player-screen .playable=${{ mediaType: 'movie', tmdbId: idOf(place) }}></player-screen>`,
  },
  {
    name: 'episode-player', pattern: at('/play/tv/:id([1-9]\\d*)/:season(\\d+)/:episode(\\d+)'), title: 'nav.player', bare: true,
    load: () => import('./player/player-screen.ts'),
    render: (place) => html`<player-screen .playable=${{ mediaType: 'tv', tmdbId: idOf(place), season: Number(place.params.season), episode: Number(place.params.episode) }}></player-screen>`,
  },
  {
    name: 'share', pattern: at('/share'), title: 'nav.search',
    load: () => import('./screens/share-screen.ts'),
    render: ({ query }) => html`<share-screen .query=${query}></share-screen>`,
  },
  {
    name: 'setup', pattern: at('/set-up'), title: 'nav.setup', bare: true, open: true,
    load: () => import('./screens/setup-screen.ts'),
    render: () => html`<setup-screen></setup-screen>`,
  },
  {
    name: 'link', pattern: at('/:what(join|reset|email)'), title: 'nav.signIn', bare: true, open: true,
    load: () => import('./screens/link-screen.ts'),
    render: ({ params: { what } }) => what === 'join' ? html`<join-screen></join-screen>` : what === 'reset' ? html`<reset-screen></reset-screen>` : html`<email-screen></email-screen>`,
  },
  {
    name: 'not-found', pattern: at('/*'), title: 'nav.notFound',
    load: () => import('./screens/not-found-screen.ts'),
    render: () => html`<not-found-screen></not-found-screen>`,
  },
]

/** Answered by the server, never by a screen. */
const notOurs = /^\/(api|images|health|metrics|media)(\/|$)/

export function placeOf(url: URL): Place | undefined {
  if (notOurs.test(url.pathname)) return undefined
  for (const route of routes) {
    const match = route.pattern.exec({ pathname: url.pathname })
    if (!match) continue
    return { route, params: match.pathname.groups as Record<string, string>, query: url.searchParams, path: url.pathname }
  }
  return undefined
}

export const titlePath = (title: { readonly mediaType: MediaType; readonly tmdbId: number }): string => `/${title.mediaType}/${title.tmdbId}`
export const topicPath = (key: string): string => `/topics/${encodeURIComponent(key)}`
export const listPath = (listId: string): string => `/lists/${listId}`
/** What anyone may open who has the link, as long as the list is not private. */
export const publicListPath = (listId: string): string => `/l/${listId}`
/** A screen's address in the time machine; of no moment, its own. */
export const atMoment = (path: string, at: string): string => at === '' ? path : `${path}?at=${encodeURIComponent(at)}`

/** Shows a place, and calls `begin` once it is drawn; resolves then, so that the browser restores the scroll position only then. */
export type Show = (place: Place, begin: () => void) => Promise<void>

/** Takes over every in-app navigation, by the Navigation API or, in browsers without it, by clicks and `popstate`. */
export function startRouting(show: Show): void {
  if ('navigation' in globalThis) {
    navigation.addEventListener('navigate', (event) => {
      // Who reloads wants the page anew.
      const inside = event.canIntercept && event.navigationType !== 'reload' && !event.hashChange && event.downloadRequest === null
      const url = new URL(event.destination.url)
      const place = inside ? placeOf(url) : undefined
      // What opens over a screen leaves it where it is; any other new one begins at its top, or where its address says.
      const over = place?.params.episode !== undefined
      const begin = () => { if (event.navigationType === 'push' && !over && url.hash === '') scrollTo({ top: 0, behavior: 'instant' }) }
      if (place) event.intercept({ focusReset: 'manual', ...over ? { scroll: 'manual' } : {}, handler: () => show(place, begin) })
    })
  } else {
    addEventListener('click', (event) => {
      const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || link.origin !== location.origin || link.target || link.hasAttribute('download') || !placeOf(new URL(link.href))) return
      event.preventDefault()
      goTo(link.href)
    })
    addEventListener('popstate', () => { void showHere(show) })
    addEventListener('rewind-navigate', () => { void showHere(show) })
  }
  void showHere(show)
}

/** Navigates as a click on a link would. `replace` for filters, which should not fill the way back. */
export function goTo(path: string, how: 'push' | 'replace' = 'push'): void {
  if ('navigation' in globalThis) {
    navigation.navigate(path, { history: how })
    return
  }
  if (how === 'push') history.pushState(null, '', path)
  else history.replaceState(null, '', path)
  dispatchEvent(new Event('rewind-navigate'))
}

async function showHere(show: Show): Promise<void> {
  const place = placeOf(new URL(location.href))
  if (place) await show(place, () => undefined)
}
