/** How webhooks get on. */

import type { WebhookState } from '../../projections/wire-webhooks.ts'
import type { HookFigures } from '../metrics.ts'
import type { Attempts, Standing } from './attempts.ts'
import type { StoredHook } from './webhook-scope.ts'
import type { Webhooks } from './webhooks.ts'

export const NO_STANDING: Standing = { waiting: 0, failing: 0, dead: 0, last: null }

export function stateOf({ enabled, gone }: Pick<StoredHook, 'enabled' | 'gone'>, { failing, dead, last }: Standing): WebhookState {
  if (!enabled) return gone ? 'gone' : 'off'
  return dead > 0 ? 'dead' : failing > 0 ? 'failing' : last === null ? 'new' : 'working'
}

export async function hookFigures({ webhooks, attempts }: { readonly webhooks: Pick<Webhooks, 'set'>; readonly attempts: Pick<Attempts, 'standings'> }): Promise<HookFigures> {
  const standings = await attempts.standings()
  const hooks: Record<WebhookState, number> = { off: 0, gone: 0, dead: 0, failing: 0, working: 0, new: 0 }
  for (const hook of webhooks.set().value.hooks) hooks[stateOf(hook, standings.get(hook.id) ?? NO_STANDING)]++
  const all = [...standings.values()]
  return { hooks, waiting: all.reduce((sum, { waiting }) => sum + waiting, 0), dead: all.reduce((sum, { dead }) => sum + dead, 0) }
}
