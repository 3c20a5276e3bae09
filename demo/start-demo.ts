/** The demo's upstreams together: TMDB, an indexer and a news server on loopback, with tokens of their own at every start. */

import type { System } from '../server/system.ts'
import { realSystem } from '../server/system.ts'
import { createClipStore } from './clip/clip-store.ts'
import { postedReleases } from './clip/posted-release.ts'
import { startNewznabServer } from './newznab-server.ts'
import type { NntpStatistics } from './nntp-server.ts'
import { startNntpServer } from './nntp-server.ts'
import type { Release } from './releases.ts'
import { releaseByFileName } from './releases.ts'
import { startTmdbServer } from './tmdb-server.ts'

export interface DemoOptions {
  /** Folder where the clips are kept; made when missing. */
  cacheDir: string
  system?: Pick<System, 'now' | 'sleep' | 'randomBytes'>
  /** Of the news server, all connections together. The default lets a download be watched: a clip takes 5 to 10 seconds. */
  ratePerSecondBytes?: number
  /** Whether the news server speaks TLS; its authority is then in `caCertificates`. */
  tls?: boolean
  /** Stops everything when it aborts. */
  signal?: AbortSignal
}

/** What the service is pointed at. Plain data: it travels between threads. */
export interface DemoAddresses {
  readonly tmdbBaseUrl: string
  readonly tmdbImageBaseUrl: string
  readonly tmdbToken: string
  /** Its API is at `/api` below. */
  readonly newznabUrl: string
  /** A smaller one, with the same key. */
  readonly annexUrl: string
  readonly newznabApiKey: string
  readonly nntp: {
    readonly host: string
    readonly port: number
    readonly tls: boolean
    readonly username: string
    readonly password: string
    readonly connections: number
    /** PEM; empty without TLS. */
    readonly caCertificates: readonly string[]
  }
}

export interface Demo extends DemoAddresses {
  stop(): Promise<void>
}

const RATE_PER_SECOND_BYTES = 4_500_000
const CONNECTIONS = 4

export async function startDemo(options: DemoOptions): Promise<Demo & { readonly statistics: NntpStatistics }> {
  const system = options.system ?? realSystem
  const secret = (): string => Buffer.from(system.randomBytes(24)).toString('base64url')
  const clips = createClipStore(options.cacheDir)
  const account = { username: 'demo', password: secret() }
  const [tmdbToken, newznabApiKey] = [secret(), secret()]
  // Begun when the NZB is fetched; should it fail, the article's reader is told.
  const grabbed = (release: Release): void => void clips.prepare(release).catch(() => {})
  const posted = postedReleases(clips)
  const find = async (name: string) => {
    const release = releaseByFileName(name)
    return release && await posted(release, name)
  }

  const tmdb = await startTmdbServer({ token: tmdbToken, system })
  const newznab = await startNewznabServer({ apiKey: newznabApiKey, grabbed, system })
  const annex = await startNewznabServer({
    apiKey: newznabApiKey,
    grabbed,
    system,
    lists: ({ quality }) => quality.key === 'bluray-1080p' || quality.key === 'cam',
  })
  const nntp = await startNntpServer({
    find,
    account,
    system,
    ratePerSecondBytes: options.ratePerSecondBytes ?? RATE_PER_SECOND_BYTES,
    tls: options.tls ?? false,
  })
  let stopped: Promise<unknown> | undefined
  const stop = async (): Promise<void> =>
    void await (stopped ??= Promise.all([tmdb.stop(), newznab.stop(), annex.stop(), nntp.stop()]))
  options.signal?.addEventListener('abort', () => void stop(), { once: true })
  if (options.signal?.aborted) await stop()

  return {
    tmdbBaseUrl: tmdb.apiBaseUrl,
    tmdbImageBaseUrl: tmdb.imageBaseUrl,
    tmdbToken,
    newznabUrl: newznab.url,
    annexUrl: annex.url,
    newznabApiKey,
    nntp: {
      host: nntp.host,
      port: nntp.port,
      tls: nntp.tls,
      ...account,
      connections: CONNECTIONS,
      caCertificates: nntp.authorityPem === undefined ? [] : [nntp.authorityPem],
    },
    statistics: nntp.statistics,
    stop,
  }
}
