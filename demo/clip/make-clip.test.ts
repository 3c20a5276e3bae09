import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDevice } from '../../test/support/browser.ts'
import t from '../../test/support/tap.ts'
import { filmByTmdbId } from '../catalogue/index.ts'
import { releases } from '../releases.ts'
import { makeClip } from './make-clip.ts'
import type { Plane } from './plane.ts'
import { DURATION_SECONDS, FRAME_RATE, playStoryboard } from './storyboard.ts'

const film = filmByTmdbId(653)!
const [width, height] = [848, 480]
const sizeBytes = 16_000_000
const clip = await makeClip({ film, edition: 'test', width, height, sizeBytes })

t.test('the same order gives the same bytes, and another edition other ones', async (t) => {
  t.ok(Buffer.from(clip).equals(await makeClip({ film, edition: 'test', width, height, sizeBytes })))
  t.notOk(Buffer.from(clip).equals(await makeClip({ film, edition: 'other', width, height, sizeBytes })))
  await t.rejects(makeClip({ film, edition: 'test', width: 320, height: 180, sizeBytes: 1_000_000 }), RangeError)
})

t.test('the smallest release of the film with the busiest pictures holds its clip', async (t) => {
  const release = releases.find(({ name }) => name === 'Charade.1963.HDCAM.x264-BALCONY')!
  const { film, quality, sizeBytes } = release
  t.equal((await makeClip({ film, edition: quality.key, width: quality.width, height: quality.height, sizeBytes })).length, sizeBytes)
})

t.test('it is an MP4 that can be played from its first bytes on, of exactly the ordered size', async (t) => {
  const boxes: string[] = []
  const view = new DataView(clip.buffer, clip.byteOffset)
  for (let at = 0; at < clip.length; at += view.getUint32(at)) {
    boxes.push(Buffer.from(clip.subarray(at + 4, at + 8)).toString())
  }
  t.strictSame(boxes, ['ftyp', 'moov', 'mdat', 'free'])
  t.equal(clip.length, sizeBytes)
})

t.test('sound lies beside the picture of its second, so that a player streams both with one request', async (t) => {
  const text = Buffer.from(clip).toString('latin1')
  const view = new DataView(clip.buffer, clip.byteOffset)
  const chunksFrom = (from: number): readonly number[] => {
    const at = text.indexOf('stco', from)
    return Array.from({ length: view.getUint32(at + 8) }, (_, index) => view.getUint32(at + 12 + index * 4))
  }
  const [picture, sound] = [chunksFrom(text.indexOf('vide')), chunksFrom(text.indexOf('soun'))]
  const order = [...picture.map((at) => ({ at, of: 'p' })), ...sound.map((at) => ({ at, of: 's' }))].sort((a, b) => a.at - b.at)
  const runs = order.map(({ of }) => of).join('').match(/p+|s+/g)!
  t.ok(Math.max(...runs.map((run) => run.length)) <= 3, 'no more than a second and a half of one is without the other')
})

t.test('another reader finds picture and sound of the full length, and a key frame every two seconds', async (t) => {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(clip) })
  const [video, audio] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!]
  t.match([video.codec, audio.codec], ['avc', 'aac'])
  t.match([video.displayWidth, video.displayHeight], [width, height])
  t.ok(DURATION_SECONDS >= 60)
  for (const track of [video, audio]) t.ok(Math.abs(await track.computeDuration() - DURATION_SECONDS) < 0.1)
  const keys: number[] = []
  for await (const packet of new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly: true })) {
    if (packet.type === 'key') keys.push(packet.timestamp)
  }
  t.strictSame(keys, Array.from({ length: DURATION_SECONDS / 2 }, (_, index) => index * 2))
})

t.test('a real browser plays it, seeks in it, and shows the very pictures that were drawn', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/') {
      return void response.setHeader('content-type', 'text/html').end(
        `<canvas width=${width} height=${height}></canvas><video src="/clip.mp4" muted></video>`,
      )
    }
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
    const [start, end] = [Number(from), to === '' ? clip.length - 1 : Number(to)]
    response.writeHead(206, {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${clip.length}`,
    })
    response.end(clip.subarray(start, end + 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { page, close } = await openDevice()
  t.teardown(async () => {
    await close()
    server.closeAllConnections()
    server.close()
  })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

  // The leader's turning hand, a cut on a key frame, an iris half open, art, and a frame far from any key frame.
  const frames = [
    17,
    3 * FRAME_RATE + 11,
    6 * FRAME_RATE,
    10 * FRAME_RATE + 9,
    15 * FRAME_RATE + 47,
    59 * FRAME_RATE + 23,
  ]
  const drawn = new Map<number, Uint8Array>()
  await playStoryboard(film, width, height, (plane, _changes, frame) => {
    if (frames.includes(frame)) drawn.set(frame, visible(plane))
  })
  for (const frame of frames) {
    const seconds = (frame + 0.5) / FRAME_RATE
    // The canvas has colours: of one tint, green follows brightness up to offset and scale, which a correlation does not see.
    const shown = await page.evaluate(`(async () => {
      const video = document.querySelector('video'), canvas = document.querySelector('canvas')
      await new Promise((resolve, reject) => { video.onerror = () => reject(new Error(video.error.message)); video.onseeked = resolve; video.currentTime = ${seconds} })
      const context = canvas.getContext('2d', { willReadFrequently: true })
      context.drawImage(video, 0, 0)
      const { data } = context.getImageData(0, 0, ${width}, ${height})
      const greens = Uint8Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 1])
      return Array.from({ length: ${height} }, (_, row) => btoa(String.fromCharCode(...greens.subarray(row * ${width}, (row + 1) * ${width}))))
    })()`) as string[]
    t.ok(
      correlation(Buffer.concat(shown.map((row) => Buffer.from(row, 'base64'))), drawn.get(frame)!) > 0.999,
      `frame ${frame} is what was drawn`,
    )
  }
  const played = await page.evaluate(`(async () => {
    const video = document.querySelector('video')
    video.currentTime = 5
    await video.play()
    await new Promise((resolve) => { video.ontimeupdate = () => video.currentTime > 6.5 && resolve() })
    return { seconds: video.currentTime, sound: video.webkitAudioDecodedByteCount }
  })()`) as { seconds: number; sound: number }
  t.ok(played.seconds > 6.5 && played.sound > 10_000)
})

function visible({ luma, stride }: Plane): Uint8Array {
  const samples = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) samples.set(luma.subarray(y * stride, y * stride + width), y * width)
  return samples
}

/** 1 for pictures that differ in brightness and contrast at most. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0]
  for (let at = 0; at < b.length; at++) {
    sumA += a[at]!
    sumB += b[at]!
    sumAA += a[at]! ** 2
    sumBB += b[at]! ** 2
    sumAB += a[at]! * b[at]!
  }
  return (b.length * sumAB - sumA * sumB) / Math.sqrt((b.length * sumAA - sumA ** 2) * (b.length * sumBB - sumB ** 2))
}
