/** SMS out of the outbox, to who sends them, on a socket. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { limits } from '../server/limits.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { withPostgres } from '../test/support/postgres.ts'
import { openSmsExchange } from '../test/support/sms-exchange.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'

const CHILD = fileURLToPath(new URL('../test/support/sms-child.ts', import.meta.url))
const [FIRST, SECOND] = ['+491701234567', '+491707654321']

async function relayOf(t: Test) {
  const [{ connection, database: { kysely: db } }, exchange] = [await withPostgres(t), await openSmsExchange(t)]
  let position = 0
  return {
    exchange,
    put: async (number: string) => {
      const id = `0e0e0e0e-0000-4000-8000-00000000000${++position}`
      await db.insertInto('outbox').values({ id, policy: 'asked-for', eventId: id, part: '', kind: 'sms', payload: JSON.stringify({ userId: id, number }), lane: `sms ${number}`, position }).execute()
    },
    rows: () => db.selectFrom('outbox').select(['state', 'code', 'holds', 'tries', 'tryAt']).orderBy('position').execute(),
    start() {
      const child = spawn(process.execPath, ['run', '-A', CHILD, JSON.stringify(connection), exchange.url], { stdio: ['ignore', 'ignore', 'inherit'] })
      t.teardown(() => child.kill('SIGKILL'))
      return { async kill() { child.kill('SIGKILL'); await once(child, 'exit') } }
    },
  }
}

t.test('[DS1] a process that is killed while it waits for the answer leaves an SMS that is not sent once more', async (t) => {
  const { exchange, put, rows, start } = await relayOf(t)
  let said = 0
  exchange.answer(() => { said++ })
  await put(FIRST)
  const killed = start()
  await eventually('the SMS was said to who sends them', () => said === 1)
  await killed.kill()
  t.match(await rows(), [{ state: 'waiting', code: 'SMS_UNANSWERED', holds: true }])
  exchange.answer(undefined)
  start()
  await put(FIRST)
  await eventually('both are settled', async () => (await rows()).every(({ state }) => state !== 'waiting'))
  t.match(await rows(), [{ state: 'dead', code: 'SMS_UNANSWERED' }, { state: 'delivered', code: null }], 'the next to the same number goes out')
  t.same([said, exchange.texts.length], [1, 1])
})

t.test('[SS4] who wants to be left alone for a while is, whichever number it is about', async (t) => {
  const { exchange, put, rows, start } = await relayOf(t)
  let said = 0
  exchange.answer((response) => {
    said++
    response.writeHead(429, { 'retry-after': '86400' }).end()
  })
  await put(FIRST)
  start()
  const putOff = (count: number) => eventually('it is put off', async () => (await rows()).filter(({ code }) => code === 'SMS_BUSY').length === count)
  await putOff(1)
  await put(SECOND)
  await putOff(2)
  t.equal(said, 1, 'nothing is said of the other')
  for (const { holds, state, tryAt } of await rows()) {
    t.match({ holds, state }, { holds: true, state: 'waiting' })
    t.ok(Date.parse(tryAt) <= realSystem.now() + limits.smsRestMaxMs, 'and not so long that no code would ever go out')
  }
})
