/** Which articles of an NZB are wanted: those of the one file that is the film. Pure. */

import { limits } from '../../server/limits.ts'
import { JobFailure } from '../job-failure.ts'
import type { PlannedArticle } from './download.ts'
import type { Nzb, NzbFile } from './nzb.ts'

export interface DownloadPlan {
  readonly file: NzbFile
  readonly articles: readonly PlannedArticle[]
  /** As posted, encoded; 0 when the NZB does not say. */
  readonly totalBytes: number
}

const VIDEO = /\.(mp4|m4v|mov|webm|mkv)$/i
const ARCHIVE = /\.(rar|r\d\d|7z|zip|\d{3})$/i
const BESIDE = /\.(par2|nfo|sfv|txt|jpe?g|png|srt|sub|idx|nzb)$/i

/** Throws `JobFailure` when the release cannot be played as it is, or is known to be incomplete. */
export function planDownload(nzb: Nzb): DownloadPlan {
  const named = nzb.files.filter(({ name }) => name !== null && VIDEO.test(name))
  const others = nzb.files.filter(({ name }) => name === null || !BESIDE.test(name))
  // Obfuscated posts have names that say nothing: the largest file is the film, if there is one.
  const file = largest(named) ?? largest(others)
  if (!file) throw new JobFailure('JOB_ERROR', 'There is no film in this release.', { retryable: false })
  if (file.name !== null && ARCHIVE.test(file.name)) throw new JobFailure('JOB_ERROR', 'This release is packed in an archive, which cannot be unpacked yet.', { retryable: false })
  if (file.missingSegments > 0) {
    throw new JobFailure('USENET_ERROR', `${file.missingSegments} of ${file.segments.length + file.missingSegments} articles were never posted or are not listed.`, { retryable: false })
  }
  const known = file.segments.every((segment) => segment.sizeBytes > 0)
  // Encoding only ever makes larger, so a file is never longer than its articles; a little is allowed for what posters round.
  const fileBytesMax = known ? Math.ceil(file.sizeBytes * 1.05) + 65_536 : file.segments.length * limits.articleBytesMax
  const multipart = file.segments.length > 1
  return { file, articles: file.segments.map(({ messageId }) => ({ messageId, fileBytesMax, multipart })), totalBytes: known ? file.sizeBytes : 0 }
}

function largest(files: readonly NzbFile[]): NzbFile | undefined {
  return files.reduce<NzbFile | undefined>((best, file) => best && weight(best) >= weight(file) ? best : file, undefined)
}

function weight(file: NzbFile): number {
  return file.sizeBytes || file.segments.length
}
