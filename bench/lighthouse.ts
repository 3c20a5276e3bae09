/**
 * Lighthouse's verdict on screens of a signed-in device. It is no dependency (its packages take 185 MB): npx fetches it for the run.
 * https://github.com/GoogleChrome/lighthouse, Apache-2.0.
 */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

/** Scores are of 100. `missed`: what costs points outside of performance, in Lighthouse's own words. */
export interface Verdict { readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>; readonly missed: readonly string[]; readonly layoutShift: number; readonly largestPaintMs: number; readonly blockedMs: number }

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>>
  readonly audits: Readonly<Record<string, { readonly title: string; readonly score: number | null; readonly numericValue?: number }>>
}

/** Loads the page anew as a mid-range phone on a slow network would (the mobile profile), in the browser that listens for its tools on `port`. */
export async function lighthouse(url: string, port: number): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'rewind-lighthouse-'))
  const file = join(folder, 'report.json')
  try {
    await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, `--port=${port}`, '--disable-storage-reset', '--quiet', '--output=json', `--output-path=${file}`, `--only-categories=${CATEGORIES.join(',')}`], { cwd: folder })
    const { categories, audits } = JSON.parse(await readFile(file, 'utf8')) as Report
    const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100)
    const refs = CATEGORIES.slice(1).flatMap((name) => categories[name]?.auditRefs ?? [])
    return {
      scores: { 'performance': score('performance'), 'accessibility': score('accessibility'), 'best-practices': score('best-practices') },
      missed: refs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) => `${id}: ${audits[id]!.title}`),
      layoutShift: audits['cumulative-layout-shift']?.numericValue ?? NaN,
      largestPaintMs: audits['largest-contentful-paint']?.numericValue ?? NaN,
      blockedMs: audits['total-blocking-time']?.numericValue ?? NaN,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
