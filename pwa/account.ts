/** One's own account, asked over HTTP: how one signs in, and where. Nothing of it is kept on a device. */

import type { SessionInfo } from '../projections/wire.ts'
import type { AccountStory, CodeSent, EmailAnswer, RecoveryCodes, SecondFactorBegun, SecurityAnswer, SentCodesInfo } from '../projections/wire-security.ts'
import { ask } from './catalogue.ts'
import { sent } from './sent.ts'

type Way = SentCodesInfo['way']

const removing = (remove: boolean) => remove ? '?remove=yes' : ''

export const account = {
  sessions: (signal?: AbortSignal) => ask<readonly SessionInfo[]>('/api/me/sessions', signal),
  /** `remove`: with all that its device keeps. */
  endSession: (id: string, remove: boolean) => ask<undefined>(`/api/me/sessions/${id}${removing(remove)}`, undefined, sent('DELETE', {})),
  endOthers: (remove: boolean) => ask<undefined>(`/api/me/sessions${removing(remove)}`, undefined, sent('DELETE', {})),
  testPush: () => ask<undefined>('/api/me/push-subscriptions/test', undefined, sent('POST', {})),
  changePassword: (change: { readonly password: string; readonly next: string }) => ask<undefined>('/api/me/password', undefined, sent('POST', change)),
  story: (signal?: AbortSignal) => ask<AccountStory>('/api/me/account', signal),
  security: (signal?: AbortSignal) => ask<SecurityAnswer>('/api/me/security', signal),
  email: (signal?: AbortSignal) => ask<EmailAnswer>('/api/me/email', signal),
  enterEmail: (wish: { readonly address: string; readonly password: string }) => ask<EmailAnswer>('/api/me/email', undefined, sent('PUT', wish)),
  proveEmailAgain: () => ask<undefined>('/api/me/email/again', undefined, sent('POST', {})),
  removeEmail: (password: string) => ask<undefined>('/api/me/email', undefined, sent('DELETE', { password })),
  renamePasskey: (id: string, name: string) => ask<undefined>(`/api/me/passkeys/${id}`, undefined, sent('PUT', { name })),
  removePasskey: (id: string) => ask<undefined>(`/api/me/passkeys/${id}`, undefined, sent('DELETE', {})),
  beginSecondFactor: (password: string) => ask<SecondFactorBegun>('/api/me/second-factor', undefined, sent('POST', { password })),
  confirmSecondFactor: (code: string) => ask<RecoveryCodes>('/api/me/second-factor/confirm', undefined, sent('POST', { code })),
  renewRecoveryCodes: (password: string) => ask<RecoveryCodes>('/api/me/second-factor/recovery-codes', undefined, sent('POST', { password })),
  /** `number`: of SMS alone. */
  beginSentCodes: (wish: { readonly way: Way; readonly password: string; readonly number?: string }) => ask<CodeSent>('/api/me/second-factor/sent', undefined, sent('POST', wish)),
  sendCodeAgain: (way: Way) => ask<CodeSent>('/api/me/second-factor/sent/again', undefined, sent('POST', { way })),
  confirmSentCodes: (wish: { readonly way: Way; readonly code: string }) => ask<RecoveryCodes>('/api/me/second-factor/sent/confirm', undefined, sent('POST', wish)),
  endSentCodes: (wish: { readonly way: Way; readonly password: string }) => ask<undefined>('/api/me/second-factor/sent', undefined, sent('DELETE', wish)),
  endSecondFactor: (password: string) => ask<undefined>('/api/me/second-factor', undefined, sent('DELETE', { password })),
} as const
