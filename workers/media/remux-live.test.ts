import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { demoClip, filmInMatroska } from '../../test/support/film-in-matroska.ts'
import { sharedData } from '../../test/support/shared-data.ts'
import t from '../../test/support/tap.ts'
import type { ByteSource } from './byte-source.ts'
import { MediaError } from './media-error.ts'
import { openLiveFilm, remuxLive } from './remux-live.ts'

const never = new AbortController().signal

function counted(bytes: Uint8Array): ByteSource & { readonly read_: { bytes: number } } {
  const read_ = { bytes: 0 }
  return { sizeBytes: bytes.length, read_, read: async (start, end) => { read_.bytes += end - start; return new Uint8Array(bytes.subarray(start, end)) } }
}

async function packetsIn(file: Uint8Array): Promise<readonly (readonly { readonly at: number; readonly type: string }[])[]> {
  const input = new Input({ formats: [MP4], source: new BufferSource(file) })
  const tracks = []
  for (const track of await input.getTracks()) {
    const packets = []
    for await (const { timestamp, type } of new EncodedPacketSink(track as never).packets()) packets.push({ at: timestamp, type })
    tracks.push(packets)
  }
  return tracks
}

const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())

t.test('a film in Matroska comes as fragments of MP4, each packet at its own time', async (t) => {
  const film = await openLiveFilm(counted(await filmInMatroska()), never)
  t.match(film, { contentType: /^video\/mp4; codecs="avc1\.[0-9a-f]{6}, mp4a\.40\.2"$/, info: { container: 'mkv' } })
  const file = await bytesOf(film.stream({ fromSeconds: 0, signal: never }))
  t.ok(Buffer.from(file).includes('moof'))
  const [video, audio] = await packetsIn(file)
  const [clipVideo, clipAudio] = await packetsIn(await demoClip())
  t.same([video!.length, audio!.length], [clipVideo!.length, clipAudio!.length])
  t.ok(video!.every(({ at }, index) => Math.abs(at - clipVideo![index]!.at) < 0.002))
})

t.test('from somewhere in the film that second is its zero, and the key frame before is in it, hidden', async (t) => {
  const bytes = await filmInMatroska()
  const source = counted(bytes)
  const [video, audio] = await packetsIn(await bytesOf(remuxLive(source, { fromSeconds: 51, signal: never })))
  t.match(video![0], { type: 'key' })
  t.ok(Math.abs(video![0]!.at + 1) < 0.01 && Math.abs(audio![0]!.at) < 0.03, `${video![0]!.at} ${audio![0]!.at}`)
  t.ok(Math.abs(video!.at(-1)!.at - 11) < 0.1)
})

t.test('it is read only as fast as it is taken, and no more once nobody wants it', async (t) => {
  const bytes = await filmInMatroska()
  const source = counted(bytes)
  const reader = remuxLive(source, { fromSeconds: 0, signal: never }).getReader()
  await reader.read()
  let before = -1
  while (before !== source.read_.bytes) {
    before = source.read_.bytes
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  t.ok(before < bytes.length, `${before} of ${bytes.length} bytes were read`)
  await reader.cancel()
  t.equal((await reader.read()).done, true)
})

t.test('of real files every picture is in it, and every piece of sound that is copied', async (t) => {
  const shared = sharedData('video')
  if (!shared) return t.pass('the real files in ../shared/data/video are not here')
  const { cases } = JSON.parse(readFileSync(join(shared, 'EXPECTED.json'), 'utf8')) as { cases: Readonly<Record<string, { readonly file: string; readonly streams?: readonly { readonly codec_type: string; readonly codec_name?: string; readonly nb_read_packets: string }[] }>> }
  let tried = 0
  for (const [name, { file, streams = [] }] of Object.entries(cases)) {
    const count = (kind: string, ...codecs: readonly string[]) => streams.filter((stream) => stream.codec_type === kind && (codecs.length === 0 || codecs.includes(stream.codec_name ?? ''))).map(({ nb_read_packets }) => Number(nb_read_packets))
    const film = await openLiveFilm(counted(readFileSync(join(shared, name, file))), never).catch((error: unknown) => { if (error instanceof MediaError) return undefined; throw error })
    if (!film) continue
    tried++
    const [video, audio] = await packetsIn(await bytesOf(film.stream({ fromSeconds: 0, signal: never })))
    t.equal(video!.length, count('video')[0], `${name}: pictures`)
    const copied = count('audio', 'aac', 'mp3', 'opus', 'flac')[0]
    if (copied !== undefined) t.equal(audio!.length, copied, `${name}: sound`)
  }
  t.ok(tried >= 10, `${tried} files`)
})

t.test('a film that fails while it plays fails the stream; one that plays nowhere is refused', async (t) => {
  const bytes = await filmInMatroska()
  const source = counted(bytes)
  const broken: ByteSource = { sizeBytes: source.sizeBytes, read: async (start, end) => { if (start > bytes.length / 2) throw Object.assign(new Error('an article is missing'), { code: 'MISSING' }); return await source.read(start, end) } }
  await t.rejects(bytesOf(remuxLive(broken, { fromSeconds: 0, signal: never })), /article is missing/)
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  await t.rejects(bytesOf(remuxLive(source, { fromSeconds: 0, signal: stop.signal })), /stopped/)
  const shared = sharedData('video')
  if (!shared) return t.pass('the real files in ../shared/data/video are not here')
  await t.rejects(openLiveFilm(counted(readFileSync(join(shared, 'mp4-sample_ac3', 'sample_ac3.mp4'))), never), { code: 'UNSUPPORTED' })
})
