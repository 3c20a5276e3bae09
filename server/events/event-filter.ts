/** Which events somebody wants to see: of what stream, kind, person, device, command, chain or time. */

import type { RecordedEvent, StreamName } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'

export interface EventFilter {
  readonly stream?: string
  readonly type?: string
  readonly category?: string
  readonly actor?: string
  readonly deviceId?: string
  readonly commandId?: string
  readonly correlationId?: string
  /** Recorded at this instant or later. */
  readonly from?: string
  /** Recorded before this instant. */
  readonly to?: string
}

export function passes({ stream, type, meta, recordedAt }: RecordedEvent, wanted: EventFilter): boolean {
  const same = (value: string | null, sought: string | undefined) => sought === undefined || value === sought
  return same(stream, wanted.stream) && same(type, wanted.type) && same(categoryOf(stream as StreamName), wanted.category)
    && same(meta.actor, wanted.actor) && same(meta.deviceId, wanted.deviceId)
    && same(meta.commandId, wanted.commandId) && same(meta.correlationId, wanted.correlationId)
    && (wanted.from === undefined || Date.parse(recordedAt) >= Date.parse(wanted.from))
    && (wanted.to === undefined || Date.parse(recordedAt) < Date.parse(wanted.to))
}
