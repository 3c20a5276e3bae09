import { acquisitionDecider } from '../domain/acquisition.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { toldOf } from '../domain/said.ts'
import { after, given as tell } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import type { JobRow } from './jobs.ts'
import { jobs } from './jobs.ts'
import { foldInto } from './projection.ts'
import { sayOfJob } from './said-of-jobs.ts'

const jobId = 'job_' + 'a'.repeat(26)
const w1 = { movieId: 653, jobId, workerId: 'w1' }
const at = (seconds: number) => ({ at: after(seconds), as: 'worker', by: 'worker-w1' } as const)

t.test('what the decider says of three that were no good is what there are words for, and the row has it', async (t) => {
  const locked = sayOfJob('JOB_NO_UNPACKING', { told: sayOfJob('ARCHIVE_PASSWORD_NEEDED') })
  const select = (n: number) => ({ ...w1, releaseId: `demo:${n}`, title: `N.${n}`, indexer: 'demo', sizeBytes: n, reason: 'Chosen by hand.', told: toldOf(sayOfJob('JOB_CHOSEN_BY_HAND')) })
  const reject = (n: number) => ({ ...w1, releaseId: `demo:${n}`, code: 'JOB_ERROR', message: locked.message, told: toldOf(locked) })
  const claimed = tell(t, acquisitionDecider).done('RequestFetch', { movieId: 653, jobId }).done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0))
  const { events } = [1, 2, 3].reduce((story, n) => story.done('SelectRelease', select(n), at(n)).done('RejectRelease', reject(n), at(n)), claimed)
  const all = sayOfJob('JOB_TRIES', { count: 3, told: locked })
  t.match(events.at(-1), { type: 'FetchFailed', data: { message: all.message, told: toldOf(all) } })
  const rows = new Map<string, JobRow>()
  for (const event of events as readonly RecordedEvent[]) foldInto(jobs, rows, event)
  t.match(rows.get(jobId), { errorMessage: all.message, errorTold: toldOf(all) })
})
