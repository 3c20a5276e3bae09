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
