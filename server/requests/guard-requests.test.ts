import { newJobId } from '../../test/support/person.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { RequestRules } from '../../domain/request-rules.ts'
import { defaultRequests, NO_QUOTA } from '../../domain/request-rules.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { defaultRetention } from '../../domain/retention.ts'
import { requestsScope } from '../connections/requests-scope.ts'
import { retentionScope } from '../connections/retention-scope.ts'
import { issue, ada, bob } from '../../test/support/given.ts'
import { newCommand } from '../../test/support/person.ts'

async function householdWith(t: Test, rules: Partial<RequestRules>) {
  const app = await testApp(t)
  await app.settings.change(requestsScope, { from: 0, value: { ...defaultRequests, ...rules } }, 'system')
  const asking = (movieId: number, by: UserId = ada, as: Role = 'member', jobId = newJobId()) => {
    const data = { movieId, jobId }
    return issue('RequestFetch', data, { id: newCommand('RequestFetch', data).id, by, as, at: new Date().toISOString() })
  }
  async function send<Type extends CommandType>(type: Type, data: CommandData[Type], by: UserId, as: Role | 'worker', at = new Date().toISOString()) {
    return await app.commands.handle(issue(type, data, { id: newCommand(type, data).id, by: as === 'worker' ? 'system' : by, as, at }))
  }
  return { app, asking, send, request: async (...given: Parameters<typeof asking>) => await app.commands.handle(asking(...given)) }
}
const quotas = (requestsPerWeek: number | null, unwatched: number | null = null) => ({ quotas: { viewer: { ...NO_QUOTA, requestsPerWeek: 1 }, member: { requestsPerWeek, bytes: null, unwatched } } })

t.test('requests beyond what a person may have are refused in words, also many at once; others and admins are not held', async (t) => {
  const { app, asking, request } = await householdWith(t, quotas(3))
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map((movieId) => request(movieId)))
  t.equal(outcomes.filter(({ status }) => status === 'accepted').length, 3)
  t.match(outcomes.find(({ status }) => status === 'rejected'), { code: 'QUOTA_REACHED', message: /^You have asked for 3 films and episodes within seven days, which is all you may\. The next one can be asked for at /, details: { bound: 'requestsPerWeek', used: 3, max: 3 } })
  t.match(await request(6, bob), { status: 'accepted' })
  for (const movieId of [7, 8, 9, 10]) t.match(await request(movieId, ada, 'admin'), { status: 'accepted' })
  const each = await app.commands.handleEach([asking(11, bob), asking(12, bob), asking(13, bob)])
  t.same(each.map(({ status }) => status), ['accepted', 'accepted', 'rejected'])
})

t.test('what starts no download, and what was accepted before, is not refused', async (t) => {
  const { app, asking, request } = await householdWith(t, quotas(1))
  await request(1, bob)
  const first = asking(2)
  t.match(await app.commands.handle(first), { status: 'accepted', events: [{ type: 'FetchRequested' }] })
  t.match(await request(1), { status: 'accepted', events: [] }, 'it is on its way for somebody else')
  t.match(await app.commands.handle(first), { status: 'accepted', events: [{ type: 'FetchRequested' }] }, 'the same again')
  t.match(await request(3), { code: 'QUOTA_REACHED' })
  t.match(await request(3, bob, 'viewer'), { code: 'QUOTA_REACHED' }, 'a viewer has a bound of their own')
})

t.test('films that nobody has watched count, and members wait for approval where the house wants it', async (t) => {
  const { app, request } = await householdWith(t, { membersNeedApproval: true, ...quotas(null, 1) })
  t.match(await request(1), { status: 'accepted' })
  t.match(await request(2), { code: 'QUOTA_REACHED', message: 'Of what you asked for, 1 have not been watched yet; 1 may wait. Watch one, or let one go, then ask again.' })
  const asked = (await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never)))[0]!
  t.match(asked.data, { needsApproval: true })
  await request(3, bob, 'admin')
  t.match((await Array.fromAsync(app.store.readStream('acquisition-movie_3' as never)))[0]!.data, { needsApproval: false })
})

t.test('sent as all or none they are held to the same', async (t) => {
  const { app, asking } = await householdWith(t, { membersNeedApproval: true, ...quotas(1) })
  t.match(await app.commands.handleAtomically([asking(1)]), [{ status: 'accepted' }])
  t.match((await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never)))[0]!.data, { needsApproval: true })
  t.match(await app.commands.handleAtomically([asking(2)]), [{ code: 'QUOTA_REACHED' }])
})

t.test('a request counts from when it came, whatever a device says', async (t) => {
  const { app, asking, request } = await householdWith(t, quotas(1))
  t.match(await app.commands.handle({ ...asking(1), issuedAt: '2020-01-01T00:00:00.000Z' }), { status: 'accepted' })
  t.match(await request(2), { code: 'QUOTA_REACHED' })
})

t.test('trying again gets nobody round an approval or a bound', async (t) => {
  const { app, send, asking, request } = await householdWith(t, { membersNeedApproval: true, ...quotas(null, 1) })
  const first = asking(1)
  await app.commands.handle(first)
  await send('CancelFetch', first.data, ada, 'member')
  t.match(await send('RetryFetch', first.data, ada, 'member'), { events: [{ type: 'FetchReconsidered' }] })
  await send('DeclineFetch', first.data, bob, 'admin')
  t.match(await send('RetryFetch', first.data, ada, 'member'), { code: 'DECLINED' })
  t.match(await send('RetryFetch', first.data, bob, 'admin'), { events: [{ type: 'FetchRetried' }] })
  const worker = { ...first.data, workerId: 'w1' }
  await send('ClaimJob', { ...worker, leaseUntil: new Date(Date.now() + 60_000).toISOString() }, bob, 'worker')
  await send('FailJob', { ...worker, code: 'USENET_ERROR', message: 'Too much is missing.', retryable: true }, bob, 'worker')
  t.match(await request(2), { status: 'accepted' }, 'what failed takes no room')
  t.match(await send('RetryFetch', first.data, ada, 'member'), { code: 'QUOTA_REACHED' }, 'and would again')
})

t.test('a film put into the bin by hand stays there as the rules say, from when the word came', async (t) => {
  const { app, send, asking } = await householdWith(t, {})
  await app.settings.change(retentionScope, { from: 0, value: { ...defaultRetention, binDays: 30, leaseDays: 3 } }, 'system')
  const { data } = asking(1)
  const worker = { ...data, workerId: 'w1' }
  await send('RequestFetch', data, bob, 'admin')
  await send('ClaimJob', { ...worker, leaseUntil: new Date(Date.now() + 60_000).toISOString() }, bob, 'worker')
  await send('StartDownload', { ...worker, totalBytes: 5, articles: 1 }, bob, 'worker')
  await send('FinishDownload', { ...worker, bytes: 5, missing: 0, repaired: 0 }, bob, 'worker')
  await send('BeginPreparing', worker, bob, 'worker')
  await send('FinishPreparing', { ...worker, key: `movies/${data.jobId}/movie.mp4`, sizeBytes: 5, contentType: 'video/mp4', sha256: '0'.repeat(64) }, bob, 'worker')
  const before = Date.now()
  const deviceId = newCommand('MarkAllNotificationsRead', {}).id
  await send('SaveCopy', { ...data, deviceId, days: 365 }, ada, 'viewer', '2099-01-01T00:00:00.000Z')
  const { data: saved } = (await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never))).find(({ type }) => type === 'CopySaved')!
  t.ok(Math.abs(Date.parse((saved as { until: string }).until) - before - 3 * 86_400_000) < 60_000, 'a copy holds it as long as the rules say, whatever the device says')
  await send('BinMovie', data, bob, 'admin', '2026-01-01T00:00:00.000Z')
  const { data: binned } = (await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never))).find(({ type }) => type === 'MovieBinned')!
  t.ok(Date.parse((binned as { until: string }).until) >= before + 30 * 86_400_000)
  await send('RestoreMovie', data, bob, 'viewer', '2099-01-01T00:00:00.000Z')
  const { meta } = (await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never))).find(({ type }) => type === 'MovieRestored')!
  t.ok(meta.issuedAt < '2099', 'nor does it stay for ever because a clock is ahead')
})
