/**
 * CRC-32 of every window of a fixed length in a run of bytes: a byte comes in at the front, one goes out behind.
 *
 * A CRC without its inversions is linear over GF(2), so a byte that leaves takes with it what it left in the register: a table
 * of 256 of those makes each step two look-ups. The WebAssembly loop goes on until the low bits of a register are those of a
 * block that is looked for, of which it keeps a bit map, so that JavaScript sees one position in some hundreds of thousands.
 */

import { crc32 } from 'node:zlib'
import type { WasmFunction } from '../wasm-module.ts'
import { advance, AND, assembleModule, BLOCK, br, brIf, END, EQ, get, i32, load32, load8, LOOP, readGlobal, set, SHL, SHR_U, tee, writeGlobal, XOR } from '../wasm-module.ts'

/** What is handed in at once. */
export const STRIDE_BYTES = 65_536
const KEY_BITS = 20
const STEP_TABLE = 0, LEAVE_TABLE = 1_024, BIT_MAP = 2_048
const BIT_MAP_BYTES = 1 << (KEY_BITS - 3)
const LEAVING = BIT_MAP + BIT_MAP_BYTES
const COMING = LEAVING + STRIDE_BYTES
const PAGES = Math.ceil((COMING + STRIDE_BYTES) / 65_536)

const FROM = 0, TO = 1, REGISTER = 2
const byteOf = (at: number) => [...get(FROM), ...load8(at)]
const word = (table: number, index: readonly number[]) => [...index, ...i32(2), SHL, ...load32(table)]

const slide: WasmFunction = {
  name: 'slide', parameters: 2, returns: true, locals: { i32: 1, v128: 0 },
  body: [
    ...readGlobal(0), ...set(REGISTER),
    ...BLOCK, ...LOOP, ...get(FROM), ...get(TO), EQ, ...brIf(1),
    ...get(REGISTER), ...i32(8), SHR_U,
    ...word(STEP_TABLE, [...get(REGISTER), ...byteOf(COMING), XOR, ...i32(255), AND]), XOR,
    ...word(LEAVE_TABLE, byteOf(LEAVING)), XOR, ...set(REGISTER),
    ...advance(FROM, i32(1)),
    ...get(REGISTER), ...i32((1 << KEY_BITS) - 1), AND, ...i32(3), SHR_U, ...load8(BIT_MAP),
    ...get(REGISTER), ...i32(7), AND, SHR_U, ...i32(1), AND, ...brIf(1),
    ...br(0), END, END,
    ...get(REGISTER), ...writeGlobal(0), ...get(FROM),
  ],
}

const zeros = new Uint8Array(STRIDE_BYTES)

/** Goes on with a CRC over so many zeros. */
export function crcOverZeros(crc: number, count: number): number {
  for (let left = count; left > 0; left -= STRIDE_BYTES) crc = crc32(left < STRIDE_BYTES ? zeros.subarray(0, left) : zeros, crc)
  return crc
}

export interface RollingCrc {
  /** The window's CRC at first, and those that are looked for. */
  begin(crc: number, wanted: Iterable<number>): void
  /** Another place, the same CRCs looked for. */
  moveTo(crc: number): void
  /** Steps over at most `STRIDE_BYTES` bytes, stops behind the first that may end a wanted window; returns how many it took. */
  slide(leaving: Uint8Array, coming: Uint8Array): number
  crc(): number
}

export function rollingCrc(windowBytes: number): RollingCrc {
  const exports = new WebAssembly.Instance(new WebAssembly.Module(assembleModule({ functions: [slide], pages: PAGES, global: 'register' }))).exports as unknown as
    { memory: WebAssembly.Memory; register: { value: number }; slide(from: number, to: number): number }
  const memory = new Uint8Array(exports.memory.buffer)
  const words = new Uint32Array(exports.memory.buffer)
  for (let byte = 0; byte < 256; byte++) words[STEP_TABLE / 4 + byte] = stepOf(byte)
  const alone = crcOverZeros(0, windowBytes)
  const followed = crcOverZeros(crc32(new Uint8Array([0])), windowBytes)
  for (let bit = 1; bit < 256; bit *= 2) {
    const left = crcOverZeros(crc32(new Uint8Array([bit])), windowBytes) ^ followed
    for (let i = 0; i < bit; i++) words[LEAVE_TABLE / 4 + bit + i] = words[LEAVE_TABLE / 4 + i]! ^ left
  }
  return {
    begin(crc, wanted) {
      memory.fill(0, BIT_MAP, BIT_MAP + BIT_MAP_BYTES)
      for (const each of wanted) {
        const key = (each ^ alone) & ((1 << KEY_BITS) - 1)
        memory[BIT_MAP + (key >> 3)]! |= 1 << (key & 7)
      }
      exports.register.value = crc ^ alone
    },
    moveTo(crc) { exports.register.value = crc ^ alone },
    slide(leaving, coming) {
      memory.set(leaving, LEAVING)
      memory.set(coming, COMING)
      return exports.slide(0, coming.length)
    },
    crc: () => (exports.register.value ^ alone) >>> 0,
  }
}

/** A register of 0 after one byte; CRC-32's polynomial, bits reversed (ISO 3309). */
function stepOf(byte: number): number {
  let register = byte
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1
  return register >>> 0
}
