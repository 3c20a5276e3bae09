/** Every screen there is, on a phone and a desk, in both lights and in Arabic: nothing bars anybody from it. */

import process from 'node:process'
import type { Page } from 'playwright-core'
import type { Route } from '../../pwa/routes.ts'
import { placeOf, routes } from '../../pwa/routes.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { LIST_ID, liveIn, tellOthers } from '../support/lived-in.ts'
import { axeFaults, countShifts, drawn, enlargedFaults, hiddenStates, layoutFaults, movingThings, NARROWEST_PX, REFLOW_PX, shifts } from '../support/look-over.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

/** Where each screen has something to show, by the name of its route. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  home: ['/'], search: ['/search?q=the'], discover: ['/discover?genres=35'], topics: ['/topics'], topic: ['/topics/mood-slapstick-movie'], title: ['/movie/653', '/movie/653?at=2027-01-01T00:00:00Z', '/tv/1800000001'], person: ['/person/1900000054'],
  collection: ['/collection/1900000002'], season: ['/tv/1800000001/season/1', '/tv/1800000001/season/1/episode/2'], recommendations: ['/recommendations'], library: ['/library', '/library?shelf=rated&view=table'], lists: ['/lists'],
  list: [`/lists/${LIST_ID}`], 'public-list': [`/l/${LIST_ID}`], downloads: ['/downloads'], history: ['/history'], notifications: ['/notifications'], settings: ['/settings', '/settings/language'], offline: ['/offline'],
  'admin-events': ['/admin/events'], 'admin-projections': ['/admin/projections'], 'admin-catalogue': ['/admin/catalogue'], 'admin-quality': ['/admin/quality'], 'admin-connections': ['/admin/connections'], 'admin-webhooks': ['/admin/webhooks'], 'admin-storage': ['/admin/storage'], 'admin-health': ['/admin/health'], 'admin-people': ['/admin/people'],
  stats: ['/stats'], year: ['/year/2026'], player: ['/play/653'], 'episode-player': ['/play/tv/1800000001/1/1'], profile: ['/people/admin'], 'public-profile': ['/p/admin'], share: ['/share'], setup: ['/set-up'], link: ['/join', '/reset', '/email'], 'not-found': ['/nowhere'],
}

/** Those with a direction: rows, grids, sliders, tables. */
const IN_ARABIC = ['/', '/movie/653', '/library', '/downloads', '/discover?genres=35', '/play/653', '/admin/quality', '/stats']
type Light = 'dark' | 'light'
const thorough = process.env.EVERY_LIGHT !== undefined
const phone = { width: NARROWEST_PX, height: 740 }
const desk = { width: 1280, height: 800 }

const routeOf = (address: string) => placeOf(new URL(address, 'https://rewind.example'))?.route

/** As a link within the app does: what is loaded and compiled already, axe too, is not loaded again for each screen. */
async function open(page: Page, address: string): Promise<void> {
  await page.evaluate(async (to) => { await navigation.navigate(to, { history: 'push' }).finished?.catch(() => undefined) }, address)
  await drawn(page)
}

async function reopen(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'commit' })
  await drawn(page)
}

/** In its present light and size: each fault in one line. */
async function lookOver(page: Page, where: string, lights: readonly Light[]): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [index, colorScheme] of lights.entries()) {
    await page.emulateMedia({ colorScheme })
    faults.push(...(await axeFaults(page, index === 0 ? 'all' : 'contrast')).map((fault) => `${where}, ${colorScheme}: ${fault}`))
  }
  return faults
}

/** In the system's own few colours, which take the app's away. */
async function forced(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: 'active' })
  const faults = await hiddenStates(page)
  await page.emulateMedia({ forcedColors: 'none' })
  return faults.map((fault) => `in forced colours: ${fault}`)
}

/** What opens over a screen. */
const opened: readonly (readonly [what: string, address: string, open: (page: Page) => Promise<void>])[] = [
  ['the palette', '/', (page) => page.keyboard.press('Control+k')],
  ['the shortcuts', '/', (page) => page.keyboard.press('?')],
  ['the account\'s menu', '/', (page) => page.getByRole('button', { name: 'Account' }).click()],
  ['the filter of years', '/discover', (page) => page.getByRole('button', { name: 'Years' }).click()],
  ['a list\'s form', '/lists', (page) => page.getByRole('button', { name: 'New list' }).click()],
  ['adding to a list', '/movie/653', (page) => page.keyboard.press('a')],
  ['a review', '/movie/653', (page) => page.getByRole('button', { name: 'Edit review' }).click()],
  ['a viewing', '/movie/653', (page) => page.getByRole('button', { name: 'Mark as watched' }).click()],
  ['an invitation', '/admin/people', async (page) => {
    await page.getByRole('radio', { name: /^Who is invited/ }).check()
    await page.getByRole('button', { name: 'Invite somebody' }).click()
  }],
  ['a webhook\'s form', '/admin/webhooks', (page) => page.getByRole('button', { name: 'Change Home automation' }).click()],
  ['selecting', '/library', (page) => page.getByRole('button', { name: 'Select', exact: true }).click()],
]

t.test('no screen bars anybody, on a phone or a desk, in either light, from left to right or from right to left', async (t) => {
  t.same(routes.map(({ name }: Route) => name).filter((name) => !(name in addresses)), [], 'every screen is looked over')
  const service = await startService(t)
  const credentials = demoCredentials(service, 'admin')
  await tellOthers(service.url, credentials)
  await liveIn(service.url, credentials)
  const person = await signIn(service.url, credentials)
  await eventually('nothing is on its way any more', async () => [...(await person.replica()).jobs.values()].every(({ status }) => status === 'ready'), 240_000)
  const { page, context } = await signedInDevice(t, service, credentials)
  // Each has its size from the start: what moves after another size was chosen is not counted.
  const onDesk = await context.newPage(), onPhone = page
  // With a finger nothing hovers: what shows itself under a pointer alone is there, and is as large as all else.
  await (await context.newCDPSession(onPhone)).send('Emulation.setTouchEmulationEnabled', { enabled: true })
  for (const [each, size] of [[onDesk, desk], [onPhone, phone]] as const) {
    await countShifts(each)
    await each.setViewportSize(size)
    await reopen(each, service.url)
  }
  const all = Object.values(addresses).flat()
  for (const [index, address] of all.entries()) {
    // Neighbours take turns with light and size; on request each screen is looked over in all four.
    const lights: readonly Light[] = (index % 4 < 2 ? ['dark', 'light'] as const : ['light', 'dark'] as const).slice(0, thorough ? 2 : 1)
    const stays = index > 0 && routeOf(all[index - 1]!) === routeOf(address)
    const faults: string[] = []
    for (const [where, each, turn] of [['at a desk', onDesk, 0], ['on a phone', onPhone, 1]] as const) {
      const isTurn = thorough || index % 2 === turn
      if (!isTurn && each === onDesk) continue
      await shifts(each)
      await open(each, address)
      // From one part of a screen to another things go where they are wanted.
      const moved = stays ? [] : await shifts(each)
      faults.push(...moved.map((what) => `${where} ${what}`), ...isTurn ? await lookOver(each, where, lights) : [])
    }
    await onPhone.setViewportSize({ ...phone, width: REFLOW_PX })
    faults.push(...await layoutFaults(onPhone), ...await movingThings(onPhone), ...await forced(onPhone))
    await onPhone.setViewportSize(phone)
    faults.push(...await enlargedFaults(onPhone))
    t.same(faults, [], address)
  }
  await onDesk.close()
  await page.setViewportSize(desk)
  for (const [what, address, show] of opened) {
    await reopen(page, service.url + address)
    await show(page)
    await page.getByRole('dialog').or(page.getByRole('group', { name: 'Account' })).or(page.getByRole('checkbox')).first().waitFor()
    await drawn(page)
    t.same([...await lookOver(page, 'open', thorough ? ['light', 'dark'] : ['light']), ...await forced(page)], [], what)
  }

  await page.setViewportSize(phone)
  await page.evaluate(() => localStorage.setItem('rewind-language-here', 'ar'))
  await reopen(page, service.url)
  for (const address of thorough ? Object.values(addresses).map(([first]) => first!) : IN_ARABIC) {
    await open(page, address)
    await page.waitForFunction(() => document.documentElement.lang === 'ar' && document.documentElement.dir === 'rtl')
    t.same([...await layoutFaults(page), ...thorough ? await axeFaults(page) : []], [], `${address}, in Arabic`)
  }

  await page.evaluate(() => localStorage.removeItem('rewind-language-here'))
  await reopen(page, service.url)
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Username').waitFor()
  t.same([...await lookOver(page, 'on a phone', ['dark', 'light']), ...await layoutFaults(page)], [], 'signing in')
  await page.getByLabel('Language').selectOption('العربية')
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  await page.getByLabel('اسم المستخدم').waitFor()
  t.same([...await axeFaults(page), ...await layoutFaults(page)], [], 'signing in, in Arabic')
  const admin = await signIn(service.url, credentials)
  const { token: invited } = await admin.post<{ token: string }>('/api/admin/invitations', { role: 'member', usesMax: 1, hours: 24, note: null })
  const { token: lost } = await admin.post<{ token: string }>(`/api/admin/users/${admin.session.userId}/reset`, { secondFactor: true })
  for (const address of [`/join#${invited}`, `/reset#${lost}`, '/join#nothing', '/email#nothing']) {
    await page.evaluate(() => localStorage.removeItem('rewind-language-here'))
    await reopen(page, service.url)
    await reopen(page, service.url + address)
    t.same([...await lookOver(page, 'on a phone', ['dark', 'light']), ...await layoutFaults(page)], [], address.split('#', 1)[0]!)
  }
})
