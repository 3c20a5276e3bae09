/** Delivers messages that are webhooks. Their id goes along with every try, so that the receiver knows a repetition. */

import type { Attempts } from '../server/webhooks/attempts.ts'
import type { HookOrder } from '../server/webhooks/hook-message.ts'
import type { MessageOf } from '../server/webhooks/make-message.ts'
import { sendWebhook } from '../server/webhooks/send-webhook.ts'
import type { StoredHook } from '../server/webhooks/webhook-scope.ts'
import type { Webhooks } from '../server/webhooks/webhooks.ts'
import type { Log } from '../server/log.ts'
import type { Metrics } from '../server/metrics.ts'
import type { System } from '../server/system.ts'
import type { Deliver } from './outbox-relay.ts'
import { DeliveryError } from './outbox-relay.ts'

export interface DeliverWebhookOptions {
  readonly webhooks: Pick<Webhooks, 'find' | 'retire'>
  readonly attempts: Pick<Attempts, 'keep'>
  readonly hookMessageOf: MessageOf
  readonly metrics: Pick<Metrics, 'webhookSent'>
  readonly system: System
  readonly log: Log
  /** Until a receiver is too late. */
  readonly timeoutMs?: number
}

export function deliverWebhook({ webhooks, attempts, hookMessageOf, metrics, system, log, timeoutMs }: DeliverWebhookOptions): Deliver {
  return async ({ id, payload }, signal) => {
    const { hook: hookId, ...order } = payload as HookOrder
    const hook = webhooks.find(hookId)
    // Nobody waits for it any more.
    if (!hook) return
    if (!hook.enabled) throw switchedOff(hook)
    const message = await hookMessageOf(id, order)
    const tried = await sendWebhook(hook, message, { system, signal, ...timeoutMs === undefined ? {} : { timeoutMs } })
    metrics.webhookSent(hook.template, tried.outcome, tried.tookMs / 1_000)
    await attempts.keep(hook, message, tried)
    const { outcome, status, tookMs } = tried
    log.info({ hook: hook.name, id, kind: order.kind, outcome, status, tookMs: Math.round(tookMs) }, 'a webhook was tried')
    if (outcome === 'gone') await webhooks.retire(hookId)
    if (outcome === 'gone') log.warn({ hook: hook.name }, 'a webhook says that it is gone: it is switched off')
    if (outcome !== 'delivered') throw new DeliveryError(CODES[outcome], `the webhook “${hook.name}” did not take it (${outcome}${status === null ? '' : ` ${status}`})`, { passing: outcome !== 'gone' && outcome !== 'forbidden', retryAfterMs: tried.retryAfterMs })
  }
}

const CODES = { gone: 'HOOK_GONE', refused: 'HOOK_REFUSED', late: 'HOOK_LATE', unreachable: 'HOOK_UNREACHABLE', forbidden: 'HOOK_FORBIDDEN' } as const

/** To be delivered once it is on again, when an admin says so: by then it may be old news. */
function switchedOff({ name }: StoredHook): DeliveryError {
  return new DeliveryError('HOOK_OFF', `the webhook “${name}” is switched off`, { passing: false })
}
