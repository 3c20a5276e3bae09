import { createECDH } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { System } from '../system.ts'
import { realSystem } from '../system.ts'
import { testApp } from '../../test/support/test-app.ts'
import t from '../../test/support/tap.ts'

const subscription = { endpoint: 'https://fcm.googleapis.com/fcm/send/abc', keys: { p256dh: 'B'.padEnd(87, 'A'), auth: 'A'.repeat(22) } }
const PATH = '/api/me/push-subscriptions'

t.test('a browser subscribes at a push service that is known, once, and unsubscribes', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const { userId } = await app.accounts.createFirstAdmin({ username: 'ada', password: 'a sentence is easier to keep' })
  const cookie = await app.signIn('ada', 'a sentence is easier to keep')
  const kept = () => app.pushSubscriptions.idsOf(userId)
  t.match((await app.ask('GET', '/api/push-key', { cookie })).json(), { key: app.pushKey.publicKey })
  t.equal((await app.ask('POST', PATH, { body: subscription })).statusCode, 401)
  t.equal((await app.ask('POST', PATH, { cookie, body: { ...subscription, endpoint: 'https://169.254.169.254/latest' } })).statusCode, 400)
  t.equal((await app.ask('POST', PATH, { cookie, body: { ...subscription, keys: { ...subscription.keys, auth: 'short' } } })).statusCode, 400)
  t.equal((await kept()).length, 0)
  for (let times = 0; times < 2; times++) t.equal((await app.ask('POST', PATH, { cookie, body: subscription })).statusCode, 204)
  t.equal((await kept()).length, 1)
  t.equal((await app.ask('DELETE', PATH, { cookie })).statusCode, 204)
  t.equal((await kept()).length, 0)
  t.notMatch(app.log(), subscription.endpoint, 'the address, by which anyone could push, is in no log')
})

t.test('a test is pushed to this browser alone; one that has unsubscribed is forgotten', async (t) => {
  const asked: string[] = []
  let status = 201
  const system: System = { ...realSystem, fetch: async (address) => { asked.push(String(address)); return new Response(null, { status }) } }
  const app = await testApp(t, { environment: { DEMO: 'no' }, system })
  await app.accounts.createFirstAdmin({ username: 'ada', password: 'a sentence is easier to keep' })
  const [cookie, other] = [await app.signIn('ada', 'a sentence is easier to keep'), await app.signIn('ada', 'a sentence is easier to keep')]
  const test = async () => { const answer = await app.ask('POST', `${PATH}/test`, { cookie }); return [answer.statusCode, answer.body === '' ? undefined : answer.json().code] }
  t.strictSame(await test(), [404, 'NOT_FOUND'])
  const key = createECDH('prime256v1').generateKeys('base64url')
  const keep = (of: string, name: string) => app.ask('POST', PATH, { cookie: of, body: { endpoint: `https://fcm.googleapis.com/fcm/send/${name}`, keys: { p256dh: key, auth: 'A'.repeat(22) } } })
  t.strictSame([(await keep(cookie, 'here')).statusCode, (await keep(other, 'elsewhere')).statusCode], [204, 204])
  t.strictSame(await test(), [204, undefined])
  t.strictSame(asked.filter((address) => address.includes('fcm.googleapis')), ['https://fcm.googleapis.com/fcm/send/here'])
  status = 503
  t.strictSame(await test(), [503, 'UNAVAILABLE'])
  status = 410
  t.strictSame(await test(), [404, 'NOT_FOUND'])
  t.strictSame((await app.ask('GET', '/api/me/sessions', { cookie })).json().map(({ pushed, current }: { pushed: boolean; current: boolean }) => `${current ? 'here' : 'elsewhere'} ${pushed}`).toSorted(), ['elsewhere true', 'here false'])
})

t.test('a push service that cannot be reached is named in the log, the browser\'s address there is not', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const nowhere = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`
  closed.close()
  const app = await testApp(t, { environment: { DEMO: 'no' }, system: { ...realSystem, fetch: async (address, init) => await fetch(String(address).replace('https://fcm.googleapis.com', nowhere), init) } })
  await app.accounts.createFirstAdmin({ username: 'ada', password: 'a sentence is easier to keep' })
  const cookie = await app.signIn('ada', 'a sentence is easier to keep')
  const keys = { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: 'A'.repeat(22) }
  await app.ask('POST', PATH, { cookie, body: { endpoint: 'https://fcm.googleapis.com/fcm/send/canary-(1)?a=canary', keys } })
  t.match((await app.ask('POST', `${PATH}/test`, { cookie })).json(), { code: 'UNAVAILABLE' })
  t.match(app.log(), `${nowhere}/…`)
  t.notMatch(app.log(), 'canary')
})
