/**
 * `npm run bench:app [-- --quick] [--grow] [--titles=n] [--seed=n] [--without-lighthouse]`: the app's budgets (pwa.md), in a real browser
 * against the real service, as one table with the goals. `--grow` measures a library ten times as big as well.
 *
 * - JavaScript of the first load and of each screen, gzip;
 * - Lighthouse on a phone's profile, signed in;
 * - a fresh device: until every event and card is on its disk;
 * - a cold start with the service stopped, until Home is drawn, beside an empty page; and for how long tasks of it kept the page from answering;
 * - scrolling through the library, beside an empty page as tall: frames per second, and frames that came late;
 * - a rating by key, online and offline: until it is painted;
 * - memory of scripts with the library open, after garbage collection.
 *
 * On a machine that does other things beside it, the least of a figure says more than its median; its load stands in the last column.
 */

import process from 'node:process'
import { appChunks, BUDGET_BYTES } from '../test/support/app-chunks.ts'
import { readyForOffline } from '../test/support/app.ts'
import type { Device } from '../test/support/browser.ts'
import { openDevice } from '../test/support/browser.ts'
import { freePort } from '../test/support/service.ts'
import { act, blockedMs, heapMiB, onPage, signInWith, untilEmptyPage, untilPosters, untilSynced } from './app-device.ts'
import { scrolled, SCROLL } from './app-scrolling.ts'
import { beginTable, figure, inRounds, spread } from './figures.ts'
import type { BigHousehold } from './household.ts'
import { openBigHousehold } from './household.ts'
import { bestVerdict } from './lighthouse.ts'
import { commit, median } from './measure.ts'

const flag = (name: string) => process.argv.includes(`--${name}`)
const numberOf = (name: string, fallback: number) => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const titles = numberOf('titles', flag('quick') ? 2_000 : 10_000)
const seed = numberOf('seed', 1)
const rounds = flag('quick') ? 3 : 5
const LIBRARY = '/library?shelf=rated'
const LIGHTHOUSE_SCREENS = ['/', '/library', '/movie/653', '/search?q=the', '/discover', '/downloads', '/history']
/** Of an answer to somebody's hand, and of one frame behind it. */
const ACT_MS = 50
/** Of what an empty page shows here, a machine without a graphics card. */
const FRAMES_SHARE = 0.95

interface Measured { readonly household: BigHousehold; readonly events: number; readonly name: string }

async function sizes(): Promise<void> {
  const { first, screens, ownOf, sizeOf } = appChunks()
  await figure('first load', () => ({ seen: `${sizeOf(first)} bytes`, goal: `${BUDGET_BYTES.firstLoad} bytes`, met: sizeOf(first) <= BUDGET_BYTES.firstLoad }))
  const [largest] = screens.map((name) => ({ name, bytes: sizeOf(ownOf(name)) })).sort((a, b) => b.bytes - a.bytes)
  await figure(`largest of ${screens.length} screens`, () => ({ seen: `${largest!.bytes} bytes (${largest!.name})`, goal: `${BUDGET_BYTES.screen} bytes`, met: largest!.bytes <= BUDGET_BYTES.screen }))
}

/** In a browser of its own, which has been here before: Lighthouse throttles it and empties its cache. */
async function verdicts({ household, events }: Measured): Promise<void> {
  const port = await freePort()
  const device = await openDevice({ args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu'] })
  try {
    await figure('Lighthouse /, signed out', async () => await bestVerdict(`${household.service.url}/`, port))
    await signInWith(device, household)
    if (!await filled(device, household, events, 'for Lighthouse')) return
    await device.page.goto('about:blank')
    for (const path of LIGHTHOUSE_SCREENS) await figure(`Lighthouse ${path}`, async () => await bestVerdict(household.service.url + path, port))
  } finally {
    await device.close()
  }
}

/** The device has everything, the app's own files included. */
async function filled({ page }: Device, { service, person }: BigHousehold, events: number, what: string): Promise<boolean> {
  return await figure(`a device is filled, ${what}`, async () => {
    await page.goto(service.url + LIBRARY)
    const ms = await untilSynced(page, { userId: person.session.userId, events })
    await readyForOffline(page)
    await page.goto(`${service.url}/`)
    // Its snapshot, and the posters of the rows that are in sight.
    await page.waitForTimeout(5_000)
    return { seen: `${Math.round(ms)} ms` }
  })
}

async function freshDevices({ household, events, name }: Measured, goalMs: number): Promise<void> {
  await figure(`fresh device, all of it on its disk, ${name}`, async () => {
    const waits = await inRounds(rounds, async () => {
      const device = await openDevice()
      try {
        await signInWith(device, household)
        await device.page.goto(household.service.url + LIBRARY, { waitUntil: 'commit' })
        return await untilSynced(device.page, { userId: household.person.session.userId, events })
      } finally {
        await device.close()
      }
    })
    return { seen: spread(waits), goal: `${goalMs} ms`, met: median(waits) <= goalMs }
  })
}

async function coldStarts(url: string, device: Device, { name }: Measured, goalMs: number): Promise<void> {
  for (const [screen, path] of [['Home', '/'], ['library', LIBRARY]] as const) {
    await figure(`cold offline start, ${screen} drawn, ${name}`, async () => {
      const waits = await inRounds(rounds, async () => ({
        empty: await onPage(device, untilEmptyPage), ours: await onPage(device, (page) => untilPosters(page, url + path)),
      }))
      const [ours, empty] = [waits.map((wait) => wait.ours), waits.map((wait) => wait.empty)]
      return { seen: `${spread(ours)}, an empty page ${Math.round(median(empty))} ms`, goal: `${goalMs} ms`, met: median(ours) <= goalMs }
    })
  }
  await figure(`cold offline start, kept from answering, ${name}`, async () => {
    const waits = await inRounds(rounds, () => onPage(device, (page) => blockedMs(page, `${url}/`)))
    return { seen: `${spread(waits.map(({ sum }) => sum))} beyond 50 ms a task, the longest ${Math.round(Math.max(...waits.map(({ longest }) => longest)))} ms` }
  })
}

async function scrolling(url: string, device: Device, { name }: Measured): Promise<void> {
  await figure(`scrolling at ${SCROLL.pxPerSecond} px/s, ${name}`, async () => {
    const turns = await inRounds(rounds, async () => ({
      empty: await onPage(device, async (page) => { await page.goto(`data:text/html,<div style="height:${SCROLL.tallPx}px">`); return await scrolled(page) }),
      ours: await onPage(device, async (page) => { await untilPosters(page, url + LIBRARY); return await scrolled(page) }),
    }))
    const [ours, empty] = [median(turns.map((turn) => turn.ours.perSecond)), median(turns.map((turn) => turn.empty.perSecond))]
    const late = (of: 'ours' | 'empty') => (100 * median(turns.map((turn) => turn[of].lateShare))).toFixed(1)
    return { seen: `${ours.toFixed(1)} frames/s, an empty page ${empty.toFixed(1)}; late ${late('ours')} %, there ${late('empty')} %`, goal: `${FRAMES_SHARE * 100} % of the empty page`, met: ours >= FRAMES_SHARE * empty }
  })
}

async function acts(what: string, url: string, device: Device, { name }: Measured): Promise<void> {
  const all: number[] = []
  await figure(`a rating is on screen, ${what}, ${name}`, async () => {
    await onPage(device, async (page) => {
      await page.goto(`${url}/movie/653`)
      all.push(...await inRounds(rounds * 4, () => act(page)))
    })
    // The first one waits until the log has been read.
    const [first, ...others] = all
    return { seen: `${spread(others)}; right after the start ${Math.round(first!)} ms`, goal: `${ACT_MS} ms`, met: median(others) <= ACT_MS }
  })
}

async function memory(url: string, device: Device, { name }: Measured): Promise<void> {
  await figure(`scripts' memory, library open, ${name}`, async () => {
    const ours = await onPage(device, async (page) => { await untilPosters(page, url + LIBRARY); await page.waitForTimeout(3_000); return await heapMiB(page) })
    const empty = await onPage(device, async (page) => { await untilEmptyPage(page); return await heapMiB(page) })
    return { seen: `${ours.toFixed(1)} MiB, an empty page ${empty.toFixed(1)} MiB` }
  })
}

async function measured(count: number, { withLighthouse, times }: { readonly withLighthouse: boolean; readonly times: number }): Promise<void> {
  const parts = new AsyncDisposableStack()
  const host = { teardown: (run: () => unknown) => parts.defer(async () => { await run() }) }
  const name = count.toLocaleString('en')
  try {
    let household!: BigHousehold
    let events = 0
    const made = await figure(`a library is made, ${name}`, async () => {
      const from = performance.now()
      household = await openBigHousehold(host, { titles: count, seed })
      events = (await household.person.replica()).events.length
      return { seen: `${events.toLocaleString('en')} events in ${((performance.now() - from) / 1_000).toFixed(0)} s` }
    })
    if (!made) return
    const about = { household, events, name }
    const { service } = household
    if (withLighthouse) await verdicts(about)
    await freshDevices(about, 3_000 * Math.max(1, times))
    const device = await openDevice()
    parts.defer(() => device.close())
    await signInWith(device, household)
    if (!await filled(device, household, events, name)) return
    await acts('online', service.url, device, about)
    await device.page.goto('about:blank')
    await service.stop()
    await acts('offline', service.url, device, about)
    await coldStarts(service.url, device, about, 1_000)
    await scrolling(service.url, device, about)
    await memory(service.url, device, about)
  } finally {
    await parts.disposeAsync()
  }
}

console.log(`app: commit ${commit()}, seed ${seed}, at most ${rounds} rounds in turns`)
beginTable()
await sizes()
await measured(titles, { withLighthouse: !flag('without-lighthouse'), times: titles / 10_000 })
if (flag('grow')) await measured(titles * 10, { withLighthouse: false, times: titles / 1_000 })
