import { createHash } from 'node:crypto'
import { withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { testClock } from '../../test/support/test-clock.ts'
import { silentLog } from '../log.ts'
import { limits } from '../limits.ts'
import { answerTable } from './answer-table.ts'
import { keptAnswer } from './kept-answer.ts'

async function tableOf(t: Parameters<typeof withPostgres>[0], bounds = { bytesMax: limits.catalogueTableBytesMax, sweepRows: 1 }) {
  const { database } = await withPostgres(t)
  const clock = testClock()
  const open = () => answerTable({ db: database.kysely, system: clock, log: silentLog }, bounds)
  const answer = (value: unknown, atMs = 0, keptMs = 1_000_000) => keptAnswer(JSON.stringify(value), clock.now() + atMs, clock.now() + atMs + keptMs)
  const keys = async () => (await database.kysely.selectFrom('catalogueCache').select('key').orderBy('key').execute()).map(({ key }) => key)
  return { open, answer, keys }
}

t.test('what is kept comes back byte by byte, whatever it says', async (t) => {
  const { open, answer } = await tableOf(t)
  const [here, there] = [open(), open()]
  const said = answer({ title: 'Nosferatu – eine Symphonie des Grauens', words: ['\u2028', '\\u0000', '\ud83c\udfac', '"', '\ud800'], number: 1e21 })
  await here.write('a', said)
  await here.settled()
  t.strictSame(await there.find('a'), said)
  t.equal(await there.find('b'), undefined)
})

t.test('3: only newer answers replace older ones', async (t) => {
  const { open, answer } = await tableOf(t)
  const [here, there] = [open(), open()]
  const [older, newer] = [answer({ count: 1 }), answer({ count: 2 }, 10)]
  for (const [table, written] of [[here, newer], [there, older]] as const) {
    await table.write('a', written)
    await table.settled()
  }
  t.strictSame(await here.find('a'), newer)
  t.strictSame(await here.claim('a', older), { kind: 'newer', answer: newer })
  t.strictSame([await here.claim('a', newer), await there.claim('a', newer), await there.claim('b', newer)], [{ kind: 'ours' }, { kind: 'theirs' }, { kind: 'ours' }])
})

t.test('5: what the table can never take is left out, and holds up nothing else', async (t) => {
  const { open, answer, keys } = await tableOf(t)
  const table = open()
  // Longer than an index takes, and nothing that PostgreSQL could pack smaller: a filter may be as long.
  const endless = Array.from({ length: 300 }, (_, i) => createHash('sha256').update(String(i)).digest('hex')).join('')
  await Promise.all(['a', endless, 'b'].map((key) => table.write(key, answer(key))))
  await table.settled()
  t.strictSame([await keys(), table.unwritten], [['a', 'b'], 0])
  await table.write('c', answer('c'))
  await table.settled()
  t.strictSame(await keys(), ['a', 'b', 'c'])
})

t.test('4: beyond its bytes the table loses what would expire first', async (t) => {
  const { open, answer, keys } = await tableOf(t, { bytesMax: 3 * 1_500, sweepRows: 3 })
  const table = open()
  // What PostgreSQL cannot pack smaller.
  const words = Array.from({ length: 60 }, (_, i) => Math.sin(i)).join(' ').slice(0, 1_000)
  for (const [index, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
    await table.write(key, answer({ words }, 0, index === 0 ? 2_000_000 : 1_000_000 + index))
    await table.settled()
  }
  t.strictSame(await keys(), ['a', 'e', 'f'])
})
