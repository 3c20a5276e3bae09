/** What travels of how people sign in, beside the session itself. */

export interface PasskeyInfo {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** Kept by a service that has it on other devices too. */
  readonly synced: boolean
}

/** `since`: null while it is off. `codesLeft`: recovery codes. */
export interface SecondFactorInfo { readonly since: string | null; readonly codesLeft: number }

/** `GET /api/me/security`. */
export interface SecurityAnswer { readonly passkeys: readonly PasskeyInfo[]; readonly secondFactor: SecondFactorInfo }

/** What an authenticator is asked, as WebAuthn's JSON has it; answered with the challenge's id. */
export interface PasskeyQuestion<Options> { readonly challengeId: string; readonly options: Options }

/** `POST /api/me/second-factor`: what goes into an authenticator app, as text and as the address that QR codes hold. */
export interface SecondFactorBegun { readonly secret: string; readonly uri: string }
export interface RecoveryCodes { readonly recoveryCodes: readonly string[] }
