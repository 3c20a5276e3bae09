/**
 * What the browser runs for the app when no page does: it answers from the installed files, keeps posters, and sends the outbox.
 * Answers of the API are never kept here: what a person may see is in databases of their own. Films pass through, ranges and all; those that were saved
 * are answered from their files.
 */

import { cacheNames, clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, getCacheKeyForURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import { answerSaved } from './saved/answer-saved.ts'
import type { Directory } from './saved/saved-folder.ts'
import { newsOf } from './notification-groups.ts'
import { openSavedRecords } from './saved/saved-records.ts'
import { saverPorts } from './saved/saver-ports.ts'
import type { EndedTask, TaskEnd } from './saved/take-in.ts'
import { takeIn } from './saved/take-in.ts'
import type { BrowserTasks } from './saved/with-browser.ts'
import type { Pushed, SaidPush } from './say-push.ts'
import { sayPush, saySaved } from './say-push.ts'
import { enShell } from './strings/en-shell.ts'
import { isLanguage } from './strings/language.ts'
import { pushInBackground } from './sync/background-push.ts'
import { openDevice } from './sync/device.ts'
import { OUTBOX_TAG, workerEnvironment } from './sync/environment.ts'
import { limits } from './sync/limits.ts'
import { IN_ANY_FORM, keptAddresses, SEEN_CACHE } from './sync/poster-cache.ts'

/** The built files, each with its revision: put in by the build. */
declare const PRECACHE: readonly { readonly url: string; readonly revision: string | null }[]

interface BrowserTaskEvent extends WorkerEvent { readonly registration: EndedTask; updateUI(options: { readonly title: string }): Promise<void> }
interface WorkerEvent { waitUntil(work: Promise<unknown>): void }
interface WorkerScope {
  readonly registration: {
    readonly backgroundFetch?: BrowserTasks
    showNotification(title: string, options: object): Promise<void>
    getNotifications(filter: { tag: string }): Promise<readonly { readonly data: unknown }[]>
  }
  readonly clients: { matchAll(options: { type: 'window' }): Promise<readonly { focus(): Promise<{ navigate(url: string): Promise<unknown> }> }[]>; openWindow(url: string): Promise<unknown> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'sync', listen: (event: WorkerEvent & { readonly tag: string }) => void): void
  addEventListener(type: 'backgroundfetchsuccess' | 'backgroundfetchfail' | 'backgroundfetchabort', listen: (event: BrowserTaskEvent) => void): void
  addEventListener(type: 'backgroundfetchclick', listen: (event: WorkerEvent) => void): void
  addEventListener(type: 'push', listen: (event: WorkerEvent & { readonly data: { json(): unknown } | null }) => void): void
  addEventListener(type: 'notificationclick', listen: (event: WorkerEvent & { readonly notification: { readonly data: unknown; close(): void } }) => void): void
  addEventListener(type: 'message', listen: (event: WorkerEvent & { readonly data: unknown }) => void): void
}
const scope = self as unknown as WorkerScope

precacheAndRoute([...PRECACHE])
cleanupOutdatedCaches()
clientsClaim()

// Any address of the app is the one page; the server's own are not the app's.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|images|media|saved|health|metrics|ping)(\/|$|\?)/] }))

let untrimmed = 0
const trimEvery = 100

async function trim(): Promise<void> {
  if (++untrimmed < trimEvery) return
  untrimmed = 0
  const cache = await caches.open(SEEN_CACHE)
  const kept = await cache.keys()
  // In the order they came: the oldest go.
  await Promise.all(kept.slice(0, Math.max(0, kept.length - limits.posterCountMax)).map((request) => cache.delete(request)))
}

// A saved film is answered from this device, by ranges as a server would.
for (const method of ['GET', 'HEAD'] as const) {
  registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/saved/'), async ({ request }) => await answerSaved(request, {
    indexedDB, fetch: (input, init) => fetch(input, init), now: () => Date.now(), root: async () => await navigator.storage.getDirectory() as unknown as Directory,
  }), method)
}

// What the page fetches itself, to keep it, passes through; what it shows is looked for among all that is kept.
registerRoute(
  ({ url, request, sameOrigin }) => sameOrigin && request.destination === 'image' && url.pathname.startsWith('/images/'),
  new CacheFirst({
    cacheName: SEEN_CACHE, matchOptions: IN_ANY_FORM,
    plugins: [{
      cachedResponseWillBeUsed: async ({ request, cachedResponse }) => cachedResponse ?? await caches.match(request, IN_ANY_FORM) ?? null,
      cacheWillUpdate: async ({ response }) => response.status === 200 ? response : null,
      cacheDidUpdate: trim,
    }],
  }),
)

// A picture that is not here in the width asked for may be here in another.
setCatchHandler(async ({ url, request }) => {
  for (const address of keptAddresses((url ?? new URL(request.url)).pathname)) {
    const kept = await caches.match(address, IN_ANY_FORM)
    if (kept) return kept
  }
  return Response.error()
})

scope.addEventListener('message', (event) => {
  const { type } = event.data as { type?: string } | null ?? {}
  if (type === 'SKIP_WAITING') void scope.skipWaiting()
  if (type === 'COMPLETE') event.waitUntil(complete())
})

/** Files that the browser, or the person, threw away since they were installed: the app would not start without a network. */
async function complete(): Promise<void> {
  const cache = await caches.open(cacheNames.precache)
  const there = new Set((await cache.keys()).map(({ url }) => url))
  for (const { url } of PRECACHE) {
    const key = getCacheKeyForURL(url)
    if (key === undefined || there.has(key)) continue
    // Of another version of the app it may be gone: that one installs its own.
    const answer = await fetch(url, { cache: 'no-cache' }).catch(() => undefined)
    if (answer?.ok) await cache.put(key, answer).catch(() => undefined)
  }
}

scope.addEventListener('sync', (event) => {
  if (event.tag === OUTBOX_TAG) event.waitUntil(pushInBackground(workerEnvironment()))
})

// What the browser copied of a film, whether a page is open or not.
for (const how of ['success', 'fail', 'abort'] as const) scope.addEventListener(`backgroundfetch${how}`, (event) => event.waitUntil(takeFromBrowser(event, how)))
scope.addEventListener('backgroundfetchclick', (event) => event.waitUntil(open('/offline')))

async function takeFromBrowser(event: BrowserTaskEvent, how: TaskEnd): Promise<void> {
  const device = await openDevice(indexedDB)
  try {
    const film = await takeIn(event.registration, how, {
      environment: workerEnvironment(), device, openRecords: (userId) => openSavedRecords(indexedDB, userId),
      saverPorts: (userId, records, say) => saverPorts({ userId, records, device, say }),
      endTask: async (id) => await (await scope.registration.backgroundFetch?.get(id))?.abort(),
    })
    const language = await device.language()
    if (how === 'success' && film?.state === 'saved') await event.updateUI({ title: saySaved(film.name, isLanguage(language) ? language : 'en') })
  } finally {
    device.close()
  }
}

// Browsers want every push to show something; one that comes twice takes its own place, and episodes of one series share theirs.
scope.addEventListener('push', (event) => {
  const told = event.data?.json() as Pushed | undefined
  if (!told) return
  event.waitUntil(showing = showing.then(() => show(told), () => show(told)))
})

/** One by one: each counts those before it. */
let showing: Promise<void> = Promise.resolve()

interface Shown { readonly path: string; readonly ids: readonly string[] }

async function show(told: Pushed): Promise<void> {
  const tag = newsOf(told) ?? told.id
  const [former] = await scope.registration.getNotifications({ tag })
  const ids = [...new Set([...(former?.data as Shown | undefined)?.ids ?? [], told.id])]
  const { path, ...words } = await said(told, ids.length)
  await scope.registration.showNotification(enShell['app.name'], { ...words, tag, icon: '/icon-192.png', data: { path, ids } satisfies Shown })
}

/** In the language that the app spoke here last. */
async function said(told: Pushed, count: number): Promise<SaidPush> {
  const device = await openDevice(workerEnvironment().indexedDB)
  const language = await device.language().finally(() => device.close())
  return sayPush(told, isLanguage(language) ? language : 'en', count)
}

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  // Of an older app, it is the path alone.
  const data = event.notification.data as Shown | string
  event.waitUntil(open(typeof data === 'string' ? data : data.path))
})

/** In the window that is there, if one is. */
async function open(path: string): Promise<void> {
  const [window] = await scope.clients.matchAll({ type: 'window' })
  if (window) await (await window.focus()).navigate(path)
  else await scope.clients.openWindow(path)
}
