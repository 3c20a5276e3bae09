/** Real browsers of several people that are used, cut off, crashed and looked at: what a randomised run through them is made of. */

import type { Locator, Page } from 'playwright-core'
import type { Command } from '../../domain/command.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Parcel } from '../../pwa/sync/parcel.ts'
import type { Happening, Look, Seen, ShownTitle } from '../simulation/history.ts'
import { signedInDevice } from './app.ts'
import type { Device } from './browser.ts'
import type { Credentials, Person } from './person.ts'
import type { Host, Service } from './service.ts'

export interface Place {
  readonly person: Person
  readonly device: Device
  /** The page a person looks at; another one after a crash. */
  page: Page
  offline: boolean
}

/** What the browser itself keeps of a person, read past the app. */
interface Kept {
  readonly log: readonly Seen[]
  readonly outbox: readonly Pick<Parcel, 'command' | 'state'>[]
}

export const FILMS = [653, 19, 961] as const
const FACES = new Map([['Rate: Dislike', 'DISLIKE'], ['Rate: OK', 'OK'], ['Rate: Like', 'LIKE'], ['Rate: Love', 'SUPER_LIKE']])

export async function openPlace(t: Host, service: Pick<Service, 'url'>, credentials: Credentials, person: Person): Promise<Place> {
  const device = await signedInDevice(t, service, credentials)
  return { person, device, page: device.page, offline: false }
}

export async function showFilm({ page }: Place, url: string, tmdbId: number): Promise<void> {
  await page.goto(`${url}/movie/${tmdbId}`)
  await page.getByRole('button', { name: 'Rate: OK' }).waitFor()
}

/** The renderer dies at once, in the middle of whatever it was writing; the browser lives and opens another page. */
export async function crash(place: Place): Promise<void> {
  const crashed = place.page
  place.page = await place.device.context.newPage()
  await crashed.goto('chrome://crash').catch(() => undefined)
  await crashed.close()
}

/** One thing a person does on a film's screen; resolves when the screen says that it is done. */
export async function actOn({ page }: Place, chance: () => number): Promise<void> {
  const pick = <Choice>(choices: readonly Choice[]): Choice => choices[Math.floor(chance() * choices.length)]!
  const what = pick(['rate', 'rate', 'watchlist', 'favourite', 'undo', 'redo'] as const)
  if (what === 'undo' || what === 'redo') return await page.keyboard.press(what === 'undo' ? 'Control+z' : 'Control+Shift+z')
  if (what === 'rate') {
    const face = page.getByRole('button', { name: pick([...FACES.keys()]), exact: true })
    const pressed = await face.getAttribute('aria-pressed')
    await face.click()
    return await waitUntil(async () => await face.getAttribute('aria-pressed') !== pressed)
  }
  const [add, remove] = what === 'favourite' ? ['Add to favourites', 'Remove from favourites'] : ['Add to watchlist', 'Remove from watchlist']
  const adding = page.getByRole('button', { name: add, exact: true })
  if (await adding.isVisible()) return await clickWhileThere(adding)
  if (what === 'watchlist') {
    const listed = page.getByRole('button', { name: 'On watchlist', exact: true })
    // A rated title is on no watchlist, and offers none.
    if (!await listed.isVisible()) return
    await clickWhileThere(listed)
    await page.getByRole('button', { name: remove, exact: true }).waitFor({ timeout: 5_000 }).catch(() => undefined)
  }
  await clickWhileThere(page.getByRole('button', { name: remove, exact: true }))
}

/** What is done on another device meanwhile may take the button away: then there is nothing to click. */
async function clickWhileThere(button: Locator): Promise<void> {
  while (await button.isVisible()) {
    if (await button.click({ timeout: 1_000 }).then(() => true, () => false)) return
  }
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  // A refusal (rated meanwhile on another device) leaves the screen as it is: then there is nothing to wait for.
  for (let tries = 0; tries < 20 && !await condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 25))
}

export async function keptAt({ page, person }: Place): Promise<Kept> {
  return await page.evaluate(async (name) => {
    const ask = <Result>(request: IDBRequest<Result>) => new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error!)
    })
    const database = await ask(indexedDB.open(name))
    try {
      const reading = database.transaction(['log', 'outbox'])
      const [log, outbox] = await Promise.all([ask(reading.objectStore('log').getAll()), ask(reading.objectStore('outbox').getAll())])
      return { log: log.flat(), outbox } as Kept
    } finally {
      database.close()
    }
  }, `rewind-${person.session.userId}`)
}

/** A command that stands on the device's disk: from here on it may not be lost. */
export function actOf({ id, type, data }: Command, place: number, person: string): Happening {
  const { title } = data as { readonly title?: TitleRef }
  return { at: 0, place, what: 'acted', person, commandId: id, type, subject: title ? titleKey(title) : '' }
}

/** Titles by what the screens show, everything else by what the browser keeps. */
export async function lookAt(place: Place, url: string): Promise<Look> {
  const titles: ShownTitle[] = []
  for (const tmdbId of FILMS) {
    await showFilm(place, url, tmdbId)
    titles.push(await shown(place.page, tmdbId))
  }
  const { log, outbox } = await keptAt(place)
  const own = log.filter(({ stream }) => stream.startsWith(`library-${place.person.session.userId}_`))
  const inState = (...names: readonly string[]) => outbox.filter(({ state }) => names.includes(state.name)).map(({ command }) => command.id as string)
  return { acts: own.map(({ id }) => id), unsent: inState('waiting', 'accepted', 'parked'), refused: inState('refused'), titles, lists: [] }
}

async function shown(page: Page, tmdbId: number): Promise<ShownTitle> {
  const rated = page.getByRole('button', { name: /^Rate: /, pressed: true })
  const face = await rated.count() > 0 ? await rated.first().getAttribute('aria-label') : null
  const listed = await page.getByRole('button', { name: 'On watchlist', exact: true }).count() > 0
  const favourite = await page.getByRole('button', { name: 'Remove from favourites', exact: true }).count() > 0
  const plays = page.getByText(/^Watched (once|\d+ times)/)
  const times = await plays.count() > 0 ? Number(/\d+(?= times)/.exec(await plays.innerText())?.[0] ?? 1) : 0
  return { title: `movie_${tmdbId}`, rating: face === null ? null : FACES.get(face)!, priority: listed ? 'MEDIUM' : null, favourite, dismissed: false, tags: [], plays: numbered(times) }
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index))

/** A screen says how often a film was watched and no more: the viewings that remain get the names that `shown` gives them. */
export function withNumberedPlays(log: readonly Seen[]): readonly Seen[] {
  const remaining = new Map<string, string[]>()
  for (const { stream, type, data } of log) {
    const plays = (remaining.get(stream) ?? []).filter((play) => play !== data.playId)
    if (type === 'TitleWatched') plays.push(String(data.playId))
    if (type === 'TitleWatched' || type === 'WatchRemoved') remaining.set(stream, plays)
  }
  return log.map((event) => {
    const index = remaining.get(event.stream)?.indexOf(String(event.data.playId)) ?? -1
    return index < 0 ? event : { ...event, data: { ...event.data, playId: String(index) } }
  })
}
