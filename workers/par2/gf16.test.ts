import { crc32 } from 'node:zlib'
import { seededRandom } from '../../demo/seed.ts'
import t from '../../test/support/tap.ts'
import { instantiateGf16 } from './gf16-kernel.ts'
import { blockConstants, BLOCKS_MAX, inverse, multiply, power } from './gf16.ts'
import { crcOverZeros, rollingCrc } from './rolling-crc.ts'
import { solveBlocks } from './solve-blocks.ts'

const random = seededRandom(16)
const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))

t.test('it is a field, and the constants are those of the specification', async (t) => {
  for (let i = 0; i < 200; i++) {
    const [a, b, c] = [1 + Math.floor(random() * 65_535), 1 + Math.floor(random() * 65_535), Math.floor(random() * 65_536)] as const
    t.ok(multiply(a, inverse(a)) === 1 && multiply(a, b) === multiply(b, a) && multiply(a, b ^ c) === (multiply(a, b) ^ multiply(a, c)) && power(a, 3) === multiply(a, multiply(a, a)) && power(a, 0) === 1)
  }
  // "Recovery Slice packet": 2, 4, 16, 128, 256, 2048, 8192, ...
  t.strictSame([...blockConstants(8)], [2, 4, 16, 128, 256, 2_048, 8_192, 16_384])
  t.equal(new Set(blockConstants(BLOCKS_MAX)).size, BLOCKS_MAX)
})

t.test('the kernel multiplies every word, by either swizzle', async (t) => {
  const length = 96
  for (const relaxed of [true, false]) {
    const kernel = instantiateGf16({ bytes: 65_536, relaxed })
    for (const constant of [0, 1, 2, 0x8000, 0xffff, 0xabcd]) {
      const [from, to] = [bytes(length), bytes(length)]
      kernel.memory.set(from, 1_024)
      kernel.memory.set(to, 2_048)
      kernel.writeTable(0, constant)
      for (const at of [1_024, 2_048]) kernel.toPlanes(at, length)
      kernel.multiplyAdd(2_048, 1_024, length, 0)
      kernel.fromPlanes(2_048, length)
      const words = (of: Uint8Array) => [...new Uint16Array(of.slice().buffer)]
      t.strictSame(words(kernel.memory.subarray(2_048, 2_048 + length)), words(to).map((word, i) => word ^ multiply(words(from)[i]!, constant)), `times ${constant}`)
    }
  }
})

t.test('a square that cannot be inverted takes another recovery block', async (t) => {
  // Of a power of two whose order is 65,535 the 0th and the 65,535th power are both 1: two blocks that say the same.
  const recovery = [0, 65_535, 1].map((exponent) => ({ exponent, path: '', offset: 0 }))
  const constants = blockConstants(2)
  const solution = await solveBlocks(constants, [0, 1], recovery, new AbortController().signal)
  t.strictSame(solution?.recovery.map(({ exponent }) => exponent), [0, 1])
  // The weights undo what the blocks were summed with.
  const sums = [0, 1].map((exponent) => multiply(power(constants[0]!, exponent), 700) ^ multiply(power(constants[1]!, exponent), 9))
  t.strictSame(solution?.weights.map((weights) => multiply(weights[0]!, sums[0]!) ^ multiply(weights[1]!, sums[1]!)), [700, 9])
  t.equal(await solveBlocks(constants, [0, 1], recovery.slice(0, 2), new AbortController().signal), undefined)
})

t.test('the window\'s CRC is that of its bytes at every offset, and stops where one is wanted', async (t) => {
  for (const window of [1, 4, 100, 70_000]) {
    const data = bytes(window + 300)
    const roll = rollingCrc(window)
    const expected = Array.from({ length: 300 }, (_, at) => crc32(data.subarray(at, at + window)))
    roll.begin(expected[0]!, expected)
    for (let at = 0; at < 299; at++) {
      t.equal(roll.slide(data.subarray(at, 299), data.subarray(at + window, window + 299)), 1)
      if (roll.crc() !== expected[at + 1]) t.fail(`window ${window}, offset ${at + 1}`)
    }
    roll.begin(expected[0]!, [expected[299]!])
    t.equal(roll.slide(data.subarray(0, 299), data.subarray(window, window + 299)), 299)
  }
  const some = bytes(3)
  t.equal(crcOverZeros(crc32(some), 100_000), crc32(Buffer.concat([some], 100_003)))
})
