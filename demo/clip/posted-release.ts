/** What a release is posted as: its clip, or the volumes of a stored RAR archive with PAR2 recovery data beside them. */

import { readFile } from 'node:fs/promises'
import { encodePar2 } from '../posting/encode-par2.ts'
import { writeStoredRar } from '../posting/write-stored-rar.ts'
import type { PostedFile } from '../nntp/article.ts'
import { postedBytes } from '../nntp/article.ts'
import type { Release } from '../releases.ts'
import type { ClipStore } from './clip-store.ts'

export interface ListedFile { readonly name: string; readonly sizeBytes: number }

const VOLUME_BYTES = 5_000_000
const SLICE_BYTES = 716_800
/** Each repairs as much as one article. */
const RECOVERY_BLOCKS = 3
/** Of a packet with a block, without it (PAR2 2.0). */
const PACKET_BYTES = 68

/** Names and sizes, which are known before any of it is made: they do not depend on what is in it. */
export function listedFiles({ packed, fileName, name, sizeBytes }: Release): readonly ListedFile[] {
  if (!packed) return [{ name: fileName, sizeBytes }]
  const files = pack(name, fileName, new Uint8Array(sizeBytes), 0).map((file) => ({ name: file.name, sizeBytes: file.bytes.length }))
  return files.map((file) => file.name === recoveryName(name) ? { ...file, sizeBytes: file.sizeBytes + RECOVERY_BLOCKS * (PACKET_BYTES + SLICE_BYTES) } : file)
}

/** Finds one file of a release, making it first if need be. What was packed last stays at hand: its files are asked for one after another. */
export function postedReleases(clips: ClipStore): (release: Release, fileName: string) => Promise<PostedFile | undefined> {
  let last: { readonly name: string; readonly files: Promise<ReturnType<typeof pack>> } | undefined
  return async (release, fileName) => {
    if (!release.packed) return fileName === release.fileName ? clips.posted(release) : undefined
    if (last?.name !== release.name) {
      last = { name: release.name, files: clips.prepare(release).then(async (path) => pack(release.name, release.fileName, new Uint8Array(await readFile(path)), RECOVERY_BLOCKS)) }
      last.files.catch(() => { last = undefined })
    }
    const file = (await last.files).find(({ name }) => name === fileName)
    return file && postedBytes(file.name, file.bytes)
  }
}

const recoveryName = (stem: string) => `${stem}.vol0+${RECOVERY_BLOCKS}.par2`

function pack(stem: string, fileName: string, bytes: Uint8Array, blocks: number): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const volumes = writeStoredRar([{ name: fileName, bytes }], { version: 5, volumeBytes: VOLUME_BYTES, stem })
  const { index, recovery } = encodePar2(volumes, { sliceBytes: SLICE_BYTES, exponents: Array.from({ length: blocks }, (_, exponent) => exponent) })
  return [...volumes, { name: `${stem}.par2`, bytes: index }, { name: recoveryName(stem), bytes: Buffer.concat([index, ...recovery]) }]
}
