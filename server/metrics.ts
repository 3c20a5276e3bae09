/** Figures for Prometheus. Names end in their unit; labels have few values, never an address or a person. */

import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { JobStatus } from '../domain/acquisition.ts'
import type { EventStore } from './event-store/event-store.ts'

/** What is asked when Prometheus asks. */
export interface Readings {
  jobs(): Promise<Readonly<Record<JobStatus, number>>>
  /** Events that a projection has not seen yet. */
  lags(): Promise<readonly { readonly projection: string; readonly events: number }[]>
  sockets(): number
  /** Messages of policies: how many are to be delivered, and how many could not be. */
  outbox(): Promise<{ readonly waiting: number; readonly dead: number }>
}

export interface Metrics {
  /** In Prometheus' text format. */
  text(readings: Readings): Promise<string>
  readonly contentType: string
  requested(route: string, method: string, status: number, seconds: number): void
  /** The store, with its appends measured. */
  measured(store: EventStore): EventStore
}

export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const requests = new Histogram({
    name: 'rewind_http_request_seconds', help: 'HTTP requests', labelNames: ['route', 'method', 'status'] as const, buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers,
  })
  const appends = new Histogram({
    name: 'rewind_append_seconds', help: 'Time to get events on disk', labelNames: ['result'] as const, buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.5, 2], registers,
  })
  const events = new Counter({ name: 'rewind_events_appended_total', help: 'Events appended', registers })
  const jobs = new Gauge({ name: 'rewind_jobs', help: 'Downloads by status', labelNames: ['status'] as const, registers })
  const lag = new Gauge({ name: 'rewind_projection_lag_events', help: 'Events a projection has not seen yet', labelNames: ['projection'] as const, registers })
  const sockets = new Gauge({ name: 'rewind_sockets', help: 'Open WebSockets', registers })
  const outbox = new Gauge({ name: 'rewind_outbox_messages', help: 'Messages of policies, to be delivered or dead', labelNames: ['state'] as const, registers })
  return {
    contentType: registry.contentType,
    async text(readings) {
      for (const [status, count] of Object.entries(await readings.jobs())) jobs.set({ status }, count)
      for (const { projection, events } of await readings.lags()) lag.set({ projection }, events)
      sockets.set(readings.sockets())
      for (const [state, count] of Object.entries(await readings.outbox())) outbox.set({ state }, count)
      return await registry.metrics()
    },
    requested: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    measured: (store) => ({
      ...store,
      async append(stream, expected, newEvents) {
        const end = appends.startTimer()
        try {
          const result = await store.append(stream, expected, newEvents)
          end({ result: result.status })
          if (result.status === 'appended') events.inc(result.events.length)
          return result
        } catch (error) {
          end({ result: 'failed' })
          throw error
        }
      },
    }),
  }
}
