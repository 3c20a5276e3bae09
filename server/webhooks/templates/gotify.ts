/** Gotify's `POST /message`; its token stands in the address (`?token=…`) or in a header (`X-Gotify-Key`). */

import type { HookMessage } from '../hook-message.ts'
import { plainText, wordsOf } from '../hook-message.ts'

const [NORMAL, URGENT] = [5, 8]

export function gotifyJson(message: HookMessage, address: URL): { readonly url: URL; readonly body: object } {
  const url = new URL(address)
  if (!/\/message\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/$/, '')}/message`
  const { kind, link } = message
  return {
    url,
    body: {
      title: wordsOf(message).headline, message: plainText(message), priority: kind === 'health' ? URGENT : NORMAL,
      ...link === null ? {} : { extras: { 'client::notification': { click: { url: link } } } },
    },
  }
}
