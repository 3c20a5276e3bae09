import type { OthersRating, TitleDetail } from '../../projections/wire-catalogue.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { byPath, bytes, json, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import type { Known } from '../../test/support/scripted-ratings.ts'
import { MDBLIST_KEY, MDBLIST_LIMIT, mdblistKnows, OMDB_KEY, OMDB_LIMIT, omdbKnows, scriptedRatings } from '../../test/support/scripted-ratings.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { limits } from '../limits.ts'
import { realSystem } from '../system.ts'

const DAY_MS = 86_400_000
const imdbId = 'tt0013442'
const omdb = { imdbID: imdbId, Response: 'True', imdbVotes: '113,457', Ratings: [{ Source: 'Internet Movie Database', Value: '7.8/10' }, { Source: 'Metacritic', Value: '72/100' }] }
const mdblist = { ids: { imdb: imdbId, tmdb: 653 }, ratings: [{ source: 'imdb', value: 7.9, score: 79, votes: 120_000 }, { source: 'letterboxd', value: 3.9, score: 78 }], keywords: [] }
const known: Known = { omdb: { [imdbId]: omdb }, mdblist: { '/tmdb/movie/653': mdblist } }

async function home(t: Parameters<typeof testApp>[0], answers: Known = known) {
  const tmdb = await scriptedTmdb(t, byPath({
    '/3/movie/653': json({ id: 653, title: 'Nosferatu', vote_average: 7.66, vote_count: 2_000, imdb_id: imdbId }),
    // Any other number is a film of that number at IMDb.
    '/3/movie/': (request, response) => {
      const id = Number(/movie\/(\d+)/.exec(request.url!)![1])
      json({ id, title: `Film ${id}`, imdb_id: `tt${String(id).padStart(7, '0')}` })(request, response)
    },
  }))
  const others = await scriptedRatings(t, answers)
  let aheadMs = 0
  const slept: number[] = []
  const app = await testApp(t, {
    environment: others.environment,
    system: {
      ...realSystem, now: () => realSystem.now() + aheadMs,
      // Waiting between tries is not what is tried here; how long somebody waits is.
      sleep: (ms, signal) => { slept.push(ms); return realSystem.sleep(ms === limits.ratingsWaitMs ? ms : Math.min(ms, 20), signal) },
    },
    tmdb: { baseUrl: `${tmdb.url}/3`, imageBaseUrl: `${tmdb.url}/t/p`, token: 'very secret' },
  })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'admin' })
  const cookie = await app.signIn('ada', 'a long password')
  const ask = (url: string) => app.ask('GET', url, { cookie })
  return {
    app, others, ask, slept, pass(ms: number) { aheadMs += ms },
    look: async (url = '/api/movies/653'): Promise<readonly OthersRating[]> => (await ask(url)).json<TitleDetail>().ratings,
  }
}
const scoresOf = (ratings: readonly OthersRating[]) => ratings.map(({ source, score }) => [source, score])
const ALL = [['tmdb', 77], ['imdb', 79], ['metacritic', 72], ['letterboxd', 78]]
const silence: Script = () => {}

t.test('a title comes with what all of them say; a day long nobody is asked again, restart or not', async (t) => {
  const { look, others, ask, pass } = await home(t)
  const ratings = await look()
  t.strictSame(scoresOf(ratings), ALL)
  t.match(ratings[1], { votes: 120_000, link: `https://www.imdb.com/title/${imdbId}/`, fetchedAt: /^20\d\d-/ })
  for (let again = 0; again < 5; again++) t.strictSame(scoresOf(await look()), ALL)
  t.strictSame([others.omdb.asked.length, others.mdblist.asked.length], [1, 1])
  t.equal(others.mdblist.asked[0], `/tmdb/movie/653?${new URLSearchParams({ apikey: MDBLIST_KEY, append_to_response: 'keyword' })}`)
  t.strictSame(await look('/api/movies/19'), [], 'of a title that none of them knows')
  await look('/api/movies/19')
  t.strictSame([others.omdb.asked.length, others.mdblist.asked.length], [2, 2], 'is not asked again either')
  const { body } = await ask('/metrics')
  for (const line of ['rewind_ratings_calls_total{upstream="OMDb",outcome="answered"} 2', 'rewind_ratings_questions_today{upstream="MDBList"} 2', 'rewind_ratings_breaker{upstream="OMDb",state="closed"} 1']) t.ok(body.includes(line), line)
  t.match((await ask('/health/ready')).json().checks.find(({ name }: { name: string }) => name === 'catalogue').message, /; OMDb is asked; MDBList is asked$/)
  pass(DAY_MS + 1_000)
  t.strictSame(scoresOf(await look()), ALL)
  await eventually('both are asked anew behind it', () => others.omdb.asked.length === 3 && others.mdblist.asked.length === 3)
})

t.test('nobody waits for what is late, and it is there the next time', async (t) => {
  const { look, others, slept } = await home(t)
  let answerNow = () => {}
  others.omdb.answer((request, response) => { answerNow = () => omdbKnows(known.omdb!)(request, response) })
  t.strictSame(scoresOf(await look()), [['tmdb', 77], ['imdb', 79], ['letterboxd', 78]])
  t.equal(slept.filter((ms) => ms === limits.ratingsWaitMs).length, 2, 'each is waited for once, for as long as may be')
  answerNow()
  await eventually('it is there', async () => (await look()).length === 4)
  t.equal(others.omdb.asked.length, 1, 'and was asked once')
})

t.test('whatever they do, the title is read and their keys are told to nobody', async (t) => {
  const { look, others, app, ask, pass } = await home(t)
  const faults: readonly Script[] = [
    (request) => { request.socket.destroy() }, bytes('<!doctype html>'), bytes('{"Ratings": [{"Sou'), json(null), json([1, 2]), json({ ratings: { source: 'imdb' }, Ratings: 'none' }), json({ Response: 'False', Error: 'Error getting data.' }),
    json({ error: `${OMDB_KEY} ${MDBLIST_KEY}` }, 500), json({}, 403), bytes('', 302, { location: 'http://127.0.0.1:1/stolen' }), bytes(Buffer.alloc(limits.tmdbAnswerBytesMax + 1, 32)),
  ]
  for (const [i, fault] of faults.entries()) {
    others.omdb.answer(fault)
    others.mdblist.answer(fault)
    t.strictSame(await look(`/api/movies/${100 + i}`), [], `fault ${i}`)
    pass(limits.tmdbBreakerOpenMs)
  }
  const asked = others.omdb.asked.length
  await look('/api/movies/100')
  t.equal(others.omdb.asked.length, asked, 'what could not be asked is left alone for a while')
  others.omdb.answer(json({ Response: 'False', Error: 'Invalid API key!' }, 401))
  for (let film = 200; film < 200 + limits.tmdbBreakerFailures; film++) await look(`/api/movies/${film}`)
  t.ok(app.log().includes('"reason":"OMDb refused our key: check the setting OMDB_API_KEY.","msg":"OMDb is left alone for a while'))
  const told = app.log() + (await ask('/metrics')).body + (await ask('/health/ready')).body
  for (const key of [OMDB_KEY, MDBLIST_KEY]) for (const written of [key, encodeURIComponent(key), new URLSearchParams({ key }).toString().slice(4)]) t.notOk(told.includes(written), written)
})

t.test('what is kept goes on being shown while they cannot be asked', async (t) => {
  const { look, others, pass } = await home(t)
  t.strictSame(scoresOf(await look()), ALL)
  others.omdb.answer(OMDB_LIMIT)
  others.mdblist.answer(silence)
  pass(2 * DAY_MS)
  t.strictSame(scoresOf(await look()), ALL)
  await eventually('it was asked anew', () => others.omdb.asked.length === 2)
  t.strictSame(scoresOf(await look()), ALL)
})

t.test('they are asked no more than the number of a day, counted for all processes, nor when they say that it is used up', async (t) => {
  const { look, others, app, pass } = await home(t, { ...known, omdb: { ...known.omdb, tt0000019: { ...omdb, imdbID: 'tt0000019' }, tt0000020: { ...omdb, imdbID: 'tt0000020' }, tt0000021: { ...omdb, imdbID: 'tt0000021' } } })
  const count = (asked: number) => app.database.pool.query(`update questions_of_the_day set asked = $1 where upstream = 'OMDb'`, [asked])
  const imported = async (film: number) => {
    const fetched = await app.imports.fetchTitle({ mediaType: 'movie', tmdbId: film }, false)
    return fetched.outcome === 'row' ? fetched.row.ratingImdb : fetched
  }
  await look()
  t.equal(await imported(21), 78, 'an import asks too')
  await count(limits.omdbQuestionsPerDay * limits.ratingsBackgroundShare)
  t.equal(await imported(19), null, 'but leaves the last part of the day to people')
  await count(limits.omdbQuestionsPerDay - 1)
  t.strictSame(scoresOf(await look('/api/movies/19')), [['imdb', 78], ['metacritic', 72]], 'the last one of the day')
  t.strictSame(await look('/api/movies/20'), [], 'one more is not asked')
  t.equal(others.omdb.asked.length, 3)
  t.strictSame(scoresOf(await look()), ALL, 'what is kept is shown')
  pass(DAY_MS)
  t.strictSame(scoresOf(await look('/api/movies/20')), [['imdb', 78], ['metacritic', 72]], 'tomorrow there are some again')

  for (const [upstream, says, films] of [['omdb', OMDB_LIMIT, [30, 31, 30]], ['mdblist', MDBLIST_LIMIT, [32, 33, 32]]] as const) {
    others[upstream].answer(says)
    const before = others[upstream].asked.length
    for (const film of films) await look(`/api/movies/${film}`)
    t.equal(others[upstream].asked.length, before + 1, `${upstream} is believed: nothing more is asked`)
  }
  others.mdblist.answer(mdblistKnows({ '/tmdb/movie/34': { ratings: [{ source: 'trakt', score: 61 }] } }))
  pass(limits.ratingsRestMs)
  t.strictSame(scoresOf(await look('/api/movies/34')), [['trakt', 61]], 'it is asked again later')
})
