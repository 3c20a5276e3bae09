import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from '../../test/support/tap.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import { limits } from '../../server/limits.ts'
import { fileNameOf, NzbError, parseNzb } from './nzb.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const segment = (number: string, id: string, bytes = '100') => `<segment bytes="${bytes}" number="${number}">${id}</segment>`
const nzb = (segments: string, subject = '&quot;a.mkv&quot; yEnc (1/2)', head = '') =>
  bytesOf(`<?xml version="1.0"?><nzb>${head}<file subject="${subject}"><groups><group>alt.test</group></groups><segments>${segments}</segments></file></nzb>`)
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return error instanceof NzbError ? error.code : String(error)
  }
  return 'accepted'
}

interface Case { readonly files: number; readonly segments: number; readonly bytes: number; readonly meta: Record<string, string>; readonly subjects: readonly string[]; readonly groups: readonly string[]; readonly root?: string; readonly gzip?: boolean }
/** The table counts elements; this one has no message id in it, so there is nothing to ask a server for. */
const unusable: Record<string, { readonly segments: number; readonly bytes: number }> = { 'valid_nzb_with_one_missing_segment.nzb': { segments: 1, bytes: 739_668 } }
const refused: Record<string, string> = {
  'NoFiles.nzb': 'NO_FILES',
  'NotNzb.nzb': 'NOT_NZB',
  'malformed_files.nzb': 'NO_FILES',
  'invalid_gzipped_nzb.nzb.gz': 'NOT_GZIP',
}

t.test('real NZB files are read, and real broken ones refused, as their own programs do', (t) => {
  const folder = sharedData('nzb')
  if (!folder) {
    t.pass('not run: ../shared/data/nzb is not here')
    return t.end()
  }
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Record<string, Record<string, Case> & { upstream_file_names?: string[] }> }
  for (const [name, expected] of Object.entries(cases)) {
    for (const file of readdirSync(join(folder, name)).filter((file) => /\.nzb(\.gz)?$/.test(file))) {
      const bytes = readFileSync(join(folder, name, file))
      if (refused[file]) {
        t.equal(codeOf(() => parseNzb(bytes, file)), refused[file], `${file} is refused`)
        continue
      }
      const found = parseNzb(bytes, file)
      const { files, segments, bytes: size, meta, subjects, groups } = expected[file]!
      t.equal(found.files.length, files, `${file}: files`)
      t.equal(found.files.reduce((sum, one) => sum + one.segments.length, 0), segments - (unusable[file]?.segments ?? 0), `${file}: segments`)
      t.equal(found.files.reduce((sum, one) => sum + one.sizeBytes, 0), size - (unusable[file]?.bytes ?? 0), `${file}: bytes`)
      t.same(found.meta, meta, `${file}: meta`)
      t.same(found.files.slice(0, subjects.length).map((one) => one.subject), subjects, `${file}: subjects`)
      t.same([...new Set(found.files.flatMap((one) => one.groups))].sort(), groups, `${file}: groups`)
      const names = expected.upstream_file_names
      if (!names) continue
      t.same(found.files.map((one) => one.name), names.slice(1, 1 + files), `${file}: names`)
      if (names[1 + files]) t.same(found.passwords, [names[1 + files]], `${file}: password`)
    }
  }
  t.equal(Object.keys(cases).length, 13, 'the table has its cases')
  const missing = parseNzb(readFileSync(join(folder, 'raven-valid_nzb_with_one_missing_segment/valid_nzb_with_one_missing_segment.nzb')))
  t.equal(missing.files.reduce((sum, one) => sum + one.missingSegments, 0), 1, 'the one missing segment is counted')
  t.equal(parseNzb(readFileSync(join(folder, 'raven-spec_example/spec_example.nzb'))).files[0]!.name, 'abc-mr2a.r01', 'a name without quotes')
  t.equal(parseNzb(readFileSync(join(folder, 'raven-bad_subject/bad_subject.nzb'))).files[0]!.name, null, 'no name in a random subject')
  t.end()
})

t.test('segments are sorted, and each number and message counts once', (t) => {
  const { files } = parseNzb(nzb([segment('3', 'c@x'), segment('1', 'a@x'), segment('1', 'other@x'), segment('4', 'a@x')].join('')))
  t.same(files[0]!.segments.map((one) => [one.number, one.messageId]), [[1, 'a@x'], [3, 'c@x']])
  t.equal(files[0]!.missingSegments, 1, 'number 2')
  t.end()
})

t.test('a message id that would be another command, and numbers that cannot be, are dropped', (t) => {
  const hostile = ['a@x&gt;&#13;&#10;QUIT', 'a b@x', '', 'é@x', 'x'.repeat(249), '&lt;a@x'].map((id, index) => segment(String(index + 2), id))
  const numbers = ['0', '-1', '1.5', 'x', '99999999'].map((number) => segment(number, `n${number}@x`))
  const { files } = parseNzb(nzb([...hostile, ...numbers, segment('1', '&lt;good@x&gt;', '-7')].join('')))
  t.same(files[0]!.segments, [{ messageId: 'good@x', number: 1, sizeBytes: 0 }])
  t.equal(codeOf(() => parseNzb(nzb(hostile.join('')))), 'NO_SEGMENTS')
  t.end()
})

t.test('the password comes from the meta before the file name', (t) => {
  const one = segment('1', 'a@x')
  t.same(parseNzb(nzb(one), 'Film{{s3cret}}.nzb').passwords, ['s3cret'])
  t.same(parseNzb(nzb(one, 'a', '<head><meta type="password">one</meta><meta type="title">Film</meta><meta type="password">other</meta><meta type="password">one</meta></head>')).passwords, ['one', 'other'])
  t.same(parseNzb(nzb(one, 'a', '<head><meta type="password">from meta</meta></head>'), 'Film{{s3cret}}.nzb').passwords, ['from meta', 's3cret'])
  t.same(parseNzb(nzb(one, 'a', '<head><meta type="Password">in any case</meta></head>')).passwords, ['in any case'])
  t.same(parseNzb(nzb(one), 'Film.nzb').passwords, [])
  t.end()
})

t.test('entities, bombs, oversize, truncation and other documents are refused by code', (t) => {
  const entity = '<?xml version="1.0"?><!DOCTYPE nzb [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><nzb><file subject="&b;"/></nzb>'
  t.equal(codeOf(() => parseNzb(bytesOf(entity))), 'DTD_FORBIDDEN')
  t.equal(codeOf(() => parseNzb(bytesOf('<nzb><file subject="x"><segments>'))), 'MALFORMED')
  t.equal(codeOf(() => parseNzb(bytesOf('<html><body>Login</body></html>'))), 'NOT_NZB')
  t.equal(codeOf(() => parseNzb(bytesOf(''))), 'MALFORMED')
  t.equal(codeOf(() => parseNzb(new Uint8Array(limits.nzbBytesMax + 1))), 'TOO_LARGE')
  t.equal(codeOf(() => parseNzb(gzipSync(new Uint8Array(limits.nzbBytesMax + 1)))), 'TOO_LARGE', 'a gzip bomb')
  t.equal(codeOf(() => parseNzb(gzipSync(nzb(segment('1', 'a@x'))).subarray(0, 60))), 'NOT_GZIP', 'cut gzip')
  t.equal(codeOf(() => parseNzb(bytesOf('<nzb>' + '<a>'.repeat(50_000) + '</a>'.repeat(50_000) + '</nzb>'))), 'MALFORMED', 'too deep')
  t.end()
})

t.test('names are read from subjects, and never hold a path', (t) => {
  t.equal(fileNameOf('[1/2] - "../../etc/cron.d/x.mkv" yEnc (1/9)'), 'x.mkv')
  t.equal(fileNameOf('"C:\\Windows\\film.mkv" yEnc'), 'film.mkv')
  t.equal(fileNameOf('Film.2019.1080p.mkv (1/99)'), 'Film.2019.1080p.mkv')
  t.equal(fileNameOf('no name here (1/2)'), null)
  t.equal(fileNameOf('[01/10] - A Film of Ours.mkv yEnc (1/2)'), 'A Film of Ours.mkv')
  t.equal(fileNameOf('(01/10) - A Film of Ours.part01.rar - 4.5 GB - yEnc (1/2)'), 'A Film of Ours.part01.rar')
  t.equal(fileNameOf("Here's your file!  film.r01 (1/2)"), 'film.r01')
  t.end()
})
