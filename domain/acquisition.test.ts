import t from '../test/support/tap.ts'
import type { Circumstances } from '../test/support/given.ts'
import { ada, after, bob, given as tell } from '../test/support/given.ts'
import type { JobStatus } from './acquisition.ts'
import { acquisitionDecider } from './acquisition.ts'
import { activeJob } from './acquisition-queue.ts'

const jobId = 'job_' + 'a'.repeat(26)
const otherJobId = 'job_' + 'b'.repeat(26)
const job = { movieId: 653, jobId }
const release = { releaseId: 'demo:1', title: 'Nosferatu.1922.1080p', indexer: 'demo', sizeBytes: 1_000, reason: 'The only one.' }
const stored = { key: `movies/${jobId}/movie.mp4`, sizeBytes: 1_000, contentType: 'video/mp4', sha256: '0'.repeat(64) }
const w1 = { ...job, workerId: 'w1' }
const w2 = { ...job, workerId: 'w2' }
const at = (seconds: number): Circumstances => ({ at: after(seconds), as: 'worker', by: 'worker-1' })
const admin: Circumstances = { by: bob, as: 'admin' }

type T = Parameters<typeof tell>[0]
const given = (t: T) => tell(t, acquisitionDecider)
const queued = (t: T) => given(t).done('RequestFetch', job)
const awaiting = (t: T) => given(t).done('RequestFetch', job, { as: 'viewer' })
const claimed = (t: T) => queued(t).done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0))
const downloading = (t: T) => claimed(t).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(0))
const downloaded = (t: T) => downloading(t).done('FinishDownload', { ...w1, bytes: 1_000, missing: 0, repaired: 0 }, at(10))
const preparing = (t: T) => downloaded(t).done('BeginPreparing', w1, at(11))
const ready = (t: T) => preparing(t).done('FinishPreparing', { ...w1, ...stored }, at(12))
const failed = (t: T) => downloading(t).done('FailJob', { ...w1, code: 'USENET_ERROR', message: 'Half of it is missing.', retryable: true }, at(5))
const cancelled = (t: T) => queued(t).done('CancelFetch', job)
const binned = (t: T) => ready(t).done('BinMovie', job, admin)
const deleting = (t: T) => ready(t).done('DeleteMovie', job, admin)
const deleted = (t: T) => deleting(t).done('FinishDeletion', job, at(20))
const inStatus: Readonly<Record<JobStatus, (t: T) => ReturnType<typeof queued>>> = { awaiting_approval: awaiting, queued, downloading, preparing, ready, binned, deleting, deleted, error: failed, cancelled }

t.test('asking for a film', async (t) => {
  t.test('queues it, in 1080p unless said otherwise', async (t) => {
    given(t).when('RequestFetch', job).then({ type: 'FetchRequested', data: { jobId, movieId: 653, requestedBy: ada, mode: 'auto', quality: '1080p', needsApproval: false } })
    given(t).when('RequestFetch', { ...job, releaseId: 'demo:1', qualityPreference: '4K' }).then({ type: 'FetchRequested', data: { jobId, movieId: 653, requestedBy: ada, mode: 'manual', releaseId: 'demo:1', quality: '4K', needsApproval: false } })
    given(t).when('RequestFetch', { ...job, mode: 'manual' }).thenRefused('INVALID_INPUT')
    t.equal(queued(t).state.job?.status, 'queued')
  })
  t.test('waits for approval where a viewer asks', async (t) => {
    t.equal(awaiting(t).state.job?.status, 'awaiting_approval')
    awaiting(t).when('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0)).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('while one is on its way or ready starts no second one, and names the job there is', async (t) => {
    for (const status of ['awaiting_approval', 'queued', 'downloading', 'preparing', 'ready'] as const) {
      const story = inStatus[status](t)
      story.when('RequestFetch', { ...job, jobId: otherJobId }, { by: bob }).thenNothing()
      t.equal(activeJob(story.state)?.jobId, jobId)
    }
  })
  t.test('after one that failed, was cancelled or deleted starts another, under an id of its own', async (t) => {
    for (const status of ['error', 'cancelled', 'deleted'] as const) {
      const story = inStatus[status](t)
      t.equal(activeJob(story.state), null)
      story.when('RequestFetch', job).thenRefused('JOB_ID_USED')
      t.equal(story.done('RequestFetch', { ...job, jobId: otherJobId }).state.job?.jobId, otherJobId)
    }
  })
})

t.test('approval', async (t) => {
  t.test('sends a job on its way or ends it', async (t) => {
    awaiting(t).when('ApproveFetch', job, admin).then({ type: 'FetchApproved', data: { jobId, approvedBy: bob } })
    t.equal(awaiting(t).done('ApproveFetch', job, admin).state.job?.status, 'queued')
    awaiting(t).when('DeclineFetch', { ...job, reason: 'We have it on disc.' }, admin).then({ type: 'FetchDeclined', data: { jobId, declinedBy: bob, reason: 'We have it on disc.' } })
    t.equal(awaiting(t).done('DeclineFetch', job, admin).state.job?.status, 'cancelled')
  })
  t.test('given again is nothing, and too late is refused', async (t) => {
    queued(t).when('ApproveFetch', job, admin).thenNothing()
    cancelled(t).when('ApproveFetch', job, admin).thenRefused('WRONG_JOB_STATUS', { status: 'cancelled' })
    cancelled(t).when('DeclineFetch', job, admin).thenNothing()
    queued(t).when('DeclineFetch', job, admin).thenRefused('WRONG_JOB_STATUS', { status: 'queued' })
  })
})

t.test('thinking an approval over', async (t) => {
  const reconsidered = (was: 'approved' | 'declined' | 'cancelled', by: string = bob) => ({ type: 'FetchReconsidered', data: { jobId, reconsideredBy: by, was } }) as const
  const viewer: Circumstances = { as: 'viewer' }
  t.test('makes it wait again, whether it was approved or declined', async (t) => {
    const approved = awaiting(t).done('ApproveFetch', job, admin)
    approved.when('ReconsiderFetch', job, admin).then(reconsidered('approved'))
    const stopped = approved.done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0)).done('ReconsiderFetch', job, admin)
    t.match(stopped.state.job, { status: 'awaiting_approval', approval: 'waiting', lease: null })
    stopped.when('FinishDownload', { ...w1, bytes: 1, missing: 0, repaired: 0 }, at(1)).thenRefused('LEASE_LOST')
    awaiting(t).done('DeclineFetch', job, admin).when('ReconsiderFetch', job, admin).then(reconsidered('declined'))
    for (const status of ['ready', 'error', 'cancelled'] as const) inStatus[status](t).when('ReconsiderFetch', job, admin).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('is not for who needs approval: they get back what they cancelled, not what was declined', async (t) => {
    awaiting(t).done('CancelFetch', job).when('RetryFetch', job, viewer).then(reconsidered('cancelled', ada))
    awaiting(t).done('CancelFetch', job, admin).when('RetryFetch', job, admin).then(reconsidered('cancelled'))
    awaiting(t).done('DeclineFetch', job, admin).when('RetryFetch', job, viewer).thenRefused('DECLINED')
    awaiting(t).done('ApproveFetch', job, admin).done('CancelFetch', job).when('RetryFetch', job, viewer).then({ type: 'FetchRetried', data: { jobId, retriedBy: ada } })
    cancelled(t).when('RetryFetch', job, { by: bob, as: 'viewer' }).thenRefused('FORBIDDEN')
  })
  t.test('is asked for also where the role needs none', async (t) => {
    t.equal(given(t).done('RequestFetch', { ...job, needsApproval: true }).state.job?.status, 'awaiting_approval')
  })
})

t.test('the place in the queue is moved by who asked, or an admin', async (t) => {
  const moved = (priority: 'HIGH' | 'LOW', former: 'NORMAL' | 'HIGH', by: string = ada) => ({ type: 'FetchPrioritized', data: { jobId, priority, former, prioritizedBy: by } }) as const
  queued(t).when('PrioritizeFetch', { ...job, priority: 'HIGH' }).then(moved('HIGH', 'NORMAL'))
  queued(t).done('PrioritizeFetch', { ...job, priority: 'HIGH' }).when('PrioritizeFetch', { ...job, priority: 'LOW' }, admin).then(moved('LOW', 'HIGH', bob))
  queued(t).when('PrioritizeFetch', { ...job, priority: 'NORMAL' }).thenNothing()
  queued(t).when('PrioritizeFetch', { ...job, priority: 'HIGH' }, { by: bob }).thenRefused('FORBIDDEN')
  ready(t).when('PrioritizeFetch', { ...job, priority: 'HIGH' }).thenRefused('WRONG_JOB_STATUS')
})

t.test('another release', async (t) => {
  const choose = { ...job, releaseId: 'demo:2' }
  const chosen = { type: 'ReleaseChosen', data: { jobId, releaseId: 'demo:2', chosenBy: ada } } as const
  t.test('is begun with, whatever the job was at', async (t) => {
    for (const status of ['queued', 'downloading', 'preparing', 'error'] as const) {
      inStatus[status](t).when('ChooseRelease', choose).then(chosen)
      t.match(inStatus[status](t).done('ChooseRelease', choose).state.job, { status: 'queued', releaseId: 'demo:2', lease: null, download: null })
    }
    t.equal(awaiting(t).done('ChooseRelease', choose).state.job?.status, 'awaiting_approval')
    queued(t).when('ChooseRelease', choose, { by: bob }).thenRefused('FORBIDDEN')
    for (const status of ['ready', 'binned', 'cancelled'] as const) inStatus[status](t).when('ChooseRelease', choose).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('that was no good is tried again, because a person wants it so', async (t) => {
    const blocked = claimed(t).done('SelectRelease', { ...w1, ...release }, at(1)).done('FailJob', { ...w1, code: 'X', message: 'x', retryable: false }, at(2))
    const allowed = { type: 'ReleasesAllowed', data: { jobId, releaseIds: ['demo:1'], allowedBy: ada } } as const
    blocked.when('ChooseRelease', { ...job, releaseId: 'demo:1' }).then({ ...chosen, data: { ...chosen.data, releaseId: 'demo:1' } }, allowed)
    t.strictSame(blocked.done('ChooseRelease', { ...job, releaseId: 'demo:1' }).state.blocked, [])
    blocked.when('AllowReleases', job, admin).then({ ...allowed, data: { ...allowed.data, allowedBy: bob } })
    blocked.when('AllowReleases', { ...job, releaseIds: ['demo:9'] }, admin).thenNothing()
    blocked.when('RequestFetch', { ...job, jobId: otherJobId, releaseId: 'demo:1' }).then(
      { type: 'FetchRequested', data: { jobId: otherJobId, movieId: 653, requestedBy: ada, mode: 'manual', releaseId: 'demo:1', quality: '1080p', needsApproval: false } }, { ...allowed, data: { ...allowed.data, jobId: otherJobId } })
  })
})

t.test('cancelling and retrying', async (t) => {
  t.test('who asked for it or an admin may cancel what is on its way', async (t) => {
    for (const status of ['awaiting_approval', 'queued', 'downloading', 'preparing'] as const) {
      inStatus[status](t).when('CancelFetch', job).then({ type: 'FetchCancelled', data: { jobId, cancelledBy: ada } })
      inStatus[status](t).when('CancelFetch', job, admin).then({ type: 'FetchCancelled', data: { jobId, cancelledBy: bob } })
      inStatus[status](t).when('CancelFetch', job, { by: bob }).thenRefused('FORBIDDEN')
    }
    cancelled(t).when('CancelFetch', job).thenNothing()
    for (const status of ['ready', 'error', 'deleted'] as const) inStatus[status](t).when('CancelFetch', job).thenRefused('WRONG_JOB_STATUS', { status })
  })
  t.test('only what failed or was cancelled is retried', async (t) => {
    for (const status of ['error', 'cancelled'] as const) {
      inStatus[status](t).when('RetryFetch', job).then({ type: 'FetchRetried', data: { jobId, retriedBy: ada } })
      t.equal(inStatus[status](t).done('RetryFetch', job).state.job?.status, 'queued')
    }
    for (const status of ['queued', 'downloading', 'preparing'] as const) inStatus[status](t).when('RetryFetch', job).thenNothing()
    for (const status of ['awaiting_approval', 'ready', 'binned', 'deleting', 'deleted'] as const) inStatus[status](t).when('RetryFetch', job).thenRefused('WRONG_JOB_STATUS', { status })
  })
  t.test('a worker whose job was cancelled, or failed, has lost its lease', async (t) => {
    downloading(t).done('CancelFetch', job).when('FinishDownload', { ...w1, bytes: 1, missing: 0, repaired: 0 }, at(9)).thenRefused('LEASE_LOST')
    failed(t).when('FailJob', { ...w1, code: 'X', message: 'x', retryable: false }, at(9)).thenRefused('LEASE_LOST')
  })
})

t.test('claiming', async (t) => {
  const claim = (worker: typeof w1, seconds: number) => ({ ...worker, leaseUntil: after(seconds) })
  const claimedBy = (worker: typeof w1, seconds: number) => ({ type: 'JobClaimed', data: { jobId, workerId: worker.workerId, leaseUntil: after(seconds) } }) as const

  t.test('a queued job is free, one under a live lease is not', async (t) => {
    queued(t).when('ClaimJob', claim(w1, 60), at(0)).then(claimedBy(w1, 60))
    for (const story of [claimed(t), downloading(t), preparing(t)]) story.when('ClaimJob', claim(w2, 99), at(59)).thenRefused('LEASE_HELD', { leaseUntil: after(60) })
  })
  t.test('a job whose lease ran out is claimed by another, which begins the steps again', async (t) => {
    for (const story of [claimed(t), downloading(t), preparing(t)]) {
      story.when('ClaimJob', claim(w2, 120), at(60)).then(claimedBy(w2, 120))
      const taken = story.done('ClaimJob', claim(w2, 120), at(60))
      t.equal(taken.state.job?.status, 'downloading')
      taken.when('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(61)).thenRefused('LEASE_LOST')
      taken.when('StartDownload', { ...w2, totalBytes: 1_000, articles: 10 }, at(61)).then({ type: 'DownloadStarted', data: { jobId, totalBytes: 1_000, articles: 10 } })
    }
  })
  t.test('the holder renews once half of its lease has gone, and stays where it is', async (t) => {
    preparing(t).when('ClaimJob', claim(w1, 89), at(29)).thenNothing()
    const renewed = preparing(t).done('ClaimJob', claim(w1, 90), at(30))
    t.strictSame([renewed.state.job?.status, renewed.state.job?.lease?.until], ['preparing', after(90)])
    renewed.when('FinishPreparing', { ...w1, ...stored }, at(31)).then({ type: 'MovieStored', data: { jobId, ...stored } }, { type: 'MovieReady', data: { jobId } })
  })
  t.test('a holder that was slow goes on as long as nobody else took over', async (t) => {
    downloading(t).when('FinishDownload', { ...w1, bytes: 1_000, missing: 1, repaired: 0 }, at(600)).then({ type: 'DownloadCompleted', data: { jobId, bytes: 1_000, missing: 1, repaired: 0 } })
  })
  t.test('nothing is left to claim of what is over, or of another job', async (t) => {
    for (const status of ['ready', 'binned', 'deleting', 'deleted', 'error', 'cancelled'] as const) inStatus[status](t).when('ClaimJob', claim(w1, 60), at(0)).thenRefused('WRONG_JOB_STATUS', { status })
    queued(t).when('ClaimJob', { ...claim(w1, 60), jobId: otherJobId }, at(0)).thenRefused('LEASE_LOST')
    given(t).when('ClaimJob', claim(w1, 60), at(0)).thenRefused('LEASE_LOST')
  })
})

t.test('the downloader\'s steps', async (t) => {
  t.test('follow each other, and each may be said again', async (t) => {
    const { releaseId, ...rest } = release
    claimed(t).when('SelectRelease', { ...w1, ...release }, at(1)).then({ type: 'ReleaseSelected', data: { jobId, releaseId, ...rest, told: null } })
    claimed(t).done('SelectRelease', { ...w1, ...release }, at(1)).when('SelectRelease', { ...w1, ...release }, at(2)).thenNothing()
    downloading(t).when('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(2)).thenNothing()
    downloaded(t).when('FinishDownload', { ...w1, bytes: 1_000, missing: 0, repaired: 0 }, at(12)).thenNothing()
    preparing(t).when('BeginPreparing', w1, at(12)).thenNothing()
    t.equal(ready(t).state.job?.status, 'ready')
  })
  t.test('out of order are refused', async (t) => {
    claimed(t).when('FinishDownload', { ...w1, bytes: 0, missing: 0, repaired: 0 }, at(1)).thenRefused('WRONG_JOB_STATUS')
    claimed(t).when('DownloadProgressed', { ...w1, bytes: 0, totalBytes: 1, articles: 0, missing: 0, leaseUntil: after(60) }, at(1)).thenRefused('WRONG_JOB_STATUS')
    downloading(t).when('BeginPreparing', w1, at(1)).thenRefused('WRONG_JOB_STATUS')
    downloaded(t).when('FinishPreparing', { ...w1, ...stored }, at(11)).thenRefused('WRONG_JOB_STATUS')
    preparing(t).when('SelectRelease', { ...w1, ...release }, at(12)).thenRefused('WRONG_JOB_STATUS')
    preparing(t).when('StartDownload', { ...w1, totalBytes: 1, articles: 1 }, at(12)).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('are the lease holder\'s alone', async (t) => {
    const steps = { SelectRelease: release, StartDownload: { totalBytes: 1, articles: 1 }, FinishDownload: { bytes: 1, missing: 0, repaired: 0 }, BeginPreparing: {}, FinishPreparing: stored, MapRelease: { releaseId: 'x', watchable: 'now', why: '' }, RejectRelease: { releaseId: 'x', code: 'X', message: 'x' }, FailJob: { code: 'X', message: 'x', retryable: true } }
    for (const [type, data] of Object.entries(steps)) preparing(t).when(type as 'BeginPreparing', { ...w2, ...data }, at(12)).thenRefused('LEASE_LOST')
  })
  t.test('end in an error that may be retried', async (t) => {
    downloading(t).when('FailJob', { ...w1, code: 'USENET_ERROR', message: 'Half of it is missing.', told: { code: 'HALF', values: {} }, retryable: true }, at(5))
      .then({ type: 'FetchFailed', data: { jobId, code: 'USENET_ERROR', message: 'Half of it is missing.', told: { code: 'HALF', values: {} }, retryable: true } })
  })
})

t.test('a release that turns out to be no good', async (t) => {
  const reject = (n: number) => ({ ...w1, releaseId: `demo:${n}`, code: 'PASSWORD_NEEDED', message: `Number ${n} is locked.`, ...n === 3 ? { told: { code: 'LOCKED', values: { number: n } } } : {} })
  const rejected = (n: number) => ({ type: 'ReleaseRejected', data: { jobId, releaseId: `demo:${n}`, code: 'PASSWORD_NEEDED', message: `Number ${n} is locked.`, told: n === 3 ? { code: 'LOCKED', values: { number: n } } : null } }) as const
  const trying = (story: ReturnType<typeof claimed>, n: number) => story.done('SelectRelease', { ...w1, ...release, releaseId: `demo:${n}` }, at(n)).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(n))

  t.test('is rejected, and the job goes on without it', async (t) => {
    trying(claimed(t), 1).when('RejectRelease', reject(1), at(2)).then(rejected(1))
    const after = trying(claimed(t), 1).done('RejectRelease', reject(1), at(2))
    t.match(after.state.job, { status: 'downloading', releaseId: null, download: null, tried: ['demo:1'] })
    t.strictSame(after.state.blocked, ['demo:1'])
    after.when('RejectRelease', reject(1), at(3)).thenNothing()
    after.when('FinishDownload', { ...w1, bytes: 1, missing: 0, repaired: 0 }, at(3)).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('may turn out so while it is prepared', async (t) => {
    const story = trying(claimed(t), 1).done('FinishDownload', { ...w1, bytes: 1, missing: 0, repaired: 0 }, at(2)).done('BeginPreparing', w1, at(2))
    trying(story.done('RejectRelease', reject(1), at(3)), 2)
  })
  t.test('fails the job when it is the third, and a retry begins to count anew', async (t) => {
    const twice = [1, 2].reduce((story, n) => trying(story, n).done('RejectRelease', reject(n), at(n)), claimed(t))
    trying(twice, 3).when('RejectRelease', reject(3), at(3)).then(rejected(3), { type: 'FetchFailed', data: { jobId, code: 'PASSWORD_NEEDED', message: '3 releases were no good. The last one: Number 3 is locked.', retryable: true,
      told: { code: 'JOB_TRIES', values: { count: 3, told: { code: 'LOCKED', values: { number: 3 }, message: 'Number 3 is locked.' } } } } })
    const failed = trying(twice, 3).done('RejectRelease', reject(3), at(3))
    t.match(failed.state, { job: { status: 'error', lease: null }, blocked: ['demo:1', 'demo:2', 'demo:3'] })
    failed.when('RejectRelease', reject(3), at(4)).thenRefused('LEASE_LOST')
    t.match(failed.done('RetryFetch', job).state, { job: { status: 'queued', tried: [] }, blocked: ['demo:1', 'demo:2', 'demo:3'] })
  })
  t.test('is the one that was chosen', async (t) => {
    trying(claimed(t), 1).when('RejectRelease', reject(2), at(2)).thenRefused('WRONG_JOB_STATUS')
  })
  t.test('is known for the film also when it failed the job for good', async (t) => {
    const lost = (retryable: boolean) => trying(claimed(t), 1).done('FailJob', { ...w1, code: 'USENET_ERROR', message: 'x', retryable }, at(2)).state.blocked
    t.strictSame([lost(false), lost(true)], [['demo:1'], []])
  })
})

t.test('progress of a download', async (t) => {
  const report = (bytes: number, seconds: number) => ({ ...w1, bytes, totalBytes: 1_000, articles: 10, missing: 0, leaseUntil: after(seconds + 60) })
  const event = (bytes: number, seconds: number) => ({ type: 'DownloadProgressed', data: { jobId, bytes, totalBytes: 1_000, articles: 10, missing: 0, leaseUntil: after(seconds + 60) } }) as const
  const reported = (t: T) => downloading(t).done('DownloadProgressed', report(100, 1), at(1))

  t.test('is recorded at most once a second, however much arrives', async (t) => {
    reported(t).when('DownloadProgressed', report(900, 1.9), at(1.9)).thenNothing()
    reported(t).when('DownloadProgressed', report(900, 2), at(2)).then(event(900, 2))
  })
  t.test('is recorded every hundredth, so at least every twentieth', async (t) => {
    reported(t).when('DownloadProgressed', report(109, 5), at(5)).thenNothing()
    reported(t).when('DownloadProgressed', report(110, 5), at(5)).then(event(110, 5))
    reported(t).when('DownloadProgressed', report(0, 5), at(5)).then(event(0, 5))
  })
  t.test('renews the lease when half of it has gone, though nothing arrives', async (t) => {
    reported(t).when('DownloadProgressed', report(100, 30.9), at(30.9)).thenNothing()
    reported(t).when('DownloadProgressed', report(100, 31), at(31)).then(event(100, 31))
    t.equal(reported(t).done('DownloadProgressed', report(100, 31), at(31)).state.job?.lease?.until, after(91))
  })
  t.test('is over with the download', async (t) => {
    downloaded(t).when('DownloadProgressed', report(1_000, 20), at(20)).thenRefused('WRONG_JOB_STATUS')
  })
})

t.test('a job that is not the film\'s newest is not found', async (t) => {
  for (const type of ['ApproveFetch', 'DeclineFetch', 'ReconsiderFetch', 'RetryFetch', 'CancelFetch', 'AllowReleases', 'RecordStream', 'KeepMovie', 'ReleaseMovie', 'BinMovie', 'RestoreMovie', 'DeleteMovie'] as const) {
    given(t).when(type, job, admin).thenRefused('NOT_FOUND')
    queued(t).when(type, { ...job, jobId: otherJobId }, admin).thenRefused('NOT_FOUND')
  }
})
