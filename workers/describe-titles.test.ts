import type { CommandData, CommandType, DomainEvent } from '../domain/index.ts'
import { catalogueCache } from '../server/catalogue/catalogue-cache.ts'
import { createCatalogue } from '../server/catalogue/catalogue.ts'
import { cardRefresher } from '../server/catalogue/describe-title.ts'
import { tmdbClient } from '../server/catalogue/tmdb-client.ts'
import { createPostgresCommandOutcomes } from '../server/command-outcomes.ts'
import { createPostgresEventStore } from '../server/event-store/postgres.ts'
import { createCommandHandler } from '../server/handle.ts'
import { silentLog } from '../server/log.ts'
import { START } from '../domain/event.ts'
import { projections } from '../projections/index.ts'
import { realSystem } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import { issue } from '../test/support/given.ts'
import { newCommand, newJobId } from '../test/support/person.ts'
import { withPostgres } from '../test/support/postgres.ts'
import type { ScriptedTmdb } from '../test/support/scripted-tmdb.ts'
import { byPath, json, scriptedTmdb } from '../test/support/scripted-tmdb.ts'
import t from '../test/support/tap.ts'
import { runDescribeTitles } from './describe-titles.ts'
import { startProjector } from './projector.ts'

const genres = json({ genres: [{ id: 27, name: 'Horror' }] })
const nosferatu = {
  id: 653, title: 'Nosferatu', release_date: '1922-02-16', poster_path: '/nosferatu.jpg', runtime: 94, genres: [{ id: 27, name: 'Horror' }], overview: 'A clerk travels to a castle.',
  original_language: 'de', origin_country: ['DE'], keywords: { keywords: [{ id: 3133, name: 'vampire' }] },
  credits: { cast: [{ id: 2, name: 'Max Schreck', order: 0 }], crew: [{ id: 1, name: 'F. W. Murnau', job: 'Director' }] },
}
const metropolis = { id: 19, title: 'Metropolis', release_date: '1927-02-06', runtime: 153 }
const all = byPath({ '/genre/': genres, '/movie/653': json(nosferatu), '/movie/19': json(metropolis) })

/** A library with a catalogue behind it; waits between tries are shortened so that the test need not sit them out. */
async function householdOf(t: Parameters<typeof withPostgres>[0], upstream: ScriptedTmdb) {
  const { database } = await withPostgres(t)
  const system = { ...realSystem, sleep: (ms: number, signal?: AbortSignal) => realSystem.sleep(Math.min(ms, 20), signal) }
  const ports = { system, log: silentLog }
  const store = await createPostgresEventStore({ database, ...ports })
  const { handle } = createCommandHandler({ store, outcomes: createPostgresCommandOutcomes(database) })
  const cache = catalogueCache({ db: database.kysely, ...ports })
  const catalogue = createCatalogue({ tmdb: tmdbClient({ baseUrl: upstream.url, token: 'x' }, system), cache, colourOf: () => null, onTitleRead: cardRefresher({ database: database.pool, handle, ...ports }) })
  const projecting = new AbortController()
  const { stopped } = await startProjector({ store, database, projections, ...ports, signal: projecting.signal })
  t.teardown(async () => {
    projecting.abort()
    await stopped
    await store.close()
  })
  return {
    database, store, catalogue,
    handle,
    async send<T extends CommandType>(type: T, data: CommandData[T]) {
      const outcome = await handle(issue(type, data, { id: newCommand(type, data).id }))
      if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    },
    run() {
      const stop = new AbortController()
      const done = runDescribeTitles({ store, db: database.kysely, catalogue, handle, ...ports, signal: stop.signal })
      t.teardown(() => stop.abort())
      return { async stop() { stop.abort(); await done } }
    },
    async described(type: DomainEvent['type'] = 'TitleDescribed') {
      const events: DomainEvent[] = []
      for await (const event of store.readAll(START, { categories: ['title'], types: [type] })) events.push(event as DomainEvent)
      return events.map(({ stream, data }) => ({ stream, ...data as object }))
    },
    left: () => database.kysely.selectFrom('titlesToDescribe').selectAll().execute(),
  }
}

const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const

t.test('a title is described when it enters a library or is asked for, once', async (t) => {
  const upstream = await scriptedTmdb(t, all)
  const household = await householdOf(t, upstream)
  await household.send('AddFavourite', film(653))
  const policy = household.run()
  await household.send('RequestFetch', { movieId: 19, jobId: newJobId() })
  const described = await eventually('both', async () => (await household.described()).length === 2 ? household.described() : undefined)
  t.match(described.sort((a, b) => a.stream < b.stream ? 1 : -1), [
    { stream: 'title-movie_653', mediaType: 'movie', tmdbId: 653, title: 'Nosferatu', year: 1922, posterPath: '/nosferatu.jpg', backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: 'A clerk travels to a castle.', outline: null },
    { stream: 'title-movie_19', title: 'Metropolis', year: 1927 },
  ])
  await eventually('nothing left', async () => (await household.left()).length === 0)
  t.match((await household.described('FeaturesDescribed')).find(({ stream }) => stream === 'title-movie_653'), {
    keywords: [{ id: 3133, name: 'vampire' }], people: [{ personId: 1, name: 'F. W. Murnau', as: 'director' }, { personId: 2, name: 'Max Schreck', as: 'cast' }],
    language: 'de', countries: ['DE'], collectionId: null,
  })
  await household.send('RemoveFavourite', film(653))
  await household.send('AddFavourite', film(653))
  await policy.stop()

  // Everything again from the beginning, as if the checkpoint had been lost.
  await household.database.kysely.updateTable('checkpoints').set({ position: 0 }).where('name', '=', 'describe-titles').execute()
  const again = household.run()
  const last = Number(await household.store.lastPosition())
  await eventually('all seen again', async () => (await household.database.kysely.selectFrom('checkpoints').select('position').where('name', '=', 'describe-titles').executeTakeFirst())?.position === last)
  await eventually('nothing left', async () => (await household.left()).length === 0)
  await again.stop()
  t.equal((await household.described()).length, 2)
  t.equal(upstream.asked.filter((path) => path.startsWith('/movie/')).length, 2, 'the catalogue was asked once for each')
})

t.test('a title that cannot be described holds up no other, and is tried until it can, also after a restart', async (t) => {
  const upstream = await scriptedTmdb(t, byPath({ '/genre/': genres, '/movie/653': json({}, 400), '/movie/19': json(metropolis) }))
  const household = await householdOf(t, upstream)
  const policy = household.run()
  await household.send('AddFavourite', film(653))
  await household.send('AddFavourite', film(19))
  await household.send('AddFavourite', film(404))
  t.match(await eventually('the other', async () => { const found = await household.described(); return found.length ? found : undefined }), [{ stream: 'title-movie_19' }])
  const left = await eventually('only the one that failed is left', async () => { const rows = await household.left(); return rows.length === 1 && rows[0]!.tries > 0 ? rows : undefined })
  t.match(left, [{ titleKey: 'movie_653', error: /TMDB answered 400/ }])
  await policy.stop()

  upstream.answer(all)
  household.run()
  await eventually('described at last', async () => (await household.described()).length === 2)
  await eventually('nothing left', async () => (await household.left()).length === 0)
})

t.test('a card follows when TMDB tells a title differently, and only of titles that someone keeps', async (t) => {
  const upstream = await scriptedTmdb(t, all)
  const household = await householdOf(t, upstream)
  household.run()
  await household.send('AddFavourite', film(653))
  await eventually('the card', async () => (await household.database.pool.query('select from cards_v2')).rowCount === 1)
  upstream.answer(byPath({ '/genre/': genres, '/movie/653': json({ ...nosferatu, title: 'Nosferatu, a Symphony of Horror' }), '/movie/19': json(metropolis) }))
  await household.database.pool.query('delete from catalogue_cache')
  const elsewhere = createCatalogue({
    tmdb: tmdbClient({ baseUrl: upstream.url, token: 'x' }, realSystem), cache: catalogueCache({ db: household.database.kysely, system: realSystem, log: silentLog }), colourOf: () => null,
    onTitleRead: cardRefresher({ database: household.database.pool, handle: createCommandHandler({ store: household.store, outcomes: createPostgresCommandOutcomes(household.database) }).handle, system: realSystem, log: silentLog }),
  })
  await elsewhere.title({ mediaType: 'movie', tmdbId: 653 })
  await elsewhere.title({ mediaType: 'movie', tmdbId: 19 })
  t.match(await eventually('the new card', async () => { const found = await household.described(); return found.length === 2 ? found : undefined }),
    [{ title: 'Nosferatu' }, { stream: 'title-movie_653', title: 'Nosferatu, a Symphony of Horror' }])
})

t.test('a title that was described before features were recorded gets them, and its card stays as it is', async (t) => {
  const upstream = await scriptedTmdb(t, all)
  const household = await householdOf(t, upstream)
  await household.send('AddFavourite', film(19))
  const card = { mediaType: 'movie', tmdbId: 19, title: 'Metropolis', year: 1927, posterPath: null, backdropPath: null, runtimeMinutes: 153, genres: [], overview: '', outline: null } as const
  await household.handle(issue('DescribeTitle', card, { by: 'worker-catalogue', as: 'worker', id: newCommand('DescribeTitle', card).id }))
  await eventually('the card', async () => (await household.database.pool.query('select from cards_v2')).rowCount === 1)
  household.run()
  await eventually('the features', async () => (await household.described('FeaturesDescribed')).length === 1)
  t.equal((await household.described()).length, 1)
})
