/**
 * Finds out how a film lies in what lands: as soon as the first articles are in, from their bytes and the archive's headers. Of a set of
 * RAR volumes with names that say their order the first two tell enough: the rest is predicted, and each volume's own header is looked at
 * before anything is read from it.
 */

import type { Playable } from '../../domain/playable.ts'
import type { Said } from '../../projections/said.ts'
import { inOwnWords, sayOfJob as say } from '../../projections/said-of-jobs.ts'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import { archiveKindOf } from '../archives/archive-kind.ts'
import type { ArchiveVolume } from '../archives/archive-volume.ts'
import { mapStoredArchive } from '../archives/map-stored-archive.ts'
import type { StoredFile } from '../archives/map-stored-archive.ts'
import { RarSecrets } from '../archives/rar-secrets.ts'
import { readRarVolume } from '../archives/rar-volume.ts'
import { areSlices } from '../are-slices.ts'
import { containerOf, SNIFF_BYTES } from '../media/container-of.ts'
import { lacksEpisode, ofEpisode, VIDEO } from '../of-episode.ts'
import type { FilmMap } from './film-map.ts'
import { isWhole, piecesOf, plainFilm } from './film-map.ts'
import type { LandedBytes, LandingVolume } from './landed-bytes.ts'

export interface MappedFilm {
  readonly map: FilmMap
  readonly volumes: readonly LandingVolume[]
  /** Inside the archive; where there is none, of the file. */
  readonly name: string
  /** As `containerOf` calls it. */
  readonly container: string
  /** So many volumes, from the first on, have been looked into; the others are taken to be alike. */
  readonly seen: number
}

export interface MapOptions {
  readonly wanted: Playable
  /** Content of the release, volumes of a set in their order where names tell it. */
  readonly volumes: readonly LandingVolume[]
  readonly passwords: readonly string[]
  readonly bytes: LandedBytes
  /** Asks for articles before all others. */
  want(articles: readonly number[]): void
  readonly signal: AbortSignal
}

/** Why it cannot be watched before it is unpacked, in a sentence. */
export interface Unmapped { readonly said: Said }

/** Throws `LandingFilmError` when the articles it needs are on no server or do not come. */
export async function mapLanding(options: MapOptions): Promise<MappedFilm | Unmapped> {
  const { volumes, want, wanted } = options
  const own = ofEpisode(volumes, wanted)
  if (!own) return { said: lacksEpisode(wanted) }
  const largest = own.reduce((best, volume) => volume.articles > best.articles ? volume : best)
  want([largest.firstArticle])
  const container = containerOf(await headOf(largest, options))
  if (container !== null && volumes.some(({ name }) => areSlices(largest.name ?? '', name ?? ''))) return { said: say('LANDING_IN_PIECES') }
  if (container !== null) return await plain(largest, container, options)
  const seen = limits.landingVolumesSeen
  if (volumes.length > seen && await areRar(volumes.slice(0, seen), options)) {
    const early = await inArchive(options, seen)
    if ('map' in early) return early
  }
  return await mapWhole(options)
}

/** With every volume looked into. */
export async function mapWhole(options: MapOptions): Promise<MappedFilm | Unmapped> {
  const { volumes, want, bytes, signal } = options
  const firsts = volumes.map(({ firstArticle }) => firstArticle)
  want(firsts)
  await Promise.all(volumes.map((volume) => begun(volume, options)))
  if (!await areRar(volumes, options)) {
    // Slices of one file: where each begins depends on the sizes of those before it, and only their last articles tell these for sure.
    const lasts = volumes.filter(({ whole }) => !whole).map(({ firstArticle, articles }) => firstArticle + articles - 1)
    want(lasts)
    await Promise.all(lasts.map((article) => bytes.arrivalOf(article, signal)))
  }
  return await inArchive(options, volumes.length)
}

/** Whether a volume that was not looked into is as it was predicted: by its own header, as soon as its first article is in. */
export async function liesAsPredicted({ map }: MappedFilm, index: number, options: MapOptions): Promise<boolean> {
  const extents = map.extents.filter(({ volume }) => volume === index)
  await begun(options.volumes[index]!, options)
  try {
    const { entries } = await readRarVolume(archiveVolume(options, index, false), { secrets: new RarSecrets(options.passwords), toEnd: false })
    return extents.every(({ offset, length }) => entries.some(({ stored, dataOffset, packedBytes }) => stored && dataOffset === offset && packedBytes === length))
  } catch (error) {
    if (error instanceof ArchiveError) return false
    throw error
  }
}

/** The size that articles tell is often wrong, and a browser holds on to the first one it hears: so the last article must be in. */
async function plain(volume: LandingVolume, container: string, { want, bytes, signal }: MapOptions): Promise<MappedFilm> {
  const last = volume.firstArticle + volume.articles - 1
  want([last])
  await bytes.arrivalOf(last, signal)
  return { map: plainFilm(volume.sizeBytes), volumes: [volume], name: volume.name ?? '', container, seen: 1 }
}

/** `seen`: so many volumes from the first on are looked into. */
async function inArchive(options: MapOptions, seen: number): Promise<MappedFilm | Unmapped> {
  const { volumes, bytes, want, signal, passwords, wanted } = options
  const looked = volumes.slice(0, seen)
  want(looked.map(({ firstArticle }) => firstArticle))
  await Promise.all(looked.map((volume) => begun(volume, options)))
  const map = await mapStoredArchive(volumes.map((_, index) => archiveVolume(options, index, index >= seen)), { passwords })
  if ('reason' in map) return packed(inOwnWords(say(`ARCHIVE_${map.code}`), map.reason))
  const own = ofEpisode(map.files, wanted)
  if (!own) return { said: lacksEpisode(wanted) }
  const film = own.filter(({ name }) => VIDEO.test(name)).reduce<StoredFile | undefined>((best, file) => best && best.sizeBytes >= file.sizeBytes ? best : file, undefined)
  if (!film) return packed(say('LANDING_UNNAMED'))
  if (film.cipher) return packed(say('LANDING_ENCRYPTED'))
  const filmMap = { sizeBytes: film.sizeBytes, extents: film.extents }
  if (!isWhole(filmMap)) return packed(say('LANDING_GAPS'))
  const container = await containerIn(filmMap, options)
  return container !== null ? { map: filmMap, volumes, name: film.name, container, seen: film.predicted ? seen : volumes.length } : packed(say('LANDING_NO_BEGINNING'))
}

const packed = (told: Said): Unmapped => ({ said: say('LANDING_PACKED', { told }) })

function archiveVolume({ volumes, bytes, want, signal }: MapOptions, index: number, predicted: boolean): ArchiveVolume {
  const volume = volumes[index]!
  return {
    name: volume.name ?? `file ${index + 1}`, sizeBytes: volume.sizeBytes, predicted,
    read: (from, to) => bytes.readAll(volume, from, to, signal, (article) => want([article])),
  }
}

async function areRar(volumes: readonly LandingVolume[], options: MapOptions): Promise<boolean> {
  options.want(volumes.map(({ firstArticle }) => firstArticle))
  const heads = await Promise.all(volumes.map((volume) => headOf(volume, options)))
  return heads.every((head) => archiveKindOf(head) === 'rar')
}

async function containerIn(map: FilmMap, { volumes, bytes, want, signal }: MapOptions): Promise<string | null> {
  const parts: Uint8Array[] = []
  for (const { volume, span } of piecesOf(map, { from: 0, to: SNIFF_BYTES })) parts.push(await bytes.readAll(volumes[volume]!, span.from, span.to, signal, (article) => want([article])))
  return containerOf(Buffer.concat(parts))
}

/** Its first article is in, or was repaired. */
async function begun({ whole, firstArticle }: LandingVolume, { bytes, signal }: MapOptions): Promise<void> {
  if (!whole) await bytes.arrivalOf(firstArticle, signal)
}

async function headOf(volume: LandingVolume, options: MapOptions): Promise<Uint8Array> {
  const { bytes, signal } = options
  await begun(volume, options)
  return await bytes.readAll(volume, 0, Math.min(volume.sizeBytes, SNIFF_BYTES), signal)
}
