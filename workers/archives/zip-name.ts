/** What an entry of a zip archive is called: APPNOTE 6.3.10, appendix D and 4.6.9. */

import { crc32 } from 'node:zlib'
import { HeaderCursor } from './archive-volume.ts'

const UNICODE_PATH = 0x7075
/** The upper half of code page 437, in which names are that say nothing else. */
const UPPER_437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Many programs write UTF-8 and do not say so: what is UTF-8 is read as that. */
export function zipName(bytes: Uint8Array, isUtf8: boolean, extra: Uint8Array): string {
  const told = isUtf8 ? new TextDecoder().decode(bytes) : unicodePath(bytes, extra) ?? utf8Or437(bytes)
  return told.replaceAll('\\', '/')
}

function utf8Or437(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => byte < 128 ? String.fromCharCode(byte) : UPPER_437[byte - 128]!).join('')
  }
}

/** A name beside the name, which holds as long as that is the one it was made for. */
function unicodePath(bytes: Uint8Array, extra: Uint8Array): string | null {
  const cursor = new HeaderCursor(extra)
  while (cursor.left >= 4) {
    const id = cursor.number(2), field = new HeaderCursor(cursor.take(cursor.number(2)))
    if (id !== UNICODE_PATH || field.left < 6 || field.number(1) !== 1 || field.number(4) !== crc32(bytes)) continue
    return new TextDecoder().decode(field.take(field.left))
  }
  return null
}
