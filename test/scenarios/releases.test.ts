/** Somebody chooses a release: by the keyboard, with its reasons, one that would not be taken by itself, another than the one under way, and with no network. */

import { AxeBuilder } from '@axe-core/playwright'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { demoCredentials, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

interface Job { readonly movieId: number; readonly status: string; readonly mode: string; readonly releaseTitle: string | null; readonly indexer: string | null; readonly reason: string | null }

t.test('a release is chosen among what two indexers have, and the story says why', { timeout: 240_000 }, async (t) => {
  const service = await startService(t)
  const member = await signIn(service.url, demoCredentials(service, 'member'))
  const { page, context } = await signedInDevice(t, service, demoCredentials(service, 'member'), { colorScheme: 'dark', viewport: { width: 1280, height: 800 } })
  await page.goto(`${service.url}/movie/653`)
  await page.getByRole('button', { name: 'Releases', exact: true }).press('Enter')
  const dialog = page.getByRole('dialog', { name: /Choose a release/ })
  const cards = dialog.getByRole('listitem')
  const best = cards.filter({ hasText: 'Best' }).first()
  await best.getByText('Bluray-1080p', { exact: true }).waitFor()
  t.match(await best.textContent(), /Demo, Demo annex/, 'one row names both')
  t.match(await dialog.textContent(), /Ordered by the quality profile 1080p/)
  await best.getByText('Why it stands here').press('Enter')
  await best.getByText('Bluray-1080p: choice 1 of 14 in the profile 1080p').waitFor()
  await dialog.getByText(/1 that would not be taken, and why/).press('Enter')
  await dialog.getByText('CAM is not wanted by 1080p').waitFor()
  for (const [colorScheme, viewport] of [['dark', { width: 1280, height: 800 }], ['light', { width: 390, height: 844 }]] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(viewport)
    await page.waitForFunction((width) => document.documentElement.scrollWidth === width, viewport.width)
    t.pass('no wider than the screen')
    const { violations } = await new AxeBuilder({ page }).analyze()
    t.same(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), [], `no accessibility fault in the ${colorScheme}`)
  }

  await dialog.getByRole('radio', { name: '720p' }).press('Space')
  await dialog.getByText('Ordered by the quality profile 720p').waitFor()
  await cards.filter({ hasText: 'Best' }).filter({ hasText: 'Bluray-720p' }).waitFor()
  t.pass('another wish orders them anew')

  await context.setOffline(true)
  await dialog.getByRole('button', { name: 'Ask the indexers again' }).click()
  await dialog.getByText('Which releases there are, only the indexers know.').waitFor()
  await context.setOffline(false)
  // It asks by itself once the network is back.
  await cards.first().waitFor()
  t.pass('with no network it says so, and goes on when it is back')

  const job = () => eventually('the job has a release', async () => {
    const found = (await member.get<{ results: readonly Job[] }>('/api/jobs')).results.find((each) => each.movieId === 653)
    return found?.releaseTitle ? found : undefined
  })
  await dialog.getByRole('button', { name: /^Take .*480p/ }).press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  t.match(await job(), { mode: 'manual', releaseTitle: /480p\.DVDRip/, indexer: 'Demo', reason: 'Chosen by hand.' })
  await service.stop()
})
