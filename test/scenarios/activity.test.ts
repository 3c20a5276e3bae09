/** Many changes as one, where a fact comes from, and whose viewing it was, in real browsers. */

import type { Locator, Page } from 'playwright-core'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const films = [['Metropolis', 19], ['The General', 961], ['The Cabinet of Dr. Caligari', 234], ['The Gold Rush', 962]] as const
const movie = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const
async function axe(t: Test, page: Page, where: string): Promise<void> {
  t.same(await axeFaults(page), [], `axe finds nothing: ${where}`)
}
const row = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text })

t.test('many titles are changed as one and taken back as one, but for what was changed since; facts say where they come from; viewings are given to whose they were', async (t) => {
  const service = await startService(t)
  const [credentials, others] = [demoCredentials(service, 'member'), demoCredentials(service, 'admin')]
  const person = await signIn(service.url, credentials)
  await person.send(...films.map(([, id]) => newCommand('AddToWatchlist', movie(id))))
  const [desk, phone] = await Promise.all([
    signedInDevice(t, service, credentials, { colorScheme: 'light' }), signedInDevice(t, service, others, { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' }),
  ])
  const { page } = desk

  await page.goto(`${service.url}/library`)
  await page.getByRole('link', { name: /^Metropolis \(1927\)/ }).press('x')
  await page.getByText('1 selected').waitFor()
  await page.keyboard.press('Control+a')
  await page.getByText('4 selected').waitFor()
  await axe(t, page, 'the library while titles are selected')
  await page.getByRole('button', { name: 'Rate', exact: true }).click()
  const like = page.getByRole('button', { name: 'Like', exact: true })
  await like.waitFor()
  await page.keyboard.press('Escape')
  await like.waitFor({ state: 'hidden' })
  t.equal(await page.getByText('4 selected').count(), 1, 'Escape closes the open menu and leaves the selection')
  await page.getByRole('button', { name: 'Rate', exact: true }).click()
  await like.click()
  await page.getByRole('status').filter({ hasText: 'Rated 4 titles Like' }).waitFor()
  t.pass('four titles are rated at once, by keys, and one toast says so')

  await eventually('all of it has arrived', async () => (await person.replica()).events.filter(({ type }) => type === 'TitleRated').length === 4)
  await person.send(newCommand('RateMovie', { ...movie(19), rating: 'DISLIKE' }))
  await page.goto(`${service.url}/history`)
  await row(page, /Metropolis.*Rated it Dislike/s).first().waitFor()
  await row(page, 'Rated 4 titles Like').getByRole('button', { name: 'Undo: Rated 4 titles Like' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take back: Rated 4 titles Like' })
  await dialog.getByText('Changed since: rated it Dislike').waitFor()
  await axe(t, page, 'the question before a batch is taken back')
  await dialog.getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '3 of 4 taken back. 1 was changed since: Metropolis.' }).waitFor()
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('dialog', { name: 'Do again: Rated 4 titles Like' }).getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '3 of 3 done again.' }).waitFor()
  t.pass('one undo says first what it will do, keeps what was changed since and names it; one redo does it again')

  await page.goto(`${service.url}/history?kind=rating&q=metro`)
  await page.getByText('2 acts').waitFor()
  await row(page, /Rated it Like/).getByRole('button', { name: /^Undo/ }).click()
  await page.getByText('Metropolis: changed again since (rated it Dislike,').first().waitFor()
  await page.getByRole('button', { name: 'Undo that first' }).click()
  await page.getByRole('status').filter({ hasText: 'Metropolis: Took back: rated it Dislike' }).waitFor()
  t.pass('what stands in the way of an undo is named, and undone from there; the history is filtered by its address')

  await page.goto(`${service.url}/movie/19`)
  await page.getByRole('button', { name: 'Where this comes from: your rating' }).press('Enter')
  const origin = page.getByRole('group', { name: 'Where this comes from: your rating' })
  await origin.getByRole('link', { name: 'Rated 4 titles Like' }).waitFor()
  await origin.getByText(/In force by/).waitFor()
  await axe(t, page, 'a title with where its rating comes from')
  t.pass('a rating says where it comes from, by keyboard')

  await desk.context.setOffline(true)
  await page.goto(`${service.url}/history`)
  await page.getByRole('button', { name: 'That wasn’t me' }).click()
  await page.getByRole('button', { name: 'Select all 4' }).click()
  await axe(t, page, 'the history while viewings are picked')
  await page.getByRole('button', { name: 'Give away', exact: true }).click()
  await page.getByRole('dialog', { name: 'That wasn’t me' }).getByLabel(others.username).check()
  await page.getByRole('dialog', { name: 'That wasn’t me' }).getByRole('button', { name: 'Give away' }).click()
  await page.getByRole('status').filter({ hasText: `Gave 4 viewings to ${others.username}` }).waitFor()
  await row(page, `Gave 4 viewings to ${others.username}`).waitFor()
  t.pass('viewings are given away without a network')
  await changeSeveral(t, page, service.url)
  await desk.context.setOffline(false)

  await phone.page.goto(`${service.url}/history`)
  await row(phone.page, new RegExp(`by ${credentials.username}`)).first().waitFor()
  await phone.page.getByRole('button', { name: '4 changes' }).click()
  await phone.page.getByText(new RegExp(`^Watched it on .*, says ${credentials.username}`)).first().waitFor()
  t.pass('the other reads whose word it was')
  await axe(t, phone.page, 'the history on a phone, in the dark')
  await phone.page.goto(`${service.url}/library?shelf=watched`)
  await rest(phone.page, phone.page.getByRole('link', { name: /^Metropolis/ }))
  await phone.page.getByRole('link', { name: /^The General/ }).tap()
  await phone.page.getByText('2 selected').waitFor()
  t.match(phone.page.url(), /shelf=watched$/, 'a finger that rests on a title selects it, and the next one by a tap, which opens nothing')
  await page.keyboard.press('Control+z')
  await page.getByRole('dialog', { name: /^Take back: Gave 4 viewings/ }).getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '4 of 4 taken back.' }).waitFor()
  await phone.page.goto(`${service.url}/library?shelf=watched`)
  await phone.page.getByText('Nothing watched yet').waitFor()
  t.pass('taken back here, it is gone there')

  await phone.page.goto('about:blank')
  await (await phone.context.newCDPSession(phone.page)).send('Storage.clearDataForOrigin', { origin: service.url, storageTypes: 'indexeddb' })
  await phone.page.addInitScript(noteEmptyHistory)
  await phone.page.goto(`${service.url}/history`)
  await row(phone.page, new RegExp(`by ${credentials.username}`)).first().waitFor()
  t.equal(await phone.page.evaluate(() => 'sawEmptyHistory' in globalThis), false, 'a device that has lost all of it calls the history empty at no moment')
  t.equal(await service.stop(), 0)
})

/** A finger that stays where it is. */
async function rest(page: Page, place: Locator): Promise<void> {
  // Where it is once it rests.
  await place.tap({ trial: true })
  const { x, y } = (await place.boundingBox())!
  const fingers = await page.context().newCDPSession(page)
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 40 }] })
  await page.getByText('1 selected').waitFor()
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** With no network: two titles that were searched for are changed as one, then rows of the history are taken back as one, with a look at what that changes. */
async function changeSeveral(t: Test, page: Page, url: string): Promise<void> {
  await page.goto(`${url}/search?q=the`)
  const found = page.getByRole('region', { name: 'In your library' }).getByRole('link')
  await found.nth(1).waitFor()
  await found.first().press('x')
  await page.getByText('1 selected').waitFor()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('2 selected').waitFor()
  await axe(t, page, 'a search while titles are selected')
  await page.getByRole('button', { name: 'Favourite', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'Made 2 titles favourites' }).waitFor()
  await page.getByRole('checkbox').first().waitFor({ state: 'detached' })
  t.pass('what was found in a search is changed as one; then nothing is selected')
  await found.last().press('w')
  await page.getByRole('status').filter({ hasText: /Watched it/ }).waitFor()

  await page.goto(`${url}/history`)
  await page.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('checkbox', { name: /: Watched it/ }).first().click()
  await page.getByRole('checkbox', { name: 'Select Made 2 titles favourites' }).click({ modifiers: ['Shift'] })
  await page.getByText('3 selected').waitFor()
  await axe(t, page, 'the history while rows are selected')
  await page.getByRole('button', { name: 'Take back', exact: true }).click()
  const asked = page.getByRole('dialog', { name: 'Take back: 3 changes' })
  await eventually('what it will change is shown first', async () => await asked.getByRole('listitem').count() === 3)
  await asked.getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '3 of 3 taken back.' }).waitFor()
  await row(page, 'Took back: 3 changes').waitFor()
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('dialog', { name: 'Do again: 3 changes' }).getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '3 of 3 done again.' }).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('dialog', { name: 'Take back: 3 changes' }).getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('status').filter({ hasText: '3 of 3 taken back.' }).waitFor()
  t.pass('a batch and an act beside it are taken back as one, done again as one, and taken back once more, without a network')
}

/** Runs in the page: looks at every frame. */
function noteEmptyHistory(): void {
  const look = () => {
    const list = document.querySelector('rewind-app')?.shadowRoot?.querySelector('history-screen')?.shadowRoot?.querySelector('history-list')
    if (list?.shadowRoot?.querySelector('slot')) Object.assign(globalThis, { sawEmptyHistory: true })
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
