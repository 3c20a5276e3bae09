import { ada, bob } from '../../test/support/given.ts'
import { eventually } from '../../test/support/eventually.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { SettingsEvent } from '../../domain/settings.ts'
import { settingsStream } from '../../domain/settings.ts'
import { createMemoryCommandOutcomes } from '../command-outcomes.ts'
import type { Database } from '../db/database.ts'
import { createMemoryEventStore } from '../event-store/memory.ts'
import { createCommandHandler } from '../handle.ts'
import { silentLog } from '../log.ts'
import type { Log } from '../log.ts'
import { failed } from '../outcome.ts'
import { masterKeyFrom } from '../personal/master-key.ts'
import { realSystem } from '../system.ts'
import type { SettingScope } from './settings-store.ts'
import { openSettings } from './settings-store.ts'

interface Door { readonly id: string; readonly host: string; readonly password?: string }
interface Doors { readonly doors: readonly Door[]; readonly open: boolean }
const door = { type: 'object', properties: { id: { type: 'string' }, host: { type: 'string' }, password: { type: 'string' } }, required: ['id', 'host'], additionalProperties: false } as const
const scope: SettingScope<Doors> = {
  scope: 'doors', secrets: ['doors/*/password'], fallback: { doors: [], open: false },
  schema: { type: 'object', properties: { doors: { type: 'array', items: door }, open: { type: 'boolean' } }, required: ['doors', 'open'], additionalProperties: false },
}
const newKey = () => masterKeyFrom(Buffer.from(realSystem.randomBytes(32)).toString('base64'))
const present = newKey()
const front: Doors = { doors: [{ id: 'front', host: 'news.example', password: 's3cret' }], open: true }

async function lab(t: Test, database: Database, log: Log = silentLog) {
  const store = createMemoryEventStore({ system: realSystem })
  let down = false
  const handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const open = async (more: Partial<Parameters<typeof openSettings>[0]> = {}) => {
    const settings = await openSettings({ database, scopes: [scope], master: { present, former: null }, handle: async (command) => down ? failed(command.id, 'UNAVAILABLE', 'down') : handler.handle(command), system: realSystem, log, ...more })
    t.teardown(() => settings.close())
    return settings
  }
  const events = async () => await Array.fromAsync(store.readStream(settingsStream('doors'))) as RecordedEvent<SettingsEvent['type'], SettingsEvent['data']>[]
  const row = () => database.kysely.selectFrom('settings').selectAll().where('scope', '=', 'doors').executeTakeFirstOrThrow()
  return { open, events, row, storeIsDown: (is: boolean) => { down = is } }
}

t.test('[SE1] [SE2] a scope has its fallback, then what was set, and of two changes made from one version the second is refused', async (t) => {
  const { database } = await withPostgres(t)
  const { open, events } = await lab(t, database)
  const [here, there] = await Promise.all([open(), open()])
  t.same(here.read(scope), { value: { doors: [], open: false }, version: 0, changedAt: null, changedBy: null })
  const first = await here.change(scope, { from: 0, value: front }, ada)
  t.match(first, { value: front, version: 1, changedBy: ada })
  await t.rejects(there.change(scope, { from: 0, value: { doors: [], open: true } }, bob), { code: 'CONFLICT' }, 'also in a process that has not heard of it')
  await t.rejects(here.change(scope, { from: 0, value: front }, ada), { code: 'CONFLICT' })
  const both = await Promise.allSettled([here, there, here].map((each, i) => each.change(scope, { from: 1, value: { doors: [], open: i === 1 } }, bob)))
  t.equal(both.filter(({ status }) => status === 'fulfilled').length, 1, 'one of those that come together')
  await t.rejects(here.change(scope, { from: 2, value: { doors: [], open: 'yes' } as never }, ada), { code: 'INVALID_INPUT', message: /\/open must be boolean/ })
  const made = await there.change(scope, { from: 2, value: (before) => ({ ...before, doors: [...before.doors, { id: 'side', host: 's' }] }) }, bob)
  t.match(await here.change(scope, { from: 3, value: (before) => ({ ...before, open: !before.open }) }, ada), { version: 4, value: { doors: made.value.doors, open: !made.value.open } }, 'what is made of the value before is made of the newest')
  const present = here.read(scope)
  t.same(await here.change(scope, { from: 4, value: present.value }, bob), present, 'what changes nothing is no change')
  t.equal((await events()).length, 4)
})

t.test('[SE3] secrets lie sealed, and a new master key takes over from the one before', async (t) => {
  const { database } = await withPostgres(t)
  const { open, row } = await lab(t, database)
  await (await open()).change(scope, { from: 0, value: front }, ada)
  t.notMatch(JSON.stringify(await row()), /s3cret/)
  t.same((await open()).read(scope).value, front, 'and are there for who has the key')
  const next = newKey()
  await t.rejects(open({ master: { present: next, former: null } }), { code: 'MASTER_KEY', message: /MASTER_KEY_BEFORE/ })
  t.same((await open({ master: { present: next, former: present } })).read(scope).value, front)
  t.same((await open({ master: { present: next, former: null } })).read(scope).value, front, 'the one before is needed no more')
  await database.kysely.updateTable('settings').set({ version: 2 }).execute()
  await t.rejects(open({ master: { present: next, former: null } }), { code: 'MASTER_KEY', message: /was changed/ }, 'a sealed text of another version does not open')
})

t.test('[SE4] each change is recorded once, without secrets, also when the events were away or the process died', async (t) => {
  const { database } = await withPostgres(t)
  const lines: string[] = []
  const note = (fields: object, message: string) => lines.push(JSON.stringify(fields) + message)
  const { open, events, storeIsDown, row } = await lab(t, database, { ...silentLog, info: note, warn: note, error: note })
  const settings = await open()
  await settings.change(scope, { from: 0, value: front }, ada)
  await settings.change(scope, { from: 1, value: { doors: [{ id: 'back', host: 'b' }, { ...front.doors[0]!, password: 'n3w' }], open: true } }, bob)
  storeIsDown(true)
  const value: Doors = { doors: [{ ...front.doors[0]!, host: 'c' }, { id: 'back', host: 'b' }], open: true }
  t.match(await settings.change(scope, { from: 2, value }, ada), { version: 3, value: { doors: [{ host: 'c' }, {}] } }, 'it is in force')
  t.equal(settings.unrecorded, 1)
  t.equal((await events()).length, 2)
  await t.rejects(settings.change(scope, { from: 3, value: front }, ada), { code: 'UNAVAILABLE' }, 'the next one waits for it')
  await settings.close()
  storeIsDown(false)
  await open()
  await eventually('it is recorded by the next process', async () => (await events()).length === 3 && (await row()).unrecorded === null)
  t.strictSame((await events()).map(({ data, meta }) => [meta.actor, data.version, data.changes]), [
    [ada, 1, [{ path: 'doors/front', before: null, after: { id: 'front', host: 'news.example', password: '[secret]' } }, { path: 'open', before: false, after: true }]],
    [bob, 2, [{ path: 'doors/front/password', before: '[secret]', after: '[secret]' }, { path: 'doors/back', before: null, after: { id: 'back', host: 'b' } }]],
    [ada, 3, [{ path: 'doors/front/host', before: 'news.example', after: 'c' }, { path: 'doors/front/password', before: '[secret]', after: '[secret]' }, { path: 'doors/order', before: ['back', 'front'], after: ['front', 'back'] }]],
  ])
  t.notMatch(JSON.stringify(await events()) + lines.join(), /s3cret|n3w/)
})

t.test('[SE5] who follows hears of changes in other processes, the newest last', async (t) => {
  const { database } = await withPostgres(t)
  const { open } = await lab(t, database)
  const [here, there] = await Promise.all([open(), open()])
  const heard: number[] = []
  const leave = there.follow(scope, ({ version }) => heard.push(version))
  for (let version = 0; version < 5; version++) await here.change(scope, { from: version, value: { doors: [], open: version % 2 === 0 } }, ada)
  await eventually('the other has heard', () => heard.at(-1) === 5)
  t.same(heard, [...heard].sort((a, b) => a - b), 'never an older one after a newer')
  t.equal(there.read(scope).version, 5)
  leave()
  await here.change(scope, { from: 5, value: { doors: [], open: false } }, ada)
  await eventually('it has come', () => there.read(scope).version === 6)
  t.equal(heard.at(-1), 5, 'and no more than it wants')
})

t.test('[SE6] what cannot be used does not come into force', async (t) => {
  const { database } = await withPostgres(t)
  const errors: string[] = []
  const { open } = await lab(t, database, { ...silentLog, error: (_fields, message) => errors.push(message) })
  const settings = await open()
  await settings.change(scope, { from: 0, value: front }, ada)
  const set = (value: object, version: number) => database.kysely.updateTable('settings').set({ value: JSON.stringify(value), version, sealed: null, masterKeyId: null }).execute()
  await set({ doors: [{ id: 'a', host: 'h', colour: 'red' }], open: true }, 2)
  await t.rejects(settings.change(scope, { from: 1, value: { doors: [], open: false } }, ada), { code: 'CONFLICT' })
  t.same(settings.read(scope).value, front, 'a running process keeps what it had')
  t.match(errors[0], /the one before stays in force/, 'and it is told, each time that it is looked at')
  await t.rejects(open(), /“doors”.*\/doors\/0 must NOT have additional properties/)
  await set({ doors: [] }, 3)
  t.same((await open()).read(scope).value, { doors: [], open: false }, 'a field that was added later has its fallback')
})

t.test('[SE7] the last change is taken back, secrets included, and that as well; also after a new master key', async (t) => {
  const { database } = await withPostgres(t)
  const { open, events, row } = await lab(t, database)
  const settings = await open()
  await settings.change(scope, { from: 0, value: front }, ada)
  await settings.change(scope, { from: 1, value: { doors: [], open: true } }, ada)
  t.notMatch(JSON.stringify(await row()), /s3cret/)
  await t.rejects(settings.undo(scope, 1, bob), { code: 'CONFLICT' }, 'another came since')
  const next = newKey()
  const later = await open({ master: { present: next, former: present } })
  t.match(await later.undo(scope, 2, bob), { version: 3, value: front, changedBy: bob })
  t.match(await later.undo(scope, 3, bob), { version: 4, value: { doors: [] } })
  t.match(await (await open({ master: { present: next, former: null } })).undo(scope, 4, ada), { version: 5, value: front }, 'the key before is needed no more')
  t.notMatch(JSON.stringify(await events()), /s3cret/)
})

t.test('[SE7] what was set first goes back to the fallback', async (t) => {
  const { database } = await withPostgres(t)
  const settings = await (await lab(t, database)).open()
  await settings.change(scope, { from: 0, value: front }, ada)
  t.match(await settings.undo(scope, 1, ada), { version: 2, value: scope.fallback })
  t.match(await settings.undo(scope, 2, ada), { version: 3, value: front })
  await database.pool.query('update settings set former = null, former_sealed = null')
  await t.rejects(settings.undo(scope, 3, ada), { code: 'CONFLICT', message: /not known any more/ }, 'set by a Rewind that did not keep what was before: nothing is lost by it')
  t.match(settings.read(scope), { version: 3, value: front })
})
