/**
 * Devices of several people in one process: the app's own sync engine over IndexedDB in memory, before `sync-server.ts`. Only the wire
 * between them is the test's: it can lose, hold back and cut.
 */

import 'fake-indexeddb/auto'
import { setTimeout } from 'node:timers'
import { IDBFactory } from 'fake-indexeddb'
import type { CommandId } from '../../domain/command.ts'
import type { Channel, Environment, Locks, Socket } from '../../pwa/sync/environment.ts'
import type { Household } from '../../pwa/sync/household.ts'
import { createHousehold } from '../../pwa/sync/household.ts'
import type { PersonReplica } from '../../pwa/sync/person-replica.ts'
import { seededRandom } from '../../demo/seed.ts'
import type { Cookies, TestServer } from './sync-server.ts'
import { TIMES_AS_FAST } from './sync-server.ts'

/** What happens between one browser and the server. */
export interface Wire {
  online: boolean
  /** The request reaches the server, its answer is lost. */
  loseAnswers: boolean
  /** Messages of the socket get lost without anybody noticing. */
  deafSocket: boolean
  /** Messages lost so. */
  lostMessages: number
}

export interface Browser {
  readonly wire: Wire
  readonly cookies: Cookies
  /** Of persons, when they signed out: what they saved goes. */
  readonly filesRemovedOf: readonly string[]
  readonly environment: Environment
  /** Each of these is one tab. */
  openTab(): Household
  /** The page and all its tabs are gone at once; storage stays. */
  setOnline(online: boolean): void
}

/** Locks of one browser, held by its tabs. */
export function createLocks(): Locks {
  const queues = new Map<string, (() => void)[]>()
  return {
    async request(name, { signal, ifAvailable = false }, run) {
      const queue = queues.get(name) ?? []
      queues.set(name, queue)
      if (ifAvailable && queue.length > 0) return await run(null)
      await new Promise<void>((resolve, reject) => {
        queue.push(resolve)
        if (queue.length === 1) resolve()
        signal?.addEventListener('abort', () => {
          const place = queue.indexOf(resolve)
          if (place > 0) queue.splice(place, 1)
          reject(signal.reason as Error)
        })
      })
      try {
        await run({ name })
      } finally {
        queue.shift()
        queue[0]?.()
      }
    },
  }
}

export function createChannels(): (name: string) => Channel {
  const all = new Map<string, Set<Channel>>()
  return (name) => {
    const others = all.get(name) ?? new Set()
    all.set(name, others)
    const channel: Channel = {
      onmessage: null,
      postMessage(message) {
        for (const other of others) if (other !== channel) queueMicrotask(() => other.onmessage?.({ data: structuredClone(message) } as MessageEvent))
      },
      close: () => void others.delete(channel),
    }
    others.add(channel)
    return channel
  }
}

export function createBrowser(server: TestServer, { now, seed = 1 }: { readonly now: () => number; readonly seed?: number }): Browser {
  const wire: Wire = { online: true, loseAnswers: false, deafSocket: false, lostMessages: 0 }
  const cookies: Cookies = {}
  const filesRemovedOf: string[] = []
  const random = seededRandom(seed)
  const watchers = new Set<(online: boolean) => void>()
  const environment: Environment = {
    now, chance: random,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random() * 256),
    after(ms, run) {
      const timer = setTimeout(run, ms / TIMES_AS_FAST)
      return () => clearTimeout(timer)
    },
    async fetch(input, init = {}) {
      if (!wire.online) throw new TypeError('No network')
      const answer = await server.answer(String(input), init, cookies)
      if (wire.loseAnswers) throw new TypeError('The answer was lost')
      return answer
    },
    indexedDB: new IDBFactory(),
    locks: createLocks(),
    openChannel: createChannels(),
    openSocket: () => openSocket(server, wire, cookies),
    watchNetwork(changed) {
      watchers.add(changed)
      changed(wire.online)
      return () => watchers.delete(changed)
    },
    sendLater: () => undefined,
    keeps: true, makeRoom: async () => false, breathe: () => undefined,
  }
  return {
    wire, cookies, environment, filesRemovedOf,
    openTab: () => createHousehold(environment, { gone: () => undefined, erased: () => undefined, removed: async (userId) => { filesRemovedOf.push(userId) } }),
    setOnline(online) {
      wire.online = online
      for (const watcher of watchers) watcher(online)
    },
  }
}

function openSocket(server: TestServer, wire: Wire, cookies: Cookies): Socket {
  const socket: Socket = {
    onopen: null, onmessage: null, onclose: null, onerror: null,
    send: (text) => line.say(text),
    close: () => line.close(),
  }
  const line = server.accept(cookies, (message) => {
    if (!wire.online || wire.deafSocket) wire.lostMessages++
    else queueMicrotask(() => socket.onmessage?.({ data: JSON.stringify(message) }))
  }, () => queueMicrotask(() => socket.onclose?.()))
  queueMicrotask(() => wire.online ? socket.onopen?.() : socket.onclose?.())
  return socket
}

export async function signedIn(browser: Browser, username: string): Promise<{ readonly tab: Household; readonly replica: PersonReplica }> {
  const tab = browser.openTab()
  await tab.signIn({ username, password: 'secret' })
  const replica = (await tab.open())!
  await replica.loaded
  return { tab, replica }
}

export function idOf(taken: { readonly status: string; readonly commandId?: string }): CommandId {
  return taken.commandId as CommandId
}
