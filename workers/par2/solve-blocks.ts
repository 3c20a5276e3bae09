/**
 * Which recovery blocks make up for which that are lacking, and with what weights.
 *
 * A recovery block with exponent e is the sum of all blocks, each times its constant to the power of e. What is known is
 * taken away from it; what is left is a sum of the lacking blocks alone. As many such sums as blocks are lacking make a square
 * that is inverted here by Gauss and Jordan, a row at a time: a row that says nothing new is left out and another recovery
 * block tried, because PAR 2.0's squares are not always invertible.
 */

import { setImmediate } from 'node:timers/promises'
import { instantiateGf16, ROW_STEP_BYTES, TABLE_BYTES } from './gf16-kernel.ts'
import { inverse, power } from './gf16.ts'
import type { RecoveryBlock } from './par2-set.ts'

export interface Solution {
  /** As many as blocks are lacking. */
  readonly recovery: readonly RecoveryBlock[]
  /** Of each lacking block, in their order, a weight for each of `recovery`. */
  readonly weights: readonly Uint16Array[]
}

const WORDS_PER_STEP = ROW_STEP_BYTES / 2

/** Undefined where no choice of the recovery blocks will do. */
export async function solveBlocks(constants: Uint16Array, missing: readonly number[], recovery: readonly RecoveryBlock[], signal: AbortSignal): Promise<Solution | undefined> {
  const rows = missing.length
  const rowBytes = Math.ceil(2 * rows / WORDS_PER_STEP) * ROW_STEP_BYTES
  const SPARE = TABLE_BYTES
  const rowAt = (row: number) => SPARE + (1 + row) * rowBytes
  const kernel = instantiateGf16({ bytes: rowAt(rows) })
  const { memory } = kernel
  const placeOf = (row: number, column: number) => row + Math.floor(column / WORDS_PER_STEP) * ROW_STEP_BYTES + column % WORDS_PER_STEP
  const read = (row: number, column: number) => memory[placeOf(row, column)]! | memory[placeOf(row, column) + WORDS_PER_STEP]! << 8
  const write = (row: number, column: number, value: number) => {
    memory[placeOf(row, column)] = value & 0xff
    memory[placeOf(row, column) + WORDS_PER_STEP] = value >> 8
  }
  const add = (to: number, from: number, factor: number) => {
    kernel.writeTable(0, factor)
    kernel.multiplyAdd(to, from, rowBytes, 0)
  }
  const chosen: RecoveryBlock[] = []
  // Columns 0 to rows - 1 are the lacking blocks, the others the chosen recovery blocks.
  const pivots: number[] = []
  for (const block of recovery) {
    if (chosen.length === rows) break
    await setImmediate()
    signal.throwIfAborted()
    const row = rowAt(chosen.length)
    memory.fill(0, row, row + rowBytes)
    missing.forEach((each, column) => write(row, column, power(constants[each]!, block.exponent)))
    write(row, rows + chosen.length, 1)
    pivots.forEach((pivot, i) => { if (read(row, pivot) !== 0) add(row, rowAt(i), read(row, pivot)) })
    const pivot = missing.findIndex((_, column) => read(row, column) !== 0)
    if (pivot < 0) continue
    memory.copyWithin(SPARE, row, row + rowBytes)
    memory.fill(0, row, row + rowBytes)
    add(row, SPARE, inverse(read(SPARE, pivot)))
    pivots.forEach((_, i) => { if (read(rowAt(i), pivot) !== 0) add(rowAt(i), row, read(rowAt(i), pivot)) })
    pivots.push(pivot)
    chosen.push(block)
  }
  if (chosen.length < rows) return undefined
  const weights = pivots.map((pivot, i) => [pivot, Uint16Array.from({ length: rows }, (_, slot) => read(rowAt(i), rows + slot))] as const)
  return { recovery: chosen, weights: weights.toSorted(([a], [b]) => a - b).map(([, row]) => row) }
}
