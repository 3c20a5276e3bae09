/**
 * Makes recovery sets for what the demo and tests post, from the specification and apart from what reads them: products are computed bit by bit.
 * Small sets only.
 */

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export interface SourceFile { readonly name: string; readonly bytes: Uint8Array }

export interface EncodedSet {
  /** Without recovery data. */
  readonly index: Uint8Array
  /** The packets that the index has, and that each volume repeats. */
  readonly critical: readonly Uint8Array[]
  /** One for each exponent asked for. */
  readonly recovery: readonly Uint8Array[]
}

const md5 = (...parts: readonly Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest()
const ascii = (text: string) => new TextEncoder().encode(text)
const padded = (bytes: Uint8Array, length: number) => Buffer.concat([bytes], length)
const upTo = (bytes: Uint8Array, multiple: number) => padded(bytes, Math.ceil(bytes.length / multiple) * multiple)

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** `body` is a multiple of four bytes. */
export function par2Packet(setId: Uint8Array, type: string, body: Uint8Array): Uint8Array {
  const covered = Buffer.concat([setId, padded(ascii(`PAR 2.0\0${type}`), 16), body])
  return Buffer.concat([ascii('PAR2\0PKT'), u64(64 + body.length), md5(covered), covered])
}

export interface EncodeOptions {
  readonly sliceBytes: number
  readonly exponents: readonly number[]
  /** Names of another script, in packets of their own. */
  readonly unicodeNames?: ReadonlyMap<string, string>
}

export function encodePar2(files: readonly SourceFile[], { sliceBytes, exponents, unicodeNames = new Map() }: EncodeOptions): EncodedSet {
  const described = files.map(({ name, bytes }) => {
    const tail = Buffer.concat([md5(bytes.subarray(0, 16_384)), u64(bytes.length), ascii(name)])
    const slices = Array.from({ length: Math.ceil(bytes.length / sliceBytes) }, (_, i) => padded(bytes.subarray(i * sliceBytes, (i + 1) * sliceBytes), sliceBytes))
    return { id: md5(tail), tail, bytes, name, slices }
  }).sort((a, b) => Buffer.compare(Buffer.from(a.id).reverse(), Buffer.from(b.id).reverse()))
  const main = Buffer.concat([u64(sliceBytes), u32(files.length), ...described.map(({ id }) => id)])
  const setId = md5(main)
  const critical = [
    par2Packet(setId, 'Main', main),
    ...described.flatMap(({ id, tail, bytes, name, slices }) => [
      par2Packet(setId, 'FileDesc', upTo(Buffer.concat([id, md5(bytes), tail]), 4)),
      par2Packet(setId, 'IFSC', Buffer.concat([id, ...slices.flatMap((slice) => [md5(slice), u32(crc32(slice))])])),
      ...unicodeNames.has(name) ? [par2Packet(setId, 'UniFileN', upTo(Buffer.concat([id, Buffer.from(unicodeNames.get(name)!, 'utf16le')]), 4))] : [],
    ]),
    par2Packet(setId, 'Creator', upTo(ascii('test'), 4)),
  ]
  const slices = described.flatMap((file) => file.slices)
  const recovery = exponents.map((exponent) => par2Packet(setId, 'RecvSlic', Buffer.concat([u32(exponent), recoverySlice(slices, sliceBytes, exponent)])))
  return { index: Buffer.concat(critical), critical, recovery }
}

function recoverySlice(slices: readonly Uint8Array[], sliceBytes: number, exponent: number): Uint8Array {
  const sum = new Uint16Array(sliceBytes / 2)
  slices.forEach((slice, i) => {
    const table = productsOf(powerOf(constantOf(i), exponent))
    const words = new Uint16Array(slice.slice().buffer)
    for (let at = 0; at < sum.length; at++) sum[at]! ^= table[0][words[at]! & 0xff]! ^ table[1][words[at]! >> 8]!
  })
  return new Uint8Array(sum.buffer)
}

/** Of every low byte and every high byte. */
function productsOf(factor: number): readonly [Uint16Array, Uint16Array] {
  return [Uint16Array.from({ length: 256 }, (_, byte) => product(factor, byte)), Uint16Array.from({ length: 256 }, (_, byte) => product(factor, byte << 8))]
}

function product(a: number, b: number): number {
  let sum = 0
  for (let bit = 15; bit >= 0; bit--) {
    sum <<= 1
    if (sum & 0x10000) sum ^= 0x1100b
    if (b >> bit & 1) sum ^= a
  }
  return sum
}

function powerOf(base: number, exponent: number): number {
  if (exponent === 0) return 1
  const half = powerOf(base, exponent >> 1)
  return product(product(half, half), exponent & 1 ? base : 1)
}

/** The n-th power of two whose exponent has no factor in common with 65,535. */
function constantOf(n: number): number {
  let exponent = 0
  for (let left = n; ; exponent++) {
    if ([3, 5, 17, 257].some((prime) => exponent % prime === 0)) continue
    if (left-- === 0) return powerOf(2, exponent)
  }
}
