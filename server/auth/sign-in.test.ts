/** Signing in and out, sessions, and the first admin. */

import { eventually } from '../../test/support/eventually.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'
import { aloneWithAccounts } from './accounts.ts'
import { signInThrottle, untilTold } from './sign-in-throttle.ts'

const PASSWORD = 'a long enough password'
/** Real time, but for leaps: the server's own polls go on under it. */
function leapingClock(): System & { advance(ms: number): void } {
  let ahead = 0
  return { ...realSystem, now: () => realSystem.now() + ahead, advance(ms) { ahead += ms } }
}

/** Stands but for leaps: a wait is a wait, however long a machine takes to ask. */
function standingClock(): System & { advance(ms: number): void } {
  let now = realSystem.now()
  return { ...realSystem, now: () => now, advance(ms) { now += ms } }
}

const keeper = { username: 'Keeper', password: PASSWORD }

t.test('the cookie of a session cannot be read by scripts, nor sent along by other sites', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const plain = await app.ask('POST', '/api/session', { body: keeper })
  t.match(String(plain.headers['set-cookie']), /^rewind_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
  const secure = await testApp(t, { environment: { PUBLIC_URL: 'https://films.example.org' } })
  await secure.accounts.ensure({ ...keeper, role: 'member' })
  t.match(String((await secure.ask('POST', '/api/session', { body: keeper })).headers['set-cookie']), /; Secure/)
})

t.test('the token is in no table, and each sign-in has another', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const first = await app.signIn('keeper', PASSWORD)
  const second = await app.signIn('KEEPER', PASSWORD)
  t.not(first, second)
  const rows = await app.database.kysely.selectFrom('sessions').selectAll().execute()
  t.equal(rows.length, 2)
  for (const cookie of [first, second]) t.notMatch(JSON.stringify(rows), cookie.split('=')[1]!)
  const rotated = await app.ask('POST', '/api/session', { body: keeper, cookie: first })
  t.equal(rotated.statusCode, 200)
  t.equal((await app.ask('GET', '/api/session', { cookie: first })).statusCode, 401, 'the one before ends')
})

t.test('a session lasts seven days from when it was last used', async (t) => {
  const clock = leapingClock()
  const app = await testApp(t, { system: clock })
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const cookie = await app.signIn('Keeper', PASSWORD)
  const ask = () => app.ask('GET', '/api/session', { cookie })
  const isSignedIn = async (headers: { readonly cookie?: string }) => (await app.ask('GET', '/api/instance', headers)).json<{ signedIn: boolean }>().signedIn
  const days = (count: number) => count * 86_400_000
  clock.advance(days(6))
  const used = await ask()
  t.equal(used.statusCode, 200)
  t.match(String(used.headers['set-cookie']), /rewind_session=/, 'the cookie follows')
  clock.advance(days(6))
  t.equal((await ask()).statusCode, 200)
  t.same([await isSignedIn({ cookie }), await isSignedIn({})], [true, false], 'which anyone may ask without being refused')
  clock.advance(days(7) + 1)
  t.equal((await ask()).statusCode, 401)
  t.equal(await isSignedIn({ cookie }), false)
})

t.test('sessions can be seen and ended, one or all others; nobody ends another person\'s', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  await app.accounts.ensure({ username: 'stranger', password: PASSWORD, role: 'member' })
  const [phone, laptop, tablet] = [await app.signIn('keeper', PASSWORD), await app.signIn('keeper', PASSWORD), await app.signIn('keeper', PASSWORD)]
  const stranger = await app.signIn('stranger', PASSWORD)
  const list = (await app.ask('GET', '/api/me/sessions', { cookie: phone })).json() as { id: string; current: boolean }[]
  t.same([list.length, list.filter(({ current }) => current).length], [3, 1])
  const others = list.filter(({ current }) => !current)
  t.equal((await app.ask('DELETE', `/api/me/sessions/${others[0]!.id}`, { cookie: stranger })).statusCode, 404)
  t.equal((await app.ask('DELETE', `/api/me/sessions/${others[0]!.id}`, { cookie: phone })).statusCode, 204)
  t.equal((await app.ask('DELETE', '/api/me/sessions', { cookie: phone })).statusCode, 204)
  t.same(await Promise.all([phone, laptop, tablet].map(async (cookie) => (await app.ask('GET', '/api/session', { cookie })).statusCode)), [200, 401, 401])
  const signedOut = await app.ask('DELETE', '/api/session', { cookie: phone })
  t.match(String(signedOut.headers['set-cookie']), /rewind_session=;.*Expires=Thu, 01 Jan 1970/)
  t.equal((await app.ask('GET', '/api/session', { cookie: phone })).statusCode, 401)
})

const [aPhone, aLaptop] = ['0d0d0d0d-0000-4000-8000-00000000000a', '0d0d0d0d-0000-4000-8000-00000000000b']

t.test('sessions say which device they are of, whence it was seen, and whether a trusted proxy knows the country', async (t) => {
  const app = await testApp(t, { environment: { TRUST_PROXY: 'true' } })
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const from = (deviceId: string, address: string) => ({ 'x-rewind-device': deviceId, 'x-forwarded-for': address, 'x-country-code': 'de', 'user-agent': 'Firefox/140 Android' })
  const cookieOf = async (headers: Record<string, string>) => String((await app.ask('POST', '/api/session', { body: keeper, headers })).headers['set-cookie']).split(';')[0]!
  const list = async (cookie: string) => (await app.ask('GET', '/api/me/sessions', { cookie })).json()
  const first = await cookieOf(from(aPhone, '203.0.113.7'))
  t.match(await list(first), [{ deviceId: aPhone, userAgent: 'Firefox/140 Android', address: '203.0.113.7', country: 'DE', current: true, connected: false, pushed: false }])
  t.equal((await app.ask('GET', '/api/session', { cookie: first, headers: from(aPhone, '2001:db8::9') })).statusCode, 200)
  t.match(await list(first), [{ address: '2001:db8::9' }], 'it moves with the device')

  const again = await cookieOf(from(aPhone, '198.51.100.1, 203.0.113.9'))
  t.match((await list(again)).find(({ current }: { current: boolean }) => current), { address: '203.0.113.9' }, 'what the proxy says, not what somebody wrote to it')
  t.equal((await app.ask('GET', '/api/session', { cookie: first })).statusCode, 401, 'a device has one session of a person')
  await cookieOf({ ...from(aLaptop, '203.0.113.8'), 'x-rewind-device': 'nonsense' })
  t.match((await list(again)).map(({ deviceId }: { deviceId: string | null }) => deviceId).toSorted(), [aPhone, null])
})

t.test('a device that is to keep nothing is told so when it asks as its person, until they sign in there again', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const on = (deviceId: string) => ({ 'x-rewind-device': deviceId })
  const cookieOf = async (deviceId: string) => String((await app.ask('POST', '/api/session', { body: keeper, headers: on(deviceId) })).headers['set-cookie']).split(';')[0]!
  const [phone, laptop] = [await cookieOf(aPhone), await cookieOf(aLaptop)]
  const { userId } = (await app.ask('GET', '/api/session', { cookie: phone })).json()
  const asked = async (deviceId: string, person = userId) => (await app.ask('GET', '/api/session', { cookie: laptop, headers: { ...on(deviceId), 'x-rewind-person': person } })).json().code
  t.equal((await app.ask('DELETE', '/api/me/sessions?remove=maybe', { cookie: phone })).statusCode, 400)
  t.equal((await app.ask('DELETE', '/api/me/sessions?remove=yes', { cookie: phone })).statusCode, 204)
  t.same([await asked(aLaptop), await asked(aPhone), await asked(aLaptop, '0a0a0a0a-0000-4000-8000-000000000009')], ['DEVICE_REMOVED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'])
  await cookieOf(aLaptop)
  t.equal(await asked(aLaptop), 'UNAUTHENTICATED')
})

t.test('a changed password signs out everywhere else, gives this browser another token, and needs the old one', async (t) => {
  const app = await testApp(t, { system: standingClock() })
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const [here, elsewhere] = [await app.signIn('keeper', PASSWORD), await app.signIn('keeper', PASSWORD)]
  const change = (body: object) => app.ask('POST', '/api/me/password', { cookie: here, body: { password: PASSWORD, next: 'quite another sentence', ...body } })
  t.match((await change({ password: 'wrong' })).json(), { code: 'FORBIDDEN' })
  t.match([(await change({ next: 'short' })).json(), (await change({ next: 'keeper keeper keeper' })).json()], [{ code: 'INVALID_INPUT', details: [{ field: 'next' }] }, { code: 'INVALID_INPUT' }])
  const changed = await change({})
  t.equal(changed.statusCode, 204)
  const renewed = String(changed.headers['set-cookie']).split(';')[0]!
  const status = async (cookie: string) => (await app.ask('GET', '/api/session', { cookie })).statusCode
  t.same([await status(renewed), await status(here), await status(elsewhere)], [200, 401, 401])
  t.equal((await app.ask('POST', '/api/session', { body: keeper })).statusCode, 401)
  t.ok(await app.signIn('keeper', 'quite another sentence'))
  const { userId } = (await app.ask('GET', '/api/session', { cookie: renewed })).json()
  const events = await Array.fromAsync(app.store.readStream(`user-${userId}` as never))
  t.ok(events.some(({ type }) => type === 'PasswordChanged'))
  t.notMatch(JSON.stringify(events) + app.log(), /quite another/)
  for (let tries = 0; tries < limits.signInFailuresFree; tries++) await app.ask('POST', '/api/me/password', { cookie: renewed, body: { password: 'wrong', next: 'quite another sentence' } })
  t.equal((await app.ask('POST', '/api/me/password', { cookie: renewed, body: { password: 'wrong', next: 'quite another sentence' } })).statusCode, 429, 'who guesses waits, as at the door')
})

t.test('whoever signs in while the password is being changed is out with the others', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const { userId } = (await app.accounts.find('keeper'))!
  const { kysely } = app.database
  const sessions = () => kysely.selectFrom('sessions').select('id').where('userId', '=', userId).execute()
  const signingIn = await kysely.transaction().execute(async (transaction) => {
    await transaction.updateTable('accounts').set({ passwordHash: 'another one' }).where('userId', '=', userId).execute()
    await transaction.deleteFrom('sessions').where('userId', '=', userId).execute()
    const answer = app.ask('POST', '/api/session', { body: keeper })
    await eventually('its session has begun', async () => (await sessions()).length === 1)
    return { answer }
  })
  const { statusCode, headers } = await signingIn.answer
  t.same([statusCode, headers['set-cookie']], [401, undefined])
  t.same(await sessions(), [])
})

t.test('whoever waits to make an account leaves the database to others, and too many do not wait', async (t) => {
  const { kysely } = (await testApp(t)).database
  const turn = Promise.withResolvers<void>()
  const work = async () => {
    await turn.promise
    return await kysely.selectFrom('accounts').select('userId').execute()
  }
  const waiting = Array.from({ length: limits.accountsWaitingMax }, () => aloneWithAccounts(kysely, work))
  t.match(await kysely.selectFrom('sessions').select('id').execute(), [])
  await t.rejects(aloneWithAccounts(kysely, work), { code: 'UNAVAILABLE' })
  turn.resolve()
  t.equal((await Promise.all(waiting)).length, limits.accountsWaitingMax)
})

t.test('sign-ins, failures and sign-outs are in the person\'s stream; passwords are not', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  await app.ask('POST', '/api/session', { body: { ...keeper, password: 'wrong, wrong, wrong' } })
  const cookie = await app.signIn('keeper', PASSWORD)
  const { userId } = (await app.ask('GET', '/api/session', { cookie })).json()
  await app.ask('DELETE', '/api/session', { cookie })
  const events = []
  for await (const event of app.store.readStream(`user-${userId}` as never)) events.push(event)
  t.same(events.map(({ type }) => type), ['UserRegistered', 'SignInFailed', 'UserSignedIn', 'UserSignedOut'])
  t.notMatch(JSON.stringify(events), /wrong|Keeper|enough/)
})

t.test('a wrong password and an unknown name get the same answer after the same time', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const answers = []
  for (const username of ['keeper', 'nobody']) {
    const asked = performance.now()
    const { statusCode, json } = await app.ask('POST', '/api/session', { body: { username, password: 'wrong' } })
    const { requestId: _, ...body } = json()
    answers.push({ statusCode, body })
    t.ok(performance.now() - asked >= limits.signInRefusalMs - 5, `${username}: not before ${limits.signInRefusalMs} ms`)
  }
  t.same(answers[0], answers[1])
  t.match(answers[0], { statusCode: 401, body: { code: 'UNAUTHENTICATED' } })
})

t.test('a machine that takes longer for those who are known does not tell by it', async (t) => {
  const toldAfter = (tookMs: number) => tookMs + untilTold(1_000, 1_000 + tookMs)
  t.same([0, 1, 399, 401, 799].map((tookMs) => toldAfter(tookMs) / limits.signInRefusalMs), [1, 1, 1, 2, 2])
  t.equal(untilTold(1_000, 500), limits.signInRefusalMs, 'also where the clock was put back')
})

t.test('guessing gets slower, and says how long to wait', async (t) => {
  const clock = standingClock()
  const app = await testApp(t, { system: clock })
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const guess = () => app.ask('POST', '/api/session', { body: { username: 'keeper', password: 'wrong' } })
  for (let tries = 0; tries < limits.signInFailuresFree; tries++) t.equal((await guess()).statusCode, 401)
  const slowed = await app.ask('POST', '/api/session', { body: keeper })
  t.match([slowed.statusCode, slowed.headers['retry-after'], slowed.json()], [429, /^\d$/, { code: 'RATE_LIMITED' }], 'the right password has to wait as well')
  clock.advance(limits.signInWaitMs * 4)
  t.equal((await app.ask('POST', '/api/session', { body: keeper })).statusCode, 200)
})

t.test('the wait doubles to its end, is per name and address, and is forgotten', async (t) => {
  let now = 0
  const throttle = signInThrottle(() => now)
  const fail = (count: number, name = 'a', address = '1') => { for (let i = 0; i < count; i++) throttle.failed(name, address) }
  fail(limits.signInFailuresFree - 1)
  t.equal(throttle.waitMs('a', '1'), 0)
  fail(1)
  t.equal(throttle.waitMs('A', '1'), limits.signInWaitMs)
  fail(2)
  t.equal(throttle.waitMs('a', '1'), 4 * limits.signInWaitMs)
  t.equal(throttle.waitMs('a', '2') + throttle.waitMs('b', '1'), 0, 'another address, another name')
  fail(30)
  t.equal(throttle.waitMs('a', '1'), limits.signInWaitMaxMs)
  t.ok(throttle.waitMs('b', '1') > 0, 'one address that keeps failing waits whatever the name')
  now += limits.signInForgetMs + 1
  fail(1)
  t.equal(throttle.waitMs('a', '1'), 0)
  for (let i = 0; i < limits.signInThrottleEntriesMax; i++) throttle.failed(`n${i}`, `a${i}`)
  fail(limits.signInFailuresFree - 1)
  t.equal(throttle.waitMs('a', '1'), 0, 'the oldest go first: what is remembered is bounded')
})

t.test('the first admin is made once, with the token of the log', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const instance = async () => (await app.ask('GET', '/api/instance')).json()
  t.match(await instance(), { needsSetup: true, demo: null })
  const setUp = (body: object) => app.ask('POST', '/api/setup', { body: { ...keeper, token: app.setupToken!.text, ...body } })
  t.match([(await setUp({ token: 'guessed' })).statusCode, (await setUp({ password: 'short' })).json()], [403, { code: 'INVALID_INPUT', details: [{ field: 'password' }] }])
  t.match((await setUp({ password: 'keeperkeeper' })).json(), { code: 'INVALID_INPUT', details: [{ field: 'password' }] })
  t.equal((await setUp({ username: 'with space' })).statusCode, 400)
  const racing = await Promise.all([setUp({}), setUp({ username: 'rival' })])
  t.same(racing.map(({ statusCode }) => statusCode).sort(), [201, 403], 'of two at once, one')
  const made = racing.find(({ statusCode }) => statusCode === 201)!
  t.match(made.json(), { role: 'admin' })
  t.match(String(made.headers['set-cookie']), /rewind_session=/)
  t.equal((await setUp({ username: 'late' })).statusCode, 403)
  t.match(await instance(), { needsSetup: false })
})

t.test('where other machines could ask, the demo has no accounts', async (t) => {
  const app = await testApp(t, { environment: { HOST: '0.0.0.0' } })
  t.match((await app.ask('GET', '/api/instance')).json(), { demo: null, needsSetup: true })
})
