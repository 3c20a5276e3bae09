/** A recovery set, put together from packets that may have come from many files and several sets, in any order and more than once. */

import { limits } from '../../server/limits.ts'
import { BLOCKS_MAX } from './gf16.ts'
import { Par2Error } from './par2-error.ts'
import type { Packet } from './read-packets.ts'
import { CHECKSUM_BYTES } from './read-packets.ts'
import { safeName } from './safe-name.ts'

export interface SetFile {
  /** In hexadecimal; no other file of the set has it. */
  readonly id: string
  /** A path within the folder, with `/`. */
  readonly name: string
  readonly sizeBytes: number
  readonly md5: string
  /** MD5 of the first 16 KiB. */
  readonly headMd5: string
  /** Number of its first block in the set, and how many it has. */
  readonly firstBlock: number
  readonly blocks: number
  /** Of each block 20 bytes, MD5 and CRC-32; the last block is filled up with zeros. Null where they are lost: then the file is whole or all of it is lacking. */
  readonly checksums: Uint8Array | null
}

export interface RecoveryBlock { readonly exponent: number; readonly path: string; readonly offset: number }

export interface Par2Set {
  readonly id: string
  readonly sliceBytes: number
  readonly files: readonly SetFile[]
  readonly blocks: number
  /** By exponent, each once. */
  readonly recovery: readonly RecoveryBlock[]
  /** What made it. */
  readonly creator: string | null
}

export interface BrokenSet { readonly id: string; readonly error: Par2Error }

type Of<Kind extends Packet['kind']> = Extract<Packet, { kind: Kind }>

/** The sets in order of their ids. A set that cannot be used is told beside, with the reason. */
export function assembleSets(packets: readonly Packet[]): { readonly sets: readonly Par2Set[]; readonly broken: readonly BrokenSet[] } {
  const sets: Par2Set[] = [], broken: BrokenSet[] = []
  const bySet = Map.groupBy(packets, ({ setId }) => setId)
  for (const id of [...bySet.keys()].sort()) {
    try {
      sets.push(assemble(id, bySet.get(id)!))
    } catch (error) {
      if (!(error instanceof Par2Error)) throw error
      broken.push({ id, error })
    }
  }
  return { sets, broken }
}

function assemble(id: string, packets: readonly Packet[]): Par2Set {
  const of = <Kind extends Packet['kind']>(kind: Kind) => packets.filter((packet): packet is Of<Kind> & Packet => packet.kind === kind)
  const [main] = of('main')
  if (!main) throw new Par2Error('DAMAGED_SET', 'The main packet of the recovery set is nowhere whole: more of its PAR2 files are needed')
  const { sliceBytes } = main
  if (sliceBytes === 0 || sliceBytes % 4 !== 0 || sliceBytes > limits.par2SliceBytesMax) throw new Par2Error('HOSTILE_SET', `Blocks of ${sliceBytes} bytes cannot be`)
  const files = filesOf(main, new Map(of('file').map((file) => [file.fileId, file])), new Map(of('name').map((name) => [name.fileId, name.name])), new Map(of('checksums').map((each) => [each.fileId, each.checksums])))
  const exponents = new Map(of('recovery').filter((block) => block.sizeBytes === sliceBytes && block.exponent < 65_535).map(({ exponent, path, offset }) => [exponent, { exponent, path, offset }]))
  return {
    id, sliceBytes, files, blocks: files.reduce((sum, { blocks }) => sum + blocks, 0), creator: of('creator')[0]?.text.slice(0, 200) ?? null,
    recovery: [...exponents.values()].sort((a, b) => a.exponent - b.exponent),
  }
}

function filesOf(main: Of<'main'>, described: ReadonlyMap<string, Of<'file'>>, names: ReadonlyMap<string, string>, checksums: ReadonlyMap<string, Uint8Array>): readonly SetFile[] {
  const { sliceBytes, fileIds } = main
  const files = new Set<string>(), taken = new Set<string>()
  let firstBlock = 0
  return fileIds.map((fileId) => {
    const file = described.get(fileId)
    if (!file) throw new Par2Error('DAMAGED_SET', 'The description of a file of the recovery set is nowhere whole: more of its PAR2 files are needed')
    const name = safeName(names.get(fileId) ?? file.name)
    if (name === undefined || taken.has(name) || foldersOf(name).some((folder) => files.has(folder))) throw new Par2Error('HOSTILE_SET', 'The recovery set names a file twice, or one outside of its folder')
    files.add(name)
    for (const each of [name, ...foldersOf(name)]) taken.add(each)
    const blocks = Math.ceil(file.sizeBytes / sliceBytes)
    if (file.sizeBytes > limits.mediaFileBytesMax || firstBlock + blocks > BLOCKS_MAX) throw new Par2Error('HOSTILE_SET', 'The recovery set describes more than a set can hold')
    const known = checksums.get(fileId)
    const { md5, headMd5, sizeBytes } = file
    const found: SetFile = { id: fileId, name, sizeBytes, md5, headMd5, firstBlock, blocks, checksums: known?.length === blocks * CHECKSUM_BYTES ? known : null }
    firstBlock += blocks
    return found
  })
}

/** `a/b/c` lies in `a` and `a/b`. */
const foldersOf = (name: string) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))

/** What the set says of a block. */
export function checksumsOf({ checksums }: SetFile, block: number): { readonly md5: string; readonly crc: number } | undefined {
  if (!checksums) return undefined
  const at = block * CHECKSUM_BYTES
  const bytes = Buffer.from(checksums.buffer, checksums.byteOffset + at, CHECKSUM_BYTES)
  return { md5: bytes.toString('hex', 0, 16), crc: bytes.readUInt32LE(16) }
}

/** Of a block's bytes those that are the file's. */
export function bytesOfBlock({ sliceBytes }: Par2Set, { sizeBytes }: SetFile, block: number): number {
  return Math.min(sliceBytes, sizeBytes - block * sliceBytes)
}
