/** From a request to the film by way of the bell, in a real browser. */

import { eventually } from '../support/eventually.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Device } from '../support/browser.ts'
import t from '../support/tap.ts'

/** Hands the browser messages as its push service would, and answers what it shows of them. */
async function pushed({ context, page }: Device, origin: string, messages: readonly object[]): Promise<readonly object[]> {
  await context.grantPermissions(['notifications'], { origin })
  const devtools = await context.newCDPSession(page)
  const registration = new Promise<string>((resolve) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const [own] = registrations.filter(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted)
    if (own) resolve(own.registrationId)
  }))
  await devtools.send('ServiceWorker.enable')
  const worker = context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker')
  // A browser without a screen keeps no notifications to be asked for: what it is told to show is noted on the way.
  await worker.evaluate(() => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration }
    const shown: object[] = (self as unknown as { shown: object[] }).shown = []
    registration.showNotification = async (title, options) => void shown.push({ title, ...options })
    registration.getNotifications = async (filter) => shown.filter((each) => (each as { tag?: string }).tag === filter?.tag).slice(-1) as Notification[]
  })
  const shown = () => worker.evaluate(() => (self as unknown as { shown: readonly object[] }).shown)
  // At once, as a season comes.
  for (const message of messages) await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registration, data: JSON.stringify(message) })
  await eventually('each is shown', async () => (await shown()).length === messages.length)
  return await shown()
}

t.test('who asks for a film is told when it is ready, comes to it from the bell, and has read it on every device', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const { page, context } = await signedInDevice(t, service, credentials)
  const other = await signedInDevice(t, service, credentials)
  await page.getByRole('link', { name: 'Notifications', exact: true }).click()
  await page.getByRole('heading', { name: 'Nothing to tell yet' }).waitFor()

  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  await page.getByText('The Cabinet of Dr. Caligari is ready to play.').first().waitFor({ timeout: 240_000 })
  t.pass('it is told while the app is open')
  const bell = page.getByRole('link', { name: 'Notifications, 1 unread' })
  await bell.waitFor()
  await other.page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor()
  t.pass('both devices count it')

  await context.setOffline(true)
  await bell.focus()
  await page.keyboard.press('Enter')
  await page.getByText('You are offline. What is new will be here when you are back.').waitFor()
  await page.getByRole('link', { name: 'The Cabinet of Dr. Caligari is ready to play.' }).click()
  await page.getByRole('heading', { level: 1, name: 'The Cabinet of Dr. Caligari' }).waitFor()
  await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor()
  t.pass('it leads to the film and is read, without a network')
  await context.setOffline(false)
  await other.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor()
  t.pass('and read on the other device too')

  const episode = { kind: 'ready', seriesId: 1800000001, season: 1, title: 'The Perils of Pauline' }
  const shown = await pushed(other, service.url, [
    { id: '01930000-0000-7000-8000-000000000002', kind: 'ready', movieId: 234, title: 'The Cabinet of Dr. Caligari' },
    { ...episode, id: '01930000-0000-7000-8000-000000000003', episode: 1 }, { ...episode, id: '01930000-0000-7000-8000-000000000004', episode: 2 },
  ])
  t.match(shown, [
    { title: 'Rewind', body: 'The Cabinet of Dr. Caligari is ready to play.', tag: '01930000-0000-7000-8000-000000000002', data: { path: '/movie/234' } },
    { tag: 'ready 1800000001', data: { path: '/tv/1800000001/season/1/episode/1' } }, { body: '2 episodes of The Perils of Pauline are ready to play.', tag: 'ready 1800000001', data: { path: '/tv/1800000001' } },
  ], 'what is pushed to a browser is shown by its service worker, episodes of one series in one place')

  const { outcomes } = await (await signIn(service.url, credentials)).post<{ outcomes: readonly { status: string }[] }>('/api/commands', {
    id: '01930000-0000-7000-8000-000000000001', type: 'Notify', data: { userId: '0a0a0a0a-0000-4000-8000-000000000001', kind: 'ready', movieId: 1 }, issuedAt: new Date().toISOString(), deviceId: null,
  })
  t.match(outcomes, [{ status: 'rejected', code: 'FORBIDDEN' }], 'nobody sends notifications to others')
  t.equal(await service.stop(), 0)
})
