import t from '../../test/support/tap.ts'
import type { Candidate } from './choose-release.ts'
import { chooseRelease, releaseIdOf } from './choose-release.ts'

const movie = { imdbId: 'tt0013442', title: 'Nosferatu', year: 1922 }
let number = 0
const candidate = (title: string, sizeBytes: number | null = 1e9, more: Partial<Candidate['item']> = {}): Candidate =>
  ({ indexer: 'Geek', item: { guid: `g${++number}`, title, nzbUrl: null, sizeBytes, categories: [2000], publishedAt: null, imdbId: null, passworded: false, poster: null, grabs: null, torrent: false, via: null, ...more } })
const titleOf = (candidates: Candidate[], quality: '720p' | '1080p' | '4K' = '1080p') => chooseRelease(candidates, quality, movie)?.release.title

t.test('the resolution asked for comes first, then the usual order', (t) => {
  const all = ['Nosferatu.1922.2160p.WEB-DL', 'Nosferatu.1922.720p.BluRay', 'Nosferatu.1922.1080p.HDTV', 'Nosferatu.1922.DVDRip'].map((title) => candidate(title))
  t.equal(titleOf(all), 'Nosferatu.1922.1080p.HDTV')
  t.equal(titleOf(all, '4K'), 'Nosferatu.1922.2160p.WEB-DL')
  t.equal(titleOf(all.filter((each) => !each.item.title.includes('1080p'))), 'Nosferatu.1922.720p.BluRay')
  t.equal(titleOf([all[3]!]), 'Nosferatu.1922.DVDRip')
  t.end()
})

t.test('within a tier discs and the web are preferred, then the smaller; an unknown size is the largest', (t) => {
  t.equal(titleOf([candidate('Nosferatu.1922.1080p.HDTV', 1), candidate('Nosferatu.1922.1080p.BluRay.A', 9e9), candidate('Nosferatu.1922.1080p.WEB-DL.B', 8e9), candidate('Nosferatu.1922.1080p.BluRay.C', null)]), 'Nosferatu.1922.1080p.WEB-DL.B')
  t.end()
})

t.test('another film, another category, a locked or filmed one is never chosen', (t) => {
  t.equal(chooseRelease([
    candidate('Nosferatu.the.Vampyre.1979.1080p'), candidate('Some.Film.1922.1080p'), candidate('Nosferatu.1922.1080p', 1, { imdbId: 'tt0079641' }),
    candidate('Nosferatu.1922.1080p', 1, { categories: [5000, 5040] }), candidate('Nosferatu.1922.1080p', 1, { passworded: true }),
    candidate('Nosferatu.1922.CAM.1080p'), candidate('Nosferatu.1922.HDTS.1080p'),
  ], '1080p', movie), undefined)
  t.equal(titleOf([candidate('Eine.Symphonie.des.Grauens.1080p', 1, { imdbId: 'tt013442' })]), 'Eine.Symphonie.des.Grauens.1080p', 'by id under any title')
  t.equal(chooseRelease([candidate('The.Cam.Girl.TS.Eliot.1999.1080p')], '1080p', { imdbId: null, title: 'The Cam Girl: T.S. Eliot', year: 1999 })?.release.title, 'The.Cam.Girl.TS.Eliot.1999.1080p', 'T.S. and TS are one, and no source within a name')
  t.equal(chooseRelease([candidate('The.Cam.1999.1080p')], '1080p', { imdbId: null, title: 'The Cam', year: 1999 })?.release.title, 'The.Cam.1999.1080p', 'a word of the title is no source')
  t.end()
})

t.test('the choice says why in words, and names the release without a URL', (t) => {
  const chosen = candidate('Nosferatu.1922.1080p.BluRay', 2.1e9)
  const choice = chooseRelease([chosen, candidate('Nosferatu.1922.1080p.BluRay.X', 3e9), candidate('Nosferatu.1922.720p')], '1080p', movie)!
  t.equal(choice.release.reason, '1080p, as asked for, from a disc or the web; the smallest of 2 alike, 2.1 GB; 3 found.')
  t.equal(choice.release.releaseId, releaseIdOf(chosen))
  t.match(chooseRelease([candidate('Nosferatu.1922.720p', 9e6)], '4K', movie)!.release.reason, /^720p, because there is none in 4K; the only one, 9 MB; 1 found\.$/)
  t.end()
})

t.test('what the title says of the recording can rule a release out, and the reason counts what was passed over', (t) => {
  const unfit = [
    'Nosferatu.1922.TS.1080p.x264-A', 'Nosferatu.1922.DVDSCR.XviD-B', 'Nosferatu.1922.WORKPRINT.XviD-C', 'Nosferatu.1922.3D.HSBS.1080p.BluRay.x264-D',
    'Nosferatu.1922.1080p.HC.WEBRip.x264-E', 'Nosferatu.1922.1080p.BluRay.x264-F.sample', 'Nosferatu.1922.S01E02.1080p.WEB-DL.x264-G', 'Nosferatu.1924.1080p.BluRay.x264-H',
    'Nosferatu.Returns.1922.1080p.BluRay.x264-I', 'Shadow.of.Nosferatu.1922.1080p.BluRay.x264-J', 'Nosferatu.1080p.BluRay.x264-K', 'Nosferatu.1922.TELECINE.1080p-L',
  ]
  for (const title of unfit) t.equal(titleOf([candidate(title)]), undefined, title)
  const choice = chooseRelease([...unfit.slice(0, 4).map((title) => candidate(title)), candidate('Nosferatu.1922.720p.WEB-DL.x264-Z')], '1080p', movie)!
  t.equal(choice.release.reason, '720p, because there is none in 1080p, from a disc or the web; the only one, 1.0 GB; 5 found, 4 passed over (filmed off the screen, 2 not the finished film, 3D).')
  t.end()
})

t.test('a film is known by its whole name, however accents, articles, dots and "and" are written', (t) => {
  const film = (title: string, year: number | null, release: string) => chooseRelease([candidate(release)], '1080p', { imdbId: null, title, year }) !== undefined
  t.ok(film('Amélie & the Gnomes', 2001, 'Amelie.and.the.Gnomes.2001.1080p.BluRay.x264-G'))
  t.ok(film('The Wages of Fear', 1953, 'Wages.of.Fear.1953.1080p.BluRay.x264-G'))
  t.ok(film('Blade Runner 2049', 2017, 'Blade.Runner.2049.2017.1080p.BluRay.x264-G'))
  t.ok(film('2012', 2009, '2012.2009.1080p.BluRay.x264-G'))
  t.ok(film('1917', 2019, '1917.2019.1080p.WEB-DL.H264-G'))
  t.ok(film('S.W.A.T.', 2003, 'S.W.A.T.2003.1080p.BluRay.x264-G'))
  t.ok(film('Alien', 1979, 'Alien.Directors.Cut.1979.1080p.BluRay.x264-G'), 'an edition is no part of the name')
  t.notOk(film('Alien', 1997, 'Alien.Resurrection.1997.1080p.BluRay.x264-G'))
  t.notOk(film('', 1997, 'Alien.Resurrection.1997.1080p.BluRay.x264-G'), 'a film without a name is known by its id only')
  t.end()
})
