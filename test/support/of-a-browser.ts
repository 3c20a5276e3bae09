/** What a page's browser keeps for the app, and the clock it has. */

import type { Page } from 'playwright-core'

/** As far as the page can tell. */
export async function kept(page: Page) {
  return await page.evaluate(async () => {
    const files: string[] = []
    for await (const name of (await navigator.storage.getDirectory() as unknown as { keys(): AsyncIterable<string> }).keys()) files.push(name)
    return { databases: (await indexedDB.databases()).map(({ name }) => name), caches: await caches.keys(), local: Object.keys(localStorage), files }
  })
}

/** How many files of the app are kept for starting without a network. */
export async function installed(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const name = (await caches.keys()).find((each) => each.includes('precache'))
    return name === undefined ? 0 : (await (await caches.open(name)).keys()).length
  })
}

/** What the device remembers of it, past the app: the screen knows it sooner. */
export async function worksOffline(page: Page): Promise<boolean> {
  return await page.evaluate(async () => {
    const ask = <Result>(request: IDBRequest<Result>) => new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error!)
    })
    const database = await ask(indexedDB.open('rewind'))
    try {
      return await ask(database.transaction('device').objectStore('device').get('worksOffline')) === true
    } finally {
      database.close()
    }
  })
}

/** From the next address on. */
export async function setClockOff(page: Page, offMs: number): Promise<void> {
  await page.addInitScript((ms) => {
    const RealDate = Date
    const now = () => RealDate.now() + ms
    globalThis.Date = class extends RealDate { constructor(...given: []) { if (given.length === 0) super(now()); else super(...given) } static override now = now } as DateConstructor
  }, offMs)
}
