/** Watching while it lands: ask, watch before it is here, seek to what has not arrived, and see the stored film take over. */

import type { Page } from 'playwright-core'
import type { Arrival, StreamLink } from '../../projections/wire.ts'
import type { DownloadsAnswer } from '../../projections/wire-connections.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import type { Person } from '../support/person.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const CALIGARI = 234

/** Of the picture, wherever in the shadows it is. */
function picture(page: Page) {
  return page.locator('video')
}

async function plays(page: Page, beyondSeconds: number): Promise<void> {
  await eventually(`it plays beyond ${beyondSeconds} s`, () => picture(page).evaluate((video: HTMLVideoElement, seconds) => video.readyState >= 2 && video.currentTime > seconds, beyondSeconds))
}

t.test('a film is watched while it lands, at a place that has not arrived too, and goes on when it is stored', async (t) => {
  const service = await startService(t)
  const person = await signIn(service.url, demoCredentials(service, 'member'))
  const admin = await signIn(service.url, demoCredentials(service, 'admin'))
  const downloadAtMost = async (speedLimitBytes: number | null) => {
    const { version, settings } = await admin.get<DownloadsAnswer>('/api/admin/downloads')
    await admin.put('/api/admin/downloads', { version, settings: { ...settings, speedLimitBytes } })
  }
  const { page } = await signedInDevice(t, service, demoCredentials(service, 'member'))
  const statuses: number[] = [], looks: string[] = []
  page.on('response', (response) => { if (/[?&]look\b/.test(response.url())) looks.push(response.url()); else if (response.url().includes('/media/')) statuses.push(response.status()) })

  await downloadAtMost(1_000_000)
  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  const watch = page.getByRole('link', { name: 'Watch now' }).first()
  await watch.waitFor({ timeout: 240_000 })
  // So that it is still on its way when a busy machine comes to look.
  await downloadAtMost(200_000)
  await watch.click()
  await plays(page, 0.2)
  const early = await person.get<Arrival>(`/api/movies/${CALIGARI}/arrival`)
  t.equal(early.status, 'downloading', 'it plays before it is here')
  t.ok(early.landed.reduce((sum, [from, to]) => sum + to - from, 0) < early.sizeBytes! * 0.9, 'most of it is still to come')
  await page.getByRole('img', { name: /% of it has arrived/ }).waitFor()
  t.same(await axeFaults(page), [], 'nothing keeps anybody from it')

  // A film that waits for bytes goes before pictures of it: this one rests.
  await page.keyboard.press('k')
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
  const bar = await page.getByRole('slider', { name: 'Seek' }).boundingBox()
  await page.mouse.move(bar!.x + 3, bar!.y + bar!.height / 2)
  await page.locator('seek-preview canvas').waitFor()
  t.pass('a picture of what has landed stands above the bar')
  // The browser tells of an answer in its own time.
  await eventually('it was only looked at', async () => looks.length > 0)
  await page.mouse.move(bar!.x, 200)

  const link = await person.get<StreamLink>(`/api/movies/${CALIGARI}/stream`)
  t.match(link, { complete: false, way: 'ranges', contentType: 'video/mp4' })
  const end = await fetch(service.url + link.url, { headers: { range: `bytes=${link.size - 65_536}-` } })
  t.strictSame([end.status, (await end.arrayBuffer()).byteLength], [206, 65_536], 'its end is to be had at once')

  await downloadAtMost(1_000_000)
  await page.keyboard.press('k')
  await page.keyboard.press('8')
  const { duration } = await picture(page).evaluate((video: HTMLVideoElement) => ({ duration: video.duration }))
  await plays(page, duration * 0.8)
  t.pass('it plays where nothing had arrived')
  await downloadAtMost(null)

  await eventually('the film is stored', async () => (await person.get<Arrival>(`/api/movies/${CALIGARI}/arrival`)).status === 'ready', 240_000)
  await page.getByText('All of it is here.').waitFor({ state: 'attached' })
  await page.keyboard.press('1')
  await plays(page, duration * 0.1 + 0.5)
  const same = await fetch(service.url + link.url, { headers: { range: 'bytes=0-99', 'if-range': end.headers.get('etag')! } })
  t.strictSame([same.status, same.headers.get('content-length')], [206, '100'], 'the link goes on under the same tag')
  const whole = await person.get<StreamLink>(`/api/movies/${CALIGARI}/stream`)
  t.match(whole, { complete: true })
  const [one, other] = await Promise.all([link, whole].map(async ({ url }) => Buffer.from(await (await fetch(service.url + url)).arrayBuffer())))
  t.ok(one!.equals(other!), 'with the same bytes')
  t.ok(statuses.every((status) => status === 206 || status === 200), `every question of the picture was answered: ${statuses.join(', ')}`)

  await anEpisodeAndTheNext(t, page, service.url, person)
  t.equal(await service.stop(), 0)
})

const FIRSTS = { url: '/first.vtt', language: 'en', label: 'Of the first', forced: false, hearingImpaired: false }

/** Asked for in its sheet and watched while it lands; the next one is asked for from within, and begins by itself when this one ends: with nothing of the former one's. */
async function anEpisodeAndTheNext(t: Test, page: Page, url: string, person: Person): Promise<void> {
  await page.route(/\/episodes\/1\/media$/, (route) => route.fulfill({ json: { info: null, playability: null, subtitles: [FIRSTS], chapters: [] } }))
  // The second lands for as long as it is watched here.
  await page.route(/\/episodes\/2\/(?:stream|arrival)$/, async (route) => {
    const response = await route.fetch()
    if (!response.ok()) return await route.fulfill({ response })
    await route.fulfill({ response, json: { ...await response.json() as object, ...route.request().url().endsWith('stream') ? { complete: false } : { status: 'downloading' } } })
  })
  await page.goto(`${url}/tv/1800000003/season/1/episode/1`)
  const sheet = page.getByRole('dialog', { name: 'The Severed Head' })
  await sheet.getByRole('button', { name: 'Request', exact: true }).click()
  await sheet.getByRole('link', { name: 'Watch now' }).click({ timeout: 240_000 })
  await page.getByRole('heading', { name: 'Les Vampires · S1 E1' }).waitFor()
  await plays(page, 0.2)
  await page.keyboard.press('n')
  const next = page.getByRole('region', { name: 'Up next' })
  await next.getByText('S1 E2 · The Ring That Kills').waitFor()
  await next.getByRole('button', { name: 'Request it' }).click()
  await next.getByRole('button', { name: 'Play it now' }).waitFor({ timeout: 240_000 })
  t.same(await axeFaults(page), [], 'nothing keeps anybody from the next one')
  await page.getByRole('option', { name: FIRSTS.label }).waitFor({ state: 'attached', timeout: 240_000 })
  await page.keyboard.press('9')
  await next.getByText(/^Begins in \d seconds?$/).waitFor()
  await page.waitForURL(`${url}/play/tv/1800000003/1/2`, { timeout: 240_000 })
  await page.getByRole('heading', { name: 'Les Vampires · S1 E2' }).waitFor()
  await plays(page, 0.2)
  t.equal(await page.getByRole('option', { name: FIRSTS.label }).count(), 0, 'with no subtitles of the first')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await eventually('nine tenths watched the first, and only it', async () => {
    const { entry } = await person.get<{ entry: { plays: { season?: number; episode?: number }[] } | null }>('/api/library/tv/1800000003')
    return (entry?.plays ?? []).map(({ season, episode }) => `${season}x${episode}`).join(' ') === '1x1'
  })
}
