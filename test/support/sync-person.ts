/** A person at a device of theirs, for the tests of sync. */

import type { RecordedEvent } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { Household } from '../../pwa/sync/household.ts'
import type { PersonReplica } from '../../pwa/sync/person-replica.ts'
import { eventually } from './eventually.ts'
import { ada, bob } from './given.ts'
import type { TestServer } from './sync-server.ts'
import { createTestServer } from './sync-server.ts'
import type { Browser } from './sync-world.ts'
import { createBrowser, signedIn } from './sync-world.ts'
import type { Test } from './tap.ts'

export function world() {
  let nowMs = Date.UTC(2026, 2, 1, 12)
  // Each look at the clock is a moment later, so that acts have an order in time.
  const now = () => nowMs++
  const server = createTestServer([{ userId: ada, username: 'ada', role: 'member' }, { userId: bob, username: 'bob', role: 'viewer' }], now)
  let seed = 0
  return { server, now, browser: () => createBrowser(server, { now, seed: ++seed }), pass: (ms: number) => { nowMs += ms } }
}

export async function person(t: Test, browser: Browser, username = 'ada'): Promise<{ tab: Household; replica: PersonReplica }> {
  const here = await signedIn(browser, username)
  t.teardown(() => here.tab.close())
  return here
}

export const live = (replica: PersonReplica) => eventually('live', () => replica.connection.name === 'live')
export const settled = (...replicas: PersonReplica[]) => eventually('nothing left to send', () => replicas.every(({ link, outbox }) => link.unsent === 0 && outbox.length === 0))
/** Nothing on the screen is a guess any more: what was answered has arrived as well. */
export const confirmed = (replica: PersonReplica) => eventually('no guesses left', () => replica.past!.log.every(({ position }) => position !== GUESSED))
const GUESSED = '9'.repeat(20)

export async function recorded(server: TestServer): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of server.store.readAll(START)) events.push(event)
  return events
}
