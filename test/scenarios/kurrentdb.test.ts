/** The whole service with its events in KurrentDB: what people see is what they see on PostgreSQL. */

import { startKurrentdbDouble } from '../support/kurrentdb-double.ts'
import type { SyncPage } from '../../projections/wire.ts'
import { eventually } from '../support/eventually.ts'
import type { Person } from '../support/person.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { rewind } from '../support/rewind-program.ts'
import { startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

async function ratingOf(person: Person): Promise<string | undefined> {
  return (await person.get<{ entry: { rating?: string | null } | null }>('/api/library/movie/653')).entry?.rating ?? undefined
}

t.test('a rating is made, read, still there after a restart, and undone, with the events in KurrentDB; a film is fetched, read models are rebuilt', async (t) => {
  const double = await startKurrentdbDouble()
  t.teardown(double.stop)
  const dataDir = temporaryFolder(t)
  const env = { EVENT_STORE_URL: `kurrentdb://127.0.0.1:${double.port}?tls=false` }
  const first = await startService(t, { dataDir, env })
  const me = await signIn(first.url, demoCredentials(first, 'member'))
  const rating = newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' })
  const [outcome] = await me.send(rating)
  t.match(outcome, { status: 'accepted' })
  await eventually('the rating', async () => await ratingOf(me) === 'LIKE')
  t.same((await me.send(rating))[0], outcome, 'sent again it is the same outcome')
  t.equal(await first.stop(), 0)

  const second = await startService(t, { dataDir, env })
  const back = await signIn(second.url, demoCredentials(first, 'member'))
  t.equal(await ratingOf(back), 'LIKE')
  const [undone] = await back.send(newCommand('Undo', { title: { mediaType: 'movie', tmdbId: 653 }, commandId: rating.id }))
  t.match(undone, { status: 'accepted' })
  await eventually('no rating', async () => await ratingOf(back) === undefined)
  t.ok(double.log.records.some(({ type, stream }) => type === 'RatingCleared' && stream.startsWith('library-')))

  const keeper = await signIn(second.url, demoCredentials(first, 'admin'))
  const jobId = newJobId()
  t.match((await keeper.send(newCommand('RequestFetch', { movieId: 653, jobId })))[0], { status: 'accepted' })
  await eventually('the downloader, which has a store of its own, has fetched a film', async () => [...(await keeper.replica()).jobs.values()].some(({ key, status }) => key === jobId && status === 'ready'), 180_000, 250)

  const program = (...args: readonly string[]) => rewind(dataDir, args, env)
  t.match(await program('projections', 'rebuild', 'library'), { code: 0, out: /rebuild done/ })
  t.match(await program('projections', 'verify', 'timeline'), { code: 0, out: /same as a fresh fold/ })
  t.match(await program('events', 'verify'), { code: 0 })
  t.match((await program('events', 'tail', '--commandId', rating.id)).out, /TitleRated/)
  await eventually('it is ready, and its library is up to date', async () => {
    const { ready, checks } = await (await fetch(`${second.url}/health/ready`)).json() as { ready: boolean; checks: { name: string; message: string }[] }
    return ready && /^0 events behind/.test(checks.find(({ name }) => name === 'projection library')?.message ?? '')
  })
  t.equal(await ratingOf(back), undefined)

  await back.send(newCommand('WriteReview', { title: { mediaType: 'movie', tmdbId: 653 }, score: 9, text: 'Every shadow is a guest', visibility: 'private' }))
  t.match(await program('events', 'tail', '--type', 'ReviewWritten', '--json'), { out: /Every shadow is a guest/ })
  await back.post('/api/me/erase', { password: demoCredentials(first, 'member').password }).catch((error: Error) => t.match(error.message, /JSON/, 'there is nothing to answer'))
  t.match(await program('events', 'tail', '--type', 'ReviewWritten', '--json'), { out: /"text":"\[erased\]"/ }, 'an erased account is, too')
  t.match(await program('events', 'verify'), { code: 0 })
  t.equal(await second.stop(), 0)
})

t.test('a library that began on PostgreSQL moves to KurrentDB with all its past, and its devices go on', async (t) => {
  const double = await startKurrentdbDouble()
  t.teardown(double.stop)
  const dataDir = temporaryFolder(t)
  const before = await startService(t, { dataDir })
  const me = await signIn(before.url, demoCredentials(before, 'member'))
  t.match((await me.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' })))[0], { status: 'accepted' })
  const { events: known } = await me.replica()
  const { cursor } = await me.get<SyncPage>('/api/sync')
  t.equal(await before.stop(), 0)

  const kurrentdb = `kurrentdb://127.0.0.1:${double.port}?tls=false`
  t.match(await rewind(dataDir, ['events', 'copy', '--from', 'database', '--to', kurrentdb]), { code: 0, out: /Both stores hold the same/ })
  const after = await startService(t, { dataDir, env: { EVENT_STORE_URL: kurrentdb } })
  t.match(after.output(), /in another store than before/)
  const back = await signIn(after.url, demoCredentials(before, 'member'))
  await eventually('the rating from before', async () => await ratingOf(back) === 'LIKE')
  t.same((await back.replica()).events.map(({ id }) => id), known.map(({ id }) => id))
  const refused = await back.get(`/api/sync?cursor=${encodeURIComponent(cursor)}`).catch(String)
  t.match(refused, /400 .*is of another server, or of this one before it was restored/, 'its devices are told to ask anew')
  t.match((await back.send(newCommand('ClearRating', { title: { mediaType: 'movie', tmdbId: 653 } })))[0], { status: 'accepted' })
  await eventually('no rating', async () => await ratingOf(back) === undefined)
  t.equal(await after.stop(), 0)
})
