/** Pictures kept for browsing without a network. Their addresses never change what they show. */

/** Of the library's titles: their posters; what else their pages show. */
export const POSTER_CACHE = 'posters'
export const AHEAD_CACHE = 'title-pictures'
/** Of whatever was on a screen. */
export const SEEN_CACHE = 'seen-pictures'
/** The server answers with what `Accept` takes best; what is kept is taken as it is. */
export const IN_ANY_FORM = { ignoreVary: true } as const
/** Asked for as a browser does where it draws a picture, but after all that is drawn. */
export const AS_PICTURE: RequestInit = { headers: { accept: 'image/avif,image/webp,image/*;q=0.8' }, priority: 'low' }
/** The width a phone draws and a desktop can live with. */
const KEPT_WIDTH = 342
export const BACKDROP_WIDTHS = { small: 780, large: 1280 } as const
const PICTURE = /^\/images\/(\d+)(\/.+)$/

export function posterAddress(path: string): string {
  return `/images/${KEPT_WIDTH}${path}`
}

/** The kept ones of the same picture, for a width that is not there; the likeliest first. */
export function keptAddresses(pathname: string): readonly string[] {
  const path = PICTURE.exec(pathname)?.[2]
  return path === undefined ? [] : [KEPT_WIDTH, BACKDROP_WIDTHS.large, BACKDROP_WIDTHS.small].map((width) => `/images/${width}${path}`)
}

const PICTURE_CACHES = [POSTER_CACHE, AHEAD_CACHE, SEEN_CACHE] as const
/** Fewer than so many of a kind go at once. */
const FEW = 16

/** The older half of what came first, or all of it where that is little. Pure. */
export function olderHalf<Kept>(inOrder: readonly Kept[]): readonly Kept[] {
  return inOrder.length <= FEW ? inOrder : inOrder.slice(0, Math.ceil(inOrder.length / 2))
}

/** Gives up the pictures that were kept first, of each kind half. False when there were none. */
export async function evictOldest(names: readonly string[] = PICTURE_CACHES): Promise<boolean> {
  if (!('caches' in globalThis)) return false
  let evicted = false
  for (const name of names) {
    if (!await caches.has(name)) continue
    const cache = await caches.open(name)
    // In the order they came.
    for (const request of olderHalf(await cache.keys())) evicted = await cache.delete(request) || evicted
  }
  return evicted
}

/** With the person's data: which titles they are of says something of the person. False when there were none. */
export async function forgetPictures(): Promise<boolean> {
  if (!('caches' in globalThis)) return false
  const forgotten = await Promise.all(PICTURE_CACHES.map((name) => caches.delete(name).catch(() => false)))
  return forgotten.includes(true)
}
