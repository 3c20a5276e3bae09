import t from '../test/support/tap.ts'
import { bob, ada, commandId, given, issue, streamOf } from '../test/support/given.ts'
import { batchDecider, mustBeConfirmed, removalOf } from './batch.ts'
import { eventsOf, ownerOf } from './index.ts'

const batch = { batchId: commandId(1), kind: 'edit', name: 'Tagged 12 titles noir', size: 12, removes: 0 } as const

t.test('a batch begins once, under the id of the command that begins it', async (t) => {
  const begun = given(t, batchDecider)
  begun.when('BeginBatch', batch).then({ type: 'BatchBegun', data: batch })
  begun.when('BeginBatch', { ...batch, confirmed: true, undoes: commandId(9) }).then({ type: 'BatchBegun', data: { ...batch, undoes: commandId(9) } })
  begun.when('BeginBatch', { ...batch, batchId: commandId(2) }).thenRefused('INVALID_BATCH')
  begun.done('BeginBatch', batch).when('BeginBatch', batch, { id: commandId(1) }).thenNothing()
})

t.test('an admin begins one in another person\'s history, and says why', async (t) => {
  const data = { ...batch, kind: 'undo', userId: ada, reason: 'She asked me to' } as const
  t.equal(ownerOf(streamOf(issue('BeginBatchFor', data, { by: bob, as: 'worker' }))), ada)
  const { userId: _, ...told } = data
  given(t, batchDecider).when('BeginBatchFor', data, { by: bob, as: 'worker' }).then({ type: 'BatchBegun', data: told })
})

t.test('every event of a command in a batch carries its name', async (t) => {
  const command = { ...issue('AddFavourite', { title: { mediaType: 'movie', tmdbId: 1 } }), batchId: commandId(7) }
  t.equal(eventsOf(command, [{ type: 'FavouriteAdded', data: {} }])[0]!.meta.batchId, commandId(7))
  t.equal('batchId' in eventsOf({ ...command, batchId: undefined as never }, [{ type: 'FavouriteAdded', data: {} }])[0]!.meta, false)
})

t.test('what a command removes is counted on balance', async (t) => {
  const types = (...names: string[]) => names.map((type) => ({ type }))
  t.equal(removalOf(types('TitleRated', 'TitleWatched', 'RemovedFromWatchlist')), 0, 'a rating takes a title off the watchlist')
  t.equal(removalOf(types('AddedToWatchlist', 'WatchRemoved', 'RatingCleared')), 1, 'taking that back')
  t.equal(removalOf(types('WatchRemoved')), 1)
  t.equal(removalOf(types('FetchRequested')), 0)
})

t.test('a batch has to be confirmed when it removes more than a fifth, and more than a handful', async (t) => {
  t.equal(mustBeConfirmed({ removes: 10, held: 10 }), false, 'a small library')
  t.equal(mustBeConfirmed({ removes: 11, held: 11 }), true)
  t.equal(mustBeConfirmed({ removes: 200, held: 1_000 }), false)
  t.equal(mustBeConfirmed({ removes: 201, held: 1_000 }), true)
})
