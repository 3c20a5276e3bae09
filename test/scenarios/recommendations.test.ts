/** What a person may like: with reasons, for two, without what they wave away, and readable with no server. */

import type { RecommendationsAnswer } from '../../projections/wire-catalogue.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('somebody is recommended films by what they rated, waves one away by a key, and takes that back', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  const { page } = await signedInDevice(t, service, credentials)
  await page.goto(`${service.url}/recommendations`)
  await page.getByRole('heading', { name: 'We do not know your taste yet' }).waitFor()
  t.pass('who has rated nothing is told how it begins')

  for (const [tmdbId, rating] of [[19, 'SUPER_LIKE'], [653, 'SUPER_LIKE'], [234, 'LIKE'], [775, 'LIKE']] as const) await script.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId }, rating }))
  await eventually('the taste is known', async () => {
    const { basedOn, complete, results } = await script.get<RecommendationsAnswer>('/api/recommendations')
    return basedOn === 4 && complete && results.some(({ reason }) => reason.kind === 'director')
  })
  await page.reload()
  await page.getByText('Read from 4 ratings of yours.').waitFor()
  await page.getByText('More by Fritz Lang').first().waitFor()
  t.same(await axeFaults(page), [])

  const cards = page.getByRole('main').getByRole('list').getByRole('link')
  const [first, second] = [(await cards.nth(0).getAttribute('aria-label'))!, (await cards.nth(1).getAttribute('aria-label'))!]
  await cards.nth(0).focus()
  await page.keyboard.press('Delete')
  await page.getByRole('link', { name: first, exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: second, exact: true }).and(page.locator(':focus')).waitFor()
  t.pass('the next is where it was, and has the focus')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('link', { name: first, exact: true }).waitFor()
  t.pass('it is back')
  await page.getByRole('button', { name: `Not interested: ${second}` }).click()
  await page.getByRole('link', { name: second, exact: true }).waitFor({ state: 'detached' })
  await eventually('the server knows', async () => (await script.get<{ results: { type: string }[] }>('/api/history')).results.filter(({ type }) => type === 'NotInterested').length === 2)

  await page.getByRole('checkbox', { name: 'admin' }).check({ force: true })
  await page.getByText('For all of you tonight').waitFor()
  await page.waitForURL(/\?with=/)
  await page.getByRole('checkbox', { name: 'admin' }).uncheck({ force: true })
  await page.getByText('Read from 4 ratings of yours.').waitFor()

  await page.goto(service.url)
  const onHome = page.getByRole('region', { name: 'For you' }).getByText('More by Fritz Lang').first()
  // Rows above it that come later push it down again, and it is asked for only near the screen.
  await eventually('Home has them too', async () => {
    await page.locator('recommendation-row').scrollIntoViewIfNeeded()
    return await onHome.isVisible()
  })

  t.equal(await service.stop(), 0)
  await page.goto(`${service.url}/recommendations`)
  await page.getByText('More by Fritz Lang').first().waitFor()
  await page.getByRole('link', { name: second, exact: true }).waitFor({ state: 'detached' })
  t.pass('what was recommended is there with no server, without what was waved away')
})
