import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import t from '../../test/support/tap.ts'
import { seededRandom } from '../../demo/seed.ts'
import { startNntpServer } from '../../demo/nntp-server.ts'

const KILLS = Number(process.env.KILLS ?? 5)
const ARTICLE_BYTES = 20_000
const ARTICLES = 200
const UNDER_WAY = 4 * 2
const random = seededRandom(Number(process.env.SEED ?? 5))
const film = Uint8Array.from({ length: ARTICLES * ARTICLE_BYTES }, () => Math.floor(random() * 256))

t.test(`killed ${KILLS} times in the middle, a download is whole and asked again only for what was under way`, { timeout: 120_000 }, async (t) => {
  const server = await startNntpServer({ files: new Map([['film.mp4', film]]), articleBytes: ARTICLE_BYTES, ratePerSecondBytes: 4_000_000 })
  t.teardown(() => server.stop())
  const folder = t.testdir({})

  /** Kills at a number of landed articles; answers the path of the whole file, or undefined when it was killed. */
  async function run(killAt: number): Promise<string | undefined> {
    const child = spawn(process.execPath, ['run', '-A', join(import.meta.dirname, '../../test/support/download-child.ts'), String(server.port), folder, String(ARTICLE_BYTES), String(film.length)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    let whole: string | undefined
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('whole ')) whole = line.slice(6)
      else if (Number(line) >= killAt) child.kill('SIGKILL')
    }
    await exited
    return whole
  }

  for (let kill = 1; kill <= KILLS; kill++) t.equal(await run(Math.floor(kill * ARTICLES / (KILLS + 1))), undefined, `kill ${kill}`)
  const whole = await run(Infinity)
  t.equal(createHash('sha256').update(readFileSync(whole!)).digest('hex'), createHash('sha256').update(film).digest('hex'), 'byte for byte the film')
  const served = [...server.statistics.served.values()].reduce((sum, count) => sum + count, 0)
  t.ok(served <= ARTICLES + KILLS * UNDER_WAY, `${served - ARTICLES} of ${ARTICLES} articles asked for again in ${KILLS} kills`)
})
