/** Admins set webhooks up, try them out and take it back, on the server as it is composed. */

import type { WebhookWish } from '../../projections/wire-webhooks.ts'
import { hookReceiver } from '../../test/support/hook-receiver.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'
import { settingsStream } from '../../domain/settings.ts'

const PASSWORD = 'a long enough password'
const SECRET = 'whsec_' + Buffer.alloc(32, 5).toString('base64')
const hook: WebhookWish = { name: 'House', template: 'rewind', kinds: ['grab', 'health'], enabled: true, ownNetwork: false, url: 'https://hooks.example/in/t0ken?k=s3cretkey', secret: SECRET, headers: [{ name: 'X-Key', value: 'v4lue-of-mine' }] }

async function askAs(app: TestApp, role: 'member' | 'admin' = 'admin') {
  await app.accounts.ensure({ username: role, password: PASSWORD, role })
  const cookie = await app.signIn(role, PASSWORD)
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: unknown) => {
    const answer = await app.ask(method, `/api/admin/webhooks${path}`, { cookie, body })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }
}

t.test('set up, changed, taken back: secrets come in and stay in, and are for the place they were given for', async (t) => {
  const app = await testApp(t)
  const ask = await askAs(app)
  const seen: string[] = []
  const said: typeof ask = async (...question) => { const answer = await ask(...question); seen.push(answer.text); return answer }
  t.match((await said('GET')).body, { version: 0, hooks: [] })
  const first = await said('POST', '', { version: 0, hook })
  t.match(first, { status: 201, body: { version: 1, hooks: [{ name: 'House', origin: 'https://hooks.example', signed: true, headers: ['X-Key'], state: 'new', waiting: 0, dead: 0, last: null }] } })
  const [{ id }] = first.body.hooks
  const { url: _, secret: _secret, headers: _headers, ...open } = hook
  t.match(await said('PUT', `/${id}`, { version: 1, hook: { ...open, enabled: false } }), { status: 200, body: { version: 2, hooks: [{ state: 'off', signed: true }] } })
  t.match(app.webhooks.find(id), { url: hook.url, secret: SECRET, headers: hook.headers }, 'what is left out stays')
  const wrong = async (change: object, field: string) => t.match(await said('PUT', `/${id}`, { version: 2, hook: { ...open, ...change } }), { status: 400, body: { details: [{ field }] } }, JSON.stringify(change))
  await wrong({ url: 'https://elsewhere.example/in' }, 'secret')
  await wrong({ url: 'https://elsewhere.example/in', secret: SECRET }, 'headers')
  await wrong({ url: 'https://me:pass@hooks.example/in' }, 'url')
  await wrong({ headers: [{ name: 'Host', value: 'x' }] }, 'headers')
  await wrong({ headers: [{ name: 'Webhook-Signature', value: 'x' }] }, 'headers')
  await wrong({ headers: [{ name: 'A', value: 'x' }, { name: 'a', value: 'y' }] }, 'headers')
  await wrong({ template: 'arr', kinds: ['request.pending'] }, 'kinds')
  await wrong({ secret: null }, 'secret')
  for (const path of ['', '/', '/%zz', '/two%20words']) await wrong({ template: 'ntfy', url: `https://hooks.example${path}` }, 'url')
  t.equal((await said('PUT', `/${id}`, { version: 2, hook: { ...open, secret: 'plain' } })).status, 400)
  t.equal((await said('POST', '', { version: 2, hook: { ...hook, url: undefined } })).status, 400)
  t.match(await said('POST', '', { version: 2, hook }), { status: 400, body: { details: [{ field: 'name' }] } })
  t.match(await said('POST', '', { version: 1, hook }), { status: 409 })

  t.match((await said('DELETE', `/${id}`, { version: 2 })).body, { version: 3, hooks: [] })
  t.match((await said('POST', '/undo', { version: 2 })).status, 409, 'only what came last is taken back')
  t.match((await said('POST', '/undo', { version: 3 })).body, { version: 4, hooks: [{ id, name: 'House', state: 'off', signed: true }] })
  t.match(app.webhooks.find(id), { url: hook.url, secret: SECRET, headers: hook.headers }, 'secrets and all')
  t.match((await said('POST', '/undo', { version: 4 })).body, { version: 5, hooks: [] }, 'and that as well')
  t.equal((await said('POST', `/${id}/test`)).status, 404)

  const events = await Array.fromAsync(app.store.readStream(settingsStream('webhooks')))
  t.equal(events.length, 5, 'each change is an event')
  const rows = await app.database.kysely.selectFrom('settings').selectAll().execute()
  for (const [where, text] of Object.entries({ answers: seen.join(), log: app.log(), events: JSON.stringify(events), table: JSON.stringify(rows) })) {
    for (const secret of [SECRET, 't0ken', 's3cretkey', 'v4lue-of-mine']) t.notOk(text.includes(secret), `${where} do not hold ${secret}`)
  }
})

t.test('the Test button tells what came back, and is remembered of what is set up', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const ask = await askAs(app)
  const receiver = await hookReceiver(t, (response) => response.writeHead(200).end('thank you for t0ken-of-mine'))
  const here = { ...hook, url: `${receiver.url}/t0ken-of-mine`, ownNetwork: true }
  const tested = async (more: object = {}) => (await ask('POST', '/test', { hook: { ...here, ...more } })).body
  t.match(await tested(), { ok: true, message: 'It took the test.', advice: null, steps: [{ ok: true, detail: { message: '200: thank you for [secret]' } }] })
  t.match(receiver.taken[0], { headers: { 'x-key': 'v4lue-of-mine', 'webhook-signature': /^v1,/ } })
  t.match(JSON.parse(receiver.taken[0]!.body), { type: 'test' })
  t.match(await tested({ ownNetwork: false }), { ok: false, message: /private network/, advice: { message: /own network/ }, steps: [] })
  t.match(await tested({ url: 'http://127.0.0.1:1/x' }), { ok: false, message: /Nothing listens/ })
  receiver.answerWith((response) => response.writeHead(401).end())
  t.match(await tested(), { ok: false, message: /401/, advice: { message: /key/ }, steps: [{ ok: false, detail: { message: '401, and nothing besides.' } }] })
  receiver.answerWith((response) => response.writeHead(302, { location: '/elsewhere' }).end())
  t.match(await tested(), { ok: false, advice: { message: /leads elsewhere/ } })
  t.equal(receiver.taken.length, 3, 'nobody was followed')
  const { body: { hooks: [{ id }] } } = await ask('POST', '', { version: 0, hook: here })
  receiver.answerWith((response) => response.writeHead(204).end())
  t.match((await ask('POST', `/${id}/test`)).body, { ok: true })
  t.match((await ask('GET', `/${id}/attempts`)).body, { attempts: [{ kind: 'test', outcome: 'delivered', status: 204, excerpt: '' }] })
  t.match((await ask('GET')).body, { hooks: [{ state: 'working', last: { kind: 'test' } }] })
  t.match((await ask('GET', '/letters')).body, { total: 0, letters: [] })
  t.match((await ask('POST', '/letters/retry', {})).status, 200)
  t.match((await app.ask('GET', '/health/ready')).json().checks.find(({ name }: { name: string }) => name === 'webhooks'), { ok: true, message: '1 get through or are tried again, 0 do not; 0 messages could not be delivered' })
  const figures = (await app.ask('GET', '/metrics')).body
  for (const line of [/rewind_webhook_seconds_count\{template="rewind",outcome="delivered"\} 2/, /rewind_webhooks\{state="working"\} 1/, /rewind_webhook_messages\{state="dead"\} 0/]) t.match(figures, line)
  const askAsMember = await askAs(app, 'member')
  for (const [method, path, body] of [['GET'], ['GET', '/letters'], ['POST', '', { version: 1, hook }], ['POST', '/undo', { version: 1 }], ['POST', '/letters/drop', {}]] as const) t.equal((await askAsMember(method, path, body)).status, 403)
})
