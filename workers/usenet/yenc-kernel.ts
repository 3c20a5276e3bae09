/**
 * The WebAssembly SIMD kernel for lines of yEnc data, written down as instructions and assembled when first needed.
 *
 * It is one loop of some forty instructions. A compiler would be one more dependency and a binary in the repository to be
 * trusted; this way the source is the binary, and there is nothing to rebuild. It shifts 16 bytes at once up to the next
 * `=`, CR or LF, handles a whole escape or a plain line end, and goes on behind it. Only about three of 128 bytes are
 * special, so starting anew behind each costs less code than closing gaps within the sixteen. Everything rare (a line
 * that begins with `.` or `=`, an escaped CR, the last bytes of a chunk) it leaves to the state machine in yenc-data.ts.
 */

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
const I32 = 0x7f, V128 = 0x7b, FUNC = 0x60, VOID = 0x40

const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const tee = (local: number) => [0x22, local]
/** Signed LEB128; every constant here fits two bytes. */
const i32 = (value: number) => value >= -64 && value < 64 ? [0x41, value & 0x7f] : [0x41, (value & 0x7f) | 0x80, (value >> 7) & 0x7f]
const advance = (local: number, by: number[]) => [...get(local), ...by, 0x6a, ...set(local)]
const byteAt = (offset: number) => [...get(FROM), 0x2d, 0, offset]
const EQ = 0x46, NE = 0x47, AND = 0x71, SUB = 0x6b, GT_U = 0x4b, EQZ = 0x45, CTZ = 0x68, STORE8 = [0x3a, 0, 0]
const IF = [0x04, VOID], LOOP = [0x03, VOID], BLOCK = [0x02, VOID], END = 0x0b
const br = (depth: number) => [0x0c, depth]
const brIf = (depth: number) => [0x0d, depth]
const simd = (...code: number[]) => [0xfd, ...code]
const splat = (byte: number) => [...i32(byte), ...simd(0x0f)]
const laneIs = (byte: number) => [...get(LANE), ...splat(byte), ...simd(0x23)]

const body = [
  ...BLOCK, ...LOOP,
  // Too near the end of the chunk to look ahead: leave.
  ...get(FROM), ...i32(LOOK_AHEAD_BYTES), 0x6a, ...get(TO), GT_U, ...brIf(1),
  ...get(AT), ...get(FROM), ...simd(0x00, 0, 0), ...tee(LANE), ...splat(42), ...simd(0x71), ...simd(0x0b, 0, 0),
  ...laneIs(EQUALS), ...laneIs(CR), ...simd(0x50), ...laneIs(LF), ...simd(0x50), ...simd(0x64), ...tee(FOUND), EQZ,
  ...IF, ...advance(FROM, i32(LANE_BYTES)), ...advance(AT, i32(LANE_BYTES)), ...br(1), END,
  ...get(FOUND), CTZ, ...set(FOUND), ...advance(FROM, get(FOUND)), ...advance(AT, get(FOUND)),
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
  ...get(AT), 0x24, 0, ...get(FROM), END,
]

/** Unsigned LEB128. */
const size = (value: number): number[] => value < 128 ? [value] : [(value & 0x7f) | 0x80, ...size(value >> 7)]
const vector = (...items: number[][]) => [...size(items.length), ...items.flat()]
const sized = (bytes: number[]) => [...size(bytes.length), ...bytes]
const section = (id: number, content: number[]) => [id, ...sized(content)]
const name = (text: string) => sized([...new TextEncoder().encode(text)])

export function assembleKernel(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector([FUNC, ...vector([I32], [I32], [I32]), ...vector([I32])])),
    ...section(3, vector([0])),
    ...section(5, vector([0, PAGES])),
    ...section(6, vector([I32, 1, ...i32(0), END])),
    ...section(7, vector([...name('run'), 0, 0], [...name('memory'), 2, 0], [...name('at'), 3, 0])),
    ...section(10, vector(sized([...vector([1, I32], [1, V128]), ...body]))),
  ])
}

/** Undefined where the runtime has no SIMD. */
export function instantiateKernel(): YencKernel | undefined {
  const bytes = assembleKernel()
  if (!WebAssembly.validate(bytes)) return undefined
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as
    { memory: WebAssembly.Memory; run: YencKernel['run']; at: YencKernel['at'] }
  return { memory: new Uint8Array(exports.memory.buffer), run: exports.run, at: exports.at }
}
