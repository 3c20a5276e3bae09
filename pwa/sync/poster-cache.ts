/** Pictures kept for browsing without a network. Their addresses never change what they show. */

export const POSTER_CACHE = 'posters'
/** The server answers with what `Accept` takes best; what is kept is taken as it is. */
export const IN_ANY_FORM = { ignoreVary: true } as const
/** What a browser asks for where it draws a picture. */
export const PICTURE_ACCEPT = 'image/avif,image/webp,image/*;q=0.8'
/** The width a phone draws and a desktop can live with. */
const KEPT_WIDTH = 342
const PICTURE = /^\/images\/(\d+)(\/.+)$/

export function posterAddress(path: string): string {
  return `/images/${KEPT_WIDTH}${path}`
}

/** The kept one of the same picture, for a width that is not there. */
export function keptAddress(pathname: string): string | undefined {
  const path = PICTURE.exec(pathname)?.[2]
  return path === undefined ? undefined : posterAddress(path)
}
