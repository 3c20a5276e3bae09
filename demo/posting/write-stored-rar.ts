/** RAR archives, in one volume or several, whose files are only copied in: what most releases are. Nothing is compressed, so that no licence of a compressor is touched. */

import { crc32 } from 'node:zlib'

export interface WrittenFile { readonly name: string; readonly bytes: Uint8Array }
export interface StoredRarOptions {
  readonly version: 4 | 5
  /** Of each volume but the last; one volume of any size where it is left out. */
  readonly volumeBytes?: number
  /** What the volumes are called: `film` gives film.part01.rar and so on. */
  readonly stem?: string
  /** `film.rar`, `film.r00` and on instead. */
  readonly oldNames?: boolean
}

interface Part { readonly file: WrittenFile; readonly from: number; readonly to: number }
interface Layout { begin(volume: number, isSet: boolean): Uint8Array; head(part: Part): Uint8Array; end(volume: number, isLast: boolean): Uint8Array }

/** The volumes in order. */
export function writeStoredRar(files: readonly WrittenFile[], { version, volumeBytes = Infinity, stem = 'film', oldNames = false }: StoredRarOptions): readonly WrittenFile[] {
  const layout = version === 5 ? rar5 : rar4
  const isSet = Number.isFinite(volumeBytes)
  const volumes: Uint8Array[][] = []
  let room = 0
  const begin = () => {
    const start = layout.begin(volumes.length, isSet)
    volumes.push([start])
    room = volumeBytes - start.length - layout.end(volumes.length - 1, false).length
  }
  begin()
  for (const file of files) {
    for (let from = 0; from < file.bytes.length || from === 0;) {
      const headBytes = layout.head({ file, from, to: Math.min(file.bytes.length, from + 1) }).length
      if (room < headBytes + Math.min(1, file.bytes.length - from)) {
        if (room === volumeBytes) throw new Error('A volume has no room for a header')
        volumes.at(-1)!.push(layout.end(volumes.length - 1, false))
        begin()
        continue
      }
      const to = Math.min(file.bytes.length, from + room - headBytes)
      volumes.at(-1)!.push(layout.head({ file, from, to }), file.bytes.subarray(from, to))
      room -= headBytes + to - from
      if (to === file.bytes.length) break
      from = to
    }
  }
  volumes.at(-1)!.push(layout.end(volumes.length - 1, true))
  const digits = Math.max(2, String(volumes.length).length)
  const nameOf = (index: number) => !isSet ? `${stem}.rar`
    : oldNames ? `${stem}.${index === 0 ? 'rar' : `${String.fromCharCode(114 + Math.floor((index - 1) / 100))}${String((index - 1) % 100).padStart(2, '0')}`}`
      : `${stem}.part${String(index + 1).padStart(digits, '0')}.rar`
  return volumes.map((pieces, index) => ({ name: nameOf(index), bytes: new Uint8Array(Buffer.concat(pieces)) }))
}

const crcOf = ({ file, from, to }: Part) => crc32(to === file.bytes.length ? file.bytes : file.bytes.subarray(from, to))
const little = (value: number, bytes: number) => Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256)

/** technote.txt of RAR 4.20. */
const rar4: Layout = {
  begin: (volume, isSet) => concat(Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 0), block4(0x73, isSet ? 0x11 | (volume === 0 ? 0x100 : 0) : 0, little(0, 6))),
  head: ({ file, from, to, ...part }) => {
    const name = new TextEncoder().encode(file.name)
    const flags = 0x8000 | 0x100 | (from > 0 ? 1 : 0) | (to < file.bytes.length ? 2 : 0)
    return block4(0x74, flags, [
      ...little(to - from, 4), ...little(file.bytes.length, 4), 3, ...little(crcOf({ file, from, to, ...part }), 4), ...little(0x5a21_0000, 4), 20, 0x30, ...little(name.length, 2),
      ...little(0o100644, 4), ...little(0, 4), ...little(Math.floor(file.bytes.length / 2 ** 32), 4), ...name,
    ])
  },
  end: (volume, isLast) => block4(0x7b, 0x4000 | 8 | (isLast ? 0 : 1), little(volume, 2)),
}

function block4(type: number, flags: number, fields: readonly number[]): Uint8Array {
  const rest = Uint8Array.of(type, ...little(flags, 2), ...little(7 + fields.length, 2), ...fields)
  return concat(Uint8Array.from(little(crc32(rest) & 0xffff, 2)), rest)
}

/** https://www.rarlab.com/technote.htm */
const rar5: Layout = {
  begin: (volume, isSet) => concat(Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0), block5([1, 0, ...isSet ? [volume === 0 ? 1 : 3, ...volume === 0 ? [] : variable(volume)] : [0]])),
  head: ({ file, from, to }) => {
    const name = new TextEncoder().encode(file.name)
    const flags = 2 | (from > 0 ? 8 : 0) | (to < file.bytes.length ? 16 : 0)
    // Sizes in as many bytes as they may ever need, so that a header is as long in every volume.
    return block5([2, flags, ...variable(to - from, 5), 4, ...variable(file.bytes.length, 5), ...variable(0o100644), ...little(crcOf({ file, from, to }), 4), 0, 1, ...variable(name.length), ...name])
  },
  end: (_volume, isLast) => block5([5, 0, isLast ? 0 : 1]),
}

function block5(fields: readonly number[]): Uint8Array {
  const sized = Uint8Array.from([...variable(fields.length), ...fields])
  return concat(Uint8Array.from(little(crc32(sized), 4)), sized)
}

function variable(value: number, bytesMin = 1): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push(rest % 128)
    rest = Math.floor(rest / 128)
  } while (rest > 0 || bytes.length < bytesMin)
  return bytes.map((byte, index) => index < bytes.length - 1 ? byte | 128 : byte)
}

function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}
