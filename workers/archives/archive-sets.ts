/**
 * Which files belong together as the volumes of one archive, and in which order. Names decide where they say something (.part01.rar, .rar with
 * .r00, .000.rar, .001, _aa); where they were made up, the numbers in RAR's headers do, and which file goes on where another breaks off.
 */

import { ArchiveError } from './archive-error.ts'
import type { ArchiveKind } from './archive-kind.ts'
import { archiveKindOf, KIND_BYTES } from './archive-kind.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { ofEachVolume } from './archive-volume.ts'
import { findArchives } from './find-archive.ts'
import type { RarSecrets } from './rar-secrets.ts'
import type { RarVolume } from './rar-volume.ts'
import { readRarVolume } from './rar-volume.ts'
import { endsAsZip } from './zip-directory.ts'

export interface ArchiveSet {
  /** `split`: no archive, one file cut into pieces. */
  readonly kind: ArchiveKind | 'split'
  /** Of the first volume that is there. */
  readonly name: string
  /** Indices of the files that were given, in order. */
  readonly volumes: readonly number[]
  /** Slices of one archive's bytes; otherwise each volume has headers of its own. */
  readonly isSliced: boolean
  /** Which volumes are known to be missing, each in words. */
  readonly missing: readonly string[]
}

export interface GroupedFiles { readonly sets: readonly ArchiveSet[]; readonly loose: readonly number[] }

interface NamedPlace { readonly stem: string; readonly style: 'part' | 'old' | 'numbered' | 'slice' | 'zip'; readonly number: number }

/** Of an archive in an archive: many documents and programs are zips too, and come out as what they are. */
export function isMeantToOpen({ kind, name }: ArchiveSet): boolean {
  if (kind === 'zip') return /\.(?:zip|z\d{2,}|\d{3,})$/i.test(name)
  if (kind === 'tar' || kind === 'stream') return /\.(?:tar|t?gz|t?bz2?|t?xz)$/i.test(name)
  return kind !== 'program'
}

/** Throws what `read` of a volume throws; what is wrong inside an archive shows when it is read. */
export async function groupVolumes(volumes: readonly ArchiveVolume[], secrets: RarSecrets): Promise<GroupedFiles> {
  const kinds = await ofEachVolume(volumes, kindOf)
  const taken = new Set<number>()
  const sets: ArchiveSet[] = []
  const add = (set: ArchiveSet) => {
    sets.push(set)
    for (const index of set.volumes) taken.add(index)
  }
  for (const group of byName(volumes)) {
    const set = setByName(volumes, kinds, group) ?? splitByName(volumes, kinds, group)
    if (set) add(set)
  }
  const rars = volumes.keys().filter((index) => kinds[index] === 'rar' && !taken.has(index)).toArray()
  for (const set of await byContent(volumes, rars, secrets)) add(set)
  for (const [index, kind] of kinds.entries()) {
    if (kind && !taken.has(index)) add({ kind, name: volumes[index]!.name, volumes: [index], isSliced: false, missing: [] })
  }
  return { sets: sets.toSorted((a, b) => a.volumes[0]! - b.volumes[0]!), loose: volumes.keys().filter((index) => !taken.has(index)).toArray() }
}

/** What is called an archive and does not begin like one may be one behind bytes that somebody put there. */
async function kindOf(volume: ArchiveVolume): Promise<ArchiveKind | undefined> {
  if (volume.predicted) return undefined
  const kind = archiveKindOf(await volume.read(0, Math.min(KIND_BYTES, volume.sizeBytes)))
  if (kind || !/\.(?:rar|7z|zip)$/i.test(volume.name)) return kind
  const found = (await findArchives(volume)).length > 0 || (/\.zip$/i.test(volume.name) && await endsAsZip(volume))
  return found ? 'program' : undefined
}

interface NameGroup { readonly style: NamedPlace['style']; readonly places: readonly { readonly index: number; readonly number: number }[] }

function byName(volumes: readonly ArchiveVolume[]): readonly NameGroup[] {
  const groups = new Map<string, { style: NamedPlace['style']; places: { index: number; number: number }[] }>()
  for (const [index, { name }] of volumes.entries()) {
    const place = placeOf(name)
    if (!place) continue
    const key = `${place.style} ${place.stem.toLowerCase()}`
    const group = groups.get(key) ?? { style: place.style, places: [] }
    group.places.push({ index, number: place.number })
    groups.set(key, group)
  }
  return [...groups.values()].map(({ style, places }) => ({ style, places: places.toSorted((a, b) => a.number - b.number) }))
}

function placeOf(name: string): NamedPlace | undefined {
  const found = (style: NamedPlace['style'], match: RegExpExecArray | null, number: (match: RegExpExecArray) => number): NamedPlace | undefined =>
    match ? { style, stem: match[1]!, number: number(match) } : undefined
  return found('part', /^(.*)\.part(\d{1,5})\.(?:rar|exe)$/i.exec(name), ([, , number]) => Number(number) - 1)
    ?? found('numbered', /^(.*)\.(\d{3})\.rar$/i.exec(name), ([, , number]) => Number(number))
    ?? found('old', /^(.*)\.rar$/i.exec(name), () => 0)
    ?? found('old', /^(.*)\.([r-y])(\d{2,3})$/i.exec(name), ([, , letter, number]) => (letter!.toLowerCase().charCodeAt(0) - 114) * 100 + Number(number) + 1)
    // The last slice of a split zip is the one that is called .zip.
    ?? found('zip', /^(.*)\.zip$/i.exec(name), () => 100_000)
    ?? found('zip', /^(.*)\.z(\d{2,5})$/i.exec(name), ([, , number]) => Number(number) - 1)
    ?? found('slice', /^(.*)\.(\d{3,4})$/.exec(name), ([, , number]) => Number(number))
    ?? found('slice', /^(.*)[._](?!gz$|xz$|bz$)([a-z])([a-z])$/.exec(name), ([, , first, second]) => (first!.charCodeAt(0) - 97) * 26 + second!.charCodeAt(0) - 97)
}

/** Undefined where the names say nothing, or contradict what is in the files. */
function setByName(volumes: readonly ArchiveVolume[], kinds: readonly (ArchiveKind | undefined)[], { style, places }: NameGroup): ArchiveSet | undefined {
  const first = places[0]!
  const kind = kinds[first.index] ?? (style === 'zip' ? kinds[places.at(-1)!.index] : undefined)
  // What stands before the archive in a program is not looked at here.
  if (!kind || (kind === 'program' && style !== 'part' && !(style === 'old' && places.length > 1)) || new Set(places.map(({ number }) => number)).size < places.length) return undefined
  const indices = places.map(({ index }) => index)
  const isPlain = (index: number) => volumes[index]!.predicted === true || kinds[index] === 'rar'
  const isSliced = style === 'slice' ? !(kind === 'rar' && indices.every(isPlain) && indices.length > 1) : style === 'zip'
  if (!isSliced && !indices.slice(1).every(isPlain)) return undefined
  // Names alone tell nothing of a single volume: it may belong to others whose names say less.
  if (kind === 'rar' && !isSliced && places.length === 1) return undefined
  return { kind: kind === 'program' ? 'rar' : kind, name: volumes[first.index]!.name, volumes: indices, isSliced: isSliced && indices.length > 1, missing: missingIn(style, places) }
}

/** `film.mkv.001` and on, with no archive in them: pieces of one size, and a rest. */
function splitByName(volumes: readonly ArchiveVolume[], kinds: readonly (ArchiveKind | undefined)[], { style, places }: NameGroup): ArchiveSet | undefined {
  const pieces = places.map(({ index }) => volumes[index]!)
  const [first] = pieces as [ArchiveVolume]
  if (style !== 'slice' || places.length < 2 || places[0]!.number > 1 || first.predicted || new Set(places.map(({ number }) => number)).size < places.length) return undefined
  if (!places.every(({ index }) => kinds[index] === undefined && /\.\d{3}$/.test(volumes[index]!.name))) return undefined
  // What has not landed yet has the size that was told of it.
  if (!pieces.every(({ sizeBytes, predicted }, at) => predicted || (at === pieces.length - 1 ? sizeBytes <= first.sizeBytes : sizeBytes === first.sizeBytes))) return undefined
  return { kind: 'split', name: first.name, volumes: places.map(({ index }) => index), isSliced: true, missing: missingIn(style, places) }
}

function missingIn(style: NamedPlace['style'], places: NameGroup['places']): readonly string[] {
  const numbers = new Set(places.map(({ number }) => number))
  const last = style === 'zip' ? places.length - 1 : places.at(-1)!.number
  const from = style === 'slice' || style === 'numbered' ? Math.min(places[0]!.number, 1) : 0
  return Array.from({ length: Math.max(0, last - from) }, (_, i) => from + i).filter((number) => !numbers.has(number)).map((number) => `volume ${number + 1 - from}`)
}

interface OpenedRar { readonly index: number; readonly volume: RarVolume }

async function byContent(volumes: readonly ArchiveVolume[], indices: readonly number[], secrets: RarSecrets): Promise<readonly ArchiveSet[]> {
  const opened: OpenedRar[] = [], closed: number[] = []
  for (const index of indices) {
    try {
      opened.push({ index, volume: await readRarVolume(volumes[index]!, { secrets, toEnd: indices.length > 1 }) })
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      closed.push(index)
    }
  }
  const sets: ArchiveSet[] = []
  const rest = new Set(opened.toSorted((a, b) => numberOf(a) - numberOf(b) || (volumes[a.index]!.name < volumes[b.index]!.name ? -1 : 1)))
  for (const start of rest) {
    rest.delete(start)
    const chain = [start]
    for (let next = following(chain.at(-1)!, rest); next; next = following(next, rest)) {
      chain.push(next)
      rest.delete(next)
    }
    sets.push({ kind: 'rar', name: volumes[start.index]!.name, volumes: chain.map(({ index }) => index), isSliced: false, missing: missingAround(chain) })
  }
  // Damaged or locked: each stands for itself, so that its own reason is told.
  return [...sets, ...closed.map((index) => ({ kind: 'rar' as const, name: volumes[index]!.name, volumes: [index], isSliced: false, missing: [] }))]
}

/** Those that do not say theirs come last. */
function numberOf({ volume }: OpenedRar): number {
  return volume.number ?? Number.MAX_SAFE_INTEGER
}

function following({ volume }: OpenedRar, rest: ReadonlySet<OpenedRar>): OpenedRar | undefined {
  if (!volume.isVolume || volume.continues === false) return undefined
  const last = volume.entries.at(-1)
  const isNext = ({ volume: other }: OpenedRar) => {
    const first = other.entries[0]
    if (!other.isVolume || other.format !== volume.format || other.isFirst) return false
    if (volume.number !== null && other.number !== null && other.number !== volume.number + 1) return false
    return last?.splitAfter ? first?.splitBefore === true && first.name === last.name && first.sizeBytes === last.sizeBytes : first?.splitBefore !== true
  }
  for (const other of rest) if (isNext(other)) return other
  return undefined
}

function missingAround(chain: readonly OpenedRar[]): readonly string[] {
  const { volume: first } = chain[0]!, { volume: last } = chain.at(-1)!
  const before = first.entries[0]?.splitBefore === true || (first.isVolume && (first.number ?? 0) > 0)
  const count = first.number ?? 1
  return [
    ...before ? Array.from({ length: Math.min(count, 1_000) }, (_, i) => `volume ${i + 1}`) : [],
    ...last.continues === true ? [`what follows ${last.number === null ? 'the last volume' : `volume ${last.number + 1}`}`] : [],
  ]
}
