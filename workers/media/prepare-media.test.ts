import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BufferSource, BufferTarget, EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Input, MP4, MpegTsOutputFormat, Output } from 'mediabunny'
import { realSystem } from '../../server/system.ts'
import { demoClip, filmInMatroska } from '../../test/support/film-in-matroska.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import type { WrittenTrack } from '../../test/support/write-matroska.ts'
import { boxReader } from './mp4-boxes.ts'
import { openByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import { openInput } from './open-input.ts'
import { prepareMedia } from './prepare-media.ts'
import { probe } from './probe.ts'

const quiet = () => {}
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const text = (track: Partial<WrittenTrack>): WrittenTrack => ({ kind: 'subtitle', codecId: 'S_TEXT/UTF8', packets: [], ...track })

function folderOf(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-media-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function prepare(path: string, into: string, { name = 'Film.2020.mkv', beside = [] as readonly string[], signal = new AbortController().signal, onProgress = quiet as (share: number) => void } = {}) {
  return prepareMedia({ path, name, beside, into, system: realSystem, signal, onProgress, log })
}

async function packetsOf(path: string): Promise<readonly { readonly kind: string; readonly count: number; readonly firstSeconds: number; readonly bytes: number }[]> {
  const source = await openByteSource(path)
  const input = openInput(source)
  const found = []
  for (const track of await input.getTracks()) {
    let [count, bytes, firstSeconds] = [0, 0, NaN]
    for await (const packet of new EncodedPacketSink(track as never).packets(undefined, undefined, { metadataOnly: true })) {
      if (count++ === 0) firstSeconds = packet.timestamp
      bytes += packet.byteLength
    }
    found.push({ kind: track.type, count, firstSeconds, bytes })
  }
  input.dispose()
  await source.close()
  return found
}

async function boxesOf(path: string): Promise<readonly string[]> {
  const source = await openByteSource(path)
  const types = []
  for await (const { type } of boxReader(source, { boxesMax: 100 }).children(0, source.sizeBytes)) types.push(type)
  await source.close()
  return types
}

t.test('PM1 a film in Matroska becomes an MP4 with the same packets, its description in front', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film')
  writeFileSync(path, await filmInMatroska())
  const shares: number[] = []
  const media = await prepare(path, join(folder, 'prepared'), { onProgress: (share) => shares.push(share) })
  t.match(media, { video: { extension: 'mp4', contentType: 'video/mp4' }, playability: { playable: 'yes' }, subtitles: [], info: { layout: 'front', video: [{ codec: 'h264' }], audio: [{ codec: 'aac', language: 'en' }] } })
  t.equal(media.video.sizeBytes, statSync(media.video.path).size)
  t.same(await packetsOf(media.video.path), await packetsOf(path), 'each packet, at its time')
  t.same(await boxesOf(media.video.path), ['ftyp', 'moov', 'free', 'mdat'])
  t.ok(shares.length > 10 && shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1), 'progress goes one way')
  t.same(readdirSync(join(folder, 'prepared')), ['film.mp4'], 'nothing half is left')
})

t.test('PM1 a broadcast begins where it begins, whatever its clock shows', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film.ts')
  const input = new Input({ formats: [MP4], source: new BufferSource(await demoClip()) })
  const target = new BufferTarget()
  const output = new Output({ format: new MpegTsOutputFormat(), target })
  const [video, sound] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!]
  const [pictures, sounds] = [new EncodedVideoPacketSource('avc'), new EncodedAudioPacketSource('aac')]
  output.addVideoTrack(pictures)
  output.addAudioTrack(sounds)
  await output.start()
  for (const [track, source] of [[video, pictures], [sound, sounds]] as const) {
    const decoderConfig = (await track.getDecoderConfig())!
    for await (const packet of new EncodedPacketSink(track as never).packets()) {
      if (packet.timestamp < 10) await source.add(packet.clone({ timestamp: packet.timestamp + 5_000 }), { decoderConfig } as never)
    }
    source.close()
  }
  await output.finalize()
  writeFileSync(path, new Uint8Array(target.buffer!))
  const told = await probe(await openByteSource(path), new AbortController().signal)
  t.ok(Math.abs(told.durationSeconds! - 10) < 0.2, `${told.durationSeconds} seconds`)
  const shares: number[] = []
  const made = await prepare(path, join(folder, 'into'), { name: 'film.ts', onProgress: (share) => shares.push(share) })
  t.ok((await packetsOf(made.video.path)).every(({ firstSeconds }) => Math.abs(firstSeconds) < 0.2), 'nothing is before it')
  t.ok(shares.every((share) => share >= 0 && share <= 1))
})

t.test('PM1 what browsers play already stays where it is', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film')
  writeFileSync(path, await demoClip())
  const media = await prepare(path, join(folder, 'prepared'))
  t.match(media, { video: { path, contentType: 'video/mp4' }, playability: { playable: 'yes' }, told: [] })
  t.same(readdirSync(join(folder, 'prepared')), [])
})

t.test('texts become WebVTT: from inside of it in every kind, and from beside it in any encoding', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film')
  writeFileSync(path, await filmInMatroska({
    beside: [
      text({ language: 'ger', name: 'Deutsch', forced: true, packets: [{ startMs: 1_000, durationMs: 2_000, data: 'Guten <i>Tag</i> & <b>Weg\0rest' }] }),
      text({ codecId: 'S_TEXT/ASS', codecPrivate: '[V4+ Styles]\nFormat: Name, Alignment, Italic\nStyle: Top,8,-1\n', language: 'eng', packets: [
        { startMs: 5_000, durationMs: 2_000, data: '1,0,Default,,0,0,0,,One, {\\b1}two{\\b0}\\Nthree' }, { startMs: 6_000, durationMs: 3_000, data: '2,0,Top,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}Above' },
      ] }),
      text({ codecId: 'S_TEXT/WEBVTT', language: 'fre', packets: [{ startMs: 7_000, durationMs: 1_000, data: 'Bonjour --> <c.x>toi</c>' }] }),
      text({ codecId: 'S_HDMV/PGS', language: 'spa', packets: [{ startMs: 8_000, data: new Uint8Array(50) }] }),
    ],
  }))
  const srt = join(folder, 'Film.2020.ru.sdh.srt')
  writeFileSync(srt, Buffer.concat([Buffer.from('1\r\n00:00:01,5 --> 00:00:02,000\r\n'), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])]))
  const media = await prepare(path, join(folder, 'prepared'), { beside: [srt] })
  t.match(media.subtitles, [
    { language: 'de', label: 'Deutsch (forced)', forced: true }, { language: 'en', label: 'English', forced: false }, { language: 'fr', label: 'French' }, { language: 'ru', label: 'Russian (SDH)', hearingImpaired: true },
  ])
  t.same(media.subtitles.map(({ path: vtt }) => readFileSync(vtt, 'utf8')), [
    'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nGuten <i>Tag</i> &amp; <b>Weg</b>\n',
    'WEBVTT\n\n00:00:05.000 --> 00:00:07.000\nOne, <b>two</b>\nthree\n\n00:00:06.000 --> 00:00:09.000 line:5%\n<i>Above</i>\n',
    'WEBVTT\n\n00:00:07.000 --> 00:00:08.000\nBonjour --&gt; <c.x>toi</c>\n',
    'WEBVTT\n\n00:00:01.500 --> 00:00:02.000\nПривет\n',
  ])
  t.match(media.told.at(-1), /pictures \(pgs\)/)
})

t.test('PM2 a film that was prepared is not prepared again; one that was half written is', async (t) => {
  const folder = folderOf(t)
  const [path, into] = [join(folder, 'film'), join(folder, 'prepared')]
  writeFileSync(path, await filmInMatroska())
  const stop = new AbortController()
  await t.rejects(prepare(path, into, { signal: stop.signal, onProgress: (share) => { if (share > 0.3) stop.abort(new Error('stopped')) } }), /stopped/)
  t.notOk(readdirSync(into).includes('film.mp4'))
  writeFileSync(join(into, 'film.mp4.part'), 'left by a kill')
  const first = await prepare(path, into)
  const { mtimeMs } = statSync(first.video.path)
  const second = await prepare(path, into)
  t.same([second, statSync(second.video.path).mtimeMs], [first, mtimeMs])
})

t.test('sound that no browser plays is made AAC of the same length', async (t) => {
  const shared = sharedData('video')
  if (!shared) return t.pass('the real files in ../shared/data/video are not here')
  const folder = folderOf(t)
  for (const name of ['mkv-sample_with_vtt_subtitles', 'mp4-sample_fpcm_32le']) {
    const path = join(shared, name, readdirSync(join(shared, name)).find((file) => !file.endsWith('.dump'))!)
    const media = await prepare(path, join(folder, name))
    t.match(media, { playability: { playable: 'yes' }, info: { layout: 'front', audio: [{ codec: 'aac', channels: 1 }] } }, name)
    const [before, after] = [await packetsOf(path), await packetsOf(media.video.path)]
    t.same(after.find(({ kind }) => kind === 'video'), before.find(({ kind }) => kind === 'video'), `${name}: the picture is the same`)
    t.match(media.told.join(' '), /made AAC/)
  }
})

t.test('a film whose picture plays nowhere, or whose sound cannot be made to, is left and told', async (t) => {
  const shared = sharedData('video')
  if (!shared) return t.pass('the real files in ../shared/data/video are not here')
  const folder = folderOf(t)
  const path = join(shared, 'mkv-sample_with_vorbis_audio', 'sample_with_vorbis_audio.mkv')
  t.match(await prepare(path, join(folder, 'a')), { video: { path, contentType: 'video/x-matroska' }, playability: { playable: 'no', why: /Vorbis/ } })
})

t.test('a film that ends early is refused: another release is better', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film')
  const whole = await filmInMatroska()
  writeFileSync(path, whole.subarray(0, whole.length / 2))
  await t.rejects(prepare(path, join(folder, 'prepared')), new MediaError('TRUNCATED', 'This film is damaged: It ends before its end. Another release is better than half a film.'))
  writeFileSync(path, 'no film')
  await t.rejects(prepare(path, join(folder, 'prepared')), { code: 'NOT_MEDIA' })
})

t.test('PM4 a thread that does not get on is given up', async (t) => {
  const folder = folderOf(t)
  const path = join(folder, 'film')
  writeFileSync(path, await filmInMatroska())
  let now = 0
  // A clock on which minutes pass whenever somebody waits.
  const system = { now: () => now, sleep: async (ms: number) => { now += ms; await new Promise((resolve) => setTimeout(resolve, 1)) } }
  await t.rejects(prepareMedia({ path, name: 'film', beside: [], into: join(folder, 'prepared'), system, signal: new AbortController().signal, onProgress: quiet, log }), { code: 'TIME' })
})
