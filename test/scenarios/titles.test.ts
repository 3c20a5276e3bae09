/** What the catalogue knows of films, series and people, on the screen, and again when neither server nor catalogue is there. */

import type { Locator, Page } from 'playwright-core'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { ACTOR_ID, COLLECTION_ID, richTmdb, SERIES_ID } from '../support/rich-tmdb.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const boxOf = async (what: Locator) => (await what.boundingBox())!
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

async function accessible(t: Test, page: Page, where: string): Promise<void> {
  t.same(await axeFaults(page), [], `axe finds nothing on ${where}`)
}

/** What the browser keeps of the catalogue, over all databases of such. */
async function keptPaths(page: Page): Promise<readonly string[]> {
  return await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name!).filter((name) => name.endsWith('-kept'))
    const paths = await Promise.all(names.map((name) => new Promise<string[]>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => {
        const database = opening.result
        // It was deleted since its name was told, and made anew by asking for it.
        if (!database.objectStoreNames.contains('answers')) return database.close(), resolve([])
        const reading = database.transaction('answers').objectStore('answers').getAllKeys()
        reading.onsuccess = () => { database.close(); resolve(reading.result as string[]) }
      }
    })))
    return paths.flat()
  })
}

const kept = (page: Page, path: string) => eventually(`${path} is kept`, async () => (await keptPaths(page)).includes(path))

t.test('titles, people and collections are shown with all that is known of them, asking nobody but us, and can be read again with no server', async (t) => {
  const tmdb = await richTmdb(t)
  const service = await startService(t, { env: tmdb.env })
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('MarkWatched', { title: { mediaType: 'movie', tmdbId: 234 } }), newCommand('AddToWatchlist', { title: { mediaType: 'movie', tmdbId: 19 } }))
  const { page, context } = await signedInDevice(t, service, credentials)
  const others: string[] = []
  const asked: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== service.url && url.protocol.startsWith('http')) others.push(request.url())
    else if (url.pathname.startsWith('/api/')) asked.push(url.pathname)
  })

  await page.goto(`${service.url}/movie/653`)
  await heading(page, 'Nosferatu')
  const film = page.locator('title-screen')
  await film.getByRole('img', { name: 'Rated PG in United States' }).waitFor()
  await film.getByText('TMDB: 7.7 of 10', { exact: false }).waitFor()
  const where = film.getByRole('region', { name: 'Where to watch' })
  await where.getByText('Public Reel').waitFor()
  await eventually('the page has asked for all of it', async () => { const known = asked.length; await page.waitForTimeout(1_000); return asked.length === known })
  const before = asked.length
  await where.getByRole('combobox', { name: 'Country' }).selectOption({ label: 'Germany' })
  await where.getByText('Lichtspiel+').waitFor()
  t.equal(await where.getByText('Public Reel').count(), 0)
  // What the device does of its own accord: send, and fetch the library's titles ahead.
  const unasked = new Set(['/api/commands', '/api/sync', '/api/movies/19', '/api/movies/234'])
  t.same(asked.slice(before).filter((path) => !unasked.has(path)), [], 'another country asks nobody')
  await where.getByRole('button', { name: 'Use Germany from now on' }).click()
  await film.getByRole('img', { name: 'Rated 12 in Germany' }).waitFor()
  const announcements = page.getByRole('region', { name: 'Announcements' })
  // Under the focus it stays.
  await announcements.getByRole('button', { name: 'Undo' }).focus()
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 })
    await eventually(`what a toast offers and what closes it are on one line, ${width} wide`, async () => {
      const [undo, close] = [await boxOf(announcements.getByRole('button', { name: 'Undo' })), await boxOf(announcements.getByRole('button', { name: 'Close' }))]
      return Math.abs(undo.y + undo.height / 2 - close.y - close.height / 2) < 2 && undo.x + undo.width <= close.x
    })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await film.getByRole('button', { name: 'Add to favourites' }).focus()
  await page.keyboard.press('Enter')
  await announcements.getByText('Nosferatu', { exact: false }).last().waitFor()
  await announcements.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await announcements.getByRole('button', { name: 'Redo' }).waitFor()
  await film.getByRole('button', { name: 'Add to favourites' }).and(page.locator(':focus')).waitFor()
  t.pass('who undoes by keys goes on from where they were')
  t.equal(await where.getByRole('button', { name: /from now on/ }).count(), 0)
  const trailer = film.getByRole('link', { name: 'Trailer: Restored: official trailer, opens YouTube in a new tab' })
  t.same([await trailer.getAttribute('href'), await trailer.getAttribute('target'), await trailer.getAttribute('rel')], ['https://www.youtube.com/watch?v=trailer0', '_blank', 'noreferrer'])
  const themes = ['Horror', 'silent film'].map((name) => film.getByRole('link', { name, exact: true }).getAttribute('href'))
  t.same(await Promise.all(themes), ['/discover?kind=movie&genres=27', '/discover?kind=movie&keywords=900000002'])
  await film.getByRole('button', { name: 'Nosferatu, picture 1 of 3' }).click()
  await film.getByRole('dialog').getByRole('img', { name: 'Nosferatu, picture 1 of 3' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await film.getByRole('dialog').getByRole('img', { name: 'Nosferatu, picture 2 of 3' }).waitFor()
  await page.keyboard.press('Escape')
  await film.getByRole('dialog').waitFor({ state: 'hidden' })
  await accessible(t, page, 'a film')

  await film.getByRole('link', { name: /Max Schreck/ }).first().click()
  await heading(page, 'Max Schreck')
  await page.getByRole('heading', { level: 1, name: 'Max Schreck' }).and(page.locator(':focus')).waitFor()
  t.pass('the heading has the focus')
  const person = page.locator('person-screen')
  await person.getByText('You have seen 1 of 4 titles.').first().waitFor()
  await person.getByText('aged 56', { exact: false }).waitFor()
  await person.getByRole('button', { name: 'Read more' }).click()
  await person.getByRole('button', { name: 'Read less' }).waitFor()
  await person.getByRole('button', { name: 'Series', exact: true }).click()
  await person.getByText('You have seen 0 of 1 title.').first().waitFor()
  await page.waitForURL(/kind=tv$/)
  t.pass('which works are shown is in the address')
  await accessible(t, page, 'a person')
  await person.getByRole('link', { name: 'The Lighthouse Keepers Series' }).click()
  await heading(page, 'The Lighthouse Keepers')
  await page.getByText('Next episode: The lamp goes out, Dec 4, 2026').waitFor()
  await page.getByText('Nordfunk').waitFor()
  await page.getByText('Nobody in this house has rated it yet.').waitFor()
  await film.getByRole('button', { name: 'Rate: Like' }).click()
  await page.getByText('Liked in this house 1 rating').waitFor()
  await film.getByRole('button', { name: 'Rate: Love' }).click()
  await page.getByText('Loved in this house 1 rating').waitFor()
  await kept(page, `/api/series/${SERIES_ID}`)

  await page.goto(`${service.url}/collection/${COLLECTION_ID}`)
  await heading(page, 'Shadows of the Twenties')
  await page.getByText('You have seen 1 of 3.').waitFor()
  await page.getByRole('button', { name: 'Add the 2 you have not seen to the watchlist' }).click()
  await page.getByText('All of it is seen or on your watchlist.').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Add the 2 you have not seen to the watchlist' }).waitFor()
  await accessible(t, page, 'a collection')
  for (const path of ['/movie/999', '/person/999', '/collection/999']) {
    await page.goto(service.url + path)
    await page.getByRole('alert').getByText('The catalogue does not know this', { exact: false }).waitFor()
    await eventually(`${path} says so where nothing covers it`, async () => {
      const [bell, retry] = [await boxOf(page.getByRole('banner').getByRole('button', { name: 'Account' })), await boxOf(page.getByRole('button', { name: 'Try again' }))]
      return retry.y >= bell.y + bell.height
    })
    await heading(page, 'Not found')
    t.equal(await page.getByRole('link', { name: 'Go to Home' }).getAttribute('href'), '/', 'and leads home')
  }
  t.same(others, [], 'and nobody but us was asked for anything')

  // What was seen, and a title of the library that was never opened.
  for (const path of ['/api/movies/653', `/api/people/${ACTOR_ID}`, `/api/collections/${COLLECTION_ID}`, '/api/movies/19']) await kept(page, path)
  await eventually('a picture of the latter too', async () => (await page.evaluate(async () => (await (await caches.open('title-pictures')).keys()).map(({ url }) => url))).some((url) => url.endsWith('/backdrop19.png')))
  t.equal(await service.stop(), 0)
  await page.goto(`${service.url}/movie/653`)
  await page.reload()
  await heading(page, 'Nosferatu')
  await page.getByText('You are offline. This is as of now.').or(page.getByText(/This is as of \d+ minutes? ago/)).waitFor()
  await film.getByText('Kinothek').waitFor()
  await eventually('faces are drawn with no server', async () => await film.locator('person-card').first().evaluate((card) => card.shadowRoot!.querySelector('rewind-poster')!.shadowRoot!.querySelector('img.arrived') !== null))
  await film.getByRole('link', { name: /Max Schreck/ }).first().click()
  await heading(page, 'Max Schreck')
  await page.goto(`${service.url}/tv/${SERIES_ID}`)
  await page.getByText('Nordfunk').waitFor()
  await page.goto(`${service.url}/collection/${COLLECTION_ID}`)
  await heading(page, 'Shadows of the Twenties')
  await page.goto(`${service.url}/movie/19`)
  await heading(page, 'Metropolis')
  await page.locator('title-screen').getByRole('link', { name: /Brigitte Helm/ }).first().waitFor()
  t.pass('the title of the library too, which had not been opened')
  await page.goto(`${service.url}/person/${ACTOR_ID + 1}`)
  await page.getByRole('alert').getByText('You are offline', { exact: false }).waitFor()

  await page.clock.install()
  const tell = (told: object | string) => page.evaluate((what) => dispatchEvent(Object.assign(new Event('rewind-toast'), { told: what })), told)
  const toast = (text: string) => page.locator('toast-stack .toast', { hasText: text })
  await tell({ text: 'This stays', lasting: 'update' })
  await toast('This stays').hover()
  await tell({ text: 'This passes' })
  await toast('This passes').waitFor()
  await page.clock.fastForward(60_000)
  await page.locator('toast-stack').evaluate((stack) => (stack as unknown as { readonly updateComplete: Promise<unknown> }).updateComplete)
  t.equal(await toast('This passes').count(), 1, 'what comes while somebody points at what is there waits for them')
  await page.mouse.move(0, 0)
  await page.clock.fastForward(10_000)
  await toast('This passes').waitFor({ state: 'detached' })
  await tell('update')

  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  // That he looked at them has not reached the server.
  await page.getByRole('button', { name: 'Sign out and lose them' }).click()
  await page.getByLabel('Username').waitFor()
  await eventually('nothing of it is left after signing out', async () => (await keptPaths(page)).length === 0)
  await eventually('and no picture', async () => !(await page.evaluate(() => caches.keys())).some((name) => /posters|pictures/.test(name)))
})
