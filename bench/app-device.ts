/** What figures about the app are taken with: a device signed in by its cookie, and waits that are measured in the page itself. */

import type { Page } from 'playwright-core'
import type { Device } from '../test/support/browser.ts'
import type { BigHousehold } from './household.ts'

/** The session's cookie, so that what is measured begins after signing in. */
export async function signInWith(device: Device, { service, credentials }: BigHousehold): Promise<void> {
  await device.context.request.post(`${service.url}/api/session`, {
    data: { username: credentials.username, password: credentials.password }, headers: { 'x-rewind': '1', origin: service.url },
  })
}

/** Until the log on disk counts `events` and the screen shows the library, in milliseconds since the navigation began. */
export async function untilSynced(page: Page, { userId, events }: { readonly userId: string; readonly events: number }): Promise<number> {
  await page.getByRole('link', { name: /\(\d{4}\)/ }).first().waitFor({ timeout: 120_000 })
  return await page.evaluate(async ({ name, events }) => {
    const ask = <Result>(request: IDBRequest<Result>) => new Promise<Result>((resolve) => { request.onsuccess = () => resolve(request.result) })
    for (;;) {
      const database = await ask(indexedDB.open(name))
      const mark = database.objectStoreNames.contains('meta') ? await ask(database.transaction('meta').objectStore('meta').get('sync')) as { events: number; lastSyncAt: string } | undefined : undefined
      database.close()
      if (mark && mark.events >= events) return performance.now()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }, { name: `rewind-${userId}`, events })
}

/** A page of its own each time: nothing of the app is in memory. */
export async function onPage<Result>({ context }: Device, run: (page: Page) => Promise<Result>): Promise<Result> {
  const page = await context.newPage()
  try {
    return await run(page)
  } finally {
    await page.close()
  }
}

/** For how long tasks of a start kept the page from answering, in milliseconds: `sum` beyond 50 a task, and the `longest`. Five seconds long. */
export async function blockedMs(page: Page, url: string): Promise<{ readonly sum: number; readonly longest: number }> {
  await page.goto(url, { waitUntil: 'commit' })
  return await page.evaluate(async () => {
    const tasks: number[] = []
    new PerformanceObserver((list) => { tasks.push(...list.getEntries().map(({ duration }) => duration)) }).observe({ type: 'longtask', buffered: true })
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    return { sum: tasks.reduce((sum, ms) => sum + ms - 50, 0), longest: Math.max(0, ...tasks) }
  })
}

/** From the key to the frame after the one that shows it. */
export async function act(page: Page): Promise<number> {
  const face = page.getByRole('group', { name: /rat/i }).or(page.getByRole('radiogroup')).first().getByRole('button').first()
  await face.focus()
  return await page.evaluate(async () => {
    const focused = (root: Document | ShadowRoot): Element | null => root.activeElement?.shadowRoot ? focused(root.activeElement.shadowRoot) : root.activeElement
    const button = focused(document)!
    const before = button.getAttribute('aria-pressed')
    const startedAt = performance.now()
    ;(button as HTMLElement).click()
    while (button.getAttribute('aria-pressed') === before) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - startedAt
  })
}

/** Of scripts, after garbage collection. */
export async function heapMiB(page: Page): Promise<number> {
  const tools = await page.context().newCDPSession(page)
  await tools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await tools.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}

/** From the start of a navigation until three posters are drawn. */
export async function untilPosters(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' })
  return await page.evaluate(async () => {
    const drawn = (root: Document | ShadowRoot): number => [...root.querySelectorAll('*')].reduce((sum, element) =>
      sum + (element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0 && element.src.includes('/images/') ? 1 : 0) + (element.shadowRoot ? drawn(element.shadowRoot) : 0), 0)
    while (drawn(document) < 3) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now()
  })
}

export async function untilEmptyPage(page: Page): Promise<number> {
  await page.goto('data:text/html,<p>Nothing</p>', { waitUntil: 'commit' })
  return await page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now()
  })
}
