/** Boxes of MP4 and QuickTime (ISO/IEC 14496-12), read one after the other without holding what is not asked for. */

import type { ByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'

export interface Box {
  readonly type: string
  readonly at: number
  readonly from: number
  readonly to: number
  /** Its parent, or the file, ends before it does. */
  readonly cut: boolean
}

export interface BoxReader {
  readonly source: ByteSource
  /** Throws `MediaError`: `DAMAGED` where no box begins, `HOSTILE` for more than `boxesMax` of all calls together. */
  children(from: number, to: number): AsyncGenerator<Box>
  /** Throws `HOSTILE` for a longer one, `TRUNCATED` for one that is not all there. */
  content(box: Box, bytesMax: number): Promise<DataView>
  /** The first of a type at each step, from a box inwards. */
  find(box: Box, ...types: readonly string[]): Promise<Box | undefined>
}

export function boxReader(source: ByteSource, { boxesMax }: { boxesMax: number }): BoxReader {
  let boxes = 0
  const reader: BoxReader = {
    source,
    async *children(from, to) {
      for (let at = from; at + 8 <= to;) {
        if (++boxes > boxesMax) throw new MediaError('HOSTILE', 'This file has more parts than any film has. Choose another release.')
        const box = boxAt(await source.read(at, Math.min(to, at + 16)), at, to)
        // QuickTime ends some lists with four zero bytes.
        if (!box) return
        yield box
        at = box.to
      }
    },
    async content({ from, to, cut }, bytesMax) {
      if (to - from > bytesMax) throw new MediaError('HOSTILE', `One part of this file's description has ${to - from} bytes; no film's has. Choose another release.`)
      if (cut) throw new MediaError('TRUNCATED', 'This file ends in the middle of what it says of itself.')
      const bytes = await source.read(from, to)
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
    async find(box, ...types) {
      let inside: Box | undefined = box
      for (const type of types) {
        let next: Box | undefined
        for await (const child of reader.children(inside.from, inside.to)) {
          if (child.type !== type) continue
          next = child
          break
        }
        if (!next) return undefined
        inside = next
      }
      return inside
    },
  }
  return reader
}

function boxAt(head: Uint8Array, at: number, parentEnd: number): Box | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const short = view.getUint32(0)
  const type = typeAt(view, 4)
  const long = short === 1
  if (long && head.length < 16) throw new MediaError('TRUNCATED', 'This file ends in the middle of what it says of itself.')
  const size = long ? Number(view.getBigUint64(8)) : short === 0 ? parentEnd - at : short
  const from = at + (long ? 16 : 8)
  if (short === 0 && type === '\0\0\0\0') return undefined
  if (at + size < from) throw new MediaError('DAMAGED', `This file is damaged: at byte ${at} there is nothing that belongs into an MP4 file.`)
  return { type, at, from, to: Math.min(parentEnd, at + size), cut: at + size > parentEnd }
}

export const typeAt = (view: DataView, at: number): string => String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

/** `undefined` where the box is too short for it, which is damage that its reader tells. */
export function uintAt(view: DataView, at: number, bytes: 1 | 2 | 4 | 8): number {
  if (at + bytes > view.byteLength) throw new MediaError('DAMAGED', 'This file is damaged: a part of its description is too short.')
  return bytes === 1 ? view.getUint8(at) : bytes === 2 ? view.getUint16(at) : bytes === 4 ? view.getUint32(at) : Number(view.getBigUint64(at))
}

export function textOf(view: DataView, from: number, to: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, Math.max(0, Math.min(to, view.byteLength) - from)))
}
