import t from '../test/support/tap.ts'
import type { Circumstances } from '../test/support/given.ts'
import { after, given as tell } from '../test/support/given.ts'
import { acquisitionDecider } from './acquisition.ts'

const jobId = 'job_' + 'a'.repeat(26)
const job = { movieId: 653, jobId }
const release = { releaseId: 'demo:1', title: 'Nosferatu.1922.1080p', indexer: 'demo', sizeBytes: 1_000, reason: 'The only one.' }
const w1 = { ...job, workerId: 'w1' }
const w2 = { ...job, workerId: 'w2' }
const at = (seconds: number): Circumstances => ({ at: after(seconds), as: 'worker', by: 'worker-1' })
type T = Parameters<typeof tell>[0]
const claimed = (t: T) => tell(t, acquisitionDecider).done('RequestFetch', job).done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0))

t.test('a film that can be watched while it lands', async (t) => {
  const chosen = (t: T) => claimed(t).done('SelectRelease', { ...w1, ...release }, at(1)).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(1))
  const map = (watchable: 'now' | 'unpacked', why = '') => ({ ...w1, releaseId: release.releaseId, watchable, why })

  t.test('is told of once, and again when that changes', async (t) => {
    chosen(t).when('MapRelease', map('unpacked', 'It is packed.'), at(2)).then({ type: 'ReleaseMapped', data: { jobId, releaseId: release.releaseId, watchable: 'unpacked', why: 'It is packed.', told: null } })
    const mapped = chosen(t).done('MapRelease', map('now'), at(2))
    mapped.when('MapRelease', map('now'), at(3)).thenNothing()
    t.equal(mapped.state.job?.watchable, 'now')
  })
  t.test('is the one that lands', async (t) => {
    chosen(t).when('MapRelease', { ...map('now'), releaseId: 'demo:other' }, at(2)).thenNothing()
    claimed(t).done('SelectRelease', { ...w1, ...release }, at(1)).when('MapRelease', map('now'), at(2)).thenNothing()
  })
  t.test('counts as watched before it is ready', async (t) => {
    chosen(t).when('RecordStream', job, at(3)).thenRefused('NOT_READY')
    chosen(t).done('MapRelease', map('unpacked'), at(2)).when('RecordStream', job, at(3)).thenRefused('NOT_READY')
    t.match(chosen(t).done('MapRelease', map('now'), at(2)).done('RecordStream', job, at(3)).events.at(-1), { type: 'MovieStreamed' })
  })
  t.test('is not watched any more when its release is no good, or another worker begins anew', async (t) => {
    const mapped = () => chosen(t).done('MapRelease', map('now'), at(2))
    t.equal(mapped().done('RejectRelease', { ...w1, releaseId: release.releaseId, code: 'X', message: 'x' }, at(3)).state.job?.watchable, null)
    t.equal(mapped().done('ClaimJob', { ...w2, leaseUntil: after(700) }, at(600)).state.job?.watchable, null)
  })
})
