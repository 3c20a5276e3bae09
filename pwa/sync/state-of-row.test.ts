import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import { isRefusal } from '../../domain/decider.ts'
import { eventsOf } from '../../domain/index.ts'
import type { LibraryCommandType } from '../../domain/library-entry.ts'
import { libraryCommands, libraryDecider } from '../../domain/library-entry.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { handlerFor } from '../../projections/projection.ts'
import { after, commandId, issue, recorded, streamOf } from '../../test/support/given.ts'
import { arbitraryOf, holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { needLog, stateOfRow } from './state-of-row.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const types = Object.keys(libraryCommands) as LibraryCommandType[]
const fromRows = types.filter((type) => !needLog([{ type }]))

/** Mostly of few values, so that many a command meets what an earlier one did. */
const step = fc.oneof(
  { weight: 1, arbitrary: fc.oneof(...types.filter((type) => type !== 'Undo' && type !== 'Redo').map((type) => arbitraryOf(libraryCommands[type]).map((data) => ({ type, data: { ...data as object, title } })))) },
  { weight: 3, arbitrary: fc.constantFrom(
    { type: 'RateMovie', data: { title, rating: 'OK' } }, { type: 'RateMovie', data: { title, rating: 'LIKE', watched: false } }, { type: 'ClearRating', data: { title } },
    { type: 'AddToWatchlist', data: { title } }, { type: 'AddToWatchlist', data: { title, note: 'x', priority: 'HIGH' } }, { type: 'SetWatchlistPriority', data: { title, priority: 'LOW' } },
    { type: 'RemoveFromWatchlist', data: { title } }, { type: 'MarkWatched', data: { title } }, { type: 'TagTitle', data: { title, tag: 'noir' } }, { type: 'UntagTitle', data: { title, tag: 'noir' } },
    { type: 'ViewTitle', data: { title } }, { type: 'DismissTitle', data: { title } }, { type: 'RestoreInterest', data: { title } }, { type: 'Undo', data: { title, last: true } },
  ) },
)

t.test('whatever happened to a title, its row decides what it decides as the log does', async (t) => {
  t.ok(fromRows.length > 10 && needLog([{ type: 'RateMovie' }, { type: 'Undo' }]) && needLog([{ type: 'CreateList' }]))
  await holds(t, 'decisions on the row', 150, [fc.array(step, { minLength: 1, maxLength: 25 })], (story) => {
    let [state, row, last]: [typeof libraryDecider.initial, LibraryRow | undefined, string] = [libraryDecider.initial, undefined, commandId(0)]
    for (const [i, { type, data }] of story.entries()) {
      const command = issue(type as never, (type === 'Undo' ? { title, commandId: last } : data) as never, { id: commandId(i + 1), at: after(i * 40) })
      const decided = libraryDecider.decide(command as never, state)
      if (!needLog([{ type }])) deepStrictEqual(libraryDecider.decide(command as never, stateOfRow(row)), decided)
      if (isRefusal(decided) || decided.length === 0) continue
      last = command.id
      for (const event of recorded(eventsOf(command, decided), streamOf(command), { version: i })) {
        state = libraryDecider.evolve(state, event as never)
        for (const key of handlerFor(library, event)?.keys(event) ?? []) row = handlerFor(library, event)!.fold(row, event, key)
      }
    }
  })
})
