/** An article as a posting program would make it, with dots stuffed and the final dot: what a server sends after `222`. */

import { crc32 } from 'node:zlib'

export interface EncodeOptions {
  readonly name: string
  readonly lineBytes?: number
  /** `begin` counts from 1. */
  readonly part?: { readonly number: number; readonly total: number; readonly begin: number; readonly fileSize: number }
}

export function encodeYenc(data: Uint8Array, { name, lineBytes = 128, part }: EncodeOptions): Uint8Array {
  const body: number[] = []
  let column = 0
  for (const byte of data) {
    const shifted = (byte + 42) & 255
    if (column === 0 && shifted === 0x2e) body.push(0x2e)
    if (shifted === 0 || shifted === 10 || shifted === 13 || shifted === 0x3d) {
      body.push(0x3d, (shifted + 64) & 255)
      column += 2
    } else {
      body.push(shifted)
      column++
    }
    if (column >= lineBytes) {
      body.push(13, 10)
      column = 0
    }
  }
  if (column > 0) body.push(13, 10)
  const sum = crc32(data).toString(16).padStart(8, '0')
  const head = part
    ? `=ybegin part=${part.number} total=${part.total} line=${lineBytes} size=${part.fileSize} name=${name}\r\n=ypart begin=${part.begin} end=${part.begin + data.length - 1}\r\n`
    : `=ybegin line=${lineBytes} size=${data.length} name=${name}\r\n`
  const tail = part ? `=yend size=${data.length} part=${part.number} pcrc32=${sum}\r\n.\r\n` : `=yend size=${data.length} crc32=${sum}\r\n.\r\n`
  return Buffer.concat([Buffer.from(head), Uint8Array.from(body), Buffer.from(tail)])
}
