/** Packets from one file into another in the order of time: the picture as it is, sound as it is or made AAC. */

import type { Input, InputAudioTrack, InputVideoTrack, Output } from 'mediabunny'
import { AudioSampleSink, AudioSampleSource, EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Quality } from 'mediabunny'
import { limits } from '../../server/limits.ts'
import { MediaError } from './media-error.ts'
import { beginningOf } from './open-input.ts'
import type { TrackPlan } from './plan-tracks.ts'
import { registerSound } from './register-sound.ts'

interface Lane {
  /** Of what comes next, in seconds of the film; undefined once there is nothing more. */
  readonly next: number | undefined
  advance(): Promise<void>
  /** Gives back what it holds, also when it did not come to its end. */
  close(): Promise<void>
}

export interface RemuxOptions {
  readonly input: Input
  readonly output: Output
  readonly plan: TrackPlan
  /**
   * This second of the film is the file's zero. It begins with the key frame before, at a time below zero, which an edit list hides:
   * what is shown begins here.
   */
  readonly fromSeconds: number
  readonly signal: AbortSignal
  onTime?(seconds: number): void
}

/** Writes all of it and finalises `output`. Throws `MediaError`, or what the signal was aborted with. */
export async function remux({ input, output, plan, fromSeconds: wanted, signal, onTime }: RemuxOptions): Promise<void> {
  if (plan.audio.some(({ how }) => how === 'made-aac')) await registerSound()
  const lanes: Lane[] = []
  try {
    const begins = await beginningOf(input)
    const fromSeconds = begins + wanted
    const [videos, sounds] = [await input.getVideoTracks(), await input.getAudioTracks()]
    const picture = videos.find(({ id }) => id === plan.video.id)
    if (!picture) throw new MediaError('DAMAGED', 'The picture of this film cannot be read.')
    lanes.push(await pictureLane(picture, output, fromSeconds))
    for (const { track, how } of plan.audio) {
      const sound = sounds.find(({ id }) => id === track.id)
      if (sound) lanes.push(how === 'copied' ? await copiedSound(sound, output, fromSeconds) : await madeSound(sound, output, fromSeconds))
    }
    await output.start()
    for (;;) {
      signal.throwIfAborted()
      const first = lanes.reduce<Lane | undefined>((least, each) => each.next !== undefined && (least?.next === undefined || each.next < least.next) ? each : least, undefined)
      if (first?.next === undefined) break
      onTime?.(first.next - begins)
      await first.advance()
    }
    for (const lane of lanes) await lane.close()
    await output.finalize()
  } catch (error) {
    await Promise.allSettled(lanes.map((lane) => lane.close()))
    if (output.state === 'started' || output.state === 'pending') await output.cancel().catch(() => {})
    signal.throwIfAborted()
    throw error instanceof MediaError || !isAboutTheFile(error) ? error : new MediaError('DAMAGED', 'The film cannot be read to its end: a part of it is damaged.', { cause: error })
  }
}

/** The library throws plain errors about files, and the system errors with codes about disks. */
const isAboutTheFile = (error: unknown) => error instanceof Error && !('code' in error)

async function pictureLane(track: InputVideoTrack, output: Output, fromSeconds: number): Promise<Lane> {
  const sink = new EncodedPacketSink(track)
  const looked = { verifyKeyPackets: true }
  const begun = await sink.getKeyPacket(fromSeconds, looked) ?? await sink.getFirstKeyPacket(looked)
  // Where none looks like a key frame, what the file says of them must do.
  const first = begun ?? await sink.getKeyPacket(fromSeconds) ?? await sink.getFirstKeyPacket()
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!first || !codec || !config) throw new MediaError('DAMAGED', 'There is no picture in this film that could be begun with.')
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source, { rotation: await track.getRotation() })
  const packets = sink.packets(first, undefined, begun ? looked : {})
  let latest = -Infinity
  return await laneOf(packets, (packet) => packet.timestamp, async (packet) => {
    // A key frame that is shown before what came ahead of it is none for the file: the muxer refuses it.
    const late = packet.type === 'key' && packet.timestamp < latest
    latest = Math.max(latest, packet.timestamp)
    await source.add(packet.clone({ timestamp: packet.timestamp - fromSeconds, ...late ? { type: 'delta' } : {} }), { decoderConfig: config })
  }, () => source.close())
}

async function copiedSound(track: InputAudioTrack, output: Output, fromSeconds: number): Promise<Lane> {
  const codec = await track.getCodec()
  const config = await track.getDecoderConfig()
  if (!codec || !config) throw new MediaError('DAMAGED', 'The sound of this film cannot be read.')
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source, await namesOf(track))
  const sink = new EncodedPacketSink(track)
  const first = fromSeconds > 0 ? await sink.getPacket(fromSeconds) ?? await sink.getFirstPacket() : await sink.getFirstPacket()
  return await laneOf(first ? sink.packets(first) : nothing(), (packet) => packet.timestamp, (packet) => source.add(packet.clone({ timestamp: packet.timestamp - fromSeconds }), { decoderConfig: config }), () => source.close())
}

/** Two channels: what a browser without a surround system makes of more is quieter speech, and the encoder takes three times as long. */
async function madeSound(track: InputAudioTrack, output: Output, fromSeconds: number): Promise<Lane> {
  if (!await track.canDecode()) throw new MediaError('UNSUPPORTED', 'The sound of this film cannot be decoded here.')
  const [channels, rate] = [await track.getNumberOfChannels(), await track.getSampleRate()]
  const transform = { ...channels > 2 ? { numberOfChannels: 2 } : {}, ...rate > limits.mediaSoundRateMax ? { sampleRate: limits.mediaSoundRateMax } : {} }
  const source = new AudioSampleSource({ codec: 'aac', quality: new Quality({ bitrate: limits.mediaSoundBitsPerSecond }), transform })
  output.addAudioTrack(source, await namesOf(track))
  return await laneOf(new AudioSampleSink(track).samples(fromSeconds), (sample) => sample.timestamp, async (sample) => {
    sample.setTimestamp(sample.timestamp - fromSeconds)
    await source.add(sample)
    sample.close()
  }, () => source.close(), (sample) => sample.close())
}

async function namesOf(track: InputAudioTrack): Promise<{ languageCode: string; name?: string }> {
  const name = await track.getName()
  return { languageCode: await track.getLanguageCode(), ...name === null ? {} : { name } }
}

async function *nothing(): AsyncGenerator<never> {}

async function laneOf<T>(items: AsyncGenerator<T, void, unknown>, at: (item: T) => number, add: (item: T) => Promise<unknown>, end: () => void, drop: (item: T) => void = () => {}): Promise<Lane> {
  let upcoming = await items.next()
  let ended = false
  return {
    get next() { return upcoming.done ? undefined : at(upcoming.value) },
    async advance() {
      if (upcoming.done) return
      const item = upcoming.value
      upcoming = { done: true, value: undefined }
      await add(item)
      upcoming = await items.next()
    },
    async close() {
      if (ended) return
      ended = true
      if (!upcoming.done) drop(upcoming.value)
      await items.return()
      end()
    },
  }
}
