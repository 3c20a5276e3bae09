/**
 * LZMA (LZMA specification, Igor Pavlov, 2015), for the list of a 7z archive alone: some kilobytes, whole in memory, their size known. What is
 * written so far is the dictionary, so that no archive can ask for a larger one.
 */

import { ArchiveError } from './archive-error.ts'

const HALF = 1_024, TOP = 2 ** 24
const STATES = 12, LENGTH_STATES = 4
const END_MARKER = 0xffff_ffff

/** Exactly `sizeBytes` bytes, the caller's to bound. Throws `ArchiveError` DAMAGED for anything else. */
export function decodeLzma(packed: Uint8Array, properties: Uint8Array, sizeBytes: number): Uint8Array {
  const settings = properties[0] ?? 255
  if (properties.length < 5 || settings >= 9 * 5 * 5 || packed.length < 5) throw damaged()
  const range = new RangeDecoder(packed)
  const out = new Output(sizeBytes)
  const literalBits = settings % 9, positionBits = Math.floor(settings / 9) % 5, posBits = Math.floor(settings / 45)
  // Of literals and of positions, each with what came before.
  const literals = probabilities(0x300 << (literalBits + positionBits))
  const isMatch = probabilities(STATES * 16), isRepeat = probabilities(STATES), isRepeat1 = probabilities(STATES), isRepeat2 = probabilities(STATES), isRepeat3 = probabilities(STATES), isLong = probabilities(STATES * 16)
  const slots = Array.from({ length: LENGTH_STATES }, () => probabilities(64)), special = probabilities(128), align = probabilities(16)
  const lengths = new LengthDecoder(), repeatLengths = new LengthDecoder()
  let state = 0
  let [last, second, third, fourth] = [0, 0, 0, 0]
  const distanceOf = (length: number): number => {
    const slot = range.tree(slots[Math.min(length, LENGTH_STATES - 1)]!, 6)
    if (slot < 4) return slot
    const direct = (slot >> 1) - 1, base = ((2 | (slot & 1)) << direct) >>> 0
    if (slot < 14) return base + range.reverseTree(special, base - slot, direct)
    return base + range.direct(direct - 4) * 16 + range.reverseTree(align, 0, 4)
  }
  const repeat = (pos: number): 'short' | 'long' => {
    if (range.bit(isRepeat1, state) === 0) {
      if (range.bit(isLong, state * 16 + pos) === 0) return 'short'
    } else if (range.bit(isRepeat2, state) === 0) [last, second] = [second, last]
    else if (range.bit(isRepeat3, state) === 0) [last, second, third] = [third, last, second]
    else [last, second, third, fourth] = [fourth, last, second, third]
    return 'long'
  }
  while (out.at < sizeBytes) {
    const pos = out.at & ((1 << posBits) - 1)
    if (range.bit(isMatch, state * 16 + pos) === 0) {
      const place = ((out.at & ((1 << positionBits) - 1)) << literalBits) + (out.previous >> (8 - literalBits))
      out.put(range.literal(literals, 0x300 * place, state >= 7 ? out.behind(last) : null))
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
    } else if (range.bit(isRepeat, state) === 0) {
      const length = lengths.next(range, pos)
      state = state < 7 ? 7 : 10;
      [last, second, third, fourth] = [distanceOf(length), last, second, third]
      if (last === END_MARKER) break
      out.copy(last, length + 2)
    } else if (repeat(pos) === 'short') {
      state = state < 7 ? 9 : 11
      out.put(out.behind(last))
    } else {
      const length = repeatLengths.next(range, pos)
      state = state < 7 ? 8 : 11
      out.copy(last, length + 2)
    }
  }
  if (out.at !== sizeBytes) throw damaged()
  return out.bytes
}

class Output {
  readonly bytes: Uint8Array
  at = 0
  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes)
  }

  get previous(): number {
    return this.at > 0 ? this.bytes[this.at - 1]! : 0
  }

  behind(distance: number): number {
    if (distance >= this.at) throw damaged()
    return this.bytes[this.at - distance - 1]!
  }

  put(byte: number): void {
    this.bytes[this.at++] = byte
  }

  copy(distance: number, length: number): void {
    if (distance >= this.at || length > this.bytes.length - this.at) throw damaged()
    for (let i = 0; i < length; i++, this.at++) this.bytes[this.at] = this.bytes[this.at - distance - 1]!
  }
}

class RangeDecoder {
  readonly #bytes: Uint8Array
  #at = 1
  #range = 0xffff_ffff
  #code = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    for (let i = 0; i < 4; i++) this.#code = (this.#code * 256 + this.#next()) >>> 0
  }

  bit(from: Uint16Array, index: number): 0 | 1 {
    const probability = from[index]!
    const bound = (this.#range >>> 11) * probability
    const isOne = this.#code >= bound
    if (isOne) {
      this.#range -= bound
      this.#code -= bound
      from[index] = probability - (probability >> 5)
    } else {
      this.#range = bound
      from[index] = probability + ((2_048 - probability) >> 5)
    }
    this.#fill()
    return isOne ? 1 : 0
  }

  direct(bits: number): number {
    let value = 0
    for (let i = 0; i < bits; i++) {
      this.#range = this.#range >>> 1
      const isOne = this.#code >= this.#range
      if (isOne) this.#code -= this.#range
      value = value * 2 + (isOne ? 1 : 0)
      this.#fill()
    }
    return value
  }

  tree(from: Uint16Array, bits: number, offset = 0): number {
    let node = 1
    for (let i = 0; i < bits; i++) node = node * 2 + this.bit(from, offset + node)
    return node - (1 << bits)
  }

  reverseTree(from: Uint16Array, offset: number, bits: number): number {
    let node = 1, value = 0
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(from, offset + node)
      node = node * 2 + bit
      value += bit * 2 ** i
    }
    return value
  }

  /** After a match the byte that stands where the match would go on helps to guess. */
  literal(from: Uint16Array, offset: number, matched: number | null): number {
    let node = 1
    let guide = matched
    while (guide !== null && node < 0x100) {
      const expected = (guide >> 7) & 1
      guide = (guide << 1) & 0xff
      const bit = this.bit(from, offset + ((1 + expected) << 8) + node)
      node = node * 2 + bit
      if (bit !== expected) guide = null
    }
    while (node < 0x100) node = node * 2 + this.bit(from, offset + node)
    return node & 0xff
  }

  #fill(): void {
    if (this.#range >= TOP) return
    this.#range = (this.#range * 256) >>> 0
    this.#code = ((this.#code * 256) >>> 0) + this.#next()
  }

  #next(): number {
    // Where bytes are missing the rest comes out wrong, but it ends: the caller asked for so many bytes.
    return this.#bytes[this.#at++] ?? 0
  }
}

class LengthDecoder {
  readonly #choice = probabilities(2)
  readonly #low = probabilities(16 * 8)
  readonly #middle = probabilities(16 * 8)
  readonly #high = probabilities(256)

  next(range: RangeDecoder, pos: number): number {
    if (range.bit(this.#choice, 0) === 0) return range.tree(this.#low, 3, pos * 8)
    if (range.bit(this.#choice, 1) === 0) return 8 + range.tree(this.#middle, 3, pos * 8)
    return 16 + range.tree(this.#high, 8)
  }
}

function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(HALF)
}

function damaged(): ArchiveError {
  return new ArchiveError('DAMAGED', 'The list of the archive is damaged')
}
