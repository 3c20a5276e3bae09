/**
 * `npm run bench:app [-- --quick] [--grow] [--titles=n] [--seed=n] [--without-lighthouse]`: the app's budgets (pwa.md), in a real browser
 * against the real service. `--grow` measures a library ten times as big as well.
 *
 * - JavaScript of the first load and of each screen, gzip;
 * - Lighthouse on a phone's profile, signed in;
 * - a fresh device: until every event and card is on its disk;
 * - a cold start with the service stopped, until Home is drawn, beside an empty page;
 * - scrolling through the library, beside an empty page as tall: frames per second, and frames that came late;
 * - a rating by key, online and offline: until it is painted;
 * - memory of scripts with the library open, after garbage collection.
 */

import { loadavg } from 'node:os'
import process from 'node:process'
import type { Page } from 'playwright-core'
import { appChunks, BUDGET_BYTES } from '../test/support/app-chunks.ts'
import { readyForOffline } from '../test/support/app.ts'
import type { Device } from '../test/support/browser.ts'
import { openDevice } from '../test/support/browser.ts'
import { freePort } from '../test/support/service.ts'
import { signInWith, untilEmptyPage, untilPosters, untilSynced } from './app-device.ts'
import { scrolled, SCROLL } from './app-scrolling.ts'
import type { BigHousehold } from './household.ts'
import { openBigHousehold } from './household.ts'
import { lighthouse } from './lighthouse.ts'
import { commit, median } from './measure.ts'

const flag = (name: string) => process.argv.includes(`--${name}`)
const numberOf = (name: string, fallback: number) => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const titles = numberOf('titles', flag('quick') ? 2_000 : 10_000)
const seed = numberOf('seed', 1)
const rounds = flag('quick') ? 3 : 5
const LIBRARY = '/library?shelf=rated'
const LIGHTHOUSE_SCREENS = ['/', '/library', '/movie/653', '/search?q=the', '/discover', '/downloads', '/history']

const spread = (values: readonly number[]) => `${Math.round(median(values))} ms (${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))})`
const told = (what: string, seen: string, goal = '') => { console.log(`${what.padEnd(44)} ${seen}${goal && `  goal ${goal}`}`) }

function sizes(): void {
  const { first, screens, ownOf, sizeOf } = appChunks()
  told('first load', `${sizeOf(first)} bytes`, `${BUDGET_BYTES.firstLoad}`)
  const [largest] = screens.map((name) => ({ name, bytes: sizeOf(ownOf(name)) })).sort((a, b) => b.bytes - a.bytes)
  told(`largest of ${screens.length} screens`, `${largest!.bytes} bytes (${largest!.name})`, `${BUDGET_BYTES.screen}`)
}

/** In a browser of its own, which has been here before: Lighthouse throttles it and empties its cache. */
async function verdicts(household: BigHousehold): Promise<void> {
  const port = await freePort()
  const device = await openDevice({ args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu'] })
  try {
    await signInWith(device, household)
    for (const path of LIGHTHOUSE_SCREENS) {
      const { scores, missed, layoutShift, largestPaintMs, blockedMs } = await lighthouse(household.service.url + path, port)
      const { performance, accessibility, 'best-practices': practices } = scores
      told(`Lighthouse ${path}`, `performance ${performance}, accessibility ${accessibility}, best practices ${practices}; largest paint ${Math.round(largestPaintMs)} ms, blocked ${Math.round(blockedMs)} ms, shift ${layoutShift.toFixed(3)}`, '98, 100, 100')
      for (const each of missed) console.log(`  ${each}`)
    }
  } finally {
    await device.close()
  }
}

async function freshDevices(household: BigHousehold, events: number): Promise<void> {
  const waits: number[] = []
  for (let round = 0; round < rounds; round++) {
    const device = await openDevice()
    await signInWith(device, household)
    await device.page.goto(household.service.url + LIBRARY, { waitUntil: 'commit' })
    waits.push(await untilSynced(device.page, { userId: household.person.session.userId, events }))
    await device.close()
  }
  told('fresh device, all of it on its disk', spread(waits), '3000 ms')
}

/** A page of its own each time: nothing of the app is in memory. */
async function onPage<Result>({ context }: Device, run: (page: Page) => Promise<Result>): Promise<Result> {
  const page = await context.newPage()
  try {
    return await run(page)
  } finally {
    await page.close()
  }
}

async function coldStarts(url: string, device: Device): Promise<void> {
  const [home, library, empty]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    empty.push(await onPage(device, untilEmptyPage))
    home.push(await onPage(device, (page) => untilPosters(page, `${url}/`)))
    library.push(await onPage(device, (page) => untilPosters(page, url + LIBRARY)))
  }
  told('cold offline start, Home drawn', `${spread(home)}, beyond an empty page +${Math.round(median(home) - median(empty))} ms`, '1000 ms')
  told('cold offline start, library', `${spread(library)}, beyond an empty page +${Math.round(median(library) - median(empty))} ms`, '+400 ms')
}

async function scrolling(url: string, device: Device): Promise<void> {
  const [ours, empty]: [number[], number[]] = [[], []]
  let late = 0
  for (let round = 0; round < rounds; round++) {
    const bare = await onPage(device, async (page) => { await page.goto(`data:text/html,<div style="height:${SCROLL.tallPx}px">`); return await scrolled(page) })
    const library = await onPage(device, async (page) => { await untilPosters(page, url + LIBRARY); return await scrolled(page) })
    empty.push(bare.perSecond)
    ours.push(library.perSecond)
    late = Math.max(late, library.lateShare)
  }
  told(`scrolling at ${SCROLL.pxPerSecond} px/s`, `${median(ours).toFixed(1)} frames/s, an empty page ${median(empty).toFixed(1)}; at most ${(late * 100).toFixed(1)} % of frames late`, '60 (100 % of the empty page)')
}

/** From the key to the frame after the one that shows it. */
async function act(page: Page): Promise<number> {
  const face = page.getByRole('group', { name: /rat/i }).or(page.getByRole('radiogroup')).first().getByRole('button').first()
  await face.focus()
  return await page.evaluate(async () => {
    const focused = (root: Document | ShadowRoot): Element | null => root.activeElement?.shadowRoot ? focused(root.activeElement.shadowRoot) : root.activeElement
    const button = focused(document)!
    const before = button.getAttribute('aria-pressed')
    const startedAt = performance.now()
    ;(button as HTMLElement).click()
    while (button.getAttribute('aria-pressed') === before) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - startedAt
  })
}

async function acts(what: string, url: string, device: Device): Promise<void> {
  const waits = await onPage(device, async (page) => {
    await page.goto(`${url}/movie/653`)
    const all: number[] = []
    for (let round = 0; round < rounds * 4; round++) all.push(await act(page))
    return all
  })
  told(`a rating is on screen, ${what}`, spread(waits), '50 ms')
}

async function memory(url: string, device: Device): Promise<void> {
  const heap = async (page: Page) => {
    const tools = await page.context().newCDPSession(page)
    await tools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await tools.send('Runtime.getHeapUsage')
    return usedSize / 2 ** 20
  }
  const used = await onPage(device, async (page) => { await untilPosters(page, url + LIBRARY); await page.waitForTimeout(2_000); return await heap(page) })
  const empty = await onPage(device, async (page) => { await untilEmptyPage(page); return await heap(page) })
  told('scripts\' memory, library open', `${used.toFixed(1)} MiB, an empty page ${empty.toFixed(1)} MiB`)
}

async function measured(count: number, withLighthouse: boolean): Promise<void> {
  const parts = new AsyncDisposableStack()
  const host = { teardown: (run: () => unknown) => parts.defer(async () => { await run() }) }
  try {
    const household = await openBigHousehold(host, { titles: count, seed })
    const { events } = await household.person.replica()
    const { service, person } = household
    console.log(`${count} titles, ${events.length} events, load ${loadavg()[0]!.toFixed(1)}`)
    if (withLighthouse) await verdicts(household)
    await freshDevices(household, events.length)
    const device = await openDevice()
    parts.defer(() => device.close())
    await signInWith(device, household)
    await device.page.goto(service.url + LIBRARY)
    await untilSynced(device.page, { userId: person.session.userId, events: events.length })
    await readyForOffline(device.page)
    await device.page.goto(`${service.url}/`)
    await device.page.waitForTimeout(5_000)
    await acts('online', service.url, device)
    await device.page.goto('about:blank')
    await service.stop()
    await acts('offline', service.url, device)
    await coldStarts(service.url, device)
    await scrolling(service.url, device)
    await memory(service.url, device)
  } finally {
    await parts.disposeAsync()
  }
}

console.log(`app: commit ${commit()}, seed ${seed}, ${rounds} rounds in turns; medians (least to greatest)`)
sizes()
await measured(titles, !flag('without-lighthouse'))
if (flag('grow')) await measured(titles * 10, false)
