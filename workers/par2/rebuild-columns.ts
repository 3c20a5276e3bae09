/**
 * The arithmetic of a repair: what the known blocks leave of the recovery blocks, and from that the lacking ones.
 *
 * It goes by columns: the same stretch of every block, as wide as memory allows, so that a repair takes what it is given
 * whatever is repaired. Within a column it goes by parts that stay in the processor's cache.
 */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { limits } from '../../server/limits.ts'
import type { Gf16Kernel } from './gf16-kernel.ts'
import { instantiateGf16, ROW_STEP_BYTES, TABLE_BYTES } from './gf16-kernel.ts'
import { power } from './gf16.ts'
import type { Location } from './scan-file.ts'

/** Plain data, to be sent to a thread. */
export interface RebuildJob {
  readonly sliceBytes: number
  readonly known: readonly { readonly constant: number; readonly location: Location }[]
  readonly recovery: readonly { readonly exponent: number; readonly path: string; readonly offset: number }[]
  /** Of each output a weight for each of `recovery`. */
  readonly weights: readonly Uint16Array[]
  /** Where the lacking blocks are written to, and how much of them. */
  readonly outputs: readonly Location[]
  /** Of each block. */
  readonly from: number
  readonly to: number
  /** What it may take, about; columns are never so narrow that reading them is all there is to do. */
  readonly memoryBytes: number
}

const PART_BYTES = 16_384
/** Known blocks that are taken together, so that each sum is loaded once for all of them. */
const TOGETHER = 16

/** A step is a known block in a column; a pause is asked for after each few. Resolves when `outputs` are written; flushing is the caller's. */
export async function rebuildColumns(job: RebuildJob, { onSteps, pause }: { readonly onSteps: (bytes: number) => void; readonly pause: () => Promise<void> }): Promise<void> {
  const rows = job.recovery.length
  const affordable = Math.floor(job.memoryBytes / (rows + TOGETHER) / PART_BYTES) * PART_BYTES
  const width = Math.max(PART_BYTES, Math.min(affordable, roundUp(job.to - job.from)))
  const kernel = instantiateGf16({ bytes: (rows + TOGETHER) * width + rows * TOGETHER * TABLE_BYTES })
  const files = openFiles()
  try {
    for (let from = job.from; from < job.to; from += width) {
      const column = { job, kernel, files, from, length: Math.min(width, job.to - from), width }
      await sumKnown(column, onSteps, pause)
      await writeLacking(column, pause)
    }
  } finally {
    files.close()
  }
}

interface Column { readonly job: RebuildJob; readonly kernel: Gf16Kernel; readonly files: ReturnType<typeof openFiles>; readonly from: number; readonly length: number; readonly width: number }

async function sumKnown({ job, kernel, files, from, length, width }: Column, onSteps: (bytes: number) => void, pause: () => Promise<void>): Promise<void> {
  const { recovery, known, sliceBytes } = job
  const used = roundUp(length)
  const inputAt = (i: number) => (recovery.length + i) * width
  const tableAt = (row: number, i: number) => (recovery.length + TOGETHER) * width + (row * TOGETHER + i) * TABLE_BYTES
  const load = (at: number, location: Location) => {
    files.read(location, from, kernel.memory.subarray(at, at + length))
    kernel.memory.fill(0, at + length, at + used)
    kernel.toPlanes(at, used)
  }
  recovery.forEach(({ path, offset }, row) => load(row * width, { path, offset, bytes: sliceBytes }))
  for (let first = 0; first < known.length; first += TOGETHER) {
    await pause()
    const inputs = known.slice(first, first + TOGETHER)
    inputs.forEach(({ location }, i) => load(inputAt(i), location))
    recovery.forEach(({ exponent }, row) => inputs.forEach(({ constant }, i) => kernel.writeTable(tableAt(row, i), power(constant, exponent))))
    for (let part = 0; part < used; part += PART_BYTES) {
      const bytes = Math.min(PART_BYTES, used - part)
      for (let row = 0; row < recovery.length; row++) {
        for (let i = 0; i < inputs.length; i++) kernel.multiplyAdd(row * width + part, inputAt(i) + part, bytes, tableAt(row, i))
      }
    }
    onSteps(inputs.length * length)
  }
}

async function writeLacking({ job, kernel, files, from, length, width }: Column, pause: () => Promise<void>): Promise<void> {
  const rows = job.recovery.length
  const used = roundUp(length)
  const sum = rows * width
  const tableAt = (row: number) => (rows + TOGETHER) * width + row * TABLE_BYTES
  for (const [index, location] of job.outputs.entries()) {
    await pause()
    job.weights[index]!.forEach((weight, row) => kernel.writeTable(tableAt(row), weight))
    kernel.memory.fill(0, sum, sum + used)
    for (let part = 0; part < used; part += PART_BYTES) {
      const bytes = Math.min(PART_BYTES, used - part)
      for (let row = 0; row < rows; row++) kernel.multiplyAdd(sum + part, row * width + part, bytes, tableAt(row))
    }
    kernel.fromPlanes(sum, used)
    files.write(location, from, kernel.memory.subarray(sum, sum + length))
  }
}

const roundUp = (bytes: number) => Math.ceil(bytes / ROW_STEP_BYTES) * ROW_STEP_BYTES

/** Files stay open as long as there are not too many of them. */
function openFiles() {
  const handles = new Map<string, number>()
  const handleOf = (path: string, flags: string) => {
    const open = handles.get(path)
    if (open !== undefined) return open
    const [oldest] = handles
    if (oldest && handles.size >= limits.par2OpenFilesMax) {
      closeSync(oldest[1])
      handles.delete(oldest[0])
    }
    const handle = openSync(path, flags)
    handles.set(path, handle)
    return handle
  }
  return {
    /** Fills `target` with the block's bytes from `from` on. */
    read({ path, offset, bytes }: Location, from: number, target: Uint8Array): void {
      const wanted = Math.max(0, Math.min(target.length, bytes - from))
      let filled = 0
      while (filled < wanted) {
        const read = readSync(handleOf(path, 'r'), target, filled, wanted - filled, offset + from + filled)
        if (read === 0) break
        filled += read
      }
      target.fill(0, filled)
    },
    write({ path, offset, bytes }: Location, from: number, source: Uint8Array): void {
      const wanted = Math.max(0, Math.min(source.length, bytes - from))
      let written = 0
      while (written < wanted) written += writeSync(handleOf(path, 'r+'), source, written, wanted - written, offset + from + written)
    },
    close(): void {
      for (const handle of handles.values()) closeSync(handle)
    },
  }
}
