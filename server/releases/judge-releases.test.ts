import fc from 'fast-check'
import t from '../../test/support/tap.ts'
import type { Quality } from '../../domain/acquisition.ts'
import type { IndexerItem } from '../indexer/newznab-answer.ts'
import type { JudgeWish, Wanted } from './judge-releases.ts'
import { judgeReleases } from './judge-releases.ts'
import type { Offered } from './merge-offers.ts'
import { mergeOffers, releaseIdOf } from './merge-offers.ts'
import { presetQualities, qualitiesOf } from './quality-settings.ts'

const NOW = Date.UTC(2026, 0, 1)
const nosferatu: Wanted = { imdbId: 'tt0013442', tvdbId: null, episode: null, title: 'Nosferatu', originalTitle: 'Nosferatu, eine Symphonie des Grauens', year: 1922, runtimeMinutes: null, originalLanguage: 'de', countries: ['DE'] }
let number = 0
const offered = (title: string, sizeBytes: number | null = 5e9, more: Partial<IndexerItem> = {}, indexer = 'Geek'): Offered =>
  ({ indexer, item: { guid: `g${++number}`, title, nzbUrl: null, sizeBytes, categories: [2000], publishedAt: null, imdbId: null, tvdbId: null, passworded: false, poster: null, grabs: null, torrent: false, via: null, ...more } })
const qualities = qualitiesOf(presetQualities)
const wish = (quality: Quality | 'Smallest' = '1080p', more: Partial<JudgeWish> = {}): JudgeWish =>
  ({ wanted: nosferatu, profile: qualities.profiles.find(({ name }) => name === quality)!, sizes: new Map(), tried: new Set(), retentionDays: null, nowMs: NOW, ...more })
const judge = (all: readonly Offered[], ...about: Parameters<typeof wish>) => judgeReleases(all, wish(...about)).map(({ row }) => row)
const taken = (all: readonly Offered[], ...about: Parameters<typeof wish>) => judge(all, ...about).filter(({ refusals }) => refusals.length === 0).map(({ title }) => title)
const refusalsOf = (one: Offered, ...about: Parameters<typeof wish>) => judge([one], ...about)[0]!.refusals.map(({ message }) => message)

t.test('the resolution wished for comes first, then the usual order; discs and the web before television, the smaller within a tier', (t) => {
  const all = ['Nosferatu.1922.2160p.WEB-DL', 'Nosferatu.1922.720p.BluRay', 'Nosferatu.1922.1080p.HDTV', 'Nosferatu.1922.DVDRip'].map((title) => offered(title))
  t.same(taken(all), [all[2], all[1], all[0], all[3]].map((each) => each!.item.title))
  t.equal(taken(all, '4K')[0], 'Nosferatu.1922.2160p.WEB-DL')
  t.equal(taken(all, '720p')[0], 'Nosferatu.1922.720p.BluRay')
  const sizes = [['HDTV-A', 1e9], ['BluRay-B', 9e9], ['WEB-DL-C', 8e9], ['BluRay-D', null], ['BluRay.REMUX-E', 3e9]] as const
  t.same(taken(sizes.map(([rest, bytes]) => offered(`Nosferatu.1922.1080p.${rest}`, bytes))).map((title) => title.at(-1)), ['C', 'B', 'D', 'A', 'E'], 'an unknown size is the largest')
  t.same(taken([offered('Nosferatu.1922.1080p.BluRay-A', 9e9), offered('Nosferatu.1922.720p.WEB-DL-B', 2e9), offered('Nosferatu.1922.1080p.WEBRip-C', 3e9)], 'Smallest').map((title) => title.at(-1)), ['B', 'C', 'A'])
  t.end()
})

t.test('known groups are preferred, poor ones not, and what some devices only can play comes after what all can', (t) => {
  const letters = (quality: Quality, titles: readonly string[]) => taken(titles.map((title, i) => offered(`Nosferatu.1922.${title}`, (i + 1) * 1e9)), quality).map((title) => /-(\w+)$/.exec(title)![1])
  t.same(letters('1080p', ['1080p.BluRay.x264-YTS', '1080p.BluRay.x265-NEW', '1080p.BluRay.x264-NEW2', '1080p.BluRay.x264-SPARKS']), ['SPARKS', 'NEW2', 'NEW', 'YTS'])
  t.same(letters('4K', ['2160p.UHD.BluRay.x265-NEW', '2160p.UHD.BluRay.x265-TEPES']), ['TEPES', 'NEW'])
  const hevc = judge([offered('Nosferatu.1922.1080p.BluRay.x265-NEW')])[0]!
  t.equal(hevc.playability.playable, 'some-devices')
  t.ok(hevc.reasons.some((reason) => /HEVC plays in Safari/.test(reason.message)), 'the reason says so')
  t.match(refusalsOf(offered('Nosferatu.1922.1080p.BluRay.VVC.x266-NEW')), [/no browser plays/], 'what no browser plays is not taken by itself')
  t.end()
})

t.test('another film, what needs a password, what was filmed off the screen and what is only a part are never taken, and say why', (t) => {
  const cases: readonly [string, Partial<IndexerItem>, RegExp][] = [
    ['Nosferatu.the.Vampyre.1979.1080p', {}, /^is another film$/], ['Some.Film.1922.1080p', {}, /^is another film$/], ['Nosferatu.1922.1080p', { imdbId: 'tt0079641' }, /^is another film$/],
    ['Nosferatu.1922.1080p', { categories: [5000, 5040] }, /^is no film$/], ['Nosferatu.1922.1080p', { passworded: true }, /^needs a password$/],
    ['Nosferatu.1922.CAM.1080p', {}, /^CAM is not wanted by 1080p$/], ['Nosferatu.1922.HDTS.1080p', {}, /^TELESYNC is not wanted/], ['Nosferatu.1922.DVDSCR.XviD-B', {}, /^DVDSCR is not wanted/],
    ['Nosferatu.1922.WORKPRINT.XviD-C', {}, /^WORKPRINT is not wanted/], ['Nosferatu.1922.TELECINE.1080p-L', {}, /^TELECINE is not wanted/], ['Nosferatu.1922.3D.HSBS.1080p.BluRay.x264-D', {}, /^scores -10000, less than -1000: 3D$/],
    ['Nosferatu.1922.1080p.HC.WEBRip.x264-E', {}, /: Burnt-in subtitles$/], ['Nosferatu.1922.1080p.BluRay.x264-F.sample', {}, /^only a sample$/], ['Nosferatu.1922.S01E02.1080p.WEB-DL.x264-G', {}, /^is another film$/],
    ['Nosferatu.1924.1080p.BluRay.x264-H', {}, /^is another film$/], ['Nosferatu.Returns.1922.1080p.BluRay.x264-I', {}, /^is another film$/], ['Nosferatu.1080p.BluRay.x264-K', {}, /^is another film$/],
    ['Nosferatu.1922.ITALIAN.1080p.BluRay.x264-M', {}, /^is in it, not in de$/], ['Nosferatu.1922.COMPLETE.BLURAY-N', {}, /^BR-DISK is not wanted/],
  ]
  for (const [title, more, why] of cases) t.match(refusalsOf(offered(title, 5e9, more))[0], why, title)
  t.same(refusalsOf(offered('Nosferatu.1922.MULTi.FRENCH.1080p.BluRay.x264-M')), [], 'of several languages the film\'s own is one')
  t.same(taken([offered('Eine.Symphonie.des.Grauens.1080p.WEB-DL', 1e9, { imdbId: 'tt013442' })]), ['Eine.Symphonie.des.Grauens.1080p.WEB-DL'], 'by its number under any title')
  t.same(taken([offered('Nosferatu.Eine.Symphonie.des.Grauens.1922.1080p.WEB-DL')]).length, 1, 'by its original title')
  t.end()
})

t.test('a film is known by its whole name, however accents, articles, dots and "and" are written', (t) => {
  const film = (title: string, year: number | null, release: string) => taken([offered(release)], '1080p', { wanted: { ...nosferatu, imdbId: null, title, originalTitle: title, year } }).length === 1
  t.ok(film('Amélie & the Gnomes', 2001, 'Amelie.and.the.Gnomes.2001.1080p.BluRay.x264-G'))
  t.ok(film('The Wages of Fear', 1953, 'Wages.of.Fear.1953.1080p.BluRay.x264-G'))
  t.ok(film('Blade Runner 2049', 2017, 'Blade.Runner.2049.2017.1080p.BluRay.x264-G'))
  t.ok(film('2012', 2009, '2012.2009.1080p.BluRay.x264-G'))
  t.ok(film('1917', 2019, '1917.2019.1080p.WEB-DL.H264-G'))
  t.ok(film('S.W.A.T.', 2003, 'S.W.A.T.2003.1080p.BluRay.x264-G'))
  t.ok(film('The Cam Girl: T.S. Eliot', 1999, 'The.Cam.Girl.TS.Eliot.1999.1080p'), 'T.S. and TS are one, and no source within a name')
  t.ok(film('Alien', 1979, 'Alien.Directors.Cut.1979.1080p.BluRay.x264-G'), 'an edition is no part of the name')
  t.ok(film('Step Up 3D', 2010, 'Step.Up.3D.2010.1080p.BluRay.x264-G'), 'a name that says 3D')
  t.notOk(film('Alien', 1997, 'Alien.Resurrection.1997.1080p.BluRay.x264-G'))
  t.notOk(film('', 1997, 'Alien.Resurrection.1997.1080p.BluRay.x264-G'), 'a film without a name is known by its id only')
  t.end()
})

t.test('what is older than any news server keeps, and what was no good before, is not taken; what is unusually small comes last', (t) => {
  const old = offered('Nosferatu.1922.1080p.BluRay-A', 5e9, { publishedAt: '2015-01-01T00:00:00Z' })
  t.same(refusalsOf(old, '1080p', { retentionDays: 4_000 }), ['is 4018 days old, and no news server keeps more than 4000'])
  t.same([refusalsOf(old, '1080p', { retentionDays: 4_018 }), refusalsOf(old)], [[], []])
  const [first, second] = [offered('Nosferatu.1922.1080p.BluRay-A'), offered('Nosferatu.1922.1080p.BluRay-A', 5e9, {}, 'Slug')]
  t.same(refusalsOf(first, '1080p', { tried: new Set([releaseIdOf(first)]) }), ['was no good when it was tried'])
  t.same(judge([first, second], '1080p', { tried: new Set([releaseIdOf(second)]) }).map(({ refusals }) => refusals.map(({ code }) => code)), [['RELEASE_TRIED']], 'the same at another indexer is the same')
  const small = [offered('Nosferatu.1922.1080p.BluRay-FAKE', 50e6), offered('Nosferatu.1922.1080p.BluRay-GOOD', 2e9)]
  const rows = judge(small, '1080p', { wanted: { ...nosferatu, runtimeMinutes: 94 } })
  t.same(rows.map(({ title }) => title.slice(-4)), ['GOOD', 'FAKE'])
  t.ok(rows[1]!.reasons.some(({ code }) => code === 'RELEASE_DOUBTFUL'))
  t.end()
})

t.test('the same release at several indexers is one row that names all; another post of it, and two of one indexer, are others', (t) => {
  const at = (indexer: string, sizeBytes: number | null = 5e9, publishedAt: string | null = '2025-05-01T00:00:00Z', title = 'Nosferatu.1922.1080p.BluRay-A', via: string | null = null) => offered(title, sizeBytes, { publishedAt, via }, indexer)
  const names = (all: readonly Offered[]) => mergeOffers(all).map(({ offers }) => offers.map(({ indexer }) => indexer))
  t.same(names([at('Geek'), at('Slug', 5.05e9, '2025-05-02T00:00:00Z', 'nosferatu 1922 1080p bluray a'), at('Bee', null, null)]), [['Geek', 'Slug', 'Bee']])
  t.same(names([at('Geek'), at('Slug', 6e9)]), [['Geek'], ['Slug']], 'another size')
  t.same(names([at('Geek'), at('Slug', 5e9, '2025-06-01T00:00:00Z')]), [['Geek'], ['Slug']], 'another time')
  t.same(names([at('Geek'), at('Geek'), at('Slug')]), [['Geek', 'Slug'], ['Geek']])
  t.same(names([at('Hydra', 5e9, null, undefined, 'Geek'), at('Hydra', 5e9, null, undefined, 'Slug')]), [['Hydra', 'Hydra']], 'two behind one')
  const row = judge([at('Geek'), at('Hydra', 5e9, null, undefined, 'Slug')])[0]!
  t.same(row.indexers, ['Geek', 'Slug (Hydra)'])
  t.ok(row.reasons.some(({ message }) => message === 'at 2 indexers'))
  t.equal(judge([at('Geek'), offered('Nosferatu.1922.1080p.BluRay-A', 5e9, { passworded: true }, 'Slug')])[0]!.refusals[0]!.code, 'RELEASE_PASSWORD', 'what one of them knows counts')
  t.end()
})

t.test('a whole season is taken for an episode of it by the same rules, with a part of its size, and after what holds that episode alone', (t) => {
  const tarzan: Wanted = { imdbId: 'tt0018397', tvdbId: null, title: 'Tarzan the Tiger', originalTitle: 'Tarzan the Tiger', year: 1929, runtimeMinutes: 18, originalLanguage: 'en', countries: [], episode: { season: 1, episode: 2, airDate: null, ofSeason: 15 } }
  const all = ['S01.1080p.BluRay.x264-PACK', 'S01.720p.BluRay.x264-PACK', 'S01E02.1080p.BluRay.x264-ONE', 'S01E02.720p.WEB-DL.x264-ONE'].map((rest) => offered(`Tarzan.the.Tiger.${rest}`, rest.includes('PACK') ? 15e8 : 3e8, { categories: [5000] }))
  const judged = judgeReleases(all, wish('1080p', { wanted: tarzan })).map(({ row }) => row)
  t.same(judged.map(({ title, wholeSeason, sizeBytes, refusals }) => [title.slice('Tarzan.the.Tiger.'.length), wholeSeason, sizeBytes, refusals.length]), [
    ['S01E02.1080p.BluRay.x264-ONE', false, 3e8, 0], ['S01.1080p.BluRay.x264-PACK', true, 1e8, 0], ['S01E02.720p.WEB-DL.x264-ONE', false, 3e8, 0], ['S01.720p.BluRay.x264-PACK', true, 1e8, 0],
  ])
  t.ok(judged[1]!.reasons.some(({ code }) => code === 'RELEASE_SEASON'))
  const { ofSeason: _, ...unknown } = tarzan.episode!
  t.equal(judgeReleases(all.slice(0, 1), wish('1080p', { wanted: { ...tarzan, episode: unknown } }))[0]!.row.sizeBytes, null, 'how large an episode is, nobody knows then')
  t.end()
})

t.test('whatever indexers list: nothing is lost, none is listed twice, those that may be taken come first, and what is judged again is judged alike', (t) => {
  const words = fc.constantFrom('Nosferatu', '1922', '1080p', '720p', '2160p', 'BluRay', 'WEB-DL', 'CAM', 'x265', 'GERMAN', 'S01E01', 'REPACK', '-GRP', '3D', 'sample', 'ß', '́')
  const item = fc.record({
    title: fc.oneof(fc.array(words, { maxLength: 12 }).map((parts) => parts.join('.')), fc.string({ maxLength: 300 })), sizeBytes: fc.option(fc.nat({ max: 2 ** 40 })),
    publishedAt: fc.option(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString())), passworded: fc.boolean(), imdbId: fc.constantFrom(null, 'tt0013442', 'tt1'), guid: fc.string({ maxLength: 5 }),
  })
  fc.assert(fc.property(fc.array(fc.record({ item, indexer: fc.constantFrom('A', 'B', 'C') }), { maxLength: 30 }), (list) => {
    const all = list.map(({ item: more, indexer }) => offered(more.title, more.sizeBytes, more, indexer))
    const judged = judgeReleases(all, wish('1080p', { retentionDays: 3_000 }))
    const ids = judged.flatMap(({ offer }) => offer.offers.map(releaseIdOf))
    const rows = judged.map(({ row }) => row)
    const firstRefused = rows.findIndex(({ refusals }) => refusals.length > 0)
    return new Set(ids).size === ids.length && ids.length === new Set(all.map(releaseIdOf)).size
      && (firstRefused < 0 || rows.slice(firstRefused).every(({ refusals }) => refusals.length > 0))
      && rows.every(({ reasons, ageDays }) => reasons.length > 0 && (ageDays === null || ageDays >= 0))
      && JSON.stringify(judgeReleases(all, wish('1080p', { retentionDays: 3_000 })).map(({ row }) => row)) === JSON.stringify(rows)
  }))
  t.end()
})

t.test('of a series the release of that one episode is taken, however its number is written; what holds more or another says so', (t) => {
  const tarzan: Wanted = { imdbId: 'tt0018397', tvdbId: 70_001, title: 'Tarzan the Tiger', originalTitle: 'Tarzan the Tiger', year: 1929, runtimeMinutes: 18, originalLanguage: 'en', countries: ['US'], episode: { season: 1, episode: 2, airDate: '1929-12-16' } }
  const why = (title: string, more: Partial<IndexerItem> = {}, wanted = tarzan) => refusalsOf(offered(title, 3e8, { categories: [5000, 5040], ...more }), '1080p', { wanted })
  for (const title of ['Tarzan.the.Tiger.S01E02.1080p.WEB-DL.x264-A', 'Tarzan.the.Tiger.1929.S01E02.720p.BluRay.x264-B', 'Tarzan the Tiger 1x02 DVDRip x264-C', 'Tarzan.The.Tiger.E02.DVDRip.x264-D', 'Tarzan.the.Tiger.1929.12.16.720p.WEB-DL.x264-E', 'Tarzan.the.Tiger.US.S01E02.The.Loss.of.the.Jewels.1080p.BluRay.x264-F']) t.same(why(title), [], title)
  const cases: readonly [string, Partial<IndexerItem>, string][] = [
    ['Tarzan.the.Tiger.S01E03.1080p.WEB-DL.x264-A', {}, 'is another episode'], ['Tarzan.the.Tiger.S02E02.1080p.WEB-DL.x264-A', {}, 'is another episode'], ['Tarzan.the.Tiger.1929.12.23.720p.WEB-DL.x264-E', {}, 'is another episode'],
    ['Tarzan.the.Tiger.S02.1080p.BluRay.x264-B', {}, 'is another episode'], ['Tarzan.the.Tiger.S01-S03.1080p.BluRay.x264-B', {}, 'is several seasons, or a part of one, of which no episode is taken'], ['Tarzan.the.Tiger.S01.EXTRAS.1080p.BluRay.x264-B', {}, 'is several seasons, or a part of one, of which no episode is taken'], ['Tarzan.the.Tiger.S01E01E02.1080p.WEB-DL.x264-A', {}, 'holds several episodes'],
    ['Tarzan.the.Tiger.S01E01-E04.1080p.WEB-DL.x264-A', {}, 'holds several episodes'], ['Tarzan.the.Tiger.1929.1080p.BluRay.x264-B', {}, 'does not say which episode it is'],
    ['Tarzan.S01E02.1080p.WEB-DL.x264-A', {}, 'is of another series'], ['Tarzan.the.Tiger.2003.S01E02.1080p.WEB-DL.x264-A', {}, 'is of another series'], ['Tarzan.the.Tiger.UK.S01E02.1080p.WEB-DL.x264-A', {}, 'is of another series'], ['Tarzan.the.Tiger.Returns.S01E02.1080p.WEB-DL.x264-A', {}, 'is of another series'],
    ['Tarzan.the.Tiger.S01E02.1080p.WEB-DL.x264-A', { tvdbId: 70_002 }, 'is of another series'], ['Tarzan.the.Tiger.S01E02.1080p.WEB-DL.x264-A', { categories: [2000, 2040] }, 'is of no series'],
  ]
  for (const [title, more, fault] of cases) t.equal(why(title, more)[0], fault, title)
  t.same(why('Tarzan.the.Tiger.UK.S01E02.1080p.WEB-DL.x264-A', {}, { ...tarzan, countries: [] }), [], 'of whichever country, where that is not known')
  t.same(why('Tarzan.und.der.Tiger.S01E02.ENGLISH.1080p.WEB-DL.x264-A', { tvdbId: 70_001 }), [], 'by its number under any name')
  t.same(why('Tarzan.the.Tiger.S01E02.1080p.WEB-DL.x264-A', { imdbId: 'tt7654321' }), [], 'a number of IMDb\'s may be the episode\'s own')
  t.equal(why('Tarzan.The.Tiger.E02.DVDRip.x264-D', {}, { ...tarzan, episode: { season: 2, episode: 2, airDate: null } })[0], 'is another episode', 'without a season it is of the first')
  t.end()
})
