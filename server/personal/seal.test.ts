import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { realSystem } from '../system.ts'
import { KEY_BYTES, seal, unseal } from './seal.ts'

const bytes = fc.uint8Array({ maxLength: 2_000 })
const key = fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES })
const opens = (sealed: string, with_: Uint8Array, place: string): boolean => {
  try {
    unseal(sealed, with_, place)
    return true
  } catch {
    return false
  }
}

t.test('what is sealed opens with its key, in its place, and in no other way', async (t) => {
  await holds(t, 'it comes back as it was', 200, [bytes, key, fc.string()], (plain, key, place) => {
    if (!unseal(seal(plain, key, place, realSystem), key, place).equals(plain)) throw new Error('something else')
  })
  await holds(t, 'another key, another place, or another bit, and it does not open', 200, [bytes, key, key, fc.string(), fc.string(), fc.nat(), fc.nat(7)], (plain, right, wrong, here, there, at, bit) => {
    const sealed = seal(plain, right, here, realSystem)
    const changed = Buffer.from(sealed, 'base64')
    changed[at % changed.length]! ^= 1 << bit
    if (Buffer.from(right).compare(wrong) !== 0 && opens(sealed, wrong, here)) throw new Error('with another key')
    if (here !== there && opens(sealed, right, there)) throw new Error('elsewhere')
    if (opens(changed.toString('base64'), right, here)) throw new Error('though it was changed')
    if (opens(changed.subarray(0, at % 28).toString('base64'), right, here)) throw new Error('though it was cut')
  })
})

t.test('the same text is never sealed the same', async (t) => {
  const one = new Uint8Array(KEY_BYTES)
  t.equal(new Set(Array.from({ length: 20_000 }, () => seal(new Uint8Array(), one, '', realSystem).slice(0, 16))).size, 20_000)
})
