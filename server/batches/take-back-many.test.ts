import type { CommandId } from '../../domain/command.ts'
import { libraryStream } from '../../domain/title.ts'
import { ada, commandId, issue } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { createMemoryCommandOutcomes } from '../command-outcomes.ts'
import { createMemoryEventStore } from '../event-store/memory.ts'
import type { CommandHandler } from '../handle.ts'
import { createCommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'
import { findTarget, takeBackMany } from './take-back-many.ts'

t.test('a batch of any size is taken back without asking the store for all of it at once', async (t) => {
  const store = createMemoryEventStore({ system: realSystem })
  const commands = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const size = 2 * limits.takeBackAtOnce + 1
  const batchId: CommandId = commandId(1)
  await commands.handle(issue('BeginBatch', { batchId, kind: 'import', name: 'Letterboxd', size, removes: 0 }, { id: batchId }))
  const title = (i: number) => ({ mediaType: 'movie', tmdbId: i + 1 }) as const
  await commands.handleEach(Array.from({ length: size }, (_, i) => ({ ...issue('AddFavourite', { title: title(i) }, { id: commandId(i + 2) }), batchId })))

  let [waiting, most] = [0, 0]
  const counting: CommandHandler = { ...commands, async handleAtomically(batch) {
    most = Math.max(most, waiting += batch.length)
    const outcomes = await commands.handleAtomically(batch)
    waiting -= batch.length
    return outcomes
  } }
  const target = (await findTarget(store, batchId))!
  const answer = await takeBackMany({ store, commands: counting, system: realSystem, heldBy: async () => size }, target, { by: { actor: ada, sender: 'member' }, dryRun: false, confirmed: true })
  t.strictSame([answer.done, answer.kept, most], [size, [], limits.takeBackAtOnce])
  for (const i of [0, size - 1]) t.strictSame((await Array.fromAsync(store.readStream(libraryStream(ada, title(i))))).map(({ type }) => type), ['FavouriteAdded', 'FavouriteRemoved'])
})

t.test('what a batch did to one title is taken back at once, and what comes in between keeps nothing but itself', async (t) => {
  const store = createMemoryEventStore({ system: realSystem })
  const commands = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const batchId: CommandId = commandId(1)
  const title = { mediaType: 'movie', tmdbId: 653 } as const
  const viewings = limits.takeBackAtOnce + 20
  const size = viewings + 1
  await commands.handle(issue('BeginBatch', { batchId, kind: 'import', name: 'Trakt', size, removes: 0 }, { id: batchId }))
  await commands.handle({ ...issue('RateMovie', { title, rating: 'LIKE' }, { id: commandId(2) }), batchId })
  for (let i = 0; i < viewings; i++) await commands.handle({ ...issue('MarkWatched', { title, watchedAt: new Date(Date.UTC(2020, 0, 1 + i)).toISOString() }, { id: commandId(i + 3) }), batchId })

  const together: number[] = []
  const overtaken: CommandHandler = { ...commands, async handleAtomically(batch) {
    together.push(batch.length)
    // The last of them, the rating, is changed on another device just before it is taken back.
    if (together.length === 2) await commands.handle(issue('RateMovie', { title, rating: 'DISLIKE' }, { id: commandId(9_999) }))
    return await commands.handleAtomically(batch)
  } }
  const target = (await findTarget(store, batchId))!
  const answer = await takeBackMany({ store, commands: overtaken, system: realSystem, heldBy: async () => size }, target, { by: { actor: ada, sender: 'member' }, dryRun: false, confirmed: true })
  t.strictSame(together, [limits.takeBackAtOnce, 21])
  t.strictSame([answer.done, answer.kept.map(({ commandId, code }) => [commandId, code])], [viewings, [[commandId(2), 'SUPERSEDED']]])
  const types = (await Array.fromAsync(store.readStream(libraryStream(ada, title)))).map(({ type }) => type)
  t.strictSame([types.filter((type) => type === 'WatchRemoved').length, types.includes('RatingCleared')], [viewings, false])
})
