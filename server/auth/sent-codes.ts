/**
 * One-time codes that are sent: by mail to the address that was proved, by SMS to a number of its own. A second factor beside an authenticator app (`second-factor.ts`), or instead of it.
 *
 * SC1 Nothing is asked for until a code that was sent was right once: who mistypes a number is not locked out. What is in force then is what it was sent to, whatever is begun at the same moment.
 * SC2 A code has six digits, is made when its message goes out, and is good for `limits.sentCodeMs`, `limits.sentCodeTriesMax` tries and one use, also of two at once. A newer one takes its place.
 * SC3 At rest there is its hash, keyed with the person's own key, and it is compared in constant time; a number lies sealed with that key. Neither is in an event, a message that waits, an error or a line of the log.
 * SC4 After a code the next is sent `limits.sentCodeAgainMs` later, and after each twice as long as before; `limits.sentCodesPerHour` in an hour. Turning codes off and on again forgets none of them; a right code does.
 * SC5 A code goes to where it was asked for: where the number has changed since, or codes were turned off, it is not sent.
 * SC6 Who is kept out is sent none. Whoever asks is answered as ever: that they are kept out is told to who has proved who they are.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { CodeWay } from '../../domain/user.ts'
import { CODE_WAYS } from '../../domain/user.ts'
import type { Database } from '../db/database.ts'
import type { SentCodesTable } from '../db/sign-in-tables.ts'
import { limits } from '../limits.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import { seal, unseal } from '../personal/seal.ts'
import { notFound, RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import type { EmailAddresses, Reach } from './email-addresses.ts'

/** `since`: null while they are off. `to`: where codes go, in part; null where there is nowhere. */
export interface SentCodesState { readonly since: string | null; readonly to: string | null; readonly waitMs: number }

/** What a right code proves: that its person reads what comes there. `sealedNumber`: null by mail. */
export interface Proof { readonly sealedNumber: string | null }

export interface SentCodes {
  stateOf(userId: UserId): Promise<Readonly<Record<CodeWay, SentCodesState>>>
  isOn(userId: UserId): Promise<boolean>
  /** What is to be confirmed by a code; `number`: E.164, of SMS alone. CONFLICT while they are on; NO_EMAIL without a proved address. */
  begin(userId: UserId, way: CodeWay, what: { readonly number: string | null; readonly language: string | null }): Promise<void>
  /** Milliseconds until a code may be asked for; 0: now, and it counts as asked for. NOT_FOUND where nothing was begun. */
  claim(userId: UserId, way: CodeWay): Promise<number>
  /** For the message that goes out now, good from now. `number`: the name of that for which it was asked, of SMS alone. Null where nobody waits for it any more, or there is nowhere to send it. */
  make(userId: UserId, way: CodeWay, number: string | null): Promise<Reach & { readonly code: string } | null>
  /** Null for what is not the code that was sent last; it is used up then. Of one way, on or begun. */
  prove(userId: UserId, way: CodeWay, code: string): Promise<Proof | null>
  /** Whether it is right, of any that is on. */
  passes(userId: UserId, code: string): Promise<boolean>
  /** False where they are on by now, or the address is no more. */
  turnOn(userId: UserId, way: CodeWay, proof: Proof): Promise<boolean>
  /** Whether they were on. */
  turnOff(userId: UserId, way: CodeWay): Promise<boolean>
  /** A name of the number that tells nothing, the same for everybody who entered it. */
  nameOfNumber(userId: UserId): Promise<string>
}

interface Ports { readonly keys: PersonalKeys; readonly emailAddresses: Pick<EmailAddresses, 'reach' | 'keyedHash'>; readonly system: System }

export function sentCodesIn({ kysely }: Pick<Database, 'kysely'>, { keys, emailAddresses, system }: Ports): SentCodes {
  const rowsOf = (userId: UserId) => kysely.selectFrom('sentCodes').selectAll().where('userId', '=', userId).execute()
  const rowOf = async (userId: UserId, way: CodeWay) => (await rowsOf(userId)).find((row) => row.way === way)
  const one = (userId: UserId, way: CodeWay) => kysely.updateTable('sentCodes').where('userId', '=', userId).where('way', '=', way)
  const after = (ms: number) => new Date(system.now() + ms).toISOString()

  async function keyOf(userId: UserId): Promise<Uint8Array> {
    const key = await keys.keyOf(userId)
    if (!key) throw notFound('person')
    return key
  }

  const numberOf = async (userId: UserId, sealed: string) => unseal(sealed, await keyOf(userId), belongsTo(userId)).toString()
  const nameOf = async (userId: UserId, sealed: string) => Buffer.from(await emailAddresses.keyedHash(`number ${await numberOf(userId, sealed)}`)).toString('base64url')
  const hashOf = async (userId: UserId, way: CodeWay, code: string) => createHmac('sha256', await keyOf(userId)).update(`code by ${way} ${code}`).digest()

  async function reachOf(userId: UserId, way: CodeWay, row: Pick<Row, 'sealedNumber' | 'language'> | undefined): Promise<Reach | null> {
    if (way === 'email') return await emailAddresses.reach(userId)
    return row?.sealedNumber ? { address: await numberOf(userId, row.sealedNumber), language: row.language } : null
  }

  async function isKeptOut(userId: UserId): Promise<boolean> {
    return await kysely.selectFrom('accounts').select('userId').where('userId', '=', userId).where('disabledAt', 'is', null).executeTakeFirst() === undefined
  }

  async function stateOf(userId: UserId): Promise<Readonly<Record<CodeWay, SentCodesState>>> {
    const rows = await rowsOf(userId)
    const states = await Promise.all(CODE_WAYS.map(async (way): Promise<[CodeWay, SentCodesState]> => {
      const row = rows.find((each) => each.way === way)
      const reach = await reachOf(userId, way, row)
      return [way, { since: row?.confirmedAt ?? null, to: reach && inPart(way, reach.address), waitMs: row ? waitMsOf(row, system.now()) : 0 }]
    }))
    return Object.fromEntries(states) as Record<CodeWay, SentCodesState>
  }

  async function prove(userId: UserId, way: CodeWay, code: string): Promise<Proof | null> {
    // The try counts before it is looked at: of many guesses at once no more are looked at than one after the other.
    const row = await one(userId, way).set({ triesLeft: sql<number>`tries_left - 1` }).where('codeHash', 'is not', null).where('codeUntil', '>', after(0)).where('triesLeft', '>', 0).returning('codeHash').executeTakeFirst()
    if (!row?.codeHash || !timingSafeEqual(row.codeHash, await hashOf(userId, way, code))) return null
    return await one(userId, way).set({ codeHash: null, codeUntil: null, asked: 0, askedAt: null, askedFrom: null }).where('codeHash', '=', row.codeHash).returning('sealedNumber').executeTakeFirst() ?? null
  }

  return {
    stateOf, prove,
    isOn: async (userId) => (await rowsOf(userId)).some(({ confirmedAt }) => confirmedAt !== null),

    async begin(userId, way, { number, language }) {
      if (way === 'email' && await emailAddresses.reach(userId) === null) throw noEmail()
      const sealedNumber = number === null ? null : seal(Buffer.from(number), await keyOf(userId), belongsTo(userId), system)
      const begun = { sealedNumber, language, begun: true, codeHash: null, codeUntil: null }
      const { numInsertedOrUpdatedRows } = await kysely.insertInto('sentCodes').values({ userId, way, ...begun }).onConflict((known) => known.columns(['userId', 'way']).doUpdateSet(begun).where('sentCodes.confirmedAt', 'is', null)).executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) throw new RequestError('CONFLICT', 'Such codes are sent already. Turn them off first.')
    },

    async claim(userId, way) {
      const row = await rowOf(userId, way)
      if (!row?.begun) throw notFound('way to send codes')
      const waitMs = waitMsOf(row, system.now())
      if (waitMs > 0) return waitMs
      const begins = row.askedFrom === null || Date.parse(row.askedFrom) + HOUR_MS <= system.now()
      const claimed = await one(userId, way).set({ asked: begins ? 1 : row.asked + 1, askedAt: after(0), ...begins ? { askedFrom: after(0) } : {} }).where('askedAt', 'is not distinct from', row.askedAt).executeTakeFirstOrThrow()
      return claimed.numUpdatedRows > 0n ? 0 : limits.sentCodeAgainMs
    },

    async make(userId, way, number) {
      const row = await rowOf(userId, way)
      if (!row?.begun || !row.askedAt || Date.parse(row.askedAt) + limits.sentCodeMs < system.now()) return null
      if (row.sealedNumber !== null && await nameOf(userId, row.sealedNumber) !== number) return null
      const reach = await reachOf(userId, way, row)
      if (!reach || await isKeptOut(userId)) return null
      const code = newCode(system)
      const kept = await one(userId, way).set({ codeHash: await hashOf(userId, way, code), codeUntil: after(limits.sentCodeMs), triesLeft: limits.sentCodeTriesMax }).where('begun', '=', true).where('sealedNumber', 'is not distinct from', row.sealedNumber).executeTakeFirstOrThrow()
      return kept.numUpdatedRows > 0n ? { ...reach, code } : null
    },

    async passes(userId, code) {
      let right = false
      for (const { way, confirmedAt } of await rowsOf(userId)) if (confirmedAt !== null && await prove(userId, way, code)) right = true
      return right
    },

    async turnOn(userId, way, { sealedNumber }) {
      // Also where another number was begun since the code was looked at: nothing has proved that one.
      const inForce = one(userId, way).set({ sealedNumber, begun: true, confirmedAt: after(0), codeHash: null, codeUntil: null }).where('confirmedAt', 'is', null)
      const address = kysely.selectFrom('emailAddresses').select('userId').where('userId', '=', userId).where('sealedAddress', 'is not', null)
      const { numUpdatedRows } = await (way === 'email' ? inForce.where(({ exists }) => exists(address)) : inForce).executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    async turnOff(userId, way) {
      const before = await rowOf(userId, way)
      await one(userId, way).set({ sealedNumber: null, begun: false, confirmedAt: null, codeHash: null, codeUntil: null }).execute()
      return (before?.confirmedAt ?? null) !== null
    },

    async nameOfNumber(userId) {
      const row = await rowOf(userId, 'sms')
      if (!row?.sealedNumber) throw notFound('number')
      return await nameOf(userId, row.sealedNumber)
    },
  }
}

type Row = { readonly [Column in keyof Pick<SentCodesTable, 'sealedNumber' | 'language'>]: SentCodesTable[Column] }
interface Asked { readonly asked: number; readonly askedAt: string | null; readonly askedFrom: string | null }

const HOUR_MS = 3_600_000

function waitMsOf({ asked, askedAt, askedFrom }: Asked, now: number): number {
  const overAt = askedFrom === null ? 0 : Date.parse(askedFrom) + HOUR_MS
  if (asked === 0 || askedAt === null || overAt <= now) return 0
  if (asked >= limits.sentCodesPerHour) return overAt - now
  return Math.max(0, Date.parse(askedAt) + limits.sentCodeAgainMs * 2 ** (asked - 1) - now)
}

/** Each as likely as any other: what would make some likelier is thrown again. */
function newCode(system: Pick<System, 'randomBytes'>): string {
  for (;;) {
    const number = Buffer.from(system.randomBytes(4)).readUInt32BE()
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, '0')
  }
}

/** So that its person knows it, and others hardly do. */
function inPart(way: CodeWay, address: string): string {
  return way === 'sms' ? `…${address.slice(-2)}` : `${[...address][0]}…${address.slice(address.lastIndexOf('@'))}`
}

const belongsTo = (userId: UserId) => `number of ${userId}`

export function noEmail(): RefusalError {
  return new RefusalError({ code: 'NO_EMAIL', message: 'You have no address of your own yet. Enter one in your settings and prove it.' })
}
