/**
 * The handle of the time machine on a device: what one step of it costs, from the moment to the shelf that is drawn, for a library of
 * 10,000 titles with 60,000 and 100,000 events. Goal: less than 50 ms a step. `npm run bench:past`
 */

import { loadavg } from 'node:os'
import process from 'node:process'
import { seededRandom } from '../demo/seed.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import { librarySchemas } from '../domain/event-shapes.ts'
import { countUntil, createPast } from '../projections/as-of.ts'
import { library } from '../projections/library.ts'
import { limits } from '../pwa/sync/limits.ts'
import { shelve, wishOf } from '../pwa/screens/shelf.ts'
import { shelfThen } from '../pwa/screens/shelf-then.ts'
import { benchOptions } from './measure.ts'

const TITLES = 10_000
const STEPS = 300
const { seed } = benchOptions()

/** Titles are listed, loved, tagged, watched, taken off again, a minute apart. */
function logOf(count: number): RecordedEvent[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.UTC(2020, 0, 1) + i * 60_000).toISOString()
    const kinds = [
      ['AddedToWatchlist', { priority: 'HIGH', note: null, addedAt: at }], ['FavouriteAdded', { addedAt: at }], ['TitleTagged', { tag: `tag ${i % 7}` }],
      ['TitleWatched', { playId: `p${i}`, watchedAt: at }], ['TitleRated', { rating: 'LIKE', ratedAt: at }], ['RemovedFromWatchlist', {}],
    ] as const
    const [type, data] = kinds[Math.floor(random() * kinds.length)]!
    return {
      id: `e${i}`, type, data, schema: librarySchemas[type], version: 0, position: positionOf(i + 1), recordedAt: at,
      stream: `library-0a0a0a0a-0000-4000-8000-000000000001_movie_${1 + Math.floor(random() * TITLES)}`, meta: { issuedAt: at },
    } as unknown as RecordedEvent
  })
}

function milliseconds(run: () => unknown): { readonly cpu: number; readonly wall: number } {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  run()
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: (user + system) / 1_000, wall: performance.now() - wall }
}

function described(samples: readonly { readonly cpu: number; readonly wall: number }[]): string {
  const at = (share: number, of: 'cpu' | 'wall') => samples.map((sample) => sample[of]).sort((a, b) => a - b)[Math.floor(samples.length * share)]!.toFixed(1)
  return `CPU ${at(0.5, 'cpu')} ms, 99 of 100 within ${at(0.99, 'cpu')}; on the clock ${at(0.5, 'wall')}, ${at(0.99, 'wall')}`
}

console.log(`time machine: seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, ${TITLES} titles, ${STEPS} steps`)
for (const count of [60_000, 100_000]) {
  const log = logOf(count)
  const past = createPast(library, { checkpointEvents: limits.pastCheckpointEvents, checkpointsMax: limits.pastCheckpointsMax })
  const opened = milliseconds(() => past.after(log, count))
  const now = past.after(log, count)
  const wish = wishOf(new URLSearchParams())
  const step = (at: string) => milliseconds(() => {
    const found = shelfThen(past.after(log, countUntil(log, { at })), now, 'watchlist').map((title) => ({ ...title, card: undefined }))
    return shelve(found.filter(({ since }) => since !== 'added'), wish)
  })
  const placed = (share: number) => log[Math.floor((count - 1) * share)]!.recordedAt
  const dragged = Array.from({ length: STEPS }, (_, i) => step(placed(i / STEPS)))
  const jumped = Array.from({ length: STEPS }, (_, i) => step(placed((i * 37) % STEPS / STEPS)))
  console.log(`${count} events: first look ${opened.cpu.toFixed(0)} ms of CPU`)
  console.log(`  dragging  ${described(dragged)}`)
  console.log(`  jumping   ${described(jumped)}`)
}
