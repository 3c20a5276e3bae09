import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { MediaInfo } from '../../projections/wire-media.ts'
import { clipTracks, demoClip, filmInMatroska } from '../../test/support/film-in-matroska.ts'
import { holds } from '../../test/support/property.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import { element, writeMatroska } from '../../test/support/write-matroska.ts'
import type { ByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import { probe } from './probe.ts'

export const sourceOf = (bytes: Uint8Array): ByteSource => ({ sizeBytes: bytes.length, read: async (start, end) => new Uint8Array(bytes.subarray(start, end)) })

interface Stream { readonly codec_type: string; readonly codec_name?: string; readonly profile?: string; readonly width?: number; readonly height?: number; readonly channels?: number; readonly sample_rate?: string; readonly tags?: { readonly language?: string; readonly title?: string } }
interface Case { readonly file: string; readonly exit: number; readonly streams?: readonly Stream[]; readonly format?: { readonly duration?: string } }

/** What ffprobe calls it. */
const NAMES: Readonly<Record<string, string>> = { h265: 'hevc', ass: 'ass', ssa: 'ass', srt: 'subrip', pgs: 'hdmv_pgs_subtitle', vobsub: 'dvd_subtitle', 'dts-hd': 'dts', mp2: 'mp3', pcm: 'pcm_s16le', 'mpeg-h': 'mpegh_3d_audio' }
const nameOf = (codec: string) => NAMES[codec] ?? codec

t.test('real files of every kind say what ffprobe says of them', async (t) => {
  const folder = sharedData('video')
  if (!folder) return t.pass('the real files in ../shared/data/video are not here')
  const { cases } = JSON.parse(readFileSync(join(folder, 'EXPECTED.json'), 'utf8')) as { cases: Readonly<Record<string, Case>> }
  for (const [name, expected] of Object.entries(cases)) {
    const source = sourceOf(readFileSync(join(folder, name, expected.file)))
    if (expected.exit !== 0) {
      await t.rejects(probe(source), MediaError, `${name} is refused`)
      continue
    }
    const info = await probe(source)
    const streams = expected.streams ?? []
    const of = (kind: string) => streams.filter((stream) => stream.codec_type === kind)
    t.equal(info.damage, null, `${name} is whole`)
    t.same([info.video, info.audio, info.subtitles].map(({ length }) => length), ['video', 'audio', 'subtitle'].map((kind) => of(kind).length), `${name}: as many tracks of each kind`)
    for (const [index, stream] of of('video').entries()) t.match({ codec: nameOf(info.video[index]!.codec), width: info.video[index]!.codedWidth, height: info.video[index]!.codedHeight }, { codec: stream.codec_name, width: stream.width, height: stream.height }, `${name}: picture`)
    for (const [index, stream] of of('audio').entries()) {
      const { codec, channels, sampleRate } = info.audio[index]!
      if (stream.codec_name) t.equal(nameOf(codec), stream.codec_name, `${name}: sound`)
      // TrueHD's channels are in its packets alone, which nothing here reads. Where a file contradicts itself the decoder's own configuration is right.
      if (stream.channels && codec !== 'truehd' && name !== 'mp4-sample_fragmented_uuid') t.same([channels, sampleRate], [stream.channels, Number(stream.sample_rate)], `${name}: channels and rate`)
    }
    for (const [index, stream] of of('subtitle').entries()) {
      if (stream.codec_name) t.equal(nameOf(info.subtitles[index]!.codec), stream.codec_name, `${name}: subtitles`)
      t.equal(info.subtitles[index]!.name, stream.tags?.title ?? null, `${name}: their name`)
    }
    // ffprobe takes a negative length for a very long one.
    const duration = Number(expected.format?.duration ?? NaN)
    if (duration < 100_000) t.ok(Math.abs(info.durationSeconds! - duration) < 0.05, `${name}: ${info.durationSeconds} of ${duration} s`)
  }
})

t.test('MPEG sound is told from its layers, encrypted tracks from open ones, DTS-HD from DTS', async (t) => {
  const folder = sharedData('video')
  if (!folder) return t.pass('the real files in ../shared/data/video are not here')
  const audioOf = async (name: string) => (await probe(sourceOf(readFileSync(join(folder, name, readdirSync(join(folder, name)).find((file) => !file.endsWith('.dump'))!))))).audio[0]
  t.match(await audioOf('mp4-sample_mp2_audio'), { codec: 'mp2' })
  t.match(await audioOf('mp4-sample_ac4_protected'), { codec: 'ac4', protected: true })
  t.match(await audioOf('mkv-sample_with_dts_x'), { codec: 'dts-hd', language: 'en' })
})

t.test('a Matroska file tells its texts, chapters and attachments', async (t) => {
  const info = await probe(sourceOf(await filmInMatroska({
    beside: [
      { kind: 'subtitle', codecId: 'S_TEXT/UTF8', language: 'ger', name: 'Deutsch (forced)', packets: [] }, { kind: 'subtitle', codecId: 'S_TEXT/ASS', codecPrivate: '[Script Info]', language: 'eng', name: 'SDH', packets: [] },
      { kind: 'subtitle', codecId: 'S_HDMV/PGS', name: 'Português (Brasil)', packets: [] },
    ],
    chapters: [{ startMs: 30_000, name: 'Orlok' }, { startMs: 0, name: 'Wisborg' }],
    attachments: [{ name: 'a.ttf', contentType: 'font/ttf', data: new Uint8Array(2_000_000) }],
  })))
  t.match(info, {
    container: 'mkv', durationSeconds: 62,
    video: [{ codec: 'h264', width: 320, height: 180, bitDepth: 8, chroma: '4:2:0', hdr: [] }], audio: [{ codec: 'aac', language: 'en', channels: 1 }],
    subtitles: [{ codec: 'srt', kind: 'text', language: 'de', forced: true, hearingImpaired: false }, { codec: 'ass', language: 'en', hearingImpaired: true }, { codec: 'pgs', kind: 'picture', language: 'pt-BR' }],
    chapters: [{ startSeconds: 0, name: 'Wisborg' }, { startSeconds: 30, name: 'Orlok' }], attachments: [{ name: 'a.ttf', sizeBytes: 2_000_000 }],
  })
  t.ok(Math.abs(info.video[0]!.frameRate! - 24) < 0.2)
})

t.test('what is no film, ends early, or says impossible things is refused with a code', async (t) => {
  const code = (bytes: Uint8Array) => probe(sourceOf(bytes)).then(() => 'read', (error: unknown) => error instanceof MediaError ? error.code : String(error))
  t.equal(await code(new Uint8Array()), 'NOT_MEDIA')
  t.equal(await code(new TextEncoder().encode('<html>'.repeat(100))), 'NOT_MEDIA')
  t.equal(await code((await demoClip()).subarray(0, 100)), 'TRUNCATED')
  const { video } = await clipTracks(await demoClip())
  const many = writeMatroska({ durationMs: 1_000, tracks: Array.from({ length: 100 }, () => ({ ...video, packets: [] })) })
  t.equal(await code(many), 'read', 'a hundred tracks are odd, and may be')
  const tooMany = Buffer.concat([element(0x1a45dfa3, element(0x4282, 'matroska')), element(0x18538067, element(0x1654ae6b, ...Array.from({ length: 1_000 }, () => element(0xae, element(0xd7, 1)))))])
  t.equal(await code(tooMany), 'HOSTILE')
  const empty = Buffer.concat([element(0x1a45dfa3, element(0x4282, 'matroska')), element(0x18538067, Buffer.alloc(500_000, Buffer.from([0xec, 0x80])))])
  t.equal(await code(empty), 'HOSTILE')
  t.match(await probe(sourceOf(Buffer.from('RIFF\0\0\0\0AVI LIST'))), { container: 'avi', video: [] })
})

t.test('a film that ends early is told from a whole one', async (t) => {
  const whole = await filmInMatroska()
  t.equal((await probe(sourceOf(whole))).damage, null)
  t.match((await probe(sourceOf(whole.subarray(0, whole.length / 2)))).damage, /before its end/)
})

t.test('whatever bytes are changed or missing, it ends with what could be told or a coded error, within the bounds of reading', async (t) => {
  const small = await smallFiles()
  await holds(t, 'every damaged file has an end', 250, [fc.constantFrom(...small), fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }), fc.option(fc.double({ min: 0, max: 1, noNaN: true }))], async (file, changes, end) => {
    const bytes = file.slice(0, end === null ? file.length : Math.floor(end * file.length))
    // Half of the changes go into the description, where they matter.
    for (const [index, [where, value]] of changes.entries()) bytes[Math.floor(where * (index % 2 ? bytes.length : Math.min(bytes.length, 1_000)))] = value
    let info: MediaInfo | undefined
    try {
      info = await probe(sourceOf(bytes))
    } catch (error) {
      if (!(error instanceof MediaError)) throw error
    }
    if (info) JSON.stringify(info)
  })
})

/** A few kilobytes each, so that a change hits something. */
async function smallFiles(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const { video, audio } = await clipTracks(await demoClip())
  const first = <T>(packets: readonly T[]) => packets.slice(0, 4)
  const matroska = writeMatroska({
    durationMs: 200, chapters: [{ startMs: 0, name: 'One' }],
    tracks: [{ ...video, packets: first(video.packets) }, { ...audio, packets: first(audio.packets) }, { kind: 'subtitle', codecId: 'S_TEXT/UTF8', packets: [{ startMs: 0, durationMs: 100, data: 'One' }] }],
  })
  const folder = sharedData('video')
  const real = folder ? ['mp4-sample_mp2_audio', 'mp4-sample_dts_express', 'mkv-sample_with_opus_audio', 'mp4-sample_fragmented_dts_express', 'mp4-sample_ac3'].map((name) => readFileSync(join(folder, name, readdirSync(join(folder, name)).find((file) => !file.endsWith('.dump'))!))) : []
  return [matroska, ...real].map((file) => new Uint8Array(file))
}
