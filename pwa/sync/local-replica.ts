/** The replica of one person in one tab: memory over storage. Knows nothing of the network; the engine feeds it. */

import type { Command } from '../../domain/command.ts'
import type { StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { PlayableRef } from '../../domain/playable.ts'
import { playableKey, playableOf } from '../../domain/playable.ts'
import { withoutWordsOf } from '../../domain/personal.ts'
import { library } from '../../projections/library.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Session } from '../../projections/wire.ts'
import { changedIn, changedSince, createCardRecords } from './card-records.ts'
import type { LogRecord, Opened, Opening, PersonDatabase, SyncMark } from './database.ts'
import { NO_LOG, NOTHING_YET, readCards, readLog, readOpening, readOutbox, readRows } from './database.ts'
import { confirmRow } from './layer.ts'
import { limits } from './limits.ts'
import type { Deciding, LocalReplica } from './local-replica-port.ts'
import type { Outbox } from './outbox.ts'
import { createOutbox } from './outbox.ts'
import type { Picture, Rows } from './overlay.ts'
import { clearPicture, confirmEntry, confirmRows, createPicture, forgetJobs } from './overlay.ts'
import { slicer } from './slicer.ts'
import { unlessGone } from './storage-trouble.ts'
import { createRemaking, createTurns } from './turns.ts'
import type { ParcelChange } from './writing.ts'

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
  const [picture, outbox] = [createPicture(), createOutbox()]
  let [cardRecords, mark, tail, ready, whole] = [createCardRecords(), NOTHING_YET, NO_LOG, false, false]
  /** How many events the log held when it was shown last; and whether something came since. */
  let [versions, shownEvents, unshown] = [{ all: 0, shelf: 0 }, 0, false]
  let deciding: Deciding | undefined
  let loaded: Promise<void> | undefined
  /** From when what the rows decide can be decided. */
  const early = Promise.withResolvers<void>()
  let opening: Opening | undefined
  /** Rows that changed since the snapshot was written. */
  let unsaved: Set<string> | 'all' = 'all'
  /** Nothing is decided on a picture that is being made anew: acts wait. They have turns of their own. */
  const [inTurn, oneByOne, inSlices, { anew, wait }] = [createTurns(), createTurns(), slicer(breathe), createRemaking()]

  function raise(): void {
    versions = { all: versions.all + 1, shelf: picture.library.changes + picture.cards.changes }
    shownEvents = mark.events
    unshown = false
    changed()
  }

  /** While more is coming, only once it is half as much again, or less than it was: to draw all there is with every page would take longer than to get it. */
  function redraw(more = false): void {
    deciding!.rebase(picture, session(), outbox.parcels)
    unshown = true
    if (!more || mark.events >= shownEvents * 1.5 || mark.events < shownEvents) raise()
  }

  /** What of the server's is new here. */
  function learn(event: DomainEvent): void {
    deciding!.confirm(picture, event, { folded: false })
    note(unsaved, event)
  }

  /** `records`: of the cards, where only these have changed. */
  async function learnRows({ jobs, people }: Opened, records?: readonly number[]): Promise<void> {
    if (!records) cardRecords.clear()
    for await (const record of readCards(database, records)) {
      cardRecords.learn([record])
      await inSlices(record.cards, (card) => confirmRow(picture.cards, card.key, card))
    }
    forgetJobs(picture)
    confirmRows(picture, { cards: [], jobs, people })
  }

  async function readDeciding(): Promise<Deciding> {
    return deciding = await import('./after-rows.ts')
  }

  async function load(): Promise<void> {
    clearPicture(picture)
    picture.whole = false
    unsaved = 'all'
    opening = ready ? undefined : await readOpening(database, library.version, async () => await (await readDeciding()).readOpeningNow(database, session()))
    if (opening) changed()
    const opened = await learning(outbox, readRows(database, session().userId))
    ;({ mark } = opened)
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
      // With guesses to draw, the first picture waits for what decides them; with some that only the log decides, for the log.
      ready = outbox.parcels.length === 0 || !(await readDeciding()).needLog(outbox.parcels.map(({ command }) => command))
      if (ready) {
        opening = undefined
        deciding?.rebase(picture, session(), outbox.parcels)
        raise()
      }
    }
    // Not before the first picture, and no later than the log.
    const { confirm } = await readDeciding()
    if (ready) early.resolve()
    tail = await eachEvent(0, (event) => confirm(picture, event, { folded: folded > 0 }))
    ready = whole = picture.whole = true
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

  async function commit(events: readonly DomainEvent[], rows: Rows, to: SyncMark, settled: readonly ParcelChange[], { reset = false, more = false, withoutJobs = false } = {}): Promise<void> {
    const { logRecordsFor, write } = deciding!
    const log = logRecordsFor(events, reset ? NO_LOG : tail)
    const cards = [...cardsOf(picture, settled), ...rows.cards]
    const placed = reset ? createCardRecords() : cardRecords
    const records = placed.recordsFor(cards, reset ? NO_CARDS : picture.cards.confirmed)
    const next: SyncMark = { ...to, cards: changedIn(reset ? undefined : mark.cards, records, to.revision) }
    await write(database, { mark: next, log, cards: records, jobs: rows.jobs, people: rows.people, clear: reset ? 'everything' : withoutJobs ? 'jobs' : null, parcels: settled })
    cardRecords = placed
    cardRecords.learn(records)
    const takeIn = async () => {
      if (reset || withoutJobs) (reset ? clearPicture : forgetJobs)(picture)
      if (reset) unsaved = 'all'
      await inSlices(events, learn)
      confirmRows(picture, { ...rows, cards })
      tail = log.at(-1) ?? (reset ? NO_LOG : tail)
      mark = next
      await outbox.learn(readOutbox(database))
      // A pull that brings nothing, as most do at a start, is no reason to compute anything anew.
      if (events.length + cards.length + rows.jobs.length + settled.length === 0 && !rows.people && !reset && !withoutJobs && (more || !unshown)) changed()
      else redraw(more)
    }
    await (reset ? anew(takeIn) : takeIn())
  }

  /** Writes the log anew, each event as it becomes or not at all: simple, and it happens seldom. The other tabs read all of it anew. */
  async function rewrite(become: (event: DomainEvent) => DomainEvent | undefined): Promise<void> {
    const { logRecordsFor, write } = deciding!
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
    // Whatever comes of the page that it was said with: what is not sent yet stays on the screen.
    redraw()
  }

  return {
    picture,
    get parcels() { return outbox.parcels },
    get mark() { return mark },
    get ready() { return ready },
    get opening() { return opening },
    get versions() { return versions },
    get deciding() { return whole ? deciding : undefined },
    get log() { return whole ? deciding!.logOf(picture) : undefined },
    load: () => loaded ??= inTurn(() => anew(load)),
    // Of a pull that was cut, what had come is shown when the link says so.
    tell: () => unshown ? raise() : changed(),

    // Whoever acts does not wait for what the server sent to be written; nor for the log, where the rows will do.
    takeAll: (wished) => oneByOne(async () => {
      await Promise.race([early.promise, loaded])
      if (!whole && deciding!.needLog(wished.map(({ command }) => command))) await loaded
      const remade = async () => {
        while (whole && wait()) await wait()
      }
      await remade()
      return await deciding!.take({ picture, person: session(), outbox, database, whole: remade, raise, redraw: () => redraw() }, wished)
    }),

    apply: ({ events, cards, jobs, people, forget, cursor }, { reset = false, more = false } = {}) => inTurn(async () => {
      // First, and on its own: with the old cursor, so that a tab that dies here is told once more.
      const forgotten = new Set(forget.filter((what) => what !== 'jobs' && picture.streams.has(what)) as readonly StreamName[])
      if (forgotten.size > 0 && !reset) await rewrite((event) => forgotten.has(event.stream) ? undefined : event)
      const erased = reset ? [] : deciding!.erasuresIn(picture, events)
      if (erased.length > 0) await rewrite((event) => erased.reduce((left, { stream, userId }) => left.stream === stream ? withoutWordsOf(userId, left) : left, event))
      const fresh = unknownOf(events, reset)
      const arrived = new Set(events.map(({ meta }) => meta.commandId as string))
      const moved = new Set(jobs.map((job) => playableKey(playableOf(job))))
      const done = outbox.parcels.filter(({ command, state }) => arrived.has(command.id) || (state.name === 'accepted' && isAbout(command.data as PlayableRef, moved)))
      const next: SyncMark = { cursor, lastSyncAt: new Date(now()).toISOString(), events: (reset ? 0 : mark.events) + fresh.length, revision: mark.revision + 1, beginning: mark.beginning + (reset ? 1 : 0) }
      // A server that knows nothing of people says nothing of them.
      await commit(fresh, { cards, jobs, people: people ?? (reset ? [] : null) }, next, done.map((parcel) => [parcel, undefined] as const), { reset, more, withoutJobs: forget.includes('jobs') })
    }),

    settle: (changes) => inTurn(async () => {
      const settled = outbox.parcels.filter(({ command }) => changes.has(command.id)).map((parcel) => [parcel, changes.get(parcel.command.id)] as const)
      const own = unknownOf(settled.flatMap(([{ command }, state]) => state?.name === 'accepted' ? ownActs(picture, command) : []), false)
      await commit(own, NO_ROWS, { ...mark, events: mark.events + own.length, revision: mark.revision + 1 }, settled)
    }),

    discard: (commandId) => inTurn(async () => {
      const parcel = outbox.parcels.find(({ command }) => command.id === commandId)
      if (!parcel) return
      await deciding!.removeParcel(database, parcel)
      await outbox.learn(readOutbox(database))
      redraw()
    }),

    refresh: () => inTurn(async () => {
      const before = mark
      // While the database is being made anew there is nothing to read: whoever fills it says so when there is.
      const opened = await learning(outbox, readRows(database, session().userId, 'rows')).catch(unlessGone)
      if (!opened) return
      if (opened.mark.revision === before.revision) return redraw()
      if (opened.mark.beginning !== before.beginning) return await anew(load)
      ;({ mark } = opened)
      tail = await eachEvent(before.events, learn)
      await learnRows(opened, changedSince(mark.cards, before.revision))
      redraw()
    }),

    moveTo: (fresh) => inTurn(async () => {
      database = fresh
      unsaved = 'all'
      await outbox.learn(deciding!.carryParcels(fresh, outbox.parcels))
      mark = { ...NOTHING_YET, beginning: mark.beginning }
      tail = NO_LOG
      redraw()
    }),

    saveSnapshot: () => inTurn(async () => {
      await deciding!.saveSnapshot({ database, picture, mark, breathe }, unsaved)
      unsaved = new Set()
    }),
  }
}

/** What is read, once the outbox knows its part of it. */
async function learning(outbox: Outbox, reading: Promise<Opened>): Promise<Opened> {
  await outbox.learn(reading.then(({ parcels }) => parcels))
  return await reading
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
