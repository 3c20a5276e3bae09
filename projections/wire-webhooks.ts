/** What travels of webhooks, to admins. Addresses and other secrets travel one way alone. See wire.ts for the rest. */

import type { Said } from './said.ts'

/** What a hook may be told; each is the `type` of the message as well. `test` is told by its button. */
export const WEBHOOK_KINDS = [
  'request.pending', 'request.approved', 'request.declined', 'request.available', 'request.failed', 'grab', 'download', 'deleted', 'leaving.soon', 'health', 'health.restored',
] as const
export type WebhookKind = (typeof WEBHOOK_KINDS)[number]

export const WEBHOOK_TEMPLATES = ['rewind', 'discord', 'slack', 'ntfy', 'gotify', 'seerr', 'arr'] as const
export type WebhookTemplate = (typeof WEBHOOK_TEMPLATES)[number]

/** What a template has words for; all where it is not named. */
const KINDS_OF: Readonly<Partial<Record<WebhookTemplate, readonly WebhookKind[]>>> = {
  seerr: ['request.pending', 'request.approved', 'request.declined', 'request.available', 'request.failed'],
  arr: ['grab', 'download', 'deleted', 'health', 'health.restored'],
}
export function kindsOf(template: WebhookTemplate): readonly WebhookKind[] {
  return KINDS_OF[template] ?? WEBHOOK_KINDS
}

export interface WebhookFields {
  readonly name: string
  readonly template: WebhookTemplate
  readonly kinds: readonly WebhookKind[]
  readonly enabled: boolean
  /** It may be at an address of this machine or of a private network. */
  readonly ownNetwork: boolean
}

/** `off`, `gone`: nothing is sent; the latter said itself that it is no more. `dead`: messages could not be delivered and are kept. `failing`: some are tried again. */
export type WebhookState = 'off' | 'gone' | 'dead' | 'failing' | 'working' | 'new'

export interface WebhookInfo extends WebhookFields {
  readonly id: string
  /** Of its address no more than scheme, host and port: what follows is a secret with most receivers. */
  readonly origin: string
  /** Whether messages are signed. */
  readonly signed: boolean
  /** Names of the headers it is sent besides. */
  readonly headers: readonly string[]
  readonly state: WebhookState
  readonly waiting: number
  readonly dead: number
  readonly last: WebhookAttempt | null
}

/** What is left out stays as it is, where the origin does; `secret` null: unsigned. A header without a value keeps the one it has. */
export interface WebhookWish extends WebhookFields {
  readonly url?: string
  readonly secret?: string | null
  readonly headers?: readonly { readonly name: string; readonly value?: string }[]
}

/** `GET /api/admin/webhooks`, and the answer to each change. `version` is what the next change is made from, and what an undo takes back. */
export interface WebhooksAnswer {
  readonly version: number
  readonly changedAt: string | null
  readonly hooks: readonly WebhookInfo[]
  /** The demo alone reaches this machine and no other. */
  readonly reaches: 'this machine' | 'the network'
}

/**
 * How a try ended. `delivered`: any 2xx. `gone`: 410. `refused`: any other status, a redirect with it: none is followed. `late`: no answer in time.
 * `forbidden`: its address is none that may be spoken to.
 */
export type WebhookOutcome = 'delivered' | 'gone' | 'refused' | 'late' | 'unreachable' | 'forbidden'

export interface WebhookAttempt {
  readonly messageId: string
  readonly kind: WebhookKind | 'test'
  /** What it told of, in words. */
  readonly about: string | null
  readonly at: string
  readonly tookMs: number
  readonly outcome: WebhookOutcome
  readonly status: number | null
  /** The beginning of the answer, or what hindered it. */
  readonly excerpt: string
  /** What hindered it, where there was no answer; null for one that an earlier version tried. */
  readonly told: Said | null
}

/** A message that could not be delivered, or was not taken in many tries. */
export interface WebhookLetter {
  readonly messageId: string
  readonly hookId: string
  /** Null where the hook is removed. */
  readonly hookName: string | null
  readonly kind: WebhookKind
  readonly happenedAt: string
  readonly diedAt: string
  readonly tries: number
  readonly code: string
  readonly last: WebhookAttempt | null
}

export interface WebhookLettersAnswer { readonly total: number; readonly letters: readonly WebhookLetter[] }
