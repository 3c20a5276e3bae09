import type { CommandId } from '../domain/command.ts'
import { userAccessIn } from '../server/auth/user-access.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import t from '../test/support/tap.ts'
import { testApp } from '../test/support/test-app.ts'
import { startHousePolicies } from './start-policies.ts'

const PASSWORD = 'a long enough password'

t.test('[UA3] a change of what somebody may do that was killed behind its event is whole without being asked for again', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const { database, store, commands: { handle }, accounts } = app
  for (const [username, role] of [['ada', 'admin'], ['bob', 'member'], ['carol', 'member']] as const) await accounts.ensure({ username, password: PASSWORD, role })
  const [ada, bob, carol] = await Promise.all(['ada', 'bob', 'carol'].map(async (username) => (await accounts.find(username))!.userId))
  const cookie = await app.signIn('carol', PASSWORD)
  const killing = userAccessIn({
    database, store, system: realSystem,
    handle: async (command) => {
      await handle(command)
      throw new Error('killed')
    },
  })
  await t.rejects(killing.change(bob!, { type: 'GrantRole', data: { role: 'admin' } }, ada!), /killed/)
  await t.rejects(killing.change(carol!, { type: 'DisableUser', data: {} }, ada!), /killed/)
  t.match([await accounts.find('bob'), await accounts.find('carol')], [{ role: 'member' }, { disabledAt: null }], 'the rows are behind')

  const logged: string[] = []
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  // A policy's past begins with its first start: this one had started before.
  await database.kysely.insertInto('checkpoints').values({ name: 'settle-access', version: 1, position: 0, error: null as never }).execute()
  const { stopped } = await startHousePolicies({
    store, db: database.kysely, models: database.pool, handle, erasure: app.erasure, userAccess: app.userAccess, pushKey: app.pushKey, pushSubscriptions: app.pushSubscriptions, pushServices: [],
    webhooks: app.webhooks, attempts: app.attempts, hookMessageOf: app.hookMessageOf, mailer: app.mailer, makeMail: app.makeMail, makeDigest: app.makeDigest, smsSender: app.smsSender, makeSms: app.makeSms, onMailAsked: app.onMailAsked, metrics: app.metrics,
    system: realSystem, log: { ...silentLog, warn: (_fields, message) => { logged.push(message!) } }, signal: stop.signal,
  })
  await eventually('the rows are as the events say', async () => (await accounts.find('bob'))!.role === 'admin' && (await accounts.find('carol'))!.disabledAt !== null)
  t.equal((await app.ask('GET', '/api/session', { cookie })).statusCode, 401)
  t.equal((await database.kysely.selectFrom('sessions').select('id').where('userId', '=', carol!).execute()).length, 0, 'who is out has no session left')
  await eventually('it was said', () => logged.filter((line) => /had been cut short/.test(line)).length === 2)

  const { commandId } = await app.userAccess.change(bob!, { type: 'RevokeRole', data: {} }, ada!)
  await eventually('what was whole is looked at', async () => (await database.kysely.selectFrom('outbox').select('state').where('policy', '=', 'settle-access').execute()).filter(({ state }) => state === 'delivered').length === 3)
  t.match([commandId as CommandId, (await accounts.find('bob'))!.role, logged.length], [/-7/, 'viewer', 2], 'and left alone')
  stop.abort()
  await stopped
})
