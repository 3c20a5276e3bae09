/** Where a title's pictures are, and in which widths. */

/** The widths the server makes; nothing else is served. */
const posterWidths = [185, 342, 500] as const
const backdropWidths = [780, 1280] as const

export function imageUrl(width: number, path: string, from = '/images'): string {
  return `${from}/${width}${path}`
}

function sourceSet(widths: readonly number[], path: string, from?: string): string {
  return widths.map((width) => `${imageUrl(width, path, from)} ${width}w`).join(', ')
}

/** Where the posters of a list are for whoever may see the list, signed in or not. */
export const listImages = (listId: string): string => `/images/lists/${listId}`
export const posterSet = (path: string, from?: string): string => sourceSet(posterWidths, path, from)
export const backdropSet = (path: string): string => sourceSet(backdropWidths, path)
