/** Two seconds of the demo's clip, filled up with noise to a size: small enough to be posted a hundred times in a test, and a film all the same. */

import { BufferSource, BufferTarget, EncodedPacketSink, EncodedVideoPacketSource, Input, MP4, Mp4OutputFormat, Output } from 'mediabunny'
import { filmByTmdbId } from '../../demo/catalogue/index.ts'
import { makeClip } from '../../demo/clip/make-clip.ts'
import { seededRandom } from '../../demo/seed.ts'

const SECONDS = 2
const BOX_HEAD_BYTES = 8

export async function shortFilm(sizeBytes: number): Promise<Uint8Array> {
  const clip = await makeClip({ film: filmByTmdbId(653)!, edition: 'short', width: 64, height: 48, sizeBytes: 2_000_000 })
  const track = (await new Input({ formats: [MP4], source: new BufferSource(clip) }).getPrimaryVideoTrack())!
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const video = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(video)
  await output.start()
  const meta = { decoderConfig: (await track.getDecoderConfig())! }
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.timestamp >= SECONDS) break
    await video.add(packet, meta)
  }
  await output.finalize()
  return filledUp(new Uint8Array(target.buffer!), sizeBytes)
}

/** ISO/IEC 14496-12, 8.1.2: a box of free space, which players skip. */
function filledUp(film: Uint8Array, sizeBytes: number): Uint8Array {
  const space = Buffer.alloc(sizeBytes - film.length)
  const random = seededRandom(11)
  for (let at = BOX_HEAD_BYTES; at < space.length; at++) space[at] = Math.floor(random() * 256)
  space.writeUInt32BE(space.length, 0)
  space.write('free', 4, 'latin1')
  return new Uint8Array(Buffer.concat([film, space]))
}
