/**
 * Archives among files, taken out of them into a folder: what was stored is copied from where it lies, everything else 7-Zip unpacks in its
 * sandbox. What comes out may be archives again.
 *
 *   files ─ grouped into sets ▶ each: all stored and sound? ─ copied ▶ out ─ archives among it? ▶ again, to a bounded depth
 *                                     └── else 7-Zip, numbered files ─ named ▶ out
 */

import { renameSync } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../../server/limits.ts'
import type { ArchiveErrorCode } from './archive-error.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveSet } from './archive-sets.ts'
import { groupVolumes, isMeantToOpen } from './archive-sets.ts'
import { copyStored } from './copy-stored.ts'
import { FileNames, insideName, nameInStream } from './file-names.ts'
import type { StoredFile, StoredMap } from './map-stored-archive.ts'
import { mapStoredArchive } from './map-stored-archive.ts'
import { RarSecrets } from './rar-secrets.ts'
import { readArchive } from './read-archive.ts'
import type { SevenZipDone, SevenZipOptions } from './run-seven-zip.ts'
import { runSevenZip } from './run-seven-zip.ts'
import type { SevenZipProblem } from './seven-zip-task.ts'
import { shownAs } from './seven-zip-task.ts'
import type { DiskVolume, NamedPath } from './volumes-on-disk.ts'
import { withVolumes } from './volumes-on-disk.ts'

export interface UnpackedFile extends NamedPath { readonly sizeBytes: number }
/** An archive, or a file in one, that did not come out whole. */
export interface Unwhole { readonly name: string; readonly sizeBytes: number; readonly error: ArchiveError }
export interface Unpacked { readonly files: readonly UnpackedFile[]; readonly unwhole: readonly Unwhole[] }

export interface UnpackArchivesOptions extends Omit<SevenZipOptions, 'onProgress'> {
  /** Must be there, and empty. */
  readonly into: string
  readonly passwords: readonly string[]
  /** Archives in archives: none with 1. */
  readonly depthMax: number
  /** What is told to be unpacked outlives a power cut. Of many small files the waits for the disk take longer than all else. */
  readonly lasting: boolean
  /** Written so far, of all archives. */
  readonly onBytes: (bytes: number) => void
}

interface Work extends UnpackArchivesOptions { readonly names: FileNames; readonly secrets: RarSecrets; readonly written: { bytes: number; files: number; sets: number } }

/** Files that are no archives are told as they are. Throws what the disk answers, `ArchiveError` TOO_LARGE beyond the limits, or the signal's reason. */
export async function unpackArchives(files: readonly NamedPath[], options: UnpackArchivesOptions): Promise<Unpacked> {
  return await unpackLayer(files, { ...options, names: new FileNames(), secrets: new RarSecrets(options.passwords), written: { bytes: 0, files: 0, sets: 0 } }, 0)
}

/** `ofStream` is what came out of one: a tar in it is no archive in an archive, the two are one thing. */
async function unpackLayer(files: readonly NamedPath[], work: Work, depth: number, ofStream = false): Promise<Unpacked> {
  const { sets, loose } = await withVolumes(files, (volumes) => groupVolumes(volumes, work.secrets))
  const out: UnpackedFile[] = []
  const unwhole: Unwhole[] = []
  for (const index of loose) {
    const file = await sized(files[index]!)
    out.push(file)
    if (depth === 0 && isCalledArchive(file)) unwhole.push({ name: file.name, sizeBytes: file.sizeBytes, error: new ArchiveError('DAMAGED', `${file.name} is called an archive, but does not begin like one`) })
  }
  for (const set of sets) {
    const members = set.volumes.map((index) => files[index]!)
    const isSame = ofStream && set.kind === 'tar'
    const found = depth < work.depthMax + (isSame ? 1 : 0) && (depth === 0 || isSame || isMeantToOpen(set)) ? await unpackSet(set, members, work) : null
    // What stays packed is still there, for somebody to look at.
    if (!found) {
      out.push(...await Promise.all(members.map(sized)))
      continue
    }
    unwhole.push(...found.unwhole)
    const deeper = await unpackLayer(found.files, work, depth + 1, set.kind === 'stream')
    out.push(...deeper.files)
    unwhole.push(...deeper.unwhole)
    // An archive that came out of another was only on its way.
    if (depth > 0 && found.unwhole.length === 0) await Promise.all(members.map(({ path }) => rm(path, { force: true })))
  }
  return { files: out, unwhole }
}

/** Null for a program without an archive in it. */
async function unpackSet(set: ArchiveSet, members: readonly NamedPath[], work: Work): Promise<Unpacked | null> {
  work.signal.throwIfAborted()
  try {
    const copied = await withVolumes(members, (volumes) => copyAll(set, volumes, work))
    return copied ?? await unpackBySevenZip(set, members, work)
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    if (set.kind === 'program' && !isCalledArchive(set)) return null
    return { files: [], unwhole: [{ name: set.name, sizeBytes: (await Promise.all(members.map(sized))).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), error }] }
  }
}

/** Undefined where 7-Zip has to look: something is packed, or wrong, or has a checksum that is not ours to compute. */
async function copyAll(set: ArchiveSet, volumes: readonly DiskVolume[], work: Work): Promise<Unpacked | undefined> {
  // Throws for what nothing reads, and for a program without an archive in it, which a map would tell as a file.
  if (set.kind === 'program' || set.kind === 'rar1') await readArchive(set, volumes, work.secrets)
  const map = await mapStoredArchive(volumes, { passwords: work.passwords, depthMax: work.depthMax })
  if ('reason' in map) {
    if (map.code === 'MISSING_VOLUMES') throw new ArchiveError(map.code, map.reason)
    return undefined
  }
  if (map.others.length > 0 || map.files.some(({ hasOtherChecksum }) => hasOtherChecksum)) return undefined
  return await copyMapped(map, volumes, work)
}

async function copyMapped({ files }: StoredMap, volumes: readonly DiskVolume[], work: Work): Promise<Unpacked> {
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (total > work.limits.bytesMax) throw tooMuch(work, true)
  const out: UnpackedFile[] = [], unwhole: Unwhole[] = []
  for (const together of smallTogether(files)) {
    const done = await Promise.all(together.map((file) => copyOne(file, volumes, work)))
    for (const one of done) 'error' in one ? unwhole.push(one) : out.push(one)
  }
  return { files: out, unwhole }
}

async function copyOne(file: StoredFile, volumes: readonly DiskVolume[], work: Work): Promise<UnpackedFile | Unwhole> {
  const path = nextPath(work, file.name)
  try {
    await copyStored(volumes, file, path, { signal: work.signal, lasting: work.lasting, onBytes: (bytes) => progressed(work, bytes) })
    return { path, name: insideName(file.name), sizeBytes: file.sizeBytes }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    await rm(path, { force: true })
    return { name: file.name, sizeBytes: file.sizeBytes, error }
  }
}

/** In their order. Of a small file the wait for the disk takes longest, and many may wait at once; large ones come one by one, as the disk likes to read them. */
function* smallTogether(files: readonly StoredFile[]): Generator<readonly StoredFile[]> {
  let small: StoredFile[] = []
  for (const file of files) {
    const isSmall = file.sizeBytes <= limits.archiveCopyBytes
    if (!isSmall || small.length >= limits.unpackFilesAtOnce) {
      yield small
      small = []
    }
    if (isSmall) small.push(file)
    else yield [file]
  }
  yield small
}

async function unpackBySevenZip(set: ArchiveSet, members: readonly NamedPath[], work: Work): Promise<Unpacked> {
  if (work.written.sets >= limits.unpackSetsMax) throw new ArchiveError('TOO_MANY_FILES', `There are more than ${limits.unpackSetsMax} archives`)
  const folder = join(work.into, `.set-${work.written.sets++}`)
  await mkdir(folder)
  try {
    const packedBytes = (await Promise.all(members.map(sized))).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    let told = 0
    const onProgress = (bytes: number) => {
      progressed(work, bytes - told)
      told = bytes
    }
    const done = await runSevenZip({ volumes: members.map(({ path }) => path), shownAs: shownAs(set), passwords: work.passwords, into: folder }, { folder, packedBytes }, { ...work, onProgress })
    const { sound, problems } = judge(done)
    onProgress(sound.reduce((sum, { sizeBytes }) => sum + sizeBytes, told))
    const out: UnpackedFile[] = []
    for (let from = 0; from < sound.length; from += limits.unpackFilesAtOnce) {
      out.push(...await Promise.all(sound.slice(from, from + limits.unpackFilesAtOnce).map(async ({ name, storedAs, sizeBytes }) => {
        const own = set.kind === 'stream' ? nameInStream(set.name, name) : name
        const path = nextPath(work, own)
        if (work.lasting) await toDisk(join(folder, storedAs))
        // Thousands that were handed over to another thread would take longer for that.
        renameSync(join(folder, storedAs), path)
        return { path, name: insideName(own), sizeBytes }
      })))
    }
    const lost = Math.max(0, packedBytes - out.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
    const unwhole = problems.map(({ file, code, message }): Unwhole => file === null
      ? { name: set.name, sizeBytes: lost, error: new ArchiveError(code, message) }
      : { name: file, sizeBytes: done.entries.find(({ name }) => name === file)?.sizeBytes ?? 0, error: new ArchiveError(code, `${file}: ${message}`) })
    return { files: out, unwhole }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Which files can be relied on, and what to tell of the others. */
function judge({ files, entries, problems }: SevenZipDone): { readonly sound: SevenZipDone['files']; readonly problems: readonly SevenZipProblem[] } {
  const fatal = problems.find(({ code }) => NOTHING_KEPT.includes(code))
  if (fatal) return { sound: [], problems: [{ ...fatal, file: null }] }
  const ofFiles = new Map(problems.flatMap((problem) => problem.file === null ? [] : [[comparable(problem.file), problem] as const]))
  const sound = files.filter(({ name }) => !ofFiles.has(comparable(name)))
  // 7-Zip spells some names differently when it complains: where all files came out, one of them is meant that cannot be told.
  const isUnclear = [...ofFiles].some(([name, { code }]) => code === 'DAMAGED' && !files.some((file) => comparable(file.name) === name)) && files.length >= entries.filter(({ kind }) => kind === 'file').length
  const told = ofFiles.size > 0 ? [...ofFiles.values()] : problems.slice(0, 1)
  return { sound: isUnclear ? [] : sound, problems: told }
}

function comparable(name: string): string {
  return insideName(name).replace(/\p{Cc}/gu, '_')
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Of an archive that broke a limit. */
const NOTHING_KEPT: readonly ArchiveErrorCode[] = ['TOO_LARGE', 'TOO_MANY_FILES', 'MEMORY', 'PASSWORD_NEEDED', 'WRONG_PASSWORD']

function isCalledArchive({ name }: { readonly name: string }): boolean {
  return /\.(?:rar|7z|zip)$/i.test(name)
}

/** Of a file that comes out; all archives of a release share the bound. */
function nextPath(work: Work, name: string): string {
  if (++work.written.files > work.limits.entriesMax) throw tooMuch(work, false)
  return join(work.into, work.names.choose(name))
}

function progressed(work: Work, bytes: number): void {
  work.written.bytes += bytes
  if (work.written.bytes > work.limits.bytesMax) throw tooMuch(work, true)
  work.onBytes(work.written.bytes)
}

function tooMuch({ limits: { bytesMax, entriesMax } }: Work, isBytes: boolean): ArchiveError {
  return isBytes ? new ArchiveError('TOO_LARGE', `The archive unpacks to more than ${bytesMax} bytes`) : new ArchiveError('TOO_MANY_FILES', `The archive has more than ${entriesMax} files`)
}

async function sized({ path, name }: NamedPath): Promise<UnpackedFile> {
  return { path, name, sizeBytes: (await stat(path)).size }
}
