/** What only admins may see, asked over HTTP: it is never kept on a device. */

import type { EventAnswer, EventPage, HistoryPage, ProjectionInfo, ProjectionsAnswer, Verification } from '../projections/wire.ts'
import { ask } from './catalogue.ts'

export const EVENT_FILTERS = ['type', 'category', 'stream', 'actor', 'deviceId', 'commandId', 'correlationId', 'from', 'to'] as const
export type ProjectionAct = 'rebuild' | 'verify' | 'pause' | 'resume' | 'cancel' | 'skip'
export type EventFilterName = (typeof EVENT_FILTERS)[number]

export const admin = {
  events: (filter: URLSearchParams, before: string | null, signal?: AbortSignal) => ask<EventPage>(`/api/admin/events?${withValues(filter, { before })}`, signal),
  event: (id: string, signal?: AbortSignal) => ask<EventAnswer>(`/api/admin/events/${encodeURIComponent(id)}`, signal),
  history: (person: string, filter: URLSearchParams, page: number, signal?: AbortSignal) =>
    ask<HistoryPage>(`/api/history?${withValues(filter, { person, limit: '100', page: String(page) })}`, signal),
  verify: (stream: string | undefined, after: string | null, signal?: AbortSignal) =>
    ask<Verification>(`/api/admin/events/verification?${withValues(new URLSearchParams(), { stream, after })}`, signal),
  projections: (signal?: AbortSignal) => ask<ProjectionsAnswer>('/api/admin/projections', signal),
  projectionAct: (name: string, act: ProjectionAct, body: object = {}) => ask<ProjectionInfo>(`/api/admin/projections/${encodeURIComponent(name)}/${act}`, undefined,
    { method: 'POST', headers: { 'content-type': 'application/json', 'x-rewind': '1' }, body: JSON.stringify(body) }),
  /** Until the returned function is called. `lost` when nothing comes any more; the browser tries again by itself unless the server refused. */
  followProjections(hear: (answer: ProjectionsAnswer) => void, lost: (refused: boolean) => void): () => void {
    const source = new EventSource('/api/admin/projections/live')
    source.onmessage = ({ data }) => hear(JSON.parse(String(data)) as ProjectionsAnswer)
    source.onerror = () => lost(source.readyState === EventSource.CLOSED)
    return () => source.close()
  },
  exportPath: (filter: URLSearchParams) => `/api/admin/events/export?${filter}`,
} as const

function withValues(query: URLSearchParams, values: Readonly<Record<string, string | null | undefined>>): URLSearchParams {
  return new URLSearchParams([...query, ...Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')])
}
