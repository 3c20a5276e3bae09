/** The replica of one person in one tab: memory over storage. Knows nothing of the network; the engine feeds it. */

import type { Command } from '../../domain/command.ts'
import { isRefusal } from '../../domain/decider.ts'
import { categoryOf } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { library } from '../../projections/library.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { Changes, Session } from '../../projections/wire.ts'
import type { Taken } from '../replica.ts'
import type { PersonDatabase, SyncMark, Write } from './database.ts'
import { addParcel, NOTHING_YET, readLog, readOutbox, readRows, write, writeSnapshot } from './database.ts'
import { confirmEvent, confirmRow } from './layer.ts'
import { limits } from './limits.ts'
import type { Picture } from './overlay.ts'
import { clearPicture, confirm, confirmRows, createPicture, decide, guess, guessCard, rebase } from './overlay.ts'
import type { Parcel, ParcelState } from './parcel.ts'

export interface LocalReplica {
  readonly picture: Picture
  readonly parcels: readonly Parcel[]
  readonly mark: SyncMark
  readonly ready: boolean
  readonly version: number
  /** Reads what is stored; the rows are there long before the log is. */
  load(): Promise<void>
  /** Decides, keeps and shows. Resolves when the command is on disk. */
  take(command: Command, card: CardRow | null): Promise<Taken>
  /** What the server sent, in one transaction with its cursor. `reset`: this is the beginning of everything anew. */
  apply(page: Changes & { readonly cursor: string }, options?: { readonly reset?: boolean }): Promise<void>
  /** What became of parcels; undefined: done with. */
  settle(changes: ReadonlyMap<string, ParcelState | undefined>): Promise<void>
  /** Another tab wrote. */
  refresh(): Promise<void>
  saveSnapshot(): Promise<void>
  raise(): void
}

interface Ports {
  readonly database: PersonDatabase
  readonly session: () => Session
  readonly now: () => number
  readonly changed: () => void
}

export function createLocalReplica({ database, session, now, changed }: Ports): LocalReplica {
  const picture = createPicture()
  let parcels: readonly Parcel[] = []
  let mark = NOTHING_YET
  let tail: { start: number; events: readonly DomainEvent[] } = { start: 0, events: [] }
  let ready = false
  let version = 0
  let loaded: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()

  /** Whatever reads and writes both memory and storage takes its turn. */
  function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const mine = last.then(run)
    last = mine.catch(() => undefined)
    return mine
  }

  function raise(): void {
    version++
    changed()
  }

  function redraw(): void {
    rebase(picture, session(), parcels)
    raise()
  }

  async function load(): Promise<void> {
    clearPicture(picture)
    const opened = await readRows(database)
    ;({ mark, parcels } = opened)
    confirmRows(picture, opened)
    const { snapshot } = opened
    const folded = snapshot?.version === library.version ? snapshot.events : 0
    if (folded > 0) {
      for (const row of opened.rows) confirmRow(picture.library, row.key, row)
      for (const { start, events } of await readLog(database, folded)) foldFrom(start, events, folded)
      // With guesses to draw, the first picture waits for the log.
      ready = parcels.length === 0
      if (ready) raise()
    }
    tail = { start: 0, events: [] }
    for (const record of await readLog(database, 0)) {
      for (const event of record.events) confirm(picture, event, { folded: folded > 0 })
      tail = record
    }
    ready = true
    redraw()
  }

  function foldFrom(start: number, events: readonly DomainEvent[], folded: number): void {
    for (const event of events.slice(Math.max(0, folded - start))) confirmEvent(picture.library, library, event)
  }

  /** The records to write for events that are new here; memory follows after the write. */
  function recordsFor(events: readonly DomainEvent[], from: typeof tail): readonly typeof tail[] {
    if (events.length === 0) return []
    if (from.events.length + events.length <= limits.logChunkEvents) return [{ start: from.start, events: [...from.events, ...events] }]
    return [{ start: from.start + from.events.length, events }]
  }

  function unknownOf(events: readonly DomainEvent[], reset: boolean): readonly DomainEvent[] {
    return reset ? events : events.filter(({ id }) => !picture.timeline.confirmed.has(id))
  }

  async function commit(events: readonly DomainEvent[], rows: Pick<Write, 'cards' | 'jobs'>, next: SyncMark, settled: Write['parcels'], reset: boolean): Promise<void> {
    const log = recordsFor(events, reset ? { start: 0, events: [] } : tail)
    await write(database, { mark: next, log, ...rows, reset, ...settled ? { parcels: settled } : {} })
    if (reset) clearPicture(picture)
    for (const event of events) confirm(picture, event, { folded: false })
    confirmRows(picture, { cards: rows.cards?.changed ?? [], jobs: rows.jobs ?? [] })
    tail = log.at(-1) ?? (reset ? { start: 0, events: [] } : tail)
    mark = next
    parcels = await readOutbox(database)
    redraw()
  }

  return {
    picture,
    get parcels() { return parcels },
    get mark() { return mark },
    get ready() { return ready },
    get version() { return version },
    load: () => loaded ??= inTurn(load),
    raise,

    take: (command, card) => inTurn(async (): Promise<Taken> => {
      const decided = decide(picture, session(), command)
      if (isRefusal(decided)) return { status: 'refused', code: decided.code, message: decided.message, details: decided.details }
      if (decided.length === 0) return { status: 'taken', commandId: command.id, changed: false }
      parcels = [...parcels, await addParcel(database, { command, card, state: { name: 'waiting' } })]
      guess(picture, command.id, decided)
      if (card) guessCard(picture, card)
      raise()
      return { status: 'taken', commandId: command.id, changed: true }
    }),

    apply: ({ events, cards, jobs, forget, cursor }, { reset = false } = {}) => inTurn(async () => {
      if (forget.length > 0) return await startAnew()
      const fresh = unknownOf(events, reset)
      const arrived = new Set(events.map(({ meta }) => meta.commandId as string))
      const movies = new Set(jobs.map(({ movieId }) => movieId))
      const done = parcels.filter(({ command, state }) => arrived.has(command.id) || (state.name === 'accepted' && movies.has((command.data as { movieId?: number }).movieId ?? 0)))
      const all = reset ? cards : new Map([...picture.cards.confirmed, ...cards.map((card) => [card.key, card] as const)]).values()
      const next: SyncMark = { cursor, lastSyncAt: new Date(now()).toISOString(), events: (reset ? 0 : mark.events) + fresh.length, revision: mark.revision + 1 }
      await commit(fresh, { cards: { changed: cards, all }, jobs }, next, done.map((parcel) => [parcel, undefined] as const), reset)
    }),

    settle: (changes) => inTurn(async () => {
      const settled = parcels.filter(({ command }) => changes.has(command.id)).map((parcel) => [parcel, changes.get(parcel.command.id)] as const)
      const own = unknownOf(settled.flatMap(([{ command }, state]) => state?.name === 'accepted' ? ownActs(command) : []), false)
      await commit(own, {}, { ...mark, events: mark.events + own.length, revision: mark.revision + 1 }, settled, false)
    }),

    refresh: () => inTurn(async () => {
      const before = mark
      const opened = await readRows(database)
      if (opened.mark.revision === before.revision) {
        parcels = opened.parcels
        return redraw()
      }
      if (opened.mark.events < before.events) return await load()
      for (const { start, events } of await readLog(database, before.events)) {
        for (const event of events.slice(Math.max(0, before.events - start))) confirm(picture, event, { folded: false })
        tail = { start, events }
      }
      confirmRows(picture, opened)
      ;({ mark, parcels } = opened)
      redraw()
    }),

    saveSnapshot: () => inTurn(() => writeSnapshot(database, { version: library.version, events: mark.events }, picture.library.confirmed.values())),
  }

  /** The server sends a person's library; what they did to a film's acquisition it does not, so the device remembers its own part. */
  function ownActs({ id }: Command): readonly DomainEvent[] {
    return (picture.guesses.get(id) ?? []).filter(({ stream }) => categoryOf(stream) === 'acquisition')
  }

  /** What may no longer be seen is dropped with everything else, and the rest is asked for anew: simple, and it happens seldom. */
  async function startAnew(): Promise<void> {
    await commit([], {}, { ...NOTHING_YET, revision: mark.revision + 1 }, undefined, true)
  }
}
