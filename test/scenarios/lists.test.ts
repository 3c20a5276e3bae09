/** A list's life in real browsers: made, filled, put in order, shared, taken back, seen by a stranger, changed on a train. */

import type { Page } from 'playwright-core'
import { openFilm, signedInDevice } from '../support/app.ts'
import { openDevice } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const desk = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const listId = '0a0a0a0a-0000-4000-8000-0000000000aa'
const nosferatu = { mediaType: 'movie' as const, tmdbId: 653 }
const metropolis = { mediaType: 'movie' as const, tmdbId: 19 }

const rowsOf = (page: Page) => page.getByRole('list', { name: 'Titles on this list' }).getByRole('listitem')

async function order(page: Page): Promise<string> {
  return (await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')))).join(', ')
}

async function untilOrder(t: Test, page: Page, wanted: string, what: string): Promise<void> {
  await eventually(`${what}: ${wanted}`, async () => await order(page) === wanted)
  t.pass(what)
}

const toastOf = (page: Page, text: string) => page.locator('toast-stack .toast', { hasText: text })

async function noFaults(t: Test, page: Page, viewport: { readonly width: number }, what: string): Promise<void> {
  t.equal(await widthOf(page, viewport.width), viewport.width, `${what} is no wider than the screen`)
  t.same(await axeFaults(page), [], `${what} has no accessibility fault`)
}

t.test('a list is made, filled, put in order by keys and by hand, taken back, and changed offline on two devices, which agree when they meet again', async (t) => {
  const service = await startService(t)
  const mine = await signedInDevice(t, service, demoCredentials(service, 'member'), { colorScheme: 'light', viewport: desk })
  const { page } = mine
  await page.keyboard.press('l')
  await page.getByRole('heading', { name: 'No lists yet' }).waitFor()
  await noFaults(t, page, desk, 'Lists without one')

  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByLabel('Name').fill('Rainy Sundays')
  await page.getByLabel('Description').fill('For when it pours.')
  await noFaults(t, page, desk, 'the dialog of a new list')
  await page.getByRole('button', { name: 'Create the list' }).click()
  await page.getByRole('heading', { level: 1, name: 'Rainy Sundays' }).waitFor()
  await page.getByRole('button', { name: 'Add titles' }).first().click()
  for (const [query, name] of [['nosferatu', 'Nosferatu (1922)'], ['metropolis', 'Metropolis (1927)']] as const) {
    await page.getByRole('searchbox', { name: 'Find a title to add' }).fill(query)
    await page.getByRole('button', { name: `Add ${name}` }).click()
    await page.getByRole('img', { name: `${name} is on the list` }).waitFor()
  }
  await noFaults(t, page, desk, 'the dialog that finds titles')
  await page.getByRole('button', { name: 'Done' }).click()
  await openFilm(page, 'general', 'The General (1926)')
  await page.keyboard.press('a')
  await page.getByRole('checkbox', { name: /Rainy Sundays/ }).check()
  await page.getByRole('textbox', { name: 'New list' }).fill('Trains')
  await page.getByRole('button', { name: 'Create and add' }).click()
  await page.getByRole('checkbox', { name: /Trains/, checked: true }).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name: 'Lists', exact: true }).click()
  await page.getByRole('link', { name: /Rainy Sundays/ }).click()
  await untilOrder(t, page, 'Nosferatu, Metropolis, The General', 'all three are there, in the order in which they were added')

  await page.getByRole('button', { name: 'Add a note to Nosferatu' }).click()
  await page.getByRole('textbox', { name: 'Note about Nosferatu' }).fill('With the lights out.')
  await page.keyboard.press('Control+Enter')
  await rowsOf(page).first().getByText('With the lights out.').waitFor()

  await page.getByRole('button', { name: 'Move Nosferatu, number 1 of 3' }).focus()
  for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key)
  await page.getByRole('status', { name: 'Order' }).getByText('Nosferatu put down, number 3 of 3.').waitFor()
  await untilOrder(t, page, 'Metropolis, The General, Nosferatu', 'carried by keys')
  await page.getByRole('button', { name: 'Move Nosferatu, number 3 of 3' }).and(page.locator(':focus')).waitFor()
  t.pass('the focus went along')
  await page.keyboard.press('Alt+ArrowUp')
  await untilOrder(t, page, 'Metropolis, Nosferatu, The General', 'by one with Alt')

  const [handle, first] = [await page.getByRole('button', { name: /^Move The General/ }).boundingBox(), await rowsOf(page).first().boundingBox()]
  await page.mouse.move(handle!.x + 20, handle!.y + 40)
  await page.mouse.down()
  await page.mouse.move(handle!.x + 20, first!.y + 80, { steps: 5 })
  await page.mouse.move(handle!.x + 20, first!.y + 10, { steps: 3 })
  await page.mouse.up()
  await untilOrder(t, page, 'The General, Metropolis, Nosferatu', 'dragged by hand')
  await page.keyboard.press('Control+z')
  await untilOrder(t, page, 'Metropolis, Nosferatu, The General', 'undone')
  await page.keyboard.press('Control+Shift+z')
  await untilOrder(t, page, 'The General, Metropolis, Nosferatu', 'done again')

  await rowsOf(page).nth(0).getByRole('link', { name: 'The General' }).focus()
  await page.keyboard.press('x')
  await rowsOf(page).nth(1).getByRole('link', { name: 'Metropolis' }).focus()
  await page.keyboard.press('Shift+X')
  await page.getByText('2 selected').waitFor()
  await noFaults(t, page, desk, 'a list with two titles selected')
  await page.getByRole('region', { name: 'With the selected titles' }).getByRole('button', { name: 'Off the list' }).click()
  await untilOrder(t, page, 'Nosferatu', 'two at once')
  await page.getByRole('button', { name: 'Move Nosferatu' }).and(page.locator(':focus')).waitFor()
  // What was told of the act before may be there still.
  await toastOf(page, 'Took 2 titles off “Rainy Sundays”').getByRole('button', { name: 'Undo' }).click()
  await untilOrder(t, page, 'The General, Metropolis, Nosferatu', 'and back with one undo')
  await rowsOf(page).nth(2).getByRole('link', { name: 'Nosferatu' }).focus()
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'Move to list' }).click()
  await page.getByRole('button', { name: 'Trains' }).click()
  await untilOrder(t, page, 'The General, Metropolis', 'onto another list')
  await toastOf(page, 'Moved 1 title to “Trains”').getByRole('button', { name: 'Undo' }).click()
  await untilOrder(t, page, 'The General, Metropolis, Nosferatu', 'and back from there')

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Delete the list' }).click()
  await page.getByText('It can be restored as it was.').waitFor()
  await page.getByRole('button', { name: 'Restore' }).click()
  await page.getByRole('button', { name: 'Add titles' }).waitFor()
  t.pass('deleted and restored')
  await page.getByRole('button', { name: 'Edit the note about Nosferatu' }).click()
  await page.getByRole('textbox', { name: 'Note about Nosferatu' }).fill('With the lights on.')
  await page.getByRole('button', { name: 'Save' }).click()
  await rowsOf(page).getByText('With the lights on.').waitFor()
  await page.getByRole('listitem', { name: 'Wrote a note about Nosferatu' }).last().getByRole('button', { name: /^Undo/ }).click()
  await page.getByRole('button', { name: 'Show the later change' }).waitFor()
  t.pass('what was changed since is explained, with the way to the later change')

  const other = await signedInDevice(t, service, demoCredentials(service, 'member'))
  await other.page.goto(page.url())
  await untilOrder(t, other.page, 'The General, Metropolis, Nosferatu', 'on another device')
  for (const { context } of [mine, other]) await context.setOffline(true)
  await page.getByRole('button', { name: /^Move The General/ }).focus()
  for (const key of ['Space', 'End', 'Enter']) await page.keyboard.press(key)
  await untilOrder(t, page, 'Metropolis, Nosferatu, The General', 'offline on one device')
  await other.page.getByRole('button', { name: /^Move Nosferatu/ }).focus()
  await other.page.keyboard.press('Alt+ArrowUp')
  await untilOrder(t, other.page, 'The General, Nosferatu, Metropolis', 'offline on the other')
  for (const { context } of [mine, other]) await context.setOffline(false)
  for (const device of [mine, other]) await untilOrder(t, device.page, 'Nosferatu, Metropolis, The General', 'both moves, in one order, on both')
  await service.stop()
})

t.test('a list is shared, edited by somebody else, no longer shared, and seen by a stranger by its link', async (t) => {
  const service = await startService(t)
  const owner = await signIn(service.url, demoCredentials(service, 'member'))
  await owner.send(newCommand('CreateList', { listId, name: 'Rainy Sundays', description: 'For when it pours.', visibility: 'private' }))
  for (const title of [nosferatu, metropolis]) await owner.send(newCommand('AddToList', { listId, title }))
  await owner.send(newCommand('NoteListItem', { listId, title: nosferatu, note: 'With the lights out.' }))
  const mine = (await signedInDevice(t, service, demoCredentials(service, 'member'), { colorScheme: 'light', viewport: desk })).page
  const { page: theirs, context } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme: 'dark', viewport: phone, hasTouch: true })
  await mine.goto(`${service.url}/lists/${listId}`)
  await mine.getByRole('button', { name: 'Share', exact: true }).click()
  await mine.getByRole('group', { name: /^What .* may do$/ }).getByText('Edit').click()
  await noFaults(t, mine, desk, 'the dialog that shares')
  await mine.getByRole('button', { name: 'Done' }).click()

  await theirs.getByRole('link', { name: 'Lists', exact: true }).click()
  await theirs.getByRole('region', { name: 'Shared with you' }).getByRole('link', { name: /Rainy Sundays/ }).waitFor()
  await noFaults(t, theirs, phone, 'Lists with a shared one')
  await theirs.getByRole('link', { name: /Rainy Sundays/ }).click()
  await rowsOf(theirs).first().waitFor()
  await noFaults(t, theirs, phone, 'a shared list')
  await theirs.getByRole('button', { name: 'Remove Metropolis' }).click()
  const undo = theirs.getByRole('button', { name: 'Undo', exact: true })
  // Where the focus is, what is told stays for as long as the other device takes.
  await undo.focus()
  await untilOrder(t, mine, 'Nosferatu', 'what they removed is gone here')
  await undo.click()
  await untilOrder(t, theirs, 'Nosferatu, Metropolis', 'it is back when they take it back')
  await untilOrder(t, mine, 'Nosferatu, Metropolis', 'and here too')
  const [handle, last] = [await theirs.getByRole('button', { name: /^Move Nosferatu/ }).boundingBox(), await rowsOf(theirs).last().boundingBox()]
  const finger = await context.newCDPSession(theirs)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: handle!.x + 10, y }] })
  await touch('touchStart', handle!.y + 20)
  for (const share of [0.3, 0.7, 1]) await touch('touchMove', handle!.y + 20 + share * (last!.y + last!.height - handle!.y))
  await touch('touchEnd')
  await untilOrder(t, mine, 'Metropolis, Nosferatu', 'what they carry with a finger moves here')

  await mine.getByRole('button', { name: 'Share', exact: true }).click()
  await mine.getByRole('group', { name: /^What .* may do$/ }).getByText('No access').click()
  await theirs.getByRole('heading', { name: 'You can no longer see this list' }).waitFor()
  t.pass('who may no longer see it is told, and it is gone from their device')
  await mine.getByRole('radio', { name: /By link/ }).check({ force: true })
  await mine.getByRole('button', { name: 'Done' }).click()
  await mine.getByRole('button', { name: 'Copy link' }).waitFor()

  const stranger = await openDevice({ colorScheme: 'dark', viewport: phone })
  t.teardown(() => stranger.close())
  await eventually('the list has a page of its own', async () => (await fetch(`${service.url}/api/public/lists/${listId}`)).status === 200)
  t.match(await (await fetch(`${service.url}/l/${listId}`, { headers: { accept: 'text/html' } })).text(), /<title>Rainy Sundays<\/title>[\s\S]*og:title[\s\S]*noindex/, 'its page says what it is to link previews')
  await stranger.page.goto(`${service.url}/l/${listId}`)
  await stranger.page.getByRole('heading', { level: 1, name: 'Rainy Sundays' }).waitFor()
  await stranger.page.getByText('With the lights out.').waitFor()
  await eventually('the posters are there for a stranger too', () => rowsOf(stranger.page).evaluateAll((rows) => rows.length === 2 && rows.every((row) => (row.querySelector('rewind-poster')?.shadowRoot?.querySelector('img')?.naturalWidth ?? 0) > 0)))
  await noFaults(t, stranger.page, phone, 'the public page')
  t.equal((await fetch(`${service.url}/images/342/nosferatu.jpg`)).status, 401, 'other pictures stay with who is signed in')
  await owner.send(newCommand('ChangeListVisibility', { listId, visibility: 'private' }))
  await eventually('it is private again', async () => (await fetch(`${service.url}/api/public/lists/${listId}`)).status === 404)
  await stranger.page.reload()
  await stranger.page.getByRole('heading', { name: 'There is no list to see here' }).waitFor()
  await service.stop()
})
