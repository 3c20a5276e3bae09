/** Passkeys in this browser: made, and signed in with. Loaded when wanted. */

import { WebAuthnError, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import type { PasskeyInfo, PasskeyQuestion } from '../projections/wire-security.ts'
import { ask } from './catalogue.ts'
import { sent } from './sent.ts'
import type { Credentials } from './sync/replica.ts'

/** The browser said no, or the person thought better of it. Anything else is a bug of ours. */
export type Declined = 'cancelled' | 'known-already' | 'not-here'

/** An address of numbers has no passkeys: they belong to a name. */
export function passkeysWorkHere(): boolean {
  return 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname)
}

/** Rejects with a `CatalogueFailure` where the server says no. */
export async function makePasskey(password: string, name: string): Promise<PasskeyInfo | Declined> {
  const { challengeId, options } = await ask<PasskeyQuestion<PublicKeyCredentialCreationOptionsJSON>>('/api/me/passkeys/options', undefined, sent('POST', { password }))
  const response = await startRegistration({ optionsJSON: options }).catch(declined)
  return typeof response === 'string' ? response : await ask<PasskeyInfo>('/api/me/passkeys', undefined, sent('POST', { challengeId, name, response }))
}

/** What is sent in place of a name and a password. */
export async function askPasskey(): Promise<Credentials | Declined> {
  const { challengeId, options } = await ask<PasskeyQuestion<PublicKeyCredentialRequestOptionsJSON>>('/api/session/passkey/options', undefined, sent('POST', {}))
  const response = await startAuthentication({ optionsJSON: options }).catch(declined)
  return typeof response === 'string' ? response : { challengeId, response }
}

function declined(error: unknown): Declined {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'known-already'
  if (error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return 'cancelled'
  if (error instanceof Error && (error.name === 'SecurityError' || error.name === 'NotSupportedError' || error.name === 'ConstraintError' || error instanceof WebAuthnError)) return 'not-here'
  throw error
}
