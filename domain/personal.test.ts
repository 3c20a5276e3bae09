import t from '../test/support/tap.ts'
import { ada, bob, commandId, issue, recorded, streamOf } from '../test/support/given.ts'
import { newEvent } from '../test/support/new-events.ts'
import type { StreamName } from './event.ts'
import { ERASED, personOf, withoutWordsOf } from './personal.ts'

const film = { mediaType: 'movie', tmdbId: 653 } as const
const listId = '11570000-0000-4000-8000-000000000001'

t.test('words are those of whose stream it is, else of who acted', async (t) => {
  t.equal(personOf(streamOf(issue('AddFavourite', { title: film })), bob), ada, 'an admin acts in her library: the words there are hers')
  for (const category of ['user', 'notifications', 'batch']) t.equal(personOf(`${category}-${ada}` as StreamName, 'system'), ada)
  t.strictSame([personOf(`list-${listId}` as StreamName, bob), personOf(`list-${listId}` as StreamName, 'system'), personOf('acquisition-movie_1' as StreamName, 'worker-1')], [bob, null, null])
})

t.test('an event without somebody\'s words keeps everything else', async (t) => {
  const said = { ...newEvent({ title: film, note: 'secret' }, commandId(1), 0, 'ListItemNoted'), meta: { ...newEvent({}, commandId(1)).meta, actor: bob } }
  const [event] = recorded([said], `list-${listId}` as StreamName)
  t.strictSame(withoutWordsOf(bob, event!), { ...event!, data: { title: film, note: ERASED } })
  t.equal(withoutWordsOf(ada, event!), event, 'nothing of hers is in it')
  const [silent] = recorded([{ ...said, data: { title: film, note: null } }], `list-${listId}` as StreamName)
  t.strictSame(withoutWordsOf(bob, silent!), silent)
})
