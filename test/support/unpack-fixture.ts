/** Files of the tar.gz and zip archives that fixtures come in: plain ones of known origin, with nothing but files and folders in them. */

import { gunzipSync, inflateRawSync } from 'node:zlib'

interface Unpacked { readonly name: string; readonly bytes: Uint8Array }

export function untarGz(archive: Uint8Array): readonly Unpacked[] {
  const tar = gunzipSync(archive)
  const files: Unpacked[] = []
  const text = (from: number, to: number) => tar.toString('latin1', from, to).replace(/\0.*$/s, '')
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, at + 136), 8)
    const type = text(at + 156, at + 157)
    if (type === '0' || type === '') files.push({ name: text(at, at + 100), bytes: tar.subarray(at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

/** By its central directory; stored and deflated entries. */
export function unzip(archive: Uint8Array): readonly Unpacked[] {
  const zip = Buffer.from(archive)
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files: Unpacked[] = []
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, nameBytes, extraBytes, commentBytes, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(data, data + packed)
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes)
    if (!name.endsWith('/')) files.push({ name, bytes: method === 8 ? inflateRawSync(bytes) : bytes })
    at += 46 + nameBytes + extraBytes + commentBytes
  }
  return files
}
