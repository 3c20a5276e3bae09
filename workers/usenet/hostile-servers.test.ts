import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { seededRandom } from '../../demo/seed.ts'
import { realSystem } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { downloadOnce } from '../../test/support/download-once.ts'
import { encodeYenc } from '../../test/support/encode-yenc.ts'
import type { Hostile, Wire } from '../../test/support/hostile-nntp.ts'
import { hostileServers, scriptOf } from '../../test/support/hostile-nntp.ts'
import { startScriptedNntp } from '../../test/support/scripted-nntp.ts'
import t from '../../test/support/tap.ts'
import { UsenetError } from './download.ts'
import { Landing } from './landing.ts'
import { landingPlanOf, planDownload } from './plan-download.ts'

/** 50 are the release's count. */
const SEEDS = Number(process.env.SEEDS ?? 1)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const ARTICLE_BYTES = 2_000
const ARTICLES = 21
const AT_ONCE = 20
/** Of that many downloads, of five connections each, with their servers in the same process. */
const RSS_GROWTH_MAX = 512 * 1_048_576
const timeouts = { connectMs: 20_000, idleMs: 400, articleMs: 1_200 }
const never = new AbortController().signal

t.comment(`seed ${SEED}: replay with SEED=${SEED}`)

/** Begins each part with what is a dot in yEnc, so that some lines begin with one. */
const film = Uint8Array.from({ length: ARTICLES * ARTICLE_BYTES - 321 }, (_, index) => index % ARTICLE_BYTES === 0 ? 0x2e - 42 : (index * 7 + (index >> 8) * 13) & 255)
const honest = Array.from({ length: ARTICLES }, (_, index) => {
  const data = film.subarray(index * ARTICLE_BYTES, (index + 1) * ARTICLE_BYTES)
  return Buffer.concat([Buffer.from('222 0 body\r\n'), encodeYenc(data, { name: 'film.mkv', part: { number: index + 1, total: ARTICLES, begin: index * ARTICLE_BYTES + 1, fileSize: film.length } })])
})
const segments = honest.map((answer, index) => ({ messageId: `${index}@hostile`, number: index + 1, sizeBytes: answer.length }))
const plan = planDownload({
  meta: {}, passwords: [],
  files: [{ name: 'film.mkv', subject: '', postedAt: null, groups: [], missingSegments: 0, sizeBytes: segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), segments }],
})

/** How it ended: `right`, a code, or what must not be. */
async function fetchFrom(hostile: Hostile, seed: number, folder: string, backup: NewsServerSettings | undefined): Promise<string> {
  const wire: Wire = { articles: ARTICLES, random: seededRandom(seed), sleep: (ms) => realSystem.sleep(ms), answer: (article) => Buffer.from(honest[article]!) }
  const script = scriptOf(hostile, wire)
  const peer = await startScriptedNntp(hostile.tls === 'cut' ? (_command, each) => each.cut() : script)
  const landing = await Landing.open(folder, landingPlanOf(plan, new Uint8Array(32)), never)
  const main: NewsServerSettings = {
    ...newsServerDefaults, name: 'hostile', host: '127.0.0.1', port: peer.port, tls: hostile.tls !== undefined, connections: 3, pipelineDepth: 4,
    username: 'ann', password: 's3cret',
  }
  try {
    await downloadOnce({ plan, landing, servers: [main, ...backup ? [backup] : []], timeouts, retry: { delayMs: 5, delayMsMax: 20, failuresInARowMax: 4 } })
    const [file] = await landing.finish()
    if (file!.damaged) return 'damaged, and says so'
    return Buffer.compare(readFileSync(file!.path), film) === 0 ? 'right' : 'OTHER BYTES'
  } catch (error) {
    return error instanceof UsenetError ? error.code : `THREW ${String(error)}`
  } finally {
    landing.close()
    await peer.stop()
  }
}

t.test(`${hostileServers.length} hostile servers, ${SEEDS} seeds: alone each ends with the right file or a code; beside an honest backup with the right file`, { timeout: 600_000 }, async (t) => {
  const peer = await startScriptedNntp((command, each) => {
    if (command === '') return each.send('200 backup\r\n')
    return command.startsWith('BODY') ? each.send(honest[Number(/<(\d+)@/.exec(command)![1])]!) : each.send('223 0\r\n')
  })
  t.teardown(() => peer.stop())
  const backup: NewsServerSettings = { ...newsServerDefaults, name: 'backup', host: '127.0.0.1', port: peer.port, tls: false, connections: 2, pipelineDepth: 2, priority: 1 }
  const folder = t.testdir({})
  const before = process.memoryUsage().rss
  let most = before
  const cases = hostileServers.flatMap((hostile) => Array.from({ length: SEEDS }, (_, index) => ({ hostile, seed: SEED + index })))
  const ends = new Map<string, string>()
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, worker) => {
    for (let each = cases.pop(); each; each = cases.pop()) {
      const { hostile, seed } = each
      const place = (kind: string) => join(folder, `${worker}-${hostileServers.indexOf(hostile)}-${seed}-${kind}`)
      const alone = await fetchFrom(hostile, seed, place('alone'), undefined)
      const helped = await fetchFrom(hostile, seed, place('helped'), backup)
      ends.set(`${hostile.name}, seed ${seed}`, `${alone}; ${helped}`)
      most = Math.max(most, process.memoryUsage().rss)
      if (!['right', 'damaged, and says so', 'MISSING', 'UNREACHABLE'].includes(alone)) t.fail(`${hostile.name}, seed ${seed}, alone: ${alone}`)
      if (helped !== 'right' && !(hostile.misleads && helped !== 'OTHER BYTES')) t.fail(`${hostile.name}, seed ${seed}, with a backup: ${helped}`)
    }
  }))
  t.equal(ends.size, hostileServers.length * SEEDS, 'each was met')
  t.ok([...ends.values()].some((end) => end.startsWith('right')) && [...ends.values()].some((end) => end.startsWith('UNREACHABLE')) && [...ends.values()].some((end) => end.startsWith('MISSING')), 'they end in different ways')
  t.ok(most - before < RSS_GROWTH_MAX, `memory grew by ${Math.round((most - before) / 1_048_576)} MiB at most`)
})
