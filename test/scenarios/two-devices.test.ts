/** Two devices of one person, apart and together again. */

import { eventually } from '../support/eventually.ts'
import { signedInDevice } from '../support/app.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('two devices rate one film while apart: both histories show both ratings, and both agree', { timeout: 180_000 }, async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const devices = [await signedInDevice(t, service, credentials), await signedInDevice(t, service, credentials)]
  for (const { page, context } of devices) {
    await page.goto(`${service.url}/movie/653`)
    await page.getByRole('button', { name: 'Rate: Like' }).waitFor()
    await context.setOffline(true)
  }
  for (const [index, rating] of ['Like', 'Dislike'].entries()) {
    await devices[index]!.page.getByRole('button', { name: `Rate: ${rating}` }).click()
    await devices[index]!.page.getByRole('button', { name: `Rate: ${rating}`, pressed: true }).waitFor()
  }
  for (const { context } of devices) {
    await context.setOffline(false)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const person = await signIn(service.url, credentials)
  const rated = await eventually('both ratings are in the store', async () => {
    const events = (await person.replica()).events.filter((event) => event.type === 'TitleRated')
    return events.length === 2 && events
  })
  const winner = rated.at(-1)!.data.rating === 'LIKE' ? 'Like' : 'Dislike'
  for (const { page } of devices) {
    await page.getByRole('button', { name: `Rate: ${winner}`, pressed: true }).waitFor()
    await page.goto(`${service.url}/history`)
    await page.getByRole('listitem').filter({ hasText: 'Nosferatu' }).nth(1).waitFor()
    t.equal(await page.getByRole('listitem').filter({ hasText: /Nosferatu/ }).filter({ hasText: /rated/i }).count(), 2, 'the history shows both')
  }
  await service.stop()
})

t.test('undo and redo reach across devices, and what was superseded is explained', { timeout: 180_000 }, async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const person = await signIn(service.url, credentials)
  const title = { mediaType: 'movie' as const, tmdbId: 653 }
  await person.send(newCommand('RateMovie', { title, rating: 'LIKE' }))
  await person.send(newCommand('RateMovie', { title, rating: 'DISLIKE' }))
  const phone = await signedInDevice(t, service, credentials)
  const laptop = await signedInDevice(t, service, credentials)
  await laptop.page.goto(`${service.url}/movie/653`)
  await laptop.page.getByRole('button', { name: 'Rate: Dislike', pressed: true }).waitFor()

  await phone.page.goto(`${service.url}/history`)
  const rows = phone.page.getByRole('listitem').filter({ hasText: 'Nosferatu' })
  await rows.last().getByRole('button', { name: 'Undo' }).click()
  await phone.page.getByText(/newer|later|since/i).first().waitFor()
  t.pass('undoing the older rating says that a newer one stands in the way')

  await rows.first().getByRole('button', { name: 'Undo' }).click()
  await laptop.page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  t.pass('undone on the phone, seen on the laptop')
  await laptop.page.keyboard.press('Control+Shift+z')
  await laptop.page.getByRole('button', { name: 'Rate: Dislike', pressed: true }).waitFor()
  await phone.page.goto(`${service.url}/movie/653`)
  await phone.page.getByRole('button', { name: 'Rate: Dislike', pressed: true }).waitFor()
  t.pass('done again on the laptop, seen on the phone')

  await laptop.page.getByRole('button', { name: 'Rate: Like' }).click()
  const told = laptop.page.locator('.toast', { hasText: 'Nosferatu' })
  // While it is pointed at no time makes it go.
  await told.hover()
  await phone.page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  t.ok(await told.isVisible())
  await phone.page.keyboard.press('Control+z')
  await told.waitFor({ state: 'detached' })
  t.pass('what was told on the laptop goes when it is undone on the phone')
  await service.stop()
})
