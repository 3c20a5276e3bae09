/**
 * The packets of PAR 2.0 in a file, wherever in it they stand (Parity Volume Set Specification 2.0, 2003, "Packet header" and after).
 *
 * A packet is believed when its MD5 is right; anything else is passed over, and the search goes on behind its magic. The data
 * of recovery blocks stays where it is. What a hostile file can cost is bounded: by the size of a packet that is kept, by how
 * many are kept, and by how many bytes are hashed in all.
 */

import { limits } from '../../server/limits.ts'
import type { FileBytes } from './file-bytes.ts'
import { md5Of, PIECE_BYTES, withFile } from './file-bytes.ts'
import { Par2Error } from './par2-error.ts'

interface OfSet { readonly setId: string }
export type Packet = OfSet & (
  | { readonly kind: 'main'; readonly sliceBytes: number; readonly fileIds: readonly string[]; readonly otherIds: readonly string[] }
  | { readonly kind: 'file'; readonly fileId: string; readonly md5: string; readonly headMd5: string; readonly sizeBytes: number; readonly name: string }
  /** Of each block its MD5 and CRC-32, 20 bytes. */
  | { readonly kind: 'checksums'; readonly fileId: string; readonly checksums: Uint8Array }
  | { readonly kind: 'recovery'; readonly exponent: number; readonly path: string; readonly offset: number; readonly sizeBytes: number }
  | { readonly kind: 'name'; readonly fileId: string; readonly name: string }
  | { readonly kind: 'creator'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
)

/** The packets of many files; each once, though every volume repeats some. */
export interface PacketStore {
  readonly packets: Packet[]
  /** Their MD5. */
  readonly known: Set<string>
  keptBytes: number
}

export const packetStore = (): PacketStore => ({ packets: [], known: new Set(), keptBytes: 0 })

export interface FoundPackets {
  /** All that are in the store. */
  readonly packets: readonly Packet[]
  /** Packets that are not what their MD5 says. */
  readonly damaged: number
}

const MAGIC = [...'PAR2\0PKT'].map((letter) => letter.charCodeAt(0))
const PAR1_MAGIC = [...'PAR\0\0\0\0\0'].map((letter) => letter.charCodeAt(0))
const HEADER_BYTES = 64
/** From here on a packet's MD5 covers it. */
const HASHED_FROM = 32
const ID_BYTES = 16
export const CHECKSUM_BYTES = 20
/** What an object takes. */
const KEPT_BYTES = 500

const RECOVERY = type('RecvSlic')
const PARSERS: Readonly<Record<string, (body: Uint8Array, setId: string) => Packet | undefined>> = {
  [type('Main')]: parseMain,
  [type('FileDesc')]: parseFile,
  [type('IFSC')]: (body, setId) => body.length >= ID_BYTES && (body.length - ID_BYTES) % CHECKSUM_BYTES === 0 ? { kind: 'checksums', setId, fileId: idAt(body, 0), checksums: body.subarray(ID_BYTES) } : undefined,
  [type('UniFileN')]: (body, setId) => body.length > ID_BYTES ? { kind: 'name', setId, fileId: idAt(body, 0), name: trimmed(utf16.decode(body.subarray(ID_BYTES))) } : undefined,
  [type('Creator')]: (body, setId) => ({ kind: 'creator', setId, text: trimmed(textOf(body)) }),
  [type('CommASCI')]: (body, setId) => ({ kind: 'comment', setId, text: trimmed(textOf(body)) }),
  // Behind the MD5 of the comment in ASCII.
  [type('CommUni')]: (body, setId) => body.length > ID_BYTES ? { kind: 'comment', setId, text: trimmed(utf16.decode(body.subarray(ID_BYTES))) } : undefined,
}

/** Throws what reading the file throws, and `Par2Error` when it is more than is kept. */
export function readPackets(path: string, signal: AbortSignal, store = packetStore()): Promise<FoundPackets> {
  return withFile(path, async (file) => {
    let damaged = 0
    let hashableBytes = file.sizeBytes * limits.par2HashedTimesMax + limits.par2PacketBytesMax
    for (let at = await findMagic(file, 0, signal); at !== undefined;) {
      const header = new Uint8Array(HEADER_BYTES)
      if (await file.read(at, header) < HEADER_BYTES) break
      const length = Number(viewOf(header).getBigUint64(8, true))
      const fits = length >= HEADER_BYTES && length % 4 === 0 && at + length <= file.sizeBytes
      hashableBytes -= fits ? length : 0
      if (hashableBytes < 0 || damaged >= limits.par2DamagedPacketsMax) break
      const md5 = hex(header.subarray(16, HASHED_FROM))
      const whole = fits && md5 === await md5Of(file, { from: at + HEADER_BYTES, to: at + length }, signal, { begin: header.subarray(HASHED_FROM) })
      const packet = whole ? await packetAt(file, path, at, header, length) : undefined
      if (packet && !store.known.has(md5)) keep(store, packet, md5, packet.kind === 'recovery' ? 0 : length)
      if (!whole) damaged++
      at = await findMagic(file, at + (whole ? length : MAGIC.length), signal)
    }
    return { packets: store.packets, damaged }
  })
}

function keep(store: PacketStore, packet: Packet, md5: string, bytes: number): void {
  store.keptBytes += bytes + KEPT_BYTES
  if (store.keptBytes > limits.par2KeptBytesMax) throw new Par2Error('HOSTILE_SET', 'There are more packets in the PAR2 files than any set has')
  store.known.add(md5)
  store.packets.push(packet)
}

/** Whether it begins with a packet: what it is called says little. */
export function isPar2(path: string): Promise<boolean> {
  return withFile(path, async (file) => {
    const head = new Uint8Array(MAGIC.length)
    return await file.read(0, head) === head.length && isMagic(head, 0)
  })
}

/** Whether a packet begins in the first piece of the file, as in a PAR2 file whose beginning is lost, or in an archive that holds one. */
export function holdsPackets(path: string, signal: AbortSignal): Promise<boolean> {
  return withFile(path, async (file) => await findMagic({ ...file, sizeBytes: Math.min(file.sizeBytes, PIECE_BYTES) }, 0, signal) !== undefined)
}

/** PAR 1.0, which is not read here. */
export function isPar1(path: string): Promise<boolean> {
  return withFile(path, async (file) => {
    const head = new Uint8Array(PAR1_MAGIC.length)
    return await file.read(0, head) === head.length && head.every((byte, i) => byte === PAR1_MAGIC[i])
  })
}

async function packetAt(file: FileBytes, path: string, at: number, header: Uint8Array, length: number): Promise<Packet | undefined> {
  const setId = idAt(header, 32)
  const kind = hex(header.subarray(48, HEADER_BYTES))
  const bodyBytes = length - HEADER_BYTES
  if (kind === RECOVERY) {
    const exponent = new Uint8Array(4)
    if (bodyBytes <= 4 || await file.read(at + HEADER_BYTES, exponent) < 4) return undefined
    return { kind: 'recovery', setId, exponent: viewOf(exponent).getUint32(0, true), path, offset: at + HEADER_BYTES + 4, sizeBytes: bodyBytes - 4 }
  }
  const parse = PARSERS[kind]
  if (!parse || bodyBytes > limits.par2PacketBytesMax) return undefined
  const body = new Uint8Array(bodyBytes)
  await file.read(at + HEADER_BYTES, body)
  return parse(body, setId)
}

function parseMain(body: Uint8Array, setId: string): Packet | undefined {
  if (body.length < 12 || (body.length - 12) % ID_BYTES !== 0) return undefined
  const sliceBytes = Number(viewOf(body).getBigUint64(0, true))
  const count = viewOf(body).getUint32(8, true)
  const ids = Array.from({ length: (body.length - 12) / ID_BYTES }, (_, i) => idAt(body, 12 + i * ID_BYTES))
  return count > ids.length ? undefined : { kind: 'main', setId, sliceBytes, fileIds: ids.slice(0, count), otherIds: ids.slice(count) }
}

function parseFile(body: Uint8Array, setId: string): Packet | undefined {
  const NAME_AT = 56
  if (body.length <= NAME_AT) return undefined
  return {
    kind: 'file', setId, fileId: idAt(body, 0), md5: idAt(body, 16), headMd5: idAt(body, 32), sizeBytes: Number(viewOf(body).getBigUint64(48, true)), name: trimmed(textOf(body.subarray(NAME_AT))),
  }
}

async function findMagic(file: FileBytes, from: number, signal: AbortSignal): Promise<number | undefined> {
  // Packets mostly follow one another: a look at the very place saves a piece.
  const next = new Uint8Array(MAGIC.length)
  if (await file.read(from, next) < next.length) return undefined
  if (isMagic(next, 0)) return from
  const buffer = new Uint8Array(PIECE_BYTES)
  for (let start = from; start + MAGIC.length <= file.sizeBytes; start += buffer.length - MAGIC.length + 1) {
    signal.throwIfAborted()
    const piece = buffer.subarray(0, await file.read(start, buffer.subarray(0, Math.min(buffer.length, file.sizeBytes - start))))
    for (let at = piece.indexOf(MAGIC[0]!); at >= 0; at = piece.indexOf(MAGIC[0]!, at + 1)) {
      if (isMagic(piece, at)) return start + at
    }
  }
  return undefined
}

const isMagic = (bytes: Uint8Array, at: number) => MAGIC.every((byte, i) => bytes[at + i] === byte)
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
const idAt = (bytes: Uint8Array, at: number) => hex(bytes.subarray(at, at + ID_BYTES))
const utf16 = new TextDecoder('utf-16le')
const trimmed = (text: string) => text.replace(/\0+$/, '')

/** The specification says ASCII; what is written is UTF-8, or what the writer's Windows had. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Of a packet, in hexadecimal: `PAR 2.0\0` and the name, filled up with zeros. */
function type(name: string): string {
  return Buffer.from(`PAR 2.0\0${name}`.padEnd(ID_BYTES, '\0'), 'latin1').toString('hex')
}
