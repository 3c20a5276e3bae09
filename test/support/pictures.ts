/** Pictures as a picture server has them, and some that nobody should have to open. */

import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** One pixel. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Of one colour (`#rrggbb`), with something written into its metadata. */
export function pictureOf(format: 'jpeg' | 'png' | 'webp' | 'avif', { width = 342, height = 513, colour = '#204060' } = {}): Promise<Buffer> {
  const plain = sharp({ create: { width, height, channels: 3, background: colour } }).withExif({ IFD0: { Copyright: 'written-into-it' } })
  return plain.toFormat(format).toBuffer()
}

/** A PNG of a few kilobytes that says, and holds, a square of so many pixels a side. */
export function pixelBomb(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // One bit a pixel, grey.
  header[8] = 1
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
