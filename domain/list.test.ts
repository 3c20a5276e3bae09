import { ada, after, bob, commandId, given as tell, NOON } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import type { UserId } from './event.ts'
import { eventIdOf } from './event.ts'
import { LIST_ITEMS_MAX, LIST_MEMBERS_MAX, listDecider } from './list.ts'
import { orderKeyBetween } from './order-key.ts'

const listId = '11570000-0000-4000-8000-000000000001'
const cleo = '0c0c0c0c-0000-4000-8000-000000000003' as UserId
const [film, series, other] = [{ mediaType: 'movie', tmdbId: 653 }, { mediaType: 'tv', tmdbId: 1396 }, { mediaType: 'movie', tmdbId: 19 }] as const
type T = Parameters<typeof tell>[0]
const created = (t: T) => tell(t, listDecider).done('CreateList', { listId, name: ' Nights out ', visibility: 'private' })
const added = (title: object, orderKey: string, by = ada, at = NOON, note: string | null = null) => ({ type: 'AddedToList', data: { title, note, orderKey, addedBy: by, addedAt: at } }) as never
const shared = (t: T) => created(t).done('ShareList', { listId, userId: bob, role: 'editor' }).done('ShareList', { listId, userId: cleo, role: 'viewer' })
const event = (step: number, index = 0) => eventIdOf(commandId(step), index)
const titles = (story: { readonly state: { readonly list: { readonly items: readonly { readonly name: string }[] } | null } }) => story.state.list!.items.map(({ name }) => name)

t.test('a list', async (t) => {
  t.test('is created once, with a name', async (t) => {
    tell(t, listDecider).when('CreateList', { listId, name: ' Nights out ', description: ' x ', visibility: 'public' })
      .then({ type: 'ListCreated', data: { ownerId: ada, name: 'Nights out', description: 'x', visibility: 'public', createdAt: NOON } })
    tell(t, listDecider).when('CreateList', { listId, name: '  ', visibility: 'public' }).thenRefused('EMPTY_NAME')
    created(t).when('CreateList', { listId, name: 'x', visibility: 'public' }, { by: bob }).thenRefused('ALREADY_EXISTS')
    created(t).when('CreateList', { listId, name: 'x', visibility: 'public' }, { id: commandId(1) }).thenNothing()
    tell(t, listDecider).when('RenameList', { listId, name: 'x' }).thenRefused('NOT_FOUND')
  })
  t.test('is renamed, described, shown to others; the same again changes nothing', async (t) => {
    created(t).when('RenameList', { listId, name: 'Nights in ' }).then({ type: 'ListRenamed', data: { name: 'Nights in' } })
    created(t).when('RenameList', { listId, name: 'Nights out' }).thenNothing()
    created(t).when('RenameList', { listId, name: ' ' }).thenRefused('EMPTY_NAME')
    created(t).when('DescribeList', { listId, description: ' For us ' }).then({ type: 'ListDescribed', data: { description: 'For us' } })
    created(t).when('DescribeList', { listId, description: '' }).thenNothing()
    created(t).when('ChangeListVisibility', { listId, visibility: 'unlisted' }).then({ type: 'ListVisibilityChanged', data: { visibility: 'unlisted' } })
    created(t).when('ChangeListVisibility', { listId, visibility: 'private' }).thenNothing()
  })
  t.test('that was deleted can only be put back, by its owner', async (t) => {
    const deleted = shared(t).done('DeleteList', { listId })
    deleted.when('DeleteList', { listId }).thenNothing()
    deleted.when('AddToList', { listId, title: film }).thenRefused('LIST_DELETED')
    deleted.when('UnshareList', { listId, userId: bob }, { by: bob }).thenRefused('LIST_DELETED')
    deleted.when('UndoListChange', { listId, commandId: commandId(2) }).thenRefused('LIST_DELETED')
    deleted.when('UndoListChange', { listId, commandId: commandId(4) }, { by: bob }).thenRefused('OWNER_ONLY')
    deleted.when('UndoListChange', { listId, commandId: commandId(4) }).then({ type: 'ListRestored', data: {}, undoes: event(4) })
    const restored = deleted.done('UndoListChange', { listId, commandId: commandId(4) })
    restored.when('RedoListChange', { listId }).then({ type: 'ListDeleted', data: {}, undoes: event(5), redoes: event(4) })
    restored.when('AddToList', { listId, title: film }).then(added(film, 'a0'))
  })
  t.test('whose creation is undone is deleted', async (t) => {
    const undone = created(t).done('UndoListChange', { listId, eventId: event(1) })
    undone.when('AddToList', { listId, title: film }).thenRefused('LIST_DELETED')
    undone.when('RedoListChange', { listId }).then({ type: 'ListRestored', data: {}, undoes: event(2), redoes: event(1) })
  })
})

t.test('titles', async (t) => {
  const two = (t: T) => created(t).done('AddToList', { listId, title: film }).done('AddToList', { listId, title: series, note: ' With Bob ' })
  t.test('are added at the end or at a place, once', async (t) => {
    two(t).when('AddToList', { listId, title: other }, { at: after(60) }).then(added(other, 'a2', ada, after(60)))
    two(t).when('AddToList', { listId, title: other, orderKey: orderKeyBetween(null, 'a0') }).then(added(other, 'Zz'))
    two(t).when('AddToList', { listId, title: other, orderKey: 'a00' }).thenRefused('INVALID_ORDER_KEY')
    two(t).when('AddToList', { listId, title: film }).thenNothing()
    two(t).when('AddToList', { listId, title: film, note: 'Again' }).then({ type: 'ListItemNoted', data: { title: film, note: 'Again' } })
  })
  t.test('have a note, which an empty one takes away', async (t) => {
    t.equal(two(t).state.list!.items[1]!.note, 'With Bob')
    two(t).when('NoteListItem', { listId, title: series, note: 'With Bob' }).thenNothing()
    two(t).when('NoteListItem', { listId, title: series, note: ' ' }).then({ type: 'ListItemNoted', data: { title: series, note: null } })
    two(t).when('NoteListItem', { listId, title: film, note: null }).thenNothing()
    two(t).when('NoteListItem', { listId, title: other, note: 'x' }).thenRefused('NOT_IN_LIST')
  })
  t.test('are moved; who comes second to a place comes right after', async (t) => {
    const three = two(t).done('AddToList', { listId, title: other })
    three.when('MoveInList', { listId, title: film, orderKey: 'a3' }).then({ type: 'ListItemMoved', data: { title: film, orderKey: 'a3' } })
    three.when('MoveInList', { listId, title: film, orderKey: 'a1' }).then({ type: 'ListItemMoved', data: { title: film, orderKey: 'a1V' } })
    three.when('MoveInList', { listId, title: film, orderKey: 'a0' }).thenNothing()
    three.when('MoveInList', { listId, title: film, orderKey: 'b0' }).thenRefused('INVALID_ORDER_KEY')
    two(t).when('MoveInList', { listId, title: other, orderKey: 'a3' }).thenRefused('NOT_IN_LIST')
  })
  t.test('are removed once', async (t) => {
    two(t).when('RemoveFromList', { listId, title: film }).then({ type: 'RemovedFromList', data: { title: film } })
    two(t).when('RemoveFromList', { listId, title: other }).thenNothing()
  })
  t.test('fit in until the list is full', async (t) => {
    const full = created(t)
    const items = Array.from({ length: LIST_ITEMS_MAX }, (_, i) => ({ name: `movie_${i + 1_000}`, title: { mediaType: 'movie', tmdbId: i + 1_000 }, orderKey: 'a0', note: null, addedBy: ada, addedAt: NOON }) as const)
    const decided = listDecider.decide({ id: commandId(9), type: 'AddToList', data: { listId, title: film }, issuedAt: NOON, deviceId: null, actor: ada, sender: 'member' }, { ...full.state, list: { ...full.state.list!, items } })
    t.match(decided, { code: 'LIST_FULL', message: /5,000 titles/ })
  })
})

t.test('sharing', async (t) => {
  t.test('is the owner\'s, with a role that can be changed', async (t) => {
    shared(t).when('ShareList', { listId, userId: bob, role: 'editor' }).thenNothing()
    shared(t).when('ShareList', { listId, userId: bob, role: 'viewer' }).then({ type: 'ListShared', data: { userId: bob, role: 'viewer' } })
    shared(t).when('ShareList', { listId, userId: ada, role: 'viewer' }).thenRefused('ALREADY_OWNER')
    shared(t).when('UnshareList', { listId, userId: bob }).then({ type: 'ListUnshared', data: { userId: bob } })
    created(t).when('UnshareList', { listId, userId: bob }).thenNothing()
    let full = created(t)
    for (let i = 0; i < LIST_MEMBERS_MAX; i++) full = full.done('ShareList', { listId, userId: `0d0d0d0d-0000-4000-8000-${String(i).padStart(12, '0')}`, role: 'viewer' })
    full.when('ShareList', { listId, userId: bob, role: 'viewer' }).thenRefused('TOO_MANY_MEMBERS')
  })
  t.test('lets an editor change what is in it, and nothing else', async (t) => {
    const by = { by: bob }
    const list = shared(t).done('AddToList', { listId, title: film }, by).done('NoteListItem', { listId, title: film, note: 'x' }, by).done('MoveInList', { listId, title: film, orderKey: 'a5' }, by)
    t.match(list.state.list!.items, [{ note: 'x', orderKey: 'a5', addedBy: bob }])
    list.done('RemoveFromList', { listId, title: film }, by).done('UndoListChange', { listId, commandId: commandId(7) }, by).when('UndoListChange', { listId, commandId: commandId(5) }, by).then({ type: 'ListItemNoted', data: { title: film, note: null }, undoes: event(5) })
    for (const [type, data] of [['RenameList', { name: 'x' }], ['DescribeList', { description: 'x' }], ['ChangeListVisibility', { visibility: 'public' }], ['ShareList', { userId: cleo, role: 'editor' }],
      ['UnshareList', { userId: cleo }], ['DeleteList', {}], ['UndoListChange', { commandId: commandId(2) }], ['UndoListChange', { commandId: commandId(1) }]] as const) list.when(type, { listId, ...data } as never, by).thenRefused('OWNER_ONLY')
  })
  t.test('lets a viewer change nothing, but leave', async (t) => {
    const by = { by: cleo }
    const list = shared(t).done('AddToList', { listId, title: film })
    for (const [type, data] of [['AddToList', { title: series }], ['RemoveFromList', { title: film }], ['NoteListItem', { title: film, note: 'x' }], ['MoveInList', { title: film, orderKey: 'a5' }],
      ['RenameList', { name: 'x' }], ['UnshareList', { userId: bob }], ['UndoListChange', { commandId: commandId(4) }], ['RedoListChange', {}]] as const) list.when(type, { listId, ...data } as never, by).thenRefused('VIEW_ONLY')
    list.when('UnshareList', { listId, userId: cleo }, by).then({ type: 'ListUnshared', data: { userId: cleo } })
  })
  t.test('that ended, or never was, leaves no list to be seen', async (t) => {
    const left = shared(t).done('UnshareList', { listId, userId: cleo }, { by: cleo })
    left.when('AddToList', { listId, title: film }, { by: cleo }).thenRefused('NOT_FOUND')
    left.when('UndoListChange', { listId, commandId: commandId(4) }, { by: cleo }).thenRefused('NOT_FOUND')
    left.when('UndoListChange', { listId, commandId: commandId(4) }).then({ type: 'ListShared', data: { userId: cleo, role: 'viewer' }, undoes: event(4) })
  })
})

t.test('undo', async (t) => {
  const undo = (step: number) => ({ listId, commandId: commandId(step) })
  t.test('gives back every kind of thing as it was', async (t) => {
    created(t).done('RenameList', { listId, name: 'B' }).done('RenameList', { listId, name: 'C' }).when('UndoListChange', undo(3)).then({ type: 'ListRenamed', data: { name: 'B' }, undoes: event(3) })
    created(t).done('RenameList', { listId, name: 'B' }).when('UndoListChange', undo(2)).then({ type: 'ListRenamed', data: { name: 'Nights out' }, undoes: event(2) })
    created(t).done('DescribeList', { listId, description: 'B' }).when('UndoListChange', undo(2)).then({ type: 'ListDescribed', data: { description: '' }, undoes: event(2) })
    created(t).done('ChangeListVisibility', { listId, visibility: 'public' }).when('UndoListChange', undo(2)).then({ type: 'ListVisibilityChanged', data: { visibility: 'private' }, undoes: event(2) })
    created(t).done('AddToList', { listId, title: film }).when('UndoListChange', undo(2)).then({ type: 'RemovedFromList', data: { title: film }, undoes: event(2) })
    shared(t).done('ShareList', { listId, userId: bob, role: 'viewer' }).when('UndoListChange', undo(4)).then({ type: 'ListShared', data: { userId: bob, role: 'editor' }, undoes: event(4) })
    shared(t).when('UndoListChange', undo(2)).then({ type: 'ListUnshared', data: { userId: bob }, undoes: event(2) })
  })
  const noted = (t: T) => created(t).done('AddToList', { listId, title: film, note: 'a' }).done('NoteListItem', { listId, title: film, note: 'b' }).done('MoveInList', { listId, title: film, orderKey: 'a5' })
  t.test('of a note does not mind that the title was moved, nor the other way round', async (t) => {
    noted(t).when('UndoListChange', undo(3)).then({ type: 'ListItemNoted', data: { title: film, note: 'a' }, undoes: event(3) })
    noted(t).when('UndoListChange', undo(4)).then({ type: 'ListItemMoved', data: { title: film, orderKey: 'a0' }, undoes: event(4) })
  })
  t.test('of a removal brings the title back with the note and the place it had, and who added it when', async (t) => {
    const removed = noted(t).done('RemoveFromList', { listId, title: film }, { at: after(60) })
    removed.when('UndoListChange', undo(5), { at: after(90) }).then({ ...added(film, 'a5', ada, NOON, 'b') as object, undoes: event(5) } as never)
    const back = removed.done('UndoListChange', undo(5))
    back.when('UndoListChange', undo(3)).then({ type: 'ListItemNoted', data: { title: film, note: 'a' }, undoes: event(3) })
    const anew = removed.done('AddToList', { listId, title: film, note: 'c' }).done('RemoveFromList', { listId, title: film })
    anew.when('UndoListChange', undo(7)).then({ ...added(film, 'a0', ada, NOON, 'c') as object, undoes: event(7) } as never)
  })
  t.test('of adding can be redone with what had become of the title', async (t) => {
    noted(t).done('UndoListChange', undo(2)).when('RedoListChange', { listId }).then({ ...added(film, 'a5', ada, NOON, 'b') as object, undoes: event(5), redoes: event(2) } as never)
  })
  t.test('of a removal that was itself undone and redone brings back the note that was written in between', async (t) => {
    created(t).done('AddToList', { listId, title: film }).done('RemoveFromList', { listId, title: film }).done('UndoListChange', undo(3))
      .done('NoteListItem', { listId, title: film, note: 'x' }).done('UndoListChange', undo(4))
      .when('UndoListChange', undo(6)).then({ ...added(film, 'a0', ada, NOON, 'x') as object, undoes: event(6), undoesAgain: event(3) } as never)
  })
  t.test('of a note on a title that was taken off since names what to undo first', async (t) => {
    noted(t).done('RemoveFromList', { listId, title: film }).when('UndoListChange', undo(3)).thenRefused('SUPERSEDED', { eventId: event(5), commandId: commandId(5), type: 'RemovedFromList', field: 'item:movie_653' })
  })
  t.test('of what was changed again since names the later change', async (t) => {
    created(t).done('RenameList', { listId, name: 'B' }).done('RenameList', { listId, name: 'C' }).when('UndoListChange', undo(2)).thenRefused('SUPERSEDED', { eventId: event(3), commandId: commandId(3), type: 'ListRenamed', field: 'name' })
  })
  t.test('to a place that somebody has taken meanwhile leads right after them', async (t) => {
    const list = created(t).done('AddToList', { listId, title: film }).done('AddToList', { listId, title: series }).done('RemoveFromList', { listId, title: film }).done('AddToList', { listId, title: other, orderKey: 'a0' }).done('UndoListChange', undo(4))
    t.strictSame(titles(list), ['movie_19', 'movie_653', 'tv_1396'])
  })
  t.test('needs exactly one name', async (t) => {
    created(t).when('UndoListChange', { listId }).thenRefused('INVALID_UNDO')
    created(t).when('UndoListChange', { listId, eventId: event(9) }).thenRefused('NOT_FOUND')
    created(t).when('RedoListChange', { listId }).thenRefused('NOTHING_TO_REDO')
  })
})

t.test('when somebody\'s account is erased', async (t) => {
  const ofServer = { as: 'worker', by: 'system' } as const
  const words = (userId: string) => ({ type: 'WordsErased', data: { userId } }) as never
  t.test('their own list ends for everybody, and nobody can bring it back', async (t) => {
    const gone = shared(t).done('EraseMember', { listId, userId: ada }, ofServer)
    shared(t).when('EraseMember', { listId, userId: ada }, ofServer)
      .then({ type: 'ListUnshared', data: { userId: bob } }, { type: 'ListUnshared', data: { userId: cleo } }, { type: 'ListDeleted', data: {} }, words(ada))
    gone.when('UndoListChange', { listId, eventId: event(4, 2) }, { by: bob }).thenRefused('NOT_FOUND')
    gone.when('EraseMember', { listId, userId: ada }, ofServer).thenNothing()
    shared(t).done('DeleteList', { listId }).done('EraseMember', { listId, userId: bob }, ofServer).when('EraseMember', { listId, userId: ada }, ofServer).then({ type: 'ListUnshared', data: { userId: cleo } }, words(ada))
  })
  t.test('another\'s goes on without them; it is told also when they had left before', async (t) => {
    const left = shared(t).done('AddToList', { listId, title: film, note: 'x' }, { by: bob }).done('EraseMember', { listId, userId: bob }, ofServer)
    t.strictSame([titles(left), Object.keys(left.state.list!.members)], [['movie_653'], [cleo]])
    left.when('UndoListChange', { listId, eventId: event(5, 1) }).thenRefused('NOT_FOUND')
    shared(t).done('UnshareList', { listId, userId: bob }).when('EraseMember', { listId, userId: bob }, ofServer).then(words(bob))
    tell(t, listDecider).when('EraseMember', { listId, userId: bob }, ofServer).thenNothing()
  })
})
