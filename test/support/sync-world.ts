/**
 * A server and devices of several people in one process: the server's own handler and pull over the memory store, the app's own
 * sync engine over IndexedDB in memory. Only the wire between them is the test's: it can lose, hold back and cut.
 */

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { Command, CommandId, Outcome, Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import { commands as definitions } from '../../domain/index.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import { foldInto } from '../../projections/projection.ts'
import type { LiveMessage, SyncPage } from '../../projections/wire.ts'
import type { Channel, Environment, Locks, Socket } from '../../pwa/sync/environment.ts'
import type { Household } from '../../pwa/sync/household.ts'
import { createHousehold } from '../../pwa/sync/household.ts'
import type { PersonReplica } from '../../pwa/sync/person-replica.ts'
import { createMemoryCommandOutcomes } from '../../server/command-outcomes.ts'
import { createMemoryEventStore } from '../../server/event-store/memory.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { BEGINNING, decodeCursor, encodeCursor } from '../../server/sync/cursor.ts'
import type { ReadLists } from '../../server/sync/list-access.ts'
import { createPull } from '../../server/sync/pull.ts'
import { seededRandom } from '../../demo/seed.ts'

export interface Member { readonly userId: UserId; readonly username: string; readonly role: Role }

export interface TestServer {
  /** Every command that came, in order, and as whom. */
  readonly received: { readonly actor: string; readonly command: Command }[]
  /** What became of every command, by its id. */
  readonly outcomes: Map<string, Outcome>
  /** Command types this server is too old to know. */
  readonly unknownTypes: Set<string>
  readonly store: ReturnType<typeof createMemoryEventStore>
  readonly handle: ReturnType<typeof createCommandHandler>
  members: Member[]
  /** As an erased account: nobody any more, but known for it. */
  erase(userId: UserId): void
  answer(path: string, init: RequestInit, cookies: Cookies): Promise<Response>
  /** Opens a socket; returns how the client's side of it is driven. */
  accept(cookies: Cookies, hear: (message: LiveMessage) => void): { say(text: string): void; close(): void }
  /** As a restore of an old backup: everything is gone. */
  forgetEverything(): void
}

export interface Cookies { userId?: UserId }

/** `pageEvents`: so many at most in one page of a pull. */
export function createTestServer(members: Member[], now: () => number, { pageEvents }: { readonly pageEvents?: number } = {}): TestServer {
  let store = createMemoryEventStore({ system: { now } })
  let handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const received: TestServer['received'] = []
  const outcomes: TestServer['outcomes'] = new Map()
  const unknownTypes = new Set<string>()
  const erased = new Set<string>()
  const sockets = new Set<() => void>()

  /** The jobs' rows at this moment, each at the position of its last event. */
  async function rowChanges(_userId: UserId, after: number) {
    const rows = new Map<string, JobRow>()
    const at = new Map<string, number>()
    for await (const event of store.readAll(positionOf(0), { categories: ['acquisition'] })) {
      foldInto(jobs, rows, event)
      at.set((event.data as { jobId: string }).jobId, Number(event.position))
    }
    const changed = [...rows.values()].filter(({ key }) => at.get(key)! > after)
    return { cards: [], jobs: changed, upTo: Math.max(after, ...changed.map(({ key }) => at.get(key)!)), more: false }
  }

  /** Read models that have seen nothing: all must follow from the log. */
  const readLists: ReadLists = async () => ({ upTo: 0, members: [], changed: [] })

  const pullFor = async (userId: UserId, cursor: string | null): Promise<SyncPage | undefined> => {
    const after = cursor === null ? BEGINNING : decodeCursor(userId, cursor)
    const pulled = after && await createPull({ store, rowChanges, readLists, people: async () => members })(userId, after, pageEvents === undefined ? {} : { eventsMax: pageEvents })
    return pulled && { ...pulled.changes, cursor: encodeCursor(userId, pulled.cursor), more: pulled.more }
  }

  async function outcomeOf(person: Member, command: Command): Promise<Outcome> {
    received.push({ actor: person.userId, command })
    const known = Object.hasOwn(definitions, command.type) && !unknownTypes.has(command.type)
    const outcome = await handler.handle({ ...command, ...known ? {} : { type: `No${command.type}` }, actor: person.userId, sender: person.role })
    outcomes.set(command.id, outcome)
    for (const changed of sockets) changed()
    return outcome
  }

  const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })

  return {
    received, outcomes, unknownTypes, members,
    get store() { return store },
    get handle() { return handler },
    forgetEverything() {
      store = createMemoryEventStore({ system: { now } })
      handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
    },
    erase(userId) {
      erased.add(userId)
      this.members = this.members.filter((member) => member.userId !== userId)
    },
    async answer(path, { method = 'GET', body, headers }, cookies) {
      const { pathname, searchParams } = new URL(path, 'http://test')
      if (method === 'POST' && pathname === '/api/session') {
        const member = this.members.find(({ username }) => username === (JSON.parse(String(body)) as { username: string }).username)
        if (!member) return json({ error: 'No.', code: 'UNAUTHENTICATED' }, 401)
        cookies.userId = member.userId
        return json({ ...member, expiresAt: '2030-01-01T00:00:00.000Z' })
      }
      const person = this.members.find(({ userId }) => userId === cookies.userId)
      const meant = new Headers(headers).get('x-rewind-person')
      if (!person) return erased.has(meant ?? '') ? json({ error: 'It is erased.', code: 'ACCOUNT_ERASED' }, 401) : json({ error: 'Sign in first.', code: 'UNAUTHENTICATED' }, 401)
      if (meant !== null && meant !== person.userId) return json({ error: 'Somebody else is signed in.', code: 'WRONG_PERSON' }, 409)
      if (pathname === '/api/session' && method === 'DELETE') {
        delete cookies.userId
        return new Response(null, { status: 204 })
      }
      if (pathname === '/api/session') return json({ ...person, expiresAt: '2030-01-01T00:00:00.000Z' })
      if (pathname === '/api/commands') {
        const { commands } = JSON.parse(String(body)) as { commands: Command[] }
        return json({ outcomes: await Promise.all(commands.map((command) => outcomeOf(person, command))) })
      }
      if (pathname !== '/api/sync') return json({ error: 'Not here.', code: 'NOT_FOUND' }, 404)
      let lines = ''
      for (let cursor = searchParams.get('cursor'), more = true; more;) {
        const page = await pullFor(person.userId, cursor)
        if (!page) return json({ error: 'The cursor is not one this server gave.', code: 'INVALID_INPUT' }, 400)
        lines += JSON.stringify(page) + '\n'
        ;({ cursor, more } = page)
      }
      return new Response(lines)
    },
    accept(cookies, hear) {
      const person = this.members.find(({ userId }) => userId === cookies.userId)
      let cursor: string | null = null
      let last: Promise<void> = Promise.resolve()
      const changed = () => {
        last = last.then(async () => {
          for (let again = person !== undefined && cursor !== null; again;) {
            const page = await pullFor(person!.userId, cursor)
            if (!page || page.cursor === cursor) return
            const { more, ...changes } = page
            hear({ type: 'rows', since: cursor!, ...changes })
            cursor = page.cursor
            again = more
          }
        })
      }
      return {
        say(text) {
          const message = JSON.parse(text) as { type: string; cursor: string }
          if (message.type !== 'hello' || !person) return
          cursor = message.cursor
          hear({ type: 'welcome', userId: person.userId, cursor })
          sockets.add(changed)
          changed()
        },
        close: () => sockets.delete(changed),
      }
    },
  }
}

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
  readonly environment: Environment
  /** Each of these is one tab. */
  openTab(): Household
  /** The page and all its tabs are gone at once; storage stays. */
  setOnline(online: boolean): void
}

/** Locks of one browser, held by its tabs. */
function createLocks(): Locks {
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

function createChannels(): (name: string) => Channel {
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
  const random = seededRandom(seed)
  const watchers = new Set<(online: boolean) => void>()
  const environment: Environment = {
    now, chance: random,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random() * 256),
    after(ms, run) {
      // All waits in proportion, fifty times as fast.
      const timer = setTimeout(run, ms / 50)
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
  }
  return {
    wire, cookies, environment,
    openTab: () => createHousehold(environment, { gone: () => undefined, erased: () => undefined }),
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
  })
  queueMicrotask(() => wire.online ? socket.onopen?.() : socket.onclose?.())
  return socket
}

export async function signedIn(browser: Browser, username: string): Promise<{ readonly tab: Household; readonly replica: PersonReplica }> {
  const tab = browser.openTab()
  await tab.signIn(username, 'secret')
  const replica = (await tab.open())!
  await replica.loaded
  return { tab, replica }
}

export function idOf(taken: { readonly status: string; readonly commandId?: string }): CommandId {
  return taken.commandId as CommandId
}
