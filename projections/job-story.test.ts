import { ada, after, bob, given as tell } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import type { Recorded } from '../domain/event.ts'
import { blocklistOf, storyOf } from './job-story.ts'

const jobId = 'job_' + 'a'.repeat(26)
const job = { movieId: 653, jobId }
const w1 = { ...job, workerId: 'w1' }
const at = (seconds: number) => ({ at: after(seconds), as: 'worker', by: 'worker-w1' } as const)
const release = (n: number) => ({ ...w1, releaseId: `demo:${n}`, title: `N.${n}`, indexer: 'demo', sizeBytes: 9, reason: 'The best.' })
const progress = (bytes: number, seconds: number) => ({ ...w1, bytes, totalBytes: 1_000, articles: 10, missing: 0, leaseUntil: after(seconds + 60) })

const fetched = (t: Parameters<typeof tell>[0]) => tell(t, acquisitionDecider).done('RequestFetch', job).done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(1))
  .done('SelectRelease', release(1), at(2)).done('RejectRelease', { ...w1, releaseId: 'demo:1', code: 'PASSWORD_NEEDED', message: 'It is locked.', told: { code: 'ARCHIVE_WRONG_PASSWORD', values: {} } }, at(3))
  .done('SelectRelease', release(2), at(4)).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(10))
  .done('DownloadProgressed', progress(100, 20), at(20)).done('DownloadProgressed', progress(500, 25), at(25)).done('ClaimJob', { ...w1, leaseUntil: after(120) }, at(70)).done('DownloadProgressed', progress(900, 110), at(110))
const events = (story: { readonly events: readonly unknown[] }) => story.events as readonly Recorded<AcquisitionEvent>[]

t.test('a job\'s events are its story: a stretch of a download is one line, with its speeds', async (t) => {
  const lines = storyOf(events(fetched(t)), jobId)
  t.strictSame(lines.map(({ type }) => type), ['FetchRequested', 'JobClaimed', 'ReleaseSelected', 'ReleaseRejected', 'ReleaseSelected', 'DownloadStarted', 'DownloadProgressed'])
  t.match(lines[3], { at: after(3), actor: 'worker-w1', data: { title: 'N.1', code: 'PASSWORD_NEEDED', message: 'It is locked.' } })
  t.match(lines[6], { at: after(20), data: { bytes: 900, totalBytes: 1_000, seconds: 100, bytesPerSecond: 9, fastestBytesPerSecond: 80 } })
  t.strictSame(storyOf(events(fetched(t)), 'job_' + 'z'.repeat(26)), [])
})

t.test('who takes a job over is told, who renews its claim is not', async (t) => {
  const taken = fetched(t).done('ClaimJob', { ...job, workerId: 'w2', leaseUntil: after(600) }, at(400))
  t.match(storyOf(events(taken), jobId).at(-1), { type: 'JobClaimed', data: { workerId: 'w2' } })
})

t.test('releases that were no good are known for the film, until they are allowed again', async (t) => {
  const failed = fetched(t).done('FailJob', { ...w1, code: 'USENET_ERROR', message: 'Half is missing.', retryable: false }, at(120))
  t.strictSame(blocklistOf(events(failed)), [
    { releaseId: 'demo:2', title: 'N.2', indexer: 'demo', code: 'USENET_ERROR', message: 'Half is missing.', told: null, at: after(120) },
    { releaseId: 'demo:1', title: 'N.1', indexer: 'demo', code: 'PASSWORD_NEEDED', message: 'It is locked.', told: { code: 'ARCHIVE_WRONG_PASSWORD', values: {} }, at: after(3) },
  ])
  t.strictSame(blocklistOf(events(failed)).map(({ releaseId }) => releaseId).sort(), [...failed.state.blocked].sort(), 'as the decider has it')
  t.strictSame(blocklistOf(events(failed.done('AllowReleases', { ...job, releaseIds: ['demo:1'] }, { by: bob, as: 'admin' }))).map(({ releaseId }) => releaseId), ['demo:2'])
  t.strictSame(blocklistOf(events(failed.done('ChooseRelease', { ...job, releaseId: 'demo:2' }, { by: ada }))).map(({ releaseId }) => releaseId), ['demo:1'])
})
