/** What `erased` of a projection says happens to rows wherever they are folded: live, in memory, and in a table too large for it. */

import type { NewEvent, StreamName, UserId } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import { libraryStream } from '../domain/title.ts'
import { userStream } from '../domain/user-stream.ts'
import type { AnyProjection } from '../projections/index.ts'
import { library } from '../projections/library.ts'
import { listItems } from '../projections/list-items.ts'
import { foldInto } from '../projections/projection.ts'
import { projectionStatuses } from '../server/db/projection-progress.ts'
import { readRows } from '../server/db/read-model.ts'
import { requestRebuild } from '../server/db/rebuilds.ts'
import { NO_STREAM } from '../server/event-store/event-store.ts'
import { createMemoryEventStore } from '../server/event-store/memory.ts'
import { limits } from '../server/limits.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada, bob } from '../test/support/given.ts'
import { newEvent } from '../test/support/new-events.ts'
import { withPostgres } from '../test/support/postgres.ts'
import t from '../test/support/tap.ts'
import { startProjector } from './projector.ts'
import { runRebuilds } from './rebuild.ts'

const film = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const
const by = (actor: UserId, type: string, data: object): NewEvent => {
  const event = newEvent(data, undefined, 0, type)
  return { ...event, meta: { ...event.meta, actor } }
}

t.test('rows of an erased person go, or lose their words, live and in a rebuild of any size, and what comes later is theirs no more', async (t) => {
  const { database } = await withPostgres(t)
  const store = createMemoryEventStore({ system: realSystem })
  const versions = new Map<StreamName, number>()
  const put = async (stream: StreamName, ...events: NewEvent[]) => {
    const version = versions.get(stream) ?? NO_STREAM
    versions.set(stream, version + events.length)
    await store.append(stream, version, events)
  }
  const list = 'list-11570000-0000-4000-8000-000000000001' as StreamName
  const projections: readonly AnyProjection[] = [library, listItems]
  const stop = new AbortController()
  const options = { store, database, projections, system: realSystem, log: silentLog, signal: stop.signal }
  const { stopped } = await startProjector(options)
  // So few rows in memory that the erased ones are in the table by then.
  const rebuilding = runRebuilds({ ...options, record: async () => {}, rowsMax: 7, keepMs: 1 })
  t.teardown(async () => {
    stop.abort()
    await Promise.all([stopped, rebuilding])
  })
  // More than one batch of events, so that the first is written before the account is erased.
  const films = Math.ceil(limits.rebuildBatchEvents / 2) + 50
  for (let id = 1; id <= films; id++) for (const person of [ada, bob]) {
    await put(libraryStream(person, film(id)), by(person, 'FavouriteAdded', { addedAt: '2026-01-01T00:00:00.000Z' }))
    await put(list, by(person, 'AddedToList', { title: film(id + (person === bob ? 10_000 : 0)), note: `of ${person}`, orderKey: `a${id}`, addedBy: person, addedAt: '2026-01-01T00:00:00.000Z' }))
  }
  await put(list, by(bob, 'ListItemNoted', { title: film(1), note: 'over hers' }), by(ada, 'ListItemNoted', { title: film(10_001), note: 'over his' }))
  await store.append(userStream(ada), NO_STREAM, [by(ada, 'AccountErased', {})])
  await put(libraryStream(bob, film(1)), by(bob, 'FavouriteRemoved', {}))

  const last = await store.lastPosition()
  await eventually('the read models to be there', async () => (await projectionStatuses(database, projections)).every(({ position }) => position >= last))
  const rows = await readRows(database.pool, library)
  t.strictSame([rows.length, rows.filter(({ userId }) => userId !== bob)], [films, []])
  const notes = new Map((await readRows(database.pool, listItems)).map(({ tmdbId, note }) => [tmdbId, note]))
  t.strictSame([notes.get(1), notes.get(2), notes.get(10_001), notes.get(10_002)], ['over hers', '[erased]', '[erased]', `of ${bob}`])

  for (const projection of projections) {
    const folded = new Map<string, { readonly key: string }>()
    for await (const event of store.readAll(START)) foldInto(projection, folded, event)
    t.strictSame([...folded.values()].sort((a, b) => a.key < b.key ? -1 : 1), await readRows(database.pool, projection), `${projection.name}: as the fold in memory has it`)
    await requestRebuild(database.kysely, projection, 'verify', 'system')
  }
  const rebuilds = () => database.kysely.selectFrom('rebuilds').selectAll().execute()
  await eventually('both to be verified', async () => (await rebuilds()).every(({ status }) => status === 'done'))
  t.strictSame((await rebuilds()).map(({ name, result }) => [name, result!.same, result!.differing]).sort(), [['library', true, []], ['list_items', true, []]])
})
