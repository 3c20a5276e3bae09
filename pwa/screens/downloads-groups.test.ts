import t from '../../test/support/tap.ts'
import { ada, after, bob } from '../../test/support/given.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { actsFor, groupsOf, mayChooseFor } from './downloads-groups.ts'

const blank: JobRow = {
  key: 'job_a', seriesId: null, season: null, episode: null, movieId: 1, status: 'queued', requestedBy: ada, requestedAt: after(0), quality: '1080p', mode: 'auto', approval: 'given', priority: 'NORMAL', releaseId: null, releaseTitle: null, indexer: null, reason: null,
  tried: [], bytes: 0, totalBytes: null, articles: 0, missing: 0, errorCode: null, errorMessage: null, retryable: null, workerId: null, leaseUntil: null, storageKey: null, sizeBytes: null, contentType: null, sha256: null,
  readyAt: null, lastStreamedAt: null, kept: false, restoredAt: null, leaving: null, bin: null, copies: [], watchable: null, watchableWhy: null, reasonTold: null, watchableTold: null, errorTold: null, changedAt: after(0),
}
const job = (movieId: number, more: Partial<JobRow> = {}): JobRow => ({ ...blank, key: `job_${movieId}_${more.requestedAt ?? ''}`, movieId, ...more })
const idsOf = (jobs: readonly JobRow[]) => Object.fromEntries([...groupsOf(jobs)].map(([group, found]) => [group, found.map(({ movieId }) => movieId)]))

t.test('downloads stand where a person looks for them, in the order in which they come', async (t) => {
  t.strictSame(idsOf([
    job(1), job(2, { priority: 'HIGH', requestedAt: after(9) }), job(3, { status: 'downloading', priority: 'LOW' }), job(4, { status: 'awaiting_approval' }), job(5, { status: 'error' }),
    job(6, { status: 'ready', readyAt: after(1) }), job(7, { status: 'ready', readyAt: after(2) }), job(8, { status: 'ready', readyAt: after(3), leaving: { call: 'first', why: 'expired', leavesAt: after(9) } }),
    job(9, { status: 'binned', bin: { at: after(1), until: after(2), why: 'asked', by: bob } }), job(10, { status: 'deleted' }), job(11, { status: 'cancelled', changedAt: after(5) }),
  ]), { approval: [4], failed: [5], queue: [3, 2, 1], leaving: [8], ready: [7, 6], bin: [9], ended: [11, 10] })
})

t.test('a film\'s earlier jobs have ended', async (t) => {
  const groups = groupsOf([job(1, { status: 'error' }), job(1, { status: 'ready', readyAt: after(9), requestedAt: after(5) })])
  t.strictSame([[...groups].map(([group, [first]]) => [group, first!.status])], [[['ready', 'ready'], ['ended', 'error']]])
})

t.test('what may be done depends on who looks', async (t) => {
  const admin = { role: 'admin', userId: bob } as const, member = { role: 'member', userId: ada } as const, viewer = { role: 'viewer', userId: ada } as const, other = { role: 'member', userId: bob } as const
  t.strictSame(actsFor(job(1, { status: 'awaiting_approval' }), admin), ['approve', 'decline', 'cancel', 'choose'])
  t.strictSame(actsFor(job(1, { status: 'awaiting_approval' }), viewer), ['cancel'])
  t.strictSame(actsFor(job(1), member), ['cancel', 'sooner', 'later', 'choose'])
  t.strictSame(actsFor(job(1, { priority: 'HIGH' }), member), ['cancel', 'later', 'choose'])
  t.strictSame(actsFor(job(1), other), [])
  t.strictSame(actsFor(job(1, { status: 'cancelled', approval: 'declined' }), viewer), [], 'a no of an admin stands')
  t.strictSame([actsFor(job(1, { status: 'ready' }), other), actsFor(job(1, { status: 'ready', kept: true }), admin)], [['keep'], ['letGo']])
  t.strictSame(actsFor(job(1, { status: 'error' }), member, true), [])
})

t.test('a release is chosen by members and admins: anew by any of them, instead of what is under way by whom it is up to', async (t) => {
  const [guest, viewer, member, other, admin] = [{ role: 'guest', userId: ada }, { role: 'viewer', userId: ada }, { role: 'member', userId: ada }, { role: 'member', userId: bob }, { role: 'admin', userId: bob }] as const
  for (const none of [undefined, job(1, { status: 'cancelled' }), job(1, { status: 'deleted' })]) t.strictSame([guest, viewer, member, other, admin].map((who) => mayChooseFor(none, who)), [false, false, true, true, true], none?.status ?? 'none')
  t.strictSame([guest, viewer, member, other, admin].map((who) => mayChooseFor(job(1), who)), [false, false, true, false, true])
  t.strictSame([guest, viewer, member, other, admin].map((who) => mayChooseFor(job(1, { status: 'ready' }), who)), [false, false, false, false, false])
})
