import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserId } from '../../domain/event.ts'
import { ada, bob } from '../../test/support/given.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { realSystem } from '../system.ts'
import { masterKeyFrom, masterKeysOf } from './master-key.ts'
import type { PersonalKeys } from './personal-keys.ts'
import { createMemoryPersonalKeys, openPersonalKeys, personalKeysIn } from './personal-keys.ts'

const newKey = () => Buffer.from(realSystem.randomBytes(32)).toString('base64')
const carl = '0c0c0c0c-0000-4000-8000-000000000003' as UserId

async function describe(t: Test, here: PersonalKeys, there: PersonalKeys): Promise<void> {
  t.strictSame([...await here.find([ada, bob])], [], 'nobody has one at first')
  const first = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? here : there).keyOf(ada)))
  t.equal(new Set(first.map((key) => Buffer.from(key!).toString('hex'))).size, 1, '[PK1] one key, however many ask for it at once')
  t.not(Buffer.from((await here.keyOf(bob))!).toString('hex'), Buffer.from(first[0]!).toString('hex'))
  await here.destroy(ada)
  await there.destroy(ada)
  await here.destroy(carl)
  t.strictSame([await there.keyOf(ada), await here.keyOf(carl)], [null, null], '[PK2] there is never another, also of who had none')
  t.strictSame([...(await there.find([ada, bob, carl])).entries()].map(([userId, key]) => [userId, key?.length ?? null]).sort(), [[ada, null], [bob, 32], [carl, null]])
}

t.test('keys in memory', async (t) => {
  const keys = createMemoryPersonalKeys(realSystem)
  await describe(t, keys, keys)
})

t.test('keys in PostgreSQL', async (t) => {
  const { database } = await withPostgres(t)
  const [old, next] = [masterKeyFrom(newKey()), masterKeyFrom(newKey())]
  const open = (present = old, former: typeof old | null = null) => openPersonalKeys(database, { present, former }, realSystem)
  await describe(t, await open(), await open())
  const before = (await (await open()).keyOf(bob))!
  const { rows } = await database.pool.query<{ sealed_key: string | null }>('select sealed_key from personal_keys')
  t.notOk(rows.some(({ sealed_key: sealed }) => sealed !== null && Buffer.from(sealed, 'base64').includes(before)), '[PK3] the key itself is not in the database')
  t.strictSame(rows.filter(({ sealed_key: sealed }) => sealed === null).length, 2, 'of a destroyed one nothing is')

  await t.rejects(open(next), { code: 'MASTER_KEY', message: new RegExp(`sealed with another master key \\(${old.id}\\) than the present one \\(${next.id}\\): set MASTER_KEY to that one, or MASTER_KEY_BEFORE`) }, '[PK3]')
  const stillRunning = await open()
  const rotated = await open(next, old)
  t.strictSame(await rotated.keyOf(bob), Buffer.from(before), '[PK4] the same key, under the new master key')
  t.strictSame(await (await open(next)).keyOf(bob), Buffer.from(before), '[PK4] the former one is needed no more')
  await t.rejects(stillRunning.keyOf(bob), { code: 'MASTER_KEY', message: /was changed meanwhile/ }, 'a process that knows only the former one says so')
  await t.rejects(database.pool.query('delete from personal_keys'), /permission denied/, 'and no row goes')
  await database.pool.query(`update personal_keys set sealed_key = overlay(sealed_key placing 'AAAA' from 20) where user_id = '${bob}'`)
  await t.rejects(rotated.keyOf(bob), { code: 'MASTER_KEY', message: /does not open with the master key .* its row was changed/ })
})

t.test('the master key is made once, beside the data, and asked for where it is missing', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rewind-master-key-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  const { database } = await withPostgres(t)
  const unset = { masterKey: null, masterKeyBefore: null, dataDir: join(dataDir, 'data') }
  const keys = await Promise.all(Array.from({ length: 5 }, () => masterKeysOf(unset, { needed: false }, realSystem)))
  t.equal(new Set(keys.map(({ present }) => present.id)).size, 1, 'of those who start together one makes it')
  t.equal(statSync(join(unset.dataDir, 'master-key')).mode & 0o777, 0o600)
  const key = await (await personalKeysIn(database, unset, realSystem)).keyOf(ada)
  t.strictSame(await (await personalKeysIn(database, unset, realSystem)).keyOf(ada), key)

  const lost = { ...unset, dataDir: join(dataDir, 'elsewhere') }
  await t.rejects(personalKeysIn(database, lost, realSystem), { code: 'MASTER_KEY', message: /The master key is missing.*elsewhere\/master-key.*or set MASTER_KEY to it/ })
  await t.rejects(personalKeysIn(database, { ...unset, masterKey: newKey() }, realSystem), { code: 'MASTER_KEY' }, 'another one does not do')
  writeFileSync(join(unset.dataDir, 'master-key'), 'too short')
  await t.rejects(personalKeysIn(database, unset, realSystem), { code: 'MASTER_KEY', message: /has 32 bytes, in base64; this one has/ })
})
