/** How SMS are handed over, to whoever sends them and does not; and what a setting may say. */

import { createServer as createTlsServer } from 'node:https'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { makeServerIdentity } from '../../demo/nntp/certificate.ts'
import { openSmsExchange, SMS_TOKEN } from '../../test/support/sms-exchange.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'
import { readSmsAddress, smsSender, smsUrl } from './sms-address.ts'
import type { SmsError } from './sms-sender.ts'
import { smsSenderOf } from './sms-sender.ts'

const sms = { to: '+491701234567', text: 'رمزك 123456 & mehr' }
const signal = new AbortController().signal

function senderTo(url: string, from = '+15005550006') {
  const outcomes: string[] = []
  return { ...smsSenderOf({ smsUrl: url, smsFrom: from, demo: false }, { log: { info() {} }, system: realSystem, counted: (outcome) => { outcomes.push(outcome) } }), outcomes }
}

t.test('an SMS arrives as it was written, from a number or by a messaging service', async (t) => {
  const exchange = await openSmsExchange(t)
  const sender = senderTo(exchange.url)
  await sender.send(sms, 'abc', signal)
  await senderTo(exchange.url, 'MG0123456789abcdef0123456789abcdef').send(sms, 'abd', signal)
  t.same(exchange.texts, [{ to: sms.to, from: '+15005550006', body: sms.text }, { to: sms.to, from: 'MG0123456789abcdef0123456789abcdef', body: sms.text }])
  t.match([sender.way, sender.where, sender.last(), sender.outcomes], ['http', new URL(exchange.url).host, { code: null }, ['taken']])
})

t.test('[SS1] [SS2] [SS3] what is not taken is told by a code, with no number, text or token in it, and the token goes nowhere else', async (t) => {
  const [exchange, elsewhere] = [await openSmsExchange(t), await openSmsExchange(t)]
  const failureOf = async (url: string, to = sms.to, until = signal) => {
    const sender = senderTo(url)
    const error = await sender.send({ ...sms, to }, 'abc', until).then(() => undefined, (error: SmsError) => error)
    t.notMatch(`${error?.message} ${error?.stack} ${String(error?.cause)} ${JSON.stringify(error)}`, /4917|123456|tok\/en|tok%2F|Basic/)
    t.same([sender.last()?.code, sender.outcomes], [error?.code, [error?.code]])
    return [error?.code, error?.reason]
  }
  t.same(await failureOf(exchange.url.replace(encodeURIComponent(SMS_TOKEN), 'guessed')), ['SMS_SIGN_IN', 20003])
  t.same(await failureOf(exchange.url, '+1'), ['SMS_REFUSED', 21211], 'by the number of what is wrong')
  exchange.answer((response) => response.writeHead(429).end('slowly'))
  t.same(await failureOf(exchange.url), ['SMS_BUSY', null])
  exchange.answer((response) => response.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"x'))
  t.same(await failureOf(exchange.url), ['SMS_BUSY', null])
  exchange.answer((response) => response.writeHead(302, { location: elsewhere.url }).end())
  t.same([await failureOf(exchange.url), elsewhere.texts], [['SMS_REFUSED', null], []], 'it is not led on')
  exchange.answer((response) => response.socket!.destroy())
  t.same(await failureOf(exchange.url), ['SMS_UNANSWERED', null], 'it may have been taken')
  const closing = new AbortController()
  exchange.answer(() => closing.abort(new Error('the house closes')))
  t.same(await failureOf(exchange.url, sms.to, closing.signal), ['SMS_UNANSWERED', null], 'nor is it known where the house closes meanwhile')
  t.same(await failureOf('https://name:token@169.254.169.254'), ['SMS_UNREACHABLE', null], 'nor to where clouds keep their secrets')
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise<void>((resolve) => { closed.once('listening', resolve) })
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => { closed.close(resolve) })
  t.same(await failureOf(`http://name:token@127.0.0.1:${port}`), ['SMS_UNREACHABLE', null])

  const identity = makeServerIdentity(Date.now(), new Uint8Array(16).fill(9))
  const stranger = createTlsServer({ key: identity.keyPem, cert: identity.chainPem })
  await new Promise<void>((resolve) => { stranger.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => stranger.close())
  t.same(await failureOf(`https://name:token@127.0.0.1:${(stranger.address() as AddressInfo).port}`), ['SMS_TLS', null], 'nor to who cannot show that it is the one meant')
  await t.rejects(senderTo(exchange.url).send(sms, 'abc', AbortSignal.abort(new Error('the house closes'))), /the house closes/)
})

t.test('the demo prints its SMS; without either there is none', async (t) => {
  const printed: object[] = []
  const ports = { log: { info: (fields: object) => { printed.push(fields) } }, system: realSystem, counted() {} }
  const demo = smsSenderOf({ smsUrl: null, smsFrom: null, demo: true }, ports)
  await demo.send(sms, 'abc', signal)
  t.same([demo.way, printed], ['log', [{ id: 'abc', text: sms.text }]])
  const off = smsSenderOf({ smsUrl: null, smsFrom: null, demo: false }, ports)
  t.equal(off.way, 'off')
  await t.rejects(off.send(sms, 'abc', signal))
})

t.test('[SS4] whoever sends them is left alone as long as they want, within bounds', async (t) => {
  const exchange = await openSmsExchange(t)
  let [now, asked] = [Date.parse('2026-11-26T12:00:00Z'), 0]
  const sender = smsSenderOf({ smsUrl: exchange.url, smsFrom: 'Rewind', demo: false }, { log: { info() {} }, system: { now: () => now }, counted() {} })
  const send = () => sender.send(sms, 'abc', signal).then(() => 'taken', ({ code, retryAfterMs }: SmsError) => [code, retryAfterMs])
  const no = (status: number, retryAfter?: string) => exchange.answer((response) => {
    asked++
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end()
  })
  no(503)
  t.same([await send(), await send(), asked], [['SMS_BUSY', 0], ['SMS_BUSY', 0], 2], 'who does not say how long is asked again by who tries')
  no(429, '120')
  t.same(await send(), ['SMS_BUSY', 120_000])
  now += 20_000
  t.same([await send(), asked], [['SMS_BUSY', 100_000], 3], 'nothing is said to them meanwhile')
  now += 100_000
  no(503, 'Thu, 26 Nov 2026 12:03:00 GMT')
  t.same([await send(), asked], [['SMS_BUSY', 60_000], 4])
  now += 60_000
  no(429, '86400')
  t.same(await send(), ['SMS_BUSY', limits.smsRestMaxMs], 'codes that are asked for then may still go out in time')
  exchange.answer(undefined)
  now += limits.smsRestMaxMs - 1
  t.same([await send(), exchange.texts], [['SMS_BUSY', 1], []])
  now++
  t.equal(await send(), 'taken')
})

t.test('settings of SMS are read, or say what is wrong', async (t) => {
  t.same(readSmsAddress('https://AC1:a%40b@api.twilio.com'), { url: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json', host: 'api.twilio.com', authorization: `Basic ${btoa('AC1:a@b')}` })
  t.match(readSmsAddress('https://SK1:key@sms.example:8443/api/laml/2010-04-01/Accounts/AC1/'), { url: 'https://sms.example:8443/api/laml/2010-04-01/Accounts/AC1/Messages.json', host: 'sms.example:8443' })
  t.match([smsUrl('http://a:b@127.0.0.1:8080'), smsUrl('http://a:b@[::1]')], [{ value: /127/ }, { value: /::1/ }])
  for (const wrong of ['api.twilio.com', 'ftp://a:b@sms.example', 'http://a:b@sms.example', 'https://sms.example', 'https://a@sms.example', 'https://a:b@sms.example?x=1', 'https://a:b%ZZ@sms.example']) t.match(smsUrl(wrong), { problem: /must/ }, wrong)
  for (const right of ['+491701234567', '72345', 'Rewind', 'My Films 2', 'MG0123456789abcdef0123456789abcdef']) t.same(smsSender(right), { value: right })
  for (const wrong of ['+0', 'A name that is too long', 'films@example.org', '0170/123']) t.match(smsSender(wrong), { problem: /must/ }, wrong)
})
