/**
 * What is fetched of an NZB, and in which order: first the small PAR2 index (names and hashes), then the film or all volumes of its
 * archive, then what lies beside. Recovery volumes are planned too, and withheld until somebody wants them. Pure.
 */

import { sayOfJob as say } from '../../projections/said-of-jobs.ts'
import { limits } from '../../server/limits.ts'
import { isBeside } from '../is-beside.ts'
import { JobFailure } from '../job-failure.ts'
import type { Nzb, NzbFile } from './nzb.ts'
import type { LandingPlan } from './landing.ts'
import { contentArticles, damagedBlocks, recoveryIn } from './recovery.ts'
import { volumeOrder } from './volume-order.ts'

export type FileKind = 'content' | 'par2-index' | 'par2-volume' | 'beside'

export interface PlannedFile {
  /** As the subject tells it, often obfuscated; articles tell it too, when they land. Never a path. */
  readonly name: string | null
  readonly kind: FileKind
  /** Of a recovery volume: how many blocks its name says it has. */
  readonly recoveryBlocks?: number
  readonly firstArticle: number
  /** Its articles follow each other. */
  readonly articles: number
  /** Articles that must exist, and that the NZB does not list. */
  readonly unlisted: number
  /** As posted, encoded; 0 when the NZB does not say. */
  readonly sizeBytes: number
}

export interface PlannedArticle {
  readonly messageId: string
  /** An index into the plan's files. */
  readonly file: number
  /** Its place in the file, from 0, those that are not listed counted. */
  readonly place: number
  /** Encoded; 0 when the NZB does not say. */
  readonly sizeBytes: number
  /** Bytes of the file it belongs to that can be at most: nothing is written behind. */
  readonly fileBytesMax: number
  /** The file has other articles too, so this one must say where it belongs. */
  readonly multipart: boolean
  /** Milliseconds since the Unix epoch; null when the NZB does not say. */
  readonly postedAt: number | null
}

export interface DownloadPlan {
  readonly files: readonly PlannedFile[]
  readonly articles: readonly PlannedArticle[]
  /** Of all that is not withheld, as posted, encoded; 0 when the NZB does not say. */
  readonly totalBytes: number
}

const PAR2 = /\.par2$/i
/** `film.vol03+04.par2` begins at block 3 and has 4; the specification's own `film.vol03-06.par2` ends at block 6. */
const VOLUME = /\.vol(\d{1,6})([+-])(\d{1,6})\.par2$/i
const ORDER: readonly FileKind[] = ['par2-index', 'content', 'beside', 'par2-volume']

/** Throws `JobFailure` when there is nothing to see in the release, or it is known to be beyond repair. */
export function planDownload(nzb: Nzb): DownloadPlan {
  const largest = nzb.files.reduce((most, file) => Math.max(most, weight(file)), 0)
  const kinds = new Map(nzb.files.map((file) => [file, kindOf(file, largest)]))
  const listed = volumeOrder(nzb.files).sort((a, b) => ORDER.indexOf(kinds.get(a)!) - ORDER.indexOf(kinds.get(b)!))
  const files: PlannedFile[] = []
  const articles: PlannedArticle[] = []
  for (const file of listed) {
    const kind = kinds.get(file)!
    const blocks = kind === 'par2-volume' ? blocksIn(file) : undefined
    files.push({
      name: file.name, kind, ...blocks === undefined ? {} : { recoveryBlocks: blocks },
      firstArticle: articles.length, articles: file.segments.length, unlisted: file.missingSegments, sizeBytes: file.sizeBytes,
    })
    // One by one: a film in a single file has more articles than a call takes arguments.
    for (const article of articlesOf(file, files.length - 1)) articles.push(article)
  }
  if (!files.some(({ kind }) => kind === 'content')) throw new JobFailure('JOB_ERROR', say('JOB_NO_FILM_LISTED'), { retryable: false })
  const fetched = files.filter(({ kind }) => kind !== 'par2-volume')
  const plan = { files, articles, totalBytes: fetched.every(({ sizeBytes }) => sizeBytes > 0) ? fetched.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) : 0 }
  checkListed(plan)
  return plan
}

/** Where the plan's articles land. `fingerprint` is the SHA-256 of the NZB's bytes. */
export function landingPlanOf(plan: DownloadPlan, fingerprint: Uint8Array): LandingPlan {
  return { fingerprint, fileOfArticle: plan.articles.map(({ file }) => file), files: plan.files.length }
}

function kindOf(file: NzbFile, largest: number): FileKind {
  const name = file.name ?? ''
  if (VOLUME.test(name) || PAR2.test(name) && file.sizeBytes > limits.par2IndexBytesMax) return 'par2-volume'
  if (PAR2.test(name)) return 'par2-index'
  // Obfuscated names say nothing, so whatever has none of these endings may be the film or a volume of it.
  return isBeside(name) || /\bsample\b/i.test(name) && weight(file) * 4 < largest ? 'beside' : 'content'
}

function blocksIn({ name }: NzbFile): number | undefined {
  const [, first, sign, second] = VOLUME.exec(name ?? '') ?? []
  if (first === undefined) return undefined
  const blocks = sign === '+' ? Number(second) : Number(second) - Number(first) + 1
  return blocks > 0 ? blocks : undefined
}

function articlesOf(file: NzbFile, index: number): PlannedArticle[] {
  const known = file.segments.every((segment) => segment.sizeBytes > 0)
  const articles = file.segments.length + file.missingSegments
  // Encoding only ever makes larger, so a file is never longer than its articles; a little is allowed for what posters round.
  const unlistedBytes = known ? file.missingSegments * file.segments.reduce((most, { sizeBytes }) => Math.max(most, sizeBytes), 0) : 0
  const fileBytesMax = known ? Math.ceil((file.sizeBytes + unlistedBytes) * 1.05) + 65_536 : articles * limits.articleBytesMax
  return file.segments.map(({ messageId, number, sizeBytes }) => ({ messageId, file: index, place: number - 1, sizeBytes, fileBytesMax, multipart: articles > 1, postedAt: file.postedAt }))
}

function checkListed(plan: DownloadPlan): void {
  const unlisted = plan.files.reduce((sum, { kind, unlisted }) => kind === 'content' ? sum + unlisted : sum, 0)
  if (unlisted === 0) return
  const recovery = recoveryIn(plan.files)
  const listed = contentArticles(plan)
  // More than half: no recovery data makes up for that, and what an NZB pretends to lack is not counted one by one.
  if (unlisted <= listed && damagedBlocks(plan, recovery, []) <= recovery.blocks) return
  const found = { unlisted, count: listed + unlisted }
  throw new JobFailure('USENET_ERROR', recovery.blocks > 0 ? say('USENET_UNLISTED_BEYOND', { ...found, blocks: recovery.blocks }) : say('USENET_UNLISTED', found), { retryable: false })
}

function weight(file: NzbFile): number {
  return file.sizeBytes || file.segments.length
}
