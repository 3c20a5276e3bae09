/** How mails are handed over, to mail servers that do not take them; and what a setting may say. */

import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { openLetterBox } from '../../test/support/letter-box.ts'
import t from '../../test/support/tap.ts'
import { realSystem } from '../system.ts'
import type { Mail } from './mailer.ts'
import { mailerOf } from './mailer.ts'
import { languageWished, MAIL_LANGUAGES } from './mail-texts.ts'
import { renderMail } from './render-mail.ts'
import { mailSender, readMailSender, readSmtpAddress, smtpUrl } from './smtp-address.ts'

const mail: Mail = { to: 'ada@example.org', subject: 'Grüße', text: 'السلام عليكم\n', html: '<p>Hallo</p>', unsubscribe: 'https://films.example.org/email/off#abc' }
const signal = new AbortController().signal

function mailerTo(url: string) {
  const outcomes: string[] = []
  return { ...mailerOf({ smtpUrl: url, mailFrom: 'Ädas Filme <films@example.org>', demo: false }, { log: { info() {} }, system: realSystem, counted: (outcome) => { outcomes.push(outcome) } }), outcomes }
}

t.test('[MA3] a mail arrives as it was written, under the id of its message, and says how to stop it', async (t) => {
  const box = await openLetterBox(t)
  const mailer = mailerTo(box.url)
  await mailer.send(mail, 'abc', signal)
  const [letter] = box.letters
  t.match(letter, { to: 'ada@example.org', from: 'films@example.org', text: 'السلام عليكم', html: '<p>Hallo</p>' })
  for (const header of [/Message-ID: <abc@example\.org>/, /List-Unsubscribe: <https:\/\/films\.example\.org\/email\/off#abc>/, /Auto-Submitted: auto-generated/]) t.match(letter!.headers, header)
  t.match(mailer.last(), { code: null })
})

t.test('[MA1] [MA2] a mail server that takes nothing is told by a code, and nobody\'s address with it', async (t) => {
  const [box, untrusted] = [await openLetterBox(t), await openLetterBox(t, { tls: true })]
  const codeOf = async (url: string, status?: number) => {
    box.refuse(status)
    const mailer = mailerTo(url)
    const error = await mailer.send(mail, 'abc', signal).then(() => undefined, (error: Error & { code: string }) => error)
    t.notMatch(`${error?.message} ${error?.stack} ${String(error?.cause)}`, /ada@|p@ss/)
    t.same([mailer.last()?.code, mailer.outcomes], [error?.code, [error?.code]])
    return error?.code
  }
  t.equal(await codeOf(box.url.replace('p%40ss', 'wrong')), 'MAIL_SIGN_IN')
  t.equal(await codeOf(box.url, 550), 'MAIL_REFUSED')
  t.equal(await codeOf(box.url, 451), 'MAIL_BUSY')
  t.equal(await codeOf(untrusted.url), 'MAIL_TLS')
  // `localhost.` is a name of this machine that does not look like one: a password wants TLS there.
  t.equal(await codeOf(box.url.replace('127.0.0.1', 'localhost.')), 'MAIL_TLS')
  const closed = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => { closed.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => closed.close())
  t.equal(await codeOf(`smtp://127.0.0.1:${(closed.address() as AddressInfo).port}`), 'MAIL_UNREACHABLE')
  const aborted = AbortSignal.abort(new Error('the house closes'))
  await t.rejects(mailerTo(box.url).send(mail, 'abc', aborted), /the house closes/)
})

t.test('the demo prints its mails; without either there is none', async (t) => {
  const printed: object[] = []
  const ports = { log: { info: (fields: object) => { printed.push(fields) } }, system: realSystem, counted() {} }
  const demo = mailerOf({ smtpUrl: null, mailFrom: null, demo: true }, ports)
  await demo.send(mail, 'abc', signal)
  t.match([demo.way, printed], ['log', [{ id: 'abc', subject: 'Grüße', text: mail.text }]])
  t.notMatch(JSON.stringify(printed), /ada@/)
  const off = mailerOf({ smtpUrl: null, mailFrom: null, demo: false }, ports)
  t.equal(off.way, 'off')
  await t.rejects(off.send(mail, 'abc', signal))
})

t.test('settings of mail are read, or say what is wrong', async (t) => {
  t.same(readSmtpAddress('smtps://a%40b:c%2Fd@mail.example.org'), { host: 'mail.example.org', port: 465, tls: true, credentials: { user: 'a@b', pass: 'c/d' } })
  t.same(readSmtpAddress('smtp://[::1]:25'), { host: '::1', port: 25, tls: false, credentials: null })
  for (const wrong of ['mail.example.org', 'http://mail.example.org', 'smtp://name@mail.example.org', 'smtp://na%ZZme:p@mail.example.org']) t.match(smtpUrl(wrong), { problem: /must/ }, wrong)
  t.same(readMailSender('Films <films@example.org>'), { name: 'Films', address: 'films@example.org' })
  t.same(readMailSender('films@example.org'), { name: 'Rewind', address: 'films@example.org' })
  for (const wrong of ['films', 'Films <films>', 'a@b, c@d', 'Films <a@b']) t.match(mailSender(wrong), { problem: /must/ }, wrong)
})

t.test('a mail speaks its language, and what somebody called themself or a title is only text', async (t) => {
  t.same([languageWished('ar-EG,en;q=0.8'), languageWished('fr, de;q=0.3, en;q=0.2'), languageWished('fr'), languageWished(undefined)], ['ar', 'de', null, null])
  const { subject, html, text } = renderMail({ to: 'x', language: 'ar', username: '<b>eve</b>', origin: 'https://films.example.org', words: MAIL_LANGUAGES.ar.digest(['"A" & <i>\nBcc: b'], 0), href: 'https://films.example.org/', unsubscribe: null })
  t.match(html, /lang="ar" dir="rtl"/)
  t.notMatch(html, /<b>|<i>/)
  t.notMatch(subject, /\n/)
  t.match(text, /<b>eve<\/\u2060b>/)
  const { text: named, html: shown } = renderMail({ to: 'x', language: 'en', username: 'https://prize.example/x', origin: 'https://films.example.org', words: MAIL_LANGUAGES.en.verify(24), href: 'https://films.example.org/email#abc', unsubscribe: null })
  t.notMatch(named + shown, /https:\/\/prize|prize\.example/, 'nor is it a link, in a mail to somebody who never heard of them')
})
