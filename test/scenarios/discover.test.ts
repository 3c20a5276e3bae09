/** Looking around: filters in the address, lists without end and the way back into them, topics, and a search that begins at home. */

import type { Page } from 'playwright-core'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const path = (page: Page) => { const { pathname, search } = new URL(page.url()); return pathname + search }
const at = (page: Page, wanted: string) => eventually(`the address is ${wanted}`, () => path(page) === wanted)
const focusedName = (page: Page) => page.evaluate(() => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active?.getAttribute('aria-label')
})
const hasFocus = (page: Page, name: string) => eventually(`“${name}” has the focus`, async () => await focusedName(page) === name)
const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY))
/** As long as the typing has to rest before the address follows it. */
const restMs = 250
/** In the page: types, and opens the first title before the typing has rested, however slow the machine is. */
async function openAtOnce(text: string): Promise<void> {
  const { shadowRoot } = document.querySelector('rewind-app')!.shadowRoot!.querySelector('search-screen')!
  const box = shadowRoot!.querySelector('input')!
  box.value = text
  box.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  for (let turns = 0; turns < 1_000; turns++) {
    await Promise.resolve()
    const link = shadowRoot!.querySelector('.found title-link')?.shadowRoot?.querySelector('a')
    if (link) return link.click()
  }
  throw new Error('What the library has is drawn without waiting for anything.')
}

t.test('somebody looks around: filters, the way back, topics, and a search that needs no network', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('AddToWatchlist', { title: { mediaType: 'movie', tmdbId: 653 } }), newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 10098 }, rating: 'LIKE' }))
  await eventually('the cards are there', async () => (await script.replica()).cards.size >= 2)
  const { page, context } = await signedInDevice(t, service, credentials)
  const asked: string[] = []
  page.on('request', (request) => { if (request.url().includes('/api/discover')) asked.push(new URL(request.url()).search) })

  await t.test('filters are in the address, nonsense in it is dropped, and each can be taken back', async (t) => {
    await page.goto(`${service.url}/discover?genres=35,nonsense&minVote=99`)
    const comedies = page.getByRole('button', { name: 'Genres: Comedy' })
    await comedies.waitFor()
    t.equal(await eventually('the server is asked', () => asked[0]), '?genres=35&page=1', 'and not for nonsense')
    await page.getByRole('button', { name: 'Years', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'Years' })
    await page.getByRole('button', { name: '1920s' }).click()
    await at(page, '/discover?genres=35&from=1920-01-01&to=1929-12-31')
    t.same(await axeFaults(page), [], 'nothing is wrong with an open panel')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Years: 1920–1929' }).waitFor()
    await hasFocus(page, 'Years: 1920–1929')
    t.pass('Escape gives the focus back')
    await page.getByRole('button', { name: 'Clear: Genres' }).click()
    await at(page, '/discover?from=1920-01-01&to=1929-12-31')
    await page.getByRole('button', { name: 'Clear all' }).click()
    await at(page, '/discover')
    await page.goto(`${service.url}/discover?keywords=12377`)
    await page.getByRole('button', { name: /: zombie$/ }).waitFor()
    t.pass('a keyword that is no theme of ours has its name')
    await page.getByRole('button', { name: /: zombie$/ }).click()
    await page.getByRole('searchbox', { name: 'Find a theme' }).fill('silent')
    await page.getByRole('button', { name: 'silent film', exact: true }).click()
    await at(page, '/discover?keywords=12377%2C900000002')
    await page.keyboard.press('Escape')
    await page.goto(`${service.url}/discover`)
  })

  await t.test('what was rated is marked, and can be hidden', async (t) => {
    await page.getByRole('link', { name: 'The Kid (1921), Like' }).waitFor()
    await page.getByRole('button', { name: 'Hide what I rated' }).click()
    await at(page, '/discover?hide=rated')
    await page.getByRole('link', { name: 'The Kid (1921), Like' }).waitFor({ state: 'hidden' })
    t.pass('it is gone')
    await page.getByRole('button', { name: 'Hide what I rated' }).click()
    await at(page, '/discover')
  })

  await t.test('a list goes on as one scrolls to its end, and the way back leads to where one was', async (t) => {
    await page.getByRole('link', { name: 'The Kid (1921), Like' }).waitFor()
    const before = asked.length
    await eventually('the end is reached', async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      return await page.getByText('That is all there is.').isVisible()
    })
    t.ok(asked.length > before, `pages were asked for as they were needed: ${asked.slice(before).join(' ')}`)
    t.equal(new Set(asked.slice(before)).size, asked.length - before, 'each once')
    await page.evaluate(() => scrollTo(0, Math.round(document.documentElement.scrollHeight / 2)))
    const drawn = page.getByRole('main').getByRole('list').getByRole('link')
    const inSight = async () => (await drawn.evaluateAll((links) => links.filter((link) => { const { top, bottom } = link.getBoundingClientRect(); return top > 100 && bottom < innerHeight }).map((link) => link.getAttribute('aria-label')!)))[0]
    await eventually('posters are drawn there', async () => await inSight() !== undefined)
    const name = (await inSight())!
    await eventually('one of them has the focus', async () => {
      await page.getByRole('link', { name, exact: true }).focus()
      return await focusedName(page) === name
    })
    const [top, count] = [await scrolled(page), asked.length]
    await page.getByRole('link', { name, exact: true }).press('Enter')
    await page.getByRole('heading', { level: 1, name: name.replace(/ \(\d{4}\).*$/, '') }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name, exact: true }).waitFor()
    await eventually('the page is where it was', async () => Math.abs(await scrolled(page) - top) <= 2)
    await eventually('the film that was opened has the focus again', async () => await focusedName(page) === name)
    t.equal(asked.length, count, 'without a question to the server')
    await page.reload()
    await eventually('loaded anew, it is still where it was', async () => Math.abs(await scrolled(page) - top) <= 2 && await page.getByRole('link', { name, exact: true }).isVisible())
    await eventually('and so is the focus', async () => await focusedName(page) === name)
    await page.keyboard.press('ArrowRight')
    await eventually('an arrow key goes on from there', async () => ![name, null, undefined].includes(await focusedName(page)))
  })

  await t.test('where nothing passes, it says which filter to leave out', async () => {
    await page.goto(`${service.url}/discover?genres=35&from=2020-01-01`)
    await page.getByRole('button', { name: 'Without “Years: since 2020” 30 titles' }).click()
    await at(page, '/discover?genres=35')
  })

  await t.test('a topic is a way into Discover', async () => {
    await page.goto(`${service.url}/topics`)
    await page.getByRole('region', { name: 'Genres' }).getByRole('link', { name: 'Comedy' }).click()
    await page.getByRole('heading', { level: 1, name: 'Comedy' }).waitFor()
    await page.getByRole('link', { name: 'The General (1926)' }).waitFor()
    await page.getByRole('link', { name: 'Refine in Discover' }).click()
    await at(page, '/discover?genres=35')
    await page.getByRole('button', { name: 'Genres: Comedy' }).waitFor()
  })

  await t.test('a search begins in the library, goes on in the catalogue without moving it, and obeys the keyboard', async (t) => {
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill('the kîd')
    const own = page.getByRole('region', { name: 'In your library' })
    await own.getByRole('link', { name: 'The Kid (1921), Like' }).waitFor()
    const place = await own.boundingBox()
    await at(page, '/search?q=the+k%C3%AEd')
    await page.getByRole('region', { name: 'In the catalogue' }).or(page.getByText('Nothing else in the catalogue.')).first().waitFor()
    t.same(await own.boundingBox(), place, 'what was there has not moved')
    await page.keyboard.press('ArrowDown')
    await hasFocus(page, 'The Kid (1921), Like')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').and(page.locator(':focus')).waitFor()
    await page.keyboard.press('ArrowDown')
    await hasFocus(page, 'The Kid (1921), Like')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'The Kid' }).waitFor()
    await page.keyboard.press('/')
    await page.getByRole('searchbox').waitFor()
    await page.evaluate(openAtOnce, 'nosferatu')
    await page.getByRole('heading', { level: 1, name: 'Nosferatu' }).waitFor()
    await page.waitForTimeout(restMs * 2)
    t.match(path(page), /^\/movie\//, 'what rests too late calls nobody back')
    await page.goBack()
    await at(page, '/search?q=nosferatu')
    t.pass('and the way back leads to what was typed')
  })

  await t.test('with no network the library answers, and what was looked at before is still there', async (t) => {
    await page.goto(`${service.url}/discover?genres=35`)
    await page.getByRole('link', { name: 'The General (1926)' }).waitFor()
    await context.setOffline(true)
    await page.goto(`${service.url}/search?q=nosf`)
    await page.getByRole('region', { name: 'In your library' }).getByRole('link', { name: 'Nosferatu (1922)' }).waitFor()
    await page.getByText('You are offline: this is what your library has.').waitFor()
    await page.goto(`${service.url}/discover?genres=35`)
    await page.getByRole('link', { name: 'The General (1926)' }).waitFor()
    await page.getByText('You are offline; this is what the catalogue said before.').waitFor()
    await page.goto(`${service.url}/discover?genres=27`)
    await page.getByRole('link', { name: 'Open your library' }).waitFor()
    await page.goto(`${service.url}/topics`)
    await page.getByRole('link', { name: 'Comedy' }).first().waitFor()
    await page.goto(service.url)
    await page.getByRole('region', { name: 'Trending' }).getByRole('link').first().waitFor()
    await page.getByText('You are offline; this is what the catalogue said before.').waitFor()
    const row = page.getByRole('region', { name: 'Trending' }).getByRole('link')
    await row.nth(1).waitFor()
    await row.first().press('ArrowRight')
    await hasFocus(page, (await row.nth(1).getAttribute('aria-label'))!)
    t.pass('Home has its rows, and arrow keys go along them')
    t.same(await row.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).tabIndex).filter((index) => index === 0).length), 1, 'in which Tab stops once')
    await context.setOffline(false)
  })
  await service.stop()
})
