/**
 * Convergence: whatever two people do on four browsers, and whatever happens to them meanwhile, ten seconds after all has healed every
 * screen shows what the server recorded, nothing is lost, nothing is twice, and nobody was sent what is not theirs. Two
 * judges: the app's own projections over the server's log, and `check-history.ts`, which knows nothing of them.
 *
 * `FC_RUNS` sets the number of cases, `FC_SEED` the seed; a failure prints the smallest case found. What once found a mistake stays,
 * below.
 */

import process from 'node:process'
import fc from 'fast-check'
import type { RecordedEvent, UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import { commands as definitions } from '../../domain/index.ts'
import { libraryCommands } from '../../domain/library-entry.ts'
import { listCommands } from '../../domain/list.ts'
import { listStream } from '../../domain/list-stream.ts'
import { preferencesStream } from '../../domain/preferences.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import { listItems } from '../../projections/list-items.ts'
import type { ListMemberRow } from '../../projections/list-members.ts'
import { listMembers } from '../../projections/list-members.ts'
import type { ListRow } from '../../projections/lists.ts'
import { lists } from '../../projections/lists.ts'
import { foldInto } from '../../projections/projection.ts'
import type { PreferencesRow } from '../../projections/preferences.ts'
import { preferences } from '../../projections/preferences.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { timeline } from '../../projections/timeline.ts'
import { ada, bob } from '../support/given.ts'
import { arbitraryOf } from '../support/property.ts'
import t from '../support/tap.ts'
import { checkHistory } from './check-history.ts'
import { BROWSERS, createSimulatedHousehold } from './household.ts'
import type { SimulatedHousehold } from './household.ts'
import type { Weather } from './network.ts'

const runs = Number(process.env.FC_RUNS ?? 0) || 300
const seed = process.env.FC_SEED === 'random' ? Math.trunc(performance.timeOrigin) | 0 : Number(process.env.FC_SEED ?? 1895)
/** What is found is told before the file's time is over, though it may not be the smallest case yet. */
const SHRINKING_MS = 120_000
const TITLES = [1, 2, 3].map((tmdbId) => ({ mediaType: 'movie' as const, tmdbId }))
const title = fc.constantFrom(...TITLES)

/** Any command of the library, with any payload that its schema allows; undo by what the screen shows. */
const acts = Object.keys(libraryCommands).filter((type) => type !== 'Undo' && type !== 'Redo' && Object.hasOwn(definitions, type))
  .map((type) => fc.record({ kind: fc.constant('act' as const), type: fc.constant(type), title, data: arbitraryOf(definitions[type]!.schema!) as fc.Arbitrary<object> }))
const act = fc.oneof(
  { weight: 2, arbitrary: fc.oneof(...acts) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('act' as const), type: fc.constantFrom('RateMovie', 'AddToWatchlist', 'RemoveFromWatchlist', 'ClearRating', 'AddFavourite', 'RemoveFavourite', 'DismissTitle', 'RestoreInterest'), title, data: fc.record({ rating: fc.constantFrom('LIKE', 'OK', 'DISLIKE') }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const), title, back: fc.nat({ max: 5 }) }) },
)
/** Two lists that both people know of; whoever creates one first owns it. */
const LISTS = ['11570000-0000-4000-8000-000000000001', '11570000-0000-4000-8000-000000000002']
const { UndoListChange: _undo, RedoListChange: _redo, ...ofLists } = listCommands
const orderKeys = fc.constantFrom('Zz', 'a0', 'a0V', 'a1')
const listAct = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('CreateList' as const, 'AddToList' as const, 'AddToList' as const, 'MoveInList' as const, 'ShareList' as const, 'ShareList' as const, 'UnshareList' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(ofLists) as (keyof typeof ofLists)[]) },
).chain((type) => fc.record({
  kind: fc.constant('listAct' as const), type: fc.constant(type as string), listId: fc.constantFrom(...LISTS), data: arbitraryOf(ofLists[type]) as fc.Arbitrary<object>, title, orderKey: orderKeys, who: fc.constantFrom(ada, bob),
}))
const listBack = fc.record({ kind: fc.constantFrom('undoList' as const, 'redoList' as const), listId: fc.constantFrom(...LISTS), back: fc.nat({ max: 4 }) })
const preference = fc.record({ kind: fc.constant('prefer' as const), country: fc.constantFrom('DE', 'FR', null) })
const weather = fc.record({ kind: fc.constant('weather' as const), change: fc.constantFrom<Partial<Weather>>(
  { offline: true }, { offline: false }, { noWayOut: true }, { noWayIn: true }, { noWayOut: true, noWayIn: true }, { noWayOut: false, noWayIn: false },
  { slow: true }, { slow: false }, { twice: true }, { twice: false }, { torn: true }, { torn: false }, { jumbled: true }, { jumbled: true, slow: true }) })
const event = fc.record({ kind: fc.constantFrom('kill' as const, 'open' as const, 'close' as const, 'look' as const, 'worker' as const, 'changePerson' as const, 'restart' as const, 'oldServer' as const, 'newServer' as const, 'faultyServer' as const, 'goodServer' as const, 'future' as const) })
const passing = fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 20, 200, 2_000, 8_000, 10_000, 60_000) })
const clock = fc.record({ kind: fc.constant('clock' as const), skewMs: fc.constantFrom(0, -86_400_000, 86_400_000, 90_000) })

const what = fc.oneof({ weight: 8, arbitrary: act }, { weight: 6, arbitrary: listAct }, { weight: 1, arbitrary: listBack }, { weight: 1, arbitrary: preference }, { weight: 4, arbitrary: weather }, { weight: 3, arbitrary: event }, { weight: 4, arbitrary: passing }, { weight: 1, arbitrary: clock })
const step = fc.record({ place: fc.nat({ max: BROWSERS.length - 1 }), what })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function take(household: SimulatedHousehold, { place, what }: Step): Promise<void> {
  const { browsers, time, during } = household
  const browser = browsers[place]!
  switch (what.kind) {
    case 'act': return await household.act(place, what.type, { ...what.data, title: what.title })
    case 'listAct': return await household.act(place, what.type, aimed(what))
    case 'prefer': return await household.act(place, 'UpdatePreferences', { country: what.country })
    case 'undoList': case 'redoList': return await takeBackInList(household, place, what)
    case 'undo': case 'redo': return await takeBack(household, place, what)
    case 'weather': {
      const { offline, ...rest } = what.change
      Object.assign(browser.line.weather, rest)
      browser.line.changed()
      return offline === undefined ? undefined : browser.setOffline(offline)
    }
    case 'pass': return await time.pass(what.ms)
    case 'clock': browser.skewMs = what.skewMs; return
    case 'kill': return browser.tabs.at(-1)?.kill()
    case 'open': return void (browser.tabs.length < 3 && await during(browser.openTab()))
    case 'close': return void (browser.tabs.length > 1 && await during(browser.close(browser.tabs[0]!)))
    case 'look': return household.look(place)
    case 'worker': return await during(browser.wakeWorker())
    case 'changePerson': return await household.changePerson(place)
    case 'restart': return household.restartServer()
    case 'oldServer': return household.serverIsOld(true)
    case 'newServer': return household.serverIsOld(false)
    case 'faultyServer': return household.serverIsFaulty(true)
    case 'goodServer': return household.serverIsFaulty(false)
    case 'future': return await household.recordFromTheFuture(place)
  }
}

/** The payload with what it is about: of the few lists, titles, places and people that there are. */
function aimed({ listId, data, title, orderKey, who }: { readonly listId: string; readonly data: object; readonly title: object; readonly orderKey: string; readonly who: string }) {
  return { ...data, listId, ...'title' in data && { title }, ...'orderKey' in data && { orderKey }, ...'userId' in data && { userId: who } }
}

/** Undoes one of the newest acts on a list that the screen shows, whoever's it was. */
async function takeBackInList(household: SimulatedHousehold, place: number, { kind, listId, back }: { readonly kind: 'undoList' | 'redoList'; readonly listId: string; readonly back: number }): Promise<void> {
  const replica = household.browsers[place]!.tabs.find(({ replica }) => replica)?.replica
  const target = [...replica?.timeline.values() ?? []].filter(({ stream }) => stream === listStream(listId)).at(-1 - back)
  if (kind === 'redoList') await household.act(place, 'RedoListChange', { listId })
  else if (target) await household.act(place, 'UndoListChange', { listId, eventId: target.key })
}

/** Undoes or redoes one of the newest acts on a title that the screen shows. */
async function takeBack(household: SimulatedHousehold, place: number, { kind, title, back }: { readonly kind: 'undo' | 'redo'; readonly title: (typeof TITLES)[number]; readonly back: number }): Promise<void> {
  const replica = household.browsers[place]!.tabs.find(({ replica }) => replica)?.replica
  const own = [...replica?.timeline.values() ?? []].filter(({ tmdbId }) => tmdbId === title.tmdbId)
  const target = own.at(-1 - back)
  if (kind === 'redo') await household.act(place, 'Redo', { title })
  else if (target) await household.act(place, 'Undo', { title, eventId: target.key })
}

/** The first judge: what the server's own folds make of its log is what every screen shows. */
async function sameAsTheServer({ server, browsers }: SimulatedHousehold): Promise<string[]> {
  const events: RecordedEvent[] = []
  for await (const event of server.store.readAll(START)) events.push(event)
  return browsers.flatMap(({ tabs }, place) => tabs.flatMap(({ replica }) => {
    if (!replica) return [`place ${place} has nobody`]
    const { userId } = replica.session
    const rows = { library: new Map<string, LibraryRow>(), timeline: new Map<string, TimelineRow>(), lists: new Map<string, ListRow>(), items: new Map<string, ListItemRow>(), members: new Map<string, ListMemberRow>(), preferences: new Map<string, PreferencesRow>() }
    for (const event of events) foldInto(listMembers, rows.members, event)
    for (const event of events.filter(({ stream }) => stream === preferencesStream(userId as UserId))) foldInto(preferences, rows.preferences, event)
    const theirs = new Set([...rows.members.values()].filter((row) => row.userId === userId && row.role !== null).map(({ listId }) => listStream(listId)))
    for (const event of events.filter(({ stream }) => stream.startsWith(`library-${userId}_`) || theirs.has(stream))) {
      foldInto(library, rows.library, event)
      foldInto(timeline, rows.timeline, event)
      foldInto(lists, rows.lists, event)
      foldInto(listItems, rows.items, event)
    }
    return [
      ...differing(`place ${place}: library`, replica.library, rows.library), ...differing(`place ${place}: timeline`, replica.timeline, rows.timeline),
      ...differing(`place ${place}: lists`, replica.lists, rows.lists), ...differing(`place ${place}: list items`, replica.listItems, rows.items),
      ...differing(`place ${place}: preferences`, replica.preferences, rows.preferences),
    ]
  }))
}

function differing<Row>(what: string, found: ReadonlyMap<string, Row>, wanted: ReadonlyMap<string, Row>): string[] {
  const text = (row: Row | undefined) => JSON.stringify(row, (_, value: unknown) => value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value) ?? 'nothing'
  return [...new Set([...found.keys(), ...wanted.keys()])].filter((key) => text(found.get(key)) !== text(wanted.get(key)))
    .map((key) => `${what} shows ${text(found.get(key))}\n  instead of ${text(wanted.get(key))}`)
}

/** Two shared lists to begin with, one of each person's. */
async function shareLists({ act, time }: SimulatedHousehold): Promise<void> {
  for (const [place, listId, userId] of [[0, LISTS[0]!, bob], [2, LISTS[1]!, ada]] as const) {
    await act(place, 'CreateList', { listId, name: 'Nights out', visibility: 'private' })
    await act(place, 'ShareList', { listId, userId, role: 'editor' })
  }
  await time.pass(1_000)
}

async function tryOut(steps: readonly Step[], seed: number, shared = false): Promise<void> {
  const household = await createSimulatedHousehold(seed)
  try {
    if (shared) await shareLists(household)
    for (const step of steps) {
      await take(household, step)
      await household.time.settle()
    }
    await household.heal()
    const wrong = [...await sameAsTheServer(household), ...checkHistory(await household.history())]
    if (wrong.length > 0) throw new Error([...new Set(wrong)].slice(0, 20).join('\n'))
  } finally {
    await household.close()
  }
}

const stories = fc.tuple(fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }), fc.nat(), fc.boolean())

t.test(`[SY5] all devices agree with the server ten seconds after all has healed (${runs} cases, FC_SEED=${seed})`, async (t) => {
  const result = await fc.check(fc.asyncProperty(stories, ([steps, seed, shared]) => tryOut(steps, seed, shared)), { seed, numRuns: runs, interruptAfterTimeLimit: SHRINKING_MS + runs * 1_000 })
  if (result.failed) t.fail(`${result.errorInstance instanceof Error ? result.errorInstance.stack : ''}\n${fc.defaultReportMessage(result)}`)
  t.equal(result.numRuns, runs)
})

/** Smallest cases that once found a mistake, in the steps they had. */
const MENDED: readonly { readonly mistake: string; readonly steps: readonly Step[]; readonly seed?: number; readonly shared?: boolean }[] = [
  {
    mistake: 'an event of a newer app made the replica stumble over its log',
    steps: [at(0, { kind: 'future' }), at(0, { kind: 'weather', change: { offline: true } }), at(0, { kind: 'kill' })],
  },
  {
    mistake: 'after a long silence the next try came later than ten seconds after the network',
    steps: [
      at(0, { kind: 'weather', change: { noWayOut: true } }), at(0, { kind: 'oldServer' }), at(0, { kind: 'pass', ms: 60_000 }), at(0, { kind: 'pass', ms: 10_000 }),
      at(1, { kind: 'act', type: 'RateMovie', title: TITLES[0]!, data: { rating: 'LIKE' } }), at(0, { kind: 'pass', ms: 10_000 }), at(0, { kind: 'pass', ms: 10_000 }),
    ],
  },
  {
    mistake: 'a session that was being asked for while its person signed out was kept after all',
    steps: [at(1, { kind: 'changePerson' }), at(0, { kind: 'faultyServer' }), at(1, { kind: 'changePerson' }), at(0, { kind: 'act', type: 'RateMovie', title: TITLES[0]!, data: { rating: 'LIKE' } })],
    seed: 1518553324, shared: true,
  },
  {
    mistake: 'what an old server did not know still waited when a new one had come between the last request and the socket',
    steps: [
      at(0, { kind: 'oldServer' }), at(0, { kind: 'pass', ms: 10_000 }), at(0, { kind: 'weather', change: { slow: true } }),
      at(0, { kind: 'act', type: 'AddFavourite', title: TITLES[0]!, data: {} }), at(0, { kind: 'pass', ms: 10_000 }), at(0, { kind: 'restart' }), at(0, { kind: 'pass', ms: 8_000 }), at(0, { kind: 'newServer' }),
    ],
    seed: 4,
  },
]

function at(place: number, what: Step['what']): Step {
  return { place, what }
}

for (const { mistake, steps, seed = 0, shared = false } of MENDED) {
  t.test(`[SY5] mended: ${mistake}`, async (t) => {
    await tryOut(steps, seed, shared)
    t.pass('all agree')
  })
}
