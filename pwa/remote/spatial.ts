/** Which thing lies next in a direction, as a person with four arrow keys expects it. Pure geometry, in CSS pixels from the left and the top. */

import type { ArrowKey, Box } from '../elements/arrow-step.ts'

/** What lies aside counts as further away by this share of how far aside. */
const ASIDE = 0.7
/** Sideways nothing beyond this share of the height is in the row. */
const OUT_OF_ROW = 0.5
/** Of the middle: among things that lie in the row or column alike. */
const OFF_MIDDLE = 0.12

/**
 * Index of the box to go to; undefined where nothing lies that way. Sideways it is in the same row, unless `anyRow`: from a rail beside the page.
 * `from` may be among the boxes. A box that holds `from`, or that `from` holds,
 * is no neighbour: one does not leave a card for what is in it by an arrow that points elsewhere.
 */
export function neighbourOf(boxes: readonly Box[], from: Box, key: ArrowKey, { anyRow = false } = {}): number | undefined {
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight'
  const back = key === 'ArrowLeft' || key === 'ArrowUp'
  const here = along(from, sideways, back)
  const beside = along(from, !sideways, false)
  let best: number | undefined
  let least = Infinity
  for (const [index, box] of boxes.entries()) {
    const there = along(box, sideways, back)
    // It begins after this one's middle, and ends after its end: else it is the same row or column.
    if (there.start < (here.start + here.end) / 2 - 1 || there.end <= here.end + 1) continue
    const across = along(box, !sideways, false)
    const aside = Math.max(0, across.start - beside.end, beside.start - across.end)
    if (sideways && !anyRow && aside > Math.min(from.height, box.height) * OUT_OF_ROW) continue
    const offMiddle = Math.abs(across.start + across.end - beside.start - beside.end) / 2
    const distance = Math.max(0, there.start - here.end) + aside * ASIDE + offMiddle * OFF_MIDDLE
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

/** Of an axis, so that greater is further the way the key points. */
function along({ left, top, width, height }: Box, sideways: boolean, back: boolean): { readonly start: number; readonly end: number } {
  const [start, end] = sideways ? [left, left + width] : [top, top + height]
  return back ? { start: -end, end: -start } : { start, end }
}
