import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { acquisitionLab, API_KEY, ARTICLES, film, filmSha256, finderOf, MOVIE, newJobId } from '../test/support/acquisition-lab.ts'
import { eventually } from '../test/support/eventually.ts'
import type { CommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { ObjectStoreError } from '../server/object-store/object-store.ts'
import { failed } from '../server/outcome.ts'
import { realSystem } from '../server/system.ts'
import { indexerDefaults } from '../server/upstreams.ts'
import { downloaderKilledAt } from '../test/support/killed-downloader.ts'

t.test('a requested film is found, fetched, stored and ready', async (t) => {
  const lab = await acquisitionLab(t)
  const { metrics } = lab.start()
  const jobId = await lab.request()
  const row = await lab.becomes(jobId, 'ready')
  t.match(row, { sizeBytes: film.length, contentType: 'video/mp4', sha256: filmSha256, storageKey: `movies/${jobId}/movie.mp4`, releaseId: 'Geek:one.mp4', indexer: 'Geek' })
  t.match(row.reason, /^Bluray-1080p: choice 1 of 14 in the profile 1080p/)
  t.equal(await lab.storedSha256(jobId), filmSha256)
  const events = await lab.events()
  t.same(events.map(({ type }) => type).filter((type) => type !== 'DownloadProgressed' && type !== 'ReleaseMapped'),
    ['FetchRequested', 'JobClaimed', 'ReleaseSelected', 'DownloadStarted', 'DownloadCompleted', 'PreparationStarted', 'MovieStored', 'MovieReady'])
  t.match(events.find(({ type }) => type === 'ReleaseMapped')?.data, { releaseId: 'Geek:one.mp4', watchable: 'now' }, 'it could be watched meanwhile')
  t.notMatch(JSON.stringify(events), new RegExp(API_KEY), 'no event holds the key')
  await eventually('its folder is removed', () => !existsSync(join(lab.downloads, jobId)))
  t.match(metrics, { jobsClaimed: 1, jobsFinished: 1, jobsFailed: 0, articlesLanded: ARTICLES, bytesLanded: film.length })
})

t.test('what was asked for while no downloader ran is found when one starts', async (t) => {
  const lab = await acquisitionLab(t)
  const jobId = await lab.request()
  lab.start()
  await lab.becomes(jobId, 'ready')
})

t.test('a job that waits for approval is left alone until it is approved', async (t) => {
  const lab = await acquisitionLab(t)
  lab.start()
  const jobId = newJobId()
  await lab.send('RequestFetch', { jobId, movieId: MOVIE }, 'viewer')
  await lab.request(undefined, 19)
  await eventually('another job is done meanwhile', async () => (await lab.events(19)).some(({ type }) => type === 'MovieReady'))
  t.equal((await lab.row(jobId))!.status, 'awaiting_approval')
  await lab.send('ApproveFetch', { jobId, movieId: MOVIE }, 'admin')
  await lab.becomes(jobId, 'ready')
})

t.test('no more jobs than allowed run at once, and all come to an end', async (t) => {
  const lab = await acquisitionLab(t)
  let most = 0
  const { metrics } = lab.start({ jobsMax: 2, objects: { ...lab.objects, putFile: (...args) => { most = Math.max(most, metrics.jobsRunning); return lab.objects.putFile(...args) } } })
  const jobs = await Promise.all([1, 2, 3, 4, 5].map((movieId) => lab.request(undefined, movieId)))
  for (const jobId of jobs) await lab.becomes(jobId, 'ready')
  t.equal(most, 2)
})

t.test('a cancelled job stops long before it is through, hangs up and leaves nothing', async (t) => {
  const lab = await acquisitionLab(t, { ratePerSecondBytes: 50_000 })
  lab.start()
  const jobId = await lab.request()
  await eventually('some of it has landed', async () => (await lab.row(jobId))!.bytes > 0)
  await lab.send('CancelFetch', { jobId, movieId: MOVIE })
  await eventually('its folder is gone and nobody is connected', () => !existsSync(join(lab.downloads, jobId)) && lab.nntp.statistics.connectionsOpen === 0)
  t.equal((await lab.events()).at(-1)!.type, 'FetchCancelled', 'and says nothing more')
})

t.test('a job that is cancelled while its film is being stored leaves nothing there either, at the latest after the next start', async (t) => {
  const lab = await acquisitionLab(t)
  const keys = async () => (await Array.fromAsync(lab.objects.list('movies/'))).map(({ key }) => key)
  const jobId = newJobId()
  const left: string[] = [], warned: string[] = []
  const putFile: typeof lab.objects.putFile = async (key, path, options) => {
    const measured = await lab.objects.putFile(key, path, { ...options, signal: new AbortController().signal })
    left.push(...await keys())
    await lab.send('CancelFetch', { jobId, movieId: MOVIE })
    return measured
  }
  const away: typeof lab.objects.list = () => { throw new ObjectStoreError('STORAGE_ERROR', 'The store is away') }
  const first = lab.start({ objects: { ...lab.objects, putFile, list: away }, log: { ...silentLog, warn: (_fields, message) => warned.push(message) } })
  await lab.request(jobId)
  await eventually('the store is away', () => warned.some((message) => message.includes('at the next start')))
  await first.stop()
  t.ok(left.length > 1 && left.includes(`movies/${jobId}/movie.mp4`))
  t.ok(existsSync(join(lab.downloads, jobId)), 'the folder tells the next start of it')
  lab.start()
  await eventually('all is gone', async () => (await keys()).length === 0 && !existsSync(join(lab.downloads, jobId)))
})

t.test('another release that is chosen meanwhile is begun with at once; one that is thought over stops', async (t) => {
  const lab = await acquisitionLab(t, {
    ratePerSecondBytes: 100_000,
    releases: [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one.mp4', sizeBytes: 1 }, { title: 'Nosferatu.1922.1080p.BluRay-TWO', file: 'two.mp4' }],
  })
  lab.start()
  const jobId = await lab.request()
  await eventually('some of it has landed', async () => (await lab.row(jobId))!.bytes > 0)
  await lab.send('ChooseRelease', { jobId, movieId: MOVIE, releaseId: 'Geek:two.mp4' })
  t.equal((await lab.becomes(jobId, 'ready')).releaseId, 'Geek:two.mp4')
  const other = newJobId()
  await lab.send('RequestFetch', { jobId: other, movieId: 19 }, 'viewer')
  await lab.send('ApproveFetch', { jobId: other, movieId: 19 }, 'admin')
  await eventually('some of it has landed', async () => (await lab.row(other))!.bytes > 0)
  await lab.send('ReconsiderFetch', { jobId: other, movieId: 19 }, 'admin')
  await eventually('nobody is connected', () => lab.nntp.statistics.connectionsOpen === 0)
  t.match(await lab.row(other), { status: 'awaiting_approval', workerId: null })
})

t.test('a release that lacks articles is rejected in words, and the next best is taken', async (t) => {
  const lab = await acquisitionLab(t, {
    releases: [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one.mp4', sizeBytes: 1 }, { title: 'Nosferatu.1922.1080p.BluRay-TWO', file: 'two.mp4' }],
    faults: { missing: (id) => id.startsWith('<one.mp4/7@') },
  })
  lab.start()
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'ready'), { releaseId: 'Geek:two.mp4', tried: ['Geek:one.mp4'] })
  const [rejected] = (await lab.events()).filter(({ type }) => type === 'ReleaseRejected')
  t.match(rejected!.data, { releaseId: 'Geek:one.mp4', code: 'USENET_ERROR', message: /^1 of 60 articles are on no server, \d+ have landed\.$/ })
  await eventually('its folder is removed', () => !existsSync(join(lab.downloads, jobId)))
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('a Usenet server that goes away and comes back costs nothing', async (t) => {
  const lab = await acquisitionLab(t, { ratePerSecondBytes: 150_000 })
  lab.start()
  const jobId = await lab.request()
  await eventually('some of it has landed', async () => (await lab.row(jobId))!.bytes > 0)
  lab.nntp.faults.greeting = 502
  lab.nntp.dropConnections()
  await realSystem.sleep(300)
  delete lab.nntp.faults.greeting
  await lab.becomes(jobId, 'ready')
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('after a passing failure a retry goes on with what has landed', async (t) => {
  const lab = await acquisitionLab(t, { ratePerSecondBytes: 150_000 })
  const first = lab.start()
  const jobId = await lab.request()
  await eventually('some of it has landed', async () => (await lab.row(jobId))!.bytes > 0)
  await first.stop()
  const second = lab.start({ pool: lab.poolOf([]) })
  t.match(await lab.becomes(jobId, 'error'), { errorCode: 'USENET_ERROR', retryable: true })
  await second.stop()
  lab.nntp.resetStatistics()
  await lab.send('RetryFetch', { jobId, movieId: MOVIE })
  lab.start()
  await lab.becomes(jobId, 'ready')
  t.ok(lab.nntp.statistics.asked.size < ARTICLES - 5, `${lab.nntp.statistics.asked.size} of ${ARTICLES} asked for again`)
  t.equal(lab.indexer.asked.filter((what) => what === 'movie').length, 1, 'the release was not looked for again')
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('what could not be stored is stored after a retry, and nothing of it is fetched again', async (t) => {
  const lab = await acquisitionLab(t)
  const full = { ...lab.objects, putFile: () => Promise.reject(new ObjectStoreError('STORAGE_FULL', 'The disk is full')) }
  const first = lab.start({ objects: full })
  const jobId = await lab.request()
  t.match(await lab.becomes(jobId, 'error'), { errorCode: 'STORAGE_ERROR', errorMessage: /disk is full/, retryable: true })
  await first.stop()
  lab.nntp.resetStatistics()
  await lab.send('RetryFetch', { jobId, movieId: MOVIE })
  lab.start()
  await lab.becomes(jobId, 'ready')
  t.equal(lab.nntp.statistics.asked.size, 0)
  t.equal(await lab.storedSha256(jobId), filmSha256)
})

t.test('each way to fail has its code, and says whether a retry can help', async (t) => {
  const cases: readonly [string, Parameters<typeof acquisitionLab>[1], (lab: Awaited<ReturnType<typeof acquisitionLab>>) => object, object][] = [
    ['no release', { releases: [] }, () => ({}), { errorCode: 'NOT_FOUND', retryable: true, errorMessage: 'No indexer has a release of it.' }],
    ['the indexer is down', {}, (lab) => { lab.indexer.state.status = 503; return {} }, { errorCode: 'INDEXER_ERROR', retryable: true, errorMessage: 'Geek answered 503.' }],
    ['no indexer', {}, () => ({ releases: finderOf([]) }), { errorCode: 'INDEXER_ERROR', errorMessage: 'No indexer is set up.' }],
    ['no server', {}, (lab) => ({ pool: lab.poolOf([]) }), { errorCode: 'USENET_ERROR', retryable: true, errorMessage: 'No Usenet server is set up.' }],
    ['the catalogue is away', {}, (lab) => ({ releases: finderOf([{ ...indexerDefaults, name: 'Geek', url: lab.indexer.url, apiKey: API_KEY }], { wanted: () => Promise.reject(new Error('502')) }) }), { errorCode: 'TMDB_ERROR', retryable: true }],
    ['no archive, whatever its name', { releases: [{ title: 'Nosferatu.1922.1080p', file: 'film.part01.rar', bytes: film.subarray(100) }] }, () => ({}), { errorCode: 'JOB_ERROR', retryable: true, errorMessage: /does not begin like one\. There is no other release to try\.$/ }],
    ['an archive that is none', { releases: [{ title: 'Nosferatu.1922.1080p', file: 'abc', bytes: Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), film]) }] }, () => ({}), { errorCode: 'JOB_ERROR', errorMessage: /cannot be unpacked: .*There is no other release/ }],
    ['no film', { releases: [{ title: 'Nosferatu.1922.1080p', file: 'abc.mp4', bytes: film.subarray(100) }] }, () => ({}), { errorCode: 'JOB_ERROR', retryable: true, errorMessage: /no film/ }],
  ]
  for (const [name, options, prepare, expected] of cases) {
    const lab = await acquisitionLab(t, options)
    const downloader = lab.start(prepare(lab))
    t.match(await lab.becomes(await lab.request(), 'error'), expected, name)
    t.equal(downloader.metrics.jobsFailed, 1)
    await downloader.stop()
  }
})

t.test('a bug is told as one, with the details in the log only', async (t) => {
  const lab = await acquisitionLab(t)
  const logged: string[] = []
  lab.start({ objects: { ...lab.objects, putFile: () => { throw new TypeError('x is not a function') } }, log: { ...silentLog, error: (fields, message) => logged.push(`${message}: ${String((fields as { err: Error }).err)}`) } })
  const row = await lab.becomes(await lab.request(), 'error')
  t.match(row, { errorCode: 'JOB_ERROR', retryable: true })
  t.notMatch(row.errorMessage, /function/)
  t.match(logged, [/nobody foresaw: TypeError: x is not a function/])
})

t.test('a job is only taken over when its lease has run out, and the first worker then stops', async (t) => {
  const lab = await acquisitionLab(t, { ratePerSecondBytes: 100_000 })
  // The first worker is cut off from the store: it goes on downloading and cannot renew.
  let cutOff = false
  const handler: CommandHandler = { ...lab.handler, handle: async (command) => cutOff ? failed(command.id, 'UNAVAILABLE', 'cut off') : lab.handler.handle(command) }
  const first = lab.start({ workerId: 'first', leaseMs: 1_500, handler, folder: join(lab.folder, 'first') })
  const jobId = await lab.request()
  await eventually('the first has it', async () => (await lab.row(jobId))!.bytes > 0)
  const second = lab.start({ workerId: 'second', leaseMs: 60_000, folder: join(lab.folder, 'second') })
  t.equal(second.metrics.jobsClaimed, 0, 'while it is held it is not to be had')
  cutOff = true
  const row = await lab.becomes(jobId, 'ready')
  t.equal(second.metrics.jobsFinished, 1)
  t.equal(first.metrics.jobsFinished, 0)
  t.equal(row.sha256, filmSha256)
  t.equal(await lab.storedSha256(jobId), filmSha256)
  t.equal((await lab.events()).filter(({ type }) => type === 'MovieReady').length, 1)
})

for (const when of ['before', 'after'] as const) {
  t.test(`killed ${when} each step takes effect, it goes on where it stopped and asks for nothing twice`, async (t) => {
    const steps: string[] = []
    for (let step = 0; ; step++) {
      const lab = await acquisitionLab(t)
      const jobId = await lab.request()
      const { at } = await downloaderKilledAt(lab, step, when)
      const last = lab.start()
      const row = await lab.becomes(jobId, 'ready')
      const name = `step ${step}: ${at ?? 'none left'}`
      t.equal(row.sha256, filmSha256, name)
      t.equal(await lab.storedSha256(jobId), filmSha256, name)
      t.equal((await lab.events()).filter(({ type }) => type === 'MovieReady').length, 1, name)
      const served = [...lab.nntp.statistics.served.values()].reduce((sum, count) => sum + count, 0)
      t.ok(served <= ARTICLES + 2 * 16, `${name}: ${served - ARTICLES} articles beyond those that were under way`)
      await last.stop()
      if (at === undefined) break
      steps.push(at)
    }
    for (const step of ['ClaimJob', 'find', 'SelectRelease', 'fetchNzb', 'StartDownload', 'FinishDownload', 'BeginPreparing', 'putFile', 'FinishPreparing']) {
      t.ok(steps.includes(step), `killed at ${step}`)
    }
  })
}
