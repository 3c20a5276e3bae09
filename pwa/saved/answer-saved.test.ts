import { deepStrictEqual, ok } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { ada, bob } from '../../test/support/given.ts'
import { holds } from '../../test/support/property.ts'
import { JOB, savingLab } from '../../test/support/saving-lab.ts'
import { createLocks } from '../../test/support/sync-world.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { openDevice } from '../sync/device.ts'
import { answerSaved } from './answer-saved.ts'
import { copyFilm } from './copy-film.ts'
import { forgetSaved } from './forget-saved.ts'
import { planAnswer, savedAddress } from './plan-answer.ts'
import { begun, newFilm, withPart } from './saved-film.ts'

const FILM = new Uint8Array(randomBytes(1_000_000))
const signal = new AbortController().signal

/** A device on which a film was saved by the person who uses it. */
async function device(t: Test) {
  const lab = await savingLab(t, FILM)
  await lab.want()
  await copyFilm(JOB, lab.ports, signal)
  const here = await openDevice(lab.indexedDB)
  const signIn = (userId: string | null) => here.keepSession(userId === null ? null : { userId, username: 'x', role: 'member', expiresAt: '' })
  await signIn(ada)
  lab.line.asked = []
  const ask = (headers: Record<string, string> = {}, file = 'film', method = 'GET') =>
    answerSaved(new Request(`http://x${savedAddress(JOB, file)}`, { method, headers }), { indexedDB: lab.indexedDB, root: lab.files.root, fetch: lab.fetch, now: () => Date.now() })
  return { ...lab, ask, signIn }
}
const bodyOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

t.test('a player is answered from this device as by a server, with no network (SV7)', async (t) => {
  const { ask, line, records } = await device(t)
  line.online = false
  const whole = await ask()
  t.strictSame([whole.status, whole.headers.get('content-length'), whole.headers.get('accept-ranges'), whole.headers.get('content-type')], [200, '1000000', 'bytes', 'video/mp4'])
  t.ok((await bodyOf(whole)).equals(FILM))
  const { etag } = (await records.film(JOB))!.source!
  const part = await ask({ range: 'bytes=262000-262999', 'if-range': etag })
  t.strictSame([part.status, part.headers.get('content-range'), (await bodyOf(part)).equals(FILM.subarray(262_000, 263_000))], [206, 'bytes 262000-262999/1000000', true])
  t.equal((await ask({ range: 'bytes=0-9', 'if-range': '"another"' })).status, 200, 'If-Range')
  const beyond = await ask({ range: 'bytes=1000000-' })
  t.strictSame([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */1000000'])
  const head = await ask({ range: 'bytes=0-9' }, 'film', 'HEAD')
  t.strictSame([head.status, head.headers.get('content-length'), head.body], [200, '1000000', null])
  t.equal((await ask({}, 'subtitles-0.vtt')).status, 404)
  t.same(line.asked, [], 'nobody was asked')
})

t.test('what is not here comes from the server within the same answer; with no network it is cut short (SV7, SV8)', async (t) => {
  const { ask, line, records, files } = await device(t)
  files.files.delete([...files.files.keys()].find((path) => path.endsWith('part-000001'))!)
  t.ok((await bodyOf(await ask({ range: 'bytes=1000-799999' }))).equals(FILM.subarray(1_000, 800_000)))
  t.same(line.asked.map(({ range }) => range), ['bytes=262144-524287'], 'only that')
  t.match(await records.film(JOB), { state: 'failed', why: 'lost', parts: [[0, 1], [2, 4]] })
  line.online = false
  const cut = await ask({ range: 'bytes=0-799999' })
  t.equal(cut.status, 206)
  await t.rejects(bodyOf(cut))
  t.ok((await bodyOf(await ask({ range: 'bytes=530000-' }))).equals(FILM.subarray(530_000)), 'what is here plays on')
})

t.test('a link that has ended is asked for anew; another film at the server is not mixed in (SV2, SV7)', async (t) => {
  const { ask, line, records, files, store } = await device(t)
  files.files.delete([...files.files.keys()].find((path) => path.endsWith('part-000003'))!)
  await records.change(JOB, (film) => ({ ...film, source: { ...film.source!, expiresAt: '2020-01-01T00:00:00.000Z' } }))
  t.ok((await bodyOf(await ask({ range: 'bytes=900000-' }))).equals(FILM.subarray(900_000)))
  t.match(line.asked, [{ path: `/api/jobs/${JOB}/copy` }, { range: 'bytes=900000-999999' }])
  await store(new Uint8Array(randomBytes(1_000_000)))
  await t.rejects((await ask({ range: 'bytes=900000-' })).arrayBuffer())
})

t.test('only who is signed in is answered with their own films, and a sign-out leaves nothing of them (SV7, SV11)', async (t) => {
  const { ask, signIn, files, records } = await device(t)
  await signIn(bob)
  t.equal((await ask()).status, 404)
  await signIn(null)
  t.equal((await ask()).status, 404)
  await signIn(ada)
  files.files.set(`/saved/${bob}/${JOB}/part-000000`, new Uint8Array(5))
  const said: unknown[] = []
  const channel = { postMessage: (word: unknown) => void said.push(word), onmessage: null, close: () => {} }
  await forgetSaved({ openChannel: () => channel, locks: createLocks(), root: files.root, tasks: async () => undefined }, ada)
  t.same([said, [...files.files.keys()]], [[{ type: 'stop' }], [`/saved/${bob}/${JOB}/part-000000`]])
  records.close()
})

t.test('whatever is asked for of whatever is here, the pieces are the bytes asked for, in order (SV7)', async (t) => {
  await holds(t, 'for every range', 500, [fc.integer({ min: 1, max: 3_000_000 }), fc.array(fc.nat(12), { maxLength: 8 }), fc.nat(3_100_000), fc.option(fc.nat(3_100_000))], (sizeBytes, parts, first, last) => {
    const source = { url: '/media/x', expiresAt: '', contentType: 'video/mp4', sizeBytes, etag: '"1"', sha256: null, whole: true }
    const empty = begun(newFilm({ jobId: JOB, movieId: 1, name: '', posterPath: null, backdropPath: null }, 0), source)
    const film = parts.filter((part) => part * empty.partBytes < sizeBytes).reduce(withPart, empty)
    const { status, headers, pieces } = planAnswer(film, { method: 'GET', range: `bytes=${first}-${last ?? ''}`, ifRange: null })
    if (status === 416) return void ok(first >= sizeBytes)
    const spans = pieces.map((piece) => piece.from === 'part' ? [piece.part * film.partBytes + piece.start, piece.part * film.partBytes + piece.end] : [piece.start, piece.end]) as [number, number][]
    const [from, to] = status === 200 ? [0, sizeBytes] : [first, Math.min(sizeBytes, (last ?? Infinity) + 1)]
    deepStrictEqual([spans[0]![0], spans.at(-1)![1]], [from, to])
    ok(spans.every(([start, end], i) => start < end && (i === 0 || start === spans[i - 1]![1])))
    deepStrictEqual(headers['content-length'], String(to - from))
  })
})
