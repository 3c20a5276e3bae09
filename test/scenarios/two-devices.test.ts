/** Two devices of one person, apart and together again. */

import { eventually } from '../support/eventually.ts'
import { signedInDevice } from '../support/app.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('two devices rate one film while apart: both histories show both ratings, and both agree', async (t) => {
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
  const person = await signIn(service.url, credentials)
  const ratings = async () => (await person.replica()).events.filter((event) => event.type === 'TitleRated')
  for (const [index, { context }] of devices.entries()) {
    await context.setOffline(false)
    await eventually('the rating is in the store', async () => (await ratings()).length === index + 1)
  }
  const rated = await ratings()
  const winner = rated.at(-1)!.data.rating === 'LIKE' ? 'Like' : 'Dislike'
  for (const { page } of devices) {
    await page.getByRole('button', { name: `Rate: ${winner}`, pressed: true }).waitFor()
    await page.goto(`${service.url}/history`)
    await page.getByRole('listitem').filter({ hasText: 'Nosferatu' }).nth(1).waitFor()
    await eventually('the history shows both', async () => await page.getByRole('listitem').filter({ hasText: /Nosferatu/ }).filter({ hasText: /rated/i }).count() === 2)
  }
  await service.stop()
})

t.test('undo and redo reach across devices, and what was superseded is explained', async (t) => {
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
  await rows.nth(1).waitFor()
  await rows.last().getByRole('button', { name: 'Undo' }).click()
  await phone.page.getByRole('button', { name: 'Show the later change' }).waitFor()
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
  const told = laptop.page.locator('.toast', { hasText: /Nosferatu: .*\bLike\b/ })
  // While it is pointed at no time makes it go.
  await told.hover()
  await phone.page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  t.ok(await told.isVisible())
  await phone.page.keyboard.press('Control+z')
  await told.waitFor({ state: 'detached' })
  t.pass('what was told on the laptop goes when it is undone on the phone')
  await service.stop()
})
