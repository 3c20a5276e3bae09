/** SIGKILL while commands are being accepted and while the projections work them off; the ledger of answers is kept outside. */

import process from 'node:process'
import type { Command, CommandId } from '../../domain/command.ts'
import { RATINGS } from '../../domain/scales.ts'
import { foldInto } from '../../projections/projection.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { eventually } from '../support/eventually.ts'
import type { Person } from '../support/person.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { seededRandom } from '../../demo/seed.ts'
import { freePort, startService, temporaryFolder } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const KILLS = Number(process.env.KILLS ?? 30)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const CLIENTS = 8
const TITLES = 400

t.comment(`seed ${SEED}: replay with SEED=${SEED}`)

/** Commands answered as accepted, by id. */
type Ledger = Set<CommandId>

function randomCommand(random: () => number): Command {
  const title = { mediaType: 'movie' as const, tmdbId: 1 + Math.floor(random() * TITLES) }
  const rating = RATINGS[Math.floor(random() * RATINGS.length)]!
  return random() < 0.5 ? newCommand('RateMovie', { title, rating }) : newCommand('MarkWatched', { title })
}

async function load(person: Person, random: () => number, ledger: Ledger, batchSize: number, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const batch = Array.from({ length: batchSize }, () => randomCommand(random))
    const outcomes = await person.send(...batch).catch(() => [])
    for (const outcome of outcomes) if (outcome.status === 'accepted' && outcome.events.length > 0) ledger.add(outcome.id)
  }
}

async function verify(t: Test, person: Person, ledger: Ledger): Promise<void> {
  const { events } = await person.replica()
  t.equal(new Set(events.map((event) => event.id)).size, events.length, 'no event twice')
  const byCommand = new Set<string>(events.map((event) => event.meta.commandId))
  t.same([...ledger].filter((id) => !byCommand.has(id)), [], `each of ${ledger.size} acknowledged commands is in the store`)
  const versions = new Map<string, number>()
  let holes = 0
  for (const event of events) {
    const expected = (versions.get(event.stream) ?? -1) + 1
    if (event.version !== expected) holes++
    versions.set(event.stream, event.version)
  }
  t.equal(holes, 0, `no hole in ${versions.size} streams`)
  const rows = new Map<string, LibraryRow>()
  for (const event of events) foldInto(library, rows, event)
  const differing: string[] = []
  const last = events.at(-1)
  for (const row of rows.values()) {
    const stored = await person.get<{ entry: LibraryRow | null }>(`/api/library/${row.mediaType}/${row.tmdbId}${last ? `?after=${last.position}` : ''}`)
    if (JSON.stringify(sorted(stored.entry)) !== JSON.stringify(sorted(row))) differing.push(row.key)
  }
  t.same(differing, [], `the read model is the fold of ${events.length} events`)
}

const sorted = (row: object | null) => row && Object.entries(row).sort(([a], [b]) => a < b ? -1 : 1)

t.test(`killed ${KILLS} times while appending and projecting: nothing acknowledged is lost, nothing is there twice, each event takes effect exactly once`, async (t) => {
  const random = seededRandom(SEED)
  const dataDir = temporaryFolder(t)
  const port = await freePort()
  const ledger: Ledger = new Set()
  let service = await startService(t, { dataDir, port })
  for (let kill = 0; kill < KILLS; kill++) {
    const person = await signIn(service.url, demoCredentials(service, 'member'))
    let stopped = false
    // Every other round in batches: then the projections have more to work off.
    const batchSize = kill % 2 === 0 ? 1 : 100
    const clients = Array.from({ length: CLIENTS }, () => load(person, random, ledger, batchSize, () => stopped))
    const before = ledger.size
    await eventually('the first acknowledged commands of the round', () => ledger.size > before)
    await new Promise((resolve) => setTimeout(resolve, random() * 400))
    await service.kill()
    stopped = true
    await Promise.all(clients)
    service = await startService(t, { dataDir, port })
  }
  await verify(t, await signIn(service.url, demoCredentials(service, 'member')), ledger)
  t.equal(await service.stop(), 0, 'stops cleanly')
})
