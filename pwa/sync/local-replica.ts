/** The replica of one person in one tab: memory over storage. Knows nothing of the network; the engine feeds it. */

import type { Command } from '../../domain/command.ts'
import { isRefusal } from '../../domain/decider.ts'
import type { StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { PlayableRef } from '../../domain/playable.ts'
import { playableKey, playableOf } from '../../domain/playable.ts'
import { withoutWordsOf } from '../../domain/personal.ts'
import { library } from '../../projections/library.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Session } from '../../projections/wire.ts'
import type { Taken } from '../replica.ts'
import { createCardRecords } from './card-records.ts'
import type { LogRecord, Opened, Opening, ParcelChange, PersonDatabase, SyncMark } from './database.ts'
import { addParcels, carryParcels, logRecordsFor, NO_LOG, NOTHING_YET, readCards, readLog, readOpening, readOutbox, readRows, removeParcel, write } from './database.ts'
import { confirmRow } from './layer.ts'
import { limits } from './limits.ts'
import type { Deciding, LocalReplica, Wished } from './local-replica-port.ts'
import type { Picture, Rows } from './overlay.ts'
import { clearPicture, confirmEntry, confirmRows, createPicture, forgetJobs, guessCard } from './overlay.ts'
import type { Parcel, ParcelState } from './parcel.ts'
import { slicer } from './slicer.ts'
import { unlessGone } from './storage-trouble.ts'
import { createTurns } from './turns.ts'

interface Ports {
  readonly database: PersonDatabase
  readonly session: () => Session
  readonly now: () => number
  readonly breathe: () => Promise<void> | undefined
  readonly changed: () => void
}

const NO_ROWS: Rows = { cards: [], jobs: [], people: null }
const NO_CARDS: ReadonlyMap<string, CardRow> = new Map()

/** A command that fetches, or does something to what is fetched. */
function isAbout(data: PlayableRef, moved: ReadonlySet<string>): boolean {
  return (data.movieId != null || data.seriesId != null) && moved.has(playableKey(playableOf(data)))
}

export function createLocalReplica({ database, session, now, breathe, changed }: Ports): LocalReplica {
  const picture = createPicture()
  let parcels: readonly Parcel[] = []
  let [mark, tail, ready, whole] = [NOTHING_YET, NO_LOG, false, false]
  let log: { readonly version: number; readonly events: readonly DomainEvent[] } | undefined
  /** How many events the log held when it was shown last; and whether something came since. */
  let [versions, shownEvents, unshown] = [{ all: 0, shelf: 0 }, 0, false]
  let deciding: Deciding | undefined
  let loaded: Promise<void> | undefined
  let cardRecords = createCardRecords()
  let opening: Opening | undefined
  /** Rows that changed since the snapshot was written. */
  let unsaved: Set<string> | 'all' = 'all'
  const [inTurn, inSlices] = [createTurns(), slicer(breathe)]

  function raise(): void {
    versions = { all: versions.all + 1, shelf: picture.library.changes + picture.cards.changes }
    shownEvents = mark.events
    unshown = false
    changed()
  }

  /** While more is coming, only once it is half as much again, or less than it was: to draw all there is with every page would take longer than to get it. */
  function redraw(more = false): void {
    deciding!.rebase(picture, session(), parcels)
    unshown = true
    if (!more || mark.events >= shownEvents * 1.5 || mark.events < shownEvents) raise()
  }

  /** What of the server's is new here. */
  function learn(event: DomainEvent): void {
    deciding!.confirm(picture, event, { folded: false })
    note(unsaved, event)
  }

  async function learnRows({ jobs, people }: Opened): Promise<void> {
    cardRecords.clear()
    for await (const record of readCards(database)) {
      cardRecords.learn([record])
      await inSlices(record.cards, (card) => confirmRow(picture.cards, card.key, card))
    }
    forgetJobs(picture)
    confirmRows(picture, { cards: [], jobs, people })
  }

  async function load(): Promise<void> {
    clearPicture(picture)
    unsaved = 'all'
    opening = ready ? undefined : await readOpening(database, library.version)
    if (opening) changed()
    const opened = await readRows(database, session().userId)
    ;({ mark, parcels } = opened)
    await learnRows(opened)
    const { snapshot } = opened
    const folded = snapshot?.version === library.version ? snapshot.events : 0
    if (folded > 0) {
      unsaved = new Set()
      await inSlices(opened.rows, (row) => confirmRow(picture.library, row.key, row))
      await eachEvent(folded, (event) => {
        confirmEntry(picture, event)
        note(unsaved, event)
      })
      // With guesses to draw, the first picture waits for the log.
      ready = parcels.length === 0
      if (ready) {
        opening = undefined
        raise()
      }
    }
    // Not before the first picture, and no later than the log.
    const { confirm } = deciding = await import('./after-rows.ts')
    tail = await eachEvent(0, (event) => confirm(picture, event, { folded: folded > 0 }))
    ready = whole = true
    opening = undefined
    redraw()
  }

  /** From the `from`-th event to the last that `mark` counts: another tab may have written more since. Answers the last record. */
  async function eachEvent(from: number, read: (event: DomainEvent) => void): Promise<LogRecord> {
    let record = NO_LOG
    for await (const { start, events } of readLog(database, from)) {
      if (start >= mark.events) break
      record = { start, events: events.slice(0, mark.events - start) }
      await inSlices(record.events.slice(Math.max(0, from - start)), read)
    }
    return record
  }

  function unknownOf(events: readonly DomainEvent[], reset: boolean): readonly DomainEvent[] {
    return reset ? events : events.filter(({ id }) => !picture.timeline.confirmed.has(id) && !picture.unreadable.has(id) && !picture.untold.has(id))
  }

  async function commit(events: readonly DomainEvent[], rows: Rows, next: SyncMark, settled: readonly ParcelChange[], { reset = false, more = false, withoutJobs = false } = {}): Promise<void> {
    const log = logRecordsFor(events, reset ? NO_LOG : tail)
    const cards = [...cardsOf(picture, settled), ...rows.cards]
    const placed = reset ? createCardRecords() : cardRecords
    const records = placed.recordsFor(cards, reset ? NO_CARDS : picture.cards.confirmed)
    await write(database, { mark: next, log, cards: records, jobs: rows.jobs, people: rows.people, clear: reset ? 'everything' : withoutJobs ? 'jobs' : null, parcels: settled })
    cardRecords = placed
    cardRecords.learn(records)
    if (reset || withoutJobs) (reset ? clearPicture : forgetJobs)(picture)
    if (reset) unsaved = 'all'
    await inSlices(events, learn)
    confirmRows(picture, { ...rows, cards })
    tail = log.at(-1) ?? (reset ? NO_LOG : tail)
    mark = next
    parcels = await readOutbox(database)
    // A pull that brings nothing, as most do at a start, is no reason to compute anything anew.
    if (events.length + cards.length + rows.jobs.length + settled.length === 0 && !rows.people && !reset && !withoutJobs && (more || !unshown)) changed()
    else redraw(more)
  }

  const takeAll = (wished: readonly Wished[]) => inTurn(async (): Promise<readonly Taken[]> => {
    const decided = deciding!.decideAll(picture, session(), wished.map(({ command }) => command))
    const kept = wished.flatMap(({ command, card }, i): readonly (Wished & { readonly events: readonly DomainEvent[] })[] => {
      const events = decided[i]!
      return isRefusal(events) || events.length === 0 ? [] : [{ command, card, events }]
    })
    if (kept.length > 0) {
      parcels = [...parcels, ...await addParcels(database, kept.map(({ command, card }) => ({ command, card, state: { name: 'waiting' } as const })))]
      for (const { command, card, events } of kept) {
        deciding!.guess(picture, command.id, events)
        if (card) guessCard(picture, card)
      }
      raise()
    }
    return decided.map((each, i) => isRefusal(each)
      ? { status: 'refused', code: each.code, message: each.message, details: each.details }
      : { status: 'taken', commandId: wished[i]!.command.id, changed: each.length > 0 })
  })

  /** Writes the log anew, each event as it becomes or not at all: simple, and it happens seldom. The other tabs read all of it anew. */
  async function rewrite(become: (event: DomainEvent) => DomainEvent | undefined): Promise<void> {
    const kept: DomainEvent[] = []
    await eachEvent(0, (event) => {
      const now = become(event)
      if (now) kept.push(now)
    })
    const log = logRecordsFor(kept, NO_LOG)
    const next: SyncMark = { ...mark, events: kept.length, revision: mark.revision + 1, beginning: mark.beginning + 1 }
    await write(database, { mark: next, log, clear: 'log' })
    const rows: Rows = { cards: [...picture.cards.confirmed.values()], jobs: [...picture.jobs.confirmed.values()], people: [...picture.people.values()] }
    clearPicture(picture)
    unsaved = 'all'
    for (const event of kept) learn(event)
    confirmRows(picture, rows)
    tail = log.at(-1) ?? NO_LOG
    mark = next
    versions = { ...versions, all: versions.all + 1 }
  }

  return {
    picture,
    get parcels() { return parcels },
    get mark() { return mark },
    get ready() { return ready },
    get opening() { return opening },
    get versions() { return versions },
    get deciding() { return whole ? deciding : undefined },
    get log() {
      if (whole && log?.version !== versions.all) log = { version: versions.all, events: deciding!.logOf(picture) }
      return whole ? log?.events : undefined
    },
    load: () => loaded ??= inTurn(load),
    // Of a pull that was cut, what had come is shown when the link says so.
    tell: () => unshown ? raise() : changed(),

    takeAll,

    apply: ({ events, cards, jobs, people, forget, cursor }, { reset = false, more = false } = {}) => inTurn(async () => {
      // First, and on its own: with the old cursor, so that a tab that dies here is told once more.
      const forgotten = new Set(forget.filter((what) => what !== 'jobs' && picture.streams.has(what)) as readonly StreamName[])
      if (forgotten.size > 0 && !reset) await rewrite((event) => forgotten.has(event.stream) ? undefined : event)
      const erased = reset ? [] : deciding!.erasuresIn(picture, events)
      if (erased.length > 0) await rewrite((event) => erased.reduce((left, { stream, userId }) => left.stream === stream ? withoutWordsOf(userId, left) : left, event))
      const fresh = unknownOf(events, reset)
      const arrived = new Set(events.map(({ meta }) => meta.commandId as string))
      const moved = new Set(jobs.map((job) => playableKey(playableOf(job))))
      const done = parcels.filter(({ command, state }) => arrived.has(command.id) || (state.name === 'accepted' && isAbout(command.data as PlayableRef, moved)))
      const next: SyncMark = { cursor, lastSyncAt: new Date(now()).toISOString(), events: (reset ? 0 : mark.events) + fresh.length, revision: mark.revision + 1, beginning: mark.beginning + (reset ? 1 : 0) }
      // A server that knows nothing of people says nothing of them.
      await commit(fresh, { cards, jobs, people: people ?? (reset ? [] : null) }, next, done.map((parcel) => [parcel, undefined] as const), { reset, more, withoutJobs: forget.includes('jobs') })
    }),

    settle: (changes) => inTurn(async () => {
      const settled = parcels.filter(({ command }) => changes.has(command.id)).map((parcel) => [parcel, changes.get(parcel.command.id)] as const)
      const own = unknownOf(settled.flatMap(([{ command }, state]) => state?.name === 'accepted' ? ownActs(picture, command) : []), false)
      await commit(own, NO_ROWS, { ...mark, events: mark.events + own.length, revision: mark.revision + 1 }, settled)
    }),

    discard: (commandId) => inTurn(async () => {
      const parcel = parcels.find(({ command }) => command.id === commandId)
      if (!parcel) return
      await removeParcel(database, parcel)
      parcels = await readOutbox(database)
      redraw()
    }),

    refresh: () => inTurn(async () => {
      const before = mark
      // While the database is being made anew there is nothing to read: whoever fills it says so when there is.
      const opened = await readRows(database, session().userId, 'rows').catch(unlessGone)
      if (!opened) return
      if (opened.mark.revision === before.revision) {
        parcels = opened.parcels
        return redraw()
      }
      if (opened.mark.beginning !== before.beginning) return await load()
      ;({ mark, parcels } = opened)
      tail = await eachEvent(before.events, learn)
      await learnRows(opened)
      redraw()
    }),

    moveTo: (fresh) => inTurn(async () => {
      database = fresh
      unsaved = 'all'
      parcels = await carryParcels(fresh, parcels)
      mark = { ...NOTHING_YET, beginning: mark.beginning }
      tail = NO_LOG
      redraw()
    }),

    saveSnapshot: () => inTurn(async () => {
      const { openingOf, readSnapshotMark, recordsOf, writeSnapshot } = deciding!
      // One that another version of the app has written in between is written anew as well.
      const wanted = (await readSnapshotMark(database))?.version === library.version ? unsaved : 'all'
      const opening = await openingOf(picture, breathe)
      await breathe()
      await writeSnapshot(database, { version: library.version, events: mark.events, opening }, recordsOf(picture.library.confirmed.values(), wanted), wanted === 'all')
      unsaved = new Set()
    }),
  }
}

/** The server describes a title some time after it came into the library: until then what the screen knew of it stays. */
function cardsOf({ cards }: Picture, settled: readonly ParcelChange[]): readonly CardRow[] {
  return settled.flatMap(([{ card }, state]) => card && (state === undefined || state.name === 'accepted') && !cards.confirmed.has(card.key) ? [card] : [])
}

/** The server sends a person's library; what they did to a film's acquisition it does not, so the device remembers its own part. */
function ownActs({ guesses }: Picture, { id }: Command): readonly DomainEvent[] {
  return (guesses.get(id) ?? []).filter(({ stream }) => categoryOf(stream) === 'acquisition')
}

/** That the row it is folded into is not as it was saved. */
function note(unsaved: Set<string> | 'all', { stream }: DomainEvent): void {
  if (unsaved !== 'all' && categoryOf(stream) === 'library') unsaved.add(stream.slice('library-'.length))
}
