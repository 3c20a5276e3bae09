/** An account is erased: in the app, by the command line, and with the service killed meanwhile. */

import process from 'node:process'
import type { EventPage } from '../../projections/wire.ts'
import { seededRandom } from '../../demo/seed.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { rewind } from '../support/rewind-program.ts'
import { freePort, startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

const KILLS = Math.ceil(Number(process.env.KILLS ?? 30) / 10)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const film = { mediaType: 'movie', tmdbId: 653 } as const

t.test('a member writes a review and erases the account; the name is nobody\'s, and the others\' screens are as they were', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const member = await signIn(service.url, credentials)
  await member.send(newCommand('WriteReview', { title: film, score: 9, text: 'Every shadow is a guest', visibility: 'private' }))
  const { page } = await signedInDevice(t, service, credentials)
  const away = await signedInDevice(t, service, credentials)
  const admin = await signedInDevice(t, service, demoCredentials(service, 'admin'))
  await admin.page.goto(`${service.url}/movie/653`)
  await admin.page.getByRole('heading', { level: 1, name: 'Nosferatu' }).waitFor()
  await away.context.setOffline(true)

  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Erase account' }).click()
  await page.getByRole('button', { name: 'Erase account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erase your account' })
  const go = dialog.getByRole('button', { name: 'Erase it for good' })
  t.equal(await go.isDisabled(), true, 'not before the name is typed')
  t.same(await axeFaults(page), [], 'axe finds nothing')
  await dialog.getByLabel(/Type your name/).fill(credentials.username)
  await dialog.getByLabel('Password').fill('not the password')
  await go.click()
  await dialog.getByText('That is not your password.').waitFor()
  await dialog.getByLabel('Password').fill(credentials.password)
  await go.click()
  await page.getByText('The account is erased, and so is all that this device kept of it.').waitFor()
  await eventually('nothing of the person is in the browser', async () => await page.evaluate(async () => (await indexedDB.databases()).every(({ name }) => !/^rewind-[0-9a-f]{8}-/.test(name!))))

  await page.getByLabel('Username').fill(credentials.username)
  await page.getByLabel('Password').fill(credentials.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('That username and password don’t belong together.').waitFor()

  await away.context.setOffline(false)
  await away.page.getByText('The account is erased, and so is all that this device kept of it.').waitFor()
  t.pass('a device that was away hears of it when it comes back')

  await admin.page.getByRole('button', { name: 'Rate: Like' }).click()
  await admin.page.getByRole('button', { name: 'Rate: Like', pressed: true }).waitFor()
  const reader = await signIn(service.url, demoCredentials(service, 'admin'))
  await eventually('the review is nobody\'s', async () => {
    const { events } = await reader.get<EventPage>('/api/admin/events?type=ReviewWritten')
    return JSON.stringify(events.map(({ data }) => data)).includes('[erased]')
  })
  t.match((await reader.get<EventPage>('/api/admin/events?type=ReviewWritten')).events, [{ data: { score: 9, text: '[erased]' } }])

  t.match(await rewind(service.dataDir, ['user', 'erase', 'admin']), { code: 2, err: /there is no undo. Say --yes if that is meant/ })
  t.match(await rewind(service.dataDir, ['user', 'erase', 'admin', '--yes']), { code: 1, err: /This is the last admin/ })
  t.match(await rewind(service.dataDir, ['user', 'erase', credentials.username, '--yes']), { code: 3, err: /There is no account of that name/ })
  t.match(await rewind(service.dataDir, ['user', 'reset', 'nobody']), { code: 3, err: /There is no account of that name/ })
  const { code, lines } = await rewind(service.dataDir, ['user', 'reset', 'admin', '--json'], { PUBLIC_URL: 'https://films.example.org' })
  const { link } = JSON.parse(lines[0]!) as { link: string }
  t.match([code, link], [0, /^https:\/\/films\.example\.org\/reset#[\w-]{43}$/])
  const set = await fetch(`${service.url}/api/auth/reset`, { method: 'POST', headers: { 'x-rewind': '1', 'content-type': 'application/json' }, body: JSON.stringify({ token: new URL(link).hash.slice(1), password: 'who sits at the machine' }) })
  t.equal(set.status, 204)
  t.ok(await signIn(service.url, { username: 'admin', password: 'who sits at the machine' }), 'who sits at the machine gets back in')
  await service.stop()
})

t.test(`killed ${KILLS} times while an account is erased: it is erased when the service runs again, or as it was`, async (t) => {
  t.comment(`seed ${SEED}: replay with SEED=${SEED}`)
  const random = seededRandom(SEED)
  const [dataDir, port] = [temporaryFolder(t), await freePort()]
  let service = await startService(t, { dataDir, port })
  for (let kill = 0; kill < KILLS; kill++) {
    const credentials = demoCredentials(service, 'member')
    const member = await signIn(service.url, credentials)
    const { userId } = member.session
    await member.send(newCommand('WriteReview', { title: film, score: 9, text: `round ${kill}`, visibility: 'private' }))
    const asked = member.post('/api/me/erase', { password: credentials.password }).catch(() => undefined)
    // Checking the password takes the first tenth of a second or so.
    await new Promise((resolve) => setTimeout(resolve, random() * 250))
    await service.kill()
    await asked
    service = await startService(t, { dataDir, port })
    const admin = await signIn(service.url, demoCredentials(service, 'admin'))
    const eventsOf = async (query: string) => (await admin.get<EventPage>(`/api/admin/events?${query}`)).events
    const begun = (await eventsOf(`stream=user-${userId}`)).some(({ type }) => type === 'AccountErased')
    // What was killed may have taken it on: others wait until its minute is over.
    if (begun) await eventually('the erasure to be completed', async () => (await eventsOf(`stream=user-${userId}`))[0]!.type === 'ErasureCompleted', 240_000)
    const [review] = await eventsOf(`stream=library-${userId}_movie_653`)
    t.equal((review!.data as { text: string }).text, begun ? '[erased]' : `round ${kill}`, begun ? 'it is completed' : 'nothing has happened')
    // The demo makes the account anew at a start.
    if (begun) {
      await service.stop()
      service = await startService(t, { dataDir, port })
    }
  }
  await service.stop()
})
