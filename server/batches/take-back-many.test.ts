import type { CommandId } from '../../domain/command.ts'
import { libraryStream } from '../../domain/title.ts'
import { ada, commandId, issue } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { createMemoryCommandOutcomes } from '../command-outcomes.ts'
import { createMemoryEventStore } from '../event-store/memory.ts'
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

  const asked: number[] = []
  const counting = { handle: commands.handle, handleEach: (batch: Parameters<typeof commands.handleEach>[0]) => { asked.push(batch.length); return commands.handleEach(batch) } }
  const target = (await findTarget(store, batchId))!
  const answer = await takeBackMany({ store, commands: counting, system: realSystem, heldBy: async () => size }, target, { by: { actor: ada, sender: 'member' }, dryRun: false, confirmed: true })
  t.strictSame([answer.done, answer.kept, asked], [size, [], [limits.takeBackAtOnce, limits.takeBackAtOnce, 1]])
  for (const i of [0, size - 1]) t.strictSame((await Array.fromAsync(store.readStream(libraryStream(ada, title(i))))).map(({ type }) => type), ['FavouriteAdded', 'FavouriteRemoved'])
})
