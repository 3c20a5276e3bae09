import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { DeviceId } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { defaultRetention } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { CopySource, MediaAnswer, StoredMedia } from '../../projections/wire-media.ts'
import type { JobStory } from '../../projections/wire-storage.ts'
import type { CommandAnswer, JobAnswer, JobPage, StreamLink, SyncPage } from '../../projections/wire.ts'
import { eventually } from '../../test/support/eventually.ts'
import { demoClip } from '../../test/support/film-in-matroska.ts'
import { issue } from '../../test/support/given.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import { seededRandom } from '../../demo/seed.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { testApp } from '../../test/support/test-app.ts'
import { createBell } from '../../workers/bell.ts'
import { deliverCommand } from '../../workers/deliver-command.ts'
import { endCopies } from '../../workers/end-copies.ts'
import { probe } from '../../workers/media/probe.ts'
import { runOutboxRelay } from '../../workers/outbox-relay.ts'
import type { Policy } from '../../workers/policy.ts'
import { startPolicies } from '../../workers/policy.ts'
import { retentionScope } from '../connections/retention-scope.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { realSystem, uuidv7 } from '../system.ts'

const FILM = randomBytes(5_000_011)

/** A film that is ready, or not yet, and somebody who may see it. */
async function household(t: Parameters<typeof testApp>[0], film: Uint8Array | null = FILM) {
  let aheadMs = 0
  const app = await testApp(t, { system: { ...realSystem, now: () => realSystem.now() + aheadMs } })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  const job = { movieId: 653, jobId: newJobId() }
  const key = `movies/${job.jobId}/movie.mp4`
  const objects = await openFolderStore(join(app.dataDir, 'objects'))
  const { sha256 } = await objects.put(key, (async function* () { yield film ?? FILM })(), { contentType: 'video/mp4' })
  await handle(app, 'RequestFetch', job, 'member')
  if (film) {
    const own = { ...job, workerId: 'w1' }
    await handle(app, 'ClaimJob', { ...own, leaseUntil: new Date(Date.now() + 60_000).toISOString() })
    await handle(app, 'SelectRelease', { ...own, releaseId: 'Demo:1', title: 'Nosferatu', indexer: 'Demo', sizeBytes: film.length, reason: 'The only one.' })
    await handle(app, 'StartDownload', { ...own, totalBytes: film.length, articles: 1 })
    await handle(app, 'FinishDownload', { ...own, bytes: film.length, missing: 0, repaired: 0 })
    await handle(app, 'BeginPreparing', own)
    await handle(app, 'FinishPreparing', { ...own, key, sizeBytes: film.length, contentType: 'video/mp4', sha256 })
  }
  await eventually('the job is projected', async () => {
    const { results } = (await app.ask('GET', '/api/jobs', { cookie })).json() as { results: { status: string }[] }
    return results[0]?.status === (film ? 'ready' : 'queued')
  })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    app, cookie, job, objects, key,
    url: `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`,
    link: async (id: string | number = 653) => await app.ask('GET', `/api/movies/${id}/stream`, { cookie }),
    pass(ms: number) { aheadMs += ms },
  }
}

async function handle<T extends CommandType>(app: TestApp, type: T, data: CommandData[T], as: 'worker' | 'member' = 'worker'): Promise<void> {
  const outcome = await app.commands.handle(issue(type, data, { id: newCommand(type, data).id, as, at: new Date().toISOString() }))
  if (outcome.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`)
}

async function body(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer())
}

t.test('a link to a ready film, by the movie or by the job, is signed, expires and is recorded', async (t) => {
  const { app, link, job, url, pass, cookie } = await household(t)
  const answer = await link()
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['cache-control'], 'no-store')
  const { expiresAt, ...rest } = answer.json() as StreamLink
  t.match(rest, { contentType: 'video/mp4', size: FILM.length, complete: true, url: `/media/movies/${job.jobId}/movie.mp4?e=` })
  t.ok(Math.abs(Date.parse(expiresAt) - Date.now() - limits.streamLinkMs) < 60_000)
  t.equal((await link(job.jobId)).statusCode, 200)
  await eventually('when it was last streamed is to be seen', async () =>
    ((await app.ask('GET', `/api/jobs/${job.jobId}`, { cookie })).body).includes('"lastStreamedAt":"'))

  const whole = await fetch(url + rest.url)
  t.strictSame([whole.status, whole.headers.get('content-type'), whole.headers.get('content-length'), whole.headers.get('accept-ranges'), whole.headers.get('content-encoding')],
    [200, 'video/mp4', String(FILM.length), 'bytes', null])
  t.ok((await body(whole)).equals(FILM), 'all of it, without a cookie')
  const forged = await fetch(url + rest.url.replace('/movie.mp4', '/other.mp4'))
  t.match(await forged.json(), { code: 'FORBIDDEN', error: /not made here/ })
  pass(limits.streamLinkMs + 1_000)
  const late = await fetch(url + rest.url)
  t.equal(late.status, 403)
  t.match(await late.json(), { code: 'FORBIDDEN', error: /expired/ })
})

t.test('ranges: the right bytes, headers and refusals', async (t) => {
  const { link, url } = await household(t)
  const address = url + (await link()).json<StreamLink>().url
  const head = await fetch(address, { method: 'HEAD', headers: { range: 'bytes=0-1' } })
  t.strictSame([head.status, head.headers.get('content-length')], [200, String(FILM.length)])
  const etag = head.headers.get('etag')!

  const next = seededRandom(653)
  for (let count = 0; count < 60; count++) {
    const start = Math.floor(next() * FILM.length)
    const end = Math.min(FILM.length - 1, start + Math.floor(next() * 300_000))
    const answer = await fetch(address, { headers: { range: `bytes=${start}-${end}`, ...count % 2 ? { 'if-range': etag } : {} } })
    const bytes = await body(answer)
    if (answer.status !== 206 || answer.headers.get('content-range') !== `bytes ${start}-${end}/${FILM.length}` || !bytes.equals(FILM.subarray(start, end + 1))) {
      t.fail(`bytes ${start}-${end}: ${answer.status} ${answer.headers.get('content-range')}, ${bytes.length} bytes`)
    }
  }
  const changed = await fetch(address, { headers: { range: 'bytes=0-9', 'if-range': '"another"' } })
  t.equal(changed.status, 200)
  await changed.body?.cancel()
  const beyond = await fetch(address, { headers: { range: `bytes=${FILM.length}-` } })
  t.strictSame([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${FILM.length}`])
  t.match(await beyond.json(), { code: 'RANGE_NOT_SATISFIABLE' })
})

t.test('a player that goes away leaves no open file', async (t) => {
  const { link, url, app } = await household(t, randomBytes(30_000_000))
  const address = url + (await link()).json<StreamLink>().url
  const open = () => readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(app.dataDir)
    } catch {
      return false
    }
  }).length
  for (let count = 0; count < 10; count++) {
    const away = new AbortController()
    const answer = await fetch(address, { signal: away.signal })
    await answer.body!.getReader().read()
    if (count === 0) t.ok(open() > 0, 'it is open while it is played')
    away.abort()
  }
  await eventually('all are closed', () => open() === 0)
})

t.test('a film that is not there, not ready or lost is not played', async (t) => {
  const ready = await household(t)
  t.match((await ready.link(19)).json(), { code: 'NOT_FOUND' })
  t.match((await ready.link('job_' + 'a'.repeat(26))).json(), { code: 'NOT_FOUND' })
  for (const id of ['0', '-1', 'x', 'job_', '1.5']) t.match((await ready.link(id)).json(), { code: 'INVALID_INPUT' }, id)
  t.equal((await ready.app.ask('GET', '/api/movies/653/stream')).statusCode, 401)
  const { url } = (await ready.link()).json<StreamLink>()
  await ready.objects.delete(ready.key)
  t.match((await ready.link()).json(), { code: 'STORAGE_ERROR' })
  t.match((await ready.app.ask('GET', url)).json(), { code: 'NOT_FOUND' })
  const waiting = await household(t, null)
  const answer = await waiting.link()
  t.equal(answer.statusCode, 400)
  t.match(answer.json(), { code: 'INVALID_INPUT', details: [{ field: 'idOrJobId', message: 'is queued' }] })
})

t.test('what lies beside a film comes with links to it; a film that has nothing beside it says so', async (t) => {
  const { app, objects, job, cookie, url, pass } = await household(t)
  const ask = async (id: string | number = 653) => await app.ask('GET', `/api/stream/${id}/media`, { cookie })
  t.same((await ask()).json(), { info: null, playability: null, subtitles: [], chapters: [] })
  const info = await probe({ sizeBytes: (await demoClip()).length, read: async (start, end) => (await demoClip()).subarray(start, end) })
  const folder = `movies/${job.jobId}`
  const stored: StoredMedia = {
    info, playability: { playable: 'yes', why: 'Every browser plays it.' }, chapters: [{ startSeconds: 3.5, name: 'Wisborg' }],
    subtitles: [{ key: `${folder}/subtitles/1.de.vtt`, language: 'de', label: 'German (forced)', forced: true, hearingImpaired: false }],
  }
  const put = (key: string, text: string, contentType: string) => objects.put(key, (async function* () { yield Buffer.from(text) })(), { contentType })
  await put(stored.subtitles[0]!.key, 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGuten Tag\n', 'text/vtt')
  await put(`${folder}/media.json`, JSON.stringify(stored), 'application/json')
  const answer = await ask(job.jobId)
  t.equal(answer.headers['cache-control'], 'no-store')
  const media = answer.json() as MediaAnswer
  t.match(media, { info: { container: 'mp4', video: [{ codec: 'h264' }] }, playability: { playable: 'yes' }, chapters: [{ startSeconds: 3.5, name: 'Wisborg' }], subtitles: [{ language: 'de', label: 'German (forced)', forced: true }] })
  const text = await fetch(url + media.subtitles[0]!.url)
  t.same([text.status, text.headers.get('content-type')?.split(';')[0], await text.text()], [200, 'text/vtt', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGuten Tag\n'])
  pass(limits.streamLinkMs + 1_000)
  t.equal((await fetch(url + media.subtitles[0]!.url)).status, 403)
  t.equal((await ask(newJobId())).statusCode, 404)
  t.equal((await app.ask('GET', '/api/stream/653/media')).statusCode, 401)
})

t.test('what a device needs to save a film is told without counting as watching it; its copy holds the film until its person signs out there', async (t) => {
  const { app, url, job, cookie } = await household(t)
  const answer = await app.ask('GET', `/api/jobs/${job.jobId}/copy`, { cookie })
  const source = answer.json<CopySource>()
  t.match(source, { state: 'whole', sizeBytes: FILM.length, contentType: 'video/mp4', sha256: createHash('sha256').update(FILM).digest('hex'), landed: [[0, FILM.length]] })
  const part = await fetch(url + source.url!, { headers: { range: 'bytes=1000-1999', 'if-range': source.etag! } })
  t.strictSame([part.status, (await body(part)).equals(FILM.subarray(1_000, 2_000))], [206, true])
  t.equal((await app.ask('GET', '/api/jobs/job_00000000000000000000000000/copy', { cookie })).statusCode, 400)

  const copies = async () => (await app.ask('GET', `/api/jobs/${job.jobId}`, { cookie: other })).json<{ job: JobRow }>().job
  const other = await app.signIn('ada', 'a long password')
  await app.accounts.ensure({ username: 'bea', password: 'a long password', role: 'member' })
  const bea = await app.signIn('bea', 'a long password')
  const stop = new AbortController()
  const bell = createBell(realSystem)
  const ports = { db: app.database.kysely, system: realSystem, log: silentLog, signal: stop.signal }
  const { stopped } = await startPolicies({ ...ports, store: app.store, policies: [endCopies(app.database.pool) as Policy], ring: bell.ring })
  const relaying = runOutboxRelay({ ...ports, deliver: { command: deliverCommand(app.commands.handle, realSystem) }, wait: bell.wait })
  t.teardown(async () => { stop.abort(); await Promise.all([stopped, relaying]) })

  const deviceId = uuidv7(realSystem) as DeviceId
  const save = async () => (await app.ask('POST', '/api/commands', { cookie, body: { ...newCommand('SaveCopy', { ...job, deviceId }), deviceId } })).json<CommandAnswer>().outcomes[0]
  await app.ask('GET', '/api/session', { cookie, headers: { 'x-rewind-device': deviceId } })
  t.match(await save(), { status: 'accepted', events: [{ type: 'CopySaved' }] })
  await eventually('the copy is to be seen', async () => (await copies()).copies.length === 1)
  const { lastStreamedAt, copies: [copy] } = await copies()
  t.equal(lastStreamedAt, null)
  t.equal(copy!.deviceId, deviceId)
  t.ok(Math.abs(Date.parse(copy!.until) - Date.now() - 14 * 86_400_000) < 60_000)
  const story = async (cookie: string) => (await app.ask('GET', `/api/jobs/${job.jobId}/story`, { cookie })).json<JobStory>().lines.find(({ type }) => type === 'CopySaved')
  t.match(await story(cookie), { data: { deviceId } })
  const seen = [{ userId: 'somebody', deviceId: '', until: copy!.until }]
  const ofBea = async <Answer>(path: string) => (await app.ask('GET', path, { cookie: bea })).json<Answer>()
  t.strictSame((await ofBea<JobAnswer>(`/api/jobs/${job.jobId}`)).job.copies, seen, 'that somebody holds the film is for all to know, who it is is not')
  t.strictSame((await ofBea<JobPage>('/api/jobs')).results[0]?.copies, seen)
  t.strictSame((await ofBea<SyncPage>('/api/sync')).jobs[0]?.copies, seen)
  t.match(await story(bea), { actor: 'somebody', data: {} })
  t.match((await app.ask('GET', '/metrics', {})).body, /rewind_copies 1\b/)

  await app.settings.change(retentionScope, { from: 0, value: { ...defaultRetention, saving: 'off' } }, 'system')
  t.match((await app.ask('GET', `/api/jobs/${job.jobId}/copy`, { cookie })).json(), { code: 'SAVING_OFF' })
  t.match(await save(), { status: 'rejected', code: 'SAVING_OFF' })
  t.equal((await app.ask('DELETE', '/api/session', { cookie })).statusCode, 204)
  await eventually('the copy holds nothing any more', async () => (await copies()).copies.length === 0)
})
