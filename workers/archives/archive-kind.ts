/** What a file is by its first bytes: names are posted by strangers, and often say nothing. */

export type ArchiveKind = 'rar' | 'rar1' | '7z' | 'zip' | 'program'

/** Enough of a file for `archiveKindOf`. */
export const KIND_BYTES = 8

/** Undefined for what is no archive. A `program` may have one behind it. */
export function archiveKindOf(head: Uint8Array): ArchiveKind | undefined {
  if (startsWith(head, 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07)) return 'rar'
  // RAR 1.4, before 1996: nothing reads it any more.
  if (startsWith(head, 0x52, 0x45, 0x7e, 0x5e)) return 'rar1'
  if (startsWith(head, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)) return '7z'
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06) || startsWith(head, 0x50, 0x4b, 0x07, 0x08)) return 'zip'
  if (startsWith(head, 0x4d, 0x5a) || startsWith(head, 0x7f, 0x45, 0x4c, 0x46)) return 'program'
  return undefined
}

function startsWith(head: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}

export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted)
}
