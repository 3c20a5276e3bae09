/** What the Test button of a webhook sends, and what it says of the answer. */

import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import { adviceOnAddress } from '../connections/test-connections.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'
import type { HookMessage } from './hook-message.ts'
import type { Tried } from './send-webhook.ts'

/** About nothing that happened. `link`: to Rewind. */
export function testMessage(system: System, publicUrl: string | null): HookMessage {
  return { id: uuidv7(system), kind: 'test', at: instantOf(system), position: null, facts: {}, title: null, requester: null, link: publicUrl === null ? null : `${publicUrl.replace(/\/$/, '')}/admin/webhooks` }
}

export function toldOf({ outcome, status, excerpt, tookMs, hindered, address }: Tried): ConnectionTest {
  const ok = outcome === 'delivered'
  const steps = status === null ? [] : [{ name: say('HOOK_STEP_ANSWER'), ok, detail: excerpt === '' ? say('HOOK_ANSWER_EMPTY', { status: String(status) }) : say('HOOK_ANSWER', { status: String(status), told: excerpt }) }]
  return { ok, tookMs: Math.round(tookMs), ...hindered ?? verdictOf(outcome, status), advice: address ? adviceOnAddress({ code: address }) : adviceOn(outcome, status), steps }
}

/** Of what answered. */
function verdictOf(outcome: Tried['outcome'], status: number | null): Said {
  if (outcome === 'delivered') return say('HOOK_TAKEN')
  return outcome === 'gone' ? say('HOOK_GONE') : say('HOOK_REFUSED', { status: String(status) })
}

function adviceOn(outcome: Tried['outcome'], status: number | null): Said | null {
  if (outcome === 'delivered') return null
  if (outcome === 'late') return say('HOOK_ADVICE_LATE')
  if (outcome === 'unreachable') return say('HOOK_ADVICE_UNREACHABLE')
  if (status === null) return null
  if (status === 401 || status === 403) return say('HOOK_ADVICE_KEY')
  if (status === 404 || status === 410) return say('HOOK_ADVICE_ADDRESS')
  if (status >= 300 && status < 400) return say('HOOK_ADVICE_ELSEWHERE')
  if (status === 400 || status === 422 || status === 415) return say('HOOK_ADVICE_KIND')
  return say('HOOK_ADVICE_AGAIN')
}
