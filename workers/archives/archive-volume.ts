/** What the header readers see of an archive's volume: bytes by position, within bounds, wherever they come from. */

import { limits } from '../../server/limits.ts'
import { ArchiveError } from './archive-error.ts'

export interface ArchiveVolume {
  readonly name: string
  readonly sizeBytes: number
  /** The bytes from `start` up to `end`, all of them: a volume that is still landing waits for them. Rejects where they will never be there. */
  read(start: number, end: number): Promise<Uint8Array>
  /** Not there yet, and not to be read: its size is a guess, and its layout is taken from the volumes before it. */
  readonly predicted?: boolean
}

/** In their order, some of them at once: a release may have thousands. */
export async function ofEachVolume<T>(volumes: readonly ArchiveVolume[], read: (volume: ArchiveVolume) => Promise<T>): Promise<T[]> {
  const found: T[] = []
  for (let from = 0; from < volumes.length; from += limits.archiveVolumesAtOnce) {
    found.push(...await Promise.all(volumes.slice(from, from + limits.archiveVolumesAtOnce).map(read)))
  }
  return found
}

/** Reads a volume's headers a piece at a time. Throws `ArchiveError` DAMAGED where the volume ends too early, TOO_LARGE where headers go on for ever. */
export class HeaderWindow {
  readonly sizeBytes: number
  readonly #volume: ArchiveVolume
  #piece = new Uint8Array(0)
  #from = 0
  #left: number = limits.archiveHeaderBytesMax

  constructor(volume: ArchiveVolume) {
    this.#volume = volume
    this.sizeBytes = volume.sizeBytes
  }

  /** Exactly `length` bytes at `start`. */
  async bytes(start: number, length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(start) || start < 0 || start + length > this.sizeBytes) throw new ArchiveError('DAMAGED', `${this.#volume.name} ends within a header`)
    if (start < this.#from || start + length > this.#from + this.#piece.length) await this.#fetch(start, length)
    return this.#piece.subarray(start - this.#from, start - this.#from + length)
  }

  async #fetch(start: number, length: number): Promise<void> {
    const end = Math.min(this.sizeBytes, start + Math.max(length, limits.archiveHeaderReadBytes))
    this.#left -= end - start
    if (this.#left < 0) throw new ArchiveError('TOO_LARGE', `${this.#volume.name} has more than ${limits.archiveHeaderBytesMax} bytes of headers`)
    const piece = await this.#volume.read(start, end)
    if (piece.length !== end - start) throw new ArchiveError('DAMAGED', `${this.#volume.name} was cut short while it was read`)
    this.#piece = new Uint8Array(piece)
    this.#from = start
  }
}

/** Fields of a header, one after another. Throws `ArchiveError` DAMAGED past the end. */
export class HeaderCursor {
  at: number
  readonly #bytes: Uint8Array
  readonly #end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes
    this.at = at
    this.#end = end
  }

  get left(): number {
    return this.#end - this.at
  }

  take(length: number): Uint8Array {
    if (!(length >= 0 && length <= this.left)) throw new ArchiveError('DAMAGED', 'A field of the archive reaches past its header')
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  /** Little-endian, up to six bytes. */
  number(length: number): number {
    return this.take(length).reduceRight((sum, byte) => sum * 256 + byte, 0)
  }

  /** Eight bytes; throws where the number is larger than any file here may be. */
  long(): number {
    const low = this.number(4)
    return safe(this.number(4) * 0x1_0000_0000 + low)
  }

  /** RAR5's variable length: seven bits a byte, lowest first, the eighth says that more follow. */
  variable(): number {
    let value = 0, scale = 1
    for (let i = 0; i < 10; i++, scale *= 128) {
      const byte = this.number(1)
      value += (byte & 127) * scale
      if (byte < 128) return safe(value)
    }
    throw new ArchiveError('DAMAGED', 'A number in the archive has no end')
  }
}

export function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new ArchiveError('HOSTILE', 'The archive names a size that no file has')
  return value
}
