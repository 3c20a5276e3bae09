/** A household in one process: the server's own handler and pull, and browsers of two people with the app's own sync code. */

import type { Command } from '../../domain/command.ts'
import { START } from '../../domain/event.ts'
import { uuidv7Of } from '../../domain/ids.ts'
import { eventsOf } from '../../domain/index.ts'
import { byOrder } from '../../domain/by-order.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { PersonReplica } from '../../pwa/sync/person-replica.ts'
import { seededRandom } from '../../demo/seed.ts'
import { ada, bob, issue } from '../support/given.ts'
import type { TestServer } from '../support/sync-server.ts'
import { failed } from '../../server/outcome.ts'
import { createTestServer } from '../support/sync-server.ts'
import type { Browser, Tab } from './browser.ts'
import { createBrowser } from './browser.ts'
import type { Happening, History, Look, Seen } from './history.ts'
import { FINE } from './network.ts'
import type { VirtualTime } from './virtual-time.ts'
import { createVirtualTime } from './virtual-time.ts'

const USERNAMES = new Map<string, string>([[ada, 'ada'], [bob, 'bob']])
/** Whose browsers there are at first; the last one is shared. */
export const BROWSERS = ['ada', 'ada', 'bob', 'bob'] as const
const TYPES_AN_OLD_SERVER_LACKS = ['TagTitle', 'AddFavourite', 'Redo', 'MoveInList']
/** This server cannot decide where an event it does not know stands, so nobody acts on this title. */
const BLESSED = { mediaType: 'movie', tmdbId: 9 } as const
/** Healed is healed when everything has arrived so much later. */
const QUIET_MS = 10_000

/** A title of somebody's library; a list, or a title in it. */
export type About = { readonly title: TitleRef } | { readonly listId: string } | { readonly country: string | null }

export interface SimulatedHousehold {
  readonly time: VirtualTime
  readonly server: TestServer
  readonly browsers: readonly Browser[]
  /** Waits for it, and lets time pass meanwhile. */
  during<Result>(work: Promise<Result>): Promise<Result>
  act(place: number, type: string, data: About & Record<string, unknown>): Promise<void>
  look(place: number): void
  /** One person leaves a browser, the other one comes. */
  changePerson(place: number): Promise<void>
  /** The app of the future records what this one does not know. */
  recordFromTheFuture(place: number): Promise<void>
  serverIsOld(old: boolean): void
  restartServer(): void
  /** Its store comes and goes. */
  serverIsFaulty(is: boolean): void
  /** All lines are fine, and time enough passes; then everybody's screen is looked at. */
  heal(): Promise<void>
  history(): Promise<History>
  close(): Promise<void>
}

export async function createSimulatedHousehold(seed: number): Promise<SimulatedHousehold> {
  const time = createVirtualTime(Date.UTC(2026, 2, 1, 12))
  const members = [...USERNAMES].map(([userId, username]) => ({ userId: userId as typeof ada, username, role: 'member' as const }))
  const server = createTestServer(members, time.now, {
    pageEvents: 3,
    sealed: true,
    sleep: (ms, signal) => new Promise((resolve) => {
      const forget = time.after(ms, resolve)
      signal?.addEventListener('abort', () => { forget(); resolve() }, { once: true })
    }),
  })
  const answers: { commandId: string; status: string }[] = []
  const happenings: Happening[] = []
  const random = seededRandom(seed)
  let faulty = false
  const answer = server.answer.bind(server)
  const handle = server.handle.handle
  server.handle.handle = async (command) => faulty && random() < 0.3 ? failed(command.id, 'UNAVAILABLE', 'The event store cannot be reached.') : await handle(command)
  server.answer = async (path, init, cookies) => {
    if (faulty && random() < 0.2) return new Response('{}', { status: 503 })
    const response = await answer(path, init, cookies)
    if (path === '/api/commands' && response.ok) {
      const { outcomes } = await response.clone().json() as { outcomes: { id: string; status: string }[] }
      answers.push(...outcomes.map(({ id, status }) => ({ commandId: id, status })))
    }
    return response
  }
  const browsers: Browser[] = BROWSERS.map((_, place) => createBrowser({
    server, time, seed: Math.floor(random() * 2 ** 31),
    received: (events) => void (events.length > 0 && happenings.push({ at: time.now(), place, what: 'received', person: browsers[place]!.cookies.userId ?? '', events })),
  }))

  async function during<Result>(work: Promise<Result>): Promise<Result> {
    let over = false
    const ended = work.finally(() => { over = true })
    ended.catch(() => undefined)
    for (let turns = 0; !over; turns++) {
      if (turns > 5_000) throw new Error('This takes for ever')
      await time.pass(50)
    }
    return await ended
  }

  const personAt = (place: number): PersonReplica | undefined => browsers[place]!.tabs.find(({ replica }) => replica)?.replica

  async function signIn(tab: Tab, username: string): Promise<void> {
    await tab.household.signIn({ username, password: 'secret' })
    tab.replica = await tab.household.open()
  }

  const household: SimulatedHousehold = {
    time, server, browsers, during,
    async act(place, type, data) {
      const replica = personAt(place)
      if (!replica) return
      const taken = await during(replica.send(type as never, data as never))
      if (taken.status !== 'taken' || !taken.changed) return
      happenings.push({ at: time.now(), place, what: 'acted', person: replica.session.userId, commandId: taken.commandId, type, subject: 'listId' in data ? String(data.listId) : 'title' in data ? titleKey(data.title as TitleRef) : 'preferences' })
    },
    look(place) {
      for (const { number, replica } of browsers[place]!.tabs) {
        if (replica?.ready) happenings.push({ at: time.now(), place, what: 'looked', person: replica.session.userId, tab: number, look: lookAt(replica) })
      }
    },
    async changePerson(place) {
      const browser = browsers[place]!
      const [tab] = browser.tabs
      if (!tab?.replica || browser.tabs.length > 1) return
      const { userId } = tab.replica.session
      const { unsent, refused } = lookAt(tab.replica)
      happenings.push({ at: time.now(), place, what: 'left', person: userId, unsent, refused })
      await during(tab.household.signOut())
      tab.replica = undefined
      await during(signIn(tab, userId === ada ? 'bob' : 'ada'))
    },
    async recordFromTheFuture(place) {
      const replica = personAt(place)
      if (!replica) return
      const command = issue('ViewTitle', { title: BLESSED }, { by: replica.session.userId as never, at: new Date(time.now()).toISOString(), id: uuidv7Of(time.now(), Uint8Array.from({ length: 16 }, () => random() * 256)) as never }) as Command
      const [event] = eventsOf(command as never, [{ type: 'TitleBlessed', data: { by: 'the app of the future' } }])
      const stream = `library-${replica.session.userId}_${titleKey(BLESSED)}` as never
      let version = -1
      for await (const one of server.store.readStream(stream)) version = one.version
      await server.store.append(stream, version, [{ ...event!, schema: 1 }])
    },
    serverIsOld(old) {
      if (server.unknownTypes.size > 0 === old) return
      for (const type of TYPES_AN_OLD_SERVER_LACKS) old ? server.unknownTypes.add(type) : server.unknownTypes.delete(type)
      household.restartServer()
    },
    serverIsFaulty: (is) => { faulty = is },
    restartServer() {
      server.restart()
      for (const { line } of browsers) line.cutSockets()
    },
    async heal() {
      household.serverIsOld(false)
      household.serverIsFaulty(false)
      for (const browser of browsers) {
        const { offline: _, ...fine } = FINE
        if (browser.line.weather.jumbled) browser.line.cutSockets()
        Object.assign(browser.line.weather, fine)
        browser.setOffline(false)
        browser.line.changed()
        if (browser.tabs.length === 0) await during(browser.openTab())
        for (const tab of browser.tabs) if (!tab.replica) await during(tab.household.open().then(async (replica) => { tab.replica = replica ?? (await signIn(tab, 'ada'), tab.replica) }))
      }
      await time.pass(QUIET_MS)
      for (const [place, { tabs }] of browsers.entries()) {
        for (const { replica } of tabs) if (replica) happenings.push({ at: time.now(), place, what: 'quiet', person: replica.session.userId, look: lookAt(replica) })
      }
    },
    async history() {
      const log: Seen[] = []
      for await (const event of server.store.readAll(START)) log.push(event as unknown as Seen)
      return { happenings, log, answers }
    },
    async close() {
      for (const browser of browsers) for (const tab of [...browser.tabs]) tab.kill()
      await time.settle()
    },
  }

  for (const [place, username] of BROWSERS.entries()) {
    const tab = await during(browsers[place]!.openTab())
    await during(signIn(tab, username))
  }
  await time.pass(QUIET_MS)
  return household
}

function lookAt({ timeline, outbox, library, lists, listItems, link }: PersonReplica): Look {
  const unsent = outbox.filter(({ state }) => state === 'waiting' || state === 'parked').map(({ id }) => id as string)
  return {
    acts: [...timeline.keys()],
    unsent: unsent.length === 0 && link.unsent > 0 ? ['a command that is not shown'] : unsent,
    refused: outbox.filter(({ state }) => state === 'refused').map(({ id }) => id as string),
    titles: [...library.values()].map(({ mediaType, tmdbId, rating, watchlistPriority, favouriteAt, dismissedAt, tags, plays }) => ({
      title: `${mediaType}_${tmdbId}`, rating, priority: watchlistPriority, favourite: favouriteAt !== null, dismissed: dismissedAt !== null, tags, plays: plays.map(({ playId }) => playId),
    })),
    lists: [...lists.values()].map(({ key, name, members, deletedAt }) => ({
      listId: key, name, deleted: deletedAt !== null, members: Object.fromEntries(members.map(({ userId, role }) => [userId, role])),
      items: [...listItems.values()].filter(({ listId }) => listId === key).map((row) => ({ name: titleKey(row), orderKey: row.orderKey, note: row.note })).sort(byOrder).map(({ name, note }) => ({ title: name, note })),
    })),
  }
}
