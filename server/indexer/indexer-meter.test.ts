import t from '../../test/support/tap.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import type { System } from '../system.ts'
import type { IndexerMeter } from './indexer-meter.ts'
import { indexerMeterIn, memoryIndexerMeter } from './indexer-meter.ts'

t.test('indexer meter: its rules, in PostgreSQL and in memory', async (t) => {
  const { database } = await withPostgres(t)
  const meters: readonly [string, (system: Pick<System, 'now'>) => IndexerMeter][] = [['PostgreSQL', (system) => indexerMeterIn(database.kysely, system)], ['memory', memoryIndexerMeter]]
  for (const [name, open] of meters) {
    let now = Date.UTC(2026, 0, 1, 23, 59)
    const meter = open({ now: () => now })
    const taken = await Promise.all(Array.from({ length: 20 }, () => meter.take('Geek', 'search', 7)))
    t.equal(taken.filter(Boolean).length, 7, `${name}: rule 1, whatever asks at once`)
    t.equal(await meter.take('Geek', 'grab', 0), false, `${name}: rule 1, none at all`)
    for (let i = 0; i < 3; i++) t.ok(await meter.take('Slug', 'grab', null), `${name}: no bound`)
    t.same(await meter.used(['Geek', 'Slug', 'Bee']), { Geek: { searches: 7, grabs: 0 }, Slug: { searches: 0, grabs: 3 }, Bee: { searches: 0, grabs: 0 } }, `${name}: rule 2`)
    now += 120_000
    t.same(await meter.used(['Geek']), { Geek: { searches: 0, grabs: 0 } }, `${name}: rule 3`)
    t.ok(await meter.take('Geek', 'search', 1), `${name}: rule 3`)
  }
})
