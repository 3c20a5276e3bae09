/** What the downloader has done since it was started, for Prometheus. */

import type { Registry } from 'prom-client'
import { Counter, Gauge } from 'prom-client'

export interface DownloadFigures {
  readonly jobsRunning: number
  readonly jobsFinished: number
  readonly jobsFailed: number
  /** Films that are watched while they land. */
  readonly landing: { readonly films: number; readonly readers: number; readonly bytes: number; readonly failures: Readonly<Record<string, number>> }
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
  const films = new Gauge({ name: 'rewind_landing_films', help: 'Films that can be watched while they land', registers })
  const readers = new Gauge({ name: 'rewind_landing_readers', help: 'Readers of films that are landing', registers })
  const read = new Counter({ name: 'rewind_landing_read_bytes_total', help: 'Bytes read of films that were landing', registers })
  const unread = new Counter({ name: 'rewind_landing_failures_total', help: 'Reads of films that were landing that failed, by why', labelNames: ['code'] as const, registers })
  return (figures) => {
    running.set(figures.jobsRunning)
    films.set(figures.landing.films)
    readers.set(figures.landing.readers)
    for (const each of [read, unread, ended, articles, bytes, failures, open, rate, trouble]) each.reset()
    read.inc(figures.landing.bytes)
    for (const [code, count] of Object.entries(figures.landing.failures)) unread.inc({ code }, count)
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
