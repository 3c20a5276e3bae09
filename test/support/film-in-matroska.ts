/** A clip of the demo's as a Matroska file with whatever else a test wants in it. */

import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import type { InputAudioTrack, InputVideoTrack } from 'mediabunny'
import { filmByTmdbId } from '../../demo/catalogue/index.ts'
import { makeClip } from '../../demo/clip/make-clip.ts'
import type { WrittenFile, WrittenTrack } from './write-matroska.ts'
import { writeMatroska } from './write-matroska.ts'

const CLIP_MS = 62_000

/** The same MP4 each time: 320 by 180, H.264 and AAC. */
export function demoClip(): Promise<Uint8Array> {
  made ??= makeClip({ film: filmByTmdbId(653)!, edition: 'media', width: 320, height: 180, sizeBytes: 4_400_000 })
  return made
}
let made: Promise<Uint8Array> | undefined

export async function clipTracks(clip: Uint8Array): Promise<{ readonly video: WrittenTrack; readonly audio: WrittenTrack }> {
  const input = new Input({ formats: [MP4], source: new BufferSource(clip) })
  const [video, audio] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!]
  return {
    video: { kind: 'video', codecId: 'V_MPEG4/ISO/AVC', width: 320, height: 180, ...await contentOf(video) },
    audio: { kind: 'audio', codecId: 'A_AAC', channels: 1, sampleRate: 44_100, language: 'eng', ...await contentOf(audio) },
  }
}

async function contentOf(track: InputVideoTrack | InputAudioTrack): Promise<Pick<WrittenTrack, 'codecPrivate' | 'packets'>> {
  const config = (await track.getDecoderConfig())!
  const packets: WrittenTrack['packets'][number][] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push({ startMs: packet.timestamp * 1_000, key: packet.type === 'key', data: packet.data })
  return { codecPrivate: new Uint8Array(config.description as ArrayBuffer), packets }
}

export async function filmInMatroska({ beside = [], ...rest }: { readonly beside?: readonly WrittenTrack[] } & Partial<WrittenFile> = {}): Promise<Uint8Array> {
  const { video, audio } = await clipTracks(await demoClip())
  return writeMatroska({ durationMs: CLIP_MS, tracks: [video, audio, ...beside], ...rest })
}
