/**
 * Makes every file of a set that is lacking, from what there is of it: each under a temporary name, flushed, and compared with
 * the MD5 of the whole. Putting them in their places is the caller's; until then nothing that was there is touched.
 */

import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, open, rm, truncate } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { limits } from '../../server/limits.ts'
import { md5Of, piecesOf, withFile } from './file-bytes.ts'
import { Par2Error } from './par2-error.ts'
import type { Par2Set, SetFile } from './par2-set.ts'
import { bytesOfBlock } from './par2-set.ts'
import { assertNotTooMuch, notEnough, rebuildBlocks } from './rebuild-blocks.ts'
import type { Location } from './scan-file.ts'
import type { Candidate, Survey, Target } from './survey.ts'
import { surveySet } from './survey.ts'

/** Between 0 and 1, of each phase. */
export type OnPar2Progress = (progress: { readonly phase: 'verify' | 'repair' | 'check'; readonly part: number }) => void

export interface CompleteOptions {
  /** Where a file is written before it is put in its place; on the same file system. */
  readonly temporaryPath: (file: SetFile) => string
  /** The same set with so many more recovery blocks, or fewer; undefined where there are no files left that may have any. */
  readonly more: (blocks: number) => Promise<Par2Set | undefined>
  /** What is given up where its blocks are not there, and no more are asked for on its account alone. */
  readonly mayLose: (target: Target, survey: Survey) => boolean
  readonly signal: AbortSignal
  readonly onProgress: OnPar2Progress
}

export interface Completed {
  readonly survey: Survey
  /** They lie under their temporary names. */
  readonly rebuilt: readonly SetFile[]
  readonly blocksUsed: number
}

/** Throws `Par2Error`. */
export async function completeSet(given: Par2Set, candidates: readonly Candidate[], options: CompleteOptions): Promise<Completed> {
  let set = given
  for (const thorough of [false, true]) {
    const survey = await surveyWithProgress(set, candidates, { ...options, thorough })
    const lacking = survey.targets.filter(({ state }) => state === 'damaged' || state === 'missing')
    const lost = survey.missing.length > set.recovery.length ? lacking.filter((target) => target.found < target.file.blocks && options.mayLose(target, survey)) : []
    const needed = lost.length > 0 && lacking.every((target) => lost.includes(target) || target.found === target.file.blocks) ? 0 : survey.missing.length
    // Before more is fetched for it.
    assertNotTooMuch(needed)
    while (needed > set.recovery.length) {
      const grown = await options.more(needed - set.recovery.length)
      if (!grown) throw notEnough(needed, set.recovery)
      set = grown
    }
    const targets = needed > 0 ? lacking : lacking.filter((target) => !lost.includes(target))
    assertNoBomb(set, candidates, targets)
    if (await writeTargets(set, { ...survey, missing: needed > 0 ? survey.missing : [] }, targets, options)) return { survey, rebuilt: targets.map(({ file }) => file), blocksUsed: needed }
    // A block in its place had the right CRC-32 and other bytes: the second time blocks are told by their MD5.
  }
  throw new Par2Error('REPAIR_FAILED', 'What was rebuilt is not what the recovery set describes: one of its recovery blocks is wrong')
}

function assertNoBomb({ recovery, sliceBytes }: Par2Set, candidates: readonly Candidate[], targets: readonly Target[]): void {
  const there = candidates.reduce((sum, candidate) => sum + candidate.sizeBytes, recovery.length * sliceBytes)
  const wanted = targets.reduce((sum, { file }) => sum + file.sizeBytes, 0)
  if (wanted > limits.par2GrowthTimesMax * there + limits.par2PacketBytesMax) throw new Par2Error('HOSTILE_SET', `The recovery set makes ${wanted} bytes of ${there}`)
}

export function surveyWithProgress(set: Par2Set, candidates: readonly Candidate[], { thorough, signal, onProgress }: Pick<CompleteOptions, 'signal' | 'onProgress'> & { readonly thorough: boolean }): Promise<Survey> {
  const total = candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 1)
  let looked = 0
  return surveySet(set, candidates, {
    thorough, signal,
    onBytes(bytes) {
      looked += bytes
      onProgress({ phase: 'verify', part: Math.min(1, looked / total) })
    },
  })
}

/** False where one of them is not what the set says. */
async function writeTargets(set: Par2Set, survey: Survey, lacking: readonly Target[], { temporaryPath, signal, onProgress }: CompleteOptions): Promise<boolean> {
  for (const target of lacking) await writeKnown(set, survey, target, temporaryPath(target.file), signal)
  const outputs = new Map(lacking.flatMap(({ file }) => Array.from({ length: file.blocks }, (_, block): [number, Location] => (
    [file.firstBlock + block, { path: temporaryPath(file), offset: block * set.sliceBytes, bytes: bytesOfBlock(set, file, block) }]
  ))))
  if (survey.missing.length > 0) await rebuildBlocks(set, survey, (block) => outputs.get(block)!, { signal, onProgress: (part) => onProgress({ phase: 'repair', part }) })
  const total = lacking.reduce((sum, { file }) => sum + file.sizeBytes, 1)
  let checked = 0
  for (const { file } of lacking) {
    const path = temporaryPath(file)
    const handle = await open(path, 'r+')
    await handle.sync().finally(() => handle.close())
    const md5 = await withFile(path, (bytes) => md5Of(bytes, { from: 0, to: file.sizeBytes }, signal))
    if (md5 !== file.md5) {
      for (const each of lacking) await rm(temporaryPath(each.file), { force: true })
      return false
    }
    checked += file.sizeBytes
    onProgress({ phase: 'check', part: checked / total })
  }
  return true
}

/** The file with all that is known of it; blocks that lack are whatever. */
async function writeKnown(set: Par2Set, { locations }: Survey, { file, source, found }: Target, path: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await rm(path, { force: true })
  // Mostly nearly all of it stands in its place: the system copies faster than we do, where it copies at all.
  const copied = source !== null && 2 * found >= file.blocks
  if (copied) {
    await copyFile(source.path, path, constants.COPYFILE_FICLONE)
    await chmod(path, 0o644)
  } else await (await open(path, 'w')).close()
  await truncate(path, file.sizeBytes)
  const target = await open(path, 'r+')
  try {
    for (let block = 0; block < file.blocks; block++) {
      const location = locations[file.firstBlock + block]
      const offset = block * set.sliceBytes
      if (location && !(copied && location.path === source.path && location.offset === offset)) await copyBlock(location, target, { from: offset, to: offset + bytesOfBlock(set, file, block) }, signal)
    }
  } finally {
    await target.close()
  }
}

function copyBlock({ path, offset, bytes }: Location, target: FileHandle, { from, to }: { readonly from: number; readonly to: number }, signal: AbortSignal): Promise<void> {
  return withFile(path, async (file) => {
    let at = from
    for await (const piece of piecesOf(file, { from: offset, to: offset + Math.min(bytes, to - from) }, signal)) {
      await writeAll(target, piece, at)
      at += piece.length
    }
    // Beyond the bytes that were found a block has zeros; in a copy something else may stand there.
    for (; at < to; at += zeros.length) await writeAll(target, zeros.subarray(0, Math.min(zeros.length, to - at)), at)
  })
}

const zeros = new Uint8Array(65_536)

async function writeAll(target: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) written += (await target.write(bytes, written, bytes.length - written, position + written)).bytesWritten
}
