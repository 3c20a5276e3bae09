import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { eventsOf } from '../../domain/index.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { libraryStream, titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { ada, after, commandId, issue, NOON, recorded } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { openPersonDatabase, readRows } from './database.ts'
import type { Opening } from './database.ts'
import { createLocalReplica } from './local-replica.ts'
import type { LocalReplica } from './local-replica-port.ts'

const session = { userId: ada, username: 'ada', role: 'member', expiresAt: NOON } as const
const titleOf = (tmdbId: number) => ({ mediaType: 'movie', tmdbId }) as const

/** `seen`: what was there to draw at each change. */
async function openOn(factory: IDBFactory, seen?: (replica: LocalReplica) => void): Promise<LocalReplica> {
  const replica: LocalReplica = createLocalReplica({ database: await openPersonDatabase(factory, ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => seen?.(replica) })
  await replica.load()
  return replica
}

/** The `n`-th event of all, and the title's card. */
async function list(replica: LocalReplica, n: number, tmdbId: number, { reset = false } = {}): Promise<void> {
  const title = titleOf(tmdbId)
  const command = issue('AddToWatchlist', { title, priority: 'LOW' }, { id: commandId(n) })
  const events = recorded(eventsOf(command, [{ type: 'AddedToWatchlist', data: { priority: 'LOW', note: null, addedAt: after(n) } }]), libraryStream(ada, title), { position: n }) as DomainEvent[]
  const card: CardRow = { key: titleKey(title), ...title, title: `Film ${tmdbId}`, year: 1931, posterPath: null, backdropPath: null, runtimeMinutes: null, genres: [], overview: '', outline: null }
  await replica.apply({ events, cards: [card], jobs: [], people: null, forget: [], cursor: `after ${n}` }, { reset })
}

const titlesIn = ({ rows }: Opening) => rows.map(({ tmdbId }) => tmdbId).sort()
const byKey = <Row extends { readonly key: string }>(rows: Iterable<Row>) => [...rows].sort((a, b) => a.key < b.key ? -1 : 1)

t.test('whatever was written of the rows and when, they are all there, in whichever tab', async (t) => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ what: fc.constant('list' as const), tab: fc.nat({ max: 1 }), tmdbId: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('save', 'reopen', 'renew'), tab: fc.nat({ max: 1 }) }) },
  )
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
    const factory = new IDBFactory()
    const tabs = [await openOn(factory), await openOn(factory)]
    for (const [n, each] of steps.entries()) {
      const { tab } = each
      // As the owner of the moment, which first reads what the one before wrote.
      await tabs[tab]!.refresh()
      if (each.what === 'list' && 'tmdbId' in each) await list(tabs[tab]!, n + 1, each.tmdbId)
      else if (each.what === 'renew') await list(tabs[tab]!, n + 1, 7, { reset: true })
      else if (each.what === 'save') await tabs[tab]!.saveSnapshot()
      else tabs[tab] = await openOn(factory)
    }
    for (const tab of tabs) await tab.refresh()
    await tabs[0]!.saveSnapshot()
    const { rows } = await readRows(await openPersonDatabase(factory, ada), ada)
    const shown = tabs.map(({ picture }) => byKey(picture.library.shown.values()))
    t.strictSame(byKey(rows), shown[0])
    t.strictSame(shown[1], shown[0])
  }), { numRuns: 12 })
})

t.test('the shelves begin with what a snapshot says, as long as it is how things stand', async (t) => {
  const factory = new IDBFactory()
  const openings = async () => {
    const seen: (Opening | undefined)[] = []
    const replica = await openOn(factory, ({ ready, opening }) => { seen.push(ready ? undefined : opening) })
    t.equal(replica.opening, undefined, 'once all is there, nothing stands in for it')
    return { replica, first: seen[0] }
  }
  const { replica, first } = await openings()
  t.equal(first, undefined, 'of an empty device there is none')
  for (const id of [1, 2, 3]) await list(replica, id, id)
  await replica.saveSnapshot()

  const kept = await openings()
  t.match(kept.first, { counts: { watchlist: 3, rated: 0 } })
  t.strictSame(kept.first!.rows.map(({ tmdbId }) => tmdbId).sort(), [1, 2, 3])
  t.strictSame(kept.first!.cards.map(({ title }) => title).sort(), ['Film 1', 'Film 2', 'Film 3'])

  await list(kept.replica, 4, 4)
  const later = await openings()
  t.match(later.first, { counts: { watchlist: 4 } }, 'one more title since')
  t.strictSame(titlesIn(later.first!), [1, 2, 3], 'without one that has no name yet')
  await kept.replica.saveSnapshot()
  t.strictSame(titlesIn((await openings()).first!), [1, 2, 3, 4])
  const done = async (n: number, ...[type, data]: Parameters<typeof issue>) => {
    await kept.replica.takeAll([{ command: issue(type, data, { id: commandId(n) }), card: null }])
    return (await openings()).first
  }
  const removed = await done(9, 'RemoveFromWatchlist', { title: titleOf(1) })
  t.match(removed, { counts: { watchlist: 3, rated: 0 } }, 'something that was done here and is not sent yet')
  t.strictSame(titlesIn(removed!), [2, 3, 4])
  const rated = await done(10, 'RateMovie', { title: titleOf(2), rating: 'LIKE' })
  t.match(rated, { counts: { watchlist: 2, rated: 1, watched: 1 } })
  t.match(rated!.rows.find(({ tmdbId }) => tmdbId === 2), { rating: 'LIKE', watchlistAddedAt: null })
  t.equal(await done(11, 'Undo', { title: titleOf(2), commandId: commandId(10) }), undefined, 'what only the log decides')
})

t.test('a start at which nothing has changed writes no snapshot; an event or a card that came does', async (t) => {
  const factory = new IDBFactory()
  const written: string[] = []
  const start = async () => {
    const database = await openPersonDatabase(factory, ada)
    const { transaction } = database
    database.transaction = ((stores: never, mode: IDBTransactionMode, options: never) => {
      if (mode === 'readwrite' && (stores as readonly string[]).includes('rows') && (stores as readonly string[]).length === 2) written.push(mode)
      return transaction.call(database, stores, mode, options)
    }) as never
    const replica = createLocalReplica({ database, session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
    await replica.load()
    return replica
  }
  const saves = async (replica: LocalReplica) => {
    written.length = 0
    await replica.saveSnapshot()
    return written.length
  }
  const first = await start()
  for (const id of [1, 2]) await list(first, id, id)
  t.equal(await saves(first), 1)
  t.equal(await saves(first), 0)

  const again = await start()
  await again.apply({ events: [], cards: [], jobs: [], people: null, forget: [], cursor: 'as before' })
  t.equal(await saves(again), 0, 'a pull that brought nothing')
  await again.apply({ events: [], cards: [{ ...again.picture.cards.shown.get('movie_1')!, title: 'Renamed' }], jobs: [], people: null, forget: [], cursor: 'a card' })
  t.equal(await saves(again), 1)
  await list(again, 3, 3)
  t.equal(await saves(again), 1)
  await list(again, 4, 4, { reset: true })
  t.equal(await saves(again), 1)
  t.strictSame((await readRows(await openPersonDatabase(factory, ada), ada)).rows.map(({ tmdbId }) => tmdbId), [4])
})
