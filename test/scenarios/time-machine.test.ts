/** The library, a title and a list as they were, and one thing of each brought back; and a year that is over, in numbers and as a story. */

import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const movie = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const

async function accessible(t: Test, page: Page, where: string): Promise<void> {
  t.same(await axeFaults(page), [], `axe finds nothing: ${where}`)
}

t.test('a watchlist that was cleared is looked at as it was; one film is put back, the rest stays; offline too', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('AddToWatchlist', { ...movie(653), priority: 'HIGH', note: 'in the dark' }), newCommand('AddToWatchlist', movie(19)), newCommand('AddToWatchlist', movie(961)))
  const listId = randomUUID()
  await script.send(newCommand('CreateList', { listId, name: 'Trains', visibility: 'private' }))
  await script.send(newCommand('AddToList', { listId, ...movie(961), note: 'the engine is the star' }))
  await script.send(newCommand('TagTitle', { ...movie(653), tag: 'silent' }))
  const { events } = await script.replica()
  const [first, then] = [events[0]!.recordedAt, events.at(-1)!.recordedAt]
  await eventually('time has passed', () => new Date().toISOString() > then)
  await script.send(newCommand('RemoveFromWatchlist', movie(653)), newCommand('RemoveFromWatchlist', movie(19)), newCommand('UntagTitle', { ...movie(653), tag: 'silent' }), newCommand('AddFavourite', movie(653)))
  await script.send(newCommand('RemoveFromList', { listId, ...movie(961) }))
  const { page, context } = await signedInDevice(t, service, credentials)
  const told = (words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor()
  /** Of the library. */
  const onServer = async () => (await script.replica()).events.filter(({ stream }) => stream.startsWith('library-'))
    .map(({ type, stream, meta }) => `${meta.undoes ? 'undo: ' : ''}${type} ${stream.slice(stream.indexOf('_') + 1)}`)

  await page.goto(`${service.url}/library?at=${then}`)
  await told(/^2 titles are gone now\.$/)
  await page.getByRole('link', { name: 'Nosferatu (1922)' }).waitFor()
  await page.getByRole('link', { name: 'The General (1926)' }).waitFor()
  t.equal(await page.getByRole('button', { name: /^Put back/ }).count(), 2, 'what is as it was needs no putting back')
  await accessible(t, page, 'the library then, on a desk, in the light')

  await page.getByRole('button', { name: 'Put back: Nosferatu: On the watchlist, high priority: in the dark' }).click()
  await told(/^1 title is gone now\.$/)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await told(/^2 titles are gone now\.$/)
  await page.getByRole('button', { name: 'Put all 2 back' }).click()
  await told('Nothing here has changed since.')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await told(/^2 titles are gone now\.$/)
  await page.reload()
  await told(/^2 titles are gone now\.$/)
  t.pass('the moment is in the address; putting back can be undone')
  await eventually('all of it has arrived', async () => {
    const acts = (await onServer()).filter((act) => act.startsWith('undo: '))
    return acts.slice(0, 2).join() === 'undo: AddedToWatchlist movie_653,undo: RemovedFromWatchlist movie_653' && acts.length === 6
  })

  const handle = page.getByRole('slider', { name: 'Moment' })
  await handle.press('Home')
  await page.waitForURL((url) => url.searchParams.get('at') === first)
  await handle.press('End')
  await told('Nothing here has changed since.')
  await page.getByRole('button', { name: 'The change before' }).click()
  await page.keyboard.press('t')
  await page.getByRole('link', { name: 'Time machine' }).waitFor()
  await page.waitForURL((url) => !url.searchParams.has('at'))
  t.pass('T leads back to now')
  await page.keyboard.press('t')
  await handle.and(page.locator(':focus')).waitFor()
  await page.goto(`${service.url}/library?at=2999-01-01T00:00:00Z`)
  await page.getByRole('alert').filter({ hasText: 'has not come yet' }).waitFor()
  await page.goto(`${service.url}/library?at=1999-01-01T00:00:00Z`)
  await page.getByRole('heading', { name: 'Before the beginning' }).waitFor()

  await page.goto(`${service.url}/history`)
  await page.getByRole('link', { name: 'See the library then: Tagged it “silent”' }).click()
  await told(/^2 titles are gone now\.$/)
  await page.getByRole('link', { name: 'Nosferatu (1922)' }).click()
  await told(/^3 things are not as they were\.$/)
  t.equal(await page.getByRole('button', { name: /^(Add to|Rate:|Request|Undo:)/ }).count(), 0, 'nothing else can be changed in the past')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await accessible(t, page, 'a title then, on a phone, in the dark')
  await page.getByRole('button', { name: 'Put back: Tagged “silent”' }).click()
  await told(/^2 things are not as they were\.$/)
  await page.getByRole('heading', { name: 'What you made of it' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: 'Put back: Not a favourite' }).click()
  await told(/^1 thing is not as it was\.$/)

  await page.goto(`${service.url}/lists/${listId}?at=${then}`)
  await told(/^1 thing is not as it was\.$/)
  await accessible(t, page, 'a list then, on a phone, in the dark')
  await page.getByRole('button', { name: 'Put back: The General' }).click()
  await told('Nothing here has changed since.')
  await page.getByText('the engine is the star').waitFor()

  const lastYear = new Date().getFullYear() - 1
  await script.send(...[`${lastYear}-02-03T12:00:00Z`, `${lastYear}-02-04T12:00:00Z`, `${lastYear}-03-05T12:00:00Z`].map((watchedAt) => newCommand('MarkWatched', { ...movie(653), watchedAt })))
  await page.goto(`${service.url}/stats?year=${lastYear}&kind=movie`)
  await page.getByText('3 films, of 1 title').waitFor()
  const months = page.getByRole('group', { name: /^Month by month/ })
  await months.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: /^February: 2 viewings/ }).waitFor()
  await accessible(t, page, 'statistics, on a phone, in the dark')
  await page.getByRole('button', { name: 'Household', exact: true }).click()
  await page.getByText(`Counted: ${credentials.username}, who`).waitFor()
  await page.getByText('3 films, of 1 title').waitFor()
  await page.getByRole('button', { name: 'Mine', exact: true }).click()
  await page.getByRole('link', { name: `Your ${lastYear} in review` }).click()
  await page.getByRole('region', { name: `Your ${lastYear} in review` }).waitFor()
  for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowDown')
  await accessible(t, page, 'a year in review, on a phone')
  await page.getByRole('button', { name: 'Share as a picture' }).scrollIntoViewIfNeeded()
  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Share as a picture' }).click()])
  t.equal(picture.suggestedFilename(), `my-${lastYear}.png`)

  await page.goto(`${service.url}/settings/profile`)
  await page.getByLabel('Name to show').fill('Mia')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').or(page.getByRole('region', { name: 'Announcements' })).filter({ hasText: 'Changed the name on the profile' }).first().waitFor()
  await accessible(t, page, 'the profile in the settings, on a phone, in the dark')
  const byLink = async () => (await fetch(`${service.url}/api/users/${credentials.username}`)).status
  t.equal(await byLink(), 404, 'a profile is private until its owner says otherwise')
  await page.getByRole('radio', { name: 'Anyone with the link' }).check()
  await eventually('it is public', async () => await byLink() === 200)
  await page.goto(`${service.url}/p/${credentials.username}`)
  await page.getByRole('heading', { name: 'Mia', level: 1 }).waitFor()
  await accessible(t, page, 'a public profile, on a phone, in the dark')
  await page.goto(`${service.url}/history`)
  await page.getByRole('button', { name: 'Undo: Changed who sees the profile' }).click()
  await eventually('it is private again', async () => await byLink() === 404)
  t.pass('undone from the history')

  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto(`${service.url}/settings/appearance`)
  await page.getByRole('radio', { name: 'A sofa away (television)' }).check()
  await page.getByRole('heading', { level: 1 }).focus()
  const reached = async (key: string, name: string | RegExp) => {
    await page.keyboard.press(key)
    await page.getByRole('link', { name }).and(page.locator(':focus')).waitFor()
  }
  await reached('ArrowDown', 'Appearance and keys')
  await reached('ArrowDown', 'Devices')
  await reached('ArrowLeft', 'Home')
  await reached('ArrowDown', 'Discover')
  await page.keyboard.press('Enter')
  await page.waitForURL(/discover/)
  await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL(/settings\/appearance/)
  await accessible(t, page, 'settings from a sofa')
  await page.getByRole('radio', { name: 'Close by' }).check()
  await page.setViewportSize({ width: 390, height: 844 })

  await context.setOffline(true)
  await page.goto(`${service.url}/stats?year=${lastYear}`)
  await page.getByText('3 films, of 1 title').waitFor()
  t.pass('statistics need no network')
  await page.goto(`${service.url}/library?at=${then}`)
  await told(/^2 titles are gone now\.$/)
  await page.getByRole('button', { name: 'Put back: Metropolis: On the watchlist, medium priority' }).click()
  await told(/^1 title is gone now\.$/)
  t.notOk((await onServer()).slice(-1).join().endsWith('movie_19'))
  await context.setOffline(false)
  await eventually('it has arrived, and nothing else', async () => (await onServer()).filter((act) => !act.startsWith('TitleWatched')).slice(-3).join() === 'undo: TitleTagged movie_653,undo: FavouriteRemoved movie_653,undo: AddedToWatchlist movie_19')
  t.pass('what was put back offline arrived')
  await service.stop()
})
