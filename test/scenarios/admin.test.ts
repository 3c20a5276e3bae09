/** An admin looks into history: filters it, opens an event by the keyboard, follows what comes; says who may do what, and who may come in. */

import type { Page } from 'playwright-core'
import { openFilm, signedInDevice, signInOn } from '../support/app.ts'
import { openDevice } from '../support/browser.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import type { Service } from '../support/service.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

t.test('an admin filters events, opens one with its causes, and sees new ones come', async (t) => {
  const service = await startService(t)
  const member = await signIn(service.url, demoCredentials(service, 'member'))
  const nosferatu = { mediaType: 'movie', tmdbId: 653 } as const
  await member.send(newCommand('RateMovie', { title: nosferatu, rating: 'LIKE' }))
  for (const [colorScheme, viewport] of [['dark', { width: 390, height: 844 }], ['light', { width: 1280, height: 800 }]] as const) {
    const { page, close } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme, viewport })
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('link', { name: 'Events' }).click()
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor()
    await page.getByLabel('Type').fill('TitleRated')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL(/type=TitleRated/)
    const rows = page.getByRole('region', { name: 'Events' }).getByRole('link')
    await rows.filter({ hasNotText: 'TitleRated' }).first().waitFor({ state: 'detached' })
    await rows.filter({ hasText: 'movie_653' }).first().waitFor()
    t.pass('the rating is there')

    await rows.filter({ hasText: 'movie_653' }).first().focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'One event' })
    await panel.getByText('Causes and effects').waitFor()
    await panel.getByRole('link', { name: 'TitleWatched' }).waitFor()
    t.pass('it is shown with what else its command did')
    t.equal(await widthOf(page, viewport.width), viewport.width, 'no wider than the screen')
    t.same(await axeFaults(page), [], `no accessibility fault in the ${colorScheme}`)
    await panel.getByRole('button', { name: 'Verify this stream' }).click()
    await panel.getByText(/events? (is|are) as (it was|they were) recorded/).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await rows.filter({ hasText: 'movie_653' }).and(page.locator(':focus')).waitFor()
    t.pass('and the focus is back on its row')

    await page.getByRole('button', { name: 'Verify all' }).click()
    await page.getByText(/events are as they were recorded/).waitFor()
    t.pass('nothing of the record was changed')
    await page.getByLabel('Follow live').check()
    await member.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: colorScheme === 'dark' ? 19 : 961 }, rating: 'SUPER_LIKE' }))
    await rows.filter({ hasText: colorScheme === 'dark' ? 'movie_19' : 'movie_961' }).first().waitFor()
    t.pass('what happens meanwhile comes by itself')
    await close()
  }

  const [admins, members] = await Promise.all((['admin', 'member'] as const).map((who) => signedInDevice(t, service, demoCredentials(service, who), { viewport: { width: 390, height: 844 } })))
  const { page } = admins!
  const told = (text: string) => page.getByRole('paragraph').filter({ hasText: text })
  const links = members!.page.getByRole('link', { name: 'People', exact: true })
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Change the role of member' }).press('Enter')
  await page.getByRole('radio', { name: /^Admin/ }).press('Space')
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  await told('member: Admin from now on').waitFor()
  const undo = page.getByRole('button', { name: 'Undo' })
  // Where the focus is, what is told stays for as long as the other device takes.
  await undo.focus()
  await members!.page.getByRole('button', { name: 'Account' }).click()
  await links.waitFor()
  t.pass('who was made an admin is one at once, without asking')
  t.same(await axeFaults(page), [], 'no accessibility fault')
  await undo.press('Enter')
  await links.waitFor({ state: 'detached' })
  t.pass('and is none as soon as that is undone')
  t.equal(await page.getByRole('button', { name: 'Disable the account of admin' }).count(), 0, 'nobody is offered to lock themself out')
  await comingIn(t, admins!.page, service)
  await service.stop()
})

/** An admin invites; the invited joins on a phone and asks for a film; loses the password, and comes back by another link. */
async function comingIn(t: Test, page: Page, service: Service): Promise<void> {
  const made = async () => {
    await page.getByRole('button', { name: 'Make the link' }).press('Enter')
    await page.getByRole('img', { name: 'The link as a QR code, to be scanned' }).waitFor()
    const link = await page.getByLabel('Link', { exact: true }).inputValue()
    await page.getByRole('button', { name: 'Done' }).press('Enter')
    return link
  }
  const faults = async (on: Page, where: string) => t.same(await axeFaults(on), [], `no accessibility fault ${where}`)
  await page.getByRole('button', { name: 'Invite somebody' }).press('Enter')
  await page.getByLabel('Whom is it for?').fill('Grandma')
  await made()
  const undo = page.getByRole('region', { name: 'Announcements' }).filter({ hasText: 'An invitation is made' }).getByRole('button', { name: 'Undo' })
  await undo.focus()
  await page.getByRole('radio', { name: /^Who is invited/, checked: true }).waitFor()
  t.pass('to invite somebody lets those in who are invited')
  await undo.press('Enter')
  await page.getByText('Taken back').waitFor()
  await page.getByRole('radio', { name: /^Nobody/, checked: true }).waitFor()
  t.pass('and what is undone is as it was')
  await page.getByRole('button', { name: 'Invite somebody' }).press('Enter')
  const invitation = await made()

  const phone = await openDevice({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  t.teardown(() => phone.close())
  const asked: string[] = []
  phone.page.on('request', (request) => asked.push(request.url()))
  await phone.page.goto(invitation)
  await phone.page.getByText('admin asks you in, as a member').waitFor()
  await phone.page.getByLabel('Username').fill('gran')
  await phone.page.getByLabel('Password').fill('a sentence of gran')
  await phone.page.getByLabel('E-mail address, if you like').fill('gran@example.org')
  await phone.page.getByRole('button', { name: 'Make my account' }).click()
  await phone.page.getByText('the password holds the name').waitFor()
  await phone.page.getByLabel('Password').fill('a sentence for films')
  await phone.page.getByRole('button', { name: 'Make my account' }).click()
  await phone.page.getByRole('heading', { level: 1, name: 'Welcome, gran.' }).waitFor()
  await phone.page.getByText('A link is on its way to gran@example.org.').waitFor()
  await faults(phone.page, 'in the welcome')
  t.equal(new URL(phone.page.url()).hash, '', 'the link is not in the address any more')
  t.notOk(asked.some((url) => url.includes(invitation.split('#')[1]!)), 'and never was in what was asked of the server')
  await phone.page.getByRole('link', { name: 'Open Rewind' }).click()
  await openFilm(phone.page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await phone.page.getByRole('button', { name: 'Request', exact: true }).click()
  // It may have come by the time somebody looks.
  await phone.page.getByRole('progressbar').or(phone.page.getByRole('link', { name: 'Play' })).first().waitFor()
  t.pass('who was invited asks for a film, and it comes')

  await page.reload()
  await page.getByText('Used 1 of 1: gran').waitFor()
  await page.getByRole('button', { name: 'Make a way back in for gran' }).press('Enter')
  await page.getByRole('button', { name: 'Make the link' }).waitFor()
  await faults(page, 'while making a way back in')
  const back = await made()
  await phone.page.goto(back)
  await phone.page.getByText('You are signed in as gran').waitFor()
  await phone.page.goto(service.url)
  await phone.page.getByRole('button', { name: 'Account' }).click()
  await phone.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await phone.page.getByLabel('Username').waitFor()
  await phone.page.goto(back)
  await phone.page.getByLabel('New password').fill('another sentence for films')
  await phone.page.getByRole('button', { name: 'Set it, and sign in' }).click()
  await phone.page.getByRole('region', { name: 'Trending' }).waitFor()
  await phone.page.goto(`${service.url}/settings/devices`)
  await phone.page.getByText('A link to set a new password was made, by admin').waitFor()
  t.pass('she is in again, and reads who let her')
  await guestIn(t, page, phone.page, service)
}

/** Somebody comes by themself, as a guest: what they may not do is not there, until an admin lets them, and goes again with it. */
async function guestIn(t: Test, page: Page, phone: Page, service: Service): Promise<void> {
  const headers = { 'x-rewind': '1', origin: service.url, 'content-type': 'application/json' }
  const { version } = await (await page.request.get(`${service.url}/api/admin/invitations`)).json() as { version: number }
  await page.request.put(`${service.url}/api/admin/registration`, { headers, data: { from: version, value: { who: 'open', newcomers: 'guest' } } })
  const guest = { username: 'gus', password: 'a sentence for guests' }
  t.equal((await fetch(`${service.url}/api/auth/register`, { method: 'POST', headers, body: JSON.stringify(guest) })).status, 201)
  await phone.getByRole('button', { name: 'Account' }).click()
  await phone.getByRole('button', { name: 'Sign out', exact: true }).click()
  await phone.getByLabel('Username').waitFor()
  await signInOn(phone, service.url, guest)
  const refused: string[] = []
  phone.on('response', (response) => { if (response.status() === 403) refused.push(response.url()) })
  await openFilm(phone, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await phone.getByRole('heading', { name: 'You are a guest here' }).waitFor()
  t.same(await phone.getByRole('button', { name: /^(Request|Add to|Rate|Releases|Mark as)/ }).count(), 0, 'nothing is offered that a guest may not do')
  await phone.keyboard.press('b')
  for (const path of ['/downloads', '/recommendations', '/play/653', '/admin/people']) {
    await phone.goto(service.url + path)
    await phone.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor()
  }
  t.same(refused, [], 'and the server need not refuse anything')
  await phone.getByRole('link', { name: 'Go to Home' }).click()
  await phone.getByRole('region', { name: 'Trending' }).waitFor()
  const downloads = phone.getByRole('link', { name: 'Downloads', exact: true })
  t.equal(await downloads.count(), 0)

  await page.reload()
  await page.getByRole('button', { name: 'Change the role of gus' }).press('Enter')
  await page.getByRole('radio', { name: /^Viewer/ }).press('Space')
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.focus()
  await downloads.click()
  await phone.getByText('The Cabinet of Dr. Caligari').first().waitFor()
  t.pass('with the role come the downloads')
  await undo.press('Enter')
  await phone.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor()
  t.pass('and go with it')
}
