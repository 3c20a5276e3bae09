/** Watching while it lands: ask, watch before it is here, seek to what has not arrived, and see the stored film take over. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import type { Arrival, StreamLink } from '../../projections/wire.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const CALIGARI = 234

/** Of the picture, wherever in the shadows it is. */
function picture(page: Page) {
  return page.locator('video')
}

async function plays(page: Page, beyondSeconds: number): Promise<void> {
  await eventually(`it plays beyond ${beyondSeconds} s`, () => picture(page).evaluate((video: HTMLVideoElement, seconds) => video.readyState >= 2 && video.currentTime > seconds, beyondSeconds), 30_000)
}

t.test('a film is watched while it lands, at a place that has not arrived too, and goes on when it is stored', { timeout: 240_000 }, async (t) => {
  const service = await startService(t)
  const person = await signIn(service.url, demoCredentials(service, 'member'))
  const { page } = await signedInDevice(t, service, demoCredentials(service, 'member'))
  const statuses: number[] = []
  page.on('response', (response) => { if (response.url().includes('/media/')) statuses.push(response.status()) })

  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  await page.getByRole('link', { name: 'Watch now' }).first().click({ timeout: 60_000 })
  await plays(page, 0.2)
  const early = await person.get<Arrival>(`/api/movies/${CALIGARI}/arrival`)
  t.equal(early.status, 'downloading', 'it plays before it is here')
  t.ok(early.landed.reduce((sum, [from, to]) => sum + to - from, 0) < early.sizeBytes! * 0.9, 'most of it is still to come')
  await page.getByRole('img', { name: /% of the film has arrived/ }).waitFor()
  const { violations } = await new AxeBuilder({ page }).analyze()
  t.same(violations.map(({ id }) => id), [], 'nothing keeps anybody from it')

  const link = await person.get<StreamLink>(`/api/movies/${CALIGARI}/stream`)
  t.match(link, { complete: false, way: 'ranges', contentType: 'video/mp4' })
  const end = await fetch(service.url + link.url, { headers: { range: `bytes=${link.size - 65_536}-` } })
  t.strictSame([end.status, (await end.arrayBuffer()).byteLength], [206, 65_536], 'its end is to be had at once')

  await page.keyboard.press('8')
  const { duration } = await picture(page).evaluate((video: HTMLVideoElement) => ({ duration: video.duration }))
  await plays(page, duration * 0.8)
  t.pass('it plays where nothing had arrived')

  await eventually('the film is stored', async () => (await person.get<Arrival>(`/api/movies/${CALIGARI}/arrival`)).status === 'ready', 60_000)
  await page.getByText('All of the film is here.').waitFor({ state: 'attached' })
  await page.keyboard.press('1')
  await plays(page, duration * 0.1 + 0.5)
  const same = await fetch(service.url + link.url, { headers: { range: 'bytes=0-99', 'if-range': end.headers.get('etag')! } })
  t.strictSame([same.status, same.headers.get('content-length')], [206, '100'], 'the link goes on under the same tag')
  const whole = await person.get<StreamLink>(`/api/movies/${CALIGARI}/stream`)
  t.match(whole, { complete: true })
  const [one, other] = await Promise.all([link, whole].map(async ({ url }) => Buffer.from(await (await fetch(service.url + url)).arrayBuffer())))
  t.ok(one!.equals(other!), 'with the same bytes')
  t.ok(statuses.every((status) => status === 206 || status === 200), `every question of the picture was answered: ${statuses.join(', ')}`)
  t.equal(await service.stop(), 0)
})
