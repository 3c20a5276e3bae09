/** An evening with the keyboard alone: the mouse is not touched once, and the focus is always somewhere, and to be seen. */

import type { Page } from 'playwright-core'
import { openDevice } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { liveIn } from '../support/lived-in.ts'
import { demoCredentials } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

/** Further than that from one thing to the next is a trap, or as bad as one. */
const stepsMax = 140

/** What the message that is told from a sofa offers. */
const isOfMessage = /^(Read it|Close)$/

interface Focus { readonly name: string; readonly tag: string; readonly isVisible: boolean }

/** In the page: what has the focus, in whatever shadow; `body` when nothing has. */
function focusNow(): Focus {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  if (!element) return { name: '', tag: 'body', isVisible: false }
  const root = element.getRootNode() as ShadowRoot
  const labelled = element.getAttribute('aria-labelledby')?.split(' ').map((id) => root.getElementById(id)?.textContent ?? '').join(' ')
  const label = (element as Partial<HTMLInputElement>).labels?.[0]?.textContent
  const name = element.getAttribute('aria-label') ?? labelled ?? label ?? element.textContent
  // The ring may be around what holds it: a card, a bar, a label.
  let ring = false
  for (let around: Element | null = element, depth = 0; around && depth < 5 && !ring; depth++) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(around)
    ring = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || (depth === 0 && boxShadow !== 'none')
    around = around.parentElement ?? (around.getRootNode() as Partial<ShadowRoot>).host ?? null
  }
  const { width, height, bottom, top } = element.getBoundingClientRect()
  return { name: name.replace(/\s+/g, ' ').trim(), tag: element.localName, isVisible: ring && width > 0 && height > 0 && bottom > 0 && top < innerHeight }
}

/** In the page: a film plays. */
function playsOn(): boolean {
  const found = (root: ParentNode): HTMLVideoElement | undefined => root.querySelector('video') ?? [...root.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot && found(shadowRoot)).find(Boolean) ?? undefined
  const video = found(document)
  return video !== undefined && !video.paused && video.readyState >= 2
}

t.test('rate, list, put in order, select, play, take back and leave, without a mouse', { timeout: 300_000 }, async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  await liveIn(service.url, credentials)
  const { page, close } = await openDevice()
  t.teardown(close)
  const unseen: string[] = []
  const focus = () => page.evaluate(focusNow)
  /** What moves the focus draws first: it is waited for, as nobody presses the next key before. */
  async function focusComesTo(what: string, isIt: (found: Focus) => boolean): Promise<void> {
    t.ok(await eventually(what, async () => {
      const found = await focus()
      if (isIt(found)) return found
      throw new Error(`the focus is on ${found.tag} ${found.name}`)
    }), what)
  }
  const isSomewhere = (after: string) => focusComesTo(`the focus is somewhere ${after}`, ({ tag }) => tag !== 'body')

  /** Presses Tab until it is reached, and sees that each step on the way can be seen. */
  async function tabTo(name: string | RegExp, key = 'Tab'): Promise<void> {
    const isIt = (found: Focus) => typeof name === 'string' ? found.name === name : name.test(found.name)
    const passed: string[] = []
    for (let steps = 0; steps < stepsMax; steps++) {
      await page.keyboard.press(key)
      const found = await focus()
      if (found.tag !== 'body' && !found.isVisible) unseen.push(`${found.tag} ${found.name}`)
      if (isIt(found)) return
      passed.push(`${found.tag} ${found.name.slice(0, 30)}`)
    }
    throw new Error(`${name} is not reached by ${key}: ${passed.slice(-40).join(' · ')}`)
  }
  async function press(name: string | RegExp, key = 'Enter'): Promise<void> {
    await tabTo(name)
    await page.keyboard.press(key)
  }
  const announced = (text: string | RegExp) => page.getByRole('region', { name: 'Announcements' }).getByText(text).first().waitFor()
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

  await page.goto(service.url)
  await page.getByLabel('Username').waitFor()
  await tabTo(/^Username/)
  await page.keyboard.type(credentials.username)
  await tabTo('Password')
  await page.keyboard.type(credentials.password)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Trending' }).waitFor()

  async function find(name: string): Promise<void> {
    await page.keyboard.press('/')
    await page.getByRole('searchbox').waitFor()
    await page.waitForFunction(() => document.activeElement?.shadowRoot !== null)
    await page.keyboard.press('Control+a')
    await page.keyboard.type(name)
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).first().waitFor()
    await press(new RegExp(`^${name}`))
    await heading(name)
  }

  await find('Broken Blossoms')
  await press('Add to watchlist')
  await announced(/Added it to the watchlist/)
  await isSomewhere('after adding to the watchlist')
  await page.getByRole('button', { name: 'On watchlist' }).waitFor()
  await find('Metropolis')
  await isSomewhere('on a new screen')
  await press('Rate: Love')
  await announced(/Rated it Love/)
  await page.getByRole('button', { name: 'Add to watchlist' }).waitFor({ state: 'detached' }) // what is rated is not offered what would be refused
  await page.keyboard.press('Control+z')
  await announced(/Took back: rated it Love/)
  await page.keyboard.press('Control+Shift+Z')
  await announced(/Did again: rated it Love/)
  await page.keyboard.press('a')
  await page.getByRole('dialog').waitFor()
  await isSomewhere('in a dialog')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await isSomewhere('after a dialog')

  await page.keyboard.press('l')
  await heading('Lists')
  await press(/^Rainy Sundays/)
  await heading('Rainy Sundays')
  await tabTo('Move Nosferatu, number 1 of 4')
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('button', { name: 'Move Nosferatu, number 2 of 4' }).waitFor()
  await focusComesTo('what was moved keeps the focus', ({ name }) => name === 'Move Nosferatu, number 2 of 4')
  await press(/^Remove Nosferatu/)
  await page.getByRole('button', { name: /^Remove Nosferatu/ }).waitFor({ state: 'detached' })
  await focusComesTo('what is removed leaves the focus to the next', ({ name, isVisible }) => /^Remove (?!Nosferatu)/.test(name) && isVisible)

  await page.keyboard.press('Control+k')
  // Whoever knows it types on at once, while it is still loading.
  await page.keyboard.type('library')
  await page.getByRole('option', { name: 'Library' }).first().waitFor()
  t.equal(await page.getByRole('combobox').inputValue(), 'library', 'no letter is lost')
  await page.keyboard.press('Enter')
  await heading('Library')
  await press('Select')
  for (let count = 0; count < 2; count++) await press(/^Select (?!all)\S/, 'Space')
  await page.getByText('2 selected').waitFor()
  await press('Favourite')
  await announced(/Made 2 titles favourites/)
  await isSomewhere('after a batch')
  await page.keyboard.press('Control+z')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Enter')
  await announced(/Took back|taken back/)

  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('charlie chap')
  await page.getByRole('group', { name: 'People of films' }).getByRole('option', { name: 'Charlie Chaplin' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await heading('Charlie Chaplin')

  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('nosferatu')
  await page.getByRole('option', { name: /Nosferatu/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await heading('Nosferatu')
  await press(/^(Play|Resume|Watch now)/)
  await page.getByRole('slider', { name: 'Seek' }).waitFor()
  await page.keyboard.press('k')
  await page.setViewportSize({ width: 360, height: 740 })
  await eventually('on a phone what the player offers stands in one row', async () => (await page.locator('film-player .row').boundingBox())!.height < 80)
  await page.setViewportSize({ width: 1280, height: 800 })
  await tabTo('Seek')
  const before = Number(await page.getByRole('slider', { name: 'Seek' }).inputValue())
  await page.keyboard.press('Home')
  t.ok(Number(await page.getByRole('slider', { name: 'Seek' }).inputValue()) <= before, 'it goes back to the beginning')
  await press('Leave')
  await page.waitForURL(/\/movie\/653/)
  await page.getByRole('button', { name: 'Rate: Love' }).waitFor()
  await isSomewhere('after the player')

  // From a sofa: arrows, Enter and Back, from Home into the film and out again.
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.evaluate(() => localStorage.setItem('rewind-layout', 'tv'))
  await page.goto(service.url)
  await page.getByRole('region', { name: 'Continue watching' }).waitFor()
  async function steerTo(name: RegExp, key: string, presses = 12): Promise<void> {
    const passed: string[] = []
    for (let pressed = 0; pressed < presses; pressed++) {
      await page.keyboard.press(key)
      const found = await focus()
      if (name.test(found.name)) return
      passed.push(`${found.tag} ${found.name.slice(0, 30)}`)
    }
    throw new Error(`${name} is not reached by ${key}: ${passed.join(' · ')}`)
  }
  // A message just below what has the focus is nearer than the next row: it is passed, and come to where the page has nothing more.
  const trending = page.getByRole('region', { name: 'Trending' }).getByRole('link')
  await trending.nth(9).waitFor()
  await page.evaluate(() => dispatchEvent(Object.assign(new Event('rewind-toast'), { told: { text: 'A letter has come', lasting: 'update', action: { label: 'Read it', run: () => undefined } } })))
  const offer = page.getByRole('button', { name: 'Read it' })
  const message = (await offer.boundingBox())!
  const inLine = await trending.evaluateAll((links, x) => links.findIndex((link) => link.getBoundingClientRect().left <= x && link.getBoundingClientRect().right >= x), message.x + message.width / 2)
  const above = await trending.nth(inLine).evaluate((link, top) => {
    link.scrollIntoView({ block: 'center', behavior: 'instant' })
    document.documentElement.style.setProperty('--toasts-above', `${top - link.getBoundingClientRect().bottom - 4}px`)
    return link.textContent
  }, message.y)
  await trending.nth(inLine).focus()
  await page.keyboard.press('ArrowDown')
  await focusComesTo('an arrow passes a message', ({ tag, name }) => tag !== 'body' && name !== above.replace(/\s+/g, ' ').trim() && !isOfMessage.test(name))
  await steerTo(isOfMessage, 'ArrowDown', 40)
  await page.keyboard.press('ArrowUp')
  await focusComesTo('and leads back from it into the page', ({ tag, name }) => tag !== 'body' && !isOfMessage.test(name))
  await page.getByRole('region', { name: 'Continue watching' }).getByRole('link', { name: /Nosferatu/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('slider', { name: 'Seek' }).waitFor()
  await page.waitForFunction(playsOn)
  await page.keyboard.press('Enter')
  await focusComesTo('Enter stops the film, and is where it goes on', ({ name, isVisible }) => name === 'Play' && isVisible)
  await page.keyboard.press('Enter')
  await page.waitForFunction(playsOn)
  await steerTo(/^Leave/, 'ArrowUp')
  // What a remote control says and a keyboard has no key for.
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'GoBack' })))
  await page.waitForURL((url) => url.pathname === '/')
  await isSomewhere('after the player, from a sofa')
  await page.goto(`${service.url}/settings/profile`)
  await page.getByRole('textbox', { name: 'About you' }).focus()
  await page.keyboard.press('ArrowDown')
  await focusComesTo('a text is left where it ends', ({ tag }) => tag !== 'textarea')
  await page.evaluate(() => localStorage.removeItem('rewind-layout'))
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(service.url)
  await page.getByRole('region', { name: 'Trending' }).waitFor()

  await page.keyboard.press(',')
  await heading('Settings')
  await press('Language')
  await page.getByRole('combobox', { name: 'Language' }).waitFor()
  await tabTo('Language')
  await tabTo('Account')
  await page.keyboard.press('Enter')
  await press('Sign out')
  await page.getByLabel('Username').waitFor()
  t.same([...new Set(unseen)], [], 'the focus was to be seen at every step')
})
