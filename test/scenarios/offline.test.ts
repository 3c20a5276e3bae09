/** The server goes away; the library does not. */

import type { Page } from 'playwright-core'
import { eventually } from '../support/eventually.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

const movie = (tmdbId: number) => ({ mediaType: 'movie' as const, tmdbId })

async function postersDrawn(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const images = (root: Document | ShadowRoot): HTMLImageElement[] => [...root.querySelectorAll('*')].flatMap((element) =>
      [...(element instanceof HTMLImageElement ? [element] : []), ...(element.shadowRoot ? images(element.shadowRoot) : [])])
    return images(document).filter((image) => image.naturalWidth > 0 && image.src.includes('/images/')).length
  })
}

t.test('offline: the library opens with its posters, takes ratings, undo and additions, and all of it arrives once', { timeout: 240_000 }, async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('AddToWatchlist', { title: movie(653) }), newCommand('AddToWatchlist', { title: movie(19) }), newCommand('RateMovie', { title: movie(961), rating: 'OK' }))
  const phone = await signedInDevice(t, service, credentials)
  const laptop = await signedInDevice(t, service, credentials)
  const { page } = phone
  await page.goto(`${service.url}/library`)
  await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
  await eventually('the posters are there', async () => await postersDrawn(page) >= 2)
  await openFilm(page, 'metropolis', 'Metropolis (1927)')
  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')

  t.equal(await service.stop(), 0)
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

  await laptop.page.goto(`${service.url}/movie/653`)
  await laptop.page.getByRole('button', { name: 'Rate: Love', pressed: false }).waitFor()
  const again = await startService(t, { dataDir: service.dataDir, port: service.port })
  const person = await signIn(again.url, credentials)
  await eventually('the rating reaches the server', async () => (await person.replica()).events.some((event) => event.type === 'TitleRated' && event.data.rating === 'SUPER_LIKE'), 30_000, 5)
  const reached = performance.now()
  await laptop.page.getByRole('button', { name: 'Rate: Love', pressed: true }).waitFor({ timeout: 30_000 })
  t.comment(`the laptop showed it ${Math.round(performance.now() - reached)} ms after the server had it`)

  const told = async () => (await person.replica()).events
    .filter(({ meta, type }) => meta.deviceId !== null && type !== 'TitleViewed')
    .filter(({ type }) => type !== 'DeviceNamed').map(({ type, stream, meta }) => `${meta.undoes ? 'undo: ' : ''}${type} ${stream.slice(stream.indexOf('_') + 1)}`)
  await eventually('the last of it arrives', async () => (await told()).includes('AddedToWatchlist movie_234'), 30_000)
  t.same((await told()).sort(), [
    'AddedToWatchlist movie_234',
    'RemovedFromWatchlist movie_19', 'TitleRated movie_19', 'TitleWatched movie_19',
    'RemovedFromWatchlist movie_653', 'TitleRated movie_653', 'TitleWatched movie_653',
    'undo: AddedToWatchlist movie_19', 'undo: RatingCleared movie_19', 'undo: WatchRemoved movie_19',
  ].sort(), 'everything done offline arrived, each once, with what was undone and its undoing')
  await again.stop()
})

t.test('a change on one device is on another within a second', { timeout: 120_000 }, async (t) => {
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
