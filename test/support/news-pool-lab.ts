/** Films of forty small articles, news servers that have them, and a pool that fetches from these. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NntpServer, NntpServerOptions } from '../../demo/nntp-server.ts'
import { startNntpServer } from '../../demo/nntp-server.ts'
import { seededRandom } from '../../demo/seed.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import type { DownloadOptions } from '../../workers/usenet/download.ts'
import { startDownload } from '../../workers/usenet/download.ts'
import { Landing } from '../../workers/usenet/landing.ts'
import type { NewsPool, PoolOptions } from '../../workers/usenet/news-pool.ts'
import { createNewsPool } from '../../workers/usenet/news-pool.ts'
import type { DownloadPlan } from '../../workers/usenet/plan-download.ts'
import { landingPlanOf } from '../../workers/usenet/plan-download.ts'
import { planOf } from './download-once.ts'
import { encodeYenc } from './encode-yenc.ts'
import type { Peer, ScriptedNntp } from './scripted-nntp.ts'
import { startScriptedNntp } from './scripted-nntp.ts'
import type { Test } from './tap.ts'

export const ARTICLE_BYTES = 4_000
export const ARTICLES = 40
const random = seededRandom(21)
const noise = () => Uint8Array.from({ length: ARTICLES * ARTICLE_BYTES }, () => Math.floor(random() * 256))
export const films = new Map([['one.mkv', noise()], ['two.mkv', noise()], ['three.mkv', noise()]])
export const plan = (name: string) => planOf([{ name, sizeBytes: films.get(name)!.length }], ARTICLE_BYTES)
export const never = new AbortController().signal

export async function serve(t: Test, options: NntpServerOptions = {}): Promise<NntpServer> {
  const server = await startNntpServer({ files: films, articleBytes: ARTICLE_BYTES, ...options })
  t.teardown(() => server.stop())
  return server
}

export const clientOf = ({ port }: { readonly port: number }, more: Partial<NewsServerSettings> = {}): NewsServerSettings =>
  ({ ...newsServerDefaults, name: `server ${port}`, host: '127.0.0.1', port, tls: false, connections: 3, pipelineDepth: 2, ...more })

export function poolOf(t: Test, servers: readonly NewsServerSettings[], more: Partial<PoolOptions> = {}): NewsPool {
  const pool = createNewsPool({ servers, system: realSystem, log: silentLog, timeouts: { connectMs: 20_000, idleMs: 2_000, articleMs: 10_000 }, retry: { delayMs: 10, delayMsMax: 50, failuresInARowMax: 4 }, ...more })
  t.teardown(() => pool.close())
  return pool
}

/** The honest answer to BODY. */
export const bodyOf = ({ articles }: DownloadPlan) => (command: string): Buffer => {
  const part = articles.findIndex(({ messageId }) => command === `BODY <${messageId}>`)
  const data = films.get('one.mkv')!.subarray(part * ARTICLE_BYTES, (part + 1) * ARTICLE_BYTES)
  return Buffer.concat([Buffer.from('222 0 body\r\n'), encodeYenc(data, { name: 'one.mkv', part: { number: part + 1, total: ARTICLES, begin: part * ARTICLE_BYTES + 1, fileSize: ARTICLES * ARTICLE_BYTES } })])
}

/** Has every article of `one.mkv`, and sends their bodies when and how the test says. */
export async function newsOfOne(t: Test, send: (body: Buffer, peer: Peer, command: string) => void | Promise<void>): Promise<ScriptedNntp> {
  const answer = bodyOf(plan('one.mkv'))
  const server = await startScriptedNntp((command, peer) => {
    if (command === '') return peer.send('200 hello\r\n')
    if (command.startsWith('STAT')) return peer.send('223 0\r\n')
    return send(answer(command), peer, command)
  })
  t.teardown(() => server.stop())
  return server
}

export async function begin(t: Test, pool: NewsPool, name: string, more: Partial<DownloadOptions> & { readonly plan?: DownloadPlan; readonly files?: typeof realSystem.files } = {}) {
  const planned = more.plan ?? plan(name)
  const landing = await Landing.open(join(t.testdirName, name), landingPlanOf(planned, new Uint8Array(32)), never, more.files)
  const running = startDownload({ id: name, plan: planned, landing, pool, system: realSystem, signal: never, onProgress() {}, ...more })
  t.teardown(() => {
    running.close()
    landing.close()
  })
  return { running, landing, isRight: async () => t.same(readFileSync((await landing.finish())[0]!.path), Buffer.from(films.get(name)!), `${name} is right`) }
}
