import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from '../../test/support/tap.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import { encodeYenc } from '../../test/support/encode-yenc.ts'
import { seededRandom } from '../../demo/seed.ts'
import { limits } from '../../server/limits.ts'
import type { DataCursor } from './yenc-data.ts'
import { decodeData as bytewise, IN_LINE, LINE_START } from './yenc-data.ts'
import { createDataDecoder, decodeData as withKernel, giveBackRoom, takeRoom } from './yenc-decode.ts'
import { assembleKernel, instantiateKernel } from './yenc-kernel.ts'

const portable = createDataDecoder(instantiateKernel({ bytes: 2 ** 20, relaxed: false }))

type Decoder = (cursor: DataCursor) => void

/** Decodes in pieces that end at `cuts`; tells where it stopped, in what state, with which bytes. */
function decode(decoder: Decoder, source: Uint8Array, cuts: readonly number[], state = LINE_START, target: Uint8Array = new Uint8Array(source.length + 1)) {
  const cursor: DataCursor = { source, from: 0, to: 0, target, at: 0, state }
  for (const to of [...cuts, source.length]) {
    cursor.to = to
    if (cursor.from < to) decoder(cursor)
  }
  return `${cursor.from} ${cursor.at} ${cursor.state} ${Buffer.from(cursor.target.subarray(0, cursor.at)).toString('hex')}`
}

/** The same in a connection's room, where nothing is copied; whatever lies behind what was decoded stays. */
function decodeInRoom(source: Uint8Array, cuts: readonly number[], state = LINE_START) {
  const room = takeRoom()
  try {
    room.window.set(source)
    return decode(withKernel, room.window.subarray(0, source.length), cuts, state, room.output)
  } finally {
    giveBackRoom(room)
  }
}

t.test('this runtime has SIMD, so that the kernel is what is tested', (t) => {
  t.ok(instantiateKernel({ bytes: 2 ** 17 }))
  t.ok(WebAssembly.validate(assembleKernel()))
  t.not(Buffer.compare(assembleKernel(), assembleKernel({ relaxed: false })), 0, 'and the relaxed one, so that both are tested')
  t.equal(createDataDecoder(undefined), bytewise, 'without it the state machine decodes alone')
  t.end()
})

t.test('there is room for so many connections in the memory of the kernel, and beyond that beside it', (t) => {
  const rooms = Array.from({ length: limits.decodingRoomsMax + 1 }, takeRoom)
  const memories = rooms.map(({ window }) => window.buffer)
  t.equal(new Set(memories.slice(0, -1)).size, 1)
  t.not(memories.at(-1), memories[0])
  const places = rooms.slice(0, -1).flatMap(({ window, output }) => [window, output]).sort((a, b) => a.byteOffset - b.byteOffset)
  t.ok(places.every((place, index) => index === 0 || places[index - 1]!.byteOffset + places[index - 1]!.length <= place.byteOffset), 'none overlaps another')
  for (const room of rooms) giveBackRoom(room)
  t.equal(takeRoom(), rooms.at(-2), 'what was given back last is taken first, and only what is in the memory is kept')
  giveBackRoom(rooms.at(-2)!)
  t.end()
})

t.test('real articles decode the same with and without the kernel, cut at some 1500 positions each', (t) => {
  const folder = sharedData('yenc-nntp')
  if (!folder) {
    t.pass('not run: ../shared/data/yenc-nntp is not here')
    return t.end()
  }
  let files = 0
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yenc'))) {
    const source = new Uint8Array(readFileSync(join(folder, path)))
    const step = Math.max(1, Math.ceil(source.length / 1_500))
    const expected = decode(bytewise, source, [])
    for (let cut = 0; cut <= source.length; cut += step) {
      if (decode(withKernel, source, [cut]) !== expected) return t.fail(`${path} cut at ${cut}`)
      if (source.length < limits.nntpWindowBytes && decodeInRoom(source, [cut]) !== expected) return t.fail(`${path} cut at ${cut}, in a room`)
    }
    files++
  }
  t.ok(files >= 20, `${files} articles`)
  t.end()
})

t.test('any bytes, cut anywhere, begun in any state, decode the same with and without the kernel', (t) => {
  // Mostly plain bytes, as in articles, with the special ones often side by side.
  const byte = fc.oneof({ weight: 12, arbitrary: fc.nat(255) }, { weight: 3, arbitrary: fc.constantFrom(13, 10, 46, 61, 121) })
  const plain = fc.array(fc.integer({ min: 62, max: 120 }), { minLength: 30, maxLength: 150 })
  const piece = fc.oneof(plain, fc.array(byte, { maxLength: 40 }), fc.constantFrom([13, 10], [13, 10, 46, 46], [13, 10, 61], [13, 10, 46], [61, 13, 10], [61, 61], [61, 10], [10, 46], [13, 10, 61, 120], [13, 10, 61, 121], [13, 13, 10]))
  const source = fc.array(piece, { maxLength: 20 }).map((pieces) => Uint8Array.from(pieces.flat()))
  fc.assert(fc.property(source, fc.array(fc.nat(1_500), { maxLength: 4 }), fc.integer({ min: IN_LINE, max: 6 }), (source, places, state) => {
    const cuts = places.map((place) => Math.min(place, source.length)).sort((a, b) => a - b)
    const expected = decode(bytewise, source, cuts, state)
    return decode(withKernel, source, cuts, state) === expected && decode(portable, source, cuts, state) === expected && decodeInRoom(source, cuts, state) === expected
  }), { numRuns: 5_000, seed: 20261121 })
  t.pass('5000 runs')
  t.end()
})

t.test('an article of many blocks decodes the same, and a short one at every split', (t) => {
  const random = seededRandom(3)
  const large = encodeYenc(Uint8Array.from({ length: 300_000 }, () => Math.floor(random() * 256)), { name: 'a' })
  const body = large.subarray(large.indexOf(10) + 1)
  t.equal(decode(withKernel, body, []), decode(bytewise, body, []))
  const small = encodeYenc(Uint8Array.from([4, 4, 19, 214, 224, 227, 4, 19, 214, ...new Array<number>(60).fill(9), 4, 214, 19, 224]), { name: 'b', lineBytes: 23 })
  const short = small.subarray(small.indexOf(10) + 1)
  for (let a = 0; a <= short.length; a++) {
    for (let b = a; b <= short.length; b++) if (decode(withKernel, short, [a, b]) !== decode(bytewise, short, [a, b])) return t.fail(`split at ${a} and ${b}`)
  }
  t.end()
})
