/** What the demo indexers list: every film and every episode of a serial in five cuts, one of them filmed off the screen, each a file of its own that the demo news server has. */

import type { Film } from './catalogue/index.ts'
import { episodeCode } from '../domain/playable.ts'
import { films, yearOf } from './catalogue/index.ts'
import type { Screened } from './catalogue/screened.ts'
import { screenedEpisode } from './catalogue/screened.ts'
import type { Serial } from './catalogue/serial.ts'
import { serials } from './catalogue/serials.ts'
import { seedOf } from './seed.ts'

export interface Quality {
  readonly key: string
  /** What follows title and year in the release's name. */
  readonly suffix: string
  readonly width: number
  readonly height: number
  /** The file's size is this and up to `SIZE_SPREAD_BYTES` more, the same for a film every time. */
  readonly sizeBytes: number
  /** Newznab's subcategory of 2000, Movies; of 5000, TV, it is as many above. */
  readonly category: 2030 | 2040
}

export interface Release {
  /** 32 hex digits, as indexers have them. */
  readonly guid: string
  readonly name: string
  readonly fileName: string
  /** Posted as a stored archive in volumes, with recovery data, as most releases are; the others as they are. */
  readonly packed: boolean
  readonly film: Screened
  /** Of which serial it is an episode; null for a film. */
  readonly episode: EpisodePosted | null
  readonly quality: Quality
  readonly sizeBytes: number
  readonly grabs: number
  readonly postedAtSeconds: number
}

export interface EpisodePosted { readonly serial: Serial; readonly season: number; readonly number: number }

const MEBIBYTE = 1_048_576
const SIZE_SPREAD_BYTES = 2 * MEBIBYTE
const POSTED_AT_SECONDS = Date.UTC(2025, 0, 1) / 1_000

/** The clips are drawn at these sizes, so that a name says what its file is. */
export const QUALITIES: readonly Quality[] = [
  {
    key: 'bluray-1080p',
    suffix: '1080p.BluRay.x264-REWIND',
    width: 1920,
    height: 1080,
    sizeBytes: 36 * MEBIBYTE,
    category: 2040,
  },
  {
    key: 'web-1080p',
    suffix: '1080p.WEB-DL.AAC2.0.H.264-NITRATE',
    width: 1920,
    height: 1080,
    sizeBytes: 36 * MEBIBYTE,
    category: 2040,
  },
  {
    key: 'bluray-720p',
    suffix: '720p.BluRay.x264-LANTERN',
    width: 1280,
    height: 720,
    sizeBytes: 21 * MEBIBYTE,
    category: 2040,
  },
  {
    key: 'dvd-480p',
    suffix: '480p.DVDRip.x264-KINOBOX',
    width: 848,
    height: 480,
    sizeBytes: 14 * MEBIBYTE,
    category: 2030,
  },
  {
    key: 'cam',
    suffix: 'HDCAM.x264-BALCONY',
    width: 512,
    height: 288,
    sizeBytes: 9 * MEBIBYTE,
    category: 2030,
  },
]

export const releases: readonly Release[] = [
  ...films.flatMap((film) => QUALITIES.map((quality) => releaseOf({ film, episode: null, quality, stem: `${dotted(film.title)}.${yearOf(film)}`, packed: film.tmdbId % 3 === 0 }))),
  ...serials.flatMap((serial) => serial.seasons.flatMap((season) => season.episodes.flatMap((_, index) => {
    const [film, episode] = [screenedEpisode(serial, season, index + 1), { serial, season: season.number, number: index + 1 }]
    const stem = `${dotted(serial.title)}.${serial.firstShown.slice(0, 4)}.${episodeCode({ season: episode.season, episode: episode.number })}`
    return QUALITIES.map((quality) => releaseOf({ film, episode, quality, stem, packed: episode.number % 3 === 0 }))
  }))),
]

const byGuid = new Map(releases.map((release) => [release.guid, release]))
const byName = new Map(releases.map((release) => [release.name, release]))

export function releaseByGuid(guid: string): Release | undefined {
  return byGuid.get(guid)
}

/** Of any file it was posted in. */
export function releaseByFileName(fileName: string): Release | undefined {
  return byName.get(fileName.replace(/(\.part\d+\.rar|(\.vol\d+\+\d+)?\.par2|\.mp4)$/, ''))
}

export function releasesOf(film: Film): Release[] {
  return releases.filter((release) => release.film === film)
}

function releaseOf({ film, episode, quality, stem, packed }: Pick<Release, 'film' | 'episode' | 'quality' | 'packed'> & { readonly stem: string }): Release {
  const name = `${stem}.${quality.suffix}`
  const seed = seedOf(name)
  return {
    guid: [name, 'b', 'c', 'd'].map((part) => seedOf(`${name}${part}`).toString(16).padStart(8, '0')).join(''),
    name,
    fileName: `${name}.mp4`,
    packed,
    film,
    episode,
    quality,
    sizeBytes: quality.sizeBytes + seed % SIZE_SPREAD_BYTES,
    grabs: 20 + seed % 400,
    postedAtSeconds: POSTED_AT_SECONDS + seed % (60 * 86_400),
  }
}

/** `Ben-Hur.A.Tale.of.the.Christ`: letters without accents, words joined by dots. */
function dotted(title: string): string {
  return title.normalize('NFKD').replace(/\p{Diacritic}/gu, '').replace(/['’.,!:“”]/g, '').replace(
    /[^A-Za-z0-9-]+/g,
    '.',
  ).replace(/^\.+|\.+$/g, '')
}
