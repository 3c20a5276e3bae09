/**
 * Finds what is there of a recovery set: each file under its own name, under another, in pieces, shifted, or not at all.
 *
 * First come files that may be whole: of the right name, or with the right first 16 KiB. What is in its place is told by
 * CRC-32, and a whole file by its MD5. Only while blocks are lacking are the gaps and the files that nobody knows searched
 * at every offset (scan-file.ts).
 */

import type { Range } from './file-bytes.ts'
import { md5Of, withFile } from './file-bytes.ts'
import { checkInPlace } from './check-in-place.ts'
import type { Par2Set, SetFile } from './par2-set.ts'
import { bytesOfBlock, checksumsOf } from './par2-set.ts'
import { rollingCrc } from './rolling-crc.ts'
import type { Location } from './scan-file.ts'
import { scanFile, wantedBlocks } from './scan-file.ts'

/** A file that may hold data of the set. */
export interface Candidate {
  readonly path: string
  readonly name: string | null
  readonly sizeBytes: number
  /** Known to be as it was posted: size and first 16 KiB then say whose it is, and nothing more is read. */
  readonly trusted: boolean
}

export interface Target {
  readonly file: SetFile
  /** `missing`: neither under its name nor known by its beginning, though blocks of it may have been found. */
  readonly state: 'intact' | 'renamed' | 'damaged' | 'missing'
  /** What is whole under another name, or the most of it there is in place. */
  readonly source: Candidate | null
  /** Of its blocks. */
  readonly found: number
}

export interface Survey {
  readonly targets: readonly Target[]
  /** Of each block of the set; undefined for what is lacking. */
  readonly locations: readonly (Location | undefined)[]
  /** Numbers of the blocks that are lacking. */
  readonly missing: readonly number[]
}

interface SurveyOptions {
  /** Blocks in place are told by MD5 too, not only by CRC-32. */
  readonly thorough: boolean
  readonly signal: AbortSignal
  /** Of what is looked through; how much that will be is not known before. */
  readonly onBytes: (bytes: number) => void
}

const HEAD_BYTES = 16_384

interface InPlace { readonly candidate: Candidate; readonly found: readonly boolean[] }

export async function surveySet(set: Par2Set, candidates: readonly Candidate[], options: SurveyOptions): Promise<Survey> {
  const heads = new Map<string, string>()
  for (const { path } of candidates) heads.set(path, await withFile(path, (file) => md5Of(file, { from: 0, to: HEAD_BYTES }, options.signal)))
  const taken = new Set<string>()
  const whole = new Map<SetFile, Candidate>()
  const inPlace = new Map<SetFile, InPlace[]>(set.files.map((file) => [file, []]))
  // Parts of an image may begin alike and be as long: then only their names, or all of their bytes, tell them apart.
  const beginsLike = (file: SetFile) => (other: SetFile) => other.headMd5 === file.headMd5 && other.sizeBytes === file.sizeBytes
  const mayBe = (file: SetFile) => (candidate: Candidate) => candidate.sizeBytes === file.sizeBytes && heads.get(candidate.path) === file.headMd5
  const isOnly = (file: SetFile) => set.files.filter(beginsLike(file)).length === 1 && candidates.filter(mayBe(file)).length === 1
  const check = async (file: SetFile, candidate: Candidate): Promise<void> => {
    if (whole.has(file) || taken.has(candidate.path)) return
    const isPosted = candidate.trusted && mayBe(file)(candidate) && (candidate.name === file.name || isOnly(file))
    const result = isPosted ? { whole: true, found: [] } : await checkInPlace(set, file, candidate.path, options)
    if (result.whole) {
      whole.set(file, candidate)
      taken.add(candidate.path)
    } else inPlace.get(file)!.push({ candidate, found: result.found })
  }
  // Names before heads: a copy under another name must not take the place of the file itself.
  for (const file of set.files) for (const candidate of candidates) if (candidate.name === file.name) await check(file, candidate)
  for (const sameSize of [true, false]) {
    for (const file of set.files) {
      for (const candidate of candidates) {
        if (candidate.name !== file.name && (candidate.sizeBytes === file.sizeBytes) === sameSize && heads.get(candidate.path) === file.headMd5) await check(file, candidate)
      }
    }
  }
  return searchFurther(set, candidates, { whole, inPlace, taken }, options)
}

interface KnownSoFar { readonly whole: ReadonlyMap<SetFile, Candidate>; readonly inPlace: ReadonlyMap<SetFile, readonly InPlace[]>; readonly taken: ReadonlySet<string> }

async function searchFurther(set: Par2Set, candidates: readonly Candidate[], { whole, inPlace, taken }: KnownSoFar, options: SurveyOptions): Promise<Survey> {
  const locations: (Location | undefined)[] = Array.from({ length: set.blocks })
  const gaps = new Map<string, Range[]>()
  const best = new Map<SetFile, Candidate>()
  for (const file of set.files) {
    const source = whole.get(file)
    const [most] = inPlace.get(file)!.filter(({ candidate }) => !taken.has(candidate.path)).toSorted((a, b) => count(b.found) - count(a.found))
    if (source) locate(set, file, source.path, locations, () => true)
    else if (most) {
      best.set(file, most.candidate)
      locate(set, file, most.candidate.path, locations, (block) => most.found[block] === true)
      gaps.set(most.candidate.path, gapsOf(set, file, most.found))
    }
  }
  copyEqualBlocks(set, locations)
  const wanted = wantedBlocks(set, (block) => locations[block] === undefined)
  const searched = candidates.filter(({ path }) => !taken.has(path)).toSorted((a, b) => Number(gaps.has(b.path)) - Number(gaps.has(a.path)))
  if (wanted.size() > 0) {
    const scan = { ...options, roll: rollingCrc(set.sliceBytes), found: (block: number, location: Location) => { locations[block] = location } }
    for (const { path } of searched) await scanFile(set, wanted, path, gaps.get(path) ?? [{ from: 0, to: Infinity }], scan)
  }
  const missing = [...locations.keys()].filter((block) => locations[block] === undefined)
  const foundOf = ({ firstBlock, blocks }: SetFile) => locations.slice(firstBlock, firstBlock + blocks).filter((location) => location !== undefined).length
  const targets = set.files.map((file): Target => {
    const source = whole.get(file)
    if (source) return { file, state: source.name === file.name ? 'intact' : 'renamed', source, found: file.blocks }
    const found = foundOf(file)
    const partial = best.get(file) ?? null
    return { file, state: partial ? 'damaged' : 'missing', source: partial, found }
  })
  return { targets, locations, missing }
}

function locate(set: Par2Set, file: SetFile, path: string, locations: (Location | undefined)[], isThere: (block: number) => boolean): void {
  for (let block = 0; block < file.blocks; block++) {
    if (isThere(block)) locations[file.firstBlock + block] = { path, offset: block * set.sliceBytes, bytes: bytesOfBlock(set, file, block) }
  }
}

/** Runs of what is not in its place; what comes behind the file's end is searched too. */
function gapsOf({ sliceBytes }: Par2Set, { sizeBytes, blocks }: SetFile, found: readonly boolean[]): Range[] {
  const gaps: Range[] = []
  for (let block = 0; block < blocks; block++) {
    if (found[block]) continue
    const from = block * sliceBytes
    while (block < blocks && !found[block]) block++
    gaps.push({ from, to: block < blocks ? block * sliceBytes : Infinity })
  }
  if (found[blocks - 1] ?? true) gaps.push({ from: sizeBytes, to: Infinity })
  return gaps
}

/** Blocks of the same content, such as zeros, are found with the first of them. */
function copyEqualBlocks(set: Par2Set, locations: (Location | undefined)[]): void {
  const byChecksum = new Map<string, Location>()
  const keys = set.files.flatMap((file) => Array.from({ length: file.blocks }, (_, block) => checksumsOf(file, block)?.md5))
  keys.forEach((md5, block) => { if (md5 !== undefined && locations[block]) byChecksum.set(md5, locations[block]) })
  keys.forEach((md5, block) => { if (md5 !== undefined) locations[block] ??= byChecksum.get(md5) })
}

const count = (found: readonly boolean[]) => found.filter(Boolean).length
