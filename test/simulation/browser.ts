/** A browser of several tabs that can die at any moment: what they had not finished writing is undone, what they held is let go. */

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { seededRandom } from '../../demo/seed.ts'
import { pushInBackground } from '../../pwa/sync/background-push.ts'
import type { Channel, Environment, Locks, Socket } from '../../pwa/sync/environment.ts'
import type { Household } from '../../pwa/sync/household.ts'
import { createHousehold } from '../../pwa/sync/household.ts'
import type { PersonReplica } from '../../pwa/sync/person-replica.ts'
import type { Cookies, TestServer } from '../support/sync-server.ts'
import type { Seen } from './history.ts'
import type { Line } from './network.ts'
import { createLine } from './network.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface Tab {
  /** Counts up over all tabs this browser ever had. */
  readonly number: number
  readonly household: Household
  replica: PersonReplica | undefined
  /** As a crash of the process: nothing of it runs any more. */
  kill(): void
}

export interface Browser {
  readonly line: Line
  readonly cookies: Cookies
  readonly tabs: Tab[]
  /** What the device's clock shows beyond the true time. */
  skewMs: number
  openTab(): Promise<Tab>
  close(tab: Tab): Promise<void>
  setOffline(offline: boolean): void
  /** As the browser wakes the service worker. */
  wakeWorker(): Promise<void>
}

interface Waiting { readonly tab: number; readonly start: () => void }

/** Locks of one browser: a dead tab's are the next one's. */
function createLocks() {
  const queues = new Map<string, Waiting[]>()
  function leave(name: string, left: Waiting): void {
    const queue = queues.get(name) ?? []
    const place = queue.indexOf(left)
    if (place >= 0) queue.splice(place, 1)
    if (place === 0) queue[0]?.start()
  }
  return {
    of: (tab: number): Locks => ({
      async request(name, { signal, ifAvailable = false }, run) {
        const queue = queues.get(name) ?? []
        queues.set(name, queue)
        if (ifAvailable && queue.length > 0) return await run(null)
        let waiting!: Waiting
        await new Promise<void>((resolve, reject) => {
          waiting = { tab, start: resolve }
          queue.push(waiting)
          if (queue.length === 1) resolve()
          signal?.addEventListener('abort', () => {
            if (queue[0] === waiting) return
            leave(name, waiting)
            reject(signal.reason as Error)
          })
        })
        try {
          await run({ name })
        } finally {
          leave(name, waiting)
        }
      },
    }),
    releaseAll(tab: number): void {
      for (const [name, queue] of queues) for (const waiting of queue.filter((one) => one.tab === tab)) leave(name, waiting)
    },
  }
}

function createChannels() {
  const all = new Map<string, Set<{ readonly tab: number; readonly channel: Channel }>>()
  return {
    of: (tab: number) => (name: string): Channel => {
      const others = all.get(name) ?? new Set()
      all.set(name, others)
      const own = { tab, channel: { onmessage: null, postMessage, close: () => void others.delete(own) } as Channel }
      function postMessage(message: unknown): void {
        for (const other of others) if (other !== own) queueMicrotask(() => others.has(other) && other.channel.onmessage?.({ data: structuredClone(message) } as MessageEvent))
      }
      others.add(own)
      return own.channel
    },
    closeAll(tab: number): void {
      for (const channels of all.values()) for (const one of channels) if (one.tab === tab) channels.delete(one)
    },
  }
}

/** Storage as one tab sees it. After `die` nothing of it is written any more, and what was not committed is undone. */
function storageOf(shared: IDBFactory): { factory: IDBFactory; die(): void } {
  const databases = new Set<IDBDatabase>()
  const open = new Set<IDBTransaction>()
  let dead = false
  const factory = {
    open(name: string, version?: number) {
      if (dead) throw gone()
      const request = shared.open(name, version)
      request.addEventListener('success', () => {
        const database = request.result
        if (dead) return database.close()
        databases.add(database)
        const begin = database.transaction.bind(database)
        database.transaction = (...given: Parameters<typeof begin>) => {
          if (dead) throw gone()
          const transaction = begin(...given)
          open.add(transaction)
          for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => open.delete(transaction))
          return transaction
        }
      })
      return request
    },
    deleteDatabase: (name: string) => shared.deleteDatabase(name),
  } as IDBFactory
  return {
    factory,
    die() {
      dead = true
      for (const transaction of open) transaction.abort()
      for (const database of databases) database.close()
    },
  }
}

function gone(): DOMException {
  return new DOMException('The tab is dead', 'AbortError')
}

// What a dead tab still wanted to write fails, and nobody is there to hear it.
globalThis.addEventListener('unhandledrejection', (event) => {
  if ((event.reason as Error | undefined)?.name === 'AbortError') event.preventDefault()
})

export interface BrowserOptions { readonly server: TestServer; readonly time: VirtualTime; readonly seed: number; readonly received: (events: readonly Seen[]) => void }

export function createBrowser({ server, time, seed, received }: BrowserOptions): Browser {
  const random = seededRandom(seed)
  const cookies: Cookies = {}
  const line = createLine({ server, cookies, time, random, received })
  const storage = new IDBFactory()
  const [locks, channels] = [createLocks(), createChannels()]
  const watchers = new Map<number, Set<(online: boolean) => void>>()
  let numbers = 0
  const browser: Browser = { line, cookies, tabs: [], skewMs: 0, openTab, close, setOffline, wakeWorker }

  function environmentOf(tab: number, factory: IDBFactory, isAlive: () => boolean, sockets = new Set<Socket>()): Environment {
    const never = new Promise<never>(() => {})
    return {
      now: () => time.now() + browser.skewMs,
      chance: random,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => random() * 256),
      after: (ms, run) => time.after(ms, () => { if (isAlive()) run() }),
      fetch: (async (...given: Parameters<typeof fetch>) => {
        const answer = await line.fetch(...given).catch((error: unknown) => { if (isAlive()) throw error })
        return isAlive() ? answer! : await never
      }) as typeof fetch,
      indexedDB: factory,
      locks: locks.of(tab),
      openChannel: channels.of(tab),
      openSocket() {
        const socket = line.openSocket()
        sockets.add(socket)
        return socket
      },
      watchNetwork(changed) {
        const own = watchers.get(tab) ?? new Set()
        watchers.set(tab, own.add(changed))
        changed(!line.weather.offline)
        return () => own.delete(changed)
      },
      sendLater: () => undefined,
      keeps: true, makeRoom: async () => false, breathe: () => undefined,
    }
  }

  async function openTab(): Promise<Tab> {
    const number = ++numbers
    let alive = true
    const { factory, die } = storageOf(storage)
    const forget = () => {
      const place = browser.tabs.indexOf(tab)
      if (place >= 0) browser.tabs.splice(place, 1)
    }
    const sockets = new Set<Socket>()
    const household = createHousehold(environmentOf(number, factory, () => alive, sockets), { gone: () => { tab.replica = undefined }, erased: () => { tab.replica = undefined }, removed: async () => {} })
    const tab: Tab = {
      number, household, replica: undefined,
      kill() {
        alive = false
        forget()
        die()
        for (const socket of sockets) {
          socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
          socket.close()
        }
        watchers.delete(number)
        channels.closeAll(number)
        locks.releaseAll(number)
      },
    }
    browser.tabs.push(tab)
    tab.replica = await household.open()
    return tab
  }

  async function close(tab: Tab): Promise<void> {
    browser.tabs.splice(browser.tabs.indexOf(tab), 1)
    await tab.household.close()
  }

  function setOffline(offline: boolean): void {
    if (line.weather.offline === offline) return
    line.weather.offline = offline
    for (const own of watchers.values()) for (const changed of own) changed(!offline)
    line.changed()
  }

  async function wakeWorker(): Promise<void> {
    const number = ++numbers
    const { now, after, fetch, indexedDB, locks, openChannel } = environmentOf(number, storage, () => true)
    // It throws when something is left to send: the browser would call again.
    await pushInBackground({ now, after, fetch, indexedDB, locks, openChannel }).catch(() => undefined)
  }

  return browser
}
