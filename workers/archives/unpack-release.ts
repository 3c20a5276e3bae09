/** A release's archives unpacked, once: what a killed worker began is done anew, what it finished is found again. */

import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { UnpackArchivesOptions, UnpackedFile } from './unpack-archives.ts'
import { unpackArchives } from './unpack-archives.ts'
import { unpackLimits } from './run-seven-zip.ts'
import type { NamedPath } from './volumes-on-disk.ts'

export interface UnpackReleaseOptions extends Pick<UnpackArchivesOptions, 'passwords' | 'system' | 'signal'> {
  readonly files: readonly NamedPath[]
  /** Made if it is not there. Nobody else writes into it. */
  readonly into: string
  readonly limits?: UnpackArchivesOptions['limits']
  /** Written so far, and what there is to unpack, packed. */
  readonly onProgress: (progress: { readonly bytes: number; readonly totalBytes: number }) => void
  readonly log: Log
}

export interface UnpackedRelease { readonly files: readonly UnpackedFile[] }

/** No file of an archive gets a name that begins like this. */
const MANIFEST = '.unpacked.json'
interface Manifest { readonly fingerprint: string; readonly files: readonly (UnpackedFile & { readonly isOurs: boolean })[] }

/**
 * The files that were in archives, and beside them those that never were, where they lie. A small broken archive beside the film is told in the log.
 * Throws `ArchiveError` where the largest of what there is cannot be unpacked, what the disk answers, or the signal's reason.
 */
export async function unpackRelease({ files, into, passwords, limits: bounds = unpackLimits, system, signal, onProgress, log }: UnpackReleaseOptions): Promise<UnpackedRelease> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size))
  const fingerprint = createHash('sha256').update(JSON.stringify(files.map(({ name }, index) => [name, sizes[index]]))).digest('hex')
  const known = await finishedBefore(into, fingerprint, files)
  if (known) return { files: known }
  // A sandbox that lost its service may write for a moment yet.
  await rm(into, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  await mkdir(into, { recursive: true })
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  const { files: out, unwhole } = await unpackArchives(files, { into, passwords, limits: bounds, depthMax: limits.archiveDepthMax, lasting: true, system, signal, onBytes: (bytes) => onProgress({ bytes, totalBytes }) })
  const largest = Math.max(0, ...out.map(({ sizeBytes }) => sizeBytes))
  const worst = unwhole.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0]
  if (worst && worst.sizeBytes >= largest) throw worst.error
  for (const { name, error } of unwhole) log.warn({ name, code: error.code, reason: error.message }, 'an archive beside the film was not unpacked')
  log.info({ files: out.length, bytes: out.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), packedBytes: totalBytes }, 'the release is unpacked')
  await finish(into, { fingerprint, files: out.map((file) => told(file, into)) })
  return { files: out }
}

/** Told by the name alone, so that the folder may be moved. */
function told(file: UnpackedFile, into: string): Manifest['files'][number] {
  const isOurs = file.path === join(into, basename(file.path))
  return { ...file, path: isOurs ? basename(file.path) : file.path, isOurs }
}

async function finishedBefore(into: string, fingerprint: string, given: readonly NamedPath[]): Promise<readonly UnpackedFile[] | undefined> {
  let manifest: Manifest
  try {
    manifest = JSON.parse(await readFile(join(into, MANIFEST), 'utf8')) as Manifest
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (manifest.fingerprint !== fingerprint) return undefined
  const files: UnpackedFile[] = []
  for (const { path, name, sizeBytes, isOurs } of manifest.files) {
    const at = isOurs ? join(into, path) : given.find((file) => file.name === name)?.path
    const size = at === undefined ? undefined : await stat(at).then((found) => found.size, () => undefined)
    if (at === undefined || size !== sizeBytes) return undefined
    files.push({ path: at, name, sizeBytes })
  }
  return files
}

/** Written last, and whole: with it everything is there. */
async function finish(into: string, manifest: Manifest): Promise<void> {
  const file = await open(join(into, `.${MANIFEST}`), 'w')
  try {
    await file.writeFile(JSON.stringify(manifest))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(into, `.${MANIFEST}`), join(into, MANIFEST))
}
