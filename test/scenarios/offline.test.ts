/** The server goes away; the library does not. */

import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { JobPage, JobAnswer } from '../../projections/wire.ts'
import type { StoredMedia } from '../../projections/wire-media.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { eventually } from '../support/eventually.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { axeFaults } from '../support/look-over.ts'
import type { Service } from '../support/service.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const movie = (tmdbId: number) => ({ mediaType: 'movie' as const, tmdbId })

async function postersDrawn(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const images = (root: Document | ShadowRoot): HTMLImageElement[] => [...root.querySelectorAll('*')].flatMap((element) =>
      [...(element instanceof HTMLImageElement ? [element] : []), ...(element.shadowRoot ? images(element.shadowRoot) : [])])
    return images(document).filter((image) => image.naturalWidth > 0 && image.src.includes('/images/')).length
  })
}

const THE_GENERAL = 961

/** A film that is ready and has subtitles, onto this device. */
async function saveFilm(page: Page, service: Service, person: Awaited<ReturnType<typeof signIn>>): Promise<string> {
  const job = await eventually('the film is stored', async () => (await person.get<JobPage>('/api/jobs')).results.find(({ status, movieId }) => movieId === THE_GENERAL && status === 'ready'), 240_000)
  const objects = await openFolderStore(join(service.dataDir, 'objects'))
  const put = (name: string, text: string, contentType: string) => objects.put(`movies/${job.key}/${name}`, (async function* () { yield new TextEncoder().encode(text) })(), { contentType })
  await put('subtitles/0.vtt', 'WEBVTT\n\n00:20.000 --> 00:40.000\nThe Texas!\n', 'text/vtt')
  const stored: Pick<StoredMedia, 'subtitles' | 'chapters'> & { info: null; playability: null } = { info: null, playability: null, chapters: [], subtitles: [{ key: `movies/${job.key}/subtitles/0.vtt`, language: 'en', label: 'English', forced: false, hearingImpaired: false }] }
  await put('media.json', JSON.stringify(stored), 'application/json')
  await page.goto(`${service.url}/movie/${THE_GENERAL}`)
  await page.getByRole('button', { name: 'Save The General on this device' }).click()
  // A browser that copies by itself, as it says, and does not, is noticed after a while.
  await page.getByText('Saved offline', { exact: true }).waitFor({ timeout: 240_000 })
  await eventually('the film is held for it', async () => (await person.get<JobAnswer>(`/api/jobs/${job.key}`)).job.copies.length === 1)
  return job.key
}

/** With no server: from the list of what is saved, at a place in its middle, with its subtitles, to its end. */
async function watchSaved(t: Test, page: Page, url: string): Promise<void> {
  await page.goto(`${url}/offline`)
  await page.getByRole('heading', { name: 'Saved films' }).waitFor()
  t.same(await axeFaults(page), [], 'nothing keeps anybody from it')
  await page.getByRole('link', { name: 'Play: The General' }).click()
  const video = page.locator('video')
  const plays = (beyond: number) => eventually(`it plays beyond ${beyond} s`, () => video.evaluate((element: HTMLVideoElement, seconds) => element.readyState >= 2 && element.currentTime > seconds, beyond))
  await plays(0.2)
  await page.reload()
  await plays(0.2)
  // A second of a film that plays on would be over before a busy machine has looked.
  await page.keyboard.press('k')
  await eventually('it stands', () => video.evaluate((element: HTMLVideoElement) => element.paused))
  await page.getByRole('slider', { name: 'Seek' }).fill('31')
  await page.getByLabel('Subtitles', { exact: true }).selectOption({ label: 'English' })
  await eventually('its subtitles show', async () => (await video.evaluate((element: HTMLVideoElement) => [...element.textTracks].flatMap(({ activeCues }) => [...activeCues ?? []].map((cue) => (cue as VTTCue).text)))).join() === 'The Texas!')
  await page.getByRole('slider', { name: 'Seek' }).press('k')
  await plays(31.2)
  await page.getByRole('slider', { name: 'Seek' }).fill('60')
  await plays(60.1)
}

/** With a confirmation, since its bytes cannot be brought back. */
async function removeSaved(t: Test, page: Page, url: string, jobId: string): Promise<void> {
  const files = () => page.evaluate(async (id) => {
    const found: string[] = []
    const look = async (folder: FileSystemDirectoryHandle): Promise<void> => { for await (const [name, entry] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) { found.push(name); if (entry.kind === 'directory') await look(entry as FileSystemDirectoryHandle) } }
    await look(await navigator.storage.getDirectory())
    return found.includes(id)
  }, jobId)
  t.equal(await files(), true)
  await page.goto(`${url}/offline`)
  await page.getByRole('button', { name: 'Remove: The General' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('No film or episode is saved on this device').waitFor()
  await eventually('its files are gone', async () => !await files())
}

t.test('offline: the library opens with its posters, takes ratings, undo and additions, and all of it arrives once', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('AddToWatchlist', { title: movie(653) }), newCommand('AddToWatchlist', { title: movie(19) }), newCommand('RateMovie', { title: movie(961), rating: 'OK' }))
  await script.send(newCommand('RequestFetch', { movieId: THE_GENERAL, jobId: newJobId() }))
  const phone = await signedInDevice(t, service, credentials)
  const laptop = await signedInDevice(t, service, credentials)
  const { page } = phone
  await page.goto(`${service.url}/library`)
  await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
  await eventually('the posters are there', async () => await postersDrawn(page) >= 2)
  await openFilm(page, 'metropolis', 'Metropolis (1927)')
  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')

  const jobId = await saveFilm(page, service, script)

  t.equal(await service.stop(), 0)
  const goneAt = new Date().toISOString()
  await page.goto(`${service.url}/library`)
  await page.reload()
  await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
  await eventually('posters drawn with no server', async () => await postersDrawn(page) >= 2)
  t.pass('the library is there after a reload with no server')

  await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().click()
  await page.getByRole('button', { name: 'Rate: Love' }).click()
  await page.getByRole('button', { name: 'Rate: Love', pressed: true }).waitFor()
  await page.goto(`${service.url}/movie/19`)
  await page.getByRole('button', { name: 'Rate: Dislike' }).click()
  await page.getByRole('button', { name: 'Rate: Dislike', pressed: true }).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'Rate: Dislike', pressed: false }).waitFor()
  await page.getByRole('button', { name: 'On watchlist' }).waitFor()
  await page.goto(`${service.url}/movie/234`)
  await page.getByRole('button', { name: 'Add to watchlist' }).click()
  await page.getByRole('button', { name: 'On watchlist' }).waitFor()
  await page.goto(`${service.url}/offline`)
  await page.getByRole('listitem').filter({ hasText: 'The Cabinet of Dr. Caligari' }).filter({ hasText: 'watchlist' }).waitFor()
  await page.reload()
  await page.goto(`${service.url}/movie/653`)
  await page.getByRole('button', { name: 'Rate: Love', pressed: true }).waitFor()
  t.pass('what was done offline survives a reload')

  await watchSaved(t, page, service.url)

  await laptop.page.goto(`${service.url}/movie/653`)
  await laptop.page.getByRole('button', { name: 'Rate: Love', pressed: false }).waitFor()
  const backAt = new Date().toISOString()
  const again = await startService(t, { dataDir: service.dataDir, port: service.port })
  const person = await signIn(again.url, credentials)
  await eventually('the rating reaches the server', async () => (await person.replica()).events.some((event) => event.type === 'TitleRated' && event.data.rating === 'SUPER_LIKE'), undefined, 5)
  const reached = performance.now()
  await laptop.page.getByRole('button', { name: 'Rate: Love', pressed: true }).waitFor()
  t.comment(`the laptop showed it ${Math.round(performance.now() - reached)} ms after the server had it`)

  const told = async () => (await person.replica()).events
    // How often a position is noted depends on how long the film was on.
    .filter(({ meta, type }) => meta.deviceId !== null && !['TitleViewed', 'DeviceNamed', 'ProgressRecorded'].includes(type)).map(({ type, stream, meta }) => `${meta.undoes ? 'undo: ' : ''}${type} ${stream.slice(stream.indexOf('_') + 1)}`)
  await eventually('the last of it arrives', async () => (await told()).includes('TitleWatched movie_961'))
  t.same((await told()).sort(), [
    'AddedToWatchlist movie_234',
    'RemovedFromWatchlist movie_19', 'TitleRated movie_19', 'TitleWatched movie_19',
    'RemovedFromWatchlist movie_653', 'TitleRated movie_653', 'TitleWatched movie_653', 'TitleWatched movie_961',
    'undo: AddedToWatchlist movie_19', 'undo: RatingCleared movie_19', 'undo: WatchRemoved movie_19',
  ].sort(), 'everything done offline arrived, each once, with what was undone and its undoing')
  const watched = (await person.replica()).events.findLast(({ type, stream }) => type === 'TitleWatched' && stream.endsWith('movie_961'))!
  const { watchedAt } = watched.data as { readonly watchedAt: string }
  t.ok(goneAt < watchedAt && watchedAt < backAt, `what was watched from this device was watched at ${watchedAt}, not when that arrived`)
  await removeSaved(t, page, again.url, jobId)
  await eventually('the film is held no longer', async () => (await person.get<JobAnswer>(`/api/jobs/${jobId}`)).job.copies.length === 0)
  await again.stop()
})

t.test('a change on one device is on another within a second', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const phone = await signedInDevice(t, service, credentials)
  const laptop = await signedInDevice(t, service, credentials)
  await phone.page.goto(`${service.url}/movie/653`)
  await laptop.page.goto(`${service.url}/movie/653`)
  await laptop.page.getByRole('button', { name: 'Rate: Like', pressed: false }).waitFor()
  const delays: number[] = []
  for (const rating of ['Like', 'OK', 'Love', 'Dislike', 'Like']) {
    await phone.page.getByRole('button', { name: `Rate: ${rating}` }).click()
    const clicked = performance.now()
    await laptop.page.getByRole('button', { name: `Rate: ${rating}`, pressed: true }).waitFor()
    delays.push(Math.round(performance.now() - clicked))
  }
  delays.sort((a, b) => a - b)
  t.comment(`from click to the other screen: ${delays.join(', ')} ms`)
  t.equal(delays.length, 5, 'each of them')
  await service.stop()
})
