import t from '../test/support/tap.ts'
import { ada, bob, commandId, given as givenOf } from '../test/support/given.ts'
import { userDecider } from './user.ts'

const byBob = { by: bob, as: 'worker' } as const
const one = { userId: ada, otherAdmins: true }
const given = (t: Parameters<typeof givenOf>[0], role: 'member' | 'admin' = 'member') => givenOf(t, userDecider).done('RegisterUser', { userId: ada, role }, byBob)

t.test('a role is granted and revoked; what is so already changes nothing', async (t) => {
  given(t).when('GrantRole', { ...one, role: 'admin' }, byBob).then({ type: 'RoleGranted', data: { role: 'admin' } })
  given(t).when('GrantRole', { ...one, role: 'member' }, byBob).thenNothing()
  const viewer = given(t).done('RevokeRole', one, byBob)
  t.equal(viewer.state.role, 'viewer')
  viewer.when('RevokeRole', one, byBob).thenNothing()
  for (const type of ['RevokeRole', 'DisableUser', 'EnableUser'] as const) givenOf(t, userDecider).when(type, one, byBob).thenRefused('NOT_FOUND')
  given(t).done('EraseAccount', { userId: ada }, byBob).when('DisableUser', one, byBob).thenRefused('ACCOUNT_ERASED')
})

t.test('who is disabled cannot sign in, but out, until they are enabled', async (t) => {
  const out = given(t).done('DisableUser', one, byBob)
  out.when('DisableUser', one, byBob).thenNothing()
  out.when('SignIn', { userId: ada, sessionId: commandId(90) }, byBob).thenRefused('ACCOUNT_DISABLED')
  out.when('SignOut', { userId: ada, sessionId: commandId(90) }, byBob).then({ type: 'UserSignedOut', data: { sessionId: commandId(90) } })
  const again = out.done('EnableUser', one, byBob)
  again.when('EnableUser', one, byBob).thenNothing()
  again.when('SignIn', { userId: ada, sessionId: commandId(90) }, byBob).then({ type: 'UserSignedIn', data: { sessionId: commandId(90) } })
})

t.test('the last admin neither loses the role nor is disabled, by an undo neither; nobody disables themself', async (t) => {
  const last = { userId: ada, otherAdmins: false }
  given(t, 'admin').when('RevokeRole', last, byBob).thenRefused('LAST_ADMIN')
  given(t, 'admin').when('GrantRole', { ...last, role: 'member' }, byBob).thenRefused('LAST_ADMIN')
  given(t, 'admin').when('DisableUser', last, byBob).thenRefused('LAST_ADMIN')
  given(t).done('GrantRole', { ...last, role: 'admin' }, byBob).when('UndoAccess', { ...last, commandId: commandId(2) }, byBob).thenRefused('LAST_ADMIN')
  given(t).when('DisableUser', last, byBob).then({ type: 'UserDisabled', data: {} })
  given(t, 'admin').done('DisableUser', one, byBob).when('RevokeRole', last, byBob).then({ type: 'RoleRevoked', data: {} })
  given(t, 'admin').when('DisableUser', one, { by: ada, as: 'worker' }).thenRefused('OWN_ACCOUNT')
  given(t, 'admin').when('RevokeRole', one, { by: ada, as: 'worker' }).then({ type: 'RoleRevoked', data: {} })
})

t.test('each change is taken back on its own, an undo too, unless it was changed again since', async (t) => {
  const promoted = given(t).done('GrantRole', { ...one, role: 'admin' }, byBob)
  const out = promoted.done('DisableUser', one, byBob)
  const demoted = out.done('UndoAccess', { ...one, commandId: commandId(2) }, byBob)
  t.same([demoted.state.role, demoted.state.disabled], ['member', true], 'back to what they were registered as, and nothing else')
  demoted.when('UndoAccess', { ...one, commandId: commandId(2) }, byBob).thenRefused('ALREADY_UNDONE')
  t.equal(demoted.done('UndoAccess', { ...one, commandId: commandId(4) }, byBob).state.role, 'admin')
  const back = demoted.done('UndoAccess', { ...one, commandId: commandId(3) }, byBob)
  t.equal(back.state.disabled, false)
  back.when('UndoAccess', { ...one, commandId: commandId(1) }, byBob).thenRefused('NOT_FOUND')
  promoted.done('RevokeRole', one, byBob).when('UndoAccess', { ...one, commandId: commandId(2) }, byBob).thenRefused('SUPERSEDED')
})
