import type { UserId } from '../domain/event.ts'
import { erasedAccountsIn } from '../server/auth/erased-accounts.ts'
import { createErasure } from '../server/auth/erasure.ts'
import { recordWith } from '../server/auth/record.ts'
import { silentLog } from '../server/log.ts'
import { personalKeysIn } from '../server/personal/personal-keys.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { newCommand } from '../test/support/person.ts'
import t from '../test/support/tap.ts'
import { testApp } from '../test/support/test-app.ts'
import { startHousePolicies } from './start-policies.ts'

const PASSWORD = 'a long enough password'
const film = { mediaType: 'movie', tmdbId: 653 } as const

t.test('an erasure that was killed after any of its steps is completed from its event, once', async (t) => {
  const app = await testApp(t, { environment: { DEMO: 'no' } })
  const keys = await personalKeysIn(app.database, { masterKey: null, masterKeyBefore: null, dataDir: app.dataDir }, realSystem)
  const { database, store, commands: { handle }, accounts } = app
  const forgotten: UserId[] = []
  const deps = { database, store, accounts, keys, erased: erasedAccountsIn(app.dataDir), handle, record: recordWith(app.commands, realSystem), system: realSystem, log: silentLog, forget: (userId: UserId) => { forgotten.push(userId) }, removePictures: async () => {}, counted: () => {} }
  const killed = () => Promise.reject(new Error('killed'))
  let left = 0
  const erasures = {
    'its event': createErasure({ ...deps, keys: { ...keys, destroy: killed } }),
    'the key': createErasure({ ...deps, database: { kysely: { transaction: () => ({ execute: killed }) } } as never }),
    'the account': createErasure({ ...deps, handle: killed }),
    'the first list': createErasure({ ...deps, handle: (command) => left-- > 0 ? handle(command) : killed() }),
    'their picture': createErasure({ ...deps, removePictures: killed }),
    'the last list': createErasure({ ...deps, record: (type, ...rest) => type === 'CompleteErasure' ? killed() : deps.record(type, ...rest) }),
  }
  const people = new Map<string, { readonly userId: UserId; readonly lists: readonly string[] }>()
  for (const [step, erasure] of Object.entries(erasures)) {
    const username = step.replaceAll(' ', '-')
    await accounts.ensure({ username, password: PASSWORD, role: 'member' })
    const { userId } = (await accounts.find(username))!
    const cookie = await app.signIn(username, PASSWORD)
    const lists = [uuidv7(realSystem), uuidv7(realSystem)]
    await app.ask('POST', '/api/commands', { cookie, body: [newCommand('WriteReview', { title: film, score: 1, text: `by ${step}`, visibility: 'private' }), ...lists.map((listId) => newCommand('CreateList', { listId, name: step, visibility: 'private' }))] })
    people.set(step, { userId, lists })
    left = 1
    await t.rejects(erasure.erase(userId, userId), /killed/)
  }
  t.strictSame(forgotten, ['the account', 'the first list', 'their picture', 'the last list'].map((step) => people.get(step)!.userId), 'what is in memory goes as soon as the account is gone')
  t.equal(await accounts.find('their-picture'), undefined, 'an object store that is out of reach keeps no account')
  const stop = new AbortController()
  const ports = { pushKey: app.pushKey, pushSubscriptions: app.pushSubscriptions, pushServices: [], webhooks: app.webhooks, attempts: app.attempts, hookMessageOf: app.hookMessageOf, mailer: app.mailer, makeMail: app.makeMail, makeDigest: app.makeDigest, smsSender: app.smsSender, makeSms: app.makeSms, onMailAsked: app.onMailAsked, metrics: app.metrics, erasure: app.erasure, userAccess: app.userAccess, system: realSystem, log: silentLog, signal: stop.signal }
  // A policy's past begins with its first start: this one had started before the accounts were erased.
  await database.kysely.insertInto('checkpoints').values({ name: 'erase-accounts', version: 1, position: 0, error: null as never }).execute()
  const { stopped } = await startHousePolicies({ store, db: database.kysely, models: database.pool, handle, ...ports })
  const typesOf = async (stream: string) => (await Array.fromAsync(store.readStream(stream as never))).map(({ type }) => type)
  for (const [step, { userId, lists }] of people) {
    await eventually(`completed after ${step}`, async () => (await typesOf(`user-${userId}`)).includes('ErasureCompleted'))
    t.strictSame((await typesOf(`user-${userId}`)).slice(-2), ['AccountErased', 'ErasureCompleted'], `killed after ${step}: each is recorded once`)
    for (const listId of lists) t.strictSame(await typesOf(`list-${listId}`), ['ListCreated', 'ListDeleted', 'WordsErased'])
    t.equal(await app.erasure.isErased(userId), true)
    const [review] = await Array.fromAsync(store.readStream(`library-${userId}_movie_653` as never))
    t.match(review, { data: { text: '[erased]' } })
  }
  t.strictSame(await database.kysely.selectFrom('accounts').select('username').execute(), [])
  stop.abort()
  await stopped
})
