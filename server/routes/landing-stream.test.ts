import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Arrival, JobAnswer, StreamLink } from '../../projections/wire.ts'
import { seededRandom } from '../../demo/seed.ts'
import { eventually } from '../../test/support/eventually.ts'
import { landingJob } from '../../test/support/landing-job.ts'
import { landingLab } from '../../test/support/landing-lab.ts'
import { newJobId } from '../../test/support/person.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import { openFolderStore } from '../object-store/folder.ts'

const FILM = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(3_000_000)])
const ARTICLE_BYTES = 50_000

/** Somebody waits for a film of which nothing has landed yet, posted in volumes or as it is. */
async function household(t: Test, how: 'stored' | 'plain' = 'stored') {
  const files = how === 'plain' ? [{ name: 'film.mp4', bytes: FILM }] : writeStoredRar([{ name: 'film.mp4', bytes: FILM }], { version: 5, volumeBytes: 700_000 })
  const lab = landingLab(t.testdir({}), files, ARTICLE_BYTES)
  const app = await testApp(t, { landingFilms: lab.relay })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  const job = await landingJob(app, 653, { sizeBytes: FILM.length, articles: lab.articles })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  const ask = (what: string) => app.ask('GET', `/api/movies/653/${what}`, { cookie })
  await eventually('the job is projected', async () => (await ask('arrival')).json<Arrival>().releaseTitle === 'Nosferatu.1922')
  return {
    lab, job, ask,
    readJob: async () => (await app.ask('GET', `/api/jobs/${job.jobId}`, { cookie })).json<JobAnswer>().job,
    objects: await openFolderStore(join(app.dataDir, 'objects')),
    async linked() {
      const { film, found } = lab.open(job.jobId)
      for (const { firstArticle, articles } of lab.articlesOf) [firstArticle, firstArticle + articles - 1].forEach((article) => lab.land(article))
      await found
      const link = (await ask('stream')).json<StreamLink>()
      return { film, link, address: url + link.url }
    },
  }
}

const bodyOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

t.test('the link works as soon as it is known how the film lies, says that it is not all here, and is recorded', async (t) => {
  const home = await household(t)
  t.match((await home.ask('arrival')).json(), { status: 'downloading', watchable: 'soon', landed: [], sizeBytes: null })
  t.match((await home.ask('stream')).json(), { code: 'INVALID_INPUT', error: /not ready/, details: [{ message: 'is downloading' }] })
  const { link, address } = await home.linked()
  t.match(link, { complete: false, way: 'ranges', size: FILM.length, contentType: 'video/mp4', jobId: home.job.jobId, durationSeconds: null })
  const arrival = (await home.ask('arrival')).json<Arrival>()
  t.match(arrival, { watchable: 'now', sizeBytes: FILM.length, missing: [], rejected: 0 })
  t.ok(arrival.landed.length > 1 && arrival.landed.every(([from, to]) => from < to))
  const head = await fetch(address, { method: 'HEAD' })
  t.same([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges'), head.headers.get('content-type'), head.headers.get('cache-control')], [200, String(FILM.length), 'bytes', 'video/mp4', 'no-store'])
  const forged = await fetch(address.replace(home.job.jobId, newJobId()))
  t.match(await forged.json(), { code: 'FORBIDDEN' })
  const beyond = await fetch(address, { headers: { range: `bytes=${FILM.length}-` } })
  t.same([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${FILM.length}`])
  const streamed = async () => (await home.ask('stream'), (await home.readJob()).lastStreamedAt)
  t.equal(await streamed(), null)
  await home.job.tell('MapRelease', { releaseId: 'Demo:1', watchable: 'now', why: '' })
  await eventually('that it is watched is recorded', async () => await streamed() !== null)
})

t.test('any range is the film\'s, whatever has landed; once it is stored the same address serves the object under the same tag', async (t) => {
  const home = await household(t)
  const { film, address } = await home.linked()
  const etag = (await fetch(address, { method: 'HEAD' })).headers.get('etag')!
  const next = seededRandom(653)
  let landing = true
  const arriving = (async () => {
    for (; landing; await setImmediate()) {
      const article = home.lab.next([])
      if (article !== undefined) home.lab.land(article)
    }
  })()
  for (let count = 0; count < 60; count++) {
    const start = Math.floor(next() * FILM.length), end = Math.min(FILM.length - 1, start + Math.floor(next() * 300_000))
    const answer = await fetch(address, { headers: { range: `bytes=${start}-${end}`, ...count % 2 ? { 'if-range': etag } : {} } })
    const bytes = await bodyOf(answer)
    if (answer.status !== 206 || answer.headers.get('content-range') !== `bytes ${start}-${end}/${FILM.length}` || !bytes.equals(FILM.subarray(start, end + 1))) t.fail(`bytes ${start}-${end}: ${answer.status}, ${bytes.length} bytes`)
  }
  t.ok((await bodyOf(await fetch(address, { headers: { range: 'bytes=5-9', 'if-range': '"another"' } }))).equals(FILM), 'all of it where the tag is another\'s')
  landing = false
  await arriving

  const key = `movies/${home.job.jobId}/movie.mp4`
  await home.objects.put(key, (async function* () { yield FILM })(), { contentType: 'video/mp4' })
  await film.stored({ key, sizeBytes: FILM.length, rewritten: false })
  await film.close()
  const part = await fetch(address, { headers: { range: 'bytes=1000-1999', 'if-range': etag } })
  t.same([part.status, part.headers.get('etag')], [206, etag])
  t.ok((await bodyOf(part)).equals(FILM.subarray(1_000, 2_000)))
  t.ok((await bodyOf(await fetch(address))).equals(FILM))
  t.equal((await fetch(address, { method: 'HEAD' })).headers.get('content-length'), String(FILM.length))
})

t.test('what is on no server is said in words, and comes once it is repaired; a player that goes away lets go', async (t) => {
  const home = await household(t)
  const { film, address } = await home.linked()
  const lost = home.lab.articlesOf[2]!.firstArticle + 6
  home.lab.lose(lost)
  const { missing: [gap] } = (await home.ask('arrival')).json<Arrival>()
  t.ok(gap && gap[1] - gap[0] === ARTICLE_BYTES, 'the gap is told')
  const range = { range: `bytes=${gap![0]}-${gap![1] - 1}` }
  const answer = await fetch(address, { headers: range })
  t.equal(answer.status, 502)
  t.match(await answer.json(), { code: 'USENET_ERROR', error: /on no server/ })
  t.notOk(answer.headers.get('content-range'))
  const away = new AbortController()
  const waiting = fetch(address, { headers: { range: `bytes=${gap![1] + ARTICLE_BYTES}-` }, signal: away.signal }).catch((error: Error) => error.name)
  await eventually('it is waited for', () => home.lab.wanted.some(({ article, lane }) => article === lost + 2 && lane === 'urgent'))
  away.abort()
  t.equal(await waiting, 'AbortError')
  await eventually('nobody waits for it any more', () => home.lab.wanted.findLast(({ article }) => article === lost + 2)?.lane === 'bulk')
  film.repaired(home.lab.whole())
  t.ok((await bodyOf(await fetch(address, { headers: range }))).equals(FILM.subarray(...gap!)), 'repaired')
  t.same((await home.ask('arrival')).json<Arrival>().missing, [])
})

t.test('ids that no film has are of no film', async (t) => {
  const app = await testApp(t)
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'viewer' })
  const cookie = await app.signIn('ada', 'a long password')
  for (const path of ['/api/movies/9999999999/stream', '/api/movies/9999999999/arrival', '/api/stream/9999999999/media', '/api/movies/2147483647/arrival']) {
    t.match((await app.ask('GET', path, { cookie })).json(), { code: 'NOT_FOUND' }, path)
  }
})

t.test('a release that is given up is gone from its address', async (t) => {
  const home = await household(t, 'plain')
  const rejected = await home.linked()
  await rejected.film.close()
  const gone = await fetch(rejected.address)
  t.same([gone.status, (await gone.json() as { code: string }).code], [404, 'NOT_FOUND'])
})
