import { newJobId } from '../../test/support/person.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { RequestRules } from '../../domain/request-rules.ts'
import { defaultRequests, NO_QUOTA } from '../../domain/request-rules.ts'
import { requestsScope } from '../connections/requests-scope.ts'
import { issue, ada, bob } from '../../test/support/given.ts'
import { newCommand } from '../../test/support/person.ts'

async function householdWith(t: Test, rules: Partial<RequestRules>) {
  const app = await testApp(t)
  await app.settings.change(requestsScope, { from: 0, value: { ...defaultRequests, ...rules } }, 'system')
  const asking = (movieId: number, by: UserId = ada, as: Role = 'member', jobId = newJobId()) => {
    const data = { movieId, jobId }
    return issue('RequestFetch', data, { id: newCommand('RequestFetch', data).id, by, as, at: new Date().toISOString() })
  }
  return { app, asking, request: async (...given: Parameters<typeof asking>) => await app.commands.handle(asking(...given)) }
}
const quotas = (requestsPerWeek: number | null, unwatched: number | null = null) => ({ quotas: { viewer: { ...NO_QUOTA, requestsPerWeek: 1 }, member: { requestsPerWeek, bytes: null, unwatched } } })

t.test('requests beyond what a person may have are refused in words, also many at once; others and admins are not held', async (t) => {
  const { app, asking, request } = await householdWith(t, quotas(3))
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map((movieId) => request(movieId)))
  t.equal(outcomes.filter(({ status }) => status === 'accepted').length, 3)
  t.match(outcomes.find(({ status }) => status === 'rejected'), { code: 'QUOTA_REACHED', message: /^You have asked for 3 films within seven days, which is all you may\. The next one can be asked for at /, details: { bound: 'requestsPerWeek', used: 3, max: 3 } })
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
  t.match(await request(2), { code: 'QUOTA_REACHED', message: 'Of the films you asked for, 1 have not been watched yet; 1 may wait. Watch one, or let one go, then ask again.' })
  const asked = (await Array.fromAsync(app.store.readStream('acquisition-movie_1' as never)))[0]!
  t.match(asked.data, { needsApproval: true })
  await request(3, bob, 'admin')
  t.match((await Array.fromAsync(app.store.readStream('acquisition-movie_3' as never)))[0]!.data, { needsApproval: false })
})
