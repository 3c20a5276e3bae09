import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { devicesStream } from '../../domain/devices.ts'
import { eventsOf } from '../../domain/index.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { libraryStream, titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { ada, commandId, issue, NOON, recorded } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import t from '../../test/support/tap.ts'
import type { PersonDatabase } from './database.ts'
import { openPersonDatabase, readRows } from './database.ts'
import { limits } from './limits.ts'
import type { LocalReplica } from './local-replica-port.ts'
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

/** Whose outbox is written when the test lets it be, or refuses to be. */
function heldBack(database: PersonDatabase): { readonly database: PersonDatabase; readonly release: () => void; failNext?: Error } {
  const released = Promise.withResolvers<void>()
  const held: ReturnType<typeof heldBack> = {
    release: released.resolve,
    database: new Proxy(database, {
      get(target, name) {
        if (name !== 'transaction') return typeof target[name as never] === 'function' ? (target[name as never] as () => unknown).bind(target) : target[name as never]
        return (stores: string | readonly string[], mode?: IDBTransactionMode) => {
          if (stores === 'outbox' && mode === 'readwrite' && held.failNext) throw held.failNext
          if (stores !== 'outbox' || mode !== 'readwrite') return target.transaction(stores as never, mode as never)
          return { store: { add: (parcel: never) => released.promise.then(() => target.add('outbox', parcel)) }, done: released.promise }
        }
      },
    }),
  }
  return held
}

const favouriteOf = (id: number) => {
  const of = { mediaType: 'movie', tmdbId: id } as const
  return recorded(eventsOf(issue('AddFavourite', { title: of }, { id: commandId(id) }), [{ type: 'FavouriteAdded', data: { addedAt: NOON } }]), libraryStream(ada, of)) as DomainEvent[]
}
const pageOf = (events: readonly DomainEvent[], cursor: string, cards: readonly CardRow[] = []) => ({ events, cards, jobs: [], people: null, forget: [], cursor })
const cardOf = (tmdbId: number, name = `Film ${tmdbId}`) => ({ key: `movie_${tmdbId}`, mediaType: 'movie', tmdbId, title: name, year: 1931, posterPath: null, backdropPath: null, runtimeMinutes: null, genres: [], overview: '', outline: null }) as CardRow
const favourites = ({ picture }: LocalReplica) => [...picture.library.shown.values()].flatMap(({ tmdbId, favouriteAt }) => favouriteAt === null ? [] : [tmdbId]).sort((a, b) => a - b)

t.test('[SY1] an act is drawn when the disk has it, on what came in meanwhile, and the next one is decided on it', async (t) => {
  const held = heldBack(await openPersonDatabase(new IDBFactory(), ada))
  const replica = createLocalReplica({ database: held.database, session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  const command = issue('AddFavourite', { title }, { id: commandId(1) })
  const taken = replica.takeAll([{ command, card: null }])
  const next = replica.takeAll([{ command: issue('RemoveFavourite', { title }, { id: commandId(2) }), card: null }])
  await replica.apply(pageOf(favouriteOf(7), 'further'))
  t.strictSame([favourites(replica), replica.parcels], [[7], []], 'nothing of it before the disk has it')
  held.release()
  t.match(await taken, [{ status: 'taken', changed: true }])
  t.match(await next, [{ status: 'taken', changed: true }], 'there is something to remove')
  t.strictSame([favourites(replica), replica.parcels.map((parcel) => parcel.command.id)], [[7], [command.id, commandId(2)]])
})

t.test('[SY29] an act that finds no room is not shown', async (t) => {
  const held = heldBack(await openPersonDatabase(new IDBFactory(), ada))
  const replica = createLocalReplica({ database: held.database, session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  held.failNext = new DOMException('full', 'QuotaExceededError')
  await t.rejects(replica.takeAll([{ command: issue('AddFavourite', { title }, { id: commandId(1) }), card: null }]), { name: 'QuotaExceededError' })
  t.strictSame([favourites(replica), replica.parcels], [[], []])
})

t.test('[SY1] an act waits for no page that is being taken in, and is there when the page is', async (t) => {
  let resting = Promise.withResolvers<void>()
  let rests = false
  const replica = createLocalReplica({
    database: await openPersonDatabase(new IDBFactory(), ada), session: () => session, now: () => Date.parse(NOON), changed: () => undefined,
    breathe: () => rests ? resting.promise : undefined,
  })
  await replica.load()
  rests = true
  const applied = replica.apply(pageOf([7, 8].flatMap(favouriteOf), 'further'))
  await replica.takeAll([{ command: issue('AddFavourite', { title }, { id: commandId(1) }), card: null }])
  t.strictSame(favourites(replica), [653], 'the page is not in yet')
  resting.resolve()
  await applied
  t.strictSame(favourites(replica), [7, 8, 653])
  t.equal(replica.parcels.length, 1)

  // A replica that begins anew has nothing to decide on until it is filled.
  resting = Promise.withResolvers()
  const anew = replica.apply(pageOf([7].flatMap(favouriteOf), 'anew'), { reset: true })
  await eventually('it is empty', () => replica.picture.library.confirmed.size === 0)
  const taken = replica.takeAll([{ command: issue('RemoveFavourite', { title: { mediaType: 'movie', tmdbId: 7 } }, { id: commandId(2) }), card: null }])
  resting.resolve()
  await anew
  t.match(await taken, [{ status: 'taken', changed: true }])
  t.strictSame(favourites(replica), [653])
})

t.test('what is not sent yet stays on the screen when the log is written anew and the page brings nothing else', async (t) => {
  const replica = createLocalReplica({ database: await openPersonDatabase(new IDBFactory(), ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await replica.load()
  const [gone] = favouriteOf(7)
  await replica.apply(pageOf([gone!], 'further'))
  await replica.takeAll([{ command: issue('AddFavourite', { title }, { id: commandId(1) }), card: null }])
  for (const more of [true, false]) {
    await replica.apply({ ...pageOf([], `after ${more}`), forget: [gone!.stream] }, { more })
    t.strictSame(favourites(replica), [653], more ? 'in the middle of a pull' : 'at its end')
  }
})

t.test('[SY13] a tab that follows reads the cards that were written, and all of them when it has missed too much', async (t) => {
  const factory = new IDBFactory()
  const read: unknown[] = []
  const open = async (database: PersonDatabase) => {
    const replica = createLocalReplica({ database, session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
    await replica.load()
    return replica
  }
  const owner = await open(await openPersonDatabase(factory, ada))
  const cards = Array.from({ length: limits.cardRecordCards * 2 }, (_, i) => cardOf(i + 1))
  await owner.apply(pageOf([], 'filled', cards))
  const database = await openPersonDatabase(factory, ada)
  const { get } = database
  database.get = async (store: never, key: never) => { if (store === 'cards') read.push(key); return await get.call(database, store, key) as never }
  const follower = await open(database)
  const named = (id: number) => follower.picture.cards.shown.get(`movie_${id}`)?.title

  await owner.apply(pageOf(favouriteOf(7), 'an event'))
  await follower.refresh()
  t.strictSame([favourites(follower), read], [[7], []], 'none of the cards changed')
  const { changes } = follower.picture.cards
  await owner.apply(pageOf([], 'a card', [cardOf(1, 'Renamed')]))
  await follower.refresh()
  t.strictSame([named(1), named(200), read.length], ['Renamed', 'Film 200', 1])
  t.equal(follower.picture.cards.changes, changes + limits.cardRecordCards)

  for (let i = 0; i <= limits.cardWritesMax; i++) await owner.apply(pageOf([], `card ${i}`, [cardOf(200, `Renamed ${i}`)]))
  await follower.refresh()
  t.strictSame([named(200), named(1), read.length], [`Renamed ${limits.cardWritesMax}`, 'Renamed', 1], 'it read all of them')
})

t.test('[SY1] until the log has been read the rows decide, on what is not sent yet as on a new act; what only the log decides waits for it', async (t) => {
  const factory = new IDBFactory()
  const first = createLocalReplica({ database: await openPersonDatabase(factory, ada), session: () => session, now: () => Date.parse(NOON), breathe: () => undefined, changed: () => undefined })
  await first.load()
  await first.apply(pageOf(favouriteOf(7), 'further'))
  await first.saveSnapshot()
  await first.takeAll([{ command: issue('AddFavourite', { title }, { id: commandId(1) }), card: null }])

  const resting = Promise.withResolvers<void>()
  let rests = false
  const replica: LocalReplica = createLocalReplica({
    database: await openPersonDatabase(factory, ada), session: () => session, now: () => Date.parse(NOON),
    changed: () => { rests ||= replica.ready }, breathe: () => rests ? resting.promise : undefined,
  })
  const loaded = replica.load()
  await eventually('the rows are there', () => replica.ready)
  t.strictSame(favourites(replica), [7, 653])
  const seventh = { mediaType: 'movie', tmdbId: 7 } as const
  t.match(await replica.takeAll([{ command: issue('AddFavourite', { title: seventh }, { id: commandId(2) }), card: null }]), [{ status: 'taken', changed: false }])
  t.match(await replica.takeAll([{ command: issue('RemoveFavourite', { title: seventh }, { id: commandId(3) }), card: null }]), [{ status: 'taken', changed: true }])
  t.strictSame([favourites(replica), replica.deciding], [[653], undefined], 'and the log has not been read')
  const undone = replica.takeAll([{ command: issue('Undo', { title: seventh, commandId: commandId(3) }, { id: commandId(4) }), card: null }])
  resting.resolve()
  await loaded
  t.match(await undone, [{ status: 'taken', changed: true }])
  t.strictSame(favourites(replica), [7, 653])
  t.strictSame(replica.parcels.map(({ command }) => command.id), [1, 3, 4].map(commandId))
})
