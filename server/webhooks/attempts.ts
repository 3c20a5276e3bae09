/**
 * What became of webhooks' messages. Those that wait and those that could not be delivered lie in the outbox; here is what each try met with, the newest of each hook and
 * the last one of every message that is not settled.
 */

import type { Kysely, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { UserId } from '../../domain/event.ts'
import type { Said } from '../../projections/said.ts'
import type { WebhookAttempt, WebhookKind, WebhookLettersAnswer, WebhookOutcome } from '../../projections/wire-webhooks.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import type { HookMessage, HookOrder } from './hook-message.ts'
import { aboutOf } from './hook-message.ts'
import type { Tried } from './send-webhook.ts'
import type { StoredHook } from './webhook-scope.ts'

/** Of messages in the outbox. */
export const WEBHOOK = 'webhook'

export interface Attempts {
  keep(hook: Pick<StoredHook, 'id'>, message: HookMessage, tried: Tried): Promise<void>
  /** Newest first. */
  of(hookId: string): Promise<readonly WebhookAttempt[]>
  standings(): Promise<ReadonlyMap<string, Standing>>
  /** Newest first; of the named hooks, for their names. */
  letters(hooks: readonly Pick<StoredHook, 'id' | 'name'>[]): Promise<WebhookLettersAnswer>
  /** These, or all; answers how many. */
  retry(ids: readonly string[] | null): Promise<number>
  /** They are not delivered, and never will be. */
  drop(ids: readonly string[] | null): Promise<number>
}
/** `failing`: of those that wait, some were tried in vain. */
export interface Standing { readonly waiting: number; readonly failing: number; readonly dead: number; readonly last: WebhookAttempt | null }

interface LetterRow { readonly id: string; readonly payload: HookOrder; readonly tries: number; readonly code: string | null; readonly settledAt: string; readonly last: AttemptRow | null }
interface AttemptRow { readonly messageId: string; readonly kind: string; readonly about: string | null; readonly at: string; readonly tookMs: number; readonly outcome: string; readonly status: number | null; readonly excerpt: string }
const COLUMNS = ['messageId', 'kind', 'about', 'at', 'tookMs', 'outcome', 'status', 'excerpt'] as const

export function attemptsIn(db: Kysely<Tables>): Attempts {
  const dead = (ids: readonly string[] | null) => sql<SqlBool>`kind = ${WEBHOOK} and state = 'dead' and ${ids === null ? sql`true` : sql`id = any (${ids}::uuid[])`}`
  async function lastOf(messages: readonly string[]): Promise<ReadonlyMap<string, WebhookAttempt>> {
    if (messages.length === 0) return new Map()
    const rows = await db.selectFrom('webhookAttempts').select(COLUMNS).distinctOn('messageId').where('messageId', 'in', messages).orderBy('messageId').orderBy('id', 'desc').execute()
    return new Map(rows.map((row) => [row.messageId, shown(row)]))
  }
  return {
    async keep({ id: hookId }, message, { tookMs, outcome, status, excerpt, hindered }) {
      const { facts: { requestedBy: requester }, id: messageId, kind } = message
      const known = requester === undefined ? undefined : await db.selectFrom('accounts').select('userId').where('userId', '=', requester as UserId).executeTakeFirst()
      // What is repeated of somebody whose account is gone is nobody's to keep.
      const said = requester !== undefined && !known ? '' : hindered ? JSON.stringify(hindered) : excerpt
      await db.insertInto('webhookAttempts').values({ hookId, messageId, kind, about: aboutOf(message), tookMs: Math.round(tookMs), outcome, status, excerpt: said, requestedBy: known?.userId ?? null }).execute()
      // Of a hook that was removed nothing is added any more: age ends what there is.
      await sql`delete from webhook_attempts as old where at < now() - ${limits.outboxDeadKeptMs} * interval '1 millisecond' or hook_id = ${hookId}
        and id < (select min(id) from (select id from webhook_attempts where hook_id = ${hookId} order by id desc limit ${limits.webhookAttemptsKept}) as kept)
        and (not exists (select from outbox where outbox.id = old.message_id and state <> 'delivered') or exists (select from webhook_attempts as newer where newer.message_id = old.message_id and newer.id > old.id))`.execute(db)
    },
    async of(hookId) {
      return (await db.selectFrom('webhookAttempts').select(COLUMNS).where('hookId', '=', hookId).orderBy('id', 'desc').limit(limits.webhookAttemptsShown).execute()).map(shown)
    },
    async standings() {
      const { rows } = await sql<{ hook: string; waiting: number; failing: number; dead: number }>`select payload->>'hook' as hook, count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'waiting' and code is not null) as failing, count(*) filter (where state = 'dead') as dead
        from outbox where kind = ${WEBHOOK} and state <> 'delivered' group by 1`.execute(db)
      const last = await db.selectFrom('webhookAttempts').select(['hookId', ...COLUMNS]).distinctOn('hookId').orderBy('hookId').orderBy('id', 'desc').execute()
      const standings = new Map<string, Standing>(rows.map(({ hook, ...counted }) => [hook, { ...counted, last: null }]))
      for (const { hookId, ...row } of last) standings.set(hookId, { ...standings.get(hookId) ?? { waiting: 0, failing: 0, dead: 0 }, last: shown(row) })
      return standings
    },
    async letters(hooks) {
      const names = new Map(hooks.map(({ id, name }) => [id, name]))
      const rows = await db.selectFrom('outbox').select(['id', 'payload', 'tries', 'code', 'settledAt']).where(dead(null)).orderBy('settledAt', 'desc').orderBy('id', 'desc').limit(limits.webhookLettersShown).execute() as unknown as readonly LetterRow[]
      const { total } = await db.selectFrom('outbox').select(sql<number>`count(*)`.as('total')).where(dead(null)).executeTakeFirstOrThrow()
      const last = await lastOf(rows.map(({ id }) => id))
      return {
        total,
        letters: rows.map(({ id, payload: { hook, kind, at }, tries, code, settledAt }) =>
          ({ messageId: id, hookId: hook, hookName: names.get(hook) ?? null, kind, happenedAt: at, diedAt: settledAt, tries, code: code ?? 'FAULT', last: last.get(id) ?? null })),
      }
    },
    async retry(ids) {
      const { numUpdatedRows } = await db.updateTable('outbox').set({ state: 'waiting', tries: 0, code: null, holds: false, settledAt: null, tryAt: sql<string>`now()` }).where(dead(ids)).executeTakeFirst()
      return Number(numUpdatedRows)
    },
    async drop(ids) {
      // It stays known for as long as others: a policy that read its events again would otherwise wish for it once more.
      const { numUpdatedRows } = await db.updateTable('outbox').set({ state: 'delivered', code: 'DROPPED', settledAt: sql<string>`now()` }).where(dead(ids)).executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

function shown({ kind, outcome, excerpt, ...row }: AttemptRow): WebhookAttempt {
  const told = row.status === null ? toldIn(excerpt) : null
  return { ...row, kind: kind as WebhookKind | 'test', outcome: outcome as WebhookOutcome, excerpt: told?.message ?? excerpt, told }
}

/** Where there was no answer, what hindered it is kept with its code; earlier versions kept the sentence alone. */
function toldIn(kept: string): Said | null {
  return kept.startsWith('{"code"') ? JSON.parse(kept) as Said : null
}
