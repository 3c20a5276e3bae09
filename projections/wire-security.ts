/** What travels of how people sign in, beside the session itself. */

import type { CodeWay, UserEvent } from '../domain/user.ts'

export interface PasskeyInfo {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** Kept by a service that has it on other devices too. */
  readonly synced: boolean
}

/** Of the authenticator app. `since`: null while it is off. `codesLeft`: recovery codes. */
export interface SecondFactorInfo { readonly since: string | null; readonly codesLeft: number }

/** Codes that are sent. `since`: null while they are off; `to`: where they go, in part, null where there is nowhere; `sends`: whether this Rewind sends any this way. */
export interface SentCodesInfo { readonly way: CodeWay; readonly since: string | null; readonly to: string | null; readonly sends: boolean }

/** `GET /api/me/security`. */
export interface SecurityAnswer { readonly passkeys: readonly PasskeyInfo[]; readonly secondFactor: SecondFactorInfo; readonly sentCodes: readonly SentCodesInfo[] }

/** A code is on its way; the next may be asked for after `waitMs`. */
export interface CodeSent { readonly to: string; readonly waitMs: number }

/** `POST /api/session/code`: what a code may be of beside the recovery codes. */
export interface CodeOffer { readonly app: boolean; readonly ways: readonly (CodeSent & { readonly way: CodeWay })[] }

/** `GET /api/me/email`. `address`: proved; `pending`: entered, its link good until then. `mail`: whether this Rewind sends any. */
export interface EmailAnswer { readonly mail: boolean; readonly address: string | null; readonly pending: { readonly address: string; readonly until: string } | null }

/** What an authenticator is asked, as WebAuthn's JSON has it; answered with the challenge's id. */
export interface PasskeyQuestion<Options> { readonly challengeId: string; readonly options: Options }

/** `POST /api/me/second-factor`: what goes into an authenticator app, as text and as the address that QR codes hold. */
export interface SecondFactorBegun { readonly secret: string; readonly uri: string }
export interface RecoveryCodes { readonly recoveryCodes: readonly string[] }

/** One line of `GET /api/me/account`, the newest first. */
export interface AccountHappening {
  /** Of its event. */
  readonly id: string
  readonly type: UserEvent['type']
  readonly at: string
  /** Whether the person did it, or whoever signed in as them. */
  readonly own: boolean
  /** The name of somebody else who did it; null too for the server itself, and for who is gone. */
  readonly by: string | null
  /** Of a session that is there yet. */
  readonly userAgent: string | null
  /** Of a way back in: whether it takes the second factor away. */
  readonly secondFactor: boolean
  readonly role: string | null
  /** Of codes that are sent. */
  readonly way: CodeWay | null
}
export interface AccountStory { readonly happened: readonly AccountHappening[] }
