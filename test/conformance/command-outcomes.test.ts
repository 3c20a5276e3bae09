import type { CommandId, Outcome } from '../../domain/command.ts'
import type { CommandOutcomes } from '../../server/command-outcomes.ts'
import { createMemoryCommandOutcomes, createPostgresCommandOutcomes } from '../../server/command-outcomes.ts'
import { eventually } from '../support/eventually.ts'
import { ada, bob, commandId } from '../support/given.ts'
import { asAdministrator, withPostgres } from '../support/postgres.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const refused = (id: CommandId, code: string): Outcome => ({ id, status: 'rejected', code, message: 'No: "ä" 🎬', details: { eventId: commandId(9), deep: [{ a: null }] } })
const nothing = (id: CommandId): Outcome => ({ id, status: 'accepted', position: null, events: [] })

async function describe(t: Test, here: CommandOutcomes, there: CommandOutcomes): Promise<void> {
  t.strictSame(await here.find(ada, [commandId(1)]), new Map(), 'an unknown command has none')
  t.strictSame(await here.find(ada, []), new Map())
  t.strictSame(await here.remember(ada, refused(commandId(1), 'A')), refused(commandId(1), 'A'), 'the first is kept as it is')
  t.strictSame(await there.remember(ada, nothing(commandId(1))), refused(commandId(1), 'A'), 'and answered to a second, from another process too')
  await there.remember(ada, nothing(commandId(2)))
  const found = await here.find(ada, [commandId(1), commandId(2), commandId(3)])
  t.strictSame([found.size, found.get(commandId(1)), found.get(commandId(2))], [2, refused(commandId(1), 'A'), nothing(commandId(2))], 'several are found at once')
  const raced = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? here : there).remember(ada, refused(commandId(4), `CODE_${i}`))))
  t.equal(new Set(raced.map((outcome) => JSON.stringify(outcome))).size, 1, 'of many at once one wins, for all')
  t.strictSame(await here.find(bob, [commandId(1)]), new Map(), 'another person learns nothing of it')
  t.strictSame(await here.remember(bob, nothing(commandId(1))), nothing(commandId(1)), 'and has an outcome of their own')
  t.strictSame((await here.find(ada, [commandId(4)])).get(commandId(4)), raced[0])
  const asked = await Promise.all([here.find(ada, [commandId(1)]), here.find(bob, [commandId(1)]), here.find(bob, [commandId(2)]), here.find(ada, [commandId(2), commandId(9)])])
  t.strictSame(asked.map((found) => [...found.values()]), [[refused(commandId(1), 'A')], [nothing(commandId(1))], [], [nothing(commandId(2))]], 'whoever asks at the same time gets their own alone')
}

t.test('outcomes kept in memory', async (t) => {
  const outcomes = createMemoryCommandOutcomes()
  await describe(t, outcomes, outcomes)
})

t.test('outcomes kept in PostgreSQL', async (t) => {
  const { connection, database } = await withPostgres(t)
  await describe(t, createPostgresCommandOutcomes(database), createPostgresCommandOutcomes(database))
  const lock = asAdministrator(connection, 'begin; lock table command_outcomes; select pg_sleep(30)').catch(() => undefined)
  const end = (waiting: string) => async () => (await asAdministrator(connection, `select pg_terminate_backend(pid) from pg_stat_activity where ${waiting} and datname = current_database() and pid <> pg_backend_pid()`)).rowCount! > 0
  await eventually('the table is locked', async () => (await asAdministrator(connection, `select from pg_locks where relation = 'command_outcomes'::regclass and mode = 'AccessExclusiveLock' and granted`)).rowCount! > 0)
  const cut = createPostgresCommandOutcomes(database).find(ada, [commandId(1)])
  const refusal = t.rejects(cut, { code: 'UNAVAILABLE' }, 'a connection that is lost is a fault, to be tried again')
  await eventually('the question waits for the lock', end(`wait_event_type = 'Lock'`))
  await refusal
  await end(`wait_event = 'PgSleep'`)()
  await lock
})
