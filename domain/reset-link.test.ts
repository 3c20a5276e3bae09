import t from '../test/support/tap.ts'
import { ada, after, bob, commandId, given as givenOf } from '../test/support/given.ts'
import { userDecider } from './user.ts'

const byBob = { by: bob, as: 'worker' } as const
const byAda = { by: ada, as: 'worker' } as const
const first = { userId: ada, linkId: commandId(91) }
const second = { userId: ada, linkId: commandId(92) }
const given = (t: Parameters<typeof givenOf>[0]) => givenOf(t, userDecider).done('RegisterUser', { userId: ada, role: 'member' }, byBob)
const offered = (t: Parameters<typeof givenOf>[0]) => given(t).done('OfferReset', { ...first, until: after(60), secondFactor: true }, byBob)

t.test('a way back in is good once, and for its time', async (t) => {
  given(t).when('ResetAccount', first, byAda).thenRefused('LINK_OVER')
  offered(t).when('ResetAccount', first, { ...byAda, at: after(59) }).then({ type: 'AccountReset', data: { linkId: first.linkId, secondFactor: true } })
  offered(t).when('ResetAccount', first, { ...byAda, at: after(60) }).thenRefused('LINK_OVER')
  offered(t).when('ResetAccount', second, byAda).thenRefused('LINK_OVER')
  offered(t).done('ResetAccount', first, byAda).when('ResetAccount', first, byAda).thenRefused('LINK_OVER')
  givenOf(t, userDecider).when('OfferReset', { ...first, until: after(60), secondFactor: false }, byBob).thenRefused('NOT_FOUND')
})

t.test('a newer one takes its place; it can be withdrawn', async (t) => {
  const newer = offered(t).done('OfferReset', { ...second, until: after(60), secondFactor: false }, byBob)
  newer.when('ResetAccount', first, byAda).thenRefused('LINK_OVER')
  newer.when('WithdrawReset', first, byBob).thenNothing()
  newer.when('ResetAccount', second, byAda).then({ type: 'AccountReset', data: { linkId: second.linkId, secondFactor: false } })
  const withdrawn = offered(t).done('WithdrawReset', first, byBob)
  withdrawn.when('ResetAccount', first, byAda).thenRefused('LINK_OVER')
  withdrawn.when('WithdrawReset', first, byBob).thenNothing()
  offered(t).done('EraseAccount', { userId: ada }, byAda).when('ResetAccount', first, byAda).thenRefused('ACCOUNT_ERASED')
})
