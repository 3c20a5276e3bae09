import t from '../../test/support/tap.ts'
import { JobFailure } from '../job-failure.ts'
import type { NzbFile } from './nzb.ts'
import { planDownload } from './plan-download.ts'

const file = (name: string | null, sizeBytes: number, more: Partial<NzbFile> = {}): NzbFile =>
  ({ name, subject: '', groups: [], sizeBytes, missingSegments: 0, segments: [{ messageId: `${name}-1@x`, number: 1, sizeBytes }], ...more })
const plan = (...files: NzbFile[]) => planDownload({ files, meta: {}, password: null })
function failure(...files: NzbFile[]): JobFailure {
  try {
    plan(...files)
  } catch (error) {
    if (error instanceof JobFailure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

t.test('the largest film is fetched, not what lies beside it', (t) => {
  t.equal(plan(file('film.nfo', 9), file('sample.mkv', 100), file('film.mkv', 5_000), file('film.mkv.vol0+1.par2', 90_000)).file.name, 'film.mkv')
  t.equal(plan(file('film.par2', 9_000), file(null, 5_000), file('a8f3', 6_000)).file.name, 'a8f3', 'obfuscated: the largest that may be it')
  t.equal(plan(file(null, 0)).file.name, null, 'also without any size')
  t.end()
})

t.test('what cannot be played or is known to be incomplete is refused before a byte is fetched', (t) => {
  t.match(failure(file('film.part01.rar', 9_000), file('film.nfo', 1)), { code: 'JOB_ERROR', message: /archive/, retryable: false })
  t.match(failure(file('film.7z.001', 9_000)), { code: 'JOB_ERROR', message: /archive/ })
  t.match(failure(file('film.nfo', 1), file('film.par2', 2)), { code: 'JOB_ERROR', message: /no film/ })
  t.match(failure(file('film.mkv', 9, { missingSegments: 3 })), { code: 'USENET_ERROR', message: '3 of 4 articles were never posted or are not listed.', retryable: false })
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
