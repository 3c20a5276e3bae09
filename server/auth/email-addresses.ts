/**
 * Where mails to a person go. Whose an address is stands in its own stream (`domain/email-address.ts`), that somebody has one in theirs; the address lies sealed in a table.
 *
 * EA1 An address is of use once its person has shown that they read what comes to it, by a link that is good for one use and `limits.mailLinkMs`; a newer link takes its place.
 * EA2 An address is of one account. That it is somebody else's is told to nobody but to who reads what comes to it.
 * EA3 The one before is of use until the new one is proved.
 * EA4 At rest it lies sealed with the person's own key and goes with it; it is found by a hash that is keyed with a key of the house's.
 * EA5 A link is made when its mail goes out. It is in no table, event or line of the log, its SHA-256 alone in a table.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Command, CommandId, Issued } from '../../domain/command.ts'
import type { EmailAddressCommandData } from '../../domain/email-address.ts'
import type { UserId } from '../../domain/event.ts'
import type { EmailAnswer } from '../../projections/wire-security.ts'
import type { Database } from '../db/database.ts'
import type { CommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import { seal, unseal } from '../personal/seal.ts'
import { RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import { linkTokenHash, newLinkToken } from './link-token.ts'
import type { Record } from './record.ts'
import { acceptedOrThrow } from './record.ts'

/** Where to, in which language the browser spoke in which it was entered. */
export interface Reach { readonly address: string; readonly language: string | null }
export interface Verified { readonly userId: UserId; readonly username: string; /** What the address was before, sealed; null where it is the first, or the same. */ readonly formerSealed: string | null }

export interface EmailAddresses {
  of(userId: UserId): Promise<Pick<EmailAnswer, 'address' | 'pending'>>
  /** Where mails go: to what was proved. Null while there is none. */
  reach(userId: UserId): Promise<Reach | null>
  /** Whose it is. */
  holder(address: string): Promise<UserId | undefined>
  /** To be proved; in place of one that was not. */
  propose(userId: UserId, address: string, language: string | null): Promise<void>
  /** A name of the mailbox that tells nothing, the same for everybody who enters an address of it. */
  receiverOf(address: string): Promise<string>
  /** For the mail that goes out now, to the `receiver` for whom it was asked; null where nothing of theirs waits to be proved any more. */
  linkFor(userId: UserId, receiver: string): Promise<Reach & { readonly token: string } | null>
  /** Throws LINK_OVER and EMAIL_TAKEN. */
  verify(token: string): Promise<Verified>
  /** What it was, sealed; null where there was none. */
  remove(userId: UserId): Promise<string | null>
  /** Keyed with the house's own key: tells nothing of what was hashed. */
  keyedHash(text: string): Promise<Uint8Array>
  /** Null for who has been erased. */
  unsealed(userId: UserId, sealed: string): Promise<string | null>
}

interface Ports { readonly database: Pick<Database, 'kysely'>; readonly keys: PersonalKeys; readonly handle: CommandHandler['handle']; readonly record: Record; readonly system: System }

/** Of nobody: the house's own key lies among the persons'. */
const HOUSE = '00000000-0000-0000-0000-000000000000' as UserId

export function emailAddressesIn({ database: { kysely }, keys, handle, record, system }: Ports): EmailAddresses {
  const rowOf = (userId: UserId) => kysely.selectFrom('emailAddresses').selectAll().where('userId', '=', userId).executeTakeFirst()
  const release = releasing({ kysely, handle, system })

  async function keyedHash(text: string): Promise<Buffer> {
    return createHmac('sha256', (await keys.keyOf(HOUSE))!).update(text).digest()
  }

  const hashOf = (address: string) => keyedHash(`email ${plain(address)}`)
  const receiverOf = async (address: string) => (await keyedHash(`mailbox ${mailboxOf(address)}`)).toString('base64url')

  async function unsealed(userId: UserId, sealed: string): Promise<string | null> {
    const key = (await keys.find([userId])).get(userId)
    return key ? unseal(sealed, key, belongsTo(userId)).toString() : null
  }

  return {
    unsealed, keyedHash, receiverOf,
    async of(userId) {
      const row = await rowOf(userId)
      const waits = row?.pendingSealed && row.pendingUntil !== null && row.pendingUntil > instantOf(system) ? await unsealed(userId, row.pendingSealed) : null
      return { address: row?.sealedAddress ? await unsealed(userId, row.sealedAddress) : null, pending: waits === null ? null : { address: waits, until: row!.pendingUntil! } }
    },

    async reach(userId) {
      const row = await rowOf(userId)
      const address = row?.sealedAddress ? await unsealed(userId, row.sealedAddress) : null
      return address === null ? null : { address, language: row!.language }
    },

    async holder(address) {
      return (await kysely.selectFrom('emailAddresses').select('userId').where('addressHash', '=', await hashOf(address)).executeTakeFirst())?.userId as UserId | undefined
    },

    async propose(userId, address, language) {
      const key = await keys.keyOf(userId)
      if (!key) throw new RefusalError({ code: 'ACCOUNT_ERASED', message: 'This account has been erased.' })
      const pending = { pendingSealed: seal(Buffer.from(address.trim()), key, belongsTo(userId), system), pendingHash: await hashOf(address), pendingUntil: untilOf(system), tokenHash: null, language }
      await kysely.insertInto('emailAddresses').values({ userId, sealedAddress: null, addressHash: null, ...pending }).onConflict((known) => known.column('userId').doUpdateSet(pending)).execute()
    },

    async linkFor(userId, receiver) {
      const row = await rowOf(userId)
      const address = row?.pendingSealed ? await unsealed(userId, row.pendingSealed) : null
      if (address === null || await receiverOf(address) !== receiver) return null
      const { token, tokenHash } = newLinkToken(system)
      await kysely.updateTable('emailAddresses').set({ tokenHash, pendingUntil: untilOf(system) }).where('userId', '=', userId).where('pendingSealed', '=', row!.pendingSealed).execute()
      return { address, language: row!.language, token }
    },

    async verify(token) {
      // Its use counts before anything else: no link works twice.
      const taken = await kysely.updateTable('emailAddresses').set({ tokenHash: null }).where('tokenHash', '=', linkTokenHash(token)).where('pendingUntil', '>', instantOf(system)).returningAll().executeTakeFirst()
      const account = taken && await kysely.selectFrom('accounts').select('username').where('userId', '=', taken.userId).executeTakeFirst()
      if (!account) throw new RefusalError({ code: 'LINK_OVER', message: 'This link was used already, or its time is over. Have another one sent.' })
      const { pendingSealed, pendingHash, addressHash, sealedAddress } = taken
      const userId = taken.userId as UserId
      await send({ handle, system }, 'ReserveEmail', { emailHash: hex(pendingHash!), userId })
      await record('VerifyEmail', { userId })
      await kysely.updateTable('emailAddresses').set({ sealedAddress: pendingSealed, addressHash: pendingHash }).where('userId', '=', userId).execute()
      // One that was entered meanwhile goes on waiting.
      await kysely.updateTable('emailAddresses').set({ pendingSealed: null, pendingHash: null, pendingUntil: null }).where('userId', '=', userId).where('pendingSealed', '=', pendingSealed).execute()
      const isOther = addressHash !== null && hex(addressHash) !== hex(pendingHash!)
      if (isOther) await send({ handle, system }, 'ReleaseEmail', { emailHash: hex(addressHash), userId })
      return { userId, username: account.username, formerSealed: isOther ? sealedAddress : null }
    },

    async remove(userId) {
      const row = await rowOf(userId)
      if (!row) return null
      if (row.sealedAddress !== null) await record('RemoveEmail', { userId })
      await release(userId)
      return row.sealedAddress
    },
  }
}

/** Lets an address go, also of an account that is no more: the keyed hash is all that it needs. */
export function releasing({ kysely, handle, system }: { readonly kysely: Database['kysely']; readonly handle: CommandHandler['handle']; readonly system: System }): (userId: UserId) => Promise<void> {
  return async (userId) => {
    const row = await kysely.selectFrom('emailAddresses').select('addressHash').where('userId', '=', userId).executeTakeFirst()
    if (row?.addressHash) await send({ handle, system }, 'ReleaseEmail', { emailHash: hex(row.addressHash), userId })
    await kysely.deleteFrom('emailAddresses').where('userId', '=', userId).execute()
  }
}

async function send<Type extends keyof EmailAddressCommandData>({ handle, system }: Pick<Ports, 'handle' | 'system'>, type: Type, data: EmailAddressCommandData[Type]): Promise<void> {
  const command: Issued<Command> = { id: uuidv7(system) as CommandId, type, data, issuedAt: instantOf(system), deviceId: null, actor: 'system', sender: 'worker' }
  acceptedOrThrow(await handle(command))
}

const belongsTo = (userId: UserId) => `email of ${userId}`
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const untilOf = (system: Pick<System, 'now'>) => new Date(system.now() + limits.mailLinkMs).toISOString()
/** As mail servers treat them, but for the few that tell a from A before the @. */
const plain = (address: string) => address.trim().normalize('NFC').toLowerCase()

/** Many addresses lead to one mailbox: with anything behind a +, and for some with dots anywhere. Those that are really two people's share a limit then, and nothing else. */
function mailboxOf(address: string): string {
  const at = plain(address).lastIndexOf('@')
  return `${plain(address).slice(0, at).replace(/\+.*$/, '').replaceAll('.', '')}${plain(address).slice(at)}`
}

/** A token that stops the mails of a person about what happens, and does nothing else: the same in each of them. */
export interface Unsubscribing { of(userId: UserId): Promise<string>; /** Whose it is; null for one that is nobody's. */ read(token: string): Promise<UserId | null> }

export function unsubscribingIn(keys: PersonalKeys): Unsubscribing {
  async function of(userId: UserId): Promise<string> {
    return `${userId}.${createHmac('sha256', (await keys.keyOf(HOUSE))!).update(`unsubscribe ${userId}`).digest('base64url')}`
  }
  return {
    of,
    async read(token) {
      const userId = token.split('.')[0] as UserId
      const good = Buffer.from(await of(userId))
      return good.length === Buffer.byteLength(token) && timingSafeEqual(good, Buffer.from(token)) ? userId : null
    },
  }
}
