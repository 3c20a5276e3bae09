/** Whether the parts of Rewind do their work, recorded when that changes: stream `health-<part>`. */

import type { Decider } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, object, text } from './schema.ts'

/** `message`: what was said of it then. */
type HealthFact<Type extends string> = Fact<Type, { readonly part: string; readonly message: string }>
// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type HealthEvent = HealthFact<'HealthFailed'> | HealthFact<'HealthRestored'>

// Commands. Only the server itself sends them.
/** `part`: `[a-z-]+`. */
export const healthCommands = {
  ReportHealth: object({ part: { type: 'string', pattern: '^[a-z][a-z-]{0,62}$' }, well: boolean, message: text(500) }),
} as const satisfies Record<string, Schema>
export type HealthCommandData = { [T in keyof typeof healthCommands]: Infer<(typeof healthCommands)[T]> }

export function healthStream(part: string): StreamName {
  return `health-${part}` as StreamName
}

export interface HealthState { readonly well: boolean }

export const healthDecider: Decider<HealthState, { readonly type: 'ReportHealth'; readonly data: HealthCommandData['ReportHealth'] }, HealthEvent> = {
  category: 'health',
  initial: { well: true },
  decide({ data: { part, well, message } }, state) {
    return well === state.well ? [] : [{ type: well ? 'HealthRestored' : 'HealthFailed', data: { part, message } }]
  },
  evolve: (_state, { type }) => ({ well: type === 'HealthRestored' }),
}
