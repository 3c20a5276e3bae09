import { after, bob, given } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import type { SyncSource } from './catalogue-sync.ts'
import { syncDecider } from './catalogue-sync.ts'

const runId = '11570000-0000-4000-8000-000000000002'
const library = { kind: 'library' } as const
const counts = { total: 1_000, done: 0, gone: 0, failed: 0 }
const started = (t: Parameters<typeof given>[0]) => given(t, syncDecider).done('StartSync', { runId, source: library, way: 'database' })
const failed = (t: Parameters<typeof given>[0]) => started(t).done('FailSync', { runId, code: 'STORAGE_FULL', message: 'The disk is full.' })
const completed = (t: Parameters<typeof given>[0], failures = 0) => started(t).done('CompleteSync', { runId, ...counts, done: 1_000 - failures, failed: failures })

t.test('an import is started once, with all that its source needs', async (t) => {
  given(t, syncDecider).when('StartSync', { runId, source: library, way: 'files' }).then({ type: 'SyncStarted', data: { source: library, way: 'files' } })
  started(t).when('StartSync', { runId, source: library, way: 'database' }).thenRefused('SYNC_ID_USED')
  const lacking: readonly SyncSource[] = [
    { kind: 'title', mediaType: 'movie' }, { kind: 'title', tmdbId: 653 }, { kind: 'ids', count: 2 }, { kind: 'ids', mediaType: 'tv' },
    { kind: 'export', date: '2026-02-28' }, { kind: 'export', mediaType: 'movie' }, { kind: 'export', mediaType: 'movie', date: '2026-02-28', file: 'movies.json.gz' },
  ]
  for (const source of lacking) given(t, syncDecider).when('StartSync', { runId, source, way: 'database' }).thenRefused('INVALID_INPUT')
  given(t, syncDecider).when('PauseSync', { runId }).thenRefused('NOT_FOUND')
})

t.test('it is paused and gone on with, and what is so already changes nothing', async (t) => {
  started(t).when('ResumeSync', { runId }).thenNothing()
  const paused = started(t).done('PauseSync', { runId }, { by: bob })
  paused.when('PauseSync', { runId }).thenNothing()
  paused.when('ResumeSync', { runId }).then({ type: 'SyncResumed', data: {} })
  paused.when('CompleteSync', { runId, ...counts }).thenRefused('WRONG_SYNC_STATUS', { status: 'paused' })
  failed(t).when('ResumeSync', { runId }).then({ type: 'SyncResumed', data: {} })
  completed(t).when('ResumeSync', { runId }).thenRefused('WRONG_SYNC_STATUS', { status: 'completed' })
})

t.test('it can be cancelled until it is done, and is over then', async (t) => {
  for (const story of [started(t), started(t).done('PauseSync', { runId }), failed(t)]) story.when('CancelSync', { runId }).then({ type: 'SyncCancelled', data: {} })
  completed(t).when('CancelSync', { runId }).thenRefused('WRONG_SYNC_STATUS', { status: 'completed' })
  const cancelled = started(t).done('CancelSync', { runId })
  cancelled.when('CancelSync', { runId }).thenNothing()
  for (const type of ['PauseSync', 'ResumeSync', 'RetrySyncFailures'] as const) cancelled.when(type, { runId }).thenRefused('WRONG_SYNC_STATUS', { status: 'cancelled' })
  cancelled.when('ReportSync', { runId, phase: 'fetching', ...counts }).thenNothing()
})

t.test('what failed is tried again when somebody wishes so, also after the end', async (t) => {
  completed(t).when('RetrySyncFailures', { runId }).thenRefused('NOTHING_FAILED')
  const again = completed(t, 3).done('RetrySyncFailures', { runId })
  t.match(again.state, { status: 'running', retries: 1 })
  again.when('CompleteSync', { runId, ...counts, done: 1_000 }).then({ type: 'SyncCompleted', data: { ...counts, done: 1_000 } })
  t.match(started(t).done('PauseSync', { runId }).done('RetrySyncFailures', { runId }).state, { status: 'paused', retries: 1 })
})

t.test('how far it is gets recorded when a part begins, and then seldom', async (t) => {
  const first = started(t).done('ReportSync', { runId, phase: 'fetching', ...counts }, { at: after(0) })
  first.when('ReportSync', { runId, phase: 'fetching', ...counts, done: 500 }, { at: after(9) }).thenNothing()
  first.when('ReportSync', { runId, phase: 'fetching', ...counts, done: 9 }, { at: after(60) }).thenNothing()
  first.when('ReportSync', { runId, phase: 'fetching', ...counts, done: 10 }, { at: after(10) }).then({ type: 'SyncProgressed', data: { phase: 'fetching', ...counts, done: 10 } })
  first.when('ReportSync', { runId, phase: 'loading', ...counts }, { at: after(1) }).then({ type: 'SyncProgressed', data: { phase: 'loading', ...counts } })
  started(t).when('ReportSync', { runId, phase: 'listing', done: 0, gone: 0, failed: 0 }).then({ type: 'SyncProgressed', data: { phase: 'listing', total: null, done: 0, gone: 0, failed: 0 } })
})
