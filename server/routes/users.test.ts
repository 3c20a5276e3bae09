/** What admins do to others' accounts, over HTTP; that nobody else may is tried with every route in `app.test.ts`. */

import { eventually } from '../../test/support/eventually.ts'
import { newCommand } from '../../test/support/person.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'
import { userStream } from '../../domain/user-stream.ts'

const PASSWORD = 'a long enough password'

async function household(app: TestApp) {
  // Those of the demo.
  for (const role of ['admin', 'member'] as const) await app.accounts.ensure({ username: role, password: PASSWORD, role })
  const [ada, bob] = await Promise.all(['admin', 'member'].map(async (username) => (await app.accounts.find(username))!.userId))
  const cookie = await app.signIn('admin', PASSWORD)
  return {
    ada: ada!, bob: bob!, cookie,
    async ask(method: 'GET' | 'POST', path: string, body: unknown = method === 'POST' ? {} : undefined, as = cookie) {
      const answer = await app.ask(method, `/api/admin/users${path}`, { cookie: as, body })
      return { status: answer.statusCode, body: answer.json() }
    },
    signIn: (username: string, password = PASSWORD) => app.ask('POST', '/api/session', { body: { username, password } }),
  }
}

t.test('admins see everybody, with what they did and when they came', async (t) => {
  const app = await testApp(t)
  const { ask, bob } = await household(app)
  t.match(await ask('GET', ''), { status: 200, body: { accounts: [{ username: 'admin', role: 'admin', devices: 1, lastSeenAt: /Z$/ }, { username: 'member', role: 'member', devices: 0, lastSeenAt: null, disabledAt: null, watched: 0 }] } })
  const cookie = await app.signIn('member', PASSWORD)
  t.equal((await app.ask('POST', '/api/commands', { cookie, body: newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' }) })).statusCode, 200)
  await eventually('the read model has it', async () => (await ask('GET', '')).body.accounts.some(({ userId, watched, rated }: { userId: string; watched: number; rated: number }) => userId === bob && watched === 1 && rated === 1))
  t.equal((await app.ask('DELETE', '/api/session', { cookie })).statusCode, 204)
  t.match((await ask('GET', '')).body.accounts[1], { devices: 0, lastSeenAt: /Z$/ }, 'who has signed out was here all the same')
})

t.test('a role is in force with the next request, and is taken back as one', async (t) => {
  const app = await testApp(t)
  const { ask, ada, bob } = await household(app)
  const cookie = await app.signIn('member', PASSWORD)
  t.equal((await ask('GET', '', undefined, cookie)).status, 403)
  const promoted = await ask('POST', `/${bob}/role`, { role: 'admin' })
  t.match(promoted, { status: 200, body: { commandId: /-7/, account: { username: 'member', role: 'admin' } } })
  t.match(await ask('POST', `/${bob}/role`, { role: 'admin' }), { status: 200, body: { commandId: null } }, 'it is so already')
  t.equal((await ask('GET', '', undefined, cookie)).status, 200)
  t.match(await ask('POST', `/${bob}/undo`, { commandId: promoted.body.commandId }), { status: 200, body: { account: { role: 'member' } } })
  t.equal((await ask('GET', '', undefined, cookie)).status, 403)
  t.match(await ask('POST', `/${bob}/undo`, { commandId: promoted.body.commandId }), { status: 409, body: { code: 'ALREADY_UNDONE' } })
  t.match(await ask('POST', `/${ada}/role`, { role: 'viewer' }), { status: 409, body: { code: 'LAST_ADMIN' } })
  t.match(await ask('POST', `/${bob}/role`, { role: 'guest' }), { status: 400 })
  t.match(await ask('POST', '/0a0a0a0a-0000-4000-8000-00000000000f/role', { role: 'member' }), { status: 404 })
  const events = await Array.fromAsync(app.store.readStream(userStream(bob)))
  const [granted, undone] = events.filter(({ type }) => type === 'RoleGranted')
  t.match([granted!.meta.actor, undone!.meta], [ada, { actor: ada, undoes: granted!.id }], 'it says who did it')

  await ask('POST', `/${bob}/role`, { role: 'admin' })
  const answers = await Promise.all([ask('POST', `/${bob}/role`, { role: 'member' }), ask('POST', `/${ada}/role`, { role: 'member' }, cookie)])
  t.equal(answers.filter(({ status }) => status === 200).length, 1, 'of two admins who take each other\'s role at once, one stays')
  t.equal((await app.database.kysely.selectFrom('accounts').select('username').where('role', '=', 'admin').execute()).length, 1)
})

t.test('who is disabled is out at once, everywhere, and is told so once they have proved who they are', async (t) => {
  const app = await testApp(t)
  const { ask, ada, bob, signIn } = await household(app)
  const [phone, laptop] = [await app.signIn('member', PASSWORD), await app.signIn('member', PASSWORD)]
  const out = await ask('POST', `/${bob}/disable`)
  t.match(out, { status: 200, body: { account: { disabledAt: /Z$/, devices: 0 } } })
  for (const cookie of [phone, laptop]) t.equal((await app.ask('GET', '/api/session', { cookie })).statusCode, 401)
  t.match([(await signIn('member')).statusCode, (await signIn('member')).json()], [403, { code: 'ACCOUNT_DISABLED' }])
  t.match((await signIn('member', 'not the password')).json(), { code: 'UNAUTHENTICATED' }, 'who only guesses learns nothing')
  t.equal((await app.database.kysely.selectFrom('sessions').select('id').where('userId', '=', bob).execute()).length, 0)

  // As if it had begun in another process in the same moment.
  const { id } = await app.database.kysely.selectFrom('sessions').select('id').executeTakeFirstOrThrow()
  await app.database.kysely.updateTable('sessions').set({ userId: bob }).where('id', '=', id).execute()
  t.equal((await ask('GET', '')).status, 401, 'a session of theirs is worth nothing')
  await app.database.kysely.updateTable('sessions').set({ userId: ada }).where('id', '=', id).execute()

  t.match(await ask('POST', `/${ada}/disable`), { status: 409, body: { code: 'OWN_ACCOUNT' } })
  t.match(await ask('POST', `/${bob}/undo`, { commandId: out.body.commandId }), { status: 200, body: { account: { disabledAt: null } } })
  t.equal((await signIn('member')).statusCode, 200)
  t.equal((await app.ask('GET', '/api/session', { cookie: phone })).statusCode, 401, 'what ended does not come back')
  t.match(app.log(), /what somebody may do was changed/)

  await ask('POST', `/${bob}/role`, { role: 'admin' })
  await ask('POST', `/${bob}/disable`)
  t.match(await ask('POST', `/${ada}/role`, { role: 'member' }), { status: 409, body: { code: 'LAST_ADMIN' } }, 'a disabled admin does not count')
  await t.rejects(app.erasure.erase(ada, ada), { code: 'LAST_ADMIN' })
})
