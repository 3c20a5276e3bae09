/** `npm start` as a person lives with it: it says what is wrong, it stops when asked, it comes back. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { openDevice } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import type { Person } from '../support/person.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { freePort, startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

const root = join(import.meta.dirname, '../..')

/** The start command with settings that keep it from starting. */
async function failing(t: Parameters<typeof temporaryFolder>[0], env: Record<string, string>): Promise<{ code: number | null; printed: string }> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const child = spawn('/bin/sh', ['-c', scripts.start], {
    cwd: root, env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`, DATA_DIR: temporaryFolder(t), PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { printed += text })
  const [code] = await once(child, 'close') as [number | null]
  return { code, printed }
}

/** As soon as the library has caught up with what was recorded. */
async function isRated(person: Person): Promise<void> {
  await eventually('the rating is remembered', async () => (await person.get<{ entry: { rating: string } | null }>('/api/library/movie/653')).entry?.rating === 'LIKE')
}

t.test('settings that are wrong are all named, and nothing starts', async (t) => {
  const { code, printed } = await failing(t, { USENET_PORT: 'nntp', HOST: 'http://here', INDEXER_API_KEY: 'hunter2' })
  t.equal(code, 78)
  for (const name of ['USENET_PORT', 'HOST', 'INDEXER_URL']) t.match(printed, name)
  t.notMatch(printed, 'hunter2')
})

t.test('a port that is taken is named, what had started is stopped, and the exit code says so', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  const { code, printed } = await failing(t, { PORT: String(port), HOST: '127.0.0.1' })
  t.match([code, printed], [1, new RegExp(`Rewind cannot start: port ${port} of 127.0.0.1 is taken. Stop what listens there, or set PORT`)])
})

t.test('a database that does not answer is named by its setting, without its password', async (t) => {
  const { code, printed } = await failing(t, { DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${await freePort()}/rewind` })
  t.match([code, printed], [1, /the database that DATABASE_URL names cannot be used/])
  t.notMatch(printed, 'hunter2')
})

t.test('it starts warm, stops on SIGTERM with nothing left running, and remembers', async (t) => {
  const dataDir = temporaryFolder(t)
  const first = await startService(t, { dataDir })
  const me = await signIn(first.url, demoCredentials(first, 'member'))
  const [outcome] = await me.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' }))
  t.equal(await first.stop(), 0)
  t.throws(() => readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid')), { code: 'ENOENT' }, 'PostgreSQL has ended, and in order')
  const second = await startService(t, { dataDir })
  t.comment(`warm start: ${Math.round(second.startedInMs)} ms`)
  const back = await signIn(second.url, demoCredentials(first, 'member'))
  await isRated(back)
  t.same(await back.get(`/api/commands/${outcome!.id}`), outcome)
  await second.kill()
  const third = await startService(t, { dataDir })
  await isRated(await signIn(third.url, demoCredentials(first, 'member')))
  t.pass('after kill -9 as well')
  t.equal(await third.stop(), 0)
})

t.test('without the demo the log shows a token, which makes the first admin', async (t) => {
  const service = await startService(t, { env: { DEMO: 'no' } })
  const keeper = { username: 'keeper', password: 'a long enough password' }
  const { page, close } = await openDevice()
  t.teardown(close)
  await page.goto(`${service.url}/set-up`)
  await page.getByLabel('Set-up token').fill(await eventually('the log shows a token', () => /set-up token:?\s+(\S+)\s/i.exec(service.output())?.[1]))
  await page.getByLabel('Username').fill(keeper.username)
  await page.getByLabel('Password').fill(keeper.password)
  await page.getByRole('button', { name: 'Create the first admin' }).click()
  await page.getByRole('button', { name: 'Test TMDB' }).click()
  await page.getByText('There is no catalogue yet: set TMDB_API_KEY').waitFor()
  await page.getByRole('button', { name: 'Add a news server' }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  t.same(await axeFaults(page), [], 'what it reaches is set up there and then, or later')
  await page.getByRole('link', { name: 'Open Rewind' }).click()
  await page.getByRole('link', { name: 'Home', exact: true }).first().waitFor()
  t.match((await signIn(service.url, keeper)).session, { username: 'keeper', role: 'admin' })
  t.equal(await service.stop(), 0)
})
