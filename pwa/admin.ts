/** What only admins may see, asked over HTTP: it is never kept on a device. */

import type { EventAnswer, EventPage, Verification } from '../projections/wire.ts'
import { ask } from './catalogue.ts'

export const EVENT_FILTERS = ['type', 'category', 'stream', 'actor', 'deviceId', 'commandId', 'correlationId', 'from', 'to'] as const
export type EventFilterName = (typeof EVENT_FILTERS)[number]

export const admin = {
  events: (filter: URLSearchParams, before: string | null, signal?: AbortSignal) => ask<EventPage>(`/api/admin/events?${withValues(filter, { before })}`, signal),
  event: (id: string, signal?: AbortSignal) => ask<EventAnswer>(`/api/admin/events/${encodeURIComponent(id)}`, signal),
  verify: (stream: string | undefined, after: string | null, signal?: AbortSignal) =>
    ask<Verification>(`/api/admin/events/verification?${withValues(new URLSearchParams(), { stream, after })}`, signal),
  exportPath: (filter: URLSearchParams) => `/api/admin/events/export?${filter}`,
} as const

function withValues(query: URLSearchParams, values: Readonly<Record<string, string | null | undefined>>): URLSearchParams {
  return new URLSearchParams([...query, ...Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')])
}
