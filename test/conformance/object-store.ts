/** Rules OS1 to OS6 of server/object-store/object-store.ts, tried on an adapter. */

import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { ObjectStore } from '../../server/object-store/object-store.ts'
import { seededRandom } from '../../demo/seed.ts'

const random = seededRandom(42)
const bytes = Uint8Array.from({ length: 1_000_003 }, () => Math.floor(random() * 256))
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
const video = { contentType: 'video/mp4' }
const movedIn = { ...video, signal: new AbortController().signal, onMeasured: async () => {} }

async function* inChunks(data: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += chunkBytes) yield data.subarray(at, at + chunkBytes)
}
async function collect(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const keysOf = async (store: ObjectStore, prefix = '') => (await Array.fromAsync(store.list(prefix))).map((each) => each.key)
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

export function objectStoreConformance(t: Test, makeStore: (t: Test) => Promise<{ store: ObjectStore; folder: string }>): void {
  t.test('[OS3] what put reports is of the bytes that are stored', async (t) => {
    const { store } = await makeStore(t)
    t.same(await store.put('movies/a/movie.mp4', inChunks(bytes, 65_537), video), { sizeBytes: bytes.length, sha256: sha256(bytes) })
    const head = await store.head('movies/a/movie.mp4')
    t.match(head, { sizeBytes: bytes.length, contentType: 'video/mp4' })
    const found = await store.get('movies/a/movie.mp4')
    t.ok(same(await collect(found!.body), bytes))
    t.equal(found!.info.etag, head!.etag)
    await store.put('empty', inChunks(new Uint8Array(0), 1), video)
    t.equal((await collect((await store.get('empty'))!.body)).length, 0, 'an empty object too')
  })

  t.test('[OS3] a source that fails fails the put, and [OS1] nothing is left under the key', async (t) => {
    const { store } = await makeStore(t)
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1_000)
      throw new Error('the source broke')
    }
    await t.rejects(store.put('a', failing(), video), { message: 'the source broke' })
    t.equal(await store.head('a'), undefined)
    t.equal(await store.get('a'), undefined)
    t.same(await keysOf(store), [])
  })

  t.test('[OS1] an object under way is not seen, and the old one is until the new one is whole', async (t) => {
    const { store } = await makeStore(t)
    await store.put('a', inChunks(new Uint8Array(3).fill(1), 3), video)
    let seen: number | undefined
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1_000)
      seen = (await store.head('a'))?.sizeBytes
      yield bytes.subarray(1_000)
    }
    await store.put('a', slow(), video)
    t.equal(seen, 3)
    t.equal((await store.head('a'))?.sizeBytes, bytes.length)
  })

  t.test('[OS2] a range answers exactly those bytes, one beyond the end is refused', async (t) => {
    const { store } = await makeStore(t)
    await store.put('a', inChunks(bytes, 100_000), video)
    for (const [start, end] of [[0, 0], [0, 9], [262_143, 262_145], [bytes.length - 1, bytes.length - 1], [0, bytes.length - 1], [5, 900_000]] as const) {
      t.ok(same(await collect((await store.get('a', { start, end }))!.body), bytes.subarray(start, end + 1)), `${start} to ${end}`)
    }
    for (const [start, end] of [[0, bytes.length], [bytes.length, bytes.length], [5, 4], [-1, 4], [0.5, 4]] as const) {
      await t.rejects(store.get('a', { start, end }), { code: 'RANGE' }, `${start} to ${end}`)
    }
    t.equal(await store.get('b', { start: 0, end: 1 }), undefined, 'an unknown key is unknown, whatever the range')
  })

  t.test('[OS4] keys that are no plain relative paths are refused', async (t) => {
    const { store, folder } = await makeStore(t)
    const secret = join(folder, '..', 'secret')
    for (const key of ['', '/etc/passwd', '../secret', 'a/../../secret', 'a//b', 'a/', '.', '..', '.hidden', 'a/.b', 'a\\b', 'a\0b', 'é', 'a b', 'a/..', 'x'.repeat(300), 'C:x', 'a%2fb', 'a\n']) {
      await t.rejects(store.put(key, inChunks(bytes, 1_000_003), video), { code: 'INVALID_KEY' }, JSON.stringify(key))
      await t.rejects(async () => store.get(key), { code: 'INVALID_KEY' })
      await t.rejects(async () => store.head(key), { code: 'INVALID_KEY' })
      await t.rejects(async () => store.delete(key), { code: 'INVALID_KEY' })
    }
    t.notOk(existsSync(secret), 'nothing outside is touched')
    await store.put('movies/job_abc/movie-1_2.webm', inChunks(bytes, 1_000_003), video)
  })

  t.test('[OS5] readers of a replaced object finish with the old bytes', async (t) => {
    const { store } = await makeStore(t)
    await store.put('a', inChunks(bytes, 100_000), video)
    const reader = (await store.get('a'))!.body.getReader()
    const first = (await reader.read()).value!
    const other = new Uint8Array(bytes.length).fill(1)
    await store.put('a', inChunks(other, 100_000), video)
    const rest = [first]
    for (let next = await reader.read(); !next.done; next = await reader.read()) rest.push(next.value)
    t.ok(same(Buffer.concat(rest), bytes))
    t.ok(same(await collect((await store.get('a'))!.body), other), 'new readers get the new bytes')
  })

  t.test('a file of this machine is moved in, described, listed and deleted', async (t) => {
    const { store, folder } = await makeStore(t)
    const path = join(folder, '..', `source-${Math.floor(random() * 1e9)}`)
    writeFileSync(path, bytes)
    t.same(await store.putFile('movies/b/movie.mp4', path, movedIn), { sizeBytes: bytes.length, sha256: sha256(bytes) })
    t.ok(same(await collect((await store.get('movies/b/movie.mp4'))!.body), bytes))
    t.notOk(existsSync(path), 'the source is gone')
    await store.put('other/c', inChunks(bytes.subarray(0, 5), 5), { contentType: 'text/vtt' })
    t.same(await keysOf(store, 'movies/'), ['movies/b/movie.mp4'])
    t.same(await keysOf(store), ['movies/b/movie.mp4', 'other/c'])
    await store.delete('movies/b/movie.mp4')
    await store.delete('movies/b/movie.mp4')
    t.same(await keysOf(store), ['other/c'])
    t.equal(await store.get('movies/b/movie.mp4'), undefined)
    await t.rejects(store.putFile('movies/b/movie.mp4', path, movedIn), { code: 'STORAGE_ERROR' }, 'a source that is not there')
  })

  t.test('[OS6] what a file is, is told before it can be seen; what is thrown there, or an abort, leaves nothing', async (t) => {
    const { store, folder } = await makeStore(t)
    const path = join(folder, '..', `source-${Math.floor(random() * 1e9)}`)
    writeFileSync(path, bytes)
    let told: unknown
    let seen: unknown = 'not asked'
    await t.rejects(store.putFile('a', path, { ...movedIn, onMeasured: () => Promise.reject(new Error('not that one')) }), { message: 'not that one' })
    const stop = new AbortController()
    await t.rejects(store.putFile('a', path, { ...video, signal: stop.signal, onMeasured: async () => stop.abort(new Error('called off')) }), { message: 'called off' })
    await t.rejects(store.putFile('a', path, { ...movedIn, signal: AbortSignal.abort(new Error('called off before')) }), { message: 'called off before' })
    t.same([await keysOf(store), await store.head('a')], [[], undefined])
    t.ok(existsSync(path), 'and the source is where it was')
    await store.putFile('a', path, { ...movedIn, async onMeasured(measured) {
      told = measured
      seen = await store.head('a')
    } })
    t.same(told, { sizeBytes: bytes.length, sha256: sha256(bytes) })
    t.equal(seen, undefined)
  })

  t.test('a reader that stops early lets go of the object', async (t) => {
    const { store } = await makeStore(t)
    await store.put('a', inChunks(bytes, 100_000), video)
    for (let round = 0; round < 200; round++) {
      const reader = (await store.get('a'))!.body.getReader()
      await reader.read()
      await reader.cancel()
    }
    t.pass('200 readers, none left over')
  })
}
