/**
 * Decodes yEnc data with the SIMD kernel where there is one, else byte by byte: the same cursor in and out.
 *
 * What lies in the kernel's memory, as the rooms of connections do, is decoded there and then; anything else is copied in and out, 64 KiB
 * at a time.
 */

import { limits } from '../../server/limits.ts'
import type { DataCursor } from './yenc-data.ts'
import { CONTROL, decodeData as decodeBytewise, ENDED, IN_LINE } from './yenc-data.ts'
import type { YencKernel } from './yenc-kernel.ts'
import { instantiateKernel, KERNEL_BYTES, kernelBegins, stateBehind } from './yenc-kernel.ts'

const BLOCK_BYTES = 65_536
const BLOCK_IN = KERNEL_BYTES, BLOCK_OUT = BLOCK_IN + BLOCK_BYTES, ROOMS = BLOCK_OUT + BLOCK_BYTES
/** What the state machine takes before the kernel is tried again: a line end with a dot, and what stood before it in the kernel's lane. */
const STEP_BYTES = 18

/** `kernel` is undefined where the runtime has no SIMD. Its memory ends behind `ROOMS` or later. */
export function createDataDecoder(kernel: YencKernel | undefined): (cursor: DataCursor) => void {
  if (!kernel) return decodeBytewise
  const { memory } = kernel
  const inner: DataCursor = { source: memory, from: 0, to: 0, target: memory, at: 0, state: IN_LINE }

  /** Source and target are in the kernel's memory. */
  function decodeThere(cursor: DataCursor): void {
    const { source, to, target } = cursor
    while (cursor.from < to && cursor.state !== CONTROL && cursor.state !== ENDED) {
      if (kernelBegins(cursor.state)) {
        const from = kernel!.run(source.byteOffset + cursor.from, source.byteOffset + to, target.byteOffset + cursor.at, cursor.state) - source.byteOffset
        if (from !== cursor.from) {
          cursor.from = from
          cursor.at = kernel!.at.value - target.byteOffset
          cursor.state = stateBehind(source, from)
        }
      }
      cursor.to = Math.min(to, cursor.from + STEP_BYTES)
      decodeBytewise(cursor)
    }
    cursor.to = to
  }

  return (cursor) => {
    const { source, to, target } = cursor
    if (source.buffer === memory.buffer && target.buffer === memory.buffer) return decodeThere(cursor)
    inner.state = cursor.state
    while (cursor.from < to && inner.state !== CONTROL && inner.state !== ENDED) {
      const length = Math.min(BLOCK_BYTES, to - cursor.from)
      memory.set(source.subarray(cursor.from, cursor.from + length), BLOCK_IN)
      inner.from = BLOCK_IN
      inner.to = BLOCK_IN + length
      inner.at = BLOCK_OUT
      decodeThere(inner)
      target.set(memory.subarray(BLOCK_OUT, inner.at), cursor.at)
      cursor.from += inner.from - BLOCK_IN
      cursor.at += inner.at - BLOCK_OUT
    }
    cursor.state = inner.state
  }
}

/** Where a connection reads to, and where its articles are decoded. */
export interface DecodingRoom { readonly window: Uint8Array; readonly output: Uint8Array }

const ROOM_BYTES = limits.nntpWindowBytes + limits.nntpOutputBytes
const kernel = instantiateKernel({ bytes: ROOMS + limits.decodingRoomsMax * ROOM_BYTES })
export const decodeData = createDataDecoder(kernel)

const free: DecodingRoom[] = kernel ? Array.from({ length: limits.decodingRoomsMax }, (_, index) => roomIn(kernel.memory, ROOMS + index * ROOM_BYTES)).reverse() : []

function roomIn(memory: Uint8Array, at: number): DecodingRoom {
  const output = at + limits.nntpWindowBytes
  return { window: memory.subarray(at, output), output: memory.subarray(output, at + ROOM_BYTES) }
}

/** In the kernel's memory while there is room in it: no byte is copied then between socket, decoder and file. */
export function takeRoom(): DecodingRoom {
  return free.pop() ?? roomIn(new Uint8Array(ROOM_BYTES), 0)
}

/** Once nothing reads into it any more. The one given back last is taken first: its memory is warm. */
export function giveBackRoom(room: DecodingRoom): void {
  if (room.window.buffer === kernel?.memory.buffer) free.push(room)
}
