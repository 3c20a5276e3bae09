/** A downloader among real peers: a Usenet server and an indexer on sockets, an object store in a folder, the event store in memory. */

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { NntpFaults } from '../../demo/nntp-server.ts'
import { nzbFor, startNntpServer } from '../../demo/nntp-server.ts'
import type { Command, Outcome } from '../../domain/command.ts'
import type { RecordedEvent, UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import { acquisitionStream, plainRef } from '../../domain/playable.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import { foldInto } from '../../projections/projection.ts'
import { createMemoryCommandOutcomes } from '../../server/command-outcomes.ts'
import { createMemoryEventStore } from '../../server/event-store/memory.ts'
import { createCommandHandler } from '../../server/handle.ts'
import { silentLog } from '../../server/log.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { instantOf, realSystem, uuidv7 } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import type { NewsPool } from '../../workers/usenet/news-pool.ts'
import { createNewsPool } from '../../workers/usenet/news-pool.ts'
import type { Downloader } from '../../workers/downloader.ts'
import { noMetrics, runDownloader } from '../../workers/downloader.ts'
import { memoryIndexerMeter } from '../../server/indexer/indexer-meter.ts'
import type { FinderPorts } from '../../server/releases/release-finder.ts'
import { createReleaseFinder } from '../../server/releases/release-finder.ts'
import { presetQualities } from '../../server/releases/quality-settings.ts'
import type { IndexerSettings } from '../../server/upstreams.ts'
import { indexerDefaults } from '../../server/upstreams.ts'
import { landingFilmsHost } from '../../workers/streaming/landing-films-host.ts'
import { eventually } from './eventually.ts'
import { shortFilm } from './short-film.ts'

export const MOVIE = 653
export const ARTICLE_BYTES = 5_000
export const ARTICLES = 60
export const film = await shortFilm(ARTICLES * ARTICLE_BYTES - 77)
export const filmSha256 = createHash('sha256').update(film).digest('hex')
export const API_KEY = 'k3y-nobody-may-see'
const member = '0a0a0a0a-0000-4000-8000-000000000001' as UserId

/** `file` is its id at the indexer, and the one that is posted where `files` does not say which are. */
export interface PostedRelease {
  readonly title: string; readonly file: string; readonly bytes?: Uint8Array; readonly sizeBytes?: number
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** In the NZB's name, as indexers tell it. */
  readonly password?: string
}
export interface LabOptions { readonly faults?: NntpFaults; readonly releases?: readonly PostedRelease[]; readonly ratePerSecondBytes?: number }

export function newJobId(): string {
  return `job_${Array.from(realSystem.randomBytes(26), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')}`
}

const defaultReleases: readonly PostedRelease[] = [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one.mp4' }]

/** A finder as the service has it, for one film; each counts and keeps by itself. */
export function finderOf(indexers: readonly IndexerSettings[], more: Partial<FinderPorts> = {}) {
  return createReleaseFinder({
    system: realSystem, meter: memoryIndexerMeter(realSystem), observed: () => {}, looked: () => {}, log: silentLog, fetchFor: () => realSystem.fetch,
    indexers: () => indexers, newsServers: () => [], quality: () => presetQualities,
    wanted: async () => ({ imdbId: 'tt0013442', tvdbId: null, title: 'Nosferatu', originalTitle: 'Nosferatu', year: 1922, runtimeMinutes: null, originalLanguage: 'de', countries: ['DE'], episode: null }),
    ...more,
  })
}

export async function acquisitionLab(t: Test, { faults = {}, releases = defaultReleases, ratePerSecondBytes }: LabOptions = {}) {
  const files = new Map(releases.flatMap(postedOf).map(({ name, bytes }) => [name, bytes]))
  const nntp = await startNntpServer({ files, articleBytes: ARTICLE_BYTES, faults, ...(ratePerSecondBytes ? { ratePerSecondBytes } : {}) })
  const indexer = await serveIndexer(releases)
  t.teardown(async () => {
    await nntp.stop()
    await indexer.stop()
  })
  const store = createMemoryEventStore({ system: realSystem })
  const handler = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const folder = t.testdir({})
  const objects = await openFolderStore(join(folder, 'objects'))

  async function row(jobId: string): Promise<JobRow | undefined> {
    return (await rows()).get(jobId)
  }
  async function rows(): Promise<Map<string, JobRow>> {
    const folded = new Map<string, JobRow>()
    for await (const event of store.readAll(START)) foldInto(jobs, folded, event)
    return folded
  }
  function poolOf(servers: readonly NewsServerSettings[]): NewsPool {
    const pool = createNewsPool({ servers, system: realSystem, log: silentLog })
    t.teardown(() => pool.close())
    return pool
  }
  const newsServer: NewsServerSettings = { ...newsServerDefaults, name: 'news', host: '127.0.0.1', port: nntp.port, tls: false, connections: 4, pipelineDepth: 4 }
  const downloader = (more: Partial<Downloader> = {}): Downloader => ({
    store, handler, objects,
    claimableJobs: async () => [...(await rows()).values()].filter(({ status }) => ['queued', 'downloading', 'preparing'].includes(status)).map(({ key, ...about }) => ({ jobId: key, ...plainRef(about) })),
    releases: finderOf([{ ...indexerDefaults, name: 'Geek', url: indexer.url, apiKey: API_KEY }]),
    pool: more.pool ?? poolOf([newsServer]),
    folder: join(folder, 'downloads'), workerId: 'one', leaseMs: 60_000, jobsMax: 2, system: realSystem, log: silentLog, metrics: noMetrics(), landingFilms: landingFilmsHost({ tell() {}, log: silentLog }),
    ...more,
  })

  return {
    nntp, poolOf, indexer, store, handler, objects, folder, row, downloader,
    downloads: join(folder, 'downloads'),
    /** Runs one in the background; stopped at the latest when the test ends. */
    start(more: Partial<Downloader> = {}) {
      const stop = new AbortController()
      const used = downloader(more)
      const end = runDownloader(used, stop.signal)
      t.teardown(async () => {
        stop.abort()
        await end
      })
      return { metrics: used.metrics, async stop() { stop.abort(); await end } }
    },
    send(type: string, data: object, sender: 'viewer' | 'member' | 'admin' = 'member'): Promise<Outcome> {
      const command: Command = { id: uuidv7(realSystem) as Command['id'], type, data, issuedAt: instantOf(realSystem), deviceId: null }
      return handler.handle({ ...command, actor: member, sender })
    },
    async request(jobId = newJobId(), movieId = MOVIE): Promise<string> {
      await this.send('RequestFetch', { jobId, movieId })
      return jobId
    },
    becomes(jobId: string, status: JobRow['status']): Promise<JobRow> {
      return eventually(`job is ${status}`, async () => {
        const found = await row(jobId)
        return found?.status === status ? found : undefined
      })
    },
    async events(movieId = MOVIE): Promise<readonly RecordedEvent[]> {
      return await Array.fromAsync(store.readStream(acquisitionStream({ movieId })))
    },
    async storedSha256(jobId: string): Promise<string> {
      const hash = createHash('sha256')
      const found = await objects.get(`movies/${jobId}/movie.mp4`)
      for await (const chunk of found!.body) hash.update(chunk)
      return hash.digest('hex')
    },
  }
}

function postedOf({ file, bytes = film, files = [{ name: file, bytes }] }: PostedRelease) {
  return files
}

/** Of what is posted, what a question about a series means: a word of the title says which episode. */
function listedFor(releases: readonly PostedRelease[], query: URLSearchParams): readonly PostedRelease[] {
  const [season, episode] = ['season', 'ep'].map((name) => query.get(name)?.padStart(2, '0'))
  return season === undefined ? releases : releases.filter(({ title }) => title.includes(`.S${season}${episode === undefined ? '' : `E${episode}.`}`))
}

async function serveIndexer(releases: readonly PostedRelease[]) {
  const asked: string[] = []
  const state = { status: 200 }
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://127.0.0.1')
    asked.push(url.searchParams.get('t') ?? url.pathname)
    if (state.status !== 200) return void response.writeHead(state.status).end()
    switch (url.searchParams.get('t')) {
      case 'caps': return void response.end('<caps><searching><movie-search available="yes" supportedParams="q,imdbid"/><tv-search available="yes" supportedParams="q,season,ep,imdbid"/></searching></caps>')
      case 'movie': case 'tvsearch': return void response.end(`<rss><channel>${listedFor(releases, url.searchParams).map(({ title, file, bytes = film, sizeBytes = bytes.length }) =>
        `<item><title>${title}</title><guid>${file}</guid><enclosure url="/nzb/${file}?apikey=${API_KEY}" length="${sizeBytes}"/></item>`).join('')}</channel></rss>`)
    }
    const release = releases.find(({ file }) => url.pathname === `/nzb/${file}`)
    if (!release) return void response.writeHead(404).end()
    if (release.password !== undefined) response.setHeader('content-disposition', `attachment; filename="${release.file}{{${release.password}}}.nzb"`)
    response.end(nzbFor(...postedOf(release).map(({ name, bytes }) => ({ name, sizeBytes: bytes.length, articleBytes: ARTICLE_BYTES }))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    asked, state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    stop: () => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}
