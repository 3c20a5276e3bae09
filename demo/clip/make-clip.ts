/** A release's file: an MP4 with H.264 and AAC whose bytes are the same in every process, filled up to the release's size. */

import { registerAacEncoder } from '@mediabunny/aac-encoder'
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import type { Screened } from '../catalogue/screened.ts'
import { seedOf } from '../seed.ts'
import type { Tint } from './h264.ts'
import { createH264Encoder } from './h264.ts'
import { setCreationTimes, withFreeSpace } from './mp4-boxes.ts'
import { DURATION_SECONDS, FRAME_RATE, playStoryboard } from './storyboard.ts'
import { makeTune, SAMPLE_RATE } from './tune.ts'

export interface ClipOrder {
  readonly film: Screened
  /** Clips of one film that differ only in this have another tint and tune. */
  readonly edition: string
  readonly width: number
  readonly height: number
  readonly sizeBytes: number
}

const KEY_FRAME_SECONDS = 2
const AAC_FRAME_SAMPLES = 1_024
/** 12 seconds. */
const TUNE_PACKETS = 517
const LEAD_PACKETS = 4
const AUDIO_BITS_PER_SECOND = 128_000
/** Sepia, amber, blue for night, green, rose, lavender: the tints that laboratories sold. */
const TINTS: readonly Tint[] = [
  { cb: 114, cr: 138 },
  { cb: 102, cr: 144 },
  { cb: 144, cr: 116 },
  { cb: 120, cr: 118 },
  { cb: 122, cr: 146 },
  { cb: 138, cr: 134 },
]

export async function makeClip(order: ClipOrder): Promise<Uint8Array> {
  const seed = seedOf(`${order.film.imdbId} ${order.edition}`)
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const video = new EncodedVideoPacketSource('avc')
  const audio = new EncodedAudioPacketSource('aac')
  output.addVideoTrack(video, { frameRate: FRAME_RATE })
  output.addAudioTrack(audio)
  await output.start()
  const [seen, heard] = [await pictures(order, TINTS[seed % TINTS.length]!), await sound(seed)]
  // In order of time: a player that streams would else jump to and fro in the file, with a request for each jump.
  const additions = [
    ...seen.packets.map((packet) => ({ at: packet.timestamp, add: () => video.add(packet, seen.meta) })),
    ...heard.packets.map((packet) => ({ at: packet.timestamp, add: () => audio.add(packet, heard.meta) })),
  ]
  for (const { add } of additions.sort((a, b) => a.at - b.at)) await add()
  await output.finalize()
  const bytes = new Uint8Array(target.buffer!)
  setCreationTimes(bytes)
  return withFreeSpace(bytes, order.sizeBytes)
}

interface Track<Meta> {
  readonly packets: readonly EncodedPacket[]
  readonly meta: Meta
}

async function pictures(
  { film, width, height }: ClipOrder,
  tint: Tint,
): Promise<Track<EncodedVideoChunkMetadata>> {
  const encoder = createH264Encoder(width, height, tint)
  const packets: EncodedPacket[] = []
  await playStoryboard(film, width, height, (plane, changes, frame) => {
    const isKey = frame % (KEY_FRAME_SECONDS * FRAME_RATE) === 0
    const data = isKey ? encoder.keyFrame(plane.luma) : encoder.nextFrame(plane.luma, changes.marks)
    packets.push(new EncodedPacket(data, isKey ? 'key' : 'delta', frame / FRAME_RATE, 1 / FRAME_RATE))
  })
  const { codec, description } = encoder
  return { packets, meta: { decoderConfig: { codec, codedWidth: width, codedHeight: height, description } } }
}

/** One turn of the tune is encoded; its packets are then repeated. */
async function sound(seed: number): Promise<Track<EncodedAudioChunkMetadata | undefined>> {
  const turn = await encodedTune(seed)
  const packetSeconds = AAC_FRAME_SAMPLES / SAMPLE_RATE
  const packets = Array.from({ length: Math.ceil(DURATION_SECONDS / packetSeconds) }, (_, index) =>
    new EncodedPacket(turn.packets[index % turn.packets.length]!.data, 'key', index * packetSeconds, packetSeconds))
  return { packets, meta: turn.meta }
}

/** An AAC packet leans on the one before it: the tune's end is encoded first and dropped, so that the turns join without a click. */
async function encodedTune(seed: number): Promise<Track<EncodedAudioChunkMetadata | undefined>> {
  const samples = TUNE_PACKETS * AAC_FRAME_SAMPLES
  const lead = LEAD_PACKETS * AAC_FRAME_SAMPLES
  const tune = makeTune(seed, samples / SAMPLE_RATE)
  const data = new Float32Array(lead + samples + lead)
  data.set(tune.subarray(samples - lead))
  data.set(tune, lead)
  data.set(tune.subarray(0, lead), lead + samples)
  const packets: EncodedPacket[] = []
  let meta: EncodedAudioChunkMetadata | undefined
  registerEncoderOnce()
  const source = new AudioSampleSource({
    codec: 'aac',
    bitrate: AUDIO_BITS_PER_SECOND,
    onEncodedPacket: (packet, about) => {
      packets.push(packet)
      meta ??= about
    },
  })
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() })
  output.addAudioTrack(source)
  await output.start()
  const sample = new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels: 1,
    sampleRate: SAMPLE_RATE,
    timestamp: 0,
  })
  await source.add(sample)
  sample.close()
  source.close()
  await output.finalize()
  return { packets: packets.slice(LEAD_PACKETS, LEAD_PACKETS + TUNE_PACKETS), meta }
}

let registered = false

function registerEncoderOnce(): void {
  if (!registered) registerAacEncoder()
  registered = true
}
