/**
 * `npm run bench:exports [-- --quick] [--grow]`: 100,000 lines of other systems' exports, read into one shape. The yardstick is what
 * nobody can go without: the parser alone, of the same text, into rows by the names of their columns. Beside it the greatest memory of this process.
 */

import Papa from 'papaparse'
import { loadavg } from 'node:os'
import process from 'node:process'
import { readLibraryExport } from '../domain/library-import/read-library-export.ts'
import { limits } from '../server/limits.ts'
import { benchOptions, commit, compare } from './measure.ts'

const options = benchOptions()
const lines = (options.quick ? 20_000 : 100_000) * options.scale
const bounds = { rowsMax: lines, problemsMax: limits.libraryImportProblemsMax }

const many = <Line>(line: (index: number) => Line) => Array.from({ length: lines }, (_, index) => line(index))
const day = (index: number) => `20${10 + index % 15}-0${1 + index % 9}-1${index % 10}`
const DIARY = `Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n${many((i) => `${day(i)},"Film, the ${i % 9_000}th",19${10 + i % 90},https://boxd.it/${i},${1 + i % 9 / 2},,"cinema, late",${day(i)}\n`).join('')}`
const HISTORY = JSON.stringify(many((i) => ({
  id: i, watched_at: `${day(i)}T${10 + i % 13}:${10 + Math.floor(i / 13) % 50}:${10 + Math.floor(i / 650) % 50}.000Z`, action: 'watch', type: 'episode', episode: { season: 1 + i % 9, number: Math.floor(i / 500) % 20, title: `Episode ${i}`, ids: { trakt: i, tmdb: i + 1 } },
  show: { title: `Series ${i % 500}`, year: 2_000, ids: { trakt: i % 500, tmdb: 1 + i % 500, imdb: `tt${String(1_000_000 + i % 500)}` } },
})))

async function turn(read: () => number): Promise<{ perSecond: number; latenciesMs: number[] }> {
  const began = performance.now()
  const found = read()
  if (found < lines) throw new Error(`${found} of ${lines} were read`)
  return { perSecond: lines / (performance.now() - began) * 1_000, latenciesMs: [] }
}

function reading(path: string, text: string) {
  const bytes = new TextEncoder().encode(text)
  return () => turn(() => readLibraryExport({ [path]: bytes }, bounds).rows.length)
}

console.log(`Exports: commit ${commit()}, ${lines.toLocaleString('en')} lines, load ${loadavg()[0]!.toFixed(1)}, ${options.rounds} rounds in turns; ratio of medians, then median (least to greatest) in lines a second`)
const measuring = { rounds: options.rounds, serverPid: process.pid }
await compare({ what: 'Letterboxd diary', ours: reading('diary.csv', DIARY), yardstick: () => turn(() => Papa.parse<object>(DIARY, { header: true, delimiter: ',', newline: '\n' }).data.length), goal: '10 %' }, measuring)
await compare({ what: 'Trakt history', ours: reading('watched-history.json', HISTORY), yardstick: () => turn(() => (JSON.parse(HISTORY) as unknown[]).length), goal: '10 %' }, measuring)
console.log(`Exports: load ${loadavg()[0]!.toFixed(1)}, peak memory of this process ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MiB`)
