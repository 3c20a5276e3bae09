import { setImmediate as turn } from 'node:timers/promises'
import t from '../test/support/tap.ts'
import { ada, after, bob, commandId, issue, NOON } from '../test/support/given.ts'
import type { Command, Issued, Outcome } from '../domain/command.ts'
import type { StreamName } from '../domain/event.ts'
import { eventIdOf, START } from '../domain/event.ts'
import { acquisitionStream } from '../domain/playable.ts'
import { libraryStream } from '../domain/title.ts'
import { createMemoryCommandOutcomes } from './command-outcomes.ts'
import type { EventStore } from './event-store/event-store.ts'
import { EventStoreError } from './event-store/event-store.ts'
import { createMemoryEventStore } from './event-store/memory.ts'
import { createCommandHandler } from './handle.ts'
import { limits } from './limits.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const other = { mediaType: 'movie', tmdbId: 234 } as const
const stream = libraryStream(ada, title)
const id = commandId
const rate = (rating: 'OK' | 'LIKE', number = 1) => issue('RateMovie', { title, rating, watched: false }, { id: id(number) })
const favourite = (number: number) => issue('AddFavourite', { title }, { id: id(number) })
const unfavourite = (number: number) => issue('RemoveFavourite', { title }, { id: id(number) })

/** Two handlers are two processes on one store. */
function setUp(around: (store: EventStore) => EventStore = (store) => store) {
  const store = createMemoryEventStore({ system: { now: () => Date.parse(NOON) } })
  const outcomes = createMemoryCommandOutcomes()
  const ports = { store: around(store), outcomes }
  return { store, outcomes, here: createCommandHandler(ports), there: createCommandHandler({ store, outcomes }) }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const typesIn = async (store: EventStore, name: StreamName = stream) => (await all(store.readStream(name))).map(({ type }) => type)
const told = (outcome: Outcome) => outcome.status === 'accepted' ? outcome.events.map(({ type }) => type) : `${outcome.status} ${outcome.code}`

t.test('a command becomes events in its stream, and its outcome says which and where', async (t) => {
  const { here, store } = setUp()
  const outcome = await here.handle(rate('LIKE'))
  const [event] = await all(store.readStream(stream))
  t.strictSame(outcome, { id: id(1), status: 'accepted', position: event!.position, events: [{ id: eventIdOf(id(1), 0), type: 'TitleRated', stream, version: 0, position: event!.position }] })
  t.match(event, { data: { rating: 'LIKE', ratedAt: NOON }, schema: 1, meta: { commandId: id(1), correlationId: id(1), causationId: id(1), actor: ada, deviceId: null, issuedAt: NOON } })
})

t.test('the outcome is the same however often a command is sent', async (t) => {
  t.test('accepted with events, from another process too, whatever happened since', async (t) => {
    const { here, there, store } = setUp()
    const first = await here.handle(favourite(1))
    await here.handle(unfavourite(2))
    t.strictSame([await here.handle(favourite(1)), await there.handle(favourite(1))], [first, first])
    t.strictSame(await typesIn(store), ['FavouriteAdded', 'FavouriteRemoved'])
  })
  t.test('accepted without events, though it would change something now', async (t) => {
    const { here, there, store } = setUp()
    await here.handle(favourite(1))
    const nothing = await here.handle(favourite(2))
    t.strictSame(nothing, { id: id(2), status: 'accepted', position: null, events: [] })
    await here.handle(unfavourite(3))
    t.strictSame(await there.handle(favourite(2)), nothing)
    t.strictSame(await typesIn(store), ['FavouriteAdded', 'FavouriteRemoved'])
  })
  t.test('rejected, though it would be accepted now', async (t) => {
    const { here, there, store } = setUp()
    await here.handle(rate('LIKE'))
    const add = issue('AddToWatchlist', { title }, { id: id(2) })
    const refused = await here.handle(add)
    t.match(refused, { id: id(2), status: 'rejected', code: 'ALREADY_RATED', message: String })
    await here.handle(issue('ClearRating', { title }, { id: id(3) }))
    t.strictSame(await there.handle(add), refused)
    t.strictSame(await typesIn(store), ['TitleRated', 'RatingCleared'])
  })
  t.test('also when it is sent many times at once, to several processes', async (t) => {
    const { here, there, store } = setUp()
    const sent = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? here : there).handle(issue('RateMovie', { title, rating: 'LIKE' }, { id: id(1) }))))
    t.strictSame(await typesIn(store), ['TitleRated', 'TitleWatched'])
    t.ok(sent.every((outcome) => JSON.stringify(outcome) === JSON.stringify(sent[0])))
  })
})

t.test('commands that meet on one stream are all decided, each on what the ones before it did', async (t) => {
  const { here, there, store } = setUp()
  const sent = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? here : there).handle(issue('MarkWatched', { title }, { id: id(i + 1) }))))
  t.ok(sent.every(({ status }) => status === 'accepted'))
  const events = await all(store.readStream(stream))
  t.equal(new Set(events.map(({ meta }) => meta.commandId)).size, 60)
  t.equal(events.length, 60)
})

t.test('two people asking for one film at once get one job', async (t) => {
  const { here, there, store } = setUp()
  const ask = (number: number, by: typeof ada) => issue('RequestFetch', { movieId: 653, jobId: 'job_' + 'ab'[number]!.repeat(26) }, { by, id: id(number + 1) })
  await Promise.all([here.handle(ask(0, ada)), there.handle(ask(1, bob))])
  t.strictSame(await typesIn(store, acquisitionStream({ movieId: 653 })), ['FetchRequested'])
})

t.test('a conflict is decided again on the newer state', async (t) => {
  let meddle: (() => Promise<unknown>) | undefined
  const { here, there, store } = setUp((store) => ({ ...store, append: async (...args) => {
    await meddle?.()
    return store.append(...args)
  } }))
  t.test('which may change the answer', async (t) => {
    meddle = () => { meddle = undefined; return there.handle(rate('LIKE', 7)) }
    t.equal(told(await here.handle(issue('AddToWatchlist', { title }, { id: id(1) }))), 'rejected ALREADY_RATED')
  })
  t.test('the same command may have been first elsewhere', async (t) => {
    meddle = () => { meddle = undefined; return there.handle(favourite(2)) }
    t.strictSame(told(await here.handle(favourite(2))), ['FavouriteAdded'])
    t.equal((await typesIn(store)).filter((type) => type === 'FavouriteAdded').length, 1)
  })
  t.test('the same command may have become other events elsewhere, on an older or newer state', async (t) => {
    const watch = issue('MarkWatched', { title: other }, { id: id(20) })
    await there.handle(issue('AddToWatchlist', { title: other }, { id: id(10) }))
    meddle = async () => {
      meddle = undefined
      await there.handle(issue('RemoveFromWatchlist', { title: other }, { id: id(11) }))
      await there.handle(watch)
    }
    t.strictSame(told(await here.handle(watch)), ['TitleWatched'], 'answered from what stands, not refused for its ids')
  })
  t.test('but not for ever', async (t) => {
    let number = 100
    meddle = () => there.handle(issue('MarkWatched', { title }, { id: id(number++) }))
    t.equal(told(await here.handle(unfavourite(3))), 'failed CONFLICT')
    t.equal(number - 100, limits.conflictRetriesMax + 1)
    meddle = undefined
    t.strictSame(told(await here.handle(unfavourite(3))), ['FavouriteRemoved'], 'and sent again it goes through')
  })
})

t.test('what a command may not be', async (t) => {
  t.test('unknown commands are said to be, even those named like an object\'s own parts', async (t) => {
    const { here } = setUp()
    for (const type of ['PaintTitle', 'constructor', '__proto__', 'toString']) t.match(await here.handle({ ...favourite(1), type } as Issued<Command>), { id: id(1), status: 'unknown', code: 'UNKNOWN_COMMAND' })
  })
  t.test('a sender below the least role is refused, and may send it again with a higher one', async (t) => {
    const { here } = setUp()
    const job = { movieId: 653, jobId: 'job_' + 'a'.repeat(26) }
    t.equal(told(await here.handle(issue('AddFavourite', { title }, { as: 'guest' }))), 'rejected FORBIDDEN')
    t.strictSame(told(await here.handle(issue('AddFavourite', { title }, { as: 'viewer' }))), ['FavouriteAdded'])
    await here.handle(issue('RequestFetch', job, { as: 'viewer', id: id(2) }))
    t.equal(told(await here.handle(issue('ApproveFetch', job, { as: 'member', id: id(3) }))), 'rejected FORBIDDEN')
    t.strictSame(told(await here.handle(issue('ApproveFetch', job, { as: 'admin', id: id(3) }))), ['FetchApproved'])
    t.equal(told(await here.handle(issue('ClaimJob', { ...job, workerId: 'w', leaseUntil: after(60) }, { as: 'admin', id: id(4) }))), 'rejected FORBIDDEN')
    t.strictSame(told(await here.handle(issue('ClaimJob', { ...job, workerId: 'w', leaseUntil: after(60) }, { as: 'worker', by: 'worker-w', id: id(4) }))), ['JobClaimed'])
  })
  t.test('an id that belongs to another command is refused', async (t) => {
    const { here, store } = setUp()
    await here.handle(favourite(1))
    t.equal(told(await here.handle(issue('AddFavourite', { title: other }, { id: id(1) }))), 'rejected COMMAND_ID_REUSED')
    // The bits of an id that event ids leave out.
    const twin = id(1).replace('-7000-', '-7abc-') as typeof favourite extends (n: number) => { id: infer Id } ? Id : never
    t.equal(told(await here.handle({ ...unfavourite(1), id: twin })), 'rejected COMMAND_ID_REUSED')
    t.strictSame(await typesIn(store), ['FavouriteAdded'])
  })
  t.test('what the store cannot hold is refused for good', async (t) => {
    const { here } = setUp()
    t.equal(told(await here.handle(issue('TagTitle', { title, tag: 'a\u0000b' }))), 'rejected INVALID_EVENT')
  })
})

t.test('a store that cannot be reached fails the command, which succeeds when sent again', async (t) => {
  const { here, store } = setUp()
  await store.close()
  t.equal(told(await here.handle(favourite(1))), 'failed UNAVAILABLE')
  const { here: again } = setUp()
  t.strictSame(told(await again.handle(favourite(1))), ['FavouriteAdded'])
})

t.test('a bug is not hidden: what is no fault of the store is thrown, and the next command is handled', async (t) => {
  let broken = true
  const { here } = setUp((store) => ({ ...store, append: (...args) => broken ? Promise.reject(new TypeError('a bug')) : store.append(...args) }))
  await t.rejects(here.handle(favourite(1)), /a bug/)
  broken = false
  t.strictSame(told(await here.handle(favourite(1))), ['FavouriteAdded'])
})

t.test('too many commands for one stream at once fail rather than pile up, and those for others do not', async (t) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  const { here } = setUp((store) => ({ ...store, append: async (...args): Promise<Awaited<ReturnType<EventStore['append']>>> => {
    if (args[0] === stream) await held
    return store.append(...args)
  } }))
  const waiting = Array.from({ length: limits.commandsWaitingPerStreamMax }, () => here.handle(favourite(1)))
  await turn()
  t.equal(told(await here.handle(favourite(2))), 'failed BUSY')
  t.strictSame(told(await here.handle(issue('AddFavourite', { title: other }, { id: id(3) }))), ['FavouriteAdded'])
  release()
  t.ok((await Promise.all(waiting)).every(({ status }) => status === 'accepted'))
})

t.test('a batch', async (t) => {
  t.test('is handled in order on each stream, one refusal not stopping the others', async (t) => {
    const { here, store } = setUp()
    const outcomes = await here.handleEach([rate('LIKE', 1), issue('AddFavourite', { title: other }, { id: id(2) }), issue('AddToWatchlist', { title }, { id: id(3) }), issue('ClearRating', { title }, { id: id(4) }), { ...favourite(5), type: 'PaintTitle' } as Issued<Command>])
    t.strictSame(outcomes.map(told), [['TitleRated'], ['FavouriteAdded'], 'rejected ALREADY_RATED', ['RatingCleared'], 'unknown UNKNOWN_COMMAND'])
    t.strictSame(await typesIn(store), ['TitleRated', 'RatingCleared'])
  })
  t.test('stops on a stream where one failed, and goes through in its order when sent again', async (t) => {
    let failing = true
    const { here, store } = setUp((store) => ({ ...store, append: async (...args) => {
      if (!failing || args[0] !== stream) return store.append(...args)
      failing = false
      throw new EventStoreError('UNAVAILABLE', 'The connection broke')
    } }))
    const batch = [rate('LIKE', 1), issue('ClearRating', { title }, { id: id(2) }), issue('AddFavourite', { title: other }, { id: id(3) })]
    t.strictSame((await here.handleEach(batch)).map(told), ['failed UNAVAILABLE', 'failed UNAVAILABLE', ['FavouriteAdded']])
    t.strictSame((await here.handleEach(batch)).map(told), [['TitleRated'], ['RatingCleared'], ['FavouriteAdded']])
    t.strictSame(await typesIn(store), ['TitleRated', 'RatingCleared'])
  })
})

t.test('commands handled atomically', async (t) => {
  t.test('are appended together, each decided on the ones before it', async (t) => {
    const { here, store } = setUp()
    const outcomes = await here.handleAtomically([rate('LIKE', 1), issue('ClearRating', { title }, { id: id(2) }), issue('AddToWatchlist', { title }, { id: id(3) }), issue('AddToWatchlist', { title }, { id: id(4) })])
    t.strictSame(outcomes.map(told), [['TitleRated'], ['RatingCleared'], ['AddedToWatchlist'], []])
    t.strictSame(await typesIn(store), ['TitleRated', 'RatingCleared', 'AddedToWatchlist'])
  })
  t.test('change nothing when one is refused', async (t) => {
    const { here, store } = setUp()
    const batch = [favourite(1), rate('LIKE', 2), issue('AddToWatchlist', { title }, { id: id(3) })]
    const wanted = ['failed BATCH_REFUSED', 'failed BATCH_REFUSED', 'rejected ALREADY_RATED']
    t.strictSame((await here.handleAtomically(batch)).map(told), wanted)
    t.strictSame((await here.handleAtomically(batch)).map(told), wanted, 'sent again the answer is the same')
    t.strictSame(await typesIn(store), [])
    t.strictSame(told(await here.handle(favourite(1))), ['FavouriteAdded'], 'the others can still be sent alone')
  })
  t.test('answer the same when sent again, also when some came before or stand twice', async (t) => {
    const { here, store } = setUp()
    const first = await here.handle(favourite(1))
    const batch = [favourite(1), rate('LIKE', 2), rate('LIKE', 2), rate('LIKE', 3)]
    const outcomes = await here.handleAtomically(batch)
    t.strictSame(outcomes[0], first)
    t.strictSame(outcomes.map(told), [['FavouriteAdded'], ['TitleRated'], ['TitleRated'], []])
    t.strictSame(await here.handleAtomically(batch), outcomes)
    t.strictSame(await typesIn(store), ['FavouriteAdded', 'TitleRated'])
  })
  t.test('must concern one stream, be known and be allowed', async (t) => {
    const { here, store } = setUp()
    t.strictSame((await here.handleAtomically([favourite(1), issue('AddFavourite', { title: other }, { id: id(2) })])).map(told), ['rejected SEVERAL_STREAMS', 'rejected SEVERAL_STREAMS'])
    t.strictSame((await here.handleAtomically([favourite(1), { ...favourite(2), type: 'PaintTitle' } as Issued<Command>] as Issued<Command>[])).map(told), ['failed BATCH_REFUSED', 'unknown UNKNOWN_COMMAND'])
    t.strictSame((await here.handleAtomically([favourite(1), issue('RateMovie', { title, rating: 'LIKE' }, { as: 'guest', id: id(2) })])).map(told), ['failed BATCH_REFUSED', 'rejected FORBIDDEN'])
    t.strictSame(await here.handleAtomically([]), [])
    t.equal(await store.lastPosition(), START)
  })
})
