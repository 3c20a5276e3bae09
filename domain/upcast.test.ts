import t from '../test/support/tap.ts'
import { NOON } from '../test/support/given.ts'
import { newEvent } from '../test/support/new-events.ts'
import type { NewEvent } from './event.ts'
import { eventSchemas } from './index.ts'
import { assertReadable, isReadable, upcast } from './upcast.ts'

const added = (data: object, schema = 1): NewEvent => ({ ...newEvent(data, undefined, 0, 'AddedToWatchlist'), schema })

t.test('an event of a former shape is met in the present one, and stays itself', async (t) => {
  const old = added({ priority: 'LOW', addedAt: NOON })
  t.strictSame(upcast(old), { ...old, schema: 2, data: { priority: 'LOW', addedAt: NOON, note: null } })
  t.strictSame(upcast(added({ priority: 'LOW', note: 'x', addedAt: NOON })).data, { priority: 'LOW', addedAt: NOON, note: 'x' })
  t.equal(old.schema, 1, 'what was recorded is as it was')
})

t.test('one of the present shape, of a newer one, or of no known type is the very same object', async (t) => {
  for (const event of [added({ note: null }, 2), added({ anything: 1 }, 3), newEvent(), newEvent({}, undefined, 0, 'constructor'), newEvent({}, undefined, 0, 'FromTheFuture')]) t.equal(upcast(event), event)
})

t.test('what only a newer version can read is known for it', async (t) => {
  const newer = added({}, eventSchemas.AddedToWatchlist + 1)
  t.strictSame([isReadable(newer), isReadable(added({})), isReadable({ type: 'FromTheFuture', schema: 1 }), isReadable({ type: 'toString', schema: 1 })], [false, true, false, false])
  t.throws(() => assertReadable(newer), /AddedToWatchlist .* has shape 3, which only a newer Rewind can read: update this one/)
  t.doesNotThrow(() => assertReadable(newEvent({}, undefined, 0, 'FromTheFuture')), 'a type that nobody here asks for stands in nobody\'s way')
})
