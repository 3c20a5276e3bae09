/**
 * Passkeys (WebAuthn, level 3). The person proves to their device who they are (user verification), so one counts as both factors.
 *
 * PA1 A challenge is answered once, within its time, by whom it was made for.
 * PA2 An answer holds for this server's name and the page's own origin alone.
 * PA3 A counter that goes back is a copy of an authenticator, and is refused.
 */

import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { UserId } from '../../domain/event.ts'
import type { PasskeyInfo, PasskeyQuestion } from '../../projections/wire-security.ts'
import type { Database } from '../db/database.ts'
import { limits } from '../limits.ts'
import { notFound, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { Record } from './record.ts'

/** Where the page is that asks. */
export interface Page { readonly origin: string }
interface Answered<Response> { readonly challengeId: string; readonly response: Response }

export interface Passkeys {
  list(userId: UserId): Promise<readonly PasskeyInfo[]>
  /** CONFLICT for who has too many. */
  askToMake(person: { readonly userId: UserId; readonly username: string }, page: Page): Promise<PasskeyQuestion<PublicKeyCredentialCreationOptionsJSON>>
  /** INVALID_INPUT for an answer that proves nothing; CONFLICT as before. */
  make(userId: UserId, name: string, answered: Answered<RegistrationResponseJSON>, page: Page): Promise<PasskeyInfo>
  /** NOT_FOUND for one that is not theirs; so are the next. */
  rename(userId: UserId, id: string, name: string): Promise<void>
  remove(userId: UserId, id: string): Promise<void>
  /** Of nobody yet: the authenticator says whose passkey it has. */
  askToSignIn(page: Page): Promise<PasskeyQuestion<PublicKeyCredentialRequestOptionsJSON>>
  /** Whose it is, and whether it proves it. Undefined where nobody has it. */
  prove(answered: Answered<AuthenticationResponseJSON>, page: Page): Promise<{ readonly userId: UserId; readonly proved: boolean } | undefined>
}

const COLUMNS = ['id', 'name', 'createdAt', 'lastUsedAt', 'synced'] as const
/** Slow to load, and of use to few requests. */
const webAuthn = () => import('@simplewebauthn/server')
const nameOf = ({ origin }: Page) => new URL(origin).hostname

export function passkeysIn({ kysely }: Pick<Database, 'kysely'>, { record, system }: { readonly record: Record; readonly system: System }): Passkeys {
  const at = (ms = 0) => new Date(system.now() + ms).toISOString()

  async function keep(userId: UserId | null, challenge: string): Promise<string> {
    const id = uuidv7(system)
    // Whoever asks sweeps up.
    await kysely.deleteFrom('signInChallenges').where('expiresAt', '<', at()).execute()
    await kysely.insertInto('signInChallenges').values({ id, userId, challenge, expiresAt: at(limits.passkeyChallengeMs) }).execute()
    return id
  }

  /** Used up, whatever the answer is worth. */
  async function take(id: string, userId: UserId | null): Promise<string | undefined> {
    const taken = await kysely.deleteFrom('signInChallenges').where('id', '=', id).where('expiresAt', '>', at()).where('userId', 'is not distinct from', userId).returning('challenge').executeTakeFirst()
    return taken?.challenge
  }

  const own = (userId: UserId) => kysely.selectFrom('passkeys').where('userId', '=', userId)

  async function assertRoom(userId: UserId): Promise<void> {
    const { there } = await own(userId).select((row) => row.fn.countAll<number>().as('there')).executeTakeFirstOrThrow()
    if (there >= limits.passkeysMax) throw new RequestError('CONFLICT', `${limits.passkeysMax} passkeys are enough. Remove one first.`)
  }

  return {
    list: (userId) => own(userId).select(COLUMNS).orderBy('createdAt').execute(),

    async askToMake({ userId, username }, page) {
      await assertRoom(userId)
      const there = await own(userId).select(['credentialId', 'transports']).execute()
      const { generateRegistrationOptions } = await webAuthn()
      const options = await generateRegistrationOptions({
        rpName: 'Rewind', rpID: nameOf(page), userName: username, userID: new TextEncoder().encode(userId), challenge: new Uint8Array(system.randomBytes(32)), timeout: limits.passkeyChallengeMs,
        excludeCredentials: there.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      return { challengeId: await keep(userId, options.challenge), options }
    },

    async make(userId, name, { challengeId, response }, page) {
      const expectedChallenge = await take(challengeId, userId)
      const { verifyRegistrationResponse } = await webAuthn()
      const verified = expectedChallenge !== undefined
        && await verifyRegistrationResponse({ response, expectedChallenge, expectedOrigin: page.origin, expectedRPID: nameOf(page), requireUserVerification: true }).catch(() => undefined)
      if (!verified || !verified.verified) throw new RequestError('INVALID_INPUT', 'That was no answer to the question, or it came too late. Try again.')
      const { credential, credentialBackedUp } = verified.registrationInfo
      // Once more: any number may have been begun at once.
      await assertRoom(userId)
      const passkey = { id: uuidv7(system), name, createdAt: at(), lastUsedAt: null, synced: credentialBackedUp }
      await record('AddPasskey', { userId, passkeyId: passkey.id })
      await kysely.insertInto('passkeys').values({
        id: passkey.id, name, createdAt: passkey.createdAt, synced: passkey.synced, userId, credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter, transports: JSON.stringify(credential.transports ?? []),
      }).execute()
      return passkey
    },

    async rename(userId, id, name) {
      const [renamed] = await kysely.updateTable('passkeys').set({ name }).where('userId', '=', userId).where('id', '=', id).execute()
      if (renamed!.numUpdatedRows === 0n) throw notFound('passkey')
    },

    async remove(userId, id) {
      const [removed] = await kysely.deleteFrom('passkeys').where('userId', '=', userId).where('id', '=', id).execute()
      if (removed!.numDeletedRows === 0n) throw notFound('passkey')
      await record('RemovePasskey', { userId, passkeyId: id })
    },

    async askToSignIn(page) {
      const { generateAuthenticationOptions } = await webAuthn()
      const options = await generateAuthenticationOptions({ rpID: nameOf(page), challenge: new Uint8Array(system.randomBytes(32)), timeout: limits.passkeyChallengeMs, userVerification: 'required' })
      return { challengeId: await keep(null, options.challenge), options }
    },

    async prove({ challengeId, response }, page) {
      const expectedChallenge = await take(challengeId, null)
      const row = await kysely.selectFrom('passkeys').select(['id', 'userId', 'credentialId', 'publicKey', 'counter']).where('credentialId', '=', response.id).executeTakeFirst()
      if (!row) return undefined
      const userId = row.userId as UserId
      const { verifyAuthenticationResponse } = await webAuthn()
      const verified = expectedChallenge !== undefined && await verifyAuthenticationResponse({
        response, expectedChallenge, expectedOrigin: page.origin, expectedRPID: nameOf(page), requireUserVerification: true,
        credential: { id: row.credentialId, publicKey: new Uint8Array(row.publicKey), counter: row.counter },
      }).catch(() => undefined)
      if (!verified || !verified.verified) return { userId, proved: false }
      const [used] = await kysely.updateTable('passkeys').set({ counter: verified.authenticationInfo.newCounter, lastUsedAt: at() }).where('id', '=', row.id).where('counter', '=', row.counter).execute()
      return { userId, proved: used!.numUpdatedRows > 0n }
    },
  }
}
