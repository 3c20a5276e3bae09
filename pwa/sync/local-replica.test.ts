import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { devicesStream } from '../../domain/devices.ts'
import { eventsOf } from '../../domain/index.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { libraryStream, titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { ada, commandId, issue, NOON, recorded } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { openPersonDatabase, readRows } from './database.ts'
import { createLocalReplica } from './local-replica.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const session = { userId: ada, username: 'ada', role: 'member', expiresAt: NOON } as const

t.test('[SY6] a tab that is behind can dismiss a refusal, and takes nothing back that another tab has written', async (t) => {
  const factory = new IDBFactory()
  const open = async () => createLocalReplica({ database: await openPersonDatabase(factory, ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  const [owner, follower] = [await open(), await open()]
  await owner.load()
  const command = issue('AddFavourite', { title }, { id: commandId(1) })
  await owner.takeAll([{ command, card: null }])
  await owner.settle(new Map([[command.id, { name: 'refused', code: 'NO', message: 'No.', details: undefined }]]))
  await follower.load()
  const events = recorded(eventsOf(issue('AddToWatchlist', { title }, { id: commandId(2) }), [{ type: 'AddedToWatchlist', data: { priority: 'LOW', note: null, addedAt: NOON } }]), libraryStream(ada, title)) as DomainEvent[]
  await owner.apply({ events, cards: [], jobs: [], people: [], forget: [], cursor: 'further' })
  await follower.discard(command.id)
  const { mark, parcels } = await readRows(await openPersonDatabase(factory, ada), ada)
  t.match(mark, { cursor: 'further', events: 1 })
  t.strictSame(parcels, [])
  await owner.refresh()
  t.strictSame(owner.parcels, [])
})

t.test('[SY32] when its database is taken away, what was not sent goes into a new one first, and the screen stays', async (t) => {
  const [taken, made] = [new IDBFactory(), new IDBFactory()]
  const replica = createLocalReplica({ database: await openPersonDatabase(taken, ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  const events = recorded(eventsOf(issue('AddToWatchlist', { title }, { id: commandId(2) }), [{ type: 'AddedToWatchlist', data: { priority: 'LOW', note: null, addedAt: NOON } }]), libraryStream(ada, title)) as DomainEvent[]
  await replica.apply({ events, cards: [], jobs: [], people: [], forget: [], cursor: 'further' })
  const command = issue('AddFavourite', { title }, { id: commandId(1) })
  await replica.takeAll([{ command, card: null }])
  const shown = () => [...replica.picture.library.shown.values()].map(({ favouriteAt, watchlistAddedAt }) => [favouriteAt !== null, watchlistAddedAt !== null])
  const before = shown()
  t.strictSame(before, [[true, true]])

  await replica.moveTo(await openPersonDatabase(made, ada))
  t.strictSame(shown(), before)
  t.equal(replica.mark.cursor, null, 'everything is asked for anew')
  // A tab that comes later finds it there, and does not add it again.
  await replica.moveTo(await openPersonDatabase(made, ada))
  t.strictSame((await readRows(await openPersonDatabase(made, ada), ada)).parcels.map((parcel) => parcel.command.id), [command.id])

  await replica.apply({ events, cards: [], jobs: [], people: [], forget: [], cursor: 'again' }, { reset: true })
  t.strictSame(shown(), before)
  t.match((await readRows(await openPersonDatabase(made, ada), ada)).mark, { cursor: 'again', events: 1 })
})

t.test('[SY12] what came in a page that was not shown by itself is shown at the end of the pull, with nothing more to come, and when the pull is cut', async (t) => {
  const replica = createLocalReplica({ database: await openPersonDatabase(new IDBFactory(), ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  const page = (ids: readonly number[], more: boolean) => replica.apply({
    events: ids.flatMap((id) => {
      const of = { mediaType: 'movie', tmdbId: id } as const
      return recorded(eventsOf(issue('AddFavourite', { title: of }, { id: commandId(id) }), [{ type: 'FavouriteAdded', data: {} }]), libraryStream(ada, of)) as DomainEvent[]
    }),
    cards: [], jobs: [], people: null, forget: [], cursor: `after ${ids.join()}`,
  }, { more })
  await page([1, 2, 3, 4], true)
  const first = replica.versions.all
  await page([5], true)
  t.equal(replica.versions.all, first, 'one more of five is no reason to draw')
  await page([], false)
  t.equal(replica.versions.all, first + 1, 'the last page brings nothing, and the one before is shown')
  await page([], false)
  replica.tell()
  t.equal(replica.versions.all, first + 1, 'once')
  await page([6], true)
  replica.tell()
  t.equal(replica.versions.all, first + 2, 'the link was cut')
})

t.test('what changes the shelf is told apart from what does not: a device that is introduced changes no shelf, a favourite and its card do', async (t) => {
  const replica = createLocalReplica({ database: await openPersonDatabase(new IDBFactory(), ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  const raised = async (events: readonly DomainEvent[], cards: readonly CardRow[] = []) => {
    const { all, shelf } = replica.versions
    await replica.apply({ events, cards, jobs: [], people: null, forget: [], cursor: 'next' })
    return [replica.versions.all > all, replica.versions.shelf > shelf]
  }
  const introduced = recorded(eventsOf(issue('IntroduceDevice', { deviceId: commandId(9), name: 'Phone' }, { id: commandId(1) }), [{ type: 'DeviceNamed', data: { deviceId: commandId(9), name: 'Phone' } }]), devicesStream(ada)) as DomainEvent[]
  const favourite = recorded(eventsOf(issue('AddFavourite', { title }, { id: commandId(2) }), [{ type: 'FavouriteAdded', data: {} }]), libraryStream(ada, title)) as DomainEvent[]
  t.strictSame(await raised(introduced), [true, false])
  t.strictSame(await raised(favourite), [true, true])
  t.strictSame(await raised([], [{ key: titleKey(title), ...title, title: 'M', year: 1931, posterPath: null, backdropPath: null, runtimeMinutes: null, genres: [], overview: '', outline: null } as CardRow]), [true, true])
  await replica.takeAll([{ command: issue('RemoveFavourite', { title }, { id: commandId(3) }), card: null }])
  t.ok(replica.versions.shelf > 0)
  const before = replica.versions.shelf
  await replica.settle(new Map([[commandId(3), { name: 'refused', code: 'NO', message: 'No.', details: undefined }]]))
  t.ok(replica.versions.shelf > before, 'a guess that is taken off')
})
