import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { seededRandom } from '../../demo/seed.ts'
import { limits } from '../../server/limits.ts'
import type { LandingFilm } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import { realSystem } from '../../server/system.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { LandingLab, Posted } from '../../test/support/landing-lab.ts'
import { landingLab } from '../../test/support/landing-lab.ts'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'

const JOB = 'job_' + 'a'.repeat(26)
const FTYP = [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d]

function filmOf(sizeBytes: number, seed: number): Uint8Array {
  const next = seededRandom(seed)
  return Uint8Array.from({ length: sizeBytes }, (_, index) => FTYP[index] ?? Math.floor(next() * 256))
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream))
}

const landAll = (lab: LandingLab) => Array.from({ length: lab.articles }, (_, article) => lab.land(article))

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-landing-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As a downloader would: what is wanted first, else the rest in this order. Stops when it is told to. */
function arriving(lab: LandingLab, bulk: readonly number[], lost: ReadonlySet<number>): { stop(): Promise<void> } {
  let on = true
  const end = (async () => {
    while (on) {
      const article = lab.next(bulk)
      if (article === undefined) await setImmediate()
      else if (lost.has(article)) lab.lose(article)
      else lab.land(article)
      await setImmediate()
    }
  })()
  return { async stop() { on = false; await end } }
}

const posted = (film: Uint8Array, how: 'plain' | 4 | 5, volumeBytes: number): readonly Posted[] =>
  how === 'plain' ? [{ name: 'film.mp4', bytes: film }] : writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: how, volumeBytes })

t.test('LF2 LF5: whatever is read through the map while it lands is what the finished film has there; what is on no server is said, and read once it is repaired', async (t) => {
  const shape = fc.record({ sizeBytes: fc.integer({ min: 20_000, max: 120_000 }), articleBytes: fc.integer({ min: 700, max: 20_000 }), volumeBytes: fc.integer({ min: 17_000, max: 60_000 }), how: fc.constantFrom('plain' as const, 4 as const, 5 as const) })
  const seeks = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 6 })
  await holds(t, 'bytes', 60, [shape, seeks, fc.nat(), fc.integer({ min: 0, max: 3 })], ({ sizeBytes, articleBytes, volumeBytes, how }, places, seed, losses) => inFolder(async (folder) => {
    const film = filmOf(sizeBytes, seed)
    const lab = landingLab(folder, posted(film, how, volumeBytes), articleBytes)
    const next = seededRandom(seed + 1)
    const bulk = Array.from({ length: lab.articles }, (_, article) => ({ article, key: next() })).sort((a, b) => a.key - b.key).map(({ article }) => article)
    // Not the head of a file, where headers are looked for, and not its end: without those nothing is known of it before it is repaired.
    const head = Math.ceil(16_384 / articleBytes)
    const inner = lab.articlesOf.flatMap(({ firstArticle, articles }) => Array.from({ length: Math.max(0, articles - 1 - head) }, (_, index) => firstArticle + head + index))
    const lost = new Set(Array.from({ length: losses }, () => inner[Math.floor(next() * inner.length)]).filter((article) => article !== undefined))
    const arrival = arriving(lab, bulk, lost)
    const { film: open, found } = lab.open(JOB)
    try {
      const told = await found
      if (told.state !== 'playable') throw new Error(JSON.stringify(told))
      if (told.sizeBytes !== sizeBytes) throw new Error(`${told.sizeBytes} bytes of ${sizeBytes}`)
      const read = async ([one, other]: readonly [number, number]): Promise<void> => {
        const from = Math.floor(Math.min(one, other) * (sizeBytes - 1)), to = Math.ceil(Math.max(one, other) * (sizeBytes - 1)) + 1
        const bytes = await bytesOf(lab.relay.read(JOB, told.tag, from, to)).catch((error: LandingFilmError) => error.code)
        if (bytes === 'MISSING') {
          const { missing } = await lab.relay.open(JOB) as LandingFilm
          if (!missing.some((span) => span[0] < to && span[1] > from)) throw new Error(`${from} to ${to} are not among what is missing: ${JSON.stringify(missing)}`)
          return
        }
        if (typeof bytes === 'string' || !bytes.equals(film.subarray(from, to))) throw new Error(`${from} to ${to}: ${typeof bytes === 'string' ? bytes : `${bytes.length} bytes that are others`}`)
      }
      await Promise.all(places.map(read))
      if (lost.size > 0) {
        open.repaired(lab.whole())
      }
      await read([0, 1])
    } finally {
      await arrival.stop()
      await open.close()
    }
  }))
})

t.test('LF1: it plays as soon as first and last article are in, or the first two volumes of a set', async (t) => {
  const film = filmOf(100_000, 1)
  const plain = landingLab(t.testdir({}), posted(film, 'plain', 0), 5_000)
  t.match(await plain.relay.open(JOB), undefined)
  const { found } = plain.open(JOB)
  t.match(await plain.relay.open(JOB), { state: 'mapping', said: { message: /arriving/ } })
  plain.land(0)
  await eventually('the end is asked for', () => plain.wanted.some(({ article, lane }) => article === 19 && lane === 'urgent'))
  plain.land(19)
  t.match(await found, { state: 'playable', sizeBytes: 100_000, contentType: 'video/mp4', way: 'ranges', landed: [[0, 5_000], [95_000, 100_000]], missing: [] })

  const set = landingLab(t.testdir({}), posted(film, 5, 20_000), 5_000)
  const opened = set.open(JOB)
  // Headers are looked for in 16 KiB, which are the first of a real article.
  for (const { firstArticle } of set.articlesOf.slice(0, 2)) for (let place = 0; place < 4; place++) set.land(firstArticle + place)
  t.match(await opened.found, { state: 'playable', sizeBytes: 100_000, way: 'ranges' }, 'of six volumes')
  const { tag } = await opened.found as LandingFilm
  const tail = bytesOf(set.relay.read(JOB, tag, 99_000, 100_000))
  const last = set.articlesOf.at(-1)!
  await eventually('the volume is looked into first', () => set.wanted.some(({ article, lane }) => article === last.firstArticle && lane === 'urgent'))
  landAll(set)
  t.ok((await tail).equals(film.subarray(99_000)))
})

t.test('what tells how it can be watched waits behind what others watch, until somebody opens it', async (t) => {
  const lab = landingLab(t.testdir({}), posted(filmOf(100_000, 2), 5, 20_000), 5_000)
  const { found } = lab.open(JOB)
  t.same(lab.wanted, [{ article: 0, lane: 'early' }])
  t.match(await lab.relay.open(JOB), { state: 'mapping' })
  landAll(lab)
  await found
  t.same(lab.wanted[1], { article: 0, lane: 'urgent' })
  t.ok(lab.wanted.length > 2 && lab.wanted.slice(1).every(({ lane }) => lane !== 'early'))
})

t.test('LF1: what is packed, or no film, says so at once', async (t) => {
  const noise = filmOf(50_000, 3).fill(7, 0, 64)
  for (const [name, bytes, why] of [['film.mp4', noise, /no film/], ['film.rar', writeStoredRar([{ name: 'film.mp4', bytes: noise }], { version: 5 })[0]!.bytes, /begins like no film/]] as const) {
    const lab = landingLab(t.testdir({}), [{ name, bytes }], 5_000)
    const { found } = lab.open(JOB)
    landAll(lab)
    t.match(await found, { state: 'unpacked', said: { message: name === 'film.mp4' ? /when it is unpacked/ : why } })
  }
})

t.test('names that say nothing are no hindrance: the headers tell the order', async (t) => {
  const film = filmOf(100_000, 5)
  const volumes = writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: 5, volumeBytes: 20_000 }).map(({ bytes }, index) => ({ name: createHash('md5').update(String(index)).digest('hex'), bytes })).sort((a, b) => a.name < b.name ? -1 : 1)
  const lab = landingLab(t.testdir({}), volumes, 5_000)
  const { found } = lab.open(JOB)
  landAll(lab)
  const told = await found as LandingFilm
  t.ok((await bytesOf(lab.relay.read(JOB, told.tag, 0, film.length))).equals(film))
})

t.test('a volume unlike the others is found out before it is read', async (t) => {
  const film = filmOf(100_000, 7)
  const alike = writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: 5, volumeBytes: 20_000 })
  // The third has its header a byte longer: a size written with one more byte than it needs would do that.
  const other = writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: 4, volumeBytes: 20_000 })
  const lab = landingLab(t.testdir({}), [...alike.slice(0, 2), ...other.slice(2)], 5_000)
  const { found } = lab.open(JOB)
  landAll(lab)
  const told = await found as LandingFilm
  t.equal(told.state, 'playable')
  const head = bytesOf(lab.relay.read(JOB, told.tag, 0, 20_000))
  t.ok((await head).equals(film.subarray(0, 20_000)), 'what lies as it was seen is read')
  await t.rejects(bytesOf(lab.relay.read(JOB, told.tag, 50_000, 60_000)), { code: 'MISSING' }, 'nothing is read from where it was only guessed')
})

t.test('LF4: nobody waits for ever, and asking again helps', async (t) => {
  const film = filmOf(100_000, 9)
  const lab = landingLab(t.testdir({}), posted(film, 'plain', 0), 5_000)
  const waits: number[] = []
  const { found } = lab.open(JOB, { ...realSystem, sleep: (ms, signal) => { waits.push(ms); return realSystem.sleep(20, signal) } })
  lab.land(0)
  lab.land(19)
  const { tag } = await found as LandingFilm
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 40_000, 41_000)), { code: 'LATE' })
  t.ok(waits.includes(limits.landingWaitMs))
  lab.land(8)
  t.ok((await bytesOf(lab.relay.read(JOB, tag, 40_000, 41_000))).equals(film.subarray(40_000, 41_000)))
})

t.test('LF1 LF4: first parts that are late make a film wait, not unwatchable', async (t) => {
  const film = filmOf(100_000, 17)
  const lab = landingLab(t.testdir({}), posted(film, 'plain', 0), 5_000)
  let waits = 0
  const { found } = lab.open(JOB, { ...realSystem, sleep: (_, signal) => { waits++; return realSystem.sleep(5, signal) } })
  await eventually('it was late more than once', () => waits > 2)
  t.match(await lab.relay.open(JOB), { state: 'mapping' })
  landAll(lab)
  t.match(await found, { state: 'playable', sizeBytes: 100_000 })
})

t.test('LF5: a volume whose very first article was on no server is read once it is repaired', async (t) => {
  const film = filmOf(100_000, 19)
  const lab = landingLab(t.testdir({}), posted(film, 5, 20_000), 5_000)
  const { found, film: open } = lab.open(JOB)
  const { firstArticle } = lab.articlesOf[3]!
  lab.lose(firstArticle)
  landAll(lab)
  const { tag } = await found as LandingFilm
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 0, film.length)), { code: 'MISSING' })
  open.repaired(lab.whole())
  t.ok((await bytesOf(lab.relay.read(JOB, tag, 0, film.length))).equals(film))
})

t.test('LF4: what is late while a film is mapped anew is not held against it when somebody asks again', async (t) => {
  const film = filmOf(200_000, 21)
  const [alike, other] = ([5, 4] as const).map((version) => writeStoredRar([{ name: 'film.mp4', bytes: film }], { version, volumeBytes: 40_000 }))
  const lab = landingLab(t.testdir({}), [...alike!.slice(0, 2), ...other!.slice(2)], 5_000)
  const { found } = lab.open(JOB, { ...realSystem, sleep: (_, signal) => realSystem.sleep(20, signal) })
  // All of the one that is unlike, and nothing behind it.
  for (const { firstArticle, articles } of lab.articlesOf.slice(0, 3)) for (let place = 0; place < articles; place++) lab.land(firstArticle + place)
  const { tag } = await found as LandingFilm
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 90_000, 91_000)), { code: 'LATE' })
  landAll(lab)
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 90_000, 91_000)), { code: 'MISSING' }, 'now it is known that it lies otherwise')
})

t.test('of hundreds of volumes that are read few are open at a time', async (t) => {
  const film = filmOf((limits.landingFilesOpenMax + 40) * 20_000, 23)
  const lab = landingLab(t.testdir({}), posted(film, 5, 20_000), 25_000)
  t.ok(lab.articlesOf.length > limits.landingFilesOpenMax + 20)
  let [open, most] = [0, 0]
  const promises = { ...realSystem.files.promises, open: async (...path: Parameters<typeof realSystem.files.promises.open>) => {
    const file = await realSystem.files.promises.open(...path)
    most = Math.max(most, ++open)
    const close = file.close.bind(file)
    file.close = () => { open--; return close() }
    return file
  } }
  const { found, film: landing } = lab.open(JOB, { ...realSystem, files: { ...realSystem.files, promises } })
  landAll(lab)
  const { tag } = await found as LandingFilm
  const [one, other] = await Promise.all([0, 1].map(() => bytesOf(lab.relay.read(JOB, tag, 0, film.length))))
  t.ok(one!.equals(film) && other!.equals(film))
  t.ok(most <= limits.landingFilesOpenMax + 4, `${most} files were open at once`)
  await landing.close()
  t.equal(open, 0)
})

t.test('LF6: who goes away is not waited for, and what they wanted goes back to the bulk', async (t) => {
  const lab = landingLab(t.testdir({}), posted(filmOf(400_000, 11), 'plain', 0), 5_000)
  const { found, film } = lab.open(JOB)
  lab.land(0)
  lab.land(79)
  const { tag } = await found as LandingFilm
  const reader = lab.relay.read(JOB, tag, 200_000, 400_000).getReader()
  const waiting = reader.read().then(() => 'read', (error: LandingFilmError) => error.code)
  await eventually('it is asked for', () => lab.wanted.some(({ article, lane }) => article === 40 && lane === 'urgent'))
  t.ok(lab.wanted.some(({ article, lane }) => article === 50 && lane === 'ahead'), 'and what comes behind it ahead')
  await reader.cancel()
  t.equal(await waiting, 'read')
  await eventually('nobody wants it any more', () => lab.wanted.findLast(({ article }) => article === 40)?.lane === 'bulk' && lab.wanted.findLast(({ article }) => article === 50)?.lane === 'bulk')
  const others = Array.from({ length: limits.landingReadersMax }, () => lab.relay.read(JOB, tag, 200_000, 201_000).getReader())
  const reads = others.map((each) => each.read().catch((error: LandingFilmError) => error.code))
  await eventually('all wait', async () => { await setImmediate(); return lab.wanted.filter(({ article, lane }) => article === 40 && lane === 'urgent').length > 1 })
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 0, 10)), { code: 'BUSY' })
  await film.close()
  t.ok((await Promise.all(reads)).every((each) => each === 'GONE'), 'a release that is given up lets all go')
  t.match(lab.figures(), { films: 0, readers: 0, failures: { BUSY: 1, GONE: limits.landingReadersMax } })
  t.equal(await lab.relay.open(JOB), undefined)
})

t.test('a film that was stored is read on to its end, and its links move on', async (t) => {
  const film = filmOf(3_000_000, 13)
  const folder = t.testdir({})
  const lab = landingLab(folder, posted(film, 5, 700_000), 100_000)
  const { found, film: open } = lab.open(JOB)
  landAll(lab)
  const { tag } = await found as LandingFilm
  const reader = lab.relay.read(JOB, tag, 0, film.length).getReader()
  const parts = [(await reader.read()).value!]
  await open.stored({ key: 'movies/x/movie.mp4', sizeBytes: film.length, rewritten: false })
  await open.close()
  rmSync(folder, { recursive: true, force: true })
  for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value)
  t.ok(Buffer.concat(parts).equals(film), 'although its files are removed')
  await eventually('the server knows where', () => lab.relay.moved(JOB, tag)?.same === true)
  t.match(lab.relay.moved(JOB, tag), { key: 'movies/x/movie.mp4' })
  await t.rejects(bytesOf(lab.relay.read(JOB, tag, 0, 10)), { code: 'GONE' })
})

t.test('a thread that dies is told to those who wait', async (t) => {
  const lab = landingLab(t.testdir({}), posted(filmOf(100_000, 15), 'plain', 0), 5_000)
  const { found, film } = lab.open(JOB)
  lab.land(0)
  lab.land(19)
  const { tag } = await found as LandingFilm
  const waiting = bytesOf(lab.relay.read(JOB, tag, 40_000, 41_000))
  await eventually('it is asked for', () => lab.wanted.some(({ article, lane }) => article === 8 && lane === 'urgent'))
  lab.relay.disconnected()
  await t.rejects(waiting, { code: 'GONE' })
  t.equal(await lab.relay.open(JOB), undefined)
  await film.close()
})
