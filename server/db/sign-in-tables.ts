/** The tables of how people sign in, and where they are signed in; see `tables.ts`. */

import type { ColumnType, Generated } from 'kysely'
import type { CodeWay } from '../../domain/user.ts'
import type { Instant, InstantByDefault, Json } from './tables.ts'

export interface SessionsTable {
  id: string
  /** SHA-256 of the cookie's token; the token itself is nowhere. */
  tokenHash: Uint8Array
  userId: string
  deviceId: string | null
  userAgent: string | null
  createdAt: InstantByDefault
  lastSeenAt: InstantByDefault
  expiresAt: Instant
  /** Where it was last seen: an IP address, and the country where a trusted proxy says so. */
  address: Generated<string | null>
  country: Generated<string | null>
}

/** Devices that are to remove what they keep of a person, as soon as they ask for anything. */
export interface RemovedDevicesTable { userId: string; deviceId: string; removedAt: Instant }

export interface PasskeysTable {
  id: string
  userId: string
  /** Base64url, as WebAuthn's JSON has it. */
  credentialId: string
  /** COSE. */
  publicKey: Uint8Array
  counter: number
  transports: Json<readonly string[]>
  /** Kept by a service that has it on other devices too. */
  synced: boolean
  name: string
  createdAt: Instant
  lastUsedAt: ColumnType<string | null, string | undefined, string>
}

/** One-time codes of an authenticator app (RFC 6238). The secret is sealed with the person's key; not in force until a code was right once. */
export interface SecondFactorsTable {
  userId: string
  sealedSecret: string
  confirmedAt: ColumnType<string | null, string | null | undefined, string>
  /** The time step of the newest code that was taken: none is taken twice. */
  lastStep: ColumnType<number, number | undefined, number>
}

/** Of those that are left: SHA-256, for they are random. */
export interface RecoveryCodesTable { userId: string; codeHash: Uint8Array }

/** One-time codes that are sent. Not in force until one was right once; turned off, a row remembers how often codes were asked for. */
export interface SentCodesTable {
  userId: string
  way: CodeWay
  /** Of a telephone, with the person's key; null by mail, which goes to the proved address. */
  sealedNumber: string | null
  /** That the browser spoke in which it was set up, ISO 639-1. */
  language: string | null
  /** Waits to be confirmed, or is on. */
  begun: Generated<boolean>
  confirmedAt: ColumnType<string | null, string | null | undefined, string | null>
  /** Keyed with the person's key; null while no code is good. */
  codeHash: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>
  codeUntil: ColumnType<string | null, string | null | undefined, string | null>
  triesLeft: Generated<number>
  /** How often within the hour that began at `askedFrom`, and when last. */
  asked: Generated<number>
  askedAt: ColumnType<string | null, string | null | undefined, string | null>
  askedFrom: ColumnType<string | null, string | null | undefined, string | null>
}

/** What an authenticator is to sign, once. `userId`: null where nobody has said yet who they are. */
export interface SignInChallengesTable { id: string; userId: string | null; challenge: string; expiresAt: Instant }

/** What is in no event: the link, as the SHA-256 of its token, and whom it was meant for. */
export interface InvitationsTable { id: string; tokenHash: Uint8Array; note: string | null; madeBy: string; madeAt: Instant }

/** A person's way back in: the newest alone. */
export interface ResetLinksTable { userId: string; linkId: string; tokenHash: Uint8Array }

export interface PushSubscriptionsTable {
  id: Generated<string>
  userId: string
  sessionId: string
  endpoint: string
  p256dh: string
  auth: string
  createdAt: InstantByDefault
}

/** Where mails to a person go: sealed with their key, and to be found by a keyed hash. `pending…`: entered and not proved yet. */
export interface EmailAddressesTable {
  userId: string
  sealedAddress: string | null
  addressHash: Uint8Array | null
  pendingSealed: string | null
  pendingHash: Uint8Array | null
  pendingUntil: string | null
  tokenHash: Uint8Array | null
  /** That the browser spoke in which it was entered, ISO 639-1. */
  language: string | null
}
