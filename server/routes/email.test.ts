/** Mail, from a request to a mail server on a socket: an address is proved, a password set anew, and nobody learns who is here. */

import { sql } from 'kysely'
import type { CommandId } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import type { UserCommandData } from '../../domain/user.ts'
import { CODE_WAYS } from '../../domain/user.ts'
import type { NotificationKind } from '../../domain/notification-kinds.ts'
import { eventually } from '../../test/support/eventually.ts'
import { issue } from '../../test/support/given.ts'
import { openLetterBox } from '../../test/support/letter-box.ts'
import { newCommand } from '../../test/support/person.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { startHousePolicies } from '../../workers/start-policies.ts'
import { limits } from '../limits.ts'
import { preferencesOf } from '../preferences-of.ts'
import type { System } from '../system.ts'
import { realSystem, uuidv7 } from '../system.ts'

const PASSWORD = 'a long enough password'
const NEXT = 'quite another sentence'
const ORIGIN = 'https://films.example.org'

async function houseOf(t: Test, { mail = true } = {}) {
  let aheadMs = 0
  const system: System = { ...realSystem, now: () => realSystem.now() + aheadMs }
  const box = await openLetterBox(t)
  const app = await testApp(t, { system, environment: { DEMO: 'no', ...mail ? { SMTP_URL: box.url, MAIL_FROM: 'Films <films@example.org>', PUBLIC_URL: ORIGIN } : {} } })
  for (const [username, role] of [['ada', 'admin'], ['bob', 'member']] as const) await app.accounts.ensure({ username, password: PASSWORD, role })
  const stop = new AbortController()
  const { stopped } = await startHousePolicies({ ...app, db: app.database.kysely, models: app.database.pool, handle: app.commands.handle, pushServices: [], system: realSystem, log: app.app.log, signal: stop.signal })
  t.teardown(async () => {
    stop.abort()
    await stopped
  })
  const [ada, bob] = [await app.signIn('ada', PASSWORD), await app.signIn('bob', PASSWORD)]
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { body, as, language = 'de-AT,de;q=0.9,en;q=0.5' }: { readonly body?: object; readonly as?: string; readonly language?: string } = {}) => {
    const { statusCode, body: text } = await app.ask(method, path, { cookie: as, body, headers: { 'accept-language': language } })
    return { status: statusCode, body: text === '' ? undefined : JSON.parse(text) }
  }
  const tokenIn = (text: string, path: string) => new RegExp(`${ORIGIN}/${path}#(\\S+)`).exec(text)![1]!
  let before = 0
  const enter = (as: string, address: string) => {
    before = box.letters.length
    return ask('PUT', '/api/me/email', { as, body: { address, password: PASSWORD } })
  }
  /** By the mail that came since. */
  const prove = async (address: string) => await ask('POST', '/api/auth/email', { body: { token: tokenIn((await box.letterTo(address, /\/email#/, before)).text, 'email') } })
  return {
    app, box, ada, bob, ask, enter, prove, tokenIn, pass: (ms: number) => { aheadMs += ms },
    signIn: async (username: string, password = PASSWORD) => (await ask('POST', '/api/session', { body: { username, password } })).status,
    forgot: async (name: string) => {
      const from = performance.now()
      const { status } = await ask('POST', '/api/auth/reset/ask', { body: { name } })
      return { status, tookMs: performance.now() - from }
    },
  }
}

t.test('[EA1] [EA3] [EA4] an address is of use once its link was opened, the one before it until then', async (t) => {
  const { app, box, bob, ask, enter, prove, tokenIn, signIn, pass } = await houseOf(t)
  t.match(await ask('GET', '/api/me/email', { as: bob }), { body: { mail: true, address: null, pending: null } })
  t.match(await ask('PUT', '/api/me/email', { as: bob, body: { address: 'bob@example.org', password: 'guessed' } }), { status: 403 }, 'not by whoever finds a browser open')
  for (const address of ['bob', 'bob@', 'b ob@example.org', 'bob@example.org, eve@example.org', 'bob@example.org\r\nBcc: eve@example.org']) t.match(await enter(bob, address), { status: 400, body: { code: 'INVALID_INPUT' } }, JSON.stringify(address))
  t.match(await enter(bob, 'Bob@Example.org'), { status: 200, body: { address: null, pending: { address: 'Bob@Example.org' } } })
  const letter = await box.letterTo('Bob@Example.org', /deine Adresse/)
  t.match(letter, { from: 'films@example.org', headers: /From: Films <films@example\.org>/, html: /lang="de" dir="ltr"/ }, 'in the language of the browser')
  t.notMatch(letter.html, /<img|src=/, 'nothing in it tells when it is read')
  t.equal(await signIn('bob@example.org'), 401, 'not proved, it opens nothing')
  t.match(await ask('POST', '/api/me/email/again', { as: bob }), { status: 204 })
  await eventually('there is a second letter', () => box.letters.length === 2)
  t.match(await ask('POST', '/api/auth/email', { body: { token: tokenIn(letter.text, 'email') } }), { status: 409, body: { code: 'LINK_OVER' } }, 'the newer link took its place')
  t.match(await prove('Bob@Example.org'), { status: 200, body: { username: 'bob' } })
  t.match(await prove('Bob@Example.org'), { body: { code: 'LINK_OVER' } }, 'it is good for one use')
  t.same(await Promise.all(['bob@example.org', ' BOB@EXAMPLE.ORG', 'bob'].map((name) => signIn(name.trim()))), [200, 200, 200])

  await enter(bob, 'new@example.org')
  await box.letterTo('new@example.org', /deine Adresse/)
  t.equal(await signIn('bob@example.org'), 200, 'the one before is of use until the new one is proved')
  pass(limits.mailLinkMs + 1)
  t.match(await prove('new@example.org'), { body: { code: 'LINK_OVER' } })
  t.match(await ask('GET', '/api/me/email', { as: await app.signIn('bob', PASSWORD) }), { body: { address: 'Bob@Example.org', pending: null } })
  const rows = JSON.stringify([await app.database.kysely.selectFrom('emailAddresses').selectAll().execute(), await app.database.kysely.selectFrom('outbox').selectAll().execute(), await Array.fromAsync(app.store.readRaw({ after: '0'.repeat(20) as never }))])
  t.notMatch(rows + app.log(), /example\.org(?!\/)(?!["'])|bob@/i, 'the address is in no table, event or line of the log as it reads')
})

t.test('[EA2] an address is of one account, and who does not read its mail learns nothing', async (t) => {
  const { app, box, ada, bob, ask, enter, prove, signIn } = await houseOf(t)
  await enter(ada, 'home@example.org')
  await prove('home@example.org')
  t.match(await enter(bob, 'HOME@example.org'), { status: 200, body: { pending: { address: 'HOME@example.org' } } }, 'as for any address')
  t.match(await prove('HOME@example.org'), { status: 409, body: { code: 'EMAIL_TAKEN' } })
  await enter(ada, 'other@example.org')
  t.match(await prove('other@example.org'), { status: 200 })
  await box.letterTo('home@example.org', /nicht mehr deine Adresse/)
  await enter(bob, 'home@example.org')
  t.match(await prove('home@example.org'), { status: 200 }, 'let go, it is free for others')
  t.match(await ask('DELETE', '/api/me/email', { as: bob, body: { password: PASSWORD } }), { status: 204 })
  t.equal(await signIn('home@example.org'), 401)
  t.match(await ask('GET', '/api/me/email', { as: bob }), { body: { address: null, pending: null } })
  const story = (await ask('GET', '/api/me/account', { as: bob })).body.happened
  t.match(story.map(({ type }: { type: string }) => type).filter((type: string) => /Email/.test(type)), ['EmailRemoved', 'EmailVerified'])

  const { userId } = (await app.accounts.find('ada'))!
  await app.accounts.ensure({ username: 'carol', password: PASSWORD, role: 'admin' })
  await app.erasure.erase(userId, userId)
  t.equal((await app.database.kysely.selectFrom('emailAddresses').select('userId').where('userId', '=', userId).execute()).length, 0)
  await enter(bob, 'other@example.org')
  t.match(await prove('other@example.org'), { status: 200 }, 'and so is that of an account that was erased')
})

t.test('a mailbox that nobody has proved is not flooded, from however many accounts, and whichever of its addresses they enter', async (t) => {
  const { app, box, ada, bob, enter, ask, prove } = await houseOf(t)
  for (const username of ['carol', 'dora']) await app.accounts.ensure({ username, password: PASSWORD, role: 'member' })
  const [carol, dora] = [await app.signIn('carol', PASSWORD), await app.signIn('dora', PASSWORD)]
  const addresses = ['stranger@example.org', 'Stranger+1@example.org', 'stran.ger@example.org', 's.t.r.a.n.g.e.r+x+y@example.org']
  t.match(await enter(carol, 'stranger@example.org'), { status: 200 })
  await box.letterTo('stranger@example.org', /\/email#/)
  const many = await Promise.all([ada, bob, dora].flatMap((as) => addresses.slice(0, 2).map((address) => ask('PUT', '/api/me/email', { as, body: { address, password: PASSWORD } }))))
  const sent = many.filter(({ status }) => status === 200).length
  t.equal(sent, limits.strangerMailsPerHour - 1, 'of many at once no more than one after the other')
  t.match(many.filter(({ status }) => status !== 200), Array(many.length - sent).fill({ status: 429, body: { code: 'RATE_LIMITED' } }))
  for (const address of addresses) t.match(await enter(ada, address), { status: 429 }, address)
  t.match(await ask('POST', '/api/me/email/again', { as: bob }), { status: 429 })

  const { userId } = (await app.accounts.find('carol'))!
  await app.erasure.erase(userId, userId)
  await app.accounts.ensure({ username: 'carol', password: PASSWORD, role: 'member' })
  const again = await app.signIn('carol', PASSWORD)
  t.match(await enter(again, 'stranger@example.org'), { status: 429 }, 'nor does it help to erase accounts and make new ones')
  t.equal(await app.askForMail({ userId: (await app.accounts.find('carol'))!.userId, about: 'verify', receiver: 'somebody else' }), true)
  t.match(await enter(again, 'carol@example.org'), { status: 200 }, 'another mailbox is another matter')
  t.match(await prove('carol@example.org'), { status: 200 })
  await eventually('nothing waits to be sent', async () => (await ask('GET', '/api/admin/mail', { as: ada })).body.waiting === 0)
  t.equal(box.letters.filter(({ to }) => /^s\.?t/i.test(to)).length, limits.strangerMailsPerHour, 'what was asked for one goes to no other')
  t.notMatch(JSON.stringify(await app.database.kysely.selectFrom('outbox').selectAll().execute()) + app.log(), /stranger@|stran\.ger/i, 'it is kept as nothing that reads like an address')
})

t.test('who forgot their password has a link mailed; the answer and its time are the same for everybody', async (t) => {
  const { app, box, bob, ask, enter, prove, tokenIn, signIn, forgot } = await houseOf(t)
  await enter(bob, 'bob@example.org')
  await prove('bob@example.org')
  const before = box.letters.length
  const asked = await Promise.all(['bob@example.org', 'nobody@example.org', 'ada', 'nobody'].map(forgot))
  t.same(asked.map(({ status }) => status), [204, 204, 204, 204])
  for (const { tookMs } of asked) t.ok(tookMs >= limits.signInRefusalMs - 5, `after ${Math.round(tookMs)} ms`)
  const letter = await box.letterTo('bob@example.org', /Neues Passwort/)
  t.equal(box.letters.length, before + 1, 'who has no proved address is mailed nothing')
  t.match(await ask('POST', '/api/auth/reset', { body: { token: tokenIn(letter.text, 'reset'), password: NEXT } }), { status: 204 })
  t.same([await signIn('bob@example.org', NEXT), await signIn('bob')], [200, 401])
  await box.letterTo('bob@example.org', /gerade geändert/)
  await forgot('bob')
  const stale = await box.letterTo('bob@example.org', /Neues Passwort/, before + 2)
  const again = await app.signIn('bob', NEXT)
  t.match(await ask('PUT', '/api/me/email', { as: again, body: { address: 'new@example.org', password: NEXT } }), { status: 200 })
  await prove('new@example.org')
  t.match(await ask('POST', '/api/auth/reset', { body: { token: tokenIn(stale.text, 'reset'), password: PASSWORD } }), { body: { code: 'LINK_OVER' } }, 'who reads the mail of the address before is not let in')
  t.match(await ask('POST', '/api/auth/reset', { body: { token: tokenIn(letter.text, 'reset'), password: PASSWORD } }), { body: { code: 'LINK_OVER' } })
  for (let times = 0; times < 2; times++) t.equal((await forgot('bob')).status, 204)
  const { many } = await app.database.kysely.selectFrom('outbox').select((row) => row.fn.countAll<number>().as('many')).where('kind', '=', 'mail').where(sql<string>`payload->>'about'`, 'in', ['verify', 'reset']).executeTakeFirstOrThrow()
  t.equal(many, limits.mailAsksPerHour, 'nobody is flooded, whoever asks')
  t.match(await ask('DELETE', '/api/me/email', { as: again, body: { password: NEXT } }), { status: 204 })
  await box.letterTo('new@example.org', /nicht mehr deine Adresse/)
})

t.test('what a mail server does not take is tried again or kept with its code; admins test it; without one it is said that there is none', async (t) => {
  const { app, box, ada, bob, ask, enter, prove, forgot } = await houseOf(t)
  t.match(await ask('POST', '/api/admin/mail/test', { as: ada }), { status: 409, body: { code: 'NO_EMAIL' } })
  await enter(ada, 'ada@example.org')
  await prove('ada@example.org')
  t.match(await ask('POST', '/api/admin/mail/test', { as: ada }), { status: 200, body: { ok: true, message: /127\.0\.0\.1:\d+ has taken it/ } })
  await box.letterTo('ada@example.org', /Test von Rewind/)
  t.match(await ask('GET', '/api/admin/mail', { as: ada }), { body: { way: 'smtp', from: 'Films <films@example.org>', waiting: 0, dead: 0, last: { code: null } } })
  t.match(await ask('GET', '/api/admin/mail', { as: bob }), { status: 403 })

  box.refuse(550)
  await forgot('ada')
  await eventually('it is kept', async () => (await ask('GET', '/api/admin/mail', { as: ada })).body.dead === 1)
  t.match(await ask('GET', '/api/admin/mail', { as: ada }), { body: { last: { code: 'MAIL_REFUSED' } } })
  box.refuse(450)
  t.match(await ask('POST', '/api/admin/mail/test', { as: ada }), { body: { ok: false, message: /takes nothing just now/ } })
  t.match((await ask('GET', '/health/ready')).body.checks.find(({ name }: { name: string }) => name === 'mail'), { ok: true, message: /did not go out: The mail server takes nothing/ })
  await forgot('ada')
  await eventually('the next waits', async () => (await ask('GET', '/api/admin/mail', { as: ada })).body.waiting === 1)
  box.refuse(undefined)
  await box.letterTo('ada@example.org', /Neues Passwort/)
  t.match((await app.ask('GET', '/metrics', { cookie: ada })).body, /rewind_mail_seconds_count\{outcome="taken"\} \d/)
  t.notMatch(app.log(), /ada@example/, 'in no line of the log')
})

t.test('without a mail server it is said that there is none, and nothing is promised', async (t) => {
  const { ada, ask, enter } = await houseOf(t, { mail: false })
  t.match((await ask('GET', '/api/instance')).body, { mail: false })
  t.match(await enter(ada, 'ada@example.org'), { status: 409, body: { code: 'MAIL_OFF' } })
  t.match(await ask('POST', '/api/auth/reset/ask', { body: { name: 'ada' } }), { status: 409, body: { code: 'MAIL_OFF' } })
  t.match(await ask('POST', '/api/admin/mail/test', { as: ada }), { status: 409, body: { code: 'MAIL_OFF' } })
  t.match(await ask('POST', '/api/me/second-factor/sent', { as: ada, body: { way: 'sms', password: PASSWORD, number: '+491701234567' } }), { status: 409, body: { code: 'SMS_OFF' } })
  t.match(await ask('POST', '/api/admin/sms/test', { as: ada, body: { number: '+491701234567' } }), { status: 409, body: { code: 'SMS_OFF' } })
  t.match((await ask('GET', '/health/ready')).body.checks.filter(({ name }: { name: string }) => /mail|sms/.test(name)), [{ ok: true, message: /there is no mail: SMTP_URL is not set/ }, { ok: true, message: /there are no SMS: SMS_URL is not set/ }])
})

t.test('what changes how one signs in is mailed at once; what happens, to who asked for it, together, unless it was read meanwhile; a link of each mail stops them', async (t) => {
  const house = await houseOf(t)
  const { app, box, bob, ask, enter, prove, tokenIn } = house
  await enter(bob, 'bob@example.org')
  await prove('bob@example.org')
  const { userId } = (await app.accounts.find('bob'))!
  await mailsOfChanges(t, userId, house)
  const notify = async (kind: NotificationKind, movieId: number) => {
    const outcome = await app.commands.handle(issue('Notify', { userId, kind, movieId }, { id: uuidv7(realSystem) as CommandId, by: 'system', as: 'worker' }))
    return (outcome as { readonly events: readonly { readonly id: string }[] }).events[0]!.id
  }
  const wish = (mail: object) => ask('POST', '/api/commands', { as: bob, body: newCommand('UpdatePreferences', { language: 'ar', notifications: { ready: mail, failed: mail } }) })
  await notify('ready', 1)
  // A policy asks for the wishes when it comes to the event: they must not have changed by then.
  const last = Number(await app.store.lastPosition())
  await eventually('what nobody wished for was passed over', async () => (await app.database.kysely.selectFrom('checkpoints').select('position').where('name', '=', 'mail-notifications').executeTakeFirstOrThrow()).position >= last)
  await wish({ mail: true })
  const before = box.letters.length
  const digests = (state: 'waiting' | 'delivered') => app.database.kysely.selectFrom('outbox').select('tryAt').where('kind', '=', 'mail-digest').where('state', '=', state).execute()
  /** As if the minutes had passed; whoever delivers is woken by a mail that is for nobody. */
  const due = async (orders: number) => {
    await eventually(`there are ${orders} to be told`, async () => (await digests('waiting')).length === orders)
    for (const { tryAt } of await digests('waiting')) t.ok(Date.parse(tryAt) > realSystem.now() + limits.mailDigestMs / 2, 'it waits for others')
    await app.database.kysely.updateTable('outbox').set({ tryAt: '2026-01-01T00:00:00Z' }).where('kind', '=', 'mail-digest').execute()
    await app.askForMail({ userId: uuidv7(realSystem) as UserId, about: 'password' })
  }
  const [read] = [await notify('ready', 2), await notify('ready', 653), await notify('failed', 19), await notify('declined', 4)]
  await ask('POST', '/api/commands', { as: bob, body: newCommand('MarkNotificationRead', { notificationId: read! }) })
  await due(3)
  const letter = await box.letterTo('bob@example.org', /جاهزًا/, before)
  t.match(letter.text, /صار «عنوان» جاهزًا للمشاهدة\n\nتعذّر تنزيل «عنوان»/)
  t.match(letter.html, /dir="rtl"/, 'in the language they chose')
  const token = tokenIn(letter.text, 'email')
  t.match(letter.headers, `List-Unsubscribe: <${ORIGIN}/email#${token}>`)
  await eventually('all were told', async () => (await digests('delivered')).length === 3)
  t.equal(box.letters.length, before + 1, 'one mail, of what was wished for and not read')

  t.match(await ask('POST', '/api/auth/email/off', { body: { token: `${token.slice(0, -2)}xx` } }), { status: 404, body: { code: 'NOT_FOUND' } })
  t.match(await ask('POST', '/api/auth/email', { body: { token: token.slice(0, 43) } }), { body: { code: 'LINK_OVER' } }, 'it proves nothing')
  await notify('ready', 5)
  await eventually('the next is to be told', async () => (await digests('waiting')).length === 1)
  t.match(await ask('POST', '/api/auth/email/off', { body: { token } }), { status: 204 })
  await due(1)
  await eventually('that is over, too', async () => (await digests('delivered')).length === 4)
  t.equal(box.letters.length, before + 1, 'also of what waited to be sent')
  t.equal((await preferencesOf(app.store, userId)).notifications.ready!.mail, false)
})

/** Each once, in the order in which it happened, in the language of the browser that had entered the address. */
async function mailsOfChanges(t: Test, userId: UserId, { app, box }: Pick<Awaited<ReturnType<typeof houseOf>>, 'app' | 'box'>): Promise<void> {
  const before = box.letters.length
  const passkeyId = uuidv7(realSystem)
  const happens = async (type: keyof UserCommandData, data: object = {}) => t.match(await app.commands.handle(issue(type, { userId, ...data } as never, { id: uuidv7(realSystem) as CommandId, by: userId, as: 'worker' })), { status: 'accepted' })
  for (const type of ['TurnOnSecondFactor', 'TurnOffSecondFactor'] as const) await happens(type)
  for (const way of CODE_WAYS) for (const type of ['TurnOnSentCodes', 'TurnOffSentCodes'] as const) await happens(type, { way })
  for (const type of ['MakeRecoveryCodes', 'UseRecoveryCode'] as const) await happens(type)
  for (const type of ['AddPasskey', 'RemovePasskey'] as const) await happens(type, { passkeyId })
  await happens('SignIn', { sessionId: uuidv7(realSystem) })
  await happens('ChangePassword')
  await box.letterTo('bob@example.org', /gerade geändert/, before)
  const letters = box.letters.slice(before)
  t.match(letters.map(({ text }) => text.split('\n')[0]!), [
    /App eingerichtet/, /App .*ausgeschaltet/, /per Mail eingeschaltet/, /per Mail ausgeschaltet/, /per SMS eingeschaltet/, /per SMS ausgeschaltet/, /neue Wiederherstellungscodes/, /einem Wiederherstellungscode/, /ein Passkey dazu/, /ein Passkey entfernt/, /Passwort/,
  ])
  t.equal(letters.length, 11)
  t.match(letters[8], { text: new RegExp(`${ORIGIN}/settings/security\n\nWenn nicht, ändere sofort dein Passwort`), html: /lang="de"/ })
}
