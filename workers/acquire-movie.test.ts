/** Releases as they are posted: in volumes, with recovery data, under names that say nothing. */

import { createHash } from 'node:crypto'
import type { StoredMedia } from '../projections/wire-media.ts'
import { acquisitionLab, film, filmSha256, MOVIE } from '../test/support/acquisition-lab.ts'
import type { PostedRelease } from '../test/support/acquisition-lab.ts'
import { filmInMatroska } from '../test/support/film-in-matroska.ts'
import { inOwnWords } from '../projections/said-of-jobs.ts'
import { FindError, saidOfIndexer } from '../server/releases/find-error.ts'
import { encodePar2 } from '../demo/posting/encode-par2.ts'
import t from '../test/support/tap.ts'
import { writeStoredRar } from '../demo/posting/write-stored-rar.ts'

const SLICE_BYTES = 5_000
const volumes = writeStoredRar([{ name: 'Nosferatu/film.mp4', bytes: film }], { version: 5, volumeBytes: 60_000, stem: 'nos' })
const set = encodePar2(volumes, { sliceBytes: SLICE_BYTES, exponents: [0, 1, 2, 3, 4, 5] })
const par2 = [
  { name: 'nos.par2', bytes: set.index },
  { name: 'nos.vol00+02.par2', bytes: Buffer.concat([...set.critical, ...set.recovery.slice(0, 2)]) },
  { name: 'nos.vol02+04.par2', bytes: Buffer.concat([...set.critical, ...set.recovery.slice(2)]) },
]
const hidden = (name: string) => createHash('md5').update(name).digest('hex')
const posted = (more: Partial<PostedRelease> = {}): PostedRelease => ({ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one', files: [...volumes, ...par2], ...more })
const OTHER: PostedRelease = { title: 'Nosferatu.1922.1080p.WEB-DL-TWO', file: 'two.mp4' }
const lacking = (...articles: readonly string[]) => ({ missing: (id: string) => articles.some((each) => id.startsWith(`<${each}@`)) })

t.test('volumes that are whole are taken out of, and no recovery data is fetched', async (t) => {
  const lab = await acquisitionLab(t, { releases: [posted()] })
  lab.start()
  const jobId = await lab.request()
  await lab.becomes(jobId, 'ready')
  t.equal(await lab.storedSha256(jobId), filmSha256)
  t.notOk([...lab.nntp.statistics.served.keys()].some((id) => id.includes('.vol')), 'no recovery volume was asked for')
})

t.test('what is missing is repaired with as much recovery data as that takes', async (t) => {
  const lab = await acquisitionLab(t, { releases: [posted()], faults: lacking('nos.part02.rar/3', 'nos.part04.rar/7') })
  lab.start()
  const jobId = await lab.request()
  await lab.becomes(jobId, 'ready')
  t.equal(await lab.storedSha256(jobId), filmSha256)
  const [completed] = (await lab.events()).filter(({ type }) => type === 'DownloadCompleted')
  t.match(completed!.data, { missing: 2 })
  t.ok((completed!.data as { repaired: number }).repaired >= 2)
})

t.test('what browsers do not play is made playable, with the subtitles that lie in it and beside it', async (t) => {
  const srt = Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHe is coming.\n')
  const files = writeStoredRar([{ name: 'film.mkv', bytes: await filmInMatroska() }, { name: 'film.en.srt', bytes: srt }], { version: 4, volumeBytes: 500_000, stem: 'nos', oldNames: true })
  const lab = await acquisitionLab(t, { releases: [posted({ files })] })
  lab.start()
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'ready'), { contentType: 'video/mp4', storageKey: `movies/${jobId}/movie.mp4` })
  const textOf = async (key: string) => Buffer.concat(await Array.fromAsync((await lab.objects.get(key))!.body)).toString('utf8')
  const media = JSON.parse(await textOf(`movies/${jobId}/media.json`)) as StoredMedia
  t.match(media, { playability: { playable: 'yes' }, subtitles: [{ language: 'en' }] })
  t.match(await textOf(media.subtitles[0]!.key), /^WEBVTT[^]*He is coming\./)
})

t.test('names that say nothing are found out', async (t) => {
  const files = [...volumes, ...par2].map(({ name, bytes }) => ({ name: hidden(name), bytes }))
  const lab = await acquisitionLab(t, { releases: [posted({ files })], faults: lacking(`${hidden('nos.part03.rar')}/2`) })
  lab.start()
  const jobId = await lab.request()
  await lab.becomes(jobId, 'ready')
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('what cannot be repaired is rejected before the rest is fetched, and the next best is taken', async (t) => {
  const lab = await acquisitionLab(t, { releases: [posted({ sizeBytes: 1 }), OTHER], faults: { missing: (id) => /^<nos\.part0[1-4]/.test(id) } })
  lab.start()
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'ready'), { releaseId: 'Geek:two.mp4', tried: ['Geek:one'] })
  const [rejected] = (await lab.events()).filter(({ type }) => type === 'ReleaseRejected')
  t.match(rejected!.data, { code: 'USENET_ERROR', message: /articles/ })
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('what is only a piece of a film is not taken for the film', async (t) => {
  const cases: readonly [RegExp, readonly string[]][] = [
    [/whole disc/, ['VIDEO_TS/VTS_01_1.VOB', 'VIDEO_TS/VTS_01_2.VOB']], [/whole disc/, ['Nosferatu/BDMV/STREAM/00001.m2ts']], [/several files/, ['nos.cd1.avi', 'nos.cd2.avi']],
  ]
  for (const [message, names] of cases) {
    const files = writeStoredRar(names.map((name) => ({ name, bytes: film })), { version: 5, volumeBytes: 1_000_000, stem: 'nos' })
    const lab = await acquisitionLab(t, { releases: [posted({ files, sizeBytes: 1 }), OTHER] })
    lab.start()
    const jobId = await lab.request()
    t.match(await lab.becomes(jobId, 'ready'), { releaseId: 'Geek:two.mp4' }, names.join(', '))
    t.match((await lab.events()).find(({ type }) => type === 'ReleaseRejected')!.data, { code: 'JOB_ERROR', message })
  }
})

t.test('a release whose NZB is not to be had is passed over for the next best', async (t) => {
  const lab = await acquisitionLab(t, { releases: [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one.mp4', sizeBytes: 1 }, OTHER] })
  const { releases } = lab.downloader()
  const gone = new FindError('INDEXER_ERROR', inOwnWords(saidOfIndexer('Geek', 'NOT_FOUND'), 'Geek has nothing there (404).'), { retryable: false })
  lab.start({ releases: { ...releases, fetchNzb: (movieId, releaseId, signal) => releaseId === 'Geek:one.mp4' ? Promise.reject(gone) : releases.fetchNzb(movieId, releaseId, signal) } })
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'ready'), { releaseId: 'Geek:two.mp4', tried: ['Geek:one.mp4'] })
})

t.test('after three that are no good a person decides', async (t) => {
  const bad = ['a', 'b', 'c', 'd'].map((file): PostedRelease => ({ title: `Nosferatu.1922.1080p.BluRay-${file.toUpperCase()}`, file, bytes: film.subarray(100) }))
  const lab = await acquisitionLab(t, { releases: bad })
  lab.start()
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'error'), { errorCode: 'JOB_ERROR', errorMessage: /^3 releases were no good/, retryable: true })
  t.equal((await lab.row(jobId))!.tried.length, 3)
  t.equal((await lab.events(MOVIE)).filter(({ type }) => type === 'ReleaseSelected').length, 3, 'the fourth was not begun')
})
