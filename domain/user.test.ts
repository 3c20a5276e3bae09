import t from '../test/support/tap.ts'
import { ada, commandId, given as givenOf } from '../test/support/given.ts'
import { userDecider } from './user.ts'

const ofServer = { as: 'worker' } as const
const given = (t: Parameters<typeof givenOf>[0]) => givenOf(t, userDecider).done('RegisterUser', { userId: ada, role: 'member' }, ofServer)

t.test('an account is registered once', async (t) => {
  given(t).when('RegisterUser', { userId: ada, role: 'member' }, ofServer).thenNothing()
  given(t).when('RegisterUser', { userId: ada, role: 'admin' }, ofServer).thenRefused('ALREADY_REGISTERED')
  for (const type of ['EraseAccount', 'FailSignIn'] as const) givenOf(t, userDecider).when(type, { userId: ada }, ofServer).thenRefused('NOT_FOUND')
})

t.test('an account is erased once, and after that nothing happens to it but that this is completed', async (t) => {
  given(t).when('EraseAccount', { userId: ada }, ofServer).then({ type: 'AccountErased', data: {} })
  given(t).when('CompleteErasure', { userId: ada }, ofServer).thenNothing()
  const begun = given(t).done('EraseAccount', { userId: ada }, ofServer)
  begun.when('EraseAccount', { userId: ada }, ofServer).thenNothing()
  begun.when('SignIn', { userId: ada, sessionId: commandId(9) }, ofServer).thenRefused('ACCOUNT_ERASED')
  begun.when('RegisterUser', { userId: ada, role: 'member' }, ofServer).thenRefused('ACCOUNT_ERASED')
  begun.when('CompleteErasure', { userId: ada }, ofServer).then({ type: 'ErasureCompleted', data: {} })
  begun.done('CompleteErasure', { userId: ada }, ofServer).when('CompleteErasure', { userId: ada }, ofServer).thenNothing()
})
