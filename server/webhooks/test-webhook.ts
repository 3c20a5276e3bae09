/** What the Test button of a webhook sends, and what it says of the answer. */

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

export function toldOf({ outcome, status, excerpt, tookMs, address }: Tried): ConnectionTest {
  const ok = outcome === 'delivered'
  const steps = status === null ? [] : [{ name: 'Answer', ok, detail: `${status}${excerpt === '' ? ', and nothing besides.' : `: ${excerpt}`}` }]
  return { ok, tookMs: Math.round(tookMs), message: messageOf(outcome, status, excerpt), advice: address ? adviceOnAddress({ code: address }) : adviceOn(outcome, status), steps }
}

function messageOf(outcome: Tried['outcome'], status: number | null, excerpt: string): string {
  switch (outcome) {
    case 'delivered': return 'It took the test.'
    case 'gone': return 'It says that it is gone (410).'
    case 'refused': return `It did not take the test: it answered ${status}.`
    case 'late': case 'unreachable': case 'forbidden': return excerpt
  }
}

function adviceOn(outcome: Tried['outcome'], status: number | null): string | null {
  if (outcome === 'delivered') return null
  if (outcome === 'late') return 'See whether it is up, and answers before it does its work.'
  if (outcome === 'unreachable') return 'See whether address and port are right, and whether it is up.'
  if (status === null) return null
  if (status === 401 || status === 403) return 'See whether its key, in the address or in a header, is right.'
  if (status === 404 || status === 410) return 'See whether the address is right.'
  if (status >= 300 && status < 400) return 'It leads elsewhere, and nobody is followed there: give the address where it ends.'
  if (status === 400 || status === 422 || status === 415) return 'See whether it is of the kind that was chosen: it did not understand what it was sent.'
  return 'What it answered may tell why. Such answers are tried again, for about a day.'
}
