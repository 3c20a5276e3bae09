/** SIGKILL while films arrive. The upstreams live in this process, so that they outlast the service and can be asked what they served. */

import { createHash } from 'node:crypto'
import process from 'node:process'
import type { StreamLink } from '../../projections/wire.ts'
import { startDemo } from '../../demo/start-demo.ts'
import { eventually } from '../support/eventually.ts'
import type { Person } from '../support/person.ts'
import { newCommand, newJobId, setUp, signIn } from '../support/person.ts'
import { seededRandom } from '../../demo/seed.ts'
import type { Service } from '../support/service.ts'
import { freePort, startService, temporaryFolder } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const KILLS = Number(process.env.KILLS ?? 30)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
/** Nosferatu, Metropolis, The General, …: two land at once, and each pair is killed many times on its way. */
const MOVIES = [[653, 19], [961, 234], [775, 962]] as const
const CONNECTIONS = 4
/** Connections times pipeline depth: what a kill can catch between the server and the disk. */
const IN_FLIGHT = CONNECTIONS * 4
const RATE_BYTES_PER_SECOND = 8_000_000

t.comment(`seed ${SEED}: replay with SEED=${SEED}`)

t.test(`killed ${KILLS} times while downloading: every film is whole, two at a time, and nothing is fetched over again`, async (t) => {
  const random = seededRandom(SEED)
  const demo = await startDemo({ cacheDir: temporaryFolder(t), ratePerSecondBytes: RATE_BYTES_PER_SECOND })
  t.teardown(() => demo.stop())
  const options = {
    dataDir: temporaryFolder(t),
    port: await freePort(),
    env: {
      TMDB_API_KEY: demo.tmdbToken, TMDB_BASE_URL: demo.tmdbBaseUrl, TMDB_IMAGE_BASE_URL: demo.tmdbImageBaseUrl,
      INDEXER_URL: demo.newznabUrl, INDEXER_API_KEY: demo.newznabApiKey,
      USENET_HOST: demo.nntp.host, USENET_PORT: String(demo.nntp.port), USENET_TLS: 'false',
      USENET_USERNAME: demo.nntp.username, USENET_PASSWORD: demo.nntp.password, USENET_CONNECTIONS: '4',
    },
  }
  let service = await startService(t, options)
  const credentials = { username: 'keeper', password: 'a long enough password' }
  await setUp(service, credentials)
  // The session outlives the service, as a browser's does.
  const person = await signIn(service.url, credentials)
  let killed = 0
  let printed = ''
  for (const [index, pair] of MOVIES.entries()) {
    const share = Math.ceil((KILLS - killed) / (MOVIES.length - index))
    const films = pair.map((movieId) => ({ movieId, jobId: newJobId() }))
    const outcomes = await person.send(...films.map((film) => newCommand('RequestFetch', film)))
    t.same(outcomes.map(({ status }) => status), ['accepted', 'accepted'])
    const allReady = async () => (await Promise.all(films.map(({ jobId }) => jobOf(person, jobId)))).every(({ status }) => status === 'ready')
    for (let kill = 0; kill < share; kill++) {
      const before = servedOf(demo)
      // Each connection is sent one article after the other: as one more than there are was begun, one has been sent whole.
      await eventually('more of the films has arrived', async () => servedOf(demo) > before + CONNECTIONS || await allReady(), 120_000, 25)
      if (await allReady()) break
      await new Promise((resolve) => setTimeout(resolve, random() * 150))
      await service.kill()
      printed += service.output()
      killed++
      service = await startService(t, options)
    }
    for (const { movieId, jobId } of films) {
      await eventually(`film ${movieId} is ready`, async () => (await jobOf(person, jobId)).status === 'ready', 180_000)
      await whole(t, service, person, movieId, jobId)
    }
  }
  t.ok(killed >= KILLS, `killed ${killed} times in mid-download`)
  const { served } = demo.statistics
  const again = servedOf(demo) - served.size
  t.ok(again <= killed * IN_FLIGHT, `of ${served.size} articles ${again} were served again: what was on its way when it was killed`)
  const told = JSON.stringify([...(await person.replica()).jobs.values()])
  await service.stop()
  for (const secret of [demo.tmdbToken, demo.newznabApiKey, demo.nntp.password, credentials.password]) {
    t.notOk((printed + service.output() + told).includes(secret), 'a secret is in no log and in no row')
  }
})

/** How many articles were sent, repetitions counted. */
function servedOf({ statistics }: Awaited<ReturnType<typeof startDemo>>): number {
  return [...statistics.served.values()].reduce((sum, count) => sum + count, 0)
}

interface Job { readonly status: string; readonly bytes: number; readonly sha256: string | null }

async function jobOf(person: Person, jobId: string): Promise<Job> {
  return (await person.get<{ readonly job: Job }>(`/api/jobs/${jobId}`)).job
}

async function whole(t: Test, service: Service, person: Person, movieId: number, jobId: string): Promise<void> {
  const link = await person.get<StreamLink>(`/api/movies/${movieId}/stream`)
  const bytes = new Uint8Array(await (await fetch(new URL(link.url, service.url))).arrayBuffer())
  const hash = createHash('sha256').update(bytes).digest('hex')
  t.equal(bytes.length, link.size, 'every byte is there')
  t.equal(hash, (await jobOf(person, jobId)).sha256, 'the hash of what is served is the one recorded')
}
