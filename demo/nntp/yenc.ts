/** yEnc 1.3 (yenc.org/yenc-draft.1.3.txt): the encoder of one part, as a poster's program writes it. */

import { crc32 } from 'node:zlib'

const LINE_CHARACTERS = 128

const NUL = 0x00, LF = 0x0a, CR = 0x0d, DOT = 0x2e, ESCAPE = 0x3d

export interface YencPart {
  readonly name: string
  readonly fileSizeBytes: number
  /** From 1. */
  readonly part: number
  readonly parts: number
  /** Of the part's first byte, from 0; yEnc itself counts from 1. */
  readonly offset: number
  readonly bytes: Uint8Array
}

/** The whole part with its three control lines and CRLFs, not yet dot-stuffed. `damaged` writes a wrong checksum. */
export function yencPart(part: YencPart, damaged = false): Uint8Array {
  const end = part.offset + part.bytes.length
  const checksum = (crc32(part.bytes) ^ (damaged ? 1 : 0)) >>> 0
  const head =
    `=ybegin part=${part.part} total=${part.parts} line=${LINE_CHARACTERS} size=${part.fileSizeBytes} name=${part.name}\r\n` +
    `=ypart begin=${part.offset + 1} end=${end}\r\n`
  const tail = `=yend size=${part.bytes.length} part=${part.part} pcrc32=${checksum.toString(16).padStart(8, '0')}\r\n`
  return Buffer.concat([Buffer.from(head, 'utf8'), yencLines(part.bytes), Buffer.from(tail, 'latin1')])
}

/** Only the four characters that must be escaped are: a leading dot is left to the transport, as most posters do. */
function yencLines(bytes: Uint8Array): Uint8Array {
  const worst = bytes.length * 2
  const encoded = Buffer.allocUnsafe(worst + 2 * Math.ceil(worst / LINE_CHARACTERS) + 2)
  let at = 0
  let column = 0
  for (let index = 0; index < bytes.length; index++) {
    const value = bytes[index]! + 42 & 0xff
    if (value === NUL || value === LF || value === CR || value === ESCAPE) {
      encoded[at++] = ESCAPE
      encoded[at++] = value + 64 & 0xff
      column += 2
    } else {
      encoded[at++] = value
      column++
    }
    if (column >= LINE_CHARACTERS) {
      encoded[at++] = CR
      encoded[at++] = LF
      column = 0
    }
  }
  if (column > 0) {
    encoded[at++] = CR
    encoded[at++] = LF
  }
  return encoded.subarray(0, at)
}

/** A multi-line block as it travels (RFC 3977, 3.1.1): lines that begin with a dot get another, and a lone dot ends it. */
export function dotStuffed(block: Uint8Array): Uint8Array {
  const doubled: number[] = []
  for (let at = block.indexOf(DOT); at !== -1; at = block.indexOf(DOT, at + 1)) {
    if (at === 0 || block[at - 1] === LF) doubled.push(at)
  }
  const stuffed = Buffer.allocUnsafe(block.length + doubled.length + 3)
  let from = 0
  let to = 0
  for (const at of doubled) {
    stuffed.set(block.subarray(from, at), to)
    to += at - from
    stuffed[to++] = DOT
    from = at
  }
  stuffed.set(block.subarray(from), to)
  stuffed.set([DOT, CR, LF], to + block.length - from)
  return stuffed
}
