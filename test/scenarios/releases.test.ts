/** An admin brings a quality profile along. Somebody chooses a release: by the keyboard, with its reasons, one that would not be taken by itself, another than the one under way, and with no network. */

import { Buffer } from 'node:buffer'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

interface Job { readonly movieId: number; readonly status: string; readonly mode: string; readonly releaseTitle: string | null; readonly indexer: string | null; readonly reason: string | null }

const profile = { name: 'Kino on DVD', cutoff: 'DVD', items: [{ name: 'DVD', allowed: true }, { name: 'CAM', allowed: false }], formatItems: { Kino: 'kino' } }
const format = { name: 'Kino', trash_id: 'kino', trash_scores: { default: 70 }, specifications: [{ name: 'group', implementation: 'ReleaseGroupSpecification', negate: false, required: true, fields: { value: '^KINOBOX$' } }] }
const jsonFile = (name: string, json: unknown) => ({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(json)) })

t.test('a release is chosen among what two indexers have, and the story says why', async (t) => {
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
  await dialog.getByText(/Ordered by the quality profile 1080p/).waitFor()
  await best.getByText('Why it stands here').press('Enter')
  await best.getByText('Bluray-1080p: choice 1 of 14 in the profile 1080p').waitFor()
  await dialog.getByText(/1 that would not be taken, and why/).press('Enter')
  await dialog.getByText('CAM is not wanted by 1080p').waitFor()
  for (const [colorScheme, viewport] of [['dark', { width: 1280, height: 800 }], ['light', { width: 390, height: 844 }]] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(viewport)
    await page.waitForFunction((width) => document.documentElement.scrollWidth === width, viewport.width)
    t.pass('no wider than the screen')
    t.same(await axeFaults(page), [], `no accessibility fault in the ${colorScheme}`)
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

  await member.send(newCommand('RequestFetch', { movieId: 961, jobId: newJobId(), needsApproval: true }))
  await page.goto(`${service.url}/movie/961`)
  await page.getByText('Waiting for approval').first().waitFor()
  await page.getByRole('button', { name: 'Releases', exact: true }).click()
  await dialog.getByRole('button', { name: /^Take .*720p/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  const chosen = () => member.get<{ results: readonly { movieId: number; status: string; mode: string; releaseId: string | null }[] }>('/api/jobs').then(({ results }) => results.find((each) => each.movieId === 961 && each.releaseId !== null))
  t.match(await eventually('another release is chosen', chosen), { status: 'awaiting_approval', mode: 'manual', releaseId: /^Demo:/ }, 'for a job that is there already')

  const admin = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme: 'light', viewport: { width: 1280, height: 800 } })
  await admin.page.goto(`${service.url}/admin/quality`)
  await admin.page.getByLabel('Choose files').setInputFiles([jsonFile('profile.json', profile), jsonFile('format.json', format), { ...jsonFile('broken.json', null), buffer: Buffer.from('{') }])
  const tried = admin.page.getByRole('group', { name: 'What would change' })
  await tried.getByText('Takes DVD.').waitFor()
  await tried.getByText('It is no JSON').waitFor()
  for (const [colorScheme, viewport] of [['light', { width: 1280, height: 800 }], ['dark', { width: 390, height: 844 }]] as const) {
    await admin.page.emulateMedia({ colorScheme })
    await admin.page.setViewportSize(viewport)
    await admin.page.waitForFunction((width) => document.documentElement.scrollWidth === width, viewport.width)
    t.same(await axeFaults(admin.page), [], `no accessibility fault in the ${colorScheme}`)
  }
  await tried.getByRole('button', { name: 'Make these changes' }).press('Enter')
  await admin.page.getByRole('heading', { name: 'Kino on DVD' }).waitFor()
  await admin.page.getByLabel('1080p is chosen by').selectOption('Kino on DVD')
  await admin.page.getByText('1080p is chosen by Kino on DVD now').first().waitFor()
  const releases = await eventually('releases are chosen by what was brought along', async () => {
    const answer = await member.get<{ profile: string; releases: readonly { title: string; score: number }[] }>('/api/movies/19/releases')
    return answer.profile === 'Kino on DVD' && answer.releases
  })
  t.match(releases, [{ title: /DVDRip/, score: 70 }], 'the best of them first')
  await service.stop()
})
