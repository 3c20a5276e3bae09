/** A picture as H.264 wants it: brightness only, 16 to 235, with its rows and columns filled up to whole macroblocks. */

import type { Pixels } from '../art/render.ts'
import { gridOf, MACROBLOCK } from './h264.ts'

export const BLACK = 16
const RANGE = 219

export interface Plane {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly rows: number
  readonly luma: Uint8Array
}

export function blankPlane(width: number, height: number): Plane {
  const { stride, down } = gridOf(width, height)
  const rows = down * MACROBLOCK
  return { width, height, stride, rows, luma: new Uint8Array(stride * rows).fill(BLACK) }
}

/** Brightness by ITU-R BT.601. */
export function planeOf({ width, height, rgba }: Pixels): Plane {
  const plane = blankPlane(width, height)
  for (let y = 0; y < height; y++) {
    let from = y * width * 4
    let to = y * plane.stride
    for (let x = 0; x < width; x++, from += 4, to++) {
      plane.luma[to] = BLACK +
        Math.round((rgba[from]! * 0.299 + rgba[from + 1]! * 0.587 + rgba[from + 2]! * 0.114) * RANGE / 255)
    }
  }
  return plane
}

/** Copies a rectangle; both planes may have other sizes. */
export function copyRectangle(
  from: Plane,
  fromX: number,
  fromY: number,
  to: Plane,
  toX: number,
  toY: number,
  width: number,
  height: number,
): void {
  for (let row = 0; row < height; row++) {
    const start = (fromY + row) * from.stride + fromX
    to.luma.set(from.luma.subarray(start, start + width), (toY + row) * to.stride + toX)
  }
}

export function fillRectangle(plane: Plane, x: number, y: number, width: number, height: number, value: number): void {
  for (let row = y; row < y + height; row++) {
    plane.luma.fill(value, row * plane.stride + x, row * plane.stride + x + width)
  }
}

/** Which macroblocks may have changed since it was last cleared. */
export interface ChangeMap {
  readonly marks: Uint8Array
  mark(x: number, y: number, width: number, height: number): void
  clear(): void
}

export function createChangeMap({ stride, rows }: Plane): ChangeMap {
  const across = stride / MACROBLOCK
  const down = rows / MACROBLOCK
  const marks = new Uint8Array(across * down)
  return {
    marks,
    mark(x, y, width, height) {
      const [left, right] = [Math.max(0, x >> 4), Math.min(across - 1, x + width - 1 >> 4)]
      const bottom = Math.min(down - 1, y + height - 1 >> 4)
      for (let row = Math.max(0, y >> 4); row <= bottom; row++) {
        marks.fill(1, row * across + left, row * across + right + 1)
      }
    },
    clear: () => void marks.fill(0),
  }
}
