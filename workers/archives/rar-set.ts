/** The files of a RAR set: what breaks off in one volume goes on in the next. */

import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'
import type { ArchiveVolume } from './archive-volume.ts'
import { ofEachVolume } from './archive-volume.ts'
import type { RarKey, RarSecrets } from './rar-secrets.ts'
import type { RarEntry, RarVolume } from './rar-volume.ts'
import { readRarVolume } from './rar-volume.ts'
import type { ArchiveEntry } from './read-archive.ts'
import { ExtentList } from './stored-extents.ts'

/** A file that is not whole yet. */
interface Open { readonly first: RarEntry; readonly extents: ExtentList; last: RarEntry; predicted: boolean }

/** Volumes that are predicted come after those that are there; of the last of these the layout is taken. Throws `ArchiveError`. */
export async function readRarSet(volumes: readonly ArchiveVolume[], secrets: RarSecrets): Promise<readonly ArchiveEntry[]> {
  const headers = await readHeaders(volumes, secrets)
  const files: Open[] = []
  let open: Open | null = null
  for (const [volume, header] of headers.entries()) {
    for (const entry of header.entries) {
      if (entry.splitBefore !== (open !== null) || (open && open.first.name !== entry.name)) throw missing(volumes, volume)
      if (entry.dataOffset + entry.packedBytes > volumes[volume]!.sizeBytes) throw new ArchiveError('DAMAGED', `${volumes[volume]!.name} ends before the file in it does`)
      open ??= { first: entry, extents: new ExtentList(), last: entry, predicted: false }
      open.extents.add({ volume, offset: entry.dataOffset, length: entry.packedBytes })
      open.last = entry
      if (!entry.splitAfter) { files.push(open); open = null }
    }
    if (files.length > limits.archiveEntriesMax) throw new ArchiveError('TOO_MANY_FILES', `The archive has more than ${limits.archiveEntriesMax} entries`)
  }
  if (open) {
    continueInPredicted(open, volumes, headers)
    files.push(open)
  }
  if (!open && headers.at(-1)?.continues === true) throw missing(volumes, volumes.length)
  return await Promise.all(files.map((file) => entryOf(file, secrets)))
}

async function readHeaders(volumes: readonly ArchiveVolume[], secrets: RarSecrets): Promise<readonly RarVolume[]> {
  const there = volumes.findIndex(({ predicted }) => predicted === true)
  const known = there < 0 ? volumes : volumes.slice(0, there)
  if (known.length === 0) throw new ArchiveError('MISSING_VOLUMES', 'The first volume of the archive is missing')
  return await ofEachVolume(known, (volume) => readRarVolume(volume, { secrets, toEnd: false }))
}

/**
 * The volumes of a set are equal in size, but for the last, and so is what stands before and behind the file's bytes in them. Only a volume's
 * number in RAR5's headers makes them differ: the first has none, and those from the 129th need a second byte.
 */
function continueInPredicted(open: Open, volumes: readonly ArchiveVolume[], headers: readonly RarVolume[]): void {
  const known = headers.length
  const { last, extents } = open
  const model = volumes[known - 1]!, header = headers[known - 1]!
  const { format, headersEncrypted, entries } = header
  const numberBytes = (volume: number) => format === 'rar4' || headersEncrypted || volume === 0 ? 0 : volume < 128 ? 1 : 2
  const before = entries[0]!.headerOffset - numberBytes(known - 1) + last.dataOffset - last.headerOffset
  const behind = model.sizeBytes - last.dataOffset - last.packedBytes
  const wanted = packedBytesOf(open.first)
  for (let volume = known; volume < volumes.length && extents.length < wanted; volume++) {
    const offset = before + numberBytes(volume)
    const length = Math.min(wanted - extents.length, model.sizeBytes - offset - behind)
    if (length <= 0) break
    extents.add({ volume, offset, length })
    open.predicted = true
  }
  if (extents.length < wanted || volumes.length === known) throw missing(volumes, volumes.length)
}

/** Of a stored file, in all volumes together. */
function packedBytesOf({ sizeBytes, encryption }: RarEntry): number {
  return encryption ? Math.ceil((sizeBytes ?? Infinity) / 16) * 16 : sizeBytes ?? Infinity
}

async function entryOf({ first, last, extents, predicted }: Open, secrets: RarSecrets): Promise<ArchiveEntry> {
  const { name, kind, sizeBytes, encryption } = first
  const told = { name, kind, sizeBytes, isEncrypted: encryption !== null }
  const packed = (why: string) => ({ ...told, stored: null, why })
  if (kind !== 'file') return packed(kind === 'link' ? 'a link, which is never made' : 'a folder')
  if (!first.stored) return packed('it is compressed')
  if (sizeBytes === null || extents.length !== packedBytesOf(first)) return packed('its sizes contradict each other')
  // What is keyed with the password is no checksum that anybody else could compute.
  const keyed = encryption?.version === 'rar5' && encryption.keyedChecksum
  const stored = { extents: extents.extents, crc32: keyed || predicted ? null : last.crc32, hasOtherChecksum: keyed === true || last.hasOtherChecksum, predicted }
  if (!encryption) return { ...told, stored: { ...stored, cipher: null }, why: null }
  const cipher = await cipherOf(first, secrets)
  return cipher ? { ...told, stored: { ...stored, cipher }, why: null } : packed('it is encrypted in a way that only unpacking undoes')
}

/** Null where passwords cannot be told apart without reading all of the file. Throws `ArchiveError` for a missing or wrong password. */
async function cipherOf({ encryption }: RarEntry, secrets: RarSecrets): Promise<(RarKey & { readonly iv: Uint8Array }) | null> {
  if (encryption?.version === 'rar5') return { ...await secrets.keyFor5(encryption), iv: encryption.iv }
  if (encryption?.version !== 'rar3') return null
  const keys = await secrets.keysFor3(encryption.salt)
  return keys.length === 1 ? keys[0]! : null
}

function missing(volumes: readonly ArchiveVolume[], volume: number): ArchiveError {
  return new ArchiveError('MISSING_VOLUMES', `Volume ${volume + 1} of the archive ${volumes[0]!.name} is missing, or belongs to another`)
}
