/** Getting back in without mail, over HTTP. */

import { Secret, TOTP } from 'otpauth'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { recordWith } from '../auth/record.ts'
import { resetLinksIn } from '../auth/reset-links.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'

const PASSWORD = 'a long enough password'
const NEXT = 'quite another sentence'

async function houseOf(t: Test) {
  let aheadMs = 0
  // It stands but for leaps: a wait is a wait, however long a machine takes to ask.
  const from = realSystem.now()
  const system: System = { ...realSystem, now: () => from + aheadMs }
  const app = await testApp(t, { system, environment: { DEMO: 'no' } })
  for (const [username, role] of [['ada', 'admin'], ['bob', 'member']] as const) await app.accounts.ensure({ username, password: PASSWORD, role })
  const { userId } = (await app.accounts.find('bob'))!
  const [admin, bob] = [await app.signIn('ada', PASSWORD), await app.signIn('bob', PASSWORD)]
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, { body, as }: { readonly body?: object; readonly as?: string } = {}) => {
    const { statusCode, body: text } = await app.ask(method, path, { cookie: as, body })
    return { status: statusCode, body: text === '' ? undefined : JSON.parse(text) }
  }
  const record = recordWith(app.commands, system)
  const links = resetLinksIn({ ...app, record, system, secondFactor: { endAll: async () => false } })
  return {
    app, links, userId, bob, ask, pass: (ms: number) => { aheadMs += ms }, now: system.now,
    offer: async (secondFactor = false) => (await ask('POST', `/api/admin/users/${userId}/reset`, { as: admin, body: { secondFactor } })).body as { readonly linkId: string; readonly token: string; readonly until: string },
    withdraw: (linkId: string) => ask('DELETE', `/api/admin/users/${userId}/reset`, { as: admin, body: { linkId } }),
    look: (token: string) => ask('POST', '/api/auth/reset/look', { body: { token } }),
    use: (token: string, password = NEXT) => ask('POST', '/api/auth/reset', { body: { token, password } }),
    enter: async (password: string) => (await ask('POST', '/api/session', { body: { username: 'bob', password } })).status,
  }
}

t.test('[RL1] [RL2] by a link of an admin somebody sets a new password once, and is signed out everywhere', async (t) => {
  const { app, userId, bob, ask, offer, look, use, enter } = await houseOf(t)
  const [former, link] = [await offer(), await offer()]
  t.match(await look(former.token), { status: 409, body: { code: 'LINK_OVER', error: /Ask an admin/ } }, 'the newer one takes its place')
  t.match(await look(link.token), { status: 200, body: { username: 'bob', secondFactor: false, until: link.until } })
  t.match(await use(link.token, 'short'), { status: 400 })
  t.match(await use(link.token, 'this is bob'), { status: 400, body: { code: 'INVALID_INPUT' } })
  for (let tries = 0; tries < limits.signInFailuresFree; tries++) await enter('guessed, wrongly')
  t.equal(await enter(PASSWORD), 429, 'somebody has guessed')

  t.same((await Promise.all([use(link.token), use(link.token)])).map(({ status }) => status).sort(), [204, 409], 'of two at once, one')
  t.match((await use(link.token)).body, { code: 'LINK_OVER' })
  t.equal((await ask('GET', '/api/session', { as: bob })).status, 401)
  t.equal(await enter(NEXT), 200, 'who guessed keeps nobody waiting')
  t.equal(await enter(PASSWORD), 401)

  const story = (await ask('GET', '/api/me/account', { as: await app.signIn('bob', NEXT) })).body.happened
  t.match(story.filter(({ type }: { type: string }) => /Reset/.test(type)), [{ type: 'AccountReset', own: true }, { type: 'ResetOffered', own: false, by: 'ada' }, { type: 'ResetOffered', own: false, by: 'ada' }])
  t.match([story[0], story.at(-1)], [{ type: 'UserSignedIn', own: true }, { type: 'UserRegistered', role: 'member' }])
  t.match((await ask('GET', '/api/me/account')).status, 401)

  const events = JSON.stringify(await Array.fromAsync(app.store.readStream(`user-${userId}` as never)))
  t.notMatch(events + JSON.stringify(await app.database.kysely.selectFrom('resetLinks').selectAll().execute()) + app.log(), new RegExp(`${link.token}|${former.token}|quite another`))
  t.match(app.log(), /a way back in was made[^]*a password was set by a link/)
  t.match((await app.ask('GET', '/metrics')).body, /rewind_reset_links_total\{step="offered"\} 2\n[^]*rewind_sessions_ended_total\{how="reset"\} 1/)
})

t.test('[RL6] a link is over after a day, and at once when it is taken back or its person has changed their password', async (t) => {
  const { bob, ask, offer, look, use, withdraw, pass, enter } = await houseOf(t)
  const withdrawn = await offer()
  t.equal((await withdraw(withdrawn.linkId)).status, 204)
  t.match([await look(withdrawn.token), await use(withdrawn.token)], [{ body: { code: 'LINK_OVER' } }, { body: { code: 'LINK_OVER' } }])
  const own = await offer()
  t.match(await ask('POST', '/api/me/password', { as: bob, body: { password: PASSWORD, next: PASSWORD } }), { status: 204 })
  t.match(await use(own.token), { body: { code: 'LINK_OVER' } }, 'nor is it good for whoever has it once its person has set a password without it')
  t.equal((await withdraw(withdrawn.linkId)).status, 204, 'twice is once')
  const late = await offer()
  pass(limits.resetLinkMs)
  t.match([await look(late.token), await use(late.token)], [{ body: { code: 'LINK_OVER' } }, { body: { code: 'LINK_OVER' } }])
  t.equal(await enter(PASSWORD), 200, 'nothing has changed')
})

t.test('[RL4] the sessions end with the password, also where the process ends right behind it', async (t) => {
  const { app, links, ask, bob, offer, userId } = await houseOf(t)
  const { ended } = await links.use((await offer()).token, NEXT)
  t.match(ended, [{ id: /-7/ }])
  t.same(await app.database.kysely.selectFrom('sessions').select('id').where('userId', '=', userId).execute(), [])
  t.equal((await ask('GET', '/api/session', { as: bob })).status, 401)
})

t.test('[RL5] nobody comes in by a link of who may make none any more', async (t) => {
  const { app, links, offer, look, use, userId } = await houseOf(t)
  await app.accounts.ensure({ username: 'carol', password: PASSWORD, role: 'admin' })
  const [ada, carol] = [(await app.accounts.find('ada'))!.userId, (await app.accounts.find('carol'))!.userId]
  const link = await offer(true)
  await app.userAccess.change(ada, { type: 'RevokeRole', data: {} }, carol)
  t.match([await look(link.token), await use(link.token)], Array(2).fill({ status: 409, body: { code: 'LINK_OVER' } }))
  await app.userAccess.change(ada, { type: 'GrantRole', data: { role: 'admin' } }, carol)
  await app.userAccess.change(ada, { type: 'DisableUser', data: {} }, carol)
  t.match(await use(link.token), { status: 409, body: { code: 'LINK_OVER' } })
  t.match(await use((await links.offer(userId, { secondFactor: false }, 'system')).token), { status: 204 }, 'the command line is always let make one')
})

t.test('the second factor goes only where the admin says so', async (t) => {
  const { app, ask, bob, offer, use, enter, now, userId } = await houseOf(t)
  const { secret } = (await ask('POST', '/api/me/second-factor', { as: bob, body: { password: PASSWORD } })).body
  await ask('POST', '/api/me/second-factor/confirm', { as: bob, body: { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now() }) } })
  await use((await offer()).token)
  t.match(await ask('POST', '/api/session', { body: { username: 'bob', password: NEXT } }), { status: 401, body: { code: 'SECOND_FACTOR_WANTED' } })
  const both = await offer(true)
  t.match(await ask('POST', '/api/auth/reset/look', { body: { token: both.token } }), { body: { secondFactor: true } })
  await use(both.token, 'yet another sentence')
  t.equal(await enter('yet another sentence'), 200)
  const types = (await Array.fromAsync(app.store.readStream(`user-${userId}` as never))).map(({ type }) => type)
  t.same(types.filter((type) => /SecondFactor|AccountReset/.test(type)), ['SecondFactorTurnedOn', 'AccountReset', 'AccountReset', 'SecondFactorTurnedOff'])
  t.match(await ask('POST', '/api/admin/users/0a0a0a0a-0000-4000-8000-00000000000f/reset', { as: await app.signIn('ada', PASSWORD), body: { secondFactor: false } }), { status: 404 })
})
