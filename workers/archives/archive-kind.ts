/** What a file is by its first bytes: names are posted by strangers, and often say nothing. */

/** A `stream` is one file in compressed form, and says nothing of others: gzip, bzip2, xz. */
export type ArchiveKind = 'rar' | 'rar1' | '7z' | 'zip' | 'program' | 'tar' | 'stream'

/** Enough of a file for `archiveKindOf`. */
export const KIND_BYTES = 512

/** Undefined for what is no archive. A `program` may have one behind it, and is what else has one behind it is taken for. */
export function archiveKindOf(head: Uint8Array): ArchiveKind | undefined {
  if (startsWith(head, 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07)) return 'rar'
  // RAR 1.4, before 1996: nothing reads it any more.
  if (startsWith(head, 0x52, 0x45, 0x7e, 0x5e)) return 'rar1'
  if (startsWith(head, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)) return '7z'
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06) || startsWith(head, 0x50, 0x4b, 0x07, 0x08)) return 'zip'
  if (startsWith(head, 0x4d, 0x5a) || startsWith(head, 0x7f, 0x45, 0x4c, 0x46)) return 'program'
  if (startsWith(head, 0x1f, 0x8b, 0x08) || startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'stream'
  // bzip2 says how large its blocks are, then begins the first, or ends.
  if (startsWith(head, 0x42, 0x5a, 0x68) && head[3]! >= 0x31 && head[3]! <= 0x39 && [0x31, 0x17].includes(head[4]!)) return 'stream'
  if (isTar(head)) return 'tar'
  return undefined
}

const TAR_BYTES = 512, TAR_SUM_AT = 148, TAR_SUM_BYTES = 8, SPACE = 32

/** By the checksum of its first header, which every tar has and only newer ones a word beside it (POSIX pax, "ustar Interchange Format"). */
function isTar(head: Uint8Array): boolean {
  if (head.length < TAR_BYTES || head[0] === 0) return false
  const told = /^ *([0-7]{1,7})[\0 ]/.exec(Buffer.from(head.subarray(TAR_SUM_AT, TAR_SUM_AT + TAR_SUM_BYTES)).toString('latin1'))?.[1]
  const sum = head.subarray(0, TAR_BYTES).reduce((all, byte, at) => all + (at >= TAR_SUM_AT && at < TAR_SUM_AT + TAR_SUM_BYTES ? SPACE : byte), 0)
  return told !== undefined && parseInt(told, 8) === sum
}

function startsWith(head: Uint8Array, ...bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}

export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted)
}
