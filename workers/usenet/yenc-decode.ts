/**
 * Decodes yEnc data with the SIMD kernel where there is one, else byte by byte: the same cursor in and out.
 *
 * The bytes are copied into the kernel's memory and out again, 64 KiB at a time. That is simpler than tying every
 * connection's buffers to a WebAssembly memory that moves when it grows.
 */

import type { DataCursor } from './yenc-data.ts'
import { CONTROL, decodeData as decodeBytewise, ENDED, IN_LINE } from './yenc-data.ts'
import type { YencKernel } from './yenc-kernel.ts'
import { instantiateKernel } from './yenc-kernel.ts'

const BLOCK_BYTES = 65_536
/** What the state machine takes before the kernel is tried again: a line end with a dot or an escape behind it. */
const STEP_BYTES = 4

/** `kernel` is undefined where the runtime has no SIMD. */
export function createDataDecoder(kernel: YencKernel | undefined): (cursor: DataCursor) => void {
  if (!kernel) return decodeBytewise
  const { memory } = kernel
  const inner: DataCursor = { source: memory, from: 0, to: 0, target: memory, at: 0, state: IN_LINE }

  function decodeBlock(length: number): void {
    inner.from = 0
    inner.at = BLOCK_BYTES
    while (inner.from < length && inner.state !== CONTROL && inner.state !== ENDED) {
      if (inner.state === IN_LINE) {
        inner.from = kernel!.run(inner.from, length, inner.at)
        inner.at = kernel!.at.value
      }
      inner.to = Math.min(length, inner.from + STEP_BYTES)
      decodeBytewise(inner)
    }
  }

  return (cursor) => {
    const { source, to, target } = cursor
    inner.state = cursor.state
    while (cursor.from < to && inner.state !== CONTROL && inner.state !== ENDED) {
      const length = Math.min(BLOCK_BYTES, to - cursor.from)
      memory.set(source.subarray(cursor.from, cursor.from + length))
      decodeBlock(length)
      target.set(memory.subarray(BLOCK_BYTES, inner.at), cursor.at)
      cursor.from += inner.from
      cursor.at += inner.at - BLOCK_BYTES
    }
    cursor.state = inner.state
  }
}

export const decodeData = createDataDecoder(instantiateKernel())
