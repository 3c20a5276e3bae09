/**
 * The WebAssembly SIMD kernel of Reed-Solomon over GF(2^16): adds a constant times one row of words to another.
 *
 * Words are kept in planes: of each 16 the low bytes, then the high ones. A product of a word is then four look-ups (one a
 * nibble) in tables of 16 bytes for its low byte and four for its high one, which is what `swizzle` does for 16 words at once
 * (Plank, Greenan, Miller: Screaming Fast Galois Field Arithmetic Using Intel SIMD Instructions, 2013). The relaxed swizzle
 * leaves out a check of indices that are below 16 anyway, and is taken where the runtime has it.
 */

import { timesTwo } from './gf16.ts'
import type { WasmFunction } from '../wasm-module.ts'
import { advance, assembleModule, BLOCK, brIf, br, END, EQ, get, i32, loadLane, LOOP, set, simd, storeLane } from '../wasm-module.ts'

export interface Gf16Kernel {
  readonly memory: Uint8Array
  /** `to` += constant × `from`, both of `bytes` bytes in planes; `table` is where `writeTable` has put the constant. */
  multiplyAdd(to: number, from: number, bytes: number, table: number): void
  toPlanes(at: number, bytes: number): void
  fromPlanes(at: number, bytes: number): void
  writeTable(at: number, constant: number): void
}

/** Rows are so many bytes, or a multiple. */
export const ROW_STEP_BYTES = 32
export const TABLE_BYTES = 128
const LANE_BYTES = 16
const PAGE_BYTES = 65_536
const TABLES = 8
const SPLAT8 = 0x0f, LANE_AND = 0x4e, LANE_XOR = 0x51, SHUFFLE = 0x0d, SHIFT_RIGHT_16 = 0x8d, SWIZZLE = 0x0e, RELAXED_SWIZZLE = 0x100

const AT = 0, BYTES = 1
const evenBytes = Array.from({ length: LANE_BYTES }, (_, i) => 2 * i)
const oddBytes = evenBytes.map((i) => i + 1)
const interleaved = (from: number) => Array.from({ length: LANE_BYTES }, (_, i) => from + (i >> 1) + (i & 1) * LANE_BYTES)

/** Puts the bytes of each 32 in another order. */
function reorder(name: string, first: readonly number[], second: readonly number[]): WasmFunction {
  const END_AT = 2, A = 3, B = 4
  return {
    name, parameters: 2, returns: false, locals: { i32: 1, v128: 2 },
    body: [
      ...get(AT), ...get(BYTES), 0x6a, ...set(END_AT),
      ...BLOCK, ...LOOP, ...get(AT), ...get(END_AT), EQ, ...brIf(1),
      ...get(AT), ...loadLane(0), ...set(A), ...get(AT), ...loadLane(LANE_BYTES), ...set(B),
      ...get(AT), ...get(A), ...get(B), ...simd(SHUFFLE, ...first), ...storeLane(0),
      ...get(AT), ...get(A), ...get(B), ...simd(SHUFFLE, ...second), ...storeLane(LANE_BYTES),
      ...advance(AT, i32(ROW_STEP_BYTES)), ...br(0), END, END,
    ],
  }
}

function multiplyAdd(swizzle: number): WasmFunction {
  const TO = 0, FROM = 1, LENGTH = 2, TABLE = 3, END_AT = 4
  const table = (index: number) => 5 + index
  const LOW = 5 + TABLES, HIGH = LOW + 1, MASK = LOW + 2, NIBBLE = LOW + 3, SUM_LOW = LOW + 4, SUM_HIGH = LOW + 5
  const lookUp = (index: number) => [...get(table(index)), ...get(NIBBLE), ...simd(swizzle)]
  const nibble = (of: number, high: boolean) => [...get(of), ...high ? [...i32(4), ...simd(SHIFT_RIGHT_16)] : [], ...get(MASK), ...simd(LANE_AND), ...set(NIBBLE)]
  const add = (sum: number, index: number) => [...get(sum), ...lookUp(index), ...simd(LANE_XOR), ...set(sum)]
  const step = (of: number, high: boolean, index: number) => [...nibble(of, high), ...add(SUM_LOW, index), ...add(SUM_HIGH, index + 1)]
  return {
    name: 'multiplyAdd', parameters: 4, returns: false, locals: { i32: 1, v128: TABLES + 6 },
    body: [
      ...Array.from({ length: TABLES }, (_, index) => [...get(TABLE), ...loadLane(index * LANE_BYTES), ...set(table(index))]).flat(),
      ...i32(15), ...simd(SPLAT8), ...set(MASK), ...get(FROM), ...get(LENGTH), 0x6a, ...set(END_AT),
      ...BLOCK, ...LOOP, ...get(FROM), ...get(END_AT), EQ, ...brIf(1),
      ...get(FROM), ...loadLane(0), ...set(LOW), ...get(FROM), ...loadLane(LANE_BYTES), ...set(HIGH),
      ...get(TO), ...loadLane(0), ...set(SUM_LOW), ...get(TO), ...loadLane(LANE_BYTES), ...set(SUM_HIGH),
      ...step(LOW, false, 0), ...step(LOW, true, 2), ...step(HIGH, false, 4), ...step(HIGH, true, 6),
      ...get(TO), ...get(SUM_LOW), ...storeLane(0), ...get(TO), ...get(SUM_HIGH), ...storeLane(LANE_BYTES),
      ...advance(FROM, i32(ROW_STEP_BYTES)), ...advance(TO, i32(ROW_STEP_BYTES)), ...br(0), END, END,
    ],
  }
}

const assemble = (swizzle: number, pages: number) => assembleModule({
  functions: [multiplyAdd(swizzle), reorder('toPlanes', evenBytes, oddBytes), reorder('fromPlanes', interleaved(0), interleaved(LANE_BYTES / 2))], pages,
})

/** With so many bytes of memory; what is in it at first is 0. `relaxed` is for tests: the same results come of either. */
export function instantiateGf16({ bytes, relaxed = true }: { readonly bytes: number; readonly relaxed?: boolean }): Gf16Kernel {
  const pages = Math.ceil(bytes / PAGE_BYTES)
  const fast = assemble(RELAXED_SWIZZLE, pages)
  const code = relaxed && WebAssembly.validate(fast) ? fast : assemble(SWIZZLE, pages)
  const exports = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as { memory: WebAssembly.Memory } & Omit<Gf16Kernel, 'memory' | 'writeTable'>
  const memory = new Uint8Array(exports.memory.buffer)
  return { memory, multiplyAdd: exports.multiplyAdd, toPlanes: exports.toPlanes, fromPlanes: exports.fromPlanes, writeTable: (at, constant) => writeTable(memory, at, constant) }
}

const products = new Uint16Array(LANE_BYTES)

/** For each nibble of a word, lowest first: the low bytes of its 16 products, then the high ones. */
function writeTable(memory: Uint8Array, at: number, constant: number): void {
  let bit = constant
  for (let place = at; place < at + TABLE_BYTES; place += 2 * LANE_BYTES) {
    for (let count = 1; count < LANE_BYTES; count *= 2, bit = timesTwo(bit)) {
      for (let i = 0; i < count; i++) products[count + i] = products[i]! ^ bit
    }
    for (let i = 0; i < LANE_BYTES; i++) {
      memory[place + i] = products[i]! & 0xff
      memory[place + LANE_BYTES + i] = products[i]! >> 8
    }
  }
}
