/** The first ten minutes: start, sign in, search, rate, list, request, watch it come, play it, seek. */

import { demoCredentials } from '../support/person.ts'
import { openFilm, signedInDevice } from '../support/app.ts'
import { axeFaults, countShifts, drawn, shifts, widthOf } from '../support/look-over.ts'
import { startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('a newcomer finds Nosferatu, rates it, lists two films, requests one, watches it arrive, plays it and seeks', async (t) => {
  const service = await startService(t, { dataDir: temporaryFolder(t) })
  t.comment(`first start took ${Math.round(service.startedInMs)} ms`)
  const { page, context } = await signedInDevice(t, service, demoCredentials(service, 'member'))
  const devtools = await context.newCDPSession(page)
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  t.same(installabilityErrors, [], 'the app can be installed: the browser finds nothing against it')

  await openFilm(page, 'nosferatu', 'Nosferatu (1922)')
  await page.getByRole('button', { name: 'Rate: Like' }).click()
  await page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  t.pass('the rating is on screen')
  await page.goto(`${service.url}/share?${new URLSearchParams({ title: 'Nosferatu (1922) - IMDb', text: 'https://www.imdb.com/title/tt0013442/' })}`)
  await page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  t.equal(new URL(page.url()).pathname, '/movie/653', 'what is shared with the app opens')
  await page.keyboard.press('4')
  await page.getByRole('button', { name: 'Rate: Love', pressed: true }).waitFor()
  t.pass('and can be rated by a key')

  for (const [query, name] of [['metropolis', 'Metropolis (1927)'], ['general', 'The General (1926)']] as const) {
    await openFilm(page, query, name)
    await page.getByRole('button', { name: 'Add to watchlist' }).click()
    await page.getByRole('button', { name: 'On watchlist' }).waitFor()
  }
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  const watchlist = page.getByRole('region', { name: 'Your watchlist' })
  await watchlist.getByRole('link', { name: 'Metropolis (1927)' }).waitFor()
  await watchlist.getByRole('link', { name: 'The General (1926)' }).waitFor()
  t.pass('both are on the watchlist at home')

  await openFilm(page, 'caligari', 'The Cabinet of Dr. Caligari (1920)')
  await page.getByRole('button', { name: 'Request', exact: true }).click()
  // It may have come by the time somebody looks.
  await page.getByRole('progressbar').or(page.getByRole('link', { name: 'Play', exact: true })).first().waitFor()
  t.pass('the download shows its progress')
  await page.getByRole('link', { name: 'Play', exact: true }).first().click({ timeout: 300_000 })

  const video = page.locator('video')
  await video.waitFor()
  const playing = async (beyond: number) => await page.waitForFunction((seconds) => {
    const find = (root: Document | ShadowRoot): HTMLVideoElement | undefined => root.querySelector('video')
      ?? [...root.querySelectorAll('*')].map((element) => element.shadowRoot && find(element.shadowRoot)).find(Boolean) ?? undefined
    const element = find(document)
    return element && element.readyState >= 2 && element.currentTime > seconds ? [element.duration, element.videoWidth] : undefined
  }, beyond)
  const [duration, width] = await (await playing(0.5)).jsonValue() as [number, number]
  t.ok(duration >= 60, `it plays, and lasts ${Math.round(duration)} s`)
  t.ok(width >= 640, 'with a picture')
  await page.getByRole('slider', { name: 'Seek' }).focus()
  for (let step = 0; step < 4; step++) await page.keyboard.press('l')
  await playing(35)
  t.pass('it plays on after seeking 40 s ahead')
  t.equal(await service.stop(), 0, 'the service stops cleanly')
})

t.test('no screen has an accessibility fault or moves under the eye, in the dark or the light, on a phone or a desk', async (t) => {
  const service = await startService(t)
  for (const [colorScheme, viewport] of [['dark', { width: 390, height: 844 }], ['light', { width: 1280, height: 800 }]] as const) {
    const { page } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme, viewport })
    await page.getByRole('region', { name: 'Trending' }).getByRole('link').first().waitFor()
    await countShifts(page)
    for (const path of ['/', '/search?q=nosferatu', '/discover?genres=35', '/topics', '/topics/genre-comedy-movie', '/movie/653', '/library', '/downloads', '/history', '/notifications', '/offline', '/admin/health']) {
      await page.goto(service.url + path)
      await page.getByRole('main').waitFor()
      await drawn(page, 10_000)
      t.equal(await widthOf(page, viewport.width), viewport.width, `${path} is no wider than the screen`)
      t.same(await shifts(page), [], `${path} stays where it is`)
      t.same(await axeFaults(page), [], `${path} in the ${colorScheme}`)
    }
  }
  await service.stop()
})
