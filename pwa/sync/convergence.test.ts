/**
 * Random acts on random devices with a bad wire between; then it heals, and everyone must agree. `FC_RUNS` sets the number of
 * cases, `FC_SEED` the seed.
 */

import process from 'node:process'
import fc from 'fast-check'
import t from '../../test/support/tap.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ada, bob } from '../../test/support/given.ts'
import type { Browser, TestServer } from '../../test/support/sync-world.ts'
import { createBrowser, createTestServer, signedIn } from '../../test/support/sync-world.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import { PRIORITIES, RATINGS } from '../../domain/library-entry.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { foldInto } from '../../projections/projection.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { timeline } from '../../projections/timeline.ts'
import type { Household } from './household.ts'
import type { PersonReplica } from './person-replica.ts'

const runs = Number(process.env.FC_RUNS ?? 0) || 12
const seed = process.env.FC_SEED === 'random' ? Math.trunc(performance.timeOrigin) | 0 : Number(process.env.FC_SEED ?? 1895)

const title = fc.integer({ min: 1, max: 3 }).map((tmdbId) => ({ mediaType: 'movie' as const, tmdbId }))
const act = fc.oneof(
  fc.record({ type: fc.constant('RateMovie' as const), title, rating: fc.constantFrom(...RATINGS) }),
  fc.record({ type: fc.constant('AddToWatchlist' as const), title, priority: fc.constantFrom(...PRIORITIES) }),
  fc.record({ type: fc.constantFrom('ClearRating' as const, 'RemoveFromWatchlist' as const, 'AddFavourite' as const, 'RemoveFavourite' as const, 'MarkWatched' as const, 'Redo' as const), title }),
  fc.record({ type: fc.constant('TagTitle' as const), title, tag: fc.constantFrom('noir', 'silent') }),
  fc.record({ type: fc.constant('UndoLast' as const), title }),
)
const fault = fc.constantFrom('cut', 'restore', 'lose answers', 'hear answers', 'deafen', 'hear', 'crash', 'settle', 'settle')
const step = fc.record({ device: fc.integer({ min: 0, max: 2 }), what: fc.oneof({ weight: 3, arbitrary: act }, { weight: 2, arbitrary: fault }) })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Ada has two devices, Bob one. */
const people = ['ada', 'ada', 'bob'] as const

interface Place { readonly browser: Browser; tab: Household; replica: PersonReplica; readonly sent: Set<string> }

async function take(place: Place, { what }: Step): Promise<void> {
  const { browser, replica } = place
  switch (what) {
    case 'cut': return browser.setOnline(false)
    case 'restore': return browser.setOnline(true)
    case 'lose answers': case 'hear answers': browser.wire.loseAnswers = what === 'lose answers'; return
    case 'deafen': case 'hear': browser.wire.deafSocket = what === 'deafen'; return
    case 'settle': await new Promise((resolve) => setTimeout(resolve, 5)); return
    case 'crash': {
      await place.tab.close()
      place.tab = browser.openTab()
      place.replica = (await place.tab.open())!
      return
    }
    default: {
      const { type, ...data } = what
      const last = [...replica.timeline.values()].filter(({ tmdbId }) => tmdbId === data.title.tmdbId).at(-1)
      if (type === 'UndoLast' && !last) return
      const taken = type === 'UndoLast' ? await replica.send('Undo', { ...data, eventId: last!.key }) : await replica.send(type, data as never)
      if (taken.status === 'taken' && taken.changed) place.sent.add(taken.commandId)
    }
  }
}

async function agree(server: TestServer, places: readonly Place[]): Promise<void> {
  const events: RecordedEvent[] = []
  for await (const event of server.store.readAll(START)) events.push(event)
  for (const { replica } of places) {
    const rows = { library: new Map<string, LibraryRow>(), timeline: new Map<string, TimelineRow>() }
    for (const event of events.filter(({ meta }) => meta.actor === replica.session.userId)) {
      foldInto(library, rows.library, event)
      foldInto(timeline, rows.timeline, event)
    }
    same(replica.library, rows.library, 'library')
    same(replica.timeline, rows.timeline, 'history')
  }
  for (const { replica, sent } of places) {
    for (const id of sent) {
      const outcome = server.outcomes.get(id)
      if (outcome === undefined) throw new Error(`Command ${id} was lost`)
      if (outcome.status === 'rejected' && !replica.outbox.some((parcel) => parcel.id === id && parcel.state === 'refused')) throw new Error(`The refusal of ${id} was not told`)
    }
  }
  if (new Set(events.map(({ id }) => id)).size !== events.length) throw new Error('An event is there twice')
}

function same<Row>(found: ReadonlyMap<string, Row>, wanted: ReadonlyMap<string, Row>, what: string): void {
  const text = (rows: ReadonlyMap<string, Row>) => JSON.stringify([...rows].sort(([a], [b]) => a < b ? -1 : 1), (_, value: unknown) => sorted(value))
  if (text(found) !== text(wanted)) throw new Error(`The ${what} differs:\n${text(found)}\n${text(wanted)}`)
}

function sorted(value: unknown): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value
}

async function tryOut(steps: readonly Step[]): Promise<void> {
  let nowMs = Date.UTC(2026, 2, 1, 12)
  const now = () => nowMs++
  const server = createTestServer([{ userId: ada, username: 'ada', role: 'member' }, { userId: bob, username: 'bob', role: 'member' }], now)
  const places: Place[] = []
  for (const [index, username] of people.entries()) {
    const browser = createBrowser(server, { now, seed: index + 1 })
    places.push({ browser, ...await signedIn(browser, username), sent: new Set() })
  }
  try {
    for (const each of steps) await take(places[each.device]!, each)
    for (const { browser } of places) {
      Object.assign(browser.wire, { loseAnswers: false, deafSocket: false })
      browser.setOnline(false)
      browser.setOnline(true)
    }
    let why: unknown
    await eventually('everybody to agree', async () => {
      if (!places.every(({ replica }) => replica.link.unsent === 0 && replica.connection.name === 'live')) return false
      try {
        await agree(server, places)
        return true
      } catch (error) {
        why = error
        return false
      }
    }, 10_000).catch((error: Error) => { throw why ?? error })
  } finally {
    for (const { tab } of places) await tab.close()
  }
}

t.test(`[SY5] devices of two people agree with the server after any faults have healed (${runs} cases, FC_SEED=${seed})`, async (t) => {
  const result = await fc.check(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), tryOut), { numRuns: runs, seed, endOnFailure: true })
  if (result.failed) t.fail(`${result.errorInstance instanceof Error ? result.errorInstance.stack : ''}\n${fc.defaultReportMessage(result)}`)
  t.equal(result.numRuns, runs)
})
