/** Somebody watches what lands: their articles go before all others, whatever holds these. */

import { realSystem } from '../../server/system.ts'
import { eventually } from '../../test/support/eventually.ts'
import { begin, clientOf, newsOfOne, poolOf, serve } from '../../test/support/news-pool-lab.ts'
import t from '../../test/support/tap.ts'

/** Servers that let one wait on purpose are not given up. */
const PATIENT = { timeouts: { connectMs: 10_000, idleMs: 60_000, articleMs: 60_000 } }

t.test('a pause lets nothing land but what is watched', async (t) => {
  t.testdir({})
  const server = await serve(t)
  const pool = poolOf(t, [clientOf(server)])
  pool.limit(0)
  const { running, landing, isRight } = await begin(t, pool, 'one.mkv')
  running.want([32], 'early')
  running.want([30], 'urgent')
  running.want([31], 'ahead')
  t.same(await Promise.all([running.landed(30), running.landed(31)]), ['landed', 'landed'])
  t.equal(landing.articles, 2, 'what tells how it could be watched waits, too')
  pool.limit(null)
  await running.done
  await isRight()
})

t.test('while somebody watches, a connection is kept free for what they want next', async (t) => {
  t.testdir({})
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
  const peer = await newsOfOne(t, async (body, peer, command) => {
    if (!/\/3[12]@/.test(command)) await letGo
    peer.send(body)
  })
  const pool = poolOf(t, [clientOf(peer)], PATIENT)
  pool.limit(0)
  const { running, landing, isRight } = await begin(t, pool, 'one.mkv')
  running.want([30], 'urgent')
  await running.landed(30)
  pool.limit(null)
  await eventually('the others are busy', () => peer.commands.filter((command) => command.startsWith('BODY')).length >= 1 + 2 * 2)
  running.want([31], 'urgent')
  await running.landed(31)
  t.equal(landing.articles, 2, 'nothing else has come')
  release()
  await running.done
  await isRight()
})

t.test('what a reader waits for does not stand behind what is under way: it waits for a connection that is kept free', async (t) => {
  t.testdir({})
  const held = new Map<string, () => void>()
  let hold = true
  const peer = await newsOfOne(t, async (body, peer, command) => {
    if (hold && !command.includes('/31@')) await new Promise<void>((resolve) => held.set(command, resolve))
    peer.send(body)
  })
  const pool = poolOf(t, [clientOf(peer)], PATIENT)
  const { running, isRight } = await begin(t, pool, 'one.mkv')
  running.want([30], 'urgent')
  await running.landed(30)
  const bodies = () => peer.commands.filter((command) => command.startsWith('BODY'))
  await eventually('two connections are busy', () => bodies().length === 5)
  running.want([31, 32], 'urgent')
  await eventually('the third asks for the first', () => held.size === 3)
  const [bulk, , first] = held.values()
  bulk!()
  await eventually('a busy one asks for more', () => bodies().length === 7)
  t.notMatch(bodies().at(-1), /\/33@/, 'but not for what a reader waits for')
  first!()
  await eventually('which the third asks for next', () => bodies().at(-1)!.includes('/33@'))
  hold = false
  for (const release of held.values()) release()
  await running.done
  await isRight()
})

t.test('what is held back by a speed limit comes at once when a reader comes to wait for it', async (t) => {
  t.testdir({})
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
  const peer = await newsOfOne(t, async (body, peer) => {
    await letGo
    peer.send(body.subarray(0, 2_000))
    await realSystem.sleep(20)
    peer.send(body.subarray(2_000))
  })
  const pool = poolOf(t, [clientOf(peer, { connections: 1 })], PATIENT)
  const { running, landing, isRight } = await begin(t, pool, 'one.mkv')
  await eventually('two are under way, one behind the other', () => peer.commands.filter((command) => command.startsWith('BODY')).length === 2)
  pool.limit(1)
  release()
  // In between the first has come, most likely, and waits for an hour.
  await realSystem.sleep(50)
  t.equal(landing.articles, 0)
  running.want([1], 'urgent')
  t.equal(await running.landed(1), 'landed')
  t.ok(landing.articles <= 3, 'and nothing else')
  pool.limit(null)
  await running.done
  await isRight()
})
