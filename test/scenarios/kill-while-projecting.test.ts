/**
 * SIGKILL of processes that keep and rebuild read models, two at a time, under load. The figure to keep is each stream's sum: an event skipped or applied twice
 * shows in it. `KILLS` sets how often, `SEED` when.
 */

import process from 'node:process'
import { seededRandom } from '../../demo/seed.ts'
import { START } from '../../domain/event.ts'
import { requestRebuild } from '../../server/db/rebuilds.ts'
import { realSystem } from '../../server/system.ts'
import type { Child, World } from '../support/counting.ts'
import { caughtUp, counting, ended, events, fill, rebuildOf, rowsOf, startChild, world } from '../support/counting.ts'
import { eventually } from '../support/eventually.ts'
import { ada } from '../support/given.ts'
import t from '../support/tap.ts'

const kills = Math.max(3, Math.ceil(Number(process.env.KILLS ?? 30) / 10))
const rebuildKills = Math.max(10, Math.ceil(Number(process.env.KILLS ?? 30) / 3))
/** About how many a rebuild takes here. */
const STATEMENTS = 70
const seed = Number(process.env.SEED ?? 20)
const random = seededRandom(seed)
const between = (least: number, most: number) => least + random() * (most - least)

/** Appends until it is told to stop; slower than a rebuild that writes its rows every few events, which else would never come to an end. */
async function load({ store }: World, streams: Awaited<ReturnType<typeof fill>>) {
  let busy = true
  const ended = Promise.all(streams.slice(0, 6).map(async (stream) => {
    for (let version = 2; busy; version++) {
      await store.append(stream, version, events([1]))
      await realSystem.sleep(25)
    }
  }))
  return async () => {
    busy = false
    await ended
  }
}

async function sumsOf({ store }: World): Promise<Record<string, number>> {
  const sums = new Map<string, number>()
  for await (const event of store.readAll(START)) sums.set(event.stream, (sums.get(event.stream) ?? 0) + (event.data as { amount: number }).amount)
  return Object.fromEntries([...sums].sort(([a], [b]) => a < b ? -1 : 1))
}

const projecting = (children: readonly Child[]) => children.filter((child) => child.told().some(({ message }) => message === 'a projection is followed'))

t.test('of two processes one keeps a projection; killed, it is followed by the other, and each event takes effect once', { timeout: 600_000 + (kills + rebuildKills) * 10_000 }, async (t) => {
  const projection = counting('kept')
  const here = await world(t, projection, { started: false })
  const options = { name: 'kept', roles: ['project'] } as const
  const children = [await startChild(t, here.connection, options), await startChild(t, here.connection, options)]
  const streams = await fill(here, 50)
  const stop = await load(here, streams)
  const takeoversMs: number[] = []
  for (let round = 0; round < kills; round++) {
    const keeper = await eventually('one of them keeps it', () => projecting(children)[0])
    await realSystem.sleep(between(20, 300))
    t.strictSame(projecting(children), [keeper], 'the other one waits')
    const killedAt = performance.now()
    await keeper.kill()
    children.splice(children.indexOf(keeper), 1)
    await eventually('the other one keeps it', () => projecting(children)[0])
    takeoversMs.push(Math.round(performance.now() - killedAt))
    children.push(await startChild(t, here.connection, options))
  }
  await stop()
  await caughtUp(here, projection)
  t.strictSame(Object.fromEntries((await rowsOf(here.database, projection)).map(({ row }) => [row.key, row.count])), await sumsOf(here), `${kills} kills, seed ${seed}; taken over after ${takeoversMs.join(', ')} ms`)
})

t.test('while one process keeps a projection, the one that rebuilds it is killed after any statement, and the next goes on', { timeout: 600_000 + (kills + rebuildKills) * 10_000 }, async (t) => {
  const projection = counting('rebuilt')
  const here = await world(t, projection, { started: false })
  const { database } = here
  const keeper = await startChild(t, here.connection, { name: 'rebuilt', roles: ['project'] })
  const streams = await fill(here, 400)
  const stop = await load(here, streams)
  // Many small steps: rows are written every few events, so that there is much to be killed in.
  const bounds = { name: 'rebuilt', roles: ['rebuild'], keepMs: 0, rowsMax: 150 } as const
  const killedAfter: string[] = []
  const told: Readonly<Record<string, unknown>>[] = []
  for (let round = 0; round < rebuildKills; round++) {
    await requestRebuild(database.kysely, projection, 'rebuild', ada)
    const rebuilder = await startChild(t, here.connection, { ...bounds, diesAfter: 2 + Math.floor(random() * STATEMENTS) })
    // On a quick machine a rebuild may be done before it has made so many statements: then it is killed where it rests.
    const outcome = await Promise.race([rebuilder.gone.then(() => 'died'), ended(here, 'rebuilt', 'done').then(() => 'done', () => 'died')])
    if (outcome === 'done') await rebuilder.kill()
    else await rebuilder.gone
    told.push(...rebuilder.told())
    killedAfter.push(outcome === 'done' ? 'its end' : String(rebuilder.told().at(-1)!.statement).slice(0, 24))
  }
  const last = await startChild(t, here.connection, bounds)
  await requestRebuild(database.kysely, projection, 'rebuild', ada)
  await ended(here, 'rebuilt', 'done')
  told.push(...last.told())
  await stop()
  await caughtUp(here, projection)
  t.strictSame(Object.fromEntries((await rowsOf(database, projection)).map(({ row }) => [row.key, row.count])), await sumsOf(here), `killed after ${killedAfter.join(' | ')}; seed ${seed}`)
  t.ok(told.some(({ message, from }) => message === 'a rebuild goes on' && Number(from) > 0), 'some went on where they were')
  t.strictSame(projecting([keeper]), [keeper], 'the other process kept it all the while')
  const { rows } = await database.pool.query(`select tablename from pg_tables where tablename like 'rebuilt_%'`)
  t.strictSame(rows, [{ tablename: 'rebuilt_v1' }], 'no half table is left')
  await requestRebuild(database.kysely, projection, 'verify', ada)
  await ended(here, 'rebuilt', 'done')
  t.match((await rebuildOf(here, 'rebuilt'))!.result, { same: true }, 'another fold comes to the same')
})
