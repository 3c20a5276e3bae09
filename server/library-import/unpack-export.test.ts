import { strToU8, zipSync } from 'fflate'
import t from '../../test/support/tap.ts'
import { unpackExport } from './unpack-export.ts'

const bounds = { entriesMax: 5, bytesMax: 10_000, ratioMax: 20, ratioFromBytes: 1_000 }
const codeOf = (bytes: Uint8Array) => {
  const unpacked = unpackExport('export.zip', bytes, bounds)
  return 'refused' in unpacked ? unpacked.code : Object.keys(unpacked.files)
}

t.test('a zip gives the files that can hold a library, and one file is itself', async (t) => {
  const zip = zipSync({ 'me/diary.csv': strToU8('Date,Name\n'), 'me/face.jpg': strToU8('x'), '__MACOSX/me/._diary.csv': strToU8('x'), 'me/.hidden.csv': strToU8('x'), 'history.JSON': strToU8('[]') })
  t.strictSame(codeOf(zip), ['me/diary.csv', 'history.JSON'])
  const alone = unpackExport('ratings.csv', strToU8('Const\n'), bounds)
  t.strictSame(alone, { files: { 'ratings.csv': strToU8('Const\n') } })
})

t.test('a hostile or broken zip is refused with a code, whatever its sizes say', async (t) => {
  t.equal(codeOf(zipSync(Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`${i}.csv`, strToU8('a')])))), 'ZIP_TOO_MANY_FILES')
  t.equal(codeOf(zipSync({ 'a.csv': new Uint8Array(9_000) })), 'ZIP_EXPANDS_TOO_MUCH')
  t.equal(codeOf(zipSync({ 'a.csv': new Uint8Array(6_000), 'b.csv': new Uint8Array(6_000) }, { level: 0 })), 'EXPORT_TOO_LARGE')
  t.equal(codeOf(zipSync({ 'face.jpg': strToU8('x') })), 'ZIP_EMPTY')
  t.equal(codeOf(zipSync({})), 'ZIP_EMPTY')
  t.equal(codeOf(new Uint8Array()), 'FILE_EMPTY')
  t.equal(codeOf(new Uint8Array(20_000)), 'EXPORT_TOO_LARGE')
  const whole = zipSync({ 'a.csv': strToU8('Date,Name\n'.repeat(80)) })
  t.equal(codeOf(whole.slice(0, whole.length - 30)), 'ZIP_BROKEN')

  // It says that it unpacks to 5 bytes: no more is taken.
  const lying = whole.slice()
  const central = lying.findLastIndex((_, i) => lying[i] === 0x50 && lying[i + 1] === 0x4b && lying[i + 2] === 1 && lying[i + 3] === 2)
  new DataView(lying.buffer).setUint32(central + 24, 5, true)
  const unpacked = unpackExport('export.zip', lying, bounds)
  t.ok('refused' in unpacked || unpacked.files['a.csv']!.length <= 5)
})
