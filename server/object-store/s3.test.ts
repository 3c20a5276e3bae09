import { createHash, randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { Client } from 'minio'
import type { Test } from 'tap'
import { seededRandom } from '../../demo/seed.ts'
import { objectStoreConformance } from '../../test/conformance/object-store.ts'
import { cephMissing, startCeph } from '../../test/support/ceph.ts'
import type { HttpFault } from '../../test/support/faulty-http.ts'
import { startFaultyHttp } from '../../test/support/faulty-http.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { realSystem } from '../system.ts'
import { ObjectStoreError } from './object-store.ts'
import { openS3Store, partBytesOf } from './s3.ts'

/** Asks again at once, and still hears when nothing comes. */
const impatient: typeof realSystem = { ...realSystem, sleep: async (ms, signal) => signal ? realSystem.sleep(ms, signal) : undefined }

t.test('a file of any size is told in as many parts as S3 takes', async (t) => {
  t.equal(partBytesOf(1), limits.s3PartBytes)
  for (const sizeBytes of [160 * 2 ** 30, 500e9, 5 * 2 ** 40]) t.ok(Math.ceil(sizeBytes / partBytesOf(sizeBytes)) <= limits.s3PartsMax, `${sizeBytes} bytes`)
})

const why = await cephMissing()
if (why) t.comment(`not run: the S3 object store against Ceph: ${why}`)
else await t.test('on Ceph', async (t) => {
  const ceph = await startCeph()
  t.teardown(ceph.stop)
  const address = { host: '127.0.0.1', port: ceph.port, tls: false, region: 'us-east-1', prefix: '', accessKey: ceph.accessKey, secretKey: ceph.secretKey, publicAddress: null }
  const admin = new Client({ endPoint: '127.0.0.1', port: ceph.port, useSSL: false, accessKey: ceph.accessKey, secretKey: ceph.secretKey, region: 'us-east-1' })
  async function bucketOf(): Promise<string> {
    const bucket = `films-${randomUUID()}`
    await admin.makeBucket(bucket)
    return bucket
  }

  objectStoreConformance(t, async (t) => {
    const store = openS3Store({ ...address, bucket: await bucketOf(), prefix: 'house/' }, realSystem, silentLog)
    t.teardown(store.close)
    return { store, folder: join(t.testdir({ inside: {} }), 'inside') }
  })

  t.test('a large object goes up in parts, and comes back', async (t) => {
    const bucket = await bucketOf()
    const store = openS3Store({ ...address, bucket }, realSystem, silentLog)
    t.teardown(store.close)
    const bytes = Buffer.alloc(2 * limits.s3PartBytes + 12_345, 7)
    bytes.writeUInt32LE(42, limits.s3PartBytes - 2)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = join(t.testdir({}), 'film')
    writeFileSync(path, bytes)
    const movedIn = { contentType: 'video/mp4', signal: new AbortController().signal, onMeasured: async () => {} }
    t.same(await store.putFile('movies/a/movie.mp4', path, movedIn), { sizeBytes: bytes.length, sha256 })
    t.match(await store.head('movies/a/movie.mp4'), { sizeBytes: bytes.length, contentType: 'video/mp4', etag: /^"[0-9a-f]{32}-3"$/ })
    const edge = await store.get('movies/a/movie.mp4', { start: limits.s3PartBytes - 10, end: limits.s3PartBytes + 9 })
    t.same(Buffer.concat(await Array.fromAsync(edge!.body)), bytes.subarray(limits.s3PartBytes - 10, limits.s3PartBytes + 10))

    const other = join(t.testdir({}), 'other')
    writeFileSync(other, bytes)
    const stop = new AbortController()
    const files = { ...realSystem.files, createReadStream: ((...args: Parameters<typeof realSystem.files.createReadStream>) => {
      const stream = realSystem.files.createReadStream(...args)
      let chunks = 0
      // The first part is under way.
      stream.on('data', () => { if (++chunks === limits.s3PartBytes / limits.objectHashBytes + 2) stop.abort(new Error('called off')) })
      return stream
    }) as typeof realSystem.files.createReadStream }
    const stopped = openS3Store({ ...address, bucket }, { ...realSystem, files }, silentLog)
    t.teardown(stopped.close)
    await t.rejects(stopped.putFile('movies/b/movie.mp4', other, { ...movedIn, signal: stop.signal }), { message: 'called off' })
    t.equal(await store.head('movies/b/movie.mp4'), undefined, 'what is called off in the middle is no object')
    t.ok(existsSync(other), 'and stays where it was')
    t.same((await admin.listIncompleteUploadsQuery(bucket, '', '', '', '')).uploads, [], 'and no part of it stays')
  })

  t.test('what a killed upload left is removed at the next start, when it is old', async (t) => {
    const bucket = await bucketOf()
    const left = async () => (await admin.listIncompleteUploadsQuery(bucket, '', '', '', '')).uploads.length
    await admin.initiateNewMultipartUpload(bucket, 'movies/a/movie.mp4', {})
    const removed = Promise.withResolvers<void>()
    const log = { ...silentLog, info: () => removed.resolve() }
    const young = openS3Store({ ...address, bucket }, realSystem, log)
    t.teardown(young.close)
    await young.head('a')
    t.equal(await left(), 1)
    const later = openS3Store({ ...address, bucket }, { ...realSystem, now: () => Date.now() + limits.objectIncomingAgeMs + 60_000 }, log)
    t.teardown(later.close)
    await removed.promise
    t.equal(await left(), 0)
  })

  t.test('a signed link gives one object to a browser, ranges too, and nothing else', async (t) => {
    const bucket = await bucketOf()
    const store = openS3Store({ ...address, bucket, publicAddress: { host: 'localhost', port: ceph.port, tls: false } }, realSystem, silentLog)
    t.teardown(store.close)
    await store.put('movies/a/movie.mp4', one(Buffer.from('0123456789')), { contentType: 'application/octet-stream' })
    const link = (await store.link('movies/a/movie.mp4', { expiresInMs: 60_000, contentType: 'video/mp4' }))!
    t.notMatch(link, ceph.secretKey)
    const part = await fetch(link, { headers: { range: 'bytes=2-4' } })
    t.equal(part.status, 206)
    t.equal(part.headers.get('content-type'), 'video/mp4')
    t.equal(await part.text(), '234')
    for (const forged of [link.replace('movie.mp4', 'other.mp4'), link.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')]) {
      const answer = await fetch(forged)
      await answer.body?.cancel()
      t.equal(answer.status, 403)
    }
    const write = await fetch(link, { method: 'PUT', body: 'x' })
    await write.body?.cancel()
    t.equal(write.status, 403)
  })

  t.test('[R37] whatever goes wrong on the way: all of an object or nothing of it, and the right bytes or an error', async (t) => {
    const bucket = await bucketOf()
    const random = seededRandom(Number(process.env['SEED'] ?? 37))
    const pick = <Each>(each: readonly Each[]) => each[Math.floor(random() * each.length)]!
    let faults = 0
    const proxy = await startFaultyHttp(ceph.port, () => {
      if (random() > 0.4) return { kind: 'none' }
      faults++
      return pick<HttpFault>([{ kind: 'status', status: 500 }, { kind: 'status', status: 503 }, { kind: 'reset' }, { kind: 'lost' }, { kind: 'short' }, { kind: 'stall' }, { kind: 'etag' }, { kind: 'silence' }])
    })
    t.teardown(proxy.stop)
    const sure = openS3Store({ ...address, bucket }, realSystem, silentLog)
    const shaken = openS3Store({ ...address, bucket, port: proxy.port }, impatient, silentLog, 300)
    t.teardown(() => { sure.close(); shaken.close() })
    const large = Buffer.alloc(limits.s3PartBytes + 77_777)
    const ended = { stored: 0, refused: 0, read: 0, unread: 0 }
    for (let round = 0; faults < Number(process.env['S3_FAULTS'] ?? 60); round++) {
      const bytes = round % 5 === 0 ? large : large.subarray(0, Math.floor(random() * 300_000))
      bytes.fill(round % 251)
      const key = `movies/${round}/movie.mp4`
      const put = await shaken.put(key, one(bytes), { contentType: 'video/mp4' }).then(() => true, (error: unknown) => told(t, error))
      const found = await sure.get(key)
      // What is refused may have been stored whole: its answer was lost each time.
      if (put || found) t.ok(found && Buffer.concat(await Array.fromAsync(found.body)).equals(bytes), `round ${round}`)
      put ? ended.stored++ : ended.refused++
      if (!found) continue
      const read = await shaken.get(key).then(async (answer) => Buffer.concat(await Array.fromAsync(answer!.body))).catch((error: unknown) => void told(t, error))
      if (read) t.ok(read.equals(bytes), `read in round ${round}`)
      read ? ended.read++ : ended.unread++
    }
    t.comment(JSON.stringify({ faults, ...ended }))
    t.ok(ended.stored > 0 && ended.read > 0)
  })

  t.test('what is set up wrongly is told in words, without keys', async (t) => {
    const bucket = await bucketOf()
    const wrong: readonly [string, object, RegExp][] = [
      ['secret', { secretKey: 'hunter2-hunter2' }, /OBJECT_STORE_SECRET_KEY/], ['key', { accessKey: 'nobody' }, /OBJECT_STORE_ACCESS_KEY/],
      ['bucket', { bucket: 'no-such-bucket' }, /no such bucket/], ['port', { port: 1 }, /cannot be reached \(ECONNREFUSED\)/],
    ]
    for (const [what, change, message] of wrong) {
      const store = openS3Store({ ...address, bucket, ...change }, impatient, silentLog)
      t.teardown(store.close)
      await t.rejects(store.put('a', one(Buffer.from('x')), { contentType: 'a/b' }), { name: 'ObjectStoreError', code: 'STORAGE_ERROR', message }, what)
      await t.rejects(Array.fromAsync(store.list('')), { code: 'STORAGE_ERROR' }, what)
    }
  })
})

function told(t: Test, error: unknown): false {
  if (!(error instanceof ObjectStoreError)) t.fail('an error of the store', { error })
  return false
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
