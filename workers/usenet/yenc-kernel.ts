/**
 * The WebAssembly SIMD kernel for lines of yEnc data, written down as instructions and assembled when first needed.
 *
 * Sixteen bytes at a time it undoes shift and escapes and closes the gaps that `=`, CR and LF leave, by a table of what stays of eight:
 * without a branch, because which of the sixteen are special cannot be foretold. What is rare (a dot or a control line behind a line
 * end, an escaped `=` or LF, the last bytes of a chunk) it leaves to the state machine in yenc-data.ts.
 *
 * Source of the idea: animetosho, node-yencode (SSSE3 decoder with a compaction table).
 */

import type { WasmFunction } from '../wasm-module.ts'
import {
  ADD, advance, AND, assembleModule, BLOCK, br, brIf, CTZ, END, EQ, get, GT_U, i32, IF, load8, loadHalf, loadLane, LOOP, POPCNT, set, SHL, SHR_U, simd, storeHalf, SUB, tee, writeGlobal,
} from '../wasm-module.ts'
import { AFTER_CR, ESCAPED, IN_LINE, LINE_START } from './yenc-data.ts'

export interface YencKernel {
  /** What it uses itself comes first: so many bytes are `KERNEL_BYTES`. */
  readonly memory: Uint8Array
  /**
   * Decodes in `memory` from `from`; returns where it stopped and leaves `at` behind. It begins in the states of `kernelBegins`; what
   * the state is when it has come any further, `stateBehind` tells. At most `to - from` bytes behind `at` are written over.
   */
  run(from: number, to: number, at: number, state: number): number
  readonly at: { readonly value: number }
}

const LANE_BYTES = 16
const TABLE_BYTES = 256 * 8
const LOW_TABLE = 0, HIGH_TABLE = TABLE_BYTES
export const KERNEL_BYTES = 2 * TABLE_BYTES
const PAGE_BYTES = 65_536
/** Two lanes a turn; and of the byte behind an escape that begins a line it must be seen whether it is a `y`. */
const LANES_A_TURN = 2
const LOOK_AHEAD_BYTES = LANES_A_TURN * LANE_BYTES + 1
const CR = 13, LF = 10, DOT = 46, EQUALS = 61, Y = 121
const SPLAT8 = 0x0f, EQUAL8 = 0x23, BITMASK8 = 0x64, SUB8 = 0x71, SHUFFLE = 0x0d, SWIZZLE = 0x0e, RELAXED_SWIZZLE = 0x100
const LANE_AND = simd(0x4e), LANE_OR = simd(0x50), ANY_TRUE = simd(0x53)

const FROM = 0, TO = 1, AT = 2, STATE = 3, GONE = 4, GONE_OF_EIGHT = 5
const LANE = 6, EQUAL = 7, FEED = 8, BEHIND_EQUAL = 9, BEHIND_FEED = 10, EQUAL_BEFORE = 11, FEED_BEFORE = 12, RARE = 13, SHIFTED = 14

const splat = (byte: number) => [...i32(byte), ...simd(SPLAT8)]
const laneIs = (byte: number) => [...get(LANE), ...splat(byte), ...simd(EQUAL8)]
/** Each byte's place is taken by the one before it, the first's by the last of the lane before. */
const behind = (before: number, lane: number) => [...get(before), ...get(lane), ...simd(SHUFFLE, ...Array.from({ length: LANE_BYTES }, (_, i) => LANE_BYTES - 1 + i))]
const wholeLaneIf = (state: number) => [...i32(0), ...get(STATE), ...i32(state), EQ, SUB, ...simd(SPLAT8)]
const both = (a: readonly number[], b: readonly number[]) => [...a, ...b, ...LANE_AND]
const either = (a: readonly number[], b: readonly number[]) => [...a, ...b, ...LANE_OR]

/** Leaves the loop: it is in a block in a loop in a block. */
const leave = brIf(2)
const escapedFeedOrEqual = both(get(BEHIND_EQUAL), either(get(EQUAL), get(FEED)))
const dotBeginsLine = both(get(BEHIND_FEED), laneIs(DOT))
const equalBeginsLine = both(get(BEHIND_FEED), get(EQUAL))

const leaveWhatIsRare = [
  ...either(escapedFeedOrEqual, dotBeginsLine), ...set(RARE),
  ...either(get(RARE), equalBeginsLine), ...ANY_TRUE,
  ...IF,
  ...get(RARE), ...ANY_TRUE, ...leave,
  // Nearly always an escape like any other: only one of it in a lane, and no `y` behind it.
  ...equalBeginsLine, ...simd(BITMASK8), ...tee(GONE), ...get(GONE), ...i32(1), SUB, AND, ...leave,
  ...get(FROM), ...get(GONE), CTZ, ADD, ...load8(1), ...i32(Y), EQ, ...leave,
  END,
]

const body = (swizzle: number) => {
  /** Of half a lane: what stays goes to `at`, and behind it something that is written over. */
  const closeGaps = (gone: readonly number[], table: number) => [
    ...get(AT), ...get(SHIFTED), ...gone, ...tee(GONE_OF_EIGHT), ...i32(3), SHL, ...loadHalf(table), ...simd(swizzle), ...storeHalf(0),
    ...advance(AT, [...i32(8), ...get(GONE_OF_EIGHT), POPCNT, SUB]),
  ]
  const lane = [
    ...get(FROM), ...loadLane(0), ...set(LANE),
    ...laneIs(EQUALS), ...set(EQUAL), ...laneIs(LF), ...set(FEED),
    ...behind(EQUAL_BEFORE, EQUAL), ...set(BEHIND_EQUAL), ...behind(FEED_BEFORE, FEED), ...set(BEHIND_FEED),
    ...leaveWhatIsRare,
    ...get(LANE), ...splat(42), ...simd(SUB8), ...both(get(BEHIND_EQUAL), splat(64)), ...simd(SUB8), ...set(SHIFTED),
    ...either(either(get(EQUAL), get(FEED)), laneIs(CR)), ...simd(BITMASK8), ...set(GONE),
    ...closeGaps([...get(GONE), ...i32(255), AND], LOW_TABLE), ...closeGaps([...get(GONE), ...i32(8), SHR_U], HIGH_TABLE),
    ...get(EQUAL), ...set(EQUAL_BEFORE), ...get(FEED), ...set(FEED_BEFORE), ...advance(FROM, i32(LANE_BYTES)),
  ]
  return [
    ...wholeLaneIf(ESCAPED), ...set(EQUAL_BEFORE), ...wholeLaneIf(LINE_START), ...set(FEED_BEFORE),
    ...BLOCK, ...LOOP,
    // Too near the end of the chunk to look ahead: leave.
    ...get(FROM), ...i32(LOOK_AHEAD_BYTES), ADD, ...get(TO), GT_U, ...brIf(1),
    ...Array.from({ length: LANES_A_TURN }, () => lane).flat(),
    ...br(0), END, END,
    ...get(AT), ...writeGlobal(0), ...get(FROM),
  ]
}

/** `relaxed` is for tests: the same bytes come of either swizzle. Pages are of 64 KiB. */
export function assembleKernel({ relaxed = true, pages = 1 }: { readonly relaxed?: boolean; readonly pages?: number } = {}): Uint8Array<ArrayBuffer> {
  const run = (swizzle: number): WasmFunction => ({ name: 'run', parameters: 4, returns: true, locals: { i32: 2, v128: 9 }, body: body(swizzle) })
  const assemble = (swizzle: number) => assembleModule({ functions: [run(swizzle)], pages, global: 'at' })
  const fast = assemble(RELAXED_SWIZZLE)
  return relaxed && WebAssembly.validate(fast) ? fast : assemble(SWIZZLE)
}

/** With so many bytes of memory, which the system hands out as they are touched. Undefined where the runtime has no SIMD. */
export function instantiateKernel(options: { readonly bytes: number; readonly relaxed?: boolean }): YencKernel | undefined {
  const code = assembleKernel({ ...options, pages: Math.ceil(options.bytes / PAGE_BYTES) })
  if (!WebAssembly.validate(code)) return undefined
  const exports = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as
    { memory: WebAssembly.Memory; run: YencKernel['run']; at: YencKernel['at'] }
  const memory = new Uint8Array(exports.memory.buffer)
  for (let gone = 0; gone < 256; gone++) {
    let kept = gone * 8
    for (let place = 0; place < 8; place++) {
      if ((gone >> place & 1) !== 0) continue
      memory[LOW_TABLE + kept] = place
      memory[HIGH_TABLE + kept++] = place + 8
    }
  }
  return { memory, run: exports.run, at: exports.at }
}

/** The states that the kernel begins in and leaves behind; the others last a few bytes. */
export const kernelBegins = (state: number): boolean => state <= AFTER_CR

/** The state behind bytes that it has taken: at least sixteen, none of them an escaped `=` or LF. */
export function stateBehind(source: Uint8Array, from: number): number {
  switch (source[from - 1]) {
    case EQUALS: return ESCAPED
    case CR: return AFTER_CR
    case LF: return source[from - 2] === CR ? LINE_START : IN_LINE
    default: return IN_LINE
  }
}
