import type { NewEvent, RecordedEvent, StreamName } from '../../domain/event.ts'
import { eventIdOf, START } from '../../domain/event.ts'
import { libraryStream } from '../../domain/title.ts'
import { ada, bob, commandId, issue, NOON } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import { createMemoryCommandOutcomes } from '../command-outcomes.ts'
import { createDomainStore } from '../event-store/domain-store.ts'
import { NO_STREAM } from '../event-store/event-store.ts'
import { createMemoryEventStore } from '../event-store/memory.ts'
import { createCommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'
import { createMemoryPersonalKeys, noPersonalKeys } from './personal-keys.ts'
import { createPersonalTexts } from './personal-texts.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const stream = libraryStream(ada, title)
const TEXT = 'Süß & salty 🧂'

function setUp() {
  const clock = testClock()
  const system = { now: clock.now, randomBytes: realSystem.randomBytes }
  const keys = createMemoryPersonalKeys(system)
  let looks = 0
  const counted = { ...keys, find: (people: Parameters<typeof keys.find>[0]) => { looks++; return keys.find(people) } }
  const recorded = createMemoryEventStore({ system })
  const store = createDomainStore({ recorded, texts: createPersonalTexts({ keys: counted, system }) })
  const { handle } = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const textOf = async (from = store, name: StreamName = stream) => (await Array.fromAsync(from.readStream(name))).map(({ data }) => (data as { text?: unknown }).text)
  return { clock, keys, recorded, store, handle, textOf, looks: () => looks }
}

const review = (text: string, number = 1, by = ada) => issue('WriteReview', { title, score: 9.5, text, visibility: 'private' }, { id: commandId(number), by })

t.test('what a person wrote is recorded sealed and read in clear, by every way of reading', async (t) => {
  const { recorded, store, handle, textOf } = setUp()
  t.match(await handle(review(TEXT)), { status: 'accepted' })
  await handle(issue('RateMovie', { title, rating: 'LIKE', watched: false }, { id: commandId(2) }))
  t.match(await textOf(recorded), [{ sealed: String, of: ada }, undefined])
  t.notMatch(JSON.stringify(await Array.fromAsync(recorded.readRaw({ after: START }))), /salty/)
  t.strictSame(await textOf(), [TEXT, undefined])
  const textIn = (events: readonly RecordedEvent[]) => (events.find(({ type }) => type === 'ReviewWritten')!.data as { text: string }).text
  const over = new AbortController()
  const batches = store.subscribe(START, { signal: over.signal })[Symbol.asyncIterator]()
  t.strictSame([
    textIn(await Array.fromAsync(store.readAll(START))), textIn(await Array.fromAsync(store.readAll(START, { types: ['ReviewWritten'] }))), textIn(await Array.fromAsync(store.readAllBackwards())),
    textIn([(await store.readEvent(eventIdOf(commandId(1), 0)))!]), textIn((await batches.next()).value!.events),
  ], Array.from({ length: 5 }, () => TEXT))
  over.abort()
  t.match(await handle(review(TEXT, 3)), { status: 'accepted', events: [] }, 'and decided on: the same again is nothing new')
})

t.test('a command sent again is the same outcome, though it would be sealed otherwise', async (t) => {
  const { recorded, store, handle } = setUp()
  const first = await handle(review(TEXT))
  t.strictSame(await handle(review(TEXT)), first)
  const [event] = await Array.fromAsync(store.readStream(stream))
  const { id, type, schema, data, meta } = event!
  const again = await store.append(stream, NO_STREAM, [{ id, type, schema, data, meta }])
  t.match(again, { status: 'appended', events: [{ id, version: 0, data: { text: TEXT } }] })
  t.equal((await Array.fromAsync(recorded.readStream(stream))).length, 1)
})

t.test('a sealed text is worth nothing in another event, another stream or another field', async (t) => {
  const { recorded, keys, handle } = setUp()
  await handle(review(TEXT))
  const [{ id, type, schema, data, meta }] = await Array.fromAsync(recorded.readStream(stream)) as unknown as [RecordedEvent<string, { text: object }>]
  const readElsewhere = async (name: StreamName, changed: Partial<NewEvent>) => {
    const other = createMemoryEventStore({ system: realSystem })
    await other.append(name, NO_STREAM, [{ id, type, schema, data, meta, ...changed }])
    return await Array.fromAsync(createDomainStore({ recorded: other, texts: createPersonalTexts({ keys, system: realSystem }) }).readStream(name))
  }
  t.match(await readElsewhere(stream, {}), [{ data: { text: TEXT } }])
  await t.rejects(readElsewhere(stream, { id: eventIdOf(commandId(8), 0) }), /text of event .* does not open: it was changed, or moved here from elsewhere/)
  await t.rejects(readElsewhere(libraryStream(ada, { mediaType: 'movie', tmdbId: 19 }), {}), /text of event .* does not open/)
  await t.rejects(readElsewhere(stream, { type: 'TitleTagged', data: { tag: data.text } }), /tag of event .* does not open/)
})

t.test('once the key is destroyed it reads [erased], and nothing more can be said in that person\'s words', async (t) => {
  const { keys, recorded, store, handle, textOf, clock } = setUp()
  await handle(review(TEXT))
  await handle(review(TEXT, 2, bob))
  const old = libraryStream(ada, { mediaType: 'movie', tmdbId: 19 })
  const meta = { commandId: commandId(5), correlationId: commandId(5), causationId: commandId(5), actor: ada, deviceId: null, issuedAt: NOON }
  await recorded.append(old, NO_STREAM, [{ id: eventIdOf(commandId(5), 0), type: 'ReviewWritten', schema: 1, data: { text: 'written before texts were sealed', score: 1 }, meta }])
  t.strictSame(await textOf(store, old), ['written before texts were sealed'])
  const before = await Array.fromAsync(recorded.readRaw({ after: START }))
  await keys.destroy(ada)
  clock.advance(limits.personalKeyCacheMs)
  t.strictSame([await textOf(), await textOf(store, old), await textOf(store, libraryStream(bob, title))], [['[erased]'], ['[erased]'], [TEXT]])
  t.strictSame(await Array.fromAsync(recorded.readRaw({ after: START })), before, 'no event has changed')
  t.match(await handle(review('once more', 7)), { status: 'rejected', code: 'ACCOUNT_ERASED', message: 'This account has been erased.' })
})

t.test('a missing key is said, not taken for an erased one', async (t) => {
  const { recorded, handle } = setUp()
  await handle(review(TEXT))
  const forgetful = createDomainStore({ recorded, texts: createPersonalTexts({ keys: createMemoryPersonalKeys(realSystem), system: realSystem }) })
  await t.rejects(Array.fromAsync(forgetful.readStream(stream)), /The key of person .* is missing, with which text of event .* is sealed: restore the table personal_keys/)
  const keyless = createDomainStore({ recorded, texts: createPersonalTexts({ keys: noPersonalKeys, system: realSystem }) })
  await t.rejects(Array.fromAsync(keyless.readStream(stream)), /has no keys to personal texts/)
})

t.test('keys are looked up once for many events, and not at all where nobody wrote anything', async (t) => {
  const { store, handle, looks, clock } = setUp()
  for (let number = 1; number <= 20; number++) await handle(review(`${number}`, number, number % 2 ? ada : bob))
  await handle(issue('AddFavourite', { title }, { id: commandId(30) }))
  clock.advance(limits.personalKeyCacheMs)
  const before = looks()
  const over = new AbortController()
  for await (const { events } of store.subscribe(START, { signal: over.signal })) {
    t.equal(events.length, 21)
    break
  }
  over.abort()
  t.equal(looks() - before, 1, 'of all people of a batch at once')
  await Array.fromAsync(store.readAll(START))
  t.equal(looks() - before, 1)
  clock.advance(limits.personalKeyCacheMs)
  await Array.fromAsync(store.readAll(START, { types: ['FavouriteAdded', 'TitleRated'] }))
  t.equal(looks() - before, 1)
})
