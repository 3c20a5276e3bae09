/**
 * A folder with PAR2 files and what they protect, as a person has it: which sets there are, how each stands, and its repair in place.
 *
 * A repair never loses what was there: a file that is damaged, or that stands where another belongs, is kept beside as NAME.1.
 */

import type { Dirent } from 'node:fs'
import { lstat, mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { limits } from '../../server/limits.ts'
import type { Completed, OnPar2Progress } from './complete-set.ts'
import { completeSet, surveyWithProgress } from './complete-set.ts'
import { Par2Error } from './par2-error.ts'
import type { BrokenSet, Par2Set, SetFile } from './par2-set.ts'
import { assembleSets } from './par2-set.ts'
import { isPar1, isPar2, packetStore, readPackets } from './read-packets.ts'
import type { Candidate, Survey } from './survey.ts'

export interface Par2Folder {
  readonly path: string
  readonly sets: readonly Par2Set[]
  readonly broken: readonly BrokenSet[]
  /** What is not a PAR2 file. */
  readonly candidates: () => Promise<readonly Candidate[]>
  readonly hasPar1: boolean
}

const OWN_TEMPORARY = /^\.rewind-[\da-f]{32}-\d+\.part$/

/** Of a folder all its PAR2 files; of a PAR2 file those that its name begins, and what lies in its folder. Throws as `readdir` does. */
export async function openPar2Folder(given: string, signal: AbortSignal): Promise<Par2Folder> {
  const isFolder = (await stat(given)).isDirectory()
  const path = resolve(isFolder ? given : dirname(given))
  const store = packetStore()
  const files = await filesBelow(path)
  let hasPar1 = false
  for (const { path: file, name } of files) {
    const isOurs = isFolder || file === resolve(given) || basename(file).toLowerCase().startsWith(`${basename(given).toLowerCase().replace(/\.par2$/, '')}.`)
    if (isOurs && await looksLikePar2(file, name)) await readPackets(file, signal, store)
    hasPar1 ||= await isPar1(file)
  }
  return {
    path, ...assembleSets(store.packets), hasPar1,
    async candidates() {
      const found: Candidate[] = []
      for (const { path: file, name } of await filesBelow(path)) {
        if (!await looksLikePar2(file, name)) found.push({ path: file, name, sizeBytes: (await stat(file)).size, trusted: false })
      }
      return found
    },
  }
}

interface Watching { readonly signal: AbortSignal; readonly onProgress: OnPar2Progress }

export async function verifyPar2(folder: Par2Folder, set: Par2Set, watching: Watching): Promise<Survey> {
  return surveyWithProgress(set, await folder.candidates(), { ...watching, thorough: true })
}

/** Resolves when every file of the set is whole and in its place. Throws `Par2Error`. */
export async function repairPar2(folder: Par2Folder, set: Par2Set, watching: Watching): Promise<Completed> {
  const candidates = await folder.candidates()
  const stale = candidates.map(({ path }) => path).filter((path) => OWN_TEMPORARY.test(basename(path)))
  const temporaryPath = (file: SetFile) => {
    for (let count = 0; ; count++) {
      const path = join(folder.path, `.rewind-${file.id}-${count}.part`)
      if (!stale.includes(path)) return path
    }
  }
  for (const { name } of set.files) await assertWithin(folder.path, join(folder.path, name))
  const completed = await completeSet(set, candidates, { ...watching, temporaryPath, more: () => Promise.resolve(undefined), mayLose: () => false })
  const renamed = completed.survey.targets.flatMap(({ state, source, file }) => state === 'renamed' ? [{ file, source: source! }] : [])
  // First out of each other's way, then in: two files may have each other's names.
  for (const { file, source } of renamed) await rename(source.path, temporaryPath(file))
  for (const file of [...renamed.map((each) => each.file), ...completed.rebuilt]) await putInPlace(temporaryPath(file), join(folder.path, file.name))
  for (const path of stale) await rm(path, { force: true })
  return completed
}

async function putInPlace(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  if (await isThere(to)) {
    let count = 1
    while (await isThere(`${to}.${count}`)) count++
    await rename(to, `${to}.${count}`)
  }
  await rename(from, to)
}

const isThere = (path: string) => lstat(path).then(() => true, () => false)

/** A folder within may be a link to somewhere else. */
async function assertWithin(folder: string, path: string): Promise<void> {
  let parent = dirname(path)
  while (!await isThere(parent)) parent = dirname(parent)
  const outside = relative(await realpath(folder), await realpath(parent))
  if (outside === '..' || outside.startsWith(`..${sep}`)) throw new Par2Error('HOSTILE_SET', 'The recovery set names a file outside of its folder')
}

async function looksLikePar2(path: string, name: string): Promise<boolean> {
  return /\.par2$/i.test(name) || await isPar2(path)
}

/** Plain files only: what a link leads to is not in the folder. */
async function filesBelow(folder: string): Promise<readonly { readonly path: string; readonly name: string }[]> {
  const found: string[] = []
  const open = [folder]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries: Dirent[] = await readdir(at, { withFileTypes: true })
    for (const entry of entries) {
      if (entry.isDirectory()) open.push(join(at, entry.name))
      else if (entry.isFile()) found.push(join(at, entry.name))
    }
    if (found.length + open.length > limits.par2FolderFilesMax) throw new Par2Error('HOSTILE_SET', `The folder holds more than ${limits.par2FolderFilesMax} files`)
  }
  return found.sort().map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
}
