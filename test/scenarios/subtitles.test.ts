/** A film that came in Matroska, prepared and stored: its picture plays, its subtitles show, one finds one's way by chapters and small pictures. */

import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { JobPage } from '../../projections/wire.ts'
import type { StoredMedia } from '../../projections/wire-media.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { realSystem } from '../../server/system.ts'
import { prepareMedia } from '../../workers/media/prepare-media.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { filmInMatroska } from '../support/film-in-matroska.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const NOSFERATU = 653

t.test('subtitles, chapters and small pictures of a film that came in Matroska', async (t) => {
  const service = await startService(t)
  const person = await signIn(service.url, demoCredentials(service, 'member'))
  const { page } = await signedInDevice(t, service, demoCredentials(service, 'member'))
  await openFilm(page, 'nosferatu', 'Nosferatu (1922)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  await eventually('the film is stored', async () => (await person.get<JobPage>('/api/jobs')).results[0]?.status === 'ready', 240_000)
  await putMatroska(t, join(service.dataDir, 'objects'), (await person.get<JobPage>('/api/jobs')).results[0]!.key)

  await page.getByRole('link', { name: 'Play', exact: true }).first().click()
  const video = page.locator('video')
  await eventually('it plays', () => video.evaluate((element: HTMLVideoElement) => element.readyState >= 2 && element.currentTime > 0.2))
  const shown = () => video.evaluate((element: HTMLVideoElement) => [...element.textTracks].filter(({ mode }) => mode === 'showing').flatMap(({ activeCues }) => [...activeCues ?? []].map((cue) => (cue as VTTCue).text)))

  await page.keyboard.press('k')
  await eventually('it stands', () => video.evaluate((element: HTMLVideoElement) => element.paused))
  await page.getByLabel('Subtitles', { exact: true }).selectOption({ label: 'German' })
  await page.getByRole('slider', { name: 'Seek' }).fill('22')
  await eventually('the subtitle of that second is shown', async () => (await shown()).join() === 'Der <i>Tod</i> kommt')
  await eventually('the bar says where that is', async () => /^0:22 of 1:0\d, The castle$/.test(await page.getByRole('slider', { name: 'Seek' }).getAttribute('aria-valuetext') ?? ''))
  await page.keyboard.press('c')
  await eventually('c hides it', async () => (await shown()).length === 0)
  await page.keyboard.press('c')
  await eventually('and brings it back', async () => (await shown()).length === 1)

  const bar = (await page.getByRole('slider', { name: 'Seek' }).boundingBox())!
  await page.mouse.move(bar.x + bar.width * 0.75, bar.y + bar.height / 2)
  await page.locator('seek-preview').getByText(/^0:4\d$/).waitFor()
  await eventually('a frame of the film is drawn', () => page.locator('seek-preview canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return canvas.width > 200 && new Set(data).size > 20
  }))
  t.same(await axeFaults(page), [], 'nothing keeps anybody from it')
  if (process.env['SHOTS']) await page.screenshot({ path: join(process.env['SHOTS'], 'player.png') })

  await page.reload()
  await eventually('the language is remembered', async () => await page.getByLabel('Subtitles', { exact: true }).locator('option:checked').textContent() === 'German')
  t.equal(await service.stop(), 0)
})

/** What the downloader would have made of such a release. */
async function putMatroska(t: Parameters<typeof startService>[0], folder: string, jobKey: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'rewind-matroska-'))
  t.teardown(() => rmSync(work, { recursive: true, force: true }))
  const text = (language: string, data: string, name?: string) => ({ kind: 'subtitle' as const, codecId: 'S_TEXT/UTF8', language, ...name === undefined ? {} : { name }, packets: [{ startMs: 20_000, durationMs: 5_000, data }] })
  writeFileSync(join(work, 'film.mkv'), await filmInMatroska({
    beside: [text('eng', 'Death is coming', 'English (SDH)'), text('ger', 'Der <i>Tod</i> kommt')],
    chapters: [{ startMs: 0, name: 'Wisborg' }, { startMs: 20_000, name: 'The castle' }, { startMs: 40_000, name: 'The ship' }],
  }))
  const quiet = () => {}
  const media = await prepareMedia({
    path: join(work, 'film.mkv'), name: 'film.mkv', beside: [], into: join(work, 'into'), system: realSystem, signal: new AbortController().signal, onProgress: quiet, log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  const objects = await openFolderStore(folder)
  const put = async (name: string, path: string, contentType: string) => {
    await objects.put(`movies/${jobKey}/${name}`, createReadStream(path) as AsyncIterable<Uint8Array>, { contentType })
    return `movies/${jobKey}/${name}`
  }
  const stored: StoredMedia = { info: media.info, playability: media.playability, chapters: media.chapters, subtitles: await Promise.all(media.subtitles.map(async ({ path, ...told }, index) => ({ ...told, key: await put(`subtitles/${index}.vtt`, path, 'text/vtt') }))) }
  writeFileSync(join(work, 'media.json'), JSON.stringify(stored))
  await put('media.json', join(work, 'media.json'), 'application/json')
  await put('movie.mp4', media.video.path, media.video.contentType)
}
