/** A person's replica as screens see it: memory, storage, engine and the other tabs put together. */

import type { Session } from '../../projections/wire.ts'
import type { LinkState, Parcel as ShownParcel, Past, Replica } from '../replica.ts'
import type { Api, Gone } from './api.ts'
import type { Connection } from './connection.ts'
import type { PersonDatabase } from './database.ts'
import { openPersonDatabase } from './database.ts'
import type { Device } from './device.ts'
import { createEngine } from './engine.ts'
import type { Environment } from './environment.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { limits } from './limits.ts'
import { createLocalReplica } from './local-replica.ts'
import type { LocalReplica } from './local-replica-port.ts'
import type { Word } from './owner.ts'
import { joinTalk, whenOwner } from './owner.ts'
import type { Picture } from './overlay.ts'
import type { Parcel } from './parcel.ts'
import { createSender } from './sender.ts'
import { storageTrouble } from './storage-trouble.ts'

export interface PersonReplica extends Replica {
  /** Resolves when the rows are there, the log included. */
  readonly loaded: Promise<void>
  readonly connection: Connection
  /** The session has been renewed by signing in again. */
  signedIn(session: Session): void
  /** Ends everything of it in this tab; with `gone`, in the other tabs too. */
  close(options?: { readonly gone?: boolean }): Promise<void>
}

interface Ports {
  readonly session: Session
  readonly device: Device
  /** As this device was left: known before anything is asked. */
  readonly worksOffline: boolean
  readonly database: PersonDatabase
  readonly api: Api
  readonly environment: Environment
  /** Another tab removed this person from the browser. */
  readonly gone: () => void
  /** Nothing of this person may stay here. */
  readonly erased: (how: Gone) => void
}

export function openPersonReplica({ session: first, device, worksOffline, database, api, environment, gone, erased }: Ports): PersonReplica {
  let [session, manual] = [first, worksOffline]
  let [networked, owner, full] = [false, false, false]
  /** `tried`: until it is known whether the server answers, nobody is told that it does not. */
  let [link, tried] = [{ online: false, syncing: false }, false]
  const withRole = roleFollower()
  let forgetSnapshot = () => {}
  let kept: Promise<KeptAnswers> | undefined
  const closing = new AbortController()
  const listeners = new Set<() => void>()

  const replica = createLocalReplica({
    database, now: environment.now, breathe: environment.breathe, session: () => session,
    changed: () => {
      const current = withRole(session, replica.picture)
      if (current !== session && !closing.signal.aborted) void device.keepSession(session = current)
      for (const listener of listeners) listener()
    },
  })
  const engine = createEngine({
    replica, api, environment, erased, deviceId: device.id, session: () => session,
    keepSession: async (current) => {
      session = current
      // Signing out may have forgotten it while it was asked for.
      if (!closing.signal.aborted) await device.keepSession(current)
    },
    fullChanged(now) {
      if (full === now) return
      full = now
      replica.tell()
    },
    connectionChanged: ({ name }) => showLink({ online: name === 'live' || (name === 'catching-up' && link.online), syncing: name === 'catching-up' }),
  })
  const sender = createSender({ replica, session: () => session, deviceId: device.id, environment, loaded: () => loaded, sent: tellOutbox })
  const talk = joinTalk(environment, session.userId, hear)
  const endWatch = environment.watchNetwork((available) => { networked = available; tellNetwork() })

  /** The browser has taken it away, or the person has: goes on with a new one, in which what was not sent yet is kept first of all. */
  async function begin(): Promise<void> {
    if (closing.signal.aborted) return
    try {
      const fresh = await openPersonDatabase(environment.indexedDB, session.userId)
      fresh.addEventListener('close', () => void begin())
      await device.keepSession(session)
      await replica.moveTo(fresh)
      database = fresh
      engine.tell({ type: 'emptied' })
    } catch (error) {
      if (storageTrouble(error) === undefined) throw error
      // While the browser is still throwing things away it turns down new ones.
      environment.after(limits.movePauseMs, () => void begin())
    }
  }
  database.addEventListener('close', () => void begin())
  function showLink(next: typeof link): void {
    link = next
    tried = true
    talk.say({ type: 'link', link })
    replica.tell()
  }

  function tellNetwork(): void {
    engine.tell({ type: 'network', available: networked && !manual })
  }

  function hear(word: Word): void {
    switch (word.type) {
      case 'outbox': return void replica.refresh().then(() => engine.tell({ type: 'outbox' }))
      case 'written': return void replica.refresh()
      case 'link': link = word.link; tried = true; return replica.tell()
      case 'hello': return owner ? talk.say({ type: 'link', link }) : undefined
      case 'manual': return switchManual(word.wanted)
      case 'signed-in': return engine.tell({ type: 'signed-in' })
      case 'gone': return gone()
    }
  }

  function switchManual(wanted: boolean): void {
    manual = wanted
    tellNetwork()
    replica.tell()
  }

  /** The owner's writes are told to the other tabs, and drawn faster next time. */
  function followWrites(): () => void {
    let { revision } = replica.mark
    const listener = () => {
      if (replica.mark.revision === revision) return
      revision = replica.mark.revision
      talk.say({ type: 'written' })
      forgetSnapshot()
      forgetSnapshot = environment.after(limits.snapshotDelayMs, () => void replica.saveSnapshot().catch(withoutSnapshot))
    }
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  let past: () => Past | undefined = () => undefined
  const loaded = replica.load().then(async () => {
    const { lookBack } = await import('./looking-back.ts')
    past = lookBack(() => session.userId, () => replica.deciding && replica.versions.all, () => replica.log ?? [])
    replica.tell()
  })
  const owning = loaded.then(() => whenOwner(environment, session.userId, closing.signal, async () => {
    owner = true
    manual = await device.worksOffline()
    // As a follower this tab may have missed the last words of the owner before.
    await replica.refresh()
    const unfollow = followWrites()
    tellNetwork()
    await engine.run(closing.signal)
    unfollow()
  }))
  talk.say({ type: 'hello' })

  function tellOutbox(): void {
    talk.say({ type: 'outbox' })
    engine.tell({ type: 'outbox' })
    if (!link.online && !manual) environment.sendLater()
  }

  const shownLink = (): LinkState => ({
    ...link, syncing: link.syncing || (!tried && networked && !manual), manual, signedOut: engine.connection.name === 'signed-out', online: link.online && !manual, unsent: replica.parcels.filter(isUnsent).length,
    lastSyncAt: replica.mark.lastSyncAt, storage: environment.keeps ? full ? 'full' : 'kept' : 'page',
  })

  return {
    get session() { return session },
    deviceId: device.id,
    loaded,
    get connection() { return engine.connection },
    get ready() { return replica.ready },
    get opening() { return replica.opening },
    get version() { return replica.versions.all },
    get shelfVersion() { return replica.versions.shelf },
    get past() { return past() },
    get link() { return shownLink() },
    ...rowsOf(replica),
    get kept() {
      return closing.signal.aborted ? undefined : kept ??= import('./kept-answers.ts').then(({ openKeptAnswers }) => openKeptAnswers(environment, session.userId))
    },
    get outbox() { return replica.parcels.filter(({ state }) => state.name !== 'accepted').map(shownParcel) },
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    ...sender,
    async discard(commandId) {
      await replica.discard(commandId)
      talk.say({ type: 'written' })
    },
    workOffline(wanted) {
      void device.workOffline(wanted)
      talk.say({ type: 'manual', wanted })
      switchManual(wanted)
    },
    signedIn(renewed) {
      session = renewed
      talk.say({ type: 'signed-in' })
      engine.tell({ type: 'signed-in' })
    },
    async close({ gone: told = false } = {}) {
      if (told) talk.say({ type: 'gone' })
      closing.abort()
      endWatch()
      forgetSnapshot()
      listeners.clear()
      await owning
      talk.close()
      // One that did not load has nothing to close.
      await (await kept?.catch(() => undefined))?.close()
      database.close()
    },
  }
}

/** The session with the role that an admin has given the person meanwhile. What was known at the start says nothing: the session is newer. */
function roleFollower(): (session: Session, picture: Pick<Picture, 'people'>) => Session {
  let told: Session['role'] | undefined
  return (session, { people }) => {
    const role = people.get(session.userId)?.role
    const isNews = told !== undefined && role !== undefined && role !== told && role !== session.role
    told = role
    return isNews ? { ...session, role } : session
  }
}

/** It only makes the next start faster. */
function withoutSnapshot(error: unknown): void {
  if (storageTrouble(error) === undefined) throw error
}

/** What screens read: the same maps for as long as the replica is open. */
function rowsOf(replica: LocalReplica) {
  const { picture } = replica
  const { library, cards, jobs, timeline, notifications, lists, listItems, people, devices, preferences, profiles } = picture
  return {
    events: () => replica.deciding?.confirmedIn(picture) ?? [],
    timelineOf: (subject: string) => replica.deciding?.timelineOf(picture, subject) ?? [],
    library: library.shown, cards: cards.shown, jobs: jobs.shown, timeline: timeline.shown, notifications: notifications.shown,
    lists: lists.shown, listItems: listItems.shown, people, devices: devices.shown, preferences: preferences.shown, profiles: profiles.shown,
  }
}

function isUnsent({ state }: Parcel): boolean {
  return state.name === 'waiting' || state.name === 'parked'
}

function shownParcel({ command: { id, type, data, issuedAt }, state }: Parcel): ShownParcel {
  const about = { id, type, data, issuedAt }
  switch (state.name) {
    case 'waiting': case 'accepted': return { ...about, state: 'waiting', code: null, message: null }
    case 'refused': return { ...about, state: 'refused', code: state.code, message: state.message }
    case 'parked': return { ...about, state: 'parked', code: 'UNKNOWN_COMMAND', message: state.message }
  }
}
