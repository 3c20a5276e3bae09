/** The text of a subtitle file in whatever encoding it was saved in. */

import { analyse } from 'chardet'

/** What people who write in a language saved their files in before UTF-8, and what is guessed too easily for it. */
const USUAL: Readonly<Record<string, string>> = {
  ru: 'windows-1251', uk: 'windows-1251', bg: 'windows-1251', sr: 'windows-1250', mk: 'windows-1251', cs: 'windows-1250', pl: 'windows-1250', sk: 'windows-1250', hu: 'windows-1250', ro: 'windows-1250', hr: 'windows-1250', sl: 'windows-1250', bs: 'windows-1250',
  el: 'windows-1253', tr: 'windows-1254', he: 'windows-1255', ar: 'windows-1256', fa: 'windows-1256', et: 'windows-1257', lv: 'windows-1257', lt: 'windows-1257', vi: 'windows-1258', th: 'windows-874',
  zh: 'gb18030', ja: 'shift_jis', ko: 'euc-kr',
}
const WESTERN = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'sv', 'no', 'nb', 'da', 'fi', 'is', 'ca']

/** `language` is what is known of it otherwise, as BCP 47. */
export function decodeText(bytes: Uint8Array, language: string | null): string {
  return new TextDecoder(encodingOf(bytes, language)).decode(bytes)
}

function encodingOf(bytes: Uint8Array, language: string | null): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // Times and arrows alone make half of a file's bytes zero when it has two for each letter.
  const head = bytes.subarray(0, 4_096)
  const zeros = (from: number) => head.filter((byte, at) => at % 2 === from && byte === 0).length / (head.length / 2)
  if (zeros(1) > 0.4) return 'utf-16le'
  if (zeros(0) > 0.4) return 'utf-16be'
  if (isUtf8(bytes)) return 'utf-8'
  const base = language?.split('-')[0] ?? ''
  const usual = language === 'zh-Hant' || language === 'zh-TW' || language === 'zh-HK' ? 'big5' : WESTERN.includes(base) ? 'windows-1252' : USUAL[base]
  // Single-byte encodings are hardly told from each other by their letters; those of Chinese, Japanese and Korean are.
  if (usual !== undefined && !MULTI_BYTE.test(usual)) return usual
  const [guess] = analyse(bytes).map(({ name }) => name.toLowerCase()).filter(isKnown)
  if (usual !== undefined) return guess !== undefined && MULTI_BYTE.test(guess) ? guess : usual
  return WINDOWS[guess ?? ''] ?? guess ?? 'windows-1252'
}

const MULTI_BYTE = /^(?:shift_jis|big5|euc-|gb18030|iso-2022)/
/** Files that are said to be ISO 8859 were written on Windows. */
const WINDOWS: Readonly<Record<string, string>> = { 'iso-8859-1': 'windows-1252', 'iso-8859-2': 'windows-1250', 'iso-8859-5': 'windows-1251', 'iso-8859-7': 'windows-1253', 'iso-8859-8': 'windows-1255', 'iso-8859-9': 'windows-1254', 'iso-8859-6': 'windows-1256' }

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    // One wrong byte in a long file is damage; many are another encoding.
    const text = new TextDecoder('utf-8').decode(bytes)
    const wrong = text.match(/\ufffd/g)?.length ?? 0
    const right = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
    return wrong * 20 < right
  }
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== 'utf-8'
  } catch {
    // The guesser knows encodings that the web does not.
    return false
  }
}
