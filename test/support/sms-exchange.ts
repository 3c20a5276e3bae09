/** Somebody who sends SMS, over real HTTP on a socket, as Twilio's Messages API has it (version 2010-04-01): it takes a form with HTTP Basic, and keeps what it is told to send. */

import type { ServerResponse } from 'node:http'
import { eventually } from './eventually.ts'
import { hookReceiver } from './hook-receiver.ts'

export interface Text { readonly to: string; readonly from: string; readonly body: string }

export interface SmsExchange {
  /** For `SMS_URL`, with the name and the token that it wants. */
  readonly url: string
  readonly texts: readonly Text[]
  /** What it does with the next instead of taking them; undefined: it takes them. */
  answer(with_: ((response: ServerResponse) => unknown) | undefined): void
  /** The newest code to this number, waited for; `after`: how many texts there were before. */
  codeTo(number: string, after?: number): Promise<string>
}

const SMS_ACCOUNT = 'ACa5d3c1f0b9e8472c6f1e2d3c4b5a6978'
export const SMS_TOKEN = 'tok/en+of@hers'

export async function openSmsExchange(t: { teardown(run: () => unknown): void }): Promise<SmsExchange> {
  const texts: Text[] = []
  let instead: ((response: ServerResponse) => unknown) | undefined
  const say = (response: ServerResponse, status: number, answer: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  const no = (response: ServerResponse, status: number, code: number, message: string) => say(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
  const receiver = await hookReceiver(t, (response, { path, headers, body }) => {
    if (instead) return instead(response)
    if (headers.authorization !== `Basic ${Buffer.from(`${SMS_ACCOUNT}:${SMS_TOKEN}`).toString('base64')}`) return no(response, 401, 20003, 'Authenticate')
    if (path !== `/2010-04-01/Accounts/${SMS_ACCOUNT}/Messages.json`) return no(response, 404, 20404, `The requested resource ${path} was not found`)
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return no(response, 400, 21602, 'Message body is required')
    const form = new URLSearchParams(body)
    const [to, from, text] = [form.get('To') ?? '', form.get('From') ?? form.get('MessagingServiceSid') ?? '', form.get('Body') ?? '']
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return no(response, 400, 21211, `The 'To' number ${to} is not a valid phone number.`)
    if (text === '') return no(response, 400, 21602, 'Message body is required')
    texts.push({ to, from, body: text })
    return say(response, 201, { sid: `SM${String(texts.length).padStart(32, '0')}`, status: 'queued', to, from, body: text, error_code: null, error_message: null })
  })
  return {
    url: `http://${SMS_ACCOUNT}:${encodeURIComponent(SMS_TOKEN)}@${new URL(receiver.url).host}`, texts,
    answer(with_) { instead = with_ },
    codeTo: (number, after = 0) => eventually(`a code to ${number}`, () => /\b\d{6}\b/.exec(texts.slice(after).findLast(({ to }) => to === number)?.body ?? '')?.[0]),
  }
}
