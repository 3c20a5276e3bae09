/**
 * `npm run screenshots` photographs a demo that somebody has lived in: the README's pictures, and what the manifest shows before the app is
 * installed. With SCREENSHOTS=folder instead every screen, on a phone, a tablet and a desk, in both lights, its other states, some from a
 * sofa and in other languages, all of it there with `'*-de'` or `'*-ar'`; with a page of them all (`index.html`) and sheets to look at (`sheet-….png`). Names after it choose some of
 * all this, `*` for any letters: `SCREENSHOTS=/tmp/look npm run screenshots -- home 'settings-*' phone dark`. One that fails is told and
 * does not keep the others; then the command fails as well.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { placeOf, routes } from '../pwa/routes.ts'
import { signedInDevice } from './support/app.ts'
import { openDevice } from './support/browser.ts'
import type { Shot } from './support/contact-sheet.ts'
import { contactSheet, writeSheets } from './support/contact-sheet.ts'
import { furnish, liveIn, regret, tellOthers } from './support/lived-in.ts'
import { drawn } from './support/look-over.ts'
import { demoCredentials } from './support/person.ts'
import type { Scene, Who } from './support/screens-to-see.ts'
import { ELSEWHERE, scenes, scenesOfThen } from './support/screens-to-see.ts'
import type { Service } from './support/service.ts'
import { startService } from './support/service.ts'

const root = join(import.meta.dirname, '..')
const sizes = { desktop: { width: 1280, height: 800 }, tablet: { width: 820, height: 1180 }, phone: { width: 390, height: 844 }, tv: { width: 1920, height: 1080 } }
const lights = ['dark', 'light'] as const
type Size = keyof typeof sizes
type Light = (typeof lights)[number]
/** Longer than that no screen takes, however much else the machine does. */
const SCENE_MS = 60_000

const AS_IT_IS = { 'rewind-layout': '', 'rewind-language-here': '' }

/** What one person's device shows, one scene after the other, and how it is set meanwhile. */
interface Tour { readonly who: Who; readonly scenes: readonly Scene[]; readonly sizes: readonly Size[]; readonly lights: readonly Light[]; readonly kept: Readonly<Record<string, string>> }

/** Where a name stands for one picture that is kept in the repo. */
const forReadme: readonly (readonly [file: string, screen: string, size: Size, light: Light])[] = [['home-dark', 'home', 'desktop', 'dark'], ['title-light', 'title', 'desktop', 'light'], ['library-phone-dark', 'library', 'phone', 'dark']]
const forManifest: typeof forReadme = [['wide-home', 'home', 'desktop', 'dark'], ['wide-title', 'title', 'desktop', 'dark'], ['narrow-home', 'home', 'phone', 'dark'], ['narrow-library', 'library', 'phone', 'dark']]

const endings: (() => unknown)[] = []
const host = { teardown: (run: () => unknown) => endings.push(run) }
const { SCREENSHOTS: folder } = process.env
const shots: Shot[] = []
const failed: string[] = []

const isLook = (word: string) => word in sizes || lights.some((light) => light === word)
const words = process.argv.slice(2)
const names = words.filter((word) => !isLook(word)).map((word) => new RegExp(`^${word.replaceAll('*', '.*')}$`))
const isChosen = <T extends string>(of: readonly T[], one: T) => !of.some((each) => words.includes(each)) || words.includes(one)

function isWanted({ name }: Scene): boolean {
  if (folder) return names.length === 0 || names.some((each) => each.test(name))
  return [...forReadme, ...forManifest].some(([, screen]) => screen === name)
}

function toursOf(all: readonly Scene[]): readonly Tour[] {
  const of = (who: Who, alone: boolean) => all.filter((scene) => (scene.who ?? 'member') === who && (scene.prepare !== undefined) === alone)
  const usual = { sizes: ['desktop', 'tablet', 'phone'] as Size[], lights, kept: {} }
  const elsewhere = (as: string, who: Who, some: readonly string[] = ELSEWHERE) => all.filter((scene) => (scene.who ?? 'member') === who && some.includes(scene.name)).map((scene) => ({ ...scene, name: `${scene.name}-${as}` }))
  // Named, every screen is seen in another language.
  const everywhere = names.length > 0 ? all.map(({ name }) => name) : ELSEWHERE
  const far = (who: Who): Tour => ({ who, scenes: elsewhere('tv', who).map((scene) => ({ ...scene, act: scene.act ?? arrows })), sizes: ['tv'], lights, kept: { 'rewind-layout': 'tv' } })
  const spoken = (language: string, light: Light, who: Who): Tour => ({ who, scenes: elsewhere(language, who, everywhere), sizes: ['desktop', 'phone'], lights: [light], kept: { 'rewind-language-here': language } })
  return [
    ...[of('member', false), of('member', true), of('admin', false), of('admin', true), of('nobody', false), of('nobody', true)].filter((some) => some.length > 0).map((some): Tour => ({ ...usual, who: some[0]!.who ?? 'member', scenes: some })),
    ...(['member', 'admin', 'nobody'] as const).flatMap((who) => [far(who), spoken('de', 'light', who), spoken('ar', 'dark', who)]),
  ].map((tour) => ({ ...tour, scenes: tour.scenes.filter(isWanted), sizes: tour.sizes.filter((size) => isChosen(Object.keys(sizes) as Size[], size)), lights: tour.lights.filter((light) => isChosen(lights, light)) }))
    .filter((tour) => tour.scenes.length * tour.sizes.length * tour.lights.length > 0)
}

/** From a sofa: until something in the midst of the screen has the focus. */
async function arrows(page: Page): Promise<void> {
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(150)
  }
}

/** What is in sight has its pictures, and is painted. */
async function settled(page: Page): Promise<void> {
  await drawn(page, 3_000)
  await page.waitForFunction(() => {
    const isHere = (root: ParentNode): boolean => [...root.querySelectorAll('*')].every((element) => {
      if (element instanceof HTMLImageElement && !element.complete) {
        const { top, bottom, width } = element.getBoundingClientRect()
        if (width > 0 && bottom > 0 && top < innerHeight) return false
      }
      return element.shadowRoot === null || isHere(element.shadowRoot)
    })
    return isHere(document)
  }, undefined, { polling: 50, timeout: 3_000 }).catch(() => undefined)
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
  await page.waitForTimeout(120)
}

async function keep(picture: Uint8Array, screen: string, size: Size, light: Light): Promise<void> {
  if (folder) {
    const file = `${screen}-${size}-${light}.png`
    writeFileSync(join(folder, file), picture)
    shots.push({ screen, size, light, file, ...sizes[size] })
    return
  }
  for (const [file, ...of] of forReadme) if (of.join() === [screen, size, light].join()) await sharp(picture).png({ palette: true, quality: 90, effort: 10 }).toFile(join(root, 'docs/images', `${file}.png`))
  for (const [file, ...of] of forManifest) if (of.join() === [screen, size, light].join()) await sharp(picture).webp({ quality: 82 }).toFile(join(root, 'pwa/public/screenshots', `${file}.webp`))
}

async function photograph(page: Page, url: string, { name, path, prepare, act }: Scene, tour: Tour, goesOn: boolean): Promise<void> {
  await page.setViewportSize(sizes[tour.sizes[0]!])
  if (goesOn) await page.evaluate(async (to) => { await navigation.navigate(to, { history: 'push' }).finished?.catch(() => undefined) }, path)
  else {
    await page.addInitScript((kept) => { for (const [key, value] of Object.entries(kept)) if (value === '') localStorage.removeItem(key); else localStorage.setItem(key, value) }, { ...AS_IT_IS, ...tour.kept })
    await prepare?.(page, url)
    await page.goto(url + path, { waitUntil: 'commit' })
  }
  await settled(page)
  // A fresh device tells what is new; that is no part of any screen but of the one that tells something itself.
  if (!name.startsWith('toast')) await page.evaluate(() => document.querySelector('rewind-app')?.shadowRoot?.querySelector('toast-stack')?.remove())
  await act?.(page)
  for (const size of tour.sizes) {
    await page.setViewportSize(sizes[size])
    for (const light of tour.lights) {
      await page.emulateMedia({ colorScheme: light })
      await settled(page)
      await keep(await page.screenshot(), name, size, light)
    }
  }
}

/** Twice, where the machine was busy. Plain ones go on in the page that is open: what is loaded once is not loaded again. */
async function visit(context: BrowserContext, url: string, scene: Scene, tour: Tour, open: Page | undefined): Promise<Page | undefined> {
  const alone = scene.prepare !== undefined || scene.act !== undefined
  for (let left = 1; ; left--) {
    const page = (alone ? undefined : open) ?? await context.newPage()
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`took longer than ${SCENE_MS / 1_000} s`)), SCENE_MS) })
    try {
      await Promise.race([photograph(page, url, scene, tour, page === open), late])
      if (!alone) return page
    } catch (error) {
      if (page === open) open = undefined
      await page.close()
      if (left > 0) continue
      failed.push(`${scene.name}: ${(error as Error).message.split('\n')[0]}`)
      return open
    } finally {
      clearTimeout(timer)
      await context.setOffline(false)
    }
    await page.close()
    return open
  }
}

/** On one device: whoever is told to be somewhere else, or with another language, is so in new pages. */
async function goOn(tours: readonly Tour[], service: Service): Promise<void> {
  const { who } = tours[0]!
  const { context, close } = who === 'nobody' ? await openDevice() : await signedInDevice(host, service, demoCredentials(service, who))
  try {
    for (const tour of tours) {
      let open: Page | undefined
      for (const scene of tour.scenes) open = await visit(context, service.url, scene, tour, open)
      await open?.close()
    }
  } finally {
    await close()
  }
}

/** Two devices at a time: while one waits for its pictures the other draws. */
async function goOnAll(tours: readonly Tour[], service: Service): Promise<void> {
  const devices = Object.values(Object.groupBy(tours, ({ who, scenes: [first] }) => `${who} ${first?.prepare !== undefined}`)).filter((some) => some !== undefined)
  const waiting = devices.sort((a, b) => b.length - a.length)
  const going = async () => { for (let some = waiting.shift(); some; some = waiting.shift()) await goOn(some, service) }
  await Promise.all([going(), going()])
}

const unseen = routes.filter((route) => !scenes.some(({ path }) => placeOf(new URL(path, 'https://rewind.example'))?.route === route)).map(({ name }) => name)
if (folder && unseen.length > 0) failed.push(`Screens that nobody photographs yet: ${unseen.join(', ')}`)
try {
  const service = await startService(host)
  const credentials = demoCredentials(service, 'member')
  await tellOthers(service.url, demoCredentials(service, 'admin'))
  await liveIn(service.url, credentials)
  if (folder) await furnish(service.url, credentials)
  for (const each of folder ? [folder] : [join(root, 'docs/images'), join(root, 'pwa/public/screenshots')]) mkdirSync(each, { recursive: true })
  await goOnAll(toursOf(scenes), service)
  if (folder) {
    const then = toursOf(scenesOfThen('')).length > 0 ? await regret(service.url, credentials) : ''
    await goOnAll(toursOf(scenesOfThen(then)), service)
    const order = [...new Set(shots.map(({ screen }) => screen))]
    shots.sort((a, b) => order.indexOf(a.screen) - order.indexOf(b.screen))
    writeFileSync(join(folder, 'index.html'), contactSheet(shots))
    console.log(`${shots.length} pictures on ${await writeSheets(folder, shots)} sheets in ${Math.round(performance.now() / 1_000)} s: ${join(folder, 'index.html')}`)
  }
} finally {
  for (const end of endings.reverse()) await end()
}
for (const each of failed) console.error(each)
process.exitCode = failed.length > 0 ? 1 : 0
