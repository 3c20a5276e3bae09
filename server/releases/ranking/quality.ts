/** A release's quality by one name, as quality profiles list them: source and resolution together. Pure. */

import type { ParsedRelease } from '../parse-release.ts'

/** The names of Radarr and Sonarr; where the two differ (`Bluray-1080p Remux`) Radarr's. */
export type QualityName = string

export function qualityOf({ source, modifier, resolution }: ParsedRelease): QualityName {
  if (modifier === 'brdisk') return 'BR-DISK'
  if (modifier === 'rawhd') return 'Raw-HD'
  if (modifier === 'regional') return 'REGIONAL'
  switch (source) {
    case 'cam': return 'CAM'
    case 'telesync': return 'TELESYNC'
    case 'telecine': return 'TELECINE'
    case 'workprint': return 'WORKPRINT'
    case 'screener': return 'DVDSCR'
    case 'vhs': return 'SDTV'
    case 'dvd': return modifier === 'remux' ? 'DVD-R' : 'DVD'
    case 'bluray': case 'hddvd': return modifier === 'remux' ? ofHigh('Remux', resolution) : `Bluray-${lines(resolution, '720p', ['480p', '576p', '720p', '1080p', '2160p'])}`
    case 'webdl': case 'digital-master': return ofWeb('WEBDL', resolution)
    case 'webrip': return ofWeb('WEBRip', resolution)
    case 'tv': return ofTv(resolution)
    case 'unknown': return resolution === null ? 'Unknown' : ofTv(resolution)
  }
}

const ofHigh = (kind: string, resolution: string | null) => `${kind}-${resolution === '2160p' ? '2160p' : '1080p'}`
const ofWeb = (kind: string, resolution: string | null) => `${kind}-${lines(resolution, '480p', ['480p', '720p', '1080p', '2160p'])}`

function ofTv(resolution: string | null): QualityName {
  const stated = lines(resolution, '480p', ['480p', '720p', '1080p', '2160p'])
  return stated === '480p' ? 'SDTV' : `HDTV-${stated}`
}

/** The highest of the steps that the picture reaches; `silent` where the title tells none. */
function lines(resolution: string | null, silent: string, steps: readonly string[]): string {
  if (resolution === null) return silent
  const height = Number.parseInt(resolution, 10)
  return steps.findLast((step) => Number.parseInt(step, 10) <= height) ?? steps[0]!
}

/** Sonarr's names, and how people write them. */
export function canonicalQuality(name: string): QualityName {
  const remux = /^Bluray-(\d+p) Remux$/i.exec(name)?.[1]
  return remux === undefined ? name.trim() : `Remux-${remux}`
}
