/**
 * Signatures of the Standard Webhooks scheme (standard-webhooks.com, specification 1.0, "Signature scheme", symmetric): HMAC-SHA256 over `<id>.<seconds>.<body>`, keyed with
 * the bytes behind `whsec_`. A receiver knows by the id that it has a message already, and by the time that nobody sends an old one anew.
 */

import { createHmac } from 'node:crypto'

export interface SignedHeaders { readonly 'webhook-id': string; readonly 'webhook-timestamp': string; readonly 'webhook-signature'?: string }

/** `secret`: undefined where nothing is signed; id and time are told all the same. */
export function webhookHeaders(id: string, nowMs: number, body: string, secret: string | undefined): SignedHeaders {
  const seconds = String(Math.floor(nowMs / 1_000))
  if (secret === undefined) return { 'webhook-id': id, 'webhook-timestamp': seconds }
  const signature = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}
