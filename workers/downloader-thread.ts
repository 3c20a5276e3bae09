/**
 * The downloader in a thread of its own: it writes to disk synchronously and decodes at full rate, which the API must not feel.
 * It has its own connections to the database and logs through its parent. What throws here ends the thread; the parent starts another.
 */

import { isDeepStrictEqual } from 'node:util'
import { limitNow } from '../domain/download-settings.ts'
import type { Playable } from '../domain/playable.ts'
import { openDatabase } from '../server/db/database.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createDomainStore } from '../server/event-store/domain-store.ts'
import { openEventStore } from '../server/event-store/open-event-store.ts'
import { createCommandHandler } from '../server/handle.ts'
import { limits } from '../server/limits.ts'
import { openObjectStore } from '../server/object-store/open-object-store.ts'
import { noPersonalKeys } from '../server/personal/personal-keys.ts'
import { createPersonalTexts } from '../server/personal/personal-texts.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { claimableJobs } from './claimable-jobs.ts'
import type { Answer, Asked, DownloaderConfig, DownloaderSettings, FromThread, ToThread } from './downloader-messages.ts'
import { noMetrics, runDownloader } from './downloader.ts'
import { FindError } from '../server/releases/find-error.ts'
import type { Nzb } from '../server/releases/kept-nzbs.ts'
import type { Found, ReleaseWish } from '../server/releases/release-finder.ts'
import { workerIdIn } from './job-folder.ts'
import { landingFilmsHost } from './streaming/landing-films-host.ts'
import { threadLog } from './thread-log.ts'
import type { NewsPool } from './usenet/news-pool.ts'
import { createNewsPool } from './usenet/news-pool.ts'

const stop = new AbortController()
const questions = new Map<number, (answer: Answer) => void>()
let asked = 0
/** Bytes a second, 0 for a pause; undefined until it is set. */
let limit: number | null | undefined
/** News servers and speed are those of now. */
let live: { readonly settings: DownloaderSettings; readonly pool: NewsPool } | undefined

const tell = (message: FromThread) => self.postMessage(message)
const log = threadLog(tell)
const landingFilms = landingFilmsHost({ log, tell: (answer, handedOver) => self.postMessage({ type: 'landing', answer } satisfies FromThread, { transfer: [...handedOver] }) })

self.onmessage = ({ data }: MessageEvent<ToThread>) => {
  switch (data.type) {
    case 'start':
      // Not caught: a rejection nobody handles is what the parent hears of.
      void run(data.config, use(data.config)).then(() => tell({ type: 'stopped' }))
      return
    case 'settings':
      use(data.settings)
      return
    case 'stop':
      stop.abort()
      return
    case 'answer':
      questions.get(data.question)?.(data.answer)
      questions.delete(data.question)
      return
    case 'landing':
      landingFilms.answer(data.ask)
  }
}

/** Downloads that are under way go on with the new servers. */
function use(settings: DownloaderSettings): NewsPool {
  const pool = live?.pool ?? createNewsPool({ servers: settings.servers, system: realSystem, log })
  if (live && !isDeepStrictEqual(live.settings.servers, settings.servers)) pool.use(settings.servers)
  live = { settings, pool }
  keepToLimit()
  return pool
}

/** By the settings and the clock; looked at as often as the figures are told. */
function keepToLimit(): void {
  const { settings: { download, timeZone }, pool } = live!
  const { paused, speedLimitBytes, rule } = limitNow(download, realSystem.now(), timeZone)
  const bytesPerSecond = paused ? 0 : speedLimitBytes
  if (bytesPerSecond === limit) return
  if (limit !== undefined || bytesPerSecond !== null) log.info({ paused, speedLimitBytes, rule }, 'how fast downloads may go has changed')
  limit = bytesPerSecond
  pool.limit(bytesPerSecond)
}

async function run(config: DownloaderConfig, pool: NewsPool): Promise<void> {
  const system = realSystem
  const database = await openDatabase({ connection: config.database, log })
  const recorded = await openEventStore({ url: config.eventStoreUrl ?? null, database, system, log })
  // It reads what strangers send: it needs nobody's words, and has no keys to them.
  const store = createDomainStore({ recorded, texts: createPersonalTexts({ keys: noPersonalKeys, system }) })
  const workerId = await workerIdIn(config.folder, () => uuidv7(system))
  const metrics = noMetrics()
  void reportMetrics()
  try {
    await runDownloader({
      store,
      handler: createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) }),
      objects: await openObjectStore(config.objectStore, system, log),
      claimableJobs: () => claimableJobs(database, workerId, system),
      releases: { find, fetchNzb },
      landingFilms,
      pool,
      folder: config.folder,
      workerId,
      leaseMs: config.leaseMs ?? limits.downloaderLeaseMs,
      jobsMax: config.jobsMax ?? limits.downloaderJobsMax,
      system,
      log,
      metrics,
    }, stop.signal)
  } finally {
    await pool.close()
    await store.close()
    await database.close()
  }

  async function reportMetrics(): Promise<void> {
    while (!stop.signal.aborted) {
      keepToLimit()
      metrics.landing = landingFilms.figures()
      metrics.servers = pool.servers.map(({ statistics }) => statistics)
      tell({ type: 'metrics', metrics })
      await system.sleep(limits.downloaderMetricsMs, stop.signal)
    }
  }
}

/** Indexers and catalogue are the parent's: one cache, one rate, one count of the day's questions, and no key here. */
async function ask(asking: Asked): Promise<Answer> {
  const answer = await new Promise<Answer>((resolve) => {
    const question = ++asked
    questions.set(question, resolve)
    tell({ type: 'ask', question, asked: asking })
  })
  if (!('failed' in answer)) return answer
  const { code, said, retryable } = answer.failed
  throw code === null ? new Error(said.message) : new FindError(code, said, { retryable })
}

async function find(about: Playable, wish: ReleaseWish): Promise<Found> {
  const answer = await ask({ about, find: wish })
  if (!('found' in answer)) throw new Error('The parent has answered another question')
  return answer.found
}

async function fetchNzb(about: Playable, releaseId: string): Promise<Nzb> {
  const answer = await ask({ about, nzbOf: releaseId })
  if (!('nzb' in answer)) throw new Error('The parent has answered another question')
  return answer.nzb
}
