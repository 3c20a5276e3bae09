/** Where a title's pictures are, and in which widths. */

/** The widths the server makes; nothing else is served. */
const posterWidths = [185, 342, 500] as const
const backdropWidths = [780, 1280] as const

export function imageUrl(width: number, path: string): string {
  return `/images/${width}${path}`
}

function sourceSet(widths: readonly number[], path: string): string {
  return widths.map((width) => `${imageUrl(width, path)} ${width}w`).join(', ')
}

export const posterSet = (path: string): string => sourceSet(posterWidths, path)
export const backdropSet = (path: string): string => sourceSet(backdropWidths, path)
