/** What travels of a film's file between server and app: what is in it, and what lies beside it. */

import type { Playability } from './playability.ts'

/** What is in a film's file. Ids are the file's own numbers of its tracks. */
export interface MediaInfo {
  /** `mp4`, `mov`, `mkv`, `webm`, `ts`; of what cannot be looked into: `avi`, `wmv`, `flv`, `mpg`, `ogg`. */
  readonly container: string
  readonly sizeBytes: number
  readonly durationSeconds: number | null
  /** Of an MP4 file: whether its description stands in front, behind, or in parts. */
  readonly layout: 'front' | 'end' | 'fragmented' | null
  readonly video: readonly VideoTrackInfo[]
  readonly audio: readonly AudioTrackInfo[]
  readonly subtitles: readonly SubtitleTrackInfo[]
  readonly chapters: readonly Chapter[]
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly sizeBytes: number }[]
  /** It ends early, or a part of it cannot be read: what is said above is what could be. */
  readonly damage: string | null
}

interface TrackInfo {
  readonly id: number
  /** In the words of `playability.ts`; what has no name there has the file's own. */
  readonly codec: string
  /** BCP 47, such as `en` or `pt-BR`; null where the file does not say. */
  readonly language: string | null
  readonly name: string | null
  readonly default: boolean
  readonly protected: boolean
}

export interface VideoTrackInfo extends TrackInfo {
  /** RFC 6381, as browsers are asked; null where it cannot be told. */
  readonly codecString: string | null
  /** As it is shown: samples that are not square, and turning, are in it. */
  readonly width: number
  readonly height: number
  /** As it is kept. */
  readonly codedWidth: number
  readonly codedHeight: number
  /** Degrees clockwise. */
  readonly rotation: number
  readonly frameRate: number | null
  readonly bitDepth: number | null
  readonly chroma: '4:0:0' | '4:2:0' | '4:2:2' | '4:4:4' | null
  /** `HDR` (PQ), `HLG`, `DV`. */
  readonly hdr: readonly string[]
}

export interface AudioTrackInfo extends TrackInfo {
  readonly codecString: string | null
  readonly channels: number | null
  readonly sampleRate: number | null
  readonly commentary: boolean
}

export interface SubtitleTrackInfo extends TrackInfo {
  readonly kind: 'text' | 'picture'
  readonly forced: boolean
  readonly hearingImpaired: boolean
}

export interface Chapter {
  readonly startSeconds: number
  readonly name: string
}

/** `media.json` beside a stored film, and what else lies there, by their keys in the object store. */
export interface StoredMedia {
  readonly info: MediaInfo
  readonly playability: Omit<Playability, 'told'>
  readonly subtitles: readonly (SubtitleFacts & { readonly key: string })[]
  readonly chapters: readonly Chapter[]
}

export interface SubtitleFacts {
  readonly language: string | null
  readonly label: string
  readonly forced: boolean
  readonly hearingImpaired: boolean
}

/** `GET /api/stream/:idOrJobId/media`: with links for four hours. A film that is still on its way, or was stored before anybody looked into it, has none of it. */
export interface MediaAnswer {
  readonly info: MediaInfo | null
  readonly playability: Omit<Playability, 'told'> | null
  readonly subtitles: readonly (SubtitleFacts & { readonly url: string })[]
  readonly chapters: readonly Chapter[]
}

/** `GET /api/jobs/:jobId/copy`: from where a device saves a film. `later`: nothing of it can be saved yet, and all but `landed` is null. */
export interface CopySource {
  readonly state: 'whole' | 'landing' | 'later'
  readonly url: string | null
  readonly expiresAt: string | null
  readonly contentType: string | null
  readonly sizeBytes: number | null
  /** Of the bytes behind the link: another one, another film. */
  readonly etag: string | null
  /** Of the whole, 64 hexadecimal digits, where it is known. */
  readonly sha256: string | null
  /** What can be had at once: from, up to but not including; bytes. */
  readonly landed: readonly (readonly [number, number])[]
}
