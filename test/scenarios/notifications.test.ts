/** From a request to the film by way of the bell, in a real browser. */

import { openFilm, signedInDevice } from '../support/app.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('who asks for a film is told when it is ready, comes to it from the bell, and has read it on every device', { timeout: 180_000 }, async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const { page, context } = await signedInDevice(t, service, credentials)
  const other = await signedInDevice(t, service, credentials)
  await page.getByRole('link', { name: 'Notifications', exact: true }).click()
  await page.getByRole('heading', { name: 'Nothing to tell yet' }).waitFor()

  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  await page.getByText('The Cabinet of Dr. Caligari is ready to play.').first().waitFor({ timeout: 90_000 })
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

  const { outcomes } = await (await signIn(service.url, credentials)).post<{ outcomes: readonly { status: string }[] }>('/api/commands', {
    id: '01930000-0000-7000-8000-000000000001', type: 'Notify', data: { userId: '0a0a0a0a-0000-4000-8000-000000000001', kind: 'ready', movieId: 1 }, issuedAt: new Date().toISOString(), deviceId: null,
  })
  t.match(outcomes, [{ status: 'rejected', code: 'FORBIDDEN' }], 'nobody sends notifications to others')
  t.equal(await service.stop(), 0)
})
