/** How people come in, over HTTP; that only admins invite is tried with every route in `app.test.ts`. */

import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'

const PASSWORD = 'a long enough password'
const HOUR_MS = 3_600_000

async function houseOf(t: Test, who: 'closed' | 'invitation' | 'open' = 'invitation') {
  let aheadMs = 0
  const system: System = { ...realSystem, now: () => realSystem.now() + aheadMs }
  const app = await testApp(t, { system, environment: { DEMO: 'no' } })
  await app.accounts.ensure({ username: 'ada', password: PASSWORD, role: 'admin' })
  const cookie = await app.signIn('ada', PASSWORD)
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object, as?: string) => {
    const { statusCode, body: text } = await app.ask(method, path, { cookie: as, body })
    return { status: statusCode, body: JSON.parse(text) }
  }
  const admin = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => ask(method, `/api/admin/${path}`, body, cookie)
  if (who !== 'closed') await admin('PUT', 'registration', { from: 0, value: { who, newcomers: 'guest' } })
  const invite = async (wish: object = {}) => {
    const { status, body } = await admin('POST', 'invitations', { role: 'member', usesMax: 1, hours: 24, note: null, ...wish })
    if (status !== 201) throw new Error(JSON.stringify(body))
    return body as { readonly token: string; readonly invitation: { readonly id: string } }
  }
  return {
    app, admin, invite,
    look: (token: string) => ask('POST', '/api/auth/invitation', { token }),
    join: (username: string, token?: string, password = PASSWORD) => ask('POST', '/api/auth/register', { username, password, ...token === undefined ? {} : { token } }),
    pass: (ms: number) => { aheadMs += ms },
  }
}

t.test('nobody can make an account until an admin says so, invited or not', async (t) => {
  const { admin, join, app } = await houseOf(t, 'closed')
  t.match((await app.ask('GET', '/api/instance')).json(), { registration: 'closed' })
  t.match(await join('bob'), { status: 409, body: { code: 'REGISTRATION_CLOSED' } })
  t.match(await admin('POST', 'invitations', { role: 'member', usesMax: 1, hours: 24, note: null }), { status: 409, body: { code: 'REGISTRATION_CLOSED' } }, 'no link is made that would let nobody in')
  t.match(await admin('PUT', 'registration', { from: 0, value: { who: 'open', newcomers: 'admin' } }), { status: 400 })
  t.match(await admin('PUT', 'registration', { from: 0, value: { who: 'invitation', newcomers: 'viewer' } }), { status: 200, body: { version: 1, rules: { who: 'invitation' }, invitations: [] } })
  t.match(await admin('PUT', 'registration', { from: 0, value: { who: 'open', newcomers: 'viewer' } }), { status: 409, body: { code: 'CONFLICT' } })
  t.match(await join('bob'), { status: 409, body: { code: 'INVITATION_WANTED' } })
  t.match(await join('ada'), { status: 409, body: { code: 'INVITATION_WANTED' } }, 'who holds no link learns of no name')
})

t.test('[IN1] [IN2] who is invited makes an account as what the invitation says, once', async (t) => {
  const { app, admin, invite, look, join } = await houseOf(t)
  const { token, invitation } = await invite({ note: 'Bob next door' })
  t.match(await look(token), { status: 200, body: { role: 'member', madeBy: 'ada', until: /Z$/ } })
  t.match(await look(`${token.slice(1)}A`), { status: 404, body: { code: 'NOT_FOUND', error: /copied whole/ } })
  t.match([(await join('b', token)).body, (await join('bo b', token)).body, (await join('bob', token, 'short')).body, (await join('bob', token, 'bob bob bob bob')).body].map(({ code }) => code), Array(4).fill('INVALID_INPUT'))
  t.match(await join('ADA', token), { status: 409, body: { code: 'NAME_TAKEN' } })
  t.match(await look(token), { status: 200 }, 'what was refused has not used it up')

  const answers = await Promise.all([join('bob', token), join('carol', token)])
  t.same(answers.map(({ status }) => status).sort(), [201, 409], 'of two at once one gets in')
  const { username, userId } = answers.find(({ status }) => status === 201)!.body
  t.match(answers.find(({ status }) => status === 409)!.body, { code: 'INVITATION_USED' })
  t.match(await look(token), { status: 409, body: { code: 'INVITATION_USED' } })
  t.match(await admin('GET', 'invitations'), { body: { invitations: [{ id: invitation.id, note: 'Bob next door', uses: 1, usesMax: 1, usedBy: [username], madeBy: 'ada', state: 'used', role: 'member' }] } })
  t.match((await app.ask('GET', '/api/session', { cookie: await app.signIn(username, PASSWORD) })).json(), { role: 'member', userId })
  t.equal((await app.database.kysely.selectFrom('accounts').select('userId').execute()).length, 2)

  const events = await Array.fromAsync(app.store.readStream(`invitation-${invitation.id}` as never))
  t.match(events.map(({ type, meta }) => [type, meta.actor === userId]), [['InvitationMade', false], ['InvitationUsed', true]])
  const kept = JSON.stringify([await app.database.kysely.selectFrom('invitations').selectAll().execute(), events]) + app.log()
  t.notMatch(kept, token)
  t.notMatch(JSON.stringify(events) + app.log(), /next door/)
  t.match(app.log(), /an invitation was made[^]*somebody has made an account/)
  const figures = await app.ask('GET', '/metrics')
  t.match(figures.body, /rewind_accounts_made_total\{how="invitation"\} 1[^]*rewind_invitation_changes_total\{change="made"\} 1/)
})

t.test('an invitation is over after its time, and can be taken back and given back', async (t) => {
  const { admin, invite, look, join, pass } = await houseOf(t)
  const [short, long] = [await invite({ hours: 1 }), await invite({ hours: 48, usesMax: 3 })]
  pass(HOUR_MS + 1)
  t.match(await join('bob', short.token), { status: 409, body: { code: 'INVITATION_OVER', error: /Ask for another one/ } })
  const id = long.invitation.id
  const revoked = await admin('POST', `invitations/${id}/revoke`, {})
  t.match(revoked, { status: 200, body: { commandId: /-7/, answer: { invitations: [{ id, state: 'revoked' }, { state: 'over' }] } } })
  t.match(await look(long.token), { status: 409, body: { code: 'INVITATION_REVOKED' } })
  t.match(await admin('POST', `invitations/${id}/revoke`, {}), { body: { commandId: null } }, 'it is so already')
  t.match(await admin('POST', `invitations/${id}/undo`, { commandId: revoked.body.commandId }), { status: 200, body: { answer: { invitations: [{ id, state: 'open' }, {}] } } })
  t.match(await join('bob', long.token), { status: 201, body: { role: 'member' } })
  t.match(await admin('POST', `invitations/${id}/undo`, { commandId: revoked.body.commandId }), { status: 409, body: { code: 'ALREADY_UNDONE' } })
  t.match(await admin('POST', 'invitations/0a0a0a0a-0000-4000-8000-00000000000f/revoke', {}), { status: 404 })
})

t.test('where everybody may come, they come as what admins say, and not too many', async (t) => {
  const { join } = await houseOf(t, 'open')
  t.match(await join('bob'), { status: 201, body: { role: 'guest' } })
  t.match(await join('Bob'), { status: 409, body: { code: 'NAME_TAKEN' } })
  let last = await join('bob')
  for (let tries = 3; tries < limits.newcomersPerHour; tries++) last = await join('bob')
  t.match(last, { status: 409 })
  t.match(await join('carol'), { status: 429, body: { code: 'RATE_LIMITED' } })
})

t.test('[IN4] nobody comes in by an invitation of who may invite nobody any more', async (t) => {
  const { app, invite, look, join } = await houseOf(t)
  const { token, invitation: { id } } = await invite({ role: 'admin' })
  await app.accounts.ensure({ username: 'bob', password: PASSWORD, role: 'admin' })
  const [ada, bob] = [(await app.accounts.find('ada'))!.userId, (await app.accounts.find('bob'))!.userId]
  const cookie = await app.signIn('bob', PASSWORD)
  const listed = async () => (await app.ask('GET', '/api/admin/invitations', { cookie })).json().invitations
  const change = (type: 'RevokeRole' | 'DisableUser' | 'EnableUser') => app.userAccess.change(ada, { type, data: {} }, bob)
  await change('DisableUser')
  t.match([await look(token), await join('mallory', token)], Array(2).fill({ status: 409, body: { code: 'INVITATION_REVOKED' } }))
  t.match(await listed(), [{ id, state: 'revoked' }])
  await change('EnableUser')
  t.match(await look(token), { status: 200, body: { role: 'admin', madeBy: 'ada' } })
  await change('RevokeRole')
  t.match(await join('mallory', token), { status: 409, body: { code: 'INVITATION_REVOKED' } })
  await app.userAccess.change(ada, { type: 'GrantRole', data: { role: 'admin' } }, bob)
  t.match(await join('carol', token), { status: 201, body: { role: 'admin' } })
  t.match(await listed(), [{ id, state: 'used' }])
})

t.test('whatever letters a name has, who chose it signs in by it', async (t) => {
  const { app, invite, join } = await houseOf(t)
  const { token } = await invite({ usesMax: 2 })
  t.match(await join('\u0130rem', token), { status: 201 })
  t.match(await join('\u0130REM', token), { body: { code: 'NAME_TAKEN' } })
  t.ok(await app.signIn('\u0130rem', PASSWORD))
})

t.test('what an admin wrote of the invited goes with the admin', async (t) => {
  const { app, invite, look } = await houseOf(t)
  const { token } = await invite({ note: 'canary' })
  await app.accounts.ensure({ username: 'bob', password: PASSWORD, role: 'admin' })
  const { userId } = (await app.accounts.find('ada'))!
  await app.erasure.erase(userId, userId)
  t.same(await app.database.kysely.selectFrom('invitations').selectAll().execute(), [])
  t.match(await look(token), { status: 404 })
})
