import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { ada } from '../../test/support/given.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { LibraryRow, Play } from '../../projections/library.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { CatalogueFailure } from '../catalogue.ts'
import type { Locks } from './environment.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { openKeptAnswers } from './kept-answers.ts'
import { limits } from './limits.ts'
import { keepTitles } from './title-prefetch.ts'

const NOON = Date.UTC(2026, 2, 1, 12)
const row = (tmdbId: number, mediaType: 'movie' | 'tv' = 'movie') => ({ key: `${ada}_${mediaType}_${tmdbId}`, mediaType, tmdbId, changedAt: new Date(NOON + tmdbId).toISOString(), plays: [] as Play[] }) as unknown as LibraryRow

/** A device with a library; `pass` lets time go by, timer by timer, each with all that follows from it. */
function device(t: Test, rows: readonly LibraryRow[], countMax = 100) {
  let nowMs = NOON
  const timers: { at: number; run: () => void }[] = []
  const asked: { path: string; atMs: number }[] = []
  const pictured: number[] = []
  const listeners: (() => void)[] = []
  const state = { online: true, unwelcome: false, full: false, fail: undefined as CatalogueFailure | undefined }
  let held = false
  const locks: Locks = { async request(_name, _options, run) { if (held) return run(null); held = true; await run({}).finally(() => { held = false }) } }
  let busy = 0
  const counted = <Args extends unknown[], Value>(work: (...args: Args) => Promise<Value>) => async (...args: Args): Promise<Value> => {
    busy++
    return await work(...args).finally(() => { busy-- })
  }
  const real = openKeptAnswers({ indexedDB: new IDBFactory(), now: () => nowMs }, ada, { countMax, bytesMax: 1_000_000 })
  const kept: KeptAnswers = { ...real, keep: counted(async (path, answer) => !state.full && await real.keep(path, answer)), ages: counted(real.ages), hasRoom: counted(real.hasRoom) }
  t.teardown(() => kept.close())
  const library = new Map(rows.map((each) => [each.key, each]))
  let here: Promise<typeof kept> | undefined = Promise.resolve(kept)
  const replica = {
    library, session: { userId: ada } as never, get kept() { return here },
    get link() { return { online: state.online } as never },
    subscribe(changed: () => void) { listeners.push(changed); return () => {} },
  }
  const start = () => keepTitles(replica, { now: () => nowMs, locks, after(ms, run) { timers.push({ at: nowMs + ms, run }); return () => {} } }, {
    async ask(path) {
      asked.push({ path, atMs: nowMs - NOON })
      if (state.fail) throw state.fail
      return { tmdbId: Number(path.split('/').at(-1)) } as TitleDetail
    },
    isUnwelcome: async () => state.unwelcome,
    keepPictures: async (answer) => void pictured.push((answer as TitleDetail).tmdbId),
  })
  async function pass(ms: number): Promise<void> {
    const until = nowMs + ms
    for (;;) {
      // What a timer set off reads and writes the database before it sets the next one.
      do await new Promise((resolve) => setImmediate(resolve))
      while (busy > 0)
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers.splice(timers.indexOf(next), 1)
      nowMs = next.at
      next.run()
    }
    nowMs = until
  }
  return { start, pass, asked, pictured, kept, state, library, change: () => listeners.forEach((tell) => tell()), leave: () => { here = undefined }, paths: () => asked.map(({ path }) => path) }
}

t.test('titles of the library are fetched, those touched last first, one at a time and at leisure', async (t) => {
  const here = device(t, [row(1), row(3, 'tv'), row(2)])
  await here.kept.keep('/api/movies/2', {})
  here.start()
  await here.pass(60_000)
  t.same(here.asked, ['/api/series/3', '/api/series/3/seasons/1', '/api/movies/1'].map((path, i) => ({ path, atMs: limits.aheadDelayMs + i * limits.aheadPauseMs })))
  t.same(here.pictured, [3, 1, 1])
  t.same([...(await here.kept.ages()).keys()].sort(), ['/api/movies/1', '/api/movies/2', '/api/series/3', '/api/series/3/seasons/1'])
  here.library.set('new', row(9))
  here.change()
  await here.pass(60_000)
  t.same(here.paths().slice(3), ['/api/movies/9'], 'what enters the library later follows')
  here.library.set(`${ada}_tv_3`, { ...row(3, 'tv'), plays: [{ playId: 'one', watchedAt: '', season: 2, episode: 4 }, { playId: 'all', watchedAt: '' }] })
  here.change()
  await here.pass(60_000)
  t.same(here.paths().slice(4), ['/api/series/3/seasons/2'], 'and the season that somebody has come to')
  await here.pass(limits.aheadFreshMs)
  here.change()
  await here.pass(60_000)
  t.equal(here.asked.length, 10, 'what has grown old is fetched again')
})

t.test('nothing is fetched without a network, against the person\'s wish, or once they have gone', async (t) => {
  const here = device(t, [row(1), row(2), row(3)])
  here.state.online = false
  here.start()
  await here.pass(60_000)
  t.same(here.asked, [])
  here.state.online = true
  here.state.unwelcome = true
  await here.pass(3 * limits.aheadRestMs)
  t.same(here.asked, [])
  here.state.unwelcome = false
  await here.pass(3 * limits.aheadRestMs)
  t.same(here.paths(), ['/api/movies/3', '/api/movies/2', '/api/movies/1'])

  const other = device(t, [row(1), row(2), row(3)])
  other.start()
  await other.pass(limits.aheadDelayMs)
  other.leave()
  await other.pass(10 * limits.aheadRestMs)
  t.same(other.paths(), ['/api/movies/3'])
})

t.test('a server with other worries is left in peace for a while; a title that is unknown is passed over', async (t) => {
  const here = device(t, [row(1), row(2)])
  here.state.fail = new CatalogueFailure('server', 'UPSTREAM', 'later')
  here.start()
  await here.pass(limits.aheadDelayMs + 10_000)
  t.same(here.paths(), ['/api/movies/2'])
  here.state.fail = new CatalogueFailure('not-found', 'NOT_FOUND', 'no such title')
  await here.pass(limits.aheadRestMs + limits.aheadDelayMs)
  t.same(here.paths(), ['/api/movies/2', '/api/movies/2', '/api/movies/1'])
  await here.pass(10 * limits.aheadRestMs)
  t.equal(here.asked.length, 3)
})

t.test('a library larger than what is kept fills its share, pushes nothing out, and is done', async (t) => {
  const here = device(t, Array.from({ length: 30 }, (_, i) => row(i + 1)), 10)
  await here.kept.keep('/api/people/5', { seen: true })
  here.start()
  await here.pass(10 * limits.aheadRestMs)
  t.same(here.paths(), [30, 29, 28, 27, 26, 25, 24].map((id) => `/api/movies/${id}`))
  t.match(await here.kept.read('/api/people/5'), { answer: { seen: true } })
})

t.test('where nothing can be kept, the library is not fetched for nothing', async (t) => {
  const here = device(t, [row(1), row(2), row(3)])
  here.state.full = true
  here.start()
  await here.pass(10 * limits.aheadRestMs)
  t.same(here.paths(), ['/api/movies/3'])
})
