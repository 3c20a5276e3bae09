/**
 * Names of RAR 1.5 to 4: in the system's own letters, and behind a zero byte in Unicode, packed by what it has in common with the first
 * (unrar's encname.cpp). Without a zero byte they are UTF-8.
 */
export function decodeRar4Name(raw: Uint8Array, isUnicode: boolean): string {
  const zero = raw.indexOf(0)
  const plain = zero < 0 ? raw : raw.subarray(0, zero)
  if (!isUnicode || zero < 0) return decodeText(plain)
  return unpackName(plain, raw.subarray(zero + 1)) ?? decodeText(plain)
}

/** What is no UTF-8 was written on a DOS or Windows machine of the West: better one wrong letter than no name. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function unpackName(plain: Uint8Array, packed: Uint8Array): string | null {
  const letters: number[] = []
  const high = (packed[0] ?? 0) << 8
  let at = 1, flags = 0, bits = 0
  while (at < packed.length) {
    if (bits === 0) { flags = packed[at++]!; bits = 8 }
    const how = (flags >> 6) & 3
    flags <<= 2
    bits -= 2
    if (at >= packed.length) break
    const byte = packed[at++]!
    if (how === 0) letters.push(byte)
    else if (how === 1) letters.push(byte + high)
    else if (how === 2) {
      if (at >= packed.length) return null
      letters.push(byte + (packed[at++]! << 8))
    } else {
      // A run of letters that differ from the plain ones by nothing, or by one number.
      const shift = (byte & 128) !== 0 ? packed[at++] ?? 0 : null
      for (let left = (byte & 127) + 2; left > 0 && letters.length < plain.length; left--) {
        const letter = plain[letters.length]!
        letters.push(shift === null ? letter : ((letter + shift) & 255) + high)
      }
    }
  }
  return String.fromCharCode(...letters)
}
