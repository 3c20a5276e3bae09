/** Storage and retention over HTTP: for whom, and whose files are nobody's. */

import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultRetention } from '../../domain/retention.ts'
import { jobs } from '../../projections/jobs.ts'
import { eventually } from '../../test/support/eventually.ts'
import { issue, ada } from '../../test/support/given.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { pauseProjection, resumeProjection } from '../db/rebuilds.ts'
import { openFolderStore } from '../object-store/folder.ts'

const PASSWORD = 'a long enough password'

t.test('storage is for admins; the rules are for everybody', async (t) => {
  const app = await testApp(t)
  const asked = [
    ['GET', ''], ['PUT', '/retention', { from: 0, value: defaultRetention }], ['PUT', '/requests', { from: 0, value: {} }], ['POST', '/run', {}], ['POST', '/what-if', defaultRetention], ['GET', '/orphans'], ['POST', '/orphans/remove', { folders: [] }],
  ] as const
  for (const role of ['viewer', 'member'] as const) {
    await app.accounts.ensure({ username: role, password: PASSWORD, role })
    const cookie = await app.signIn(role, PASSWORD)
    t.same(await Promise.all(asked.map(async ([method, path, body]) => (await app.ask(method, `/api/admin/storage${path}`, { cookie, body })).statusCode)), asked.map(() => 403), role)
    t.match((await app.ask('GET', '/api/retention', { cookie })).json(), { rules: defaultRetention, membersNeedApproval: false })
  }
})

t.test('files are nobody\'s only while it is known whose the others are', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ username: 'admin', password: PASSWORD, role: 'admin' })
  const cookie = await app.signIn('admin', PASSWORD)
  const orphans = async () => await app.ask('GET', '/api/admin/storage/orphans', { cookie })
  const objects = await openFolderStore(join(app.dataDir, 'objects'))
  const [owned, lost] = [newJobId(), newJobId()]
  for (const jobId of [owned, lost]) {
    await objects.put(`movies/${jobId}/movie.mp4`, (async function* () { yield new TextEncoder().encode('films') })(), { contentType: 'video/mp4' })
    await utimes(join(app.dataDir, `objects/objects/movies/${jobId}/movie.mp4`), new Date(0), new Date(0))
  }
  await pauseProjection(app.database.kysely, jobs)
  const data = { movieId: 1, jobId: owned }
  await app.commands.handle(issue('RequestFetch', data, { id: newCommand('RequestFetch', data).id, by: ada, as: 'admin', at: new Date().toISOString() }))
  t.match([(await orphans()).statusCode, (await app.ask('POST', '/api/admin/storage/orphans/remove', { cookie, body: { folders: [owned, lost] } })).statusCode], [503, 503])
  await resumeProjection(app.database.kysely, jobs)
  await eventually('the read model goes on', async () => (await orphans()).statusCode === 200)
  t.match((await orphans()).json(), { folders: [{ folder: lost }] })
  t.match((await app.ask('POST', '/api/admin/storage/orphans/remove', { cookie, body: { folders: [owned, lost] } })).json(), { folders: [] })
  t.same((await Array.fromAsync(objects.list('movies/'))).map(({ key }) => key), [`movies/${owned}/movie.mp4`])
})
