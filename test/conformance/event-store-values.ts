/** [ES5] Every value comes back identical, or is refused. */

import type { CommandId } from '../../domain/command.ts'
import type { EventId, NewEvent, StreamName } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import { NO_STREAM } from '../../server/event-store/event-store.ts'
import { limits } from '../../server/limits.ts'
import { realSystem, uuidv7 } from '../../server/system.ts'
import { appended, collect, countingTo, newEvent, newEvents, newStream, positionsOf } from '../support/new-events.ts'
import type { Test } from '../support/tap.ts'
import type { Open } from './event-store.ts'

const HOSTILE = [
  '', ' ', '\'', '"', '\\', '\\N', '\\.', '\\u0000', '{}', '{"a"', '$1', '%s', '\u0001', '\u001e', '\u001f', '\u007f', '\t\r\n', 'a,b', '\ufeff', '\ufffd',
  '😀', '👩‍👩‍👧', 'é', 'e\u0301', 'ſ', '日本語', 'مرحبا', '\u202e', '\u2028\u2029', 'z'.repeat(70_000), '"},{"', '\'; drop table events; --',
]

function nested(levels: number): unknown {
  let value: unknown = 'deep'
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { in: value }
  return value
}

export function describeValues(t: Test, open: Open): void {
  t.test('[ES5] every value comes back identical, by every way of reading', async (t) => {
    const { store } = await open(t)
    const values: unknown[] = [
      ...HOSTILE.map((text) => ({ text, [text]: text })),
      { numbers: [0, 1, -1, 0.1, 1e308, 5e-324, -1.7976931348623157e308, 2 ** 53, 123456789012345680000, 1e21] },
      { order: { z: 1, a: 2, 10: 3, 9: 4 } }, { empty: [{}, [], null, true, false, ''] }, null, 'text', 7, [1, [2, [3]]], nested(limits.eventDepthMax - 1),
      JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
    ]
    const commandId = uuidv7(realSystem) as CommandId
    const events = values.map((value, i) => newEvent(value, commandId, i))
    const stream = `${newStream()}ü 日本 '"\\;--` as StreamName
    const answered = await appended(store.append(stream, NO_STREAM, events))
    const readings = {
      answered, stream: await Array.fromAsync(store.readStream(stream)), all: await Array.fromAsync(store.readAll(START)),
      subscribed: await collect(store, START, positionOf(events.length)), repeated: await appended(store.append(stream, NO_STREAM, events)),
    }
    for (const [way, recorded] of Object.entries(readings)) {
      t.same(recorded.map(({ data }) => JSON.stringify(data)), values.map((value) => JSON.stringify(value)), way)
      t.same(recorded, answered, `${way}: the whole envelope`)
    }
    t.same(answered.map(({ id, type, schema, meta }) => ({ id, type, schema, meta })), events.map(({ id, type, schema, meta }) => ({ id, type, schema, meta })))
    t.match(answered[0]!.recordedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  t.test('[ES5] a payload at the limit is kept, one byte more is refused', async (t) => {
    const { store } = await open(t)
    const room = limits.eventBytesMax - JSON.stringify({ text: '' }).length - JSON.stringify(newEvent().meta).length
    const stream = newStream()
    await t.rejects(store.append(stream, NO_STREAM, [newEvent({ text: 'x'.repeat(room + 1) })]), { code: 'PAYLOAD_TOO_LARGE' })
    await appended(store.append(stream, NO_STREAM, [newEvent({ text: 'x'.repeat(room) })]))
    const [event] = await Array.fromAsync(store.readStream(stream))
    t.equal((event!.data as { text: string }).text.length, room)
  })

  t.test('[ES5] what cannot come back as it was is refused with a clear error, and nothing is written', async (t) => {
    const { store } = await open(t)
    const refused: [what: string, stream: string, events: NewEvent[]][] = [
      ...[{ a: 'nul \u0000' }, { 'key\u0000': 1 }, { a: '\ud800' }, { a: ['x', '\udfff'] }, { a: NaN }, { a: -Infinity }, { a: 1n }, { a: () => 1 },
        { a: [undefined] }, { a: new Date(0) }, { a: new Map() }, () => 1, nested(limits.eventDepthMax + 1),
      ].map((data, i): [string, string, NewEvent[]] => [`data ${i}`, newStream(), [newEvent(data)]]),
      ['no events', newStream(), []],
      ['too many events', newStream(), newEvents(limits.appendEventsMax + 1)],
      ['one id twice', newStream(), [newEvents(1)[0]!, newEvents(1)[0]!].map((event) => ({ ...event, id: '01930000-0000-8000-8000-000000000000' as EventId }))],
      ['an id that is none', newStream(), [{ ...newEvent(), id: 'x,y' as EventId }]],
      ['a type that is none', newStream(), [newEvent({}, undefined, 0, 'A\u001eB')]],
      ...['', 'library', 'Library-1', 'library-', 'library-a,b', 'library-\u001e', 'library-\ud800', `library-${'ü'.repeat(limits.streamNameBytesMax / 2)}`]
        .map((name): [string, string, NewEvent[]] => [`stream ${JSON.stringify(name)}`, name, newEvents(1)]),
    ]
    for (const [what, stream, events] of refused) {
      await t.rejects(store.append(stream as StreamName, NO_STREAM, events), { name: 'EventStoreError', code: 'INVALID_EVENT' }, what)
    }
    t.equal(await store.lastPosition(), START)
  })

  t.test('[ES5] an append of a thousand events is one append', async (t) => {
    const { store } = await open(t)
    const stream = newStream()
    const events = await appended(store.append(stream, NO_STREAM, newEvents(limits.appendEventsMax)))
    t.same(positionsOf(events), countingTo(limits.appendEventsMax))
    t.same(await Array.fromAsync(store.readStream(stream)), events)
  })
}
