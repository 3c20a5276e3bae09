/**
 * WebAssembly modules from instructions written down in source: just the parts of the binary format that the kernels need.
 *
 * A compiler would be one more dependency and a binary in the repository to be trusted; this way the source is the binary.
 * Source of the numbers: WebAssembly core specification 2.0, 5 (binary format); relaxed SIMD proposal.
 */

/** Unsigned LEB128. */
const size = (value: number): number[] => value < 128 ? [value] : [(value & 0x7f) | 0x80, ...size(value >>> 7)]
const vector = (...items: readonly (readonly number[])[]) => [...size(items.length), ...items.flat()]
const sized = (bytes: readonly number[]) => [...size(bytes.length), ...bytes]
const section = (id: number, content: readonly number[]) => [id, ...sized(content)]
const name = (text: string) => sized([...new TextEncoder().encode(text)])

const I32 = 0x7f, V128 = 0x7b, FUNC = 0x60, VOID = 0x40
const GLOBAL_GET = 0x23, GLOBAL_SET = 0x24

export const END = 0x0b
export const EQ = 0x46, NE = 0x47, EQZ = 0x45, GT_U = 0x4b, AND = 0x71, XOR = 0x73, ADD = 0x6a, SUB = 0x6b, SHL = 0x74, SHR_U = 0x76, CTZ = 0x68, POPCNT = 0x69
export const IF = [0x04, VOID], LOOP = [0x03, VOID], BLOCK = [0x02, VOID]

export const get = (local: number) => [0x20, local]
export const set = (local: number) => [0x21, local]
export const tee = (local: number) => [0x22, local]
export const readGlobal = (global: number) => [GLOBAL_GET, global]
export const writeGlobal = (global: number) => [GLOBAL_SET, global]
export const br = (depth: number) => [0x0c, depth]
export const brIf = (depth: number) => [0x0d, depth]
/** A constant, in signed LEB128. */
export const i32 = (value: number): number[] => [0x41, ...signed(value)]
const signed = (value: number): number[] => value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
export const load8 = (offset: number) => [0x2d, 0, ...size(offset)]
export const load32 = (offset: number) => [0x28, 0, ...size(offset)]
/** The local becomes itself and so much more. */
export const advance = (local: number, by: readonly number[]) => [...get(local), ...by, ADD, ...set(local)]

/** Vector instructions; their numbers are LEB128 too. */
export const simd = (code: number, ...immediates: number[]) => [0xfd, ...size(code), ...immediates]
export const loadLane = (offset: number) => simd(0x00, 0, ...size(offset))
export const storeLane = (offset: number) => simd(0x0b, 0, ...size(offset))
/** Eight bytes, into the lower half of a vector whose upper one is 0, and out of the lower half. */
export const loadHalf = (offset: number) => simd(0x5d, 0, ...size(offset))
export const storeHalf = (offset: number) => simd(0x5b, 0, ...size(offset), 0)

export interface WasmFunction {
  readonly name: string
  /** All of them i32. */
  readonly parameters: number
  readonly returns: boolean
  /** Behind the parameters: so many i32, then so many v128. */
  readonly locals: { readonly i32: number; readonly v128: number }
  readonly body: readonly number[]
}

interface WasmModule {
  readonly functions: readonly WasmFunction[]
  /** Of 64 KiB. */
  readonly pages: number
  /** One mutable i32, exported under this name. */
  readonly global?: string
}

/** Exports the functions and `memory`. */
export function assembleModule({ functions, pages, global }: WasmModule): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector(...functions.map(({ parameters, returns }) => [FUNC, ...vector(...Array.from({ length: parameters }, () => [I32])), ...returns ? vector([I32]) : vector()]))),
    ...section(3, vector(...functions.map((_, index) => size(index)))),
    ...section(5, vector([0, ...size(pages)])),
    ...global === undefined ? [] : section(6, vector([I32, 1, ...i32(0), END])),
    ...section(7, vector(
      ...functions.map((each, index) => [...name(each.name), 0, ...size(index)]), [...name('memory'), 2, 0], ...global === undefined ? [] : [[...name(global), 3, 0]],
    )),
    ...section(10, vector(...functions.map(({ locals, body }) => sized([...vector([...size(locals.i32), I32], [...size(locals.v128), V128]), ...body, END])))),
  ])
}
