/**
 * A store whose positions are places in a log, as one whose positions count its events from 1: so one suite can say which events it
 * expects where. It counts what was recorded after its beginning, which leaves aside what a server already held.
 */

import type { Position, RecordedEvent } from '../../domain/event.ts'
import { positionOf, START } from '../../domain/event.ts'
import type { EventStore } from '../../server/event-store/event-store.ts'

/** No log is as long. */
const BEYOND = positionOf(2 ** 52)

export interface Counter {
  counted(store: EventStore): EventStore
}

export async function createCounter(reading: EventStore): Promise<Counter> {
  const origin = await reading.lastPosition()
  const places: Position[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const readOn = (until: () => boolean) => turn = turn.then(async () => {
    if (until()) return
    for await (const { position } of reading.readAll(places.at(-1) ?? origin)) places.push(position)
  })
  /** How many events stand at or before a place. */
  const numberOf = async (place: Position): Promise<Position> => {
    if (place <= origin) return START
    await readOn(() => places.length > 0 && places.at(-1)! >= place)
    let count = places.length
    while (count > 0 && places[count - 1]! > place) count--
    return positionOf(count)
  }
  const placeOf = async (number: Position): Promise<Position> => {
    const count = Number(number)
    if (count === 0) return origin
    await readOn(() => places.length >= count)
    return places[count - 1] ?? BEYOND
  }
  const numbered = async <E extends Pick<RecordedEvent, 'position'>>(event: E): Promise<E> => ({ ...event, position: await numberOf(event.position) })
  async function* all<E extends Pick<RecordedEvent, 'position'>>(events: AsyncIterable<E>): AsyncGenerator<E> {
    for await (const event of events) yield await numbered(event)
  }

  return {
    counted: (store) => ({
      async append(...args) {
        const outcome = await store.append(...args)
        return outcome.status === 'conflict' ? outcome : { status: 'appended', events: await Promise.all(outcome.events.map(numbered)) }
      },
      readStream: (...args) => all(store.readStream(...args)),
      async *readAll(after, options) {
        yield* all(store.readAll(await placeOf(after), options))
      },
      async *readAllBackwards(before, options) {
        for await (const event of store.readAllBackwards(before && await placeOf(before), options)) {
          if (event.position <= origin) return
          yield await numbered(event)
        }
      },
      async readEvent(id) {
        const event = await store.readEvent(id)
        return event && await numbered(event)
      },
      async *subscribe(after, options) {
        for await (const { events, upTo } of store.subscribe(await placeOf(after), options)) {
          yield { events: await Promise.all(events.map(numbered)), upTo: await numberOf(upTo) }
        }
      },
      async *readRaw(from) {
        yield* all(store.readRaw('after' in from ? { after: await placeOf(from.after) } : from))
      },
      contradictions: (stream) => store.contradictions(stream),
      lastPosition: async () => numberOf(await store.lastPosition()),
      distance: async (from, to) => store.distance(await placeOf(from), await placeOf(to)),
      close: () => store.close(),
    }),
  }
}
