/** A person looks after their account: devices, and how they sign in; by the keyboard where that is shorter to say. */

import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { Secret, TOTP } from 'otpauth'
import { eventually } from '../support/eventually.ts'
import { signedInDevice } from '../support/app.ts'
import type { Device } from '../support/browser.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import type { Credentials } from '../support/person.ts'
import { demoCredentials } from '../support/person.ts'
import type { Service } from '../support/service.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

async function looksRight(t: Test, page: Page, width: number): Promise<void> {
  t.equal(await widthOf(page, width), width, 'no wider than the screen')
  t.same(await axeFaults(page), [], `${new URL(page.url()).pathname}: no accessibility fault`)
}

const EXPORT = {
  'ratings.csv': 'Date,Name,Year,Letterboxd URI,Rating\n2019-05-02,Nosferatu,1922,https://boxd.it/1,4.5\n2020-01-03,The Cabinet of Dr. Caligari,1931,https://boxd.it/7,5\n',
  'diary.csv': 'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2019-05-02,Nosferatu,1922,https://boxd.it/1,4.5,,silent,2019-05-01\n',
}

/** A library from elsewhere: looked at, mended, brought in on every device as one act, and removed again as one. */
async function bringIn(t: Test, page: Page, other: Page, url: string): Promise<void> {
  await page.goto(`${url}/settings/data`)
  await page.getByLabel('Choose files').setInputFiles(Object.entries(EXPORT).map(([name, text]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })))
  await page.getByText('This is what would change.').waitFor()
  await page.getByText('There is one of this name, of another year.').waitFor()
  await looksRight(t, page, 390)
  await page.getByRole('button', { name: 'It is The Cabinet of Dr. Caligari (1920)' }).click()
  await page.getByText('Every title was found.').waitFor()
  await page.getByRole('button', { name: 'Bring in 4 changes' }).click()
  const remove = page.getByRole('button', { name: /^Remove this import: Letterboxd/ })
  await remove.waitFor()
  await looksRight(t, page, 390)
  await other.goto(`${url}/history`)
  const act = other.getByRole('listitem', { name: /^Letterboxd/ })
  await act.getByText('4 changes').waitFor()
  t.pass('the other device has it, as one act')
  await remove.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click()
  await page.getByRole('button', { name: /^Bring back: Letterboxd/ }).waitFor()
  await act.getByText('Taken back', { exact: false }).first().waitFor()
  t.pass('and that it is removed')
}

t.test('devices get names and are signed out from each other; one that is to keep nothing keeps nothing', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const { page, context } = await signedInDevice(t, service, credentials, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const lost = await signedInDevice(t, service, credentials)
  await leaveTraces(lost, service.url)

  await page.keyboard.press(',')
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await looksRight(t, page, 390)
  await page.getByRole('link', { name: 'Devices' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Connected now').waitFor()
  await looksRight(t, page, 390)

  await page.getByRole('listitem').filter({ hasText: 'This device' }).getByRole('button', { name: 'Rename' }).click()
  await page.getByLabel('What this device is called').fill('Kitchen')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 3, name: 'Kitchen' }).waitFor()
  await page.getByRole('region', { name: 'Announcements' }).getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('heading', { level: 3, name: 'Kitchen' }).waitFor({ state: 'detached' })
  t.pass('a name is given, and taken back')

  await page.getByRole('listitem').filter({ hasText: 'Connected now' }).getByRole('button', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Remove what it keeps, too').check()
  await looksRight(t, page, 390)
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click()
  await lost.page.getByText('This device was signed out from another one, and what it kept is removed.').waitFor()
  await eventually('nothing of the person is in that browser', () => lost.page.evaluate(async () => !(await indexedDB.databases()).some(({ name }) => /^rewind-[0-9a-f]{8}-/.test(name!))))
  t.same(await tracesIn(lost), { searches: [], subscribed: false }, 'nor what they looked for, and it is told of nothing')
  await page.getByText('Connected now').waitFor({ state: 'detached' })

  await context.setOffline(true)
  await page.getByRole('link', { name: 'All settings' }).click()
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Notifications' }).click()
  const failed = page.getByRole('checkbox', { name: 'Something you asked for could not be fetched: Push' })
  await failed.focus()
  await page.keyboard.press('Space')
  await page.getByText('could not be fetched: you are not told (Push).').first().waitFor()
  await failed.and(page.getByRole('checkbox', { checked: false })).waitFor()
  t.pass('said without a network')
  await page.getByRole('checkbox', { name: 'Keep quiet every night' }).check()
  await page.getByLabel('From').waitFor()
  await looksRight(t, page, 390)
  await page.getByRole('link', { name: 'All settings' }).click()
  await page.getByRole('link', { name: 'Your data' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save: Everything' }).click()
  const files = unzipSync(readFileSync(await (await download).path()))
  t.same(Object.keys(files).toSorted(), ['events.ndjson', 'library.csv', 'state.json'], 'one\'s data is taken along without a network')
  t.match(strFromU8(files['events.ndjson']!), /"type":"DeviceNamed"/)
  await looksRight(t, page, 390)
  await page.getByRole('link', { name: 'All settings' }).click()
  await page.getByRole('link', { name: 'Devices' }).click()
  await page.getByText('You are offline. These are the devices this one knows').waitFor()
  await eventually('those that have names', async () => await page.getByRole('button', { name: /^Rename/ }).count() === 2)
  await context.setOffline(false)

  await page.getByRole('link', { name: 'All settings' }).click()
  await page.getByRole('link', { name: 'Signing in' }).click()
  await page.getByLabel('Present password').fill('not the password')
  await page.getByLabel('New password').fill('a sentence for the kitchen')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('That is not your present password.').waitFor()
  await page.getByLabel('Present password').fill(credentials.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Your password is changed.').first().waitFor()
  await looksRight(t, page, 390)

  await proveAddress(t, page, service, 'a sentence for the kitchen')
  await forget(t, lost.page, service)
  await lost.page.getByLabel('Username or e-mail address').fill(ADDRESS)
  await lost.page.getByLabel('Password', { exact: true }).fill('a sentence for the kitchen')
  t.ok(await lost.page.evaluate(() => { scrollTo(0, document.documentElement.scrollHeight); return scrollY }) > 0, 'the door is longer than the screen')
  await lost.page.keyboard.press('Enter')
  await lost.page.getByRole('region', { name: 'Trending' }).waitFor()
  await eventually('a house is entered at its top', () => lost.page.evaluate(() => scrollY === 0))
  await lost.page.goto(`${service.url}/settings/devices`)
  await lost.page.getByText('Connected now').waitFor()
  await looksRight(t, lost.page, 1280)
  await lost.page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Notifications' }).click()
  await lost.page.getByRole('checkbox', { name: 'Keep quiet every night', checked: true }).waitFor()
  await lost.page.getByRole('checkbox', { name: 'Something you asked for could not be fetched: Push', checked: false }).waitFor()
  t.pass('it came to the other device')
  await lost.page.getByText('This server pushes nothing').waitFor()
  await looksRight(t, lost.page, 1280)

  await bringIn(t, page, lost.page, service.url)
  await passkeysAndCodes(t, lost, service, { ...credentials, password: 'a sentence for the kitchen' })
  t.equal(await service.stop(), 0)
})

const ADDRESS = 'member@example.org'

/** The demo prints its mails to the log. */
async function linkMailed({ output, url }: Service, path: 'email' | 'reset'): Promise<string> {
  return await eventually(`a mail with a link to /${path}`, () => output().split(`${url}/${path}#`).slice(1).at(-1)?.match(/^[\w-]+/)?.[0]).then((token) => `${url}/${path}#${token}`)
}

async function proveAddress(t: Test, page: Page, service: Service, password: string): Promise<void> {
  const email = page.locator('email-address')
  await email.getByRole('button', { name: 'Add an address' }).click()
  await email.getByLabel('E-mail address').fill(ADDRESS)
  await email.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await email.getByText(`${ADDRESS} waits for you`).waitFor()
  await looksRight(t, page, 390)
  await page.goto(await linkMailed(service, 'email'))
  await page.getByRole('button', { name: 'Yes, this is my address' }).click()
  await page.getByRole('heading', { name: 'It is yours' }).waitFor()
  await looksRight(t, page, 390)
  t.notMatch(page.url(), '#', 'used, the link is not in the address any more')
  await page.goto(`${service.url}/settings/security`)
  await email.getByText(ADDRESS, { exact: true }).waitFor()
  t.notMatch(service.output(), ADDRESS, 'in no line of the log')
}

/** From the sign-in page, and back to it. */
async function forget(t: Test, page: Page, service: Service): Promise<void> {
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.locator('reset-screen').getByLabel('Username or e-mail address').fill(ADDRESS)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()
  await looksRight(t, page, 1280)
  await page.goto(await linkMailed(service, 'reset'))
  await page.getByText('For member.').waitFor()
  await page.goto(service.url)
}

/** A search, and a push subscription: there is no push service here, so the browser is made to say that it has one. */
async function leaveTraces({ page, context }: Device, url: string): Promise<void> {
  await context.addInitScript(() => {
    const subscription = { unsubscribe: async () => { localStorage.removeItem('subscribed'); return true }, toJSON: () => ({ endpoint: 'https://push.example/1', keys: {} }) }
    PushManager.prototype.getSubscription = async () => localStorage.getItem('subscribed') === null ? null : subscription as never
  })
  await page.evaluate(() => localStorage.setItem('subscribed', ''))
  await page.goto(`${url}/search?q=nosferatu`)
  await eventually('the search is remembered', async () => (await tracesIn({ page })).searches.length > 0)
}

async function tracesIn({ page }: Pick<Device, 'page'>): Promise<{ readonly searches: readonly string[]; readonly subscribed: boolean }> {
  return await page.evaluate(() => ({ searches: Object.keys(localStorage).filter((key) => key.startsWith('rewind-searches')), subscribed: 'subscribed' in localStorage }))
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Username').waitFor()
}

/** Under a name, as passkeys want it; the browser has an authenticator that says yes to everything. */
async function passkeysAndCodes(t: Test, { page, context }: Device, service: Service, { username, password }: Credentials): Promise<void> {
  const url = service.url.replace('127.0.0.1', 'localhost')
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await page.goto(url)
  const enter = async (code?: string) => {
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    if (code === undefined) return
    await page.locator('sign-in-screen input[name=code]').fill(code)
    await page.keyboard.press('Enter')
  }
  await enter()
  await page.getByRole('region', { name: 'Trending' }).waitFor()
  await page.goto(`${url}/settings/security`)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('What to call it').fill('Living room')
  const proof = () => page.locator('passkey-list, second-factor').getByLabel('Present password')
  await proof().fill(password)
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('heading', { level: 4, name: 'Living room' }).waitFor()

  await page.getByRole('button', { name: 'Set it up' }).click()
  await proof().fill(password)
  await page.getByRole('button', { name: 'Set it up' }).click()
  const secret = (await page.locator('second-factor code').innerText()).replaceAll(' ', '')
  await looksRight(t, page, 1280)
  await page.getByLabel('Code that the app shows').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
  await page.keyboard.press('Enter')
  await page.getByText('Keep these recovery codes').waitFor()
  const recoveryCode = await page.locator('second-factor code').first().innerText()
  await looksRight(t, page, 1280)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes are left.').waitFor()

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  t.pass('a passkey lets in, with no name, password or code')
  await signOut(page)
  await enter('000000')
  await page.getByText('That code is not right').waitFor()
  await looksRight(t, page, 1280)
  await page.getByLabel('Username').fill('somebody else')
  await page.locator('sign-in-screen input[name=code]').waitFor({ state: 'detached' })
  t.pass('what one may sign in with is not said of whoever has another name')
  await enter(recoveryCode)
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  t.pass('and so does a recovery code, with the password')
  await page.goto(`${url}/settings/security`)
  await page.getByText('9 recovery codes are left.').waitFor()
  const remove = page.getByRole('button', { name: 'Remove Living room' })
  await remove.click()
  // The question has a button of the same name.
  await remove.nth(1).click()
  await page.getByRole('heading', { level: 4, name: 'Living room' }).waitFor({ state: 'detached' })
  await codesByMail(t, page, service, { password, enter })
}

/** Beside the app's, then instead of them: one is on its way as soon as the password was right. */
async function codesByMail(t: Test, page: Page, { output }: Service, { password, enter }: { readonly password: string; readonly enter: () => Promise<void> }): Promise<void> {
  const mailed = () => [...output().matchAll(/"text":"(\d{6})\\n/g)].map(([, code]) => code!)
  const codes = page.locator('sent-codes').first()
  await codes.getByRole('button', { name: 'Have codes mailed' }).click()
  await codes.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await codes.getByText('A code is on its way to m…@example.org.').waitFor()
  await codes.getByLabel('Code that came').fill(await eventually('a code by mail', () => mailed()[0]))
  await page.keyboard.press('Enter')
  await codes.getByRole('button', { name: 'Have no more codes mailed' }).waitFor()
  await page.getByText('9 recovery codes are left.').waitFor()
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await page.locator('second-factor').getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Set it up' }).waitFor()
  await looksRight(t, page, 1280)

  await signOut(page)
  await enter()
  await page.getByText('A code is on its way to m…@example.org.').waitFor()
  await looksRight(t, page, 1280)
  await page.locator('sign-in-screen input[name=code]').fill(await eventually('another one', () => mailed()[1]))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  t.pass('a code by mail lets in, with the password')
}
