/** Setting up connections and downloads over HTTP, and trying them out at the demo's servers, over sockets. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { startNntpServer } from '../../demo/nntp-server.ts'
import { unlimitedDownloads } from '../../domain/download-settings.ts'
import { settingsStream } from '../../domain/settings.ts'
import type { IndexerWish, NewsServerWish } from '../../projections/wire-connections.ts'
import { eventually } from '../../test/support/eventually.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { connectionScope } from '../connections/connection-scope.ts'
import { downloadScope } from '../connections/download-scope.ts'
import { indexerDefaults } from '../upstreams.ts'

const PASSWORD = 'a long enough password'
const KEY = 'k3y-that-nobody-sees'
const SECRET = 's3cret-pass'
const indexer: IndexerWish = { name: 'Geek', kind: 'newznab', url: 'https://api.geek.example', apiPerDay: 500, grabsPerDay: null, categories: [2000], enabled: true, ownNetwork: false, apiKey: KEY }
const newsServer: NewsServerWish = { name: 'Giga', host: 'news.giga.example', port: 563, tls: true, username: 'ann', password: SECRET, connections: 20, priority: 0, retentionDays: 5_000, enabled: true, ownNetwork: false }

async function askAs(app: TestApp, role: 'member' | 'admin' = 'admin') {
  await app.accounts.ensure({ username: role, password: PASSWORD, role })
  const cookie = await app.signIn(role, PASSWORD)
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) => {
    const answer = await app.ask(method, `/api/admin/${url}`, { cookie, body })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }
}

t.test('indexers and news servers are set up, changed, ordered and forgotten; what is secret comes in and never out', async (t) => {
  const fixed = { indexers: ['Env', 'Env annex'].map((name) => ({ ...indexerDefaults, name, url: 'https://env.example', apiKey: 'env-key' })), newsServers: [] }
  const app = await testApp(t, { acquisition: fixed, environment: { INDEXER_URL: 'https://env.example', INDEXER_API_KEY: 'env-key' } })
  const ask = await askAs(app)
  const seen: string[] = []
  const said = async (...call: Parameters<typeof ask>) => { const answer = await ask(...call); seen.push(answer.text); return answer }
  t.match((await said('GET', 'connections')).body, { version: 0, changedAt: null, indexers: [{ id: 'environment', source: 'environment', name: 'Env' }, { id: 'environment-2', source: 'environment', name: 'Env annex' }], newsServers: [], objectStore: { kind: 'folder' }, reaches: 'the network' })
  const { status, body: first } = await said('POST', 'indexers', { version: 0, indexer })
  t.match([status, first], [201, { version: 1, indexers: [{}, {}, { source: 'here', name: 'Geek', apiPerDay: 500, searches: 0, grabs: 0 }] }])
  const { id } = first.indexers[2]
  const { body: second } = await said('POST', 'usenet-servers', { version: 1, newsServer })
  t.match(second.newsServers, [{ source: 'here', username: 'ann', priority: 0 }])
  t.match(app.connections.inUse(), { indexers: [{ apiKey: 'env-key' }, {}, { apiKey: KEY, ownNetwork: false }], newsServers: [{ password: SECRET, username: 'ann', pipelineDepth: Number }] }, 'they are used as they were given')

  const { apiKey: _, ...kept } = indexer
  t.match((await said('PUT', `indexers/${id}`, { version: 2, indexer: { ...kept, name: 'Geeks', url: 'https://api.geek.example/v2' } })).status, 200)
  t.match(app.connections.inUse().indexers[2], { name: 'Geeks', apiKey: KEY, url: 'https://api.geek.example/v2' }, 'a secret that is not given stays')
  t.match(await said('PUT', `indexers/${id}`, { version: 3, indexer: { ...kept, url: 'https://elsewhere.example' } }), { status: 400, body: { details: [{ field: 'apiKey' }] } }, 'but not for another place')
  t.match(await said('PUT', `usenet-servers/${second.newsServers[0].id}`, { version: 3, newsServer: { ...newsServer, password: undefined, host: 'evil.example' } }), { status: 400, body: { details: [{ field: 'password' }] } })
  t.match(await said('POST', 'indexers', { version: 2, indexer: { ...indexer, name: 'B' } }), { status: 409, body: { code: 'CONFLICT' } }, 'what was changed meanwhile is looked at first')
  t.match(await said('POST', 'indexers', { version: 3, indexer: { ...indexer, name: 'Env' } }), { status: 400, body: { details: [{ field: 'name' }] } })
  t.match(await said('POST', 'indexers', { version: 3, indexer: { ...indexer, name: 'C', url: 'https://me:pass@geek.example' } }), { status: 400, body: { details: [{ field: 'url' }] } })
  t.match(await said('POST', 'indexers', { version: 3, indexer: { ...indexer, name: 'C', url: `https://geek.example/api?apikey=${KEY}` } }), { status: 400, body: { details: [{ field: 'url' }] } }, 'a key in an address would be shown')
  t.match(await said('PUT', 'indexers/environment', { version: 3, indexer }), { status: 403 })
  t.match(await said('DELETE', 'indexers/environment-2', { version: 3 }), { status: 403, body: { error: /environment/ } })

  const third = (await said('POST', 'indexers', { version: 3, indexer: { ...indexer, name: 'B', enabled: false } })).body
  const ids = third.indexers.slice(2).map((each: { id: string }) => each.id)
  t.same((await said('PUT', 'indexers/order', { version: 4, ids: [...ids].reverse() })).body.indexers.map(({ name }: { name: string }) => name), ['Env', 'Env annex', 'B', 'Geeks'])
  t.equal((await said('PUT', 'indexers/order', { version: 5, ids: [ids[0]] })).status, 400)
  t.same(app.connections.inUse().indexers.map(({ name }) => name), ['Env', 'Env annex', 'Geeks'], 'who is switched off is not asked')
  t.match((await said('DELETE', `indexers/${id}`, { version: 5 })).body, { version: 6, indexers: { length: 3 } })
  t.equal((await said('DELETE', `indexers/${id}`, { version: 6 })).status, 404)
  await app.settings.change(connectionScope, { from: 6, value: (before) => ({ ...before, indexers: before.indexers.map((each) => ({ ...each, name: 'Env', enabled: true })) }) }, 'system')
  t.same(app.connections.inUse().indexers.map(({ name }) => name), ['Env', 'Env annex', 'Env (2)'], 'where the environment came to name one as another was named here, each keeps a name of its own')

  t.match((await said('POST', 'connections/undo', { version: 6 })).status, 409, 'only what came last is taken back')
  t.match((await said('POST', 'connections/undo', { version: 7 })).body, { version: 8, indexers: { length: 3 } })
  t.ok(app.connections.inUse().indexers.every(({ apiKey }) => [KEY, 'env-key'].includes(apiKey)), 'keys and all')

  const events = await Array.fromAsync(app.store.readStream(settingsStream('connections')))
  t.equal(events.length, 8)
  const row = await app.database.kysely.selectFrom('settings').selectAll().execute()
  for (const [where, text] of Object.entries({ answers: seen.join(), log: app.log(), events: JSON.stringify(events), table: JSON.stringify(row) })) {
    for (const secret of [KEY, SECRET, 'env-key']) t.notOk(text.includes(secret), `${where} do not hold ${secret}`)
  }
})

t.test('an indexer and a news server are tried out before they are set up, and as they are', async (t) => {
  const newznab = await startNewznabServer({ apiKey: KEY })
  t.teardown(() => newznab.stop())
  const nntp = await startNntpServer({ account: { username: 'ann', password: SECRET } })
  t.teardown(() => nntp.stop())
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const ask = await askAs(app)
  const here = { ...indexer, url: newznab.url, ownNetwork: true }
  const server = { ...newsServer, host: '127.0.0.1', port: nntp.port, tls: false, ownNetwork: true, connections: 4 }
  t.match((await ask('POST', 'indexers/test', { indexer: here })).body, { ok: true, message: 'It works.' })
  t.match((await ask('POST', 'indexers/test', { indexer: { ...here, apiKey: 'wrong' } })).body, { ok: false, advice: { message: /API key/ } })
  t.match((await ask('POST', 'indexers/test', { indexer: { ...here, ownNetwork: false } })).body, { ok: false, message: /private network/, code: 'ADDRESS_OWN_NETWORK', values: { host: '127.0.0.1' }, advice: { message: /own network/ } })
  t.match((await ask('POST', 'usenet-servers/test', { newsServer: server })).body, { ok: true, steps: [{ ok: true }, { ok: true }, { ok: true, detail: { message: '4 of 4 at once.' } }] })
  t.match((await ask('POST', 'usenet-servers/test', { newsServer: { ...server, password: 'wrong' } })).body, { ok: false, advice: { message: /user name and password/ } })
  t.match((await ask('POST', 'usenet-servers/test', { newsServer: { ...server, ownNetwork: false } })).body, { ok: false, advice: { message: /own network/ } })
  t.match((await ask('POST', 'indexers', { version: 0, indexer: here })).body, { version: 1 })
  const { body } = await ask('POST', 'usenet-servers', { version: 1, newsServer: server })
  t.match((await ask('POST', `indexers/${body.indexers[0].id}/test`)).body, { ok: true })
  t.match((await ask('POST', `usenet-servers/${body.newsServers[0].id}/test`)).body, { ok: true })
  const { password: _, ...without } = server
  t.match((await ask('POST', 'usenet-servers/test', { id: body.newsServers[0].id, newsServer: { ...without, connections: 2 } })).body, { ok: true, steps: [{}, {}, { detail: { message: '2 of 2 at once.' } }] }, 'with the password that is set up')
  t.equal((await ask('POST', 'usenet-servers/test', { id: body.newsServers[0].id, newsServer: { ...without, host: 'localhost' } })).status, 400, 'which is for no other place')
  const figures = await app.ask('GET', '/metrics')
  t.match(figures.body, /rewind_connection_test_seconds_count\{what="news server",ok="false"\} 2/)
  t.match(figures.body, /rewind_settings_unrecorded 0/)
  t.match((await ask('POST', 'object-store/test')).body, { ok: true, steps: [{ name: { message: 'Write' } }, { name: { code: 'STORE_STEP_READ' } }, { name: { message: 'Delete' } }] })
})

t.test('on one server', async (t) => {
  const app = await testApp(t)
  const ask = await askAs(app)

  await t.test('what is wrong with a news server is told in words', async (t) => {
    const tested = async (port: number, more: Partial<NewsServerWish> = {}) =>
      (await ask('POST', 'usenet-servers/test', { newsServer: { ...newsServer, host: '127.0.0.1', port, tls: false, ownNetwork: true, ...more } })).body
    const scripted = async (t: Test, answer: (command: string) => string | undefined) => {
      const peer = await startScriptedNntp((command, { send, cut }) => { const said = answer(command); return said === undefined ? cut() : send(said) })
      t.teardown(() => peer.stop())
      return peer.port
    }
    t.match(await tested(1), { ok: false, message: 'Nothing listens there.', advice: { message: /119/ } })
    const plain = await startNntpServer({ account: { username: 'ann', password: SECRET } })
    t.teardown(() => plain.stop())
    t.match(await tested(plain.port, { tls: true }), { ok: false, message: /does not speak TLS/, advice: { message: /563/ } })
    const tls = await startNntpServer({ account: { username: 'ann', password: SECRET }, tls: true })
    t.teardown(() => tls.stop())
    t.match(await tested(tls.port, { tls: true }), { ok: false, message: /vouches/, advice: { message: /nothing was sent/ } })
    t.match(await tested(await scripted(t, () => 'HTTP/1.1 400 Bad Request\r\n')), { ok: false, advice: { message: /no news server/ } })
    t.match(await tested(await scripted(t, () => '400 load too high\r\n')), { ok: false, advice: { message: /later/ } })
    t.match(await tested(await scripted(t, () => undefined)), { ok: false, advice: { message: /119 is usual/ } })
    let given = 0
    const few = await scripted(t, (command) => command === '' ? ++given > 3 ? '502 too many connections\r\n' : '200 hello\r\n' : command.startsWith('AUTHINFO') ? '281 in\r\n' : '430 none\r\n')
    t.match(await tested(few), { ok: true, message: 'It works, with 3 of 20 connections.', advice: { message: /Set 3 connections/ }, steps: [{ ok: true }, { ok: true }, { ok: false, detail: { message: /^3 of 20/ } }] })
    t.notOk(app.log().includes(SECRET))
  })

  await t.test('an indexer that leads elsewhere is not followed there', async (t) => {
    const asked: string[] = []
    const server = createServer((request, response) => { asked.push(request.url!); response.writeHead(302, { location: `http://127.0.0.2:${(server.address() as AddressInfo).port}/secret` }).end() })
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
    t.teardown(() => server.close())
    t.match((await ask('POST', 'indexers/test', { indexer: { ...indexer, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ownNetwork: true } })).body, { ok: false, message: /another host/ })
    t.equal(asked.length, 1)
  })

  await t.test('downloads are paused, limited and scheduled, and who follows hears of it at once', async (t) => {
    t.match((await ask('GET', 'downloads')).body, { version: 0, settings: unlimitedDownloads, now: { paused: false, speedLimitBytes: null }, timeZone: String })
    const heard: boolean[] = []
    app.settings.follow(downloadScope, ({ value }) => heard.push(value.paused))
    t.match(await ask('PUT', 'downloads', { version: 0, settings: { ...unlimitedDownloads, paused: true } }), { status: 200, body: { version: 1, now: { paused: true } } })
    await eventually('it was heard', () => heard.join() === 'false,true')
    const rule = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', speedLimitBytes: 2_000_000 }
    t.match((await ask('PUT', 'downloads', { version: 1, settings: { ...unlimitedDownloads, schedule: [rule] } })).body, { now: { paused: false, speedLimitBytes: 2_000_000, rule: 0 } })
    for (const wrong of [{ from: '24:00' }, { days: [] }, { days: [0] }, { speedLimitBytes: 0 }, { speedLimitBytes: 'stop' }]) {
      t.equal((await ask('PUT', 'downloads', { version: 2, settings: { ...unlimitedDownloads, schedule: [{ ...rule, ...wrong }] } })).status, 400, JSON.stringify(wrong))
    }
  })

  await t.test('members may neither look nor change', async (t) => {
    const ask = await askAs(app, 'member')
    for (const [method, url, body] of [['GET', 'connections'], ['GET', 'downloads'], ['POST', 'indexers', { version: 0, indexer }], ['POST', 'object-store/test'], ['PUT', 'downloads', { version: 0, settings: unlimitedDownloads }]] as const) {
      t.equal((await ask(method, url, body)).status, 403, `${method} ${url}`)
    }
  })
})
