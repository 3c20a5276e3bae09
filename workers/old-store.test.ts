/** A store that an earlier version filled: its events are in shapes that nothing here records any more. */

import type { CommandId, Outcome } from '../domain/command.ts'
import type { NewEvent, RecordedEvent, StreamName } from '../domain/event.ts'
import { eventIdOf } from '../domain/event.ts'
import { libraryStream } from '../domain/title.ts'
import { library } from '../projections/library.ts'
import { timeline } from '../projections/timeline.ts'
import { createMemoryCommandOutcomes } from '../server/command-outcomes.ts'
import { projectionStatuses } from '../server/db/projection-progress.ts'
import { readRows } from '../server/db/read-model.ts'
import { requestRebuild } from '../server/db/rebuilds.ts'
import { createDomainStore } from '../server/event-store/domain-store.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { createMemoryPersonalKeys } from '../server/personal/personal-keys.ts'
import { createPersonalTexts } from '../server/personal/personal-texts.ts'
import { createPull } from '../server/sync/pull.ts'
import { BEGINNING } from '../server/sync/cursor.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada, commandId, issue, NOON } from '../test/support/given.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { startProjector } from './projector.ts'
import { runRebuilds } from './rebuild.ts'

const [noted, bare] = [{ mediaType: 'movie', tmdbId: 653 }, { mediaType: 'movie', tmdbId: 19 }] as const
const projections = [library, timeline] as const

function old(command: CommandId, type: string, data: object, schema = 1): NewEvent {
  const meta = { commandId: command, correlationId: command, causationId: command, actor: ada, deviceId: null, issuedAt: NOON }
  return { id: eventIdOf(command, 0), type, schema, data, meta }
}

async function world(t: Test) {
  const { database } = await withPostgres(t)
  const recorded = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  const store = createDomainStore({ recorded, texts: createPersonalTexts({ keys: createMemoryPersonalKeys(realSystem), system: realSystem }) })
  const { handle } = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const stop = new AbortController()
  const options = { store, database, projections, system: realSystem, log: silentLog, signal: stop.signal }
  const { stopped } = await startProjector(options)
  const rebuilding = runRebuilds({ ...options, record: async () => {} })
  t.teardown(async () => {
    stop.abort()
    await Promise.all([stopped, rebuilding])
    await store.close()
  })
  const statusOf = async (name: string) => (await projectionStatuses(database, projections)).find((status) => status.name === name)!
  const caughtUp = async () => {
    const last = await store.lastPosition()
    await eventually('the read models to be there', async () => (await projectionStatuses(database, projections)).every(({ position }) => position >= last))
  }
  return { database, recorded, store, handle, statusOf, caughtUp }
}

const accepted = (outcome: Outcome) => outcome.status === 'accepted' ? outcome.events.map(({ type }) => type) : `${outcome.status} ${outcome.code}: ${outcome.message}`

t.test('an old store loads, is acted on, synced, rebuilt and verified in today\'s shape, and nothing of it is rewritten', async (t) => {
  const { database, recorded, store, handle, caughtUp } = await world(t)
  const [first, second] = [libraryStream(ada, noted), libraryStream(ada, bare)]
  await recorded.append(first, NO_STREAM, [old(commandId(1), 'AddedToWatchlist', { priority: 'HIGH', note: 'with Bob', addedAt: NOON }), old(commandId(2), 'RemovedFromWatchlist', {})])
  await recorded.append(second, NO_STREAM, [old(commandId(3), 'AddedToWatchlist', { priority: 'LOW', addedAt: NOON })])

  t.strictSame((await Array.fromAsync(store.readStream(second))).map(({ schema, data }) => [schema, data]), [[2, { priority: 'LOW', addedAt: NOON, note: null }]])
  t.strictSame(accepted(await handle(issue('AddToWatchlist', { title: bare, priority: 'LOW' }, { id: commandId(4) }))), [], 'decided on: nothing is new')
  t.strictSame(accepted(await handle(issue('Undo', { title: noted, commandId: commandId(2) }, { id: commandId(5) }))), ['AddedToWatchlist'], 'undone')
  const again = (await Array.fromAsync(recorded.readStream(first))).at(-1)!
  t.match(again, { schema: 2, data: { priority: 'HIGH', addedAt: NOON, note: { of: ada } } }, 'what comes of it is recorded as today')

  await caughtUp()
  const shelf = await readRows(database.pool, library)
  t.match(shelf, [{ tmdbId: 19, watchlistPriority: 'LOW', watchlistNote: null }, { tmdbId: 653, watchlistPriority: 'HIGH', watchlistNote: 'with Bob' }])
  const told = await readRows(database.pool, timeline)
  t.ok(told.filter(({ type }) => type === 'AddedToWatchlist').every(({ data }) => 'note' in data))

  const pulled = await createPull({ store, rowChanges: async () => ({ cards: [], jobs: [], reached: { rows: 0, jobs: 0 }, more: false }), readLists: async () => ({ upTo: 0, members: [], changed: [] }), people: async () => [] })(ada, BEGINNING)
  t.strictSame(pulled!.changes.events.map(({ schema }) => schema), [2, 1, 2, 2], 'synced')
  t.match(await store.readEvent(eventIdOf(commandId(3), 0)), { schema: 2, data: { note: null } })
  t.match(await recorded.readEvent(eventIdOf(commandId(3), 0)), { schema: 1, data: { priority: 'LOW' } }, 'the record is as it was')

  for (const kind of ['verify', 'rebuild'] as const) {
    for (const projection of projections) await requestRebuild(database.kysely, projection, kind, 'system')
    const rebuilds = () => database.kysely.selectFrom('rebuilds').selectAll().where('kind', '=', kind).execute()
    await eventually(kind, async () => (await rebuilds()).every(({ status, ending }) => status === 'done' && ending === null))
    if (kind === 'verify') t.ok((await rebuilds()).every(({ result }) => result!.same), 'every read model is as a fresh fold')
  }
  t.strictSame(await readRows(database.pool, library), shelf)
})

t.test('what a newer version recorded stops what would have to understand it, and says so', async (t) => {
  const { recorded, handle, statusOf } = await world(t)
  const stream: StreamName = libraryStream(ada, bare)
  const newer = { ...old(commandId(1), 'AddedToWatchlist', { importance: 3 }), schema: 9 }
  await recorded.append(stream, NO_STREAM, [newer])
  t.equal(accepted(await handle(issue('AddFavourite', { title: bare }, { id: commandId(2) }))), 'failed NEWER_EVENT: A newer Rewind has changed this. Update this server, then try again.')
  const unknown = { mediaType: 'movie', tmdbId: 11 } as const
  await recorded.append(libraryStream(ada, unknown), NO_STREAM, [old(commandId(4), 'PutOnAShelf', { shelf: 3 })])
  t.match(accepted(await handle(issue('AddFavourite', { title: unknown }, { id: commandId(5) }))), /^failed NEWER_EVENT/, 'of a type that is not known too')
  t.strictSame((await Array.fromAsync(recorded.readStream(stream))).map(({ type }: RecordedEvent) => type), ['AddedToWatchlist'], 'nothing was appended on a state that is not known')
  await eventually('the projection to stop there', async () => (await statusOf('library')).status === 'failed')
  t.match((await statusOf('library')).error, { eventId: newer.id, message: /has shape 9, which only a newer Rewind can read: update this one/ })
  t.strictSame(accepted(await handle(issue('AddFavourite', { title: noted }, { id: commandId(3) }))), ['FavouriteAdded'], 'and nothing else')
})
