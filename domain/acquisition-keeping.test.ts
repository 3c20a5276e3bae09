import t from '../test/support/tap.ts'
import type { Circumstances } from '../test/support/given.ts'
import { ada, after, bob, commandId, given as tell } from '../test/support/given.ts'
import { acquisitionDecider } from './acquisition.ts'
import type { UserId } from './event.ts'

const jobId = 'job_' + 'a'.repeat(26)
const job = { movieId: 653, jobId }
const w1 = { ...job, workerId: 'w1' }
const stored = { key: `movies/${jobId}/movie.mp4`, sizeBytes: 1_000, contentType: 'video/mp4', sha256: '0'.repeat(64) }
const DAY = 86_400
const at = (seconds: number): Circumstances => ({ at: after(seconds), as: 'worker', by: 'system' })
const admin: Circumstances = { by: bob, as: 'admin', at: after(100) }

type T = Parameters<typeof tell>[0]
const preparing = (t: T) => tell(t, acquisitionDecider).done('RequestFetch', job).done('ClaimJob', { ...w1, leaseUntil: after(60) }, at(0)).done('StartDownload', { ...w1, totalBytes: 1_000, articles: 10 }, at(0))
  .done('FinishDownload', { ...w1, bytes: 1_000, missing: 0, repaired: 0 }, at(10)).done('BeginPreparing', w1, at(11))
const ready = (t: T) => preparing(t).done('FinishPreparing', { ...w1, ...stored }, at(12))
const binned = (t: T) => ready(t).done('BinMovie', job, admin)
const call = (which: 'first' | 'last', leavesAt: number, lastUsedAt = 12) => ({ ...job, call: which, why: 'expired', leavesAt: after(leavesAt), lastUsedAt: after(lastUsedAt) }) as const

t.test('a ready film', async (t) => {
  t.test('records who watches it, each once in half an hour', async (t) => {
    const streamed = ready(t).done('RecordStream', job, { at: after(100) })
    streamed.when('RecordStream', job, { at: after(1_899) }).thenNothing()
    streamed.when('RecordStream', job, { at: after(1_900) }).then({ type: 'MovieStreamed', data: { jobId, userId: ada, at: after(1_900) } })
    streamed.when('RecordStream', job, { at: after(101), by: bob }).then({ type: 'MovieStreamed', data: { jobId, userId: bob, at: after(101) } })
  })
  t.test('is kept and released', async (t) => {
    ready(t).when('KeepMovie', job).then({ type: 'MovieKept', data: { jobId, keptBy: ada } })
    ready(t).when('ReleaseMovie', job).thenNothing()
    const kept = ready(t).done('KeepMovie', job)
    kept.when('KeepMovie', job).thenNothing()
    kept.when('ReleaseMovie', job).then({ type: 'MovieReleased', data: { jobId, releasedBy: ada } })
  })
  t.test('that is kept does not leave, whoever wants it', async (t) => {
    const kept = ready(t).done('KeepMovie', job)
    kept.when('BinMovie', job, admin).thenRefused('KEPT')
    kept.when('DeleteMovie', job, admin).thenRefused('KEPT')
    kept.when('WarnLeaving', call('first', 500), at(100)).thenRefused('KEPT')
  })
})

t.test('a copy on a device', async (t) => {
  const [phone, laptop] = [commandId(901), commandId(902)]
  const copy = (days: number, deviceId = phone) => ({ ...job, deviceId, days })
  const saved = (until: number, deviceId = phone, userId = ada) => ({ type: 'CopySaved', data: { jobId, userId, deviceId, until: after(until) } }) as const

  t.test('holds the film from when it begins, and is renewed once a day', async (t) => {
    ready(t).when('SaveCopy', copy(14), { at: after(100) }).then(saved(14 * DAY + 100))
    preparing(t).when('SaveCopy', copy(14), { at: after(11) }).then(saved(14 * DAY + 11))
    const one = ready(t).done('SaveCopy', copy(14), { at: after(100) })
    one.when('SaveCopy', copy(14), { at: after(DAY + 99) }).thenNothing()
    const renewed = one.done('SaveCopy', copy(14), { at: after(DAY + 100) })
    t.match(renewed.state.job?.copies, [{ userId: ada, deviceId: phone, until: after(15 * DAY + 100) }])
    one.when('SaveCopy', copy(14, laptop), { at: after(101) }).then(saved(14 * DAY + 101, laptop))
    one.when('SaveCopy', copy(14), { at: after(101), by: bob }).then(saved(14 * DAY + 101, phone, bob))
  })
  t.test('whose lease is a day is renewed before it is over', async (t) => {
    const one = ready(t).done('SaveCopy', copy(1), { at: after(100) })
    one.when('SaveCopy', copy(1), { at: after(DAY / 2 + 99) }).thenNothing()
    one.when('SaveCopy', copy(1), { at: after(100 + 20 * 3_600) }).then(saved(DAY + 100 + 20 * 3_600))
  })
  t.test('is one of a hundred at most; those whose leases are over give way', async (t) => {
    let full = ready(t)
    for (let device = 0; device < 100; device++) full = full.done('SaveCopy', copy(14, commandId(1_000 + device)), { at: after(100 + device), by: commandId(2_000 + device % 20) as string as UserId })
    full.when('SaveCopy', copy(14, laptop), { at: after(14 * DAY + 99) }).thenRefused('TOO_MANY_COPIES')
    const { copies } = full.done('SaveCopy', copy(14, laptop), { at: after(14 * DAY + 101) }).state.job!
    t.same([copies.length, copies.some(({ deviceId }) => deviceId === commandId(1_000)), copies.at(-1)?.deviceId], [100, false, laptop])
  })
  t.test('is one of ten at most of one person, who leaves the others room, and may renew those', async (t) => {
    let full = ready(t)
    for (let device = 0; device < 10; device++) full = full.done('SaveCopy', copy(14, commandId(1_000 + device)), { at: after(100 + device) })
    full.when('SaveCopy', copy(14, laptop), { at: after(200) }).thenRefused('TOO_MANY_COPIES')
    full.when('SaveCopy', copy(14, laptop), { at: after(200), by: bob }).then(saved(14 * DAY + 200, laptop, bob))
    full.when('SaveCopy', copy(14, commandId(1_003)), { at: after(2 * DAY) }).then(saved(16 * DAY, commandId(1_003)))
    full.done('RemoveCopy', { ...job, deviceId: commandId(1_000) }).when('SaveCopy', copy(14, laptop), { at: after(200) }).then(saved(14 * DAY + 200, laptop))
  })
  t.test('is not made where the house forbids it, nor of a film that is not here', async (t) => {
    ready(t).when('SaveCopy', copy(0)).thenRefused('SAVING_OFF')
    binned(t).when('SaveCopy', copy(14)).thenRefused('NOT_READY')
    tell(t, acquisitionDecider).done('RequestFetch', job).when('SaveCopy', copy(14)).thenRefused('NOT_READY')
  })
  t.test('ends when it is removed or its person signs out there, once', async (t) => {
    const one = ready(t).done('SaveCopy', copy(14), { at: after(100) })
    const removed = (why: string) => ({ type: 'CopyRemoved', data: { jobId, userId: ada, deviceId: phone, why } }) as const
    one.when('RemoveCopy', { ...job, deviceId: phone }).then(removed('removed') as never)
    one.when('RemoveCopy', { ...job, deviceId: phone }, { by: bob }).thenNothing()
    one.when('EndCopy', { ...job, userId: ada, deviceId: phone, why: 'signedOut' }, at(200)).then(removed('signedOut') as never)
    t.same(one.done('RemoveCopy', { ...job, deviceId: phone }).state.job?.copies, [])
  })
  t.test('that was made since it was decided that the film leaves keeps it here', async (t) => {
    const one = ready(t).done('WarnLeaving', call('last', 500), at(100)).done('SaveCopy', copy(14), { at: after(400) })
    one.when('BinMovie', { ...job, why: 'expired', lastUsedAt: after(12) }, at(600)).thenRefused('USED_SINCE')
    t.equal(one.done('BinMovie', { ...job, why: 'expired', lastUsedAt: after(12), leasedUntil: after(14 * DAY + 400) }, at(600)).state.job?.status, 'binned', 'the cap is above it')
  })
})

t.test('that a film leaves', async (t) => {
  t.test('is said twice, each once', async (t) => {
    ready(t).when('WarnLeaving', call('first', 500), at(100)).then({ type: 'LeavingSoon', data: { jobId, call: 'first', why: 'expired', leavesAt: after(500) } })
    const first = ready(t).done('WarnLeaving', call('first', 500), at(100))
    first.when('WarnLeaving', call('first', 600), at(101)).thenNothing()
    const last = first.done('WarnLeaving', call('last', 500), at(400))
    t.match(last.state.job?.leaving, { call: 'last', leavesAt: after(500) })
    last.when('WarnLeaving', call('first', 900), at(401)).thenNothing()
  })
  t.test('is taken back by who watches or keeps it, and by the rules', async (t) => {
    const first = ready(t).done('WarnLeaving', call('first', 500), at(100))
    t.equal(first.done('RecordStream', job, { at: after(200) }).state.job?.leaving, null)
    t.equal(first.done('KeepMovie', job).state.job?.leaving, null)
    first.when('CallOffLeaving', job, at(200)).then({ type: 'LeavingCalledOff', data: { jobId } })
    ready(t).when('CallOffLeaving', job, at(200)).thenNothing()
  })
  t.test('holds for the time that was told, and not for who watched meanwhile', async (t) => {
    const warned = ready(t).done('WarnLeaving', call('last', 500), at(100))
    const expired = { ...job, why: 'expired', days: 7, lastUsedAt: after(12) } as const
    ready(t).when('BinMovie', expired, at(900)).thenRefused('NOT_DUE')
    ready(t).done('WarnLeaving', call('first', 500), at(100)).when('BinMovie', expired, at(900)).thenRefused('NOT_DUE')
    warned.when('BinMovie', expired, at(499)).thenRefused('NOT_DUE')
    warned.when('BinMovie', expired, at(500)).then({ type: 'MovieBinned', data: { jobId, binnedBy: 'system', why: 'expired', until: after(500 + 7 * DAY) } })
    warned.done('RecordStream', job, { at: after(450) }).when('BinMovie', expired, at(500)).thenRefused('USED_SINCE')
    warned.done('RecordStream', job, { at: after(450) }).when('WarnLeaving', call('first', 900), at(501)).thenRefused('USED_SINCE')
  })
})

t.test('the bin', async (t) => {
  t.test('holds a film for seven days unless said otherwise, and cannot be played from', async (t) => {
    ready(t).when('BinMovie', job, admin).then({ type: 'MovieBinned', data: { jobId, binnedBy: bob, why: 'asked', until: after(100 + 7 * DAY) } })
    binned(t).when('BinMovie', job, admin).thenNothing()
    for (const type of ['RecordStream', 'KeepMovie', 'ReleaseMovie'] as const) binned(t).when(type, job).thenRefused('NOT_READY', { status: 'binned' })
  })
  t.test('gives it back at once, also to who asks for the film', async (t) => {
    const restored = { type: 'MovieRestored', data: { jobId, restoredBy: ada } } as const
    binned(t).when('RestoreMovie', job).then(restored)
    binned(t).when('RequestFetch', { ...job, jobId: 'job_' + 'b'.repeat(26) }, { as: 'viewer' }).then(restored)
    const back = binned(t).done('RestoreMovie', job, { at: after(5 * DAY) })
    t.match(back.state.job, { status: 'ready', restoredAt: after(5 * DAY), binUntil: null })
    back.when('RestoreMovie', job).thenNothing()
    back.when('BinMovie', { ...job, why: 'room', lastUsedAt: after(12) }, at(6 * DAY)).thenRefused('USED_SINCE')
  })
  t.test('is emptied when its time is over, earlier by an admin or for room', async (t) => {
    const started = (startedBy: string, why: 'asked' | 'expired' | 'room' = 'asked') => ({ type: 'DeletionStarted', data: { jobId, startedBy, why } }) as const
    binned(t).when('DeleteMovie', job, at(7 * DAY)).thenRefused('NOT_DUE', { until: after(100 + 7 * DAY) })
    binned(t).when('DeleteMovie', job, at(100 + 7 * DAY)).then(started('system', 'expired'))
    binned(t).when('DeleteMovie', { ...job, why: 'room' }, at(200)).then(started('system', 'room'))
    binned(t).when('DeleteMovie', job, admin).then(started(bob))
    ready(t).when('DeleteMovie', job, at(9 * DAY)).thenRefused('NOT_IN_BIN')
    ready(t).when('DeleteMovie', job, admin).then(started(bob))
  })
})

t.test('a deletion', async (t) => {
  const deleting = (t: T) => ready(t).done('DeleteMovie', job, admin)
  t.test('that has begun is not turned back, and ends when the files are gone', async (t) => {
    deleting(t).when('DeleteMovie', job, admin).thenNothing()
    deleting(t).when('RestoreMovie', job).thenRefused('NOT_IN_BIN')
    deleting(t).when('KeepMovie', job).thenRefused('NOT_READY')
    deleting(t).when('RequestFetch', { ...job, jobId: 'job_' + 'b'.repeat(26) }).thenRefused('WRONG_JOB_STATUS')
    deleting(t).when('FinishDeletion', job, at(200)).then({ type: 'MovieDeleted', data: { jobId, reason: 'An admin deleted it.', why: 'asked' } })
    deleting(t).done('FinishDeletion', job, at(200)).when('FinishDeletion', job, at(201)).thenNothing()
    ready(t).when('FinishDeletion', job, at(200)).thenRefused('NOT_READY')
  })
  t.test('is of what is stored', async (t) => {
    for (const type of ['RecordStream', 'KeepMovie', 'ReleaseMovie', 'BinMovie', 'DeleteMovie'] as const) preparing(t).when(type, job, admin).thenRefused('NOT_READY', { status: 'preparing' })
  })
})
