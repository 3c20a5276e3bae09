/** A film goes on being saved with every page of the app closed, by the browser itself: in a real one that does so, which npm's does not. */

import type { Page } from 'playwright-core'
import type { JobPage } from '../../projections/wire.ts'
import { openAlteringProxy } from '../support/altering-proxy.ts'
import { signedInDevice } from '../support/app.ts'
import { debianChromium } from '../support/debian-chromium.ts'
import { eventually } from '../support/eventually.ts'
import { kept } from '../support/of-a-browser.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const THE_GENERAL = 961
const GOES_ON = 'It goes on when Rewind is closed.'

/** What the browser has in hand. */
const tasks = (page: Page) => page.evaluate(async () => {
  const { backgroundFetch } = await navigator.serviceWorker.ready as unknown as { backgroundFetch: { getIds(): Promise<string[]> } }
  return await backgroundFetch.getIds()
})

t.test('Debian’s Chromium: a film arrives with the app closed, is paused in the browser, and leaves with its person', async (t) => {
  const chromium = await debianChromium()
  if ('why' in chromium) return void t.pass(`not run: ${chromium.why}`)
  const service = await startService(t)
  const proxy = await openAlteringProxy(t, service.port)
  const credentials = demoCredentials(service, 'member')
  const person = await signIn(service.url, credentials)
  await person.send(newCommand('RequestFetch', { movieId: THE_GENERAL, jobId: newJobId() }))
  const job = await eventually('the film is stored', async () => (await person.get<JobPage>('/api/jobs')).results.find(({ status, movieId }) => movieId === THE_GENERAL && status === 'ready'), 240_000)
  const { context, page } = await signedInDevice(t, proxy, credentials, chromium)

  const line = { asked: 0, free: () => {}, gate: Promise.resolve() }
  const close = () => { line.gate = new Promise((resolve) => { line.free = resolve }) }
  /** The app's own first part takes long; what the browser asks for then waits at the gate. */
  proxy.hold(`/media/movies/${job.key}/`, async () => {
    const first = line.asked++ === 0
    await (first ? new Promise((resolve) => setTimeout(resolve, 3_200)) : line.gate)
  })
  const save = async () => {
    line.asked = 0
    close()
    await page.goto(`${proxy.url}/movie/${THE_GENERAL}`)
    await page.getByRole('button', { name: 'Save The General on this device' }).click()
    await page.getByText(GOES_ON).waitFor()
    await eventually('the browser asks', async () => line.asked > 1)
  }

  await t.test('[SV12] [SV13] it arrives with no page open, and is checked', async (t) => {
    await save()
    await eventually('one task is in its hands', async () => (await tasks(page)).length === 1)
    await page.goto('about:blank')
    line.free()
    // Whoever has to ask the server for anything now cannot: what is saved by then was saved without a page.
    const worker = context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker')
    await eventually('the service worker has saved it', async () => await worker.evaluate(async () => {
      const name = (await indexedDB.databases()).find(({ name }) => name?.endsWith('-saved'))!.name!
      const database = await new Promise<IDBDatabase>((resolve) => { const opening = indexedDB.open(name); opening.onsuccess = () => resolve(opening.result) })
      const films = await new Promise<{ state: string }[]>((resolve) => { const reading = database.transaction('films').objectStore('films').getAll(); reading.onsuccess = () => resolve(reading.result) })
      database.close()
      return films[0]?.state === 'saved'
    }))
    await context.setOffline(true)
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('link', { name: 'Play: The General' }).click()
    await eventually('it plays', () => page.locator('video').evaluate((video: HTMLVideoElement) => video.readyState >= 2 && video.currentTime > 0.2))
    await context.setOffline(false)
    t.pass('it plays with no network')
  })

  await t.test('[SV14] ended in what the browser shows, it is paused, and goes on when told', async (t) => {
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('button', { name: 'Remove: The General' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('No film or episode is saved on this device').waitFor()
    await save()
    const [id] = await tasks(page)
    await page.evaluate(async (id) => await (await (await navigator.serviceWorker.ready as unknown as { backgroundFetch: { get(id: string): Promise<{ abort(): Promise<boolean> }> } }).backgroundFetch.get(id)).abort(), id!)
    await page.getByText('Saving is paused').waitFor()
    line.free()
    await page.getByRole('button', { name: 'Go on: The General' }).click()
    await page.getByText('Saved offline', { exact: true }).waitFor()
    await eventually('the browser has nothing in hand', async () => (await tasks(page)).length === 0)
  })

  await t.test('[SV11] a sign-out ends it, and leaves nothing', async (t) => {
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('button', { name: 'Remove: The General' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('No film or episode is saved on this device').waitFor()
    await save()
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByLabel('Username').waitFor()
    line.free()
    await eventually('the browser has nothing in hand', async () => (await tasks(page)).length === 0)
    await eventually('nothing saved is left', async () => (await kept(page)).databases.every((name) => !name?.endsWith('-saved')))
  })
  t.equal(await service.stop(), 0)
})
