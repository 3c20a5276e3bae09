/** Which files of a release belong to what was asked for, whatever the release is called. */

import { basename } from 'node:path'
import type { Playable } from '../domain/playable.ts'
import { episodeCode } from '../domain/playable.ts'
import type { Said } from '../projections/said.ts'
import { sayOfJob as say } from '../projections/said-of-jobs.ts'
import { parseRelease } from '../server/releases/parse-release.ts'

export const VIDEO = /\.(?:mkv|mp4|m4v|mov|webm|avi|m?ts|m2ts|wmv|mpe?g|vob)$/i
export const SAMPLE = /(?<![a-z])sample(?![a-z])/i

/** Without the videos of other episodes; null where there are such, and it is not among them as a file of its own. */
export function ofEpisode<File extends { readonly name: string | null }>(files: readonly File[], wanted: Playable): readonly File[] | null {
  if (wanted.mediaType === 'movie') return files
  const numbered = files.flatMap((file) => {
    const name = file.name ?? ''
    const { seasons, episodes } = parseRelease(basename(name), { kind: 'tv' }).numbering
    return VIDEO.test(name) && !SAMPLE.test(name) && episodes.length > 0 ? [{ file, seasons, episodes }] : []
  })
  const others = numbered.filter(({ seasons, episodes }) => !episodes.includes(wanted.episode) || seasons.length > 0 && !seasons.includes(wanted.season))
  if (others.length === 0) return files
  const [own, ...more] = numbered.filter((each) => !others.includes(each) && each.episodes.length === 1)
  return own && more.length === 0 ? files.filter((file) => !VIDEO.test(file.name ?? '') || file === own.file) : null
}

export function lacksEpisode(wanted: Playable): Said {
  return say('JOB_OTHER_EPISODES', { episode: wanted.mediaType === 'tv' ? episodeCode(wanted) : 'the film' })
}
