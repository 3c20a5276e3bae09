/** Episodes of one season that wait together, found by one search of the season: asked of an indexer that counts, and fetched to the end. */

import type { CommandId } from '../domain/command.ts'
import type { UserId } from '../domain/event.ts'
import { FindError, saidOfIndexer } from '../server/releases/find-error.ts'
import { silentLog } from '../server/log.ts'
import { instantOf, realSystem, uuidv7 } from '../server/system.ts'
import { indexerDefaults } from '../server/upstreams.ts'
import type { PostedRelease } from '../test/support/acquisition-lab.ts'
import { acquisitionLab, API_KEY, ARTICLES, film, filmSha256, finderOf, newJobId } from '../test/support/acquisition-lab.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'

const JUDEX = 1_800_000_005
const EPISODES = [1, 2, 3]
const batchId = '01890000-0000-7000-8000-000000000001' as CommandId
const titled = (episode: number, rest: string, season = 1) => `Judex.1916.S0${season}E0${episode}.${rest}`
const posted = (episode: number, rest = '1080p.BluRay-ONE', season = 1): PostedRelease => ({ title: titled(episode, rest, season), file: `${titled(episode, rest, season)}.mp4` })

async function seasonLab(t: Test, releases: readonly PostedRelease[], more: Parameters<typeof acquisitionLab>[1] = {}) {
  const lab = await acquisitionLab(t, { releases, ...more })
  const told: string[] = []
  const finder = () => finderOf([{ ...indexerDefaults, name: 'Geek', url: lab.indexer.url, apiKey: API_KEY }], {
    log: { ...silentLog, info: (_fields, message) => told.push(message) },
    wanted: async (what) => ({
      imdbId: 'tt0006206', tvdbId: null, title: 'Judex', originalTitle: 'Judex', year: 1916, runtimeMinutes: null, originalLanguage: 'fr', countries: ['FR'],
      episode: what.mediaType === 'tv' ? { season: what.season, episode: what.episode, airDate: null } : null,
    }),
  })
  return {
    ...lab, told, finder: finder(),
    /** As a new process has it: it remembers nothing. */
    start: (options: Parameters<typeof lab.start>[0] = {}) => lab.start({ releases: finder(), ...options }),
    async request(episodes: readonly number[], { season = 1, batchId }: { readonly season?: number; readonly batchId?: CommandId } = {}): Promise<readonly string[]> {
      const jobs: string[] = []
      for (const episode of episodes) {
        const jobId = newJobId()
        await lab.handler.handle({
          id: uuidv7(realSystem) as CommandId, type: 'RequestFetch', data: { jobId, seriesId: JUDEX, season, episode }, issuedAt: instantOf(realSystem), deviceId: null,
          actor: '0a0a0a0a-0000-4000-8000-000000000001' as UserId, sender: 'member', ...batchId === undefined ? {} : { batchId },
        })
        jobs.push(jobId)
      }
      return jobs
    },
    allBecome: async (jobs: readonly string[], status: Parameters<typeof lab.becomes>[1]) => await Promise.all(jobs.map((jobId) => lab.becomes(jobId, status))),
    searches: () => lab.indexer.asked.filter((call) => call === 'tvsearch').length,
  }
}

t.test('a season that is asked for as one is one search, and each episode is its own; an episode alone is asked for by itself', async (t) => {
  const lab = await seasonLab(t, [...EPISODES.map((episode) => posted(episode)), posted(1, '1080p.BluRay-ONE', 2)])
  lab.start()
  const jobs = await lab.request(EPISODES, { batchId })
  const rows = await lab.allBecome(jobs, 'ready')
  t.equal(lab.searches(), 1)
  t.same(rows.map(({ releaseTitle }) => releaseTitle), EPISODES.map((episode) => posted(episode).title))
  for (const { reason } of rows) t.match(reason, /; the only one that will do\. Found by one search of the whole season\.$/, 'its story says so')
  t.equal(lab.told.filter((line) => line.includes('season')).length, EPISODES.length, 'and so does the log')
  const [alone] = await lab.allBecome(await lab.request([1], { season: 2 }), 'ready')
  t.equal(lab.searches(), 2)
  t.match(alone, { releaseTitle: titled(1, '1080p.BluRay-ONE', 2), reason: /will do\.$/ })
})

t.test('episodes that wait together though nobody asked for them as one are one search too, also when one is no good; a worker that starts anew costs one more, and no job', async (t) => {
  const lab = await seasonLab(t, EPISODES.flatMap((episode) => [posted(episode), posted(episode, '1080p.WEB-DL-TWO')]), {
    faults: { missing: (id) => id.startsWith(`<${titled(2, '1080p.BluRay-ONE')}.mp4/7@`) }, ratePerSecondBytes: 1_000_000,
  })
  const jobs = await lab.request(EPISODES)
  const first = lab.start({ jobsMax: 1 })
  await lab.becomes(jobs[0]!, 'ready')
  await first.stop()
  lab.start()
  const rows = await lab.allBecome(jobs, 'ready')
  t.equal(lab.searches(), 2)
  t.match(rows[1], { releaseTitle: titled(2, '1080p.WEB-DL-TWO'), tried: [`Geek:${titled(2, '1080p.BluRay-ONE')}.mp4`] })
})

t.test('a whole season that is the best is downloaded once between its episodes, each its own part, and its NZB is grabbed once, whatever is stopped meanwhile', async (t) => {
  const names = EPISODES.map((episode) => `${titled(episode, '1080p.BluRay-PACK')}.mp4`)
  const pack: PostedRelease = { title: 'Judex.1916.S01.1080p.BluRay-PACK', file: 'pack', sizeBytes: 3 * film.length, files: [...names.map((name) => ({ name, bytes: film })), { name: 'Judex.1916.S01.nfo', bytes: Buffer.from('Judex') }] }
  const lab = await seasonLab(t, [pack, ...EPISODES.map((episode) => posted(episode, '720p.WEB-DL-ONE'))], { ratePerSecondBytes: 1_000_000 })
  const first = lab.start({ jobsMax: 1, releases: lab.finder })
  const jobs = await lab.request(EPISODES, { batchId })
  await lab.becomes(jobs[0]!, 'ready')
  await first.stop()
  lab.start({ jobsMax: 3, releases: lab.finder })
  for (const { reason, releaseTitle } of await lab.allBecome(jobs, 'ready')) {
    t.equal(releaseTitle, pack.title)
    t.match(reason, /a whole season, of which only this episode is fetched/)
  }
  t.same([lab.searches(), lab.indexer.asked.filter((call) => call === '/nzb/pack').length], [1, 1])
  for (const jobId of jobs) t.equal(await lab.storedSha256(jobId), filmSha256)
  const served = [...lab.nntp.statistics.served.keys()]
  t.same(names.map((name) => served.filter((id) => id.includes(name)).length), names.map(() => ARTICLES))
  t.equal(served.length, EPISODES.length * ARTICLES, 'and nothing else')
})

t.test('one whose files do not say which episode they are is passed over with the reason, and none of it is downloaded; who has no other is asked for by itself too', async (t) => {
  const pack: PostedRelease = { title: 'Judex.1916.S01.1080p.BluRay-PACK', file: 'pack', files: [{ name: 'c0ffee.part01.rar', bytes: film }, { name: 'c0ffee.part02.rar', bytes: film }] }
  const lab = await seasonLab(t, [pack, ...EPISODES.slice(1).map((episode) => posted(episode, '720p.WEB-DL-ONE'))])
  lab.start({ jobsMax: 3 })
  const jobs = await lab.request(EPISODES, { batchId })
  const rows = await lab.allBecome(jobs.slice(1), 'ready')
  for (const row of rows) t.match(row, { releaseTitle: /720p/, tried: [], reason: /1 passed over \(is a whole season whose files do not say which episode they are\)\. Found by one search/ })
  t.match(await lab.becomes(jobs[0]!, 'error'), { errorCode: 'NOT_FOUND', errorMessage: /None of the 1 releases found will do \(is a whole season whose files.* and this episode by itself/ })
  t.same([lab.searches(), lab.indexer.asked.filter((call) => call === '/nzb/pack').length], [3, 1], 'the season once, the one by its number and by its words')
  t.notOk([...lab.nntp.statistics.served.keys()].some((id) => id.includes('c0ffee')))
})

t.test('one whose NZB nobody gives is rejected as any other is, and the next best is taken', async (t) => {
  const pack: PostedRelease = { title: 'Judex.1916.S01.1080p.BluRay-PACK', file: 'pack', files: [1, 2].map((episode) => ({ name: `${titled(episode, 'PACK')}.mp4`, bytes: film })) }
  const lab = await seasonLab(t, [pack, posted(1, '720p.WEB-DL-ONE')])
  const gone = new FindError('INDEXER_ERROR', saidOfIndexer('Geek', 'NOT_FOUND'), { retryable: false })
  lab.start({ releases: { ...lab.finder, fetchNzb: async (what, releaseId, signal) => releaseId === 'Geek:pack' ? Promise.reject(gone) : await lab.finder.fetchNzb(what, releaseId, signal) } })
  const [row] = await lab.allBecome(await lab.request([1], { batchId }), 'ready')
  t.match(row, { releaseTitle: titled(1, '720p.WEB-DL-ONE'), tried: ['Geek:pack'] })
})
