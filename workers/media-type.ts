/** What a file is, by its first bytes: names on Usenet lie. */

export interface Media { readonly contentType: string; readonly extension: 'mp4' | 'mov' | 'webm' | 'mkv' }
export type Sniffed = { readonly kind: 'video'; readonly media: Media } | { readonly kind: 'archive' } | { readonly kind: 'other' }

/** How many bytes `sniff` wants to see. */
export const SNIFF_BYTES = 4_096

const ARCHIVES: readonly (readonly number[])[] = [
  [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], // RAR
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], // 7z
  [0x50, 0x4b, 0x03, 0x04], // ZIP
]

export function sniff(head: Uint8Array): Sniffed {
  // Not TextDecoder: what the web calls latin1 is another code between 0x80 and 0x9f.
  const text = Buffer.from(head).toString('latin1')
  // ISO/IEC 14496-12, 4.3: a box of type ftyp, then its major brand.
  if (text.slice(4, 8) === 'ftyp') {
    return { kind: 'video', media: text.slice(8, 12) === 'qt  ' ? { contentType: 'video/quicktime', extension: 'mov' } : { contentType: 'video/mp4', extension: 'mp4' } }
  }
  // RFC 8794: the EBML header names the document type.
  if (startsWith(head, [0x1a, 0x45, 0xdf, 0xa3])) {
    return { kind: 'video', media: /\x42\x82[\x81-\x88]webm/.test(text) ? { contentType: 'video/webm', extension: 'webm' } : { contentType: 'video/x-matroska', extension: 'mkv' } }
  }
  return { kind: ARCHIVES.some((magic) => startsWith(head, magic)) ? 'archive' : 'other' }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}
