/**
 * What is new, to everyone connected who may see it: one hub per process follows the store and the read models once, and
 * sorts what comes by person. No socket costs a query while it lives.
 */

import type { UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { OWN_CATEGORIES, ownerOf } from '../../domain/index.ts'
import { parseListStream } from '../../domain/list-stream.ts'
import { parseUserStream } from '../../domain/user-stream.ts'
import type { Person } from '../../projections/wire.ts'
import { backoffMs, chanceOf } from '../db/faults.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { withoutHash } from '../event-store/hash-chain.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { ReadLists } from '../sync/list-access.ts'
import { isOfList, listAccess } from '../sync/list-access.ts'
import type { Cursor } from '../sync/cursor.ts'
import { BEGINNING } from '../sync/cursor.ts'
import { digestOf } from '../sync/people.ts'
import type { System } from '../system.ts'
import { createWatermark } from '../watermark.ts'
import type { Delta } from './delta.ts'
import { deltaOf } from './delta.ts'
import { listDeltas } from './list-deltas.ts'
import type { LiveRows } from './live-rows.ts'
import type { LiveSocket } from './live-socket.ts'
import { CLOSE } from './live-socket.ts'

export interface LiveHub {
  /** Until the returned function is called. */
  join(socket: LiveSocket): () => void
  /** How far it has come, as of who may see downloads or may not. */
  position(seesJobs: boolean): Cursor
  countOf(userId: UserId): number
  isConnected(sessionId: string): boolean
  readonly size: number
  /** Tells the browsers of these sessions at once, rather than with the event or the next beat. */
  endSessions(sessionIds: readonly string[]): void
  /** Says goodbye to everyone and stops following. */
  close(): Promise<void>
}

/** What the hub learns besides events. */
export interface LiveNews {
  /** Rows that changed after a position, for these people. */
  rows(people: readonly UserId[], after: number): Promise<LiveRows>
  /** Resolves once all rows that are told of are those of after a position, or the signal aborts. */
  beyond(position: number, signal: AbortSignal): Promise<unknown>
  /** Which of these sessions are over. */
  ended(sessionIds: readonly string[], nowMs: number): Promise<readonly string[]>
}

export interface LiveHubDeps {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'lastPosition'>
  readonly readLists: ReadLists
  readonly news: LiveNews
  /** Everybody of the household. */
  readonly household: () => Promise<readonly Person[]>
  readonly system: Pick<System, 'now' | 'sleep' | 'randomBytes'>
  readonly log: Pick<Log, 'error'>
}

/** Follows from what there is now. */
export async function createLiveHub({ store, readLists, news, household, system, log }: LiveHubDeps): Promise<LiveHub> {
  const people = new Map<UserId, Set<LiveSocket>>()
  const stop = new AbortController()
  const newsOfPeople = createWatermark()
  let events = Number(await store.lastPosition())
  let rows = (await news.rows([], 0)).upTo

  const sockets = function* () { for (const own of people.values()) yield* own }

  function deliver(userId: UserId, delta: Delta): void {
    for (const socket of people.get(userId) ?? []) socket.deliver(delta)
  }

  function endSessions(sessionIds: readonly string[]): void {
    for (const socket of [...sockets()]) if (sessionIds.includes(socket.sessionId)) socket.signOut()
  }

  async function followEvents(): Promise<void> {
    const options = { categories: [...OWN_CATEGORIES, 'list', 'user'], signal: stop.signal }
    for await (const batch of store.subscribe(positionOf(events), options)) {
      const byOwner = Map.groupBy(batch.events.map(withoutHash) as DomainEvent[], ({ stream }) => ownerOf(stream))
      for (const [userId, own] of byOwner) {
        if (userId) deliver(userId, deltaOf({ events: own }, { events: Number(own.at(-1)!.position) }))
      }
      await tellOfLists(batch.events.map(withoutHash).filter(isOfList) as DomainEvent[])
      for (const { type, stream } of batch.events) {
        if (type !== 'AccountErased' && type !== 'UserDisabled') continue
        for (const socket of [...people.get(parseUserStream(stream)!) ?? []]) if (type === 'AccountErased') socket.erased(); else socket.signOut()
      }
      if (batch.events.some(({ type }) => OF_THE_HOUSEHOLD.has(type))) newsOfPeople.advance(Number(batch.upTo))
      endSessions((batch.events as readonly DomainEvent[]).flatMap((event) => event.type === 'UserSignedOut' ? [event.data.sessionId] : []))
      events = Number(batch.upTo)
    }
  }

  async function tellOfLists(events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0 || people.size === 0) return
    const { members } = await listAccess(store, readLists, { listIds: [...new Set(events.map(({ stream }) => parseListStream(stream)!))] })
    for (const [userId, delta] of listDeltas(events, members, [...people.keys()])) deliver(userId, delta)
  }

  /** Whoever is there wants to know who came, and who is gone: a moment after the event, when the accounts say so too. */
  async function followPeople(): Promise<void> {
    for (let heard: number | undefined = 0; (heard = await newsOfPeople.beyond(heard, stop.signal)) !== undefined;) {
      for (let looks = 0; looks < limits.peopleLooksMax; looks++) {
        const digest = digestOf(await household())
        for (const socket of sockets()) socket.meet(digest)
        await system.sleep(limits.peopleLookMs, stop.signal)
      }
    }
  }

  async function followRows(): Promise<void> {
    while (!stop.signal.aborted) {
      await news.beyond(rows, stop.signal)
      if (stop.signal.aborted) return
      const { upTo, deltas } = await news.rows([...people.keys()], rows)
      if (deltas === 'tooMuch') for (const socket of sockets()) socket.resync()
      else for (const [userId, delta] of deltas) deliver(userId, delta)
      rows = upTo
      // Changes in quick succession are told together.
      await system.sleep(limits.liveRowsRestMs, stop.signal)
    }
  }

  async function beat(): Promise<void> {
    while (!stop.signal.aborted) {
      await system.sleep(limits.livePingMs, stop.signal)
      if (stop.signal.aborted) return
      for (const socket of [...sockets()]) socket.beat()
      endSessions(await news.ended([...new Set([...sockets()].map(({ sessionId }) => sessionId))], system.now()))
    }
  }

  const following = Promise.all([followEvents, followRows, followPeople, beat].map((follow) => lasting(follow, { system, log, signal: stop.signal })))

  return {
    join(socket) {
      const own = people.get(socket.userId) ?? new Set()
      people.set(socket.userId, own.add(socket))
      return () => {
        own.delete(socket)
        if (own.size === 0 && people.get(socket.userId) === own) people.delete(socket.userId)
      }
    },
    position: (seesJobs) => ({ ...BEGINNING, events, rows, jobs: seesJobs ? rows : null, lists: events }),
    countOf: (userId) => people.get(userId)?.size ?? 0,
    isConnected: (id) => sockets().some(({ sessionId }) => sessionId === id),
    get size() { return [...people.values()].reduce((sum, own) => sum + own.size, 0) },
    endSessions,
    async close() {
      stop.abort()
      for (const socket of [...sockets()]) socket.close(CLOSE.goingAway, 'the server is stopping')
      await following
    },
  }
}

/** Who there is, and what they may do. */
const OF_THE_HOUSEHOLD: ReadonlySet<string> = new Set(['UserRegistered', 'ErasureCompleted', 'RoleGranted', 'RoleRevoked'] satisfies DomainEvent['type'][])

/** Goes on after faults: what was missed meanwhile is still there to be followed. */
async function lasting(follow: () => Promise<void>, { system, log, signal }: Pick<LiveHubDeps, 'system' | 'log'> & { signal: AbortSignal }): Promise<void> {
  for (let faults = 0; ; faults++) {
    try {
      await follow()
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'following what is new was interrupted')
    }
    if (signal.aborted) return
    await system.sleep(backoffMs(faults, chanceOf(system)), signal)
  }
}
