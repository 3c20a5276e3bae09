import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { ada, after, bob, commandId } from '../../test/support/given.ts'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { limits } from '../sync/limits.ts'
import { dueLeases, forbidden, strayLeases } from './leases.ts'
import type { Conditions } from './plan-queue.ts'
import { heldBy, lackingBytes, nextFilm, restMs } from './plan-queue.ts'
import type { SavedFilm, Source } from './saved-film.ts'
import { begun, bytesOfPart, hasPart, heldBytes, isComplete, newFilm, nextPart, partCount, withPart, withoutPart } from './saved-film.ts'

const source = (sizeBytes: number, more: Partial<Source> = {}): Source => ({ url: '/media/x', expiresAt: after(60), contentType: 'video/mp4', sizeBytes, etag: '"1"', sha256: null, whole: true, ...more })
const wanted = (jobId: string, addedAt = 1): SavedFilm => newFilm({ jobId, movieId: 653, name: 'Nosferatu', posterPath: null, backdropPath: null }, addedAt)
const film = (sizeBytes: number, more: Partial<Source> = {}) => begun(wanted('job_a'), source(sizeBytes, more))

t.test('parts cover a film of any size once, and are counted right in whatever order they come (SV1)', async (t) => {
  await holds(t, 'for every order', 300, [fc.integer({ min: 1, max: 60_000_000 }), fc.infiniteStream(fc.nat()), fc.nat(60)], (sizeBytes, picks, taken) => {
    let known = film(sizeBytes)
    const count = partCount(known)
    ok(count >= 1 && (count <= 101 || known.partBytes === limits.savedPartBytesMin || known.partBytes === limits.savedPartBytesMax))
    ok(bytesOfPart(known, 0)[0] === 0 && bytesOfPart(known, count - 1)[1] === sizeBytes)
    const here = new Set<number>()
    const check = () => {
      deepStrictEqual(Array.from({ length: count }, (_, part) => hasPart(known, part)), Array.from({ length: count }, (_, part) => here.has(part)))
      deepStrictEqual(heldBytes(known), [...here].reduce((sum, part) => sum + bytesOfPart(known, part)[1] - bytesOfPart(known, part)[0], 0))
      ok(isComplete(known) === (here.size === count))
    }
    for (let i = 0; i < Math.min(taken, count); i++) {
      const part = picks.next().value! % count
      if (here.delete(part)) known = withoutPart(known, part)
      else { here.add(part); known = withPart(known, part) }
      check()
    }
    for (let part = nextPart(known, []); part !== undefined; part = nextPart(known, [])) { here.add(part); known = withPart(known, part) }
    check()
    deepStrictEqual(known.parts, [[0, count]])
  })
})

t.test('of a film that lands, only a part all of which has landed is next (SV3)', async (t) => {
  const landing = film(1_000_000, { whole: false })
  const { partBytes } = landing
  t.equal(nextPart(landing, [[0, partBytes - 1]]), undefined)
  t.equal(nextPart(landing, [[0, partBytes]]), 0)
  t.equal(nextPart(withPart(landing, 0), [[0, partBytes + 5], [2 * partBytes, 1_000_000]]), 2)
})

t.test('films are copied in the order they were asked for; one that rests lets the next go ahead (SV4)', async (t) => {
  const [first, second] = [wanted('job_a', 1), wanted('job_b', 2)]
  t.equal(nextFilm([second, first], new Map(), 10)?.jobId, 'job_a')
  t.equal(nextFilm([first, { ...second, state: 'copying' }], new Map(), 10)?.jobId, 'job_b', 'one that was begun is gone on with')
  t.equal(nextFilm([first, second], new Map([['job_a', 11]]), 10)?.jobId, 'job_b')
  t.equal(nextFilm([{ ...first, state: 'paused' }, { ...second, state: 'failed' }], new Map(), 10), undefined)
  t.same([restMs([first, second], new Map([['job_a', 15], ['job_b', 30]]), 10), restMs([{ ...first, state: 'saved' }], new Map(), 10)], [5, undefined])
})

t.test('nothing is copied offline, or over a mobile network where Wi-Fi is wanted; who cannot tell is let (SV4)', async (t) => {
  const calm: Conditions = { online: true, manual: false, wifi: undefined, wifiOnly: false }
  const held = (more: Partial<Conditions>) => heldBy({ ...calm, ...more })
  t.same([held({}), held({ online: false }), held({ manual: true }), held({ wifi: false }), held({ wifi: false, wifiOnly: true }), held({ wifi: true, wifiOnly: true }), held({ wifiOnly: true })],
    [undefined, 'offline', 'offline', undefined, 'wifi', undefined, undefined])
})

t.test('what is lacking is counted with a reserve, where the browser tells (SV6)', async (t) => {
  const quota = 10_000_000_000
  t.equal(lackingBytes(quota - limits.savedReserveBytes, { usage: 0, quota }), 0)
  t.equal(lackingBytes(quota, { usage: 5, quota }), limits.savedReserveBytes + 5)
  t.equal(lackingBytes(quota, {}), 0)
})

t.test('leases: begun, renewed, and taken back where nothing is left (SV9)', async (t) => {
  const me = { userId: ada, deviceId: commandId(1) }
  const job = (key: string, more: Partial<JobRow> = {}) => ({ key, movieId: 653, status: 'ready', copies: [], ...more }) as unknown as JobRow
  const mine = { ...me, until: after(1_000) }
  const jobs = new Map([job('job_a'), job('job_b', { copies: [mine] }), job('job_c', { status: 'deleted' }), job('job_d', { copies: [{ ...mine, userId: bob }] }), job('job_e', { copies: [mine] })].map((row) => [row.key, row]))
  const now = 100 * limits.savedTellMs
  const due = (...films: SavedFilm[]) => dueLeases(films, jobs, me, now).map(({ jobId }) => jobId)
  t.same(due(wanted('job_a'), { ...wanted('job_b'), toldAt: now - 1_000 }, wanted('job_c'), wanted('job_d')), ['job_a', 'job_d'])
  t.same(due({ ...wanted('job_b'), toldAt: now - limits.savedTellMs }), ['job_b'], 'renewed')
  t.same(due({ ...wanted('job_b'), toldAt: now + limits.savedTellMs }), ['job_b'], 'also by a clock that was ahead')
  t.same(due({ ...wanted('job_a'), toldAt: now - 60_000 }), [], 'it may be on its way')
  t.same(due({ ...wanted('job_a'), toldAt: now - 3_600_000 }), ['job_a'])
  t.same(due({ ...wanted('job_a'), state: 'failed', why: 'room' }, { ...wanted('job_b'), state: 'failed', why: 'lost' }), ['job_b'])
  t.same(strayLeases([wanted('job_b')], jobs, me).map(({ key }) => key), ['job_e'])
  const all = [wanted('job_a'), wanted('job_c')]
  t.same((['free', 'whileHere', 'off'] as const).map((saving) => forbidden(all, jobs, saving).map(({ jobId }) => jobId)), [[], ['job_c'], ['job_a', 'job_c']], 'the house\'s rules (SV10)')
})
