/**
 * `npm run screenshots` photographs a demo that somebody has lived in: the README's pictures, and what the manifest shows before the app is
 * installed. With SCREENSHOTS=folder instead every screen, on a phone, a tablet and a desk, in both lights, and its other states, with a page
 * of them all. Names after it choose some: `SCREENSHOTS=/tmp/look npm run screenshots -- home title`.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { placeOf, routes } from '../pwa/routes.ts'
import { signedInDevice } from './support/app.ts'
import type { Shot } from './support/contact-sheet.ts'
import { contactSheet } from './support/contact-sheet.ts'
import { LIST_ID, liveIn, regret } from './support/lived-in.ts'
import { demoCredentials } from './support/person.ts'
import { startService } from './support/service.ts'

const root = join(import.meta.dirname, '..')
const sizes = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 }, desktop: { width: 1280, height: 800 } }
const lights = ['dark', 'light'] as const
type Size = keyof typeof sizes
type Light = (typeof lights)[number]

/** Who looks: a member with a library, an admin with none. */
type Who = 'member' | 'admin'
/** `prepare`: before it is opened; `act`: once it is there. */
interface Screen { readonly name: string; readonly path: string; readonly who?: Who; prepare?(page: Page): Promise<unknown>; act?(page: Page): Promise<unknown> }

const held = (page: Page) => page.route(/\/api\/(trending|titles|movies|tv|discover|search|topics|people|collections|recommendations)/, () => undefined)
const broken = (page: Page) => page.route(/\/api\//, (route) => route.fulfill({ status: 502, contentType: 'application/json', body: '{"error":{"code":"UPSTREAM_FAILED","message":"The catalogue did not answer."}}' }))
const cutOff = (page: Page) => page.context().setOffline(true)
const pressed = (keys: string, text = '') => async (page: Page) => {
  await page.getByRole('main').waitFor()
  await page.waitForTimeout(500)
  await page.keyboard.press(keys)
  await page.waitForTimeout(300)
  await page.keyboard.type(text)
}

const screens: readonly Screen[] = [
  { name: 'home', path: '/' }, { name: 'title', path: '/movie/653' }, { name: 'series', path: '/tv/1800000001' }, { name: 'season', path: '/tv/1800000001/season/1' }, { name: 'episode', path: '/tv/1800000001/season/1/episode/2' },
  { name: 'person', path: '/person/1900000054' }, { name: 'search', path: '/search?q=the' }, { name: 'discover', path: '/discover?genres=35' }, { name: 'topics', path: '/topics' }, { name: 'topic', path: '/topics/mood-slapstick-movie' },
  { name: 'recommendations', path: '/recommendations' }, { name: 'library', path: '/library' }, { name: 'library-table', path: '/library?shelf=rated&view=table' }, { name: 'lists', path: '/lists' }, { name: 'list', path: `/lists/${LIST_ID}` },
  { name: 'list-public', path: `/l/${LIST_ID}` }, { name: 'history', path: '/history' }, { name: 'downloads', path: '/downloads' }, { name: 'notifications', path: '/notifications' }, { name: 'offline', path: '/offline' },
  { name: 'player', path: '/play/653' }, { name: 'set-up', path: '/set-up' }, { name: 'not-found', path: '/nowhere' }, { name: 'collection', path: '/collection/1900000002' }, { name: 'share', path: '/share' }, { name: 'settings', path: '/settings' }, { name: 'stats', path: '/stats' }, { name: 'year', path: '/year/2026' },
  { name: 'palette', path: '/movie/653', act: pressed('Control+k', 'nos') }, { name: 'shortcuts', path: '/', act: pressed('?') },
  ...['people', 'events', 'projections', 'catalogue', 'quality', 'connections', 'storage', 'health'].map((name): Screen => ({ name: `admin-${name}`, path: `/admin/${name}`, who: 'admin' })),
  ...['/', '/library', '/lists', '/history', '/downloads', '/search', '/recommendations', '/notifications'].map((path): Screen => ({ name: `empty-${path.slice(1) || 'home'}`, path, who: 'admin' })),
  ...[['home', '/'], ['title', '/movie/992'], ['search', '/search?q=the'], ['discover', '/discover'], ['person', '/person/1900000054']].flatMap(([name, path]): Screen[] => [
    { name: `waiting-${name}`, path: path!, prepare: held }, { name: `broken-${name}`, path: path!, prepare: broken }, { name: `cut-off-${name}`, path: path!, prepare: cutOff },
  ]),
]

/** Where a name stands for one picture that is kept in the repo. */
const forReadme: readonly (readonly [file: string, screen: string, size: Size, light: Light])[] = [['home-dark', 'home', 'desktop', 'dark'], ['title-light', 'title', 'desktop', 'light'], ['library-phone-dark', 'library', 'phone', 'dark']]
const forManifest: typeof forReadme = [['wide-home', 'home', 'desktop', 'dark'], ['wide-title', 'title', 'desktop', 'dark'], ['narrow-home', 'home', 'phone', 'dark'], ['narrow-library', 'library', 'phone', 'dark']]

async function settled(page: Page): Promise<void> {
  await page.getByRole('main').first().waitFor()
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.waitForTimeout(500)
  // A fresh device tells what is new; that is no part of any screen.
  await page.evaluate(() => document.querySelector('rewind-app')?.shadowRoot?.querySelector('toast-stack')?.remove())
}

const endings: (() => unknown)[] = []
const host = { teardown: (run: () => unknown) => endings.push(run) }
const { SCREENSHOTS: folder } = process.env

function isWanted(screen: string): boolean {
  const chosen = process.argv.slice(2)
  if (folder) return chosen.length === 0 || chosen.some((name) => screen === name || (name.endsWith('*') && screen.startsWith(name.slice(0, -1))))
  return [...forReadme, ...forManifest].some(([, name]) => name === screen)
}

async function keep(picture: Uint8Array, screen: string, size: Size, light: Light): Promise<Shot | undefined> {
  if (folder) {
    const file = `${screen}-${size}-${light}.png`
    writeFileSync(join(folder, file), picture)
    return { screen, size, light, file, ...sizes[size] }
  }
  for (const [file, ...of] of forReadme) if (of.join() === [screen, size, light].join()) await sharp(picture).png({ palette: true, quality: 90, effort: 10 }).toFile(join(root, 'docs/images', `${file}.png`))
  for (const [file, ...of] of forManifest) if (of.join() === [screen, size, light].join()) await sharp(picture).webp({ quality: 82 }).toFile(join(root, 'pwa/public/screenshots', `${file}.webp`))
  return undefined
}

async function photograph(service: Awaited<ReturnType<typeof startService>>, wanted: readonly Screen[], shots: Shot[]): Promise<void> {
  for (const who of ['member', 'admin'] as const) {
    const theirs = wanted.filter((screen) => (screen.who ?? 'member') === who)
    if (theirs.length === 0) continue
    const { context, close } = await signedInDevice(host, service, demoCredentials(service, who))
    for (const { name, path, prepare, act } of theirs) {
      const page = await context.newPage()
      await prepare?.(page)
      for (const size of Object.keys(sizes) as Size[]) {
        await page.setViewportSize(sizes[size])
        await page.goto(service.url + path)
        await settled(page)
        await act?.(page)
        for (const light of lights) {
          await page.emulateMedia({ colorScheme: light })
          await page.waitForTimeout(700)
          const shot = await keep(await page.screenshot(), name, size, light)
          if (shot) shots.push(shot)
        }
      }
      await context.setOffline(false)
      await page.close()
    }
    await close()
  }
}

const unseen = routes.filter((route) => !screens.some(({ path }) => placeOf(new URL(path, 'https://rewind.example'))?.route === route)).map(({ name }) => name)
if (folder && unseen.length > 0) console.warn(`Screens that nobody photographs yet: ${unseen.join(', ')}`)
try {
  const service = await startService(host)
  const credentials = demoCredentials(service, 'member')
  await liveIn(service.url, credentials)
  for (const each of folder ? [folder] : [join(root, 'docs/images'), join(root, 'pwa/public/screenshots')]) mkdirSync(each, { recursive: true })
  const shots: Shot[] = []
  await photograph(service, screens.filter(({ name }) => isWanted(name)), shots)
  if (folder) {
    const then = await regret(service.url, credentials)
    const past: readonly Screen[] = [['library-then', `/library?at=${then}`], ['title-then', `/movie/653?at=${then}`], ['list-then', `/lists/${LIST_ID}?at=${then}`]].map(([name, path]) => ({ name: name!, path: path! }))
    await photograph(service, past.filter(({ name }) => isWanted(name)), shots)
    writeFileSync(join(folder, 'index.html'), contactSheet(shots))
  }
} finally {
  for (const end of endings.reverse()) await end()
}
