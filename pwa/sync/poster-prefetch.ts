/** While there is a network, every poster of the library is fetched once, so that browsing without one has them. */

import type { CardRow } from '../../projections/cards.ts'
import type { Replica } from '../replica.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'
import { storageTrouble } from './storage-trouble.ts'
import { AS_PICTURE, evictOldest, IN_ANY_FORM, POSTER_CACHE, posterAddress, SEEN_CACHE } from './poster-cache.ts'

/** At the start and whenever a card came, after whatever else the page has to do; ends with the replica. `noRoom` is called when there is none for any more, once. */
export function keepPosters(replica: Pick<Replica, 'cards' | 'link' | 'subscribe'>, { breathe }: Pick<Environment, 'breathe'>, noRoom: () => void): void {
  // Without a service worker nothing would answer with them.
  if (!('serviceWorker' in navigator)) return
  const done = new Set<string>()
  let running = false
  let full = false

  async function run(): Promise<void> {
    if (running || full || !replica.link.online || document.visibilityState === 'hidden') return
    running = true
    try {
      const wanted = missing(replica.cards, done)
      if (wanted.length > 0) full = await fetchAll(wanted, done, breathe) === 'full'
      // A device that is full for more than pictures says so itself.
      if (full && replica.link.storage === 'kept') noRoom()
    } finally {
      running = false
    }
  }
  replica.subscribe(() => void run())
  void run()
}

function missing(cards: ReadonlyMap<string, CardRow>, done: ReadonlySet<string>): readonly string[] {
  if (done.size >= Math.min(cards.size, limits.posterCountMax)) return []
  const wanted = new Set<string>()
  for (const { posterPath } of cards.values()) {
    if (done.size + wanted.size >= limits.posterCountMax) break
    if (posterPath !== null && !done.has(posterPath)) wanted.add(posterPath)
  }
  return [...wanted]
}

/** `full`: there is no room for any more. They are not worth asking for again in this page. */
async function fetchAll(paths: readonly string[], done: Set<string>, breathe: Environment['breathe']): Promise<'fetched' | 'full'> {
  const cache = await caches.open(POSTER_CACHE)
  let full = false
  const left = [...paths]
  const one = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      done.add(path)
      await breathe()
      const address = posterAddress(path)
      if (await cache.match(address, IN_ANY_FORM)) continue
      try {
        const answer = await fetch(address, AS_PICTURE)
        if (answer.ok) await cache.put(address, answer)
      } catch (error) {
        if (storageTrouble(error) === 'full') {
          // What was merely seen gives way to what is of the library.
          if (await evictOldest([SEEN_CACHE])) {
            left.push(path)
            continue
          }
          full = true
        }
        // No network any more: the next change of anything tries again.
        done.delete(path)
        return
      }
    }
  }
  await Promise.all(Array.from({ length: limits.posterPrefetchAtOnce }, one))
  return full ? 'full' : 'fetched'
}
