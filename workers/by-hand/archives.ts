/** `rewind archive`: a broken or locked download in hand, within the same limits as in the worker. */

import { renameSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Call, CliCommand, CliOption } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { limits } from '../../server/limits.ts'
import { realSystem } from '../../server/system.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import type { ArchiveSet } from '../archives/archive-sets.ts'
import { groupVolumes } from '../archives/archive-sets.ts'
import { TreeNames } from '../archives/file-names.ts'
import { listArchive } from '../archives/list-archive.ts'
import { RarSecrets } from '../archives/rar-secrets.ts'
import { unpackLimits } from '../archives/run-seven-zip.ts'
import type { Unpacked } from '../archives/unpack-archives.ts'
import { unpackArchives } from '../archives/unpack-archives.ts'
import type { NamedPath } from '../archives/volumes-on-disk.ts'
import { withVolumes } from '../archives/volumes-on-disk.ts'
import { orRefused } from './read-input.ts'

const locked: Readonly<Record<string, CliOption>> = {
  password: { takes: 'PASSWORD', means: 'of an encrypted archive; other users of this machine can see it while this runs' },
  'password-stdin': { means: 'passwords are on the input, one a line, and tried in their order' },
}
const WHICH = 'FILE is any volume of it: the others are looked for beside it. Or a folder, for all archives in it.'

const list: CliCommand = {
  name: 'archive list', summary: 'What lies in an archive, and whether it can be read in place', about: WHICH, words: ['FILE'], options: locked,
  run: (call) => orRefused(call, async () => {
    const passwords = await passwordsOf(call)
    let code: number = EXIT.done
    for (const { set, members } of await archivesAt(call.words[0]!, passwords)) {
      const { entries, map, problems } = await listArchive(set, members, { passwords, system: realSystem, signal: call.signal })
      for (const { name, kind, sizeBytes, isEncrypted } of entries) {
        call.print({ kind, name, sizeBytes, isEncrypted }, `${String(sizeBytes ?? '?').padStart(14)}  ${kind}${isEncrypted ? ', encrypted' : ''}  ${name}`)
      }
      const inPlace = 'reason' in map ? map.reason : null
      call.print({ kind: 'archive', name: set.name, volumes: members.length, readableInPlace: inPlace === null, reason: inPlace }, `${set.name}, ${members.length} volume${members.length === 1 ? '' : 's'}: ${inPlace ?? 'can be read in place'}`)
      for (const { code: problem, message } of problems) call.print({ kind: 'problem', code: problem, name: set.name, message }, `${problem}: ${message}`)
      if (problems.length > 0) code = EXIT.failed
    }
    return code
  }),
}

const extract: CliCommand = {
  name: 'archive extract', summary: 'Unpacks an archive', about: `${WHICH}\nDIR must be new or empty. Links are never made, and nothing is written outside DIR. Ends with 1 when anything did not come out whole.`,
  words: ['FILE', 'DIR'], options: locked,
  run: (call) => orRefused(call, async () => {
    const [from, to] = call.words as [string, string]
    const passwords = await passwordsOf(call)
    const found = await archivesAt(from, passwords)
    const work = await emptyFolder(to)
    let code: number = EXIT.done
    try {
      const unpacked = await unpackArchives(found.flatMap(({ members }) => members), { into: work, passwords, limits: unpackLimits, depthMax: 1, lasting: false, system: realSystem, signal: call.signal, onBytes: () => {} })
      for (const { name, path, sizeBytes } of await intoTree(unpacked, work, to)) call.print({ kind: 'file', name, path, sizeBytes }, `${String(sizeBytes).padStart(14)}  ${path}`)
      for (const { name, error } of unpacked.unwhole) {
        call.print({ kind: 'problem', code: error.code, name, message: error.message }, `${error.code}: ${error.message}`)
        code = EXIT.failed
      }
    } finally {
      await rm(work, { recursive: true, force: true })
    }
    return code
  }),
}

async function passwordsOf({ options, input, signal }: Call): Promise<readonly string[]> {
  const passwords: string[] = typeof options['password'] === 'string' ? [options['password']] : []
  if (options['password-stdin'] === true) for await (const line of createInterface({ input, crlfDelay: Infinity, signal })) if (line !== '') passwords.push(line)
  return passwords
}

/** Throws `UsageError` for what cannot be read, `ArchiveError` where there is no archive. */
async function archivesAt(given: string, passwords: readonly string[]): Promise<readonly { readonly set: ArchiveSet; readonly members: readonly NamedPath[] }[]> {
  const { files, isFolder } = await filesBeside(given)
  const { sets } = await withVolumes(files, (volumes) => groupVolumes(volumes, new RarSecrets(passwords)))
  const wanted = isFolder ? sets : sets.filter(({ volumes }) => volumes.some((index) => files[index]!.name === basename(given)))
  if (wanted.length === 0) throw new ArchiveError('UNSUPPORTED', `There is no archive at ${given}: nothing there begins like one`)
  return wanted.map((set) => ({ set, members: set.volumes.map((index) => files[index]!) }))
}

async function filesBeside(given: string): Promise<{ readonly files: readonly NamedPath[]; readonly isFolder: boolean }> {
  try {
    const isFolder = (await stat(given)).isDirectory()
    const folder = isFolder ? given : dirname(given)
    const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => ({ name, path: join(folder, name) }))
    if (files.length > limits.archiveVolumesMax) throw new UsageError(`${folder} has more than ${limits.archiveVolumesMax} files: put the archive in a folder of its own`)
    return { files, isFolder }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${given} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): name a file that is there and may be read`, { cause: error })
  }
}

/** What is there already could be a link that leads elsewhere: so nothing may be. */
async function emptyFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  if ((await readdir(path)).length > 0) throw new UsageError(`${path} is not empty: name a new folder`)
  const work = join(path, '.unpacking')
  await mkdir(work)
  return work
}

/** Under the folders that the archive had. What was no archive stays where it was. */
async function intoTree({ files }: Unpacked, work: string, to: string): Promise<Unpacked['files']> {
  const names = new TreeNames()
  const moved = files.filter(({ path }) => dirname(path) === work).map((file) => ({ from: file.path, ...file, path: join(to, ...names.choose(file.name)) }))
  for (const folder of new Set(moved.map(({ path }) => dirname(path)))) await mkdir(folder, { recursive: true })
  // One after another: of thousands the handing over to another thread takes longer than the renaming.
  for (const { from, path } of moved) renameSync(from, path)
  return moved
}

export const archiveCommands: readonly CliCommand[] = [list, extract]
