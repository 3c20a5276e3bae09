import t from '../test/support/tap.ts'
import { partOfPack } from './part-of-pack.ts'

const wanted = { mediaType: 'tv', tmdbId: 1_800_000_005, season: 1, episode: 2 } as const
const part = (...names: (string | null)[]) => partOfPack(names.map((name) => ({ name })), wanted)?.map(({ name }) => name)

t.test('of a season posted as files, volumes or slices, what is named as the episode is its part, with its own recovery data', async (t) => {
  t.strictSame(part('Judex.S01E01.1080p.mkv', 'Judex.S01E02.1080p.mkv', 'Judex.S01E03.1080p.mkv', 'Judex.S01.nfo', 'Judex.S01.par2', 'Judex.S01.vol000+01.par2'), ['Judex.S01E02.1080p.mkv'])
  const [one, two] = [1, 2].map((episode) => ['part01.rar', 'part02.rar', 'par2', 'vol00+02.par2', 'nfo'].map((end) => `judex.1916.s01e0${episode}.1080p.bluray-one.${end}`))
  t.strictSame(part(...one!, ...two!), two)
  t.strictSame(part('judex.1x01.rar', 'judex.1x01.r00', 'judex.1x02.rar', 'judex.1x02.r00', 'judex.1x02.r01'), ['judex.1x02.rar', 'judex.1x02.r00', 'judex.1x02.r01'])
  t.strictSame(part('Judex.S01E02.mkv.001', 'Judex.S01E02.mkv.002', 'Judex.S01E03.mkv.001'), ['Judex.S01E02.mkv.001', 'Judex.S01E02.mkv.002'])
  t.strictSame(part('Judex.S02E02.mkv', 'Judex.S01E02.mkv', 'Judex.S01E02.en.srt'), ['Judex.S01E02.mkv', 'Judex.S01E02.en.srt'], 'of its season')
})

t.test('where names do not tell, or there is nothing to tell apart, it is undefined', async (t) => {
  for (const names of [
    ['Judex.S01.part01.rar', 'Judex.S01.part02.rar'], ['abcdef012345.part01.rar', 'abcdef012345.part02.rar'], ['a8f3', null, 'b9c4'],
    ['Judex.S01E02.mkv', 'Judex.S01E02.par2', 'Judex.nfo'], ['Judex.S01E01.mkv', 'Judex.S01E03.mkv'], ['Judex.S01E01.mkv', 'Judex.S01E02E03.mkv'],
    ['Judex.S01E01.mkv', 'Judex.S01E02.par2', 'Judex.S01E02.nfo', 'c0ffee.mkv'],
  ]) t.equal(part(...names), undefined, names.join(' '))
  t.equal(partOfPack([{ name: 'Judex.S01E01.mkv' }, { name: 'Judex.S01E02.mkv' }], { mediaType: 'movie', tmdbId: 653 }), undefined)
})
