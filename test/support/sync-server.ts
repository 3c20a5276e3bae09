/**
 * The server as devices know it, in the test's own process: its own handler, pull and live hub, over the memory store. What it has
 * of the database it folds from the log.
 */

import { setTimeout } from 'node:timers'
import type { Command, Outcome, Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import { commands as definitions } from '../../domain/index.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs, maySeeJobs } from '../../projections/jobs.ts'
import { foldInto } from '../../projections/projection.ts'
import type { LiveMessage, SyncPage } from '../../projections/wire.ts'
import { createMemoryCommandOutcomes } from '../../server/command-outcomes.ts'
import { createDomainStore } from '../../server/event-store/domain-store.ts'
import { createMemoryEventStore } from '../../server/event-store/memory.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { BEGINNING, decodeCursor, encodeCursor } from '../../server/sync/cursor.ts'
import type { ReadLists } from '../../server/sync/list-access.ts'
import type { LiveNews } from '../../server/live/hub.ts'
import { createLiveHub } from '../../server/live/hub.ts'
import { deltaOf } from '../../server/live/delta.ts'
import { createLiveSocket } from '../../server/live/live-socket.ts'
import { silentLog } from '../../server/log.ts'
import { createMemoryPersonalKeys } from '../../server/personal/personal-keys.ts'
import { createPersonalTexts } from '../../server/personal/personal-texts.ts'
import type { Pull } from '../../server/sync/pull.ts'
import { createPull } from '../../server/sync/pull.ts'
import type { RowChanges, RowsSeen } from '../../server/sync/row-changes.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'

export interface Member { readonly userId: UserId; readonly username: string; readonly role: Role }

type MemoryEventStore = ReturnType<typeof createMemoryEventStore>

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
  /** Ends the session of these cookies; their device is to keep nothing of the person. */
  remove(cookies: Cookies, deviceId: string): Promise<void>
  answer(path: string, init: RequestInit, cookies: Cookies): Promise<Response>
  /** Opens a socket; returns how the client's side of it is driven. */
  accept(cookies: Cookies, hear: (message: LiveMessage) => void, ended: () => void): { say(text: string): void; close(): void }
  /** Its sockets end; what it recorded stays. */
  restart(): void
  /** As a restore of an old backup: everything is gone. */
  forgetEverything(): void
}

export interface Cookies { userId?: UserId; sessionId?: string }

interface TestServerOptions {
  /** So many at most in one page of a pull. */
  readonly pageEvents?: number
  readonly sealed?: boolean
  readonly sleep?: System['sleep']
}

export function createTestServer(members: Member[], now: () => number, { pageEvents, sleep = sleepInProportion, sealed = false }: TestServerOptions = {}): TestServer {
  /** With `sealed`, as the real one is composed: what people write is recorded sealed, and old shapes come in present ones. */
  const newStore = () => {
    const recorded = createMemoryEventStore({ system: { now } })
    const system = { now, randomBytes: realSystem.randomBytes }
    return sealed ? createDomainStore({ recorded, texts: createPersonalTexts({ keys: createMemoryPersonalKeys(system), system }) }) : recorded
  }
  let store = newStore()
  let sessions = 0
  let handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const received: TestServer['received'] = []
  const outcomes: TestServer['outcomes'] = new Map()
  const unknownTypes = new Set<string>()
  const erased = new Set<string>()
  const removed = new Set<string>()

  /** Read models that have seen nothing: all must follow from the log. */
  const readLists: ReadLists = async () => ({ upTo: 0, members: [], changed: [] })

  const { news, rowChanges } = newsOf(() => store, (userId) => maySeeJobs(server.members.find((member) => member.userId === userId)?.role ?? 'guest'))
  const pull: Pull = (userId, after) => createPull({ store, rowChanges, readLists, people: async () => server.members })(userId, after, pageEvents === undefined ? {} : { eventsMax: pageEvents })
  const pullFor = async (userId: UserId, cursor: string | null): Promise<SyncPage | undefined> => {
    const after = cursor === null ? BEGINNING : decodeCursor(userId, cursor)
    const pulled = after && await pull(userId, after)
    return pulled && { ...pulled.changes, cursor: encodeCursor(userId, pulled.cursor), more: pulled.more }
  }
  const openHub = () => createLiveHub({ store, readLists, news, household: async () => server.members, system: { now, sleep, randomBytes: (count) => new Uint8Array(count) }, log: silentLog })
  let hub = openHub()
  const restart = () => {
    void hub.then((old) => old.close())
    hub = openHub()
  }

  async function outcomeOf(person: Member, command: Command): Promise<Outcome> {
    received.push({ actor: person.userId, command })
    const known = Object.hasOwn(definitions, command.type) && !unknownTypes.has(command.type)
    const outcome = await handler.handle({ ...command, ...known ? {} : { type: `No${command.type}` }, actor: person.userId, sender: person.role })
    outcomes.set(command.id, outcome)
    return outcome
  }

  const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })

  const server: TestServer = {
    received, outcomes, unknownTypes, members,
    get store() { return store },
    get handle() { return handler },
    forgetEverything() {
      store = newStore()
      handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
      restart()
    },
    restart,
    erase(userId) {
      erased.add(userId)
      server.members = server.members.filter((member) => member.userId !== userId)
    },
    async remove(cookies, deviceId) {
      const { userId, sessionId } = cookies
      removed.add(`${userId} ${deviceId}`)
      delete cookies.userId
      delete cookies.sessionId
      if (sessionId) (await hub).endSessions([sessionId])
    },
    async answer(path, { method = 'GET', body, headers }, cookies) {
      const { pathname, searchParams } = new URL(path, 'http://test')
      if (method === 'POST' && pathname === '/api/session') {
        const member = server.members.find(({ username }) => username === (JSON.parse(String(body)) as { username: string }).username)
        if (!member) return json({ error: 'No.', code: 'UNAUTHENTICATED' }, 401)
        cookies.userId = member.userId
        removed.delete(`${member.userId} ${new Headers(headers).get('x-rewind-device')}`)
        cookies.sessionId = `session-${++sessions}`
        return json({ ...member, expiresAt: '2030-01-01T00:00:00.000Z' })
      }
      const person = server.members.find(({ userId }) => userId === cookies.userId)
      if (pathname === '/api/instance') return json({ name: 'Rewind', signedIn: person !== undefined })
      const meant = new Headers(headers).get('x-rewind-person')
      if (!person && removed.has(`${meant} ${new Headers(headers).get('x-rewind-device')}`)) return json({ error: 'Keep nothing.', code: 'DEVICE_REMOVED' }, 401)
      if (!person) return erased.has(meant ?? '') ? json({ error: 'It is erased.', code: 'ACCOUNT_ERASED' }, 401) : json({ error: 'Sign in first.', code: 'UNAUTHENTICATED' }, 401)
      if (meant !== null && meant !== person.userId) return json({ error: 'Somebody else is signed in.', code: 'WRONG_PERSON' }, 409)
      if (pathname === '/api/session' && method === 'DELETE') {
        const { sessionId } = cookies
        if (sessionId) (await hub).endSessions([sessionId])
        delete cookies.userId
        delete cookies.sessionId
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
    accept({ userId, sessionId }, hear, ended) {
      const person = server.members.find((member) => member.userId === userId)
      const wire = { bufferedAmount: 0, send: (text: string) => hear(JSON.parse(text) as LiveMessage), close: ended, terminate: ended }
      const opening = hub.then((hub) => {
        if (!person) return undefined
        const socket = createLiveSocket({ userId: person.userId, sessionId: sessionId ?? '', wire, pull, position: () => hub.position(maySeeJobs(person.role)), now })
        return { socket, leave: hub.join(socket) }
      })
      return {
        say: (text) => void opening.then((opened) => opened?.socket.receive(text)),
        close: () => void opening.then((opened) => opened?.leave()),
      }
    },
  }
  return server
}

/** The household's read models, as far as devices are told of them, folded from the log each time they are asked for. */
function newsOf(store: () => MemoryEventStore, seesJobs: (userId: UserId) => boolean): { readonly news: LiveNews; rowChanges(userId: UserId, after: RowsSeen): Promise<RowChanges> } {
  /** The jobs' rows at this moment, each at the position of its last event. */
  async function changedJobs(after: number): Promise<{ readonly jobs: readonly JobRow[]; readonly newest: number }> {
    const rows = new Map<string, JobRow>()
    const at = new Map<string, number>()
    for await (const event of store().readAll(START, { categories: ['acquisition'] })) {
      foldInto(jobs, rows, event)
      at.set((event.data as { jobId: string }).jobId, Number(event.position))
    }
    const changed = [...rows.values()].filter(({ key }) => at.get(key)! > after)
    return { jobs: changed, newest: Math.max(after, ...changed.map(({ key }) => at.get(key)!)) }
  }
  return {
    async rowChanges(userId, { rows, jobs: after }) {
      if (!seesJobs(userId)) return { cards: [], jobs: [], reached: { rows, jobs: null }, more: false }
      const changed = await changedJobs(after ?? 0)
      return { cards: [], jobs: changed.jobs, reached: { rows, jobs: changed.newest }, more: false }
    },
    news: {
      async rows(people, after) {
        const upTo = Number(await store().lastPosition())
        const changed = await changedJobs(after)
        const delta = deltaOf({ jobs: changed.jobs }, { jobs: changed.newest }, { seesJobs: true })
        return { upTo, deltas: new Map(changed.jobs.length > 0 ? people.filter(seesJobs).map((userId) => [userId, delta]) : []) }
      },
      async beyond(position, signal) {
        for await (const { upTo } of store().subscribe(positionOf(position), { signal })) if (Number(upTo) > position) return
      },
      ended: async () => [],
    },
  }
}

/** All waits in proportion. */
export const TIMES_AS_FAST = 50

/** Nobody waits at the end of a test for what the server would do next. */
function sleepInProportion(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms / TIMES_AS_FAST).unref()
    signal?.addEventListener('abort', () => {
      timer.close()
      resolve()
    }, { once: true })
  })
}
