/** The film among a release's files: unpacked where it must be, and made playable. */

import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { playableOf } from '../domain/playable.ts'
import { sayOfJob as say } from '../projections/said-of-jobs.ts'
import { archiveKindOf } from './archives/archive-kind.ts'
import { unpackRelease } from './archives/unpack-release.ts'
import { areSlices } from './are-slices.ts'
import type { Downloaded, NamedFile } from './job-folder.ts'
import { JobFailure } from './job-failure.ts'
import { containerOf, SNIFF_BYTES } from './media/container-of.ts'
import { prepareMedia } from './media/prepare-media.ts'
import type { PreparedMedia } from './media/prepare-film.ts'
import { lacksEpisode, ofEpisode, SAMPLE } from './of-episode.ts'
import type { ReleaseWork } from './release-work.ts'

export interface PreparedFilm extends PreparedMedia {
  /** Its bytes are other than those that were posted. */
  readonly rewritten: boolean
}

const SUBTITLES = /\.(?:srt|ass|ssa|vtt)$/i
/** A piece of a disc as it was: its film is in many such files, in an order that only the disc's index knows. */
const OF_A_DISC = /(?:^|\/)(?:VIDEO_TS|HVDVD_TS|BDMV)\/|(?:^|\/)VTS_\d\d_\d\.VOB$|\.EVO$/i
const INDEX_OF_A_DISC = /(?:^|\/)(?:index\.bdmv|MovieObject\.bdmv|\d{5}\.mpls|\d{5}\.clpi)$/i
const STREAM_OF_A_DISC = /(?:^|\/)\d{5}\.m2ts$/i
/** `film.cd1.avi`: what stands before and behind the number. */
const PART = /^(.*(?<![a-z]))(?:cd|dis[ck]|part|pt)[ ._-]?\d{1,2}(?!\d)(.*)$/i

export async function prepareFilm({ job, folder, system, lease, log }: ReleaseWork, { files, passwords }: Downloaded): Promise<PreparedFilm> {
  const { signal } = lease
  const unpacked = await unpackRelease({
    files, into: join(folder.path, 'unpacked'), passwords, system, signal, log, onProgress: () => {},
  })
  const wanted = playableOf(job)
  const own = ofEpisode(unpacked.files, wanted)
  if (!own) throw new JobFailure('JOB_ERROR', lacksEpisode(wanted), { retryable: false })
  const film = await filmAmong(own)
  assertInOneFile(film, unpacked.files)
  const beside = unpacked.files.filter(({ name }) => SUBTITLES.test(name)).map(({ path }) => path)
  const media = await prepareMedia({ path: film.path, name: film.name, beside, into: join(folder.path, 'prepared'), system, signal, onProgress: () => {}, log })
  return { ...media, rewritten: media.video.path !== film.path }
}

/** The largest that is a video; a sample only where there is nothing else. */
async function filmAmong<File extends NamedFile & { readonly sizeBytes: number }>(files: readonly File[]): Promise<File> {
  for (const file of files.toSorted((a, b) => Number(SAMPLE.test(a.name)) - Number(SAMPLE.test(b.name)) || b.sizeBytes - a.sizeBytes)) {
    const head = await headOf(file.path)
    if (containerOf(head) !== null) return file
    if (archiveKindOf(head) !== undefined) throw new JobFailure('JOB_ERROR', say('JOB_NESTED'), { retryable: false })
  }
  throw new JobFailure('JOB_ERROR', say('JOB_NO_FILM'), { retryable: false })
}

/** The largest piece of a film would pass for the film. Throws `JobFailure`. */
export function assertInOneFile({ name }: Pick<NamedFile, 'name'>, files: readonly Pick<NamedFile, 'name'>[]): void {
  if (OF_A_DISC.test(name) || STREAM_OF_A_DISC.test(name) && files.some((file) => INDEX_OF_A_DISC.test(file.name))) {
    throw new JobFailure('JOB_ERROR', say('JOB_WHOLE_DISC'), { retryable: false })
  }
  const [, before, behind] = PART.exec(name) ?? []
  const isOtherPart = (other: string) => {
    const [, itsBefore, itsBehind] = PART.exec(other) ?? []
    return other !== name && itsBefore === before && itsBehind === behind
  }
  if (files.some((file) => areSlices(name, file.name)) || before !== undefined && files.some((file) => isOtherPart(file.name))) {
    throw new JobFailure('JOB_ERROR', say('JOB_IN_PIECES'), { retryable: false })
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const head = new Uint8Array(SNIFF_BYTES)
    const { bytesRead } = await file.read(head, 0, SNIFF_BYTES, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
