/** The player over a film of which the test lets land what it likes: waiting, gaps, another place of a remuxed film, in a real browser. */

import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openDevice } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { demoClip, filmInMatroska } from '../support/film-in-matroska.ts'
import { landingJob } from '../support/landing-job.ts'
import { landingLab } from '../support/landing-lab.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'
import { testApp } from '../support/test-app.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'

const appFolder = fileURLToPath(new URL('../../pwa/dist', import.meta.url))
const PASSWORD = 'a long password'

/** Somebody at the player of a film that is on its way, and hands on what lands. */
async function atThePlayer(t: Test, name: string, bytes: Uint8Array) {
  const lab = landingLab(t.testdir({}), writeStoredRar([{ name, bytes }], { version: 5, volumeBytes: 1_000_000 }), 40_000)
  const app = await testApp(t, { landingFilms: lab.relay, appFolder })
  await app.accounts.ensure({ username: 'ada', password: PASSWORD, role: 'member' })
  const job = await landingJob(app, 653, { sizeBytes: bytes.length, articles: lab.articles })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  const device = await openDevice()
  t.teardown(() => device.close())
  const { page } = device
  await page.goto(url)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Downloads' }).first().waitFor()
  await page.goto(`${url}/play/653`)
  return { lab, page, open: () => lab.open(job.jobId).film, landAll: () => Array.from({ length: lab.articles }, (_, article) => lab.land(article)) }
}

const stateOf = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => ({ at: video.currentTime, ready: video.readyState }))
const plays = (page: Page, from: number, to: number) => eventually(`it plays between ${from} and ${to} s`, async () => {
  const { at, ready } = await stateOf(page)
  return ready >= 2 && at > from && at < to
}, 20_000)

t.test('it starts by itself when the first parts are here, says what is missing, and goes on when that is repaired', { timeout: 120_000 }, async (t) => {
  const clip = await demoClip()
  const { lab, page, open, landAll } = await atThePlayer(t, 'film.mp4', clip)
  await page.getByText('The first parts of this film are on their way.').waitFor()
  const lost = lab.articlesOf[1]!.firstArticle + 3
  lab.lose(lost)
  const film = open()
  landAll()
  await plays(page, 0.1, 60)
  await page.getByRole('img', { name: /1 part is missing/ }).waitFor()
  // Into the gap: bytes tell seconds well enough in this clip, whose pictures fill its first part.
  const stopped = page.locator('.stopped').getByText('This part is on no server.')
  let key = 0
  await eventually('the gap stops it', async () => {
    await page.keyboard.press(String(++key % 10))
    return await stopped.isVisible()
  }, 40_000, 700)
  film.repaired(lab.whole())
  await page.getByRole('img', { name: /^\d+% of the film has arrived$/ }).waitFor()
  await eventually('it goes on', async () => !await stopped.isVisible() && (await stateOf(page)).ready >= 2, 20_000)
  t.pass('it went on by itself')
})

t.test('a film in Matroska is played while it lands, and from another place by another stream', { timeout: 120_000 }, async (t) => {
  const { page, open, landAll } = await atThePlayer(t, 'film.mkv', await filmInMatroska())
  open()
  landAll()
  await plays(page, 0.1, 20)
  await page.keyboard.press('7')
  const bar = page.getByRole('slider', { name: 'Seek' })
  await eventually('it plays on from there', async () => Number(await bar.inputValue()) > 43 && (await stateOf(page)).at > 0.5 && (await stateOf(page)).at < 15)
  t.equal(Math.floor(Number(await bar.getAttribute('max'))), 62, 'the length is the film\'s')
})
