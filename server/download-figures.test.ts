import t from '../test/support/tap.ts'
import { Registry } from 'prom-client'
import { createDownloadGauges } from './download-figures.ts'

t.test('what news servers gave is told by server, and a trouble as long as it lasts', async (t) => {
  const registry = new Registry()
  const tell = createDownloadGauges([registry])
  const server = { name: 'Farm', articles: 7, bytes: 5_000, missing: 2, damaged: 1, failures: 3, connectionsOpen: 4, bytesPerSecond: 900 }
  const figures = { jobsRunning: 1, jobsFinished: 5, jobsFailed: 2, landing: { films: 2, readers: 3, bytes: 4_096, failures: { MISSING: 1, LATE: 0 } } }
  tell({ ...figures, servers: [{ ...server, trouble: { code: 'LOGIN' } }] })
  const text = await registry.metrics()
  for (const line of [
    'rewind_downloads_running 1', 'rewind_downloads_ended_total{outcome="finished"} 5', 'rewind_downloads_ended_total{outcome="failed"} 2',
    'rewind_news_articles_total{server="Farm",outcome="landed"} 7', 'rewind_news_articles_total{server="Farm",outcome="missing"} 2', 'rewind_news_articles_total{server="Farm",outcome="damaged"} 1',
    'rewind_news_bytes_total{server="Farm"} 5000', 'rewind_news_failures_total{server="Farm"} 3', 'rewind_news_connections{server="Farm"} 4', 'rewind_news_bytes_per_second{server="Farm"} 900',
    'rewind_landing_films 2', 'rewind_landing_readers 3', 'rewind_landing_read_bytes_total 4096', 'rewind_landing_failures_total{code="MISSING"} 1',
    'rewind_news_trouble{server="Farm",code="LOGIN"} 1',
  ]) t.ok(text.includes(line), line)
  tell({ ...figures, servers: [{ ...server, trouble: null }] })
  const later = await registry.metrics()
  t.ok(later.includes('rewind_news_articles_total{server="Farm",outcome="landed"} 7'), 'what is told twice is not counted twice')
  t.notMatch(later, /rewind_news_trouble\{/)
})
