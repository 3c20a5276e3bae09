/**
 * The second factor: one-time codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 s), or such as are sent (`sent-codes.ts`), with recovery codes for who has lost
 * what they come to. Each is turned on and off by itself; any one of those that are on lets in.
 *
 * SF1 Nothing is asked for until a code was right once: who mistypes the secret is not locked out. What is in force then is what that code was of, whatever is begun at the same moment.
 * SF2 A code is taken once, also of two that are tried at once; one of the step before or after is taken, for clocks that are off.
 * SF3 A recovery code is taken once. They come with the first of what is turned on, and go with the last.
 * SF4 At rest the secret lies sealed with the person's own key, and goes with it; of recovery codes there is the hash alone.
 */

import { createHash } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { UserId } from '../../domain/event.ts'
import type { SecondFactorInfo } from '../../projections/wire-security.ts'
import type { CodeWay } from '../../domain/user.ts'
import { CODE_WAYS } from '../../domain/user.ts'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import { seal, unseal } from '../personal/seal.ts'
import type { System } from '../system.ts'
import { readableCode } from './readable-code.ts'
import type { Record } from './record.ts'
import type { SentCodes } from './sent-codes.ts'
import { typedDigits } from './typed-digits.ts'

export interface SecondFactor {
  /** Of the app, and of recovery codes. */
  stateOf(userId: UserId): Promise<SecondFactorInfo>
  /** Whether any is on. */
  isOn(userId: UserId): Promise<boolean>
  /** A secret to be put into an authenticator app, in place of one that was not confirmed. CONFLICT while one is in force. */
  begin(userId: UserId, username: string): Promise<{ readonly secret: string; readonly uri: string }>
  /** The recovery codes, shown this once, none where there were some; undefined for a wrong code. NOT_FOUND where nothing was begun, CONFLICT where another request was first. */
  confirm(userId: UserId, code: string): Promise<readonly string[] | undefined>
  /** The same of codes that are sent. */
  confirmSent(userId: UserId, way: CodeWay, code: string): Promise<readonly string[] | undefined>
  /** Whether the code is right; it is used up then. True for whoever has no second factor. */
  passes(userId: UserId, code: string): Promise<boolean>
  /** In place of those that are left. NOT_FOUND where there is no second factor. */
  renewCodes(userId: UserId): Promise<readonly string[]>
  /** The app's. NOT_FOUND where there is none. */
  end(userId: UserId): Promise<void>
  /** NOT_FOUND where none are sent. */
  endSent(userId: UserId, way: CodeWay): Promise<void>
  /** Whether there were any. */
  endAll(userId: UserId): Promise<boolean>
}

const PERIOD_SECONDS = 30

export function secondFactorIn({ kysely }: Pick<Database, 'kysely'>, { keys, sent, record, system }: { readonly keys: PersonalKeys; readonly sent: SentCodes; readonly record: Record; readonly system: System }): SecondFactor {
  const rowOf = (userId: UserId) => kysely.selectFrom('secondFactors').select(['sealedSecret', 'confirmedAt']).where('userId', '=', userId).executeTakeFirst()
  const now = () => new Date(system.now()).toISOString()

  async function keyOf(userId: UserId): Promise<Uint8Array> {
    const key = await keys.keyOf(userId)
    if (!key) throw notFound('person')
    return key
  }

  /** The time step of a right code that was not taken yet, taken now; null for any other. */
  async function takeCode(userId: UserId, sealedSecret: string, code: string): Promise<number | null> {
    const totp = new TOTP({ secret: Secret.fromBase32(unseal(sealedSecret, await keyOf(userId), belongsTo(userId)).toString()), period: PERIOD_SECONDS })
    const delta = totp.validate({ token: code, timestamp: system.now(), window: 1 })
    if (delta === null) return null
    const step = Math.floor(system.now() / 1_000 / PERIOD_SECONDS) + delta
    const [taken] = await kysely.updateTable('secondFactors').set({ lastStep: step }).where('userId', '=', userId).where('sealedSecret', '=', sealedSecret).where('lastStep', '<', step).execute()
    return taken!.numUpdatedRows > 0n ? step : null
  }

  async function takeRecoveryCode(userId: UserId, code: string): Promise<boolean> {
    const [taken] = await kysely.deleteFrom('recoveryCodes').where('userId', '=', userId).where('codeHash', '=', hashOf(code)).execute()
    if (taken!.numDeletedRows === 0n) return false
    await record('UseRecoveryCode', { userId })
    return true
  }

  async function newCodes(userId: UserId): Promise<readonly string[]> {
    const codes = Array.from({ length: limits.recoveryCodes }, () => readableCode(system))
    await kysely.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('recoveryCodes').where('userId', '=', userId).execute()
      await transaction.insertInto('recoveryCodes').values(codes.map((code) => ({ userId, codeHash: hashOf(code) }))).execute()
    })
    return codes
  }

  const isOfApp = async (userId: UserId) => ((await rowOf(userId))?.confirmedAt ?? null) !== null
  const isOn = async (userId: UserId) => await isOfApp(userId) || await sent.isOn(userId)
  const firstCodes = async (userId: UserId) => await isOn(userId) ? [] : await newCodes(userId)

  async function end(userId: UserId): Promise<void> {
    await record('TurnOffSecondFactor', { userId })
    await kysely.deleteFrom('secondFactors').where('userId', '=', userId).execute()
    await endCodes(userId)
  }

  async function endSent(userId: UserId, way: CodeWay): Promise<void> {
    if ((await sent.stateOf(userId))[way].since === null) throw notFound('second factor')
    await record('TurnOffSentCodes', { userId, way })
    await sent.turnOff(userId, way)
    await endCodes(userId)
  }

  async function endCodes(userId: UserId): Promise<void> {
    if (!await isOn(userId)) await kysely.deleteFrom('recoveryCodes').where('userId', '=', userId).execute()
  }

  return {
    isOn, endSent,
    async stateOf(userId) {
      const since = (await rowOf(userId))?.confirmedAt ?? null
      const { left } = await kysely.selectFrom('recoveryCodes').select((row) => row.fn.countAll<number>().as('left')).where('userId', '=', userId).executeTakeFirstOrThrow()
      return { since, codesLeft: left }
    },

    async begin(userId, username) {
      if ((await rowOf(userId))?.confirmedAt) throw new RequestError('CONFLICT', 'There is a second factor already. Turn it off first.')
      const secret = new Secret({ buffer: new Uint8Array(system.randomBytes(20)).buffer })
      const sealedSecret = seal(Buffer.from(secret.base32), await keyOf(userId), belongsTo(userId), system)
      await kysely.insertInto('secondFactors').values({ userId, sealedSecret }).onConflict((known) => known.column('userId').doUpdateSet({ sealedSecret, lastStep: 0 }).where('secondFactors.confirmedAt', 'is', null)).execute()
      return { secret: secret.base32, uri: new TOTP({ issuer: 'Rewind', label: username, secret }).toString() }
    },

    async confirm(userId, code) {
      const row = await rowOf(userId)
      if (!row || row.confirmedAt) throw notFound('second factor that waits to be confirmed')
      const { sealedSecret } = row
      const lastStep = await takeCode(userId, sealedSecret, typedDigits(code))
      if (lastStep === null) return undefined
      const codes = await firstCodes(userId)
      await record('TurnOnSecondFactor', { userId })
      // Also where another secret was begun since the code was looked at: nothing has proved that one.
      const [on] = await kysely.updateTable('secondFactors').set({ sealedSecret, lastStep, confirmedAt: now() }).where('userId', '=', userId).where('confirmedAt', 'is', null).execute()
      if (on!.numUpdatedRows === 0n) throw overtaken()
      return codes
    },

    async confirmSent(userId, way, code) {
      if ((await sent.stateOf(userId))[way].since !== null) throw notFound('second factor that waits to be confirmed')
      const proof = await sent.prove(userId, way, typedDigits(code))
      if (!proof) return undefined
      const codes = await firstCodes(userId)
      await record('TurnOnSentCodes', { userId, way })
      if (await sent.turnOn(userId, way, proof)) return codes
      if ((await sent.stateOf(userId))[way].since === null) await record('TurnOffSentCodes', { userId, way })
      throw overtaken()
    },

    async passes(userId, code) {
      const row = await rowOf(userId)
      if (!row?.confirmedAt && !await sent.isOn(userId)) return true
      const digits = typedDigits(code)
      if (!/^\d{6}$/.test(digits)) return await takeRecoveryCode(userId, code)
      return row?.confirmedAt && await takeCode(userId, row.sealedSecret, digits) !== null || await sent.passes(userId, digits)
    },

    async renewCodes(userId) {
      if (!await isOn(userId)) throw notFound('second factor')
      await record('MakeRecoveryCodes', { userId })
      return await newCodes(userId)
    },

    async end(userId) {
      if (!await rowOf(userId)) throw notFound('second factor')
      await end(userId)
    },

    async endAll(userId) {
      const [ofApp, states] = [await isOfApp(userId), await sent.stateOf(userId)]
      const ways = CODE_WAYS.filter((way) => states[way].since !== null)
      if (ofApp) await end(userId)
      for (const way of ways) await endSent(userId, way)
      return ofApp || ways.length > 0
    },
  }
}

const belongsTo = (userId: UserId) => `second factor of ${userId}`
const overtaken = () => new RequestError('CONFLICT', 'Another request was a moment faster. Look at what is on now.')

/** They are random enough to be hashed once. However they are typed in. */
function hashOf(code: string): Buffer {
  return createHash('sha256').update(code.toLowerCase().replace(/[^a-z0-9]/g, '')).digest()
}
