import type { Position, StreamName } from '../../domain/event.ts'
import { newEvents } from '../../test/support/new-events.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { Filter, StoredEvent } from './event-store.ts'
import { sharedPages } from './shared-pages.ts'

const at = (position: number, stream: string) => ({ ...newEvents(1)[0]!, stream: stream as StreamName, position: String(position) as Position }) as unknown as StoredEvent
const events = [at(1, 'library-1'), at(2, 'lists-1'), at(3, 'library-2')]

function log() {
  const asked: { after: number; head: number; filter: Filter }[] = []
  const read = async (after: number, head: number, filter: Filter) => {
    asked.push({ after, head, filter })
    await new Promise((resolve) => setTimeout(resolve))
    if (after === 13) throw new Error('no luck')
    return { events: events.filter(({ position }) => Number(position) > after && Number(position) <= head), upTo: head }
  }
  return { asked, page: sharedPages(read) }
}

t.test('who follows from one place to another reads with the others, and gets what passes its own filter', async (t) => {
  const { asked, page } = log()
  const [all, lists, none] = await Promise.all([page(0, 3, {}), page(0, 3, { categories: ['lists'] }), page(0, 3, { types: ['NothingOfIt'] })])
  t.same([all, lists, none], [{ events, upTo: 3 }, { events: [events[1]], upTo: 3 }, { events: [], upTo: 3 }])
  t.same(asked, [{ after: 0, head: 3, filter: {} }], 'one look')
  await Promise.all([page(0, 3, {}), page(1, 3, {})])
  t.equal(asked.length, 3, 'later, or from elsewhere, it is another')
})

t.test('who is far behind reads alone, only what it asks for', async (t) => {
  const { asked, page } = log()
  const filter = { categories: ['lists'] }
  await Promise.all([page(0, limits.sharedPagePositions + 1, filter), page(0, limits.sharedPagePositions + 1, filter)])
  t.same(asked.map(({ filter }) => filter), [filter, filter])
})

t.test('a look that fails fails for all who waited for it, and is no obstacle to the next', async (t) => {
  const { asked, page } = log()
  const outcomes = await Promise.allSettled([page(13, 14, {}), page(13, 14, {})])
  t.same(outcomes.map(({ status }) => status), ['rejected', 'rejected'])
  await t.rejects(page(13, 14, {}), { message: 'no luck' })
  t.equal(asked.length, 2)
})
