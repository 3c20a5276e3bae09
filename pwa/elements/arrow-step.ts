/** Arrow keys among things that are laid out in rows. Pure but for the focus it moves. */

export interface Box { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

export function isArrow(key: string): key is ArrowKey {
  return key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight'
}

/** Index of the box next to `from` in that direction: the nearest row that way, in it what is nearest above or below. */
export function nextBox(boxes: readonly Box[], from: Box, key: ArrowKey): number | undefined {
  const middle = ({ left, width }: Box) => left + width / 2
  const centre = ({ top, height }: Box) => top + height / 2
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight'
  const sign = key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1
  const along = (box: Box) => sign * (sideways ? middle(box) - middle(from) : centre(box) - centre(from))
  const across = (box: Box) => Math.abs(sideways ? centre(box) - centre(from) : middle(box) - middle(from))
  // Boxes of one row need not be of one height.
  const inReach = (box: Box) => sideways ? across(box) < (from.height + box.height) / 4 : along(box) > (from.height + box.height) / 4
  const found = boxes.map((box, index) => ({ index, along: along(box), across: across(box), reached: along(box) > 1 && inReach(box) })).filter(({ reached }) => reached)
  const nearest = Math.min(...found.map((each) => each.along))
  const row = sideways ? found : found.filter((each) => each.along < nearest + from.height / 2)
  return row.sort((a, b) => (sideways ? a.along - b.along : a.across - b.across))[0]?.index
}

/** Moves the focus from the element that has it to its neighbour. False when there is none that way. */
export function stepTo(elements: readonly HTMLElement[], key: ArrowKey): boolean {
  const at = elements.find((element) => element.matches(':focus-within'))
  if (!at) return false
  const next = nextBox(elements.map((element) => element.getBoundingClientRect()), at.getBoundingClientRect(), key)
  if (next === undefined) return false
  elements[next]!.focus()
  return true
}
