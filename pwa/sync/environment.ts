/** Everything outside: handed in, so that a simulation decides about time, chance, storage and the network. */

import { limits } from './limits.ts'

export interface Environment {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Cryptographically strong. */
  randomBytes(count: number): Uint8Array
  /** In [0, 1). */
  chance(): number
  /** For work that goes on for long: undefined while it may, or what to wait for, so that the page draws and answers. */
  breathe(): Promise<void> | undefined
  /** Calls back once; returns what prevents it. */
  after(ms: number, run: () => void): () => void
  fetch: typeof fetch
  readonly indexedDB: IDBFactory
  readonly locks: Locks
  openChannel(name: string): Channel
  openSocket(): Socket
  /** What the browser says of its network; calls back when that changes. Returns what ends it. */
  watchNetwork(changed: (online: boolean) => void): () => void
  /** Asks the service worker to send the outbox when there is a network again, page or no page. */
  sendLater(): void
  /** What is stored outlives the page. */
  readonly keeps: boolean
  /** Gives up some of what can be fetched again: the oldest pictures, then what the catalogue said. False when there was nothing to give up. */
  makeRoom(userId: string): Promise<boolean>
}

/** The part of `LockManager` in use. */
export interface Locks {
  request(name: string, options: { readonly signal?: AbortSignal; readonly ifAvailable?: boolean }, run: (lock: unknown) => Promise<void>): Promise<void>
}

/** The part of `BroadcastChannel` in use. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

/** The part of `WebSocket` in use. */
export interface Socket {
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: (() => void) | null
  onerror: (() => void) | null
  send(text: string): void
  close(): void
}

/** `alone`: this page keeps everything in its own memory, so that there is no other that it would have to agree with. */
export function browserEnvironment(alone = false): Environment {
  return {
    ...workerEnvironment(),
    breathe: createBreathing(),
    keeps: !alone,
    ...alone ? { locks: lockOfOne } : {},
    openSocket: () => new WebSocket(new URL('/api/live', location.href.replace(/^http/, 'ws'))) as Socket,
    watchNetwork(changed) {
      const end = new AbortController()
      addEventListener('online', () => changed(true), end)
      addEventListener('offline', () => changed(false), end)
      changed(navigator.onLine)
      return () => end.abort()
    },
    sendLater: () => void askForBackgroundSync(),
    makeRoom: async (userId) => await (await import('./make-room.ts')).makeRoom(indexedDB, userId),
  }
}

/** What there is in a service worker too. */
export function workerEnvironment(): Omit<Environment, 'openSocket' | 'watchNetwork' | 'sendLater' | 'keeps' | 'makeRoom' | 'breathe'> {
  return {
    now: () => Date.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    chance: () => Math.random(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    fetch: (input, init) => fetch(input, init),
    indexedDB,
    locks: navigator.locks as unknown as Locks,
    openChannel: (name) => new BroadcastChannel(name) as Channel,
  }
}

interface WithScheduler { readonly scheduler?: { postTask(run: () => void, options: { readonly priority: 'background' }): Promise<void> } }

/**
 * What it waits for comes after everything that is drawn or asked; where no browser's scheduler says when, a message to itself, which unlike a timer
 * nothing slows down. While somebody scrolls, every frame of which counts, the turns are few.
 */
export function createBreathing(): () => Promise<void> | undefined {
  let [since, scrolledAt] = [0, -Infinity]
  addEventListener('scroll', () => { scrolledAt = performance.now() }, { capture: true, passive: true })
  return () => performance.now() - since < limits.sliceMs ? undefined : new Promise((resolve) => {
    const goOn = () => {
      const now = performance.now()
      if (now - scrolledAt < limits.scrollRestMs && now - since < limits.scrollTurnMs) return void setTimeout(goOn, limits.scrollRestMs)
      since = now
      resolve()
    }
    const { scheduler } = globalThis as WithScheduler
    if (scheduler) return void scheduler.postTask(goOn, { priority: 'background' })
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      goOn()
    }
    port2.postMessage(null)
  })
}

const lockOfOne: Locks = { request: async (_name, _options, run) => await run(null) }

export const OUTBOX_TAG = 'outbox'

interface WithSync { readonly sync?: { register(tag: string): Promise<void> } }

/** Where there is no Background Sync, or the person forbade it, the next open page sends. */
async function askForBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration() as WithSync | undefined
  await registration?.sync?.register(OUTBOX_TAG).catch(() => undefined)
}
