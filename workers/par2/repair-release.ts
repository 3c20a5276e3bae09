/**
 * A downloaded release, checked with its PAR2 files and repaired where it must be, under the names it was made with.
 *
 * What landed is only read. In `into` each file stands under its real name: as a link where it is whole, as a file of its own
 * where it was rebuilt. Articles carry checksums, so a file all of whose articles matched is as it was posted; then its size
 * and its first 16 KiB tell which file of the set it is, and nothing is hashed again.
 */

import { link, mkdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Log } from '../../server/log.ts'
import { isBeside } from '../is-beside.ts'
import type { Completed, OnPar2Progress } from './complete-set.ts'
import { completeSet } from './complete-set.ts'
import { Par2Error } from './par2-error.ts'
import type { Par2Set, SetFile } from './par2-set.ts'
import { assembleSets } from './par2-set.ts'
import { holdsPackets, isPar1, isPar2, packetStore, readPackets } from './read-packets.ts'
import { safeName } from './safe-name.ts'
import type { Candidate, Target } from './survey.ts'

export interface ReleaseFile {
  readonly path: string
  /** As the posting calls it; null where it does not say. */
  readonly name: string | null
  /** Articles are missing, or did not match their checksums, or had none. */
  readonly damaged: boolean
}

export interface RepairOptions {
  readonly files: readonly ReleaseFile[]
  /** Folder for the files under their real names, on the same file system; made if need be. */
  readonly into: string
  /** So many recovery blocks are needed beside those that are there: answers with paths of files that hold more, or none. */
  readonly needBlocks: (blocks: number) => Promise<readonly string[]>
  readonly signal: AbortSignal
  readonly onProgress: OnPar2Progress
  readonly log: Log
}

export interface RepairedFile {
  /** Null for what is lost and left nothing. */
  readonly path: string | null
  readonly name: string
  /** `unprotected`: no set knows it. `lost`: damaged, and not to be repaired. */
  readonly state: 'intact' | 'repaired' | 'renamed' | 'unprotected' | 'lost'
}

export interface RepairedRelease {
  readonly files: readonly RepairedFile[]
  readonly blocksUsed: number
  readonly blocksNeeded: number
}

/**
 * May be killed at any moment and called again with the same files. Throws `Par2Error`: NOT_ENOUGH_BLOCKS when `needBlocks` has no more,
 * DAMAGED_SET when files are damaged and no set can be read, and the others. Damaged files of a release without any PAR2 file are `lost`.
 */
export async function repairRelease(options: RepairOptions): Promise<RepairedRelease> {
  const release = await openRelease(options)
  await mkdir(options.into, { recursive: true })
  const done = new Map<string, RepairedFile>()
  /** Paths of given files that are accounted for, as a file of a set or as material for one. */
  const used = new Set<string>()
  let blocksUsed = 0, blocksNeeded = 0
  for (const { id } of release.sets()) {
    const result = await completeOne(release, id, options)
    blocksUsed += result.blocksUsed
    blocksNeeded += result.survey.missing.length
    for (const location of result.survey.locations) if (location) used.add(location.path)
    for (const target of result.survey.targets) {
      if (target.state === 'intact' || target.state === 'renamed') used.add(target.source!.path)
      const file = await place(target, result.rebuilt.includes(target.file), options.into)
      // What another set has is not lost.
      if (file.state !== 'lost' || !done.has(file.name)) done.set(file.name, file)
    }
  }
  for (const file of release.content()) if (!used.has(file.path)) await passOn(file, options.into, done)
  return { files: [...done.values()], blocksUsed, blocksNeeded }
}

async function place({ file, state, source }: Target, isRebuilt: boolean, into: string): Promise<RepairedFile> {
  const path = join(into, file.name)
  if (state === 'intact' || state === 'renamed') {
    await linkAs(source!.path, path)
    return { path, name: file.name, state }
  }
  if (!isRebuilt) return { path: null, name: file.name, state: 'lost' }
  await mkdir(dirname(path), { recursive: true })
  await rename(temporaryPathIn(into)(file), path)
  return { path, name: file.name, state: 'repaired' }
}

/** What no set knows keeps the name it was posted with. */
async function passOn({ path, name: posted, damaged }: ReleaseFile, into: string, done: Map<string, RepairedFile>): Promise<void> {
  const wished = safeName(posted ?? basename(path)) ?? basename(path)
  let name = wished
  for (let count = 2; done.has(name); count++) name = join(dirname(wished), `${count}-${basename(wished)}`)
  if (!damaged) await linkAs(path, join(into, name))
  done.set(name, damaged ? { path, name, state: 'lost' } : { path: join(into, name), name, state: 'unprotected' })
}

/** Hard links cost nothing; a file system that has none gets symbolic ones. */
async function linkAs(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (!['EPERM', 'ENOTSUP', 'EXDEV', 'EMLINK'].includes(error.code ?? '')) throw error
    return symlink(resolve(from), to)
  })
}

async function candidateOf({ path, name, damaged }: ReleaseFile): Promise<Candidate> {
  return { path, name, sizeBytes: (await stat(path)).size, trusted: !damaged }
}

const temporaryPathIn = (into: string) => ({ id }: SetFile) => join(into, `.${id}.part`)

interface Release {
  readonly sets: () => readonly Par2Set[]
  /** Reads the packets of more files; answers how many of them it had not read before. */
  readonly add: (paths: readonly string[]) => Promise<number>
  /** The files that are no PAR2 files. */
  readonly content: () => readonly ReleaseFile[]
}

async function openRelease({ files, needBlocks, signal, log }: RepairOptions): Promise<Release> {
  const store = packetStore()
  const par2 = new Set<string>()
  const add = async (paths: readonly string[]) => {
    const fresh = paths.filter((path) => !par2.has(path))
    for (const path of fresh) {
      const found = await readPackets(path, signal, store)
      if (found.damaged > 0) log.warn({ file: basename(path), damaged: found.damaged }, 'packets of a PAR2 file are damaged')
      par2.add(path)
    }
    return fresh.length
  }
  const content = () => files.filter(({ path, name }) => !par2.has(path) && !isPar2Name(name))
  const named: string[] = []
  for (const { path, name } of files) if (isPar2Name(name) || await isPar2(path)) named.push(path)
  await add(named)
  const sets = () => assembleSets(store.packets).sets
  if ((sets().length === 0 || assembleSets(store.packets).broken.length > 0) && content().some(({ damaged }) => damaged)) {
    // Each recovery file repeats what the index says.
    await add(await needBlocks(1))
    for (const { path } of content()) if (sets().length === 0 && await holdsPackets(path, signal)) await readPackets(path, signal, store)
    const [broken] = assembleSets(store.packets).broken
    if (sets().length === 0 && broken) throw broken.error
    for (const { path } of sets().length === 0 ? content() : []) if (await isPar1(path)) throw new Par2Error('PAR1', 'The release is damaged and has only PAR 1.0 files, which are not read')
  }
  return { sets, add, content }
}

async function completeOne(release: Release, id: string, { into, needBlocks, signal, onProgress, log }: RepairOptions): Promise<Completed> {
  const setOf = () => release.sets().find((set) => set.id === id)!
  const others = release.sets().length > 1
  const result = await completeSet(setOf(), await Promise.all(release.content().map(candidateOf)), {
    temporaryPath: temporaryPathIn(into), signal, onProgress,
    async more(blocks) {
      log.info({ blocks }, 'more recovery blocks are needed')
      // What was got may be damaged beyond use; then there may still be others.
      return await release.add(await needBlocks(blocks)) > 0 ? setOf() : undefined
    },
    // A set of which nothing was posted is about something else, such as what was packed into the archive.
    mayLose: ({ file }, { targets }) => isBeside(file.name) || others && targets.every(({ state, found }) => state === 'missing' && found === 0),
  })
  if (result.rebuilt.length > 0) log.info({ files: result.rebuilt.length, blocks: result.blocksUsed }, 'files are repaired')
  return result
}

const isPar2Name = (name: string | null) => name !== null && /\.par2$/i.test(name)
