/**
 * Arithmetic of GF(2^16) with the generator 0x1100B, as PAR 2.0 uses it (specification, "Conventions" and "Recovery Slice
 * packet"): adding is XOR; multiplying goes by logarithms.
 */

const GENERATOR = 0x1100b
export const ORDER = 65_535

const exponents = new Uint16Array(2 * ORDER)
const logarithms = new Uint16Array(ORDER + 1)
for (let power = 0, value = 1; power < ORDER; power++) {
  exponents[power] = exponents[power + ORDER] = value
  logarithms[value] = power
  value = timesTwo(value)
}

export function timesTwo(value: number): number {
  const doubled = value << 1
  return doubled > ORDER ? doubled ^ GENERATOR : doubled
}

export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : exponents[logarithms[a]! + logarithms[b]!]!
}

/** `value` is not 0. */
export function inverse(value: number): number {
  return exponents[ORDER - logarithms[value]!]!
}

/** `value` is not 0. */
export function power(value: number, exponent: number): number {
  return exponents[(logarithms[value]! * exponent) % ORDER]!
}

/** So many blocks can a set have at most: there are no more constants. */
export const BLOCKS_MAX = 32_768

/** The constant of each input block, in the set's order: powers of two whose order is 65,535, so that no power of one is 1 too early. */
export function blockConstants(blocks: number): Uint16Array {
  const constants = new Uint16Array(blocks)
  for (let found = 0, logarithm = 0; found < blocks; logarithm++) {
    if (logarithm % 3 === 0 || logarithm % 5 === 0 || logarithm % 17 === 0 || logarithm % 257 === 0) continue
    constants[found++] = exponents[logarithm]!
  }
  return constants
}
