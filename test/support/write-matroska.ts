/** Matroska files for tests: what no library here writes, such as texts of every kind, chapters and attachments. */

const utf8 = (text: string) => new TextEncoder().encode(text)

export function element(id: number, ...contents: readonly (Uint8Array | string | number)[]): Uint8Array {
  const bytes = Buffer.concat(contents.map((each) => typeof each === 'string' ? utf8(each) : typeof each === 'number' ? uint(each) : each))
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(bytes.length))
  size[0] = 0x01
  return Buffer.concat([uint(id), size, bytes])
}

function uint(value: number): Uint8Array {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

function float(value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}

export interface WrittenTrack {
  readonly kind: 'video' | 'audio' | 'subtitle'
  readonly codecId: string
  readonly codecPrivate?: Uint8Array | string
  readonly language?: string
  readonly name?: string
  readonly forced?: boolean
  readonly width?: number
  readonly height?: number
  readonly channels?: number
  readonly sampleRate?: number
  readonly packets: readonly { readonly startMs: number; readonly durationMs?: number; readonly key?: boolean; readonly data: Uint8Array | string }[]
}

export interface WrittenFile {
  readonly tracks: readonly WrittenTrack[]
  readonly durationMs: number
  readonly chapters?: readonly { readonly startMs: number; readonly name: string }[]
  readonly attachments?: readonly { readonly name: string; readonly contentType: string; readonly data: Uint8Array }[]
}

const KINDS = { video: 1, audio: 2, subtitle: 17 } as const
const CLUSTER_MS = 2_000

export function writeMatroska({ tracks, durationMs, chapters = [], attachments = [] }: WrittenFile): Uint8Array {
  const packets = tracks.flatMap((track, index) => track.packets.map((packet) => ({ ...packet, number: index + 1, track }))).sort((a, b) => a.startMs - b.startMs)
  const clusters = Map.groupBy(packets, ({ startMs }) => Math.floor(startMs / CLUSTER_MS))
  return Buffer.concat([
    element(0x1a45dfa3, element(0x4282, 'matroska'), element(0x4287, 4), element(0x4285, 2)),
    element(0x18538067,
      element(0x1549a966, element(0x2ad7b1, 1_000_000), element(0x4489, float(durationMs))),
      element(0x1654ae6b, ...tracks.map(trackEntry)),
      ...chapters.length > 0 ? [element(0x1043a770, element(0x45b9, ...chapters.map(({ startMs, name }) => element(0xb6, element(0x91, startMs * 1_000_000), element(0x80, element(0x85, name))))))] : [],
      ...attachments.length > 0 ? [element(0x1941a469, ...attachments.map(({ name, contentType, data }) => element(0x61a7, element(0x466e, name), element(0x4660, contentType), element(0x465c, data))))] : [],
      ...[...clusters].map(([at, inside]) => element(0x1f43b675, element(0xe7, at * CLUSTER_MS), ...inside.map((packet) => block(packet, at * CLUSTER_MS))))),
  ])
}

function trackEntry(track: WrittenTrack, index: number): Uint8Array {
  return element(0xae,
    element(0xd7, index + 1), element(0x73c5, index + 1), element(0x83, KINDS[track.kind]), element(0x86, track.codecId),
    ...track.codecPrivate === undefined ? [] : [element(0x63a2, track.codecPrivate)], element(0x22b59c, track.language ?? 'und'), ...track.name === undefined ? [] : [element(0x536e, track.name)],
    ...track.forced ? [element(0x55aa, 1)] : [],
    ...track.kind === 'video' ? [element(0xe0, element(0xb0, track.width!), element(0xba, track.height!))] : [],
    ...track.kind === 'audio' ? [element(0xe1, element(0xb5, float(track.sampleRate!)), element(0x9f, track.channels!))] : [])
}

function block({ number, startMs, durationMs, key, data }: WrittenTrack['packets'][number] & { number: number }, clusterMs: number): Uint8Array {
  const head = Buffer.alloc(4)
  head[0] = 0x80 | number
  head.writeInt16BE(Math.round(startMs - clusterMs), 1)
  const content = Buffer.concat([head, typeof data === 'string' ? utf8(data) : data])
  if (durationMs !== undefined) return element(0xa0, element(0xa1, content), element(0x9b, durationMs))
  content[3] = key === false ? 0 : 0x80
  return element(0xa3, content)
}
