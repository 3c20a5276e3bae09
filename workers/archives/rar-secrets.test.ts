import { pbkdf2Sync } from 'node:crypto'
import { limits } from '../../server/limits.ts'
import t from '../../test/support/tap.ts'
import { RarSecrets } from './rar-secrets.ts'

const salt = (number: number) => Uint8Array.from({ length: 16 }, (_, i) => (number >> (8 * (i % 4))) & 255)

t.test('passwords are needed, and tried in their order', async (t) => {
  await t.rejects(new RarSecrets().keyFor5({ salt: salt(1), kdfLog2: 4, check: null }), { code: 'PASSWORD_NEEDED' })
  await t.rejects(new RarSecrets(['wrong']).keyFor5({ salt: salt(1), kdfLog2: 4, check: new Uint8Array(12) }), { code: 'WRONG_PASSWORD' })
  const right = await new RarSecrets(['right']).keyFor5({ salt: salt(1), kdfLog2: 4, check: null })
  t.notSame((await new RarSecrets(['wrong', 'right']).keyFor5({ salt: salt(1), kdfLog2: 4, check: null })).key, right.key, 'without a check the first is taken')
  // The check is what 32 rounds more come to, folded to eight bytes.
  const check = new Uint8Array(12)
  for (const [index, byte] of pbkdf2Sync('right', salt(1), 16 + 32, 32, 'sha256').entries()) check[index % 8]! ^= byte
  t.strictSame((await new RarSecrets(['wrong', 'right']).keyFor5({ salt: salt(1), kdfLog2: 4, check })).key, right.key)
})

t.test('no archive makes its passwords cost more than they are worth', async (t) => {
  await t.rejects(new RarSecrets(['a']).keyFor5({ salt: salt(1), kdfLog2: limits.archiveKdfLog2Max + 1, check: null }), { code: 'HOSTILE' })
  const secrets = new RarSecrets(['a'], { roundsMax: 2_000 })
  for (let i = 0; i < 10; i++) await secrets.keyFor5({ salt: salt(1), kdfLog2: 10, check: null })
  await t.rejects(secrets.keyFor5({ salt: salt(2), kdfLog2: 10, check: null }), { code: 'HOSTILE' }, 'what is known costs nothing, another lock does')
})
