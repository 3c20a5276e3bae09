import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import t from '../../test/support/tap.ts'
import { seededRandom } from '../../demo/seed.ts'
import { startNntpServer } from '../../demo/nntp-server.ts'
import type { LandedFile } from './landing.ts'

const KILLS = Number(process.env.KILLS ?? 5)
const ARTICLE_BYTES = 20_000
const ARTICLES = 200
const UNDER_WAY = 4 * 2
const random = seededRandom(Number(process.env.SEED ?? 5))
/** Volumes of an archive, and what lies beside: several files land at once where one ends and the next begins. */
const files = new Map([70, 70, 50, 6, 4].map((articles, index) => [index < 3 ? `film.part${index + 1}.rar` : `film.${index}.nfo`, Uint8Array.from({ length: articles * ARTICLE_BYTES - 5 }, () => Math.floor(random() * 256))]))

t.test(`killed ${KILLS} times in the middle, a download is whole and asked again only for what was under way`, async (t) => {
  const server = await startNntpServer({ files, articleBytes: ARTICLE_BYTES, ratePerSecondBytes: 4_000_000 })
  t.teardown(() => server.stop())
  const folder = t.testdir({})
  const told = JSON.stringify([...files].map(([name, bytes]) => ({ name, sizeBytes: bytes.length })))

  /** Kills at a number of landed articles; answers the whole files, or undefined when it was killed. */
  async function run(killAt: number): Promise<readonly LandedFile[] | undefined> {
    const child = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, '../../test/support/download-child.ts'), String(server.port), folder, String(ARTICLE_BYTES), told], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    let whole: readonly LandedFile[] | undefined
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('whole ')) whole = JSON.parse(line.slice(6)) as readonly LandedFile[]
      else if (Number(line) >= killAt) child.kill('SIGKILL')
    }
    await exited
    return whole
  }

  for (let kill = 1; kill <= KILLS; kill++) t.equal(await run(Math.floor(kill * ARTICLES / (KILLS + 1))), undefined, `kill ${kill}`)
  const whole = await run(Infinity)
  const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  t.same(new Map(whole!.map(({ name, path }) => [name, sha(readFileSync(path))])), new Map([...files].map(([name, bytes]) => [name, sha(bytes)])), 'byte for byte what was posted, under the names that the articles told')
  t.ok(whole!.every(({ damaged, verified }) => !damaged && verified))
  const served = [...server.statistics.served.values()].reduce((sum, count) => sum + count, 0)
  t.ok(served <= ARTICLES + KILLS * UNDER_WAY, `${served - ARTICLES} of ${ARTICLES} articles asked for again in ${KILLS} kills`)
})
