/**
 * The WebAssembly SIMD kernel for lines of yEnc data, written down as instructions and assembled when first needed.
 *
 * It is one loop of some forty instructions. It shifts 16 bytes at once up to the next `=`, CR or LF, handles a whole escape
 * or a plain line end, and goes on behind it. Only about three of 128 bytes are special, so starting anew behind each costs
 * less code than closing gaps within the sixteen. Everything rare (a line that begins with `.` or `=`, an escaped CR, the last
 * bytes of a chunk) it leaves to the state machine in yenc-data.ts.
 */

import {
  ADD, advance, AND, assembleModule, BLOCK, br, brIf, CTZ, END, EQ, EQZ, get, GT_U, i32, IF, load8, loadLane, LOOP, NE, set, simd, STORE8, storeLane, SUB, tee, writeGlobal,
} from '../wasm-module.ts'

export interface YencKernel {
  readonly memory: Uint8Array
  /** Decodes in `memory` from `from`, within a line; returns where it stopped, still within a line, and leaves `at` behind. */
  run(from: number, to: number, at: number): number
  readonly at: { readonly value: number }
}

const LANE_BYTES = 16
/** A special byte in the last of the lane, and the two bytes behind it, must lie within the chunk. */
const LOOK_AHEAD_BYTES = LANE_BYTES + 2
const PAGES = 3
const CR = 13, LF = 10, DOT = 46, EQUALS = 61

const FROM = 0, TO = 1, AT = 2, FOUND = 3, LANE = 4
const advanceBoth = (by: readonly number[]) => [...advance(FROM, by), ...advance(AT, by)]
const byteAt = (offset: number) => [...get(FROM), ...load8(offset)]
const SPLAT8 = 0x0f, EQUAL8 = 0x23, LANE_OR = 0x50, BITMASK8 = 0x64, SUB8 = 0x71
const splat = (byte: number) => [...i32(byte), ...simd(SPLAT8)]
const laneIs = (byte: number) => [...get(LANE), ...splat(byte), ...simd(EQUAL8)]

const body = [
  ...BLOCK, ...LOOP,
  // Too near the end of the chunk to look ahead: leave.
  ...get(FROM), ...i32(LOOK_AHEAD_BYTES), ADD, ...get(TO), GT_U, ...brIf(1),
  ...get(AT), ...get(FROM), ...loadLane(0), ...tee(LANE), ...splat(42), ...simd(SUB8), ...storeLane(0),
  ...laneIs(EQUALS), ...laneIs(CR), ...simd(LANE_OR), ...laneIs(LF), ...simd(LANE_OR), ...simd(BITMASK8), ...tee(FOUND), EQZ,
  ...IF, ...advanceBoth(i32(LANE_BYTES)), ...br(1), END,
  ...get(FOUND), CTZ, ...set(FOUND), ...advanceBoth(get(FOUND)),
  ...byteAt(0), ...tee(FOUND), ...i32(EQUALS), EQ,
  ...IF,
  ...byteAt(1), ...i32(CR), EQ, ...brIf(2),
  ...get(AT), ...byteAt(1), ...i32(106), SUB, ...STORE8,
  ...advance(AT, i32(1)), ...advance(FROM, i32(2)), ...br(1),
  END,
  ...get(FOUND), ...i32(LF), EQ, ...IF, ...advance(FROM, i32(1)), ...br(1), END,
  ...byteAt(1), ...i32(LF), EQ, ...byteAt(2), ...i32(DOT), NE, AND, ...byteAt(2), ...i32(EQUALS), NE, AND,
  ...IF, ...advance(FROM, i32(2)), ...br(1), END,
  END, END,
  ...get(AT), ...writeGlobal(0), ...get(FROM),
]

export function assembleKernel(): Uint8Array<ArrayBuffer> {
  return assembleModule({ functions: [{ name: 'run', parameters: 3, returns: true, locals: { i32: 1, v128: 1 }, body }], pages: PAGES, global: 'at' })
}

/** Undefined where the runtime has no SIMD. */
export function instantiateKernel(): YencKernel | undefined {
  const bytes = assembleKernel()
  if (!WebAssembly.validate(bytes)) return undefined
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as
    { memory: WebAssembly.Memory; run: YencKernel['run']; at: YencKernel['at'] }
  return { memory: new Uint8Array(exports.memory.buffer), run: exports.run, at: exports.at }
}
