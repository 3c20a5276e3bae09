/**
 * While there is a network, what the catalogue says of the library's titles is fetched, those touched last first, so that their pages can be
 * read without one though they were never opened; of a series also the season that the person is in. One at a time and at leisure, in one tab,
 * never where data or power are short.
 */

import type { LibraryRow } from '../../projections/library.ts'
import type { SeasonDetail, TitleDetail } from '../../projections/wire-catalogue.ts'
import { ask, CatalogueFailure, seasonAddress, titleAddress } from '../catalogue.ts'
import type { Replica } from '../replica.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'
import { AHEAD_CACHE, AS_PICTURE, BACKDROP_WIDTHS, IN_ANY_FORM, posterAddress } from './poster-cache.ts'

type Answer = TitleDetail | SeasonDetail

export interface Ahead {
  ask(path: string): Promise<Answer>
  /** The person would rather not spend data or power on it, or does not look. */
  isUnwelcome(): Promise<boolean>
  keepPictures(answer: Answer): Promise<void>
}

type Around = Pick<Environment, 'now' | 'after' | 'locks'>
type Source = Pick<Replica, 'library' | 'link' | 'kept' | 'subscribe' | 'session'>

/** At the start and whenever something changed; ends with the replica. */
export function keepTitles(replica: Source, environment: Around, ahead: Ahead = inBrowser): void {
  /** When each was fetched, or asked for in vain. */
  const done = new Map<string, number>()
  let known = false
  let waiting = false
  const pause = (ms: number) => new Promise<void>((resolve) => void environment.after(ms, resolve))

  /** What to fetch next; undefined when all is here. */
  function next(): string | undefined {
    const staleMs = environment.now() - limits.aheadFreshMs
    let best: { readonly address: string; readonly changedAt: string } | undefined
    for (const row of replica.library.values()) {
      if (best && row.changedAt <= best.changedAt) continue
      const address = addressesOf(row).find((each) => (done.get(each) ?? 0) < staleMs)
      if (address !== undefined) best = { address, changedAt: row.changedAt }
    }
    return best?.address
  }

  /** True when something is left that cannot be had now. */
  async function run(): Promise<boolean> {
    const kept = await replica.kept
    // Most changes, such as how far a film was watched, bring nothing new to fetch.
    if (!kept || (known && next() === undefined)) return false
    known = true
    // What was looked at since has been kept as well.
    for (const [path, atMs] of await kept.ages()) done.set(path, atMs)
    for (let address = next(); address !== undefined; address = next()) {
      if (replica.kept === undefined || !await kept.hasRoom()) return false
      if (!replica.link.online || await ahead.isUnwelcome()) return true
      // Whatever comes of it, it is not asked for again soon.
      done.set(address, environment.now())
      try {
        const answer = await ahead.ask(address)
        // First: a page that goes in between leaves the title to be asked for again, and not without its pictures for long.
        await ahead.keepPictures(answer)
        // Where nothing can be kept there is nothing to fetch ahead.
        if (!await kept.keep(address, answer)) return false
      } catch (failure) {
        if (!(failure instanceof CatalogueFailure)) throw failure
        if (failure.kind !== 'not-found') {
          done.delete(address)
          return true
        }
      }
      await pause(limits.aheadPauseMs)
    }
    return false
  }

  function consider(): void {
    if (waiting) return
    waiting = true
    let later = false
    void pause(limits.aheadDelayMs)
      .then(() => environment.locks.request(`rewind-ahead-${replica.session.userId}`, { ifAvailable: true }, async (lock) => { later = lock !== null && await run() }))
      .then(() => later ? pause(limits.aheadRestMs) : undefined)
      .finally(() => {
        waiting = false
        if (later) consider()
      })
  }
  replica.subscribe(consider)
  consider()
}

/** A series with the season of the episode watched last, or the first one. */
function addressesOf(row: LibraryRow): readonly string[] {
  if (row.mediaType === 'movie') return [titleAddress(row)]
  return [titleAddress(row), seasonAddress(row.tmdbId, row.plays.findLast(({ season }) => season !== undefined)?.season ?? 1)]
}

/** The backdrop, and the faces that are in sight before anybody scrolls. Posters have a keeper of their own. */
function picturesOf({ backdropPath, cast }: Answer): readonly string[] {
  const { small, large } = BACKDROP_WIDTHS
  const width = screen.width * devicePixelRatio <= small ? small : large
  const faces = cast.slice(0, limits.aheadFaces).flatMap(({ profilePath }) => profilePath === null ? [] : [posterAddress(profilePath)])
  return [...backdropPath === null ? [] : [`/images/${width}${backdropPath}`], ...faces]
}

interface Sparing {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string }
  getBattery?(): Promise<{ readonly charging: boolean; readonly level: number }>
}
/** Below this share of a battery that is not being charged, nothing is fetched unasked. */
const batteryLow = 0.3

const inBrowser: Ahead = {
  ask: (path) => ask<Answer>(path),
  async isUnwelcome() {
    const sparing = navigator as Sparing
    if (document.visibilityState === 'hidden' || sparing.connection?.saveData || /2g/.test(sparing.connection?.effectiveType ?? '')) return true
    // Browsers that do not tell of it, or do not here, are taken to be plugged in.
    const battery = await sparing.getBattery?.().catch(() => undefined)
    return battery !== undefined && !battery.charging && battery.level < batteryLow
  },
  async keepPictures(answer) {
    // Without a service worker nothing would answer with them.
    if (!('serviceWorker' in navigator)) return
    try {
      const cache = await caches.open(AHEAD_CACHE)
      for (const address of picturesOf(answer)) {
        if (await cache.match(address, IN_ANY_FORM)) continue
        // One that was on a screen would go when many others have been.
        const picture = await caches.match(address, IN_ANY_FORM) ?? await fetch(address, AS_PICTURE)
        if (picture.ok) await cache.put(address, picture)
      }
      const kept = await cache.keys()
      // In the order they came: the oldest go.
      for (const request of kept.slice(0, Math.max(0, kept.length - limits.aheadPicturesMax))) await cache.delete(request)
    } catch {
      // No network any more, or no room: the page is read without them.
    }
  },
}
