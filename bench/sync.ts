/**
 * `npm run bench:sync [-- --quick] [--grow] [--titles=n] [--seed=n]`: what a device of a person with a big library waits for, in a
 * real browser against the real service; each figure beside its yardstick, in turns, as a ratio of medians.
 *
 * - a fresh device: from the empty browser to every event and card on its disk and screen, against fetching the same compressed
 *   bytes and `JSON.parse` in the same browser;
 * - a cold start with the service stopped: from starting the navigation to the first posters, against an empty page;
 * - a week away: how many requests and bytes one change takes.
 */

import process from 'node:process'
import { readyForOffline } from '../test/support/app.ts'
import type { Device } from '../test/support/browser.ts'
import { openDevice } from '../test/support/browser.ts'
import { newCommand } from '../test/support/person.ts'
import { signInWith, untilEmptyPage, untilPosters, untilSynced } from './app-device.ts'
import type { BigHousehold } from './household.ts'
import { openBigHousehold } from './household.ts'
import { commit, median } from './measure.ts'

const flag = (name: string) => process.argv.includes(`--${name}`)
const numberOf = (name: string, fallback: number) => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const titles = numberOf('titles', flag('quick') ? 2_000 : 10_000)
const seed = numberOf('seed', 1)
const rounds = flag('quick') ? 3 : 5

const spread = (values: readonly number[]) => `${Math.round(median(values))} ms (${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))})`

async function freshDevice(household: BigHousehold, events: number): Promise<{ readonly oursMs: number; readonly bareMs: number; readonly bytes: number }> {
  const { service, person } = household
  const [ours, bare] = [await openDevice(), await openDevice()]
  try {
    await Promise.all([signInWith(ours, household), signInWith(bare, household)])
    await bare.page.goto(`${service.url}/api/instance`)
    const parsed = await bare.page.evaluate(async () => {
      const startedAt = performance.now()
      const answer = await fetch('/api/sync', { headers: { 'accept': 'application/x-ndjson', 'x-rewind': '1' } })
      const text = await answer.text()
      let values = 0
      for (const line of text.split('\n')) if (line !== '') values += Object.keys(JSON.parse(line) as object).length
      return { ms: performance.now() - startedAt, bytes: text.length, values }
    })
    await ours.page.goto(`${service.url}/library?shelf=rated`, { waitUntil: 'commit' })
    return { oursMs: await untilSynced(ours.page, { userId: person.session.userId, events }), bareMs: parsed.ms, bytes: parsed.bytes }
  } finally {
    await Promise.all([ours.close(), bare.close()])
  }
}

async function coldStarts(household: BigHousehold, profile: Device): Promise<void> {
  const { service } = household
  const [ours, empty]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    // A page of its own each time: nothing of the app is in memory.
    const page = await profile.context.newPage()
    empty.push(await untilEmptyPage(page))
    ours.push(await untilPosters(page, `${service.url}/library?shelf=rated`))
    await page.close()
  }
  console.log(`cold offline start, ${titles} titles     +${Math.round(median(ours) - median(empty))} ms  goal +400 ms  first posters ${spread(ours)}, an empty page ${spread(empty)}`)
}

async function weekAway(household: BigHousehold, { page }: Device): Promise<void> {
  const { service, person } = household
  await page.goto(`${service.url}/library?shelf=rated`)
  await page.getByRole('link', { name: /\(\d{4}\)/ }).first().waitFor()
  await page.goto('about:blank')
  await person.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 1_000_000 }, rating: 'SUPER_LIKE' }))
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await page.goto(`${service.url}/library?shelf=rated`)
  await page.getByRole('link', { name: /\(\d{4}\)/ }).first().waitFor()
  await page.waitForTimeout(2_000)
  const pulls = await page.evaluate(() => (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
    .filter(({ name }) => name.includes('/api/sync')).map(({ decodedBodySize }) => decodedBodySize))
  console.log(`one change after a week away          ${pulls.length} request(s), ${pulls.reduce((sum, bytes) => sum + bytes, 0)} bytes  goal 1 request`)
}

async function main(): Promise<void> {
  const parts = new AsyncDisposableStack()
  const host = { teardown: (run: () => unknown) => parts.defer(async () => { await run() }) }
  try {
    const household = await openBigHousehold(host, { titles, seed })
    const { events } = await household.person.replica()
    console.log(`commit ${commit()}, seed ${seed}, ${titles} titles, ${events.length} events, ${rounds} rounds in turns; medians (least to greatest)`)
    const fresh: Awaited<ReturnType<typeof freshDevice>>[] = []
    for (let round = 0; round < rounds; round++) fresh.push(await freshDevice(household, events.length))
    const [ours, bare] = [fresh.map(({ oursMs }) => oursMs), fresh.map(({ bareMs }) => bareMs)]
    console.log(`fresh device, ${titles} titles          ${(median(ours) / median(bare)).toFixed(2)} times  goal 2  ours ${spread(ours)}, bytes and JSON.parse ${spread(bare)}, ${(fresh[0]!.bytes / 1_048_576).toFixed(1)} MiB`)
    const profile = await openDevice()
    parts.defer(() => profile.close())
    await signInWith(profile, household)
    await profile.page.goto(`${household.service.url}/library?shelf=rated`)
    await untilSynced(profile.page, { userId: household.person.session.userId, events: events.length })
    await readyForOffline(profile.page)
    await profile.page.waitForTimeout(5_000)
    await weekAway(household, profile)
    await profile.page.goto('about:blank')
    await household.service.stop()
    await coldStarts(household, profile)
  } finally {
    await parts.disposeAsync()
  }
}

await main()
