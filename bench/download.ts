/**
 * `npm run bench:download [-- --seed=n]`: yEnc decoding against copying the same bytes, in turns; then whole downloads over
 * loopback, plain and over TLS, in turns. Absolute rates belong to the machine and its load; ratios are what counts.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { newsServerDefaults } from '../server/upstreams.ts'
import { encodeYenc } from '../test/support/encode-yenc.ts'
import { seededRandom } from '../demo/seed.ts'
import { downloadOnce, planOf } from '../test/support/download-once.ts'
import { landingPlanOf } from '../workers/usenet/plan-download.ts'
import { Landing } from '../workers/usenet/landing.ts'
import type { DataCursor } from '../workers/usenet/yenc-data.ts'
import { decodeData as bytewise, LINE_START } from '../workers/usenet/yenc-data.ts'
import { decodeData } from '../workers/usenet/yenc-decode.ts'
import { commit, median } from './measure.ts'
import { ARTICLE_BYTES, ARTICLES } from './news-articles.ts'

const seed = Number(process.argv.find((argument) => argument.startsWith('--seed='))?.slice(7) ?? 1)
const ROUNDS = 5
const FILES = 16
const MB = 1e6
const signal = new AbortController().signal

interface NewsServer { readonly port: number; readonly authorityPem?: string; stop(): Promise<void> }

async function startNewsServer(kind: 'plain' | 'tls'): Promise<NewsServer> {
  const child = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, 'news-server.ts'), String(seed), kind], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string]
  return { ...JSON.parse(line) as { port: number; authorityPem?: string }, stop: async () => { child.kill(); await exited } }
}

function benchmarkDecode(): void {
  const random = seededRandom(seed)
  const article = encodeYenc(Uint8Array.from({ length: ARTICLE_BYTES }, () => Math.floor(random() * 256)), { name: 'a' })
  const source = article.subarray(article.indexOf(10) + 1)
  const target = new Uint8Array(source.length + 1)
  const decodeWith = (decoder: (cursor: DataCursor) => void) => () => {
    decoder({ source, from: 0, to: source.length, target, at: 0, state: LINE_START })
  }
  const contestants = { kernel: decodeWith(decodeData), bytewise: decodeWith(bytewise), copy: () => target.set(source) }
  const rates: Record<keyof typeof contestants, number[]> = { kernel: [], bytewise: [], copy: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const who of ['kernel', 'bytewise', 'copy'] as const) {
      const from = performance.now()
      for (let i = 0; i < 200; i++) contestants[who]()
      rates[who].push(200 * source.length / MB / ((performance.now() - from) / 1_000))
    }
  }
  const [kernel, plain, copy] = [median(rates.kernel), median(rates.bytewise), median(rates.copy)]
  console.log(`decode: ${kernel.toFixed(0)} MB/s, bytewise ${plain.toFixed(0)}, copy ${copy.toFixed(0)}: ${(100 * kernel / copy).toFixed(0)} % of a copy, goal 40 %`)
}

async function benchmarkDownload(server: NewsServer, connections: number): Promise<{ rate: number; cpu: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'rewind-bench-'))
  const files = Array.from({ length: FILES }, (_, file) => ({ name: `${file}.mkv`, sizeBytes: ARTICLES * ARTICLE_BYTES }))
  const posted = planOf(files, ARTICLE_BYTES)
  const plan = { ...posted, articles: posted.articles.map((article, i) => ({ ...article, messageId: `${i}@bench` })) }
  const landing = await Landing.open(folder, landingPlanOf(plan, new Uint8Array(32)), signal)
  try {
    const from = performance.now(), cpuFrom = process.cpuUsage()
    const { bytes } = await downloadOnce({
      plan, landing,
      servers: [{ ...newsServerDefaults, name: 'bench', host: '127.0.0.1', port: server.port, tls: server.authorityPem !== undefined, connections, pipelineDepth: 4, ...(server.authorityPem ? { caCertificates: [server.authorityPem] } : {}) }],
    })
    const { user, system } = process.cpuUsage(cpuFrom)
    return { rate: bytes / MB / ((performance.now() - from) / 1_000), cpu: (user + system) / 1e6 / (bytes / 2 ** 30) }
  } finally {
    landing.close()
    await rm(folder, { recursive: true, force: true })
  }
}

console.log(`commit ${commit()}, seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, medians of ${ROUNDS} rounds in turns`)
benchmarkDecode()
const servers = { plain: await startNewsServer('plain'), tls: await startNewsServer('tls') }
try {
  const cells = (['plain', 'tls'] as const).flatMap((kind) => [8, 20].map((connections) => ({ kind, connections, samples: [] as { rate: number; cpu: number }[] })))
  for (let round = 0; round < ROUNDS; round++) {
    for (const cell of cells) cell.samples.push(await benchmarkDownload(servers[cell.kind], cell.connections))
  }
  for (const { kind, connections, samples } of cells) {
    console.log(`download, ${kind}, ${connections} connections: ${median(samples.map(({ rate }) => rate)).toFixed(0)} MB/s, CPU ${median(samples.map(({ cpu }) => cpu)).toFixed(2)} s/GiB`)
  }
  console.log(`RSS ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB, load ${loadavg()[0]!.toFixed(1)}`)
} finally {
  await Promise.all([servers.plain.stop(), servers.tls.stop()])
}
