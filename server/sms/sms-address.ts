/**
 * The address of who sends SMS, as `SMS_URL` says it: `https://name:token@host`, as Twilio's API has it (version 2010-04-01). A path, where there is one, is that of the account: others who speak the
 * same have it elsewhere, and whoever signs in with an API key is not called as their account is.
 */

import { isLoopback } from '../loopback.ts'
import type { Reader } from '../setting.ts'

export interface SmsAddress {
  /** Where messages are posted to; no name and no token in it. */
  readonly url: string
  readonly host: string
  /** `Basic …`. */
  readonly authorization: string
}

export const smsUrl: Reader<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) return { problem: 'must be the address of who sends SMS, such as https://name:token@api.twilio.com' }
  // The token is said with every message.
  if (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return { problem: 'must begin with https: unless it is of this machine' }
  if (url.username === '' || url.password === '') return { problem: 'must hold a name and a token, such as https://name:token@api.twilio.com' }
  if (url.search !== '' || url.hash !== '') return { problem: 'must end with its path: nothing behind ? or #' }
  try {
    readSmsAddress(text)
  } catch {
    return { problem: 'must have what is special in its name and token written with %, such as %40 for @' }
  }
  return { value: text }
}

/** Of what `smsUrl` took. */
export function readSmsAddress(text: string): SmsAddress {
  const { origin, host, pathname, username, password } = new URL(text)
  const [name, token] = [decodeURIComponent(username), decodeURIComponent(password)]
  const account = pathname === '/' ? `/2010-04-01/Accounts/${encodeURIComponent(name)}` : pathname.replace(/\/+$/, '')
  return { url: `${origin}${account}/Messages.json`, host, authorization: `Basic ${Buffer.from(`${name}:${token}`).toString('base64')}` }
}

/** Who SMS are from: a number, a name of up to eleven letters and digits, or the id of a messaging service. */
export const smsSender: Reader<string> = (text) => /^(?:\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-f]{32}|(?=.*[a-z])[a-z0-9 ]{1,11})$/i.test(text) ? { value: text } : { problem: 'must be a number such as +491701234567, a name of up to eleven letters, or the id of a messaging service (MG…)' }
