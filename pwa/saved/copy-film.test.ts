import { randomBytes } from 'node:crypto'
import type { JobRow } from '../../projections/jobs.ts'
import { landingLab } from '../../test/support/landing-lab.ts'
import { JOB, savingLab } from '../../test/support/saving-lab.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../sync/limits.ts'
import { copyFilm } from './copy-film.ts'
import { heldBytes, isComplete, paused, resumed } from './saved-film.ts'

const film = (sizeBytes = 1_000_000) => new Uint8Array(randomBytes(sizeBytes))
const PART = limits.savedPartBytesMin
const signal = new AbortController().signal
type Lab = Awaited<ReturnType<typeof savingLab>>
const copy = (lab: Lab) => copyFilm(JOB, lab.ports, signal)
const parts = (lab: Lab) => lab.line.asked.filter(({ path, range }) => path.startsWith('/media/movies/') && range !== null).map(({ range }) => Number(/\d+/.exec(range!)![0]) / PART)

t.test('a film is copied whole, compared with the server\'s digest, and is what the server has (SV1, SV5)', async (t) => {
  const bytes = film()
  const lab = await savingLab(t, bytes)
  await lab.want()
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(bytes))
  t.match(await lab.records.film(JOB), { state: 'saved', why: null, parts: [[0, 4]], source: { sizeBytes: bytes.length, whole: true } })
  t.same(parts(lab), [0, 1, 2, 3])
})

t.test('cut anywhere, it goes on at the first part that is not here (SV1)', async (t) => {
  const bytes = film()
  const lab = await savingLab(t, bytes)
  await lab.want()
  lab.line.before = async ({ range }) => { if (range?.startsWith(`bytes=${2 * PART}-`)) lab.line.cutAfter = 1_000 }
  t.same(await copy(lab), { status: 'rests', why: 'offline' })
  t.equal(heldBytes((await lab.records.film(JOB))!), 2 * PART)
  lab.line.online = false
  t.same(await copy(lab), { status: 'rests', why: 'offline' })
  Object.assign(lab.line, { online: true, cutAfter: Infinity, before: async () => {}, asked: [] })
  t.same(await copy(lab), { status: 'saved' })
  t.same(parts(lab), [2, 3])
  t.ok(lab.saved().equals(bytes))
})

t.test('a film that became another one meanwhile begins anew, and is never put together from two (SV2)', async (t) => {
  const [one, other] = [film(), film()]
  const lab = await savingLab(t, one)
  await lab.want()
  let changed = false
  lab.line.before = async ({ range }) => {
    if (changed || !range?.startsWith(`bytes=${2 * PART}-`)) return
    changed = true
    await lab.store(other)
  }
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(other))
  t.same(parts(lab), [0, 1, 2, 0, 1, 2, 3])
  const shorter = film(300_000)
  await lab.store(shorter)
  await lab.records.change(JOB, (known) => ({ ...known, state: 'waiting' }))
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(shorter))
})

t.test('a wrong digest is fetched again once, then it is said (SV5)', async (t) => {
  const lab = await savingLab(t, film())
  lab.job.sha256 = '0'.repeat(64)
  await lab.want()
  t.same(await copy(lab), { status: 'failed', why: 'damaged' })
  t.same(parts(lab), [0, 1, 2, 3, 0, 1, 2, 3])
  t.match(await lab.records.film(JOB), { state: 'failed', why: 'damaged', parts: [] })
  t.equal(lab.files.files.size, 0)
})

t.test('bytes that went bad on disk are noticed (SV5)', async (t) => {
  const bytes = film()
  const lab = await savingLab(t, bytes)
  await lab.want()
  lab.line.before = async ({ range }) => {
    if (!range?.startsWith(`bytes=${3 * PART}-`)) return
    lab.line.before = async () => {}
    const [path, first] = [...lab.files.files].find(([name]) => name.endsWith('part-000000'))!
    lab.files.files.set(path, first.map((byte) => byte ^ 1))
  }
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(bytes))
})

t.test('files that went missing before all was here are fetched again, all at once (SV1, SV8)', async (t) => {
  const bytes = film(30 * PART)
  const lab = await savingLab(t, bytes)
  await lab.want()
  lab.line.before = async ({ range }) => {
    if (!range?.startsWith(`bytes=${29 * PART}-`)) return
    lab.line.before = async () => {}
    for (const name of [...lab.files.files.keys()]) lab.files.files.delete(name)
  }
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(bytes))
})

t.test('where nothing comes for long, before an answer or within it, the next film has its turn (SV4)', async (t) => {
  const lab = await savingLab(t, film())
  await lab.want()
  lab.line.before = async ({ range }) => {
    if (range === null) return
    setImmediate(lab.fallSilent)
    await new Promise(() => {})
  }
  t.same(await copy(lab), { status: 'rests', why: 'offline' })
})

t.test('what does not fit is not begun, and what no longer fits stops; both say what is lacking, and keep what is here (SV6)', async (t) => {
  const lab = await savingLab(t, film())
  await lab.want()
  lab.files.quota = limits.savedReserveBytes + 900_000
  t.same(await copy(lab), { status: 'failed', why: 'room', lackingBytes: 100_000 })
  t.same([parts(lab), lab.files.files.size], [[], 0])
  lab.files.quota = Infinity
  const ports = { ...lab.ports, estimate: async () => ({}) }
  lab.line.before = async ({ range }) => { if (range?.startsWith(`bytes=${2 * PART}-`)) lab.files.quota = 2 * PART + 10 }
  await lab.records.change(JOB, resumed)
  t.match(await copyFilm(JOB, ports, signal), { status: 'failed', why: 'room' })
  t.match(await lab.records.film(JOB), { state: 'failed', why: 'room', parts: [[0, 2]], lackingBytes: 1_000_000 - 2 * PART })
  Object.assign(lab.line, { before: async () => {} })
  lab.files.quota = Infinity
  await lab.records.change(JOB, resumed)
  t.same(await copy(lab), { status: 'saved' })
})

t.test('subtitles come with it; one that is not there is none (SV5)', async (t) => {
  const lab = await savingLab(t, film(300_000))
  const put = (name: string, text: string) => lab.objects.put(`movies/${JOB}/${name}`, (async function* () { yield new TextEncoder().encode(text) })(), { contentType: 'text/vtt' })
  const subtitle = (name: string, label: string) => ({ key: `movies/${JOB}/${name}`, language: 'de', label, forced: false, hearingImpaired: false })
  await put('0.vtt', 'WEBVTT')
  await put('media.json', JSON.stringify({ info: null, playability: null, chapters: [{ startSeconds: 0, name: 'Wisborg' }], subtitles: [subtitle('lost.vtt', 'English'), subtitle('0.vtt', 'German')] }))
  await lab.want()
  t.same(await copy(lab), { status: 'saved' })
  t.match(await lab.records.film(JOB), { beside: { chapters: [{ name: 'Wisborg' }], subtitles: { length: 1, 0: { label: 'German', file: 'subtitles-1.vtt' } } } })
  t.equal(await (await lab.folder.read(JOB, 'subtitles-1.vtt'))!.text(), 'WEBVTT')
})

t.test('a pause or a removal takes effect in the middle, and what the server says no to is said', async (t) => {
  const lab = await savingLab(t, film())
  await lab.want()
  lab.line.before = async ({ range }) => { if (range?.startsWith(`bytes=${PART}-`)) await lab.records.change(JOB, paused) }
  t.same(await copy(lab), { status: 'stopped' })
  t.match(await lab.records.film(JOB), { state: 'paused', parts: [[0, 1]] })
  lab.line.before = async ({ range }) => { if (range?.startsWith(`bytes=${2 * PART}-`)) await lab.records.remove(JOB) }
  await lab.records.change(JOB, resumed)
  t.same(await copy(lab), { status: 'stopped' })
  t.equal(await lab.records.film(JOB), undefined)
  lab.line.before = async () => {}
  await lab.want()
  lab.forbid()
  t.same(await copy(lab), { status: 'failed', why: 'forbidden' })
  const gone = await savingLab(t, film())
  await gone.want()
  gone.job.status = 'deleted'
  t.same(await copy(gone), { status: 'failed', why: 'gone' })
})

t.test('a film that lands is copied as it lands, hurrying nobody, and is the same film when it is stored (SV3)', async (t) => {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(1_300_000)]))
  const landing = landingLab(t.testdir({}), [{ name: 'film.mp4', bytes }], 50_000)
  const lab = await savingLab(t, null, { landingFilms: landing.relay })
  await lab.want()
  t.same(await copy(lab), { status: 'rests', why: 'landing' }, 'nobody knows yet how it lies')
  const { film: open, found } = landing.open(JOB)
  for (let article = 0; article < 14; article++) landing.land(article)
  landing.land(landing.articles - 1)
  await found
  const before = landing.wanted.length
  t.same(await copy(lab), { status: 'rests', why: 'landing' })
  t.match(await lab.records.film(JOB), { state: 'copying', parts: [[0, 2]], source: { whole: false } })
  t.same(landing.wanted.slice(before).filter(({ article, lane }) => lane === 'urgent' && article >= 14 && article < landing.articles - 1), [], 'nothing that had not landed was wanted for it')
  for (let article = 14; article < landing.articles; article++) landing.land(article)
  t.same(await copy(lab), { status: 'rests', why: 'landing' })
  t.equal(isComplete((await lab.records.film(JOB))!), true)

  await lab.store(bytes)
  await open.stored({ key: `movies/${JOB}/movie.mp4`, sizeBytes: bytes.length, rewritten: false })
  lab.line.asked = []
  t.same(await copy(lab), { status: 'saved' })
  t.same(parts(lab), [], 'nothing was fetched twice')
  t.ok(lab.saved().equals(bytes))
  await open.close()
})

t.test('what landed and was stored as other bytes begins anew (SV3)', async (t) => {
  const bytes = new Uint8Array(Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(600_000)]))
  const landing = landingLab(t.testdir({}), [{ name: 'film.mp4', bytes }], 50_000)
  const lab = await savingLab(t, null, { landingFilms: landing.relay })
  await lab.want()
  const { film: open, found } = landing.open(JOB)
  for (let article = 0; article < landing.articles; article++) landing.land(article)
  await found
  t.same(await copy(lab), { status: 'rests', why: 'landing' })
  const prepared = film(bytes.length)
  await lab.store(prepared)
  await open.stored({ key: `movies/${JOB}/movie.mp4`, sizeBytes: prepared.length, rewritten: true })
  t.same(await copy(lab), { status: 'saved' })
  t.ok(lab.saved().equals(prepared))
  await open.close()
  t.equal((lab.job as JobRow).status, 'ready')
})
