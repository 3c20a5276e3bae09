/**
 * SIGKILL of processes that import the catalogue, both ways, at moments that the upstream's own count of questions tells: no machine is too quick or too
 * slow for them. `KILLS` sets how often, `SEED` when.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import process from 'node:process'
import { seededRandom } from '../../demo/seed.ts'
import { SYNC_WAYS } from '../../domain/catalogue-sync.ts'
import { limits } from '../../server/limits.ts'
import { catalogueUpstream } from '../support/catalogue-upstream.ts'
import { eventually } from '../support/eventually.ts'
import { ada } from '../support/given.ts'
import type { SyncLab } from '../support/sync-lab.ts'
import { syncLab } from '../support/sync-lab.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const kills = Math.max(4, Math.ceil(Number(process.env.KILLS ?? 30) / 6))
const seed = Number(process.env.SEED ?? 7)
const random = seededRandom(seed)
const MOVIES = 40 + 60 * kills
const source = { kind: 'export', mediaType: 'movie', date: '2026-02-28' } as const
const childPath = fileURLToPath(new URL('../support/sync-child.ts', import.meta.url))

function startChild(t: Test, { connection, importFolder }: SyncLab, upstreamUrl: string) {
  const child = spawn(process.execPath, ['run', '-A', childPath, JSON.stringify(connection), upstreamUrl, importFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  t.teardown(() => child.kill('SIGKILL'))
  return {
    started: once(child.stdout, 'data'),
    async kill() {
      process.kill(child.pid!, 'SIGKILL')
      await gone
    },
  }
}

for (const way of SYNC_WAYS) {
  t.test(`killed again and again, an import by way of ${way} brings the same rows as one that was let alone, and asks again for no more than was under way`, { timeout: 600_000 + kills * 20_000 }, async (t) => {
    const upstream = await catalogueUpstream(t, { movies: MOVIES })
    const whole = await syncLab(t, upstream.url)
    whole.work()
    const alone = await whole.admin.start({ source, way: 'database' }, ada)
    const { total, done, gone } = await whole.until(alone.runId, 'completed')
    await whole.rest()

    const lab = await syncLab(t, upstream.url)
    const { runId } = await lab.admin.start({ source, way }, ada)
    const from = upstream.titles().length
    const asked = () => upstream.titles().length - from
    const killedAt: string[] = []
    for (let round = 0; round < kills; round++) {
      const child = startChild(t, lab, upstream.url)
      await child.started
      const [before, more] = [asked(), Math.floor(random() * 60)]
      // The last one of the way of files is killed while it loads them.
      const loading = way === 'files' && round === kills - 1
      await eventually('it has asked for more, or has no more to ask', async () => {
        if (!loading && asked() >= before + more) return true
        const { endedAt, phase } = await lab.row(runId)
        return endedAt !== null || phase === 'loading'
      }, 120_000)
      killedAt.push(`${asked()} (${(await lab.row(runId)).phase})`)
      await child.kill()
    }
    lab.work()
    const end = await lab.until(runId, 'completed')
    t.match(end, { total, done, gone, failed: 0 }, `killed after ${killedAt.join(', ')} titles; seed ${seed}`)
    t.strictSame(await lab.rows(), await whole.rows(), 'the same rows')
    const titles = upstream.titles().slice(from)
    t.equal(new Set(titles).size, total, 'none is skipped')
    t.ok(titles.length - total! <= kills * limits.syncUnsettledMax, `${titles.length - total!} asked again in ${kills} kills`)
    const { rows } = await lab.database.pool.query('select from catalogue_sync_titles where run_id = $1 and state = $2', [runId, 'waiting'])
    t.equal(rows.length, 0, 'nothing is left to do')
  })
}
