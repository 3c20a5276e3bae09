import { ada, commandId, given } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import { profileDecider } from './profile.ts'

t.test('a profile says what changed of it, and nothing twice', async (t) => {
  given(t, profileDecider).when('UpdateProfile', { name: ' Ada ', bio: '', visibility: 'private' }).then({ type: 'ProfileNamed', data: { name: 'Ada' } })
  const shown = given(t, profileDecider).done('UpdateProfile', { visibility: 'public', shows: ['stats', 'lists'] })
  shown.when('UpdateProfile', { visibility: 'public', shows: ['lists', 'stats'], avatar: null }).thenNothing()
  shown.when('UpdateProfile', { shows: [] }).then({ type: 'ProfilePartsShown', data: { shows: [] } })
  t.strictSame(shown.state.facts.shows?.data, { shows: ['lists', 'stats'] }, 'in an order of its own')
})

t.test('each part of it is taken back and done again by itself; to what it was before it was ever set, too', async (t) => {
  const twice = given(t, profileDecider).done('UpdateProfile', { name: 'Ada', bio: 'one' }).done('UpdateProfile', { bio: 'two' })
  twice.when('UndoProfileChange', { commandId: commandId(1) }).thenRefused('SUPERSEDED', { eventId: twice.events[2]!.id, commandId: commandId(2), type: 'BioWritten', field: 'bio' })
  const back = twice.done('UndoProfileChange', { commandId: commandId(2) })
  t.strictSame(back.state.facts.bio?.data, { bio: 'one' })
  const blank = back.done('UndoProfileChange', { commandId: commandId(1) })
  t.strictSame([blank.state.facts.name?.data, blank.state.facts.bio?.data], [{ name: '' }, { bio: '' }])
  t.strictSame(blank.done('RedoProfileChange', { commandId: commandId(4) }).state.facts.name?.data, { name: 'Ada' })
  blank.when('UndoProfileChange', { commandId: commandId(99) }, { by: ada }).thenRefused('NOT_FOUND')
})
