/** The rules of codes that are sent, on a real database; over HTTP, and out of the house, in `server/routes/sent-codes.test.ts`. */

import { Secret, TOTP } from 'otpauth'
import type { UserId } from '../../domain/event.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { createMemoryPersonalKeys } from '../personal/personal-keys.ts'
import type { System } from '../system.ts'
import { realSystem, uuidv7 } from '../system.ts'
import { askForCodeIn } from './ask-for-code.ts'
import { emailAddressesIn } from './email-addresses.ts'
import { secondFactorIn } from './second-factor.ts'
import { sentCodesIn } from './sent-codes.ts'
import { typedDigits, typedNumber } from './typed-digits.ts'

const NUMBER = '+491701234567'
const OTHER = '+491707654321'
const HOUR_MS = 3_600_000

/** One for all, as are their keys: each is somebody else's. */
let opened: ReturnType<typeof withPostgres> | undefined
const keys = createMemoryPersonalKeys(realSystem)

async function phoneOf() {
  let aheadMs = 0
  const from = realSystem.now()
  const system: System = { ...realSystem, now: () => from + aheadMs }
  const { database } = await (opened ??= withPostgres(t))
  const nobody = { handle: () => Promise.reject(new Error('No event is of these')), record: () => Promise.reject(new Error('No event is of these')) }
  const codes = sentCodesIn(database, { keys, emailAddresses: emailAddressesIn({ database, keys, ...nobody, system }), system })
  const userId = uuidv7(realSystem) as UserId
  await database.kysely.insertInto('accounts').values({ userId, username: userId, passwordHash: 'none', role: 'member' }).execute()
  const make = async () => await codes.make(userId, 'sms', await codes.nameOfNumber(userId))
  return {
    codes, userId, database, make, pass: (ms: number) => { aheadMs += ms },
    begin: (number = NUMBER) => codes.begin(userId, 'sms', { number, language: 'de' }),
    /** As long as it must wait. */
    async sent() {
      for (let waitMs; (waitMs = await codes.claim(userId, 'sms')) > 0;) aheadMs += waitMs
      return (await make())!.code
    },
    takes: async (code: string) => await codes.prove(userId, 'sms', code) !== null,
  }
}

const wrong = (code: string) => `${code.slice(0, 5)}${(Number(code[5]) + 1) % 10}`

t.test('[SC1] nothing is asked for until a code was right, and no code is sent where none was begun', async (t) => {
  const { codes, userId, begin, sent } = await phoneOf()
  await t.rejects(codes.claim(userId, 'sms'), { code: 'NOT_FOUND' })
  await t.rejects(codes.begin(userId, 'email', { number: null, language: null }), { code: 'NO_EMAIL' })
  await begin()
  t.match([await codes.isOn(userId), (await codes.stateOf(userId)).sms], [false, { since: null, to: '…67' }])
  const code = await sent()
  t.equal(await codes.passes(userId, code), false, 'it lets nobody in yet')
  t.equal(await codes.turnOn(userId, 'sms', (await codes.prove(userId, 'sms', code))!), true)
  t.match([await codes.isOn(userId), await codes.passes(userId, await sent())], [true, true])
  await t.rejects(begin(OTHER), { code: 'CONFLICT' })
  t.same([await codes.turnOff(userId, 'sms'), await codes.turnOff(userId, 'sms'), await codes.isOn(userId)], [true, false, false])
})

t.test('[SC1] [SF1] what goes in force is what the code had come to, also where another is begun at that very moment', async (t) => {
  const { codes, userId, database, begin, sent } = await phoneOf()
  /** Between the look at a code and its being in force something is recorded: just there another is begun. */
  const factorWhile = (meanwhile: () => Promise<unknown>) => secondFactorIn(database, { keys, sent: codes, system: realSystem, record: async () => { await meanwhile() } })
  await begin()
  const code = await sent()
  t.equal((await factorWhile(() => begin(OTHER)).confirmSent(userId, 'sms', code))!.length, limits.recoveryCodes)
  t.match([(await codes.stateOf(userId)).sms, await codes.passes(userId, await sent())], [{ to: '…67' }, true], 'codes go to the number that was proved')
  t.equal(await codes.turnOn(userId, 'sms', { sealedNumber: null }), false, 'once they are on, they stay as they are')
  await codes.turnOff(userId, 'sms')
  await begin()
  const next = await sent()
  let first = true
  const twice = factorWhile(async () => {
    if (!first) return
    first = false
    await begin(OTHER)
    const other = (await codes.prove(userId, 'sms', await sent()))!
    t.equal(await codes.turnOn(userId, 'sms', other), true)
  })
  await t.rejects(twice.confirmSent(userId, 'sms', next), { code: 'CONFLICT' }, 'of two that were proved, the first')
  t.match((await codes.stateOf(userId)).sms, { to: '…21' })

  await database.kysely.insertInto('sentCodes').values({ userId, way: 'email', sealedNumber: null, language: null, begun: true }).execute()
  t.equal(await codes.turnOn(userId, 'email', { sealedNumber: null }), false, 'nor by mail where the address was removed meanwhile')

  const app = factorWhile(() => app.begin(userId, 'bob'))
  const { secret } = await app.begin(userId, 'bob')
  const codeAt = (ms: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: realSystem.now() + ms })
  t.same(await app.confirm(userId, codeAt(-30_000)), [], 'there are recovery codes already')
  t.equal(await app.passes(userId, codeAt(30_000)), true, 'the secret that the code was of')
})

t.test('[SC6] who is kept out is sent nothing, and who asks is answered as ever', async (t) => {
  const { codes, userId, database, begin, sent, make, pass } = await phoneOf()
  await begin()
  await codes.turnOn(userId, 'sms', (await codes.prove(userId, 'sms', await sent()))!)
  const disable = (disabledAt: string | null) => database.kysely.updateTable('accounts').set({ disabledAt }).where('userId', '=', userId).execute()
  await disable('2026-01-01T00:00:00Z')
  t.same([await codes.claim(userId, 'sms'), await make()], [0, null])
  t.ok(await codes.claim(userId, 'sms') > 0, 'the next is to be waited for, too')
  await disable(null)
  pass(HOUR_MS)
  t.match(await sent(), /^\d{6}$/)
})

t.test('[SC2] a code is good once, for a while, for a few tries, and until the next', async (t) => {
  const { codes, userId, make, begin, sent, takes, pass } = await phoneOf()
  await begin()
  const once = await sent()
  t.match(once, /^\d{6}$/)
  t.same((await Promise.all([takes(once), takes(once), takes(once)])).filter(Boolean), [true], 'of three at once, one')
  const [former, next] = [await sent(), await sent()]
  if (former !== next) t.equal(await takes(former), false, 'a newer one has taken its place')
  t.equal(await takes(next), true)
  const late = await sent()
  pass(limits.sentCodeMs)
  t.equal(await takes(late), false)
  const guessed = await sent()
  t.same((await Promise.all(Array.from({ length: limits.sentCodeTriesMax * 3 }, () => takes(wrong(guessed))))).filter(Boolean), [])
  t.equal(await takes(guessed), false, 'its tries are used up, by guesses at once as by others')
  pass(HOUR_MS)
  await codes.claim(userId, 'sms')
  pass(limits.sentCodeMs + 1)
  t.equal(await make(), null, 'nobody waits for what goes out so late')
})

t.test('[SC3] neither a code nor a number is kept as it reads', async (t) => {
  const { codes, userId, database, begin, sent } = await phoneOf()
  await begin()
  const code = await sent()
  const [row] = await database.kysely.selectFrom('sentCodes').selectAll().where('userId', '=', userId).execute()
  t.notMatch(JSON.stringify({ ...row, codeHash: Buffer.from(row!.codeHash!).toString('latin1') }), new RegExp(`${code}|1701234567`))
  t.not(await codes.nameOfNumber(userId), NUMBER)
  const name = await codes.nameOfNumber(userId)
  await begin(OTHER)
  t.not(await codes.nameOfNumber(userId), name)
})

t.test('[SC4] each code waits twice as long as the one before, a few are sent in an hour, and turning them off forgets none', async (t) => {
  const { codes, userId, make, begin, takes, pass } = await phoneOf()
  await begin()
  const claim = () => codes.claim(userId, 'sms')
  t.same((await Promise.all([claim(), claim()])).toSorted((a, b) => a - b), [0, limits.sentCodeAgainMs], 'of two at once, one')
  const waits: number[] = []
  let passedMs = 0
  for (let asked = 1; asked < limits.sentCodesPerHour; asked++) {
    await codes.turnOff(userId, 'sms')
    await begin()
    waits.push(await claim())
    pass(waits.at(-1)!)
    passedMs += waits.at(-1)!
    t.equal(await claim(), 0)
  }
  t.same(waits, waits.map((_, nth) => limits.sentCodeAgainMs * 2 ** nth))
  t.equal(await claim(), HOUR_MS - passedMs, 'then until the hour is over')
  t.equal(await takes((await make())!.code), true)
  t.equal(await claim(), 0, 'who was right asks as if for the first time')
})

t.test('[SC5] a code goes to where it was asked for', async (t) => {
  const { codes, userId, database, begin, sent, takes, pass } = await phoneOf()
  await begin()
  const code = await sent()
  await begin(OTHER)
  t.equal(await takes(code), false, 'what came to one number proves no other')
  pass(HOUR_MS)
  const asked = await codes.nameOfNumber(userId)
  t.equal(await codes.claim(userId, 'sms'), 0)
  await begin()
  t.equal(await codes.make(userId, 'sms', asked), null, 'nor goes what was asked for one to another')
  await codes.turnOff(userId, 'sms')
  t.equal(await codes.make(userId, 'sms', asked), null)
  await database.kysely.insertInto('sentCodes').values({ userId, way: 'email', sealedNumber: null, language: null, begun: true }).execute()
  t.equal(await codes.claim(userId, 'email'), 0)
  await codes.turnOff(userId, 'email')
  pass(HOUR_MS)
  await t.rejects(codes.claim(userId, 'email'), { code: 'NOT_FOUND' }, 'what was turned off is not begun')
})

t.test('[SC4] to one number no more go from many people at once than from one', async (t) => {
  const people = await Promise.all(Array.from({ length: limits.sentCodesPerHour + 3 }, phoneOf))
  const waits = await Promise.all(people.map(async ({ codes, database, userId, begin }) => {
    await begin('+491700000000')
    const smsSender = { way: 'http' } as const
    return await askForCodeIn({ database, sentCodes: codes, mailer: { way: 'off' }, smsSender, counted() {}, system: realSystem }, () => {}).send(userId, 'sms')
  }))
  t.same(waits.toSorted((a, b) => a - b), [...Array<number>(limits.sentCodesPerHour).fill(0), HOUR_MS, HOUR_MS, HOUR_MS])
})

t.test('digits and numbers are read as people type them', async (t) => {
  t.same([typedDigits(' 12 34\u00a056'), typedDigits('١٢٣٤٥٦'), typedDigits('۱۲۳۴۵۶')], Array(3).fill('123456'))
  for (const typed of ['+49 170 1234567', '0049 (170) 123-4567', '+49/170.1234567', '\u200e+٤٩ ١٧٠ ١٢٣٤٥٦٧']) t.equal(typedNumber(typed), NUMBER, typed)
  for (const typed of ['0170 1234567', '+0170123456', '+49', 'bob', '', `+${'1'.repeat(16)}`]) t.equal(typedNumber(typed), undefined, typed)
})
