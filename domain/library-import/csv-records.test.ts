import fc from 'fast-check'
import { csvLine } from '../../pwa/exports/csv.ts'
import t from '../../test/support/tap.ts'
import { forEachLine, forEachRecord } from './csv-records.ts'
import { decodeText } from './decode-text.ts'

function records(text: string) {
  const found: [number, ...string[]][] = []
  const unclosed = forEachRecord(text, (cells, line) => { found.push([line, ...cells]) })
  return { found, unclosed }
}

t.test('a table is read whatever its delimiter, its quotes and its end', async (t) => {
  t.strictSame(records('a,b\n1,"x, ""y""\nz"\n\n , \n2,w').found, [[1, 'a', 'b'], [2, '1', 'x, "y"\nz'], [6, '2', 'w']], 'lines are those of the text; empty ones are left out')
  t.strictSame(records('a;b\n"1,5";2').found, [[1, 'a', 'b'], [2, '1,5', '2']])
  t.strictSame(records('a\tb\n1\t2\n').found, [[1, 'a', 'b'], [2, '1', '2']])
  t.strictSame(records('Letterboxd list export v7\nDate,Name\n').found, [[1, 'Letterboxd list export v7'], [2, 'Date', 'Name']])
  t.strictSame(records('').found, [])
})

t.test('a quote that is not closed costs its own line alone', async (t) => {
  const { found, unclosed } = records('a,b\n1,x\n2,"broken\n3,y\n4,"z"\n')
  t.strictSame(found.map(([line]) => line), [1, 2, 4, 5])
  t.strictSame(unclosed, [3])
  t.strictSame(records('a,b\n1,say "hi"\n2,"say "hi" now"\n').found.map(([, , cell]) => cell), ['b', 'say "hi"', 'say "hi" now'], 'quotes within a line are what they seem')
  const last = records('a,b\n1,x\n2,"y\n3,z\n')
  t.strictSame([last.found.length, last.unclosed], [3, [3]])
  const hopeless = records(`a\n${'"x\n,'.repeat(4_001)}`)
  t.ok(hopeless.unclosed.length <= 1_001, 'and somebody who writes nothing else is not read forever')
})

t.test('columns are known by name, in any order; what a line has more is a problem', async (t) => {
  const found: string[][] = []
  const problems: [number, string][] = []
  const lines = forEachLine('Your Rating,CONST,unknown\n7,tt1\n8,tt2,,\n9,tt3,x,more\n', ({ line, cell }) => { found.push([String(line), cell('const'), cell('rated', 'yourrating'), cell('none')]) }, { unreadable: (line, why) => { problems.push([line, why]) } })
  t.equal(lines, 3)
  t.strictSame(found, [['2', 'tt1', '7', ''], ['3', 'tt2', '8', '']])
  t.strictSame(problems, [[4, 'it has 4 columns, and the first line names 3']])
})

t.test('what was written is read, of any text', async (t) => {
  const cell = fc.string({ unit: fc.oneof(fc.constantFrom(',', ';', '"', '\n', ' ', 'ü', '\t'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 12 }).map((text) => text.replaceAll('\r', '').trim())
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), (rows) => {
    const { found, unclosed } = records(['a,b,c\r\n', ...rows.map(csvLine)].join('').replaceAll('\r\n', '\n'))
    t.same(unclosed, [])
    t.strictSame(found.slice(1).map(([, ...cells]) => cells), rows.filter((cells) => cells.some((text) => text !== '')))
  }), { numRuns: 50 })
})

t.test('texts are read in the encodings in which they come', async (t) => {
  const text = 'Name;Jahr\r\nFür Elise – 映画;1999\rEnde'
  const read = 'Name;Jahr\nFür Elise – 映画;1999\nEnde'
  const utf16 = (bigEndian: boolean, mark: boolean) => {
    const bytes = new Uint8Array((text.length + (mark ? 1 : 0)) * 2)
    const view = new DataView(bytes.buffer)
    Array.from(mark ? `\ufeff${text}` : text, (letter, i) => { view.setUint16(i * 2, letter.charCodeAt(0), !bigEndian) })
    return bytes
  }
  for (const bytes of [new TextEncoder().encode(text), new TextEncoder().encode(`\ufeff${text}`), utf16(false, true), utf16(true, true), utf16(false, false), utf16(true, false)]) t.equal(decodeText(bytes), read)
  t.equal(decodeText(Uint8Array.of(0x46, 0xfc, 0x72, 0x80)), 'Für€', 'Windows’ letters')
  t.equal(decodeText(Uint8Array.of(0xc3, 0xbc, 0xc3, 0xa4, 0xff)), 'üä\ufffd', 'one broken letter is one broken letter')
  t.equal(decodeText(new Uint8Array()), '')
  t.equal(decodeText(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13)), undefined, 'a picture is no text')
})
