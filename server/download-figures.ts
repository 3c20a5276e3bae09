/** What the downloader has done since it was started, for Prometheus. */

import type { Registry } from 'prom-client'
import { Counter, Gauge } from 'prom-client'

export interface DownloadFigures {
  readonly jobsRunning: number
  readonly jobsFinished: number
  readonly jobsFailed: number
  readonly servers: readonly {
    readonly name: string
    readonly articles: number
    readonly bytes: number
    readonly missing: number
    readonly damaged: number
    readonly failures: number
    readonly connectionsOpen: number
    readonly bytesPerSecond: number
    /** Why it is not used now. */
    readonly trouble: { readonly code: string } | null
  }[]
}

const OUTCOMES = ['articles', 'missing', 'damaged'] as const

export function createDownloadGauges(registers: Registry[]): (figures: DownloadFigures) => void {
  const running = new Gauge({ name: 'rewind_downloads_running', help: 'Downloads under way in this process', registers })
  const ended = new Counter({ name: 'rewind_downloads_ended_total', help: 'Downloads that this process brought to an end', labelNames: ['outcome'] as const, registers })
  const labelNames = ['server'] as const
  const articles = new Counter({ name: 'rewind_news_articles_total', help: 'Articles asked of a news server, by what came', labelNames: ['server', 'outcome'] as const, registers })
  const bytes = new Counter({ name: 'rewind_news_bytes_total', help: 'Decoded bytes that came from a news server', labelNames, registers })
  const failures = new Counter({ name: 'rewind_news_failures_total', help: 'Connections to a news server that broke or could not be made', labelNames, registers })
  const open = new Gauge({ name: 'rewind_news_connections', help: 'Open connections to a news server', labelNames, registers })
  const rate = new Gauge({ name: 'rewind_news_bytes_per_second', help: 'Decoded bytes a second that come from a news server now', labelNames, registers })
  const trouble = new Gauge({ name: 'rewind_news_trouble', help: '1 while a news server cannot be used, by why', labelNames: ['server', 'code'] as const, registers })
  return (figures) => {
    running.set(figures.jobsRunning)
    for (const each of [ended, articles, bytes, failures, open, rate, trouble]) each.reset()
    ended.inc({ outcome: 'finished' }, figures.jobsFinished)
    ended.inc({ outcome: 'failed' }, figures.jobsFailed)
    for (const told of figures.servers) {
      const server = told.name
      for (const outcome of OUTCOMES) articles.inc({ server, outcome: outcome === 'articles' ? 'landed' : outcome }, told[outcome])
      bytes.inc({ server }, told.bytes)
      failures.inc({ server }, told.failures)
      open.set({ server }, told.connectionsOpen)
      rate.set({ server }, told.bytesPerSecond)
      if (told.trouble) trouble.set({ server, code: told.trouble.code }, 1)
    }
  }
}
