/** The whole service with its events in KurrentDB: what people see is what they see on PostgreSQL. */

import { startKurrentdbDouble } from '../support/kurrentdb-double.ts'
import { eventually } from '../support/eventually.ts'
import type { Person } from '../support/person.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

async function ratingOf(person: Person): Promise<string | undefined> {
  return (await person.get<{ entry: { rating?: string | null } | null }>('/api/library/movie/653')).entry?.rating ?? undefined
}

t.test('a rating is made, read, still there after a restart, and undone, with the events in KurrentDB', async (t) => {
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
  t.equal(await second.stop(), 0)
})
