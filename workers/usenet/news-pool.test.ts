import { messageId, startNntpServer } from '../../demo/nntp-server.ts'
import { realSystem } from '../../server/system.ts'
import { downloadOnce, planOf } from '../../test/support/download-once.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ARTICLE_BYTES, ARTICLES, begin, bodyOf, clientOf, films, never, plan, poolOf, serve } from '../../test/support/news-pool-lab.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import t from '../../test/support/tap.ts'
import { Landing } from './landing.ts'
import { landingPlanOf } from './plan-download.ts'

t.test('jobs share the connections: by priority, then by age', async (t) => {
  t.testdir({})
  const server = await serve(t, { faults: { latencyMs: 2 } })
  const pool = poolOf(t, [clientOf(server, { connections: 2 })])
  pool.limit(0)
  const young = await begin(t, pool, 'one.mkv', { since: 2 }), old = await begin(t, pool, 'two.mkv', { since: 1 }), urgent = await begin(t, pool, 'three.mkv', { since: 3, priority: 1 })
  const order: string[] = []
  const ends = [young, old, urgent].map(({ running }, index) => running.done.then(() => order.push(['young', 'old', 'urgent'][index]!)))
  pool.limit(null)
  await Promise.all(ends)
  t.same(order, ['urgent', 'old', 'young'])
  for (const each of [young, old, urgent]) await each.isRight()
  t.ok(server.statistics.connections <= 2, 'and no more connections than one job would have')
})

t.test('a job that is moved up while it waits goes before the others', async (t) => {
  t.testdir({})
  const pool = poolOf(t, [clientOf(await serve(t, { faults: { latencyMs: 2 } }), { connections: 2 })])
  pool.limit(0)
  const first = await begin(t, pool, 'one.mkv', { since: 1 }), second = await begin(t, pool, 'two.mkv', { since: 2 })
  const order: string[] = []
  const ends = [first, second].map(({ running }, index) => running.done.then(() => order.push(['first', 'second'][index]!)))
  pool.prioritize('two.mkv', 1)
  pool.limit(null)
  await Promise.all(ends)
  t.same(order, ['second', 'first'])
})

t.test('a provider that allows fewer connections than are set up is believed', async (t) => {
  t.testdir({})
  const answer = bodyOf(plan('one.mkv'))
  let open = 0, most = 0
  const peer = await startScriptedNntp((command, peer) => {
    if (command === '') {
      peer.closed(() => open--)
      if (++open > 2) return peer.sendAndCut('502 Too many connections\r\n')
      most = Math.max(most, open)
      return peer.send('200 hello\r\n')
    }
    if (command.startsWith('STAT')) return peer.send('223 0\r\n')
    peer.send(answer(command))
  })
  t.teardown(() => peer.stop())
  const pool = poolOf(t, [clientOf(peer, { connections: 8 })])
  const { running, isRight } = await begin(t, pool, 'one.mkv')
  await running.done
  await isRight()
  const [server] = pool.servers
  t.ok(server!.allowed <= 2, `${server!.allowed} from now on`)
  t.match(server!.statistics, { articles: ARTICLES, bytes: ARTICLES * ARTICLE_BYTES, trouble: null })
  t.ok(most <= 2 && peer.connections < 2 + 2 * 8, 'it did not hammer')
})

t.test('a server that gets confused by several requests at once is asked one by one', async (t) => {
  t.testdir({})
  const answer = bodyOf(plan('one.mkv'))
  const peer = await startScriptedNntp((command, peer) => {
    if (command === '') return peer.send('200 hello\r\n')
    if (peer.waiting > 0) return peer.send('oops\r\n')
    if (command.startsWith('STAT')) return peer.send('500 what?\r\n')
    peer.send(answer(command))
  })
  t.teardown(() => peer.stop())
  const pool = poolOf(t, [clientOf(peer, { connections: 2, pipelineDepth: 4 })])
  const { running, isRight } = await begin(t, pool, 'one.mkv')
  await running.done
  await isRight()
  t.equal(pool.servers[0]!.depth, 1)
})

t.test('servers of one priority share the work; a backup is asked for what they lack, and nobody for what is too old for it', async (t) => {
  t.testdir({})
  const lacking = { missing: (id: string) => /\/(5|6)@/.test(id) }
  const [first, second, backup, forgetful] = await Promise.all([serve(t, { faults: { ...lacking, latencyMs: 3 } }), serve(t, { faults: { ...lacking, latencyMs: 3 } }), serve(t), serve(t)])
  const pool = poolOf(t, [clientOf(first), clientOf(second), clientOf(backup, { priority: 2 }), clientOf(forgetful, { priority: 1, retentionDays: 100 })])
  const { running, isRight } = await begin(t, pool, 'one.mkv')
  await running.done
  await isRight()
  t.ok(first.statistics.served.size > 5 && second.statistics.served.size > 5, `${first.statistics.served.size} and ${second.statistics.served.size}`)
  t.equal(first.statistics.served.size + second.statistics.served.size, ARTICLES - 2)
  t.same([...backup.statistics.served.keys()].sort(), [messageId('one.mkv', 5), messageId('one.mkv', 6)])
  t.equal(forgetful.statistics.connections, 0, 'posted in 2023, kept for 100 days')
})

t.test('other servers while a download is under way: it goes on with them', async (t) => {
  t.testdir({})
  const [before, after] = await Promise.all([serve(t, { ratePerSecondBytes: 100_000 }), serve(t)])
  const pool = poolOf(t, [clientOf(before)])
  const { running, landing, isRight } = await begin(t, pool, 'one.mkv')
  await running.landed(3)
  pool.use([clientOf(after)])
  await running.done
  await isRight()
  t.equal(before.statistics.connectionsOpen, 0)
  t.ok(after.statistics.served.size >= 10 && after.statistics.served.size < ARTICLES, `${after.statistics.served.size} came from the other`)
  t.equal(landing.articles, ARTICLES)
})

t.test('a full disk ends its own download, which goes on later with what has landed; others go on now', async (t) => {
  t.testdir({})
  const server = await serve(t)
  const pool = poolOf(t, [clientOf(server)])
  let room = 30
  const full = { ...realSystem.files, writeSync: ((...args: Parameters<typeof realSystem.files.writeSync>) => {
    if (room-- <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    return realSystem.files.writeSync(...args)
  }) as typeof realSystem.files.writeSync }
  const other = await begin(t, pool, 'two.mkv')
  const { running, landing } = await begin(t, pool, 'one.mkv', { files: full })
  await t.rejects(running.done, { code: 'ENOSPC' })
  await other.running.done
  await other.isRight()
  const kept = landing.articles
  t.ok(kept > 10 && kept < 16, `${kept} have landed`)
  server.resetStatistics()
  const again = await begin(t, pool, 'one.mkv')
  await again.running.done
  await again.isRight()
  t.equal(server.statistics.served.size, ARTICLES - kept)
})

t.test('recovery data that only a server has which is away is not waited for', async (t) => {
  t.testdir({})
  const server = await startNntpServer({ files: new Map([...films, ['one.vol0+4.par2', new Uint8Array(4 * ARTICLE_BYTES)]]), articleBytes: ARTICLE_BYTES })
  const guarded = planOf([{ name: 'one.mkv', sizeBytes: films.get('one.mkv')!.length }, { name: 'one.vol0+4.par2', sizeBytes: 4 * ARTICLE_BYTES }], ARTICLE_BYTES)
  const pool = poolOf(t, [clientOf(server)])
  const { running, isRight } = await begin(t, pool, 'one.mkv', { plan: guarded })
  await running.done
  await server.stop()
  running.want([ARTICLES, ARTICLES + 1], 'bulk')
  await t.rejects(Promise.all([running.landed(ARTICLES), running.landed(ARTICLES + 1)]), { code: 'UNREACHABLE', message: /cannot be reached|closed the connection|broke/ })
  await isRight()
})

t.test('connections that the server closes while nothing is asked are no failure', async (t) => {
  t.testdir({})
  const server = await serve(t)
  const pool = poolOf(t, [clientOf(server)])
  const film = await begin(t, pool, 'one.mkv')
  const other = await begin(t, pool, 'two.mkv')
  await Promise.all([film.running.done, other.running.done])
  server.dropConnections()
  await realSystem.sleep(20)
  const next = await begin(t, pool, 'three.mkv')
  await next.running.done
  await next.isRight()
  t.equal(pool.servers[0]!.statistics.failures, 0)
})

t.test('a server that is away is tried again by the next download', async (t) => {
  const landing = await Landing.open(t.testdir({}), landingPlanOf(plan('one.mkv'), new Uint8Array(32)), never)
  t.teardown(() => landing.close())
  const server = await serve(t, { faults: { greeting: 400 } })
  const pool = poolOf(t, [clientOf(server)])
  await t.rejects(downloadOnce({ plan: plan('one.mkv'), landing, pool, servers: [] }), { code: 'UNREACHABLE' })
  t.match(pool.servers[0], { state: 'away', statistics: { trouble: { code: 'BUSY' } } })
  delete server.faults.greeting
  t.equal((await downloadOnce({ plan: plan('one.mkv'), landing, pool, servers: [] })).articles, ARTICLES)
  t.match(pool.servers[0], { state: 'usable', statistics: { trouble: null } })
  await eventually('unused connections are closed when nobody downloads', () => server.statistics.connectionsOpen === 0)
})
