/** What is done to a finished MP4 (ISO/IEC 14496-12) so that its bytes and its size are known beforehand. */

const BOX_HEADER_BYTES = 8
const CONTAINERS = new Set(['moov', 'trak', 'mdia'])
const DATED = new Set(['mvhd', 'tkhd', 'mdhd'])

/** Writes the same moment into every header that says when it was made: the muxer takes the clock's. */
export function setCreationTimes(bytes: Uint8Array, from = 0, to: number = bytes.length): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = from; at + BOX_HEADER_BYTES <= to;) {
    const size = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (size < BOX_HEADER_BYTES) return // The media data, to the end or with a 64-bit size: nothing dated follows it.
    if (CONTAINERS.has(type)) setCreationTimes(bytes, at + BOX_HEADER_BYTES, at + size)
    if (DATED.has(type)) bytes.fill(0, at + 12, at + 12 + (bytes[at + 8] === 1 ? 16 : 8))
    at += size
  }
}

/** The file with a `free` box after it that fills it up to `sizeBytes`. */
export function withFreeSpace(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const room = sizeBytes - bytes.length
  if (room < BOX_HEADER_BYTES) throw new RangeError(`the clip has ${bytes.length} bytes and was to have ${sizeBytes}`)
  const whole = new Uint8Array(sizeBytes)
  whole.set(bytes)
  const view = new DataView(whole.buffer)
  view.setUint32(bytes.length, room)
  whole.set([0x66, 0x72, 0x65, 0x65], bytes.length + 4)
  return whole
}
