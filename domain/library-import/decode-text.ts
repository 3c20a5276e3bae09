/** The text of a file in whichever of the encodings that exports, and the spreadsheets they are saved from again, are written in. */

/** Without its byte order mark, lines ending in `\n`. Undefined for what is no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decoded(bytes)
  if (text.includes('\0')) return undefined
  const whole = text.startsWith('\ufeff') ? text.slice(1) : text
  return whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe || zerosAt(1, bytes)) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff || zerosAt(0, bytes)) return new TextDecoder('utf-16be').decode(bytes)
  const text = new TextDecoder().decode(bytes)
  // One broken letter does not make it another encoding; letters that are nearly all broken do.
  const broken = text.match(/\ufffd/g)?.length ?? 0
  const letters = broken === 0 ? 0 : text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0
  return broken > letters ? new TextDecoder('windows-1252').decode(bytes) : text
}

const LOOKED_AT_BYTES = 512

/** Latin text in UTF-16 has a zero in every second byte. */
function zerosAt(odd: 0 | 1, bytes: Uint8Array): boolean {
  let zeros = 0
  const end = Math.min(bytes.length, LOOKED_AT_BYTES) & ~1
  for (let i = 0; i < end; i += 2) {
    if (bytes[i + odd] === 0) zeros++
    if (bytes[i + 1 - odd] === 0) return false
  }
  return zeros > end / 4
}
