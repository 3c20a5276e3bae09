import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { RecordedEvent } from '../domain/event.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import { projections } from '../projections/index.ts'
import { createMemoryCommandOutcomes } from '../server/command-outcomes.ts'
import { createReadModels } from '../server/db/read-model-tables.ts'
import { createMemoryEventStore } from '../server/event-store/memory.ts'
import { createCommandHandler } from '../server/handle.ts'
import { encryptMessage } from '../server/push/encrypt-message.ts'
import { pushKeyIn } from '../server/push/push-key.ts'
import { isPushAddress, PUSH_SERVICES } from '../server/push/push-addresses.ts'
import { pushSubscriptionsIn } from '../server/push/push-subscriptions.ts'
import { realSystem } from '../server/system.ts'
import { ada, issue } from '../test/support/given.ts'
import { newCommand } from '../test/support/person.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import { deliverPush } from './deliver-push.ts'
import { pushNotifications } from './push-notifications.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')
const sessionId = '0d0d0d0d-0000-4000-8000-000000000004'
const messageId = '01930000-0000-7000-8000-00000000000a'

/** What a browser does with a push: RFC 8291 the other way round. */
function decrypt(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, theirs, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)]
  const derive = (secret: Uint8Array, salted: Uint8Array, info: Uint8Array, count: number) => Buffer.from(hkdfSync('sha256', secret, salted, info, count))
  const keying = derive(browser.computeSecret(theirs), auth, Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), theirs]), 32)
  const opening = createDecipheriv('aes-128-gcm', derive(keying, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16), derive(keying, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
  opening.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString()
}

t.test('a message is encrypted as the example of RFC 8291 is', async (t) => {
  const body = encryptMessage(Buffer.from('When I grow up, I want to be a watermelon'), {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  }, { privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'), salt: bytes('DGv6ra1nlYgDCS1FRnbzlw') })
  t.equal(Buffer.from(body).toString('base64url'), 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN')
  t.throws(() => encryptMessage(new Uint8Array(3_901), { p256dh: '', auth: '' }, { privateKey: bytes(''), salt: bytes('') }), RangeError)
})

/** A push service on a socket, and a browser subscribed there. */
async function browserOf(t: Test) {
  const { database } = await withPostgres(t)
  await createReadModels(database.pool, projections)
  await database.pool.query(`insert into accounts (user_id, username, password_hash, role) values ($1, 'ada', 'none', 'viewer')`, [ada])
  await database.pool.query(`insert into sessions (id, token_hash, user_id, expires_at) values ($1, '\\x00', $2, now() + interval '1 day')`, [sessionId, ada])
  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = []
  const answer = { status: 201, headers: {} as Record<string, string> }
  const service = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: Buffer.concat(await Array.fromAsync(request)) })
    response.writeHead(answer.status, answer.headers).end()
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
  t.teardown(() => { service.closeAllConnections(); service.close() })
  const origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = Buffer.from(realSystem.randomBytes(16))
  const subscriptions = pushSubscriptionsIn(database.kysely)
  await subscriptions.keep({ userId: ada, sessionId }, { endpoint: `${origin}/push/1`, p256dh: browser.getPublicKey().toString('base64url'), auth: auth.toString('base64url') })
  const [subscription] = await subscriptions.idsOf(ada)
  const folder = t.testdir({})
  const key = await pushKeyIn(folder, 'mailto:ada@example.org', realSystem)
  const deliver = (services: readonly string[] = [origin]) => deliverPush({ db: database.kysely, subscriptions, key, services, system: realSystem })(
    { id: messageId, payload: { subscription, notificationId: messageId, kind: 'ready', movieId: 653 } }, AbortSignal.timeout(60_000))
  return { database, got, answer, origin, browser, auth, subscriptions, folder, key, deliver }
}

t.test('the browser alone can read it, and the push service sees who sends', async (t) => {
  const { got, deliver, browser, auth, key, origin, folder } = await browserOf(t)
  await deliver()
  const [{ headers, body }] = got as [typeof got[number]]
  t.same(JSON.parse(decrypt(body, browser, auth)), { id: messageId, kind: 'ready', movieId: 653, title: null })
  t.match(headers, { 'content-encoding': 'aes128gcm', ttl: '86400', topic: messageId.replaceAll('-', '') })
  const [, token = '', publicKey = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization!) ?? []
  const [head, claims, signature] = token.split('.') as [string, string, string]
  t.equal(publicKey, key.publicKey)
  t.match(JSON.parse(bytes(claims).toString()), { aud: origin, sub: 'mailto:ada@example.org' })
  const raw = bytes(publicKey)
  const verifier = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') } })
  t.ok(verify('sha256', Buffer.from(`${head}.${claims}`), { key: verifier, dsaEncoding: 'ieee-p1363' }, bytes(signature)), 'signed with the key it names')
  t.equal((await pushKeyIn(folder, 'mailto:ada@example.org', realSystem)).publicKey, key.publicKey, 'the same after a restart')
  t.equal(statSync(join(folder, 'push-key')).mode & 0o777, 0o600)
  t.equal(readFileSync(join(folder, 'push-key')).length, 32)
})

t.test('a subscription that is gone is forgotten; who is busy says until when; what is refused is final', async (t) => {
  const { answer, deliver, subscriptions, got } = await browserOf(t)
  answer.status = 429
  answer.headers = { 'retry-after': '120' }
  await t.rejects(deliver(), { code: 'PUSH_429', passing: true, retryAfterMs: 120_000 })
  answer.status = 503
  await t.rejects(deliver(), { code: 'PUSH_503', passing: true })
  answer.status = 400
  await t.rejects(deliver(), { code: 'PUSH_400', passing: false })
  answer.status = 302
  answer.headers = { location: 'http://169.254.169.254/' }
  await t.rejects(deliver(), { code: 'PUSH_302', passing: false }, 'no redirect is followed')
  answer.status = 410
  await deliver()
  t.same(await subscriptions.idsOf(ada), [])
  await deliver()
  t.equal(got.length, 5, 'and nothing is sent to it any more')
})

t.test('no address but that of a known push service is called, and the end of the session ends it', async (t) => {
  const { deliver, got, subscriptions, database } = await browserOf(t)
  await t.rejects(deliver(PUSH_SERVICES), { code: 'PUSH_SERVICE_UNKNOWN', passing: false })
  t.equal(got.length, 0)
  for (const address of ['http://fcm.googleapis.com/x', 'https://fcm.googleapis.com:8443/x', 'https://fcm.googleapis.com.evil.example/x', 'https://me@fcm.googleapis.com/x', 'https://127.0.0.1/', 'nonsense']) t.notOk(isPushAddress(address, PUSH_SERVICES), address)
  t.ok(isPushAddress('https://fcm.googleapis.com/fcm/send/abc', PUSH_SERVICES))
  await database.pool.query('delete from sessions')
  t.same(await subscriptions.idsOf(ada), [])
})

t.test('nothing is pushed of a kind that is not wanted that way, nor in quiet hours', async (t) => {
  const { subscriptions } = await browserOf(t)
  const store = createMemoryEventStore({ system: realSystem })
  const { handle } = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const policy = pushNotifications(store, subscriptions)
  const pushed = async (kind: NotificationKind, recordedAt: string) => {
    const event = { id: messageId, type: 'Notified', recordedAt, data: { userId: ada, kind, movieId: 653 } } as unknown as RecordedEvent
    return policy.messages(event, await policy.lookup(event)).map(({ payload }) => (payload as { kind: string }).kind)
  }
  const at = { noon: '2026-03-01T12:00:00.000Z', night: '2026-03-01T23:00:00.000Z' }
  t.strictSame([await pushed('ready', at.noon), await pushed('failed', at.night)], [['ready'], ['failed']], 'by itself all is')
  const data = { notifications: { failed: { push: false } }, quietHours: { on: true, from: '22:00', to: '07:00', zone: 'UTC' } }
  await handle(issue('UpdatePreferences', data, { id: newCommand('UpdatePreferences', data).id }))
  t.strictSame([await pushed('ready', at.noon), await pushed('ready', at.night), await pushed('failed', at.noon)], [['ready'], [], []])
})
