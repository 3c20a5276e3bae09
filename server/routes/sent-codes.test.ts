/** One-time codes by mail and by SMS, from a request to a mail server and to who sends SMS, on sockets; and an address that is given where one joins. */

import { openLetterBox } from '../../test/support/letter-box.ts'
import { openSmsExchange } from '../../test/support/sms-exchange.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { startHousePolicies } from '../../workers/start-policies.ts'
import { eventually } from '../../test/support/eventually.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'

const PASSWORD = 'a long enough password'
const NUMBER = '+491701234567'
const ORIGIN = 'https://films.example.org'

async function houseOf(t: Test) {
  // Its clock stands: what waits for the next code waits, however long a machine takes to ask.
  const startedAt = realSystem.now()
  const system: System = { ...realSystem, now: () => startedAt }
  const [box, exchange] = [await openLetterBox(t), await openSmsExchange(t)]
  const environment = { DEMO: 'no', TRUST_PROXY: 'true', SMTP_URL: box.url, MAIL_FROM: 'Films <films@example.org>', PUBLIC_URL: ORIGIN, SMS_URL: exchange.url, SMS_FROM: '+15005550006' }
  const app = await testApp(t, { system, environment })
  for (const [username, role] of [['ada', 'admin'], ['bob', 'member']] as const) await app.accounts.ensure({ username, password: PASSWORD, role })
  const stop = new AbortController()
  const { stopped } = await startHousePolicies({ ...app, db: app.database.kysely, models: app.database.pool, handle: app.commands.handle, pushServices: [], system: realSystem, log: app.app.log, signal: stop.signal })
  t.teardown(async () => {
    stop.abort()
    await stopped
  })
  const [ada, bob] = [await app.signIn('ada', PASSWORD), await app.signIn('bob', PASSWORD)]
  const { userId } = (await app.accounts.find('bob'))!
  let asks = 0
  // Each from another address, so that what waits is what is told of, and not whoever asks often.
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { body, as }: { readonly body?: object; readonly as?: string } = {}) => {
    const { statusCode, body: text, headers } = await app.ask(method, path, { cookie: as, body, headers: { 'accept-language': 'de', 'x-forwarded-for': `198.51.${Math.floor(++asks / 200)}.${asks % 200}` } })
    return { status: statusCode, body: text === '' ? undefined : JSON.parse(text), retryAfter: headers['retry-after'] }
  }
  const codeIn = (letter: { readonly text: string }) => /^\d{6}$/m.exec(letter.text)![0]
  return {
    app, box, exchange, ada, bob, userId, ask, codeIn,
    prove: async (address: string) => {
      await ask('PUT', '/api/me/email', { as: bob, body: { address, password: PASSWORD } })
      const { text } = await box.letterTo(address, /\/email#/)
      return await ask('POST', '/api/auth/email', { body: { token: /\/email#(\S+)/.exec(text)![1] } })
    },
    begin: (way: 'email' | 'sms', more: object = {}) => ask('POST', '/api/me/second-factor/sent', { as: bob, body: { way, password: PASSWORD, ...more } }),
    confirm: (way: 'email' | 'sms', code: string) => ask('POST', '/api/me/second-factor/sent/confirm', { as: bob, body: { way, code } }),
    end: (way: 'email' | 'sms', password = PASSWORD) => ask('DELETE', '/api/me/second-factor/sent', { as: bob, body: { way, password } }),
    wanted: (way?: 'email' | 'sms', password = PASSWORD, username = 'bob') => ask('POST', '/api/session/code', { body: { username, password, ...way ? { way } : {} } }),
    enter: async (code?: string) => {
      const { status, body } = await ask('POST', '/api/session', { body: { username: 'bob', password: PASSWORD, ...code === undefined ? {} : { code } } })
      return status === 200 ? 'in' : body.code as string
    },
    security: async () => (await ask('GET', '/api/me/security', { as: bob })).body,
    /** The newest code by mail, once there are more letters than before. */
    mailed: async (before: number) => codeIn(await box.letterTo('bob@example.org', /Dein Code/, before)),
  }
}

t.test('codes by mail and by SMS: wanted once one was right, asked for with the password alone, and beside each other', async (t) => {
  const { app, box, exchange, ada, bob, userId, ask, prove, begin, confirm, end, wanted, enter, security, mailed } = await houseOf(t)
  t.match(await begin('email'), { status: 409, body: { code: 'NO_EMAIL' } })
  await prove('bob@example.org')
  t.match(await begin('email', { password: 'guessed, wrongly' }), { status: 403 })
  let before = box.letters.length
  const begun = await begin('email')
  t.match(begun, { status: 200, body: { to: 'b…@example.org' } })
  t.ok(begun.body.waitMs <= limits.sentCodeAgainMs)
  const first = await mailed(before)
  t.equal(await enter(), 'in', 'not yet in force')
  t.match(await confirm('email', 'wrong'), { status: 403 })
  const { status, body: { recoveryCodes } } = await confirm('email', ` ${first.slice(0, 3)} ${first.slice(3)}`)
  t.same([status, recoveryCodes.length], [200, limits.recoveryCodes])
  t.match(await begin('email'), { status: 409, body: { code: 'CONFLICT' } })

  for (const number of ['0170 1234567', undefined]) t.match(await begin('sms', number ? { number } : {}), { status: 400, body: { code: 'INVALID_INPUT', details: [{ field: 'number' }] } })
  t.match(await begin('sms', { number: '00 49 170 ١٢٣٤٥٦٧' }), { status: 200, body: { to: '…67' } })
  const bySms = await exchange.codeTo(NUMBER)
  t.match(await begin('sms', { number: '+491707654321' }), { status: 429, retryAfter: /^\d+$/ }, 'the next a little later')
  t.match([exchange.texts[0]!.from, exchange.texts[0]!.body], ['+15005550006', new RegExp(`^${bySms} ist dein Code für Rewind bei films\\.example\\.org, gültig für 10 Minuten\\. .*\n\n@films\\.example\\.org #${bySms}$`)])
  t.match(await confirm('sms', bySms), { status: 200, body: { recoveryCodes: [] } }, 'there are recovery codes already')
  t.match(await security(), { secondFactor: { since: null, codesLeft: limits.recoveryCodes }, sentCodes: [{ way: 'email', since: /^20/, to: 'b…@example.org', sends: true }, { way: 'sms', since: /^20/, to: '…67', sends: true }] })

  t.same([await enter(), await enter(first)], ['SECOND_FACTOR_WANTED', 'SECOND_FACTOR_WRONG'], 'what set it up is used up')
  t.match([await wanted('email', 'guessed, wrongly'), await wanted('email', PASSWORD, 'nobody')], Array(2).fill({ status: 401, body: { code: 'UNAUTHENTICATED', error: 'The name or the password is not right.' } }), 'nobody learns what there is, or who is here')
  t.match(await wanted(), { status: 200, body: { app: false, ways: [{ way: 'email', to: 'b…@example.org', waitMs: 0 }, { way: 'sms', to: '…67', waitMs: 0 }] } })
  before = box.letters.length
  t.match(await wanted('email'), { status: 200 })
  const code = await mailed(before)
  t.match(await wanted('email'), { status: 429, retryAfter: /^\d+$/ })
  t.equal(await enter(code), 'in')
  t.equal(await enter(recoveryCodes[0]), 'in', 'recovery codes let in as ever')
  const disable = (disabledAt: string | null) => app.database.kysely.updateTable('accounts').set({ disabledAt }).where('userId', '=', userId).execute()
  await disable('2026-01-01T00:00:00Z')
  t.match(await wanted('sms'), { status: 200, body: { app: false, ways: [{ way: 'email' }, { way: 'sms', to: '…67', waitMs: limits.sentCodeAgainMs }] } }, 'who is kept out is answered as ever')
  await eventually('nothing waits to be sent', async () => (await app.database.kysely.selectFrom('outbox').select('id').where('state', '=', 'waiting').execute()).length === 0)
  t.equal(exchange.texts.length, 1, 'and sent nothing')
  await disable(null)

  t.match(await ask('DELETE', '/api/me/email', { as: bob, body: { password: PASSWORD } }), { status: 409, body: { code: 'CODES_BY_EMAIL' } }, 'nobody takes away where their codes go')
  t.match([await end('email', 'guessed, wrongly'), await end('email'), await end('email')], [{ status: 403 }, { status: 204 }, { status: 404 }])
  t.equal((await security()).secondFactor.codesLeft, limits.recoveryCodes - 1, 'they stay for what is left')
  t.match([await wanted('email'), await enter()], [{ status: 404 }, 'SECOND_FACTOR_WANTED'])
  t.match(await end('sms'), { status: 204 })
  t.same([await enter(), (await security()).secondFactor.codesLeft], ['in', 0])

  const events = await Array.fromAsync(app.store.readStream(`user-${userId}` as never))
  t.same(events.filter(({ type }) => /SentCodes/.test(type)).map(({ type, data }) => [type, data]), [['SentCodesTurnedOn', { way: 'email' }], ['SentCodesTurnedOn', { way: 'sms' }], ['SentCodesTurnedOff', { way: 'email' }], ['SentCodesTurnedOff', { way: 'sms' }]])
  t.match((await ask('GET', '/api/me/account', { as: bob })).body.happened.find(({ type }: { type: string }) => type === 'SentCodesTurnedOff'), { own: true, way: 'sms' })
  const kept = JSON.stringify([await app.database.kysely.selectFrom('sentCodes').selectAll().execute(), await app.database.kysely.selectFrom('outbox').selectAll().execute(), events])
  t.notMatch(kept + app.log(), new RegExp(`1701234567|tok/en|bob@|"(?:${code}|${bySms})"`))
  for (const figure of ['rewind_sms_seconds_count{outcome="taken"} 1', 'rewind_codes_sent_total{way="sms"} 2', 'rewind_codes_sent_total{way="email"} 2', 'rewind_second_factor_total{outcome="right"} 2', 'rewind_second_factor_total{outcome="wrong"} 1']) {
    await eventually(figure, async () => (await app.ask('GET', '/metrics', { cookie: ada })).body.includes(figure))
  }
  for (const change of [/per Mail eingeschaltet/, /per SMS eingeschaltet/, /einem Wiederherstellungscode/, /per Mail ausgeschaltet/, /per SMS ausgeschaltet/]) await box.letterTo('bob@example.org', change)
  await app.accounts.ensure({ username: 'carol', password: PASSWORD, role: 'admin' })
  await app.erasure.erase(userId, userId)
  t.same(await app.database.kysely.selectFrom('sentCodes').selectAll().execute(), [], 'it goes with the account')
  t.match(await app.database.kysely.selectFrom('outbox').select(['state', 'payload']).where('kind', '=', 'sms').execute(), Array(2).fill({ state: 'delivered', payload: {} }), 'what was paid for is counted on, as nobody\'s')
})

t.test('who sends SMS and does not is told to admins; an address that is given where one joins is to be proved as any other, and holds nobody up', async (t) => {
  const { app, box, exchange, ada, bob, ask, begin } = await houseOf(t)
  const test = (number: string, as = ada) => ask('POST', '/api/admin/sms/test', { as, body: { number } })
  t.match([await test(NUMBER, bob), await ask('GET', '/api/admin/sms', { as: bob })], [{ status: 403 }, { status: 403 }])
  t.match(await test('0170'), { status: 400 })
  t.match(await test(NUMBER), { body: { ok: true, message: /127\.0\.0\.1:\d+ has taken it/ } })
  t.match(exchange.texts, [{ to: NUMBER, body: /Test button/ }])
  exchange.answer((response) => response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 21608, message: `${NUMBER} is not verified` })))
  t.match(await test(NUMBER), { body: { ok: false, message: /for the reason 21608/ } })
  exchange.answer((response) => response.writeHead(500).end())
  t.match(await test(NUMBER), { body: { ok: false, code: 'SMS_BUSY' } })
  const health = async () => (await ask('GET', '/health/ready')).body.checks.find(({ name }: { name: string }) => name === 'sms')
  t.match(await health(), { ok: true, message: /did not go out: Who sends SMS takes nothing/ })
  await begin('sms', { number: NUMBER })
  await eventually('it is tried again', async () => (await app.database.kysely.selectFrom('outbox').select(['tries', 'code']).where('kind', '=', 'sms').execute()).some(({ tries, code }) => tries > 1 && code === 'SMS_BUSY'))
  exchange.answer((response) => response.socket!.destroy())
  await eventually('it is given up', async () => (await ask('GET', '/api/admin/sms', { as: ada })).body.dead === 1)
  t.match(await ask('GET', '/api/admin/sms', { as: ada }), { body: { way: 'http', from: '+15005550006', waiting: 0, dead: 1, last: { code: 'SMS_UNANSWERED' } } })
  exchange.answer(undefined)
  t.notMatch(app.log(), /4917|tok\/en/)

  t.match(await ask('PUT', '/api/admin/registration', { as: ada, body: { from: 0, value: { who: 'open', newcomers: 'viewer' } } }), { status: 200 })
  const join = (username: string, email?: string) => ask('POST', '/api/auth/register', { body: { username, password: PASSWORD, ...email === undefined ? {} : { email } } })
  t.match(await join('carol', 'carol'), { status: 400 })
  t.match(await join('carol'), { status: 201, body: { email: null } })
  t.match(await join('dora', 'dora@example.org'), { status: 201, body: { email: 'sent' } })
  const { text } = await box.letterTo('dora@example.org', /\/email#/)
  const dora = await app.signIn('dora', PASSWORD)
  t.match(await ask('GET', '/api/me/email', { as: dora }), { body: { address: null, pending: { address: 'dora@example.org' } } }, 'not hers before it is proved')
  t.match(await join('eve', 'dora@example.org'), { status: 201, body: { email: 'sent' } }, 'whose it is otherwise is told to nobody')
  t.match(await ask('POST', '/api/auth/email', { body: { token: /\/email#(\S+)/.exec(text)![1] } }), { status: 200, body: { username: 'dora' } })
  t.match(await ask('GET', '/api/me/email', { as: dora }), { body: { address: 'dora@example.org', pending: null } })
})
