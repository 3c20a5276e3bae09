import t from '../test/support/tap.ts'
import { lacksEpisode, ofEpisode } from './of-episode.ts'

const wanted = { mediaType: 'tv', tmdbId: 1_800_000_003, season: 1, episode: 2 } as const
const named = (...names: string[]) => names.map((name) => ({ name }))
const chosen = (...names: string[]) => ofEpisode(named(...names), wanted)?.map(({ name }) => name)

t.test('of one film every file may be it, and so of a release of one episode, whatever it is called', async (t) => {
  const files = named('Nosferatu.S01E05.mkv', 'sample.mkv', 'a.srt')
  t.strictSame(ofEpisode(files, { mediaType: 'movie', tmdbId: 653 }), files)
  for (const names of [['a8f3.mkv', 'x.nfo'], ['Les.Vampires.S01E02.1080p.mkv', 'Les.Vampires.S01E02.srt'], ['les.vampires.1x02.avi']]) t.strictSame(chosen(...names), names, names.join(' '))
})

t.test('of several episodes the one that was asked for is taken, however large the others are, with what is no video beside it', async (t) => {
  t.strictSame(chosen('Season 1/Les.Vampires.S01E01.mkv', 'Season 1/Les.Vampires.S01E02.mkv', 'Season 1/Les.Vampires.S01E03.mkv', 'Les.Vampires.S01E02.srt'), ['Season 1/Les.Vampires.S01E02.mkv', 'Les.Vampires.S01E02.srt'])
  t.strictSame(chosen('Les.Vampires.S02E02.mkv', 'Les.Vampires.S01E02.mkv'), ['Les.Vampires.S01E02.mkv'], 'of its season')
})

t.test('where it is not a file of its own among others, the release is no good', async (t) => {
  for (const names of [['Les.Vampires.S01E01.mkv', 'Les.Vampires.S01E03.mkv'], ['Les.Vampires.S01E03.mkv'], ['Les.Vampires.S01E01.mkv', 'Les.Vampires.S01E02E03.mkv']]) {
    t.equal(ofEpisode(named(...names), wanted), null, names.join(' '))
  }
  t.match(lacksEpisode(wanted), { code: 'JOB_OTHER_EPISODES', message: /S01E02 is not among them/ })
})
