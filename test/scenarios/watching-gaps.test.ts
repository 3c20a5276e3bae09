/** The player over a film of which the test lets land what it likes: waiting, gaps, another place of a remuxed film, its end, in a real browser. */

import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { openDevice } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { demoClip, filmInMatroska } from '../support/film-in-matroska.ts'
import { issue } from '../support/given.ts'
import { landingJob } from '../support/landing-job.ts'
import { landingLab } from '../support/landing-lab.ts'
import { newCommand } from '../support/person.ts'
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
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  return { app, job, lab, page, asked: (part: string) => asked.filter((each) => each.includes(part)).length, open: () => lab.open(job.jobId).film, landAll: () => Array.from({ length: lab.articles }, (_, article) => lab.land(article)) }
}

const stateOf = (page: Page) => page.locator('video').evaluate((video: HTMLVideoElement) => ({ at: video.currentTime, ready: video.readyState }))
const plays = (page: Page, from: number, to: number) => eventually(`it plays between ${from} and ${to} s`, async () => {
  const { at, ready } = await stateOf(page)
  return ready >= 2 && at > from && at < to
})

t.test('it starts by itself when the first parts are here, says what is missing, and goes on when that is repaired', async (t) => {
  const clip = await demoClip()
  const { lab, page, open, landAll } = await atThePlayer(t, 'film.mp4', clip)
  await page.getByText('The first parts are on their way.').waitFor()
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
  }, 90_000, 700)
  film.repaired(lab.whole())
  await page.getByRole('img', { name: /^\d+% of it has arrived$/ }).waitFor()
  await eventually('it goes on', async () => !await stopped.isVisible() && (await stateOf(page)).ready >= 2)
  t.pass('it went on by itself')
})

t.test('a film in Matroska is played while it lands, and from another place by another stream', async (t) => {
  const { page, open, landAll } = await atThePlayer(t, 'film.mkv', await filmInMatroska())
  open()
  landAll()
  await plays(page, 0.1, 20)
  await page.keyboard.press('7')
  const bar = page.getByRole('slider', { name: 'Seek' })
  await eventually('it plays on from there', async () => Number(await bar.inputValue()) > 43 && (await stateOf(page)).at > 0.5 && (await stateOf(page)).at < 15)
  t.equal(Math.floor(Number(await bar.getAttribute('max'))), 62, 'the length is the film\'s')
})

t.test('once all of it is here nobody goes on asking what has arrived', async (t) => {
  const clip = await demoClip()
  const { app, job, page, asked, open, landAll } = await atThePlayer(t, 'film.mp4', clip)
  const film = open()
  landAll()
  await plays(page, 0.1, 60)
  const key = `movies/${job.jobId}/movie.mp4`
  const objects = await openFolderStore(join(app.dataDir, 'objects'))
  await objects.put(key, (async function* () { yield clip })(), { contentType: 'video/mp4' })
  await film.stored({ key, sizeBytes: clip.length, rewritten: false })
  await job.tell('FinishDownload', { bytes: clip.length, missing: 0, repaired: 0 })
  await job.tell('BeginPreparing', {})
  await job.tell('FinishPreparing', { key, sizeBytes: clip.length, contentType: 'video/mp4', sha256: createHash('sha256').update(clip).digest('hex') })
  await film.close()
  await page.getByText('All of it is here.').waitFor({ state: 'attached' })
  // Far enough from the end for two seconds of it, however long all this took.
  await page.keyboard.press('1')
  const before = asked('/arrival')
  const { at } = await stateOf(page)
  await plays(page, at + 2, 62)
  t.ok(asked('/arrival') - before <= 1, `${asked('/arrival') - before} questions`)
})

t.test('who watches a film that is called off is told, and not left waiting', async (t) => {
  const { app, job, page, open, landAll } = await atThePlayer(t, 'film.mp4', await demoClip())
  const film = open()
  landAll()
  await plays(page, 0.1, 60)
  const command = newCommand('CancelFetch', { movieId: 653, jobId: job.jobId as never })
  await app.commands.handle(issue('CancelFetch', command.data, { id: command.id, as: 'admin', at: new Date().toISOString() }))
  await film.close()
  await page.getByText('It is not here yet.').waitFor()
  t.pass('it is said')
})

t.test('a film that this browser cannot play is said to be one, and not begun for ever', async (t) => {
  // It begins like a film, and nothing in it says what its pictures are: that would stand behind them, so it is tried.
  const film = Buffer.alloc(2_100_000)
  Buffer.from((await demoClip()).subarray(0, 24)).copy(film)
  film.writeUInt32BE(24, 0)
  film.writeUInt32BE(film.length - 24, 24)
  film.write('mdat', 28)
  const { page, asked, open, landAll } = await atThePlayer(t, 'film.mp4', film)
  open()
  landAll()
  await page.getByRole('alert').getByText('This cannot be played right now.').waitFor({ timeout: 120_000 })
  t.ok(asked('/media/') < 20, `${asked('/media/')} questions for it`)
})
