import { jobIdOf, uuidv4Of, uuidv7Of } from './ids.ts'
import t from '../test/support/tap.ts'

const ones = new Uint8Array(16).fill(0xff)

t.test('a UUIDv7 begins with its time, and sorts by it', async (t) => {
  // The example of RFC 9562, A.6.
  const random = Uint8Array.from([0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  t.equal(uuidv7Of(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  t.ok(uuidv7Of(0x017f22e279b0, ones) < uuidv7Of(0x017f22e279b1, new Uint8Array(16)))
})

t.test('a UUIDv4 is chance but for its version and variant', async (t) => {
  t.equal(uuidv4Of(ones), 'ffffffff-ffff-4fff-bfff-ffffffffffff')
  t.equal(uuidv4Of(new Uint8Array(16)), '00000000-0000-4000-8000-000000000000')
  t.same(ones, new Uint8Array(16).fill(0xff), 'the bytes handed in stay as they are')
})

t.test('a job\'s id is of 32 characters that nobody mistakes for others', async (t) => {
  t.equal(jobIdOf(Uint8Array.from({ length: 26 }, (_, i) => i)), 'job_abcdefghijklmnopqrstuvwxyz')
  t.equal(jobIdOf(new Uint8Array(26).fill(255)), 'job_' + '7'.repeat(26))
})
