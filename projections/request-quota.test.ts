import { ada, after, bob, given as tell } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import { NO_QUOTA } from '../domain/request-rules.ts'
import type { JobRow } from './jobs.ts'
import { jobs } from './jobs.ts'
import { foldInto } from './projection.ts'
import { brokenBound, quotaState } from './request-quota.ts'

const DAY = 86_400
type T = Parameters<typeof tell>[0]

function rowsOf(t: T, requests: readonly { readonly movieId: number; readonly at: number; readonly by?: typeof ada; readonly cancelled?: boolean }[]): JobRow[] {
  const rows = new Map<string, JobRow>()
  for (const { movieId, at, by = ada, cancelled = false } of requests) {
    const job = { movieId, jobId: `job_${String.fromCharCode(96 + movieId).repeat(26)}` }
    const asked = tell(t, acquisitionDecider).done('RequestFetch', job, { by, at: after(at) })
    for (const event of (cancelled ? asked.done('CancelFetch', job, { by, at: after(at) }) : asked).events) foldInto(jobs, rows, event)
  }
  return [...rows.values()]
}
const nowMs = Date.parse(after(0))

t.test('a week counts what was asked for in the last seven days and not called off, and says when there is room', async (t) => {
  const rows = rowsOf(t, [{ movieId: 1, at: -8 * DAY }, { movieId: 2, at: -6 * DAY }, { movieId: 3, at: -DAY }, { movieId: 4, at: -60, cancelled: true }, { movieId: 5, at: -60, by: bob }])
  const state = quotaState(rows, ada, { ...NO_QUOTA, requestsPerWeek: 2 }, nowMs)
  t.strictSame([state.requestsPerWeek, state.nextRequestAt, brokenBound(state)], [{ used: 2, max: 2 }, after(DAY), 'requestsPerWeek'])
  t.equal(brokenBound(quotaState(rows, ada, { ...NO_QUOTA, requestsPerWeek: 3 }, nowMs)), null)
  t.equal(brokenBound(quotaState(rows, ada, { ...NO_QUOTA, requestsPerWeek: 2 }, nowMs, rows.find(({ movieId }) => movieId === 3)!.key)), null, 'one that is not counted')
  t.equal(brokenBound(quotaState(rows, ada, { ...NO_QUOTA, requestsPerWeek: 0 }, nowMs)), 'requestsPerWeek')
})

t.test('films take room and wait to be watched from when they are asked for', async (t) => {
  const [one, two] = rowsOf(t, [{ movieId: 1, at: -DAY }, { movieId: 2, at: -DAY }])
  const rows: JobRow[] = [{ ...one!, status: 'ready', sizeBytes: 4_000, lastStreamedAt: after(-60) }, { ...two!, totalBytes: 1_000 }]
  const state = quotaState(rows, ada, { requestsPerWeek: null, bytes: 5_000, unwatched: 2 }, nowMs)
  t.strictSame([state.bytes, state.unwatched, brokenBound(state)], [{ used: 5_000, max: 5_000 }, { used: 1, max: 2 }, 'bytes'])
  t.strictSame(quotaState(rows.map((row) => ({ ...row, status: 'deleted' as const })), ada, NO_QUOTA, nowMs).bytes, { used: 0, max: null })
})
