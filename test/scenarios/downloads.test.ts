/** Films come, are kept, binned, brought back and let go, in a real browser: by an admin at a desk and a member with a phone. */

import type { Page } from 'playwright-core'
import type { JobStory, StorageAnswer } from '../../projections/wire-storage.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { rewind } from '../support/rewind-program.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

async function isAccessible(t: Test, page: Page, name: string): Promise<void> {
  t.same(await axeFaults(page), [], `no accessibility fault: ${name}`)
}

t.test('a household fetches, keeps, bins and brings back films, and its admin says how long they stay', async (t) => {
  const service = await startService(t)
  const [member, admin] = [await signIn(service.url, demoCredentials(service, 'member')), await signIn(service.url, demoCredentials(service, 'admin'))]
  const nosferatu = newJobId(), metropolis = newJobId()
  await member.send(newCommand('RequestFetch', { movieId: 653, jobId: nosferatu }))
  for (const movieId of [775, 992]) await member.send(newCommand('RequestFetch', { movieId, jobId: newJobId(), needsApproval: true }))

  const desk = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme: 'dark', viewport: { width: 1280, height: 800 } })
  const { page } = desk
  await page.getByRole('link', { name: 'Downloads' }).first().click()
  await page.getByRole('heading', { name: /^Waiting for approval/ }).waitFor()
  const card = (name: string) => page.getByRole('article', { name, exact: true })

  // Several at once, by keys, with one undo.
  await page.getByRole('link', { name: /^Waiting for approval/ }).click()
  await page.waitForURL(/show=approval/)
  await card('Nosferatu').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+a')
  await page.getByText('2 selected').waitFor()
  await page.getByRole('button', { name: 'Decline' }).last().click()
  await page.getByRole('dialog', { name: 'Decline 2 requests?' }).getByLabel('Why, if you like').fill('We have them on disc.')
  await page.getByRole('dialog', { name: 'Decline 2 requests?' }).getByRole('button', { name: 'Decline' }).click()
  await page.getByText('Declined 2 requests').first().waitFor()
  await page.getByRole('link', { name: /^All/ }).first().click()
  const undo = page.locator('.toast', { hasText: 'Declined 2 requests' }).getByRole('button', { name: 'Undo' })
  // Where the focus is, what is told stays.
  await undo.focus()
  await page.getByText('Declined: We have them on disc.').first().waitFor()
  await undo.press('Enter')
  await page.getByRole('heading', { name: /^Waiting for approval/ }).waitFor()
  t.pass('both wait again')

  await card('Nosferatu').getByText('The story of this fetch').click()
  await card('Nosferatu').getByRole('link', { name: 'Play' }).waitFor({ timeout: 180_000 })
  await card('Nosferatu').getByText(/^Chose Nosferatu\.1922/).waitFor()
  await card('Nosferatu').getByText('Ready to play', { exact: true }).waitFor()
  await isAccessible(t, page, 'downloads with a story, dark')
  await card('Nosferatu').getByRole('button', { name: 'Keep: Nosferatu' }).click()
  await card('Nosferatu').getByText('Kept', { exact: true }).waitFor()
  await card('Nosferatu').getByRole('button', { name: 'Let it go: Nosferatu' }).click()
  await card('Nosferatu').getByText('Leaves in 7 days').waitFor()
  await card('Nosferatu').getByRole('button', { name: 'Into the bin: Nosferatu' }).press('Enter')
  await page.getByRole('heading', { name: /^In the bin/ }).waitFor()

  // A member brings it back from the bin, in the light of a phone.
  const phone = await signedInDevice(t, service, demoCredentials(service, 'member'), { colorScheme: 'light', viewport: { width: 390, height: 844 } })
  await phone.page.goto(`${service.url}/movie/653`)
  await phone.page.getByText(/It is in the bin/).waitFor()
  await phone.page.getByRole('button', { name: 'Bring it back' }).click()
  await phone.page.getByRole('link', { name: 'Play' }).first().waitFor()
  await phone.page.goto(`${service.url}/downloads`)
  await phone.page.getByRole('article', { name: 'Nosferatu', exact: true }).waitFor()
  await isAccessible(t, phone.page, 'downloads, light, on a phone')
  t.equal(await widthOf(phone.page, 390), 390, 'no wider than the screen')

  // Rules are tried before they are saved, and a quota is refused in words.
  await page.goto(`${service.url}/admin/storage`)
  await page.getByText('1 film or episode leaves within the next two weeks').waitFor()
  await page.getByLabel('Days that a film or an episode stays which nobody has watched').fill('30')
  await page.getByText('Nothing leaves within the next two weeks.').waitFor()
  await page.getByText('That is 1 fewer than with the rules in force.').waitFor()
  await page.getByRole('button', { name: 'What would they have done so far?' }).click()
  await page.getByText('So far they would have removed nothing.').waitFor()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('Saved').first().waitFor()
  await page.getByRole('group', { name: 'Each member' }).getByLabel('Requests in seven days').fill('3')
  await page.getByRole('button', { name: 'Save' }).nth(1).click()
  await eventually('it is saved', async () => (await admin.get<StorageAnswer>('/api/admin/storage')).requests.version === 1)
  await isAccessible(t, page, 'storage, dark')
  const [refused] = await member.send(newCommand('RequestFetch', { movieId: 19, jobId: metropolis }))
  t.match(refused, { status: 'rejected', code: 'QUOTA_REACHED' })
  await phone.page.reload()
  await phone.page.getByText('3 of 3 requests this week').waitFor()

  const { lines } = await member.get<JobStory>(`/api/jobs/${nosferatu}/story`)
  t.same(lines.slice(-4).map(({ type }) => type), ['MovieKept', 'MovieReleased', 'MovieBinned', 'MovieRestored'])
  const preview = await rewind(service.dataDir, ['retention', 'preview', '--json'])
  t.match([preview.code, JSON.parse(preview.lines.at(-1)!)], [0, { jobId: nosferatu, title: 'Nosferatu' }])
  await admin.send(newCommand('BinMovie', { movieId: 653, jobId: nosferatu }))
  await eventually('it is in the bin', async () => (await member.get<{ job: { status: string } }>(`/api/jobs/${nosferatu}`)).job.status === 'binned')
  t.match(await rewind(service.dataDir, ['bin', 'restore', nosferatu]), { code: 0, lines: ['Nosferatu is back.'] })
})
