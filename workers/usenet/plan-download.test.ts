import t from '../../test/support/tap.ts'
import { JobFailure } from '../job-failure.ts'
import type { NzbFile } from './nzb.ts'
import { landingPlanOf, planDownload } from './plan-download.ts'

const file = (name: string | null, sizeBytes: number, more: Partial<NzbFile> = {}): NzbFile =>
  ({ name, subject: '', postedAt: null, groups: [], sizeBytes, missingSegments: 0, segments: [{ messageId: `${name}-1@x`, number: 1, sizeBytes }], ...more })
/** Of articles with 1,000 bytes each; those with the given numbers are not listed. */
function cut(name: string | null, articles: number, unlisted: readonly number[] = []): NzbFile {
  const segments = Array.from({ length: articles }, (_, index) => ({ messageId: `${name}-${index + 1}@x`, number: index + 1, sizeBytes: 1_000 })).filter(({ number }) => !unlisted.includes(number))
  return file(name, segments.length * 1_000, { segments, missingSegments: unlisted.length })
}
const plan = (...files: NzbFile[]) => planDownload({ files, meta: {}, passwords: [] })
const kinds = (...files: NzbFile[]) => plan(...files).files.map(({ name, kind }) => `${name}: ${kind}`)
function failure(...files: NzbFile[]): JobFailure {
  try {
    plan(...files)
  } catch (error) {
    if (error instanceof JobFailure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

t.test('the index of the recovery data comes first, then the content, then what lies beside; recovery volumes last', (t) => {
  t.same(kinds(file('film.nfo', 9), file('film.vol000+01.par2', 500), file('film-sample.mkv', 100), file('film.mkv', 5_000), file('film.par2', 40), file('film.vol01+02.par2', 900)),
    ['film.par2: par2-index', 'film.mkv: content', 'film-sample.mkv: beside', 'film.nfo: beside', 'film.vol000+01.par2: par2-volume', 'film.vol01+02.par2: par2-volume'])
  t.same(plan(file('f.mkv', 9), file('f.vol003+14.par2', 9), file('f.vol3-6.PAR2', 9), file('f.vol6-3.par2', 9)).files.map(({ recoveryBlocks }) => recoveryBlocks), [undefined, 14, 4, undefined])
  t.end()
})

t.test('all volumes of an archive are fetched in the order in which they are unpacked', (t) => {
  const names = (...all: string[]) => plan(...all.map((name) => file(name, 9))).files.map(({ name }) => name)
  t.same(names('f.part10.rar', 'f.part2.rar', 'f.part1.rar'), ['f.part1.rar', 'f.part2.rar', 'f.part10.rar'])
  t.same(names('f.s00', 'f.r00', 'f.r99', 'f.rar'), ['f.rar', 'f.r00', 'f.r99', 'f.s00'])
  t.same(names('f.7z.002', 'f.7z.010', 'f.7z.001'), ['f.7z.001', 'f.7z.002', 'f.7z.010'])
  t.same(names('f.zip', 'f.z02', 'f.z01'), ['f.z01', 'f.z02', 'f.zip'])
  t.same(names('b.part1.rar', 'a.part2.rar', 'a.part1.rar'), ['a.part1.rar', 'a.part2.rar', 'b.part1.rar'])
  t.end()
})

t.test('names that say nothing may be the film: all are content, in the order of the NZB', (t) => {
  t.same(kinds(file(null, 5_000), file(null, 6_000), file('a8f3', 100)), ['a8f3: content', 'null: content', 'null: content'])
  t.same(plan(cut(null, 2), cut(null, 3)).files.map(({ articles }) => articles), [2, 3])
  t.equal(kinds(file('set.par2', 100_000_000), file('f.mkv', 9)).at(-1), 'set.par2: par2-volume', 'a large index has recovery data in it')
  t.end()
})

t.test('articles follow each other by file, and know their place in it', (t) => {
  const { files, articles, totalBytes } = plan(cut('film.mkv', 3, [2]), cut('film.vol0+9.par2', 4), cut('film.nfo', 1))
  t.match(files, [{ firstArticle: 0, articles: 2, unlisted: 1 }, { firstArticle: 2, articles: 1 }, { firstArticle: 3, articles: 4 }])
  t.same(articles.map(({ file, place }) => `${file}.${place}`), ['0.0', '0.2', '1.0', '2.0', '2.1', '2.2', '2.3'])
  t.same([articles[0]!.multipart, articles[2]!.multipart], [true, false])
  t.equal(totalBytes, 3_000, 'what is withheld is not counted')
  t.same(landingPlanOf({ files, articles, totalBytes }, new Uint8Array(32)).fileOfArticle, [0, 0, 1, 2, 2, 2, 2])
  t.end()
})

t.test('what has no film, or is known to be beyond repair, is refused before a byte is fetched', (t) => {
  t.match(failure(file('film.nfo', 1), file('film.par2', 2)), { code: 'JOB_ERROR', message: /no film/ })
  t.match(failure(cut('film.mkv', 9, [3, 4])), { code: 'USENET_ERROR', message: '2 of 9 articles were never posted or are not listed.', retryable: false })
  const volume = cut('film.vol0+2.par2', 2)
  t.doesNotThrow(() => plan(cut('film.mkv', 9, [3, 7]), volume), 'as many as the recovery data repairs')
  t.match(failure(cut('film.mkv', 20, [3, 7, 9, 12]), volume), { message: /4 of 20 articles .* more than the 2 recovery blocks repair/ })
  t.doesNotThrow(() => plan(file('film.mkv', 9), cut('film.nfo', 2, [1])), 'what lies beside may lack anything')
  t.end()
})

t.test('a film in one file of very many articles is planned; millions that an NZB pretends to lack are not counted', (t) => {
  t.equal(plan(cut('film.mkv', 200_000)).articles.length, 200_000)
  const pretending = Array.from({ length: 10_000 }, (_, index) => ({ ...cut(`f.r${index}`, 1), missingSegments: 9_999_998 }))
  t.match(failure(...pretending, cut('f.vol0+99.par2', 99)), { code: 'USENET_ERROR', message: /never posted/, retryable: false })
  t.end()
})

t.test('an article may not lie beyond what the file can be', (t) => {
  const [article] = plan(file('film.mkv', 1_000_000)).articles
  t.ok(article!.fileBytesMax >= 1_000_000 && article!.fileBytesMax < 1_200_000)
  t.equal(article!.multipart, false)
  const unknown = plan(file('film.mkv', 0))
  t.equal(unknown.totalBytes, 0)
  t.ok(unknown.articles[0]!.fileBytesMax > 1_000_000, 'without sizes each article may be as large as any')
  t.end()
})
