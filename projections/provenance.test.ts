import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { listDecider } from '../domain/list.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import type { DeviceId } from '../domain/command.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { eventIdOf } from '../domain/event.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import { after, commandId, given as tell } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { foldInto } from './projection.ts'
import { provenanceOf } from './provenance.ts'
import type { TimelineRow } from './timeline.ts'
import { timeline } from './timeline.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const event = (step: number, index = 0) => eventIdOf(commandId(step), index)
const given = (t: Pick<Test, 'fail' | 'strictSame'>) => tell(t as Test, libraryDecider)

function of({ events }: { readonly events: readonly RecordedEvent[] }) {
  const rows = new Map<string, TimelineRow>()
  for (const each of events) foldInto(timeline, rows, each)
  return Object.fromEntries([...provenanceOf(rows.values())].map(([field, { act, replaced, again }]) => [field, [act.key, replaced?.key ?? null, again?.key ?? null]]))
}

t.test('a fact comes from the act that made it, and replaced what was there', async (t) => {
  const rated = given(t).done('AddToWatchlist', { title }).done('SetWatchlistPriority', { title, priority: 'HIGH' })
  t.strictSame(of(rated), { watchlist: [event(2), event(1), null] })
  t.strictSame(of(rated.done('RateMovie', { title, rating: 'LIKE' }).done('RateMovie', { title, rating: 'OK' }).done('TagTitle', { title, tag: 'noir' })),
    { rating: [event(4), event(3), null], [`play:${commandId(3)}`]: [event(3, 1), null, null], 'tag:noir': [event(5), null, null] })
})

t.test('after an undo it comes from the act before, by way of the undo; after a redo from itself again', async (t) => {
  const undone = given(t).done('RateMovie', { title, rating: 'LIKE', watched: false }).done('RateMovie', { title, rating: 'OK' , watched: false }).done('Undo', { title, commandId: commandId(2) })
  t.strictSame(of(undone), { rating: [event(1), null, event(3)] })
  const redone = undone.done('Redo', { title })
  t.strictSame(of(redone), { rating: [event(2), event(1), event(4)] })
  t.strictSame(of(redone.done('Undo', { title, commandId: commandId(2) })), { rating: [event(1), null, event(5)] })
  t.strictSame(of(undone.done('Undo', { title, commandId: commandId(1) })), {}, 'what is not there comes from nowhere')
})

t.test('what was done offline says so', async (t) => {
  const [row] = given(t).done('AddFavourite', { title }).events
  const offline = (deviceId: DeviceId | null) => {
    const late: RecordedEvent = { ...row!, meta: { ...row!.meta, deviceId }, recordedAt: after(7_200) }
    const rows = new Map<string, TimelineRow>()
    foldInto(timeline, rows, late)
    return provenanceOf(rows.values()).get('favourite')!.offline
  }
  t.equal(offline('0d0d0d0d-0000-4000-8000-000000000001' as DeviceId), true)
  t.equal(offline(null), false, 'what is brought along has its own times, and was said by no device')
})

t.test('entries of lists and files have one too', async (t) => {
  const listId = commandId(50)
  const list = tell(t, listDecider).done('CreateList', { listId, name: 'Noir', visibility: 'private' }).done('AddToList', { listId, title }).done('NoteListItem', { listId, title, note: 'x' })
  t.strictSame(of(list), { 'item:movie_653': [event(3), event(2), null] })
  t.strictSame(of(list.done('RemoveFromList', { listId, title })), {})
  const job = { movieId: 653, jobId: 'job_' + 'a'.repeat(26) }
  const fetched = tell(t, acquisitionDecider).done('RequestFetch', job)
  t.strictSame(of(fetched), { file: [event(1), null, null] })
  t.strictSame(of(fetched.done('CancelFetch', job)), {})
})

const act = fc.constantFrom('RateMovie', 'ClearRating', 'AddFavourite', 'RemoveFavourite', 'Undo', 'Redo')
t.test('whatever was done', async (t) => {
  await holds(t, 'exactly the facts that are there have a provenance', 200, [fc.array(fc.tuple(act, fc.nat(9)), { maxLength: 25 })], (steps) => {
    let story = given({ fail: () => { throw new Error() }, strictSame: () => true } as never)
    steps.forEach(([type, place], i) => {
      const aimed = story.events.at(-1 - place % Math.max(1, story.events.length))?.meta.commandId ?? commandId(1)
      const data = type === 'RateMovie' ? { title, rating: place % 2 ? 'OK' : 'LIKE', watched: false } : type === 'Undo' ? { title, commandId: aimed } : { title }
      try {
        story = story.done(type as never, data as never, { id: commandId(i + 1), at: after(i) })
      } catch {
        // Refused: nothing happened.
      }
    })
    deepStrictEqual(Object.keys(of(story)).sort(), Object.keys(story.state.facts).sort())
  })
})
