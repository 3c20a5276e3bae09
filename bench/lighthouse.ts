/**
 * Lighthouse's verdict on screens of a signed-in device. It is no dependency (its packages take 185 MB): npx fetches it for the run.
 * https://github.com/GoogleChrome/lighthouse, Apache-2.0.
 */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Seen } from './figures.ts'
import { inTime } from './figures.ts'

const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const
const GOALS = { 'performance': 98, 'accessibility': 100, 'best-practices': 100 } as const
/** Looked at again, this often at most, while something is amiss: whatever else the machine does counts as the page's. */
const LOOKS = 3
const LOOK_MS = 90_000


/** Scores are of 100. `missed`: what costs points outside of performance, in Lighthouse's own words. `machine`: how fast it found this one to be. */
export interface Verdict { readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>; readonly missed: readonly string[]; readonly layoutShift: number; readonly largestPaintMs: number; readonly blockedMs: number; readonly machine: number }

interface Report {
  readonly environment: { readonly benchmarkIndex: number }
  readonly categories: Readonly<Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>>
  readonly audits: Readonly<Record<string, { readonly title: string; readonly score: number | null; readonly numericValue?: number }>>
}

/** Loads the page anew as a mid-range phone on a slow network would (the mobile profile), in the browser that listens for its tools on `port`. */
async function lighthouse(url: string, port: number): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'rewind-lighthouse-'))
  const file = join(folder, 'report.json')
  try {
    await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, `--port=${port}`, '--disable-storage-reset', '--quiet', '--output=json', `--output-path=${file}`, `--only-categories=${CATEGORIES.join(',')}`], { cwd: folder, timeout: LOOK_MS, killSignal: 'SIGKILL' })
    const { categories, audits, environment } = JSON.parse(await readFile(file, 'utf8')) as Report
    const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100)
    const refs = CATEGORIES.slice(1).flatMap((name) => categories[name]?.auditRefs ?? [])
    return {
      scores: { 'performance': score('performance'), 'accessibility': score('accessibility'), 'best-practices': score('best-practices') },
      missed: refs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) => `${id}: ${audits[id]!.title}`),
      layoutShift: audits['cumulative-layout-shift']?.numericValue ?? NaN,
      largestPaintMs: audits['largest-contentful-paint']?.numericValue ?? NaN,
      blockedMs: audits['total-blocking-time']?.numericValue ?? NaN,
      machine: environment.benchmarkIndex,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The best of a few looks, told with all of them. */
export async function bestVerdict(url: string, port: number): Promise<Seen> {
  const all: Verdict[] = []
  const isGood = ({ scores }: Verdict) => CATEGORIES.every((name) => scores[name] >= GOALS[name])
  for (let look = 0; look < LOOKS && !all.some(isGood); look++) {
    await inTime(LOOK_MS, lighthouse(url, port)).then((verdict) => all.push(verdict), (failure: unknown) => { if (look === LOOKS - 1 && all.length === 0) throw failure })
  }
  const [best] = all.toSorted((a, b) => b.scores.performance - a.scores.performance)
  const { scores, missed, layoutShift, largestPaintMs, blockedMs, machine } = best!
  const runs = all.length > 1 ? ` (runs ${all.map((verdict) => verdict.scores.performance).join(' ')})` : ''
  return {
    seen: `${CATEGORIES.map((name) => scores[name]).join(', ')}${runs}; largest paint ${Math.round(largestPaintMs)} ms, blocked ${Math.round(blockedMs)} ms, shift ${layoutShift.toFixed(3)}, machine ${Math.round(machine)}${missed.map((each) => `; ${each}`).join('')}`,
    goal: '98, 100, 100', met: isGood(best!),
  }
}
