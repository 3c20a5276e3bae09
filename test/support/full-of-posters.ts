/** A device whose room is taken up by posters, in a real browser. */

import type { CDPSession, Page } from 'playwright-core'
import { eventually } from './eventually.ts'
import type { Person } from './person.ts'
import type { Test } from './tap.ts'

interface Full {
  readonly page: Page
  readonly devtools: CDPSession
  readonly url: string
  /** One to do something about before, one meanwhile; the second is rated Love, and is so again at the end. */
  readonly films: readonly [number, number]
  readonly person: Person
}

/** The oldest posters give way, no more than it takes; what waits to be sent and what is done meanwhile is kept, and sent. */
export async function fullOfPosters(t: Test, { page, devtools, url, films: [first, second], person }: Full): Promise<void> {
  const film = (tmdbId: number) => `${url}/movie/${tmdbId}`
  const rating = (name: string) => page.getByRole('button', { name: `Rate: ${name}` })
  const rated = (name: string) => page.getByRole('button', { name: `Rate: ${name}`, pressed: true })
  await page.goto(film(first))
  await rating('OK').waitFor()
  await page.context().setOffline(true)
  await rating('OK').click()
  await rated('OK').waitFor()
  const posters = await keepPictures(page, 40)
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage!)
  await page.goto('about:blank')
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: usage - 1_000_000 })
  await page.waitForTimeout(3_000)
  await page.goto(film(second))
  await rated('Love').waitFor()
  await rating('OK').click()
  await rated('OK').waitFor()
  t.equal(await page.getByText('this device has no room left to keep it').count(), 0, 'it is done, not refused')
  await page.reload()
  await rated('OK').waitFor()
  const left = await keptOf(page, posters)
  t.ok(left.length > 0 && left.length < posters.length, `${left.length} of ${posters.length} are left`)
  t.same(left, posters.slice(-left.length), 'those that came last')
  await page.context().setOffline(false)
  await eventually('both reach the server', async () => (await ratingsOf(person, first)).at(-1) === 'OK' && (await ratingsOf(person, second)).at(-1) === 'OK')
  await rating('Love').click()
  await eventually('and what comes after', async () => (await ratingsOf(person, second)).at(-1) === 'SUPER_LIKE')
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: url })
  await page.evaluate(async () => void await caches.delete('posters'))
}

/** What the server has of a film's ratings, in its order. */
export async function ratingsOf(person: Person, tmdbId: number): Promise<readonly unknown[]> {
  return (await person.replica()).events.flatMap((event) => event.type === 'TitleRated' && event.stream.endsWith(`_movie_${tmdbId}`) ? [event.data.rating] : [])
}

/** As many pictures among the posters, of 250 kB each, one after the other; answers their addresses. */
async function keepPictures(page: Page, count: number): Promise<readonly string[]> {
  return await page.evaluate(async (count) => {
    const cache = await caches.open('posters')
    const addresses = Array.from({ length: count }, (_, at) => `/images/342/of-the-test-${String(at).padStart(3, '0')}.jpg`)
    for (const address of addresses) await cache.put(address, new Response(new Uint8Array(250_000)))
    return addresses
  }, count)
}

/** Which of these pictures are there still, in the order they were asked after. */
async function keptOf(page: Page, addresses: readonly string[]): Promise<readonly string[]> {
  return await page.evaluate(async (addresses) => {
    const cache = await caches.open('posters')
    const found = await Promise.all(addresses.map((address) => cache.match(address)))
    return addresses.filter((_, at) => found[at])
  }, addresses)
}
