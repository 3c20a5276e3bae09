import fc from 'fast-check'
import { holds } from '../../../test/support/property.ts'
import t from '../../../test/support/tap.ts'
import { writeWebVtt } from './cue.ts'
import { decodeText } from './decode-text.ts'
import { parseAss } from './parse-ass.ts'
import { parseSrt } from './parse-srt.ts'
import { parseWebVtt } from './parse-webvtt.ts'
import { isSubtitleFile, readSubtitleName } from './subtitle-name.ts'
import { cuesOfWebVttSample, textOfTimedText } from './timed-text.ts'

t.test('SubRip as people write it: without numbers, with dots, with numbers that are spoken, with tags of every sort', async (t) => {
  t.same(parseSrt('\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nOne\r\n\r\n2\r\n0:0:3.5 -> 00:00:04,000 X1:1\r\n42\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n<font color="#fff"><i>It\'s</font> <b>5 < 6</i> &amp; so\r\n{\\an8}top\r\n').map(({ startMs, endMs, text, settings }) => [startMs, endMs, text, settings]), [
    [1_000, 2_500, 'One', ''], [3_500, 4_000, '42', ''], [5_000, 6_000, '<i>It\'s <b>5 &lt; 6</b></i><b> &amp; so\ntop</b>', 'line:5%'],
  ])
})

t.test('SubStation: fields in the order its file says, overrides, drawings, copies, styles', async (t) => {
  const file = `[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nFormat: Name, Bold, Alignment\nStyle: Sign,-1,8\n[Events]\nFormat: Start, End, Style, Text
Dialogue: 0:00:01.00,0:00:02.50,Default,Hello\\Nthere, {\\i1}you{\\i0}
Dialogue: 0:00:01.00,0:00:02.50,Default,Hello\\Nthere, {\\i1}you{\\i0}
Comment: 0:00:01.00,0:00:02.50,Default,unseen
Dialogue: 0:00:03.00,0:00:04.00,Sign,{\\pos(1,2)\\p1}m 0 0{\\p0}Shop
Dialogue: 0:00:05.00,0:00:06.00,Default,{\\a6}top{\\k20}{\\fad(1,2)}`
  t.same(parseAss(file), [
    { startMs: 1_000, endMs: 2_500, text: 'Hello\nthere, <i>you</i>', settings: '' }, { startMs: 3_000, endMs: 4_000, text: '<b>Shop</b>', settings: 'line:5%' }, { startMs: 5_000, endMs: 6_000, text: 'top', settings: 'line:5%' },
  ])
})

t.test('WebVTT keeps its cues and their places, nothing else', async (t) => {
  t.same(parseWebVtt('WEBVTT - x\n\nSTYLE\n::cue { color: red }\n\nNOTE 00:00.000 --> 00:01.000\n\nid\n00:01.000 --> 01:00:02.000 line:10% region:r align:start evil\n<v Ann>Hi</v>\n'), [
    { startMs: 1_000, endMs: 3_602_000, text: '<v Ann>Hi</v>', settings: 'line:10% align:start' },
  ])
})

t.test('WebVTT has the line endings of every system', async (t) => {
  const file = 'WEBVTT\n\n00:01.000 --> 00:02.000\nOne\nTwo\n\n00:03.000 --> 00:04.000\nThree\n'
  for (const ending of ['\n', '\r\n', '\r']) t.same(parseWebVtt(file.replaceAll('\n', ending)).map(({ startMs, text }) => [startMs, text]), [[1_000, 'One\nTwo'], [3_000, 'Three']], JSON.stringify(ending))
})

t.test('braces that never close take no longer than other letters', async (t) => {
  const open = '{\\'.repeat(1_000_000)
  t.equal(parseSrt(`00:00:01,000 --> 00:00:02,000\n{\\i1}a${open}`)[0]!.text, `a${open}`)
  t.equal(parseAss(`[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.50,{\\i1}a${open}`)[0]!.text, `<i>a${open}</i>`)
})

t.test('a million fields are not looked through for each line', async (t) => {
  const file = `[Events]\nFormat: Start, End, Text${', x'.repeat(1_000_000)}\n${'Dialogue: 0:00:01.00,0:00:02.50,a\n'.repeat(200_000)}`
  t.equal(parseAss(file).length, 1, 'copies of one line')
})

t.test('MP4\'s own texts: letters with faces, both byte orders, several cues in one sample', async (t) => {
  const timed = (text: Uint8Array, ...rest: readonly number[]) => Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), text, Buffer.from(rest)])
  t.equal(textOfTimedText(timed(Buffer.from('Good day'), 0, 0, 0, 22, 0x73, 0x74, 0x79, 0x6c, 0, 1, 0, 5, 0, 8, 0, 1, 2, 18, 255, 255, 255, 255)), 'Good <i>day</i>')
  t.equal(textOfTimedText(timed(Buffer.from([0xfe, 0xff, 0x04, 0x14, 0x04, 0x30]))), 'Да')
  t.equal(textOfTimedText(timed(Buffer.from([]))), '')
  const box = (type: string, ...inside: readonly Uint8Array[]) => { const bytes = Buffer.concat(inside); const head = Buffer.alloc(8); head.writeUInt32BE(bytes.length + 8); head.write(type, 4); return Buffer.concat([head, bytes]) }
  t.same(cuesOfWebVttSample(Buffer.concat([box('vttc', box('sttg', Buffer.from('line:0')), box('payl', Buffer.from('One'))), box('vttc', box('payl', Buffer.from('Two'))), box('vtte')])), [{ text: 'One', settings: 'line:0' }, { text: 'Two', settings: '' }])
})

t.test('files in the encodings of former years are read, by what is known of their language and by their letters', async (t) => {
  const latin = (bytes: readonly number[]) => new Uint8Array(bytes)
  t.equal(decodeText(new TextEncoder().encode('żółć'), null), 'żółć')
  t.equal(decodeText(latin([0xff, 0xfe, 0x41, 0, 0x42, 0]), null), 'AB')
  t.equal(decodeText(latin([0x47, 0xfc, 0x6e, 0x20, 0x61, 0x79, 0x64, 0xfd, 0x6e]), 'tr'), 'Gün aydın')
  t.equal(decodeText(latin([0xa3, 0xf3, 0x64, 0x9f]), 'pl'), 'Łódź')
  t.equal(decodeText(latin([0x64, 0xe9, 0x6a, 0xe0]), 'fr'), 'déjà')
  const russian = 'Мы не можем ждать здесь всю ночь, это слишком опасно для всех нас.'
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1251').decode(new Uint8Array([byte])), byte]))
  t.equal(decodeText(new Uint8Array([...russian].map((letter) => table.get(letter)!)), null), russian)
  const utf16 = Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHi', 'utf16le')
  t.equal(decodeText(new Uint8Array(utf16), null).slice(0, 1), '1', 'without a mark, too')
})

t.test('a file\'s name says its language and what it is for', async (t) => {
  const read = (path: string, film = 'Film.It.2020.1080p-GRP.mkv') => { const { language, forced, hearingImpaired } = readSubtitleName(path, film); return [language, forced, hearingImpaired] }
  t.same(read('Film.It.2020.1080p-GRP.en.srt'), ['en', false, false])
  t.same(read('/x/Film.It.2020.1080p-GRP.ger.forced.srt'), ['de', true, false])
  t.same(read('Film.It.2020.1080p-GRP.pt-BR.sdh.srt'), ['pt-BR', false, true])
  t.same(read('Film.It.2020.1080p-GRP.en.hi.srt'), ['en', false, true])
  t.same(read('Film.It.2020.1080p-GRP.hi.srt'), ['hi', false, false])
  t.same(read('Subs/2_English.srt'), ['en', false, false])
  t.same(read('Subs/Spanish (Latin American).srt'), ['es-419', false, false])
  t.same(read('Film.It.2020.1080p-GRP.srt'), [null, false, false])
  t.ok(isSubtitleFile('a.SRT') && !isSubtitleFile('a.sub'))
})

t.test('whatever a file holds, what is written is WebVTT: in order, with ends behind their beginnings, without empty lines in a cue', async (t) => {
  const piece = fc.oneof(fc.constantFrom('00:00:01,000 --> 00:00:02,000', '0:00:01.00', '<i>', '</b>', '{\\an8}', '-->', '\n\n', '\r', 'Dialogue: ', '[Events]\n', '[V4 Styles]\n', 'Format: Start, End, Text\n', ',', '<', '&', '\0', '\u2028'), fc.string({ maxLength: 12 }))
  await holds(t, 'any text', 300, [fc.array(piece, { maxLength: 60 }), fc.constantFrom(parseSrt, parseAss, parseWebVtt)], (pieces, parse) => {
    const blocks = writeWebVtt(parse(pieces.join(''))).split('\n\n')
    if (!/^WEBVTT\n?$/.test(blocks[0]!)) throw new Error(blocks[0])
    let before = ''
    for (const block of blocks.slice(1)) {
      const match = /^(\d\d+:\d\d:\d\d\.\d{3}) --> (\d\d+:\d\d:\d\d\.\d{3})( [^\n]*)?\n(.+)/s.exec(block)
      if (!match || match[2]! <= match[1]! || match[1]! < before || match[4]!.includes('-->')) throw new Error(JSON.stringify(block))
      before = match[1]!
    }
  })
})
