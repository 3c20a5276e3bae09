import type { Command, CommandId } from '../domain/command.ts'
import type { RecordedEvent, UserId } from '../domain/event.ts'
import { START } from '../domain/event.ts'
import type { CommandData, CommandType } from '../domain/index.ts'
import type { LibraryState } from '../domain/library-entry.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import { playsOf } from '../domain/library-fields.ts'
import { libraryStream } from '../domain/title.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { ada, bob, issue } from '../test/support/given.ts'
import { newCommand } from '../test/support/person.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { createBell } from './bell.ts'
import { deliverCommand } from './deliver-command.ts'
import { handOverPlays } from './hand-over-plays.ts'
import { DeliveryError, runOutboxRelay } from './outbox-relay.ts'
import type { Policy } from './policy.ts'
import { startPolicies } from './policy.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const

/** `faults`: so many deliveries fail at first, and are tried again half a second later. */
async function householdOf(t: Test, { faults = 0 } = {}) {
  const { database } = await withPostgres(t)
  const db = database.kysely
  const ports = { system: realSystem, log: silentLog }
  const store = await createPostgresEventStore({ database, ...ports })
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  for (const userId of [ada, bob]) await db.insertInto('accounts').values({ userId, username: userId, passwordHash: 'none', role: 'member' }).execute()
  const run = async () => {
    const stop = new AbortController()
    const bell = createBell(realSystem)
    const { stopped } = await startPolicies({ store, db, policies: [handOverPlays({ store, db }) as Policy], ring: bell.ring, ...ports, signal: stop.signal })
    // Delivered twice each time, as when a process dies between delivering and noting it.
    const twice = deliverCommand(async (command) => {
      if (faults-- > 0) throw new DeliveryError('NOT_NOW', 'not now', { passing: true, retryAfterMs: 500 })
      await handle(command)
      return await handle(command)
    }, realSystem)
    const relaying = runOutboxRelay({ db, deliver: { command: twice }, wait: bell.wait, ...ports, signal: stop.signal })
    return async () => { stop.abort(); await Promise.all([stopped, relaying]) }
  }
  let end = await run()
  t.teardown(async () => { await end(); await store.close() })
  const events = async (owner: UserId) => await Array.fromAsync(store.readStream(libraryStream(owner, title)))
  return {
    events,
    async send<T extends CommandType>(type: T, data: CommandData[T], by: UserId, more: Pick<Command, 'batchId'> = {}): Promise<CommandId> {
      const { id } = newCommand(type, data)
      const outcome = await handle({ ...issue(type, data, { id, by, at: new Date().toISOString() }), ...more })
      if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
      return id
    },
    async restart() { await end(); end = await run() },
    /** Once so many of somebody's viewings are there. */
    plays: (owner: UserId, count: number) => eventually(`${count} viewings`, async () => {
      const past: readonly RecordedEvent[] = await events(owner)
      const plays = playsOf(past.reduce<LibraryState>((state, event) => libraryDecider.evolve(state, event as never), libraryDecider.initial))
      return plays.length === count && plays
    }),
    async settled() {
      await eventually('everything is seen and delivered', async () => {
        const { position } = await db.selectFrom('checkpoints').select('position').where('name', '=', 'hand-over-plays').executeTakeFirstOrThrow()
        const last = Number((await Array.fromAsync(store.readAll(START))).at(-1)!.position)
        return position >= last && (await db.selectFrom('outbox').selectAll().execute()).every(({ state }) => state === 'delivered')
      })
    },
  }
}

t.test('a viewing given away is the other\'s, once, in one chain and batch; taken back, given again and taken back again, on both sides', async (t) => {
  const { send, plays, events, settled, restart } = await householdOf(t)
  const playId = await send('MarkWatched', { title, watchedAt: '2026-01-31T20:00:00.000Z' }, ada)
  const batchId = newCommand('BeginBatch', { batchId: '', kind: 'handover', name: 'x', size: 1, removes: 1 }).id
  const word = await send('GivePlayAway', { title, playId, to: bob }, ada, { batchId })
  t.same([await plays(bob, 1), await plays(ada, 0)], [[{ playId, watchedAt: '2026-01-31T20:00:00.000Z', from: ada }], []], 'at the time at which it was watched')
  await settled()
  const [given] = await events(bob)
  t.match(given, { type: 'PlayReceived', meta: { actor: ada, batchId, correlationId: word, causationId: (await events(ada)).at(-1)!.id } })

  const undone = await send('Undo', { title, commandId: word }, ada)
  t.same([(await plays(ada, 1)).map(({ playId }) => playId), await plays(bob, 0)], [[playId], []])
  await restart()
  await send('Redo', { title, commandId: undone }, ada)
  t.equal((await plays(bob, 1))[0]!.playId, playId)
  await send('Undo', { title, commandId: word }, ada)
  await plays(bob, 0)
  await settled()
  t.same((await events(bob)).map(({ type }) => type), ['PlayReceived', 'WatchRemoved', 'PlayReceived', 'WatchRemoved'], 'each once, though each was delivered twice')
})

t.test('a word that is taken back before it has arrived does not arrive after that', async (t) => {
  const { send, plays, events, settled } = await householdOf(t, { faults: 1 })
  const playId = await send('MarkWatched', { title }, ada)
  const word = await send('GivePlayAway', { title, playId, to: bob }, ada)
  const undone = await send('Undo', { title, commandId: word }, ada)
  await settled()
  t.same(await plays(bob, 0), [])
  t.same((await events(bob)).map(({ type }) => type), ['PlayReceived', 'WatchRemoved'])
  await send('Redo', { title, commandId: undone }, ada)
  await plays(bob, 1)
})

t.test('who received it may take it off again; it comes back to nobody by itself', async (t) => {
  const { send, plays, events, settled } = await householdOf(t)
  const playId = await send('MarkWatched', { title }, ada)
  const word = await send('GivePlayAway', { title, playId, to: bob }, ada)
  await plays(bob, 1)
  await send('Undo', { title, commandId: (await events(bob))[0]!.meta.commandId }, bob)
  await settled()
  t.same([await plays(bob, 0), await plays(ada, 0)], [[], []])
  await send('Undo', { title, commandId: word }, ada)
  await settled()
  t.equal((await plays(ada, 1)).length, 1)
  t.equal((await events(bob)).length, 2, 'there was nothing left to take back there')
})

t.test('watched together is recorded for everyone, and taken back for everyone; what goes to nobody or to strangers stays here', async (t) => {
  const { send, plays, events, settled } = await householdOf(t)
  const stranger = '0d0d0d0d-0000-4000-8000-000000000004' as UserId
  await send('AddToWatchlist', { title }, bob)
  const watched = await send('MarkWatched', { title, together: [bob, stranger] }, ada)
  t.match(await plays(bob, 1), [{ playId: watched, from: ada }])
  await send('Undo', { title, commandId: watched }, ada)
  await plays(bob, 0)
  await settled()
  t.same((await events(bob)).map(({ type }) => type), ['AddedToWatchlist', 'PlayReceived', 'RemovedFromWatchlist', 'AddedToWatchlist', 'WatchRemoved'], 'with all that followed from it')
  const other = await send('MarkWatched', { title }, ada)
  await send('GivePlayAway', { title, playId: other }, ada)
  await settled()
  t.same([(await events(bob)).length, (await events(stranger)).length], [5, 0])
})
