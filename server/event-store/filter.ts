/** Which events a reader wants, decided here rather than by a database. */

import type { RecordedEvent } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { Filter } from './event-store.ts'

export function passesFilter({ stream, type }: Pick<RecordedEvent, 'stream' | 'type'>, { categories, types, family }: Filter): boolean {
  return (!categories || categories.includes(categoryOf(stream))) && (!types || types.includes(type))
    && (family === undefined || stream.split('_', 1)[0] === family)
}
