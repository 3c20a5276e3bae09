import t from '../test/support/tap.ts'
import { ada, after, bob, commandId, given as givenOf, NOON } from '../test/support/given.ts'
import { invitationDecider } from './invitation.ts'

const invitationId = '11570000-0000-4000-8000-000000000003'
const which = { invitationId }
const by = { by: bob, as: 'worker' } as const
const given = (t: Parameters<typeof givenOf>[0], usesMax = 1) => givenOf(t, invitationDecider).done('MakeInvitation', { ...which, role: 'member', usesMax, until: after(60) }, by)
const use = { ...which, userId: ada }

t.test('an invitation is made once, and used as often as it may be', async (t) => {
  for (const [type, data] of [['RevokeInvitation', which], ['UseInvitation', use], ['UndoInvitation', { ...which, commandId: commandId(1) }]] as const) givenOf(t, invitationDecider).when(type, data as never, by).thenRefused('NOT_FOUND')
  given(t).when('MakeInvitation', { ...which, role: 'admin', usesMax: 9, until: after(600) }, by).thenNothing()
  given(t).when('UseInvitation', use, by).then({ type: 'InvitationUsed', data: { userId: ada } })
  given(t).done('UseInvitation', use, by).when('UseInvitation', { ...use, userId: bob }, by).thenRefused('INVITATION_USED')
  const twice = given(t, 2).done('UseInvitation', use, by).done('UseInvitation', { ...use, userId: bob }, by)
  t.same(twice.state.usedBy, [ada, bob])
  twice.when('UseInvitation', use, by).thenRefused('INVITATION_USED')
})

t.test('it lets nobody in when its time is over', async (t) => {
  given(t).when('UseInvitation', use, { ...by, at: after(59.9) }).then({ type: 'InvitationUsed', data: { userId: ada } })
  given(t).when('UseInvitation', use, { ...by, at: after(60) }).thenRefused('INVITATION_OVER')
  given(t).when('UseInvitation', use, { ...by, at: NOON.replace('12:00', '13:00') }).thenRefused('INVITATION_OVER')
})

t.test('it is taken back, and that is undone, each once', async (t) => {
  const revoked = given(t).done('RevokeInvitation', which, by)
  revoked.when('RevokeInvitation', which, by).thenNothing()
  revoked.when('UseInvitation', use, by).thenRefused('INVITATION_REVOKED')
  const back = revoked.done('UndoInvitation', { ...which, commandId: commandId(2) }, by)
  back.when('UseInvitation', use, by).then({ type: 'InvitationUsed', data: { userId: ada } })
  back.when('UndoInvitation', { ...which, commandId: commandId(2) }, by).thenRefused('ALREADY_UNDONE')
  back.done('UndoInvitation', { ...which, commandId: commandId(3) }, by).when('UseInvitation', use, by).thenRefused('INVITATION_REVOKED')
  given(t).when('UndoInvitation', { ...which, commandId: commandId(1) }, by).thenRefused('NOT_FOUND')
})
