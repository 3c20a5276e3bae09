/** All there is of webhooks, put together. */

import type { Settings } from '../connections/settings-store.ts'
import type { System } from '../system.ts'
import type { Attempts } from './attempts.ts'
import { attemptsIn } from './attempts.ts'
import type { MessageOf, MessagePorts } from './make-message.ts'
import { messageMaker } from './make-message.ts'
import type { Webhooks } from './webhooks.ts'
import { webhooksIn } from './webhooks.ts'

export interface Hooks { readonly webhooks: Webhooks; readonly attempts: Attempts; readonly hookMessageOf: MessageOf }

export function openHooks({ settings, ...ports }: MessagePorts & { readonly settings: Settings; readonly system: System }): Hooks {
  return { webhooks: webhooksIn(settings, ports.system), attempts: attemptsIn(ports.db), hookMessageOf: messageMaker(ports) }
}
