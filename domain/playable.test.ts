import t from '../test/support/tap.ts'
import { arbitraryOf, holds } from '../test/support/property.ts'
import { validatorOf } from '../server/plugins/validation.ts'
import { acquisitionCommands } from './acquisition.ts'
import { acquisitionStream, episodeCode, parseAcquisitionStream, parsePlayableKey, plainRef, playableKey, playableOf, playableRef } from './playable.ts'

const film = { mediaType: 'movie', tmdbId: 653 } as const
const episode = { mediaType: 'tv', tmdbId: 1396, season: 1, episode: 2 } as const

t.test('films and episodes are told apart by keys and streams that say which they are', async (t) => {
  t.strictSame([playableKey(film), playableKey(episode)], ['movie_653', 'tv_1396_s1e2'])
  t.strictSame([acquisitionStream({ movieId: 653 }), acquisitionStream(playableRef(episode))], ['acquisition-movie_653', 'acquisition-tv_1396_s1e2'])
  for (const each of [film, episode, { ...episode, season: 0, episode: 0 }]) {
    t.strictSame(parsePlayableKey(playableKey(each)), each)
    t.strictSame(parseAcquisitionStream(acquisitionStream(playableRef(each))), each)
    t.strictSame(playableOf(playableRef(each)), each)
  }
  for (const none of ['movie_0', 'tv_1396', 'tv_1396_s1', 'tv_1396_s1e2_x', 'list_1', '']) t.equal(parsePlayableKey(none), undefined, none)
  t.equal(parseAcquisitionStream('library-0a0a_movie_653'), undefined)
  t.equal(episodeCode(episode), 'S01E02')
})

t.test('a row says null of the kind that it is not; a command says nothing of it', async (t) => {
  t.strictSame(plainRef({ movieId: 653, seriesId: null, season: null, episode: null }), { movieId: 653 })
  t.strictSame(plainRef({ movieId: null, seriesId: 1396, season: 0, episode: 2 }), { seriesId: 1396, season: 0, episode: 2 })
  for (const wrong of [{}, { seriesId: 1 }, { movieId: 1, seriesId: 1, season: 1, episode: 1 }, { seriesId: 1, season: 1 }]) t.throws(() => playableOf(wrong), RangeError)
})

t.test('commands name a film or an episode, never both, neither or half of one', async (t) => {
  const wrong = validatorOf(acquisitionCommands.RequestFetch)
  const jobId = 'job_' + 'a'.repeat(26)
  for (const right of [{ movieId: 1 }, { seriesId: 1, season: 0, episode: 3 }]) t.strictSame(wrong({ ...right, jobId }), [], JSON.stringify(right))
  for (const none of [{}, { seriesId: 1, season: 1 }, { movieId: 1, season: 1 }, { movieId: 1, seriesId: 1, season: 1, episode: 1 }]) t.ok(wrong({ ...none, jobId }).length > 0, JSON.stringify(none))
  await holds(t, 'whatever the schema lets in names one of them', 200, [arbitraryOf(acquisitionCommands.KeepMovie)], (data) => {
    if (wrong(data).length > 0) throw new Error('it is refused')
    playableOf(data as object)
  })
})
