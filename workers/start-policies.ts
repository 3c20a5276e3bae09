/** The house's policies, with those who deliver what they wish for. */

import type { Kysely } from 'kysely'
import type { Command, Issued, Outcome } from '../domain/command.ts'
import type { Tables } from '../server/db/tables.ts'
import type { Queryable } from '../server/db/read-model.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import type { Log } from '../server/log.ts'
import type { PushKey } from '../server/push/push-key.ts'
import type { PushSubscriptions } from '../server/push/push-subscriptions.ts'
import type { System } from '../server/system.ts'
import { MAIL, MAIL_DIGEST } from '../server/mail/mail-order.ts'
import { SMS } from '../server/sms/make-sms.ts'
import { WEBHOOK } from '../server/webhooks/attempts.ts'
import type { Webhooks } from '../server/webhooks/webhooks.ts'
import type { Erasure } from '../server/auth/erasure.ts'
import { ERASE } from '../server/auth/erasure.ts'
import type { UserAccess } from '../server/auth/user-access.ts'
import { SETTLE_ACCESS } from '../server/auth/user-access.ts'
import { createBell } from './bell.ts'
import { deliverCommand } from './deliver-command.ts'
import { deliverPush } from './deliver-push.ts'
import type { DeliverMailOptions } from './deliver-mail.ts'
import { deliverDigest, deliverMail } from './deliver-mail.ts'
import type { DeliverSmsOptions } from './deliver-sms.ts'
import { deliverSms } from './deliver-sms.ts'
import type { DeliverWebhookOptions } from './deliver-webhook.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { deliverErasure, eraseAccounts } from './erase-accounts.ts'
import { endCopies } from './end-copies.ts'
import { handOverPlays } from './hand-over-plays.ts'
import { mailAccountChanges } from './mail-account-changes.ts'
import { mailNotifications } from './mail-notifications.ts'
import { notifyLeaving } from './notify-leaving.ts'
import { notifyRequester } from './notify-requester.ts'
import { notifyReset } from './notify-reset.ts'
import { runOutboxRelay, runRelay } from './outbox-relay.ts'
import type { Policy } from './policy.ts'
import { pushNotifications } from './push-notifications.ts'
import { startPolicies } from './policy.ts'
import { deliverSettling, settleAccess } from './settle-access.ts'
import { tellWebhooks } from './tell-webhooks.ts'

export interface HousePoliciesOptions extends Pick<DeliverWebhookOptions, 'attempts' | 'hookMessageOf' | 'metrics'>, Pick<DeliverMailOptions, 'mailer' | 'makeMail' | 'makeDigest'>, Pick<DeliverSmsOptions, 'smsSender' | 'makeSms'> {
  readonly store: Pick<EventStore, 'subscribe' | 'lastPosition' | 'readStream'>
  readonly db: Kysely<Tables>
  /** Of the read models. */
  readonly models: Queryable
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly erasure: Pick<Erasure, 'complete'>
  readonly userAccess: Pick<UserAccess, 'settle'>
  readonly pushKey: PushKey
  readonly pushSubscriptions: PushSubscriptions
  readonly webhooks: Webhooks
  readonly onMailAsked: (ring: () => void) => void
  /** Origins of push services that may be called. */
  readonly pushServices: readonly string[]
  readonly system: System
  readonly log: Log
  readonly signal: AbortSignal
}

/** From when this resolves they miss nothing. `stopped` resolves after the signal, when what was under way is over. */
export async function startHousePolicies(options: HousePoliciesOptions): Promise<{ readonly stopped: Promise<void> }> {
  const [bell, hooksBell, mailBell] = [createBell(options.system), createBell(options.system), createBell(options.system)]
  const ring = () => [bell, hooksBell, mailBell].forEach((each) => each.ring())
  const isMailed = options.mailer.way !== 'off'
  const policies: readonly Policy[] = [notifyRequester(options) as Policy, notifyLeaving(options) as Policy, notifyReset(options) as Policy, handOverPlays(options) as Policy, pushNotifications(options.store, options.pushSubscriptions) as Policy, eraseAccounts as Policy, settleAccess as Policy, endCopies(options.models) as Policy, mailAccountChanges(isMailed) as Policy, mailNotifications(options.store, isMailed) as Policy, tellWebhooks(options) as Policy]
  const { stopped } = await startPolicies({ ...options, policies, ring })
  const { db, system, handle, pushKey: key, pushSubscriptions: subscriptions, pushServices: services } = options
  const deliver = { command: deliverCommand(handle, system), push: deliverPush({ db, subscriptions, key, services, system }), [ERASE]: deliverErasure(options.erasure), [SETTLE_ACCESS]: deliverSettling(options.userAccess, options.log) }
  const relaying = runOutboxRelay({ ...options, deliver, wait: bell.wait })
  const telling = runRelay('outbox relay: webhooks', { ...options, deliver: { [WEBHOOK]: deliverWebhook(options) }, wait: hooksBell.wait })
  options.onMailAsked(mailBell.ring)
  const mailing = runRelay('outbox relay: mail', { ...options, deliver: { [MAIL]: deliverMail(options), [MAIL_DIGEST]: deliverDigest(options), [SMS]: deliverSms(options) }, wait: mailBell.wait })
  return { stopped: Promise.all([stopped, relaying, telling, mailing]).then(() => {}) }
}
