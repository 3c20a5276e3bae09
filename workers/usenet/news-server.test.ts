import t from '../../test/support/tap.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { createNewsServer } from './news-server.ts'
import { NntpError } from './nntp-error.ts'

const settings = { ...newsServerDefaults, name: 'farm', host: 'x', port: 119, tls: false, connections: 10, pipelineDepth: 4 }
const error = (code: NntpError['code']) => new NntpError(code, `it said ${code}`)

t.test('too many connections: as many as are open, and one more from time to time', (t) => {
  const server = createNewsServer(settings)
  server.statistics.connectionsOpen = 6
  t.equal(server.failed(error('BUSY'), 1, 8), 'fewer')
  t.equal(server.allowed, 6)
  t.ok(server.oneMore())
  t.equal(server.allowed, 7)
  for (let i = 0; i < 3; i++) server.oneMore()
  t.notOk(server.oneMore(), 'no more than are set up')
  t.same([server.allowed, server.state, server.statistics.failures], [10, 'usable', 1])
  t.end()
})

t.test('none is let in: tried again, then left alone for a while', (t) => {
  const server = createNewsServer(settings)
  t.equal(server.failed(error('BUSY'), 7, 8), 'again')
  t.equal(server.failed(error('CONNECT'), 8, 8), 'down')
  t.match(server, { state: 'away', statistics: { trouble: { code: 'CONNECT', message: 'it said CONNECT' } } })
  server.back()
  t.equal(server.state, 'usable')
  server.answered()
  t.equal(server.statistics.trouble, null)
  t.end()
})

t.test('a refused login or a used-up account closes it at once, unless others are in: then it meant too many', (t) => {
  for (const code of ['LOGIN', 'ACCOUNT'] as const) {
    const server = createNewsServer(settings)
    t.equal(server.failed(error(code), 1, 8), 'down')
    t.match(server, { state: 'closed', statistics: { trouble: { code } } })
    const busy = createNewsServer(settings)
    busy.statistics.connectionsOpen = 3
    t.same([busy.failed(error(code), 1, 8), busy.allowed, busy.state], ['fewer', 3, 'usable'])
  }
  t.end()
})

t.test('protocol that breaks twice while pipelining is blamed on pipelining', (t) => {
  const server = createNewsServer(settings)
  server.failed(error('PROTOCOL'), 1, 8)
  t.equal(server.depth, 4)
  server.failed(error('PROTOCOL'), 1, 8)
  t.equal(server.depth, 1)
  t.end()
})
