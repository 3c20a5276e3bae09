import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { encodeYenc } from '../../test/support/encode-yenc.ts'
import { filmInMatroska } from '../../test/support/film-in-matroska.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import type { CliCommand } from '../../server/cli/command.ts'
import { loadConfig } from '../../server/config.ts'
import { filesIn } from '../../server/permissions.ts'
import { archiveCommands } from './archives.ts'
import { articleCommands } from './articles.ts'
import { indexerCommands } from './indexers.ts'
import { mediaCommands } from './media.ts'
import { releaseCommands } from './releases.ts'

async function run(name: string, words: readonly string[], { input = '', options = {}, environment = {} }: { input?: string; options?: Readonly<Record<string, string | boolean>>; environment?: Record<string, string> } = {}) {
  const command: CliCommand = [...articleCommands, ...archiveCommands, ...releaseCommands, ...mediaCommands, ...indexerCommands].find((each) => each.name === name)!
  const printed: { value: unknown; words: string }[] = []
  const code = await command.run({
    config: loadConfig(environment, ''), words, options, input: Readable.from([input]), signal: new AbortController().signal, print: (value, text) => { printed.push({ value, words: text }) },
  })
  return { code, printed }
}

function folder(t: { teardown(run: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-by-hand-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

t.test('release parse answers each line with one, in their order', async (t) => {
  const { code, printed } = await run('release parse', [], { input: 'Film.2020.1080p.BluRay.x264-GRP\r\n\nShow.S01E02.720p.HDTV-G' })
  t.equal(code, 0)
  t.match(printed.map(({ value }) => value), [
    { title: 'Film.2020.1080p.BluRay.x264-GRP', name: 'Film', year: 2020, resolution: '1080p', source: 'bluray', video_codec: 'h264', group: 'GRP' }, { title: '', parsed: false }, { name: 'Show', seasons: [1], episodes: [2] },
  ])
  t.match(printed[0]!.words, /year +2020/)
  await t.rejects(run('release parse', [], { options: { kind: 'song' } }), /--kind is one of movie, tv, any/)
})

t.test('newznab show tells releases without their addresses, abilities, and what the indexer refuses', async (t) => {
  const dir = folder(t)
  const file = (name: string, text: string) => { writeFileSync(join(dir, name), text); return join(dir, name) }
  const feed = file('feed.xml', `<rss xmlns:newznab="http://www.newznab.com/DTD/2010/feeds/attributes/"><channel><item><title>Film.2020.1080p</title><guid>abc</guid>
    <enclosure url="https://indexer.example/get?id=abc&amp;apikey=hidden" length="1000" type="application/x-nzb"/></item></channel></rss>`)
  const shown = await run('newznab show', [feed])
  t.match([shown.code, shown.printed[0]!.value], [0, { kind: 'release', title: 'Film.2020.1080p', sizeBytes: 1_000, hasNzb: true }])
  t.notMatch(JSON.stringify(shown), /hidden/)
  t.match(await run('newznab show', [file('caps.xml', '<?xml version="1.0"?><caps><searching><search available="yes" supportedParams="q"/></searching></caps>')]), { code: 0, printed: [{ value: { kind: 'caps', searches: { search: { available: true, parameters: ['q'] } } } }] })
  t.match(await run('newznab show', [file('no.xml', '<error code="100" description="Incorrect user credentials"/>')]), { code: 1, printed: [{ value: { code: 'CREDENTIALS' } }] })
  await t.rejects(run('newznab show', [dir]), /cannot be read \(EISDIR\)/)
})

t.test('newznab test says whether the indexer of the settings works, newznab search what it has, and release rank what is best of it', async (t) => {
  const indexer = await startNewznabServer({ apiKey: 'hidden' })
  t.teardown(indexer.stop)
  const environment = { INDEXER_URL: indexer.url, INDEXER_API_KEY: 'hidden' }
  const tested = await run('newznab test', [], { environment })
  t.match([tested.code, tested.printed[0]!.value], [0, { ok: true, abilities: { software: 'Rewind demo indexer', movieBy: ['q', 'imdbid', 'tmdbid'] } }])
  t.match(await run('newznab test', [], { environment: { ...environment, INDEXER_API_KEY: 'wrong' } }), { code: 1, printed: [{ value: { ok: false, code: 'CREDENTIALS', advice: { message: /API key/ } }, words: /^CREDENTIALS: .*Incorrect user credentials.*\nCopy the API key/s }] })
  const found = await run('newznab search', ['Nosferatu'], { environment, options: { year: '1922', imdb: 'tt0013442' } })
  t.match([found.code, found.printed.length, found.printed[0]!.value], [0, 5, { title: /^Nosferatu/, imdbId: 'tt0013442', hasNzb: true }])
  t.match(await run('newznab search', ['Nosferatu'], { environment, options: { season: '1', episode: '2' } }), { code: 3, printed: [] })
  t.notMatch(JSON.stringify([tested, found]), /hidden/)
  await t.rejects(run('newznab test', []), /Set INDEXER_URL and INDEXER_API_KEY/)
  const feed = join(folder(t), 'feed.xml')
  writeFileSync(feed, await (await fetch(`${indexer.url}/api?t=movie&imdbid=0013442&apikey=hidden`)).text())
  const ranked = await run('release rank', [feed, 'Smallest'], { options: { runtime: '94' } })
  t.match([ranked.code, ranked.printed.at(-1)!.value], [0, { place: 5, title: /HDCAM/, accepted: false, refusals: [{ message: 'CAM is not wanted by Smallest' }] }])
})

t.test('nzb show counts what is there and what is missing', async (t) => {
  const path = join(folder(t), 'film{{secret}}.nzb')
  writeFileSync(path, '<nzb xmlns="http://www.newzbin.com/DTD/2003/nzb"><file subject="&quot;film.mkv&quot; yEnc (1/3)"><groups><group>a.b</group></groups><segments><segment bytes="10" number="1">a@b</segment></segments></file></nzb>')
  const { code, printed } = await run('nzb show', [path])
  t.match([code, printed[0]!.value], [0, { passworded: true, files: [{ name: 'film.mkv', segments: 1, missingSegments: 2 }] }])
  t.notMatch(JSON.stringify(printed), /secret/)
  writeFileSync(path, '<html/>')
  t.match(await run('nzb show', [path]), { code: 1, printed: [{ value: { code: 'NOT_NZB' } }] })
})

t.test('yenc decode writes the bytes, and ends with 1 for a damaged article', async (t) => {
  const dir = folder(t)
  const bytes = new Uint8Array(1_000).map((_, index) => index * 7)
  const article = encodeYenc(bytes, { name: 'a.bin' })
  writeFileSync(join(dir, 'article'), article)
  t.match(await run('yenc decode', [join(dir, 'article'), join(dir, 'out')]), { code: 0, printed: [{ value: { sizeBytes: 1_000, checksum: 'verified', problem: null } }] })
  t.ok(readFileSync(join(dir, 'out')).equals(Buffer.from(bytes)))
  writeFileSync(join(dir, 'article'), Buffer.from(Buffer.from(article).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))
  t.match(await run('yenc decode', [join(dir, 'article'), join(dir, 'out')]), { code: 0, printed: [{ value: { sizeBytes: 1_000, checksum: 'verified' } }] }, 'saved as a text')
  // 4 becomes a dot: two that begin a line are one on the way, and two in a file that a program saved.
  const dots = new Uint8Array(1_000).fill(4), sent = encodeYenc(dots, { name: 'a.bin' })
  for (const saved of [sent, Buffer.from(Buffer.from(sent).toString('latin1').replaceAll('\r\n..', '\r\n.'), 'latin1')]) {
    writeFileSync(join(dir, 'article'), saved)
    t.match(await run('yenc decode', [join(dir, 'article'), join(dir, 'out')]), { code: 0, printed: [{ value: { sizeBytes: 1_000, checksum: 'verified', problem: null } }] }, 'dots doubled or not')
    t.ok(readFileSync(join(dir, 'out')).equals(Buffer.from(dots)))
  }
  writeFileSync(join(dir, 'article'), article.subarray(0, article.length / 2))
  t.match(await run('yenc decode', [join(dir, 'article'), join(dir, 'out')]), { code: 1, printed: [{ value: { problem: 'TRUNCATED' } }] })
})

t.test('media probe tells what is in a film, media prepare makes it play with the subtitles beside it', async (t) => {
  const dir = folder(t)
  const film = join(dir, 'film.mkv')
  writeFileSync(film, await filmInMatroska())
  writeFileSync(join(dir, 'film.en.srt'), '1\n00:00:01,000 --> 00:00:02,000\nHello')
  const shown = await run('media probe', [film])
  t.match([shown.code, shown.printed[0]!.value], [0, { container: 'mkv', video: [{ codec: 'h264', width: 320 }], audio: [{ codec: 'aac' }], playable: 'after-preparing' }])
  t.match(shown.printed[0]!.words, /video +1 +h264, avc1\.\w+, 320x180/)
  const made = await run('media prepare', [film, join(dir, 'into')])
  t.match([made.code, made.printed[0]!.value], [0, { video: { path: join(dir, 'into', 'film.mp4') }, subtitles: [{ language: 'en', label: 'English' }], playability: { playable: 'yes' } }])
  t.match(await run('media probe', [join(dir, 'film.en.srt')]), { code: 1, printed: [{ value: { code: 'NOT_MEDIA' } }] })
  await t.rejects(run('media probe', [dir]), /no file/)
})

t.test('a tool may read what it is given and write what it is told to, nothing else', async (t) => {
  t.strictSame(filesIn(['yenc', 'decode', '/a/in', '/b/out', '--json']), { read: ['/a/in', '/b/out'], write: ['/b/out', '/b/out.part'] })
  t.strictSame(filesIn(['nzb', 'show', '/a/in']), { read: ['/a/in'], write: [] })
  t.strictSame(filesIn(['par2', 'verify', '/a/in']), { read: ['/a/in'], write: [] })
  t.strictSame(filesIn(['par2', 'repair', '/a/in/x.PAR2']), { read: ['/a/in'], write: ['/a/in'] })
  t.strictSame(filesIn(['media', 'prepare', '/a/in', '/b']), { read: ['/a/in', '/b', '/a/in', '/a'], write: ['/b', '/b.part'] })
  t.strictSame(filesIn(['events', 'tail', '/a/in']), { read: [], write: [] })
})

t.test('archive list and extract take an archive by any volume, and say what does not come out', async (t) => {
  const dir = folder(t)
  const film = new Uint8Array(5_000).fill(7)
  for (const { name, bytes } of writeStoredRar([{ name: '../Film/film.mkv', bytes: film }], { version: 5, volumeBytes: 2_000 })) writeFileSync(join(dir, name), bytes)
  const shown = await run('archive list', [join(dir, 'film.part02.rar')])
  t.match([shown.code, shown.printed.map(({ value }) => value)], [0, [{ kind: 'file', sizeBytes: 5_000 }, { kind: 'archive', name: 'film.part01.rar', readableInPlace: true }]])
  const out = join(dir, 'out')
  t.match(await run('archive extract', [join(dir, 'film.part02.rar'), out]), { code: 0, printed: [{ value: { kind: 'file', name: 'Film/film.mkv', path: join(out, 'Film', 'film.mkv') } }] })
  t.ok(readFileSync(join(out, 'Film', 'film.mkv')).equals(film))
  await t.rejects(run('archive extract', [join(dir, 'film.part02.rar'), out]), /is not empty/)
  rmSync(join(dir, 'film.part02.rar'))
  t.match(await run('archive extract', [join(dir, 'film.part03.rar'), join(dir, 'new')]), { code: 1, printed: [{ value: { kind: 'problem', code: 'MISSING_VOLUMES', message: /volume 2/ } }] })
  t.match(await run('archive list', [join(dir, 'out')]), { code: 1, printed: [{ value: { code: 'UNSUPPORTED' } }] })
  await t.rejects(run('archive list', [join(dir, 'nothing')]), /cannot be read \(ENOENT\)/)
})

t.test('passwords come from the input too, and none of them is taken for a path', async (t) => {
  const data = sharedData('archives')
  if (!data) return t.comment('not run: ../shared/data/archives is not there')
  const locked = join(data, 'sevenzip-t3', 't3.7z')
  t.match(await run('archive extract', [locked, join(folder(t), 'out')]), { code: 1, printed: [{ value: { code: 'PASSWORD_NEEDED' } }] })
  t.match(await run('archive extract', [locked, join(folder(t), 'out')], { options: { password: 'no' } }), { code: 1, printed: [{ value: { code: 'WRONG_PASSWORD' } }] })
  t.match(await run('archive extract', [locked, join(folder(t), 'out')], { input: 'no\npassword\n', options: { 'password-stdin': true } }), { code: 0, printed: [{ value: { name: 'bar' } }, { value: { name: 'foo' } }] })
  t.match(await run('archive list', [locked], { options: { password: 'password' } }), { code: 0 })
  t.strictSame(filesIn(['archive', 'extract', '--password', '/s3cret', '/a/film.rar', '/b']), { read: ['/a/film.rar', '/b', '/a/film.rar', '/a'], write: ['/b', '/b.part'] })
})
