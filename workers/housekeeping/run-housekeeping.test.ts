import { existsSync } from 'node:fs'
import { mkdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Issued, Command, Outcome } from '../../domain/command.ts'
import type { Sender } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { START } from '../../domain/event.ts'
import { defaultRetention } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import { readRow, readRows } from '../../server/db/read-model.ts'
import { silentLog } from '../../server/log.ts'
import { ObjectStoreError } from '../../server/object-store/object-store.ts'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { failed } from '../../server/outcome.ts'
import { realSystem } from '../../server/system.ts'
import { eventually } from '../../test/support/eventually.ts'
import { bob, issue } from '../../test/support/given.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { openJobFolder } from '../job-folder.ts'
import type { HousekeepingOptions } from './run-housekeeping.ts'
import { runHousekeeping, runNow } from './run-housekeeping.ts'

const DAY_MS = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()

async function houseOf(t: Test) {
  const app = await testApp(t)
  const { database, dataDir, commands: { handle } } = app
  const objects = await openFolderStore(join(dataDir, 'objects'))
  const downloads = join(dataDir, 'downloads')
  async function send<Type extends CommandType>(type: Type, data: CommandData[Type], at: string, as: Sender = 'worker'): Promise<Outcome> {
    const outcome = await handle(issue(type, data, { id: newCommand(type, data).id, at, as, by: as === 'worker' ? 'system' : bob }))
    if (outcome.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`)
    return outcome
  }
  const options: Omit<HousekeepingOptions, 'signal'> = { database, objects, store: app.store, handle, rules: () => defaultRetention, otherClock: async () => realSystem.now(), downloads, system: realSystem, log: silentLog }
  return {
    app, database, objects, downloads, send, options,
    run: (more: Partial<HousekeepingOptions> = {}) => runNow({ ...options, ...more }, new AbortController().signal),
    row: (jobId: string) => readRow(database.pool, jobs, jobId),
    becomes: (jobId: string, status: JobRow['status']) => eventually(`the read model has it ${status}`, async () => (await readRow(database.pool, jobs, jobId))?.status === status),
    /** With a film and what is beside it. */
    async film(movieId: number, readyAt: string): Promise<string> {
      const jobId = newJobId()
      const job = { movieId, jobId }, worker = { ...job, workerId: 'w1' }
      await send('RequestFetch', job, readyAt, 'admin')
      await send('ClaimJob', { ...worker, leaseUntil: readyAt }, readyAt)
      await send('StartDownload', { ...worker, totalBytes: 5, articles: 1 }, readyAt)
      await send('FinishDownload', { ...worker, bytes: 5, missing: 0, repaired: 0 }, readyAt)
      await send('BeginPreparing', worker, readyAt)
      await put(`movies/${jobId}/movie.mp4`)
      await put(`movies/${jobId}/subtitles/en.vtt`)
      await send('FinishPreparing', { ...worker, key: `movies/${jobId}/movie.mp4`, sizeBytes: 5, contentType: 'video/mp4', sha256: '0'.repeat(64) }, readyAt)
      return jobId
    },
    put,
    /** Told long ago that it leaves now. */
    async due(movieId: number, jobId: string): Promise<void> {
      for (const call of ['first', 'last'] as const) await send('WarnLeaving', { movieId, jobId, call, why: 'expired', leavesAt: ago(1), lastUsedAt: ago(0) }, ago(3))
    },
    keys: async (jobId: string) => (await Array.fromAsync(objects.list(`movies/${jobId}/`))).map(({ key }) => key),
  }
  async function put(key: string): Promise<void> {
    await objects.put(key, (async function* () { yield new TextEncoder().encode('films') })(), { contentType: 'video/mp4' })
  }
}

t.test('films are told of, binned and deleted in their time; kept ones stay; what is left over goes', async (t) => {
  const house = await houseOf(t)
  const [fresh, told, kept, binned, wanted] = [await house.film(1, ago(6)), await house.film(2, ago(20)), await house.film(3, ago(20)), await house.film(4, ago(20)), await house.film(5, ago(1))] as const
  await house.due(2, told)
  await house.send('KeepMovie', { movieId: 3, jobId: kept }, ago(19), 'admin')
  await house.send('BinMovie', { movieId: 4, jobId: binned, days: 7 }, ago(8))
  await house.send('DeleteMovie', { movieId: 5, jobId: wanted }, ago(0), 'admin')
  await house.put('movies/job_lost/movie.mp4')
  await house.put('movies/job_young/movie.mp4')
  await utimes(join(house.app.dataDir, 'objects/objects/movies/job_lost/movie.mp4'), new Date(ago(2)), new Date(ago(2)))
  await mkdir(house.downloads, { recursive: true })
  await (await openJobFolder(house.downloads, { jobId: kept, movieId: 3 })).path
  await house.becomes(wanted, 'deleting')
  await house.becomes(binned, 'binned')
  await eventually('told', async () => (await house.row(told))?.leaving?.call === 'last' && (await house.row(kept))?.kept)

  const report = await house.run()
  t.match(report, { warned: 1, calledOff: 0, binned: 1, deleted: 2, foldersRemoved: 1, orphans: { folders: 1, sizeBytes: 5 }, wantsConsent: [], held: null, failures: [] })
  for (const [jobId, status] of [[told, 'binned'], [kept, 'ready'], [binned, 'deleted'], [wanted, 'deleted'], [fresh, 'ready']] as const) await house.becomes(jobId, status)
  t.match(await house.row(fresh), { leaving: { call: 'first', why: 'expired' } })
  t.match(await house.row(told), { bin: { why: 'expired', by: 'system' } })
  t.same([(await house.keys(told)).length, await house.keys(binned), await house.keys(wanted)], [2, [], []], 'all of a film goes together, and nothing of one in the bin')
  t.notOk(existsSync(join(house.downloads, kept)))

  t.match(await house.run(), { warned: 0, binned: 0, deleted: 0 }, 'nothing is left to do')
  await house.send('RestoreMovie', { movieId: 2, jobId: told }, ago(0), 'admin')
  await house.becomes(told, 'ready')
  t.match(await house.run(), { warned: 0, binned: 0 }, 'who was brought back has seven days more')
})

t.test('a run that dies between the files and the event is made good by the next', async (t) => {
  const house = await houseOf(t)
  const jobId = await house.film(1, ago(20))
  await house.send('BinMovie', { movieId: 1, jobId, days: 7 }, ago(8))
  await house.becomes(jobId, 'binned')
  const dying = (type: string) => async (command: Issued<Command>) => {
    if (command.type === type) throw new Error('killed')
    return await house.options.handle(command)
  }
  await t.rejects(house.run({ handle: dying('FinishDeletion') }), /killed/)
  await house.becomes(jobId, 'deleting')
  t.same(await house.keys(jobId), [], 'the files are gone first')
  t.match(await house.run({ handle: async (command) => failed(command.id, 'UNAVAILABLE', 'away') }), { deleted: 0, failures: [{ jobId, code: 'UNAVAILABLE' }] })
  t.match(await house.run(), { deleted: 1, failures: [] })
  await house.becomes(jobId, 'deleted')
  const reasons = (await Array.fromAsync(house.app.store.readAll(START, { types: ['MovieDeleted'] }))).map(({ data }) => data)
  t.strictSame(reasons, [{ jobId, reason: 'Its time was over.', why: 'expired' }], 'said once')
})

t.test('many films do not leave at once without a person\'s word, nor by a clock that is not believed', async (t) => {
  const house = await houseOf(t)
  const films = await Promise.all(Array.from({ length: 11 }, (_, i) => house.film(i + 1, ago(20))))
  for (const [i, jobId] of films.entries()) await house.due(i + 1, jobId)
  await eventually('all are told of', async () => (await readRows(house.database.pool, jobs)).filter(({ leaving }) => leaving?.call === 'last').length === 11)
  const notices = async () => (await Array.fromAsync(house.app.store.readAll(START, { types: ['Notified'] }))).map(({ data }) => (data as { kind: string }).kind)

  const asked = await house.run()
  t.match([asked!.binned, asked!.wantsConsent.length], [0, 11])
  await house.run()
  t.strictSame(await notices(), ['consentWanted'], 'asked once')
  await house.send('BinMovie', { movieId: 1, jobId: films[0]!, why: 'expired' }, ago(0), 'admin')
  await house.becomes(films[0]!, 'binned')
  t.match(await house.run({ otherClock: async () => realSystem.now() + 3_600_000 }), { held: 'clock', binned: 0, wantsConsent: [] })
  await house.database.kysely.updateTable('housekeeping').set({ ranAt: ago(2) }).execute()
  t.match(await house.run(), { held: 'pause', binned: 0 }, 'it had not run for two days')
  const both = await Promise.all([house.run(), house.run()])
  t.same(both.map((report) => report?.binned).sort(), [10, undefined], 'one process at a time')
})

t.test('room is made at once, but not by a clock that is not believed: by it nobody would be watching', async (t) => {
  const house = await houseOf(t)
  const jobId = await house.film(1, ago(1))
  await house.becomes(jobId, 'ready')
  const full = { rules: () => ({ ...defaultRetention, quotaBytes: 1 }) }
  t.match(await house.run({ ...full, otherClock: async () => realSystem.now() - DAY_MS }), { held: 'clock', deleted: 0 })
  t.equal((await house.keys(jobId)).length, 2)
  t.match(await house.run(full), { held: null, deleted: 1 })
  t.same(await house.keys(jobId), [])
})

t.test('a quota that would cost many films at once waits for a word', async (t) => {
  const house = await houseOf(t)
  await Promise.all(Array.from({ length: 11 }, (_, i) => house.film(i + 1, ago(1))))
  await eventually('all are here', async () => (await readRows(house.database.pool, jobs)).filter(({ status }) => status === 'ready').length === 11)
  t.match(await house.run({ rules: () => ({ ...defaultRetention, quotaBytes: 1 }) }), { deleted: 0, wantsConsent: { length: 11 } })
  t.match(await house.run({ rules: () => ({ ...defaultRetention, quotaBytes: 25 }) }), { deleted: 6, wantsConsent: [] })
})

t.test('a store that is away is told of; the rest is done, and admins are asked once', async (t) => {
  const house = await houseOf(t)
  const films = await Promise.all(Array.from({ length: 11 }, (_, i) => house.film(i + 1, ago(20))))
  for (const [i, jobId] of films.entries()) await house.due(i + 1, jobId)
  const doomed = await house.film(12, ago(1))
  await house.send('DeleteMovie', { movieId: 12, jobId: doomed }, ago(0), 'admin')
  await house.becomes(doomed, 'deleting')
  await eventually('all are told of', async () => (await readRows(house.database.pool, jobs)).filter(({ leaving }) => leaving?.call === 'last').length === 11)
  const away = { list() { throw new ObjectStoreError('STORAGE_ERROR', 'The object store does not answer.') }, delete: house.objects.delete }
  for (const _ of [1, 2]) t.match(await house.run({ objects: away }), { deleted: 0, wantsConsent: { length: 11 }, failures: [{ jobId: doomed, code: 'STORAGE_ERROR' }, { jobId: null, code: 'STORAGE_ERROR' }] })
  const notices = await Array.fromAsync(house.app.store.readAll(START, { types: ['Notified'] }))
  t.equal(notices.filter(({ data }) => (data as { kind: string }).kind === 'consentWanted').length, 1)
  t.match(await house.run(), { deleted: 1, failures: [] })
})

t.test('it runs when it is due, when an admin wishes it, and soon when a film is deleted', async (t) => {
  const house = await houseOf(t)
  const stop = new AbortController()
  const system = { ...realSystem, sleep: (ms: number, signal?: AbortSignal) => realSystem.sleep(Math.min(ms, 20), signal) }
  const running = runHousekeeping({ ...house.options, system, signal: stop.signal })
  t.teardown(async () => { stop.abort(); await running })
  const row = () => house.database.kysely.selectFrom('housekeeping').selectAll().executeTakeFirstOrThrow()
  const first = await eventually('the first run', async () => (await row()).ranAt)
  await house.database.kysely.updateTable('housekeeping').set({ dueAt: ago(0) }).execute()
  await eventually('a run that was wished for', async () => (await row()).ranAt !== first)
  await house.database.kysely.updateTable('housekeeping').set({ dueAt: new Date(Date.now() + 400 * DAY_MS).toISOString() }).execute()
  await eventually('a clock that was ahead is forgotten', async () => Date.parse((await row()).dueAt) < Date.now() + DAY_MS)
  const jobId = await house.film(1, ago(1))
  await house.send('DeleteMovie', { movieId: 1, jobId }, ago(0), 'admin')
  await house.becomes(jobId, 'deleting')
  await house.database.kysely.updateTable('housekeeping').set({ ranAt: ago(1) }).execute()
  await house.becomes(jobId, 'deleted')
})
