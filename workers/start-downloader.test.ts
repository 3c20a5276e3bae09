import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { acquisitionLab, API_KEY, film, filmSha256, finderOf, MOVIE, newJobId } from '../test/support/acquisition-lab.ts'
import { eventually } from '../test/support/eventually.ts'
import { freshDatabase, withPostgres } from '../test/support/postgres.ts'
import type { Command } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import { acquisitionStream } from '../domain/playable.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import type { Log } from '../server/log.ts'
import { silentLog } from '../server/log.ts'
import { instantOf, realSystem, uuidv7 } from '../server/system.ts'
import { unlimitedDownloads } from '../domain/download-settings.ts'
import { indexerDefaults, newsServerDefaults } from '../server/upstreams.ts'
import { projections } from '../projections/index.ts'
import { startProjector } from './projector.ts'
import type { DownloaderSettings } from './downloader-messages.ts'
import { startDownloader } from './start-downloader.ts'
import { landingFilmsRelay } from './streaming/landing-films-relay.ts'

const nothing = { servers: [], download: unlimitedDownloads, timeZone: 'UTC' }

t.test('the downloader in its own thread brings a film from request to ready, and stops when told', async (t) => {
  const lab = await acquisitionLab(t)
  const { connection, database } = await withPostgres(t)
  const store = await createPostgresEventStore({ database, system: realSystem, log: silentLog })
  t.teardown(() => store.close())
  const handler = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const stopProjector = new AbortController()
  const projector = await startProjector({ store, database, projections, system: realSystem, log: silentLog, signal: stopProjector.signal })
  t.teardown(async () => {
    stopProjector.abort()
    await projector.stopped
  })
  const logged: string[] = []
  const log: Log = { ...silentLog, info: (fields, message) => logged.push(JSON.stringify(fields) + message), warn: (fields, message) => logged.push(JSON.stringify(fields) + message) }
  const downloader = startDownloader({
    database: connection,
    objectStore: { folder: join(lab.folder, 'objects') },
    folder: lab.downloads,
    ...nothing,
  }, { log, system: realSystem, landingFilms: landingFilmsRelay(), releases: finderOf([{ ...indexerDefaults, name: 'Geek', url: lab.indexer.url, apiKey: API_KEY }], { log }) })
  const settings: DownloaderSettings = {
    ...nothing,
    servers: [{ ...newsServerDefaults, name: 'news', host: '127.0.0.1', port: lab.nntp.port, tls: false, connections: 4, pipelineDepth: 4 }],
  }
  const everyDay = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' } as const
  downloader.use({ ...settings, download: { ...unlimitedDownloads, schedule: [{ ...everyDay, speedLimitBytes: 'pause' }] } })
  const jobId = newJobId()
  const request: Command = { id: uuidv7(realSystem) as Command['id'], type: 'RequestFetch', data: { jobId, movieId: MOVIE }, issuedAt: instantOf(realSystem), deviceId: null }
  await handler.handle({ ...request, actor: '0a0a0a0a-0000-4000-8000-000000000001' as UserId, sender: 'member' })
  const recorded = async (wanted: string) => (await Array.fromAsync(store.readStream(acquisitionStream({ movieId: MOVIE })))).some(({ type }) => type === wanted)
  await eventually('it would begin', () => recorded('DownloadStarted'))
  t.ok(logged.some((line) => line.includes('how fast downloads may go has changed') && line.includes('"paused":true')))
  t.equal(lab.nntp.statistics.served.size, 0, 'but the schedule lets it rest, what tells how it can be watched too: nobody wants to')
  downloader.use(settings)
  await eventually('the film is ready', () => recorded('MovieReady'))
  t.equal(await lab.storedSha256(jobId), filmSha256)
  await eventually('the numbers have arrived', () => downloader.metrics().jobsFinished === 1)
  t.equal(downloader.metrics().bytesLanded, film.length)
  t.ok(logged.some((line) => line.includes('the film is ready') && line.includes(jobId)), 'it logs through its parent')
  t.notMatch(logged.join('\n'), new RegExp(API_KEY), 'and never the key')
  await downloader.stop()
})

t.test('a thread that dies is started again, later each time', async (t) => {
  const connection = await freshDatabase()
  const deaths: string[] = []
  const waits: number[] = []
  const downloader = startDownloader({ database: { ...connection, database: 'nowhere' }, objectStore: { folder: t.testdir({}) }, folder: t.testdir({}), ...nothing }, {
    log: { ...silentLog, error: (fields) => deaths.push((fields as { failure: string }).failure) },
    system: { now: realSystem.now, sleep: (ms, signal) => { waits.push(ms); return realSystem.sleep(Math.min(ms, 10), signal) } },
    landingFilms: landingFilmsRelay(),
    releases: finderOf([]),
  })
  await eventually('it has died three times', () => deaths.length >= 3)
  await downloader.stop()
  t.match(deaths[0], /nowhere/, 'and said why')
  t.same(waits.slice(0, 3), [1_000, 2_000, 4_000])
})
