/** What only admins may see, asked over HTTP: it is never kept on a device. */

import type { EventAnswer, EventPage } from '../projections/wire.ts'
import { ask } from './catalogue.ts'

export const EVENT_FILTERS = ['type', 'category', 'stream', 'actor', 'deviceId', 'commandId', 'correlationId', 'from', 'to'] as const
export type EventFilterName = (typeof EVENT_FILTERS)[number]

export const admin = {
  events: (filter: URLSearchParams, before: string | null, signal?: AbortSignal) => ask<EventPage>(`/api/admin/events?${withBefore(filter, before)}`, signal),
  event: (id: string, signal?: AbortSignal) => ask<EventAnswer>(`/api/admin/events/${encodeURIComponent(id)}`, signal),
  exportPath: (filter: URLSearchParams) => `/api/admin/events/export?${filter}`,
} as const

function withBefore(filter: URLSearchParams, before: string | null): URLSearchParams {
  return before === null ? filter : new URLSearchParams([...filter, ['before', before]])
}
