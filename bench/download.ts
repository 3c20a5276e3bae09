/**
 * `npm run bench:download [-- --quick] [--seed=n]`: yEnc decoding against copying the same bytes; then whole downloads against NZBGet's, in turns
 * from the same servers: NZBGet's own (`nzbget --nserv`), plain and over TLS, and one whose answers come 40 ms after their commands.
 * Without NZBGet (Debian: `apt-get install nzbget`) there is no yardstick, and it says so.
 *
 * A rate is bytes written by the time they took, from the first look that sees any to the last that sees more, from outside and for both alike:
 * NZBGet waits about a second before and behind. CPU seconds and peak memory are the whole process's, its start included.
 */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import { makeServerIdentity } from '../demo/nntp/certificate.ts'
import { seededRandom } from '../demo/seed.ts'
import { limits } from '../server/limits.ts'
import { realSystem } from '../server/system.ts'
import type { NewsServerSettings } from '../server/upstreams.ts'
import { newsServerDefaults } from '../server/upstreams.ts'
import { encodeYenc } from '../test/support/encode-yenc.ts'
import type { DataCursor } from '../workers/usenet/yenc-data.ts'
import { decodeData as bytewise, LINE_START } from '../workers/usenet/yenc-data.ts'
import { decodeData, takeRoom } from '../workers/usenet/yenc-decode.ts'
import { benchOptions, commit, median } from './measure.ts'
import { ARTICLE_BYTES, ARTICLES, fileName, FILES } from './news-articles.ts'

const { seed, quick } = benchOptions()
const ROUNDS = quick ? 3 : 5
const MB = 1e6
const TOTAL_BYTES = FILES * ARTICLES * ARTICLE_BYTES

interface Server { readonly label: string; readonly port: number; readonly nzb: string; readonly authorityPem?: string; readonly goal: number; stop(): Promise<void> }
interface Sample { readonly rate: number; readonly cpu: number; readonly rss: number }

function benchmarkDecode(): void {
  const random = seededRandom(seed)
  // More than any cache of a processor holds: as they come from the network, and as they go on to the disk; where connections have them.
  const article = encodeYenc(Uint8Array.from({ length: ARTICLE_BYTES }, () => Math.floor(random() * 256)), { name: 'a' })
  const data = article.subarray(article.indexOf(10) + 1)
  const rooms = Array.from({ length: limits.decodingRoomsMax }, takeRoom)
  const sources = rooms.splice(0, rooms.length / 2).map(({ output }) => output.subarray(0, data.length)), targets = rooms.map(({ output }) => output)
  for (const source of sources) source.set(data)
  const bytes = sources.length * sources[0]!.length
  const decodeWith = (decoder: (cursor: DataCursor) => void) => () => {
    for (const [index, source] of sources.entries()) {
      const cursor: DataCursor = { source, from: 0, to: source.length, target: targets[index]!, at: 0, state: LINE_START }
      decoder(cursor)
      crc32(cursor.target.subarray(0, cursor.at))
    }
  }
  const contestants = { kernel: decodeWith(decodeData), bytewise: decodeWith(bytewise), copy: () => sources.forEach((source, index) => targets[index]!.set(source)) }
  const rates: Record<keyof typeof contestants, number[]> = { kernel: [], bytewise: [], copy: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const who of ['kernel', 'bytewise', 'copy'] as const) {
      const from = performance.now()
      contestants[who]()
      rates[who].push(bytes / MB / ((performance.now() - from) / 1_000))
    }
  }
  const [kernel, plain, copy] = [median(rates.kernel), median(rates.bytewise), median(rates.copy)]
  console.log(`decode with checksum: ${kernel.toFixed(0)} MB/s, bytewise ${plain.toFixed(0)}, copy ${copy.toFixed(0)}: ${(100 * kernel / copy).toFixed(0)} % of a copy, goal 40 %`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** NZBGet's own server, with the articles in memory after the first time. */
async function startNserv(folder: string, identity: ReturnType<typeof makeServerIdentity> | undefined): Promise<Server> {
  const port = await freePort()
  const words = identity ? ['-s', join(folder, 'cert.pem'), join(folder, 'key.pem')] : []
  if (identity) {
    await writeFile(join(folder, 'cert.pem'), identity.chainPem)
    await writeFile(join(folder, 'key.pem'), identity.keyPem)
  }
  const child = spawn('nzbget', ['--nserv', '-d', join(folder, 'data'), '-m', '-b', '127.0.0.1', '-p', String(port), '-v', '0', ...words], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await realSystem.sleep(500)
  return {
    label: identity ? 'TLS' : 'plain', port, nzb: join(folder, 'data.nzb'), goal: identity ? 100 : 110, ...identity ? { authorityPem: identity.authorityPem } : {},
    stop: async () => { child.kill('SIGKILL'); await ended },
  }
}

async function startDelayed(folder: string, delayMs: number): Promise<Server> {
  const child = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, 'news-server.ts'), String(seed), String(delayMs)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string]
  const nzb = join(folder, 'delayed.nzb')
  const files = Array.from({ length: FILES }, (_, file) => {
    const segments = Array.from({ length: ARTICLES }, (_, i) => `<segment bytes="${Math.round(ARTICLE_BYTES * 1.03)}" number="${i + 1}">${file * ARTICLES + i}@bench</segment>`)
    return `<file poster="a" date="1700000000" subject="&quot;${fileName(file)}&quot; yEnc (1/${ARTICLES})"><groups><group>a.b</group></groups><segments>${segments.join('')}</segments></file>`
  })
  await writeFile(nzb, `<?xml version="1.0"?>\n<!DOCTYPE nzb PUBLIC "-//newzBin//DTD NZB 1.1//EN" "http://www.newzbin.com/DTD/nzb/nzb-1.1.dtd">\n<nzb xmlns="http://www.newzbin.com/DTD/2003/nzb">${files.join('')}</nzb>`)
  return { label: `plain, ${delayMs} ms round trip`, port: Number(line), nzb, goal: 250, stop: async () => { child.kill(); await ended } }
}

async function post(folder: string): Promise<void> {
  const data = join(folder, 'data/data')
  await mkdir(data, { recursive: true })
  const random = seededRandom(seed)
  const bytes = Buffer.from(Uint32Array.from({ length: ARTICLES * ARTICLE_BYTES / 4 }, () => Math.floor(random() * 2 ** 32)).buffer)
  for (let file = 0; file < FILES; file++) {
    bytes.writeUInt32BE(file)
    await writeFile(join(data, fileName(file)), bytes)
  }
  const made = spawnSync('nzbget', ['--nserv', '-d', join(folder, 'data'), '-z', String(ARTICLE_BYTES), '-q'])
  if (made.status !== 0) throw new Error(`nzbget made no NZB: ${String(made.stdout)}${String(made.stderr)}`)
  await cp(join(folder, 'data/data.nzb'), join(folder, 'data.nzb'))
}

/** Runs a program that writes what it downloads into `folder`, and looks at it from outside. */
async function measured(program: string, words: readonly string[], folder: string): Promise<Sample> {
  const child = spawn(program, words, { stdio: 'ignore' })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const io = `/proc/${child.pid}/io`
  // At a look each: what is written after the last is not in the rate, and neither is the time it took.
  let first: { readonly ms: number; readonly bytes: number } | undefined, last = { ms: 0, bytes: 0 }
  let cpu = 0, rss = 0, running = true
  void ended.then(() => { running = false })
  const ticks = 100
  while (running) {
    const [told, status, times] = await Promise.all([io, `/proc/${child.pid}/status`, `/proc/${child.pid}/stat`].map((path) => readFile(path, 'utf8').catch(() => '')))
    const look = { ms: performance.now(), bytes: Number(/wchar: (\d+)/.exec(told!)?.[1] ?? 0) }
    // A little is written before: logs, a queue.
    if (look.bytes > ARTICLE_BYTES / 2) first ??= look
    if (look.bytes > last.bytes + ARTICLE_BYTES / 2) last = look
    rss = Math.max(rss, Number(/VmHWM:\s+(\d+)/.exec(status!)?.[1] ?? 0))
    const [user, system] = times!.slice(times!.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
    if (user !== undefined && system !== undefined) cpu = (user + system) / ticks
    await realSystem.sleep(10)
  }
  const [code] = await ended
  const there = await bytesIn(folder)
  if (code !== 0 || there < TOTAL_BYTES || !first || last.ms === first.ms) throw new Error(`${program} ended with ${code}; ${there} bytes are there, ${last.bytes} were seen being written`)
  return { rate: (last.bytes - first.bytes) / MB / ((last.ms - first.ms) / 1_000), cpu: cpu / (TOTAL_BYTES / 2 ** 30), rss: rss / 1_024 }
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function ours(server: Server, connections: number, folder: string): Promise<Sample> {
  const settings: NewsServerSettings = { ...newsServerDefaults, name: 'bench', host: '127.0.0.1', port: server.port, tls: server.authorityPem !== undefined, connections, ...server.authorityPem ? { caCertificates: [server.authorityPem] } : {} }
  return await measured(process.execPath, ['run', '-A', join(import.meta.dirname, 'download-child.ts'), server.nzb, folder, JSON.stringify(settings)], folder)
}

async function nzbget(server: Server, connections: number, folder: string): Promise<Sample> {
  const places = { MainDir: folder, DestDir: join(folder, 'done'), InterDir: join(folder, 'inter'), TempDir: join(folder, 'tmp'), QueueDir: join(folder, 'queue'), NzbDir: join(folder, 'nzb') }
  for (const place of Object.values(places)) await mkdir(place, { recursive: true })
  const options = {
    ...places, LockFile: join(folder, 'lock'), LogFile: join(folder, 'log'), 'Server1.Active': 'yes', 'Server1.Host': '127.0.0.1', 'Server1.Port': server.port, 'Server1.Connections': connections, 'Server1.Encryption': server.authorityPem ? 'yes' : 'no',
    ParCheck: 'manual', Unpack: 'no', DirectWrite: 'yes', ArticleCache: 0, WriteBuffer: 1_024, OutputMode: 'loggable', CertCheck: 'no',
  }
  return await measured('nzbget', ['-n', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), server.nzb], folder)
}

async function benchmarkDownloads(root: string): Promise<void> {
  await post(root)
  const identity = makeServerIdentity(realSystem.now(), realSystem.randomBytes(16))
  for (const start of [() => startNserv(root, undefined), () => startNserv(root, identity), () => startDelayed(root, 40)]) {
    const server = await start()
    try {
      const contestants = { ours, nzbget }
      // Once for nothing: it fills the server's memory.
      await ours(server, 8, await mkdtemp(join(root, 'warm-')))
      for (const connections of [8, 20]) {
        const samples: Record<keyof typeof contestants, Sample[]> = { ours: [], nzbget: [] }
        for (let round = 0; round < ROUNDS; round++) {
          for (const who of ['ours', 'nzbget'] as const) {
            const folder = await mkdtemp(join(root, `${who}-`))
            samples[who].push(await contestants[who](server, connections, folder))
            await rm(folder, { recursive: true, force: true })
          }
        }
        const of = (who: keyof typeof contestants, what: keyof Sample) => median(samples[who].map((sample) => sample[what]))
        const spread = samples.ours.map(({ rate }) => rate.toFixed(0)).join(' '), theirs = samples.nzbget.map(({ rate }) => rate.toFixed(0)).join(' ')
        console.log(`download, ${server.label}, ${connections} connections: ${of('ours', 'rate').toFixed(0)} MB/s against NZBGet's ${of('nzbget', 'rate').toFixed(0)}: ${(100 * of('ours', 'rate') / of('nzbget', 'rate')).toFixed(0)} %, goal ${server.goal} %; ` +
          `CPU ${of('ours', 'cpu').toFixed(2)} against ${of('nzbget', 'cpu').toFixed(2)} s/GiB: ${(100 * of('ours', 'cpu') / of('nzbget', 'cpu')).toFixed(0)} %, goal 75 %; ` +
          `peak memory ${of('ours', 'rss').toFixed(0)} MiB, goal 128, against ${of('nzbget', 'rss').toFixed(0)}  (${spread}; ${theirs})`)
      }
    } finally {
      await server.stop()
    }
  }
}

console.log(`commit ${commit()}, seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, medians of ${ROUNDS} rounds in turns, ${(TOTAL_BYTES / MB).toFixed(0)} MB a download`)
benchmarkDecode()
if (spawnSync('nzbget', ['--version']).status !== 0) console.log('download: no figure, because there is no NZBGet here to compare with')
else {
  // In memory where there is such a folder: a disk that others write to would be measured too.
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rewind-bench-'))
  try {
    await benchmarkDownloads(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
console.log(`load ${loadavg()[0]!.toFixed(1)}`)
