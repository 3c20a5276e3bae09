/**
 * Hands SMS over, as Twilio's Messages API has it (POST of a form, HTTP Basic; version 2010-04-01), which others speak too. Printed to the log in the demo; else, without `SMS_URL`, there is none.
 *
 * SS1 No number, and nothing of what a message says, is in a line of the log or in an error; but for the demo's own. Nor is the token, wherever it goes wrong.
 * SS2 The token goes to where `SMS_URL` says and nowhere else: redirections are not followed, and no name leads to where clouds keep their machines' secrets.
 * SS3 Where it is not known whether a message was taken, also because the house closes meanwhile, it is not sent again: it may have been paid for. The same where the process is killed: see `workers/deliver-sms.ts`.
 * SS4 Whoever sends them and wants to be left alone for a while (429, 503 with `Retry-After`) is, for `limits.smsRestMaxMs` at most; until then nothing is said to them, whatever it is about.
 */

import { said } from '../../projections/said.ts'
import { retryAfterMs } from '../catalogue/upstream-client.ts'
import { AddressError } from '../guarded-address.ts'
import { guardedFetch } from '../guarded-fetch.ts'
import type { Config } from '../config.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import { readBody } from '../read-body.ts'
import type { System } from '../system.ts'
import type { LastTry } from '../watched-sender.ts'
import { watchedSender } from '../watched-sender.ts'
import { readSmsAddress } from './sms-address.ts'

/** `to`: E.164. */
export interface Sms { readonly to: string; readonly text: string }

/** `SMS_REFUSED`: this message or its receiver is not taken, and would not be later. `SMS_UNANSWERED`: nobody knows whether it was. */
export type SmsCode = 'SMS_UNREACHABLE' | 'SMS_UNANSWERED' | 'SMS_TLS' | 'SMS_SIGN_IN' | 'SMS_BUSY' | 'SMS_REFUSED'

export class SmsError extends Error {
  override readonly name = 'SmsError'
  readonly code: SmsCode
  /** What the sender calls it, where it has said so: a number, as of https://www.twilio.com/docs/api/errors. */
  readonly reason: number | null
  /** How long the sender wants to be left alone; 0 where it has not said. */
  readonly retryAfterMs: number
  constructor(code: SmsCode, { reason = null, retryAfterMs = 0 }: { readonly reason?: number | null; readonly retryAfterMs?: number } = {}) {
    super(said[code])
    this.code = code
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }
}

export interface SmsSender {
  /** `off`: there are no SMS here, and nothing is to be sent. */
  readonly way: 'http' | 'log' | 'off'
  /** The sender's host, and who messages are from; empty where there is none. */
  readonly where: string
  readonly from: string
  last(): LastTry<SmsCode>
  /** Rejects with `SmsError`, or with the signal's reason where that was aborted before anything was said. */
  send(sms: Sms, id: string, signal: AbortSignal): Promise<void>
}

interface Ports {
  readonly log: Pick<Log, 'info'>
  readonly system: Pick<System, 'now'>
  /** For the figures. */
  readonly counted: (outcome: SmsCode | 'taken', seconds: number) => void
}

export function smsSenderOf(config: Pick<Config, 'smsUrl' | 'smsFrom' | 'demo'>, { log, system, counted }: Ports): SmsSender {
  return watchedSender(unwatched(config, log, system), { system, counted, codeOf: (error) => error instanceof SmsError ? error.code : 'SMS_UNANSWERED' })
}

function unwatched({ smsUrl, smsFrom, demo }: Pick<Config, 'smsUrl' | 'smsFrom' | 'demo'>, log: Pick<Log, 'info'>, system: Pick<System, 'now'>): Omit<SmsSender, 'last'> {
  if (smsUrl !== null && smsFrom !== null) return httpSender(smsUrl, smsFrom, system)
  if (!demo) return { way: 'off', where: '', from: '', send: () => Promise.reject(new SmsError('SMS_UNREACHABLE')) }
  // The demo is somebody's own machine: its log is the telephone.
  return { way: 'log', where: '', from: '', send: async ({ text }, id) => { log.info({ id, text }, 'an SMS, as it would be sent with SMS_URL') } }
}

function httpSender(smsUrl: string, smsFrom: string, system: Pick<System, 'now'>): Omit<SmsSender, 'last'> {
  const { url, host, authorization } = readSmsAddress(smsUrl)
  const ask = guardedFetch(true)
  let restsUntil = 0
  return {
    way: 'http', where: host, from: smsFrom,
    async send({ to, text }, _id, signal) {
      signal.throwIfAborted()
      if (system.now() < restsUntil) throw new SmsError('SMS_BUSY', { retryAfterMs: restsUntil - system.now() })
      const body = new URLSearchParams({ To: to, ...smsFrom.startsWith('MG') ? { MessagingServiceSid: smsFrom } : { From: smsFrom }, Body: text }).toString()
      const [late, headers] = [new AbortController(), { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }]
      const timer = setTimeout(() => late.abort(), limits.smsStepMs)
      try {
        const answer = await ask(url, { method: 'POST', headers, body, signal: AbortSignal.any([signal, late.signal]) }).catch((error: unknown) => {
          // The error itself may say more than it should, and goes no further.
          throw new SmsError(signal.aborted || late.signal.aborted ? 'SMS_UNANSWERED' : codeOf(error as NodeJS.ErrnoException))
        })
        // Its number of what is wrong is all that is of use; what the answer says beside it names the receiver.
        const said = await readBody(answer, limits.smsAnswerBytesMax).catch(() => undefined)
        if (answer.ok) return
        const [code, restMs] = [codeOfStatus(answer.status), Math.min(retryAfterMs(answer, system.now()), limits.smsRestMaxMs)]
        if (code === 'SMS_BUSY') restsUntil = Math.max(restsUntil, system.now() + restMs)
        throw new SmsError(code, { reason: reasonIn(said), retryAfterMs: code === 'SMS_BUSY' ? restMs : 0 })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Before anything was said: the message is where it was. */
const NOT_SAID = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']

function codeOf(error: NodeJS.ErrnoException): SmsCode {
  if (error instanceof AddressError || NOT_SAID.includes(error.code ?? '')) return 'SMS_UNREACHABLE'
  return /CERT|TLS|SSL|SELF_SIGNED|VERIFY|ISSUER/i.test(`${error.code ?? ''} ${error.code === undefined ? error.message : ''}`) ? 'SMS_TLS' : 'SMS_UNANSWERED'
}

function codeOfStatus(status: number): SmsCode {
  if (status === 401 || status === 403) return 'SMS_SIGN_IN'
  return status === 429 || status >= 500 ? 'SMS_BUSY' : 'SMS_REFUSED'
}

function reasonIn(body: Uint8Array | undefined): number | null {
  try {
    const { code } = JSON.parse(Buffer.from(body ?? []).toString()) as { readonly code?: unknown }
    return Number.isSafeInteger(code) ? code as number : null
  } catch {
    return null
  }
}
