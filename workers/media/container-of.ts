/** Enough of a file for `containerOf`. */
export const SNIFF_BYTES = 4_096

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4', mov: 'video/quicktime', mkv: 'video/x-matroska', webm: 'video/webm', ts: 'video/mp2t', avi: 'video/x-msvideo', wmv: 'video/x-ms-wmv', flv: 'video/x-flv', mpg: 'video/mpeg', ogg: 'video/ogg',
}
export const contentTypeOf = (container: string): string => CONTENT_TYPES[container] ?? 'application/octet-stream'

/** What kind of file it is, by its first bytes: names on Usenet lie. Null for what is no film. */
export function containerOf(head: Uint8Array): string | null {
  // Not TextDecoder: what the web calls latin1 is another code between 0x80 and 0x9f.
  const text = Buffer.from(head).toString('latin1')
  // RFC 8794: the EBML header names the document type.
  if (text.startsWith('\x1a\x45\xdf\xa3')) return /\x42\x82[\x81-\x88]webm/.test(text) ? 'webm' : 'mkv'
  // ISO/IEC 14496-12, 4.3: a box of type ftyp, then its major brand. Old QuickTime files have none.
  if (text.slice(4, 8) === 'ftyp') return text.slice(8, 12) === 'qt  ' ? 'mov' : 'mp4'
  if (/^(?:styp|moof|sidx)$/.test(text.slice(4, 8))) return 'mp4'
  if (/^(?:moov|mdat|wide|free|skip|pnot)$/.test(text.slice(4, 8))) return 'mov'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'AVI ') return 'avi'
  if (text.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')) return 'wmv'
  if (text.startsWith('FLV\x01')) return 'flv'
  if (text.startsWith('\0\0\x01\xba')) return 'mpg'
  if (text.startsWith('OggS')) return 'ogg'
  // ISO/IEC 13818-1, 2.4.3.2: a packet of 188 bytes begins with 0x47; in a recording of a disc four bytes stand before each.
  for (const [first, step] of [[0, 188], [4, 192]] as const) {
    if (head.length > first + 3 * step && [0, 1, 2, 3].every((packet) => head[first + packet * step] === 0x47)) return 'ts'
  }
  return null
}
