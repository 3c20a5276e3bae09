/** The second factor and passkeys over HTTP; a real authenticator answers in `test/scenarios/settings.test.ts`. */

import { Secret, TOTP } from 'otpauth'
import { testApp } from '../../test/support/test-app.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'

const PASSWORD = 'a long enough password'
const keeper = { username: 'Keeper', password: PASSWORD }
const origin = { origin: 'http://localhost' }

/** Stands but for leaps: a wait is a wait, however long a machine takes to ask. */
function standingClock(): System & { advance(ms: number): void } {
  let now = realSystem.now()
  return { ...realSystem, now: () => now, advance(ms) { now += ms } }
}

async function keeperOf(t: Test) {
  const clock = standingClock()
  const app = await testApp(t, { system: clock, environment: { TRUST_PROXY: 'true' } })
  await app.accounts.ensure({ ...keeper, role: 'member' })
  const cookie = await app.signIn('keeper', PASSWORD)
  const { userId } = (await app.ask('GET', '/api/session', { cookie })).json()
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, as: string | undefined = cookie) => {
    const { statusCode, body: text } = await app.ask(method, path, { cookie: as, body, headers: origin })
    return { status: statusCode, body: text === '' ? undefined : JSON.parse(text) }
  }
  const enter = async (code?: string, address = '127.0.0.1') => {
    const { statusCode, json } = await app.ask('POST', '/api/session', { body: { ...keeper, ...code === undefined ? {} : { code } }, headers: { 'x-forwarded-for': address } })
    return statusCode === 200 ? 'in' : json().code as string
  }
  const types = async () => (await Array.fromAsync(app.store.readStream(`user-${userId}` as never))).map(({ type }) => type)
  return { app, clock, ask, enter, types, userId }
}

t.test('[SF1] [SF2] [SF4] codes of an authenticator app are wanted once one was right, and each lets in once', async (t) => {
  const { app, clock, ask, enter, types } = await keeperOf(t)
  t.match(await ask('POST', '/api/me/second-factor', { password: 'wrong' }), { status: 403 })
  const { secret, uri } = (await ask('POST', '/api/me/second-factor', { password: PASSWORD })).body
  t.match(uri, /^otpauth:\/\/totp\/Rewind:Keeper\?/)
  const codeAt = (ms = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() + ms })
  t.equal(await enter(), 'in', 'not yet in force')
  t.match(await ask('POST', '/api/me/second-factor/confirm', { code: codeAt(600_000) }), { status: 403 })
  const first = codeAt()
  const confirmed = await ask('POST', '/api/me/second-factor/confirm', { code: `${first.slice(0, 3)} ${first.slice(3)}` })
  t.equal(confirmed.body.recoveryCodes.length, limits.recoveryCodes)
  t.match((await ask('GET', '/api/me/security')).body, { secondFactor: { codesLeft: limits.recoveryCodes, since: /^20/ } })
  t.match(await ask('POST', '/api/me/second-factor', { password: PASSWORD }), { status: 409 })

  t.strictSame([await enter(), await enter(first)], ['SECOND_FACTOR_WANTED', 'SECOND_FACTOR_WRONG'], 'what set it up is used up')
  clock.advance(30_000)
  const next = codeAt()
  t.strictSame((await Promise.all([enter(next), enter(next)])).toSorted(), ['SECOND_FACTOR_WRONG', 'in'], 'of two at once, one')
  clock.advance(60_000)
  t.equal(await enter(codeAt(-30_000).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))), 'in', 'a clock that is half a minute off, and an Arabic keyboard')
  t.match((await app.ask('POST', '/api/session', { body: { ...keeper, password: 'wrong', code: codeAt() } })).json(), { code: 'UNAUTHENTICATED' }, 'nobody learns that there is one without the password')

  const tables = JSON.stringify([await app.database.kysely.selectFrom('secondFactors').selectAll().execute(), await app.database.kysely.selectFrom('recoveryCodes').selectAll().execute()])
  t.notMatch(tables + app.log(), new RegExp(`${secret}|${confirmed.body.recoveryCodes[0]}`))
  t.match(await ask('DELETE', '/api/me/second-factor', { password: PASSWORD }), { status: 204 })
  t.equal(await enter(), 'in')
  t.strictSame((await types()).filter((type) => /SecondFactor|Recovery/.test(type)), ['SecondFactorTurnedOn', 'SecondFactorTurnedOff'])
})

t.test('[SF3] recovery codes let in once each, however they are typed; new ones replace them; who guesses waits', async (t) => {
  const { clock, ask, enter, types } = await keeperOf(t)
  t.match(await ask('POST', '/api/me/second-factor/recovery-codes', { password: PASSWORD }), { status: 404 })
  const { secret } = (await ask('POST', '/api/me/second-factor', { password: PASSWORD })).body
  const { recoveryCodes: [one, two] } = (await ask('POST', '/api/me/second-factor/confirm', { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() }) })).body
  t.strictSame([await enter(one.toUpperCase().replaceAll('-', ' ')), await enter(one)], ['in', 'SECOND_FACTOR_WRONG'])
  t.match((await ask('GET', '/api/me/security')).body, { secondFactor: { codesLeft: limits.recoveryCodes - 1 } })
  const { recoveryCodes: [fresh] } = (await ask('POST', '/api/me/second-factor/recovery-codes', { password: PASSWORD })).body
  t.strictSame([await enter(two), await enter(fresh)], ['SECOND_FACTOR_WRONG', 'in'])
  t.strictSame((await types()).filter((type) => type.startsWith('Recovery')), ['RecoveryCodeUsed', 'RecoveryCodesMade', 'RecoveryCodeUsed'])
  for (let tries = 0; tries < limits.signInFailuresFree; tries++) t.equal(await enter('000000'), 'SECOND_FACTOR_WRONG')
  t.equal(await enter('000000'), 'RATE_LIMITED')
  t.equal(await enter(undefined, '198.51.100.1'), 'SECOND_FACTOR_WANTED', 'from elsewhere not yet')
  for (let tries = 0; tries < limits.signInFailuresFree * 4; tries++) await enter('000000', `198.51.100.${tries + 2}`)
  // Further on, so that the wait is longer than any machine takes to ask.
  for (let tries = 0; tries < 8; tries++) {
    clock.advance(limits.signInWaitMs * 2 ** tries)
    t.equal(await enter('000000', `198.51.100.${tries + 80}`), 'SECOND_FACTOR_WRONG')
  }
  t.equal(await enter('000000', '198.51.100.99'), 'RATE_LIMITED', 'from wherever the guesses of a code come')
})

t.test('of many guesses of a code at once no more are looked at than one after the other', async (t) => {
  const { clock, ask, enter } = await keeperOf(t)
  const { secret } = (await ask('POST', '/api/me/second-factor', { password: PASSWORD })).body
  const codeAt = (ms = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() + ms })
  await ask('POST', '/api/me/second-factor/confirm', { code: codeAt() })
  const free = limits.signInFailuresFree * 5
  const answers = await Promise.all(Array.from({ length: free + 5 }, (_, nth) => enter('000000', `198.51.100.${nth}`)))
  t.equal(answers.filter((answer) => answer === 'SECOND_FACTOR_WRONG').length, free)
  t.equal(answers.filter((answer) => answer === 'RATE_LIMITED').length, 5)
})

t.test('[PA1] an answer that proves nothing makes no passkey and lets nobody in, and uses its challenge up', async (t) => {
  const { app, ask, types, userId } = await keeperOf(t)
  t.match(await ask('POST', '/api/me/passkeys/options', { password: 'wrong' }), { status: 403 })
  const { challengeId, options } = (await ask('POST', '/api/me/passkeys/options', { password: PASSWORD })).body
  t.match(options, { rp: { id: 'localhost' }, user: { name: 'Keeper' }, authenticatorSelection: { residentKey: 'required', userVerification: 'required' } })
  const response = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' } }
  t.match(await ask('POST', '/api/me/passkeys', { challengeId, name: 'Phone', response }), { status: 400 })
  t.equal((await app.database.kysely.selectFrom('signInChallenges').selectAll().execute()).length, 0)
  t.match(await ask('POST', '/api/me/passkeys', { challengeId: 'none', name: 'Phone', response }), { status: 400 })

  const asked = (await ask('POST', '/api/session/passkey/options', {}, undefined)).body
  t.match(asked.options, { rpId: 'localhost', userVerification: 'required' })
  t.equal(asked.options.allowCredentials, undefined, 'nobody is named')
  const assertion = { challengeId: asked.challengeId, response: { ...response, response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' } } }
  t.match(await ask('POST', '/api/session/passkey', assertion, undefined), { status: 401, body: { code: 'UNAUTHENTICATED' } })
  const none = '01930000-0000-7000-8000-000000000001'
  t.match([await ask('PUT', `/api/me/passkeys/${none}`, { name: 'Mine' }), await ask('DELETE', `/api/me/passkeys/${none}`)], [{ status: 404 }, { status: 404 }])
  t.notOk((await types()).includes('PasskeyAdded'))
  const many = Array.from({ length: limits.passkeysMax }, (_, nth) => ({ id: none.replace(/.{3}$/, String(100 + nth)), userId, credentialId: `credential ${nth}`, publicKey: new Uint8Array(1), counter: 0, transports: '[]', synced: false, name: 'Phone', createdAt: '2026-01-01T00:00:00Z' }))
  await app.database.kysely.insertInto('passkeys').values(many).execute()
  t.match(await ask('POST', '/api/me/passkeys/options', { password: PASSWORD }), { status: 409, body: { code: 'CONFLICT' } }, 'enough are enough')
})
