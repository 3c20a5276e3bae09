/**
 * One try to deliver a message to a hook: POST of JSON. Any 2xx means that it was taken; no redirect is followed, so that nobody leads it to where an admin did not. Little
 * of the answer is read, and what it repeats of our secrets is not kept.
 */

import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { WebhookOutcome } from '../../projections/wire-webhooks.ts'
import { retryAfterMs } from '../catalogue/upstream-client.ts'
import { AddressError } from '../guarded-address.ts'
import { guarded } from '../guarded-fetch.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import type { HookMessage } from './hook-message.ts'
import { renderWebhook } from './render-webhook.ts'
import { webhookHeaders } from './sign-webhook.ts'
import type { StoredHook } from './webhook-scope.ts'

export interface Tried {
  readonly outcome: WebhookOutcome
  readonly status: number | null
  /** Of the answer, or what hindered it, in words. */
  readonly excerpt: string
  readonly tookMs: number
  /** 0 where the receiver said nothing of it. */
  readonly retryAfterMs: number
  /** What hindered it, where that was no answer. */
  readonly hindered?: Said
  /** Of `forbidden`: which of the guard's reasons. */
  readonly address?: AddressError['code']
}

export interface SendOptions { readonly system: Pick<System, 'now' | 'sleep' | 'fetch'>; readonly signal?: AbortSignal; readonly timeoutMs?: number }

/** Rejects with the signal's reason alone. */
export async function sendWebhook(hook: StoredHook, message: HookMessage, { system, signal, timeoutMs = limits.webhookTimeoutMs }: SendOptions): Promise<Tried> {
  const from = system.now()
  const [late, done] = [new AbortController(), new AbortController()]
  void system.sleep(timeoutMs, done.signal).then(() => late.abort())
  const ended = (outcome: WebhookOutcome, status: number | null, excerpt: string, more: Partial<Tried> = {}): Tried => ({ outcome, status, excerpt: withoutSecrets(excerpt, hook), tookMs: system.now() - from, retryAfterMs: 0, ...more })
  try {
    const { url, body } = renderWebhook(hook, message)
    const answer = await guarded(system, hook).fetch(url, {
      method: 'POST', redirect: 'manual', body, signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      headers: { 'user-agent': 'Rewind', ...Object.fromEntries(hook.headers.map(({ name, value }) => [name, value])), 'content-type': 'application/json; charset=utf-8', ...webhookHeaders(`msg_${message.id}`, from, body, hook.secret) },
    })
    const excerpt = await beginningOf(answer, system)
    const { status } = answer
    if (answer.ok) return ended('delivered', status, excerpt)
    return ended(status === 410 ? 'gone' : 'refused', status, excerpt, { retryAfterMs: retryAfterMs(answer, system.now()) })
  } catch (error) {
    signal?.throwIfAborted()
    const hindered = (outcome: WebhookOutcome, told: Said, more: Partial<Tried> = {}) => ended(outcome, null, told.message, { hindered: saidWithoutSecrets(told, hook), ...more })
    if (error instanceof AddressError) return hindered(error.code === 'UNKNOWN_HOST' ? 'unreachable' : 'forbidden', error.said, { address: error.code })
    if (late.signal.aborted) return hindered('late', say('HOOK_LATE', { seconds: Math.round(timeoutMs / 1_000) }))
    const { code } = error as { readonly code?: unknown }
    return hindered('unreachable', reasonOf(typeof code === 'string' ? code : ''))
  } finally {
    done.abort()
  }
}

function reasonOf(code: string): Said {
  if (/CERT|SELF_SIGNED|LEAF_SIGNATURE/.test(code)) return say('HOOK_CERTIFICATE', { reason: code })
  if (code === 'ECONNREFUSED') return say('HOOK_NOBODY_LISTENS')
  return code === '' ? say('HOOK_CLOSED') : say('HOOK_FAILED', { reason: code })
}

/** Whatever the rest of it does, waits for nothing: that it was answered is known already. */
async function beginningOf(answer: Response, system: Pick<System, 'sleep'>): Promise<string> {
  const reader = answer.body?.getReader()
  if (!reader) return ''
  const done = new AbortController()
  const enough = system.sleep(limits.webhookAnswerMs, done.signal).then(() => undefined)
  const chunks: Uint8Array[] = []
  try {
    for (let size = 0; size < limits.webhookAnswerBytesMax;) {
      const next = await Promise.race([reader.read(), enough]).catch(() => undefined)
      if (!next || next.done) break
      const chunk = next.value as Uint8Array
      size += chunk.byteLength
      chunks.push(chunk)
    }
  } finally {
    done.abort()
    await reader.cancel().catch(() => undefined)
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limits.webhookAnswerBytesMax))
  // Of a character that was cut, and what is none to be shown.
  return text.replace(/\uFFFD+$/, '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ').trim()
}

const HIDDEN = '[secret]'
/** Shorter ones would be found in anything. */
const SECRET_CHARACTERS_MIN = 6

/** Of what it is made of, not of its form: a secret may be a word such as `values`. */
function saidWithoutSecrets(told: Said, hook: StoredHook): Said {
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => typeof value === 'string' && key !== 'code' ? withoutSecrets(value, hook) : value) as Said
}

function withoutSecrets(text: string, { url, secret, headers }: StoredHook): string {
  const { pathname, search, searchParams } = new URL(url)
  const parts = [url, secret, secret?.replace(/^whsec_/, ''), pathname, search, ...pathname.split('/'), ...searchParams.values(), ...headers.flatMap(({ value }) => [value, ...value.split(' ')])]
  const secrets = [...new Set(parts.filter((part) => part !== undefined && part.length >= SECRET_CHARACTERS_MIN))].sort((a, b) => b!.length - a!.length)
  return secrets.reduce((shown: string, part) => shown.replaceAll(part!, HIDDEN), text)
}
